"""Processes that read what nobody vouches for: each may be killed, and takes no other along.

A file that hangs a library or eats the memory cannot be stopped from inside: no timeout of Python
or Prefect interrupts C code. So each process reads one file at a time, within a limit of memory,
and whoever takes too long is killed from outside. What comes back is JSON, never a pickle: a
process that was taken over must not take over this one. Network, other programs and files to write
are closed to it as far as Python can close them; that is one more lock, not a sandbox.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Timer
from typing import Any, NoReturn, TypeAlias

from flows import interrupting
from flows.batches import processors
from flows.orphans import leave_with_parent
from transcripts.errors import InputError

Work: TypeAlias = Callable[..., Any]
"""Takes and returns what JSON can hold; a function of a module, so that a process finds it."""

Each: TypeAlias = Callable[[int, Any], None]
"""Takes the number of a call and what has become of it."""

_START_SECONDS = 20.0
"""What a process has beyond its first call's time, for starting."""

_ORPHAN_SECONDS = 5
"""How long a process outlives its call's time where nobody is left to kill it."""

_LONGEST_WAIT = 3600.0
"""Seconds: no system waits for as long as a study may ask."""

_LONGEST_ANSWER = 150_000_000
"""Bytes of what one call gives; several times what the largest transcript needs."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """What became of a call that gave nothing: ``time``, ``memory`` or ``crash``."""

    why: str


@dataclass(slots=True)
class _Room:
    """One process, the call that it works on, and until when (``time.monotonic`` seconds).

    ``calls`` is how many it was given; what breaks the first has nobody else to blame.
    """

    process: BaseProcess
    pipe: Connection
    call: int = -1
    until: float = 0.0
    calls: int = 0


@dataclass(slots=True)
class _House:
    """All processes of one run, the calls that wait for one, and what the others have given."""

    work: Work
    seconds: float
    memory_mb: int
    calls: Sequence[Sequence[Any]]
    waiting: deque[int]
    each: Each
    given: dict[int, Any] = field(default_factory=dict)
    rooms: list[_Room] = field(default_factory=list)

    def give(self, call: int, given: Any) -> None:
        """Note what has become of a call, and let those who wait for it know."""
        self.given[call] = given
        self.each(call, given)


def _nobody(call: int, given: Any) -> None:
    """Nobody waits for single results."""


def run(
    work: Work,
    calls: Sequence[Sequence[Any]],
    *,
    seconds: float,
    memory_mb: int,
    each: Each = _nobody,
) -> list[Any]:
    """Call ``work`` once for each tuple of arguments; results in the order of the calls.

    A call that breaks a process which has worked before is tried once more, in a new one: only
    what goes wrong alone is its own fault.

    Args:
        work: what is called; its arguments and its result are what JSON can hold.
        calls: arguments.
        seconds: what one call may take, on the wall.
        memory_mb: millions of bytes that one process may have.
        each: called with the number of a call and what it gave, as soon as it has.

    Returns:
        For each call its result, or ``Stopped`` where its process was killed or died.

    Raises:
        InputError: not a single process can be started.
    """
    house = _House(work, seconds, memory_mb, calls, deque(range(len(calls))), each)
    try:
        for _ in range(min(processors(), len(calls))):
            _open(house)
        while len(house.given) < len(calls):
            _turn(house)
    finally:
        for room in house.rooms:
            _close(room)
    return [house.given[number] for number in range(len(calls))]


def _turn(house: _House) -> None:
    """Hand out what is left to do, then wait for the next thing to happen."""
    for room in list(house.rooms):
        if room.call < 0 and house.waiting:
            _hand_out(room, house, house.waiting.popleft())
    busy = [room for room in house.rooms if room.call >= 0]
    left = min((room.until for room in busy), default=0.0) - time.monotonic()
    ready = wait([room.pipe for room in busy], timeout=min(max(0.0, left), _LONGEST_WAIT))
    now = time.monotonic()
    for room in busy:
        if room.pipe in ready:
            _take(room, house)
        elif now >= room.until:
            _lose(room, house, "time")


def _hand_out(room: _Room, house: _House, call: int) -> None:
    extra = _START_SECONDS if room.calls == 0 else 0.0
    room.call, room.calls = call, room.calls + 1
    room.until = time.monotonic() + house.seconds + extra
    try:
        room.pipe.send_bytes(json.dumps(list(house.calls[call])).encode())
    except OSError:
        _lose(room, house, "crash")


def _take(room: _Room, house: _House) -> None:
    """Note what a call gave, if it is an answer: the process may be anybody's by now."""
    try:
        answer = json.loads(_answer(room), parse_constant=_no_number)
        (given,) = answer["given"]
    except (LookupError, TypeError, ValueError, EOFError, OSError, RecursionError, MemoryError):
        _lose(room, house, "time" if time.monotonic() >= room.until else "crash")
        return
    if answer.get("stopped") == "memory":
        _lose(room, house, "memory")
        return
    house.give(room.call, given)
    room.call = -1


