"""How a term is written, and what is said where it cannot be meant."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.terms import GAP, MOST_PHRASES, malformed, parse, slip

SETS = {"vehicle": ("car", "delivery van"), "empty": ()}


@pytest.mark.parametrize(
    ("text", "phrases", "near"),
    [
        ("electric car", ("electric car",), ()),
        ("charge|recharge point", ("charge point", "recharge point"), ()),
        ("electric <vehicle>", ("electric car", "electric delivery van"), ()),
        ("share ... data", (f"share {GAP} data",), ()),
        ("share … data", (f"share {GAP} data",), ()),
        ("platform & mobility|open data", ("platform",), ("mobility", "open data")),
        ("hybrid & <vehicle>", ("hybrid",), ("car", "delivery van")),
        ("R&D", ("R&D",), ()),
        ("<empty> car", (), ()),
    ],
)
def test_a_term_stands_for_phrases(text, phrases, near):
    term = parse("c", "en", text, 1.0, SETS)
    assert (term.text, term.phrases, term.near) == (text, phrases, near)


@pytest.mark.parametrize(
    "text",
    [
        "elektro*",
        "*mobilität",
        "*klima*",
        "R&D",
        "l'air",
        "co2",
        "5g",
        "charge/NOUN",
        "a|b",
        "24/7",
    ],
)
def test_words_may_have_stars_and_tags_at_their_ends(text):
    assert malformed(text) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "it is empty"),
        ("*", "at least 3 letters"),
        ("a b*c", "* may stand once"),
        ("**all", "* may stand once"),
        ("ab*", "at least 3 letters"),
        ("[ab]", "patterns and signs"),
        ("a\\b", "patterns and signs"),
        ("e-<vehicle>", "patterns and signs"),
        ("- -", "letters or digits"),
        ("^ab", "patterns and signs"),
        ("a||b", "| needs a word"),
        ("a | b", "| needs a word"),
        ("a & b|", "| needs a word"),
        ("a & b & c", "& may stand once"),
        ("platform &", "& needs words before and after"),
        ("& platform", "& needs words before and after"),
        ("platform &data", "& needs a blank before and after"),
        ("platform& data", "& needs a blank before and after"),
        ("... data", "a gap needs a word"),
        ("data & share ...", "a gap needs a word"),
        ("share...data", "a gap needs a blank"),
        ("share…data", "a gap needs a blank"),
        ("share ... ... data", "two gaps"),
        ("charge/NOUNS", "NOUNS is no part of speech"),
        ("<vehicles>", "there is no set <vehicles>"),
        ("hybrid & <empty>", "the set <empty> has no words"),
        (" ".join(["a|b|c|d|e|f"] * 5), "more than 5,000 phrases"),
        ("a & " + "|".join([" ".join(["<vehicle>"] * 12)] * 2), "more than 5,000 phrases"),
    ],
)
def test_what_cannot_be_meant_is_said(text, fault):
    assert fault in malformed(text, SETS)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("<vehicles>", "Did you mean 'vehicle'"),
        ("charge/NOUNS", "Did you mean 'NOUN'"),
        ("weld(s)", "Take ( ) out"),
        ("<empty>", "Add some to [sets.empty]"),
    ],
)
def test_a_remedy_comes_with_it(text, remedy):
    found = slip(text, SETS)
    assert found
    assert remedy in found.remedy


WORDS = ["a", "data", "elektro*", "a|b", "<vehicle>", "<empty>", "...", "…", "&", "x&y", "go/VERB"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join))
def test_what_has_a_meaning_stands_for_phrases_without_signs(text):
    assume(not malformed(text, SETS))
    term = parse("c", "en", text, 1.0, SETS)
    assert 0 < len(term.phrases) <= MOST_PHRASES
    assert bool(term.near) is (" & " in text)
    for phrase in (*term.phrases, *term.near):
        assert not set("<>|") & set(phrase)
        assert not malformed(phrase, {})


@given(st.text(max_size=30))
def test_any_text_is_a_term_or_is_malformed(text):
    if not malformed(text, SETS):
        assert parse("c", "en", text, 1.0, SETS).phrases
