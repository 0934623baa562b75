"""What a paper says, piece by piece, in the order in which a file of it is read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from papers.model import (
    Block,
    Chart,
    Contents,
    Figure,
    Line,
    Listing,
    Paper,
    Paragraph,
    Quote,
    Run,
    Section,
    Table,
)
from papers.typography import quotation_marks

Names = Mapping[str, str]
"""What a reference to an id says; empty for a section, to which any words may lead."""

Part = tuple[str, bool]
"""Words, and whether they are loose: numbers of headings, tables and the like, which no table of
the evidence holds and which may change."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that the paper says.

    Attributes:
        kind: ``heading``, ``prose``, ``quotation``, ``source``, ``caption``, ``cell``,
            ``drawing``, ``note`` or ``contents``.
        parts: its words, those that may change marked.
        place: where it stands in the paper, ready to print.
        id: of the quotation, the table or the figure that it is of; empty for others.
    """

    kind: str
    parts: tuple[Part, ...]
    place: str
    id: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(words for words, _ in self.parts)


def claims(paper: Paper, *, paged: bool) -> tuple[Claim, ...]:
    """All that a paper says.

    Args:
        paper: as the evidence has it now.
        paged: whether the file shows its lists of contents as text, and its drawings in no place
            that can be told, as a PDF does.
    """
    found, names = [*_cover(paper)], _names(paper)
    path: list[Section] = []
    for section in paper.sections:
        path = [*(one for one in path if one.level < section.level and one.title), section]
        place = " > ".join(f"{s.number} {s.title}".strip() for s in path if s.title) or "beginning"
        if section.part != "cover" and section.title:
            number = [(f"{section.number} ", True)] if section.number else []
            found.append(Claim("heading", (*number, (section.title, False)), f"{place}, heading"))
        blocks = section.blocks if section.part != "cover" else _besides(paper, section)
        for block in blocks:
            found += _block(block, paper, place, names)
    kept = [c for c in found if (c.kind != "contents" or paged) and c.text.strip()]
    notes = [claim for claim in kept if claim.kind == "note"]
    return (*(claim for claim in kept if claim.kind != "note"), *notes)


def _cover(paper: Paper) -> Iterator[Claim]:
    yield Claim("heading", ((paper.title, False),), "title")
    for text in (paper.subtitle, ", ".join(paper.authors), paper.date):
        yield Claim("prose", ((text, False),), "cover")


def _besides(paper: Paper, section: Section) -> Iterator[Block]:
    """What the cover holds beside title, subtitle, authors and date."""
    said = {paper.title, paper.subtitle, paper.date, ", ".join(paper.authors), *paper.authors}
    for block in section.blocks:
        words = "".join(r.text for r in block.line) if isinstance(block, Paragraph) else None
        if words is None or words not in said:
            yield block


def _block(block: Block, paper: Paper, place: str, names: Names) -> Iterator[Claim]:
    match block:
        case Paragraph():
            yield from _line(block.line, place, names)
        case Listing():
            yield from _listing(block, place, names)
        case Quote():
            opening, closing = quotation_marks(block.language)
            yield Claim("quotation", ((opening + block.text + closing, False),), place, block.id)
            yield Claim("source", ((block.source, False),), place, block.id)
        case Table():
            yield from _table(block, place)
        case Figure():
            yield Claim("drawing", ((drawn(block.chart), False),), _named(block, place), block.id)
            yield _caption(block, place)
        case Contents():
            yield from _contents(block, paper, place)


def _line(line: Line, place: str, names: Names, before: tuple[Part, ...] = ()) -> Iterator[Claim]:
    yield Claim("prose", (*before, *(_part(run, names) for run in line)), place)
    for run in line:
        if run.note:
            yield Claim("note", tuple(_part(r, names) for r in run.note), place)


def _names(paper: Paper) -> Names:
    found = {section.id: "" for section in paper.sections}
    for block in (block for section in paper.sections for block in section.blocks):
        if isinstance(block, Table | Figure):
            found[block.id] = block.label
        elif isinstance(block, Quote):
            found[block.id] = block.id
    return found


def _part(run: Run, names: Names) -> Part:
    """The words of a run; loose where they name a place in the paper, which moves with it.

    A number that leads to its table is no such name.
    """
    name = names.get(run.target.removeprefix("#")) if run.target.startswith("#") else None
    return run.text, name is not None and name in ("", run.text)


def _listing(block: Listing, place: str, names: Names) -> Iterator[Claim]:
    for number, item in enumerate(block.items, start=block.start):
        yield from _line(item, place, names, ((f"{number}. ", True),) if block.numbered else ())


def _named(block: Table | Figure, place: str) -> str:
    label = block.label.replace("\u00a0", " ")
    return f"{place}, {label or block.caption}".rstrip(", ")


def _caption(block: Table | Figure, place: str) -> Claim:
    parts = ((f"{block.label}\u2002", True), (block.caption, False))
    return Claim("caption", parts, _named(block, place), block.id)


def _table(block: Table, place: str) -> Iterator[Claim]:
    if block.caption or block.label:
        yield _caption(block, place)
    name = _named(block, place)
    for number, row in enumerate((block.header, *block.rows)):
        for over, text in zip(block.header, row, strict=True):
            at = "header" if not number else f"row {number} ({row[0].strip()})"
            yield Claim("cell", ((text, False),), f"{name}, {at}, {over}", block.id)


def drawn(chart: Chart) -> str:
    """The words of a drawing: legend, each category with its values, unit."""
    parts = [series.name for series in chart.series] if len(chart.series) > 1 else []
    for number, category in enumerate(chart.categories):
        parts += [category, *(printed[number] for printed in chart.printed)]
    return " ".join([*parts, chart.unit])


def _contents(block: Contents, paper: Paper, place: str) -> Iterator[Claim]:
    for text in _entries(block, paper.sections):
        yield Claim("contents", ((text, True),), place)


def _entries(block: Contents, sections: Sequence[Section]) -> Iterator[str]:
    if block.kind == "sections":
        yield from (f"{s.number} {s.title}" for s in sections if _is_listed(s))
        return
    wanted = Figure if block.kind == "figures" else Table
    for each in (one for section in sections for one in section.blocks):
        if isinstance(each, wanted) and each.label:
            yield f"{each.label} {each.caption}"


def _is_listed(section: Section) -> bool:
    own = any(isinstance(block, Contents) for block in section.blocks)
    return bool(section.title) and section.level <= 2 and section.part != "cover" and not own
