"""Codings that people made: ``codings.csv`` in the study's folder.

A row is a transcript, the words that were coded, a code and a coder; the file that a run delivers
under that name has these columns, so that researchers may correct it and give it back. Rows by the
program itself are passed over.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.codebook import Codebook
from evidence.model import PROGRAM, Coding
from transcripts.errors import InputError
from transcripts.model import Notice, Transcript
from transcripts.settings import read_text, suggestion

CODINGS = "codings.csv"
_NEEDED = ("transcript", "text", "code", "coder")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file.

    Attributes:
        line: its number, from 1.
        transcript: id of the transcript.
        text: the words that were coded.
        code: id of the code.
        coder: who applied it.
    """

    line: int
    transcript: str
    text: str
    code: str
    coder: str


def read_rows(path: Path) -> tuple[Row, ...]:
    """What people coded, line by line.

    Raises:
        InputError: the file is not UTF-8, or lacks a column.
    """
    lines = csv.DictReader(io.StringIO(read_text(path, path.name), newline=""))
    missing = [name for name in _NEEDED if name not in (lines.fieldnames or ())]
    if missing:
        remedy = f"Give it the columns {', '.join(_NEEDED)}"
        raise InputError(path.name, f"lacks the column {missing[0]!r}", remedy, place="line 1")
    found = (_row(lines.line_num, line) for line in lines)
    return tuple(row for row in found if row.coder and row.coder != PROGRAM)


def _row(number: int, line: Mapping[str, str | None]) -> Row:
    values = ((line[name] or "").strip() for name in _NEEDED)
    return Row(number, *values)


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
        place = _place(transcript, row.text) if transcript else None
        if transcript is None:
            notices.append(_lost(row, f"there is no transcript {row.transcript!r}"))
        elif row.code not in codes:
            meant = suggestion(row.code, codes)
            notices.append(_lost(row, f"there is no code {row.code!r}. {meant}"))
        elif place is None:
            notices.append(_lost(row, "these words are not in the transcript"))
        else:
            found.append(Coding(transcript.id, *place, row.code, row.coder))
    return tuple(found), tuple(notices)


def _lost(row: Row, why: str) -> Notice:
    return Notice(CODINGS, "human-coding", f"Not used: {why}.", f"line {row.line}")


def _place(transcript: Transcript, text: str) -> tuple[int, int, int] | None:
    """Turn, start and end of words, whatever the blanks between them."""
    words = text.split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), transcript.text)
    for index, turn in enumerate(transcript.turns):
        if match and turn.start <= match.start() < turn.end:
            return index, match.start(), min(match.end(), turn.end)
    return None
