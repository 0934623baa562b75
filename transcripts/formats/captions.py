"""From captions to lines: what rolls up is said once, and marks of a new speaker are understood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from transcripts import labelling, speakers
from transcripts.errors import InputError
from transcripts.manuscript import APART, PARAGRAPH, SAME, SPEECH, Line, Manuscript
from transcripts.model import Notice

_ARROWS = re.compile(r"(?:^|(?<=\s))>{2,}\s*")
_ARROW, _HYPHEN = ">>", "-"
_DASHES, _LONG_DASH = "-‐–—", "—"
_DASH = re.compile(rf"[{_DASHES}]\s*(?=[^{_DASHES}\s\d>])")
_ROLLING = 1 / 2
"""Share of captions beginning with the row above them from which a file is known to roll."""

_LONGEST_NAME = 80
"""Characters of a row in which a name and its colon stand."""

_MOST_ROWS = 8
"""Rows that a caption can repeat."""

_LABELLED = 1 / 4
"""Share of captions with a label from which labels are how the file says who speaks."""

_MARKED = 1 / 3
"""Share of captions with a dash from which a dash is how the file marks each new speaker."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a caption, markup removed.

    Attributes:
        text: the words.
        voice: who speaks, where the format says so.
        mark: what stood before the words to say that somebody else speaks now; empty if nothing.
    """

    text: str
    voice: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """Rows that are shown together, from ``begins`` to ``ends`` in seconds."""

    begins: float | None
    ends: float | None
    rows: tuple[Row, ...]


Item: TypeAlias = Caption | str
"""A caption, or words that stand beside them and are no speech."""

_Named: TypeAlias = tuple[str, str]
"""A speaker, and the words of the row without the label."""


def manuscript(
    items: Sequence[Item], doubtful: int, notices: tuple[Notice, ...], name: str
) -> Manuscript:
    """What a file of captions holds.

    Args:
        items: captions and words beside them, in order.
        doubtful: how many are not well formed.
        notices: what is known of the file.
        name: the file.

    Raises:
        InputError: no caption has a time.
    """
    if all(isinstance(item, str) or item.begins is item.ends is None for item in items):
        remedy = "Check that it is a subtitle file, or give it the ending .txt"
        kind = "type" if any(items) else "empty"
        raise InputError(name, "holds no cue with a time", remedy, kind=kind)
    if doubtful:
        many = "1 cue is" if doubtful == 1 else f"{doubtful} cues are"
        said = f"{many} not well formed. The words were kept: check their times."
        notices = (*notices, Notice(name, "malformed", said))
    return Manuscript(tuple(lines(items)), notices)


def lines(items: Sequence[Item]) -> list[Line]:
    """The lines of a file of captions, in order.

    Where marks say that the speaker changes (``>>``, or dashes in one caption), each line that
    opens a turn has its speaker: a label of the file, or the empty one.
    """
    said = _marked(_once(items))
    captions = [item for item in said if isinstance(item, Caption)]
    if not any(row.mark for caption in captions for row in caption.rows):
        return [line for item in said for line in _plain(item)]
    return _divided(said, captions)


def _plain(item: Item) -> list[Line]:
    """Lines of one item; a voice is named where it begins."""
    if isinstance(item, str):
        return [Line(item, APART)]
    found: list[Line] = []
    before = None
    for row in item.rows:
        speaker = row.voice if row.voice != before else None
        before = row.voice or before
        found.append(Line(row.text, SPEECH, SAME, 0, speaker, item.begins, item.ends))
    return found


# Captions that roll


def _once(items: Sequence[Item]) -> list[Item]:
    """Captions without the rows that they repeat from the one above, where the file does so."""
    shown = [item.rows for item in items if isinstance(item, Caption) and item.rows]
    repeats = [_repeated(above, below) for above, below in pairwise(shown)]
    grown = sum(0 < again < len(rows) for again, rows in zip(repeats, shown[1:], strict=False))
    if grown < 2 or sum(map(bool, repeats)) <= len(repeats) * _ROLLING:
        return list(items)
    again = iter((0, *repeats))
    return [
        replace(item, rows=item.rows[next(again) :])
        if isinstance(item, Caption) and item.rows
        else item
        for item in items
    ]


def _repeated(above: tuple[Row, ...], below: tuple[Row, ...]) -> int:
    """How many rows at the head of a caption are the last ones of that above."""
    if below[0] not in above:
        return 0
    most = min(len(above), len(below), _MOST_ROWS)
    return next((many for many in range(most, 0, -1) if above[-many:] == below[:many]), 0)


# Marks of a new speaker


def _marked(items: Sequence[Item]) -> list[Item]:
    """Captions of which the rows that begin with a mark say so, the marks taken out."""
    shown = [item.rows for item in items if isinstance(item, Caption)]
    arrows = any(row.text.startswith(_ARROW) for rows in shown for row in rows)
    dashed = any(_has_dash(rows) for rows in shown)
    if not arrows and not dashed:
        return list(items)
    sparing = dashed and not arrows and _is_labelled(shown)
    found: list[Item] = []
    mark = ""
    for item in items:
        if isinstance(item, Caption):
            rows, mark = _cut(item.rows, mark) if arrows else (list(item.rows), "")
            rows = _undashed(rows, sparing=sparing) if _has_dash(rows) else rows
            found.append(replace(item, rows=tuple(rows)))
        else:
            found.append(item)
    return found


def _has_dash(rows: Iterable[Row]) -> bool:
    return any(row.text[0] in _DASHES for row in rows)


def _is_labelled(shown: Sequence[tuple[Row, ...]]) -> bool:
    """Whether voices or labels say who speaks, so that a dash may be but a dash."""
    rows = [row for rows in shown for row in rows]
    labels, _ = labelling.find([row.text for row in rows])
    named = sum(bool(label and label.name) for label in labels)
    return named > len(shown) * _LABELLED or any(row.voice for row in rows)


def _cut(rows: Iterable[Row], mark: str) -> tuple[list[Row], str]:
    """Rows cut before each ``>>``, and the mark that is left over for the next caption."""
    found: list[Row] = []
    for row in rows:
        for at, part in enumerate(_ARROWS.split(row.text)):
            mark = _ARROW if at else mark
            if part.strip():
                found.append(replace(row, text=part.strip(), mark=mark))
                mark = ""
    return found, mark


def _undashed(rows: list[Row], *, sparing: bool) -> list[Row]:
    """Rows without the dashes that mark speakers: one at the head, or any of several rows.

    Where they are read sparingly, they are marks in a caption alone that begins with one and has
    another: in a dialogue.
    """
    dashes = [_DASH.match(row.text) if row.voice is None else None for row in rows]
    inner = any(dashes[1:])
    if (sparing and not (dashes[0] and inner)) or (not inner and rows[0].text[0] in _LONG_DASH):
        return rows
    return [
        replace(row, text=row.text[dash.end() :], mark=_HYPHEN) if dash else row
        for row, dash in zip(rows, dashes, strict=True)
    ]


def _divided(items: Sequence[Item], captions: Sequence[Caption]) -> list[Line]:
    """Lines of a file with marks, each turn's first with its speaker."""
    rows = [row for caption in captions for row in caption.rows]
    names = _names(rows)
    dashes = sum(any(row.mark == _HYPHEN for row in caption.rows) for caption in captions)
    arrows = any(row.mark == _ARROW for row in rows)
    told = arrows or any(names) or dashes >= len(captions) * _MARKED
    given = iter(names)
    found = _Dividing(told=told)
    for item in items:
        if isinstance(item, str):
            found.lines.append(Line(item, APART))
        else:
            found.add(item, [next(given) for _ in item.rows])
    found.drop_label()
    return found.lines


