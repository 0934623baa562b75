"""What several coders say of the same answers: coefficients of agreement and their intervals.

Intervals resample whole transcripts, because answers of one interview are alike; where there are
fewer than ``FEWEST_TRANSCRIPTS``, answers.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.intervals import DRAWS, percentiles
from evidence.reliability import Agreement, Judgements, Units, alpha, kappa, percent, pooled

FEWEST_TRANSCRIPTS = 5
"""Transcripts that can be resampled; below, answers are."""

ALL = "all codes"
"""The row of all codes together."""

_SEED = 1960
Answer = tuple[str, int]
"""A transcript's id and a turn's index, from 0."""

Given = Mapping[str, Mapping[str, frozenset[Answer]]]
"""For each coder and each code, the answers that carry it."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure with its interval at 95 %; None where it is not defined."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


def spread(name: str, estimate: Estimate) -> Iterator[tuple[str, float | None]]:
    """A measure and the ends of its interval, rounded, as columns of a table."""
    ends = {name: estimate.value, f"{name} low": estimate.low, f"{name} high": estimate.high}
    for column, value in ends.items():
        # Without -0.0, which would be printed with its sign.
        yield column, None if value is None else round(value, 2) + 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """How far coders agree on a code.

    Attributes:
        code: its id, or ``ALL``.
        answers: how many were judged by at least two of them.
        percent: the pairs of judgements that are the same, in percent.
        kappa: Cohen's; of two coders only.
        alpha: Krippendorff's.
    """

    code: str
    answers: int
    percent: float | None
    kappa: Estimate
    alpha: Estimate


Totals = Mapping[int, Counter[Judgements]]
"""For each cluster, how many of its answers were judged so."""


class Judged:
    """The answers that some coders have judged, in the clusters that are resampled.

    Most codes are absent from most answers: what is kept of a code is where it differs from that.
    """

    def __init__(
        self,
        coders: Sequence[str],
        judged: Mapping[str, tuple[Sequence[Answer], tuple[bool, ...]]],
        given: Given,
    ) -> None:
        self.coders, self._given = coders, given
        self.resampled = "transcripts" if len(judged) >= FEWEST_TRANSCRIPTS else "answers"
        self._absent: dict[Answer, Judgements] = {}
        self._cluster: dict[Answer, int] = {}
        for number, (answers, by) in enumerate(judged.values()):
            for answer in answers:
                self._absent[answer] = tuple(False if one else None for one in by)
                whole = self.resampled == "transcripts"
                self._cluster[answer] = number if whole else len(self._cluster)
        self.clusters = len(set(self._cluster.values()))
        self.number = len(self._absent)
        self.absent = self._totals((a, {j: 1}) for a, j in self._absent.items())

    def of(self, code: str) -> Totals:
        """How the judgements of a code differ from those of one that nobody gave."""
        held = [self._given.get(coder, {}).get(code, frozenset()) for coder in self.coders]
        return self._totals(
            (answer, {absent: -1, self._judged(answer, held): 1})
            for answer in sorted(frozenset().union(*held))
            if (absent := self._absent.get(answer)) is not None
            and self._judged(answer, held) != absent
        )

    def _judged(self, answer: Answer, held: Sequence[frozenset[Answer]]) -> Judgements:
        absent = self._absent[answer]
        return tuple(
            None if one is None else answer in own for one, own in zip(absent, held, strict=True)
        )

    def _totals(self, changes: Iterable[tuple[Answer, Mapping[Judgements, int]]]) -> Totals:
        found: dict[int, Counter[Judgements]] = defaultdict(Counter)
        for answer, change in changes:
            for judgements, times in change.items():
                found[self._cluster[answer]][judgements] += times
        return found


def results(judged: Judged, codes: Iterable[str]) -> tuple[Result, ...]:
    """All codes together, then each code that somebody gave, with intervals."""
    differing = {code: found for code in codes if (found := judged.of(code))}
    chance = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    every = range(judged.clusters)
    draws = [Counter(chance.choices(every, k=judged.clusters)) for _ in range(DRAWS)]
    once = dict.fromkeys(every, 1)
    here = _judgements(judged, differing, once)
    drawn = [_judgements(judged, differing, draw) for draw in draws]
    pair = len(judged.coders) == 2
    kappas = _estimates(kappa, here, drawn) if pair else {}
    alphas = _estimates(alpha, here, drawn)
    shares = {code: percent(found) for code, found in here.items()}
    known = [share for share in shares.values() if share is not None]
    shares[ALL] = sum(known) / len(known) if known else None
    return tuple(
        Result(code, judged.number, shares[code], kappas.get(code, Estimate()), alphas[code])
        for code in (ALL, *here)
    )


def _judgements(
    judged: Judged, differing: Mapping[str, Totals], draw: Mapping[int, int]
) -> dict[str, Units]:
    """How the answers of a draw were judged, code by code."""
    absent = _summed(judged.absent, draw)
    return {code: absent + _summed(found, draw) for code, found in differing.items()}


def _summed(totals: Totals, draw: Mapping[int, int]) -> Counter[Judgements]:
    summed = Counter[Judgements]()
    for cluster, found in totals.items():
        times = draw.get(cluster, 0)
        if times:
            for judgements, number in found.items():
                summed[judgements] += times * number
    return summed


def _estimates(
    measure: Callable[[Units], Agreement | None],
    here: Mapping[str, Units],
    drawn: Sequence[Mapping[str, Units]],
) -> dict[str, Estimate]:
    """A measure of all codes together and of each, with what it was in the draws."""
    values = _coefficients(measure, here)
    draws = [_coefficients(measure, one) for one in drawn]
    return {
        code: Estimate(value, *(percentiles([draw[code] for draw in draws]) or (None, None)))
        for code, value in values.items()
    }


def _coefficients(
    measure: Callable[[Units], Agreement | None], units: Mapping[str, Units]
) -> dict[str, float | None]:
    each = {code: measure(found) for code, found in units.items()}
    every = {ALL: pooled(list(each.values())), **each}
    return {code: one.coefficient if one else None for code, one in every.items()}
