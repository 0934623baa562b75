"""From the lines of a file to the turns of its speakers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from transcripts import questions, speakers, times
from transcripts.manuscript import APART, HEADING, PARAGRAPH, SAME, SPEECH, Line
from transcripts.model import INTERVIEWER, RESPONDENT, UNKNOWN
from transcripts.speakers import Label
from transcripts.spelling import key

_SPACES = re.compile(r"[ \t]+")
_SENTENCE_END = re.compile(r"[.?!…][\"'»”)\]]*$")
_SAID = re.compile(r"[^\s.…*_#>|=~–—-]")
_STARTS_SMALL = re.compile(r"[^\w]*[^\W\d_A-ZÀ-Þ]")
_CAPTIONED = 0.5
"""Share of labels repeating the one before, from which labels only follow the breath."""

_MOST_BEFORE = 1 / 3
"""Share of a file's words before its first label that can still be a heading."""


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


@dataclass(frozen=True, slots=True)
class Division:
    """All turns of a file, what it holds beside them, and the labels that were doubted."""

    drafts: tuple[Draft, ...]
    apart: tuple[str, ...]
    doubted: tuple[str, ...] = ()
    labelled: bool = True


@dataclass(slots=True)
class _Sorting:
    """Turns and other text as they are found.

    ``before`` are the lines before the first turn, each with its place in ``apart``; ``pending``
    is a time that stood alone; ``label`` is the line of the present turn's label.
    """

    drafts: list[Draft] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    before: list[tuple[int, Line]] = field(default_factory=list)
    pending: float | None = None
    label: str = ""

    def add(self, draft: Draft, label: str) -> None:
        self.close()
        begins = self.pending if draft.begins is None else draft.begins
        self.drafts.append(replace(draft, begins=begins))
        self.pending, self.label = None, label

    def close(self) -> None:
        """Set a turn without words apart, as its label's line has it."""
        if self.drafts and not _SAID.search(self.drafts[-1].text):
            left = self.drafts.pop()
            self.apart += [text for text in (self.label or left.text,) if text]
        self.label = ""


Opening: TypeAlias = Callable[[int, Line, "_Sorting"], Draft | None]
"""The turn that a line opens, or None where it goes on with the one before."""


def divide(lines: Sequence[Line]) -> Division:
    """The turns of a file: by its labels, by its layout, or one for each paragraph."""
    lines = _speech(lines)
    labels, doubted = _labels(lines)
    if any(labels):
        return _by_labels(lines, labels, doubted)
    asked = questions.find(lines)
    if asked is not None:
        return _by_questions(lines, asked)
    return _by_paragraphs(lines)


def _speech(lines: Sequence[Line]) -> list[Line]:
    """The lines, with what is no speech wherever it stands marked as such."""
    return [replace(line, kind=APART) if _is_beside(line) else line for line in lines]


def _is_beside(line: Line) -> bool:
    return line.speaker is None and speakers.is_colophon(line.text)


def _is_direction(text: str) -> bool:
    """Whether a whole line stands in one pair of brackets: it tells what is done, not said."""
    text = text.strip()
    pair = {"(": ")", "[": "]"}.get(text[:1])
    if not pair or text[-1] != pair:
        return not _SAID.search(text)
    depth = 0
    for at, character in enumerate(text):
        depth += (character == text[0]) - (character == pair)
        if depth == 0 and at < len(text) - 1:
            return False
    return True


def _labels(lines: Sequence[Line]) -> tuple[list[Label | None], tuple[str, ...]]:
    given = [_given(line) for line in lines]
    if any(given):
        return given, ()
    open_to = [at for at, line in enumerate(lines) if line.kind != APART]
    found, doubted = speakers.find([lines[at].text for at in open_to])
    labels: list[Label | None] = [None] * len(lines)
    for at, label in zip(open_to, found, strict=True):
        labels[at] = label
    return _without_legend(labels), doubted


def _given(line: Line) -> Label | None:
    """The speaker that the format itself names."""
    if line.speaker is None or line.kind == APART:
        return None
    return Label(line.speaker, line.text, line.begins, line.ends, f"{line.speaker}: {line.text}")


def _without_legend(labels: list[Label | None]) -> list[Label | None]:
    """Labels less those before the first with a time, where the labels of the file have times."""
    found = [label for label in labels if label]
    timed = [label for label in found if label.begins is not None]
    if len(timed) * 5 < len(found) * 4 or len(timed) < 2:
        return labels
    first = next(at for at, label in enumerate(labels) if label and label.begins is not None)
    return [None if at < first else label for at, label in enumerate(labels)]


def _by_labels(
    lines: Sequence[Line], labels: Sequence[Label | None], doubted: tuple[str, ...]
) -> Division:
    names: dict[str, str] = {}

    def opening(at: int, line: Line, found: _Sorting) -> Draft | None:
        label = labels[at]
        if label is None:
            return None
        name = names.setdefault(key(label.name), label.name)
        voice = name or f"\u2013{len(found.drafts) % 2}"
        begins = line.begins if label.begins is None else label.begins
        ends = line.ends if label.ends is None else label.ends
        return Draft(name, voice, label.words, UNKNOWN, begins, ends)

    found = _sort(lines, opening, [label.line if label else "" for label in labels])
    before = _before(found)
    return Division((*before, *_merged(found.drafts)), tuple(found.apart), doubted)


