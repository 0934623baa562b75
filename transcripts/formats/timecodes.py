"""Times of a recording as programs write them: numbers of some unit, clocks, durations."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

SECONDS = 1.0
MILLISECONDS = 0.001
UNITS = {
    "seconds": SECONDS,
    "milliseconds": MILLISECONDS,
    "ticks": 1e-7,
    "samples": 1 / 16_000,
}
"""What one of each unit is in seconds."""

_LATEST = 1e7
"""Seconds beyond which a number is no time of a recording."""

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d{1,9})?)")
_DURATION = re.compile(r"PT(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?")
_SLOWEST = 0.3
"""Characters in one unit of time below which that unit is no second: speech has ten or more, and
a hundredth of one in a millisecond."""


def seconds(value: object, unit: float = SECONDS) -> float | None:
    """Seconds of a number or a text such as ``1.5``, ``1.300s``, ``0:01:02.5`` or ``PT1M2S``.

    Args:
        value: anything; what is no time gives None.
        unit: what a bare number counts, in seconds.
    """
    if type(value) is float and unit == SECONDS and 0 <= value <= _LATEST:
        return value
    if isinstance(value, str):
        return _of_text(value.strip(), unit)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return _sound(value, unit)


def unit_of(
    times: Sequence[tuple[object, object]], characters: int, *, known: float | None = None
) -> float:
    """What a bare number counts, in seconds, where the file does not say: told by the pace.

    Args:
        times: beginning and end of each stretch, as the file has them.
        characters: of all that was said.
        known: the unit, where the file says it.
    """
    if known is not None:
        return known
    numbers = [number for pair in times for number in map(seconds, pair) if number is not None]
    if not numbers or any(number != int(number) for number in numbers):
        return SECONDS
    span = max(numbers) - min(numbers)
    return MILLISECONDS if characters < span * _SLOWEST else SECONDS


def _of_text(text: str, unit: float) -> float | None:
    if ":" in text:
        clock = _CLOCK.fullmatch(text)
        return _sum(clock) if clock else None
    if text[:2] == "PT":
        duration = _DURATION.fullmatch(text)
        return _sum(duration) if duration else None
    if text[-1:] == "s":
        text, unit = text[:-1], SECONDS
    number = text.replace(",", ".", 1)
    if len(number) > 30 or not number.replace(".", "", 1).isdecimal():
        return None
    return _sound(float(number), unit)


def _sum(found: re.Match[str]) -> float:
    hours, minutes, rest = found.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))


def _sound(number: float, unit: float) -> float | None:
    """The number in seconds, if a recording can be that long."""
    if not 0 <= number <= _LATEST / unit or not math.isfinite(number):
        return None
    return round(number * unit, 6) if unit != SECONDS else float(number)
