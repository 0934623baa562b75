"""From the lines of a file to the turns of its speakers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from transcripts import (
    asides,
    drafts,
    labelling,
    legends,
    numbering,
    questions,
    speakers,
    times,
)
from transcripts.drafts import Draft
from transcripts.manuscript import APART, HEADING, SAME, SPEECH, Line
from transcripts.model import INTERVIEWER, RESPONDENT, UNKNOWN
from transcripts.speakers import Label, Stamped
from transcripts.spelling import key

_SPACES = re.compile(r"[ \t]+")
_SAID = re.compile(r"[^\s.…*_#>|=~–—-]")
_EDGES = 5
"""Lines at the beginning and at the end that may be about the transcript."""

_LONGEST_TITLE = 90
"""Characters of a title, a date or the like before the first label."""

_MOST_BEFORE = 1 / 3
"""Share of a file's words before its first label that can still be a heading."""


@dataclass(frozen=True, slots=True)
class Division:
    """All turns of a file, and what it holds beside them.

    Attributes:
        drafts: the turns in reading order.
        apart: what is not speech.
        labels: the labels of the turns and times that stood alone, as the file has them; those of
            turns that were joined to the one before too.
        doubted: labels that were read as words.
        labelled: whether the file says who speaks.
    """

    drafts: tuple[Draft, ...]
    apart: tuple[str, ...]
    labels: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    labelled: bool = True


@dataclass(slots=True)
class _Sorting:
    """Turns and other text as they are found.

    Attributes:
        stamped: whether times in brackets open or close the paragraphs of the file.
        drafts: the turns that are complete.
        apart: what is not speech.
        labels: labels and times as written.
        before: the lines before the first turn, each with its place in ``apart``.
        pending: a time that stood alone, in seconds.
        draft: the present turn as it was opened, without its words.
        parts: its words and what joins them.
        begins: seconds.
        ends: seconds.
        line: the whole line of its label.
        label: the place of that label in ``labels``.
        own: where in ``apart`` stands what that line holds beside words.
        timeless: whether a line with its time follows its label.
        muted: whether a break goes on, such as a sponsor's message.
    """

    stamped: bool
    drafts: list[Draft] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    before: list[tuple[int, Line]] = field(default_factory=list)
    pending: float | None = None
    draft: Draft | None = None
    parts: list[str] = field(default_factory=list)
    begins: float | None = None
    ends: float | None = None
    line: str = ""
    label: int = -1
    own: tuple[int, int] = (0, 0)
    timeless: bool = False
    muted: bool = False

    @property
    def awaits(self) -> bool:
        """Whether the present turn has its time and no words yet: the next line are its words."""
        has_time = self.begins is not None and not self.timeless
        return self.draft is not None and not self.parts and has_time

    def open(self, draft: Draft, label: Label | None) -> None:
        """Begin a turn, with its label if it has one."""
        self.close()
        self.draft, self.ends = draft, draft.ends
        self.begins = self.pending if draft.begins is None else draft.begins
        self.pending, self.muted = None, False
        self.own = (len(self.apart), len(self.apart))
        self.timeless = label is not None and label.form == labelling.BEFORE
        if label is not None:
            self.line, self.label = label.line, len(self.labels)
            self.labels.append(label.written)

    def say(self, text: str, joint: str) -> None:
        """Words of the present turn."""
        text = _SPACES.sub(" ", text).strip()
        if text:
            self.parts += [joint, text] if self.parts else [text]

    def beside(self, texts: Sequence[str]) -> None:
        """Set apart what the line of the turn's label holds beside words."""
        self.apart += texts
        self.own = (self.own[0], len(self.apart))

    def close(self) -> None:
        """End the present turn. One without words is set apart, as its label's line has it."""
        text = "".join(self.parts)
        if self.draft is not None and _SAID.search(text):
            begins, ends = self.begins, self.ends
            self.drafts.append(replace(self.draft, text=text, begins=begins, ends=ends))
        elif self.draft is not None:
            line = self.line or text
            self.apart[slice(*self.own)] = [line] if line else []
            if self.label >= 0:
                del self.labels[self.label]
        self.draft, self.line, self.label = None, "", -1
        self.parts = []


Opening: TypeAlias = Callable[[int, Line, "_Sorting"], Draft | None]
"""The turn that a line opens, or None where it goes on with the one before."""


def divide(lines: Sequence[Line]) -> Division:
    """The turns of a file: by its labels, by its layout, or one for each paragraph."""
    bare = numbering.set_apart(lines)
    lines = _speech(bare)
    labels, doubted = _labels(lines)
    if any(labels):
        lines = _after_labels(bare, lines, labels)
        return replace(_by_labels(lines, labels), doubted=doubted)
    asked = questions.find(lines)
    if asked is not None:
        return _by_questions(lines, asked)
    return _by_paragraphs(lines)


