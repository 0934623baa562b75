"""From bytes to characters, by fixed rules: short French and German texts defeat guessing."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from transcripts import patterns
from transcripts.errors import InputError
from transcripts.model import Notice

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE = "Save the file again as UTF-8 text"

# Two bytes of UTF-8 that are a letter or a mark of western Europe, and no likely pair of
# windows-1252 characters.
_UTF8_PAIR = re.compile(rb"\xc3[\x80-\xbf]|\xc5[\x92\x93\xb8]|\xe2\x80[\x90-\xb0]|\xe2\x82\xac")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")

_BEYOND_ASCII_IN_UTF8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")

_TWICE = re.compile("Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€[™œ“”¦˜]")
_TWICE_STARTS = ("Ã", "â€")
_MEANT = 3
"""Pairs such as ``Ã©`` from which a text is taken for damaged, not for one that quotes them."""

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\ufeff\u200b\u2060-\u2064\u180e]")
# Unseen copies of ASCII; after a black flag they are the flags of England, Scotland and Wales.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]+)|[\U000e0000-\U000e007f]")
_STACKED = re.compile("[\u0300-\u036f]{10}")
_PLAIN = re.compile("[\t\n\x20-\x7e\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u20ac]*")
_LONG = re.compile(r"\S{1000}")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text as one encoding has it; ``odd`` of its characters are at home nowhere near."""

    text: str
    encoding: str
    odd: int


def decode(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    r"""The text of a file: by its byte order mark, else UTF-8, else in 8 bits, with a notice.

    Line ends become ``\n``: CR LF, CR and LF end a line, nothing else does.

    Raises:
        InputError: the bytes are no text in any of these encodings, or hold NUL characters.
    """
    text, notices = _decode(data, name)
    if "\x00" in text:
        if _is_utf16(data):
            problem = "is UTF-16 without BOM (the mark at the head that says so)"
            raise InputError(name, problem, _SAVE, kind="encoding")
        raise InputError(name, "holds NUL characters and is not text", _SAVE, kind="binary")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notices


def _decode(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            return data.decode("latin-1"), ()
        _refuse_damaged(data, error, name)
        return _eight_bits(data, name)
    return text, _twice(text, name)


def _is_utf16(data: bytes) -> bool:
    head = data[:4096]
    return max(head[0::2].count(0), head[1::2].count(0)) > len(head) / 5


def _twice(text: str, name: str) -> tuple[Notice, ...]:
    """What to say of a text that was taken for windows-1252 and made UTF-8 a second time."""
    if not any(start in text for start in _TWICE_STARTS):  # the pattern takes far longer
        return ()
    found = len(_TWICE.findall(text))
    if found >= _MEANT:
        problem = "was turned into UTF-8 twice (double-encoded), so its accents are damaged"
        raise InputError(name, problem, "Export it again", kind="encoding")
    said = "A damaged accent, such as Ã© for é, stands in the text. It was left as it is."
    return (Notice(name, "mojibake", said),) if found else ()


def _refuse_damaged(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Refuse what is UTF-8 for the most part, or pretends to be."""
    place = f"byte {error.start}"
    if error.reason == "unexpected end of data" and _BEYOND_ASCII_IN_UTF8.search(
        data, 0, error.start
    ):
        problem = "is truncated: it ends in the middle of a character"
        raise InputError(name, problem, "Export it again", place=place, kind="encoding")
    if _UTF8_PAIR.search(data):
        byte = f"0x{data[error.start]:02X}"
        problem = f"is mixed: UTF-8 in some places, another encoding in others ({byte})"
        raise InputError(name, problem, _SAVE, place=place, kind="encoding")
    if _SURROGATE.search(data):
        problem = "holds half characters, which are not text"
        raise InputError(name, problem, _SAVE, place=place, kind="encoding")


def _eight_bits(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    readings = [reading for code in _data()["candidates"] if (reading := _read_as(data, code))]
    best = min(readings, key=lambda reading: reading.odd)
    beyond = len(_BEYOND_ASCII.findall(best.text))
    if best.odd * 2 >= beyond or (best.odd and best.encoding != _data()["candidates"][0]):
        at = next(at for at, byte in enumerate(data) if byte > 0x7F)
        problem = f"is text in an encoding that is not known (0x{_strange(data):02X})"
        raise InputError(name, problem, _SAVE, place=f"byte {at}", kind="encoding")
    kind = best.encoding.replace("windows-", "cp")
    said = f"The file is not UTF-8. It was read as {best.encoding}: check its accents."
    return best.text, (Notice(name, f"encoding-{kind}", said),)


def _strange(data: bytes) -> int:
    """The first byte that windows-1252 does not know, else the first beyond ASCII."""
    unknown = (byte for byte in data if byte in b"\x81\x8d\x8f\x90\x9d")
    return next(unknown, next(byte for byte in data if byte > 0x7F))


def _read_as(data: bytes, encoding: str) -> _Reading | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    at_home, misplaced = _at_home()
    odd = sum(found[0] not in at_home for found in _BEYOND_ASCII.finditer(text))
    return _Reading(text, encoding, odd + len(misplaced.findall(text)))


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"is not {encoding} text (byte 0x{data[error.start]:02X})"
        place = f"byte {error.start}"
        raise InputError(name, problem, _SAVE, place=place, kind="encoding") from None


def clean(text: str, met: Counter[str] | None = None) -> str:
    """Text that any document can hold, in Unicode form NFC.

    Characters that XML forbids become U+FFFD, line breaks that only some programs see become
    spaces; marks that reverse the direction of the text on the page, and unseen characters, are
    taken out.

    Args:
        text: any text.
        met: is told how often what was found, by the kind of the notice that says so.
    """
    met = Counter() if met is None else met
    if not _PLAIN.fullmatch(text):
        text = _mended(text, met)
    met["long-token"] += len(text) >= 1000 and bool(_LONG.search(text))
    return text


def _mended(text: str, met: Counter[str]) -> str:
    for kind, pattern, instead in (
        ("control-chars", _BREAKS, " "),
        ("control-chars", _FORBIDDEN, "\ufffd"),
        ("bidi", _DIRECTION, ""),
        ("invisible", _INVISIBLE, ""),
    ):
        text, number = pattern.subn(instead, text)
        met[kind] += number
    length = len(text)
    text = _TAGS.sub(lambda found: found[1] or "", text)
    met["invisible"] += length - len(text)
    text = unicodedata.normalize("NFC", text)
    met["combining"] += len(_STACKED.findall(text))
    return text


@cache
def _at_home() -> tuple[frozenset[str], re.Pattern[str]]:
    """Characters that texts hold, and those that stand where they cannot."""
    known = _data()["at_home"]
    letters, capital = known["small"] + known["capital"], known["capital"]
    misplaced = (
        rf"(?<=[a-z{known['small']}])[{capital}]"
        rf"|(?<=[A-Za-z{letters}])[{known['fractions']}]|[{known['fractions']}](?=[A-Za-z{letters}])"
    )
    return frozenset("".join(known.values())), re.compile(misplaced)


def _data() -> dict[str, Any]:
    return patterns.read("encodings")
