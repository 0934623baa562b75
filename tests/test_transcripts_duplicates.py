"""Two files of one interview are found and counted once; two interviews never are one."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import BOOK, interviews, transcript

from evidence.gathering import gather
from transcripts.duplicates import duplicates, merged, notice
from transcripts.participants import identify
from transcripts.reading import read

DATA = Path(__file__).parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not DATA.is_dir(), reason="the real interviews are not here")

QUESTIONS = (
    "What does the electric car change for your company and for the people who work in it?",
    "Which markets beyond the border do you sell to today, and which ones would you like to reach?",
    "What would you ask of the region if you had one wish for the next five years?",
)
ANSWERS = (
    "We cast housings for gearboxes, and an electric car has one gear, so half of our moulds will go.",
    "Three customers in Poland and one in Spain, and we would like Morocco because our buyer moves.",
    "Somebody who reads the customs forms with us, since each of them costs my colleague a whole day.",
)
OTHERS = (
    "Nothing at all yet, our buses drive on diesel until the town pays for chargers at the depot.",
    "We are a town, we sell to nobody, but our neighbours across the river use the same bus lines.",
    "One ticket for all five countries; people do not care about which operator owns the vehicle.",
)
FILLERS = {"en": ["um,", "uh,", "well,"], "fr": ["euh,", "ben,", "voilà,"], "de": ["äh,", "also,"]}


def interview(answers, ident="a", questions=QUESTIONS, speakers=("Q", "P1"), **more):
    lines = [
        f"{speaker}: {words}"
        for pair in zip(questions, answers, strict=True)
        for speaker, words in zip(speakers, pair, strict=True)
    ]
    return transcript("\n".join(lines), ident, **more)


def readings(pattern):
    return [read(path) for path in sorted(DATA.glob(pattern)) if path.suffix != ".json"]


def pairs(*found):
    return [(one.left_out.path, one.kept.path) for one in duplicates(found)]


# The same interview


PLAIN = "\n\n".join(
    f"Interviewer: {asked}\n\nMr Vale: {answered}"
    for asked, answered in zip(QUESTIONS, ANSWERS, strict=True)
)
TIMED = "WEBVTT\n\n" + "\n\n".join(
    f"00:{minute:02}:00.000 --> 00:{minute:02}:30.000\n<v {who}>{words}"
    for minute, (who, words) in enumerate(
        (who, words)
        for pair in zip(QUESTIONS, ANSWERS, strict=True)
        for who, words in zip(("Interviewer", "Mr Vale"), pair, strict=True)
    )
)


def test_a_text_and_the_subtitles_of_one_interview_are_one_and_the_times_are_kept(tmp_path):
    (tmp_path / "vale.txt").write_text(PLAIN, "utf-8")
    (tmp_path / "vale.vtt").write_text(TIMED, "utf-8")
    (found,) = duplicates(read(path) for path in sorted(tmp_path.iterdir()))
    assert (found.left_out.format, found.kept.format) == ("txt", "vtt")
    told = notice(found)
    assert (told.path, told.kind, told.unusable) == ("vale.txt", "duplicate-content", False)
    assert "the same interview as vale.vtt" in told.text


def test_what_is_found_twice_is_counted_once():
    found = [interview(ANSWERS, ident) for ident in ("a", "b")]
    left_out = {one.left_out.id for one in duplicates(found)}
    kept = [one for one in found if one.id not in left_out]
    assert [source.id for source in gather(BOOK, kept, identify(kept)[0], ()).sources] == ["a"]


def timed(one):
    return replace(one, turns=tuple(replace(turn, begins=1.0) for turn in one.turns))


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (timed(interview(ANSWERS, "z", speakers=("", ""))), interview(ANSWERS, "a")),
        (interview(ANSWERS, "z"), interview(ANSWERS, "a", speakers=("?", ""))),
        (interview((*ANSWERS[:2], f"{ANSWERS[2]} Yes."), "z"), interview(ANSWERS, "a")),
    ],
    ids=["times", "speakers", "words"],
)
def test_kept_is_what_tells_more(better, worse):
    assert pairs(better, worse) == pairs(worse, better) == [("a.txt", "z.txt")]


def test_of_equals_the_first_path_is_kept_and_all_others_are_left_out():
    found = [interview(ANSWERS, ident) for ident in "cab"]
    assert pairs(*found) == [("b.txt", "a.txt"), ("c.txt", "a.txt")]


def spoken(rate, language="en", seed=1):
    """A long interview, and the same with a filler before so many of its words."""
    dice = random.Random(seed)
    words = [f"{syllable}{number}" for number in range(90) for syllable in ("ba", "do", "ke")]
    plain = dice.choices(words, k=900)
    filled = [
        part
        for word in plain
        for part in ((dice.choice(FILLERS[language]), word) if dice.random() < rate else (word,))
    ]
    return [
        transcript(f"P1: {' '.join(said)}", ident) for said, ident in ((plain, "a"), (filled, "b"))
    ]


@pytest.mark.parametrize("language", ["en", "fr", "de"])
@pytest.mark.parametrize("rate", [0.02, 0.05, 0.08])
def test_an_interview_without_its_fillers_is_the_same_one(rate, language):
    for seed in range(5):
        assert pairs(*spoken(rate, language, seed)) == [("a.txt", "b.txt")]


def test_case_punctuation_and_line_breaks_make_no_other_interview():
    one = interview(ANSWERS, "a")
    other = interview([f"– {words.upper().replace(',', ' ...')}" for words in ANSWERS], "b")
    assert len(pairs(one, other)) == 1


def test_it_is_the_same_interview_when_only_one_file_says_who_asks():
    one = interview(ANSWERS, "a")
    other = interview(ANSWERS, "b", speakers=("?", "?"))
    assert len(pairs(one, other)) == 1


# Two interviews


def test_two_people_who_answer_the_same_questions_are_two_interviews():
    assert pairs(interview(ANSWERS, "a"), interview(OTHERS, "b")) == []


def test_long_questions_and_short_answers_are_two_interviews_all_the_same():
    questions = [f"{asked} {' '.join(QUESTIONS)}" for asked in QUESTIONS]
    one = interview(["Yes, very much so.", "None that I know of.", "A bridge."], "a", questions)
    other = interview(["Not that I see.", "Spain and Poland, both.", "More time."], "b", questions)
    assert len(set(one.text.split()) & set(other.text.split())) > 30
    assert pairs(one, other) == []


@pytest.mark.parametrize("said", ["Yes.", "Yes, indeed.", "..."])
def test_a_few_words_are_too_few_to_be_the_same(said):
    assert pairs(*interviews(a=f"P1: {said}", b=f"P1: {said}")[0]) == []


def test_a_part_of_an_interview_is_not_all_of_it():
    one, _ = spoken(0)
    part = transcript(f"P1: {' '.join(one.text.split()[:300])}", "b")
    assert pairs(one, part) == []


def long_interview(ident, seed):
    dice = random.Random(seed)
    words = ["".join(dice.choices("abcdefgh", k=5)) for _ in range(600)]
    return transcript(f"P1: {' '.join(words)}", ident)


def test_a_file_that_holds_others_is_told_and_nothing_is_left_out():
    parts = [long_interview(ident, ident) for ident in "abc"]
    whole = transcript("\n".join(f"P1: {part.text}" for part in parts[:2]), "whole")
    (told,) = merged([*parts, whole])
    assert (told.path, told.kind, told.unusable) == ("whole.txt", "duplicate-content", False)
    assert "what a.txt, b.txt holds" in told.text
    assert pairs(*parts, whole) == []


def test_files_that_share_little_hold_nothing_of_one_another():
    assert merged(long_interview(ident, ident) for ident in "abcd") == ()
    assert merged(interview(ANSWERS, ident) for ident in "ab") == ()


def test_one_interview_and_none_have_no_duplicates():
    assert pairs() == pairs(interview(ANSWERS)) == []


@needs_shared
def test_nine_people_who_answered_one_questionnaire_are_nine_interviews():
    found = readings("transcripts/de_cycling_md/*.md")
    assert len(found) == 9
    assert duplicates(found) == ()


@needs_shared
def test_one_interview_in_twelve_formats_and_styles_is_one():
    found = readings("styles/de/*.*")
    result = duplicates(found)
    assert len(result) == len(found) - 1 == 11
    assert len({one.kept.path for one in result}) == 1


# Whatever is said


@given(st.lists(st.sampled_from([ANSWERS, OTHERS, QUESTIONS]), max_size=6), st.randoms())
def test_each_interview_is_kept_once_whatever_the_order(answers, dice):
    found = [interview(said, f"t{number}") for number, said in enumerate(answers)]
    result = duplicates(found)
    left_out = {one.left_out.id for one in result}
    assert len(found) - len(left_out) == len(set(answers))
    assert not left_out & {one.kept.id for one in result}
    assert all(one.left_out.text == one.kept.text for one in result)
    assert duplicates(dice.sample(found, len(found))) == result
