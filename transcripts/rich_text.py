r"""Rich Text Format: a small reader of its tokens.

Words come as plain ASCII, as bytes of a code page (``\'e9``) that may change with the font, and as
UTF-16 units (``\u233``) each followed by a substitute for old programs, which is skipped.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from transcripts import limits, tables
from transcripts.errors import InputError
from transcripts.manuscript import APART, SPEECH, STRONG, Line, Manuscript, paragraphs
from transcripts.model import Notice

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "\n": "\n", "\r": "\n", "\\": "\\", "{": "{", "}": "}"}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds until the group ends."""

    skipped: bool = False
    apart: bool = False
    hidden: bool = False
    bold: bool = False
    table: bool = False
    substitutes: int = 1
    code_page: str = "cp1252"


@dataclass(slots=True)
class _Reading:
    """Where the reading stands: open groups, the paragraph and the table row being filled."""

    groups: list[_State] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    code_page: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    to_skip: int = 0
    data: bytearray = field(default_factory=bytearray)
    runs: list[tuple[str, bool]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    cell: list[Line] = field(default_factory=list)
    row: tables.Row = field(default_factory=list)
    rows: list[tables.Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    hidden: int = 0


def read(data: bytes, name: str) -> Manuscript:
    """A rich text file's paragraphs and tables; headers, notes and comments apart.

    Raises:
        InputError: groups nest too deeply.
    """
    reading = _Reading()
    text = data.decode("latin-1")
    at = 0
    while found := _TOKEN.match(text, at):
        at = found.end()
        if found["word"] == "bin" and found["number"]:
            at += max(0, int(found["number"]))
        _take(found, reading, name)
    _end_paragraph(reading)
    _end_table(reading)
    said = f"{reading.hidden} pieces of hidden or deleted text were left out."
    notices = (Notice(name, "hidden-text", said),) if reading.hidden else ()
    return Manuscript(tuple(reading.lines), notices)


def _take(token: re.Match[str], reading: _Reading, name: str) -> None:
    if token["byte"]:
        if not _substitute(reading):
            reading.data.append(int(token["byte"], 16))
    elif token["text"]:
        _text(token["text"].replace("\r", "").replace("\n", ""), reading)
    elif token["brace"]:
        _brace(token["brace"], reading, name)
    elif token["word"]:
        _word(token["word"], token["number"], reading)
    elif token["symbol"] == "*":
        reading.state = replace(reading.state, skipped=True)
    elif token["symbol"] in _SYMBOLS and not _substitute(reading):
        _add(_SYMBOLS[token["symbol"]], reading)


def _substitute(reading: _Reading) -> bool:
    """Whether this character only stands in for the one before it, for old programs."""
    if not reading.to_skip:
        return False
    reading.to_skip -= 1
    return True


def _text(text: str, reading: _Reading) -> None:
    skip = min(reading.to_skip, len(text))
    reading.to_skip -= skip
    _add(text[skip:], reading)


def _brace(brace: str, reading: _Reading, name: str) -> None:
    _flush(reading)
    reading.to_skip = 0
    if brace == "{":
        if len(reading.groups) > limits.DEPTH:
            remedy = "Open it in a word processor and save it as .docx"
            raise InputError(name, "nests groups too deeply", remedy, kind="too-deep")
        reading.groups.append(reading.state)
    elif reading.groups:
        before, reading.state = reading.state, reading.groups.pop()
        if before.apart and not reading.state.apart:
            _end_beside(reading)


def _word(word: str, number: str | None, reading: _Reading) -> None:
    state = reading.state
    if word == "u" and number:
        _flush(reading)
        _add(chr(int(number) % 0x10000), reading)
        reading.to_skip = state.substitutes
    elif kind := _destination(word):
        apart = state.apart or kind == "apart"
        reading.state = replace(state, skipped=kind == "skipped", apart=apart)
    elif word in {"v", "deleted"}:
        reading.state = replace(state, hidden=number != "0")
    elif word == "b":
        reading.state = replace(state, bold=number != "0")
    elif word in _data()["characters"]:
        _add(_data()["characters"][word], reading)
        reading.to_skip = 0
    else:
        _flush(reading)
        _setting(word, int(number or 0), reading)


def _destination(word: str) -> str:
    """What the group that begins with a word holds: skipped, apart or kept text."""
    destinations = _data()["destinations"]
    return next((kind for kind in destinations if word in destinations[kind]), "")


def _setting(word: str, number: int, reading: _Reading) -> None:
    state = reading.state
    if word == "uc":
        reading.state = replace(state, substitutes=number)
    elif word == "plain":
        reading.state = replace(state, hidden=False, bold=False)
    elif word in {"ansicpg", "mac"}:
        reading.code_page = f"cp{number}" if word == "ansicpg" and number else "mac-roman"
        reading.state = replace(state, code_page=reading.code_page)
    elif word == "f":
        reading.font = number
        page = reading.fonts.get(number, reading.code_page)
        reading.state = replace(state, code_page=page)
    elif word == "fcharset" and number > 1:
        reading.fonts[reading.font] = _data()["charsets"].get(str(number), reading.code_page)
    elif word in {"pard", "intbl"}:
        reading.state = replace(state, table=word == "intbl")
    elif word == "cell":
        _end_cell(reading)
    elif word == "row":
        _end_cell(reading)
        reading.rows.append(reading.row)
        reading.row = []


def _flush(reading: _Reading) -> None:
    """Turn the bytes gathered so far into characters of the present code page."""
    if reading.data:
        text = bytes(reading.data).decode(reading.state.code_page, "replace")
        reading.data.clear()
        _add(text, reading)


def _add(text: str, reading: _Reading) -> None:
    if reading.data:
        _flush(reading)
    state = reading.state
    if state.skipped or not text:
        return
    if state.hidden:
        reading.hidden += bool(text.strip())
    elif state.apart:
        reading.beside.append(text)
    elif text == "\n":
        _end_paragraph(reading)
    else:
        reading.runs.append((text, state.bold))


def _end_paragraph(reading: _Reading) -> None:
    text = _joined(words for words, _ in reading.runs)
    strong = text.strip() and all(bold for words, bold in reading.runs if words.strip())
    reading.runs.clear()
    if not reading.state.table:
        _end_table(reading)
    target = reading.cell if reading.state.table else reading.lines
    target += paragraphs(text, STRONG if strong else SPEECH)


def _end_cell(reading: _Reading) -> None:
    reading.state = replace(reading.state, table=True)
    _end_paragraph(reading)
    if reading.cell:
        reading.row.append(reading.cell)
        reading.cell = []


def _end_table(reading: _Reading) -> None:
    reading.lines += tables.lines(reading.rows)
    reading.lines += reading.cell
    reading.rows, reading.cell = [], []


def _end_beside(reading: _Reading) -> None:
    text = _joined(reading.beside)
    reading.beside.clear()
    reading.lines += [Line(line.text, APART) for line in paragraphs(text)]


def _joined(texts: Iterator[str] | list[str]) -> str:
    """Text with the two halves of each character beyond U+FFFF put together."""
    units = "".join(texts).encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")


@cache
def _data() -> dict[str, Any]:
    text = resources.files("transcripts").joinpath("rich_text.toml").read_text("utf-8")
    return tomllib.loads(text)
