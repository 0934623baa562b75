"""Coefficients of agreement between coders, for codes that are names and have no order.

* Cohen's kappa: Cohen (1960), A coefficient of agreement for nominal scales, Educational and
  Psychological Measurement 20(1), 37-46. Two coders; chance from the habits of each.
* Krippendorff's alpha: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University
  of Pennsylvania. Any number of coders, any of whom may have left out units; chance from all
  values together.
* Several codes together: observed and expected agreement are averaged over the codes before one
  is set against the other (De Vries, Elliott, Kanouse and Teleki 2008, Using pooled kappa to
  summarize interrater agreement across many items, Field Methods 20(3), 272-282), so that rare
  codes neither vanish among the absent ones nor weigh as much as frequent ones.

A worked example: two coders judge ten units; both see the code in one, both miss it in five, and
four times only one of them sees it. They agree in 6 of 10. One gives the code 2 times and the other
4 times in 10, so that chance alone agrees in .2 * .4 + .8 * .6 = .56; kappa is
(.6 - .56) / (1 - .56) = .09.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations

Judgements = tuple[Hashable | None, ...]
"""What each coder says of a unit, always in the same order; None who did not judge it."""

Units = Mapping[Judgements, int]
"""How many units were judged so."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Observed agreement and that expected from chance, both shares."""

    observed: float
    expected: float

    @property
    def coefficient(self) -> float | None:
        """How far agreement exceeds chance, 1 where it is perfect.

        None where all judgements are the same: without variation there is nothing to agree on.
        """
        possible = 1 - self.expected
        return (self.observed - self.expected) / possible if possible > 1e-12 else None


def percent(units: Units) -> float | None:
    """The share of pairs of judgements of one unit that are the same; None without pairs."""
    same = pairs = 0
    for judgements, times in units.items():
        for one, other in combinations(_given(judgements), 2):
            same += times * (one == other)
            pairs += times
    return same / pairs if pairs else None


def kappa(units: Units) -> Agreement | None:
    """Cohen's kappa of two coders; None where they have no unit in common."""
    both = {pair: times for pair, times in units.items() if None not in pair}
    number = sum(both.values())
    if not number:
        return None
    first, second = Counter[Hashable](), Counter[Hashable]()
    for (one, other), times in both.items():
        first[one] += times
        second[other] += times
    observed = sum(times for (one, other), times in both.items() if one == other) / number
    expected = sum(first[value] * second[value] for value in first) / number**2
    return Agreement(observed, expected)


def alpha(units: Units) -> Agreement | None:
    """Krippendorff's alpha; None where no unit has two judgements.

    A unit with m judgements brings m of them into the coincidences, each paired with the m - 1
    others.
    """
    values, same = Counter[Hashable](), 0.0
    for judgements, times in units.items():
        given = Counter(_given(judgements))
        number = given.total()
        if times and number > 1:
            for value, count in given.items():
                values[value] += times * count
                same += times * count * (count - 1) / (number - 1)
    every = values.total()
    if not every:
        return None
    expected = sum(n * (n - 1) for n in values.values()) / (every * (every - 1))
    return Agreement(same / every, expected)


def _given(judgements: Judgements) -> list[Hashable]:
    return [value for value in judgements if value is not None]


def pooled(each: Collection[Agreement | None]) -> Agreement | None:
    """Several codes together; those that nobody could judge are left out."""
    known = [one for one in each if one is not None]
    if not known:
        return None
    return Agreement(
        sum(one.observed for one in known) / len(known),
        sum(one.expected for one in known) / len(known),
    )
