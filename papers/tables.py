"""The tables that an outline can ask for by name: headers and rows, already worded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from evidence.model import STANCES, Quotation
from evidence.workbook import clock
from papers.facts import Facts, Theme
from papers.grids import Grid, first_wide, indented, words
from papers.reliability import TABLES as RELIABILITY

Quoted = Mapping[str, tuple[str, Quotation]]
"""The code and the register's row behind each of the paper's quotations, by its id there."""


MOST_MARKETS = 12
"""Countries and regions that the paper lists; counts.csv has all."""


CROSSED = ("organisation_type", "region")
"""The attributes by whose groups a theme's own chapter looks at it, else the language."""


def place(row: Quotation, facts: Facts) -> str:
    """Where a quotation stands: interview, turn (from 1) and time."""
    time = clock(row.begins)
    turn = f"{facts.labels.word('turn')} {row.coding.turn + 1}"
    return f"{facts.interviews[row.coding.transcript]}, {turn}" + (f", {time}" if time else "")


def family(themes: Sequence[Theme], depth: int = 0) -> Iterator[tuple[int, Theme]]:
    """The themes with those below them, and how deep each lies."""
    for theme in themes:
        yield depth, theme
        yield from family(theme.children, depth + 1)


def themes(facts: Facts) -> Grid:
    """Respondents, transcripts and passages of each code."""
    share, number = facts.labels.share, facts.labels.number
    rows = tuple(
        (
            indented(depth, theme.label),
            share(theme.respondents, theme.base),
            share(facts.cell("themes", theme.id, "respondents unprompted").value, theme.base),
            share(theme.transcripts, theme.of_transcripts),
            number(theme.passages),
        )
        for depth, theme in family(facts.themes)
    )
    header = words(facts.labels, "theme", "respondents", "unasked", "transcripts", "passages")
    return Grid(header, rows, *first_wide(4, 0.36))


def cells(facts: Facts, attribute: str) -> Grid:
    """Respondents who speak of each code, by the groups of an attribute."""
    groups, share = facts.shares(attribute), facts.labels.share
    rows = tuple(
        (indented(depth, t.label), *(share(g.value, g.base) for g in t.groups(attribute)))
        for depth, t in family(facts.themes)
        if groups
    )
    header = (facts.labels.word("theme"), *(group.label for group in groups))
    return Grid(header, rows, *first_wide(len(groups), max(0.28, 0.5 - 0.05 * len(groups))))


_PARTICIPANTS = (0.12, 0.16, 0.18, 0.29, 0.13, 0.12)


def participants(facts: Facts) -> Grid:
    """Who was heard, in which interviews, and what is known of them."""
    labels, evidence = facts.labels, facts.evidence
    known = ("organisation_type", "region", "sector")
    shown = [name for name in known if any(p.attribute(name) for p in evidence.participants)]
    spoken = {source.id: labels.name_of(source.language) for source in evidence.sources}
    rows = tuple(
        (
            person.id,
            *(labels.value(name, person.attribute(name)) or labels.word("none") for name in shown),
            ", ".join(dict.fromkeys(spoken[t] for t, _ in person.voices if t in spoken)),
            ", ".join(dict.fromkeys(facts.interviews[t] for t, _ in person.voices if t in spoken)),
        )
        for person in evidence.participants
    )
    names = (labels.attribute(name) for name in shown)
    header = (labels.word("participant"), *names, *words(labels, "language", "interview"))
    return Grid(header, rows, (), _PARTICIPANTS if len(shown) == len(known) else ())


def transcripts(facts: Facts) -> Grid:
    """The interviews that were read, and how many codes each is the first to bring."""
    labels = facts.labels
    counted = ("words", "turns", "minutes")
    rows = tuple(
        (
            source.number,
            source.format,
            labels.name_of(source.language),
            *(_printed(facts, "transcripts", source.id, column) for column in counted),
            _printed(facts, "saturation", source.id, "new codes"),
            _printed(facts, "saturation", source.id, "codes so far"),
        )
        for source in facts.evidence.sources
    )
    header = words(labels, "interview", "format", "language", *counted, "new_codes", "codes_so_far")
    return Grid(header, rows, (False,) * 3 + (True,) * 5)


def _printed(facts: Facts, *cell: str) -> str:
    known = facts.find(*cell)
    return facts.labels.number(known.value) if known else facts.labels.word("none")


