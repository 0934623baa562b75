"""A table of settings against what it may hold: every slip is named with its remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from transcripts.errors import InputError

Table = dict[str, Any]

_PLACE = re.compile(r" \((?:at )?(line \d+|end of document).*\)$")
_MOST = 1_000_000_000
"""The largest number that a setting may be: no system counts time or memory much further."""

_LISTS = {"texts": str, "listed": dict}
"""The kinds that are lists, and what stands in them."""

_KINDS = {
    "text": "a text in quotation marks",
    "texts": "a list of texts",
    "localised": "a text, or a table with one text a language",
    "flag": "true or false",
    "number": f"a whole number from 1 to {_MOST}",
    "table": "a table",
    "named": "a table",
    "listed": "a list of tables",
    "tables": "a table that holds tables",
}


def read_table(path: Path, name: str) -> Table:
    """The TOML file as a table.

    Raises:
        InputError: where the file is not UTF-8 or not TOML, with the line.
    """
    return parse_table(read_text(path, name), name)


def read_text(path: Path, name: str) -> str:
    """The words of a file that researchers have written.

    Raises:
        InputError: where it is not UTF-8, with the line.
    """
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            name, "is not UTF-8 text", "Save it as UTF-8", place=f"line {line}", kind="encoding"
        ) from error


def parse_table(text: str, name: str) -> Table:
    """TOML as a table.

    Raises:
        InputError: where it is none, with the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        raise InputError(
            name,
            f"is not valid TOML: {_PLACE.sub('', str(error))}",
            "Look at the quotation marks, commas and brackets there, and for a name given twice",
            place=found[1] if found else "",
            kind="settings",
        ) from error


def suggestion(word: str, known: Iterable[str]) -> str:
    """What was probably meant, as an instruction."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    if close:
        return f"Did you mean {close[0]!r}? Known are: {', '.join(names)}"
    return f"Use one of: {', '.join(names)}"


def check(table: Mapping[str, Any], kinds: Mapping[str, str], name: str, place: str = "") -> None:
    """Hold each key of the table against the kinds of value that it may have.

    Raises:
        InputError: for an unknown key or a value of another kind.
    """
    for key, value in table.items():
        if key not in kinds:
            raise InputError(
                name,
                f"{key!r} is not a setting",
                suggestion(key, kinds),
                place=place,
                kind="settings",
            )
        if not _fits(value, kinds[key]):
            problem = f"{key!r} has to be {_KINDS[kinds[key]]}"
            raise InputError(name, problem, "Correct it", place=place, kind="settings")


def _fits(value: object, kind: str) -> bool:
    if kind == "text":
        return isinstance(value, str)
    if kind == "flag":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST
    if kind in _LISTS:
        return isinstance(value, list) and all(isinstance(item, _LISTS[kind]) for item in value)
    if kind == "tables":
        return isinstance(value, dict) and all(isinstance(item, dict) for item in value.values())
    return isinstance(value, dict) or (kind == "localised" and isinstance(value, str))
