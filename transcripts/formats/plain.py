"""Plain text: one line a paragraph, or paragraphs broken at the margin."""

from __future__ import annotations

import statistics
from itertools import pairwise

from transcripts import encodings
from transcripts.manuscript import PARAGRAPH, SAME, Line, Manuscript

_MARGIN = 110
_NARROWEST = 45
"""Characters of the longest line that may be a margin's doing rather than a paragraph."""


def read(data: bytes, name: str) -> Manuscript:
    """A text file's lines.

    Raises:
        InputError: the bytes are not text.
    """
    text, notices = encodings.decode(data, name)
    rows = text.split("\n")
    return Manuscript(tuple(unwrapped(rows)), notices)


def unwrapped(rows: list[str]) -> list[Line]:
    """Lines of rows of text; a row broken at the margin is the same paragraph as the one before."""
    margin = _margin([row.strip() for row in rows])
    lines: list[Line] = []
    before = ""
    for row in rows:
        if row.strip():
            joint = SAME if margin and len(before) >= margin else PARAGRAPH
            lines.append(Line(row, joint=joint))
        before = row.strip()
    return lines


def _margin(rows: list[str]) -> int:
    """Characters from which a row counts as full; 0 where rows are whole paragraphs."""
    lengths = [len(row) for row in rows if row]
    if not lengths or not _NARROWEST <= max(lengths) <= _MARGIN:
        return 0
    inner = [len(row) for row, after in pairwise(rows) if row and after]
    full = round(max(lengths) * 0.75)
    return full if len(inner) >= 3 and statistics.median(inner) >= full else 0
