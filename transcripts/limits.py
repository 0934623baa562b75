"""How much of one file is read. A file beyond a limit is refused by name, never cut."""

from __future__ import annotations

FILE_BYTES = 20_000_000
UNPACKED_BYTES = 60_000_000
PART_BYTES = 30_000_000
"""Of a file; of all parts of a zipped document; of one of its parts."""

PARTS = 2_000
"""Entries of a zipped document."""

DEPTH = 250
"""Elements inside one another, and groups of rich text."""

PAGES = 2_000
LINES = 100_000
LINE_CHARACTERS = 1_100_000
"""Pages of a PDF; paragraphs and cues of a transcript; characters of one of them."""
