"""The cues of a subtitle file: when something is said, and the text of it with its markup.

Blocks are found as the WebVTT standard says. What it throws away is kept here: the words of a cue
whose timing is broken, of a block without timing, and of a row beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transcripts import times

_BLANK = "[ \t\f]*"
_OF_WEBVTT = r"((?:\d{1,4}:)?[0-5]\d:[0-5]\d\.\d{3})(?!\d)"
_OF_SUBRIP = r"((?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)(?!\d)"
_OF_YOUTUBE = r"(\d{1,3}:\d{1,2}:\d{1,2}\.\d{1,3})(?!\d)"
_MISTYPED = "(?:-+>|[–—]>|→)"
_HEADS = ("NOTE", "STYLE", "REGION")
_SIGNATURE = re.compile(r"WEBVTT(?=[ \t\n]|\Z)[^\n]*")
_SETTING = re.compile(r"(?:vertical|line|position|size|align|region|[XY][12]|[DLTAS]):\S*")
_CLOCK = re.compile(r"\d:[\dx]{1,3}", re.IGNORECASE)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a kind of subtitle file writes its timings.

    Attributes:
        sound: a timing as it must be: begin, end, and the rest of the row.
        lax: one that is understood all the same.
        cut: the beginning of one, or one with wrong figures.
        arrow: what stands between begin and end.
        strict: whether the file has a header and its cues have names, as WebVTT says.
    """

    sound: re.Pattern[str]
    lax: re.Pattern[str]
    cut: re.Pattern[str]
    arrow: str = "-->"
    strict: bool = False


def _timing(time: str, arrow: str) -> re.Pattern[str]:
    return re.compile(f"{_BLANK}{time}{_BLANK}{arrow}{_BLANK}{time}(.*)", re.DOTALL)


_ARROWS = _timing(_OF_SUBRIP, _MISTYPED)
_CUT = re.compile(r"\s*\d+:[\dxX?]+[:.,][\d:.,xX?]*\s+-(?:\S{0,2}>|>|\s*$)")
_CUT_PAIR = re.compile(r"\s*\d+:\w+:[\w.]+,[\w:.]*\s*$")
WEBVTT = Dialect(_timing(_OF_WEBVTT, "-->"), _ARROWS, _CUT, strict=True)
SUBRIP = Dialect(_timing(_OF_SUBRIP, "-->"), _ARROWS, _CUT)
YOUTUBE = Dialect(_timing(_OF_YOUTUBE, ","), _ARROWS, _CUT_PAIR, arrow=",")


@dataclass(frozen=True, slots=True)
class Cue:
    r"""One caption.

    Attributes:
        begins: seconds; None where the file does not tell.
        ends: seconds, as written, which may be before ``begins``.
        text: its rows, joined by ``\n``, with their markup.
        identifier: the name before its timing.
        sound: whether the timing is one of the format.
    """

    begins: float | None
    ends: float | None
    text: str
    identifier: str = ""
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Parsing:
    """The cues of a file and the rows beside them, in order, and how many are not well formed."""

    items: tuple[Cue | str, ...]
    doubtful: int = 0


@dataclass(slots=True)
class _Block:
    """Rows up to an empty one; ``timing`` is the row that says when, where one does."""

    rows: list[str] = field(default_factory=list)
    timing: str | None = None
    identifier: str = ""


@dataclass(slots=True)
class _Found:
    """Cues as they are found.

    ``number`` is the last cue's, ``numbered`` whether the first cue had one; ``spoken`` is whether
    there was a cue.
    """

    dialect: Dialect
    items: list[Cue | str] = field(default_factory=list)
    doubtful: int = 0
    number: int = 0
    numbered: bool | None = None
    spoken: bool = False

    def beside(self, row: str) -> None:
        """Keep a row that is neither a timing nor words of a cue."""
        self.items.append(row.strip())
        self.doubtful += 1


def parse(text: str, dialect: Dialect) -> Parsing:
    r"""The cues of a text whose rows end in ``\n``; linear in its length."""
    found = _Found(dialect)
    rows = text.split("\n")
    start = _header(rows, found) if dialect.strict else 0
    block = _Block()
    for at, row in enumerate(rows[start:], start):
        if not row or not (dialect.strict or row.strip()):
            block = _closed(block, found)
        elif (":" in row or "-->" in row) and _is_timing(row, block, dialect):
            block = _timed(row, block, found)
        elif "-->" in row and _is_stray(rows, at, dialect):
            block = _closed(block, found)
            found.beside(row)
        else:
            block.rows.append(row)
    _closed(block, found)
    return Parsing(tuple(found.items), found.doubtful)


