"""Where white goes down a page between its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from transcripts.formats.glyphs import Run

Across: TypeAlias = list[Run]
"""What stands at one height of a page, from left to right."""

_SPACE = 0.4
"""White in a row, in sizes of its letters, up to which it is between words."""

_EVIDENCE = ((0.8, 2), (0.45, 5))
"""White between columns, and rows beside one another that are needed to believe in it."""

_LIKELY = 10


def crosses(runs: Across, cuts: Sequence[float]) -> bool:
    """Whether a row goes across the white: over it, or with no more than a space in it."""
    return any(_sides(runs, cut) is None for cut in cuts)


def _sides(runs: Across, cut: float) -> tuple[bool, bool] | None:
    """Whether a row fills the left and the right of a cut; None where it goes across."""
    left = max((run.end for run in runs if run.x < cut - 1), default=None)
    right = min((run.x for run in runs if run.x >= cut - 1), default=None)
    if left is not None and (left > cut + 1 or (right or left + 99) - left < _SPACE * runs[0].size):
        return None
    return left is not None, right is not None


def find(rows: Sequence[Across]) -> list[float]:
    """Where white goes down between columns, from the left."""
    if not rows:
        return []
    size = sorted(runs[0].size for runs in rows)[len(rows) // 2]
    for gap, fewest in _EVIDENCE:
        likely = _candidates(rows, gap, size)
        scored = [(score, cut) for cut in likely if (score := _score(rows, cut, fewest)) > 0]
        cuts: list[float] = []
        for _, cut in sorted(scored, reverse=True):
            if all(abs(cut - other) > 2 * size for other in cuts):
                cuts.append(cut)
        if cuts:
            return sorted(cuts)
    return []


def _candidates(rows: Sequence[Across], gap: float, size: float) -> list[float]:
    """Where rows begin again after white, or begin far from the left; the most frequent."""
    left = min(runs[0].x for runs in rows)
    begins: dict[int, list[float]] = {}
    for runs in rows:
        end = left + (3 - gap) * size
        for run in runs:
            if run.x - end > gap * size:
                begins.setdefault(round(run.x / 4), []).append(run.x)
            end = max(end, run.end)
    likely = sorted(begins.values(), key=len, reverse=True)[:_LIKELY]
    return [min(some) - 0.5 for some in likely]


def _score(rows: Sequence[Across], cut: float, fewest: int) -> float:
    """How many rows stand side by side, where they are enough against those that go across."""
    beside = crossing = 0
    some: list[tuple[bool, bool]] = []
    for runs in rows:
        sides = _sides(runs, cut)
        if sides is not None:
            some.append(sides)
            continue
        beside += _overlap(some)
        crossing += 1
        some = []
    beside += _overlap(some)
    enough = max(3, crossing / 2) if crossing else 2
    return beside - crossing / 4 if beside >= max(enough, fewest) else 0


def _overlap(sides: Sequence[tuple[bool, bool]]) -> int:
    """How many rows of a band stand at heights where both sides are filled."""
    left = [at for at, (filled, _) in enumerate(sides) if filled]
    right = [at for at, (_, filled) in enumerate(sides) if filled]
    if not left or not right:
        return 0
    return max(0, min(left[-1], right[-1]) - max(left[0], right[0]) + 1)


def stays(rows: Sequence[Across], known: Sequence[float]) -> bool:
    """Whether a page goes on with the columns of the one before: nothing crosses the white."""
    if not known or any(crosses(runs, known) for runs in rows):
        return False
    return any(runs[-1].x >= known[0] - 1 for runs in rows)
