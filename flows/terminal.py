"""How far a run has come, on the screen: a bar in one line, or a plain line now and then.

The bar is drawn by a thread of its own, ten times a second at the most, and needs nothing of a
terminal but a carriage return. It is there only while something is being done: lines that are told
meanwhile stand above it, and the line that ends a stage takes its place.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping
from threading import Event, RLock, Thread
from typing import TextIO

from flows import interrupting
from flows.pace import Pace
from flows.progress import LOGGER, OBSERVERS, Progress

_STAGES = {
    "read": ("Reading", "files"),
    "code": ("Coding", "transcripts"),
    "write": ("Writing", "files"),
    "bring": ("Bringing", "files"),
}
_NAME = 7
"""Columns of a stage's name, so that all bars stand below each other."""

_WIDEST, _NARROWEST = 20, 6
"""Columns of a bar; where fewer are left there is none."""

_SPARE = 5
"""Columns left free at the end of the line: for ``^C``, and so that nothing is ever wrapped."""

_SIGNS, _PLAIN_SIGNS = "█░", "#."

_EVERY = 0.1
"""Seconds between two looks at whether the bar is as it was."""

_SECONDS_A_LINE = 30.0
"""Seconds between two plain lines."""


class _Follower:
    """Follows the stages of a run."""

    def __init__(self) -> None:
        self.pace: Pace | None = None

    def __call__(self, news: Progress) -> None:
        """Take in how far a stage has come."""
        now = time.monotonic()
        if self.pace is None or not self.pace.follows(news):
            self.pace = Pace(news, news.done, now)
        else:
            self.pace.add(news, now)

    def close(self) -> None:
        """The run is over."""


class Lines(_Follower):
    """Says how far a long stage has come, in a line now and then."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.monotonic()

    def __call__(self, news: Progress) -> None:
        """Take in how far a stage has come, and say it where nothing has been said for long."""
        super().__call__(news)
        now = time.monotonic()
        if now - self._last >= _SECONDS_A_LINE and self.pace and not self.pace.over:
            self._last = now
            LOGGER.info("%s", plain(self.pace, now))


class Bar(_Follower):
    """A bar at the bottom of a terminal."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.lock = RLock()
        self._stream = stream
        self._signs = _signs(stream.encoding)
        self._drawn = ""
        self._closed = Event()
        Thread(target=self._keep, daemon=True).start()

    def _keep(self) -> None:
        while not self._closed.wait(_EVERY):
            with self.lock:
                self._draw()

    def _draw(self) -> None:
        if self.pace is None or self._closed.is_set():
            return
        line = barred(self.pace, time.monotonic(), _columns(self._stream), self._signs)
        if line != self._drawn:
            self._put(line.ljust(len(self._drawn)))
            self._drawn = line

    def erase(self) -> None:
        """Leave an empty line, the cursor at its beginning."""
        if self._drawn:
            self._put(" " * min(len(self._drawn) + _SPARE - 1, _columns(self._stream) - 1))
            self._put("")
            self._drawn = ""

    def step_aside(self) -> None:
        """Make room for a line; a stage that is over does not come back after it."""
        self.erase()
        if self.pace is not None and self.pace.over:
            self.pace = None

    def _put(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # the terminal may have gone
            self._stream.write(f"\r{text}")
            self._stream.flush()

    def close(self) -> None:
        """Take the bar away for good, whatever its thread is doing."""
        self._closed.set()
        free = self.lock.acquire(timeout=1)
        try:
            self.erase()
        finally:
            if free:
                self.lock.release()


_bars: list[Bar] = []


@contextlib.contextmanager
def shown(*, quiet: bool = False) -> Iterator[None]:
    """Show how far the work of the block comes, as standard error allows it.

    Args:
        quiet: show nothing.
    """
    if quiet or _bars:
        yield
        return
    follower: Bar | Lines = Bar(sys.stderr) if _is_live(sys.stderr, os.environ) else Lines()
    if isinstance(follower, Bar):
        _bars.append(follower)
    OBSERVERS.append(follower)
    interrupting.LEAVING.append(follower.close)
    try:
        yield
    finally:
        OBSERVERS.remove(follower)
        follower.close()
        interrupting.LEAVING.remove(follower.close)
        _bars.clear()


class LineHandler(logging.StreamHandler[TextIO]):
    """Writes lines of the log, the bar stepping aside for each."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        if not _bars:
            super().emit(record)
            return
        with _bars[0].lock:
            _bars[0].step_aside()
            super().emit(record)


def _is_live(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether a line may be drawn again and again: somebody sees it, and no log keeps it."""
    dumb = environment.get("TERM") == "dumb" or environment.get("CI", "") not in {"", "0", "false"}
    return stream.isatty() and not dumb


def _signs(encoding: str | None) -> str:
    """What a bar is drawn with, where the terminal's encoding has it."""
    try:
        _SIGNS.encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return _PLAIN_SIGNS
    return _SIGNS


def _columns(stream: TextIO) -> int:
    """How wide the terminal is now; 80 where it does not tell."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def barred(pace: Pace, now: float, columns: int, signs: str = _SIGNS) -> str:
    """The line with the bar, with as much beside it as there is room for.

    Args:
        pace: of the stage.
        now: seconds of ``time.monotonic``.
        columns: of the terminal.
        signs: one for what is done and one for what is not.
    """
    name, noun = _STAGES.get(pace.at.stage, (pace.at.stage, ""))
    short = f"{pace.at.done:,}/{pace.at.total:,}"
    left = pace.left(now)
    for told in (
        f"{short} {noun}, {left}" if left else f"{short} {noun}",
        f"{short} {noun}",
        short,
    ):
        room = columns - _SPARE - len(told) - _NAME - 2
        if room >= _NARROWEST:
            return f"{name:{_NAME}} {_bar(pace.at, min(room, _WIDEST), signs)} {told}"
    return f"{name} {short}"[: max(0, columns - _SPARE)]


def _bar(at: Progress, width: int, signs: str) -> str:
    full = width * at.done // max(1, at.total)
    return signs[0] * full + signs[1] * (width - full)


def plain(pace: Pace, now: float) -> str:
    """A line for a log, such as ``Coding: 120 of 1,000 transcripts, about 4 minutes left``."""
    name, noun = _STAGES.get(pace.at.stage, (pace.at.stage, ""))
    left = pace.left(now)
    told = f"{name}: {pace.at.done:,} of {pace.at.total:,} {noun}"
    return f"{told}, {left}" if left else told
