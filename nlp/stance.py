"""Stance: whether what is said of a theme is a barrier, an opportunity or a need.

Words speak for a stance; they are turned round by a negation, left out where they are only asked or
supposed, and mended where the barrier is solved, see ``nlp.negation``. All words are data,
``stance.toml``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from evidence.terms import Term
from nlp.negation import Scopes
from nlp.vocabulary import Match
from nlp.word_lists import read_terms

BARRIER, OPPORTUNITY, NEED = "barrier", "opportunity", "need"
STANCES = (BARRIER, NEED, OPPORTUNITY)
"""In the order in which one is preferred where they weigh the same."""

_WORDS = Path(__file__).with_suffix(".toml")
_ENOUGH = 0.75
"""What a sentence must say of a stance: one strong word, or two weak ones."""

_APART = 0.5
"""What a word weighs in a sentence that does not name the theme."""


@dataclass(frozen=True, slots=True)
class Stance:
    """What is said of a theme.

    Attributes:
        kind: ``barrier``, ``opportunity`` or ``need``; empty where it is neither.
        hedged: whether most of it is said with a maybe.
        terms: the words that led to it, as they were said, with what turns them round.
        rules: how each was read: the term in ``stance.toml``, as ``not (…)`` where it is denied,
            as ``solved (…)`` where a barrier is no more.
    """

    kind: str = ""
    hedged: bool = False
    terms: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A segment of a document.

    Attributes:
        doc: the document.
        language: ISO 639-1 code of the segment.
        sentences: first token of each sentence of the segment, ascending.
        end: token after the segment.
        themed: which of the sentences, from 0, name the theme.
    """

    doc: Doc
    language: str
    sentences: Sequence[int]
    end: int
    themed: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Sign:
    """A word that speaks for a stance, after all that turns it round."""

    kind: str
    weight: float
    sentence: int
    hedged: bool
    words: str
    rule: str


def terms(language: str) -> tuple[Term, ...]:
    """The words for stances, and for what turns them round, in a language; the code is what."""
    return read_terms(_WORDS, language)


def judge(said: Said, found: Sequence[Match]) -> Stance:
    """The stance of a segment, from the matches of :func:`terms` in it.

    A term counts once, with the most that it weighs anywhere.
    """
    if not any(match.term.code in STANCES for match in found):
        return Stance()
    signs = _weightiest(_enough(list(_Segment(said, found).signs())))
    sums: dict[str, float] = defaultdict(float)
    for sign in signs:
        sums[sign.kind] += sign.weight
    kind = max(STANCES, key=lambda one: sums[one])
    return _stance(kind, [sign for sign in signs if sign.kind == kind]) if signs else Stance()


def _enough(signs: Sequence[_Sign]) -> list[_Sign]:
    """The signs of stances that some sentence speaks for enough by itself."""
    weights = {(sign.kind, sign.sentence, sign.rule): sign.weight for sign in signs}
    sums: dict[tuple[str, int], float] = defaultdict(float)
    for (kind, sentence, _), weight in weights.items():
        sums[kind, sentence] += weight
    kinds = {kind for (kind, _), weight in sums.items() if weight >= _ENOUGH}
    return [sign for sign in signs if sign.kind in kinds]


def _weightiest(signs: Iterable[_Sign]) -> list[_Sign]:
    """Of the signs of one kind that are read by one rule, the first that weighs most."""
    found: dict[tuple[str, str], _Sign] = {}
    for sign in signs:
        key = sign.kind, sign.rule
        found[key] = max(found.get(key, sign), sign, key=lambda one: one.weight)
    return list(found.values())


def _stance(kind: str, deciding: Sequence[_Sign]) -> Stance:
    maybe = sum(sign.weight if sign.hedged else -sign.weight for sign in deciding)
    words = dict.fromkeys(sign.words for sign in deciding)
    return Stance(kind, maybe >= 0, tuple(words), tuple(sign.rule for sign in deciding))


class _Segment:
    """A segment, read for signs of a stance."""

    def __init__(self, said: Said, found: Sequence[Match]) -> None:
        self._said, self._doc = said, said.doc
        self._found = [match for match in found if match.term.code in STANCES]
        self._scopes = Scopes(said.doc, said.end, said.language, found)

    def signs(self) -> Iterator[_Sign]:
        """What the words speak for, in the order of the text."""
        last: tuple[Match, Match | None] | None = None
        for match in self._found:
            negation = self._scopes.negation(match)
            if not negation and last and self._scopes.goes_on(last[0], match):
                negation = last[1]
            last = match, negation
            if not self._is_open(match):
                yield from self._sign(match, negation)

    def _is_open(self, match: Match) -> bool:
        """Whether a word says nothing of how things are: asked, supposed, or long over."""
        past = match.term.code == NEED and self._scopes.is_past(match)
        return past or self._scopes.is_asked(match) or self._scopes.is_supposed(match)

    def _sign(self, match: Match, negation: Match | None) -> Iterator[_Sign]:
        kind, term = match.term.code, match.term.text
        if negation:
            if kind == OPPORTUNITY and self._scopes.denies(negation, match):
                yield self._read(BARRIER, match, f"not ({term})", negation)
            return
        solution = self._scopes.solution(match) if kind == BARRIER else None
        if not solution:
            yield self._read(kind, match, term)
        elif not self._is_needed(solution):
            yield self._read(OPPORTUNITY, match, f"solved ({term})", solution)

    def _is_needed(self, solution: Match) -> bool:
        """Whether a barrier is not solved, but is to be: the need speaks for itself."""
        needs = (match for match in self._found if match.term.code == NEED)
        return any(self._scopes.governs(need, solution) for need in needs)

    def _read(self, kind: str, match: Match, rule: str, other: Match | None = None) -> _Sign:
        sentence = max(bisect_right(self._said.sentences, match.start) - 1, 0)
        weight = match.term.weight * (1.0 if sentence in self._said.themed else _APART)
        places = sorted((one.start, one.end) for one in (match, other) if one)
        words = " … ".join(self._doc[start:end].text for start, end in places)
        return _Sign(kind, weight, sentence, self._scopes.is_hedged(match), words, rule)
