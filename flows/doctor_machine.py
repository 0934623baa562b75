"""Whether the machine lets a run work: folders, disk, memory, processes, a port, the terminal."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flows import confinement, places
from flows.doctor import DOUBTFUL, MISSING, OK, Check, Found
from transcripts.errors import InputError
from transcripts.limits import Limits

_LEAST_DISK, _LITTLE_DISK = 20_000_000, 500_000_000
"""Bytes: without the first no study can be written, below the second a large one may not."""

_PROBE = 1_000_000
"""Bytes that are written, and deleted again: a disk that has room may still have a quota."""

_LITTLE_MEMORY = 1_000_000_000
"""Bytes below which several files at once may be more than there is."""

_LOOPBACK = "127.0.0.1"
_LETTERS = "é ü œ ß – “ ” …"
"""What the terminal has to show: letters of the three languages and their quotation marks."""


def checks(root: Path, outputs: str) -> dict[str, Check]:
    """The checks, by the names that their texts have in ``doctor.toml``.

    Args:
        root: the folder that holds ``inputs``.
        outputs: the folder for documents; ``outputs`` where empty.
    """
    return {
        "inputs": partial(folder, root / places.INPUTS),
        "outputs": partial(folder, Path(outputs) if outputs else root / places.OUTPUTS),
        "state": partial(folder, root / places.STATE),
        "temporary": temporary,
        "memory": memory,
        "processes": processes,
        "port": port,
        "terminal": terminal,
    }


def folder(path: Path) -> Found:
    """Whether files can be written there; where there is no such folder, where it would be made."""
    near = next(one for one in (path, *path.absolute().parents) if one.exists())
    words = {"folder": str(near), "name": path.name}
    try:
        with tempfile.TemporaryFile(dir=near) as probe:
            probe.write(b"\0" * _PROBE)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return MISSING, words | {"error": error.strerror or str(error)}
    free = shutil.disk_usage(near).free
    words["free"] = _amount(free)
    if free < _LEAST_DISK:
        return f"{MISSING}-room", words
    return (f"{DOUBTFUL}-room" if free < _LITTLE_DISK else OK), words


def temporary() -> Found:
    """Whether programs find a place for what they need for a moment."""
    try:
        return folder(Path(tempfile.gettempdir()))
    except FileNotFoundError as error:
        return MISSING, {"error": error.strerror or str(error), "folder": "", "name": ""}


def memory() -> Found:
    """How much memory is free, as far as the system tells."""
    free = next(_free_memory(), None)
    words = {"processors": str(os.cpu_count() or 1), "free": _amount(free or 0)}
    if free is None:
        return f"{OK}-unknown", words
    return (DOUBTFUL if free < _LITTLE_MEMORY else OK), words


def _free_memory() -> Iterator[int]:
    """Bytes; first what can be had without driving anything out, where the system tells that."""
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        yield 1024 * int(next(one for one in lines if one.startswith("MemAvailable")).split()[1])
    with contextlib.suppress(AttributeError, OSError, ValueError):
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def processes() -> Found:
    """Whether a process as those that read files can be started, and answers."""
    try:
        (given,) = confinement.run(alive, [()], seconds=30, memory_mb=Limits().memory_mb)
    except InputError as error:
        return MISSING, {"error": error.problem}
    except OSError as error:
        return MISSING, {"error": error.strerror or str(error)}
    return (OK, {}) if given is True else (MISSING, {"error": f"it stopped ({given.why})"})


def alive() -> bool:
    """What such a process is asked."""
    return True


def port() -> Found:
    """Whether this machine can speak to itself, as a run and Prefect's server do."""
    try:
        with socket.create_server((_LOOPBACK, 0)) as server:
            server.settimeout(5)
            with socket.create_connection(server.getsockname(), timeout=5), server.accept()[0]:
                return OK, {"address": _LOOPBACK}
    except OSError as error:
        return DOUBTFUL, {"address": _LOOPBACK, "error": error.strerror or str(error)}


def terminal() -> Found:
    """Whether the terminal can show what the interviews are written in."""
    encoding = sys.stdout.encoding or "ascii"
    try:
        _LETTERS.encode(encoding)
    except UnicodeEncodeError:
        return DOUBTFUL, {"encoding": encoding}
    return OK, {"encoding": encoding}


def _amount(number: int) -> str:
    return f"{number / 1e9:,.1f} GB" if number >= 1e9 else f"{number / 1e6:,.0f} MB"
