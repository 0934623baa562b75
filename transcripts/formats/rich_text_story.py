"""Where the words of rich text go: paragraphs, cells inside cells, and stories beside the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transcripts.formats import symbols, tables
from transcripts.manuscript import HEADING, SPEECH, STRONG, Line, paragraphs

_DEEPEST = 10
"""Tables inside one another; a number beyond is meant to do harm."""

_HALF = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class _Level:
    """A table being filled: its rows, and the row and cell that are open."""

    rows: list[tables.Row] = field(default_factory=list)
    row: tables.Row = field(default_factory=list)
    cell: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """One run of text from its beginning to its end: the body, a note, a page's head, a box.

    Attributes:
        kind: ``body``, or what its destination is in ``rich_text.toml``.
        lines: those that are done.
        runs: the words of the open paragraph, each with whether it is bold.
        tables_read: as they were taken.
    """

    kind: str = "body"
    lines: list[Line] = field(default_factory=list)
    runs: list[tuple[str, bool]] = field(default_factory=list)
    tables_read: list[tables.Table] = field(default_factory=list)
    _beside: list[Line] = field(default_factory=list)
    _levels: list[_Level] = field(default_factory=list)

    def put_beside(self, lines: list[Line]) -> None:
        """Lines that follow the open paragraph."""
        self._beside += lines
        if not self.runs:
            self._place([])

    def end_paragraph(self, depth: int, level: int = 0) -> None:
        """Close the open paragraph, which stands inside so many tables.

        Args:
            depth: the tables.
            level: of the heading that it is, counted from 1; 0 if it is none.
        """
        self._close_deeper(depth)
        while len(self._levels) < min(depth, _DEEPEST):
            self._levels.append(_Level())
        lines = _lines(self.runs, level)
        self.runs.clear()
        self._place(lines)

    def end_cell(self, depth: int) -> None:
        """Close the open cell of the table that stands inside so many others, itself counted."""
        self.end_paragraph(max(1, depth))
        level = self._levels[-1]
        level.row.append(level.cell)
        level.cell = []

    def end_row(self, depth: int) -> None:
        """Close the open row of such a table."""
        self.end_paragraph(max(1, depth))
        level = self._levels[-1]
        if level.cell:
            level.row.append(level.cell)
        level.rows.append(level.row)
        level.row, level.cell = [], []

    def end(self) -> None:
        """Close what is still open."""
        if self.runs:
            self.end_paragraph(len(self._levels))
        self._close_deeper(0)

    def _place(self, lines: list[Line]) -> None:
        target = self._levels[-1].cell if self._levels else self.lines
        target += lines
        target += self._beside
        self._beside.clear()

    def _close_deeper(self, depth: int) -> None:
        """End the tables inside the one that goes on."""
        while len(self._levels) > depth:
            level = self._levels.pop()
            if level.row:
                level.rows.append([*level.row, level.cell])
                level.cell = []
            table = tables.read(level.rows)
            if table.lines:
                self.tables_read.append(table)
            target = self._levels[-1].cell if self._levels else self.lines
            target += table.lines
            target += level.cell


def _lines(runs: list[tuple[str, bool]], level: int) -> list[Line]:
    text = "".join([words for words, _ in runs])
    if not text or text.isspace():
        return []
    if not text.isascii():
        text = symbols.replaced(_whole(text))
    if level:
        return paragraphs(text, HEADING, level=level)
    bold = all(strong for words, strong in runs if not words.isspace())
    return paragraphs(text, STRONG if bold else SPEECH)


def _whole(text: str) -> str:
    """Text with the two halves of each character beyond U+FFFF put together."""
    if not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
