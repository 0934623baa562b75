"""Tables in which each row is a turn: who speaks, when, what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from transcripts import speakers, times
from transcripts.manuscript import APART, Line

Row: TypeAlias = list[list[Line]]
"""The cells of one row, each with its lines."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what, counted from 0; -1 where the table has none."""

    speaker: int
    words: int
    time: int
    named: bool


def lines(rows: list[Row]) -> Iterator[Line]:
    """The lines of a table: by its speaker column if it has one, else cell after cell."""
    rows = [row for row in rows if any(row)]
    columns = _columns(rows) if rows else None
    if columns is None:
        for row in rows:
            yield from (line for cell in row for line in cell)
        return
    if columns.named:
        yield Line(" | ".join(_text(cell) for cell in rows[0]), APART)
    for row in rows[columns.named :]:
        yield from _turn(row, columns)


def _turn(row: Row, columns: _Columns) -> Iterator[Line]:
    used = {columns.speaker, columns.words, columns.time}
    name = _text(_cell(row, columns.speaker)).rstrip(" \u00a0\u202f:")
    span = times.stretch(_text(_cell(row, columns.time))) or (None, None)
    words = _cell(row, columns.words)
    for at, line in enumerate(words):
        first = at == 0
        yield replace(
            line,
            speaker=name if first and name else None,
            begins=span[0] if first else None,
            ends=span[1] if first else None,
        )
    for at, cell in enumerate(row):
        if cell and (at not in used or (not words and at != columns.time)):
            yield Line(_text(cell), APART)


def _columns(rows: list[Row]) -> _Columns | None:
    return _by_heads(rows[0]) or _by_shape(rows)


def _by_heads(row: Row) -> _Columns | None:
    """The columns of a table whose first row says what they are."""
    heads = [speakers.column(_text(cell)) for cell in row]
    if "speaker" not in heads or "words" not in heads:
        return None
    time = heads.index("time") if "time" in heads else -1
    return _Columns(heads.index("speaker"), heads.index("words"), time, named=True)


def _by_shape(rows: list[Row]) -> _Columns | None:
    """The columns of a table without head: times, names, and the longest texts."""
    width = max(len(row) for row in rows)
    columns = [[_text(_cell(row, at)) for row in rows] for at in range(width)]
    timed = [at for at in range(width) if _all(columns[at], _is_time)]
    named = [at for at in range(width) if at not in timed and _all(columns[at], speakers.is_name)]
    words = max(range(width), key=lambda at: sum(map(len, columns[at])))
    named = [at for at in named if at != words]
    if not named or words in timed:
        return None
    return _Columns(named[0], words, timed[0] if timed else -1, named=False)


def _all(cells: list[str], test: speakers.Test) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(test(cell.rstrip(" \u00a0\u202f:")) for cell in filled)


def _is_time(text: str) -> bool:
    return times.stretch(text) is not None


def _cell(row: Row, at: int) -> list[Line]:
    return row[at] if 0 <= at < len(row) else []


def _text(cell: list[Line]) -> str:
    return " ".join(line.text.strip() for line in cell)
