"""Subtitles: WebVTT, SubRip and YouTube's SBV. No cue is ever dropped, however broken."""

from __future__ import annotations

from transcripts import encodings
from transcripts.formats import captions, cue_text, cues
from transcripts.formats.captions import Caption, Item, Row
from transcripts.formats.cues import Cue, Dialect
from transcripts.manuscript import Manuscript


def read_vtt(data: bytes, name: str) -> Manuscript:
    """The cues of a WebVTT file; header, notes, styles, regions and cues' names are set apart.

    Raises:
        InputError: the bytes are not text, or there is no cue with a time.
    """
    return _read(data, name, cues.WEBVTT)


def read_srt(data: bytes, name: str) -> Manuscript:
    """The cues of a SubRip file.

    Raises:
        InputError: the bytes are not text, or there is no cue with a time.
    """
    return _read(data, name, cues.SUBRIP)


def read_sbv(data: bytes, name: str) -> Manuscript:
    """The cues of a file that YouTube exports.

    Raises:
        InputError: the bytes are not text, or there is no cue with a time.
    """
    return _read(data, name, cues.YOUTUBE)


def _read(data: bytes, name: str, dialect: Dialect) -> Manuscript:
    text, notices = encodings.decode(data, name)
    parsing = cues.parse(text, dialect)
    doubtful = parsing.doubtful
    items: list[Item] = []
    for item in parsing.items:
        if isinstance(item, str):
            items.append(item)
        elif cue_text.is_plain(item.text):
            items.append(_caption(item, _rows(item.text)))
        else:
            said = cue_text.read(item.text, lax=not dialect.strict)
            doubtful += item.sound and not said.sound
            rows = [row for piece in said.pieces for row in _rows(piece.text, piece.voice)]
            items += (*said.silent, _caption(item, rows))
    return captions.manuscript(items, doubtful, notices, name)


def _rows(text: str, voice: str | None = None) -> list[Row]:
    return [Row(row, voice) for row in map(str.strip, text.split("\n")) if row]


def _caption(cue: Cue, rows: list[Row]) -> Caption:
    backwards = cue.begins is not None and cue.ends is not None and cue.ends < cue.begins
    return Caption(cue.begins, None if backwards else cue.ends, tuple(rows))
