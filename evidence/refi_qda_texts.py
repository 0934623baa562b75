"""A transcript as it is shown to other programs, and where each of its characters is there.

Each turn is a paragraph, ``P01: words``, under the participant's pseudonym; an interviewer is
``I``. What must not be shown is replaced by a mark, and what programs count in different ways, that
is characters above U+FFFF, by their names in brackets. Where every character has gone
is kept.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evidence.known_names import Known
from evidence.masking import details
from evidence.refi_qda_offsets import MARK
from evidence.register import Voices
from transcripts.model import INTERVIEWER, Transcript, Turn
from transcripts.study import QUOTED

PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Replacement:
    """Other words in place of ``transcript.text[start:end]``, in characters, end excluded."""

    start: int
    end: int
    words: str


Replace = Callable[[Transcript, Turn], Iterable[Replacement]]
"""What must not be shown of a turn, in the order of the text, none in another."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A transcript's text for other programs.

    Attributes:
        text: with labels, and marks for what is not shown.
        begins: for each character of the transcript's text, where what stands for it begins.
        ends: and where that ends.
    """

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a segment of at least one character is shown: characters, end excluded."""
        return self.begins[start], self.ends[end - 1]


def shown_text(transcript: Transcript, label: Callable[[Turn], str], replace: Replace) -> ShownText:
    """The text as it may leave the study, and the new place of every character.

    Args:
        transcript: of which something is shown.
        label: what a turn's speaker is called; empty for no label.
        replace: what must not be shown of a turn; see ``not_quoted`` for what consent asks. A turn
            of which nothing is left has no paragraph.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for turn in transcript.turns:
        pieces = tuple(_pieces(transcript, turn, tuple(replace(transcript, turn))))
        before = (PARAGRAPH if length else "") + (f"{said}: " if (said := label(turn)) else "")
        if not any(piece for piece, _ in pieces):
            before = ""
        length += len(before)
        # Blanks between two turns are no words: they are shown where the next turn begins.
        spans += [(length, length)] * (turn.start - len(spans))
        parts += [before] if before else []
        for piece, count in pieces:
            parts.append(piece)
            spans += [(length, length + len(piece))] * count
            length += len(piece)
    spans += [(length, length)] * (len(transcript.text) - len(spans))
    return ShownText("".join(parts), tuple(s for s, _ in spans), tuple(e for _, e in spans))


def _pieces(
    transcript: Transcript, turn: Turn, replaced: tuple[Replacement, ...]
) -> Iterable[tuple[str, int]]:
    """What is shown of a turn, piece by piece, each with the number of characters it stands for."""
    at = turn.start
    for one in (*replaced, Replacement(turn.end, turn.end, "")):
        for letter in transcript.text[at : one.start]:
            yield _common(letter), 1
        if one.end > one.start:
            yield one.words, one.end - one.start
        at = max(at, one.end)


def _common(letter: str) -> str:
    """A character that every program counts as one, or what stands for it."""
    if ord(letter) > 0xFFFF:
        name = unicodedata.name(letter, "").lower()
        return f"[{name}]" if name else "\ufffd"
    if letter == MARK:  # at the start of a file it would be taken for the file's own
        return ""
    if letter == "\r":
        return "\n"
    return "\ufffd" if letter < " " and letter not in "\t\n" else letter


def not_quoted(who: Voices, mark: str) -> Replace:
    """What consent hides: all that is said by whoever is not to be quoted, or has withdrawn.

    Args:
        who: the participants who are heard and have not withdrawn, by transcript and label.
        mark: what is shown in its place.
    """

    def hidden(transcript: Transcript, turn: Turn) -> Iterable[Replacement]:
        person = who.get((transcript.id, turn.speaker))
        if turn.role == INTERVIEWER:
            return
        if person is None:  # whoever is not among those who are heard has withdrawn
            yield Replacement(turn.start, turn.end, "")
        elif person.consent not in QUOTED:
            yield Replacement(turn.start, turn.end, mark)

    return hidden


def masked_too(hidden: Replace, names: Known) -> Replace:
    """What is hidden, and the personal details of what is left."""

    def replaced(transcript: Transcript, turn: Turn) -> Iterable[Replacement]:
        before = tuple(hidden(transcript, turn))
        language = turn.language or transcript.language
        found = () if before else details(transcript.said(turn), language, names)
        marks = (Replacement(turn.start + d.start, turn.start + d.end, d.mark) for d in found)
        return (*before, *marks)

    return replaced


def pseudonyms(transcript: Transcript, who: Voices) -> Callable[[Turn], str]:
    """What the speakers of a transcript are called: ``I`` asks, the others by their pseudonyms."""

    def label(turn: Turn) -> str:
        if turn.role == INTERVIEWER:
            return str(labels()["interviewer"])
        person = who.get((transcript.id, turn.speaker))
        return person.id if person else str(labels()["unknown"])

    return label


@cache
def labels() -> dict[str, Any]:
    """Words that are written into files for other programs (``refi_qda.toml``)."""
    return tomllib.loads((Path(__file__).parent / "refi_qda.toml").read_text("utf-8"))
