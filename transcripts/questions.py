"""Interviews without names: a heading, a bold line, a number or a question mark asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from transcripts import asides, drafts, roles
from transcripts.manuscript import APART, HEADING, QUOTE, SAME, SPEECH, STRONG, Line
from transcripts.speakers import Label

_FEWEST = 2

_FEWEST_PLAIN = 3
"""Paragraphs that are questions from which they are the interviewer's, without other marks."""

_LONGEST_PLAIN = 400
"""Characters of such a question."""

_NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s")


def find(lines: Sequence[Line]) -> list[bool] | None:
    """Whether each line is part of a question; None where the file is no such interview."""
    for test in (_headings, _bold, _quotations, _numbers, _marks):
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


def _numbers(lines: Sequence[Line]) -> list[bool] | None:
    """Paragraphs that count questions from 1, each with an answer after it."""
    found = [_NUMBER.match(line.text) if line.kind == SPEECH else None for line in lines]
    at = [place for place, number in enumerate(found) if number]
    counted = [int(number[1]) for number in found if number]
    asking = sum(_asks(lines[place]) for place in at)
    if len(at) < _FEWEST or counted != list(range(1, len(at) + 1)) or asking * 3 < len(at) * 2:
        return None
    return _answered(lines, at)


def _marks(lines: Sequence[Line]) -> list[bool] | None:
    """Paragraphs that are questions, where they come by turns with others that ask nothing."""
    if any(line.begins is not None or line.kind not in (SPEECH, APART) for line in lines):
        return None
    at = [place for place, line in enumerate(lines) if line.kind == SPEECH and _asks(line)]
    if len(at) < _FEWEST_PLAIN or any(len(lines[place].text) > _LONGEST_PLAIN for place in at):
        return None
    answers = [line for line in lines[at[0] :] if line.kind == SPEECH and not _asks(line)]
    often = len(at) * 2 >= len(answers)
    rhetoric = sum("?" in line.text for line in answers)
    return _answered(lines, at) if often and rhetoric * 4 <= len(answers) else None


def _answered(lines: Sequence[Line], at: Sequence[int]) -> list[bool] | None:
    """Whether each line asks, where something stands between all questions and after the last."""
    if any(other - one < 2 for one, other in pairwise([*at, len(lines)])):
        return None
    asked = set(at)
    return [place in asked for place in range(len(lines))]


def answers(lines: Sequence[Line], labels: Sequence[Label | None]) -> frozenset[int]:
    """Where answers begin that have no label, in a file in which the interviewer alone has one."""
    named = [label for label in labels if label]
    if len(named) < _FEWEST or not all(roles.asks(label.name) for label in named):
        return frozenset()
    found: set[int] = set()
    asked, questions = "", 0
    for at, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label is not None:
            asked = label.words
        elif line.kind in (APART, HEADING) or asides.is_all(line.text):
            continue
        elif asked and line.joint != SAME and drafts.is_sentence(asked) and line.begins is None:
            found.add(at)
            questions += "?" in asked
            asked = ""
        elif asked or (at and labels[at - 1] is not None):
            asked += " " + line.text
    return frozenset(found) if questions * 3 >= len(named) * 2 else frozenset()


def _asks(line: Line) -> bool:
    return line.text.rstrip(" \u00a0*_»”\"').").endswith("?")
