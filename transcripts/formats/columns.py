"""The rows of a page in the order they are read: column after column, a table row by row.

A page is cut where white goes down between its rows. What stands on both sides of the white says
how it is read: a narrow side of names or times belongs to the rows beside it, cells that begin
together belong to one another, and everything else is prose that goes down first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TypeAlias

from transcripts import speakers, times
from transcripts.formats import gutters
from transcripts.formats.glyphs import Run
from transcripts.formats.gutters import Across

_SPACES = re.compile(r" {2,}")
_MEASURE = 0.5
"""How wide rows can be at least, in widths of the page."""

_NEAR = 6.0
"""Points by which columns of two pages may differ to be the same."""

_NARROW = 0.8
"""Share of names and times among what stands in a column beside the words."""

_WORDS_OF_PROSE = 3
"""Words that a row of prose holds on average, and a cell does not."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of letters in one column.

    Attributes:
        text: its words.
        x: where it begins, in points.
        end: where it ends.
        y: its baseline, upwards.
        size: of most of its letters.
        bold: whether all letters are.
        page: counted from 0.
        column: counted from 1; 0 where the page has one, or the row goes across.
        room: where the column ends, if its rows do not show it.
    """

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool
    page: int
    column: int = 0
    room: float = 0.0


@dataclass(frozen=True, slots=True)
class Cells:
    """A row of a table with a column of names or times.

    Attributes:
        cells: the rows of each cell.
        words: which cell holds what is said.
        plain: all rows as they stand on the page.
    """

    cells: tuple[tuple[Row, ...], ...]
    words: int
    plain: tuple[Row, ...]


Piece: TypeAlias = Row | Cells

_Slots: TypeAlias = list[Across]
"""What stands at one height in each column."""


def across(runs: Sequence[Run]) -> list[Across]:
    """The runs of a page by height, from the top; what is drawn twice to be bold is there once."""
    found: list[Across] = []
    for run in sorted(runs, key=lambda run: -run.y):
        anchor = found[-1][0] if found else None
        if anchor and anchor.y - run.y <= 0.4 * max(anchor.size, run.size):
            found[-1].append(run)
        else:
            found.append([run])
    return [_once(sorted(row, key=lambda run: run.x)) for row in found]


def row(runs: Across, page: int, column: int = 0, room: float = 0.0) -> Row:
    """The runs of one height as one row."""
    largest = max(runs, key=lambda run: len(run.text))
    bold = all(run.bold for run in runs)
    end = max(run.end for run in runs)
    text = written(runs)
    return Row(text, runs[0].x, end, largest.y, largest.size, bold, page, column, room)


def read(
    rows: Sequence[Across], page: int, width: float, known: Sequence[float], *, tabular: bool
) -> tuple[list[Piece], list[float]]:
    """The pieces of a page in reading order, and where white parts its columns.

    Args:
        rows: what stands on the page, by height.
        page: its number, counted from 0.
        width: of the page, in points.
        known: where white parts the columns of the page before.
        tabular: whether a table ends that page.
    """
    cuts = gutters.find(rows)
    goes_on = not cuts and gutters.stays(rows, known)
    cuts = list(known) if goes_on else cuts
    goes_on = bool(known) and len(known) == len(cuts) and _are_near(cuts, known)
    room = min((runs[0].x for runs in rows), default=0.0) + _MEASURE * width
    pieces: list[Piece] = []
    for crosses, some in groupby(rows, key=lambda runs: gutters.crosses(runs, cuts)):
        if crosses or not cuts:
            pieces += [row(runs, page, room=room) for runs in some]
        else:
            heights = [_slots(runs, cuts) for runs in some]
            above = _above_table(heights)
            pieces += [row(slots[0], page, room=room) for slots in heights[:above]]
            band = _Band(heights[above:], cuts, page, goes_on, tabular)
            pieces += band.pieces()
    return pieces, cuts


def _above_table(heights: Sequence[_Slots]) -> int:
    """How many rows stand above a table of names: the end of a paragraph, short as a name is."""
    beside = (at for at, slots in enumerate(heights) if any(slots[1:]))
    first = next(beside, 0)
    names = [written(slots[0]) for slots in heights[first:] if slots[0]]
    above = [written(slots[0]) for slots in heights[:first]]
    return first if all(map(_is_label, names)) and not all(map(_is_label, above)) else 0


def _are_near(cuts: Sequence[float], known: Sequence[float]) -> bool:
    return all(abs(cut - other) < _NEAR for cut, other in zip(cuts, known, strict=True))


def _once(runs: Across) -> Across:
    kept: Across = []
    for run in runs:
        twin = next((one for one in kept[-2:] if one.text == run.text), None)
        if twin is None or abs(twin.x - run.x) > 0.15 * run.size:
            kept.append(run)
    return kept


def written(runs: Across) -> str:
    """The words of one height, with a space where white is."""
    parts: list[str] = []
    for at, run in enumerate(runs):
        gap = run.x - runs[at - 1].end if at else 0.0
        if gap > 0.13 * min(run.size, runs[at - 1].size):
            parts.append(" ")
        parts.append(run.text)
    return _SPACES.sub(" ", "".join(parts)).strip()


def _slots(runs: Across, cuts: Sequence[float]) -> _Slots:
    slots: _Slots = [[] for _ in range(len(cuts) + 1)]
    for run in runs:
        slots[sum(run.x >= cut - 1 for cut in cuts)].append(run)
    return slots


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows one below another that no white is crossed by."""

    heights: list[_Slots]
    cuts: list[float]
    page: int
    goes_on: bool
    tabular: bool

    def pieces(self) -> Iterator[Piece]:
        """What the band holds, in reading order."""
        filled = [at for at in range(len(self.cuts) + 1) if self._column(at)]
        if len(filled) == 1:
            if self.goes_on and self.tabular and filled[0]:
                yield self._turn(self.heights, filled[0])
            else:
                yield from self._down(filled[0], self.heights)
            return
        words = max(filled, key=lambda at: sum(len(text) for text in self._texts(at)))
        if self._is_labelled(filled, words):
            yield from self._table(words)
        elif (self.goes_on and not self.tabular) or self._is_prose(filled):
            for at in filled:
                yield from self._down(at, self.heights)
        else:
            yield from self._cells(filled)

    def _column(self, at: int) -> list[Across]:
        return [slots[at] for slots in self.heights if slots[at]]

    def _texts(self, at: int) -> list[str]:
        return [written(runs) for runs in self._column(at)]

    def _is_labelled(self, filled: Sequence[int], words: int) -> bool:
        """Whether all columns but one hold names or times, and little beside its words."""
        others = [self._texts(at) for at in filled if at != words]
        length = sum(len(text) for texts in others for text in texts)
        most = sum(len(text) for text in self._texts(words))
        narrow = all(sum(map(_is_label, texts)) >= _NARROW * len(texts) for texts in others)
        return narrow and length * 1.5 <= most

    def _is_prose(self, filled: Sequence[int]) -> bool:
        texts = [self._texts(at) for at in filled]
        if any(_is_named(text) for some in texts for text in some):
            return True
        return not self._begin_together(filled) and all(
            sum(len(text.split()) for text in some) >= _WORDS_OF_PROSE * len(some) for some in texts
        )

    def _begin_together(self, filled: Sequence[int]) -> bool:
        """Whether white goes across all columns, and all begin anew below it, as cells do."""
        blocks = self._blocks()
        together = [block for block in blocks if all(block[0][at] for at in filled)]
        return len(blocks) > 2 and len(together) * 5 >= len(blocks) * 4

    def _down(self, at: int, heights: Sequence[_Slots]) -> list[Row]:
        """The rows of one column."""
        found = [slots[at] for slots in heights if slots[at]]
        room = self._room(at, found)
        return [row(runs, self.page, at + 1, room) for runs in found]

    def _room(self, at: int, found: Sequence[Across]) -> float:
        """Where a column ends at least: near the next, or as far as the one before is wide."""
        size = found[0][0].size if found else 0.0
        if at < len(self.cuts):
            return self.cuts[at] - 1.5 * size
        before = self._column(at - 1)
        left = min((runs[0].x for runs in before), default=self.cuts[-1])
        return 2 * self.cuts[-1] - left - 1.5 * size

    def _blocks(self) -> list[list[_Slots]]:
        """The heights, parted where more white goes across than between rows."""
        tops = [max(run.y for runs in slots for run in runs) for slots in self.heights]
        steps = sorted(one - other for one, other in pairwise(tops))
        usual = max(steps[len(steps) // 5], _size(self.heights[0])) if steps else 0.0
        blocks = [[self.heights[0]]]
        for (one, other), slots in zip(pairwise(tops), self.heights[1:], strict=True):
            if one - other > 1.25 * usual:
                blocks.append([])
            blocks[-1].append(slots)
        return blocks

    def _cells(self, filled: Sequence[int]) -> Iterator[Row]:
        """A table of anything: cell after cell where its rows can be told, else as it stands."""
        if not self._begin_together(filled):
            for slots in self.heights:
                yield row([run for runs in slots for run in runs], self.page)
            return
        for block in self._blocks():
            for at in filled:
                yield from self._down(at, block)

    def _table(self, words: int) -> Iterator[Cells]:
        """A table of who speaks or when, and what is said."""
        blocks = self._blocks()
        known = {_label(slots, words) for slots in self.heights if slots[words]}
        for block in blocks:
            for part in _turns(block, words, known, apart=len(blocks) > 1):
                yield self._turn(part, words)

    def _turn(self, part: Sequence[_Slots], words: int) -> Cells:
        cells = [
            tuple(row(slots[at], self.page, at + 1) for slots in part if slots[at])
            for at in range(len(self.cuts) + 1)
        ]
        said = cells[words]
        labels = [one for at, cell in enumerate(cells) if at != words for one in cell]
        if not labels:
            return Cells(tuple(cells), words, said)
        whole = sorted((*labels, *said[:1]), key=lambda one: (one.column, -one.y))
        text = " ".join(one.text for one in whole)
        first = replace(whole[0], text=text, end=max(one.end for one in whole), column=words + 1)
        if said:
            first = replace(first, y=said[0].y, size=said[0].size, bold=said[0].bold)
        return Cells(tuple(cells), words, (first, *said[1:]))


def _turns(
    block: list[_Slots], words: int, known: Collection[str], *, apart: bool
) -> Iterator[list[_Slots]]:
    """The rows of a table in a block: a row begins where a label stands at the height of words.

    Args:
        block: heights between which no more white is than between rows of letters.
        words: the column of the words.
        known: labels that stand beside words; one of them begins a row even where it stands alone.
        apart: whether white parts the rows of the table.
    """
    labelled = [at for at, slots in enumerate(block) if _label(slots, words)]
    begins = [at for at in labelled if block[at][words] or _label(block[at], words) in known]
    close = len(labelled) == labelled[-1] - labelled[0] + 1 if labelled else True
    if (apart and close and len(block) > len(labelled)) or _is_centred(block, labelled):
        yield block
        return
    for one, other in pairwise(sorted({0, *begins, len(block)})):
        yield block[one:other]


def _label(slots: _Slots, words: int) -> str:
    """What stands beside the words at one height."""
    return " ".join(written(runs) for at, runs in enumerate(slots) if at != words and runs)


def _is_centred(block: Sequence[_Slots], labelled: Sequence[int]) -> bool:
    """Whether one label stands at half the height of the words, as cells are often set."""
    return len(labelled) == 1 and abs(2 * labelled[0] - (len(block) - 1)) <= 1 < len(block) - 1


def _size(slots: _Slots) -> float:
    return max(run.size for runs in slots for run in runs)


def _is_named(text: str) -> bool:
    """Whether a row says who speaks and what."""
    label = speakers.parse(text)
    return bool(label and label.words and speakers.is_name(label.name))


def _is_label(text: str) -> bool:
    bare = text.rstrip(" \u00a0\u202f:")
    if speakers.is_name(bare) or times.stretch(bare) or bare.isdigit():
        return True
    label = speakers.parse(text)
    return label is not None and not label.words
