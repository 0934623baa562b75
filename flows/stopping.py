"""Why a run stops: told to the researcher in words, to Prefect by a kind alone.

Prefect keeps the message of whatever goes wrong in a task, for ever; the messages meant for the
researcher name files and people, those of the system name files, and those of defects may hold
anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flows import tracking
from transcripts.errors import InputError

_reasons: list[Exception] = []


class StoppedError(Exception):
    """The run cannot go on; ``whitepaper check`` says why."""


@contextmanager
def without_words() -> Iterator[None]:
    """Let no word of an error out of the block, but of Prefect's own; keep it for ``reason``."""
    try:
        yield
    except Exception as error:
        if isinstance(error, StoppedError) or tracking.is_its_own(error):
            raise
        _reasons[:] = [error]
        kind = error.kind if isinstance(error, InputError) else type(error).__name__
        raise StoppedError(f"{kind}: whitepaper check says more") from None


def reason() -> Exception:
    """Why the last run of this process stopped."""
    return _reasons[-1]
