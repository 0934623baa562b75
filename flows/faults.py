"""What goes wrong outside the program, in words: full disks, folders that are gone or closed."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.places import Place
from transcripts.errors import InputError

LOCK = "run.lock"
"""The file in a study's state that whoever works on the study holds."""

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)

_OPEN = "Close the documents that are open, make room, or name another folder with --outputs"
SHUT = "Change to a folder that you may write to, or see to it that you may write to this one"
"""What to do where what the program keeps, or the study, cannot be written."""


@contextmanager
def told(place: Place) -> Iterator[None]:
    """Have errors of the system inside the block come out as what a researcher can mend.

    Raises:
        InputError: as said; an error that this knows nothing of passes as it is.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except (InputError, OSError) as error:
        clear = _vanished(place) or _explained(error, place)
        if clear is None:
            raise
        raise clear from error


def _vanished(place: Place) -> InputError | None:
    """A folder that was there when the work began and is gone."""
    if not place.source and not place.folder.is_dir():
        told = "its folder was deleted, moved or renamed while the program was at work"
        return InputError(place.name, told, "Put it back and try again", kind="vanished")
    return None if (place.state / LOCK).exists() else gone(place.state)


def gone(state: Path) -> InputError:
    """What the program had found out was taken away while it was at work."""
    return InputError(
        f"{state.parent.name}/{state.name}",
        "was deleted or moved while the program was at work",
        "Leave that folder alone meanwhile, and try again",
        kind="vanished",
    )


def _explained(error: InputError | OSError, place: Place) -> InputError | None:
    """What a full or closed disk means; nothing where the error is of another kind."""
    if isinstance(error, InputError):
        return None
    named = Path(str(error.filename or place.state)).absolute()
    home = next((one for one in _written(place) if named.is_relative_to(one.absolute())), None)
    if error.errno in _FULL or (error.errno in _CLOSED and home):
        return unwritable(home or place.state, error, _OPEN if home == place.outputs else SHUT)
    return None


def _written(place: Place) -> tuple[Path, ...]:
    return place.outputs, place.state, place.folder


def unwritable(path: Path, error: OSError, remedy: str = _OPEN) -> InputError:
    """Why a file or folder cannot be written, and what to do about it."""
    if error.errno in _FULL:
        return InputError(
            path.as_posix(),
            "cannot be written, for the disk is full",
            "Make room on that disk and try again; nothing has been lost",
            kind="disk",
        )
    return InputError(
        path.as_posix(),
        f"cannot be written to ({error.strerror})",
        remedy,
        kind="outputs",
    )


def in_the_way(path: Path) -> InputError:
    """A folder stands where a document is to go."""
    return InputError(
        path.as_posix(),
        "is a folder, where a document is to go",
        "Rename it or move it away, and run again",
        kind="outputs",
    )
