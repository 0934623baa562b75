"""Tables in which each row is a turn: who speaks, when, what; and those that are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeAlias

from transcripts import patterns, roles, speakers, times
from transcripts.manuscript import APART, Line
from transcripts.model import Notice
from transcripts.spelling import key

Row: TypeAlias = list[list[Line]]
"""The cells of one row, each with its lines."""

TURNS = "turns"
ANSWERS = "answers"
CELLS = "cells"
"""How a table was taken: each row a turn, a question and its answers, or cell after cell."""

_ENDS = " \u00a0\u202f:："
_WIDEST = 32
"""Columns up to which a table can be one of turns; merged cells beyond are meant to do harm."""

_NOTHING: list[Line] = []

_LONG = 8
"""Words from which a cell is an utterance though no sentence ends in it."""

_SPOKEN = 0.25
_SPOKEN_ONCE = 0.5
"""Share of cells that are utterances in a table of turns, where names come back or do not."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lines in reading order, and how it was taken.

    Attributes:
        lines: its words.
        taken: one of the kinds of this module.
        speaker: the column that was taken for the speaker's, as a notice names it.
        certain: whether the heads say what each column holds, so that nothing had to be guessed.
    """

    lines: tuple[Line, ...]
    taken: str = CELLS
    speaker: str = ""
    certain: bool = False


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what, counted from 0; -1 where the table has none."""

    speaker: int
    words: int
    times: tuple[int, ...] = ()
    head: str = ""
    certain: bool = False


@dataclass(frozen=True, slots=True)
class _Answers:
    """The column of the questions, and those of the answers, with their heads."""

    question: int
    answers: tuple[int, ...]
    heads: tuple[str, ...]


def lines(rows: list[Row]) -> Iterator[Line]:
    """The lines of a table: by its speaker column if it has one, else cell after cell."""
    return iter(read(rows).lines)


def read(rows: list[Row]) -> Table:
    """A table's lines, and how it was taken: as turns, as answers, or as neither."""
    rows = [row for row in rows if any(row)]
    if not rows:
        return Table(())
    if (asked := _asked(rows)) is not None:
        found = [line for row in rows[1:] for line in _answered(row, asked)]
        return Table((*_unused(rows, asked), *found), ANSWERS)
    columns = _by_heads(rows) or _by_shape(rows)
    if columns is None:
        return Table(tuple(line for row in rows for cell in row for line in cell))
    head = [Line(_joined(rows[0]), APART)] if columns.head else []
    found = [line for row in rows[len(head) :] for line in _turn(row, columns)]
    said = f"the column “{columns.head}”" if columns.head else f"column {columns.speaker + 1}"
    return Table((*head, *found), TURNS, said, columns.certain)


def notices(name: str, tables: Sequence[Table]) -> tuple[Notice, ...]:
    """What a researcher should check of how the tables of a file were read."""
    parts = []
    for taken, said in _data()["said"].items():
        alike = [table for table in tables if table.taken == taken and not table.certain]
        columns = " and ".join(sorted({table.speaker for table in alike}))
        parts += [said.format(_number(len(alike)), columns)] if alike else []
    text = "; ".join(parts) + "."
    return (Notice(name, "table", text[0].upper() + text[1:]),) if parts else ()


def apart(line: Line) -> Line:
    """A line as one that is certainly not speech, its speaker before its words."""
    return Line(_text([line]), APART)


def put(row: Row, cell: list[Line], columns: int = 1) -> None:
    """Add a cell to a row, and empty ones for the other columns over which it reaches."""
    row.append(cell)
    if columns > 1:
        row += [_NOTHING] * min(columns - 1, _WIDEST - len(row))


def column(head: str) -> str:
    """What a column holds by its head: ``speaker``, ``words``, ``question``, …, or nothing."""
    wanted = key(head).rstrip(_ENDS)
    heads = _data()["heads"]
    own = (kind for kind in heads if kind != "examples" and wanted in heads[kind])
    return speakers.column(head) or next(own, "")


def _number(tables: int) -> str:
    return "1 table was" if tables == 1 else f"{tables} tables were"


def _turn(row: Row, columns: _Columns) -> Iterator[Line]:
    """The lines of one row: nothing in it is lost, whatever its cells hold."""
    spans = [times.stretch(_text(_cell(row, at))) for at in columns.times]
    begins, ends = _span(spans)
    clocks = {at for at, span in zip(columns.times, spans, strict=True) if span}
    name = _text(_cell(row, columns.speaker)).rstrip(_ENDS)
    words = _cell(row, columns.words)
    first = next((at for at, line in enumerate(words) if _is_free(line)), None)
    for at, line in enumerate(words):
        if at == first:
            yield replace(line, speaker=name or None, begins=begins, ends=ends)
        else:
            yield line
    used = {columns.words, *clocks} | (set() if first is None else {columns.speaker})
    beside = (_text(cell) for at, cell in enumerate(row) if at not in used)
    yield from (Line(text, APART) for text in beside if text)


def _is_free(line: Line) -> bool:
    """Whether a line of a cell can be said by the speaker of its row."""
    return line.kind != APART and line.speaker is None


def _span(
    spans: Iterable[tuple[float, float | None] | None],
) -> tuple[float | None, float | None]:
    """First and last second of a row, from one column of times or two."""
    found = [span for span in spans if span]
    begins = found[0][0] if found else None
    ends = found[0][1] if found else None
    return begins, found[1][0] if ends is None and len(found) > 1 else ends


