"""What is kept together on a page, and how wide the columns of a table are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.arranging import indented, kept_whole, shares, with_lead_ins
from papers.model import Block, Chart, Figure, Listing, Paragraph, Quote, Run, Table

LETTER = 453 / 92  # points: a letter of the tables' bold type, 160 mm of text


def table(*columns: tuple[str, ...], numeric: tuple[bool, ...] = (), **options) -> Table:
    header, *rows = zip(*columns, strict=True)
    return Table("t", "", "", header, tuple(rows), numeric or (False,) * len(header), "", **options)


def said(text: str, kind: str = "body") -> Paragraph:
    return Paragraph((Run(text),), kind)


# What is kept together


@pytest.mark.parametrize(
    ("rows", "cell", "whole"), [(16, "x", True), (17, "x", False), (8, "x" * 201, False)]
)
def test_a_table_of_few_rows_and_words_is_kept_on_one_page(
    rows: int, cell: str, *, whole: bool
) -> None:
    assert kept_whole(table(("Code", *[cell] * rows))) is whole


@pytest.mark.parametrize(
    ("block", "announces"),
    [
        *((said("On charging:"), True), (said("Sur la recharge\u00a0: "), True)),
        *((said("In short:", "lead"), True), (said("Note:", "small"), False)),
        *((said("Nothing follows."), False), (Listing(()), False)),
    ],
)
def test_a_paragraph_that_ends_with_a_colon_announces_what_follows(
    block: Block, *, announces: bool
) -> None:
    quote = Quote("Q1", "Words", "en", "P01")
    assert [leads for _, leads in with_lead_ins([block, quote])] == [announces, False]


@pytest.mark.parametrize(
    ("following", "announces"),
    [
        *((Quote("Q1", "Words", "en", "P01"), True), (Listing(((Run("One"),),)), True)),
        *((table(("a", "b")), True), (said("More words."), False), (None, False)),
        (Figure("f", "", "", Chart(("a",), (), "", ()), ""), True),
    ],
)
def test_quotations_lists_tables_and_figures_can_be_announced(
    following: Block | None, *, announces: bool
) -> None:
    blocks = [block for block in (said("As follows:"), following) if block]
    assert next(with_lead_ins(blocks)) == (blocks[0], announces)


# Columns


@pytest.mark.parametrize(
    ("text", "depth", "words"), [("Data", 0, "Data"), ("\u2003\u2003Data", 2, "Data"), ("", 0, "")]
)
def test_a_leading_wide_space_is_an_indent(text: str, depth: int, words: str) -> None:
    assert indented(text) == (depth, words)


def test_columns_are_as_wide_as_they_are_wished_where_words_have_room() -> None:
    one = table(("Theme", "Data"), ("Passages", "7"), widths=(0.3, 0.7))
    assert shares(one) == pytest.approx((0.3, 0.7))


@pytest.mark.parametrize("word", ["Forschungseinrichtung", "organisation", "Rheinland-Pfalz"])
def test_a_column_is_widened_for_its_longest_word(word: str) -> None:
    one = table((word, "a"), ("Definition", "b " * 200), widths=(0.05, 0.95))
    longest = max(word.split("-"), key=len)
    assert shares(one)[0] * 453 >= len(longest) * 0.8 * LETTER + 10
    assert sum(shares(one)) == pytest.approx(1)


def test_an_indented_word_needs_more_room() -> None:
    flat, deep = (table(("Code", f"{i}Supplier"), ("x", "y " * 99)) for i in ("", "\u2003"))
    assert shares(deep)[0] > shares(flat)[0]


def test_a_number_and_its_base_are_not_parted() -> None:
    columns = ("Start", "12 of 18"), ("Definition", "b " * 200)
    options = {"widths": (0.01, 0.99)}
    parted, whole = (table(*columns, numeric=(n, False), **options) for n in (False, True))
    assert shares(whole)[0] > shares(parted)[0]


def test_where_not_all_words_have_room_the_longest_are_divided() -> None:
    words = ("Internationalisation" * 2, *["Data"] * 8, "Electrification" * 2)
    found = shares(table(*((word, "1") for word in words)))
    assert min(found[1:9]) * 453 >= len("Data") * LETTER + 10
    assert found[0] == pytest.approx(found[9], rel=0.2)


@given(st.lists(st.lists(st.text(max_size=60), min_size=2, max_size=2), min_size=1, max_size=60))
def test_all_columns_together_are_as_wide_as_the_text(columns: list[list[str]]) -> None:
    found = shares(table(*map(tuple, columns)))
    assert sum(found) == pytest.approx(1)
    assert min(found) > 0
