"""The paper as one HTML file that needs nothing but itself.

Every text of the paper is escaped as it is written (`papers.html_text`); none goes through Markdown
or a template. Two editions come from the same functions: the one that people open
in a browser, with its notes at the end, and the one that is set as PDF, with its notes in place.
"""

from __future__ import annotations

import re
import tomllib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from papers import charts, html_tables
from papers.arranging import with_lead_ins
from papers.html_contents import contents
from papers.html_text import attribute, text
from papers.labels import TEMPLATES
from papers.model import (
    Block,
    Contents,
    Figure,
    Line,
    Listing,
    Paper,
    Paragraph,
    Picture,
    Pictures,
    Quote,
    Run,
    Section,
    Table,
)
from papers.typography import quotation_marks

LONG = 700
"""Characters from which on a quotation may be broken over two pages."""

ADDRESS = re.compile(r"#\S+|https?://[^\s/]\S*|mailto:\S+@\S+", re.IGNORECASE)
"""What a link may lead to; anything else is set as text."""


@dataclass(frozen=True, slots=True)
class _Edition:
    """What the writing of one edition needs to know, and the notes called so far."""

    paper: Paper
    printed: bool
    words: dict[str, str]
    notes: list[str] = field(default_factory=list)


def render(paper: Paper, *, print_edition: bool = False) -> str:
    """Write the paper as one self-contained HTML document.

    Args:
        paper: what to write; its ids are the anchors.
        print_edition: write what `papers.pdf` sets: notes as floats, no notes at the end.

    Returns:
        The document, encoded by whoever saves it as UTF-8. A control character, which no such
        document may hold, is replaced by U+FFFD.
    """
    words = _words()
    edition = _Edition(paper, print_edition, words.get(paper.language, words["en"]))
    body = "".join(_body(edition))
    language = attribute(paper.locale or paper.language)
    return f'<!DOCTYPE html>\n<html lang="{language}">\n{_head(edition)}\n{body}\n</html>\n'


@cache
def _words() -> dict[str, dict[str, str]]:
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return dict(data["words"])


def _head(edition: _Edition) -> str:
    paper = edition.paper
    named = [("author", author) for author in paper.authors]
    named += [("description", paper.subject), ("keywords", ", ".join(paper.keywords))]
    metas = (
        f'<meta name="{name}" content="{attribute(content)}">' for name, content in named if content
    )
    sheets = ("paper.css", "print.css") if edition.printed else ("paper.css", "screen.css")
    style = "\n".join((TEMPLATES / sheet).read_text("utf-8") for sheet in sheets)
    return "\n".join(
        (
            '<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{text(paper.title)}</title>",
            *metas,
            f"<style>\n{style}</style>\n</head>",
        )
    )


def _body(edition: _Edition) -> Iterator[str]:
    sections = edition.paper.sections
    covers = [section for section in sections if section.part == "cover"]
    yield f'<body data-running="{attribute(edition.paper.running)}">\n'
    if not edition.printed:
        yield f'<a class="skip" href="#main">{text(edition.words["skip"])}</a>\n'
    yield from _cover(covers, edition)
    yield '<main id="main">\n'
    yield from _sections([section for section in sections if section.part != "cover"], edition)
    yield "</main>\n"
    if edition.notes and not edition.printed:
        yield _endnotes(edition)
    yield "</body>"


def _cover(covers: Sequence[Section], edition: _Edition) -> Iterator[str]:
    """Title, subtitle, authors and date, then what else the cover holds.

    A paragraph of the cover that only repeats one of them is not set twice.
    """
    paper = edition.paper
    anchors = "".join(f' id="{attribute(section.id)}"' for section in covers[:1])
    yield f'<header class="{"cover" if covers else "opening"}"{anchors}>\n'
    yield f"<h1>{text(paper.title)}</h1>\n"
    texts = (
        ("subtitle", paper.subtitle),
        ("authors", ", ".join(paper.authors)),
        ("date", paper.date),
    )
    yield from (f'<p class="{name}">{text(said)}</p>\n' for name, said in texts if said)
    said = {paper.title, *paper.authors, *(words for _, words in texts)}
    for block in (block for section in covers for block in section.blocks):
        if not (isinstance(block, Paragraph) and "".join(run.text for run in block.line) in said):
            yield _block(block, edition)
    yield "</header>\n"


