"""Terms of a codebook in one language, compiled: from word forms to the terms that they speak for.

Every distinct word form is looked at once; after that a word costs one look into a dictionary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from evidence.codebook import Codebook, Term
from nlp.lemmas import UNKNOWN, lemma, spellings, written

_JOINTS = frozenset("-‐‑'’")
"""Tokens between words and their parts, which terms do not hold; blanks are others."""

Words = frozenset[int]
"""Numbers of the term words that a word form satisfies."""

Splitter = Callable[[str], list[str]]
"""Cuts a text into words."""


@dataclass(frozen=True, slots=True)
class Match:
    """A term found: tokens ``start`` to ``end``, the end excluded."""

    start: int
    end: int
    term: Term


@dataclass(slots=True)
class _Spellings:
    """Term words by what they share with a word form: all of it, its start, its end, a part."""

    whole: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    first: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    last: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    part: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, spelling: str, word: str, number: int) -> None:
        kinds = {
            (False, False): self.whole,
            (False, True): self.first,
            (True, False): self.last,
            (True, True): self.part,
        }
        kinds[word.startswith("*"), word.endswith("*")][spelling].add(number)

    def find(self, spelling: str) -> Iterator[int]:
        yield from self.whole.get(spelling, ())
        for i in range(1, len(spelling) + 1):
            yield from self.first.get(spelling[:i], ())
            yield from self.last.get(spelling[-i:], ())
        for part, numbers in self.part.items():
            if part in spelling:
                yield from numbers


class Vocabulary:
    """The terms of one language, ready to be found in a sequence of words.

    Args:
        codebook: where the terms come from.
        language: ISO 639-1 code.
        split: cuts a text into words as the texts to be searched are cut.
    """

    def __init__(self, codebook: Codebook, language: str, split: Splitter) -> None:
        self.language = language
        self._numbers: dict[tuple[str, bool], int] = {}
        self._plain, self._bare = _Spellings(), _Spellings()
        self._terms: dict[int, list[tuple[tuple[int, ...], Term]]] = defaultdict(list)
        for term in codebook.terms_in(language):
            numbers = self._compile(_words(term.text, split))
            self._terms[numbers[0]].append((numbers, term))

    def words(self, form: str, dictionary_form: str = "") -> Words | None:
        """The term words that a word form satisfies; None for what joins the parts of a word."""
        if form in _JOINTS or form.isspace():
            return None
        found: set[int] = set()
        for spelling in spellings(form, self.language, dictionary_form=dictionary_form):
            bare = spelling.startswith(UNKNOWN)
            table = self._bare if bare else self._plain
            found.update(table.find(spelling.removeprefix(UNKNOWN) if bare else spelling))
        return frozenset(found)

    def matches(self, words: Sequence[Words | None]) -> list[Match]:
        """The terms in a sequence of word forms, in order.

        A term inside a longer one of its code is left out, and so is what a term that must not
        count covers.
        """
        starts = (i for i, numbers in enumerate(words) if numbers)
        return list(_outermost([match for i in starts for match in self._at(words, i)]))

    def _at(self, words: Sequence[Words | None], start: int) -> Iterator[Match]:
        for number in sorted(words[start] or ()):
            for numbers, term in self._terms.get(number, ()):
                end = _end(words, start, numbers)
                if end:
                    yield Match(start, end, term)

    def _compile(self, words: Sequence[str]) -> tuple[int, ...]:
        several = len(words) > 1
        return tuple(self._number(word, inflected=several) for word in words)

    def _number(self, word: str, *, inflected: bool) -> int:
        """Alone a word is taken as written; beside others it may stand inflected in the term."""
        known = self._numbers.get((word, inflected))
        if known is not None:
            return known
        number = self._numbers[word, inflected] = len(self._numbers)
        stem = word.strip("*")
        forms = [stem, lemma(stem, self.language)] if inflected and stem == word else [stem]
        for spelling in (spelling for form in forms for spelling in written(form)):
            bare = spelling.startswith(UNKNOWN)
            table = self._bare if bare else self._plain
            table.add(spelling.removeprefix(UNKNOWN), word, number)
        return number


def _words(term: str, split: Splitter) -> list[str]:
    """The words of a term, cut like text; ``*`` stays with the first or last part of its word."""
    words: list[str] = []
    for word in term.split():
        parts = [part for part in split(word.strip("*")) if part not in _JOINTS]
        if word.startswith("*"):
            parts[0] = "*" + parts[0]
        if word.endswith("*"):
            parts[-1] += "*"
        words.extend(parts)
    return words


def _end(words: Sequence[Words | None], start: int, numbers: tuple[int, ...]) -> int:
    """The end of a term that starts here; 0 where its words do not follow each other."""
    i = start
    for number in numbers:
        while start < i < len(words) and words[i] is None:
            i += 1
        here = words[i] if i < len(words) else None
        if here is None or number not in here:
            return 0
        i += 1
    return i


def _outermost(found: list[Match]) -> Iterator[Match]:
    longest_first = sorted(found, key=lambda m: (m.start, -m.end, m.term.weight, m.term.text))
    reach: dict[str, int] = defaultdict(int)
    for match in longest_first:
        if match.end > reach[match.term.code]:
            reach[match.term.code] = match.end
            if match.term.weight:
                yield match
