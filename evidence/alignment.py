"""Two versions of one text, word by word: where the words of the one are in the other.

Runs of words that are in both versions once hold them together, longest runs first, as in
patience diff (Bram Cohen, 2010); between two of them the same is done again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_RUNS = (8, 4, 2, 1)
"""Words of a run that is looked for, in this order."""

_SHINGLE = 4

Box = tuple[int, int, int, int]
"""From and until which word of the one version, and of the other."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in small letters, and where each is: characters, end excluded."""

    said: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def words_of(text: str) -> Words:
    """The words of a text."""
    found = list(_WORD.finditer(text))
    return Words(tuple(m[0].casefold() for m in found), tuple(m.span() for m in found))


def likeness(one: Words, other: Words) -> float:
    """How much of the shorter of two texts is in the other, from 0 to 1, by runs of four words."""
    size = min(_SHINGLE, len(one.said), len(other.said))
    if not size:
        return 0.0
    a, b = (set(_runs(words.said, 0, len(words.said), size)) for words in (one, other))
    return len(a & b) / min(len(a), len(b))


def _runs(said: Sequence[str], start: int, end: int, size: int) -> list[tuple[str, ...]]:
    return [tuple(said[at : at + size]) for at in range(start, end - size + 1)]


def align(one: Sequence[str], other: Sequence[str]) -> list[int]:
    """For each word of the one text, its place among the words of the other; -1 for none."""
    found = [-1] * len(one)
    boxes: list[Box] = [(0, len(one), 0, len(other))]
    while boxes:
        box = _trimmed(one, other, boxes.pop(), found)
        boxes += _divided(one, other, box, found)
    return found


def _trimmed(one: Sequence[str], other: Sequence[str], box: Box, found: list[int]) -> Box:
    """The box without the words that both begin and end with."""
    a, a_end, b, b_end = box
    while a < a_end and b < b_end and one[a] == other[b]:
        found[a] = b
        a, b = a + 1, b + 1
    while a < a_end and b < b_end and one[a_end - 1] == other[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
        found[a_end] = b_end
    return a, a_end, b, b_end


def _divided(one: Sequence[str], other: Sequence[str], box: Box, found: list[int]) -> list[Box]:
    """The boxes between the runs that are in both parts once; none where there is no such run."""
    a, a_end, b, b_end = box
    if a == a_end or b == b_end:
        return []
    for size in _RUNS:
        anchors = _increasing(_shared(one, other, box, size))
        if not anchors:
            continue
        left: list[Box] = []
        for x, y in anchors:
            if x >= a and y >= b:
                left.append((a, x, b, y))
                for step in range(size):
                    found[x + step] = y + step
                a, b = x + size, y + size
        return [*left, (a, a_end, b, b_end)]
    return []


def _shared(one: Sequence[str], other: Sequence[str], box: Box, size: int) -> list[tuple[int, int]]:
    """The places of runs that are once in each part, in the order of the first."""
    a, a_end, b, b_end = box
    first, second = _runs(one, a, a_end, size), _runs(other, b, b_end, size)
    times, others = Counter(first), Counter(second)
    where = {run: b + at for at, run in enumerate(second) if others[run] == 1}
    return [
        (a + at, where[run]) for at, run in enumerate(first) if times[run] == 1 and run in where
    ]


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part in which the second numbers rise too (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, y) in enumerate(pairs):
        pile = bisect_left(tops, y)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(y)
            ends.append(at)
        else:
            tops[pile], ends[pile] = y, at
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


class Aligned:
    """Segments of one text in another version of it.

    Args:
        one: the text that the segments are of.
        other: the version in which they are looked for.
    """

    def __init__(self, one: str, other: str) -> None:
        self._texts = one, other
        self._one, self._other = words_of(one), words_of(other)
        self._found = align(self._one.said, self._other.said)

    def words(self, start: int, end: int) -> tuple[int, list[tuple[int, int]]]:
        """How many words a segment has, and the spans in both texts of those that were found.

        Returns:
            The number, and for each word that was found, its index in the one and in the other.
        """
        spans = self._one.spans
        first = bisect_left(spans, start, key=lambda span: span[1] - 1)
        pairs: list[tuple[int, int]] = []
        at = first
        while at < len(spans) and spans[at][0] < end:
            if self._found[at] >= 0:
                pairs.append((at, self._found[at]))
            at += 1
        return at - first, pairs

    def place(self, word: int) -> tuple[int, int]:
        """The characters of a word of the other text, end excluded."""
        return self._other.spans[word]

    def span(
        self, pairs: Sequence[tuple[int, int]], start: int, end: int, within: tuple[int, int]
    ) -> tuple[int, int]:
        """The characters in the other text from the first to the last of these words.

        Marks beside them that the segment holds, and parts of words, are kept as they are.

        Args:
            pairs: indices of words, as ``words`` gives them, at least one.
            start: of the segment in the one text.
            end: of the segment, end excluded.
            within: characters of the other text that must not be left, such as a turn's.
        """
        one, other = self._texts
        (a, x), (b, y) = pairs[0], pairs[-1]
        (left, _), (low, high) = self._one.spans[a], self._other.spans[x]
        first = min(low + max(0, start - left), high - 1)
        at = max(left, start)
        while at > start and first > within[0] and one[at - 1] == other[first - 1]:
            at, first = at - 1, first - 1
        (_, right), (low, high) = self._one.spans[b], self._other.spans[y]
        last = max(high - max(0, right - end), low + 1)
        at = min(right, end)
        while at < end and last < within[1] and one[at] == other[last]:
            at, last = at + 1, last + 1
        return first, last
