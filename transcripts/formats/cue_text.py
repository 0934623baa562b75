"""The text of one cue: its words, and whose voice they are, by the WebVTT standard.

The standard drops what it does not know. Here a tag of an unknown name, and a tag that never ends,
are words as they stand: somebody may have written ``<inaudible>`` or ``a < b``.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

# A tag ends at the next ">", or where another begins.
_TAG = re.compile(r"<([^<>]*)(>?)")
_PLACING = re.compile(r"\{\\[^{}]*\}")
_STAMP = re.compile(r"\d+:[\d:.,\s\x00\ufffd]*")
_SPACE = re.compile(r"[ \t\n\f]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_WORD = re.compile(r"\w")

_OF_THE_STANDARD = frozenset(("c", "i", "b", "u", "v", "lang", "ruby", "rt"))
_OF_HTML = frozenset(
    ("a", "big", "br", "center", "div", "em", "font", "mark", "p", "rp", "s", "small", "span")
) | frozenset(("strike", "strong", "sub", "sup", "tt"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one voice, with their line breaks.

    ``voice`` is None where none is named, and empty where its tag is broken: somebody's own.
    """

    text: str
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class CueText:
    """What a cue says.

    Attributes:
        pieces: the words in order, cut where the voice changes.
        silent: voices that are named and say nothing.
        sound: whether each tag ends.
    """

    pieces: tuple[Piece, ...]
    silent: tuple[str, ...] = ()
    sound: bool = True


@dataclass(slots=True)
class _Reading:
    """Tags that are open, as (name, voice inside), what was said so far, and who was named."""

    lax: bool
    open: list[tuple[str, str | None]] = field(default_factory=list)
    said: list[tuple[str, str | None]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    sound: bool = True

    @property
    def in_ruby(self) -> bool:
        return bool(self.open) and self.open[-1][0] == "ruby"

    @property
    def voice(self) -> str | None:
        return self.open[-1][1] if self.open else None

    def say(self, text: str) -> None:
        if text:
            self.said.append((unescape(text, lax=self.lax), self.voice))

    def pieces(self) -> tuple[Piece, ...]:
        """What was said, cut where the voice changes."""
        by_voice = groupby(self.said, key=itemgetter(1))
        return tuple(Piece("".join(text for text, _ in said), voice) for voice, said in by_voice)


def is_plain(text: str) -> bool:
    """Whether a cue's text is its words, without markup."""
    return "<" not in text and "&" not in text and "{\\" not in text


def read(text: str, *, lax: bool = False) -> CueText:
    r"""The words and voices of a cue's text.

    Args:
        text: the text with its markup.
        lax: as SubRip files are written: a bare ``&`` or ``<`` is nothing wrong.
    """
    if "{\\" in text:
        text = _PLACING.sub("", text)
    reading = _Reading(lax)
    at = 0
    for found in _TAG.finditer(text):
        reading.say(text[at : found.start()])
        at = found.end()
        _take(found[1], reading, ends=bool(found[2]))
    reading.say(text[at:])
    pieces = reading.pieces()
    speaking = {piece.voice for piece in pieces if piece.text.strip()}
    silent = tuple(dict.fromkeys(name for name in reading.named if name not in speaking))
    return CueText(pieces, silent, reading.sound)


def unescape(text: str, *, lax: bool = False) -> str:
    """Text with its character references resolved; only those that end in ``;`` if ``lax``."""
    if "&" not in text:
        return text
    if lax:
        return _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    try:
        return html.unescape(text)
    except ValueError:  # a number of thousands of digits
        return text


def _take(tag: str, reading: _Reading, *, ends: bool) -> None:
    """One tag, without its brackets: markup, or words that look like a tag."""
    closes = tag.startswith("/")
    content = _SPACE.sub(" ", tag[1:].strip() if closes else tag.rstrip())
    head, _, annotation = content.partition(" ")
    name = head.split(".", 1)[0].rstrip("/").casefold()
    if not _is_markup(tag, name, annotation, ends=ends):
        reading.sound &= ends or reading.lax
        reading.open += [("v", "")] if name == "v" and not closes else []
        reading.say(f"<{tag}>" if ends else f"<{tag}")
    elif closes:
        _close(name, reading)
    elif name:
        _open(name, annotation, reading)


def _is_markup(tag: str, name: str, annotation: str, *, ends: bool) -> bool:
    if not _WORD.search(tag) or _STAMP.fullmatch(tag):
        return True
    if name in _OF_THE_STANDARD:
        return ends or not annotation
    return name in _OF_HTML and ends and (not annotation or "=" in annotation or annotation == "/")


def _open(name: str, annotation: str, reading: _Reading) -> None:
    if name == "br":
        reading.say("\n")
    if name not in _OF_THE_STANDARD or (name == "rt" and not reading.in_ruby):
        return
    voice = reading.voice
    if name == "v" and (title := unescape(annotation, lax=reading.lax).strip()):
        voice = title
        reading.named.append(title)
    if name == "rt":
        reading.say(" ")
    reading.open.append((name, voice))


def _close(name: str, reading: _Reading) -> None:
    """An end tag ends the innermost element, if it has its name; else it is nothing."""
    innermost = reading.open[-1][0] if reading.open else ""
    if innermost == "rt" and name in ("rt", "ruby"):
        reading.open.pop()
        reading.say(" ")
        innermost = "ruby" if name == "ruby" else ""
    if innermost and innermost == name:
        reading.open.pop()