def _answer(room: _Room) -> bytes:
    """What the process sends, unless it stops in the middle or sends no end of it."""
    guard = Timer(max(0.0, room.until - time.monotonic()), room.process.kill)
    guard.start()
    try:
        return room.pipe.recv_bytes(_LONGEST_ANSWER)
    finally:
        guard.cancel()


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _lose(room: _Room, house: _House, why: str) -> None:
    """Put a new process in the place of one that is lost, and note or repeat its call."""
    _close(room)
    house.rooms.remove(room)
    if why == "time" or room.calls == 1:
        house.give(room.call, Stopped(why))
        if house.waiting:
            _open(house)
    else:
        _open(house)
        _hand_out(house.rooms[-1], house, room.call)


def _open(house: _House) -> None:
    """Start one process more; where the machine has no room for it, those there are go on."""
    # Spawned, not forked: forking a process that has threads may hang.
    context = get_context("spawn")
    here, there = context.Pipe()
    serve = (there, house.work, house.seconds, house.memory_mb)
    process = context.Process(target=_serve, args=serve, daemon=True)
    try:
        with interrupting.held(spawning=True):
            process.start()
    except OSError as error:
        here.close()
        if not house.rooms:
            remedy = "Close other programs and try again"
            problem = f"cannot start another program ({error.strerror})"
            raise InputError("This machine", problem, remedy, kind="processes") from None
    else:
        house.rooms.append(_Room(process, here))
    finally:
        there.close()


def _close(room: _Room) -> None:
    room.process.kill()
    room.process.join()
    room.pipe.close()


def _serve(pipe: Connection, work: Work, seconds: float, memory_mb: int) -> None:
    """What runs in the process: take arguments, work, give the result, until killed."""
    _fall_silent()
    leave_with_parent()
    _confine(memory_mb)
    for number, arguments in enumerate(_received(pipe)):
        _set_alarm(seconds + (0.0 if number else _START_SECONDS))
        try:
            answer = json.dumps({"given": [work(*arguments)]})
        except MemoryError:
            answer = json.dumps({"given": [None], "stopped": "memory"})
        pipe.send_bytes(answer.encode())


def _received(pipe: Connection) -> Iterator[list[Any]]:
    while True:
        try:
            yield json.loads(pipe.recv_bytes())
        except EOFError:
            return


def _fall_silent() -> None:
    """Nothing that a library prints reaches the terminal: it may quote the interview."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked for this process ends it
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _set_alarm(seconds: float) -> None:
    """Have the system end this process, even amid C code, in case that nobody else is left to."""
    if hasattr(signal, "SIGALRM"):  # not on Windows
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(math.ceil(seconds) + _ORPHAN_SECONDS)


def _confine(memory_mb: int) -> None:
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    try:
        import resource
    except ImportError:  # Windows knows no such limits
        return
    _limit(resource.RLIMIT_AS, memory_mb * 1_000_000)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what: int, most: int) -> None:
    """Set a limit of the system, or keep the one there is where that is lower."""
    import resource

    there = resource.getrlimit(what)[1]
    least = most if there == resource.RLIM_INFINITY else min(most, there)
    with contextlib.suppress(ValueError):  # macOS refuses a limit of memory
        resource.setrlimit(what, (least, least))


_CLOSED = (
    *("socket.", "subprocess.", "ctypes.", "shutil.", "tempfile.", "sqlite3.", "urllib."),
    *("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.kill"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.chflags", "os.utime", "os.setxattr", "os.removexattr"),
)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop what no reader has to do."""
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or event.startswith(_CLOSED):
        raise PermissionError(event)


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
