"""TOML as researchers write it: where it is none, what is likely to be the slip.

The parser stops at the first place that it cannot read. ``codebook_syntax.toml`` tells from its
words, and from what stands there, what has probably been forgotten.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from transcripts import patterns
from transcripts.errors import InputError

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def table_of(text: str, name: str) -> dict[str, Any]:
    """The table that a text in TOML is.

    Args:
        text: of the file.
        name: of the file, for messages.

    Raises:
        InputError: it is no TOML; with line, column and what is likely to mend it.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _explained(str(error), text, name) from error
    except RecursionError as error:
        problem = "is nested deeper than can be read"
        raise InputError(name, problem, "Take brackets out", kind="settings") from error
    except ValueError as error:  # what Python refuses in a number or date
        problem = "holds a number that is too long"
        raise InputError(name, problem, "Write a shorter one", kind="settings") from error


def _explained(said: str, text: str, name: str) -> InputError:
    found = _PLACE.search(said)
    line, column = (int(found[1] or 0), int(found[2] or 0)) if found else (0, 0)
    lines = text.replace("\r\n", "\n").split("\n")
    here = lines[line - 1][column - 1 :] + "\n" if line else ""
    problem, remedy = _slip(_PLACE.sub("", said), here)
    place = f"line {line}, column {column}" if line else "end of document"
    return InputError(name, f"is not valid TOML: {problem}", remedy, place, "settings")


def _slip(says: str, here: str) -> tuple[str, str]:
    for told, at, problem, remedy in _slips():
        if told.fullmatch(says) and at.match(here):
            return problem.replace("{sign}", here[:1]), remedy
    return says, "Look at the quotation marks, commas and brackets there"


@cache
def _slips() -> list[tuple[re.Pattern[str], re.Pattern[str], str, str]]:
    return [
        (re.compile(slip["says"]), re.compile(slip["at"]), slip["problem"], slip["remedy"])
        for slip in patterns.read("codebook_syntax", "evidence")["slip"]
    ]
