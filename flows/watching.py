"""When a study's files have settled and are not those of its last run.

The folders are looked at every now and then, which works on every file system, network drives too.
What is known of a study is a plain value, so that time can be anything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from filelock import FileLock, Timeout

from flows import faults, finishing, places, record
from flows.places import Place
from flows.store import canonical, digest
from transcripts.errors import InputError

QUIET = 2.0
"""Seconds for which no file of a study has to change, come or go before it is run."""

OUTPUTS = "WHITEPAPER_OUTPUTS"
"""The variable that names the folder of documents to the processes of runs."""

Files: TypeAlias = tuple[tuple[str, int, int], ...]
"""Each file's path, its size in bytes and when it was changed, in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of a study's files.

    Attributes:
        files: as they were when looked at last.
        since: when they were first seen so, in seconds of any clock.
        handled: as they were when a run was last asked for, or found not to be needed.
    """

    files: Files = ()
    since: float = 0.0
    handled: Files | None = None


def seen(before: Watched | None, files: Files | None, now: float) -> Watched | None:
    """What is known after another look.

    Args:
        before: what was known; nothing where the study is new.
        files: as they are; nothing where they could not be looked at, such as a folder that is
            being moved away.
        now: in seconds of the same clock as always.
    """
    if files is None:
        return before and replace(before, files=(), since=now)
    if before is None or files != before.files:
        return Watched(files, now, before.handled if before else None)
    return before


def settled(watched: Watched, now: float) -> bool:
    """Whether the files have been left alone for long enough, and nobody has dealt with them so."""
    quiet = now - watched.since >= QUIET
    return bool(watched.files) and quiet and watched.files != watched.handled


def files_of(place: Place) -> Files | None:
    """The study's files as they are; none where there is no interview, nothing where unreadable."""
    try:
        interviews = places.inputs_of(place)
        paths = (*interviews, *places.settings_of(place)) if interviews else ()
        stats = [(path, path.lstat()) for path in sorted(set(paths))]
    except OSError:
        return None
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats)


def is_due(place: Place) -> bool:
    """Whether its inputs are not those that its documents were made of, or that is unfinished.

    Raises:
        OSError: they cannot be looked at.
    """
    ordered = record.last(place.outputs).get("order", {})
    return finishing.is_unfinished(place) or bool(
        ordered.get("inputs") != digest(canonical(record.inputs(place)))
    )


def is_busy(place: Place) -> bool:
    """Whether a run of the study is going on, wherever it was started."""
    lock = FileLock(place.state / faults.LOCK)
    if not place.state.is_dir():
        return False
    try:
        with lock.acquire(timeout=0):
            return False
    except (Timeout, OSError):
        return True


def studies(outputs: str = "") -> tuple[Place, ...]:
    """The studies under ``inputs``, each by its name; none where there is no such folder."""
    try:
        return places.all_of(outputs)
    except (OSError, InputError):
        return ()
