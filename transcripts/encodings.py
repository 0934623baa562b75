"""From bytes to characters, by fixed rules: short French and German texts defeat guessing."""

from __future__ import annotations

import codecs
import re
import unicodedata

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

_TWICE = re.compile("Ã[\x80-\xbf]")
_MEANT = 3
"""Pairs such as ``Ã©`` from which a text is taken for damaged, not for one that quotes them."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u200b\u2060-\u2064]")
# Unseen copies of ASCII; after a black flag they are the flags of England, Scotland and Wales.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]+)|[\U000e0000-\U000e007f]")


def decode(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    r"""The text of a file: by its byte order mark, else UTF-8, else windows-1252 with a notice.

    Line ends become ``\n``: CR LF, CR and LF end a line, nothing else does.

    Raises:
        InputError: the bytes are no text in any of these encodings, or hold NUL characters.
    """
    text, notices = _decode(data, name)
    if "\x00" in text:
        raise InputError(name, "holds NUL characters and is not text", _SAVE, kind="binary")
    return text.replace("\r\n", "\n").replace("\r", "\n"), notices


def _decode(data: bytes, name: str) -> tuple[str, tuple[Notice, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name), ()
    if text := _attempt(data, "utf-8"):
        if len(_TWICE.findall(text)) >= _MEANT:
            problem = "was turned into UTF-8 twice, so its accents are damaged"
            raise InputError(name, problem, "Export it again", kind="encoding")
        return text, ()
    if _UTF8_PAIR.search(data):
        problem = "is UTF-8 in some places and another encoding in others"
        raise InputError(name, problem, _SAVE, kind="encoding")
    text = _strict(data, "windows-1252", name)
    said = "The file is not UTF-8. It was read as windows-1252: check its accents."
    return text, (Notice(name, "encoding", said),)


def _attempt(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"is not {encoding} text (byte 0x{data[error.start]:02X})"
        place = f"byte {error.start}"
        raise InputError(name, problem, _SAVE, place=place, kind="encoding") from None


def clean(text: str) -> tuple[str, int, int]:
    """Text that any document can hold, in Unicode form NFC.

    Characters that XML forbids become U+FFFD; marks that reverse the direction of the text on
    the page, and byte order marks, are taken out.

    Returns:
        The text, the number of characters replaced, the number taken out.
    """
    text, replaced = _FORBIDDEN.subn("\ufffd", text)
    text, removed = _DIRECTION.subn("", text)
    length = len(text)
    text = _TAGS.sub(lambda found: found[1] or "", text)
    removed += length - len(text)
    return unicodedata.normalize("NFC", text), replaced, removed
