"""The question's topic reaches the answer, and only the answer."""

from dataclasses import replace

import pytest

from evidence.codebook import default_codebook
from nlp.coding import Coder
from transcripts.model import INTERVIEWER, RESPONDENT, Transcript, Turn

CODER = Coder(default_codebook())
ANSWER = "Everything stood still for nine weeks, and then everybody wanted everything at once."


def interview(*lines, language="en"):
    """A transcript from lines such as ``Q: Why?`` and ``A: Because.``"""
    text, turns = "", []
    for line in lines:
        speaker, _, words = line.partition(": ")
        role = INTERVIEWER if speaker == "Q" else RESPONDENT
        turns.append(Turn(speaker, role, len(text), len(text) + len(words), language=language))
        text += words + "\n"
    return Transcript("t", "t.txt", "txt", "0", text.rstrip("\n"), tuple(turns), language)


def found(*lines, language="en"):
    """The answers' codings as (turn, code, prompted, words)."""
    transcript = interview(*lines, language=language)
    return [
        (c.turn, c.code, c.prompted, transcript.text[c.start : c.end])
        for c in CODER.code(transcript)
        if c.counted
    ]


@pytest.mark.parametrize(
    ("question", "answer", "language", "code"),
    [
        ("What did the pandemic change?", ANSWER, "en", "covid_19"),
        ("Was hat die Pandemie verändert?", "Neun Wochen stand alles still, und dann wollten alle "
         "alles auf einmal haben.", "de", "covid_19"),
        ("Qu’est-ce que le Covid a changé ?", "Tout s’est arrêté pendant neuf semaines, et puis tout "
         "le monde voulait tout en même temps.", "fr", "covid_19"),
        ("And self-driving cars, do you believe in them?", "My grandson may sit in one some day, "
         "but I shall not, that I can tell you.", "en", "autonomous_vehicles"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_name_the_topic_has_that_of_the_question(
    question, answer, language, code
):
    assert found(f"Q: {question}", f"A: {answer}", language=language) == [(1, code, True, answer)]


def test_what_the_answer_names_itself_is_marked_as_prompted_and_not_coded_twice():
    codings = found("Q: What did the pandemic change?", f"A: The pandemic? {ANSWER}")
    assert [(code, prompted) for _, code, prompted, _ in codings] == [("covid_19", True)]


def test_what_nobody_asked_about_is_spontaneous():
    said = "We had to close the plant, and since then we charge all our electric vans at night."
    codings = found("Q: What did the pandemic change?", f"A: {said}")
    assert ("electrification", False) in [(code, prompted) for _, code, prompted, _ in codings]


@pytest.mark.parametrize(
    "lines",
    [
        ("Q: Let us turn to the pandemic.", f"A: {ANSWER}"),
        ("Q: What did the pandemic change?", "A: Phew."),
        (
            "Q: What did the pandemic change?",
            f"A: {ANSWER}",
            "Q: And your canteen?",
            f"A: {ANSWER}",
        ),
        ("Q: Electric cars, robotaxis, the climate or the pandemic, which?", f"A: {ANSWER}"),
    ],
    ids=["no question", "no answer", "another question", "asks about everything"],
)
def test_it_goes_no_further_than_it_should(lines):
    codings = [one for one in found(*lines) if one[0] != 1 or len(lines) == 2]
    assert codings == []


def test_a_nod_between_question_and_answer_does_not_end_it():
    codings = found("Q: What did the pandemic change?", "A: Oh dear.", "Q: Yes?", f"A: {ANSWER}")
    assert [(turn, code) for turn, code, _, _ in codings] == [(3, "covid_19")]


def test_only_the_opening_of_a_long_answer_is_taken():
    long = f"{ANSWER} " * 6
    ((_, _, _, words),) = found("Q: What did the pandemic change?", f"A: {long.strip()}")
    assert words == " ".join([ANSWER] * 3)


def test_an_answer_in_a_language_that_is_not_coded_stays_uncoded():
    transcript = interview("Q: What did the pandemic change?", f"A: {ANSWER}")
    asked, answered = transcript.turns
    foreign = replace(transcript, turns=(asked, replace(answered, language="nl")))
    assert [coding for coding in CODER.code(foreign) if coding.counted] == []
