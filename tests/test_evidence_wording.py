"""Words that a table names, found again in a text."""

from __future__ import annotations

import pytest

from evidence.wording import around, find

TEXT = "We sell parts. They sell parts too,\nand we sell  parts by rail."


@pytest.mark.parametrize(
    ("hints", "at"),
    [
        ({}, 3),
        ({"start": 20}, 20),
        ({"start": 41}, 43),
        ({"prefix": "They"}, 20),
        ({"suffix": "by rail"}, 43),
        ({"prefix": "parts too, and we", "start": 3}, 3),
        ({"prefix": "parts too, and we", "start": 5}, 43),
    ],
)
def test_of_equal_words_the_place_is_told_by_what_stands_around_then_by_the_position(hints, at):
    start, end = find(TEXT, "sell parts", **hints)
    assert start == at
    assert TEXT[start:end].split() == ["sell", "parts"]


@pytest.mark.parametrize("words", ["", "  ", "sell part by", "sold"])
def test_words_that_are_not_there_have_no_place(words):
    assert find(TEXT, words) is None


def test_what_stands_around_is_on_one_line():
    assert around(TEXT, 43, 54) == ("ts. They sell parts too, and we", "by rail.")
