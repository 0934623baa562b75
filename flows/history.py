"""The runs of a study, so that two of them can be compared: kept apart from outputs, for the team.

A run is kept with its record, its numbers and its codings. When somebody leaves the study, the runs
before are forgotten, for they hold what that person said.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from flows import record
from flows.places import Place
from flows.store import make_folder

KEPT = (record.RUN, "counts.csv", "codings.csv")
MOST = 20
"""Runs that are kept."""

_COMING = ".coming-"
"""Begins the name of a run that is not kept yet; its number follows."""


def runs(place: Place) -> tuple[Path, ...]:
    """The folders of the runs that are kept, the first one first."""
    folder = _folder(place)
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted((path for path in found if path.name.isdecimal()), key=_number))


def _folder(place: Place) -> Path:
    return place.state / "runs"


def _number(path: Path) -> int:
    return int(path.name.removeprefix(_COMING))


def prepare(place: Place, new: Path) -> None:
    """Copy what is kept of a run, from the folder that it has written, for ``keep`` to keep."""
    sweep(place)
    before = runs(place)
    number = _number(before[-1]) + 1 if before else 1
    coming = _folder(place) / f"{_COMING}{number}"
    make_folder(coming)
    for name in KEPT:
        shutil.copyfile(new / name, coming / name)


def keep(place: Place, *, somebody_left: bool) -> None:
    """Keep the run that was prepared, whole and once, however often this is begun."""
    for coming in _coming(place):
        before = runs(place)
        for path in before if somebody_left else before[: max(0, len(before) + 1 - MOST)]:
            shutil.rmtree(path)
        coming.rename(coming.with_name(str(_number(coming))))


def _coming(place: Place) -> list[Path]:
    return list(_folder(place).glob(f"{_COMING}*"))


def sweep(place: Place) -> None:
    """Delete what was prepared by a run that never came to its end."""
    for path in _coming(place):
        shutil.rmtree(path)


def forget(place: Place) -> None:
    """Forget all runs."""
    shutil.rmtree(_folder(place), ignore_errors=True)
