"""What a reader finds in a file, before anyone knows who speaks."""

from __future__ import annotations

from dataclasses import dataclass

from transcripts.model import Notice

SPEECH = "speech"
HEADING = "heading"
STRONG = "strong"
QUOTE = "quote"
APART = "apart"
"""What a line looks like: plain, a heading, all bold, a block quotation, certainly not speech."""

PARAGRAPH = "\n"
SAME = " "
"""What joins a line to the one before: a paragraph of its own, or the same one going on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, caption or line of a file, without line breaks.

    Attributes:
        text: the words, markup removed.
        kind: one of the kinds of this module.
        joint: what stands between this line and the one before within one turn.
        level: of a heading, counted from 1; 0 for anything else.
        speaker: who speaks, where the format itself says so; a label in the text otherwise.
        begins: seconds from the start of the recording.
        ends: seconds.
    """

    text: str
    kind: str = SPEECH
    joint: str = PARAGRAPH
    level: int = 0
    speaker: str | None = None
    begins: float | None = None
    ends: float | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """All lines of a file in reading order, and what its reader has to say."""

    lines: tuple[Line, ...]
    notices: tuple[Notice, ...] = ()


def paragraphs(text: str, kind: str = SPEECH, *, level: int = 0) -> list[Line]:
    """Lines of a text that a reader took from one paragraph: cut at its line breaks."""
    return [Line(part, kind, level=level) for part in text.split("\n") if part.strip()]
