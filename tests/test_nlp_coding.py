"""From transcripts to codings: segments, roles, languages, and what may never happen."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from interviews import transcript
from spacy.training import Example

from evidence.codebook import default_codebook, read_codebook
from nlp.coding import Coder, code
from transcripts.model import INTERVIEWER, UNKNOWN, Transcript, Turn

BOOK = default_codebook()
CODER = Coder(BOOK)


def segments(interview, wanted=None):
    return [
        (coding.turn, coding.code, interview.text[coding.start : coding.end])
        for coding in CODER.code(interview)
        if wanted in (None, coding.code)
    ]


def test_a_segment_is_the_whole_sentence_around_the_words():
    interview = transcript(("P1", "Hello there. We sell electric cars to bakers. They like bread."))
    assert segments(interview) == [(0, "electrification", "We sell electric cars to bakers.")]


def with_asides(words: str) -> Transcript:
    """One answer whose asides are those in square brackets."""
    found = tuple(match.span() for match in re.finditer(r"\[[^\]]*\]", words))
    return replace(transcript(("P1", words)), asides=found)


@pytest.mark.parametrize(
    ("words", "segment"),
    [
        ("It rained [electric cars pass by] all day.", None),
        ("[00:12] Electric cars [laughs] sell.", "Electric cars [laughs] sell."),
        ("[00:12] [laughs] Electric cars sell. [laughs]", "Electric cars sell."),
        ("[electric cars pass by]", None),
    ],
)
def test_what_was_not_said_is_never_coded(words, segment):
    found = segments(with_asides(words), "electrification")
    assert found == ([(0, "electrification", segment)] if segment else [])


def test_neighbours_become_one_segment_with_at_most_one_sentence_between():
    words = (
        "We built charging stations. It rained. The electric cars came. "
        "It rained. It snowed. Then the batteries of the electric bus failed."
    )
    assert segments(transcript(("P1", words)), "electrification") == [
        (0, "electrification", "We built charging stations. It rained. The electric cars came."),
        (0, "electrification", "Then the batteries of the electric bus failed."),
    ]


def test_weak_words_count_only_when_they_stand_near_each_other():
    far = "The hybrid was old. " + "We talked about the weather for a long time. " * 30
    assert segments(transcript(("P1", far + "There was a charger."))) == []
    near = "The hybrid was old. We talked. There was a charger."
    assert segments(transcript(("P1", near))) == [(0, "electrification", near)]


def test_what_a_code_requires_may_have_been_said_before():
    words = "We export half of it. It took years. Bureaucracy is terrible."
    assert segments(transcript(("P1", words)), "barriers") == [
        (0, "barriers", "Bureaucracy is terrible.")
    ]
    assert segments(transcript(("P1", "Bureaucracy is terrible.")), "barriers") == []


def test_a_line_break_between_the_words_of_a_term_does_no_harm():
    interview = transcript(("P1", "We sell electric\ncars."))
    assert segments(interview) == [(0, "electrification", "We sell electric\ncars.")]


def test_the_words_that_led_to_a_coding_are_kept_as_they_were_said():
    (coding,) = CODER.code(transcript(("P1", "Wallboxes and CHARGING STATIONS everywhere.")))
    assert coding.terms == ("Wallboxes", "CHARGING STATIONS")
    assert coding.coder == "whitepaper"
    assert coding.transcript == "t1"


def test_the_interviewer_is_coded_but_never_counted():
    interview = transcript(("Q", "What about electric cars?"), ("P1", "Electric cars are fine."))
    assert [(c.turn, c.counted) for c in CODER.code(interview)] == [(0, False), (1, True)]


def test_who_cannot_be_told_counts():
    interview = transcript(("P1", "Electric cars are fine."))
    turn = interview.turns[0]
    unknown = Turn("", UNKNOWN, turn.start, turn.end, language="en")
    (coding,) = CODER.code(Transcript("t", "t", "txt", "", interview.text, (unknown,), "en"))
    assert coding.counted


def test_each_turn_is_coded_in_its_own_language():
    interview = transcript(
        ("P1", "Die Ladesäulen fehlen.", "de"),
        ("P2", "Les bornes de recharge manquent.", "fr"),
        ("P3", "De laadpalen ontbreken, lockdown of niet.", "nl"),
        ("P4", "The charging stations are missing.", "en"),
    )
    assert [(coding.turn, coding.code) for coding in CODER.code(interview)] == [
        (0, "electrification"),
        (1, "electrification"),
        (3, "electrification"),
    ]


def test_a_turn_of_unknown_language_is_read_in_the_language_of_the_transcript():
    interview = transcript(("P1", "Die Ladesäulen fehlen.", ""), language="de")
    assert [coding.code for coding in CODER.code(interview)] == ["electrification"]


def test_a_coding_never_joins_two_turns():
    interview = transcript(("P1", "We have a battery"), ("P2", "and a charger."))
    assert segments(interview) == []


def test_codings_stand_in_the_order_of_the_text_then_of_the_codebook():
    interview = transcript(
        ("P1", "The lockdown emptied downtown. Emissions fell, and electric cars sold well.")
    )
    assert [coding.code for coding in CODER.code(interview)] == [
        "urbanisation",
        "covid_19",
        "electrification",
        "sustainability",
    ]


def test_the_document_holds_turns_and_themes():
    interview = transcript(
        ("Q", "Why?"), ("P1", "Electric cars.\n\n  And trams, buses."), before="Notes:\n\n"
    )
    doc = CODER.read(interview)
    assert doc.text == interview.text
    assert [(span.text, span.label_) for span in doc.spans["turns"]] == [
        ("Why?", "interviewer"),
        ("Electric cars.\n\n  And trams, buses.", "respondent"),
    ]
    assert [span.text for span in doc.spans["themes"]][:2] == ["Electric cars", "trams"]


def test_the_function_gives_what_the_coder_gives():
    interview = transcript(("P1", "Electric cars are fine."))
    assert code(interview, BOOK) == CODER.code(interview)


@pytest.mark.parametrize("run", ["(" * 50_000, "l'" * 25_000, "a" * 50_000, "-." * 25_000])
def test_long_runs_without_blanks_come_to_an_end_and_lose_nothing(run):
    interview = transcript(("P1", f"Before {run} after. Electric cars."), language="fr")
    doc = CODER.read(interview)
    assert doc.text == interview.text


WORDS = st.sampled_from(
    [
        "We",
        "sell",
        "electric",
        "cars",
        ".",
        "!",
        "?",
        "…",
        "\n",
        "\n\n",
        "«",
        "»",
        "l’autonomie",
        "d'énergie",
        "Ladesäule",
        "Klima",
        "Dr.",
        "z.B.",
        "the",
        "lockdown",
        "3.5",
        "export",
        "(abroad)",
        "e‑bike",
        "🚗",
        "é",
        "á",
        "\xa0",
        ",",
        "-",
        "--",
        "...",
        "battery",
        "charger",
    ]
)
SAID = st.tuples(
    st.sampled_from(["Q", "P1"]),
    st.lists(WORDS, min_size=1, max_size=60).map(" ".join).filter(str.strip),
    st.sampled_from(["en", "fr", "de", "nl", ""]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SAID, max_size=5), st.sampled_from(["", "Title\n", " "]))
def test_codings_stay_in_their_turn_and_the_interviewer_never_counts(said, before):
    interview = transcript(*said, before=before)
    assert CODER.read(interview).text == interview.text
    codings = CODER.code(interview)
    for coding in codings:
        turn = interview.turns[coding.turn]
        words = interview.text[coding.start : coding.end]
        assert turn.start <= coding.start < coding.end <= turn.end
        assert words == words.strip()
        assert coding.counted == (turn.role != INTERVIEWER)
        assert coding.terms or coding.prompted
        assert all(term in words for term in coding.terms)
    assert CODER.code(interview) == codings


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "fr", "de"]))
def test_any_text_becomes_a_document_to_the_character(text, language):
    assert CODER.pipelines.doc(text, language).text == text


OWN_BOOK = """
[codes.vehicle]
label = { en = "Vehicle", fr = "Véhicule", de = "Fahrzeug" }
definition = { en = "A vehicle.", fr = "Un véhicule.", de = "Ein Fahrzeug." }
[codes.vehicle.terms]
en = { strong = ["fahrzeug"] }
fr = { strong = ["véhicule"] }
de = { strong = ["fahrzeug"] }
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A pipeline that learnt, from three sentences, the dialect plural of one word."""
    pipeline = spacy.blank("de")
    pipeline.add_pipe("tagger")
    pipeline.add_pipe("trainable_lemmatizer", config={"min_tree_freq": 1})
    lines = [
        ("Die Fohrzeich fahren", ["der", "Fahrzeug", "fahren"], ["D", "N", "V"]),
        ("Die Fohrzeich stehen", ["der", "Fahrzeug", "stehen"], ["D", "N", "V"]),
        ("Wir fahren", ["wir", "fahren"], ["P", "V"]),
    ]
    examples = [
        Example.from_dict(pipeline.make_doc(text), {"lemmas": lemmas, "tags": tags})
        for text, lemmas, tags in lines
    ]
    spacy.util.fix_random_seed(1)
    optimizer = pipeline.initialize(lambda: examples)
    for _ in range(40):
        pipeline.update(examples, sgd=optimizer)
    path = tmp_path_factory.mktemp("pipeline") / "tiny"
    pipeline.to_disk(path)
    return str(path)


def test_a_study_may_name_a_trained_pipeline_whose_lemmas_are_used(trained, tmp_path):
    (tmp_path / "codebook.toml").write_text(OWN_BOOK, encoding="utf-8")
    book = read_codebook(tmp_path / "codebook.toml")
    interview = transcript(("P1", "Die Fohrzeich fahren", "de"), ("P2", "One fahrzeug", "en"))
    assert [c.turn for c in code(interview, book)] == [1]
    codings = code(interview, book, {"de": trained})
    assert [(c.turn, c.terms) for c in codings] == [(0, ("Fohrzeich",)), (1, ("fahrzeug",))]
    doc = Coder(book, {"de": trained}).read(interview)
    assert doc.text == interview.text
    assert doc[1].lemma_ == "Fahrzeug"


def test_the_vectors_of_a_trained_pipeline_find_words_that_mean_the_same(tmp_path):
    pipeline = spacy.blank("de")
    for word, vector in (("fahrzeug", (1, 0.1)), ("Kutsche", (1, 0.2)), ("Suppe", (0, 1))):
        pipeline.vocab.set_vector(word, np.array(vector, dtype="f"))
    pipeline.to_disk(tmp_path / "vectors")
    (tmp_path / "codebook.toml").write_text(OWN_BOOK, encoding="utf-8")
    book = read_codebook(tmp_path / "codebook.toml")
    interview = transcript(("P1", "Die Kutsche kommt.", "de"), ("P2", "Die Suppe kommt.", "de"))
    assert code(interview, book) == ()
    (coding,) = code(interview, book, {"de": str(tmp_path / "vectors")})
    assert (coding.turn, coding.terms) == (0, ("Kutsche",))
