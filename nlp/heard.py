"""What is said where no code applies, kept as numbers: the words of a large study fit into memory.

Runs of words are counted from the short ones up, as in Agrawal and Srikant 1994 (Fast algorithms
for mining association rules): a run can only be frequent where the runs in it are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from evidence.model import Passage

Term = tuple[str, ...]
"""The dictionary forms of a term's words."""

_Numbers = tuple[int, ...]
_BREAK = 0
"""Stands between words that are no neighbours."""


@dataclass(frozen=True, slots=True)
class Often:
    """How many times a term is said, and in how many transcripts."""

    times: int
    transcripts: int


@dataclass(slots=True)
class Words:
    """Texts by their numbers, from 1."""

    texts: list[str] = field(default_factory=lambda: [""])
    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The number of a text, a new one where it has none."""
        found = self.numbers.get(text)
        if found is None:
            found = self.numbers[text] = len(self.texts)
            self.texts.append(text)
        return found


@dataclass(slots=True)
class Heard:
    """What is said in one language where no code applies.

    Attributes:
        bases: the dictionary forms.
        forms: the words as they are spelled.
        said: numbers of dictionary forms, one a word.
        spelled: numbers of spellings, one a word.
        ends: where each transcript's words end, in words.
        begins: where the words of each place begin, in words.
        places: the passages, one for each of ``begins``.
        singles: how many words are said that may be terms.
    """

    bases: Words = field(default_factory=Words)
    forms: Words = field(default_factory=Words)
    said: array[int] = field(default_factory=lambda: array("I"))
    spelled: array[int] = field(default_factory=lambda: array("I"))
    ends: list[int] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    places: list[Passage] = field(default_factory=list)
    singles: int = 0

    def hear(self, run: Sequence[tuple[str, str]], place: Passage) -> None:
        """Add neighbouring words, each as its dictionary form and its spelling."""
        if not self.places or self.places[-1] is not place:
            self.begins.append(len(self.said))
            self.places.append(place)
        self.said.extend([self.bases.number(base) for base, _ in run])
        self.spelled.extend([self.forms.number(form) for _, form in run])
        self.said.append(_BREAK)
        self.spelled.append(_BREAK)
        self.singles += len(run)

    def end(self) -> None:
        """A transcript ends here."""
        self.ends.append(len(self.said))

    def often(self, longest: int, times: int, transcripts: int) -> dict[Term, Often]:
        """The terms of up to so many words that are said often enough, in enough transcripts."""
        found: dict[Term, Often] = {}
        shorter: dict[_Numbers, Often] | None = None
        for length in range(1, longest + 1):
            counted = self._counted(length, shorter)
            shorter = {
                term: one
                for term, one in counted
                if one.times >= times and one.transcripts >= transcripts
            }
            found |= {self._term(term): one for term, one in shorter.items()}
        return found

    def _counted(
        self, length: int, shorter: Container[_Numbers] | None
    ) -> Iterator[tuple[_Numbers, Often]]:
        times: Counter[_Numbers] = Counter()
        transcripts: Counter[_Numbers] = Counter()
        for words in self._by_transcript():
            here = Counter(_runs(words, length, shorter))
            times.update(here)
            transcripts.update(here.keys())
        return ((term, Often(number, transcripts[term])) for term, number in times.items())

    def _by_transcript(self) -> Iterator[array[int]]:
        start = 0
        for end in self.ends:
            yield self.said[start:end]
            start = end

    def _term(self, numbers: _Numbers) -> Term:
        return tuple(self.bases.texts[number] for number in numbers)

    def spellings(self, terms: Sequence[Term]) -> dict[Term, Counter[str]]:
        """How often each of the terms is spelled in which way."""
        found: dict[Term, Counter[str]] = {term: Counter() for term in terms}
        for term, at in self._occurrences(terms):
            forms = self.spelled[at : at + len(term)]
            found[term][" ".join(self.forms.texts[number] for number in forms)] += 1
        return found

    def examples(self, terms: Sequence[Term], most: int) -> dict[Term, tuple[Passage, ...]]:
        """The first places where each of the terms is said, so many at most."""
        found: dict[Term, tuple[Passage, ...]] = dict.fromkeys(terms, ())
        for term, at in self._occurrences(terms):
            if len(found[term]) < most:
                found[term] += (self.places[bisect_right(self.begins, at) - 1],)
        return found

    def _occurrences(self, terms: Sequence[Term]) -> Iterator[tuple[Term, int]]:
        """Each time that one of the terms is said, and where, in words."""
        wanted = {tuple(map(self.bases.number, term)): term for term in terms}
        for length in sorted({len(term) for term in terms}):
            for at, numbers in enumerate(_neighbours(self.said, length)):
                if numbers in wanted:
                    yield wanted[numbers], at


def _neighbours(words: array[int], length: int) -> Iterator[_Numbers]:
    return zip(*(words[start:] for start in range(length)), strict=False)


def _runs(
    words: array[int], length: int, shorter: Container[_Numbers] | None
) -> Iterator[_Numbers]:
    """The runs of so many neighbouring words whose shorter runs are frequent."""
    for run in _neighbours(words, length):
        if _BREAK in run:
            continue
        if shorter is None or (run[:-1] in shorter and run[1:] in shorter):
            yield run
