"""What stands around the text of pages: running heads and feet, page numbers, numbers of lines.

It is set apart by its place. A head comes at the same height of several pages, with the same words
but for the digits; a page's number goes up with the pages; numbers of lines go up beside the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any, TypeAlias

from transcripts import patterns, times
from transcripts.formats.columns import written
from transcripts.formats.glyphs import Run
from transcripts.formats.gutters import Across

_DIGITS = re.compile(r"\d+")
_BEGINS = re.compile(r"\s*(\d{1,5})\s+(?=\S)")
_PAGES = 3
"""Pages from which heads are known by coming back; a third of all pages has them at least."""

_ROWS = 5
"""Rows from the edge of a page among which heads are looked for."""

_NUMBERED = 2
"""Rows from the edge of a page among which its number is looked for."""

_NUMBERS = 3
"""Numbers of lines that a page of a file has at least, to know them by."""

_STEPS = (1, 2, 5, 10)
"""How numbers of lines go up."""

_Place: TypeAlias = tuple[str, int]
"""The shape of a row and where on the page it stands, in steps of a few points."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page without what stands around its text.

    Attributes:
        above: running heads, in order.
        rows: the text, by height.
        below: running feet, page numbers and numbers of lines.
    """

    above: tuple[str, ...]
    rows: tuple[Across, ...]
    below: tuple[str, ...]


def clear(pages: Sequence[Sequence[Across]]) -> list[Page]:
    """The text of pages, with what stands around it set apart."""
    counted = _without_numbers(pages)
    running = _running([rows for rows, _ in counted])
    first = _first_number([rows for rows, _ in counted])
    cleared: list[Page] = []
    for at, (rows, numbers) in enumerate(counted):
        expected = None if first is None else first + at

        def is_beside(runs: Across, expected: int | None = expected) -> bool:
            return _place(runs) in running or _is_number(written(runs), expected)

        top = _edge(rows, is_beside)
        bottom = len(rows) - _edge(rows[top:][::-1], is_beside)
        above = tuple(written(runs) for runs in rows[:top])
        below = tuple(written(runs) for runs in rows[bottom:])
        cleared.append(Page(above, tuple(rows[top:bottom]), (*below, *numbers)))
    return cleared


def _edge(rows: Sequence[Across], is_beside: Callable[[Across], bool]) -> int:
    """How many rows from an edge are no text."""
    at = 0
    while at < min(len(rows), _ROWS) and is_beside(rows[at]):
        at += 1
    return at


def _running(pages: Sequence[Sequence[Across]]) -> set[_Place]:
    """The rows that come at the same height of several pages; of two, only those well apart."""
    few = len(pages) < _PAGES
    edges = [
        set(_alone(rows)) if few else {_place(runs) for runs in (*rows[:_ROWS], *rows[-_ROWS:])}
        for rows in pages
    ]
    counted = Counter(place for page in edges for place in page)
    enough = 2 if few else max(_PAGES, len(pages) / 3)
    return {
        place
        for place, count in counted.items()
        if count >= enough and times.stretch(place[0]) is None
    }


def _alone(rows: Sequence[Across]) -> Iterator[_Place]:
    """The first and the last row of a page, if white parts them from the others."""
    for row, other in ((0, 1), (-1, -2)):
        if len(rows) > 2 and abs(rows[row][0].y - rows[other][0].y) > 2.5 * rows[other][0].size:
            yield _place(rows[row])


def _place(runs: Across) -> _Place:
    return _DIGITS.sub("0", written(runs)), round(runs[0].y / 4)


def _first_number(pages: Sequence[Sequence[Across]]) -> int | None:
    """The number of the first page, where the numbers of half the pages agree on one."""
    agreed: Counter[int] = Counter()
    for at, rows in enumerate(pages):
        texts = [written(runs) for runs in (*rows[:_NUMBERED], *rows[-_NUMBERED:])]
        agreed.update({found[0] - at for text in texts if (found := _number(text))})
    if len(pages) == 1 and agreed[1]:
        return 1
    first, count = agreed.most_common(1)[0] if agreed else (0, 0)
    return first if count >= 2 and count * 2 >= len(pages) else None


def _is_number(text: str, expected: int | None) -> bool:
    found = _number(text)
    return found is not None and (found[1] or found[0] == expected)


def _number(text: str) -> tuple[int, bool] | None:
    """The page's number that a row is, and whether it says so itself."""
    small = text.casefold()
    for form, says in _forms():
        if found := form.fullmatch(small):
            return int(found["number"]), says
    return None


