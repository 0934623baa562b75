"""The question's topic reaches the answer, and only the answer."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.codebook import default_codebook
from evidence.model import QUESTION
from nlp.coding import Coder
from transcripts.model import INTERVIEWER, RESPONDENT, UNKNOWN, Transcript, Turn

DIALOGUES = tomllib.loads(
    (Path(__file__).parent / "data" / "conversation.toml").read_text(encoding="utf-8")
)
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


def dialogues(kind):
    for language, said in DIALOGUES.items():
        for code, question in said["questions"]:
            for answer in said[kind]:
                yield language, code, question, answer


@pytest.mark.parametrize(("language", "code", "question", "answer"), list(dialogues("taken_up")))
def test_an_answer_that_does_not_name_the_topic_has_that_of_the_question(
    language, code, question, answer
):
    codings = CODER.code(interview(f"Q: {question}", f"A: {answer}", language=language))
    (coding,) = [one for one in codings if one.counted and one.code == code]
    assert coding.prompted
    assert QUESTION in coding.rules


@pytest.mark.parametrize(("language", "code", "question", "answer"), list(dialogues("left")))
def test_an_answer_that_refuses_has_no_topic(language, code, question, answer):
    codings = found(f"Q: {question}", f"A: {answer}", language=language)
    assert code not in [one for _, one, _, _ in codings]


def test_each_language_has_forty_dialogues():
    for said in DIALOGUES.values():
        assert len(said["questions"]) * (len(said["taken_up"]) + len(said["left"])) >= 40


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
        ("Q: We had to write a report on the pandemic for the county.", f"A: {ANSWER}"),
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


def test_a_weak_word_is_enough_where_the_question_names_the_code():
    said = "Well, we bought two hybrids for the people in sales, and they like them."
    assert found(f"A: {said}") == []
    codings = CODER.code(interview("Q: How do you see electric cars?", f"A: {said}"))
    (coding,) = [one for one in codings if one.counted]
    assert (coding.code, coding.terms, coding.prompted) == ("electrification", ("hybrids",), True)
    assert QUESTION in coding.rules


def test_the_question_fades_with_the_answer():
    far = "We talked about the weather for a long time. " * 10 + "Then we bought two hybrids."
    codings = CODER.code(interview("Q: How do you see electric cars?", f"A: {far}"))
    assert all("hybrids" not in coding.terms for coding in codings)


def test_after_a_turn_to_something_else_mentions_are_spontaneous():
    said = (
        "The pandemic cost us nine weeks of work. It rained a lot. It was cold. "
        "What really worries us is the town. There they still wear face masks."
    )
    codings = found("Q: What did the pandemic change?", f"A: {said}")
    assert [(words, prompted) for _, _, prompted, words in codings] == [
        ("The pandemic cost us nine weeks of work.", True),
        ("There they still wear face masks.", False),
    ]


def test_a_follow_up_keeps_the_topic():
    lines = (
        "Q: What did the pandemic change?",
        f"A: {ANSWER}",
        "Q: Can you elaborate on that a little more for our readers?",
        "A: It was like a long Sunday afternoon, only without any cake.",
    )
    assert [(turn, code) for turn, code, _, _ in found(*lines)] == [
        (1, "covid_19"),
        (3, "covid_19"),
    ]


def test_the_last_question_counts():
    question = "Q: We spoke of the pandemic. How do you see electric cars?"
    assert [code for _, code, _, _ in found(question, f"A: {ANSWER}")] == ["electrification"]


def test_in_a_group_each_first_answer_takes_the_question_up():
    lines = ("Q: What did the pandemic change?", f"A: {ANSWER}", f"B: {ANSWER}", f"A: {ANSWER}")
    assert [turn for turn, _, _, _ in found(*lines)] == [1, 2]


def test_where_nobody_is_known_to_ask_nothing_is_prompted():
    transcript = interview("Q: What did the pandemic change?", f"A: {ANSWER}")
    turns = tuple(replace(turn, role=UNKNOWN) for turn in transcript.turns)
    codings = CODER.code(replace(transcript, turns=turns))
    assert [coding.turn for coding in codings] == [0]
    assert not any(coding.prompted for coding in codings)
