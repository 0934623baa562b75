"""The copy of a study that lies in another file system, from which it is read.

Files have to lie on this machine to be read, each in a process of its own. What is gone there is
deleted here. What a command has written into the study's folder goes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from flows import fetching, places
from flows.fetching import Copied, Found
from flows.locations import Location, located
from flows.places import Place
from flows.progress import counted, say
from flows.store import canonical, digest
from transcripts import files
from transcripts.errors import InputError, notice_of
from transcripts.model import Notice
from transcripts.study import SETTINGS, read_study

_COPIES, _LEFT_OUT = "mirror.json", "left-out.json"
_HUGE = 500_000_000
"""Bytes of a file of the study's own from which it is not fetched."""

Files = Mapping[str, Found]


def fetch(place: Place) -> None:
    """Bring the copy of the study up to date.

    Raises:
        InputError: there is no such study, it cannot be reached, or its settings cannot be used.
    """
    found = dict(_found(place))
    if not found:
        raise InputError(
            place.source,
            "there is no such study, or nothing lies in it",
            "Check how it is spelled and that you may look into it",
            kind="missing",
        )
    there = {name: one for name, one in found.items() if one}
    copies = fetching.read_copies(place.state / _COPIES)
    gone = fetching.keep_only(there, place.folder)
    same, lost = _fetched(place, there, copies)
    lost |= {name: fetching.NAME for name, one in found.items() if one is None}
    fetching.keep_only(same, place.folder)
    fetching.write_copies(same, place.state / _COPIES)
    _leave_out(place, lost)
    new = sum(same[name] != copies.get(name) for name in same)
    if new or gone:
        say(f"Fetched {counted(new, 'file')} of the study" + (f", {gone} gone" if gone else ""))


def _found(place: Place) -> Iterator[tuple[str, Found | None]]:
    try:
        yield from fetching.found_in(_origin(place), places.DEEPEST)
    except FileNotFoundError:
        return


def _origin(place: Place) -> Location:
    there = located(place.source)
    assert isinstance(there, Location)
    return there


def _fetched(
    place: Place, there: Files, copies: fetching.Copies
) -> tuple[dict[str, Copied], dict[str, str]]:
    """Fetch the settings first, then what they allow; what is too large has a stand-in."""
    first = {name: there[name] for name in there if name == SETTINGS}
    same, lost = fetching.fetch(first, place.folder, copies)
    if lost:
        raise files.being_written(SETTINGS)
    most = read_study(place.folder, place.name).limits.file_mb * 1_000_000
    large = {name: one for name, one in there.items() if _is_too_large(name, one, most)}
    rest = {name: one for name, one in there.items() if name not in first and name not in large}
    more, lost = fetching.fetch(rest, place.folder, copies)
    for name, one in large.items():
        known = fetching.is_same(one, name, place.folder, copies)
        copied = copies[name] if known else fetching.stand_in(place.folder, name, one)
        if copied:
            more[name] = copied
        else:
            lost[name] = fetching.NAME
    return same | more, lost


def _is_too_large(name: str, found: Found, most: int) -> bool:
    if not places.is_own(name):
        return found.size > most
    if found.size > _HUGE:
        remedy = "Split it, or take out what is not needed"
        raise InputError(places.sayable(name), "is too large to be fetched", remedy, kind="limit")
    return False


def _leave_out(place: Place, lost: Mapping[str, str]) -> None:
    """Keep what to say of files that are not in the copy, for whoever tells of the others."""
    path = place.state / _LEFT_OUT
    path.unlink(missing_ok=True)
    if lost:
        path.write_bytes(canonical([asdict(_notice(*one)) for one in sorted(lost.items())]))


def _notice(name: str, why: str) -> Notice:
    shown = places.sayable(name)
    if why == fetching.CHANGING:
        return notice_of(files.being_written(shown))
    problem = "has a name that no file here can have"
    return notice_of(InputError(shown, problem, "Give it another name there", kind="name"))


def left_out(place: Place) -> tuple[Notice, ...]:
    """What to say of the files of the study that are not in its copy; nothing where it is none."""
    path = place.state / _LEFT_OUT
    if not (place.source and path.is_file()):
        return ()
    return tuple(Notice(**one) for one in json.loads(path.read_bytes()))


# Back


def give_back(place: Place) -> None:
    """Bring to the study what was written into its copy since it was fetched.

    Raises:
        InputError: a file was changed there meanwhile, or cannot be written; nothing is lost there.
    """
    copies = fetching.read_copies(place.state / _COPIES)
    new = {
        name: path
        for name, path in fetching.files_in(place.folder).items()
        if name not in copies or not copies[name].is_untouched(path)
    }
    if not new:
        return
    _check_unchanged(place, new, copies)
    for name, path in sorted(new.items()):
        (_origin(place) / name).take(path)
    there = {name: one for name, one in _found(place) if one and name in new}
    same = {name: _copied(new[name], one) for name, one in there.items()}
    fetching.write_copies({**copies, **same}, place.state / _COPIES)


def _check_unchanged(place: Place, names: Iterable[str], copies: fetching.Copies) -> None:
    there = {name: one.stamp if one else "" for name, one in _found(place)}
    for name in names:
        known = copies[name].stamp if name in copies else None
        if there.get(name) != known:
            raise InputError(
                f"{place.source}/{places.sayable(name)}",
                "was changed there meanwhile, and nothing was written to it",
                "Run the command again",
                kind="conflict",
            )


def _copied(path: Path, found: Found) -> Copied:
    stamp = found.stamp if found.size == path.lstat().st_size else ""
    return fetching.copied_at(path, stamp, digest(path.read_bytes()))
