"""Stance: whether what is said of a theme is a barrier, an opportunity or a need.

Rules over words, in the way of NegEx (Chapman et al. 2001, https://doi.org/10.1006/jbin.2001.1029):
words that speak for a stance, turned round by a negation that stands before them in the same
clause, left out where they are only supposed or asked. The words are data, ``stance.toml``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from evidence.terms import Term
from nlp.vocabulary import Match
from nlp.word_lists import read_terms

BARRIER, OPPORTUNITY, NEED = "barrier", "opportunity", "need"
STANCES = (BARRIER, NEED, OPPORTUNITY)
"""In the order in which one is preferred where they weigh the same."""

_WORDS = Path(__file__).with_suffix(".toml")
_ENOUGH = 0.75
"""What the words for a stance weigh together at least: one strong word, or two weak ones."""

_REACH = 5
"""Words over which a negation or a condition reaches to what follows."""

_AFTER = {"de": 3}
"""Words over which a negation reaches back: *das lohnt sich nicht*."""

_NEAR = 6
"""Words between a barrier and what says that it is no more."""

_APART = 0.5
"""What a word weighs in a sentence that does not name the theme."""

_CLAUSE_ENDS = frozenset(",;:.!?…–—()")


@dataclass(frozen=True, slots=True)
class Stance:
    """What is said of a theme.

    Attributes:
        kind: ``barrier``, ``opportunity`` or ``need``; empty where it is neither.
        hedged: whether it is said with a maybe.
        terms: the words that led to it, as they were said, with the negation where there is one.
    """

    kind: str = ""
    hedged: bool = False
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sign:
    """A word that speaks for a stance, after all that turns it round."""

    kind: str
    weight: float
    sentence: int
    words: str


def terms(language: str) -> tuple[Term, ...]:
    """The words for stances, and for what turns them round, in a language; the code is what."""
    return read_terms(_WORDS, language)


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


def judge(said: Said, found: Sequence[Match]) -> Stance:
    """The stance of a segment, from the matches of :func:`terms` in it."""
    segment = _Segment(said, found)
    signs = [sign for match in found if (sign := segment.sign(match))]
    sums: dict[str, float] = defaultdict(float)
    for sign in signs:
        sums[sign.kind] += sign.weight
    kind = max(STANCES, key=lambda one: sums[one])
    if sums[kind] < _ENOUGH:
        return Stance()
    deciding = [sign for sign in signs if sign.kind == kind]
    hedged = any(sign.sentence in segment.hedged for sign in deciding)
    return Stance(kind, hedged, tuple(dict.fromkeys(sign.words for sign in deciding)))


class _Segment:
    """A segment's words that matter for a stance, by what they are."""

    def __init__(self, said: Said, found: Sequence[Match]) -> None:
        self._said, self._doc = said, said.doc
        self._after = _AFTER.get(said.language, 0)
        self._of: dict[str, list[Match]] = defaultdict(list)
        for match in found:
            self._of[match.term.code].append(match)
        self.hedged = {self._sentence(match.start) for match in self._of["hedge"]}

    def sign(self, match: Match) -> _Sign | None:
        """What a word speaks for; none where it is no sign, supposed, asked, or denied."""
        kind, sentence = match.term.code, self._sentence(match.start)
        if kind not in STANCES or self._is_asked(sentence):
            return None
        if self._before("condition", match):
            return None
        weight = match.term.weight * (1.0 if sentence in self._said.themed else _APART)
        negation = self._negation(match)
        words = self._text(match.start, match.end)
        if negation:
            words = f"{self._text(negation.start, negation.end)} … {words}"
            return _Sign(BARRIER, weight, sentence, words) if kind == OPPORTUNITY else None
        if kind == BARRIER and self._is_solved(match):
            kind = OPPORTUNITY
        return _Sign(kind, weight, sentence, words)

    def _negation(self, match: Match) -> Match | None:
        """What turns a word round: before it in its clause, or in German shortly after."""
        before = self._before("negation", match)
        if before:
            return before
        for one in self._of["negation"]:
            gap = one.start - match.end
            if 0 <= gap < self._after and self._same_clause(match.end, one.start):
                return one
        return None

    def _before(self, what: str, match: Match) -> Match | None:
        for one in self._of[what]:
            gap = match.start - one.end
            inside = match.start <= one.start and one.end <= match.end
            if not inside and 0 <= gap < _REACH and self._same_clause(one.end, match.start):
                return one
        return None

    def _is_solved(self, match: Match) -> bool:
        return any(
            max(one.start - match.end, match.start - one.end) < _NEAR
            and self._sentence(one.start) == self._sentence(match.start)
            for one in self._of["solved"]
        )

    def _same_clause(self, start: int, end: int) -> bool:
        between = self._doc[start:end]
        turns = any(start <= one.start < end for one in self._of["turn"])
        return not turns and not any(token.text in _CLAUSE_ENDS for token in between)

    def _is_asked(self, sentence: int) -> bool:
        end = [*self._said.sentences, self._said.end][sentence + 1]
        return any(token.text == "?" for token in self._doc[max(end - 2, 0) : end])

    def _sentence(self, token: int) -> int:
        return max(bisect_right(self._said.sentences, token) - 1, 0)

    def _text(self, start: int, end: int) -> str:
        return str(self._doc[start:end].text)
