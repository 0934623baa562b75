"""Terms of one language, compiled: from word forms to the terms that they speak for.

What a word form can be part of is worked out once a form and kept in arrays, so that a document is
searched by looking its forms up together; only the words that may begin a term are looked at one by
one. The compiled terms are kept on disk, see ``nlp.compiled``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evidence.terms import Term
from nlp import compiled
from nlp.compiled import GAP, Compiled
from nlp.families import normal
from nlp.similarity import Similar

LONGEST_GAP = 3
"""Words that a ``…`` in a term may stand for."""

FARTHEST_COMPANY = 12
"""Words between a term and the company that it needs."""

_JOINTS = frozenset("-‐‑'’")
"""Tokens between words and their parts, which terms do not hold; blanks are others."""

JOINT, NOTHING = -1, 0
"""Kinds of word forms that no term holds."""

Splitter = Callable[[str], list[str]]
"""Cuts a text into words."""


@dataclass(frozen=True, slots=True)
class Match:
    """A term found: tokens ``start`` to ``end``, the end excluded."""

    start: int
    end: int
    term: Term


class Vocabulary:
    """The terms of one language, ready to be found in a sequence of words.

    Args:
        terms: of one language.
        language: ISO 639-1 code.
        split: cuts a text into words as the texts to be searched are cut.
        tokenizer: names how ``split`` cuts, so that compiled terms may be kept on disk; empty where
            they may not.
        similar: tells which of the terms' words a word that is none of them means.
    """

    def __init__(
        self,
        terms: Sequence[Term],
        language: str,
        split: Splitter,
        tokenizer: str = "",
        similar: Similar | None = None,
    ) -> None:
        self._similar = similar
        self.terms = tuple(terms)
        self.language = language
        self._table: Compiled = compiled.of(self.terms, language, split, _JOINTS, tokenizer)
        self._roots = _tree(self._table.phrases)
        self._sets: list[frozenset[int]] = [frozenset()]
        self._kinds: dict[frozenset[int], int] = {frozenset(): NOTHING}
        self._forms: dict[tuple[str, str, str], int] = {}

    def kind(self, form: str, dictionary_form: str = "", part_of_speech: str = "") -> int:
        """A number for what a word form may be part of: the same for forms that serve the same.

        Args:
            form: the word as it stands in a text.
            dictionary_form: the lemma that a trained pipeline gives.
            part_of_speech: the tag of Universal Dependencies that a trained pipeline gives.

        Returns:
            ``NOTHING``, ``JOINT`` for what joins the parts of a word, else a number above 0.
        """
        key = form, dictionary_form, part_of_speech
        if key not in self._forms:
            self._forms[key] = self._new_kind(form, dictionary_form, part_of_speech)
        return self._forms[key]

    def _new_kind(self, form: str, dictionary_form: str, part_of_speech: str) -> int:
        if form in _JOINTS or form.isspace():
            return JOINT
        found = frozenset(self._table.find(normal(form), part_of_speech))
        found |= frozenset(self._table.capitals.get(form, ()))
        if dictionary_form:
            found |= frozenset(self._table.find(normal(dictionary_form), part_of_speech))
        if not found and self._similar:
            found = frozenset(self._table.find(normal(self._similar(form)), part_of_speech))
        if found not in self._kinds:
            self._kinds[found] = len(self._sets)
            self._sets.append(found)
        return self._kinds[found]

    def begins(self, kind: int) -> bool:
        """Whether a term may begin with words of this kind."""
        return kind > NOTHING and not self._sets[kind].isdisjoint(self._roots)

    def matches(self, kinds: Sequence[int], starts: Iterable[int]) -> list[Match]:
        """The terms in a sequence of words, in order.

        Of terms of one code that overlap, the one that weighs most is kept; left out is what a
        term that must not count covers, and what lacks the company that it needs.

        Args:
            kinds: of each word.
            starts: indices of the words whose kind :meth:`begins` a term, ascending.
        """
        found: list[tuple[int, int, int]] = []
        company: dict[int, list[int]] = defaultdict(list)
        for start in starts:
            for number, end in self._at(kinds, start):
                if number < len(self.terms):
                    found.append((start, end, number))
                else:
                    company[number].append(start)
        kept = [m for m in found if self._in_company(*m, company)]
        return _weightiest([Match(start, end, self.terms[n]) for start, end, n in kept])

    def _in_company(self, start: int, end: int, number: int, company: dict[int, list[int]]) -> bool:
        needed = self._table.company[number]
        return not needed or any(_near(company.get(one, ()), start, end) for one in needed)

    def _at(self, kinds: Sequence[int], start: int) -> Iterator[tuple[int, int]]:
        """Numbers of the terms, and of the company of terms, that start here, with their ends."""
        ends: dict[int, int] = {}
        for root in self._sets[kinds[start]] & self._roots.keys():
            for number, end in self._follow(kinds, start + 1, self._roots[root], 0):
                ends[number] = max(end, ends.get(number, 0))
        yield from ends.items()

    def _follow(
        self, kinds: Sequence[int], at: int, node: dict[int, Any], skipped: int
    ) -> Iterator[tuple[int, int]]:
        """The phrases that go on from a node of the tree with the words from ``at``."""
        if _ENDS in node and not skipped:
            for number in node[_ENDS]:
                yield number, at
        if len(node) == (_ENDS in node):
            return
        i = at
        while i < len(kinds) and kinds[i] == JOINT:
            i += 1
        if i == len(kinds):
            return
        for word in self._sets[max(kinds[i], NOTHING)]:
            if word in node:
                yield from self._follow(kinds, i + 1, node[word], 0)
        if GAP in node:
            yield from self._over(kinds, i, node[GAP])

    def _over(
        self, kinds: Sequence[int], at: int, node: dict[int, Any]
    ) -> Iterator[tuple[int, int]]:
        """The phrases that go on after a gap, which may also be empty."""
        for i in range(at, min(at + LONGEST_GAP + 1, len(kinds))):
            if kinds[i] == STOP:
                return
            for word in self._sets[max(kinds[i], NOTHING)]:
                if word in node:
                    yield from self._follow(kinds, i + 1, node[word], 0)


_ENDS = -3
"""The key of a node of the tree under which stand the numbers of the terms that end there."""

STOP = -2
"""The kind of what ends a sentence; no gap goes over it."""


def _tree(phrases: Iterable[tuple[int, tuple[int, ...]]]) -> dict[int, dict[int, Any]]:
    """Phrases as a tree: the number of a word leads on, ``_ENDS`` to the terms that end."""
    roots: dict[int, dict[int, Any]] = {}
    for number, words in phrases:
        node = roots
        for word in words:
            node = node.setdefault(word, {})
        ends: Any = node.setdefault(_ENDS, [])  # type: ignore[arg-type]
        ends.append(number)
    return roots


def _near(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the places, ascending, is no farther from a term than company may be."""
    at = bisect_left(places, start - FARTHEST_COMPANY)
    while at < len(places) and places[at] < end + FARTHEST_COMPANY:
        if not start <= places[at] < end:
            return True
        at += 1
    return False


def _weightiest(found: list[Match]) -> list[Match]:
    """The matches that count: of those of a code that overlap, the one that weighs most.

    What a term that must not count covers is left out first.
    """
    hidden: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for match in found:
        if not match.term.weight:
            hidden[match.term.code].update(_inside(match))
    taken: dict[str, set[int]] = defaultdict(set)
    kept: list[Match] = []
    for match in sorted(found, key=lambda m: (-m.term.weight, m.start - m.end, m.start)):
        code, words = match.term.code, range(match.start, match.end)
        if (match.start, match.end) not in hidden[code] and taken[code].isdisjoint(words):
            taken[code].update(words)
            kept.append(match)
    return sorted(kept, key=lambda m: (m.start, m.end, m.term.code))


def _inside(match: Match) -> Iterator[tuple[int, int]]:
    """The spans that lie in a match, itself among them."""
    for start in range(match.start, match.end):
        for end in range(start + 1, match.end + 1):
            yield start, end
