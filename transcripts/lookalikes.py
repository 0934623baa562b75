"""Names that look alike and are not: letters of different scripts, ``Alice`` with a Greek alpha."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

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
    text = resources.files("transcripts").joinpath("lookalikes.toml").read_text("utf-8")
    return {
        ord(other): letter
        for letter, others in tomllib.loads(text)["latin"].items()
        for other in others
    }
