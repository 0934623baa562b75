"""The zipped file of a project: opened without trusting it, and packed so that bytes repeat."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from transcripts import files, limits
from transcripts.archives import flaw, key_of
from transcripts.errors import InputError
from transcripts.packages import DAMAGES

SOURCES = "sources"
"""The folder of the files; some programs write it with a capital, and all must be understood."""

_DAY = (1980, 1, 1, 0, 0, 0)
_ROOT_ENDING = ".qde"
_SCHEMES = ("internal://", "relative:///", "absolute:///", "file:///")
_AGAIN = "Export the project again from the program that wrote it"


@dataclass(frozen=True, slots=True)
class Archive:
    """An open project whose entries were all found harmless; they are read when asked for."""

    name: str
    zipped: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]
    """By path in one spelling, see ``transcripts.archives.key_of``."""
    taken: list[int] = field(default_factory=list)
    """The bytes of each entry that has been read."""

    def description(self) -> bytes:
        """The bytes of the one ``*.qde`` at the root.

        Raises:
            InputError: there is none or several, or it is damaged or too large.
        """
        found = [path for path in self.entries if path.endswith(_ROOT_ENDING) and "/" not in path]
        if len(found) != 1:
            problem = f"holds {len(found) or 'no'} project files (.qde) at its root"
            raise InputError(self.name, problem, _AGAIN, kind="archive")
        return self._contents(self.entries[found[0]])

    def source(self, path: str) -> bytes | None:
        """The bytes of a source's file, as the project names it; nothing where it is not inside.

        Whatever place the path names, only the archive is looked into.

        Raises:
            InputError: it is damaged or too large.
        """
        plain = path
        for scheme in _SCHEMES:
            plain = plain.removeprefix(scheme)
        plain = plain.replace("\\", "/")
        for said in dict.fromkeys((plain, unquote(plain))):
            last = PurePosixPath(said).name
            for inside in (f"{SOURCES}/{said.lstrip('/')}", f"{SOURCES}/{last}", last):
                if last and (entry := self.entries.get(key_of(inside))) is not None:
                    return self._contents(entry)
        return None

    def _contents(self, entry: zipfile.ZipInfo) -> bytes:
        allowed = limits.current()
        self.taken.append(entry.file_size)
        sizes = {"part_mb": entry.file_size, "unpacked_mb": sum(self.taken)}
        for setting, size in sizes.items():
            most = getattr(allowed, setting)
            if size > most * 1_000_000:
                problem = f"unpacks to more than {most} MB of text"
                remedy = f"Raise {setting} in study.toml, under [limits]"
                raise InputError(self.name, problem, remedy, entry.filename, kind="limit")
        try:
            return self.zipped.read(entry)
        except DAMAGES:
            raise _damaged(self.name) from None


@contextmanager
def opened(path: Path, name: str) -> Iterator[Archive]:
    """The project in a file. Pictures and recordings in it are never unpacked.

    Raises:
        InputError: it is no zip archive, is encrypted, ambiguous or unsafe, or holds too much.
    """
    files.check_is_file(path, name)
    try:
        zipped = zipfile.ZipFile(path)
    except DAMAGES:
        raise _damaged(name) from None
    with zipped:
        yield Archive(name, zipped, _checked(zipped, name))


def _checked(zipped: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    entries = [entry for entry in zipped.infolist() if not entry.filename.endswith("/")]
    allowed = limits.current()
    if len(entries) > allowed.parts:
        remedy = "Raise parts in study.toml, under [limits]"
        raise InputError(name, f"holds more than {allowed.parts} files", remedy, kind="limit")
    seen: set[str] = set()
    for entry in entries:
        if problem := flaw(entry, seen):
            kind = "encrypted" if "password" in problem else "archive"
            raise InputError(name, problem, _AGAIN, entry.filename, kind=kind)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InputError(name, "uses a compression that it must not", _AGAIN, kind="archive")
        seen.add(key_of(entry.filename))
    return {key_of(entry.filename): entry for entry in entries}


def _damaged(name: str) -> InputError:
    return InputError(name, "is no project, or a damaged one", _AGAIN, kind="corrupt")


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of these files in their order, with the same bytes each time."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path, content in members.items():
            entry = zipfile.ZipInfo(path, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # or the bytes would tell the operating system
            zipped.writestr(entry, content)
    return data.getvalue()
