"""Processes that code and set type beside this one."""

from __future__ import annotations

import atexit
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

from flows import interrupting
from flows.batches import Each, processors
from flows.orphans import leave_with_parent

_pools: list[ProcessPoolExecutor] = []


def _warm() -> None:
    """Load what coding needs while the first process does something else."""
    import nlp.coding  # noqa: F401


def _begin() -> None:
    """A process ends with the one that asked for it, and at its word alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_with_parent()


def start() -> ProcessPoolExecutor:
    """The processes, begun at the first call and kept until the program ends."""
    if not _pools:
        # Spawned, not forked: forking a process that has threads may hang.
        pool = ProcessPoolExecutor(processors(), get_context("spawn"), initializer=_begin)
        _pools.append(pool)
        atexit.register(pool.shutdown, cancel_futures=True)
    return _pools[0]


def _submit(function: Callable[..., Any], arguments: Sequence[Any]) -> Future[Any]:
    """Have something done; where all processes have something to do, another is started."""
    with interrupting.held(spawning=True):
        return start().submit(function, *arguments)


def warm() -> None:
    """Begin loading in each process what it will need, and do not wait for it."""
    for _ in range(processors()):
        _submit(_warm, ())


def _nobody(number: int) -> None:
    """Nobody waits for single results."""


def run(
    function: Callable[..., Any],
    calls: Sequence[Sequence[Any]],
    each: Each = _nobody,
) -> list[Any]:
    """Call the function once for each tuple of arguments; results in the order of the calls.

    A call that takes its process down gives nothing and takes no other call along. An error in one,
    such as that of a full disk, is raised as it is, once no other call is at work any more.
    ``each`` is called with the number of a call as soon as that is done.
    """
    if not calls:
        return []
    numbers = {_submit(function, one): number for number, one in enumerate(calls)}
    given = _given(numbers, each)
    for number in (number for number in range(len(calls)) if number not in given):
        given[number] = _alone(function, calls[number])
        each(number)
    return [given[number] for number in range(len(calls))]


def _given(numbers: dict[Future[Any], int], each: Each) -> dict[int, Any]:
    """What the calls have given, by their numbers; less than all where a process broke."""
    given: dict[int, Any] = {}
    try:
        for future in as_completed(numbers):
            given[numbers[future]] = future.result()
            each(numbers[future])
    except BrokenProcessPool:
        _pools.clear()
    except Exception:
        for future in numbers:
            future.cancel()
        wait(numbers)
        raise
    return given


def _alone(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """One call with nobody beside it, so that it is known which one breaks its process."""
    try:
        return _submit(function, arguments).result()
    except BrokenProcessPool:
        _pools.clear()
        return None
