"""The evidence as files: codings.csv, counts.csv and evidence.xlsx."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evidence.agreement import Compared, columns
from evidence.gathering import Evidence
from evidence.model import Quotation
from transcripts.participants import IDENTIFYING, Participant

_EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no zones
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet may take for a formula, full-width signs included."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold; transcripts have none of it, names of files may."""

_LONGEST_CELL = 32_767
CUT = " […]"
"""What stands at the end of words that are too long for a cell."""

CODINGS = (
    "id",
    "transcript",
    "participant",
    "turn",
    "time",
    "code",
    "text",
    "coder",
    "counted",
    "prompted",
    "terms",
    "rules",
    "score",
    "stance",
    "hedged",
    "stance_terms",
    "markets",
    "language",
    "start",
    "end",
    "decided",
    "guid",
)
DECISION = ("decision", "new code", "memo", "who")
"""Columns for people to fill in, which ``whitepaper correct`` reads."""

DECISIONS = ("accept", "reject", "recode", "memo")
MEMOS = ("transcript", "start", "end", "code", "author", "memo")
_MORE_ROWS = 1000
"""Below the codings, in which people may type codings of their own."""

CANDIDATES = ("term", "language", "times", "transcripts", "measure", "score", "passages")
AGREEMENT = (
    *("coders", "in counts.csv", "code", "transcripts", "answers", "percent"),
    *("kappa", "kappa low", "kappa high", "alpha", "alpha low", "alpha high", "resampled"),
)
DISAGREEMENTS = ("transcript", "turn", "code", "given by", "not given by", "text")
COUNTS = ("table", "row", "column", "value", "base")

_BY_TRANSCRIPT = ("transcripts", "saturation")
"""The tables whose rows are transcripts."""


Value = str | int | float | None


