"""Where sentences begin: by rules, so that no trained pipeline is needed.

The rules look at word forms; what matters of a form is worked out once and looked up for a whole
document at a time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import SPACY

from nlp.forms import Forms, Numbers

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST = 80
"""Tokens after which a sentence without full stop, as automatic transcription writes, is cut."""

_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»«›“)]}")
_PAUSES = frozenset(",;:–—")
_ABBREVIATIONS = Path(__file__).with_name("abbreviations.toml")

_STOP, _FULL_STOP, _CLOSER, _BLANK, _SMALL, _SHORT, _OPENER, _WORD, _PAUSE = (
    1 << bit for bit in range(9)
)


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    """Words, in small letters, after which a full stop ends no sentence."""
    lists = tomllib.loads(_ABBREVIATIONS.read_text(encoding="utf-8"))
    return frozenset(word.lower() for words in lists.values() for word in words)


class Sentences:
    """Cuts documents into sentences, and counts words; build one and use it for many."""

    def __init__(self) -> None:
        self._marks = Forms(_mark)

    def starts(self, doc: Doc, bounds: Sequence[tuple[int, int]]) -> Numbers:
        """Where the sentences of some stretches of a document start: ascending token indices.

        A full stop, question or exclamation mark or an ellipsis ends one where a blank and no
        small letter follows; neither an abbreviation, nor an initial, nor a number with a full
        stop does.

        Args:
            doc: any tokenized document.
            bounds: first token and the one after the last of each stretch, ascending.
        """
        marks = self._marks.of(doc)
        opening = _opening(marks, doc.to_array([SPACY]).astype(bool) if len(doc) else marks)
        starts = [
            start
            for first, end in bounds
            if first < end
            for start in _cut(marks, [first, *_between(opening, first, end), end])
        ]
        return np.array(starts, np.int64)

    def words(self, doc: Doc) -> Numbers:
        """How many words there are before each token, and in all: one number more than tokens."""
        return np.concatenate([[0], np.cumsum((self._marks.of(doc) & _WORD) > 0)])


def _mark(doc: Doc, index: int) -> int:
    word = doc[index].text
    return (
        _STOP * _STOPS.issuperset(word)
        | _FULL_STOP * (word == ".")
        | _CLOSER * (word in _CLOSERS)
        | _BLANK * word.isspace()
        | _SMALL * word[0].islower()
        | _SHORT * _is_short(word)
        | _OPENER * (word == "«")
        | _WORD * word.isalpha()
        | _PAUSE * (word in _PAUSES)
    )


def _is_short(word: str) -> bool:
    single = len(word) == 1 and word.isalpha() and word.isupper()
    return single or word.isdigit() or word.lower() in _abbreviations()


def _opening(marks: Numbers, blanks: Numbers) -> tuple[Numbers, Numbers]:
    """Tokens that may open a sentence, and for each the stop before it, over quotes and blanks."""
    here = np.arange(len(marks))
    firm = (marks & (_CLOSER | _BLANK)) == 0
    last = np.maximum.accumulate(np.where(firm, here, -1))
    before = np.concatenate([[-1], last[:-1]])[: len(marks)]
    blank = (marks & _BLANK) > 0
    apart = np.concatenate([[False], blanks[:-1] | blank[:-1]])[: len(marks)]
    closes = ((marks & (_CLOSER | _OPENER)) == _CLOSER) & blanks
    opens = (before >= 0) & apart & ~closes & ~blank & ((marks & _SMALL) == 0)
    opens &= (marks[before] & _STOP) > 0
    cut_short = (marks[before] & _FULL_STOP) > 0
    cut_short &= (marks[np.maximum(before - 1, 0)] & _SHORT) > 0
    places = np.flatnonzero(opens & ~(cut_short & (before > 0)))
    stops, first = np.unique(before[places], return_index=True)
    return places[first], stops


def _between(opening: tuple[Numbers, Numbers], first: int, end: int) -> list[int]:
    """The openings inside a stretch whose stop is inside it too."""
    places, stops = opening
    inside = slice(*np.searchsorted(stops, [first, end]).tolist())
    return [int(place) for place in places[inside] if place < end]


def _cut(marks: Numbers, bounds: list[int]) -> Iterator[int]:
    for start, end in pairwise(bounds):
        at = start
        while end - at > LONGEST:
            yield at
            at = _pause(marks, at)
        yield at


def _pause(marks: Numbers, first: int) -> int:
    """After the last comma in the second half of the longest sentence, else after its end."""
    half = marks[first + LONGEST // 2 + 1 : first + LONGEST]
    pauses = np.flatnonzero(half & _PAUSE)
    return first + LONGEST // 2 + 2 + int(pauses[-1]) if len(pauses) else first + LONGEST
