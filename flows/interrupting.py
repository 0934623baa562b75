"""Ctrl-C and its like: a run ends at once, keeps what it has done, and says how to go on.

The first signal kills the processes beside this one and raises where this one works, so that
everything on the way out is put in order; the second changes nothing. Should the way out take too
long, the program is ended all the same: whatever is on a disk is whole at any moment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from flows import progress
from flows.progress import Progress, counted

PATIENCE = 1.5
"""Seconds that the way out may take."""

_STAGES = {"read": ("file", "read"), "code": ("transcript", "coded")}


class Interrupted(KeyboardInterrupt):
    """Somebody has stopped the program."""


@dataclass(slots=True)
class _Stop:
    """Whether somebody has asked this process to stop.

    Attributes:
        signal: which signal came; 0 for none.
        held: how many blocks are being gone through that have to come to their end.
        said: whether it has been said that the program stops.
        asked: set as soon as a signal has come.
        stages: how far each stage has come.
    """

    signal: int = 0
    held: int = 0
    said: bool = False
    asked: Event = field(default_factory=Event)
    stages: dict[str, Progress] = field(default_factory=dict)


_stop = _Stop()

LEAVING: list[Callable[[], None]] = []
"""What is put in order before it is said that the program stops, such as the terminal."""


def guarded(work: Callable[[], int]) -> int:
    """Do the work of a program, which Ctrl-C and a signal to terminate stop; the exit status."""
    sys.unraisablehook = _unraisable
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as for what runs in the background
                signal.signal(number, _stopped)
        with held():
            Thread(target=_see_to_it, daemon=True).start()
        progress.OBSERVERS.append(_note)
        return work()
    except KeyboardInterrupt:
        return told()


def told() -> int:
    """Say that the program was stopped, what is kept and how to go on; the exit status."""
    if not _stop.said:
        _stop.said = True
        for leave in tuple(LEAVING):
            leave()
        with contextlib.suppress(OSError, ValueError):  # the terminal may have gone
            start = "\r" if sys.stderr.isatty() else ""  # over the ^C that it has put there
            print(f"{start}whitepaper: {_message()}", file=sys.stderr, flush=True)
    return 128 + (_stop.signal or signal.SIGINT)


@contextlib.contextmanager
def held(*, spawning: bool = False) -> Iterator[None]:
    """Come to the end of the block before a signal stops the program.

    Args:
        spawning: whether processes are started in the block. Ctrl-C reaches them as well; they
            leave it to this one, from their first moment.
    """
    if _stop.signal:
        raise Interrupted
    _stop.held += 1
    try:
        with _deaf() if spawning else contextlib.nullcontext():
            yield
    finally:
        _stop.held -= 1
    if _stop.signal and not _stop.held:
        _end_others()  # and those that were started meanwhile
        raise Interrupted


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Have processes that are started here never hear of Ctrl-C."""
    if sys.platform == "win32":
        yield
        return
    _start_tracker()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_tracker() -> None:
    """Start the process in which Python notes what processes share.

    It lets signals through that were held back when it starts, so it starts first; and it cleans
    up without a warning where the program had to be ended.
    """
    from multiprocessing import resource_tracker

    sys.warnoptions.append("ignore")
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.remove("ignore")


def _note(told: Progress) -> None:
    if told.stage == "read":  # another run begins
        _stop.stages.clear()
    _stop.stages[told.stage] = told


def _stopped(number: int, frame: object) -> None:
    """What a signal does; it may come between any two steps of the program."""
    del frame
    if _stop.signal:
        return
    _stop.signal = number
    _stop.asked.set()
    _end_others()
    if not _stop.held:
        raise Interrupted


def _end_others() -> None:
    """Kill the processes that read, code and set type; what they have stored is whole."""
    from multiprocessing import active_children

    for process in active_children():
        process.kill()


def _see_to_it() -> None:
    """End the program where the way out takes too long; never amid what has to be finished."""
    _stop.asked.wait()
    time.sleep(PATIENCE)
    while _stop.held:
        time.sleep(0.05)
    _end_others()
    os._exit(told())


def _unraisable(problem: Any) -> None:
    """Python reports what it cannot raise, but for the signal, which ends the program anyway."""
    if not isinstance(problem.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(problem)


def _message() -> str:
    written, brought = (_stop.stages.get(stage) for stage in ("write", "bring"))
    if brought and brought.done < brought.total:
        return "stopped; documents were on their way. Run the same command to go on."
    if written and written.done == written.total:
        return "stopped, with all documents written."
    kept = next(filter(None, (_kept(stage) for stage in ("code", "read"))), "")
    sound = "no document was changed. Run the same command to go on."
    return f"stopped; {kept}{sound}"


def _kept(stage: str) -> str:
    """How much of a stage is done; empty where nothing is."""
    at = _stop.stages.get(stage)
    if at is None or at.done == 0:
        return ""
    noun, did = _STAGES[stage]
    how_many = (
        counted(at.total, noun) if at.done == at.total else f"{at.done:,} of {at.total:,} {noun}s"
    )
    return f"{how_many} {'is' if at.total == 1 else 'are'} {did} and kept, "
