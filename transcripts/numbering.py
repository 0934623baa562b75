"""Line numbers at the beginning of a text's lines, as journals and word processors print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from transcripts.manuscript import APART, Line

_NUMBER = re.compile(r"\s*(\d{1,5})(?:[ \t]+|$)")
_FEWEST = 5
_STEPS = (1, 5)
"""Every line is numbered, or every fifth."""

_REGULAR = 0.9
"""Share of numbers that must follow the one before by the step."""


def set_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines without their numbers, which come together as the last line, set apart.

    Unchanged where the numbers do not count lines.
    """
    found = [_NUMBER.match(line.text) if line.speaker is None else None for line in lines]
    numbers = [(at, int(number[1])) for at, number in enumerate(found) if number]
    step = _step(numbers, len(lines))
    if not step:
        return list(lines)
    kept: list[Line] = []
    taken: list[str] = []
    for line, number in zip(lines, found, strict=True):
        if number is None or int(number[1]) % step:
            kept.append(line)
            continue
        taken.append(number[1])
        kept.append(replace(line, text=line.text[number.end() :]))
    return [*(line for line in kept if line.text.strip()), Line(" ".join(taken), APART)]


def _step(numbers: Sequence[tuple[int, int]], lines: int) -> int:
    """By how much the numbers of a text's lines grow; 0 where they are none."""
    for step in _STEPS:
        counted = [(at, number) for at, number in numbers if number % step == 0]
        if len(counted) < _FEWEST - (step > 1) * 2 or len(counted) * step < lines * 0.8 - step:
            continue
        pairs = list(pairwise(counted))
        regular = sum(
            after - before == step and place - other == step
            for (other, before), (place, after) in pairs
        )
        if regular >= _REGULAR * len(pairs):
            return step
    return 0
