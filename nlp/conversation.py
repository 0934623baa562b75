"""How a conversation runs: what a question asks about reaches the answer.

An answer often does not name what it is about, because the question has just done so: "What did the
pandemic change?" - "Everything stood still for nine weeks." The opening of such an answer carries
the question's codes, what follows carries them for a while with less weight, and every mention of
them in the answer is *prompted*. It ends where the answer refuses, turns away or speaks of another
code, and with the next question. The words that show this are data, ``conversation.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.terms import Term
from nlp.word_lists import read_terms

_WORDS = Path(__file__).with_suffix(".toml")

MOST_ASKED = 2
"""A question that names more codes than this asks about none of them in particular."""

SHORT = 8
"""An interviewer's turn of up to so many words and no code is a nod, not a question; an answer of
up to so many words only clears the throat, and the next one still answers."""

OPENING = 35
"""Words after which the opening of an answer ends with its sentence."""

CARRIED = ((35, 0.5), (70, 0.25))
"""Up to so many words into the answer, the question adds so much to a passage with a cue."""

LED_UP = 1
"""Sentences before the one that asks that may name what it asks about."""

ASKS, GOES_ON, REFUSES, AWAY, REFERS = "asks", "goes_on", "refuses", "away", "refers"


def terms(language: str) -> tuple[Term, ...]:
    """The words that turn a conversation in a language; the code of a term is what they do."""
    return read_terms(_WORDS, language)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a turn.

    Attributes:
        start: characters from the start of the transcript.
        end: characters, end excluded.
        words: how many.
        asks: whether it ends with a question mark.
        does: what its words do, see :func:`terms`.
        begins: what its first word does.
        codes: the codes that are applied to it.
    """

    start: int
    end: int
    words: int
    asks: bool = False
    does: frozenset[str] = frozenset()
    begins: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


@dataclass(slots=True)
class Conversation:
    """What is being asked, turn by turn.

    Attributes:
        codes: what the last question asks about.
        answered: who has answered it.
        followed: whether a follow-up has been asked since.
    """

    codes: tuple[str, ...] = ()
    answered: set[str] = field(default_factory=set)
    followed: bool = False

    def ask(self, question: Sequence[Sentence]) -> None:
        """Hear an interviewer's turn."""
        asked = _asked(question)
        self.followed = asked is None and _goes_on(question)
        if self.followed:
            self.answered = set()
        elif asked is not None or not self._goes_through(question):
            codes = asked or ()
            self.codes = codes if len(codes) <= MOST_ASKED else ()
            self.answered = set()

    def _goes_through(self, question: Sequence[Sentence]) -> bool:
        """Whether a turn without topic is only a nod, or presses for an answer."""
        short = sum(sentence.words for sentence in question) <= SHORT
        return short and not (self.answered and any(one.asks for one in question))

    def answer(self, speaker: str, said: Sequence[Sentence]) -> Answer:
        """Hear an answer, and tell how far what was asked reaches into it."""
        words = sum(sentence.words for sentence in said)
        if not self.codes or words <= SHORT:
            return Answer()
        codes, first = self.codes, speaker not in self.answered
        self.answered.add(speaker)
        away = next((one for one in said if AWAY in one.does and one is not said[0]), None)
        takes_up = first and not _refuses(said) and self._takes_up(said[0])
        if away or _refuses(said):
            self.codes = ()
        return Answer(codes, away.start if away else said[-1].end, takes_up)

    def _takes_up(self, first: Sentence) -> bool:
        """Whether an answer's first sentence speaks of what was asked.

        After a follow-up, or with a topic of its own, it does only where it begins with a word
        that refers back.
        """
        if not first.codes.isdisjoint(self.codes):
            return True
        own = bool(first.codes) or self.followed
        return not own or REFERS in first.begins


@dataclass(frozen=True, slots=True)
class Answer:
    """How far a question reaches.

    Attributes:
        codes: what was asked about.
        end: characters up to where the answer still speaks to it, end excluded.
        takes_up: whether its opening speaks to it even without naming it.
    """

    codes: tuple[str, ...] = ()
    end: int = 0
    takes_up: bool = False


def carried(words: int) -> float:
    """What the question adds to a passage that begins so many words into the answer."""
    return next((weight for most, weight in CARRIED if words < most), 0.0)


def opening(said: Sequence[Sentence], end: int) -> tuple[int, int]:
    """The characters of an answer's first sentences up to a place, end excluded."""
    words = 0
    last = said[0]
    for sentence in said:
        if sentence.start >= end:
            break
        last = sentence
        words += sentence.words
        if words >= OPENING:
            break
    return said[0].start, last.end


def _asked(question: Sequence[Sentence]) -> tuple[str, ...] | None:
    """The codes of the last sentence that asks, or of what leads up to it, where any are named."""
    asking = [i for i, one in enumerate(question) if one.asks or ASKS in one.does]
    if not asking:
        return None
    for one in reversed(question[max(asking[-1] - LED_UP, 0) : asking[-1] + 1]):
        if one.codes:
            return tuple(sorted(one.codes))
    return None


def _goes_on(question: Sequence[Sentence]) -> bool:
    return any(one.asks for one in question) and any(GOES_ON in one.does for one in question)


def _refuses(said: Sequence[Sentence]) -> bool:
    return REFUSES in said[0].does
