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


def runs(place: Place) -> tuple[Path, ...]:
    """The folders of the runs that are kept, the first one first."""
    folder = place.state / "runs"
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted((path for path in found if path.name.isdecimal()), key=_number))


def _number(path: Path) -> int:
    return int(path.name)


def keep(place: Place, *, somebody_left: bool) -> None:
    """Keep the run whose files stand in the outputs' folder."""
    before = runs(place)
    gone = before if somebody_left else before[: max(0, len(before) + 1 - MOST)]
    number = _number(before[-1]) + 1 if before else 1
    for path in gone:
        shutil.rmtree(path)
    folder = place.state / "runs" / str(number)
    make_folder(folder)
    for name in KEPT:
        shutil.copyfile(place.outputs / name, folder / name)


def forget(place: Place) -> None:
    """Forget all runs."""
    shutil.rmtree(place.state / "runs", ignore_errors=True)
