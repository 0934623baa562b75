"""Words that are divided over lines of a PDF without a sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.divided import whole
from papers.reread import Piece

KNOWN = {"electrification", "internationalisation", "urban", "urbanisation", "not", "notable", "on"}


def lines(*texts: str) -> list[Piece]:
    return [Piece("line", text, f"page {number}") for number, text in enumerate(texts, 1)]


def made(*texts: str) -> list[str]:
    return [piece.text for piece in whole(lines(*texts), KNOWN)]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["electrificati", "on"], ["electrification"]),
        (["Urban", "isation 8 7 4"], ["Urbanisation", "8 7 4"]),
        (["inter", "national", "isation", "6 6"], ["internationalisation", "6 6"]),
        (["of “Electri", "fication” in"], ["of “Electrification”", "in"]),
        (["urban", "isation electrificati", "on 3"], ["urbanisation", "electrification", "3"]),
    ],
)
def test_a_word_of_the_paper_is_whole_again_in_its_first_line(read, meant):
    assert made(*read) == meant


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(["electrificati", "7 on"], id="something stands between"),
        pytest.param(["electrificati", "in", "on"], id="another word stands between"),
        pytest.param(["electrificati.", "on"], id="a sentence ends"),
        pytest.param(["rural", "isation"], id="the paper has no such word"),
        pytest.param(["2", "2"], id="numbers"),
        pytest.param(["electrificati"], id="nothing follows"),
        pytest.param(["inter", "nati", "onal", "isa", "ti", "on"], id="too many lines"),
    ],
)
def test_all_else_stays_as_it_is_read(read):
    assert made(*read) == read


def test_two_words_of_the_paper_stay_two():
    assert [p.text for p in whole(lines("not", "able"), {*KNOWN, "able"})] == ["not", "able"]


def test_what_is_no_line_stays_as_it_is():
    cells = [Piece("cell", "electrificati", "row 1"), Piece("cell", "on", "row 1")]
    assert whole(cells, KNOWN) == cells
    mixed = [*lines("electrificati"), *cells[1:]]
    assert whole(mixed, KNOWN) == mixed


def test_the_whole_word_has_the_place_of_its_beginning():
    assert whole(lines("electrificati", "on 3"), KNOWN) == [
        Piece("line", "electrification", "page 1"),
        Piece("line", "3", "page 2"),
    ]


PARTS = ["urban", "isation", "electrificati", "on", "inter", "national", "not", "7", "a b", "on."]


@given(st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3).map(" ".join)))
def test_no_character_is_lost_and_all_keep_their_order(texts):
    before = "".join(texts).replace(" ", "")
    assert "".join(made(*texts)).replace(" ", "") == before
