"""A passage of words set beside a text that may have changed since: which word is which.

Semi-global alignment (Needleman and Wunsch 1970, without cost for what stands before and after in
the text): all of the passage is accounted for, word by word, as found, replaced or gone. A rare
word weighs more than a common one, a word among its old neighbours more than one by itself, and
words put between cost something each, up to a limit that stands for a paragraph put in.

Scores are whole numbers, so that a path can be found again exactly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evidence.words import fillers, words

Numbers = NDArray[np.int32]

_RARE, _COMMON, _UNSEEN, _FILLER = 100, 10, 30, 25
"""What a word weighs that stands in the text once, that fills it, that it does not have, and that
says nothing."""

_NEIGHBOUR = 15
"""What a word weighs more for each of its two neighbours that is beside it still."""

_GONE, _REPLACED = 15, 20
"""What it costs that a word of the passage is gone, or has another in its place."""

_ADDED, _ADDED_AT_MOST = 10, 250
"""What a word costs that was put between, and what any number of them costs at most."""

_SENTENCES = 50
"""What any number of whole sentences or lines costs that were put between."""

_NEAR = 0.6
"""Regions of the text that share so much with the passage, beside the best, are looked at."""

_MARGIN = 40
"""Words around such a region, and as many again as the passage has, that are looked at too."""


class Text:
    """A text whose words are indexed once and aligned with many passages.

    Args:
        text: of the transcript.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words(text)
        self._ids: dict[str, int] = {}
        ids = [self._ids.setdefault(word.form, len(self._ids)) for word in self.words]
        self.ids: Numbers = np.array(ids, np.int32)
        self._weights = self._weigh()
        ends = [0, *(word.end for word in self.words)]
        between = (text[a : word.start] for a, word in zip(ends, self.words, strict=False))
        self._begins = np.array([any(c in ".!?…\n" for c in one) for one in between], np.bool_)

    @cached_property
    def sha256(self) -> str:
        """The hash of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def _weigh(self) -> Numbers:
        counts = np.maximum(np.bincount(self.ids, minlength=len(self._ids)), 1)
        share = np.log(counts) / log(max(2, len(self.words)))
        weights = np.maximum(_COMMON, np.round(_RARE * (1 - share))).astype(np.int32)
        weights[[at for form, at in self._ids.items() if form in fillers()]] = _FILLER
        return weights

    def begins(self, columns: NDArray[np.intp]) -> NDArray[np.intp]:
        """The columns, and the one after the last, before which a sentence or line may begin."""
        apart = np.diff(columns, prepend=-1) != 1
        return np.flatnonzero(np.append(apart | self._begins[columns], True))

    def known(self, forms: Sequence[str]) -> Numbers:
        """The words' numbers in this text; -1 for those that it does not have."""
        return np.array([self._ids.get(form, -1) for form in forms], np.int32)

    def weights(self, forms: Sequence[str]) -> Numbers:
        """How much each word tells of the place."""
        unseen = (_FILLER if form in fillers() else _UNSEEN for form in forms)
        ids = (self._ids.get(form, -1) for form in forms)
        pairs = zip(ids, unseen, strict=True)
        return np.array([self._weights[i] if i >= 0 else other for i, other in pairs], np.int32)

    def near(self, *parts: Numbers) -> NDArray[np.intp]:
        """The words of the text among which the parts of a passage may lie.

        Those of the regions that are like a part: what stood together may stand apart now.
        """
        near = np.zeros(len(self.ids), np.bool_)
        for part in parts:
            near |= self._like(part)
        return np.flatnonzero(near)

    def _like(self, ids: Numbers) -> NDArray[np.bool_]:
        length, size = len(ids), len(self.ids)
        there = np.zeros(len(self._ids), np.int64)
        there[ids[ids >= 0]] = self._weights[ids[ids >= 0]].astype(np.int64) ** 2
        total = np.concatenate(([0], np.cumsum(there[self.ids])))
        window = min(size, length + 10)
        shared = total[window:] - total[: size - window + 1]
        starts = np.flatnonzero(shared >= max(1, _NEAR * shared.max()))
        edges = np.zeros(size + 1, np.int64)
        np.add.at(edges, np.maximum(0, starts - length - _MARGIN), 1)
        np.add.at(edges, np.minimum(size, starts + window + length + _MARGIN), -1)
        return np.cumsum(edges[:-1]) > 0


