"""Published interviews without names: a heading, a bold line or a block quotation asks."""

from __future__ import annotations

from collections.abc import Sequence

from transcripts.manuscript import HEADING, QUOTE, SAME, STRONG, Line

_FEWEST = 2


def find(lines: Sequence[Line]) -> list[bool] | None:
    """Whether each line is part of a question; None where the file is no such interview."""
    for test in (_headings, _bold, _quotations):
        asked = test(lines)
        if asked is not None:
            return asked
    return None


def _headings(lines: Sequence[Line]) -> list[bool] | None:
    """All headings of the level at which most are questions."""
    levels = sorted({line.level for line in lines if line.kind == HEADING})
    for level in levels:
        at_level = [line for line in lines if line.kind == HEADING and line.level == level]
        questions = [line for line in at_level if _asks(line)]
        if len(questions) >= _FEWEST and len(questions) * 2 >= len(at_level):
            return [line.kind == HEADING and line.level == level for line in lines]
    return None


def _bold(lines: Sequence[Line]) -> list[bool] | None:
    """Bold lines from the first question on, where most of them are questions."""
    bold = [at for at, line in enumerate(lines) if line.kind == STRONG]
    questions = [at for at in bold if _asks(lines[at])]
    if len(questions) < _FEWEST:
        return None
    later = [at for at in bold if at >= questions[0]]
    if len(questions) * 3 < len(later) * 2:
        return None
    return [line.kind == STRONG and at >= questions[0] for at, line in enumerate(lines)]


def _quotations(lines: Sequence[Line]) -> list[bool] | None:
    """Block quotations, where they come often and some of them are questions."""
    blocks = [line for line in lines if line.kind == QUOTE and line.joint != SAME]
    questions = [line for line in lines if line.kind == QUOTE and _asks(line)]
    if len(blocks) < _FEWEST or len(questions) * 4 < len(blocks):
        return None
    return [line.kind == QUOTE for line in lines]


def _asks(line: Line) -> bool:
    return line.text.rstrip(" \u00a0*_»”\"').").endswith("?")
