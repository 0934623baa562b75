"""Files that are written whole or not at all: first beside the old one, then in its place."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

ENDING = ".part"
"""What a file that is not whole yet ends with; no such file is ever read."""


def put(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write the file, or leave the old one as it is.

    Args:
        path: of the file; where it is a link, what it leads to is written.
        data: all of its bytes.
        mode: who may read it, from the first byte on; as before, or as usual, where not given.

    Raises:
        OSError: it cannot be written.
    """
    path = Path(os.path.realpath(path))
    near = part_of(path)
    near.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(near, _FLAGS, 0o666 if mode is None else mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is None and path.exists():
            near.chmod(path.stat().st_mode & 0o777)
        near.replace(path)
    except BaseException:
        with suppress(OSError):
            near.unlink()
        raise
    settle(path.parent)


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def part_of(path: Path) -> Path:
    """Where a file is written before it is whole."""
    return path.with_name(f".{path.name}{ENDING}")


def settle(folder: Path) -> None:
    """Have the system keep what was renamed in the folder even if the power fails now."""
    if os.name == "nt":
        return  # a folder cannot be opened there
    with suppress(OSError):  # some systems cannot do that for a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