def _before(found: _Sorting) -> list[Draft]:
    """What stands before the first label: set apart, unless it is much of the file."""
    lines = [line for _, line in found.before]
    words = sum(len(line.text.split()) for line in lines)
    total = words + sum(len(draft.text.split()) for draft in found.drafts)
    if words <= total * _MOST_BEFORE:
        return []
    for at, _ in reversed(found.before):
        del found.apart[at]
    return [Draft("", "", _SPACES.sub(" ", line.text).strip()) for line in lines]


def _by_questions(lines: Sequence[Line], asked: Sequence[bool]) -> Division:
    def opening(at: int, line: Line, found: _Sorting) -> Draft | None:
        role = INTERVIEWER if asked[at] else RESPONDENT
        if not asked[at] and not found.drafts:
            return None
        if found.drafts and found.drafts[-1].role == role:
            return None
        return Draft("", role, line.text, role)

    lines = [
        replace(line, kind=SPEECH) if asked[at] and line.kind == HEADING else line
        for at, line in enumerate(lines)
    ]
    found = _sort(lines, opening, [""] * len(lines))
    return Division(tuple(found.drafts), tuple(found.apart))


def _by_paragraphs(lines: Sequence[Line]) -> Division:
    def opening(at: int, line: Line, found: _Sorting) -> Draft | None:
        last = found.drafts[-1].text if found.drafts else "."
        goes_on = not _SENTENCE_END.search(last) if line.begins is not None else True
        if line.joint == SAME and goes_on and at and found.drafts:
            return None
        return Draft("", "", line.text, UNKNOWN, line.begins, line.ends)

    found = _sort(lines, opening, [""] * len(lines))
    return Division(tuple(found.drafts), tuple(found.apart), labelled=False)


def _sort(lines: Sequence[Line], opening: Opening, labels: Sequence[str]) -> _Sorting:
    """Each line as a turn's beginning, a turn's going on, or something beside speech."""
    found = _Sorting()
    for at, line in enumerate(lines):
        span = times.stretch(line.text)
        if line.kind in (APART, HEADING) and not labels[at]:
            found.apart.append(line.text)
        elif span and not labels[at]:
            found.pending = span[0]
        else:
            _place(at, line, opening, labels[at], found)
    found.close()
    return found


def _place(at: int, line: Line, opening: Opening, label: str, found: _Sorting) -> None:
    text, stamps, begins = speakers.lift_stamps(line.text)
    if not label and _is_direction(text):
        found.apart.append(line.text)
        return
    draft = opening(at, line, found)
    if draft is None and not found.drafts:
        found.before.append((len(found.apart), line))
        found.apart.append(line.text)
        return
    if draft:
        text, stamps, begins = speakers.lift_stamps(draft.text)
        opened = draft.begins is None and begins is not None
        found.add(replace(draft, text="", begins=begins if opened else draft.begins), label)
        stamps = stamps[opened:]
    found.apart += stamps
    if label and _is_direction(text):
        return
    _continue(text, line, found)


def _continue(text: str, line: Line, found: _Sorting) -> None:
    last = found.drafts[-1]
    text = _SPACES.sub(" ", text).strip()
    joint = line.joint if last.text and text else ""
    ends = last.ends if line.ends is None else line.ends
    found.drafts[-1] = replace(last, text=last.text + joint + text, ends=ends)


def _merged(drafts: Sequence[Draft]) -> list[Draft]:
    """Turns of which one speaker's neighbours are one where the labels only follow the breath.

    Captions repeat the label with every cue, and cut sentences in two; a typist writes it again
    to begin anew.
    """
    repeats = sum(one.speaker == other.speaker for one, other in pairwise(drafts))
    captioned = repeats > _CAPTIONED * max(1, len(drafts) - 1) and len(drafts) > 3
    merged: list[Draft] = []
    for draft in drafts:
        if merged and _goes_on(merged[-1], draft, captioned=captioned):
            last = merged[-1]
            joint = SAME if draft.begins is not None else PARAGRAPH
            text = last.text + joint + draft.text
            merged[-1] = replace(last, text=text, ends=draft.ends)
        else:
            merged.append(draft)
    return merged


def _goes_on(last: Draft, draft: Draft, *, captioned: bool) -> bool:
    if not draft.speaker or last.speaker != draft.speaker:
        return False
    cut = not _SENTENCE_END.search(last.text) and _STARTS_SMALL.match(draft.text)
    return captioned or bool(cut)


def timed(drafts: Sequence[Draft]) -> list[Draft]:
    """Turns with their ends: each ends where the next begins, if all have a beginning only."""
    if any(draft.begins is None or draft.ends is not None for draft in drafts):
        return list(drafts)
    ended = [
        replace(draft, ends=after.begins) if (after.begins or 0) >= (draft.begins or 0) else draft
        for draft, after in pairwise(drafts)
    ]
    return [*ended, *drafts[-1:]]
