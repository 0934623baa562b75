"""Names that look alike and are not: letters of different scripts, ``Alice`` with a Greek alpha."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from transcripts import patterns
from transcripts.spelling import key


def pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    """Names that the eye cannot tell apart, each with the first one that it looks like."""
    seen: dict[str, str] = {}
    alike: list[tuple[str, str]] = []
    for name in dict.fromkeys(names):
        first = seen.setdefault(key(name).translate(_latin()), name)
        if key(first) != key(name):
            alike.append((first, name))
    return alike


@cache
def _latin() -> dict[int, str]:
    return {
        ord(other): letter
        for letter, others in patterns.read("lookalikes")["latin"].items()
        for other in others
    }
