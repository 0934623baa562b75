"""Stretches of speech with their speakers and times, as lines of a manuscript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from transcripts import limits
from transcripts.errors import InputError
from transcripts.manuscript import APART, PARAGRAPH, SAME, SPEECH, Line
from transcripts.model import Notice

Segment: TypeAlias = tuple[str, str | None, float | None, float | None]
"""The words, who speaks, and the first and last second."""

_BREAK = re.compile(r"[\r\n]+")
_MOST = 20_000
"""Characters of one line that stands apart."""


def lines(segments: Sequence[Segment]) -> list[Line]:
    """A line for each row of each segment; a speaker is named where another one spoke before.

    Where some segments name a speaker, those that do not are of somebody unnamed.
    """
    named = any(segment[1] for segment in segments)
    found: list[Line] = []
    last: str | None = None
    for text, speaker, begins, ends in segments:
        words = text.strip()
        if not words:
            continue
        label = (speaker or "") if named else None
        goes_on = label == last
        joint = SAME if begins is not None or (named and goes_on) else PARAGRAPH
        given = None if goes_on else label
        last = label
        if "\n" in words or "\r" in words:
            found += _rows(words, joint, given, begins, ends)
        else:
            found.append(Line(words, SPEECH, joint, 0, given, begins, ends))
    return found


def _rows(
    text: str, joint: str, speaker: str | None, begins: float | None, ends: float | None
) -> list[Line]:
    rows = [row.strip() for row in _BREAK.split(text) if row.strip()]
    first = Line(rows[0], SPEECH, joint, 0, speaker, begins, ends)
    return [first, *(Line(row, SPEECH, PARAGRAPH, 0, None, begins, ends) for row in rows[1:])]


def apart(texts: Sequence[str], joint: str = " ") -> list[Line]:
    """Texts that are no speech, several to a line, cut at their line breaks."""
    found: list[Line] = []
    held: list[str] = []
    size = 0
    for row in (row.strip() for text in texts for row in _BREAK.split(text)):
        if row:
            held.append(row)
            size += len(row)
        if size > _MOST:
            found.append(Line(joint.join(held), APART))
            held, size = [], 0
    return [*found, Line(joint.join(held), APART)] if held else found


def notices(segments: Sequence[Segment], name: str) -> tuple[Notice, ...]:
    """How many segments name nobody, where others do."""
    spoken = [segment[1] for segment in segments if segment[0].strip()]
    unnamed = sum(not speaker for speaker in spoken)
    if unnamed in (0, len(spoken)):
        return ()
    said = f"{unnamed} of {len(spoken)} stretches of speech name no speaker."
    return (Notice(name, "no-speakers", said),)


def check_count(count: int, name: str) -> None:
    """Refuse more segments than a file may have lines, before anything is made of them."""
    most = limits.current().lines
    if count > most:
        problem = f"has more than {most} paragraphs"
        raise InputError(name, problem, "Split the interview", kind="limit")
