"""Processes that read what nobody vouches for: each may be killed, and takes no other along.

A file that hangs a library or eats the memory cannot be stopped from inside: no timeout of Python
or Prefect interrupts C code. So each process reads one file at a time, within a limit of memory,
and whoever takes too long is killed from outside. What comes back is JSON, never a pickle: a
process that was taken over must not take over this one. Network, other programs and files to write
are closed to it as far as Python can close them; that is one more lock, not a sandbox.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeAlias

Work: TypeAlias = Callable[..., Any]
"""Takes and returns what JSON can hold; a function of a module, so that a process finds it."""

_START_SECONDS = 20.0
"""What a process has beyond its first call's time, for starting."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """What became of a call that gave nothing: ``time`` or ``crash``."""

    why: str


@dataclass(slots=True)
class _Room:
    """One process, the call that it works on, and until when (``time.monotonic`` seconds)."""

    process: BaseProcess
    pipe: Connection
    call: int = -1
    until: float = 0.0
    fresh: bool = True


@dataclass(slots=True)
class _House:
    """All processes of one run and what they have given so far."""

    work: Work
    seconds: float
    memory_mb: int
    calls: Sequence[Sequence[Any]]
    given: dict[int, Any] = field(default_factory=dict)
    rooms: list[_Room] = field(default_factory=list)
    next: int = 0


def run(work: Work, calls: Sequence[Sequence[Any]], *, seconds: float, memory_mb: int) -> list[Any]:
    """Call ``work`` once for each tuple of arguments; results in the order of the calls.

    Args:
        work: what is called; its arguments and its result are what JSON can hold.
        calls: arguments.
        seconds: what one call may take, on the wall.
        memory_mb: millions of bytes that one process may have.

    Returns:
        For each call its result, or ``Stopped`` where its process was killed or died.
    """
    house = _House(work, seconds, memory_mb, calls)
    try:
        for _ in range(min(os.cpu_count() or 1, len(calls))):
            house.rooms.append(_open(house))
        while len(house.given) < len(calls):
            _turn(house)
    finally:
        for room in house.rooms:
            _close(room)
    return [house.given[number] for number in range(len(calls))]


def _turn(house: _House) -> None:
    """Hand out what is left to do, then wait for the next thing to happen."""
    for room in house.rooms:
        if room.call < 0 and house.next < len(house.calls):
            _hand_out(room, house)
    busy = [room for room in house.rooms if room.call >= 0]
    left = min(room.until for room in busy) - time.monotonic()
    ready = wait([room.pipe for room in busy], timeout=max(0.0, left))
    for room in busy:
        if room.pipe in ready:
            _take(room, house)
        elif time.monotonic() >= room.until:
            _lose(room, house, "time")


def _hand_out(room: _Room, house: _House) -> None:
    room.call, house.next = house.next, house.next + 1
    extra = _START_SECONDS if room.fresh else 0.0
    room.until, room.fresh = time.monotonic() + house.seconds + extra, False
    try:
        room.pipe.send_bytes(json.dumps(list(house.calls[room.call])).encode())
    except OSError:
        _lose(room, house, "crash")


def _take(room: _Room, house: _House) -> None:
    try:
        house.given[room.call] = json.loads(room.pipe.recv_bytes())
        room.call = -1
    except (EOFError, OSError, ValueError):
        _lose(room, house, "crash")


def _lose(room: _Room, house: _House, why: str) -> None:
    """Note that a call gave nothing, and put a new process in the place of its own."""
    house.given[room.call] = Stopped(why)
    _close(room)
    house.rooms.remove(room)
    if house.next < len(house.calls):
        house.rooms.append(_open(house))


def _open(house: _House) -> _Room:
    # Spawned, not forked: forking a process that has threads may hang.
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, house.work, house.memory_mb), daemon=True)
    process.start()
    there.close()
    return _Room(process, here)


def _close(room: _Room) -> None:
    room.process.kill()
    room.process.join()
    room.pipe.close()


def _serve(pipe: Connection, work: Work, memory_mb: int) -> None:
    """What runs in the process: take arguments, work, give the result, until killed."""
    _confine(memory_mb)
    for arguments in _received(pipe):
        pipe.send_bytes(json.dumps(work(*arguments)).encode())


def _received(pipe: Connection) -> Iterator[list[Any]]:
    while True:
        try:
            yield json.loads(pipe.recv_bytes())
        except EOFError:
            return


def _confine(memory_mb: int) -> None:
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 1_000_000,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_CLOSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.")


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop what no reader has to do."""
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or event.startswith(_CLOSED):
        raise PermissionError(event)


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
