"""Archives of transcripts: their files in memory, never unpacked to a disk.

Whatever is ambiguous or would leave the folder where it was unpacked makes the whole archive
unusable: two programs would see two different interviews in it.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from transcripts import clutter, limits
from transcripts.errors import InputError
from transcripts.packages import DAMAGES

_PACK = "Pack the transcripts into a new archive, or put them into the folder as they are"
_ENCRYPTED = 0x1
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes:
        path: inside the archive.
        data: its bytes; empty where it is not looked into or damaged.
        passed_over: why it is not looked into; empty where it is.
        damaged: whether its bytes cannot be unpacked.
    """

    path: str
    data: bytes = b""
    passed_over: str = ""
    damaged: bool = False


def members(data: bytes, name: str) -> tuple[Member, ...]:
    """The files of a zip archive in the order of their paths.

    Raises:
        InputError: the archive is damaged, encrypted, ambiguous, too large or unsafe.
    """
    with _opened(data, name) as (archive, entries):
        return tuple(_unpacked(archive, entry) for entry in entries)


def listed(data: bytes, name: str) -> tuple[Member, ...]:
    """The files of a zip archive in the order of their paths, without their bytes.

    Raises:
        InputError: the archive is damaged, encrypted, ambiguous, too large or unsafe.
    """
    with _opened(data, name) as (_, entries):
        return tuple(Member(one.filename, passed_over=_reason(one)) for one in entries)


def member(data: bytes, name: str, path: str) -> Member:
    """One of the files that are ``listed``, with its bytes.

    Raises:
        InputError: the archive is damaged, encrypted, ambiguous, too large or unsafe.
    """
    with _opened(data, name) as (archive, entries):
        found = (_unpacked(archive, one) for one in entries if one.filename == path)
        return next(found, Member(path, damaged=True))


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[tuple[zipfile.ZipFile, Sequence[zipfile.ZipInfo]]]:
    """A harmless archive and the entries of its files in the order of their paths."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
            _check(entries, name)
            yield archive, sorted(entries, key=lambda entry: entry.filename)
    except DAMAGES:
        raise InputError(name, "is a damaged or cut-off archive", _PACK, kind="corrupt") from None


def _reason(entry: zipfile.ZipInfo) -> str:
    """Why an entry is not looked into; empty where it is."""
    return next(filter(None, map(clutter.reason, PurePosixPath(entry.filename).parts)), "")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Member:
    if why := _reason(entry):
        return Member(entry.filename, passed_over=why)
    try:
        return Member(entry.filename, archive.read(entry))
    except DAMAGES:
        return Member(entry.filename, damaged=True)


def _check(entries: Sequence[zipfile.ZipInfo], name: str) -> None:
    allowed = limits.current()
    if not entries:
        raise InputError(name, "is an empty archive", "Put the right file here", kind="empty")
    sizes = [entry.file_size / 1e6 for entry in entries]
    if len(entries) > allowed.parts or sum(sizes) > allowed.unpacked_mb:
        problem = f"holds more than {allowed.parts} files or {allowed.unpacked_mb} MB"
        raise InputError(name, problem, "Make several archives of it", kind="limit")
    seen: set[str] = set()
    for entry in entries:
        if problem := flaw(entry, seen):
            kind = "encrypted" if "password" in problem else "archive"
            raise InputError(name, problem, _PACK, kind=kind)
        seen.add(key_of(entry.filename))


def key_of(path: str) -> str:
    """What two paths have in common that some system takes for one."""
    return unicodedata.normalize("NFC", path).casefold()


def flaw(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    """What makes an archive with this entry unusable; empty where nothing does.

    Args:
        entry: one of the archive.
        seen: the paths of those before it, as ``key_of`` gives them.
    """
    path, parts = entry.filename, PurePosixPath(entry.filename).parts
    if entry.flag_bits & _ENCRYPTED:
        return "has a password"
    if path.startswith("/") or ".." in parts or "\\" in entry.orig_filename or _DRIVE.match(path):
        return "holds a file whose path leads out of it"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "holds a link instead of a file"
    if not parts or _CONTROL.search(entry.orig_filename) or any(map(_RESERVED.fullmatch, parts)):
        return "holds a file with a name that not every system allows"
    if path.casefold().endswith(".zip"):
        return "holds another archive, nested in it"
    return "holds the same file twice" if key_of(path) in seen else ""
