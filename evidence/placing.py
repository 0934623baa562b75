"""Where a quotation with its company lies in a text: the best place, and those as good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evidence.word_alignment import Aligned, Text, align, equal
from evidence.words import Word, fillers, words

Span: TypeAlias = tuple[int, int, float]
"""Start and end in characters, end excluded, and the share of the words that are there still."""

_REMAINS, _LEAST = 0.5, 0.15
"""The share of a quotation's words, by weight, that must be there still, and what is enough where
what is right beside them is there too."""

_SUPPORT, _BESIDE, _AROUND = 0.4, 0.6, 5
"""The share, by weight, of the words and so many on each side, that must be there."""

_DOUBT = 20
"""Another place that scores so little less is as good."""

_NO_RIVAL = 5
"""Words beside a place that are no other place: which of two "no, no" is meant is all the same."""

_APART, _TORN = 3, 12
"""Words put in that tear a word or two off a quotation, and any part of it."""

_FEW, _SCRAP = 2, 0.4
"""Words that are a word or two, and the share of the quotation, by weight, that is a scrap."""

_RIVALS = 6


class Passage:
    """A quotation with its company, ready to be laid beside a text.

    Args:
        prefix: what stood before the quotation.
        exact: the quotation.
        suffix: what stood after it.
        text: to find it in.
    """

    def __init__(self, prefix: str, exact: str, suffix: str, text: Text) -> None:
        self.exact, self.text = exact, text
        self.words = words(prefix + exact + suffix)
        self.start = len(prefix)
        self.end = self.start + len(exact)
        self.quoted = [
            at
            for at, word in enumerate(self.words)
            if word.start < self.end > self.start < word.end
        ]
        forms = [word.form for word in self.words]
        self.ids, self.weights = text.known(forms), text.weights(forms)

    @cached_property
    def _rows(self) -> slice:
        return slice(self.quoted[0], self.quoted[-1] + 1)

    def places(self) -> Iterator[Span]:
        """The best place, then others that are as good."""
        parts = self.ids[: self.quoted[-1] + 1], self.ids[self.quoted[0] :]
        columns = self.text.near(self.ids, *parts)
        same = equal(self.ids, self.text.ids[columns])
        begins = self.text.begins(columns)
        best = self._aligned(same, begins) if same.any() else None
        found = best
        for _ in range(_RIVALS):
            if best is None or found is None or found.score < best.score - _DOUBT:
                return
            yield self._place(found, columns)
            found = self._rival(same, begins, found)

    def _rival(
        self, same: NDArray[np.bool_], begins: NDArray[np.intp], found: Aligned
    ) -> Aligned | None:
        """The best place beside those found; what was found is struck out."""
        taken = [found.at[row] for row in self.quoted if found.same[row]]
        same[self._rows, max(0, taken[0] - _NO_RIVAL) : taken[-1] + _NO_RIVAL + 1] = False
        there = [bool(same[row].any()) for row in self.quoted]
        if self._share(there, self.quoted) < _REMAINS:
            return None
        return self._aligned(same, begins)

    def _aligned(self, same: NDArray[np.bool_], begins: NDArray[np.intp]) -> Aligned | None:
        """The alignment, where enough of the quotation and of what is right beside it is there."""
        found = align(same, self.weights, begins)
        first, last = self.quoted[0], self.quoted[-1]
        near = range(max(0, first - _AROUND), min(len(self.words), last + 1 + _AROUND))
        kept = self._share([found.same[row] for row in self.quoted], self.quoted)
        together = self._share([found.same[row] for row in near], near)
        closed = together >= _BESIDE and self._is_closed(found)
        enough = _LEAST if closed else _REMAINS
        return found if kept >= enough and together >= _SUPPORT else None

    def _is_closed(self, found: Aligned) -> bool:
        """Whether what is left of the quotation stands right between its old neighbours."""
        kept = [row for row in self.quoted if found.same[row]]
        if not kept:
            return False
        sides = (
            (kept[0], range(self.quoted[0] - 1, -1, -1)),
            (kept[-1], range(self.quoted[-1] + 1, len(self.words))),
        )
        for border, outwards in sides:
            beyond = next((row for row in outwards if found.same[row]), border)
            then, now = abs(border - beyond), abs(found.at[border] - found.at[beyond])
            if now > then + 1:
                return False
        return True

    def _share(self, found: Sequence[bool], rows: Sequence[int]) -> float:
        weights = self.weights[list(rows)]
        return float(weights[np.array(found)].sum() / weights.sum())

    def _place(self, found: Aligned, columns: NDArray[np.intp]) -> Span:
        first, last = self._borders(found)
        start = self._outer(first, self.text.words[columns[found.at[first]]])
        end = self._outer(last, self.text.words[columns[found.at[last]]], ending=True)
        kept = self._share([found.same[row] for row in self.quoted], self.quoted)
        return start, end, kept

    def _borders(self, found: Aligned) -> tuple[int, int]:
        """The first and the last word of the quotation that have one beside them in the text."""
        kept = self._whole([row for row in self.quoted if found.same[row]], found)
        first = self._replaced(found, kept[0], range(kept[0] - 1, -1, -1))
        last = self._replaced(found, kept[-1], range(kept[-1] + 1, len(self.words)))
        return first, last

    def _whole(self, kept: list[int], found: Aligned) -> list[int]:
        """The words of the quotation without a scrap of it that stands far before or behind."""
        for at, (one, other) in enumerate(pairwise(kept), start=1):
            put_in = (found.at[other] - found.at[one]) - (other - one)
            if self._is_scrap(kept[:at], kept, put_in):
                return self._whole(kept[at:], found)
            if self._is_scrap(kept[at:], kept, put_in):
                return kept[:at]
        return kept

    def _is_scrap(self, part: list[int], kept: list[int], put_in: int) -> bool:
        share = float(self.weights[part].sum() / self.weights[kept].sum())
        apart = _APART if len(part) <= _FEW else _TORN
        return put_in > apart and share <= _SCRAP

    def _replaced(self, found: Aligned, border: int, outwards: range) -> int:
        """The border, moved over words that others stand for, such as a name that was changed.

        Not where more stands in their place than they can have become.
        """
        beyond = next((row for row in outwards if found.same[row]), None)
        if beyond is None:
            return border
        then, now = abs(border - beyond), abs(found.at[border] - found.at[beyond])
        own = [row for row in outwards if row in self._quoted and self._stood_for(found, row)]
        return own[-1] if own and now <= then + 1 else border

    def _stood_for(self, found: Aligned, row: int) -> bool:
        return found.at[row] >= 0 and self.words[row].form not in fillers()

    @cached_property
    def _quoted(self) -> frozenset[int]:
        return frozenset(self.quoted)

    def _outer(self, row: int, there: Word, *, ending: bool = False) -> int:
        """Where the quotation begins, or ends, in or beside a word of the text."""
        word, text = self.words[row], self.text.text
        alike = word.end - word.start == there.end - there.start
        if ending:
            inside = word.end - self.end if alike else 0
            marked = not self.exact.rstrip()[-1].isalnum()
            return (
                there.end - inside if inside > 0 else _over_marks(text, there.end, 1, marked=marked)
            )
        inside = self.start - word.start if alike else 0
        marked = not self.exact.lstrip()[0].isalnum()
        return (
            there.start + inside
            if inside > 0
            else _over_marks(text, there.start, -1, marked=marked)
        )


def _over_marks(text: str, at: int, step: int, *, marked: bool) -> int:
    """The place, moved over the punctuation there, where the quotation had some at this end."""
    while marked and 0 < at < len(text):
        mark = text[at - (step < 0)]
        if mark.isalnum() or mark.isspace():
            break
        at += step
    return at
