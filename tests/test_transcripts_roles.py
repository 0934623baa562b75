"""Who asks and who answers."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from transcripts import roles
from transcripts.model import Transcript, Turn

DATA = tomllib.loads(Path(roles.__file__).with_name("roles.toml").read_text("utf-8"))
PAIRS = [
    (example.split(), convention["asks"])
    for convention in DATA["convention"]
    for example in convention["examples"]
]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("Interviewerin", "Befragter 2"),
        ("INTERVIEWER", "Respondent"),
        ("Enquêtrice", "Enquêté"),
        ("[Chercheur]", "Interviewé"),
        ("Moderator", "Anna Meyer"),
        ("Interviewer 1", "Person 5gQeRi"),
        ("Frage", "Antwort"),
        ("Question", "Réponse"),
        ("Q1", "A1"),
        ("Moderator/in", "Anna Meyer"),
        ("Interviewer*in", "Befragte*r"),
        ("Enquêtrice 2", "M. Jean-Pierre van der Berg"),
        ("L'animatrice", "Participante 3"),
        ("Le journaliste", "La directrice"),
        ("JS (interviewer)", "Mary-Jane Watson"),
        ("Eva (Moderation)", "Max Alt"),
        ("Int.", "Resp."),
        ("MOD", "P3"),
        ("IV", "IP"),
        ("Enq.", "R."),
        ("Fro", "Äntwert"),
        ("I", "Expertin"),
        ("Q", "Minister"),
        ("Int", "Fr. Kaya"),
        ("Fr.", "A."),
    ],
)
def test_roles_by_the_words_of_labels(asks: str, answers: str) -> None:
    found = roles.settle([(asks, "So."), (answers, "Ja?")])
    assert found == {asks: "interviewer", answers: "respondent"}


@pytest.mark.parametrize(("labels", "asks"), PAIRS, ids=[" ".join(pair) for pair, _ in PAIRS])
def test_roles_by_letters(labels: list[str], asks: str) -> None:
    found = roles.settle([(label, "So.") for label in labels])
    wanted = ["interviewer" if label.casefold() == asks else "respondent" for label in labels]
    assert [found[label] for label in labels] == wanted


def test_a_letter_of_a_series_asks_nothing() -> None:
    series = dict.fromkeys("ABCDEF", "unknown")
    assert roles.settle([(letter, "So.") for letter in series]) == series
    found = roles.settle([(label, "So.") for label in ("Moderator", "A", "B", "F")])
    assert [label for label in found if found[label] == "interviewer"] == ["Moderator"]


def test_what_the_file_tells_goes_before_letters() -> None:
    found = roles.settle([("RA", "So."), ("A", "So."), ("F", "So.")], {"RA": "interviewer"})
    assert found == {"RA": "interviewer", "A": "respondent", "F": "respondent"}


def test_two_letters_alone_say_nothing() -> None:
    assert set(roles.settle([("A", "Ja."), ("B", "Nein.")] * 3).values()) == {"unknown"}


def test_several_who_ask_and_several_who_answer() -> None:
    labels = ["Interviewer 1", "Interviewer 2", "TN1", "TN2"]
    found = roles.settle([(label, "So.") for label in labels])
    assert [found[label] for label in labels] == ["interviewer"] * 2 + ["respondent"] * 2


def test_one_who_puts_questions_to_respondents_is_the_interviewer() -> None:
    turns = [("JL", "Who drives?"), ("Participant 1", "I do."), ("Participant 2", "Me too.")]
    assert roles.settle(turns)["JL"] == "interviewer"
    assert roles.settle([("JL", "So."), *turns[1:]])["JL"] == "unknown"


LONG = "We have a plan for that, and it will take years. " * 4


def test_roles_by_questions() -> None:
    turns = [("Anna", "Why is that?"), ("Bob", LONG), ("Anna", "And then?"), ("Bob", LONG)]
    assert roles.settle(turns) == {"Anna": "interviewer", "Bob": "respondent"}


@pytest.mark.parametrize(
    "turns",
    [
        [("Anna", LONG), ("Bob", LONG), ("Carl", LONG), ("Dora", LONG)] * 2,
        [("Anna", "Why?"), ("Bob", LONG + "Right?"), ("Anna", "So?"), ("Bob", LONG + "No?")],
        [("Anna", LONG)],
        [("Anna", "Why?"), ("Bob", LONG)],
    ],
    ids=["debate", "both ask", "one speaker", "one question"],
)
def test_without_clear_evidence_roles_are_unknown(turns: list[tuple[str, str]]) -> None:
    assert set(roles.settle(turns).values()) == {"unknown"}


def test_a_person_has_the_last_word() -> None:
    turns = (Turn("Anna", "interviewer", 0, 3), Turn("Hélène", "unknown", 4, 7))
    transcript = Transcript("a", "a.txt", "txt", "", "Oui\nNon", turns)
    given = {"anna": "respondent", "HE\u0301LÈNE ": "interviewer", "Carl": "respondent"}
    assigned = roles.assign(transcript, given)
    assert [turn.role for turn in assigned.turns] == ["respondent", "interviewer"]
    assert assigned.text == transcript.text
