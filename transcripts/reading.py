"""Reading any transcript: the only place that knows which formats there are."""

from __future__ import annotations

import hashlib
import stat
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from transcripts import (
    encodings,
    languages,
    limits,
    markup,
    opendocument,
    pages,
    plain,
    rich_text,
    roles,
    subtitles,
    turns,
    word,
)
from transcripts.errors import InputError
from transcripts.manuscript import Line, Manuscript
from transcripts.model import INTERVIEWER, LANGUAGES, UNKNOWN, Notice, Transcript, Turn
from transcripts.turns import Division

Reader: TypeAlias = Callable[[bytes, str], Manuscript]

READERS: dict[str, Reader] = {
    "docx": word.read,
    "odt": opendocument.read,
    "rtf": rich_text.read,
    "txt": plain.read,
    "md": markup.read,
    "pdf": pages.read,
    "vtt": subtitles.read_vtt,
    "srt": subtitles.read_srt,
}
"""What reads a file of each ending."""

_SIGNATURES = {"docx": b"PK\x03\x04", "odt": b"PK\x03\x04", "rtf": b"{\\rtf", "pdf": b"%PDF-"}
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


def read(path: Path, *, name: str | None = None) -> Transcript:
    """The transcript in a file: its turns, who speaks in them, when, and in which language.

    Args:
        path: a file of one of the formats in ``READERS``.
        name: the path as the researcher knows it, for notices; the file's own name if left out.

    Raises:
        InputError: the file cannot be used; the message says why and what to do.
    """
    name = name or path.name
    kind = _format(path, name)
    data = _bytes(path, name)
    _check_signature(data, kind, name)
    manuscript = _cleaned(_manuscript(READERS[kind], data, kind, name), name)
    division = turns.divide(manuscript.lines)
    if not division.drafts:
        remedy = "Check that it is the right file"
        raise InputError(name, "holds no words that anybody says", remedy, kind="empty")
    transcript = Transcript(
        id=path.stem,
        path=name,
        format=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        text="\n".join(draft.text for draft in division.drafts),
        turns=(),
        apart=division.apart,
        notices=manuscript.notices,
    )
    return _with_turns(transcript, division)


def _format(path: Path, name: str) -> str:
    ending = path.suffix.lstrip(".").lower()
    if path.is_dir():
        raise InputError(name, "is a folder", "Move the files in it up one folder", kind="folder")
    if ending in READERS:
        return ending
    known = ", ".join(f".{kind}" for kind in READERS)
    remedy = _data()["remedies"].get(ending, f"Save it as one of {known}")
    problem = f"is of a kind that cannot be read (.{ending})" if ending else "has no file extension"
    raise InputError(name, problem, remedy, kind="type")


def _bytes(path: Path, name: str) -> bytes:
    """The bytes of a regular file, read once."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(name, "is not a file", "Put a copy of the file here", kind="type")
        if status.st_size > limits.FILE_BYTES:
            problem = f"is larger than {limits.FILE_BYTES // 1_000_000} MB"
            raise InputError(name, problem, "Take its pictures out or split it", kind="limit")
        data = path.read_bytes()
    except OSError as error:
        problem = f"cannot be opened ({type(error).__name__})"
        remedy = "Check that it exists and that you may read it"
        raise InputError(name, problem, remedy, kind="unreadable") from None
    if not data.strip():
        raise InputError(name, "is empty", "Put the right file here", kind="empty")
    return data


def _check_signature(data: bytes, kind: str, name: str) -> None:
    """Refuse a file whose first bytes are another format's than its ending says."""
    if "EncryptedPackage".encode("utf-16-le") in data and data.startswith(_OLD_OFFICE):
        raise InputError(name, "has a password", "Save a copy without it", kind="encrypted")
    wanted = _SIGNATURES.get(kind)
    if wanted and data.startswith(wanted):
        return
    found = _signature(data)
    if wanted or found:
        problem = f"is not a .{kind} file" + (f" but {found}" if found else "")
        remedy = f"Save it as .{kind}, or give it the ending of what it is"
        raise InputError(name, problem, remedy, kind="type" if wanted else "binary")