@lru_cache(maxsize=16)
def indexed(text: str) -> Text:
    """The text with its words, from memory where it was asked for lately."""
    return Text(text)


class Aligned(NamedTuple):
    """How a passage lies beside a text.

    Attributes:
        score: the higher, the more alike.
        at: for each word of the passage the column of the word beside it; -1 where it is gone.
        same: for each word whether that is the same word.
    """

    score: int
    at: tuple[int, ...]
    same: tuple[bool, ...]


def equal(passage: Numbers, columns: Numbers) -> NDArray[np.bool_]:
    """Which word of the passage (row) is which of the text (column)."""
    found: NDArray[np.bool_] = passage[:, None] == columns[None, :]
    return found & (passage >= 0)[:, None]


def align(same: NDArray[np.bool_], weights: Numbers, begins: NDArray[np.intp]) -> Aligned:
    """The best way to lay a passage beside a text.

    Args:
        same: which word of the passage (row) may be which of the text (column).
        weights: of the passage's words.
        begins: columns before which a sentence or line begins, see ``Text.begins``.
    """
    gains = _gains(same, weights)
    whole, entered = _fill(gains, begins)
    end = int(np.argmax(whole[-1]))
    at = _path(whole, entered, gains, begins, end)
    found = tuple(column >= 0 and bool(same[row, column]) for row, column in enumerate(at))
    return Aligned(int(whole[-1, end]), at, found)


def _gains(same: NDArray[np.bool_], weights: Numbers) -> Numbers:
    """What each pair of words is worth: more among its old neighbours."""
    neighbours = np.zeros(same.shape, np.int32)
    neighbours[1:, 1:] += same[:-1, :-1]
    neighbours[:-1, :-1] += same[1:, 1:]
    found = weights[:, None] + _NEIGHBOUR * neighbours
    return np.where(same, found, -_REPLACED).astype(np.int32)


def _fill(gains: Numbers, begins: NDArray[np.intp]) -> tuple[Numbers, Numbers]:
    """Scores up to each pair of words: in all, and without words put in at the end."""
    rows, columns = gains.shape
    whole = np.zeros((rows + 1, columns + 1), np.int32)
    entered = np.zeros_like(whole)
    added = _ADDED * np.arange(columns + 1, dtype=np.int32)
    for row in range(1, rows + 1):
        before, now = whole[row - 1], entered[row]
        np.subtract(before, _GONE, out=now)
        np.maximum(now[1:], before[:-1] + gains[row - 1], out=now[1:])
        some = np.maximum.accumulate(now + added) - added
        many = np.maximum.accumulate(now) - _ADDED_AT_MOST
        np.maximum(some, many, out=whole[row])
        sentences = np.maximum.accumulate(now[begins]) - _SENTENCES
        whole[row, begins] = np.maximum(whole[row, begins], sentences)
    return whole, entered


def _path(
    whole: Numbers, entered: Numbers, gains: Numbers, begins: NDArray[np.intp], end: int
) -> tuple[int, ...]:
    """The column beside each row on the best path that ends there; -1 where there is none."""
    row, column = len(whole) - 1, end
    opens = np.zeros(whole.shape[1], np.bool_)
    opens[begins] = True
    at = [-1] * row
    while row:
        if entered[row, column] < whole[row, column]:
            column = _before_added(entered[row], int(whole[row, column]), opens[: column + 1])
        came = column and whole[row - 1, column - 1] + gains[row - 1, column - 1]
        if column and came == entered[row, column]:
            column -= 1
            at[row - 1] = column
        row -= 1
    return tuple(at)


def _before_added(entered: Numbers, score: int, opens: NDArray[np.bool_]) -> int:
    """Where the words begin that were put in before the last of these columns."""
    column = len(opens) - 1
    costs = np.minimum(_ADDED * (column - np.arange(column)), _ADDED_AT_MOST)
    if opens[column]:
        costs = np.where(opens[:column], np.minimum(costs, _SENTENCES), costs)
    return int(np.flatnonzero(entered[:column] - costs == score)[-1])
