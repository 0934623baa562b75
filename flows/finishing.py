"""The end of a run, which comes to its end even where the run is killed in the middle of it.

A mark in the study's state says that something was begun and is not finished: as long as it is
there, no run takes the study for unchanged, so that whatever a run has kept is cleared away by the
next. The mark also holds what the end consists of, from the moment on when nothing but renaming and
deleting is left: writing it there is the one step that makes the new documents the study's.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from flows import history, moving, record, replacing
from flows.moving import Plan
from flows.places import Place, own_files
from flows.progress import LOGGER
from flows.store import MARK, Store, canonical
from transcripts.errors import InputError


@dataclass(frozen=True, slots=True)
class Ending:
    """All that is left to do once the new files wait beside the old ones.

    Attributes:
        plan: what changes in the outputs' folder.
        used: keys of what is kept in the store; all else goes.
        somebody_left: whether the runs before hold words of somebody who has left.
    """

    plan: Plan
    used: tuple[str, ...]
    somebody_left: bool


def mark(place: Place) -> None:
    """Say that something was begun."""
    (place.state / MARK).touch()


def is_unfinished(place: Place) -> bool:
    """Whether something was begun that no run has finished."""
    return (place.state / MARK).exists()


def work_folder(place: Place) -> Path:
    """Where a run writes its documents at first."""
    return place.state / "new"


def finish(place: Place, ending: Ending, new: Path) -> None:
    """Put what the folder holds in its place, and clear away what no run needs any more.

    Raises:
        InputError: the files cannot be put there; then the old ones are as they were.
    """
    if (new / record.RUN).exists():
        history.prepare(place, new)
    moving.bring(new, ending.plan)
    replacing.put(place.state / MARK, canonical(asdict(ending)))
    _end(place, ending)


def forget(place: Place, used: Iterable[str]) -> None:
    """Keep nothing in the store but this, where there are no documents to be made."""
    Store(place.state / "store").keep_only(used)
    (place.state / MARK).unlink(missing_ok=True)


def _end(place: Place, ending: Ending) -> None:
    """Take each step that is not taken yet."""
    try:
        moving.carry_out(ending.plan)
    except InputError:
        replacing.put(place.state / MARK, b"")
        moving.sweep(ending.plan.folder)
        raise
    if record.RUN in ending.plan.gone:
        history.forget(place)
    history.keep(place, somebody_left=ending.somebody_left)
    forget(place, ending.used)
    moving.sweep(ending.plan.folder)


def recover(place: Place) -> None:
    """Finish what an earlier run has begun and left; to be called before any work.

    Raises:
        InputError: it cannot be finished; then the documents are as they were before it.
    """
    ending = _left(place)
    if ending and moving.is_there(ending.plan):
        LOGGER.info("Finishing what an earlier run had begun to put in place")
        _end(place, ending)
    elif ending:  # its folder was taken away: whatever is missing is made again
        if ending.somebody_left:
            history.forget(place)
        replacing.put(place.state / MARK, b"")
    shutil.rmtree(work_folder(place), ignore_errors=True)
    history.sweep(place)
    moving.sweep(place.outputs)
    for path in _half_written(place):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _half_written(place: Place) -> Iterator[Path]:
    """What a command that was killed while it added to the study may have left there."""
    yield from map(replacing.part_of, own_files(place))
    yield from (place.folder / "transcripts").glob(f".*.txt{replacing.ENDING}")


def _left(place: Place) -> Ending | None:
    """What the mark says; nothing where no files wait to be put in their place."""
    try:
        told = json.loads((place.state / MARK).read_bytes())
        new = {name: (now, before) for name, (now, before) in told["plan"].pop("new").items()}
        plan = Plan(new=new, **told["plan"])
        return Ending(plan, tuple(told["used"]), told["somebody_left"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
