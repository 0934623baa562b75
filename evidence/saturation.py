"""How far the interviews reach: when the last ones bring nothing that the first ones had not.

Guest, Namey and Chen (2020), A simple method to assess and report thematic saturation in
qualitative research, PLoS ONE 15(5), e0232076: the codes of the first interviews, the *base*, are
set against those that each later *run* of interviews is the first to bring. Runs overlap: each
begins one interview after the one before. Saturation is reached before the first run whose share
of new codes is at or below a *threshold*; "6+2" says that six interviews reach it and two more
confirm it. The authors tried bases of 4 to 6 and runs of 2 or 3 and found that the base matters
little; a base of 4, runs of 2, and thresholds of 5 % and 0 % are theirs.

A worked example: eight interviews bring 4, 3, 2, 1, 1, 0, 0 and 0 new codes. The base is 10 codes;
the run of interviews 5 and 6 brings 1 of 10, that of 6 and 7 none: saturation is reached at
interview 5, confirmed by 2 (5+2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.model import Cell, Measure

BASE, LENGTH = 4, 2
"""Interviews whose codes are taken as known, and interviews in a run."""

THRESHOLDS = (5, 0)
"""Percent of new information at or below which saturation is said to be reached."""

RUNS = "saturation runs"
"""The table of the runs; a row is named by the numbers of its first and last interview."""

NEW, SHARE = "new codes", "percent new"


@dataclass(frozen=True, slots=True)
class Run:
    """Some interviews in a row: first and last, from 1, and the codes that they are first with."""

    first: int
    last: int
    new: int


@dataclass(frozen=True, slots=True)
class Saturation:
    """The codes of the base, and the runs behind it."""

    known: int
    runs: tuple[Run, ...]

    def share(self, run: Run) -> float:
        """New information in a run, in percent of the codes of the base."""
        return 100 * run.new / self.known

    def reached(self, threshold: float) -> int | None:
        """After how many interviews saturation is reached; None where it is not.

        Args:
            threshold: in percent of the codes of the base.
        """
        found = (run.first - 1 for run in self.runs if self.share(run) <= threshold)
        return next(found, None)


def saturation(new: Sequence[int], base: int = BASE, length: int = LENGTH) -> Saturation | None:
    """The measure, from the codes that each interview is the first to bring, in their order.

    None where there are fewer interviews than a base and a run, or no code in the base.
    """
    known = sum(new[:base])
    if len(new) < base + length or not known:
        return None
    starts = range(base, len(new) - length + 1)
    return Saturation(
        known, tuple(Run(at + 1, at + length, sum(new[at : at + length])) for at in starts)
    )


def cells(new: Sequence[int]) -> Iterator[Cell]:
    """What the paper may say of it; without runs and results where it cannot be computed."""
    yield Cell("study", "saturation base", "", BASE)
    yield Cell("study", "saturation run", "", LENGTH)
    for threshold in THRESHOLDS:
        yield Cell("study", f"saturation threshold {threshold}", "", threshold)
    found = saturation(new)
    if found is None:
        return
    yield Cell("study", "codes in the base", "", found.known)
    for run in found.runs:
        yield Cell(RUNS, f"{run.first}-{run.last}", NEW, run.new, found.known)
    for threshold in THRESHOLDS:
        reached = found.reached(threshold)
        if reached is not None:
            yield Cell("study", f"saturation reached at {threshold}", "", reached)


def measures(cells: Sequence[Cell]) -> Iterator[Measure]:
    """The share of new information in each run, in percent."""
    for cell in cells:
        if cell.table == RUNS and cell.base:
            yield Measure(RUNS, cell.row, SHARE, round(100 * cell.value / cell.base, 1))
