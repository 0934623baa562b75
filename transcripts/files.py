"""Files before anyone reads them: whether each is one, whole, and of the kind that it says."""

from __future__ import annotations

import os
import stat
from collections.abc import Container
from pathlib import Path, PurePosixPath
from typing import Any

from transcripts import limits, patterns
from transcripts.errors import InputError

_SIGNATURES = {
    "docx": b"PK\x03\x04",
    "odt": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "rtf": b"{\\rtf",
    "pdf": b"%PDF-",
}
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


def ending(name: str) -> str:
    """What a file's name ends with, in small letters without the dot."""
    return PurePosixPath(name).suffix.lstrip(".").lower()


def kind_of(name: str, known: Container[str], wanted: str) -> str:
    """The format that a file's ending says.

    Args:
        name: the file, as the researcher knows it.
        known: the endings that have a reader.
        wanted: those endings in words.

    Raises:
        InputError: there is no reader for it; the message says what to do instead.
    """
    said = ending(name)
    if said in known or said in data()["disguises"]:
        return said
    refused = data()["refused"].get(said, {})
    problem = f"is of a kind that cannot be read (.{said})" if said else "has no file extension"
    raise InputError(
        name,
        refused.get("problem", problem),
        refused.get("remedy", f"Save it as one of {wanted}"),
        kind=refused.get("kind", "type"),
    )


def check_is_file(path: Path, name: str) -> None:
    """Refuse links, folders and what only looks like a file, before anything opens it."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        raise _unreadable(error, name) from None
    if stat.S_ISLNK(mode):
        problem = "is a link, and may lead out of the study"
        raise InputError(name, problem, "Put a copy of the file here", kind="link")
    if stat.S_ISDIR(mode):
        remedy = "Move the files in it up one folder"
        raise InputError(name, "is a folder", remedy, kind="not-a-file")
    if not stat.S_ISREG(mode):
        remedy = "Put a copy of the file here"
        raise InputError(name, "is not a file", remedy, kind="not-a-file")


def contents(path: Path, name: str) -> bytes:
    """The bytes of a regular file, read once; neither a link nor a pipe is followed.

    Raises:
        InputError: it cannot be opened, is empty or too large, or changes while it is read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:  # noqa: PTH123 - the flags
            before = os.fstat(file.fileno())
            _check_size(before.st_size, name)
            data = file.read(before.st_size + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise _unreadable(error, name) from None
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise being_written(name)
    check_not_empty(data, name)
    return data


def _unreadable(error: OSError, name: str) -> InputError:
    kind = "permission" if isinstance(error, PermissionError) else "unreadable"
    problem = f"cannot be opened ({type(error).__name__})"
    return InputError(name, problem, "Check that it exists and that you may read it", kind=kind)


def being_written(name: str) -> InputError:
    """What to say of a file that changes while it is looked at."""
    return InputError(
        name, "is still being written", "Run again when it is complete", kind="changing"
    )


def _check_size(size: int, name: str) -> None:
    most = limits.current().file_mb
    if size > most * 1_000_000:
        remedy = "Take its pictures out, split it, or raise file_mb in study.toml"
        raise InputError(name, f"is larger than {most} MB", remedy, kind="limit")


def check_not_empty(data: bytes, name: str) -> None:
    """Refuse a file without a single character but blanks."""
    if not data.strip():
        raise InputError(name, "is empty", "Put the right file here", kind="empty")


def true_kind(content: bytes, kind: str) -> str:
    """The format of a file whose ending stands for several, such as .doc; else the ending."""
    head = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, true in data()["disguises"].get(kind, {}).items():
        if head.startswith(start.lower().encode()):
            return str(true)
    return kind


def check_signature(content: bytes, kind: str, name: str) -> None:
    """Refuse a file whose first bytes are another format's than its ending says."""
    if "EncryptedPackage".encode("utf-16-le") in content and content.startswith(_OLD_OFFICE):
        raise InputError(name, "has a password", "Save a copy without it", kind="encrypted")
    if kind in data()["disguises"]:
        what = _signature(content) or "none that is known"
        problem = f"is of a kind that cannot be read (.{kind}: {what})"
        raise InputError(name, problem, "Save it as .docx", kind="type")
    wanted = _SIGNATURES.get(kind)
    if wanted and content.startswith(wanted):
        return
    if wanted and wanted in content:
        problem = "is a polyglot: something else stands before the document"
        raise InputError(name, problem, f"Save it again as .{kind}", kind="type")
    found = _signature(content)
    if wanted or found:
        problem = f"is not a .{kind} file" + (f" but {found}" if found else "")
        remedy = f"Save it as .{kind}, or give it the ending of what it is"
        raise InputError(name, problem, remedy, kind="type" if wanted else "binary")


def _signature(content: bytes) -> str:
    signatures: dict[str, str] = data()["signatures"]
    starts = (
        what for start, what in signatures.items() if content.startswith(bytes.fromhex(start))
    )
    return next(starts, "")


def data() -> dict[str, Any]:
    """What is known of kinds of files (``files.toml``)."""
    return patterns.read("files")
