"""Outputs that are brought to another file system: made here, then brought there, the record last.

The copy here is first made what is there, so that what somebody has edited there is set aside as it
would be in a folder. The record that is to come is laid beside the old one while documents are on
their way: if they stop half way, the next run knows which of them nobody has edited.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flows import fetching, leftovers, record
from flows.fetching import Copied, Found
from flows.locations import Location, located
from flows.places import OUTPUTS, Place
from flows.progress import Count, counted, say
from transcripts import files
from transcripts.errors import InputError

COMING = f".{record.RUN}.part"
"""The record of documents that are on their way."""

_COPIES = "outputs.json"


def fetch(place: Place) -> None:
    """Make the copy of the outputs what is there.

    Raises:
        InputError: the file system cannot be reached, or a document is being written there.
    """
    forget_others(place)
    found = _found(place)
    copies = fetching.read_copies(place.outputs.parent / _COPIES)
    fetching.keep_only(found, place.outputs)
    same, lost = fetching.fetch(found, place.outputs, copies)
    for name in lost:
        raise files.being_written(name)
    if COMING in found:
        _drop_half_brought(place, same)
    place.outputs.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fetching.write_copies(same, place.outputs.parent / _COPIES)


def _found(place: Place) -> dict[str, Found]:
    """The files there that the program has written, by name."""
    try:
        found = dict(fetching.found_in(_there(place)))
    except FileNotFoundError:
        return {}
    ours = {name for name in found if name == COMING or leftovers.is_ours(name)}
    return {name: one for name, one in found.items() if one and name in ours}


def _there(place: Place) -> Location:
    there = located(place.delivered)
    assert isinstance(there, Location)
    return there


def _drop_half_brought(place: Place, same: Mapping[str, Copied]) -> None:
    """Delete the copies of documents that were brought without their record: none was edited."""
    coming = _hashes(place.outputs / COMING)
    last = _hashes(place.outputs / record.RUN)
    for name, copied in same.items():
        if copied.sha256 == coming.get(name) != last.get(name):
            (place.outputs / name).unlink(missing_ok=True)


def _hashes(path: Path) -> dict[str, Any]:
    try:
        outputs = json.loads(path.read_bytes())["outputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return outputs if isinstance(outputs, dict) else {}


def forget_others(place: Place) -> None:
    """Delete copies of the study's outputs in other places: they may hold what must not be kept."""
    folder = place.state / OUTPUTS
    for path in folder.iterdir() if folder.is_dir() else ():
        if path != place.outputs.parent:
            shutil.rmtree(path)


# There


def bring(place: Place) -> None:
    """Bring there what a command has made, and delete there what it has deleted.

    Raises:
        InputError: somebody has changed the outputs there meanwhile, which stay as they are, or
            they cannot be written.
    """
    copies = fetching.read_copies(place.outputs.parent / _COPIES)
    made = {name: _hash(path, copies.get(name)) for name, path in _made(place).items()}
    due = [name for name in made if name not in copies or made[name] != copies[name].sha256]
    gone = [name for name in copies if name not in made and name != COMING]
    arrived = COMING in copies and copies[COMING].sha256 == made.get(record.RUN)
    if due or gone or arrived:
        _check_unchanged(place, copies)
        _bring(place, due, gone, whole=record.RUN in due or arrived)
        _remember(place, made)
        say(f"Brought {counted(len(due), 'file')} to the outputs")


def bring_deletions(place: Place) -> None:
    """Bring there that a run has deleted all, for those of whom it told have left the study."""
    copies = fetching.read_copies(place.outputs.parent / _COPIES)
    if record.RUN in copies and not (place.outputs / record.RUN).exists():
        bring(place)


def _made(place: Place) -> dict[str, Path]:
    found = place.outputs.iterdir() if place.outputs.is_dir() else ()
    return {path.name: path for path in found if leftovers.is_ours(path.name)}


def _hash(path: Path, copied: Copied | None) -> str:
    return copied.sha256 if copied and copied.is_untouched(path) else record.hash_of(path)


def _check_unchanged(place: Place, copies: fetching.Copies) -> None:
    there = {name: one.stamp for name, one in _found(place).items()}
    if there != {name: one.stamp for name, one in copies.items()}:
        raise InputError(
            place.delivered,
            "was changed by somebody else during the run, and nothing was brought there",
            "Run again: what was changed there is looked at first",
            kind="conflict",
        )


def _bring(place: Place, due: Iterable[str], gone: Iterable[str], *, whole: bool) -> None:
    """Bring documents there: what was set aside first, and the record last."""
    there = _there(place)
    ordered = sorted(due, key=lambda name: (name == record.RUN, not leftovers.is_aside(name), name))
    count = Count("bring", len(ordered))
    if record.RUN in ordered:
        (there / COMING).take(place.outputs / record.RUN)
    for name in ordered[: -1 if record.RUN in ordered else None]:
        (there / name).take(place.outputs / name)
        count.add()
    for name in sorted(gone, key=lambda name: (name == record.RUN, name)):
        (there / name).unlink(missing_ok=True)
    if record.RUN in ordered:
        (there / record.RUN).take(place.outputs / record.RUN)
    if whole:
        (there / COMING).unlink(missing_ok=True)
    count.add(count.total)


def _remember(place: Place, made: Mapping[str, str]) -> None:
    same = {}
    for name, one in _found(place).items():
        if name in made:
            path = place.outputs / name
            stamp = one.stamp if one.size == path.stat().st_size else ""
            same[name] = fetching.copied_at(path, stamp, made[name])
    fetching.write_copies(same, place.outputs.parent / _COPIES)
