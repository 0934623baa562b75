"""A person judges a sample of what the program did: how much of it is right, how much it misses.

The sample is stratified: codings by language and theme, uncoded passages by language. Each stratum
gives at least one, and beyond that as many as its size asks for (proportional allocation, Cochran
1977, Sampling Techniques, chapter 5), so that a judgement weighs as much as its stratum holds cases
for each that was judged.

* Precision: the weighted share of codings that are right.
* Recall: right codings over these and those that are missing, which is the weighted number of
  codes that a person would have given an uncoded passage times the number of such passages. What
  a passage with one code lacks of others is not seen, which makes recall seem higher; a code that
  a person would give to several sentences in a row is missing several times, which makes it seem
  lower.

Intervals of shares are Wilson's at the effective number of judgements (``evidence.intervals``).
That of recall is spanned by the ends of two such intervals at 97.5 %, of precision and of the share
of uncoded passages that lack a code; both hold together in at least 95 % (Bonferroni). A measure
for which some stratum has no judgement is not given at all.

A worked example: of 80 codings 4 are judged and 3 right, so that 60 are taken to be; of 50 uncoded
passages 5 are judged and one lacks a code, so that 10 codes are missing. Precision is .75, recall
60 / (60 + 10) = .86.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.intervals import Z_95, Z_975, effective, wilson
from evidence.judged import ALL, Estimate, spread
from evidence.model import Cell, Measure

CODING, UNCODED = "coding", "uncoded"
"""The kinds of thing that are judged."""

TABLE, LACKING = "audit", "uncoded passages"
"""The table of what was judged, and its row of passages without a code."""

Stratum = tuple[str, ...]
Key = tuple[str, str, str, str]
"""Kind, transcript, words and code: what a judgement is about, in any run."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to judge: a coding, or a passage of an answer that carries no code.

    Attributes:
        kind: ``coding`` or ``uncoded``.
        stratum: language and theme, or language alone.
        transcript: id of the transcript.
        turn: index of the answer, from 0.
        text: the words.
        code: id of the code; empty for a passage without.
        language: ISO 639-1 code of the words.
        question: what was asked before the answer.
    """

    kind: str
    stratum: Stratum
    transcript: str
    turn: int
    text: str
    code: str = ""
    language: str = ""
    question: str = ""

    @property
    def key(self) -> Key:
        """What a judgement of this is found by."""
        return key(self.kind, self.transcript, self.text, self.code)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of an item.

    Attributes:
        key: of the item.
        right: whether the code is right; None for a passage without.
        missed: the codes that the passage should have.
    """

    key: Key
    right: bool | None = None
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """Judgements of one kind: how many there are, how many say yes, of how many items."""

    judged: int
    positive: int
    items: int
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Audited:
    """What judgements say of the program.

    Attributes:
        precision: of all codings; positive are those that are right.
        by_code: the same, code by code, of those that were judged.
        lacking: of the uncoded passages; positive are those that lack a code.
        recall: not defined where one of the two is not.
    """

    precision: Share
    by_code: dict[str, Share]
    lacking: Share
    recall: Estimate


def key(kind: str, transcript: str, text: str, code: str) -> Key:
    """The same for the same words, whatever the blanks, and a spreadsheet's apostrophe before."""
    return kind, transcript, " ".join(text.lstrip("'").split()), code


# The sample


def allocated(sizes: Mapping[Stratum, int], number: int) -> dict[Stratum, int]:
    """How many of a sample each stratum gives: one, and a share of the others by its size.

    Args:
        sizes: how many items each stratum has; none has none.
        number: of the sample, at least that of the strata; all where there are fewer items.
    """
    given = dict.fromkeys(sorted(sizes), 1)
    left = {stratum: sizes[stratum] - 1 for stratum in given}
    rest, every = min(number, sum(sizes.values())) - len(given), sum(left.values())
    if rest <= 0:
        return given
    # In whole numbers: the largest remainders get what rounding down leaves over.
    parts = {stratum: divmod(rest * size, every) for stratum, size in left.items()}
    over = rest - sum(whole for whole, _ in parts.values())
    first = sorted(parts, key=lambda stratum: (-parts[stratum][1], stratum))[:over]
    return {s: given[s] + parts[s][0] + (s in first) for s in given}


def drawn(items: Iterable[Item], number: int, seed: int) -> tuple[Item, ...]:
    """A stratified random sample, in the order of the transcripts.

    Args:
        items: of one kind.
        number: how many; each stratum gives at least one all the same.
        seed: another one draws another sample.
    """
    strata = _by_stratum(items)
    parts = allocated({stratum: len(found) for stratum, found in strata.items()}, number)
    sample = [
        item
        for stratum, size in parts.items()
        for item in random.Random(f"{seed} {stratum}").sample(strata[stratum], size)  # noqa: S311
    ]
    return tuple(sorted(sample, key=_order))


