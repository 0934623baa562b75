"""Two rows of words set beside each other: which word of the one is which of the other.

First what stands once in both is matched, in runs of several words (the patience method of Bram
Cohen), then what lies between by the fewest changes (Wagner and Fischer 1974), and last what has
been moved to another place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_RUNS = (8, 4)
"""Words in a row that are looked for together, the longest first."""

_MOVED = 4
"""Words in a row by which a passage is found again elsewhere."""

_LARGEST = 2_000_000
"""Pairs of words up to which the fewest changes are worked out."""

_ROUNDS = 6

Span = tuple[int, int]
Pairs = list[tuple[int, int]]


def aligned(wanted: Sequence[str], found: Sequence[str]) -> list[int]:
    """For each wanted word its place among those found, or -1; the places rise."""
    places = [-1] * len(wanted)
    _set(places, _in_order(wanted, found, (0, len(wanted)), (0, len(found))))
    return places


def regain(wanted: Sequence[str], found: Sequence[str], places: list[int]) -> None:
    """Give those that have no place yet one elsewhere, where they were moved in a row."""
    for _ in range(_ROUNDS):
        if not _moved(wanted, found, places):
            break


def _set(places: list[int], pairs: Pairs) -> None:
    for w, f in pairs:
        places[w] = f


def _in_order(
    wanted: Sequence[str], found: Sequence[str], here: Span, there: Span, level: int = 0
) -> Pairs:
    """Pairs of equal words whose places rise on both sides."""
    if here[0] == here[1] or there[0] == there[1]:
        return []
    if level == len(_RUNS):
        return _nearest(wanted, found, here, there)
    anchors = _anchors(wanted, found, here, there, _RUNS[level])
    pairs: Pairs = []
    w, f = here[0], there[0]
    for at, to in [*anchors, (here[1], there[1])]:
        pairs += _in_order(wanted, found, (w, at), (f, to), level + 1)
        pairs.append((at, to))
        w, f = at + 1, to + 1
    return pairs[:-1]


def _anchors(
    wanted: Sequence[str], found: Sequence[str], here: Span, there: Span, size: int
) -> Pairs:
    """The words of runs that stand once on either side, as far as their order is the same."""
    once = _once(found, there, size)
    seeds = [(w, once[run]) for run, w in _once(wanted, here, size).items() if run in once]
    pairs: Pairs = []
    for w, f in _rising(sorted(seeds)):
        for step in range(size):
            if not pairs or (w + step > pairs[-1][0] and f + step > pairs[-1][1]):
                pairs.append((w + step, f + step))
    return pairs


def _once(row: Sequence[str], span: Span, size: int) -> dict[tuple[str, ...], int]:
    """The runs that stand once in a part of a row, and where."""
    runs = [(tuple(row[at : at + size]), at) for at in range(span[0], span[1] - size + 1)]
    times = Counter(run for run, _ in runs)
    return {run: at for run, at in runs if times[run] == 1}


def _rising(pairs: Pairs) -> Pairs:
    """The most pairs whose second numbers rise, of pairs sorted by the first."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(pairs)
    for number, (_, f) in enumerate(pairs):
        at = bisect_left(tails, f)
        before[number] = ends[at - 1] if at else -1
        tails[at:], ends[at:] = [f, *tails[at + 1 :]], [number, *ends[at + 1 :]]
    kept: Pairs = []
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.append(pairs[number])
        number = before[number]
    return kept[::-1]


def _nearest(wanted: Sequence[str], found: Sequence[str], here: Span, there: Span) -> Pairs:
    """The pairs of equal words that leave the fewest changes between two short stretches."""
    (a, b), (c, d) = here, there
    if (b - a) * (d - c) > _LARGEST:
        matcher = SequenceMatcher(None, wanted[a:b], found[c:d], autojunk=False)
        blocks = matcher.get_matching_blocks()
        return [(a + m.a + k, c + m.b + k) for m in blocks for k in range(m.size)]
    costs = _costs(wanted[a:b], found[c:d])
    return [(a + w, c + f) for w, f in _path(wanted[a:b], found[c:d], costs)]


def _costs(wanted: Sequence[str], found: Sequence[str]) -> list[list[int]]:
    """The fewest changes between what is left of either side from each place on."""
    last = list(range(len(found), -1, -1))
    rows = [last]
    for left, word in enumerate(reversed(wanted), start=1):
        row = [left] * (len(found) + 1)
        for f in range(len(found) - 1, -1, -1):
            if word == found[f]:
                row[f] = last[f + 1]
            else:
                row[f] = 1 + min(last[f + 1], last[f], row[f + 1])
        rows.append(row)
        last = row
    return rows[::-1]


def _path(
    wanted: Sequence[str], found: Sequence[str], costs: Sequence[Sequence[int]]
) -> Iterator[tuple[int, int]]:
    w = f = 0
    while w < len(wanted) and f < len(found):
        if wanted[w] == found[f]:
            yield w, f
            w, f = w + 1, f + 1
        elif costs[w][f] == 1 + costs[w + 1][f + 1]:
            w, f = w + 1, f + 1
        elif costs[w][f] == 1 + costs[w + 1][f]:
            w += 1
        else:
            f += 1


def _moved(wanted: Sequence[str], found: Sequence[str], places: list[int]) -> bool:
    """Match stretches that nothing is matched with yet, wherever they stand; whether any was.

    Those that have the most in common come first, so that no scrap of them is another's.
    """
    taken = set(places)
    free = stretches([f in taken for f in range(len(found))])
    known: dict[tuple[str, ...], set[Span]] = defaultdict(set)
    for span in free:
        for at in range(span[0], span[1] - _MOVED + 1):
            known[tuple(found[at : at + _MOVED])].add(span)
    likely: list[tuple[int, Span, Span]] = []
    for here in stretches([place >= 0 for place in places]):
        votes = Counter(
            span
            for at in range(here[0], here[1] - _MOVED + 1)
            for span in known.get(tuple(wanted[at : at + _MOVED]), ())
        )
        likely += [(count, here, there) for there, count in votes.most_common(1)]
    met = False
    for _, here, there in sorted(likely, key=lambda one: -one[0]):
        if taken.isdisjoint(range(*there)):
            pairs = _in_order(wanted, found, here, there)
            _set(places, pairs)
            taken.update(f for _, f in pairs)
            met = met or bool(pairs)
    return met


def stretches(done: Sequence[bool]) -> list[Span]:
    """The runs of what is not done, as (start, end), end excluded."""
    spans: list[Span] = []
    start = -1
    for at, one in enumerate([*done, True]):
        if one and start >= 0:
            spans.append((start, at))
            start = -1
        elif not one and start < 0:
            start = at
    return spans
