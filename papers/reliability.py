"""The tables on how far the coding can be relied on: saturation, agreement, audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evidence.agreement import Comparison
from evidence.audit import TABLE, Audited
from evidence.judged import ALL, Result
from evidence.saturation import RUNS, SHARE
from papers.facts import Facts
from papers.grids import Grid, first_wide, indented, words
from papers.labels import Labels

_NUMERIC = (False, *[True] * 6)
_WIDTHS = (0.25, 0.13, 0.13, 0.08, 0.165, 0.08, 0.165)
"""Of tables with two measures and their intervals."""

MOST_RUNS = 12
"""Runs of interviews that the paper lists; counts.csv has all."""


def saturation(facts: Facts) -> Grid:
    """New codes in each run of interviews."""
    labels, sources = facts.labels, facts.evidence.sources
    runs = [cell for cell in facts.evidence.cells if cell.table == RUNS]
    rows = tuple(
        (
            labels.listed([sources[int(at) - 1].number for at in run.row.split("-")]),
            labels.share(run.value, run.base),
            _decimals(facts, RUNS, run.row, SHARE, places=1),
        )
        for run in runs[:MOST_RUNS]
    )
    header = words(labels, "run", "new_of_base", "percent_new")
    return Grid(header, rows, *first_wide(2, 0.4), cut=len(runs) > len(rows))


def agreement(facts: Facts) -> Grid:
    """Coders beside each other: all codes together, and the themes where the program is one."""
    compared, labels = facts.evidence.compared, facts.labels
    rows = tuple(
        _agreed(facts, one, result)
        for one in (compared.comparisons if compared else ())
        for result in one.results
        if result.code == ALL or ("" in one.letters and _is_theme(facts, result.code))
    )
    header = words(labels, "coders", "answers", "percent", "kappa", "interval", "alpha", "interval")
    return Grid(header, rows, _NUMERIC, _WIDTHS)


def _is_theme(facts: Facts, code: str) -> bool:
    return not facts.evidence.codebook.code(code).parent


def _agreed(facts: Facts, one: Comparison, result: Result) -> tuple[str, ...]:
    labels, book = facts.labels, facts.evidence.codebook
    if result.code == ALL:
        name = " – ".join(_coder(labels, letter) for letter in one.letters)
    else:
        name = indented(1, book.label(result.code, labels.language))
    return (
        name,
        labels.number(facts.cell(one.table, result.code, "answers").value),
        _decimals(facts, one.table, result.code, "percent", places=1),
        *_estimate(facts, one.table, result.code, "kappa"),
        *_estimate(facts, one.table, result.code, "alpha"),
    )


def _coder(labels: Labels, letter: str) -> str:
    return f"{labels.word('coder')}\u00a0{letter}" if letter else labels.word("program")


def audit(facts: Facts) -> Grid:
    """What a person said of codings that were drawn: all codes together, and each that was."""
    labels, book, found = facts.labels, facts.evidence.codebook, facts.evidence.audited
    rows = tuple(
        (
            labels.word("all_codes") if row == ALL else book.label(row, labels.language),
            *(_shared(facts, row, column) for column in ("judged", "right")),
            *_estimate(facts, TABLE, row, "precision"),
            *_estimate(facts, TABLE, row, "recall"),
        )
        for row in ((ALL, *_judged(facts, found)) if found else ())
    )
    header = words(labels, "code", "judged", "right", "precision", "interval", "recall", "interval")
    return Grid(header, rows, _NUMERIC, _WIDTHS)


def _judged(facts: Facts, found: Audited) -> list[str]:
    """The codes of which some coding was judged, in the codebook's order."""
    return [code.id for code in facts.evidence.codebook.codes if code.id in found.by_code]


def _shared(facts: Facts, row: str, column: str) -> str:
    known = facts.cell(TABLE, row, column)
    return facts.labels.share(known.value, known.base)


def _estimate(facts: Facts, table: str, row: str, name: str) -> tuple[str, str]:
    """A measure and its interval."""
    low, high = (facts.measure(table, row, f"{name} {end}") for end in ("low", "high"))
    return _decimals(facts, table, row, name), facts.labels.span(low, high)


def _decimals(facts: Facts, table: str, row: str, column: str, places: int = 2) -> str:
    value = facts.measure(table, row, column)
    return facts.labels.word("none") if value is None else facts.labels.decimals(value, places)


TABLES: Mapping[str, Callable[[Facts], Grid]] = {
    "saturation": saturation,
    "agreement": agreement,
    "audit": audit,
}
