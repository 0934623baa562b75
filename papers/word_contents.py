"""Contents, captions and lists of figures and tables, as Word's own fields with their results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from papers.model import Contents, Figure, Table
from papers.word_anchors import captioned, headed, sequence, split_label
from papers.word_draft import Draft
from papers.word_xml import FIELD_END, field, field_start, paragraph, quoted, run

_DEEPEST = 2
_GALLERY = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    style: str
    number: str
    text: str


def caption(draft: Draft, block: Figure | Table, *, above: bool) -> str:
    """The numbered caption; one that stands above its table stays on the table's page."""
    if not block.label:
        return draft.anchor(block.id)
    label = draft.anchor(block.id, _counted_label(draft, block))
    text = run(_after_label(block), '<w:rStyle w:val="CaptionText"/>')
    keep = "<w:keepNext/>" if above else ""
    style = "Caption" if above else "FigureCaption"
    return paragraph(style, draft.entry(block.id, label + text), keep)


def _after_label(block: Figure | Table) -> str:
    return f"\u2002{block.caption}" if block.caption else ""


def _counted_label(draft: Draft, block: Figure | Table) -> str:
    word, gap, number = split_label(block.label)
    if not number:
        return run(block.label)
    name = sequence(block.label, type(block).__name__)
    expected = draft.captions.get(name, 0) + 1
    draft.captions[name] = int(number)
    reset = "" if int(number) == expected else f" \\r {number}"
    return run(word + gap) + field(f"SEQ {name} \\* ARABIC{reset}", number)


def contents(draft: Draft, block: Contents) -> str:
    """A list of contents; nothing where the paper has nothing to list."""
    if block.kind == "sections":
        return _sections(draft)
    kind: type[Figure | Table] = Figure if block.kind == "figures" else Table
    blocks = tuple(captioned(draft.paper, kind))
    if not blocks:
        return ""
    entries = [_Entry(b.id, "TableofFigures", "", b.label + _after_label(b)) for b in blocks]
    return _listed(draft, f'TOC \\h \\z \\c "{sequence(blocks[0].label, kind.__name__)}"', entries)


def _sections(draft: Draft) -> str:
    entries = [
        _Entry(section.id, f"TOC{section.level}", section.number, section.title)
        for section in headed(draft.paper)
        if section.level <= _DEEPEST
    ]
    if not entries:
        return ""
    listed = _listed(draft, f'TOC \\o "1-{_DEEPEST}" \\h \\z', entries)
    properties = f'<w:id w:val="{draft.unique()}"/>{_GALLERY}</w:docPartObj>'
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{listed}</w:sdtContent></w:sdt>"


def _listed(draft: Draft, instruction: str, entries: Iterable[_Entry]) -> str:
    """One field over all entries, each of which is a link."""
    numberless = "" if draft.pages else " \\n"
    opening = field_start(instruction + numberless)
    lines = []
    for entry in entries:
        lines.append(paragraph(entry.style, opening + _link(draft, entry)))
        opening = ""
    return "".join(lines) + paragraph("SectionEnd", FIELD_END)


def _link(draft: Draft, entry: _Entry) -> str:
    name = draft.anchors.entries[entry.id]
    number = run(f"{entry.number}\t") if entry.number else ""
    page = draft.pages.get(entry.id)
    place = run("\t") + field(f"PAGEREF {name} \\h", str(page)) if page is not None else ""
    inner = number + run(entry.text) + place
    return f'<w:hyperlink w:anchor="{quoted(name)}" w:history="1">{inner}</w:hyperlink>'
