"""Where a codebook is no TOML: the place, and what has probably been forgotten."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import codebook_syntax
from evidence.codebook_syntax import table_of
from transcripts.errors import InputError

DATA = Path(codebook_syntax.__file__).with_suffix(".toml").read_text("utf-8")
EXAMPLES = [
    (example, slip["problem"].rpartition("{sign}")[2], slip["remedy"])
    for slip in tomllib.loads(DATA)["slip"]
    for example in slip["examples"]
]


@pytest.mark.parametrize(("text", "problem", "remedy"), EXAMPLES, ids=[e for e, *_ in EXAMPLES])
def test_each_slip_is_told_from_the_others(text, problem, remedy):
    with pytest.raises(InputError) as caught:
        table_of(text, "codebook.toml")
    assert caught.value.problem.startswith("is not valid TOML: ")
    assert caught.value.problem.endswith(problem)
    assert caught.value.remedy == remedy


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[codes.a]\nstrong = ["weld" "seam"]', "line 2, column 18"),
        ('[codes.a]\r\nstrong = ["weld,\r\n', "line 2, column 17"),
        ('strong = ["weld"', "end of document"),
    ],
)
def test_the_place_is_named(text, place):
    with pytest.raises(InputError) as caught:
        table_of(text, "codebook.toml")
    assert caught.value.place == place


@pytest.mark.parametrize("text", ["a = " + "[" * 5_000, "a = " + "9" * 5_000])
def test_what_is_too_deep_or_too_long_is_refused(text):
    with pytest.raises(InputError):
        table_of(text, "codebook.toml")


@given(st.text(alphabet="[]{}=,.\"'#\\\n\r\t abé“1:-", max_size=60))
def test_no_other_error_comes(text):
    with suppress(InputError):
        assert isinstance(table_of(text, "codebook.toml"), dict)
