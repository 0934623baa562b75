"""Why a run stops: told to the researcher in words, to Prefect by a kind alone.

Prefect keeps the message of whatever goes wrong in a task, for ever; the messages meant for the
researcher name files and people.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from transcripts.errors import InputError

_reasons: list[InputError] = []


class StoppedError(Exception):
    """The run cannot go on; ``whitepaper check`` says why."""


@contextmanager
def without_words() -> Iterator[None]:
    """Let no word of an error out of the block, but keep it for ``reason``."""
    try:
        yield
    except InputError as error:
        _reasons[:] = [error]
        raise StoppedError(f"{error.kind}: whitepaper check says more") from None


def reason() -> InputError:
    """Why the last run of this process stopped."""
    return _reasons[-1]