def _names(rows: Sequence[Row]) -> list[_Named | None]:
    """The speaker that each row names, by its voice or a label, with the other words of the row."""
    labels, _ = labelling.find([row.text for row in rows])
    headed = [_headed(row.text) for row in rows]
    marked = [head[0] for row, head in zip(rows, headed, strict=True) if head and row.mark]
    times_marked = Counter(marked)
    named: list[_Named | None] = []
    for row, label, head in zip(rows, labels, headed, strict=True):
        if row.voice:
            named.append((row.voice, row.text))
        elif label and label.name:
            named.append((label.name, label.words))
        else:
            named.append(head if head and _is_sure(row, head[0], times_marked) else None)
    return named


def _is_sure(row: Row, name: str, times_marked: Counter[str]) -> bool:
    """Whether a name that begins a row is a speaker's: after ``>>`` any, after a dash fewer."""
    if not row.mark:
        return times_marked[name] > 0
    return row.mark == _ARROW or times_marked[name] > 1 or name.isupper()


def _headed(text: str) -> _Named | None:
    """The name before a colon and the words after it, where a row may begin so."""
    name, colon, words = text[:_LONGEST_NAME].partition(":")
    if colon and words[:1] in ("", " ") and speakers.is_name(name.strip()):
        return name.strip(), text[len(name) + 1 :].strip()
    return None


@dataclass(slots=True)
class _Dividing:
    """Lines as they are found.

    Attributes:
        told: whether marks tell turns apart throughout the file; else they only part paragraphs.
        lines: those found.
        label: a speaker whose words have not come yet.
        paired: whether the caption before was a dialogue of which it is not known who speaks last.
        begun: whether there was a line of speech.
    """

    told: bool
    lines: list[Line] = field(default_factory=list)
    label: str | None = None
    paired: bool = False
    begun: bool = False

    def add(self, caption: Caption, names: Sequence[_Named | None]) -> None:
        """Add the lines of a caption."""
        voice = None
        for at, (row, named) in enumerate(zip(caption.rows, names, strict=True)):
            parted = bool(row.mark) or (at == 0 and (self.paired or not self.begun))
            goes_on = row.voice is not None and row.voice == voice
            speaker = "" if parted and self.told else None
            words = row.text
            if named and not goes_on:
                speaker, words = named
            voice = row.voice or voice
            self._add_line(caption, speaker, words, PARAGRAPH if parted and not self.told else SAME)
        if caption.rows:
            dialogue = any(row.mark == _HYPHEN for row in caption.rows[1:])
            self.paired = dialogue and not names[-1]

    def _add_line(self, caption: Caption, speaker: str | None, words: str, joint: str) -> None:
        if speaker:
            self.drop_label()
        if speaker and not words:
            self.label = speaker
            return
        speaker, self.label, self.begun = self.label or speaker, None, True
        self.lines.append(Line(words, SPEECH, joint, 0, speaker, caption.begins, caption.ends))

    def drop_label(self) -> None:
        """Set a speaker apart who says nothing."""
        if self.label:
            self.lines.append(Line(self.label, APART))
        self.label = None
