"""Files on their way in: each is read in a process that may be killed, once, and then known.

What comes back of a file is its outcome: ``{"transcripts": [...], "notices": [...]}`` as JSON.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from flows import confinement, places
from flows.confinement import Stopped
from flows.places import Place
from flows.store import Store, as_json, canonical, digest, fingerprint, transcript_from, versions
from transcripts import files
from transcripts.errors import InputError, notice_of
from transcripts.limits import Limits, current, using
from transcripts.model import Notice, Transcript

Outcome: TypeAlias = dict[str, list[Any]]
Asked: TypeAlias = tuple[str, str, str]
"""Where a file lies, its path as the researcher knows it, the SHA-256 of its bytes."""

_LIBRARIES = ("pypdf", "lxml")
_YOUNG, _QUIET = 2.0, 0.5
"""Seconds: a file changed more lately is looked at again after so long, and has to be the same."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a study's files have given.

    Attributes:
        transcripts: in the order of the files' paths.
        notices: of files that gave none.
        files: how many files there were.
        fresh: how many of them had to be read, the others being known.
    """

    transcripts: tuple[Transcript, ...]
    notices: tuple[Notice, ...]
    files: int
    fresh: int


def take_in(place: Place, store: Store, limits: Limits) -> Intake:
    """Read each file of the study that is not known yet."""
    paths = places.inputs_of(place)
    with using(limits):
        hashes, outcomes = _looked_at(paths, place)
        keys = {path: _key(_name(path, place), sha256) for path, sha256 in hashes.items()}
    known = {path: value for path, key in keys.items() if (value := store.get(key)) is not None}
    new = [path for path in keys if path not in known]
    asked = [(str(path), _name(path, place), hashes[path]) for path in new]
    for path, (outcome, lasting) in zip(new, _read(asked, limits), strict=True):
        known[path] = outcome
        if lasting:
            store.put(keys[path], outcome)
    outcomes |= known
    found = [_taken(outcomes[path], _name(path, place)) for path in paths]
    return Intake(
        tuple(one for transcripts, _ in found for one in transcripts),
        tuple(one for _, notices in found for one in notices),
        len(paths),
        len(new),
    )


def keys_of(place: Place, limits: Limits) -> tuple[str, ...]:
    """The keys of what reading the study's files has given."""
    with using(limits):
        hashes, _ = _looked_at(places.inputs_of(place), place, wait=False)
        return tuple(_key(_name(path, place), sha256) for path, sha256 in hashes.items())


def read_one(path: Path, limits: Limits) -> Intake:
    """Read one file in a process of its own.

    Raises:
        InputError: there is no such file.
    """
    if not os.path.lexists(path):
        files.check_is_file(path, path.name)
    ((outcome, _),) = _read([(str(path), path.name, "")], limits)
    transcripts, notices = _taken(outcome, path.name)
    return Intake(transcripts, notices, 1, 1)


def _name(path: Path, place: Place) -> str:
    return path.relative_to(place.folder).as_posix()


def _key(name: str, sha256: str) -> str:
    code = (fingerprint("transcripts"), versions(*_LIBRARIES))
    return digest("file", *code, canonical(asdict(current())), name, sha256)


def _looked_at(
    paths: Sequence[Path], place: Place, *, wait: bool = True
) -> tuple[dict[Path, str], dict[Path, Outcome]]:
    """The SHA-256 of each file that can be opened, and the outcome of each that cannot."""
    changing = _changing(paths) if wait else frozenset()
    hashes: dict[Path, str] = {}
    outcomes: dict[Path, Outcome] = {}
    for path in paths:
        name = _name(path, place)
        try:
            if path in changing:
                raise files.being_written(name)
            files.check_is_file(path, name)
            hashes[path] = hashlib.sha256(files.contents(path, name)).hexdigest()
        except InputError as error:
            outcomes[path] = _nothing(notice_of(error))
    return hashes, outcomes


def _changing(paths: Iterable[Path]) -> frozenset[Path]:
    """The files that somebody is writing just now."""
    before = {path: _state(path) for path in paths}
    young = [p for p, (_, changed) in before.items() if abs(time.time() - changed) < _YOUNG]
    if young:
        time.sleep(_QUIET)
    return frozenset(path for path in young if _state(path) != before[path])


def _state(path: Path) -> tuple[int, float]:
    try:
        found = os.lstat(path)
    except OSError:
        return (0, 0.0)
    return found.st_size, found.st_mtime


def _read(asked: Sequence[Asked], limits: Limits) -> list[tuple[Outcome, bool]]:
    """The outcome of each file, and whether it will be the same the next time."""
    found = confinement.run(
        read_file,
        [(*one, asdict(limits)) for one in asked],
        seconds=limits.seconds,
        memory_mb=limits.memory_mb,
    )
    return [
        (_nothing(_stopped(one, name, limits)), False)
        if isinstance(one, Stopped)
        else (one, _lasts(one))
        for one, (_, name, _) in zip(found, asked, strict=True)
    ]


def _lasts(outcome: Outcome) -> bool:
    return all(notice["kind"] != "changing" for notice in outcome["notices"])


def read_file(path: str, name: str, sha256: str, limits: dict[str, int]) -> Outcome:
    """What one file gives: the work of the process that reads it.

    Args:
        path: where it lies.
        name: the path as the researcher knows it.
        sha256: of the bytes that it had when it was looked at; empty for any.
        limits: the fields of ``Limits``.
    """
    from transcripts import reading

    with using(Limits(**limits)):
        try:
            files.check_is_file(Path(path), name)
            data = files.contents(Path(path), name)
            if sha256 and hashlib.sha256(data).hexdigest() != sha256:
                raise files.being_written(name)
            found = reading.read_data(data, name)
        except InputError as error:
            return _nothing(notice_of(error))
    return {
        "transcripts": [as_json(one) for one in found.transcripts],
        "notices": [asdict(one) for one in found.notices],
    }


def _nothing(notice: Notice) -> Outcome:
    return {"transcripts": [], "notices": [asdict(notice)]}


def _stopped(stopped: Stopped, name: str, limits: Limits) -> Notice:
    if stopped.why == "time":
        told = (
            f"Reading it took longer than {limits.seconds} seconds and was stopped. Save it in "
            "another format, or raise seconds under [limits] in study.toml."
        )
        return Notice(name, "limit", told, unusable=True)
    told = "Reading it took the program down. Save it in another format and drop that instead."
    return Notice(name, "crashed", told, unusable=True)


def _taken(outcome: Outcome | None, name: str) -> tuple[tuple[Transcript, ...], tuple[Notice, ...]]:
    """The values in an outcome, if it has the form of one."""
    try:
        found = outcome or {}
        transcripts = tuple(transcript_from(one) for one in found["transcripts"])
        return transcripts, tuple(Notice(**one) for one in found["notices"])
    except (KeyError, TypeError, ValueError):
        return (), (_stopped(Stopped("crash"), name, Limits()),)
