"""Two versions of one text, word by word: where the words of the one are in the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.alignment import aligned

_WORD = re.compile(r"[^\W_]+")
_SHINGLE = 4


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
    a, b = (set(_runs(words.said, size)) for words in (one, other))
    return len(a & b) / min(len(a), len(b))


def _runs(said: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(said[at : at + size]) for at in range(len(said) - size + 1)]


class Aligned:
    """Segments of one text in another version of it.

    Args:
        one: the text that the segments are of.
        other: the version in which they are looked for.
    """

    def __init__(self, one: str, other: str) -> None:
        self._texts = one, other
        self._one, self._other = words_of(one), words_of(other)
        self._found = aligned(self._one.said, self._other.said)

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
