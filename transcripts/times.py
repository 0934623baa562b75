"""Times of day of a recording, as they are typed."""

from __future__ import annotations

import re
from functools import lru_cache

TIME = r"\d{1,3}:[0-5]?\d(?::[0-5]?\d)?(?:[.,]\d{1,3})?"
"""A regular expression for ``5:07``, ``00:05:07`` and ``00:05:07.250``."""

_TIME = re.compile(TIME)
_RANGE = re.compile(rf"[\[(#]?({TIME})(?:\s*(?:-->|[-–—])\s*({TIME}))?[\])#]?")


@lru_cache(maxsize=256)  # a cue ends when the next begins
def seconds(time: str) -> float:
    """Seconds of a time written as minutes and seconds, with hours before them or not."""
    *larger, last = time.split(":")
    minutes = 0
    for part in larger:
        minutes = minutes * 60 + int(part)
    return minutes * 60 + float(last.replace(",", "."))


def stretch(text: str) -> tuple[float, float | None] | None:
    """First and last second of a text that is nothing but a time or a range of times."""
    found = _RANGE.fullmatch(text.strip())
    if not found:
        return None
    return seconds(found[1]), seconds(found[2]) if found[2] else None


def first(text: str) -> float | None:
    """Seconds of the first time in a text."""
    found = _TIME.search(text)
    return seconds(found[0]) if found else None
