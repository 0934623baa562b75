"""The evidence register: each coding with its words, its speaker and its place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import STUDIES, coded, interviews, person, transcript

from evidence.register import register, sources, voices
from transcripts.participants import identify

INTERVIEW = """
Q: Do you [sell abroad?|trade]
P1@12: We sell [batteries in China|cars|markets]. And [we like it|trade].
P2: [Not us.|barriers]
"""
ONE, TWO = person("P01 a:P1"), person("P02 a:P2")
GONE = replace(ONE, consent="withdrawn")


def listed(rows):
    return [(row.participant, row.coding.code, row.text) for row in rows]


def test_a_coding_is_a_row_with_its_words_and_its_speaker():
    interview, codings = coded(INTERVIEW)
    rows = register([interview], [ONE, TWO], codings)
    assert listed(rows) == [
        ("", "trade", "sell abroad?"),
        ("P01", "cars", "batteries in China"),
        ("P01", "markets", "batteries in China"),
        ("P01", "trade", "we like it"),
        ("P02", "barriers", "Not us."),
    ]
    assert [row.id for row in rows] == ["C0001", "C0002", "C0003", "C0004", "C0005"]


def test_rows_stand_in_the_order_of_the_transcripts_ids_and_of_the_text():
    transcripts, codings = interviews(b="P1: [b1|cars] [b2|cars]", a="P1: [a1|cars] [a2|cars]")
    people, _ = identify(transcripts)
    rows = register(transcripts, people, codings)
    assert [row.text for row in rows] == ["a1", "a2", "b1", "b2"]
    assert register(transcripts[::-1], people, codings[::-1]) == rows


def test_codings_of_one_segment_stand_by_code_then_by_coder():
    interview, (one, other) = coded("P1: [Here|trade|cars]")
    human = replace(one, coder="anna")
    rows = register([interview], [ONE], [one, human, other])
    assert [(r.coding.code, r.coding.coder) for r in rows] == [
        ("cars", "whitepaper"),
        ("trade", "anna"),
        ("trade", "whitepaper"),
    ]


def test_ids_grow_with_the_register_so_that_they_sort_as_texts():
    interview, (coding,) = coded("P1: [Here|cars]")
    rows = register([interview], [ONE], [coding] * 10_000)
    assert (rows[0].id, rows[-1].id) == ("C00001", "C10000")


def test_the_interviewer_is_nobody_and_never_counted_whoever_coded_the_question():
    interview, (question, *_) = coded(INTERVIEW)
    (row,) = register([interview], [ONE, TWO], [replace(question, counted=True, coder="anna")])
    assert (row.participant, row.coding.counted) == ("", False)


def test_who_cannot_be_told_is_somebody():
    interview, codings = coded("?: [Perhaps.|cars]")
    (row,) = register([interview], [person("P01 a:?")], codings)
    assert (row.participant, row.coding.counted) == ("P01", True)


def test_a_row_knows_the_time_of_its_turn_where_the_file_tells():
    interview, codings = coded(INTERVIEW)
    rows = register([interview], [ONE, TWO], codings)
    assert [row.begins for row in rows] == [None, 12.0, 12.0, 12.0, None]


@pytest.mark.parametrize(("own", "found"), [("fr", "fr"), ("", "en")])
def test_a_row_has_the_language_of_its_turn_else_of_its_transcript(own, found):
    interview, codings = coded("P1: [Là|cars]")
    turns = tuple(replace(turn, language=own) for turn in interview.turns)
    (row,) = register([replace(interview, turns=turns)], [ONE], codings)
    assert row.language == found


def test_one_label_in_several_transcripts_is_several_people_unless_the_list_says_so():
    transcripts, codings = interviews(a="P1: [One|cars]", b="P1: [Two|cars]")
    people, _ = identify(transcripts)
    assert [r.participant for r in register(transcripts, people, codings)] == ["P01", "P02"]
    both = person("P07 a:P1 b:P1")
    assert [r.participant for r in register(transcripts, [both], codings)] == ["P07", "P07"]


def test_a_speaker_without_label_is_somebody():
    interview, codings = coded(": [So it is.|cars]")
    people, _ = identify([interview])
    assert listed(register([interview], people, codings)) == [("P01", "cars", "So it is.")]


def test_voices_lead_from_each_label_to_the_person():
    both = person("P07 a:P1 b:P1")
    assert voices([both, TWO]) == {("a", "P1"): both, ("b", "P1"): both, ("a", "P2"): TWO}


# Withdrawal


def test_who_has_withdrawn_is_in_no_row():
    interview, codings = coded(INTERVIEW)
    rows = register([interview], [GONE, TWO], codings)
    assert listed(rows) == [("", "trade", "sell abroad?"), ("P02", "barriers", "Not us.")]


def test_not_even_the_questions_are_left_of_a_withdrawn_interview():
    gone, codings = coded("Q: [You left Acme?|trade]\nP1: [Yes, I left|cars] it.")
    assert register([gone], [GONE], codings) == ()
    assert sources([gone], [GONE]) == ()


def test_who_has_withdrawn_is_withdrawn_from_every_transcript():
    transcripts, codings = interviews(
        a="P1: [One|cars]", b="P1: [Two|cars]\nP2: [Three|cars]", c="P1: [Four|cars]"
    )
    people = [person("P01 a:P1 b:P1", "withdrawn"), person("P02 b:P2"), person("P03 c:P1")]
    rows = register(transcripts, people, codings)
    assert listed(rows) == [("P02", "cars", "Three"), ("P03", "cars", "Four")]
    assert [source.id for source in sources(transcripts, people)] == ["b", "c"]


# Sources


def test_a_source_has_the_words_and_turns_that_nobody_has_withdrawn():
    interview = transcript("Q: Two words?\nP1: Here are four words.\nP2: And here three.\nP1: One.")
    (whole,) = sources([interview], [ONE, TWO])
    assert (whole.turns, whole.words, whole.answered) == (4, 10, 8)
    (left,) = sources([interview], [GONE, TWO])
    assert (left.turns, left.words, left.answered) == (2, 5, 3)


def test_sources_stand_in_the_order_of_their_ids_with_what_the_file_is():
    one = transcript("P1: Ja.", "b", "de", path="x/b.vtt", format="vtt", sha256="beef")
    two = transcript("P1: Yes.", "a")
    first, second = sources([one, two], [])
    assert (first.id, first.path, first.format) == ("a", "a.txt", "txt")
    assert (second.path, second.format, second.sha256) == ("x/b.vtt", "vtt", "beef")
    assert (first.language, second.language) == ("en", "de")


@pytest.mark.parametrize(
    ("turns", "seconds"),
    [("P1: No.", None), ("P1@0: Yes.", 0.0), ("P1@5: Yes.\nP2@61: No.\nP1: Well.", 61.0)],
)
def test_a_source_is_as_long_as_its_last_time(turns, seconds):
    (source,) = sources([transcript(turns)], [])
    assert source.seconds == seconds


def test_the_end_of_the_last_turn_is_later_than_its_beginning():
    interview = transcript("P1@5: Yes.")
    turns = tuple(replace(turn, ends=8.5) for turn in interview.turns)
    (source,) = sources([replace(interview, turns=turns)], [])
    assert source.seconds == 8.5


def test_a_transcript_in_which_nobody_answers_is_no_source():
    assert sources([transcript("Q: Anybody there?")], []) == ()


def test_an_empty_study_has_no_rows_and_no_sources():
    assert register([], [], []) == ()
    assert sources([], []) == ()


# Whatever is said


@given(STUDIES)
def test_every_row_is_sliced_from_its_transcript(study):
    transcripts, codings = study
    people, _ = identify(transcripts)
    by_id = {one.id: one for one in transcripts}
    rows = register(transcripts, people, codings)
    for row in rows:
        text, turn = by_id[row.coding.transcript].text, row.coding.turn
        assert row.text == text[row.coding.start : row.coding.end]
        assert row.text in by_id[row.coding.transcript].said(
            by_id[row.coding.transcript].turns[turn]
        )
    assert len({row.id for row in rows}) == len(rows)
    assert [row.id for row in rows] == sorted(row.id for row in rows)


@given(STUDIES, st.randoms())
def test_the_order_of_the_input_does_not_matter(study, random):
    transcripts, codings = study
    people, _ = identify(transcripts)
    shuffled = [list(part) for part in (transcripts, people, codings)]
    for part in shuffled:
        random.shuffle(part)
    assert register(*shuffled) == register(transcripts, people, codings)
    assert sources(*shuffled[:2]) == sources(transcripts, people)


@given(STUDIES, st.data())
def test_nothing_of_a_withdrawn_person_is_anywhere(study, data):
    transcripts, codings = study
    people, _ = identify(transcripts)
    gone = {person.id for person in people if data.draw(st.booleans())}
    people = [replace(p, consent="withdrawn") if p.id in gone else p for p in people]
    rows = register(transcripts, people, codings)
    assert not gone & {row.participant for row in rows}
    there = {source.id for source in sources(transcripts, people)}
    assert {row.coding.transcript for row in rows} <= there
    assert {p.voices[0][0] for p in people if p.id not in gone} == there
