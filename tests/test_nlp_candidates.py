"""Themes that the codebook may lack: how they are ranked, and what is none."""

from __future__ import annotations

import pytest
from interviews import transcript

from evidence.codebook import default_codebook
from nlp.candidates import c_values, candidates, log_likelihood
from nlp.coding import code

BOOK = default_codebook()


def test_c_values_are_those_of_the_published_example():
    """Frantzi, Ananiadou and Mima 2000, table 1: terms of an eye-pathology corpus."""
    counts = {
        ("adenoid", "cystic", "basal", "cell", "carcinoma"): 5,
        ("cystic", "basal", "cell", "carcinoma"): 11,
        ("ulcerated", "basal", "cell", "carcinoma"): 7,
        ("recurrent", "basal", "cell", "carcinoma"): 5,
        ("circumscribed", "basal", "cell", "carcinoma"): 3,
        ("basal", "cell", "carcinoma"): 984,
    }
    assert [round(value, 2) for value in c_values(counts).values()] == pytest.approx(
        [11.61, 12.0, 14.0, 10.0, 6.0, 1551.36], abs=0.01
    )


@pytest.mark.parametrize(
    ("here", "there", "value"), [(100, 100, 0.0), (50, 100, 0.0), (100, 50, 16.99), (10, 0, 13.86)]
)
def test_log_likelihood_is_how_surely_a_word_is_more_frequent_here(here, there, value):
    assert log_likelihood(here, there, 1000, 1000) == pytest.approx(value, abs=0.01)


def interviews(*answers):
    return [transcript(("Q", "What else?"), ("P1", answer)) for answer in answers]


def offered(*answers):
    found = interviews(*answers)
    codings = [coding for one in found for coding in code(one, BOOK)]
    return {candidate.term: candidate for candidate in candidates(found, codings, BOOK)}


SAID = "The trade union likes it. Our trade union said no. A trade union is strong."


def test_a_term_of_several_words_that_no_code_covers_is_offered():
    found = offered(SAID)["trade union"]
    assert (found.times, found.transcripts, found.measure, found.score) == (3, 1, "C-value", 3.0)
    (passage, *_) = found.passages
    assert passage.turn == 1


@pytest.mark.parametrize(
    "said",
    [
        "Electric cars drive. Electric cars sell. Electric cars win.",
        "You know, I mean, you know, I mean, you know, I mean.",
        "The trade union likes it.",
    ],
    ids=["a term of the codebook", "fillers", "said once"],
)
def test_what_is_known_or_says_nothing_is_not_offered(said):
    assert offered(said) == {}


def test_what_the_interviewer_says_is_not_offered():
    one = transcript(("Q", SAID), ("P1", "Yes."))
    assert candidates([one], [], BOOK) == ()