def cross(facts: Facts, code: str) -> Grid:
    """A code among all groups of respondents: who speaks of it, and in how many passages."""
    theme, labels = facts.theme(code), facts.labels
    known = [name for name in CROSSED if name in facts.attributes] or facts.attributes[-1:]
    rows = tuple(
        (
            f"{labels.attribute(name)}{labels.word('colon')}{group.label}",
            labels.share(group.value, group.base),
            labels.number(facts.cell(f"passages by {name}", code, group.name).value),
        )
        for name in known
        for group in theme.groups(name)
    )
    return Grid(words(labels, "group", "respondents", "passages"), rows, *first_wide(2, 0.5))


def crossed(facts: Facts, code: str) -> Grid:
    """The answers in which each other theme meets the codes below a code."""
    below, labels = facts.theme(code).children, facts.labels
    others = [theme for theme in facts.themes if theme.id != code]
    rows = tuple(
        (
            theme.label,
            *(
                labels.number(facts.cell("themes crossed", theme.id, child.id).value)
                for child in below
            ),
        )
        for theme in others
        if below
    )
    header = (labels.word("theme"), *(child.label for child in below))
    return Grid(header, rows, *first_wide(len(below), 0.3))


def codebook(facts: Facts) -> Grid:
    """The codes, what they apply to, and an example of each that has one."""
    rows = tuple(
        (indented(depth, t.label), _applies(facts, t)) for depth, t in family(facts.themes)
    )
    return Grid(words(facts.labels, "code", "definition"), rows, (), (0.3, 0.7))


def _applies(facts: Facts, theme: Theme) -> str:
    labels, code = facts.labels, facts.evidence.codebook.code(theme.id)
    example = next(iter(code.examples.get(labels.language, ())), "")
    if not example:
        return theme.definition
    return (
        f"{theme.definition} {labels.word('example')}{labels.word('colon')}{labels.quoted(example)}"
    )


def register(facts: Facts, quoted: Quoted) -> Grid:
    """The paper's quotations and where they stand."""
    labels, book = facts.labels, facts.evidence.codebook
    rows = tuple(
        (
            ident,
            row.id,
            book.label(code, labels.language),
            row.participant,
            place(row, facts),
        )
        for ident, (code, row) in quoted.items()
    )
    header = words(labels, "quotation", "coding", "theme", "participant", "place")
    anchors = tuple(f"{row.id}-{ident}" for ident, (_, row) in quoted.items())
    return Grid(header, rows, (), (0.12, 0.12, 0.34, 0.12, 0.3), anchors)


def together(facts: Facts) -> Grid:
    """The answers in which two themes meet: half a square, for the other half is the same."""
    every = facts.themes
    rows = tuple(
        (
            theme.label,
            *(
                facts.labels.number(_met(facts, other.id, theme.id)) if column < line else ""
                for column, other in enumerate(every[:-1])
            ),
        )
        for line, theme in enumerate(every)
        if line
    )
    header = (facts.labels.word("theme"), *(theme.label for theme in every[:-1]))
    return Grid(header, rows, *first_wide(len(every) - 1, 0.28))


def stances(facts: Facts) -> Grid:
    """The passages of each theme that speak of a barrier, an opportunity or a need."""
    number = facts.labels.number
    rows = tuple(
        (
            indented(depth, t.label),
            *(number(facts.cell("stances", t.id, stance).value) for stance in STANCES),
            number(t.passages),
        )
        for depth, t in family(facts.themes)
    )
    header = words(facts.labels, "theme", *STANCES, "passages")
    return Grid(header, rows, *first_wide(len(STANCES) + 1, 0.4))


def markets(facts: Facts) -> Grid:
    """The countries and regions that most respondents name."""
    labels = facts.labels
    named = [c for c in facts.evidence.cells if c.table == "markets" and c.column == "respondents"]
    rows = tuple(
        (
            labels.market(cell.row),
            labels.share(cell.value, cell.base),
            labels.number(facts.cell("markets", cell.row, "passages").value),
        )
        for cell in named[:MOST_MARKETS]
    )
    header = words(labels, "market", "respondents", "passages")
    return Grid(header, rows, *first_wide(2, 0.5), cut=len(named) > MOST_MARKETS)


def _met(facts: Facts, one: str, other: str) -> int:
    return facts.cell("themes together", one, other).value


TABLES: dict[str, Callable[..., Grid]] = {
    "themes": themes,
    "cells": cells,
    "participants": participants,
    "transcripts": transcripts,
    "codebook": codebook,
    "together": together,
    "stances": stances,
    "markets": markets,
    "cross": cross,
    "crossed": crossed,
    **RELIABILITY,
}
