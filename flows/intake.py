"""Files on their way in: each is read in a process that may be killed, once, and then known.

What comes back of a file is its outcome (``flows.outcomes``).
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flows import attempts, places
from flows.attempts import Asked, Attempt
from flows.batches import Spread, deal
from flows.outcomes import Outcome, is_sound
from flows.places import Place
from flows.progress import Count
from flows.store import Store, canonical, digest, fingerprint, transcript_from, versions
from transcripts import files
from transcripts.errors import InputError, notice_of
from transcripts.limits import Limits, current, using
from transcripts.model import Notice, Transcript

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
        keys: what has been kept of each file, by its path below the study's folder.
    """

    transcripts: tuple[Transcript, ...]
    notices: tuple[Notice, ...]
    files: int
    fresh: int
    keys: Mapping[str, str] = field(default_factory=dict)


def take_in(place: Place, store: Store, limits: Limits, cluster: Spread | None = None) -> Intake:
    """Read each file of the study that is not known yet.

    Args:
        place: the study's folders.
        store: what is known.
        limits: what a file may hold, and reading it take.
        cluster: reads batches of files elsewhere; what it gives nothing of is read here.
    """
    paths = places.inputs_of(place)
    with using(limits):
        hashes, outcomes = _looked_at(paths, place)
        keys = {path: _key(places.name_of(path, place), sha256) for path, sha256 in hashes.items()}
    known = _known(store, keys)
    new = {
        keys[path]: (str(path), places.name_of(path, place), hashes[path])
        for path in keys
        if path not in known
    }
    count = Count("read", len(paths), len(paths) - len(new))
    if cluster is not None:
        _read_there(new, store, limits, cluster, count)
        known = _known(store, keys)
    read = _read_here({keys[p]: new[keys[p]] for p in keys if p not in known}, store, limits, count)
    outcomes |= {path: known[path] if path in known else read[keys[path]] for path in keys}
    found = [_taken(outcomes[path], places.name_of(path, place)) for path in paths]
    return Intake(
        tuple(one for transcripts, _ in found for one in transcripts),
        tuple(one for _, notices in found for one in notices),
        len(paths),
        len(new),
        {places.name_of(path, place): key for path, key in keys.items()},
    )


def _known(store: Store, keys: Mapping[Path, str]) -> dict[Path, Outcome]:
    return {path: value for path, key in keys.items() if (value := store.get(key)) is not None}


def _read_here(
    new: Mapping[str, Asked], store: Store, limits: Limits, count: Count | None = None
) -> dict[str, Outcome]:
    """The outcomes of files by their keys; those that will be the same again are kept at once."""
    keys, read = list(new), dict[str, Outcome]()

    def keep(number: int, attempt: Attempt) -> None:
        read[keys[number]], lasting = attempt
        if lasting:
            store.put(keys[number], read[keys[number]])
        if count is not None:
            count.add()

    attempts.read(list(new.values()), limits, keep)
    return read


def _read_there(
    new: Mapping[str, Asked], store: Store, limits: Limits, cluster: Spread, count: Count
) -> None:
    """Have batches of files read elsewhere, into the store."""
    sizes = [os.stat(path).st_size for path, _, _ in new.values()]  # noqa: PTH116 - a path's text
    batches = deal(list(new.items()), sizes)
    calls = [(str(store.folder), asdict(limits), batch) for batch in batches]
    cluster(read_into, calls, count.each(map(len, batches)))


def read_into(folder: str, limits: Mapping[str, int], batch: Sequence[tuple[str, Asked]]) -> None:
    """Read files and keep what they give.

    Args:
        folder: the store's.
        limits: the fields of ``Limits``.
        batch: for each file its key in the store, and where it lies.
    """
    _read_here(dict(batch), Store(Path(folder)), Limits(**limits))


def keys_of(place: Place, limits: Limits) -> tuple[str, ...]:
    """The keys of what reading the study's files has given."""
    with using(limits):
        hashes, _ = _looked_at(places.inputs_of(place), place, wait=False)
        return tuple(_key(places.name_of(path, place), sha256) for path, sha256 in hashes.items())


def read_one(path: Path, limits: Limits) -> Intake:
    """Read one file in a process of its own.

    Raises:
        InputError: there is no such file.
    """
    name = places.sayable(path.name)
    if not os.path.lexists(path):
        files.check_is_file(path, name)
    ((outcome, _),) = attempts.read([(str(path), name, "")], limits)
    transcripts, notices = _taken(outcome, name)
    return Intake(transcripts, notices, 1, 1)


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
        name = places.name_of(path, place)
        try:
            if path in changing:
                raise files.being_written(name)
            files.check_is_file(path, name)
            hashes[path] = hashlib.sha256(files.contents(path, name)).hexdigest()
        except InputError as error:
            outcomes[path] = attempts.nothing(notice_of(error))
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


def _taken(outcome: Any, name: str) -> tuple[tuple[Transcript, ...], tuple[Notice, ...]]:
    """The values in an outcome, if it has the form of one."""
    if not is_sound(outcome, name):
        return (), (attempts.stopped("crash", name, Limits()),)
    transcripts = tuple(transcript_from(one) for one in outcome["transcripts"])
    return transcripts, tuple(Notice(**one) for one in outcome["notices"])
