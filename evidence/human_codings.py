"""Codings that people made: ``codings.csv`` in the study's folder.

A row is a transcript, the words that were coded, a code and a coder; the file that a run delivers
under that name has these columns, so that researchers may correct it and give it back. Rows by the
program itself are passed over. Four more columns may be there: ``prefix`` and ``suffix``, what
stands before and after the words, ``start``, where they began, and ``guid``, the coding's in a
project of another program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.anchors import Anchor, located
from evidence.codebook import Codebook
from evidence.model import PROGRAM, Coding
from evidence.workbook import bare
from transcripts.cells import read_table
from transcripts.model import Notice, Transcript
from transcripts.settings import suggestion

CODINGS = "codings.csv"
NEEDED = ("transcript", "text", "code", "coder")
PLACES = ("prefix", "suffix", "start", "guid")
"""Columns that may be there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file.

    Attributes:
        line: its number, from 1.
        transcript: id of the transcript.
        text: the words that were coded.
        code: id of the code.
        coder: who applied it.
        prefix: what stands before the words.
        suffix: what stands after them.
        start: where they began, in characters of the transcript's text; -1 where not told.
        guid: of the coding in a project of another program; empty for none.
    """

    line: int
    transcript: str
    text: str
    code: str
    coder: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    guid: str = ""


def read_rows(path: Path) -> tuple[Row, ...]:
    """What people coded, line by line.

    Raises:
        InputError: the file cannot be read, or lacks a column.
    """
    found = (_row(number, line) for number, line in read_table(path, NEEDED))
    return tuple(row for row in found if row.coder and row.coder != PROGRAM)


def _row(number: int, line: Mapping[str, str]) -> Row:
    values = [bare(line[name].strip()) for name in NEEDED]
    prefix, suffix, start, guid = (bare(line.get(name, "").strip()) for name in PLACES)
    begins = int(start) if start.isascii() and start.isdigit() else -1
    transcript, text, code, coder = values
    return Row(number, transcript, text, code, coder, prefix, suffix, begins, guid)


def anchored(
    rows: Iterable[Row], transcripts: Sequence[Transcript], codebook: Codebook
) -> tuple[tuple[Coding, ...], tuple[Notice, ...]]:
    """The rows as codings of the transcripts, and what cannot be placed."""
    by_id = {transcript.id: transcript for transcript in transcripts}
    codes = [code.id for code in codebook.codes]
    found: list[Coding] = []
    notices: list[Notice] = []
    for row in rows:
        transcript = by_id.get(row.transcript)
        place = _place(transcript, row) if transcript else None
        if transcript is None:
            notices.append(_lost(row, f"there is no transcript {row.transcript!r}"))
        elif row.code not in codes:
            meant = suggestion(row.code, codes)
            notices.append(_lost(row, f"there is no code {row.code!r}. {meant}"))
        elif place is None:
            notices.append(_lost(row, "these words are not in the transcript"))
        else:
            found.append(Coding(transcript.id, *place, row.code, row.coder, guid=row.guid))
    return tuple(found), tuple(notices)


def _lost(row: Row, why: str) -> Notice:
    return Notice(CODINGS, "human-coding", f"Not used: {why}.", f"line {row.line}")


def _place(transcript: Transcript, row: Row) -> tuple[int, int, int] | None:
    """Turn, start and end of a row's words, whatever the blanks between them."""
    span = located(Anchor(row.text, row.prefix, row.suffix, row.start), transcript.text)
    for index, turn in enumerate(transcript.turns):
        if span and turn.start <= span[0] < turn.end:
            return index, span[0], min(span[1], turn.end)
    return None
