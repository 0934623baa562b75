"""The researchers' list of participants as a file: CSV from any spreadsheet, or Excel itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import zip_longest
from pathlib import Path

from transcripts.cells import read_csv, read_workbook
from transcripts.encodings import clean
from transcripts.errors import InputError
from transcripts.model import INTERVIEWER, RESPONDENT
from transcripts.settings import suggestion
from transcripts.spelling import key
from transcripts.study import CONSENTS, PARTICIPANTS

_COLUMNS = ("transcript", "speaker", "role", "id", "name", "consent")
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
    excel = path.suffix.casefold() == ".xlsx"
    lines = read_workbook(path)[0][0] if excel else read_csv(path)
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
