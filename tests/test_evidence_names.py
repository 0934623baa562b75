"""Nothing that is shown tells who somebody is who is not to be named."""

import re
from pathlib import Path

import pytest
from literals import codebook, interviews, person

from evidence.gathering import gather
from evidence.known_names import known
from evidence.masking import mask
from transcripts.participant_list import read_rows

SAMPLE = Path(__file__).parents[1] / "inputs" / "sample"
LONG = "and so we thought about it for a long time before we did anything at all about it"
PEOPLE = [
    person("P01 a:Ms_Okafor", "pseudonym", "Ada Okafor", organisation="Lorvane Composites"),
    person("P02 a:Herr_Brandt", "named", "Uwe Brandt", organisation="Brandt Guss"),
]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Okafor, that is me", "[P01], that is me"),
        ("as OKAFOR said", "as [P01] said"),
        ("we at Lorvane have a rule", "we at [O01] have a rule"),
        ("Brandt may be named", "Brandt may be named"),
        ("Mr Uwe Brandt may be named", "Mr Uwe Brandt may be named"),
        ("the composites are light", "the composites are light"),
        ("Herr Minister said so", "Herr Minister said so"),
    ],
)
def test_words_that_tell_give_way(words, shown):
    assert mask(words, "en", known(PEOPLE)).text == shown


@pytest.mark.parametrize(("name", "mark"), [("Okafor", "[P01]"), ("Lorvane", "[O01]")])
def test_a_passage_that_tells_is_shown_and_quoted_with_its_mark(name, mark):
    transcripts, codings = interviews(a=f"Ms_Okafor: [{name} sells cars, {LONG}.|cars:cars]")
    found = gather(codebook("cars"), transcripts, PEOPLE, codings)
    (row,) = found.rows
    assert row.text == f"{mark} sells cars, {LONG}."
    assert (row.masked, row.doubtful) == (True, False)
    assert found.quotations["cars"] == (row,)


def test_a_passage_that_may_tell_more_than_is_masked_is_counted_and_never_quoted():
    transcripts, codings = interviews(
        a=f"Ms_Okafor: [Okaför’s friend Okafur sells cars, {LONG}.|cars] [Cars are sold, {LONG}.|cars]"
    )
    found = gather(codebook("cars"), transcripts, PEOPLE, codings)
    assert [row.doubtful for row in found.rows] == [True, False]
    assert [row.text for row in found.quotations["cars"]] == [f"Cars are sold, {LONG}."]


def test_terms_that_share_a_word_with_a_name_are_not_listed():
    transcripts, codings = interviews(a="Ms_Okafor: [Okafor sells cars.|cars:Okafor sells+cars]")
    (row,) = gather(codebook("cars"), transcripts, PEOPLE, codings).rows
    assert row.coding.terms == ("cars",)


def test_what_an_interviewer_says_is_masked_and_so_is_the_interviewer():
    transcripts, codings = interviews(a="Q: [Ms Okafor, cars?|cars]\nMs_Okafor: [No, Q.|cars]")
    asked, _ = gather(codebook("cars"), transcripts, PEOPLE, codings).rows
    assert asked.text == "Ms [P01], cars?"


def test_what_was_masked_is_listed_with_its_place_and_the_rows_that_show_it():
    transcripts, codings = interviews(a="P1: Yes.\nP1: So [Okafor sells|cars], at Lorvane.")
    (one,) = gather(codebook("cars"), transcripts, PEOPLE, codings).masked
    assert (one.words, one.detail.mark, one.turn, one.rows) == ("Okafor", "[P01]", 1, ("C0001",))
    assert transcripts[0].text[one.detail.start : one.detail.end] == "Okafor"


def test_the_words_of_whoever_is_not_to_be_quoted_are_in_no_row():
    transcripts, codings = interviews(a=f"Anna: [Cars are sold, {LONG}.|cars:cars]")
    quiet = [person("P01 a:Anna", "no-quotes")]
    (row,) = gather(codebook("cars"), transcripts, quiet, codings).rows
    assert (row.text, row.coding.terms, row.coding.counted) == ("", (), True)


def test_the_sample_s_list_holds_names_that_the_test_of_the_run_can_look_for():
    names = [row.cells["name"] for row in read_rows(SAMPLE / "participants.csv")]
    assert len([name for name in names if re.search(r"\w{4}", name)]) > 5
