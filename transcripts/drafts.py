"""Turns before they have a place in the text: what joins them, and when they begin and end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transcripts.manuscript import SAME, Line
from transcripts.model import UNKNOWN

_SENTENCE_END = re.compile(r"[.?!…][\"'»”)\]]*$")
_END = 20
"""Characters at the end of a text in which its last sentence's end is looked for."""

_STARTS_SMALL = re.compile(r"[^\w]*[^\W\d_A-ZÀ-Þ]")
_CAPTIONED = 0.5
"""Share of labels repeating the one before, from which labels only follow the breath."""

_LONGEST_CAPTION = 400
"""Characters of one caption; longer ones hold whole turns."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn that is not yet placed in the text.

    Attributes:
        speaker: the label; empty where there is none.
        voice: what tells speakers apart; the label, or something for those without.
        text: the words.
        role: known from the layout alone, else ``unknown``.
        begins: seconds.
        ends: seconds.
    """

    speaker: str
    voice: str
    text: str
    role: str = UNKNOWN
    begins: float | None = None
    ends: float | None = None


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return bool(_SENTENCE_END.search(text[-_END:].rstrip()))


def are_captions(lines: Sequence[Line]) -> bool:
    """Whether a file has captions that may cut a turn in pieces, not one for each turn."""
    return bool(lines) and max(len(line.text) for line in lines) <= _LONGEST_CAPTION


def joined(drafts: Sequence[Draft]) -> list[Draft]:
    """Turns of captions, of which a speaker's neighbours are one where labels follow the breath.

    Captions repeat the label with every cue, and cut sentences in two.
    """
    repeats = sum(one.speaker == other.speaker for one, other in pairwise(drafts))
    captioned = repeats > _CAPTIONED * max(1, len(drafts) - 1) and len(drafts) > 3
    merged: list[Draft] = []
    parts: list[str] = []
    for draft, after in zip(drafts, [*drafts[1:], None], strict=False):
        parts.append(draft.text)
        first = merged.pop() if len(parts) > 1 else draft
        merged.append(replace(first, ends=draft.ends))
        if after is None or not _goes_on(draft, after, captioned=captioned):
            merged[-1] = replace(merged[-1], text=SAME.join(parts))
            parts = []
    return merged


def _goes_on(last: Draft, draft: Draft, *, captioned: bool) -> bool:
    if not draft.speaker or last.speaker != draft.speaker:
        return False
    cut = not is_sentence(last.text) and _STARTS_SMALL.match(draft.text)
    return captioned or bool(cut)


def timed(drafts: Sequence[Draft]) -> list[Draft]:
    """Turns with their other time, where a neighbour tells it.

    A turn of which only the beginning is known ends where the next begins, and one of which only
    the end is known begins where the one before ends.
    """
    found: list[Draft] = []
    end: float | None = 0.0
    for draft, after in zip(drafts, [*drafts[1:], None], strict=False):
        begins, ends = draft.begins, draft.ends
        if begins is None and ends is not None and end is not None and end <= ends:
            begins = end
        if ends is None and begins is not None and after and after.begins is not None:
            ends = after.begins if after.begins >= begins else None
        end = draft.ends
        found.append(replace(draft, begins=begins, ends=ends))
    return found