def _sections(sections: Iterable[Section], edition: _Edition) -> Iterator[str]:
    """Sections within their chapters; headings below the title, no level left out."""
    above: list[Section] = []
    for section in sections:
        while above and above[-1].level >= section.level:
            above.pop()
            yield "</section>\n"
        depth = min(2 + sum(1 for each in above if each.title), 6)
        yield f'<section id="{attribute(section.id)}" class="{_classes(section)}">\n'
        yield _heading(section, depth)
        yield from _blocks(section, edition)
        above.append(section)
    yield "</section>\n" * len(above)


def _classes(section: Section) -> str:
    lists = {block.kind for block in section.blocks if isinstance(block, Contents)}
    terms = section.part == "front" and section.only_terms
    listing = " lists" if terms or (lists and "sections" not in lists) else ""
    untitled = "" if section.title else " untitled"
    small = all(isinstance(block, Paragraph) and block.kind == "small" for block in section.blocks)
    imprint = " imprint" if untitled and small else ""
    return f"level-{section.level} {attribute(section.part)}{listing}{untitled}{imprint}"


def _heading(section: Section, depth: int) -> str:
    if not section.title:
        return ""
    number = f'<span class="number">{text(section.number)}</span> ' if section.number else ""
    tongue = f' lang="{attribute(section.language)}"' if section.language else ""
    return f"<h{depth}{tongue}>{number}{text(section.title)}</h{depth}>\n"


def sources(paper: Paper) -> frozenset[str]:
    """The addresses of the paper's pictures, which hold the pictures themselves."""
    blocks = (block for section in paper.sections for block in section.blocks)
    each = (block.items for block in blocks if isinstance(block, Pictures))
    return frozenset(_source(picture) for pictures in each for picture in pictures)


def _source(picture: Picture) -> str:
    return f"data:{picture.kind};base64,{b64encode(picture.content).decode()}"


def _picture(picture: Picture) -> str:
    width, height = picture.size
    size = f"width:{width:.1f}mm;height:{height:.1f}mm"
    alt = attribute(picture.description)
    return f'<img src="{_source(picture)}" alt="{alt}" style="{size}">'


def _blocks(section: Section, edition: _Edition) -> Iterator[str]:
    for block, leads_in in with_lead_ins(section.blocks):
        if leads_in and isinstance(block, Paragraph):
            yield _paragraph(block, edition, "leads-in")
        else:
            yield _block(block, edition)


def _block(block: Block, edition: _Edition) -> str:
    return _WRITERS[type(block)](block, edition)


def _paragraph(block: Paragraph, edition: _Edition, place: str = "") -> str:
    kinds = " ".join(kind for kind in (block.kind, place) if kind not in ("", "body"))
    kind = f' class="{attribute(kinds)}"' if kinds else ""
    return f"<p{kind}>{_line(block.line, edition)}</p>\n"


def _listing(block: Listing, edition: _Edition) -> str:
    tag = "ol" if block.numbered else "ul"
    items = "".join(f"<li>{_line(item, edition)}</li>\n" for item in block.items)
    first = _first(block, edition) if block.numbered and block.start > 1 else ""
    kind = "" if block.kind == "points" else f' class="{attribute(block.kind)}"'
    return f"<{tag}{kind}{first}>\n{items}</{tag}>\n"


def _first(block: Listing, edition: _Edition) -> str:
    """The number that a list begins with, which WeasyPrint takes from the style alone."""
    style = f' style="counter-reset:list-item {block.start - 1}"' if edition.printed else ""
    return f' start="{block.start}"{style}'


