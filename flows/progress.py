"""What a run tells while it works: one plain line a step."""

from __future__ import annotations

import logging

LOGGER = logging.getLogger("whitepaper")
"""Shown in the terminal by the command line, and kept by Prefect where a server is used."""


def say(step: object) -> None:
    """One line on a step that is done, in the step's own words (see ``__str__``)."""
    LOGGER.info("%s", step)


def counted(number: int, noun: str) -> str:
    """The number with its noun, such as ``1 file`` or ``3 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
