"""No quotation tells who somebody is who is not to be named."""

import re
from pathlib import Path

import pytest
from literals import codebook, interviews, person

from evidence.gathering import gather
from evidence.names import telling, tells
from transcripts.participant_list import read_rows

SAMPLE = Path(__file__).parents[1] / "inputs" / "sample"
LONG = "and so we thought about it for a long time before we did anything at all about it"
PEOPLE = [
    person("P01 a:Ms_Okafor", "pseudonym", "Ada Okafor", organisation="Lorvane Composites"),
    person("P02 a:Herr_Brandt", "named", "Uwe Brandt", organisation="Brandt Guss"),
]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Okafor, that is me", True),
        ("as OKAFOR said", True),
        ("we at Lorvane have a rule", True),
        ("Brandt may be named", False),
        ("the composites are light", False),
        ("Herr Nobody said so", False),
    ],
)
def test_words_that_tell(words, told):
    assert tells(words, telling(PEOPLE)) is told


@pytest.mark.parametrize("name", ["Okafor", "Lorvane"])
def test_a_passage_that_tells_is_coded_and_counted_but_never_quoted(name):
    transcripts, codings = interviews(
        a=f"Ms_Okafor: [{name} sells cars, {LONG}.|cars] [Cars are sold, {LONG}.|cars]"
    )
    found = gather(codebook("cars"), transcripts, PEOPLE, codings)
    assert [row.text for row in found.quotations["cars"]] == [f"Cars are sold, {LONG}."]
    assert len(found.rows) == 2


def test_the_words_of_whoever_is_not_to_be_quoted_are_in_no_row():
    transcripts, codings = interviews(a=f"Anna: [Cars are sold, {LONG}.|cars:cars]")
    quiet = [person("P01 a:Anna", "no-quotes")]
    (row,) = gather(codebook("cars"), transcripts, quiet, codings).rows
    assert (row.text, row.coding.terms, row.coding.counted) == ("", (), True)


def test_the_sample_s_list_holds_names_that_the_test_of_the_run_can_look_for():
    names = [row.cells["name"] for row in read_rows(SAMPLE / "participants.csv")]
    assert len([name for name in names if re.search(r"\w{4}", name)]) > 5