def _asked(rows: list[Row]) -> _Answers | None:
    """The columns of a table that puts answers beside questions, as its heads say."""
    heads = tuple(_text(cell).rstrip(_ENDS) for cell in rows[0])
    kinds = [column(head) for head in heads]
    if "question" not in kinds or len(rows) < 2 or len(heads) > _WIDEST:
        return None
    others = [at for at, kind in enumerate(kinds) if kind not in {"question", "number", "time"}]
    if not others or not all(kinds[at] == "answer" or _is_person(heads[at]) for at in others):
        return None
    return _Answers(kinds.index("question"), tuple(others), heads)


def _is_person(head: str) -> bool:
    return (
        not column(head) and key(head) not in _data()["listing"]["heads"] and speakers.is_name(head)
    )


def _answered(row: Row, asked: _Answers) -> Iterator[Line]:
    for at in (asked.question, *asked.answers):
        free = True
        for line in _cell(row, at):
            yield replace(line, speaker=asked.heads[at]) if free and _is_free(line) else line
            free = free and not _is_free(line)
    used = {asked.question, *asked.answers}
    beside = (cell for at, cell in enumerate(row) if at not in used)
    yield from (Line(_text(cell), APART) for cell in beside if cell)


def _unused(rows: list[Row], asked: _Answers) -> Iterator[Line]:
    """The heads that name nobody, or somebody who says nothing."""
    answering = (at for at in asked.answers if any(_cell(row, at) for row in rows[1:]))
    used = {asked.question, *answering}
    rest = [cell for at, cell in enumerate(rows[0]) if at not in used and cell]
    if rest:
        yield Line(_joined(rest), APART)


def _by_heads(rows: list[Row]) -> _Columns | None:
    """The columns of a table whose first row says what they are."""
    heads = [_text(cell) for cell in rows[0]]
    kinds = [column(head) for head in heads]
    if "speaker" not in kinds:
        return None
    speaker = kinds.index("speaker")
    clocks = tuple(at for at, kind in enumerate(kinds) if kind == "time")
    if "words" in kinds:
        return _Columns(speaker, kinds.index("words"), clocks, heads[speaker], certain=True)
    shaped = None if _lists(heads) else _by_shape(rows[1:])
    if shaped is None or shaped.speaker != speaker:
        return None
    return replace(shaped, head=heads[speaker])


def _lists(heads: Iterable[str]) -> bool:
    """Whether heads are those of a list of people or of an interview's particulars."""
    listed = _data()["listing"]["heads"]
    return any(key(head).rstrip(_ENDS) in listed for head in heads)


def _by_shape(rows: list[Row]) -> _Columns | None:
    """The columns of a table without heads: times, names, and what reads like speech."""
    width = max((len(row) for row in rows), default=0)
    if width > _WIDEST:
        return None
    columns = [[_text(_cell(row, at)) for row in rows] for at in range(width)]
    clocks = [at for at in range(width) if _all(columns[at], _is_time)]
    open_to = [at for at in range(width) if at not in clocks and not _is_numbering(columns[at])]
    said = {at: sum(map(_is_utterance, columns[at])) for at in open_to}
    named = [at for at in open_to if _all(columns[at], speakers.is_name)]
    if not named or len(open_to) < 2:
        return None
    speaker = min(named, key=lambda at: said[at])
    others = [at for at in open_to if at != speaker]
    words = max(others, key=lambda at: (said[at], sum(map(len, columns[at]))))
    if not _is_talk(columns[speaker], columns[words], len(open_to)):
        return None
    return _Columns(speaker, words, tuple(clocks))


def _is_talk(names: Sequence[str], words: Sequence[str], width: int) -> bool:
    """Whether names beside words are speakers, not the particulars of people or of a study."""
    headed = bool(names and words and column(names[0]) and column(words[0]))
    if headed or _lists(names) or _lists(words[:1]):
        return False
    filled = [key(name) for name in names if name]
    said = [text for text in words if text]
    if all(roles.is_label(key(text)) for text in said):
        return False
    spoken = sum(map(_is_utterance, said)) / max(1, len(said))
    if len(set(filled)) < len(filled):
        return spoken >= _SPOKEN or all(roles.is_label(name) for name in filled)
    if spoken >= _SPOKEN_ONCE:
        return True
    return width == len(filled) == 2 and not any(map(_is_entry, said))


def _is_utterance(text: str) -> bool:
    return text.rstrip("\"'»”)] ").endswith((".", "?", "!", "…")) or text.count(" ") >= _LONG


def _is_entry(text: str) -> bool:
    """Whether a text is what stands in a list: a figure, a date, a whole name."""
    return any(map(str.isdigit, text)) or (" " in text and speakers.is_name(text))


def _is_numbering(cells: Sequence[str]) -> bool:
    """Whether a column counts the rows: 1, 2, 3, … or 5, 10, 15."""
    filled = [cell.rstrip(".):") for cell in cells if cell]
    if not filled or not all(cell.isdecimal() and len(cell) < 9 for cell in filled):
        return False
    numbers = [int(cell) for cell in filled]
    return all(one < other for one, other in pairwise(numbers))


def _all(cells: Sequence[str], test: speakers.Test) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(test(cell.rstrip(_ENDS)) for cell in filled)


def _is_time(text: str) -> bool:
    return times.stretch(text) is not None


def _cell(row: Row, at: int) -> list[Line]:
    return row[at] if 0 <= at < len(row) else []


def _joined(row: Row) -> str:
    return " | ".join(text for text in map(_text, row) if text)


def _text(cell: list[Line]) -> str:
    texts = (f"{line.speaker}: {line.text}" if line.speaker else line.text for line in cell)
    return " ".join(text.strip() for text in texts)


def _data() -> dict[str, Any]:
    return patterns.read("tables", "transcripts.formats")
