"""The transcript and its parts: plain values, no input or output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

INTERVIEWER = "interviewer"
RESPONDENT = "respondent"
UNKNOWN = "unknown"
"""Who speaks: asks, answers, or cannot be told. Only an interviewer is never evidence."""

LANGUAGES = ("en", "fr", "de")
"""The languages that are coded and published, as ISO 639-1 codes."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person should know about a run.

    Attributes:
        path: the file concerned, relative to the study.
        kind: a short stable name, such as ``encoding-cp1252``.
        text: one sentence or two: what was found, what was done, what to do.
        place: where in the file, such as ``line 12``; empty for the whole file.
        unusable: whether input was lost to the study because of it.
    """

    path: str
    kind: str
    text: str
    place: str = ""
    unusable: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted words: ``transcript.text[start:end]``.

    Attributes:
        speaker: the label as the file has it, without punctuation; empty where there is none.
        role: ``interviewer``, ``respondent`` or ``unknown``.
        start: characters from the start of the transcript's text.
        end: characters, end excluded.
        begins: seconds from the start of the recording, where the file tells.
        ends: seconds, where the file tells.
        language: ISO 639-1 code of this turn; empty where it cannot be told.
    """

    speaker: str
    role: str
    start: int
    end: int
    begins: float | None = None
    ends: float | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview, word for word.

    Attributes:
        id: the name that the study gives it, unique in the study.
        path: the file it was read from, relative to the study.
        format: the file's kind, such as ``docx``.
        sha256: hash of the file's bytes, in hexadecimal.
        text: all turns, in order, separated by one line break.
        turns: neither overlapping nor empty, in the order of the text.
        language: ISO 639-1 code of most of the words; empty where it cannot be told.
        apart: what the file holds beside speech, such as headings and stage directions.
        notices: what the reader has to say about the file.
        labels: the labels of the turns as the file has them, with their times, in the order of
            the file, also those of turns that were joined.
        asides: what stands among the words and was not said, such as ``[laughs]``: characters of
            the text, end excluded, in order, none in another. Never coded.
    """

    id: str
    path: str
    format: str
    sha256: str
    text: str
    turns: tuple[Turn, ...]
    language: str = ""
    apart: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    labels: tuple[str, ...] = ()
    asides: tuple[tuple[int, int], ...] = ()

    def said(self, turn: Turn) -> str:
        """The words of one turn, sliced from the text."""
        return self.text[turn.start : turn.end]

    def answers(self) -> Iterator[Turn]:
        """The turns that may be evidence: all but the interviewer's."""
        return (turn for turn in self.turns if turn.role != INTERVIEWER)
