"""Whoever works on a study works on it alone; who comes second waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import BaseFileLock, FileLock, Timeout

from flows import delivery, faults, finishing
from flows.places import Place
from flows.progress import LOGGER
from flows.store import make_folder

_EVERY_SECONDS = 0.2


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Nobody else works on the study meanwhile, and nothing that was begun is left half done.

    The lock falls when the process ends, however. What the system does not allow inside the block
    comes out as an error that a researcher can mend.

    Raises:
        InputError: the study's state cannot be kept here, or what was begun cannot be finished.
    """
    lock = _locked(place)
    try:
        with faults.told(place):
            finishing.recover(place)
            delivery.forget_others(place)
            yield
    finally:
        lock.release()


def _locked(place: Place) -> BaseFileLock:
    make_folder(place.state)
    lock = FileLock(place.state / faults.LOCK, poll_interval=_EVERY_SECONDS)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        LOGGER.info("Another run of %s is at work: waiting until it has ended", place.name)
        lock.acquire()
    except OSError as error:
        raise faults.unwritable(place.state, error, faults.SHUT) from error
    return lock
