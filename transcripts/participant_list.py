"""The researchers' list of participants as a file: CSV from any spreadsheet, or Excel itself."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import zip_longest
from pathlib import Path

from transcripts.encodings import clean, decode
from transcripts.errors import InputError
from transcripts.model import INTERVIEWER, RESPONDENT
from transcripts.packages import unpack
from transcripts.settings import suggestion
from transcripts.spelling import key
from transcripts.study import CONSENTS, PARTICIPANTS

_COLUMNS = ("transcript", "speaker", "role", "id", "name", "consent")
_SEPARATOR_LINE = re.compile(r"\Asep=.\r?\n", re.IGNORECASE)
"""What Excel writes before the table so that it finds its own separator again."""

_FIXED = ("consent", "role")
_ALSO = {"file": "transcript"}
_LEVELS = {"anonymous": "pseudonym", "none": "no-quotes"}
"""Other names of a column, and of levels of consent, that lists of other programs have."""

_ALIKE = 0.73
"""How like one of ours a column is that is taken for a slip: ``consents``, not ``profile``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the researchers' list; ``line`` counts from 1, the header included."""

    line: int
    path: str
    cells: Mapping[str, str]

    def attributes(self) -> tuple[tuple[str, str], ...]:
        """What the list says beyond the columns that the program knows."""
        return tuple((k, v) for k, v in self.cells.items() if k not in _COLUMNS and v)


def find_list(folder: Path) -> Path | None:
    """The list of participants in the study's folder, if there is one.

    Raises:
        InputError: there are two, and each could say something else of somebody's consent.
    """
    found = [folder / name for name in PARTICIPANTS if (folder / name).is_file()]
    if len(found) > 1:
        raise wrong(found[1].name, f"stands beside {found[0].name}", "Keep one of the two")
    return found[0] if found else None


def read_rows(path: Path) -> tuple[Row, ...]:
    """The lines of the list.

    Raises:
        InputError: where the file cannot be read, a column is missing or cannot be meant, or a
            role or a level of consent is not one that the program knows.
    """
    lines = _read_xlsx(path) if path.suffix.casefold() == ".xlsx" else _read_csv(path)
    header = [key(clean(name)) for name in lines[0]] if lines else []
    header = [
        column if _ALSO.get(column) in header else _ALSO.get(column, column) for column in header
    ]
    _check_header(header, path.name)
    rows = tuple(
        _row(number, path.name, header, line)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    )
    for row in rows:
        _check(row)
    return rows


def wrong(name: str, problem: str, remedy: str, line: int = 0) -> InputError:
    """What is wrong with the list, or with a line of it."""
    place = f"line {line}" if line else ""
    return InputError(name, problem, remedy, place=place, kind="settings")


def _check_header(header: list[str], name: str) -> None:
    missing = [column for column in _COLUMNS if column not in header]
    for column in header:
        meant = get_close_matches(column, missing, n=1, cutoff=_ALIKE)
        if meant and column not in _COLUMNS:
            problem = f"column {column!r} is not known"
            remedy = f"Did you mean {meant[0]!r}? If it is one of your own, call it something else"
            raise wrong(name, problem, remedy, 1)
        if column and header.count(column) > 1:
            raise wrong(name, f"has two columns {column!r}", "Rename or remove one", 1)
    if "transcript" in missing:
        remedy = "Name the columns in the first line; 'transcript' holds the file's name"
        raise wrong(name, "has no column 'transcript'", remedy)


def _row(number: int, name: str, header: list[str], line: list[str]) -> Row:
    cells = [" ".join(clean(cell).split()) for cell in line]
    if any(cell and not column for column, cell in zip_longest(header, cells, fillvalue="")):
        problem = "a value stands in a column without a name"
        remedy = (
            "Name the column in the first line, or put the text with a comma in quotation marks"
        )
        raise wrong(name, problem, remedy, number)
    row = dict(zip_longest(header, cells, fillvalue=""))
    fixed = {column: row[column].casefold() for column in _FIXED if column in row}
    if "consent" in fixed:
        fixed["consent"] = _LEVELS.get(fixed["consent"], fixed["consent"])
    return Row(number, name, row | fixed)


def _check(row: Row) -> None:
    if not row.cells["transcript"]:
        raise wrong(row.path, "names no transcript", "Write the file's name", row.line)
    known = {"consent": CONSENTS, "role": (INTERVIEWER, RESPONDENT)}
    for column, values in known.items():
        value = row.cells.get(column, "")
        if value and value not in values:
            problem = f"{column} {value!r} is not known"
            raise wrong(row.path, problem, suggestion(value, values), row.line)


def _read_csv(path: Path) -> list[list[str]]:
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
        raise wrong(path.name, problem, remedy, reader.line_num) from error


def _read_xlsx(path: Path) -> list[list[str]]:
    import openpyxl

    data = path.read_bytes()
    unpack(data, path.name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = list(sheet.iter_rows(values_only=True))
    except Exception as error:
        remedy = "Save it again as .xlsx or as .csv"
        raise wrong(path.name, "is not an Excel workbook", remedy) from error
    return [["" if cell is None else str(cell) for cell in row] for row in rows]
