"""What a question asks about reaches the answer.

An answer often does not name what it is about, because the question has just done so: "What did the
pandemic change?" - "Everything stood still for nine weeks." The opening of such an answer carries
the question's codes, and every mention of them in it is *prompted*.
"""

from __future__ import annotations

from collections.abc import Sequence

from evidence.model import Coding
from transcripts.model import INTERVIEWER, Transcript, Turn

MOST_ASKED = 2
"""A question that names more codes than this asks about none of them in particular."""

SHORT = 8
"""An interviewer's turn of up to so many words and no code is a nod, not a question; an answer of
up to so many words only clears the throat, and the next one still answers."""

OPENING = 35
"""Words after which the opening of an answer ends with its sentence."""


def prompts(transcript: Transcript, codings: Sequence[Coding]) -> dict[int, tuple[str, ...]]:
    """For each turn that answers a question about codes: which ones, by the turn's index."""
    asked_in = _asked(transcript, codings)
    prompted: dict[int, tuple[str, ...]] = {}
    asked: tuple[str, ...] = ()
    for index, turn in enumerate(transcript.turns):
        words = len(transcript.said(turn).split())
        if turn.role == INTERVIEWER:
            asked = asked_in.get(index, asked if words <= SHORT else ())
        elif asked and words > SHORT:
            prompted[index], asked = asked, ()
    return prompted


def _asked(transcript: Transcript, codings: Sequence[Coding]) -> dict[int, tuple[str, ...]]:
    asked: dict[int, tuple[str, ...]] = {}
    for coding in codings:
        if _asks(transcript, transcript.turns[coding.turn]):
            known = asked.get(coding.turn, ())
            asked[coding.turn] = tuple(dict.fromkeys((*known, coding.code)))
    return {index: codes for index, codes in asked.items() if len(codes) <= MOST_ASKED}


def _asks(transcript: Transcript, turn: Turn) -> bool:
    return turn.role == INTERVIEWER and "?" in transcript.said(turn)


def opening(sentences: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """The characters of an answer's first sentences, end excluded.

    Args:
        sentences: start and end in characters and number of words of each.
    """
    words = 0
    for _, end, said in sentences:
        words += said
        if words >= OPENING:
            return sentences[0][0], end
    return sentences[0][0], sentences[-1][1]
