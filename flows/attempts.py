"""Attempts at reading files, each in a process that may be stopped.

An archive is read in one go. Where that has to be stopped, each of its files is read by itself:
one of them must not take the others along, nor many their time from one another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeAlias

from flows import confinement
from flows.confinement import Stopped
from flows.outcomes import Outcome, is_sound
from flows.store import as_json
from transcripts import archives, files
from transcripts.errors import InputError, notice_of
from transcripts.limits import Limits, using
from transcripts.model import Notice

Asked: TypeAlias = tuple[str, str, str]
"""Where a file lies, its path as the researcher knows it, the SHA-256 of its bytes."""

Attempt: TypeAlias = tuple[Outcome, bool]
"""What became of a file, and whether it will be the same the next time."""

Each: TypeAlias = Callable[[int, Attempt], None]

_ARCHIVE = "zip"
_BATCH = 50
"""Files of an archive that are read before it is asked whether too many had to be stopped."""

_MOST_STOPPED = 8
"""Files of an archive that may be stopped before the rest of it is left."""

_SPENT = {
    "time": (
        "Reading it took longer than {limits.seconds} seconds and was stopped. Save it in "
        "another format, or raise seconds under [limits] in study.toml."
    ),
    "memory": (
        "Reading it takes more than {limits.memory_mb} MB of memory. Split it or save it as text, "
        "or raise memory_mb under [limits] in study.toml."
    ),
    "left": "It was not read, since too many files of its archive had to be stopped. Put it into "
    "the folder by itself.",
}
"""What to say of what was stopped."""


def _nobody(number: int, attempt: Any) -> None:
    """Nobody waits for single files."""


def read(asked: Sequence[Asked], limits: Limits, each: Each = _nobody) -> list[Attempt]:
    """What became of each file; in their order, and to ``each`` with its number once it is known.

    An archive that had to be stopped is read again, file by file, when all others are done.
    """
    known: dict[int, Attempt] = {}

    def give(number: int, attempt: Attempt) -> None:
        known[number] = attempt
        each(number, attempt)

    def take(number: int, given: Any) -> None:
        name = asked[number][1]
        if not (isinstance(given, Stopped) and files.ending(name) == _ARCHIVE):
            give(number, _weighed(given, name, limits))

    _run(read_file, asked, limits, take)
    for number, one in enumerate(asked):
        if number not in known:
            give(number, (_weighed(_apart(one, limits), one[1], limits)[0], False))
    return [known[number] for number in range(len(asked))]


def stopped(why: str, name: str, limits: Limits) -> Notice:
    """What a researcher reads of a file whose reading was stopped, as ``Stopped`` tells why."""
    if why in _SPENT:
        return Notice(name, "limit", _SPENT[why].format(limits=limits), unusable=True)
    told = "Reading it took the program down. Save it in another format and drop that instead."
    return Notice(name, "crashed", told, unusable=True)


def nothing(notice: Notice) -> Outcome:
    """The outcome of a file that gives no transcript."""
    return {"transcripts": [], "notices": [asdict(notice)]}


def _run(
    work: Callable[..., Any],
    asked: Sequence[tuple[str, ...]],
    limits: Limits,
    each: confinement.Each = _nobody,
) -> list[Any]:
    calls = [(*one, asdict(limits)) for one in asked]
    most = {"seconds": limits.seconds, "memory_mb": limits.memory_mb}
    return confinement.run(work, calls, **most, each=each)


def _weighed(found: Any, name: str, limits: Limits) -> Attempt:
    if isinstance(found, Stopped):
        return nothing(stopped(found.why, name, limits)), False
    if not is_sound(found, name):
        return nothing(stopped("crash", name, limits)), False
    return found, all(notice["kind"] != "changing" for notice in found["notices"])


def _apart(asked: Asked, limits: Limits) -> Outcome | Stopped:
    """What an archive gives whose files are each read by itself."""
    path, name, sha256 = asked
    (there,) = _run(list_members, [asked], limits)
    if isinstance(there, Stopped) or not _are_paths(there):
        return there if isinstance(there, Stopped) else Stopped("crash")
    inside = [f"{name}/{member}" for member in there]
    calls = [(path, name, sha256, member) for member in there]
    read = [
        _weighed(given, of, limits)[0]
        for given, of in zip(_all_of(calls, limits), inside, strict=True)
    ]
    return _together(read, name)


def _are_paths(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _all_of(calls: Sequence[tuple[str, ...]], limits: Limits) -> Iterator[Any]:
    """What the members of an archive give, until too many had to be stopped."""
    lost = 0
    for start in range(0, len(calls), _BATCH):
        batch = calls[start : start + _BATCH]
        left = [Stopped("left")] * len(batch)
        given = left if lost >= _MOST_STOPPED else _run(read_member, batch, limits)
        lost += sum(isinstance(one, Stopped) for one in given)
        yield from given


def _together(read: Sequence[Outcome], name: str) -> Outcome:
    transcripts = [one for outcome in read for one in outcome["transcripts"]]
    notices = [Notice(**one) for outcome in read for one in outcome["notices"]]
    lost = [one for one in notices if one.unusable]
    if not transcripts:
        told = (
            f"It holds nothing to read. {lost[0].path}: {lost[0].text}" if lost else "It is empty."
        )
        return nothing(Notice(name, lost[0].kind if lost else "empty", told, unusable=True))
    kept = (replace(n, kind="member-rejected") if n.unusable else n for n in notices)
    return {"transcripts": transcripts, "notices": [asdict(notice) for notice in kept]}


# What runs in the processes


def read_file(path: str, name: str, sha256: str, limits: dict[str, int]) -> Outcome:
    """What one file gives.

    Args:
        path: where it lies.
        name: the path as the researcher knows it.
        sha256: of the bytes that it had when it was looked at; empty for any.
        limits: the fields of ``Limits``.
    """
    from transcripts import reading

    with using(Limits(**limits)):
        try:
            found = reading.read_data(_contents(path, name, sha256), name)
        except InputError as error:
            return nothing(notice_of(error))
    return {
        "transcripts": [as_json(one) for one in found.transcripts],
        "notices": [asdict(one) for one in found.notices],
    }


def list_members(path: str, name: str, sha256: str, limits: dict[str, int]) -> list[str]:
    """The paths of the files in an archive; none where it cannot be used."""
    with using(Limits(**limits)):
        try:
            return [one.path for one in archives.listed(_contents(path, name, sha256), name)]
        except InputError:
            return []


def read_member(path: str, name: str, sha256: str, member: str, limits: dict[str, int]) -> Outcome:
    """What one file of an archive gives."""
    from transcripts import reading

    inside = f"{name}/{member}"
    with using(Limits(**limits)):
        try:
            found = archives.member(_contents(path, name, sha256), name, member)
            if found.passed_over:
                return nothing(reading.passed_over(found, inside))
            transcript = reading.read_member(found, inside)
        except InputError as error:
            return nothing(replace(notice_of(error), path=inside))
    return {"transcripts": [as_json(transcript)], "notices": []}


def _contents(path: str, name: str, sha256: str) -> bytes:
    files.check_is_file(Path(path), name)
    data = files.contents(Path(path), name)
    if sha256 and hashlib.sha256(data).hexdigest() != sha256:
        raise files.being_written(name)
    return data
