"""What is left of a transcript when somebody who speaks in it has withdrawn."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from literals import STUDIES, coded

from transcripts.model import Notice
from transcripts.withdrawal import without

TALK = "Q: And you?\nAda: Yes [laughs], often.\nBo: Never.\nAda: Well, on Sundays."


def talk():
    transcript, _ = coded(TALK)
    at = transcript.text.index("[laughs]")
    return replace(transcript, asides=((at, at + 8),), apart=("Ada and Bo",), labels=("Ada:",))


def said(transcript):
    return [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]


def test_the_words_of_the_others_stand_as_if_nobody_else_had_spoken():
    left = without(talk(), {("a", "Bo")})
    assert said(left) == [
        *(("Q", "And you?"), ("Ada", "Yes [laughs], often."), ("Ada", "Well, on Sundays.")),
    ]
    assert left.text == "And you?\nYes [laughs], often.\nWell, on Sundays."
    assert [left.text[start:end] for start, end in left.asides] == ["[laughs]"]
    assert (left.apart, left.labels) == ((), ())


def test_marks_in_what_is_withdrawn_go_with_it():
    left = without(talk(), {("a", "Ada")})
    assert said(left) == [("Q", "And you?"), ("Bo", "Never.")]
    assert left.asides == ()


def test_where_nobody_else_answers_nothing_is_left():
    assert without(talk(), {("a", "Ada"), ("a", "Bo")}) is None


def test_where_they_do_not_speak_it_is_the_same_transcript():
    transcript = talk()
    assert without(transcript, {("b", "Ada"), ("a", "Zoe")}) is transcript


def test_notices_that_name_them_are_left_out():
    one, other = Notice("a.txt", "roles", "Who is Bo?"), Notice("a.txt", "roles", "Who is Ada?")
    left = without(replace(talk(), notices=(one, other)), {("a", "Bo")})
    assert left.notices == (other,)


@given(STUDIES.filter(lambda study: study[0]), st.data())
def test_what_is_left_is_what_the_others_said_in_their_order(study, data):
    transcript = study[0][0]
    labels = sorted({turn.speaker for turn in transcript.answers()})
    gone = data.draw(st.sets(st.sampled_from(labels))) if labels else set()
    left = without(transcript, {(transcript.id, label) for label in gone})
    kept = [pair for pair in said(transcript) if pair[0] not in gone]
    if left is not None:
        assert said(left) == kept
        assert left.text == "\n".join(words for _, words in kept)
