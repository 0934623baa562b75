"""Word documents, walked element by element: libraries lose words without a sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from transcripts import packages, tables
from transcripts.errors import InputError
from transcripts.manuscript import APART, HEADING, SPEECH, STRONG, Line, Manuscript, paragraphs
from transcripts.model import Notice
from transcripts.packages import attribute, local

_SAVE = "Open it in Word and save it again as .docx"
_LEFT_OUT = {"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "rt"}
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}
_OFF = {"0", "false", "off"}

# What stands outside the body of the text, and is never speech.
_BESIDE = ("header", "footer", "footnotes", "endnotes", "comments")
_SAID = {
    "tracked-changes": "{} tracked changes: insertions were kept, deletions left out.",
    "hidden-text": "{} pieces of hidden text were left out.",
    "unread-part": "{} embedded documents were not read.",
}


@dataclass(slots=True)
class _Walk:
    """What one walk through a document needs to know and has counted."""

    headings: dict[str, int]
    met: Counter[str] = field(default_factory=Counter)


def read(data: bytes, name: str) -> Manuscript:
    """A Word document's paragraphs, tables and text boxes; notes, comments and headers apart.

    Raises:
        InputError: the file is no Word document, is damaged, or is too large.
    """
    parts = packages.unpack(data, name)
    main = _main_part(data, name)
    body = packages.part(data, main, name)
    if body is None or local(body) != "document":
        raise InputError(name, "has no main part of a Word document", _SAVE, kind="corrupt")
    folder = main.rpartition("/")[0]
    walk = _Walk(_headings(packages.part(data, f"{folder}/styles.xml", name)))
    lines = list(_blocks(body, walk))
    for path in sorted(parts):
        lines += _beside(data, path, name, walk)
    notices = [Notice(name, kind, text.format(walk.met[kind])) for kind, text in _SAID.items()]
    return Manuscript(tuple(lines), tuple(note for note in notices if walk.met[note.kind]))


def _main_part(data: bytes, name: str) -> str:
    relations = packages.part(data, "_rels/.rels", name)
    types = packages.part(data, "[Content_Types].xml", name)
    if relations is None or types is None:
        raise InputError(name, "is not a Word document", _SAVE, kind="corrupt")
    if any("macroEnabled" in attribute(item, "ContentType") for item in types):
        remedy = "Save it as .docx, which has none"
        raise InputError(name, "may hold macros", remedy, kind="macro")
    for relation in relations:
        if attribute(relation, "Type").endswith("/officeDocument"):
            return attribute(relation, "Target").lstrip("/")
    raise InputError(name, "is not a Word document", _SAVE, kind="corrupt")


def _headings(styles: etree._Element | None) -> dict[str, int]:
    """The heading level of each paragraph style that is a heading; 1 for a title."""
    levels: dict[str, int] = {}
    for style in styles if styles is not None else ():
        names = [attribute(child, "val").casefold() for child in style if local(child) == "name"]
        title = names[0] if names else ""
        if title == "title":
            levels[attribute(style, "styleId")] = 1
        elif title.startswith("heading ") and title[8:].isdigit():
            levels[attribute(style, "styleId")] = int(title[8:])
    return levels


def _beside(data: bytes, path: str, name: str, walk: _Walk) -> Iterator[Line]:
    stem = path.rpartition("/")[2].rstrip("0123456789.xml")
    if not path.endswith(".xml") or stem not in {part.rstrip("xml") for part in _BESIDE}:
        return
    root = packages.part(data, path, name)
    for block in _blocks(root, walk) if root is not None else ():
        yield Line(block.text, APART)


def _blocks(element: etree._Element, walk: _Walk) -> Iterator[Line]:
    """The paragraphs inside an element, in reading order."""
    for child in element:
        kind = local(child)
        if kind == "p":
            yield from _paragraph(child, walk)
        elif kind == "tbl":
            yield from tables.lines([_row(row, walk) for row in _within(child, "tr")])
        elif kind == "altChunk":
            walk.met["unread-part"] += 1
        elif kind == "AlternateContent":
            yield from _blocks(_chosen(child), walk)
        elif kind not in _LEFT_OUT:
            yield from _blocks(child, walk)


def _row(row: etree._Element, walk: _Walk) -> list[list[Line]]:
    return [list(_blocks(cell, walk)) for cell in _within(row, "tc")]


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The nearest elements of a name, looked for through content controls and insertions."""
    for child in element:
        if local(child) == wanted:
            yield child
        elif local(child) not in {"tbl", "p", *_LEFT_OUT}:
            yield from _within(child, wanted)


def _paragraph(element: etree._Element, walk: _Walk) -> Iterator[Line]:
    runs: list[tuple[str, bool]] = []
    boxes: list[etree._Element] = []
    _inline(element, walk, runs, boxes)
    text = "".join(words for words, _ in runs)
    level = _level(element, walk)
    bold = text.strip() and all(strong for words, strong in runs if words.strip())
    kind = HEADING if level else STRONG if bold else SPEECH
    yield from paragraphs(text, kind, level=level)
    for box in boxes:
        yield from _blocks(box, walk)


def _level(paragraph: etree._Element, walk: _Walk) -> int:
    for properties in paragraph:
        if local(properties) == "pPr":
            for item in properties:
                if local(item) == "pStyle":
                    return walk.headings.get(attribute(item, "val"), 0)
    return 0


def _inline(
    element: etree._Element,
    walk: _Walk,
    runs: list[tuple[str, bool]],
    boxes: list[etree._Element],
    *,
    bold: bool = False,
) -> None:
    """Collect the words of a paragraph, each with whether it is bold, and its text boxes."""
    for child in element:
        kind = local(child)
        walk.met["tracked-changes"] += kind in {"ins", "del", "moveTo", "moveFrom"}
        if kind == "AlternateContent":
            _inline(_chosen(child), walk, runs, boxes, bold=bold)
        elif kind == "txbxContent":
            boxes.append(child)
        elif kind == "t":
            runs.append((child.text or "", bold))
        elif kind in _CHARACTERS:
            runs.append((_CHARACTERS[kind], bold))
        elif kind == "r" and _set(child, "vanish"):
            walk.met["hidden-text"] += 1
        elif kind not in _LEFT_OUT:
            _inline(child, walk, runs, boxes, bold=_set(child, "b") if kind == "r" else bold)


def _set(run: etree._Element, wanted: str) -> bool:
    """Whether a run's own properties switch something on."""
    for properties in run:
        if local(properties) == "rPr":
            for item in properties:
                if local(item) == wanted:
                    return attribute(item, "val") not in _OFF
    return False


def _chosen(alternatives: etree._Element) -> etree._Element:
    """The first alternative with words: the others say the same again."""
    for alternative in alternatives:
        if any(local(item) == "t" and item.text for item in alternative.iter()):
            return alternative
    return alternatives if not len(alternatives) else alternatives[0]
