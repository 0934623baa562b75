"""Quotations that keep their place: gold is marked in both texts."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.anchors import Anchor, Place, anchor, place, place_all
from evidence.words import words


def marked(text):
    """The text without its marks, and start and end of what stands between them."""
    before, said, after = text.replace("]]", "[[").split("[[")
    return before + said + after, len(before), len(before) + len(said)


def placed(old, new):
    """What an anchor made in the one text finds in the other."""
    text, start, end = marked(old)
    found = place(anchor(text, start, end), new)
    return found and new[found.start : found.end]


BEFORE = "We began in the shed of my father, with one lathe and a borrowed van. "
AFTER = " In winter the river freezes, and nothing leaves the yard before March."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[We sell trays.]]", "[[We sell trays.]]"),
        ("[[Um, we sell, you know, trays.]]", "[[We sell trays.]]"),
        ("[[euh on vend euh des bacs]]", "[[on vend des bacs]]"),
        ("[[äh, wir verkaufen ähm Wannen]]", "[[wir verkaufen Wannen]]"),
        ("[[We're gonna sell trays, it's]] so.", "[[We are going to sell trays, it is]] so."),
        ("[[L'usine n'est pas là]]", "[[L’usine n’est pas là]]"),
        ("[[Mr Braun sold the yard to Meyer]] then.", "[[P1 sold the yard to P2]] then."),
        ("[[He said “no” – twice – and left.]]", '[[he said "no" - twice - and left.]]'),
        ("[[We sell\ntrays  to them]]", "[[We sell trays to them]]"),
        ("[[We sell trays. Many of them.]]", "[[We sell trays.\nMany of them.]]"),
        ("[[We sell electrc trays.]]", "[[We sell electric trays.]]"),
        ("So [[trays]], yes.", "Trays. So [[trays]], yes."),
        ("Anna: [[Yes, exactly.]]", "P1: [[Yes, exactly.]]"),
    ],
)  # fmt: skip
def test_a_quotation_keeps_its_place(old, new):
    text, start, end = marked(new)
    assert placed(BEFORE + old + AFTER, BEFORE + text + AFTER) == text[start:end]


def test_paragraphs_put_in_before_and_beside_do_no_harm():
    put_in = "Where were we? The tea is ready, and somebody has to move the lorry. " * 6
    new = put_in + BEFORE + "\n" + put_in + "\nWe sell trays.\n" + put_in + AFTER
    assert placed(BEFORE + "[[We sell trays.]]" + AFTER, new) == "We sell trays."


def test_one_yes_is_told_from_another_by_its_company():
    old = "Is it cold? Yes, exactly. Is it dear? [[Yes, exactly.]] Is it far? Yes, exactly."
    new = "Um. Is it cold? Yes, exactly. So: is it dear?\nYes, exactly.\nIs it far? Yes, exactly."
    text, start, end = marked(old)
    found = place(anchor(text, start, end), new)
    assert new[: found.start].endswith("dear?\n")


def test_the_second_of_two_equal_texts_is_found_by_the_order_of_the_others():
    verse = "The wheel goes round, and round it goes again, until the river sleeps. "
    old = (
        verse * 2
        + "A door was shut somewhere behind the mill and the dogs began to bark. "
        + verse * 2
    )
    new = "Well then. " + old
    at = [i for i in range(len(old)) if old.startswith("until", i)]
    sought = [anchor(old, i, i + 5, context=20) for i in (at[0], at[3])]
    door = anchor(old, old.index("A door"), old.index("A door") + 15)
    assert place(sought[0], new) is None
    assert place_all([*sought, door], new)[2].start == new.index("A door")


# What must not be placed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[We sell trays.]]", ""),
        ("I like trams. [[Trams are quiet.]]", "I like trams."),
        ("[[Um]], we sell trays.", "We sell trays."),
        ("[[Never]] shall we sell.", "Shall we sell."),
    ],
)
def test_words_that_are_gone_are_nowhere(old, new):
    assert placed(BEFORE + old + AFTER, BEFORE + new + AFTER) is None


def test_two_places_that_are_as_good_are_none():
    twice = "We sell trays to them. It is cold. We sell trays to them."
    assert place(Anchor("We sell trays"), twice) is None
    assert place(Anchor("We sell trays", start=35), twice) == Place(35, 48, 1.0)


def test_another_interview_has_no_place_for_it():
    assert (
        placed(BEFORE + "[[We sell trays.]]" + AFTER, "The choir sings on Thursdays in the hall.")
        is None
    )


@pytest.mark.parametrize("text", ["", "…", " \n "])
def test_a_text_without_words_has_no_place(text):
    assert place(Anchor("We sell trays", "So. ", " Yes."), text) is None
    assert place(Anchor(""), text) is None


# Properties

WORD = st.text("abcdefghijklmnopqrstuvwxyzäéß", min_size=3, max_size=9)
INTERVIEW = st.lists(WORD, min_size=1, max_size=60, unique=True)


@given(st.text(max_size=200), st.data())
def test_in_the_same_text_every_anchor_holds_where_it_was_made(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert place(anchor(text, start, end), text) == Place(start, end, 1.0)


@given(INTERVIEW, st.data())
def test_words_that_are_left_are_found_whatever_was_put_in(said, data):
    first = data.draw(st.integers(0, len(said) - 1))
    end = data.draw(st.integers(first + 1, len(said)))
    new, bounds = [], []
    for number, word in enumerate(said):
        new += data.draw(st.lists(st.sampled_from(["um", "uh", "äh,", "euh…"]), max_size=2))
        begin = len(" ".join([*new, ""])) if new else 0
        new.append(word.upper() if number % 2 else word)
        bounds.append((begin, begin + len(new[-1])))
    text = " ".join(said)
    start = len(" ".join([*said[:first], ""])) if first else 0
    assume(len(words(text)) == len(said))
    found = place(anchor(text, start, start + len(" ".join(said[first:end]))), " ".join(new))
    assert found is not None
    assert (found.start, found.end) == (bounds[first][0], bounds[end - 1][1])


@given(st.text(max_size=80), st.text(max_size=80), st.data())
def test_a_place_lies_in_its_text(old, new, data):
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    found = place(anchor(old, start, end), new)
    assert found is None or 0 <= found.start <= found.end <= len(new)


@given(INTERVIEW, INTERVIEW)
def test_a_quotation_of_other_words_is_nowhere(said, others):
    assume(not set(said) & set(others))
    text = " ".join(said)
    assert place(anchor(text, 0, len(text)), " ".join(others)) is None


def test_a_speech_of_a_thousand_words_is_found_from_its_two_ends():
    speech = " ".join(f"word{number}" for number in range(1000))
    cleaned = speech.replace("word3 ", "").replace("word996 ", "").replace("word500", "Word500,")
    text, start, end = marked(BEFORE + f"[[{speech}]]" + AFTER)
    found = place(anchor(text, start, end), "So. " + BEFORE + cleaned + AFTER)
    assert ("So. " + BEFORE + cleaned + AFTER)[found.start : found.end] == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("it's", "it is"),
        ("don't", "do not"),
        ("gonna", "going to"),
        ("L’école", "l'école"),
        ("is' nich", "ist nicht"),
        ("T'as", "tu as"),
        ("ÉTÉ", "été"),
        ("“So” – he", "so he"),
    ],
)
def test_two_ways_to_write_the_same_words_are_the_same(one, other):
    assert [word.form for word in words(one)] == [word.form for word in words(other)]
