"""How a term is written, and what is said where it cannot be meant."""

from __future__ import annotations

import pytest

from evidence.terms import GAP, malformed, parse

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
        ("- -", "letters or digits"),
        ("^ab", "patterns and signs"),
        ("a||b", "| needs a word"),
        ("a & b|", "| needs a word"),
        ("a & b & c", "& may stand once"),
        ("... data", "a gap needs a word"),
        ("<vehicles>", "there is no set <vehicles>. Did you mean 'vehicle'"),
        (" ".join(["a|b|c|d|e|f"] * 5), "more than 5,000 phrases"),
    ],
)
def test_what_cannot_be_meant_is_said(text, fault):
    assert fault in malformed(text, SETS)