def _header(rows: list[str], found: _Found) -> int:
    """How many rows stand before the first block; the header's words are set apart."""
    at = next((at for at, row in enumerate(rows) if row), len(rows))
    if at == len(rows) or not _SIGNATURE.fullmatch(rows[at]):
        found.doubtful += at < len(rows)
        return at
    head = [rows[at].removeprefix("WEBVTT").strip(" \t-–—")]
    at += 1
    while at < len(rows) and rows[at] and "-->" not in rows[at]:
        head.append(rows[at].strip())
        at += 1
    found.items += [row for row in head if row]
    return at


def _is_timing(row: str, block: _Block, dialect: Dialect) -> bool:
    """Whether a row says when, well or badly, rather than what."""
    numeric = row.lstrip()[:1].isdigit()
    if "-->" in row and dialect.arrow != ",":
        opens = block.timing is None and len(block.rows) < 2
        return bool((numeric or opens) and _CLOCK.search(row)) or row.strip() == "-->"
    if not numeric or ":" not in row or _is_beside(block, dialect):
        return False
    return bool(dialect.sound.match(row) or dialect.lax.match(row) or dialect.cut.match(row))


def _is_beside(block: _Block, dialect: Dialect) -> bool:
    """Whether a block is a comment, a style sheet or a region."""
    rows = block.rows
    return dialect.strict and block.timing is None and bool(rows) and _head(rows[0]) in _HEADS


def _head(row: str) -> str:
    return row.split(maxsplit=1)[0] if row.strip() else ""


def _is_stray(rows: list[str], at: int, dialect: Dialect) -> bool:
    """Whether a row with an arrow stands before a timing, and so ends the cue above."""
    return at + 1 < len(rows) and bool(dialect.sound.match(rows[at + 1]))


def _timed(row: str, block: _Block, found: _Found) -> _Block:
    """The block of which this row is the timing: the open one, or a new one."""
    identifier = block.rows[-1] if block.rows else ""
    number = _number(identifier)
    if found.numbered is None:
        found.numbered = number is not None
    if block.timing is not None or len(block.rows) > 1:
        if number is None or not found.numbered:
            number, identifier = None, ""
        else:
            block.rows.pop()
        _closed(block, found)
    if number is not None:
        found.number = number
    elif identifier and _is_words(identifier):
        found.items.append(identifier.strip())
        found.doubtful += not found.dialect.strict
    return _Block(timing=row, identifier=identifier)


def _number(row: str) -> int | None:
    """The number that a row consists of."""
    bare = row.strip()
    return int(bare) if len(bare) < 10 and bare.isascii() and bare.isdigit() else None


def _closed(block: _Block, found: _Found) -> _Block:
    """A new block; what the old one holds is found."""
    if block.timing is not None:
        _add_cue(block, block.timing, found)
    elif block.rows:
        _add_rest(block, found)
    return _Block()


def _add_cue(block: _Block, timing: str, found: _Found) -> None:
    found.spoken = True
    text = "\n".join(block.rows)
    sound = found.dialect.sound.match(timing)
    match = sound or found.dialect.lax.match(timing)
    if not match:
        _add_words(timing, found)
        found.doubtful += 1
        found.items.append(Cue(None, None, text, block.identifier, sound=False))
        return
    first, last, rest = match.groups()
    begins, ends = times.seconds(first), times.seconds(last)
    odd = bool(rest) and _add_words(_beside_settings(rest), found)
    found.doubtful += sound is None or ends < begins or odd
    found.items.append(Cue(begins, ends, text, block.identifier, sound is not None))


def _beside_settings(rest: str) -> str:
    """What stands behind a timing and is no setting."""
    return " ".join(part for part in rest.split() if not _SETTING.fullmatch(part))


def _add_words(row: str, found: _Found) -> bool:
    """Keep what a row of timing holds in words or figures; whether it does."""
    words = bool(_WORD.search(row))
    found.items += [row.strip()] if words else []
    return words


def _is_words(identifier: str) -> bool:
    """Whether a cue's name has a part without digits, and so is more than a number of some kind."""
    parts = (part for part in identifier.split() if _WORD.search(part))
    return any(not any(map(str.isdigit, part)) for part in parts)


def _add_rest(block: _Block, found: _Found) -> None:
    """A block without timing: a comment; else words of which the timing was lost."""
    rows = [row for row in block.rows if row.strip()]
    if _is_beside(block, found.dialect):
        found.items += rows
        return
    number = _number(rows[0]) if rows else None
    alone = len(rows) == 1 and found.numbered is not False
    counts = number is not None and (alone or number == found.number + 1)
    if number is not None and counts:
        found.number = number
        rows.pop(0)
    if not rows:
        return
    found.doubtful += 1
    if not found.spoken and not counts:
        found.items += rows
        return
    last = found.items[-1] if found.items else None
    empty = last if isinstance(last, Cue) and not last.text.strip() else Cue(None, None, "")
    found.items.append(Cue(empty.begins, empty.ends, "\n".join(rows), sound=False))
