"""What a run tells while it works: one plain line a step, and how far each stage has come."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

LOGGER = logging.getLogger("whitepaper")
"""Shown in the terminal by the command line, and kept by Prefect where a server is used."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come.

    Attributes:
        stage: ``read`` (files), ``code`` (transcripts), ``write`` or ``bring`` (documents).
        done: how many are done; what was known already counts at once.
        total: how many there are.
    """

    stage: str
    done: int
    total: int


OBSERVERS: list[Callable[[Progress], None]] = []
"""Who shows how far a run has come: called in the thread that works, so each has to be quick."""


def told(stage: str, done: int, total: int) -> None:
    """Let each observer know how far a stage has come; none of them can fail the run."""
    for observer in tuple(OBSERVERS):
        with contextlib.suppress(Exception):
            observer(Progress(stage, done, total))


@dataclass(slots=True)
class Count:
    """Counts what is done of a stage, and tells it each time.

    Attributes:
        stage: as in ``Progress``.
        total: how many there are.
        done: how many are done; at first, those that were known already.
    """

    stage: str
    total: int
    done: int = 0

    def __post_init__(self) -> None:
        """Tell where the stage begins."""
        told(self.stage, self.done, self.total)

    def add(self, number: int = 1) -> None:
        """So many more are done."""
        self.done = min(self.total, self.done + number)
        told(self.stage, self.done, self.total)

    def each(self, sizes: Iterable[int]) -> Callable[[int], None]:
        """What counts a call as done, given its number; ``sizes`` are the calls' items."""
        known = tuple(sizes)
        return lambda number: self.add(known[number])


def say(step: object) -> None:
    """One line on a step that is done, in the step's own words (see ``__str__``)."""
    LOGGER.info("%s", step)


def counted(number: int, noun: str) -> str:
    """The number with its noun, such as ``1 file`` or ``3 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
