"""The body of a paper in WordprocessingML: cover, headings and one function for each block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from papers.arranging import with_lead_ins
from papers.model import (
    Block,
    Contents,
    Figure,
    Listing,
    Paragraph,
    Pictures,
    Quote,
    Section,
    Table,
)
from papers.typography import quotation_marks
from papers.word_anchors import holds_contents
from papers.word_charts import drawing
from papers.word_contents import caption, contents
from papers.word_draft import Draft
from papers.word_pictures import pictures
from papers.word_tables import table
from papers.word_xml import control, paragraph, run

_STYLES = {
    "body": "BodyText",
    "lead": "Lead",
    "small": "Small",
    "centred": "Centred",
    "todo": "Todo",
}
_LISTS = {"points": "ListBullet", "figures": "KeyFigure", "terms": "Term"}
_DEEPEST = 3
_SAME_PAGE = '<w:pageBreakBefore w:val="0"/>'
# Above the rule of a chapter's heading on a page that others have begun.
_SPACE_ABOVE = '<w:spacing w:before="900"/>'


def body(draft: Draft) -> str:
    """Everything in ``w:body``: the sections of the paper in the sections of the reference."""
    layout = draft.layout
    frames = {"cover": layout.cover, "front": layout.front, "main": layout.main}
    groups = [
        (frames[frame], _sections(draft, sections))
        for frame, sections in groupby(draft.paper.sections, _frame)
    ]
    if not groups:
        return layout.main
    *before, (last, rest) = groups
    breaks = (f"{content}{paragraph('SectionEnd', '', end)}" for end, content in before)
    return "".join(breaks) + rest + last


def _frame(section: Section) -> str:
    """Which of the reference's page settings a section stands on."""
    return section.part if section.part in {"cover", "front"} else "main"


def _sections(draft: Draft, sections: Iterable[Section]) -> str:
    """The sections of one frame; chapters begin pages by their style, untitled ones by a break."""
    content: list[str] = []
    for section in sections:
        if content and section.level == 1 and not section.title:
            content.append(paragraph("SectionEnd", "", "<w:pageBreakBefore/>"))
        content.append(_section(draft, section))
    return "".join(content)


def _section(draft: Draft, section: Section) -> str:
    if section.part == "cover":
        return _cover(draft, section)
    return _heading(draft, section) + "".join(_blocks(draft, section.blocks))


def _blocks(draft: Draft, blocks: Sequence[Block]) -> Iterator[str]:
    for block, leads_in in with_lead_ins(blocks):
        if leads_in and isinstance(block, Paragraph):
            yield _paragraph(draft, block, "<w:keepNext/>")
        else:
            yield _block(draft, block)


def _cover(draft: Draft, section: Section) -> str:
    """The title page: what the paper says of itself, then what else the section holds.

    A paragraph of the section that only repeats one of them is not set twice.
    """
    paper = draft.paper
    lines = [("Subtitle", paper.subtitle), ("Author", ", ".join(paper.authors))]
    lines.append(("Date", paper.date))
    said = {paper.title, *paper.authors, *(text for _, text in lines)}
    title = paragraph("Title", draft.anchor(section.id, run(paper.title)))
    shown = "".join(paragraph(style, run(text)) for style, text in lines if text)
    rest = (block for block in section.blocks if _said(block) not in said)
    return title + shown + "".join(_on_cover(draft, block) for block in rest)


def _on_cover(draft: Draft, block: Block) -> str:
    if isinstance(block, Paragraph) and block.kind != "todo":
        return paragraph("CoverText", draft.line(block.line))
    return _block(draft, block)


def _said(block: Block) -> str | None:
    line = block.line if isinstance(block, Paragraph) else None
    return None if line is None else "".join(piece.text for piece in line)


def _heading(draft: Draft, section: Section) -> str:
    if not section.title:
        return draft.anchor(section.id)
    title = draft.anchor(section.id, run(section.title, draft.tongue(section.language)))
    if holds_contents(section):
        return paragraph("TOCHeading", title, _page_break(section))
    level = min(section.level, _DEEPEST)
    listed = draft.headings.listed(section, draft.layout.lists)
    typed = run(f"{section.number}\t") if section.number and not listed else ""
    numbering = "" if listed == "headings" else _other_list(draft, listed, level)
    flow, space = (_SAME_PAGE, _SPACE_ABOVE) if _follows(draft, section) else ("", "")
    properties = flow + numbering + space
    return paragraph(f"Heading{level}", draft.entry(section.id, typed + title), properties)


def _follows(draft: Draft, section: Section) -> bool:
    """Annexes after the first, and short lists of the front, follow on the page."""
    if section.level != 1 or section.part not in ("annex", "front"):
        return False
    draft.annexes += section.part == "annex"
    return draft.annexes > 1 if section.part == "annex" else section.only_terms


def _other_list(draft: Draft, listed: str, level: int) -> str:
    """Takes a heading out of the list of its style, into that of annexes or one of no numbers."""
    return _numbering(draft.layout.lists.get(listed or "unnumbered", 0), level - 1)


def _page_break(section: Section) -> str:
    """Lists of figures and tables follow on the page; the contents begin one."""
    first = any(isinstance(b, Contents) and b.kind == "sections" for b in section.blocks)
    return "" if first else _SAME_PAGE


def _numbering(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _block(draft: Draft, block: Block) -> str:
    return _WRITERS[type(block)](draft, block)


def _paragraph(draft: Draft, block: Paragraph, properties: str = "") -> str:
    return paragraph(_STYLES[block.kind], draft.line(block.line), properties)


def _pictures(draft: Draft, block: Pictures) -> str:
    return paragraph("BodyText", pictures(draft, block))


def _listing(draft: Draft, block: Listing) -> str:
    style, properties = _LISTS[block.kind], ""
    if block.numbered:
        style, properties = "ListNumber", _numbering(draft.list_number(block.start), 0)
    return "".join(paragraph(style, draft.line(item), properties) for item in block.items)


def _quote(draft: Draft, block: Quote) -> str:
    opening, closing = quotation_marks(block.language)
    tongue = draft.tongue(block.language)
    words = run(opening, tongue) + run(block.text, tongue) + run(closing, tongue)
    keep = "<w:keepNext/>" if block.source else ""
    quoted = paragraph("Quote", draft.anchor(block.id, words), keep)
    source = paragraph("QuoteSource", draft.source(block.source, block.register))
    content = quoted + (source if block.source else "")
    return control(draft.unique(), f"quote:{block.id}", block.id, content)


def _figure(draft: Draft, block: Figure) -> str:
    draft.charts.append(block)
    relationship = f"rIdChart{len(draft.charts)}"
    shown = drawing(block, relationship, draft.unique(), draft.layout.width)
    return paragraph("Figure", shown) + caption(draft, block, above=False)


_WRITERS: dict[type, Callable[[Draft, Any], str]] = {
    Paragraph: _paragraph,
    Listing: _listing,
    Pictures: _pictures,
    Quote: _quote,
    Table: table,
    Figure: _figure,
    Contents: contents,
}