def _speech(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those at both ends that say who wrote them down marked as no speech."""
    last = len(lines) - _EDGES
    return [
        replace(line, kind=APART) if (at < _EDGES or at >= last) and _is_colophon(line) else line
        for at, line in enumerate(lines)
    ]


def _is_colophon(line: Line) -> bool:
    return line.kind != APART and line.speaker is None and speakers.is_colophon(line.text)


def _after_labels(
    lines: Sequence[Line], marked: Sequence[Line], labels: Sequence[Label | None]
) -> list[Line]:
    """The marked lines; what follows a speaker's own line with a time was said all the same."""
    before = [None, *labels]
    return [
        line if label and not label.words and label.begins is not None else mark
        for line, mark, label in zip(lines, marked, before, strict=False)
    ]


def _is_direction(text: str) -> bool:
    """Whether a whole line stands in one pair of brackets: it tells what is done, not said."""
    text = text.strip()
    pair = {"(": ")", "[": "]"}.get(text[:1])
    if not pair or text[-1] != pair:
        return not _SAID.search(text) or (text[:1] in "([*♪" and asides.is_all(text))
    depth = 0
    for at, character in enumerate(text):
        depth += (character == text[0]) - (character == pair)
        if depth == 0 and at < len(text) - 1:
            return asides.is_all(text)
    return True


def _labels(lines: Sequence[Line]) -> tuple[list[Label | None], tuple[str, ...]]:
    given = [_given(line) for line in lines]
    if any(given):
        return given, ()
    open_to = [at for at, line in enumerate(lines) if _may_be_labelled(line)]
    found, doubted = labelling.find([lines[at].text for at in open_to])
    labels: list[Label | None] = [None] * len(lines)
    for at, label in zip(open_to, found, strict=True):
        labels[at] = label
    texts = [line.text for line in lines]
    labels = legends.without(texts, labels)
    return labels, legends.beneath(texts, labels, doubted)


def _may_be_labelled(line: Line) -> bool:
    if line.kind == HEADING:
        label = speakers.parse(line.text)
        return label is not None and not (label.name and speakers.is_never(label.name))
    return line.kind != APART


def _given(line: Line) -> Label | None:
    """The speaker that the format itself names."""
    if line.speaker is None or line.kind == APART:
        return None
    whole = f"{line.speaker}: {line.text}" if line.text else line.speaker
    return Label(line.speaker, line.text, line.begins, line.ends, whole, speakers.GIVEN)


def _by_labels(lines: Sequence[Line], labels: Sequence[Label | None]) -> Division:
    names: dict[str, str] = {}
    told = legends.told([line.text for line in lines], labels)
    answers = questions.answers(lines, labels)

    def opening(at: int, line: Line, found: _Sorting) -> Draft | None:
        label = labels[at]
        if label is None:
            return Draft("", "", line.text, RESPONDENT) if at in answers else None
        name = names.setdefault(key(label.name), label.name)
        voice = name or f"\u2013{(len(found.drafts) + bool(found.parts)) % 2}"
        begins = line.begins if label.begins is None else label.begins
        ends = line.ends if label.ends is None else label.ends
        role = told.get(key(label.name), UNKNOWN)
        return Draft(name, voice, label.words, role, begins, ends)

    found = _sort(lines, opening, labels)
    before = _before(found)
    captions = [line for line in lines if line.begins is not None and line.ends is not None]
    spoken = drafts.joined(found.drafts) if drafts.are_captions(captions) else found.drafts
    return Division((*before, *spoken), tuple(found.apart), tuple(found.labels))


def _before(found: _Sorting) -> list[Draft]:
    """What stands before the first label: set apart, unless it is much of the file."""
    speech = [(at, line) for at, line in found.before if not _is_title(line.text)]
    words = sum(len(line.text.split()) for _, line in speech)
    total = words + sum(len(draft.text.split()) for draft in found.drafts)
    if words <= total * _MOST_BEFORE:
        return []
    for at, _ in reversed(speech):
        del found.apart[at]
    return [Draft("", "", _SPACES.sub(" ", line.text).strip()) for _, line in speech]


def _is_title(text: str) -> bool:
    """Whether a line before the first label is no speech: short and no sentence, or no label."""
    short = len(text) <= _LONGEST_TITLE and not drafts.is_sentence(text.strip())
    return short or labelling.is_odd(text)


def _by_questions(lines: Sequence[Line], asked: Sequence[bool]) -> Division:
    def opening(at: int, line: Line, found: _Sorting) -> Draft | None:
        role = INTERVIEWER if asked[at] else RESPONDENT
        if found.draft is None and not asked[at]:
            return None
        if found.draft is not None and found.draft.role == role:
            return None
        return Draft("", role, line.text, role)

    lines = [
        replace(line, kind=SPEECH) if asked[at] and line.kind == HEADING else line
        for at, line in enumerate(lines)
    ]
    found = _sort(lines, opening, [None] * len(lines))
    return Division(tuple(found.drafts), tuple(found.apart), tuple(found.labels))


def _by_paragraphs(lines: Sequence[Line]) -> Division:
    def opening(at: int, line: Line, found: _Sorting) -> Draft | None:
        last = found.parts[-1] if found.parts else "."
        goes_on = not drafts.is_sentence(last) if line.begins is not None else True
        if line.joint == SAME and goes_on and at and found.draft is not None:
            return None
        return Draft("", "", line.text, UNKNOWN, line.begins, line.ends)

    found = _sort(lines, opening, [None] * len(lines))
    apart, labels = tuple(found.apart), tuple(found.labels)
    return Division(tuple(found.drafts), apart, labels, labelled=False)


def _sort(lines: Sequence[Line], opening: Opening, labels: Sequence[Label | None]) -> _Sorting:
    """Each line as a turn's beginning, a turn's going on, or something beside speech."""
    found = _Sorting(stamped=_is_stamped(lines, labels))
    for at, line in enumerate(lines):
        label = labels[at]
        span = times.stretch(line.text) if label is None and not found.awaits else None
        if label is None and (line.kind in (APART, HEADING) or found.muted):
            found.apart.append(line.text)
        elif span:
            found.pending = span[0]
            found.labels.append(line.text.strip())
        elif label is not None and labelling.is_break(label):
            _mute(line, label, found)
        else:
            _place(at, line, opening, label, found)
    found.close()
    return found


def _mute(line: Line, label: Label, found: _Sorting) -> None:
    """Set a break apart; one that says nothing on its own line lasts until the next label."""
    if not speakers.lift_stamps(label.words).text:
        found.close()
        found.muted = True
    found.apart.append(line.text)


def _is_stamped(lines: Sequence[Line], labels: Sequence[Label | None]) -> bool:
    """Whether half of the turns, or of the paragraphs without labels, have a time around them."""
    texts = [label.words for label in labels if label and label.begins is None and label.words]
    texts = texts or [line.text for line in lines if line.kind == SPEECH]
    stamped = sum(
        lifted.begins is not None or lifted.ends is not None
        for lifted in map(speakers.lift_stamps, texts)
    )
    return stamped * 2 >= len(texts)


def _place(at: int, line: Line, opening: Opening, label: Label | None, found: _Sorting) -> None:
    if label is None and _is_direction(line.text):
        found.apart.append(line.text)
        return
    draft = opening(at, line, found)
    if draft is not None:
        _open(draft, line, label, found)
    elif found.draft is None:
        found.before.append((len(found.apart), line))
        found.apart.append(line.text)
    else:
        _go_on(line, found)


def _open(draft: Draft, line: Line, label: Label | None, found: _Sorting) -> None:
    """Begin a turn. Times around its words are its times, unless its label has them already."""
    found.open(draft, label)
    has_time = found.begins is not None
    whole = speakers.lift_stamps(draft.text)
    lifted = whole if found.stamped and not has_time else _marks(draft.text)
    found.begins = whole.begins if found.begins is None else found.begins
    found.ends = lifted.ends if found.ends is None else found.ends
    found.beside(lifted.stamps)
    if label is not None and lifted.text and _is_direction(lifted.text):
        found.beside([lifted.text])
    else:
        found.say(lifted.text, line.joint)


def _marks(text: str) -> Stamped:
    """Words that keep their times in brackets, without the marks of programs."""
    return speakers.lift_stamps(text, marks_only=True)


def _go_on(line: Line, found: _Sorting) -> None:
    """Another paragraph of the same turn, whose time is the turn's if it is the first."""
    keeps = found.awaits or not found.stamped
    lifted = _marks(line.text) if keeps else speakers.lift_stamps(line.text)
    found.apart += lifted.stamps
    if not found.parts and found.begins is None:
        found.begins = lifted.begins if found.pending is None else found.pending
    ends = lifted.ends if line.ends is None else line.ends
    found.ends = found.ends if ends is None else ends
    found.pending = None
    found.say(lifted.text, line.joint)
