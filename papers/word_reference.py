"""What a Word paper takes from its reference document: styles, pages, lists.

Word names its own styles in English inside a file, whatever language it speaks, but gives them
other ids when it saves: ``heading 1`` is ``Heading1`` here and ``Titre1`` in France. Styles are
therefore found by name and given the ids that papers are written with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from papers.word_draft import Layout
from papers.word_xml import clean
from transcripts.errors import InputError

_TWENTIETHS = 635  # English Metric Units in a twentieth of a point
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMING = (
    *("basedOn", "next", "link", "styleLink", "numStyleLink"),
    *("pStyle", "rStyle", "tblStyle"),
)
_RUNNING = './/w:sdt[w:sdtPr/w:tag[@w:val="running"]]//w:t'
_LIST_STYLES = {
    "headings": "Heading1",
    "annexes": "Annexes",
    "unnumbered": "Unnumbered",
    "points": "ListNumber",
}


@cache
def _style_names() -> dict[str, str]:
    """The id of each style that papers are set in, by its name in lower case."""
    look = tomllib.loads(Path(__file__).with_name("reference.toml").read_text("utf-8"))
    names = {style["name"].casefold(): name for name, style in look["styles"].items()}
    return names | {"paper table": "PaperTable", "annexes": "Annexes", "unnumbered": "Unnumbered"}


def adopt_styles(document: Any, reference: str) -> None:
    """Give the document's styles the ids that papers use.

    Args:
        document: the opened reference document.
        reference: its name, for the message.

    Raises:
        InputError: a style is missing.
    """
    styles = document.styles.element
    wanted = _style_names()
    found = {
        style.xpath("string(./w:name/@w:val)").casefold(): style.get(f"{_WORD}styleId")
        for style in styles.xpath("./w:style")
    }
    missing = [name for name in wanted if name not in found]
    if missing:
        raise InputError(
            reference,
            f"the reference document lacks the styles {', '.join(missing)}",
            "Start from templates/reference.docx, or make it anew: python -m papers.reference",
            kind="styles missing",
        )
    renamed = {found[name]: ours for name, ours in wanted.items() if found[name] != ours}
    if renamed:
        for root in _roots(document):
            _rename(root, renamed)


def _roots(document: Any) -> Iterable[Any]:
    """The parts that name styles and that a paper keeps."""
    yield document.styles.element
    yield document.part.numbering_part.element
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            yield relation.target_part.element


def _rename(root: Any, renamed: Mapping[str, str]) -> None:
    for element in root.iter(f"{_WORD}style", *(_WORD + name for name in _NAMING)):
        key = _WORD + ("styleId" if element.tag == f"{_WORD}style" else "val")
        element.set(key, renamed.get(element.get(key), element.get(key)))


def layout(document: Any) -> Layout:
    """What the reference sets; it has one, two or three sections: cover, front, main."""
    frames = [_xml(frame) for frame in document.element.body.xpath(".//w:sectPr")]
    main = document.sections[-1]
    width = main.page_width - main.left_margin - main.right_margin
    numbers = document.part.numbering_part.element.xpath("./w:num/@w:numId")
    return Layout(
        cover=frames[0] if len(frames) > 1 else _without_heads(document),
        front=frames[1] if len(frames) > 2 else frames[-1],
        main=frames[-1],
        width=width // _TWENTIETHS,
        lists=_lists(document.styles.element),
        next_list=max(map(int, numbers), default=0) + 1,
    )


def _xml(element: Any) -> str:
    from lxml import etree

    return etree.tostring(element, encoding="unicode", with_tail=False)


def _without_heads(document: Any) -> str:
    frame = deepcopy(document.element.body.xpath("./w:sectPr")[-1])
    for head in frame.xpath("./w:headerReference | ./w:footerReference"):
        frame.remove(head)
    return _xml(frame)


def _lists(styles: Any) -> dict[str, int]:
    """The numbering ids of the reference's own lists, by what they number."""
    found = {
        name: styles.xpath(f'./w:style[@w:styleId="{style}"]/w:pPr/w:numPr/w:numId/@w:val')
        for name, style in _LIST_STYLES.items()
    }
    return {name: int(values[0]) for name, values in found.items() if values}


def set_language(document: Any, locale: str) -> None:
    """The language of all words that are not marked as another's."""
    defaults = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    for element in [*defaults, *document.settings.element.xpath("./w:themeFontLang")]:
        element.set(f"{_WORD}val", clean(locale))


def set_running_head(document: Any, words: str) -> None:
    """Fill the content controls tagged ``running`` in heads and feet."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            for text in relation.target_part.element.xpath(_RUNNING):
                text.text = clean(words)
