"""Rows added to a study's own tables; the rows that are there stay as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from evidence import memos
from evidence.human_codings import NEEDED, PLACES, Row
from evidence.memos import MemoRow
from evidence.refi_qda import Loss
from evidence.refi_qda_people import COLUMNS, ListedPerson
from evidence.workbook import as_csv
from flows import replacing
from transcripts.encodings import decode
from transcripts.participant_list import find_list
from transcripts.settings import read_text
from transcripts.spelling import key

CODINGS = (*NEEDED, *PLACES)
MEMOS = memos.COLUMNS
"""The columns of the two tables."""

Cells = Mapping[str, str]


def coding_cells(row: Row) -> Cells:
    """A row of codings.csv."""
    start = str(row.start) if row.start >= 0 else ""
    return {
        "transcript": row.transcript,
        "text": row.text,
        "code": row.code,
        "coder": row.coder,
        "prefix": row.prefix,
        "suffix": row.suffix,
        "start": start,
        "guid": row.guid,
    }


def memo_cells(row: MemoRow) -> Cells:
    """A row of memos.csv."""
    start = str(row.start) if row.start >= 0 else ""
    return {
        "transcript": row.transcript,
        "start": start,
        "exact": row.exact,
        "code": row.code,
        "author": row.author,
        "text": row.text,
        "guid": row.guid,
    }


def add_rows(path: Path, columns: Sequence[str], rows: Iterable[Cells]) -> None:
    """Add rows to a table, which is made where there is none; columns that it lacks are added."""
    new = list(rows)
    if not new:
        return
    text = read_text(path, path.name) if path.is_file() else ""
    there = list(csv.reader(io.StringIO(text, newline="")))
    header = there[0] if there else []
    whole = [*header, *(column for column in columns if column not in header)]
    lines = [[*line, *[""] * (len(whole) - len(line))] for line in there[1:]]
    added = as_csv(whole, ([row.get(column, "") for column in whole] for row in new))
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([whole, *lines])
    body = added.removeprefix(b"\xef\xbb\xbf").split(b"\r\n", 1)[1]
    replacing.put(path, b"\xef\xbb\xbf" + out.getvalue().encode("utf-8") + body)


def add_people(folder: Path, lines: Sequence[ListedPerson]) -> tuple[Loss, ...]:
    """Add lines to the list of participants; what it has no column for is told.

    Returns:
        What could not be added: all of it where the list is an Excel workbook.
    """
    if not lines:
        return ()
    path = find_list(folder) or folder / "participants.csv"
    if path.suffix.casefold() != ".csv":
        why = f"{path.name} is not changed; add this participant by hand"
        return tuple(Loss("Case", line.cells["id"], why) for line in lines)
    if not path.is_file():
        columns = dict.fromkeys([*COLUMNS, *(k for line in lines for k in line.cells)])
        add_rows(path, tuple(columns), (line.cells for line in lines))
        return ()
    return _append(path, lines)


def _append(path: Path, lines: Sequence[ListedPerson]) -> tuple[Loss, ...]:
    """Write lines below a table as it is, in its own columns and with its own separator."""
    text = decode(path.read_bytes(), path.name)[0]
    first = text.removeprefix("\ufeff").partition("\n")[0].rstrip("\r")
    delimiter = max(",;\t", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter))
    known = {key(column): column for column in header}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n" if "\r\n" in text else "\n")
    losses: list[Loss] = []
    for line in lines:
        cells = {known[key(k)]: v for k, v in line.cells.items() if key(k) in known}
        lost = [k for k, v in line.cells.items() if v and key(k) not in known]
        writer.writerow([cells.get(column, "") for column in header])
        why = f"{path.name} has no column of this name, and gets none"
        losses += [Loss("VariableValue", f"{line.cells['id']}: {column}", why) for column in lost]
    end = "" if text.endswith("\n") else "\n"
    replacing.put(path, (text.removeprefix("\ufeff") + end + out.getvalue()).encode("utf-8-sig"))
    return tuple(losses)
