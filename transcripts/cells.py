"""A table that people keep in a spreadsheet, as cells: CSV from any program, or Excel itself."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from transcripts.encodings import clean, decode
from transcripts.errors import InputError
from transcripts.packages import unpack
from transcripts.settings import suggestion
from transcripts.spelling import key

_SEPARATOR_LINE = re.compile(r"\Asep=.\r?\n", re.IGNORECASE)
"""What Excel writes before the table so that it finds its own separator again."""

Rows = list[list[str]]


def read_csv(path: Path) -> Rows:
    """The cells of a CSV file, whichever of comma, semicolon and tab stands between them.

    Raises:
        InputError: it is no text, or a quotation mark lacks its pair.
    """
    text, _ = decode(path.read_bytes(), path.name)
    text = _SEPARATOR_LINE.sub("", text)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        problem = f"cannot be divided into cells: {error}"
        remedy = "Look for a quotation mark without its pair"
        place = f"line {reader.line_num}"
        raise InputError(path.name, problem, remedy, place=place, kind="settings") from error


def read_table(
    path: Path, needed: Sequence[str], known: Sequence[str] = ()
) -> list[tuple[int, dict[str, str]]]:
    """The lines of a CSV file with their numbers, from 1, each cell by its column.

    Args:
        path: of the file, whose first line names the columns.
        needed: columns without which it is no such table.
        known: all that it may have; without any, others are left to whoever put them there.

    Raises:
        InputError: it cannot be divided into cells, lacks a column, or has one that is not known.
    """
    rows = read_csv(path)
    header = [key(clean(cell)) for cell in rows[0]] if rows else []
    _check_columns(header, path.name, needed, known)
    found, line = list[tuple[int, dict[str, str]]](), 1
    for row in rows[1:]:
        first, line = line + 1, line + 1 + sum(cell.count("\n") for cell in row)
        if any(cell.strip() for cell in row):
            found.append((first, dict(zip_longest(header, row[: len(header)], fillvalue=""))))
    return found


def _check_columns(
    header: Sequence[str], name: str, needed: Sequence[str], known: Sequence[str]
) -> None:
    for column in needed:
        if column not in header:
            remedy = f"Name the columns in the first line: {', '.join(known or needed)}"
            problem = f"lacks the column {column!r}"
            raise InputError(name, problem, remedy, place="line 1", kind="settings")
    for column in header if known else ():
        if column and column not in known:
            problem, meant = f"column {column!r} is not known", suggestion(column, known)
            raise InputError(name, problem, meant, place="line 1", kind="settings")


def read_workbook(path: Path, sheets: Sequence[str] = ()) -> tuple[list[Rows], str]:
    """The cells of some sheets of an Excel workbook, and who saved it last.

    Args:
        path: of the workbook.
        sheets: their names; without any, the first sheet. One that is not there has no rows.

    Raises:
        InputError: it is no workbook.
    """
    import openpyxl

    data = path.read_bytes()
    unpack(data, path.name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        first = book.worksheets[0].title
        read = [_rows(book, name) for name in sheets or (first,)]
        return read, str(book.properties.lastModifiedBy or "")
    except Exception as error:
        remedy = "Save it again as .xlsx or as .csv"
        problem = "is not an Excel workbook"
        raise InputError(path.name, problem, remedy, kind="settings") from error


def _rows(book: Any, name: str) -> Rows:
    if name not in book.sheetnames:
        return []
    sheet = book[name]
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in rows]
