"""How sure a share or a coefficient is: intervals at 95 %.

Of shares, the score interval of Wilson (1927, Probable inference, the law of succession, and
statistical inference, JASA 22, 209-212), which stays inside 0 and 1 and does not shrink to nothing
where all cases are alike. Of everything else, the percentile bootstrap (Efron 1979, Bootstrap
methods, Annals of Statistics 7, 1-26), seeded, so that the same cases give the same interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

DRAWS = 1000
"""Samples with replacement that a bootstrap interval rests on."""

PERCENT = 95
"""Of samples, in which an interval should hold what it is about."""

Z_95 = 1.959964
"""Standard errors on either side of a mean between which 95 % lie."""

Z_975 = 2.241403
"""The same for 97.5 %: two such intervals hold together in at least 95 % (Bonferroni)."""

_FEWEST_DEFINED = 0.9
"""Of the draws, in which a coefficient has to be defined for its interval to mean anything."""


def wilson(hits: float, cases: float, z: float = Z_95) -> tuple[float, float]:
    """The interval of a share; the whole range where there are no cases.

    Args:
        hits: cases of the kind that is counted.
        cases: all of them; an effective number where they do not weigh alike.
        z: standard errors on either side.
    """
    if not cases:
        return 0.0, 1.0
    share = hits / cases
    middle = share + z**2 / (2 * cases)
    spread = z * sqrt(share * (1 - share) / cases + z**2 / (4 * cases**2))
    whole = 1 + z**2 / cases
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def effective(weights: Sequence[float]) -> float:
    """How many cases of one weight are worth as much (Kish 1965, Survey Sampling, section 11.7)."""
    squares = sum(weight**2 for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def percentiles(drawn: Sequence[float | None]) -> tuple[float, float] | None:
    """The middle 95 % of what a measure was in each draw.

    None where it was undefined in more than a tenth of them: what is left would not be a sample.
    """
    found = sorted(value for value in drawn if value is not None)
    if not found or len(found) < _FEWEST_DEFINED * len(drawn):
        return None
    return found[int(0.025 * len(found))], found[int(0.975 * len(found))]
