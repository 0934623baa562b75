"""What lies in the outputs' folder from before: kept, named, or deleted where somebody withdrew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from evidence.model import Source
from flows import editions, record
from transcripts.model import Notice

_EDITED = ".edited-"
_OURS = ("white-paper*.*", *editions.EVIDENCE, "*.qdpx", "*.qdc", "audit.*")
"""What the program has written, by name; anything else belongs to the researchers."""


def settle(
    outputs: Path, new: Path, *, somebody_left: bool
) -> tuple[tuple[Notice, ...], dict[str, str]]:
    """Deal with the files that this run does not write, before its own move into place.

    Args:
        outputs: the folder.
        new: the folder that holds what the run has written.
        somebody_left: whether the last run still had words of somebody whom this one has not.

    Returns:
        What a person should know, and the hashes of edited documents that may still hold words
        of somebody who has left, by name.
    """
    before = record.last(outputs)
    told = [*_set_aside(outputs, before)]
    left = sorted(path for path in _ours(outputs) if not (new / path.name).exists())
    edited = {path.name: record.hash_of(path) for path in left if _EDITED in path.name}
    others = [path for path in left if path.name not in edited]
    if somebody_left:
        told += [_deleted(path) for path in others]
        doubtful = edited
    else:
        told += [_old(path) for path in others if path.name.startswith(editions.NAME)]
        known = before.get("doubtful", {})
        doubtful = {name: sha for name, sha in edited.items() if known.get(name) == sha}
    return (*told, *map(_doubtful, doubtful)), doubtful


def is_ours(name: str) -> bool:
    """Whether the program writes a file of that name into the outputs' folder."""
    return name in {record.NOTICES, record.RUN} or any(fnmatchcase(name, one) for one in _OURS)


def is_aside(name: str) -> bool:
    """Whether this is a document that somebody had edited, kept beside the new one."""
    return _EDITED in name


def clear(outputs: Path) -> None:
    """Delete what the program has written: those of whom it tells have left the study."""
    for path in (*_ours(outputs), outputs / record.NOTICES, outputs / record.RUN):
        if _EDITED not in path.name:
            path.unlink(missing_ok=True)


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


def _deleted(path: Path) -> Notice:
    path.unlink()
    said = "It was from an earlier run and somebody has left the study since: it was deleted."
    return Notice(path.name, "withdrawn", said)


def _doubtful(name: str) -> Notice:
    said = "It was edited before somebody left the study and may hold their words."
    remedy = "Delete it, or take their words out of it."
    return Notice(name, "withdrawn", f"{said} {remedy}", unusable=True)


def _old(path: Path) -> Notice:
    said = "It is from an earlier run and was not made again: it may differ from the evidence."
    return Notice(path.name, "earlier", said)


def _set_aside(outputs: Path, before: dict[str, dict[str, str]]) -> Iterator[Notice]:
    """Move the documents that somebody has edited out of the way of the new ones."""
    last = before.get("outputs", {})
    written = (*editions.FORMATS, "xlsx")  # in which decisions may stand that exist nowhere else
    for name in (name for name in last if Path(name).suffix[1:] in written):
        path, number = outputs / name, 1
        if not path.exists() or record.hash_of(path) == last[name]:
            continue
        while (aside := path.with_stem(f"{path.stem}{_EDITED}{number}")).exists():
            number += 1
        path.rename(aside)
        said = f"It had been edited since the last run and is kept as {aside.name}."
        yield Notice(name, "edited", said)