def _without_numbers(
    pages: Sequence[Sequence[Across]],
) -> list[tuple[list[Across], tuple[str, ...]]]:
    """Pages without numbers of lines, and those of each page as one text."""
    for rows_of in (list, _split):
        split = [rows_of(rows) for rows in pages]
        for side in (0, -1):
            known = [place for rows in split if (place := _numbers_place(rows, side)) is not None]
            if known:
                place = median(x for x, _ in known), median(end for _, end in known)
                return [_counted(rows, side, place) for rows in split]
    return [(list(rows), ()) for rows in pages]


def _split(rows: Sequence[Across]) -> list[Across]:
    """Rows with a number that begins them as a run of its own."""
    return [[*_parted(runs[0]), *runs[1:]] for runs in rows]


def _parted(run: Run) -> list[Run]:
    found = _BEGINS.match(run.text)
    if found is None:
        return [run]
    share = (run.end - run.x) / len(run.text)
    end, x = run.x + share * len(found[1]), run.x + share * found.end()
    rest = run.text[found.end() :]
    return [replace(run, text=found[1], end=end), replace(run, text=rest, x=max(x, end + run.size))]


def _numbers_place(rows: Sequence[Across], side: int) -> tuple[float, float] | None:
    """Where the numbers of lines of a page begin and end, if it has them."""
    likely = [runs[side] for runs in rows if _counts(runs[side])]
    if len(likely) < _NUMBERS:
        return None
    place = median(run.x for run in likely), median(run.end for run in likely)
    numbers = [run for run in likely if _is_at(run, place)]
    steps = Counter(int(b.text) - int(a.text) for a, b in pairwise(numbers))
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    goes_up = len(numbers) >= _NUMBERS and step in _STEPS and count >= 0.8 * (len(numbers) - 1)
    return place if goes_up and _is_outside(rows, numbers, side) else None


def _is_outside(rows: Sequence[Across], numbers: Sequence[Run], side: int) -> bool:
    """Whether all the text of a page stands on one side of its numbers."""
    taken = {id(run) for run in numbers}
    texts = [run for runs in rows for run in runs if id(run) not in taken]
    if side:
        return bool(texts) and max(run.end for run in texts) <= min(run.x for run in numbers)
    return bool(texts) and min(run.x for run in texts) >= median(run.end for run in numbers)


def _is_at(run: Run, place: tuple[float, float]) -> bool:
    return min(abs(run.x - place[0]), abs(run.end - place[1])) <= run.size / 2


def _counts(run: Run) -> bool:
    text = run.text.strip()
    return text.isascii() and text.isdigit() and len(text) <= 5


def _counted(
    rows: Sequence[Across], side: int, place: tuple[float, float]
) -> tuple[list[Across], tuple[str, ...]]:
    left: list[Across] = []
    numbers: list[str] = []
    for runs in rows:
        run = runs[side]
        if _counts(run) and _is_at(run, place):
            numbers.append(run.text.strip())
            left.append([one for one in runs if one is not run])
        else:
            left.append(runs)
    return [runs for runs in left if runs], (" ".join(numbers),) if numbers else ()


@cache
def _forms() -> list[tuple[re.Pattern[str], bool]]:
    """How pages are numbered, and whether a form is used for nothing else."""
    parts = {"{number}": r"(?P<number>\d{1,4})", "{all}": r"\d{1,4}"}
    found: list[tuple[re.Pattern[str], bool]] = []
    for form in forms():
        whole = form["form"]
        for part, expression in parts.items():
            whole = whole.replace(part, expression)
        found.append((re.compile(whole), bool(form.get("sure"))))
    return found


@cache
def forms() -> list[dict[str, Any]]:
    """How pages are numbered, with examples."""
    found: list[dict[str, Any]] = patterns.read("margins", "transcripts.formats")["form"]
    return found
