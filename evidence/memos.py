"""Researchers' notes: ``memos.csv`` in the study's folder.

A row is the note, who wrote it, and what it is on: a code, a transcript, words of a transcript
(``exact``, and ``start``, where they began), or none of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.anchors import Anchor, located
from evidence.codebook import Codebook
from evidence.model import Memo
from evidence.workbook import bare
from transcripts.cells import read_table
from transcripts.model import Notice, Transcript
from transcripts.settings import suggestion
from transcripts.study import MEMOS

COLUMNS = ("transcript", "start", "exact", "code", "author", "text", "guid")
_NEEDED = ("text",)


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A line of the file; ``start`` is -1 where it is not told. ``line`` counts from 1."""

    line: int
    transcript: str
    start: int
    exact: str
    code: str
    author: str
    text: str
    guid: str = ""


def read_memos(path: Path) -> tuple[MemoRow, ...]:
    """The notes, line by line.

    Raises:
        InputError: the file cannot be read, or lacks a column.
    """
    found = (_row(number, line) for number, line in read_table(path, _NEEDED))
    return tuple(row for row in found if row.text)


def _row(number: int, line: Mapping[str, str]) -> MemoRow:
    cells = {name: bare(line.get(name, "").strip()) for name in COLUMNS}
    said = cells.pop("start")
    return MemoRow(number, start=int(said) if said.isascii() and said.isdigit() else -1, **cells)


def placed_memos(
    rows: Iterable[MemoRow], transcripts: Sequence[Transcript], codebook: Codebook
) -> tuple[tuple[Memo, ...], tuple[Notice, ...]]:
    """The rows as memos, and what some of them are on that is not there."""
    by_id = {transcript.id: transcript for transcript in transcripts}
    codes = [code.id for code in codebook.codes]
    found: list[Memo] = []
    notices: list[Notice] = []
    for row in rows:
        transcript = by_id.get(row.transcript)
        sought = Anchor(row.exact, start=row.start)
        span = located(sought, transcript.text) if transcript and row.exact else None
        if row.transcript and transcript is None:
            notices.append(_lost(row, f"there is no transcript {row.transcript!r}"))
        elif row.code and row.code not in codes:
            meant = suggestion(row.code, codes)
            notices.append(_lost(row, f"there is no code {row.code!r}. {meant}"))
        elif row.exact and span is None:
            notices.append(_lost(row, "these words are not in the transcript"))
        else:
            start, end = span or (0, 0)
            memo = Memo(row.text, row.author, row.transcript, start, end, row.code, row.guid)
            found.append(memo)
    return tuple(found), tuple(notices)


def _lost(row: MemoRow, why: str) -> Notice:
    return Notice(MEMOS, "memo", f"Not used: {why}.", f"line {row.line}")
