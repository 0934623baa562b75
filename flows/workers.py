"""Processes that read, code and set type beside this one."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

FEWEST_A_BATCH = 4
"""Transcripts below which a second process costs more than it saves."""

_pools: list[ProcessPoolExecutor] = []


def _warm() -> None:
    """Load what coding needs while the first process does something else."""
    import nlp.coding  # noqa: F401


def start() -> ProcessPoolExecutor:
    """The processes, begun at the first call and kept until the program ends."""
    if not _pools:
        # Spawned, not forked: forking a process that has threads may hang.
        pool = ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn"))
        _pools.append(pool)
        atexit.register(pool.shutdown, cancel_futures=True)
    return _pools[0]


def warm() -> None:
    """Begin loading in each process what it will need, and do not wait for it."""
    pool = start()
    for _ in range(os.cpu_count() or 1):
        pool.submit(_warm)


def run(function: Callable[..., Any], calls: Sequence[Sequence[Any]]) -> list[Any]:
    """Call the function once for each tuple of arguments; results in the order of the calls.

    A call that takes its process down gives nothing and takes no other call along.
    """
    if not calls:
        return []
    futures = [start().submit(function, *arguments) for arguments in calls]
    try:
        return [future.result() for future in futures]
    except BrokenProcessPool:
        _pools.clear()
        return [_alone(function, arguments) for arguments in calls]


def _alone(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """One call with nobody beside it, so that it is known which one breaks its process."""
    try:
        return start().submit(function, *arguments).result()
    except BrokenProcessPool:
        _pools.clear()
        return None


def batches(items: Sequence[Any]) -> list[Sequence[Any]]:
    """The items dealt out so that each process has a fair share, and few have very little."""
    number = min(4 * (os.cpu_count() or 1), -(-len(items) // FEWEST_A_BATCH))
    return [items[i::number] for i in range(number)] if number else []
