"""Excel workbooks, walked cell by cell: what is shown is read, what is hidden is counted.

Of formulas the value last shown is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from transcripts import limits, packages
from transcripts.errors import InputError
from transcripts.model import Notice
from transcripts.packages import Package, attribute

_SAVE = "Open it in the program that wrote it and save it again as .xlsx"
_REFERENCE = re.compile(r"([A-Z]{1,3})\d+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.IGNORECASE)
_BESIDE = re.compile(
    r"xl/(?:comments\d*|(?:comments|threadedComments|drawings|charts)/[^/]*)\.xml", re.IGNORECASE
)
_THREADED = "[Threaded comment]"
_CLOCKS = frozenset({18, 19, 20, 21, 45, 46, 47})
_DATES = frozenset({14, 15, 16, 17, 22})
_COLUMNS = 16_384
"""Columns that a sheet has at most."""

_CELLS_A_LINE = 50
"""Cells that a row has at most, taken over the whole sheet."""

_HIDDEN = {"sheets": "sheets", "rows": "rows", "columns": "cells in columns"}
_PARTS = {"comments": "comments", "drawings": "paragraphs of drawings"}


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows of each sheet that is shown, as texts, and what stands beside the cells."""

    sheets: tuple[list[list[str]], ...]
    beside: tuple[str, ...]
    notices: tuple[Notice, ...]


@dataclass(slots=True)
class _Book:
    """What is needed to read a cell, and what was met on the way."""

    package: Package
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    epoch: datetime = field(default_factory=lambda: datetime(1899, 12, 30))  # noqa: DTZ001 - a day without zone
    met: Counter[str] = field(default_factory=Counter)


def read(data: bytes, name: str) -> Workbook:
    """The sheets of a workbook.

    Raises:
        InputError: it is no workbook, damaged, too large, encrypted, or holds macros.
    """
    package = packages.unpack(data, name)
    if any(path.lower().endswith("vbaproject.bin") for path in package.parts):
        raise InputError(name, "may hold macros", "Save it as .xlsx, which has none", kind="macro")
    book = _Book(package)
    root = package.root("xl/workbook.xml")
    if root is None:
        raise InputError(name, "is not an Excel workbook", _SAVE, kind="type")
    if any(attribute(item, "date1904") in {"1", "true"} for item in _named(root, "workbookPr")):
        book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a day without zone
    book.strings = [_text(item) for item in _named(book.package.root("xl/sharedStrings.xml"), "si")]
    book.formats = list(_formats(book.package.root("xl/styles.xml")))
    sheets = [_rows(book, path) for path in _shown(book, root)]
    beside = tuple(_beside(book))
    return Workbook(tuple(sheets), beside, tuple(_notices(book)))


def _named(root: etree._Element | None, wanted: str) -> Iterator[etree._Element]:
    return iter(()) if root is None else root.iter(f"{{*}}{wanted}")


