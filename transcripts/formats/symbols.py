"""Characters of picture fonts, which are stored as letters or where Unicode has none."""

from __future__ import annotations

import re
from functools import cache

from transcripts import patterns

_PRIVATE = re.compile("[\uf020-\uf0ff]")
UNKNOWN = "\ufffd"
"""Stands for a symbol that is not known."""

_GUESSED = "symbol"
"""The font that is meant where none is named: lists have their bullets from it."""


def shown(code: int, font: str) -> str:
    """What a symbol looks like as a character of Unicode; U+FFFD where that is not known.

    Args:
        code: as the file has it, from U+F000 on or the byte alone.
        font: the name of the font.
    """
    if code in {0x20, 0xF020}:
        return " "
    known = _fonts().get(font.casefold())
    if known is None and not 0xE000 <= code <= 0xF8FF:
        return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else UNKNOWN
    return (known or _fonts()[_GUESSED]).get(code & 0xFF, UNKNOWN)


def replaced(text: str) -> str:
    """A text with its private characters as they look, where that is known."""
    known = _fonts()[_GUESSED]
    return _PRIVATE.sub(lambda found: known.get(ord(found[0]) & 0xFF, found[0]), text)


@cache
def _fonts() -> dict[str, dict[int, str]]:
    return {
        font["name"]: {
            run["first"] + at: character
            for run in font["runs"]
            for at, character in enumerate(run["shown"])
            if character != " "
        }
        for font in patterns.read("symbols", "transcripts.formats")["font"]
    }
