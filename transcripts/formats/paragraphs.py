"""From the rows of pages to paragraphs: which row goes on with the one before it.

Programs fill a row as long as the next word fits. So a row ends a paragraph where the next row's
first word would have had room; where more white follows, or the next row begins further in; and
where the next row says who speaks. Columns and pages that break are no end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from transcripts import labelling, speakers
from transcripts.formats import tables
from transcripts.formats.columns import Cells, Piece, Row
from transcripts.formats.tables import CELLS, Table
from transcripts.manuscript import APART, HEADING, SPEECH, STRONG, Line

_END = re.compile(r"[.?!…:][\"'»”)\]]*$")
_CUT = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_SET_TO_CUT = ("\u00ad", "\u2010")
"""Hyphens that programs set where they cut a word, and that nobody types."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LARGER = 1.15
"""Size of a heading, in sizes of the text."""

_HEADING_LETTERS = 200
_FEW_ROWS = 10
_FILLED = 3
"""Rows of a column that end where it ends, to believe that it does; a fifth of all at least."""

_WIDE = 1.2
"""How much wider than its share of the letters a word may be."""

_OPEN = 0.4
"""White after a row that ends no sentence, in widths of its column, from which it is an end."""

Flow: TypeAlias = Sequence[Piece | str]
"""Everything in reading order; a text is beside the speech."""


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of a file, each a paragraph, and how its tables were taken."""

    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    """A column over all pages: where most rows begin, where the fullest end, and their distance."""

    left: float
    right: float
    leading: float


@dataclass(slots=True)
class _Setting:
    """What is known of the rows of a whole file."""

    frames: dict[tuple[int, int], _Frame]
    words: frozenset[str]
    labelled: frozenset[int]
    size: float


def read(flow: Flow) -> Text:
    """The paragraphs of a file, with words made whole again that were cut at the margin."""
    setting = _setting(flow)
    lines: list[Line] = []
    taken: list[Table] = []
    for some in _stretches(_settled(flow)):
        table = _table(some, setting) if isinstance(some[0], Cells) else None
        if table is None or table.taken == CELLS:
            lines += _prose(some, setting)
        else:
            lines += table.lines
            lines += [Line(piece, APART) for piece in some if isinstance(piece, str)]
            taken.append(table)
    return Text(tuple(lines), tuple(taken))


def _settled(flow: Flow) -> Iterator[Piece | str]:
    """The flow with tables where most of the words stand in them, and labels have no colons."""
    tabular = [piece for piece in flow if isinstance(piece, Cells)]
    inside = sum(len(row.text) for piece in tabular for row in piece.plain)
    total = sum(len(row.text) for piece in flow for row in _rows(piece))
    labels = [row.text for piece in tabular for row in _beside(piece)]
    colons = sum(label.endswith((":", "：")) for label in labels)
    spoken = inside * 2 >= total and colons * 2 < len(labels)
    for piece in flow:
        if isinstance(piece, Cells) and not spoken:
            yield from piece.plain
        else:
            yield piece


def _beside(piece: Cells) -> Iterator[Row]:
    """The rows of the cells beside the words."""
    return (row for at, cell in enumerate(piece.cells) if at != piece.words for row in cell)


def _stretches(flow: Iterable[Piece | str]) -> Iterator[Flow]:
    """Tables and what is none in turn; what stands beside interrupts neither."""
    some: list[Piece | str] = []
    for piece in flow:
        begun = isinstance(some[0], Cells) if some else False
        if some and not isinstance(piece, str) and begun != isinstance(piece, Cells):
            yield some
            some = []
        some.append(piece)
    if some:
        yield some


def _rows(piece: Piece | str) -> Sequence[Row]:
    if isinstance(piece, Row):
        return (piece,)
    return piece.plain if isinstance(piece, Cells) else ()


def _setting(flow: Flow) -> _Setting:
    rows = [row for piece in flow for row in _rows(piece)]
    beside = [row for piece in flow if isinstance(piece, Cells) for row in _beside(piece)]
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size * 2) / 2] += len(row.text)
    labels, _ = labelling.find([row.text for row in rows])
    return _Setting(
        frames=_frames([*rows, *beside]),
        words=frozenset(word.casefold() for row in rows for word in _WORD.findall(row.text)),
        labelled=frozenset(id(row) for row, label in zip(rows, labels, strict=True) if label),
        size=max(sizes, key=lambda size: sizes[size], default=0.0),
    )


def _frames(rows: Sequence[Row]) -> dict[tuple[int, int], _Frame]:
    """The frame of each column; left and right pages may be set differently."""
    grouped: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        grouped.setdefault(_frame_of(row), []).append(row)
    return {key: _frame(some) for key, some in grouped.items()}


def _frame_of(row: Row) -> tuple[int, int]:
    return row.column, row.page % 2


def _frame(rows: Sequence[Row]) -> _Frame:
    begins = Counter(round(row.x) for row in rows)
    left = min(begins, key=lambda x: (-begins[x], x))
    ends = sorted((row.end for row in rows), reverse=True)
    enough = 0 if len(ends) < _FEW_ROWS else max(1, len(ends) // 50)
    size = rows[0].size
    reached = zip(ends, ends[enough:], strict=False)
    full = [one for one, other in reached if one - other <= 2 * size]
    right = full[0] if full else ends[0]
    room = max(row.room for row in rows)
    filled = sum(end >= right - 2 * size for end in ends)
    if filled < max(_FILLED, len(ends) / 5) or right - left < (room - left) / 2:
        right = max(right, room)
    steps = sorted(
        one.y - other.y
        for one, other in pairwise(rows)
        if one.page == other.page and 0 < one.y - other.y < 4 * one.size
    )
    leading = steps[len(steps) // 3] if steps else 1.2 * size
    return _Frame(left, right, leading)


class _Paragraphs:
    """Lines as they grow: a paragraph is open until a row begins the next."""

    def __init__(self, setting: _Setting) -> None:
        self._setting = setting
        self._done: list[Line] = []
        self._apart: list[Line] = []
        self._rows: list[Row] = []
        self._parts: list[str] = []

    def add(self, row: Row) -> None:
        """Go on with the paragraph, or begin one; a word cut by a hyphen is made whole again."""
        text = row.text
        if not self._rows or not _goes_on(self._rows[-1], row, self._setting):
            self._close()
        elif _CUT.search(self._parts[-1]):
            head, _, text = text.partition(" ")
            self._parts[-1] = _whole(self._parts[-1], head, self._setting.words)
        self._rows.append(row)
        self._parts += [text] if text else []

    def beside(self, text: str) -> None:
        """Set a text apart; the paragraph stays open."""
        self._apart.append(Line(text, APART))

    def lines(self) -> list[Line]:
        """All lines; what was set apart while a paragraph was open follows it."""
        self._close()
        return self._done

    def _close(self) -> None:
        if self._rows:
            kind = _kind(self._rows, self._setting)
            text = " ".join(self._parts)
            self._done.append(Line(text, kind, level=int(kind == HEADING)))
        self._done += self._apart
        self._rows, self._parts, self._apart = [], [], []


def _prose(flow: Flow, setting: _Setting) -> list[Line]:
    found = _Paragraphs(setting)
    for piece in flow:
        if isinstance(piece, str):
            found.beside(piece)
        for row in _rows(piece):
            found.add(row)
    return found.lines()


def _kind(rows: Sequence[Row], setting: _Setting) -> str:
    if id(rows[0]) in setting.labelled:
        return SPEECH
    length = sum(len(row.text) for row in rows)
    if _is_large(rows[0], setting) and length <= _HEADING_LETTERS:
        return HEADING
    return STRONG if all(row.bold for row in rows) else SPEECH


def _is_large(row: Row, setting: _Setting) -> bool:
    return row.size >= _LARGER * setting.size


def _goes_on(before: Row, row: Row, setting: _Setting) -> bool:
    """Whether a row belongs to the paragraph of the row before it."""
    if id(row) in setting.labelled or not _is_as_large(before, row, setting):
        return False
    ended = bool(_END.search(before.text))
    small = row.text[:1].islower()
    timed = speakers.lift_stamps(row.text).begins is not None
    if (timed and (ended or not small)) or _is_parted(before, row, setting, ended=ended):
        return False
    if _CUT.search(before.text):
        return True
    if ended or not small:
        return not _had_room(before, row, setting)
    frame = setting.frames[_frame_of(before)]
    return frame.right - before.end < _OPEN * (frame.right - frame.left)


def _is_as_large(before: Row, row: Row, setting: _Setting) -> bool:
    if _is_large(row, setting) != _is_large(before, setting):
        return False
    return 1 / _LARGER < row.size / before.size < _LARGER


def _had_room(before: Row, row: Row, setting: _Setting) -> bool:
    """Whether the first word of a row would have fitted the row before."""
    first, _, rest = row.text.partition(" ")
    share = len(first) / len(row.text) if rest else 1.0
    need = (row.end - row.x) * share * _WIDE + row.size
    return need < setting.frames[_frame_of(before)].right - before.end


def _is_parted(before: Row, row: Row, setting: _Setting, *, ended: bool) -> bool:
    """Whether white above a row or to its left begins a paragraph."""
    same = before.page == row.page and before.column == row.column
    frame = setting.frames[_frame_of(row)]
    if same and before.y - row.y > 1.3 * max(frame.leading, row.size):
        return True
    if before.page == row.page and row.column < before.column:
        return ended
    inwards = row.x - frame.left
    if same and abs(row.x - before.x) <= row.size / 2:
        return False
    if inwards > 0.8 * row.size:
        return ended
    return inwards < -0.8 * row.size and ended


def _whole(before: str, after: str, words: frozenset[str]) -> str:
    """Two halves of a word: without the hyphen, unless the word is written with one."""
    if before.endswith(_SET_TO_CUT):
        return before[:-1] + after
    left, right = _WORD.findall(before[:-1])[-1:], _WORD.findall(after)[:1]
    joined = "".join(left + right).casefold()
    hyphened = "-".join(left + right).casefold()
    typed = after[:1].isupper() or (hyphened in words and joined not in words)
    return before + after if typed else before[:-1] + after


def _table(pieces: Flow, setting: _Setting) -> Table:
    """The turns of a table; a cell that a page breaks goes on in the next."""
    rows: list[list[list[Row]]] = []
    words: list[int] = []
    for piece in pieces:
        if not isinstance(piece, Cells):
            continue
        goes_on = rows and words[-1] == piece.words and not any(_beside(piece))
        if goes_on:
            rows[-1][piece.words] += piece.cells[piece.words]
        else:
            rows.append([list(cell) for cell in piece.cells])
            words.append(piece.words)
    return tables.read([[_cell(cell, setting) for cell in row] for row in rows])


def _cell(rows: Sequence[Row], setting: _Setting) -> list[Line]:
    found = _Paragraphs(setting)
    for row in rows:
        found.add(row)
    return found.lines()