def clock(seconds: float | None) -> str:
    """Seconds as ``hh:mm:ss``; empty where there is no time."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


def codings_table(rows: Iterable[Quotation]) -> list[tuple[Value, ...]]:
    """The evidence register, a coding a row; turns count from 1 as readers do."""
    return [
        (
            row.id,
            row.coding.transcript,
            row.participant,
            row.coding.turn + 1,
            clock(row.begins),
            row.coding.code,
            row.text,
            row.coding.coder,
            "yes" if row.coding.counted else "no",
            "yes" if row.coding.prompted else "no",
            "; ".join(row.coding.terms),
            "; ".join(row.coding.rules),
            row.coding.score,
            row.coding.stance,
            "yes" if row.coding.hedged else "",
            "; ".join(row.coding.stance_terms),
            " ".join(row.coding.markets),
            row.language,
            row.coding.start,
            row.coding.end,
            row.coding.decided,
            row.coding.guid,
        )
        for row in rows
    ]


def counts_table(evidence: Evidence) -> list[tuple[Value, ...]]:
    """Every number that the paper may print: counts, then shares and coefficients."""
    counts = [(c.table, c.row, c.column, c.value, c.base) for c in evidence.cells]
    return [*counts, *((m.table, m.row, m.column, m.value, None) for m in evidence.measures)]


def _participants_table(evidence: Evidence) -> tuple[tuple[str, ...], list[tuple[Value, ...]]]:
    columns = tuple(dict.fromkeys(k for p in evidence.participants for k, _ in p.attributes))
    rows: list[tuple[Value, ...]] = [
        (
            person.id,
            "; ".join(dict.fromkeys(transcript for transcript, _ in person.voices)),
            person.consent,
            *(_shown(person, column) for column in columns),
        )
        for person in evidence.participants
    ]
    return ("id", "transcripts", "consent", *columns), rows


def _shown(person: Participant, column: str) -> str:
    """An attribute, where it does not tell who somebody is who is not to be named."""
    hidden = column in IDENTIFYING and person.consent != "named"
    return "" if hidden else person.attribute(column)


def _sources_table(evidence: Evidence) -> list[tuple[Value, ...]]:
    return [
        (s.number, s.id, s.path, s.format, s.language, s.turns, s.words, clock(s.seconds), s.sha256)
        for s in evidence.sources
    ]


def _quotations_table(evidence: Evidence) -> list[tuple[Value, ...]]:
    return [
        (code, row.id, row.participant, row.coding.transcript, row.text)
        for code, rows in evidence.quotations.items()
        for row in rows
    ]


def _candidates_table(evidence: Evidence) -> list[tuple[Value, ...]]:
    """Themes that the codebook may lack, with the places where they are spoken of."""
    return [
        (
            one.term,
            one.language,
            one.times,
            one.transcripts,
            one.measure,
            one.score,
            "; ".join(f"{p.transcript}, turn {p.turn + 1}" for p in one.passages),
        )
        for one in evidence.candidates
    ]


def _comparisons(
    evidence: Evidence,
) -> dict[str, tuple[Sequence[str], Iterable[Sequence[Value]]]]:
    """The sheets on coders beside each other; none where people coded nothing."""
    if evidence.compared is None:
        return {}
    return {
        "agreement": (AGREEMENT, _agreement_table(evidence.compared)),
        "disagreements": (DISAGREEMENTS, _disagreements_table(evidence.compared)),
    }


def _agreement_table(compared: Compared) -> list[tuple[Value, ...]]:
    """Coders by their names; the paper calls them by letters, in the order of their names."""
    return [
        (
            ", ".join(one.coders),
            one.table,
            result.code,
            one.transcripts,
            result.answers,
            *(value for _, value in columns(result)),
            one.resampled,
        )
        for one in compared.comparisons
        for result in one.results
    ]


def _disagreements_table(compared: Compared) -> list[tuple[Value, ...]]:
    return [
        (d.transcript, d.turn + 1, d.code, ", ".join(d.given), ", ".join(d.missed), d.text)
        for d in compared.disagreements
    ]


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]], path: Path) -> None:
    """A table as a file, see :func:`as_csv`."""
    path.write_bytes(as_csv(header, rows))


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A table as UTF-8 with BOM and commas, which Excel and everything else can read.

    A text that a spreadsheet may take for a formula gets an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_inert(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def _inert(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    text = written(value)
    return f"'{text}" if _FORMULA.match(text) else text


def bare(cell: str) -> str:
    """A text as it was before ``as_csv`` kept it from being taken for a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def written(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def write_codings(evidence: Evidence, path: Path) -> None:
    """The evidence register as codings.csv."""
    write_csv(CODINGS, codings_table(evidence.rows), path)


def write_counts(evidence: Evidence, path: Path) -> None:
    """All numbers as counts.csv."""
    write_csv(COUNTS, counts_table(evidence), path)


def published_counts(evidence: Evidence) -> bytes:
    """All numbers as they may be published: interviews by their numbers, for files bear names."""
    numbers = {source.id: source.number for source in evidence.sources}
    named = (
        replace(cell, row=numbers[cell.row]) if cell.table in _BY_TRANSCRIPT else cell
        for cell in evidence.cells
    )
    return as_csv(COUNTS, counts_table(replace(evidence, cells=tuple(named))))


def write_workbook(evidence: Evidence, path: Path) -> None:
    """All of the evidence as an Excel workbook, a sheet a table, the same bytes each time."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    people, rows = _participants_table(evidence)
    sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[Value]]]] = {
        "codings": ((*CODINGS, *DECISION), codings_table(evidence.rows)),
        "quotations": (
            ("code", "id", "participant", "transcript", "text"),
            _quotations_table(evidence),
        ),
        "counts": (COUNTS, counts_table(evidence)),
        "participants": (people, rows),
        "transcripts": (
            ("interview", "id", "file", "format", "language", "turns", "words", "length", "sha256"),
            _sources_table(evidence),
        ),
        "candidates": (CANDIDATES, _candidates_table(evidence)),
        **_comparisons(evidence),
        "memos": (MEMOS, _memos_table(evidence)),
        "codes": (("code", "label", "definition"), _codes_table(evidence)),
    }
    for name, (header, lines) in sheets.items():
        _fill(book, name, header, lines)
    _offer_choices(book["codings"], len(evidence.rows), len(evidence.codebook.codes))
    save(book, path)


def save(book: Any, path: Path) -> None:
    """Write a workbook of openpyxl so that the same sheets are the same bytes."""
    book.properties.created = book.properties.modified = _EPOCH
    book.properties.creator = "whitepaper"
    buffer = io.BytesIO()
    book.save(buffer)
    _repack(buffer, path)


def _memos_table(evidence: Evidence) -> list[tuple[Value, ...]]:
    return [
        (m.transcript, m.start if m.end else "", m.end or "", m.code, m.author, m.text)
        for m in evidence.memos
    ]


def _codes_table(evidence: Evidence) -> list[tuple[Value, ...]]:
    return [
        (code.id, code.labels.get("en", code.id), code.definitions.get("en", ""))
        for code in evidence.codebook.codes
    ]


def _offer_choices(sheet: Any, rows: int, codes: int) -> None:
    """Lists to choose from in the columns that people fill in."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    known = f"codes!$A$2:$A${codes + 1}"
    choices = {"decision": f'"{",".join(DECISIONS)}"', "new code": known, "code": known}
    for column, formula in choices.items():
        letter = get_column_letter((*CODINGS, *DECISION).index(column) + 1)
        first = rows + 2 if column == "code" else 2
        choice = DataValidation("list", formula1=formula, allow_blank=True)
        choice.add(f"{letter}{first}:{letter}{rows + 1 + _MORE_ROWS}")
        sheet.data_validations.append(choice)


def _fill(book: Any, name: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(header, start=1):
        width = 90 if column == "text" else max(12, len(column) + 2)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_text(sheet, column, bold=True) for column in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Value) -> Any:
    """A number as it is; a text as a text, whatever it begins with."""
    if not isinstance(value, str):
        return value
    text = written(value)
    if len(text) > _LONGEST_CELL:
        text = text[: _LONGEST_CELL - len(CUT)] + CUT
    # Signs that openpyxl takes for a formula or an error; a cell of its own costs much time.
    return _text(sheet, text) if text.startswith(("=", "#")) else text


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, written(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _repack(buffer: io.BytesIO, path: Path) -> None:
    """Write the archive without the times at which its members were made."""
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _undated(data)
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # the same on every system
            new.writestr(info, data)


def _undated(core: bytes) -> bytes:
    """The properties without the moment of saving: openpyxl stamps it over what they say."""
    stamp = _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, core)
