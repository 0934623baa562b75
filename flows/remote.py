"""Studies and outputs that lie in another file system, at hand for the time of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.places import Place
from transcripts.errors import InputError

_at_hand: set[Path] = set()


@contextmanager
def at_hand(place: Place) -> Iterator[Place]:
    """Fetch what the place needs, and bring back what was made of it when the block is done.

    Nothing is done where the study and its outputs lie on this machine, or are at hand already.

    Raises:
        InputError: they cannot be reached, are being worked on, or were changed there meanwhile.
    """
    if place.state in _at_hand or not (place.source or place.target):
        yield place
        return
    with _alone(place):
        _at_hand.add(place.state)
        try:
            yield from _fetched(place)
        finally:
            _at_hand.discard(place.state)


def _fetched(place: Place) -> Iterator[Place]:
    from flows import delivery, mirror

    if place.source:
        mirror.fetch(place)
    if place.target:
        delivery.fetch(place)
    try:
        yield place
    except Exception:
        if place.target:
            delivery.bring_deletions(place)
        raise
    if place.source:
        mirror.give_back(place)
    if place.target:
        delivery.bring(place)


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    from filelock import FileLock, Timeout

    from flows.store import make_folder

    make_folder(place.state)
    lock = FileLock(place.state / "remote.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise InputError(
            place.name, "is being worked on by another command", "Wait until that has ended"
        ) from error
    try:
        yield
    finally:
        lock.release()
