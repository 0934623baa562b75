"""A paper read again from its file, as people may have edited it: pieces in reading order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

FORMATS = ("docx", "html", "pdf")
"""Kinds of file in which a paper can be read again."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, cell or note of a file; of a PDF, one line.

    Attributes:
        kind: ``heading``, ``prose``, ``quotation``, ``source``, ``caption``, ``cell``, ``drawing``,
            ``note`` or ``line``: what the file says that it is, which an edit may have changed.
        text: its words, see ``cleaned``.
        place: where it stands, ready to print.
        row: a number for each row of each table, alike for the cells of one; -1 elsewhere.
    """

    kind: str
    text: str
    place: str
    row: int = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says.

    Attributes:
        format: one of ``FORMATS``.
        pieces: in reading order; notes come last.
        language: ISO 639-1 code that the file gives; empty where it gives none.
        unread: what could not be read, a sentence each.
    """

    format: str
    pieces: tuple[Piece, ...]
    language: str
    unread: tuple[str, ...] = ()


def cleaned(text: str) -> str:
    """The text without what only its setting adds: soft hyphens, ligatures, kinds of blanks."""
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return _BLANKS.sub(" ", seen).strip()


@dataclass(slots=True)
class Whereabouts:
    """Where the reading of a file has come to: the headings above, and what was met below them."""

    headings: list[tuple[int, str]]
    paragraph: int = 0

    def head(self, level: int, title: str) -> str:
        """Come to a heading; its place."""
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.headings.append((level, title))
        self.paragraph = 0
        return f"{self.path}, heading"

    @property
    def path(self) -> str:
        """The headings above, the highest first."""
        below = self.headings[1:] if self.headings and self.headings[0][0] == 0 else self.headings
        return " > ".join(title for _, title in below or self.headings) or "beginning"

    def next(self) -> str:
        """Come to a paragraph; its place."""
        self.paragraph += 1
        return f"{self.path}, paragraph {self.paragraph}"


@dataclass(slots=True)
class Grid:
    """A table as its cells are come to: what names its rows and columns.

    Attributes:
        name: of the table, such as its caption.
        first: the number of its first row among all rows of the file.
    """

    name: str
    first: int
    header: tuple[str, ...] = ()
    rows: int = 0

    def row(self, texts: tuple[str, ...]) -> list[Piece]:
        """Come to a row; its cells with their places."""
        self.rows += 1
        if self.rows == 1:
            self.header = texts
        number = self.first + self.rows - 1
        return [
            Piece("cell", text, self._place(texts, column), number)
            for column, text in enumerate(texts)
        ]

    def _place(self, texts: tuple[str, ...], column: int) -> str:
        over = self.header[column] if column < len(self.header) else ""
        named = over or f"column {column + 1}"
        row = "header" if self.rows == 1 else f"row {self.rows - 1} ({texts[0]})"
        return f"{self.name}, {row}, {named}"


_LONGEST_NAME = 60


def named(caption: str, otherwise: str) -> str:
    """A table's or figure's name for a place: its caption, not at length."""
    if len(caption) <= _LONGEST_NAME:
        return caption or otherwise
    return caption[:_LONGEST_NAME].rsplit(" ", 1)[0] + " …"