def _by_stratum(items: Iterable[Item]) -> dict[Stratum, list[Item]]:
    """The items of each stratum, those that say the same once, in a fixed order."""
    strata: dict[Stratum, list[Item]] = defaultdict(list)
    for item in sorted({item.key: item for item in items}.values(), key=_order):
        strata[item.stratum].append(item)
    return strata


def _order(item: Item) -> tuple[str, int, str, str]:
    return item.transcript, item.turn, item.text, item.code


# What judgements say


def audited(items: Iterable[Item], judgements: Iterable[Judgement]) -> Audited:
    """Precision and recall of the codings, from those that were judged.

    Args:
        items: all that could have been drawn in this run.
        judgements: those about none of them say nothing here.
    """
    known = {judgement.key: judgement for judgement in judgements}
    items = list({item.key: item for item in items}.values())
    codings = [item for item in items if item.kind == CODING]
    passages = [item for item in items if item.kind == UNCODED]
    right = {k for k, one in known.items() if one.right}
    lacks = {k for k, one in known.items() if one.missed}
    codes = dict.fromkeys(item.code for item in codings if item.key in known)
    return Audited(
        _share(codings, known, right),
        {code: _share([i for i in codings if i.code == code], known, right) for code in codes},
        _share(passages, known, lacks),
        _recall(codings, passages, known, right),
    )


def _share(
    items: Sequence[Item], known: Collection[Key], positive: Collection[Key], z: float = Z_95
) -> Share:
    """The share of items of which judgements say yes."""
    weights = _weights(items, known)
    judged = [item for item in items if item.key in known]
    yes = [item for item in judged if item.key in positive]
    return Share(len(judged), len(yes), len(items), _estimate(judged, yes, weights, z))


def _estimate(
    judged: Sequence[Item], yes: Sequence[Item], weights: Mapping[Stratum, float] | None, z: float
) -> Estimate:
    if not weights:
        return Estimate()
    share = sum(weights[item.stratum] for item in yes) / sum(weights[i.stratum] for i in judged)
    cases = effective([weights[item.stratum] for item in judged])
    return Estimate(share, *wilson(share * cases, cases, z))


def _weights(items: Sequence[Item], known: Collection[Key]) -> dict[Stratum, float] | None:
    """How many items a judgement in each stratum stands for; None where one has no judgement."""
    sizes = Counter(item.stratum for item in items)
    judged = Counter(item.stratum for item in items if item.key in known)
    if any(not judged[stratum] for stratum in sizes):
        return None
    return {stratum: size / judged[stratum] for stratum, size in sizes.items()}


def _recall(
    codings: Sequence[Item],
    passages: Sequence[Item],
    known: Mapping[Key, Judgement],
    right: Collection[Key],
) -> Estimate:
    lacks = {k for k, one in known.items() if one.missed}
    found = _share(codings, known, right, Z_975).estimate
    missing = _share(passages, known, lacks, Z_975).estimate
    weights = _weights(passages, known)
    if found.value is None or missing.value is None or not weights:
        return Estimate()
    holders = [item for item in passages if item.key in lacks]
    # Codes that a passage lacks, where it lacks any.
    each = sum(weights[i.stratum] * len(known[i.key].missed) for i in holders)
    each = each / sum(weights[i.stratum] for i in holders) if holders else 1.0

    def recall(precision: float | None, lacking: float | None) -> float | None:
        hits, misses = len(codings) * (precision or 0), len(passages) * (lacking or 0) * each
        return hits / (hits + misses) if hits + misses else None

    return Estimate(
        recall(found.value, missing.value),
        recall(found.low, missing.high),
        recall(found.high, missing.low),
    )


# Numbers


def cells(found: Audited) -> Iterator[Cell]:
    """How many were judged, and what of, for the tables that are delivered."""
    yield Cell("study", "codings judged", "", found.precision.judged)
    yield Cell("study", "uncoded passages judged", "", found.lacking.judged)
    for row, share in {ALL: found.precision, **found.by_code}.items():
        yield Cell(TABLE, row, "judged", share.judged, share.items)
        yield Cell(TABLE, row, "right", share.positive, share.judged)
    yield Cell(TABLE, LACKING, "judged", found.lacking.judged, found.lacking.items)
    yield Cell(TABLE, LACKING, "lacking a code", found.lacking.positive, found.lacking.judged)


def measures(found: Audited) -> Iterator[Measure]:
    """Precision and recall as they are printed; what is not defined is not there."""
    estimates = {
        **{(row, "precision"): share.estimate for row, share in found.by_code.items()},
        (ALL, "precision"): found.precision.estimate,
        (ALL, "recall"): found.recall,
    }
    for (row, name), estimate in estimates.items():
        for column, value in spread(name, estimate):
            if value is not None:
                yield Measure(TABLE, row, column, value)
