"""Codes of the program beside those of people: precision, recall, F1 and how sure they are.

Intervals are percentile bootstrap intervals over passages, at 95 %; see ``evidence.intervals``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

FEWEST_CASES = 10
"""Cases that a code needs to count in the macro average."""

RESAMPLES = 1000
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage as people coded it and as the program did."""

    truth: frozenset[str]
    guess: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Codes that both found, that only the program found, and that only people found."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of the program's codes that people gave too; 0 where there are none."""
        return self.hits / (self.hits + self.wrong) if self.hits else 0.0

    @property
    def recall(self) -> float:
        """The share of people's codes that the program gave too; 0 where there are none."""
        return self.hits / (self.hits + self.missed) if self.hits else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where nothing was to be found or found."""
        every = 2 * self.hits + self.wrong + self.missed
        return 2 * self.hits / every if every else 1.0

    @property
    def cases(self) -> int:
        """How often people gave the code."""
        return self.hits + self.missed


def tally(pairs: Iterable[Pair], codes: Collection[str]) -> Tally:
    """The codes of all passages counted together."""
    hits = wrong = missed = 0
    for pair in pairs:
        truth, guess = pair.truth.intersection(codes), pair.guess.intersection(codes)
        hits += len(truth & guess)
        wrong += len(guess - truth)
        missed += len(truth - guess)
    return Tally(hits, wrong, missed)


def micro(pairs: Sequence[Pair], codes: Collection[str]) -> float:
    """F1 over all codes together."""
    return tally(pairs, codes).f1


def macro(pairs: Sequence[Pair], codes: Collection[str]) -> float:
    """The mean F1 of the codes with at least ``FEWEST_CASES`` cases; 0 where there are none."""
    tallies = [tally(pairs, [code]) for code in codes]
    counted = [one.f1 for one in tallies if one.cases >= FEWEST_CASES]
    return sum(counted) / len(counted) if counted else 0.0


def interval(
    items: Sequence[_Item], measure: Callable[[Sequence[_Item]], float], resamples: int = RESAMPLES
) -> tuple[float, float]:
    """The bootstrap interval of a measure over items drawn with replacement."""
    chance = random.Random(len(items))
    found = sorted(measure(chance.choices(items, k=len(items))) for _ in range(resamples))
    return found[int(0.025 * resamples)], found[int(0.975 * resamples)]