def _shown(book: _Book, root: etree._Element) -> Iterator[str]:
    """The parts of the sheets that are not hidden, in order."""
    targets = {
        attribute(item, "Id"): attribute(item, "Target")
        for item in _named(book.package.root("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    for sheet in _named(root, "sheet"):
        identifier = next(
            (str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), ""
        )
        target = targets.get(identifier, "").removeprefix("/xl/").removeprefix("xl/")
        if attribute(sheet, "state") in {"hidden", "veryHidden"}:
            book.met["sheets"] += 1
        elif target.startswith("worksheets/"):
            yield f"xl/{target}"


def _text(item: etree._Element) -> str:
    """The text of a string: its runs, without the reading aids of Japanese."""
    parts = [
        text.text or ""
        for text in item.iter("{*}t")
        if not str(getattr(text.getparent(), "tag", "")).endswith("}rPh")
    ]
    text = "".join(parts)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _formats(root: etree._Element | None) -> Iterator[str]:
    """For each style of a cell whether it shows numbers as a ``clock``, a ``date`` or neither."""
    if root is None:
        return
    own = {
        attribute(item, "numFmtId"): _QUOTED.sub("", attribute(item, "formatCode")).lower()
        for item in _named(root, "numFmt")
    }
    for styles in _named(root, "cellXfs"):
        for item in styles.iterchildren("{*}xf"):
            number = attribute(item, "numFmtId")
            yield _kind(number, own.get(number, ""))


def _kind(number: str, code: str) -> str:
    known = int(number) if number.isdecimal() and len(number) < 6 else 0
    if known in _DATES or any(letter in code for letter in "yd"):
        return "date"
    return "clock" if known in _CLOCKS or any(letter in code for letter in "hs") else ""


def _rows(book: _Book, path: str) -> list[list[str]]:
    """The cells of a sheet, columns without any left out; what is hidden is only counted."""
    root = book.package.root(path)
    hidden = _hidden(root)
    rows = [_cells(row, book, hidden) for row in _named(root, "row")]
    columns = sorted({at for row in rows for at in row})
    if len(rows) * len(columns) > limits.current().lines * _CELLS_A_LINE:
        problem = "has too many rows and columns"
        raise InputError(book.package.name, problem, "Split the workbook", kind="limit")
    return [[row.get(at, "") for at in columns] for row in rows]


def _hidden(root: etree._Element | None) -> bytearray:
    """For each column whether it is hidden."""
    hidden = bytearray(_COLUMNS)
    for item in _named(root, "col"):
        first, last = (attribute(item, name) for name in ("min", "max"))
        if attribute(item, "hidden") in {"1", "true"} and first.isdecimal() and last.isdecimal():
            columns = range(max(0, int(first[:6]) - 1), min(_COLUMNS, int(last[:6])))
            hidden[columns.start : columns.stop] = bytes([1]) * len(columns)
    return hidden


def _cells(row: etree._Element, book: _Book, hidden: bytearray) -> dict[int, str]:
    cells: dict[int, str] = {}
    at = -1
    for cell in row.iterchildren("{*}c"):
        at = _column(cell.get("r") or "", at + 1)
        text = _shown_text(cell, book)
        if text and at < _COLUMNS and hidden[at]:
            book.met["columns"] += 1
        elif text:
            cells[at] = text
    if cells and row.get("hidden") in {"1", "true"}:
        book.met["rows"] += 1
        return {}
    return cells


def _column(reference: str, following: int) -> int:
    """The column that a cell's reference names, counted from 0; else the one that follows."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return following
    at = 0
    for letter in found[1]:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _shown_text(cell: etree._Element, book: _Book) -> str:
    """What a cell shows."""
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(cell)
    found = next(cell.iterchildren("{*}v"), None)
    value = "" if found is None else found.text or ""
    if kind == "s":
        at = int(value) if value.isdecimal() and len(value) < 9 else -1
        return book.strings[at] if 0 <= at < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    return _number(value, cell.get("s") or "0", book) if kind == "n" and value else value


def _number(value: str, style: str, book: _Book) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    at = int(style) if style.isdecimal() and len(style) < 9 else -1
    kind = book.formats[at] if 0 <= at < len(book.formats) else ""
    if kind == "clock" and 0 <= number < 1000:
        return _clock(number * 86_400)
    if kind == "date" and 0 <= number < 2_958_466:
        moment = book.epoch + timedelta(seconds=round(number * 86_400))
        return moment.isoformat(sep=" ").removesuffix(" 00:00:00")
    return f"{number:.15g}"


def _clock(seconds: float) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, rest = divmod(whole, 60)
    clock = f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
    return f"{clock}.{thousandths:03}" if thousandths else clock


def _beside(book: _Book) -> Iterator[str]:
    """The texts of comments, drawings and charts."""
    for path in sorted(path for path in book.package.parts if _BESIDE.fullmatch(path)):
        comments = "omment" in path
        for item in _named(book.package.root(path), "text" if comments else "p"):
            text = "".join(child.text or "" for child in item.iter("{*}t", "{*}text"))
            if text.strip() and not text.startswith(_THREADED):
                book.met["comments" if comments else "drawings"] += 1
                yield text


def _notices(book: _Book) -> Iterator[Notice]:
    hidden = [f"{book.met[what]} {text}" for what, text in _HIDDEN.items() if book.met[what]]
    if hidden:
        yield Notice(book.package.name, "hidden-text", f"Hidden and left out: {', '.join(hidden)}.")
    beside = [f"{book.met[what]} {text}" for what, text in _PARTS.items() if book.met[what]]
    if beside:
        yield Notice(book.package.name, "unread-part", f"Set apart: {', '.join(beside)}.")