def _signature(data: bytes) -> str:
    signatures: dict[str, str] = _data()["signatures"]
    starts = (what for start, what in signatures.items() if data.startswith(bytes.fromhex(start)))
    return next(starts, "")


def _manuscript(reader: Reader, data: bytes, kind: str, name: str) -> Manuscript:
    """The one place where a library's exceptions end; their messages may quote the interview."""
    try:
        manuscript = reader(data, name)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a damaged file provokes
        problem = f"is damaged and cannot be read as .{kind} ({type(error).__name__})"
        remedy = "Open it in the program that wrote it and save it again"
        raise InputError(name, problem, remedy, kind="corrupt") from None
    longest = max((len(line.text) for line in manuscript.lines), default=0)
    if len(manuscript.lines) > limits.LINES or longest > limits.LINE_CHARACTERS:
        problem = f"has more than {limits.LINES} paragraphs, or one that never ends"
        raise InputError(name, problem, "Split the interview", kind="limit")
    return manuscript


def _cleaned(manuscript: Manuscript, name: str) -> Manuscript:
    """The lines in characters that every document can hold."""
    lines: list[Line] = []
    replaced = removed = 0
    for line in manuscript.lines:
        text, swapped, taken = encodings.clean(line.text)
        speaker = line.speaker and encodings.clean(line.speaker)[0]
        lines.append(replace(line, text=text, speaker=speaker))
        replaced += swapped
        removed += taken
    notices = list(manuscript.notices)
    if replaced:
        said = f"{replaced} control characters were replaced with \ufffd."
        notices.append(Notice(name, "control", said))
    if removed:
        said = f"{removed} invisible marks that may mislead the eye were taken out."
        notices.append(Notice(name, "bidi", said))
    return Manuscript(tuple(lines), tuple(notices))


def _with_turns(transcript: Transcript, division: Division) -> Transcript:
    drafts = turns.timed(division.drafts)
    spoken, main = languages.settle([draft.text for draft in drafts])
    settled = roles.settle([(draft.voice, draft.text) for draft in drafts])
    placed: list[Turn] = []
    at = 0
    for draft, language in zip(drafts, spoken, strict=True):
        role = settled[draft.voice] if draft.role == UNKNOWN else draft.role
        end = at + len(draft.text)
        placed.append(Turn(draft.speaker, role, at, end, draft.begins, draft.ends, language))
        at = end + 1
    notices = (*transcript.notices, *_notices(transcript.path, division, placed, main))
    return replace(transcript, turns=tuple(placed), language=main, notices=notices)


def _notices(name: str, division: Division, placed: Sequence[Turn], main: str) -> list[Notice]:
    notices = []
    if not division.labelled:
        said = "No speaker is named. Each paragraph was taken as a turn of an unknown speaker."
        notices.append(Notice(name, "no-speakers", said))
    elif all(turn.role != INTERVIEWER for turn in placed):
        said = "It cannot be told who asks and who answers. Say it in the participants' table."
        notices.append(Notice(name, "roles", said))
    if division.doubted:
        labels = ", ".join(f"“{label}”" for label in division.doubted[:5])
        said = f"Read as words, not as speakers: {labels}. Check whether somebody is meant."
        notices.append(Notice(name, "label-like", said))
    if main not in LANGUAGES:
        said = (
            f"The language ({main or 'unknown'}) is not one that is coded: {', '.join(LANGUAGES)}."
        )
        notices.append(Notice(name, "language", said, unusable=True))
    return notices


@cache
def _data() -> dict[str, Any]:
    text = resources.files("transcripts").joinpath("formats.toml").read_text("utf-8")
    return tomllib.loads(text)
