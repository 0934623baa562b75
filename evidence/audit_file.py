"""The sample as a workbook that a person fills in, and the judgements that come back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from evidence.audit import CODING, UNCODED, Item, Judgement, Key, key
from evidence.codebook import Codebook
from evidence.workbook import as_csv, save, written
from transcripts.errors import InputError
from transcripts.model import LANGUAGES
from transcripts.packages import unpack
from transcripts.settings import read_text, suggestion

AUDIT = "audit.csv"
"""The judgements in the study's folder."""

SHEET = "audit.xlsx"
"""The sample among the study's outputs."""

NOTHING = "none"
"""What stands under ``codes`` where a passage lacks none."""

COLUMNS = ("kind", "transcript", "text", "code", "right", "codes")

_CODINGS = ("transcript", "turn", "language", "question", "text", "code", "label", "definition")
_UNCODED = ("transcript", "turn", "language", "question", "text")
_YES = frozenset(("yes", "y", "oui", "o", "ja", "j", "true", "1"))
_NO = frozenset(("no", "n", "non", "nein", "false", "0"))
_MOST_ROWS = 100_000
_WIDE = {"text": 80, "question": 50, "definition": 50, "label": 24, "codes": 32}


# Out


def write_sheet(items: Sequence[Item], codebook: Codebook, path: Path) -> None:
    """The sample as a workbook: codings, uncoded passages, and the codebook beside them.

    The columns ``right`` and ``codes`` have lists to choose from; several codes may be typed, with
    semicolons between them.
    """
    import openpyxl

    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    codings = [(*_place(i), i.code, *_meaning(codebook, i)) for i in items if i.kind == CODING]
    passages = [_place(item) for item in items if item.kind == UNCODED]
    _sheet(book, "codings", (*_CODINGS, "right"), codings)
    _sheet(book, "uncoded", (*_UNCODED, "codes"), passages)
    listed = [(NOTHING, "", ""), *_codes(codebook)]
    _sheet(book, "codebook", ("code", "label", "definition"), listed)
    _choose(book["codings"], "right", '"yes,no"', strict=True)
    _choose(book["uncoded"], "codes", f"codebook!$A$2:$A${len(listed) + 1}", strict=False)
    save(book, path)


def _place(item: Item) -> tuple[str | int, ...]:
    return item.transcript, item.turn + 1, item.language, item.question, item.text


def _meaning(codebook: Codebook, item: Item) -> tuple[str, str]:
    language = item.language if item.language in LANGUAGES else LANGUAGES[0]
    code = codebook.code(item.code)
    return codebook.label(item.code, language), code.definitions[language]


def _codes(codebook: Codebook) -> list[tuple[str, str, str]]:
    first = LANGUAGES[0]
    return [(c.id, codebook.label(c.id, first), c.definitions[first]) for c in codebook.codes]


def _sheet(
    book: Any, name: str, header: Sequence[str], rows: Iterable[Sequence[str | int]]
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, line in enumerate([header, *rows], start=1):
        for column, value in enumerate(line, start=1):
            cell = sheet.cell(number, column)
            cell.value = written(value) if isinstance(value, str) else value
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    for column, title in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDE.get(title, 14)


def _choose(sheet: Any, title: str, choices: str, *, strict: bool) -> None:
    """Let people choose in a column from a list."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    column = next(cell.column for cell in sheet[1] if cell.value == title)
    rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=strict)
    letter = get_column_letter(column)
    rule.add(f"{letter}2:{letter}{max(2, sheet.max_row)}")
    sheet.add_data_validation(rule)


# Back


def read_judged(path: Path, codebook: Codebook) -> tuple[Judgement, ...]:
    """What a person has judged, in the workbook or in ``audit.csv``; the other rows are left out.

    Raises:
        InputError: the file cannot be read, lacks a column, or says what cannot be said.
    """
    lines = _workbook(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    found = (_judgement(path.name, place, line, codebook) for place, line in lines)
    return tuple({one.key: one for one in found if one}.values())


def _judgement(
    name: str, place: str, line: Mapping[str, str], codebook: Codebook
) -> Judgement | None:
    about = key(line["kind"], line["transcript"], line["text"], line.get("code", ""))
    if line["kind"] == CODING:
        said = line["right"].strip().lower()
        if said and said not in _YES | _NO:
            problem, remedy = f"{line['right']!r} is neither yes nor no", "Write yes or no"
            raise InputError(name, problem, remedy, place=place, kind="audit")
        return Judgement(about, said in _YES) if said else None
    named = [code.strip() for code in line["codes"].split(";") if code.strip()]
    codes = [code.id for code in codebook.codes]
    for code in named:
        if code not in (NOTHING, *codes):
            problem = f"there is no code {code!r}"
            raise InputError(name, problem, suggestion(code, codes), place=place, kind="audit")
    missed = tuple(dict.fromkeys(code for code in named if code != NOTHING))
    return Judgement(about, None, missed) if named else None


def _csv(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    lines = csv.DictReader(io.StringIO(read_text(path, path.name), newline=""))
    _check(path.name, lines.fieldnames or (), COLUMNS, "line 1")
    for line in lines:
        yield f"line {lines.line_num}", {name: line.get(name) or "" for name in COLUMNS}


def _workbook(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    import openpyxl

    data = path.read_bytes()
    unpack(data, path.name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:
        remedy = "Save it again as .xlsx"
        raise InputError(path.name, "is not an Excel workbook", remedy, kind="audit") from error
    for name, kind, needed in (
        ("codings", CODING, ("transcript", "text", "code", "right")),
        ("uncoded", UNCODED, ("transcript", "text", "codes")),
    ):
        if name not in book.sheetnames:
            remedy = "Give back the workbook that whitepaper audit made"
            raise InputError(path.name, f"lacks the sheet {name!r}", remedy, kind="audit")
        book[name].reset_dimensions()
        rows = islice(book[name].iter_rows(values_only=True), _MOST_ROWS)
        header = [str(value or "") for value in next(rows, ())]
        _check(path.name, header, needed, f"sheet {name}")
        for number, row in enumerate(rows, start=2):
            values = ("" if value is None else str(value) for value in row)
            yield (
                f"sheet {name}, line {number}",
                {
                    **dict.fromkeys(COLUMNS, ""),
                    **dict(zip(header, values, strict=False)),
                    "kind": kind,
                },
            )


def _check(name: str, header: Sequence[str], needed: Sequence[str], place: str) -> None:
    missing = [column for column in needed if column not in header]
    if missing:
        remedy = f"Give it the columns {', '.join(needed)}"
        raise InputError(name, f"lacks the column {missing[0]!r}", remedy, place=place)


def as_judged(judgements: Iterable[Judgement]) -> bytes:
    """``audit.csv``: what was judged, by transcript and words, so that it outlives a run."""
    return as_csv(COLUMNS, (_line(one.key, one) for one in judgements))


def _line(about: Key, one: Judgement) -> tuple[str, ...]:
    kind, transcript, text, code = about
    right = {True: "yes", False: "no", None: ""}[one.right]
    codes = "" if kind == CODING else "; ".join(one.missed) or NOTHING
    return kind, transcript, text, code, right, codes
