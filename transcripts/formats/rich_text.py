r"""Rich Text Format: a small reader of its tokens.

Words come as plain ASCII, as bytes of a code page (``\'e9``) that may change with the font, and as
UTF-16 units (``\u233``) each followed by a substitute for old programs, which is skipped.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

from transcripts import patterns
from transcripts.formats import findings, tables
from transcripts.formats.rich_text_reading import PICTURES, Font, Reading, State
from transcripts.formats.rich_text_story import Story
from transcripts.manuscript import Manuscript

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,32})? ?|(?P<text>[^\\{}]+)"
    r"|(?P<brace>[{}])|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])",
    re.DOTALL,
)
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "\\": "\\", "{": "{", "}": "}"}

_BODY_TEXT = 9
"""The outline level of what is no heading, counted from 0."""

_FLAGS = {"b": "bold", "v": "hidden", "deleted": "deleted", "revised": "inserted"}

Setting: TypeAlias = Callable[[Reading, State, int | None], None]
"""What a control word with its number changes."""


def read(data: bytes, name: str) -> Manuscript:
    """A rich text file's paragraphs and tables; headers, notes and comments apart.

    Raises:
        InputError: groups nest too deeply.
    """
    body = Story()
    reading = Reading(name, body, State(body))
    text = data.decode("latin-1")
    at: int | None = 0
    while at is not None:
        at = _take_all(text, at, reading)
    reading.end()
    notices = (*findings.notices(name, reading.met), *tables.notices(name, body.tables_read))
    return Manuscript(tuple(body.lines), notices)


def _take_all(text: str, at: int, reading: Reading) -> int | None:
    """Take tokens up to the end, or up to raw bytes: then the character after these."""
    for token in _TOKEN.finditer(text, at):
        kind = token.lastgroup
        if kind == "text":
            reading.plain(token[0])
        elif kind == "brace":
            reading.open_group() if token[0] == "{" else reading.close_group()
        elif kind == "byte":
            if not reading.state.unread and not reading.is_substitute():
                reading.data.append(int(token["byte"], 16))
        elif kind == "symbol":
            _symbol(token["symbol"], reading)
        else:
            word, number = token["word"], token["number"]
            if word == "bin" and number and 0 < int(number) <= len(text) - token.end():
                return token.end() + int(number)
            _word(word, number, reading)
    return None


def _symbol(symbol: str, reading: Reading) -> None:
    if symbol == "*":
        reading.state = replace(reading.state, starred=True)
    elif symbol in "\r\n":
        _break("\n", reading)
    elif symbol in _SYMBOLS and not reading.is_substitute():
        reading.flush()
        reading.add(_SYMBOLS[symbol])


def _word(word: str, number: str | None, reading: Reading) -> None:
    if word == "u" and number:
        _unit(int(number), reading)
        return
    does = _words().get(word)
    state = reading.state
    if does is None:
        if state.starred:
            reading.state = replace(state, starred=False, unread=True)
        return
    kind, value = does
    if kind == "break":
        _break(value, reading)
    elif kind == "character":
        if not reading.is_substitute():
            reading.flush()
            reading.add(value)
    elif kind == "destination":
        reading.flush()
        _destination(value, reading)
    elif not state.unread:
        reading.flush()
        _SETTINGS[word](reading, state, None if number is None else int(number))


def _unit(number: int, reading: Reading) -> None:
    """Take a character by its number: a unit of UTF-16, signed, or a whole one of Unicode."""
    reading.flush()
    if not 0 <= number <= 0x10FFFF:
        number %= 0x10000
    reading.add(chr(number))
    reading.to_skip = reading.state.substitutes


def _break(value: str, reading: Reading) -> None:
    reading.flush()
    reading.to_skip = 0
    state = reading.state
    if state.unread or state.hidden or state.deleted:
        return
    if value == "\n":
        state.story.end_paragraph(state.depth, state.level)
        findings.check_number(len(state.story.lines), reading.name)
    else:
        reading.add(value)


def _destination(kind: str, reading: Reading) -> None:
    state = reading.state
    if kind == "unicode":
        reading.state = replace(state, starred=False, unread=not state.twofold)
    elif state.unread:
        reading.state = replace(state, starred=False)
    elif kind in {"skipped", "twofold"}:
        reading.state = replace(state, starred=False, unread=True, twofold=kind == "twofold")
    elif kind == "fonts":
        reading.state = replace(state, starred=False, fonts=True)
    elif kind == "kept":
        reading.state = replace(state, starred=False)
    else:
        reading.state = replace(state, starred=False, story=Story(kind), level=0, depth=0)


def _flag(name: str) -> Setting:
    """The setting of a word that switches something on, and off with the number 0."""

    def switch(reading: Reading, state: State, number: int | None) -> None:
        if getattr(state, name) != (number != 0):
            change: dict[str, Any] = {name: number != 0}
            reading.state = replace(state, **change)

    return switch


def _substitutes(reading: Reading, state: State, number: int | None) -> None:
    reading.state = replace(state, substitutes=max(0, min(number or 0, 99)))


def _plain(reading: Reading, state: State, _: int | None) -> None:
    font = reading.default_font
    off: dict[str, Any] = dict.fromkeys(_FLAGS.values(), False)
    reading.state = replace(state, **off, font=font, code_page=reading.page_of(font))


def _code_page(reading: Reading, state: State, number: int | None) -> None:
    reading.code_page = _known(str(number or 0))
    reading.state = replace(state, code_page=reading.code_page)


def _platform(page: str) -> Setting:
    def settle(reading: Reading, state: State, _: int | None) -> None:
        reading.code_page = page
        reading.state = replace(state, code_page=page)

    return settle


def _default_font(reading: Reading, state: State, number: int | None) -> None:
    font = reading.default_font = number or 0
    reading.state = replace(state, font=font, code_page=reading.page_of(font))


def _font(reading: Reading, state: State, number: int | None) -> None:
    font = number or 0
    if font != state.font or state.code_page != reading.page_of(font):
        reading.state = replace(state, font=font, code_page=reading.page_of(font))


def _charset(reading: Reading, state: State, number: int | None) -> None:
    page = PICTURES if number == 2 else _data()["charsets"].get(str(number), "")
    if state.fonts:
        reading.fonts.setdefault(state.font, Font()).code_page = page


def _charset_page(reading: Reading, state: State, number: int | None) -> None:
    if state.fonts and number:
        reading.fonts.setdefault(state.font, Font()).code_page = _known(str(number))


def _known(number: str) -> str:
    """The code page of a number; that of western Windows where it is not known."""
    name: str = _data()["code_pages"].get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _depth(reading: Reading, state: State, number: int | None) -> None:
    depth = max(0, number or 0)
    if depth != state.depth:
        reading.state = replace(state, depth=depth)


def _paragraph(reading: Reading, state: State, _: int | None) -> None:
    if state.depth or state.level:
        reading.state = replace(state, depth=0, level=0)


def _outline(reading: Reading, state: State, number: int | None) -> None:
    level = number + 1 if number is not None and 0 <= number < _BODY_TEXT else 0
    reading.state = replace(state, level=level)


def _in_table(reading: Reading, state: State, number: int | None) -> None:
    _depth(reading, state, 0 if number == 0 else max(1, state.depth))


def _cell(_reading: Reading, state: State, _: int | None) -> None:
    state.story.end_cell(1)


def _row(_reading: Reading, state: State, _: int | None) -> None:
    state.story.end_row(1)


def _inner_cell(_reading: Reading, state: State, _: int | None) -> None:
    state.story.end_cell(max(2, state.depth))


def _inner_row(_reading: Reading, state: State, _: int | None) -> None:
    state.story.end_row(max(2, state.depth))


def _embedded(reading: Reading, _state: State, _: int | None) -> None:
    reading.met["embedded"] += 1


def _endnote(_reading: Reading, state: State, _: int | None) -> None:
    if state.story.kind == "footnotes":
        state.story.kind = "endnotes"


_SETTINGS: Mapping[str, Setting] = {
    **{word: _flag(name) for word, name in _FLAGS.items()},
    "uc": _substitutes,
    "plain": _plain,
    "ansicpg": _code_page,
    "mac": _platform("mac-roman"),
    "pc": _platform("cp437"),
    "pca": _platform("cp850"),
    "deff": _default_font,
    "f": _font,
    "fcharset": _charset,
    "cpg": _charset_page,
    "pard": _paragraph,
    "outlinelevel": _outline,
    "intbl": _in_table,
    "itap": _depth,
    "cell": _cell,
    "row": _row,
    "nestcell": _inner_cell,
    "nestrow": _inner_row,
    "object": _embedded,
    "ftnalt": _endnote,
}


@cache
def _words() -> Mapping[str, tuple[str, str]]:
    """What each known word does, and with what value."""
    known = _data()
    kinds = known["destinations"]
    return {
        **dict.fromkeys(_SETTINGS, ("setting", "")),
        **{word: ("character", value) for word, value in known["characters"].items()},
        **{word: ("break", value) for word, value in known["breaks"].items()},
        **{word: ("destination", kind) for kind in kinds for word in kinds[kind]},
    }


def _data() -> dict[str, Any]:
    return patterns.read("rich_text", "transcripts.formats")
