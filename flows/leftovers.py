"""What lies in the outputs' folder from before: kept, named, or deleted where somebody withdrew.

Nothing is touched here: what is to become of it is part of the plan (``flows.moving``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from evidence.model import Source
from flows import editions, moving, record
from flows.moving import EDITED
from transcripts.model import Notice

_OURS = ("white-paper*.*", *editions.EVIDENCE, "*.qdpx", "*.qdc", "audit.*")
"""What the program has written, by name; anything else belongs to the researchers."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of the files that a run does not write.

    Attributes:
        edited: documents to be set aside, and what they are called then.
        gone: the hash of each file to be deleted, by name.
        notices: what a person should know of it.
        doubtful: the hashes of edited documents that may still hold words of somebody who has
            left, by name.
    """

    edited: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    doubtful: dict[str, str] = field(default_factory=dict)


def settle(outputs: Path, new: Path, *, somebody_left: bool) -> Settled:
    """Say what is to become of the files that this run does not write.

    Args:
        outputs: the folder.
        new: the folder that holds what the run has written.
        somebody_left: whether the last run still had words of somebody whom this one has not.
    """
    before = record.last(outputs)
    aside = _edited(outputs, before)
    known = {aside.get(path.name, path.name): record.hash_of(path) for path in _ours(outputs)}
    left = {name: known[name] for name in sorted(known) if not (new / name).exists()}
    edited = {name: sha for name, sha in left.items() if EDITED in name}
    others = {name: sha for name, sha in left.items() if name not in edited}
    told = [_set_aside(name, there) for name, there in aside.items()]
    if somebody_left:
        told += [*map(_deleted, others), *map(_doubtful, edited)]
        return Settled(aside, others, tuple(told), edited)
    told += [_old(name) for name in others if name.startswith(editions.NAME)]
    doubted = before.get("doubtful", {})
    doubtful = {name: sha for name, sha in edited.items() if doubted.get(name) == sha}
    return Settled(aside, {}, (*told, *map(_doubtful, doubtful)), doubtful)


def is_ours(name: str) -> bool:
    """Whether the program writes a file of that name into the outputs' folder."""
    return name in {record.NOTICES, record.RUN} or any(fnmatchcase(name, one) for one in _OURS)


def is_aside(name: str) -> bool:
    """Whether this is a document that somebody had edited, kept beside the new one."""
    return EDITED in name


def all_of(outputs: Path) -> Settled:
    """Have all that the program has written deleted: those of whom it tells have left the study."""
    every = (*_ours(outputs), outputs / record.NOTICES, outputs / record.RUN)
    there = (path for path in every if EDITED not in path.name and path.exists())
    return Settled(gone={path.name: record.hash_of(path) for path in there})


def somebody_left(outputs: Path, sources: Iterable[Source], withdrawn: str) -> bool:
    """Whether the last run had an interview, or a person in one, that this run has not.

    Args:
        outputs: the folder, with the record of the last run.
        sources: the interviews of this run.
        withdrawn: stands for those who have withdrawn; empty for nobody.
    """
    before = record.last(outputs)
    here = {name for source in sources for name in (source.id, source.sha256)}
    gone = [
        one for one in before.get("transcripts", ()) if here.isdisjoint((one["id"], one["sha256"]))
    ]
    return bool(gone) or bool(before and withdrawn not in {"", before.get("withdrawn")})


def _ours(outputs: Path) -> Iterator[Path]:
    return (path for pattern in _OURS for path in outputs.glob(pattern) if path.is_file())


def _edited(outputs: Path, before: dict[str, dict[str, str]]) -> dict[str, str]:
    """The documents that somebody has edited since, and a free name for each."""
    last = before.get("outputs", {})
    written = (*editions.FORMATS, "xlsx")  # in which decisions may stand that exist nowhere else
    paths = (outputs / name for name in last if Path(name).suffix[1:] in written)
    return {
        path.name: moving.aside_of(path).name
        for path in paths
        if path.is_file() and record.hash_of(path) != last[path.name]
    }


def _set_aside(name: str, there: str) -> Notice:
    said = f"It had been edited since the last run and is kept as {there}."
    return Notice(name, "edited", said)


def _deleted(name: str) -> Notice:
    said = "It was from an earlier run and somebody has left the study since: it was deleted."
    return Notice(name, "withdrawn", said)


def _doubtful(name: str) -> Notice:
    said = "It was edited before somebody left the study and may hold their words."
    remedy = "Delete it, or take their words out of it."
    return Notice(name, "withdrawn", f"{said} {remedy}", unusable=True)


def _old(name: str) -> Notice:
    said = "It is from an earlier run and was not made again: it may differ from the evidence."
    return Notice(name, "earlier", said)
