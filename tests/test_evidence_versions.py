"""Two versions of one text: where the words of the one are in the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.alignment import aligned
from evidence.versions import Aligned, likeness, words_of

OLD = (
    "I: So, um, what do you sell?\n\nP01: Well, um, we sell parts by rail, and, you know, by ship."
)
NEW = "So what do you sell?\nWe sell spare parts by rail and by ship."


def found(old, new, segment, within=None):
    start = old.index(segment)
    both = Aligned(old, new)
    _, pairs = both.words(start, start + len(segment))
    return new[slice(*both.span(pairs, start, start + len(segment), within or (0, len(new))))]


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ("what do you sell?", "what do you sell?"),
        ("we sell parts by rail, and, you know, by ship.", "We sell spare parts by rail and by ship."),
        ("rail, and", "rail and"),
        ("parts by rail", "parts by rail"),
        ("ship", "ship"),
    ],
)  # fmt: skip
def test_a_segment_is_at_the_words_that_remain(segment, words):
    assert found(OLD, NEW, segment) == words


def test_a_part_of_a_word_stays_a_part():
    assert found("unsellable parts", "the unsellable parts", "sell") == "sell"


def test_a_segment_stays_in_its_turn():
    assert found("go on. (yes)", "go on. (yes)", "on. (", (0, 6)) == "on."


@given(st.lists(st.integers(0, 10**6), unique=True, min_size=1), st.data())
def test_no_word_is_lost_where_others_are_inserted_and_labels_are_added(numbers, data):
    words = [f"w{number}" for number in numbers]
    more = [
        part
        for word in words
        for part in ([word], ["um", word], [word, "P01"])[data.draw(st.integers(0, 2))]
    ]
    assert -1 not in aligned(words, more)


def test_likeness_is_of_the_shorter_text():
    whole = words_of("we sell parts by rail and by ship and by air to the coast")
    assert likeness(whole, whole) == 1
    assert likeness(words_of("we sell parts by rail"), whole) == 1
    assert likeness(words_of("nobody knows what they do there"), whole) == 0
    assert likeness(words_of(""), whole) == 0
