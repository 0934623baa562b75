"""Subtitles: WebVTT and SubRip. No cue is ever dropped, however broken its timing."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from transcripts import encodings, times
from transcripts.errors import InputError
from transcripts.manuscript import APART, SAME, SPEECH, Line, Manuscript
from transcripts.model import Notice

_ARROW = re.compile(r"^\s*(\S+)\s+-->\s+(\S+)")
_BROKEN_ARROW = re.compile(r"^\s*\d+:[\d:.,xX?]+\s+-(?:-|>|\s*$)")
_TIME = re.compile(times.TIME)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(
    r"</?(?:[ibucv]|lang|ruby|rt|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>|\{\\[^}]*\}", re.IGNORECASE
)
_HEADS = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class _Cue:
    begins: float | None
    ends: float | None
    rows: tuple[str, ...]
    sound: bool


def read_vtt(data: bytes, name: str) -> Manuscript:
    """The cues of a WebVTT file; header, notes and styles are set apart.

    Raises:
        InputError: the bytes are not text, or there is no cue.
    """
    return _read(data, name, unescape=True)


def read_srt(data: bytes, name: str) -> Manuscript:
    """The cues of a SubRip file.

    Raises:
        InputError: the bytes are not text, or there is no cue.
    """
    return _read(data, name, unescape=False)


def _read(data: bytes, name: str, *, unescape: bool) -> Manuscript:
    text, notices = encodings.decode(data, name)
    blocks = _blocks(text.split("\n"))
    lines: list[Line] = []
    doubtful = 0
    for block in blocks:
        if block == ["WEBVTT"]:
            continue
        cue = _cue(block)
        if cue is None:
            orphan = bool(lines) and not _is_header(block)
            doubtful += orphan
            lines += [Line(row, joint=SAME) if orphan else Line(row, APART) for row in block]
            continue
        doubtful += not cue.sound
        lines += _lines(cue, unescape=unescape)
    if all(line.kind == APART or line.begins is line.ends is None for line in lines):
        remedy = "Check that it is a subtitle file, or give it the ending .txt"
        kind = "type" if lines else "empty"
        raise InputError(name, "holds no cue with a time", remedy, kind=kind)
    if doubtful:
        said = f"{doubtful} cues are not well formed. Their words were kept: check their times."
        notices = (*notices, Notice(name, "malformed", said))
    return Manuscript(tuple(line for line in lines if line.text), notices)


def _blocks(rows: list[str]) -> list[list[str]]:
    """Rows parted at empty ones, and before each timing row."""
    blocks: list[list[str]] = [[]]
    for at, row in enumerate(rows):
        before = blocks[-1]
        if not row.strip():
            blocks.append([])
        elif _is_timing(row) and any(_is_timing(other) for other in before):
            index = [before.pop()] if before[-1].strip().isdigit() and at else []
            blocks.append([*index, row])
        else:
            before.append(row)
    return [block for block in blocks if block]


def _is_timing(row: str) -> bool:
    return bool(_ARROW.match(row) and row.strip()[0].isdigit()) or bool(_BROKEN_ARROW.match(row))


def _is_header(block: list[str]) -> bool:
    first = block[0].lstrip("\ufeff").split(maxsplit=1)[0]
    return first in _HEADS or first == "WEBVTT" or all(row.strip().isdigit() for row in block)


def _cue(block: list[str]) -> _Cue | None:
    """The cue of a block: an index or a name, the timing, the words."""
    if block[0].split(maxsplit=1)[0] in _HEADS:
        return None
    at = next((at for at, row in enumerate(block[:3]) if _is_timing(row)), None)
    if at is None:
        return None
    begins, ends = _timing(block[at])
    sound = begins is not None and ends is not None and ends >= begins
    return _Cue(begins, ends if sound else None, tuple(block[at + 1 :]), sound)


def _timing(row: str) -> tuple[float | None, float | None]:
    found = _ARROW.match(row)
    if not found:
        return None, None
    first, last = (
        times.seconds(part) if _TIME.fullmatch(part) else None for part in found.groups()
    )
    return first, last


def _lines(cue: _Cue, *, unescape: bool) -> list[Line]:
    lines: list[Line] = []
    speaker = None
    for text, voice in _voices("\n".join(cue.rows)):
        speaker = voice or speaker
        for row in text.split("\n"):
            words = _TAG.sub("", row)
            words = html.unescape(words) if unescape else words
            first = None if lines and lines[-1].speaker == speaker else speaker
            lines.append(Line(words.strip(), SPEECH, SAME, 0, first, cue.begins, cue.ends))
    return [line for line in lines if line.text]


def _voices(text: str) -> list[tuple[str, str | None]]:
    """The text of a cue in pieces, each with the voice tag before it."""
    pieces = _VOICE.split(text)
    voiced = zip(pieces[2::2], pieces[1::2], strict=True)
    return [(pieces[0], None), *((words, voice.strip() or None) for words, voice in voiced)]
