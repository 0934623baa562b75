"""A label is a speaker or a sentence: decided over the whole file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from transcripts import lookalikes, roles, speakers
from transcripts.manuscript import Line
from transcripts.turns import divide

DATA = tomllib.loads(Path(speakers.__file__).with_name("speakers.toml").read_text("utf-8"))
EXAMPLES = [example for pattern in DATA["pattern"] for example in pattern["examples"]]


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_pattern_reads_its_examples(example: str) -> None:
    line, _, expected = example.rpartition(" -> ")
    name, _, words = (part.strip() for part in expected.partition("|"))
    label = speakers.parse(line)
    assert label
    assert (label.name, label.words) == (name, words)


def turns(text: str) -> list[str]:
    """The turns of a text of lines, each as ``label: words``."""
    division = divide([Line(line) for line in text.split("\n") if line])
    return [f"{draft.speaker}: {draft.text}" for draft in division.drafts]


@pytest.mark.parametrize(
    "sentence",
    [
        "Note that: it works",
        "Ich sage: das geht nicht",
        "Zweitens: der Preis",
        "Fazit: zu teuer",
        "Bref : on attend",
        "Je dis toujours : attention",
        "Die Frage ist: wer zahlt?",
        "Um 10:30 Uhr war alles vorbei",
        "See https://example.org: it is there",
        "[laughs] That was it",
    ],
)
def test_a_sentence_with_a_colon_stays_in_its_turn(sentence: str) -> None:
    lines = ["Anna: Hello", sentence, "Bob: Yes", "Anna: Well", "Bob: So"] * 3
    assert f"Anna: Hello\n{sentence}" in turns("\n".join(lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I: Und dann?\nB: Nichts.", ["I: Und dann?", "B: Nichts."]),
        ("Q: And then?\nA: Nothing.", ["Q: And then?", "A: Nothing."]),
        ("Q. And then?\nA. Nothing.", ["Q: And then?", "A: Nothing."]),
        ("F: Und dann?\nA: Nichts.", ["F: Und dann?", "A: Nichts."]),
        ("Q : Et puis ?\nR : Rien.", ["Q: Et puis ?", "R: Rien."]),
        ("SPEAKER 1: One.\nSPEAKER 2: Two.", ["SPEAKER 1: One.", "SPEAKER 2: Two."]),
        ("[Anna] One.\n[Bob] Two.", ["Anna: One.", "Bob: Two."]),
        ("Anna Meyer\t0:05\nOne.\nBob\t0:09\nTwo.", ["Anna Meyer: One.", "Bob: Two."]),
        ("00:00:05\nAnna: One.\n00:00:09\nBob: Two.", ["Anna: One.", "Bob: Two."]),
        ("Anna:\nOne.\nTwo.\nBob:\nThree.", ["Anna: One.\nTwo.", "Bob: Three."]),
        ("ANNA: One.\nBob: Two.\nAnna : Three.", ["ANNA: One.", "Bob: Two.", "ANNA: Three."]),
        ("– Bonjour.\n– Ça va ?\n– Oui.", [": Bonjour.", ": Ça va ?", ": Oui."]),
        ("أحمد: مرحبا\nسارة: أهلا", ["أحمد: مرحبا", "سارة: أهلا"]),
    ],
)
def test_how_speakers_are_written(text: str, expected: list[str]) -> None:
    assert turns(text) == expected


@pytest.mark.parametrize(
    "label",
    [
        "Mme Dupont",
        "M. Jean-Pierre van der Berg",
        "Dr. Anna Müller (Bad Homburg) (SPD)",
        "Müller, Bürgermeisterin",
        "Le Goff & Co",
        "de la Tour",
        "O'Neill",
        "Guest [remote]",
        "Expert:in",
        "A. B.",
        "P03_KMU",
        "Will Smith Jr.",
        "Alle",
        "PROF. DR. VAN DER BERG - PARIS",
    ],
)
def test_names_of_all_kinds_are_labels(label: str) -> None:
    assert speakers.is_name(label)
    assert turns(f"{label}: So.\nBob: Yes.") == [f"{label}: So.", "Bob: Yes."]


def test_a_sound_behind_a_name_is_no_part_of_it() -> None:
    division = divide([Line("Anna (lacht): Ja."), Line("Bob: Nein."), Line("Anna: Gut.")])
    assert [draft.speaker for draft in division.drafts] == ["Anna", "Bob", "Anna"]
    assert division.labels == ("Anna (lacht):", "Bob:", "Anna:")


@pytest.mark.parametrize(
    "line", ["a " * 500_000, ":" * 1_000_000, "[" * 1_000_000, "1" * 1_000_000]
)
def test_only_the_beginning_of_a_line_is_looked_at(line: str) -> None:
    assert speakers.parse(line) is None
    assert speakers.parse(f"Anna: {line}x").words == f"{line}x"


def test_names_that_only_look_alike_are_found() -> None:
    names = ["Alice", "Bob", "\u0391lice", "alice"]
    assert lookalikes.pairs(names) == [("Alice", "\u0391lice")]
    assert lookalikes.pairs(["Alice", "ALICE", "He\u0301le\u0300ne", "Hélène"]) == []


def test_a_label_that_may_be_a_sentence_is_reported_where_all_lines_have_one() -> None:
    division = divide([Line("Alice: See a:b."), Line("Note that: it is 5:1"), Line("Bob: ok")])
    assert division.doubted == ("Note that",)
    assert [draft.speaker for draft in division.drafts] == ["Alice", "Bob"]


def test_an_office_and_a_party_belong_to_the_label() -> None:
    chair = "Vizepräsidentin Eva Groß: Danke."
    lines = [
        chair,
        "Dr. Max von Alt (ABC/DEF): Ja.",
        chair,
        "Ida Rot, Ministerin für Verkehr: Nein.",
    ]
    assert turns("\n".join([*lines, *[chair, "Max Blau (GHI): Gut."] * 8]))[:4] == lines


def test_decomposed_and_composed_labels_are_one_speaker() -> None:
    division = divide([Line("Hélène: Un."), Line("Bob: Deux."), Line("He\u0301le\u0300ne: Trois.")])
    assert [draft.speaker for draft in division.drafts] == ["Hélène", "Bob", "Hélène"]


def test_what_stands_before_the_first_label_is_apart() -> None:
    lines = ["Interview mit Firma 3", "I: Interviewerin", "B: Leiter Einkauf"]
    talk = [f"[00:0{at}] {'IB'[at % 2]}: Das ist die Antwort auf alles." for at in range(8)]
    division = divide([Line(line) for line in lines + talk])
    assert division.apart == tuple(lines)
    assert len(division.drafts) == 8


def test_a_time_around_a_turn_is_its_time_and_one_in_the_words_stays_there() -> None:
    lines = ["Anna: [00:05] Also ja.", "Das [00:09] war so.", "Bob: Gut. #00:00:15-8#"]
    division = divide([Line(line) for line in lines])
    assert [draft.text for draft in division.drafts] == ["Also ja.\nDas [00:09] war so.", "Gut."]
    assert [(draft.begins, draft.ends) for draft in division.drafts] == [(5.0, None), (None, 15.8)]
    assert division.apart == ("[00:05]", "#00:00:15-8#")


def test_who_wrote_it_down_is_apart() -> None:
    division = divide([Line("Anna: Ja."), Line("Bob: Nein."), Line("Transcribed by a machine")])
    assert division.apart == ("Transcribed by a machine",)


def test_a_name_that_comes_once_among_few_labels_is_doubted_and_reported() -> None:
    spoken = [Line("Anna: Ja."), Line("Und so."), Line("Bob: Nein."), Line("Eben.")] * 3
    division = divide([*spoken, Line("Max Alt: Gut."), *[Line("Das war so.")] * 10])
    assert division.doubted == ("Max Alt",)
    assert "Max Alt" not in {draft.speaker for draft in division.drafts}


def test_what_stands_above_the_talk_is_not_doubted() -> None:
    head = ["Interviewer: Jo Park", "Date: 14/11/2022", "Location: School"]
    talk = ["JP: A normal day?", "DQ: There is none.", "JP: For example?", "DQ: The boiler."]
    division = divide([Line(text) for text in [*head, *talk]])
    assert division.doubted == ()
    assert division.apart == tuple(head)


def test_a_clause_is_too_long_to_be_asked_about() -> None:
    division = divide([Line("I: So?"), Line("Il y a une chose : le prix."), Line("B: Oui.")])
    assert division.doubted == ()


@pytest.mark.parametrize("label", ["Participants", "Speakers", "Teil 2", "Participant"])
def test_a_list_of_people_or_a_part_is_no_numbered_speaker(label: str) -> None:
    assert roles.is_label(label.casefold()) == (label == "Participant")
