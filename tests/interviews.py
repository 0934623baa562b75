"""Invented interviews for tests, from who said what."""

from __future__ import annotations

from transcripts.model import INTERVIEWER, RESPONDENT, Transcript, Turn


def transcript(*said, before="", language="en"):
    """A transcript of (speaker, words) or (speaker, words, language); Q asks."""
    text, turns = before, []
    for speaker, words, *own in said:
        start = len(text) + bool(turns)
        text = text + "\n" * bool(turns) + words
        role = INTERVIEWER if speaker == "Q" else RESPONDENT
        turns.append(
            Turn(speaker, role, start, start + len(words), language=own[0] if own else language)
        )
    return Transcript("t1", "t1.txt", "txt", "0" * 64, text, tuple(turns), language)
