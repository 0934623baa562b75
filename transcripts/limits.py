"""How much of one file is read. A file beyond a limit is refused by name, never cut.

Every limit has a default that no interview comes near; a study may raise it (``[limits]`` in
``study.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold and what reading it may cost.

    Attributes:
        file_mb: millions of bytes of a file.
        unpacked_mb: millions of bytes of all parts of a zipped document.
        part_mb: millions of bytes of one of its parts.
        parts: entries of a zipped document or an archive.
        depth: elements inside one another, and groups of rich text.
        pages: pages of a PDF.
        lines: paragraphs, cues and rows.
        line_characters: characters of one of them.
        seconds: of reading one file, on the wall.
        memory_mb: millions of bytes that the process reading it may have.
    """

    file_mb: int = 20
    unpacked_mb: int = 60
    part_mb: int = 30
    parts: int = 2_000
    depth: int = 250
    pages: int = 2_000
    lines: int = 100_000
    line_characters: int = 1_100_000
    seconds: int = 30
    memory_mb: int = 1_500


NAMES = tuple(field.name for field in fields(Limits))

_DEFAULT = Limits()
_current: ContextVar[Limits] = ContextVar("limits", default=_DEFAULT)


def current() -> Limits:
    """The limits that hold here."""
    return _current.get()


@contextmanager
def using(limits: Limits) -> Iterator[None]:
    """Let these limits hold in the block."""
    before = _current.set(limits)
    try:
        yield
    finally:
        _current.reset(before)
