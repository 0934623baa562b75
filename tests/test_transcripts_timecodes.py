"""Times as programs write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.formats import timecodes


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (1.5, 1.5),
        (90, 90.0),
        ("4.87", 4.87),
        ("1,5", 1.5),
        ("1.300s", 1.3),
        ("0:05", 5.0),
        ("01:02:03.5", 3723.5),
        ("00:00:01,250", 1.25),
        ("00:00:03.1234567", 3.1234567),
        ("PT1M2.5S", 62.5),
        ("soon", None),
        ("", None),
        ("1:2:3:4", None),
        ("-1", None),
        (-1, None),
        (True, None),
        (None, None),
        (float("nan"), None),
        (10**4000, None),
        ("9" * 400, None),
    ],
)
def test_seconds(value: Any, seconds: float | None) -> None:
    assert timecodes.seconds(value) == seconds


@pytest.mark.parametrize(
    ("unit", "value"), [("milliseconds", 1500), ("ticks", 15e6), ("samples", 24_000)]
)
def test_numbers_of_other_units(unit: str, value: float) -> None:
    assert timecodes.seconds(value, timecodes.UNITS[unit]) == 1.5


@pytest.mark.parametrize(
    ("times", "characters", "unit"),
    [
        ([(0, 1500), (1500, 3000)], 40, timecodes.MILLISECONDS),
        ([(0, 2), (2, 4)], 40, timecodes.SECONDS),
        ([(0.0, 1500.5)], 40, timecodes.SECONDS),
        ([(None, "x")], 40, timecodes.SECONDS),
        ([], 0, timecodes.SECONDS),
    ],
)
def test_the_pace_of_speech_tells_the_unit(times: list[Any], characters: int, unit: float) -> None:
    assert timecodes.unit_of(times, characters) == unit


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_anything_is_a_time_or_none(value: Any) -> None:
    found = timecodes.seconds(value)
    assert found is None or 0 <= found < 4e7
