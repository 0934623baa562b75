"""Headings as people write them, the levels they get in the paper, and their numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.headings import divided, heading, in_order, levels, slug
from papers.model import Section
from papers.numbering import numbered

# Numbers


@pytest.mark.parametrize(
    ("parts", "numbers"),
    [
        ("cover front body body2 annex annex2", ["", "", "1", "1.1", "A", "A.1"]),
        ("body body2 body3 body3 body2 body", ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]),
        ("front front2 body front body", ["", "", "1", "", "2"]),
        ("annex body annex", ["A", "1", "B"]),
    ],
)
def test_headings_are_numbered_by_part(parts: str, numbers: list[str]) -> None:
    made = numbered(tuple(_section(mark) for mark in parts.split()))
    assert [section.number for section in made] == numbers


def _section(mark: str) -> Section:
    level = int(mark[-1]) if mark[-1].isdigit() else 1
    return Section(mark, mark, level, "", (), mark.rstrip("23") if level == 1 else "body")


def test_a_section_belongs_to_the_part_of_its_chapter() -> None:
    made = numbered((_section("annex"), _section("annex2")))
    assert [section.part for section in made] == ["annex", "annex"]


def test_there_are_letters_for_any_number_of_annexes() -> None:
    made = numbered((_section("annex"),) * 28)
    assert [section.number for section in made][-3:] == ["Z", "AA", "AB"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("# A title", (1, "A title", ())),
        ("### A title ###", (3, "A title", ())),
        ("  ## A {#b .annex}", (2, "A", ("#b", ".annex"))),
        ("## In {braces}", (2, "In {braces}", ())),
        ("## C# and F#", (2, "C# and F#", ())),
        *(("#hashtag", None), ("# ", None), ("####### seven", None), ("    # code", None)),
    ],
)
def test_headings_are_told_from_other_lines(line: str, found: tuple | None) -> None:
    known = heading(line)
    assert (known and (known.level, known.title, known.marks)) == found


@given(st.lists(st.integers(1, 6), min_size=1), st.integers(1, 2))
def test_headings_of_authors_never_leave_out_a_level(written: list[int], first: int) -> None:
    given_levels = list(levels(written, first))
    assert in_order([*range(1, first), *given_levels])
    assert min(given_levels) == first
    assert max(given_levels) <= 3


def test_a_text_is_divided_at_its_headings() -> None:
    before, parts = divided("a\n\n# B\nc\n## D")
    assert before == ["a", ""]
    assert [(found.level, found.title, below) for found, below in parts] == [
        *((1, "B", ["c"]), (2, "D", [])),
    ]


def test_slugs_are_letters_digits_and_hyphens() -> None:
    assert slug("To companies & Co.", "Übergänge?") == "to-companies-co-übergänge"
    assert slug("???") == ""
