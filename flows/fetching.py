"""Files of another file system kept here as they are there; only what is new there is fetched.

Whether a file is new is told by its stamp, which is all that the file system says of it (size,
times, hashes), and by the copy here, which nobody may have touched since.
"""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from flows import places
from flows.locations import Location, read_all
from flows.store import canonical, digest, make_folder

CHANGING, NAME = "changing", "name"
"""Why a file is not here: it changed while it was fetched, or cannot have its name here."""

_NO_PLACE = {
    *(errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY),
    *(errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ),
}

_TIMES = ("mtime", "LastModified", "last_modified", "updated", "modified", "created")
_SETTLED = 10.0
"""Seconds: no copy looks younger, for it is whole, whatever the clock of the other machine says."""

_AT_ONCE, _BYTES_AT_ONCE = 64, 64_000_000
"""Files that are fetched together, and their size together."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file there.

    Attributes:
        location: where.
        size: in bytes.
        stamp: another one when the file is another one.
        modified: when it was last changed, in seconds since 1970; now where nobody says.
    """

    location: Location
    size: int
    stamp: str
    modified: float


@dataclass(frozen=True, slots=True)
class Copied:
    """A file as it was when it was last the same here and there.

    Attributes:
        stamp: of the file there.
        sha256: of its content, as ``store.digest`` gives it.
        size: of the copy here, in bytes.
        changed: when the copy was last changed, in nanoseconds since 1970.
    """

    stamp: str
    sha256: str
    size: int = 0
    changed: int = 0

    def is_untouched(self, path: Path) -> bool:
        """Whether the copy is there, and as it was."""
        try:
            found = path.lstat()
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (self.size, self.changed)


Copies = Mapping[str, Copied]
"""By name below the folder."""


def read_copies(path: Path) -> dict[str, Copied]:
    """What was written with ``write_copies``; nothing where there is nothing that can be read."""
    try:
        return {name: Copied(**one) for name, one in json.loads(path.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_copies(copies: Copies, path: Path) -> None:
    """Keep for the next run what is the same here and there."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(canonical({name: asdict(one) for name, one in copies.items()}))
    part.replace(path)


# What is there


def found_in(folder: Location, deepest: int = 0) -> Iterator[tuple[str, Found | None]]:
    """The files in a folder by their names below it; nothing of what cannot have its name here.

    Args:
        folder: to look into.
        deepest: how many folders inside one another are looked into.

    Raises:
        FileNotFoundError: there is no such folder.
        InputError: the file system cannot be reached.
    """
    for name, told in sorted(folder.listed(), key=itemgetter(0)):
        here = folder / name
        is_folder = told.get("type") == "directory"
        if not places.is_name(name) or (is_folder and deepest == 1):
            yield name, None
        elif not is_folder:
            yield name, _found(here, told)
        elif deepest:
            below = found_in(here, deepest - 1)
            yield from ((f"{name}/{inner}", found) for inner, found in below)


def _found(location: Location, told: Mapping[str, Any]) -> Found:
    stamp = digest(*(f"{key}={value}" for key, value in sorted(told.items())))
    times = [_seconds(told[name]) for name in _TIMES if told.get(name)]
    return Found(location, int(told.get("size") or 0), stamp, times[0] if times else time.time())


def _seconds(moment: Any) -> float:
    try:
        if isinstance(moment, str):
            moment = dt.datetime.fromisoformat(moment)
        return float(moment.timestamp() if isinstance(moment, dt.datetime) else moment)
    except (TypeError, ValueError, OverflowError):
        return time.time()


# What is fetched


def fetch(
    found: Mapping[str, Found], folder: Path, copies: Copies
) -> tuple[dict[str, Copied], dict[str, str]]:
    """Fetch into a folder what is not there as it is.

    Args:
        found: the files there, by name.
        folder: the one here.
        copies: what was the same before.

    Returns:
        What is the same now, and why a file is not: ``CHANGING`` or ``NAME``.

    Raises:
        InputError: the file system cannot be reached.
        OSError: there is no room here.
    """
    same = {name: copies[name] for name in found if is_same(found[name], name, folder, copies)}
    lost = {}
    for batch in _batches([name for name in found if name not in same], found):
        for name, data in zip(batch, _contents([found[name] for name in batch]), strict=True):
            copied = None if data is None else _keep(folder, name, data, found[name])
            if copied:
                same[name] = copied
            else:
                lost[name] = CHANGING if data is None else NAME
    return same, lost


def is_same(found: Found, name: str, folder: Path, copies: Copies) -> bool:
    """Whether a file is here as it is there."""
    copied = copies.get(name)
    return bool(copied and copied.stamp == found.stamp and copied.is_untouched(folder / name))


def _batches(names: Sequence[str], found: Mapping[str, Found]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for name in names:
        if batch and (len(batch) == _AT_ONCE or size + found[name].size > _BYTES_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(name)
        size += found[name].size
    if batch:
        yield batch


def _contents(batch: Sequence[Found]) -> list[bytes | None]:
    """The bytes of each file; none of one that is not as long as it was said to be."""
    full = [one for one in batch if one.size]
    got = iter(read_all([one.location for one in full], [one.size + 1 for one in full]))
    data = [next(got) if one.size else b"" for one in batch]
    return [
        content if content is not None and len(content) == one.size else None
        for content, one in zip(data, batch, strict=True)
    ]


def _keep(folder: Path, name: str, data: bytes, found: Found) -> Copied | None:
    """Write the copy beside the folder and put it in its place; none where it cannot be there."""
    part, path = folder.with_name(f".{folder.name}.part"), folder / name
    make_folder(folder)
    part.write_bytes(data)
    moment = min(found.modified, time.time() - _SETTLED)
    os.utime(part, (moment, moment))
    return _placed(part, path, found.stamp, digest(data))


def stand_in(folder: Path, name: str, found: Found) -> Copied | None:
    """Put a file as large, and empty, in the place of one that is too large to be read."""
    part = folder.with_name(f".{folder.name}.part")
    make_folder(folder)
    with part.open("wb") as file:
        file.truncate(found.size)
    return _placed(part, folder / name, found.stamp, "")


def _placed(part: Path, path: Path, stamp: str, sha256: str) -> Copied | None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.replace(path)
    except OSError as error:
        if error.errno not in _NO_PLACE:
            raise
        part.unlink()
        return None
    return copied_at(path, stamp, sha256)


def copied_at(path: Path, stamp: str, sha256: str) -> Copied:
    """What to remember of a copy that has just been made, or has just been brought there."""
    stat = path.lstat()
    return Copied(stamp, sha256, stat.st_size, stat.st_mtime_ns)


def files_in(folder: Path) -> dict[str, Path]:
    """The copies in a folder and in those in it, by name."""
    found = (path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    return {path.relative_to(folder).as_posix(): path for path in found}


def keep_only(names: Iterable[str], folder: Path) -> int:
    """Delete every copy but these, and folders that are empty then; how many were deleted."""
    kept = set(names)
    gone = [path for name, path in files_in(folder).items() if name not in kept]
    for path in gone:
        path.unlink()
    for path in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()
    return len(gone)
