"""Which words turn round, suppose, hedge or solve what stands near them.

After NegEx (Chapman et al. 2001, https://doi.org/10.1006/jbin.2001.1029): a trigger reaches over so
many words of its clause, longer phrases hide what only looks like one (*not only*), and some words
begin a clause that it does not reach. Triggers and their reach are data, ``stance.toml``.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Doc

from evidence.terms import GAP
from nlp.vocabulary import Match

LONGEST_TAG = 3
"""Words after the last comma that make a statement of what looks like a question: *…, right?*"""

_WORDS = Path(__file__).with_name("stance.toml")
_CLAUSE_ENDS = frozenset((*",;:.!?…–—()", "--", "..."))
_SENTENCE_ENDS = frozenset(".!?…")
_AND = frozenset((",", "and", "or", "nor", "et", "ou", "ni", "und", "oder", "noch"))


class Scopes:
    """The triggers of a segment, and what each reaches.

    Args:
        doc: the document of the segment.
        end: the token after the segment.
        language: ISO 639-1 code.
        found: the matches of triggers in the segment; their codes say what they do.
    """

    def __init__(self, doc: Doc, end: int, language: str, found: Sequence[Match]) -> None:
        self._doc, self._end = doc, end
        self._reach = _reaches(language)
        self._nouns = language == "de"
        self._of: dict[str, list[Match]] = defaultdict(list)
        for match in found:
            self._of[match.term.code].append(match)
        self._begins = {match.start for match in self._of["turn"]}

    def negation(self, match: Match) -> Match | None:
        """What turns a word round; *not without problems* does not."""
        for one in self._before(("without",), match):
            return None if any(self._before(("negation",), one)) else one
        before = self._before(("negation", "no"), match)
        found = (*before, *self._behind(match), *self._amid(match), *self._around(match))
        return next(iter(found), None)

    def denies(self, negation: Match, match: Match) -> bool:
        """Whether a word is said not to hold: *without success*, but not *without a good law*."""
        return negation.term.code != "without" or negation.end == match.start

    def goes_on(self, before: Match, match: Match) -> bool:
        """Whether two words stand side by side in a list, so that one negation is for both."""
        between = self._doc[before.end : match.start]
        return 0 < len(between) <= 2 and all(token.text in _AND for token in between)

    def is_supposed(self, match: Match) -> bool:
        """Whether a word is only said to hold if something does."""
        return any(self._before(("condition",), match))

    def is_asked(self, match: Match) -> bool:
        """Whether a word stands in a question."""
        stop = match.end
        while stop < self._end and self._doc[stop].text not in _SENTENCE_ENDS:
            stop += 1
        if stop == self._end or self._doc[stop].text != "?":
            return False
        tail = (i for i in range(stop - 1, match.end - 1, -1) if self._doc[i].text == ",")
        comma = next(tail, -1)
        return comma < 0 or stop - comma > LONGEST_TAG + 1

    def is_hedged(self, match: Match) -> bool:
        """Whether a maybe stands near a word, in its sentence."""
        return any(
            self._gap(one, match) <= self._reach["hedge"] and self._same_sentence(one, match)
            for one in self._of["hedge"]
        )

    def is_past(self, match: Match) -> bool:
        """Whether the words themselves say that it is over."""
        return any(_inside(one, match) for one in self._of["past"])

    def solution(self, match: Match) -> Match | None:
        """What says of a barrier that it is no more; none where that is denied or supposed."""
        for one in self._before(("solves",), match):
            return one
        for one in self._of["solved"]:
            if self.governs(one, match) and not self.negation(one):
                return one
        return None

    def governs(self, one: Match, other: Match) -> bool:
        """Whether a word stands near another in its clause."""
        return self._gap(one, other) <= self._reach["solved"] and self._same_clause(one, other)

    def _before(self, triggers: Sequence[str], match: Match) -> Iterator[Match]:
        """The triggers before a word in its clause that reach it, the nearest first."""
        for trigger in triggers:
            for one in reversed(self._of[trigger]):
                gap = match.start - one.end
                if 0 <= gap <= self._reach[trigger] and self._same_clause(one, match):
                    yield one

    def _behind(self, match: Match) -> Iterator[Match]:
        """The negations behind a word; behind a noun only one that ends the clause."""
        noun = self._nouns and self._doc[match.end - 1].text[:1].isupper()
        reach = self._reach["noun" if noun else "after"]
        for one in self._of["negation"]:
            near = 0 <= one.start - match.end < reach and self._same_clause(match, one)
            if near and not (noun and self._goes_on_behind(one)) and not self._joined(match, one):
                yield one
        yield from self._object(match)

    def _object(self, match: Match) -> Iterator[Match]:
        """What turns round that which is needed: *we need no subsidies*."""
        for one in self._of["no"] if match.term.code == "need" else ():
            if 0 <= one.start - match.end < self._reach["object"]:
                yield one

    def _around(self, match: Match) -> Iterator[Match]:
        """What denies all that follows in its sentence."""
        for one in self._of["denial"]:
            near = 0 <= match.start - one.end <= self._reach["denial"]
            if near and self._same_sentence(one, match):
                yield one

    def _amid(self, match: Match) -> Iterator[Match]:
        """The negations in the gap of a term: *muss … nicht … werden*."""
        if GAP in match.term.phrases[0]:
            for one in self._of["negation"]:
                if match.start < one.start and one.end < match.end:
                    yield one

    def _goes_on_behind(self, match: Match) -> bool:
        return match.end < self._end and not self._parts(match.end)

    def _joined(self, first: Match, second: Match) -> bool:
        return any(token.text in _AND for token in self._doc[first.end : second.start])

    def _gap(self, one: Match, other: Match) -> int:
        return max(one.start - other.end, other.start - one.end)

    def _parts(self, token: int) -> bool:
        """Whether another clause begins with a token."""
        return token in self._begins or self._doc[token].text in _CLAUSE_ENDS

    def _same_clause(self, one: Match, other: Match) -> bool:
        first, last = (one, other) if one.start < other.start else (other, one)
        return not any(map(self._parts, range(first.end, last.start + 1)))

    def _same_sentence(self, one: Match, other: Match) -> bool:
        first, last = min(one.end, other.end), max(one.start, other.start)
        return not any(token.text in _SENTENCE_ENDS for token in self._doc[first:last])


def _inside(one: Match, other: Match) -> bool:
    return other.start <= one.start and one.end <= other.end


@lru_cache(maxsize=4)
def _reaches(language: str) -> Mapping[str, int]:
    """How many words may stand between a trigger and what it reaches."""
    scope: dict[str, dict[str, int]] = tomllib.loads(_WORDS.read_text(encoding="utf-8"))["scope"]
    return scope[language]
