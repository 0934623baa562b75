"""Tables as comma- or tab-separated text and as Excel sheets."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from transcripts import encodings, limits
from transcripts.errors import InputError
from transcripts.formats import segments, sheet_layouts, workbooks
from transcripts.manuscript import Line, Manuscript
from transcripts.model import Notice

_SEPARATORS = ",;\t|"
_SAID = re.compile(r"\A\s*sep=(.)\s*\n", re.IGNORECASE)
_PROBED = 200
"""Rows that tell which character separates the cells."""


def read_csv(data: bytes, name: str) -> Manuscript:
    """The turns or answers of a table whose cells are separated by commas or their like.

    Raises:
        InputError: the bytes are not text, the cells cannot be told, or they are no transcript.
    """
    return _read(data, name, _SEPARATORS)


def read_tsv(data: bytes, name: str) -> Manuscript:
    """The turns or answers of a table whose cells are separated by tabs.

    Raises:
        InputError: the bytes are not text, the cells cannot be told, or they are no transcript.
    """
    return _read(data, name, "\t,;|")


def read_xlsx(data: bytes, name: str) -> Manuscript:
    """The turns or answers of every sheet that has some; other sheets are set apart.

    Raises:
        InputError: the workbook is damaged, too large or has macros, or no sheet is a transcript.
    """
    book = workbooks.read(data, name)
    lines: list[Line] = []
    used = 0
    for sheet in book.sheets:
        segments.check_count(len(sheet), name)
        layout = sheet_layouts.find(sheet, name)
        used += layout is not None
        if layout is None:
            lines += segments.apart([cell for row in sheet for cell in row if cell], " | ")
        else:
            lines += sheet_layouts.lines(sheet, layout)
    if not used:
        raise sheet_layouts.unknown(name)
    return Manuscript(
        (*lines, *segments.apart(book.beside)), (*book.notices, *_unused(book, used, name))
    )


def _unused(book: workbooks.Workbook, used: int, name: str) -> tuple[Notice, ...]:
    left = sum(any(any(row) for row in sheet) for sheet in book.sheets) - used
    if left < 1:
        return ()
    said = f"Sheets without turns or answers, set apart: {left}."
    return (Notice(name, "unread-part", said),)


def _read(data: bytes, name: str, separators: str) -> Manuscript:
    text, notices = encodings.decode(data, name)
    rows = _rows(text, name, separators)
    segments.check_count(len(rows), name)
    layout = sheet_layouts.find(rows, name)
    if layout is None:
        raise sheet_layouts.unknown(name)
    return Manuscript(tuple(sheet_layouts.lines(rows, layout)), notices)


def _rows(text: str, name: str, separators: str) -> list[list[str]]:
    """The cells of each row.

    A quotation mark at the beginning of a cell must have its pair at the end of one. Where that
    fails, the marks are taken for words if tabs separate the cells, as in what Whisper writes.
    """
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator(text, separators)
    try:
        return _divided(text, separator, bare=False, strict=True)
    except csv.Error:
        try:
            return _divided(text, separator, bare=separator == "\t", strict=False)
        except csv.Error:
            problem = "cannot be divided into cells"
            remedy = "Look for a quotation mark without its pair"
            raise InputError(name, problem, remedy, kind="corrupt") from None


def _divided(text: str, separator: str, *, bare: bool, strict: bool) -> list[list[str]]:
    most = limits.current().lines + 1  # one more, so that it is known that there are too many
    return list(islice(_reader(text, separator, bare=bare, strict=strict), most))


def _reader(text: str, separator: str, *, bare: bool, strict: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(limits.current().line_characters)
    source = io.StringIO(text, newline="\n")
    if bare:
        return csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE)
    return csv.reader(source, delimiter=separator, strict=strict)


def _separator(text: str, separators: str) -> str:
    """The character that separates the cells.

    The one that shows heads of turns among the first rows; else, and of several, the one that
    cuts most of these rows into equally many cells, two at least.
    """
    head = text[:1_000_000]
    return max(separators, key=lambda separator: _promise(_probe(head, separator)))


def _probe(text: str, separator: str) -> list[list[str]]:
    """The first rows, as one character separates their cells."""
    reader = _reader(text, separator, bare=separator == "\t")
    try:
        return [row for row in islice(reader, _PROBED) if row]
    except csv.Error:
        return []


def _promise(rows: Sequence[Sequence[str]]) -> tuple[bool, float, int]:
    """Whether there are heads, the share of rows as wide as most, and that width."""
    if not rows:
        return False, 0.0, 0
    width, count = Counter(map(len, rows)).most_common(1)[0]
    even = (round(count / len(rows), 1), width) if width > 1 else (0.0, 1)
    return sheet_layouts.has_heads(rows), *even