def _pictures(block: Pictures, _: _Edition) -> str:
    return f'<p class="pictures">{"".join(map(_picture, block.items))}</p>\n'


def _listed(block: Contents, edition: _Edition) -> str:
    return contents(block, edition.paper)


def _line(line: Line, edition: _Edition) -> str:
    return "".join(_run(run, edition) for run in line)


def _run(run: Run, edition: _Edition) -> str:
    words = text(run.text).replace("\n", "<br>\n")
    if ADDRESS.fullmatch(run.target):
        # Innermost, because PDF/UA wants nothing but words in a link.
        words = f'<a href="{attribute(run.target)}">{words}</a>'
    if run.emphasis:
        words = f"<em>{words}</em>"
    if run.strong:
        words = f"<strong>{words}</strong>"
    if run.language:
        words = f'<span lang="{attribute(run.language)}">{words}</span>'
    return words + (_note(run.note, edition) if run.note else "")


def _note(note: Line, edition: _Edition) -> str:
    if edition.printed:
        return f'<span class="note">{_line(note, edition)}</span>'
    edition.notes.append("")  # the place is taken before a note within the note takes its own
    number = len(edition.notes)
    edition.notes[number - 1] = _line(note, edition)
    call = f'id="note-call-{number}" href="#note-{number}" role="doc-noteref"'
    return f"<sup><a {call}>{number}</a></sup>"


def _endnotes(edition: _Edition) -> str:
    back = attribute(edition.words["back"])
    items = "".join(
        f'<li id="note-{number}">{note} <a href="#note-call-{number}" role="doc-backlink" '
        f'aria-label="{back} ({number})">↩</a></li>\n'
        for number, note in enumerate(edition.notes, start=1)
    )
    title = f'<h2 id="notes-title">{text(edition.words["notes"])}</h2>'
    opening = '<section class="notes" role="doc-endnotes" aria-labelledby="notes-title">'
    return f"{opening}\n{title}\n<ol>\n{items}</ol>\n</section>\n"


def _quote(quote: Quote, edition: _Edition) -> str:
    opening, closing = quotation_marks(quote.language)
    source = text(quote.source)
    if quote.register:
        source = f'<a href="#{attribute(quote.register)}">{source}</a>'
    size = ' class="long"' if len(quote.text) > LONG else ""
    here = attribute(edition.paper.locale or edition.paper.language)
    return (
        f'<blockquote id="{attribute(quote.id)}" lang="{attribute(quote.language)}"{size}>\n'
        f'<p dir="auto">{opening}{text(quote.text)}{closing}</p>\n'
        f'<footer lang="{here}"><cite>{source}</cite></footer>\n</blockquote>\n'
    )


def _table(table: Table, edition: _Edition) -> str:
    return html_tables.table(table, printed=edition.printed)


def _figure(figure: Figure, edition: _Edition) -> str:
    """A figure; in print its description is the drawing's title, which PDF knows as its text."""
    ident = f"{figure.id}-drawing"
    if edition.printed:
        drawing = charts.svg(figure.chart, title=figure.description, description="", ident=ident)
        scroll = '<div class="drawing">'
    else:
        name = figure.label or figure.caption
        drawing = charts.svg(figure.chart, title=name, description=figure.description, ident=ident)
        scroll = f'<div class="drawing" role="region" tabindex="0" aria-label="{attribute(name)}">'

    shown = html_tables.label(figure.label, figure.caption)
    caption = f"<figcaption>{shown}</figcaption>\n" if shown else ""
    return f'<figure id="{attribute(figure.id)}">\n{scroll}{drawing}</div>\n{caption}</figure>\n'


_WRITERS: dict[type, Callable[[Any, _Edition], str]] = {
    Paragraph: _paragraph,
    Listing: _listing,
    Pictures: _pictures,
    Quote: _quote,
    Table: _table,
    Figure: _figure,
    Contents: _listed,
}
