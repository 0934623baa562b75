"""Whose voice each line of the list of participants is, and with which consent."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import LITERALS, interviews, person, transcript

from transcripts.errors import InputError
from transcripts.participant_list import read_rows
from transcripts.participants import identify, roles
from transcripts.reading import read
from transcripts.roles import assign
from transcripts.study import read_study

SAMPLE = Path(__file__).parents[1] / "inputs" / "sample"
HEADER = "transcript,speaker,role,id,name,region,consent"


@pytest.fixture
def rows(tmp_path):
    def read_text(text):
        path = tmp_path / "participants.csv"
        path.write_text(text, "utf-8")
        return read_rows(path)

    return read_text


@pytest.fixture
def people(rows):
    """Who the participants are of some interviews with a list of these lines."""

    def identified(lines, consent="", **literals):
        listed = rows(f"{HEADER}\n{lines}")
        return identify(interviews(**literals)[0], listed, consent)

    return identified


def said(notices):
    return [(notice.path, notice.place, notice.text) for notice in notices]


# Whose voice it is


@pytest.mark.parametrize(
    "name",
    [
        "int-7",
        "INT-7",
        "Entretien Été.docx",
        "x/Entretien Été.docx",
        "Entretien Été",
        "ENTRETIEN  ÉTÉ",
        unicodedata.normalize("NFD", "Entretien Été"),
    ],
)
def test_a_transcript_is_named_by_id_file_or_stem_whatever_the_case_or_unicode_form(rows, name):
    interview = transcript("P1: Oui.", "int-7", path="x/Entretien Été.docx")
    (found,), notices = identify([interview], rows(f"transcript,id\n{name},P03"))
    assert (found.id, found.voices, notices) == ("P03", (("int-7", "P1"),), ())


def test_a_file_may_have_its_name_in_another_unicode_form(rows):
    decomposed = unicodedata.normalize("NFD", "Été.docx")
    (found,), _ = identify([transcript("P1: Oui.", "x", path=decomposed)], rows("transcript\nété"))
    assert found.voices == (("x", "P1"),)


@pytest.mark.parametrize("name", ["int", "int-70", "Entretien", "7", "docx"])
def test_part_of_a_name_is_no_name(rows, name):
    interview = transcript("P1: Oui.", "int-7", path="x/Entretien Été.docx")
    (listed, other), _ = identify([interview], rows(f"transcript,id\n{name},P03"))
    assert (listed.id, listed.voices) == ("P03", ())
    assert other.voices == (("int-7", "P1"),)


@pytest.mark.parametrize("label", ["Hélène", "HÉLÈNE", " hélène", "He\u0301le\u0300ne"])
def test_a_speaker_is_named_whatever_the_case_or_unicode_form(people, label):
    (found,), notices = people(f"a,{label},,P03,,,", a="Hélène: Oui.")
    assert (found.id, found.voices, notices) == ("P03", (("a", "Hélène"),), ())


def test_a_line_is_a_person_with_name_consent_and_attributes(people):
    (found,), notices = people(
        "a,Q,interviewer,,,,\na,P1,respondent,P07,Anna Weber,Saarland,named", a="Q: So?\nP1: Yes."
    )
    assert found == person("P07 a:P1", "named", "Anna Weber", region="Saarland")
    assert notices == ()


def test_a_line_without_speaker_is_whoever_answers(people):
    (found,), notices = people("a,,,,,Saarland,", a="Q: So?\nBob: Yes.")
    assert (found.voices, found.attribute("region"), notices) == ((("a", "Bob"),), "Saarland", ())


def test_a_speaker_without_label_is_somebody(people):
    (found,), notices = people("a,,,P09,,,", a=": It was.\n: It is.")
    assert (found.id, found.voices, notices) == ("P09", (("a", ""),), ())


def test_a_line_without_speaker_leaves_out_those_of_other_lines(people):
    found, notices = people("a,,,P01,,,\na,Bob,,P02,,,", a="Anna: Yes.\nBob: No.")
    assert [one.voices for one in found] == [(("a", "Anna"),), (("a", "Bob"),)]
    assert notices == ()


def test_several_who_answer_to_one_line_are_one_person_and_that_is_told(people):
    (found,), (notice,) = people("a,,,P01,,,", a="Anna: Yes.\nBob: No.")
    assert found.voices == (("a", "Anna"), ("a", "Bob"))
    assert notice.place == "line 2"
    assert "All who answer are taken as one person" in notice.text


def test_a_line_without_speaker_that_names_two_files_of_one_stem_is_one_person(rows):
    found = [transcript("P1: Oui.", f"{kind}-1", path=f"{kind}/int.txt") for kind in "ab"]
    (one,), notices = identify(found, rows("transcript,id\nint,P01"))
    assert (one.voices, notices) == ((("a-1", "P1"), ("b-1", "P1")), ())


def test_lines_with_one_id_are_one_person_in_several_transcripts(people):
    (found,), notices = people(
        "a,P1,,P03,Anna,,\nb,Anna,,P03,,Saarland,", a="P1: So.", b="Anna: Ja."
    )
    assert found == person("P03 a:P1 b:Anna", name="Anna", region="Saarland")
    assert notices == ()


def test_without_a_list_each_speaker_who_answers_is_a_person_by_transcripts_ids():
    found, notices = identify(
        interviews(b="P1: Oui.", a="Q: So?\nP1: Ja.\nP2: Nein.\nP1: Doch.")[0]
    )
    assert [(one.id, one.voices, one.consent) for one in found] == [
        ("P01", (("a", "P1"),), "pseudonym"),
        ("P02", (("a", "P2"),), "pseudonym"),
        ("P03", (("b", "P1"),), "pseudonym"),
    ]
    assert notices == ()


def test_an_empty_study_has_nobody():
    assert identify([]) == ((), ())


# Ids


def test_ids_are_given_in_the_order_of_the_list_then_to_those_not_in_it(people):
    found, _ = people("b,,,,,,\na,P2,,,,,", a="P1: Ja.\nP2: Nein.", b="P1: So.")
    assert [(one.id, one.voices[0]) for one in found] == [
        ("P01", ("b", "P1")),
        ("P02", ("a", "P2")),
        ("P03", ("a", "P1")),
    ]


def test_an_id_that_a_later_line_has_is_not_given_to_another(people):
    found, _ = people("a,,,,,,withdrawn\nb,,,P01,,,named", a="P1: Ja.", b="P1: Nein.")
    assert [(one.id, one.consent) for one in found] == [("P02", "withdrawn"), ("P01", "named")]


def test_ids_stay_when_a_transcript_is_missing_or_another_comes(people):
    lines = "a,,,,,,\nb,,,,,,\nc,,,,,,"
    every = dict.fromkeys("abc", "P1: Ja.")
    for literals in (every, {"a": "P1: Ja.", "c": "P1: Ja."}, {**every, "Z": "P1: Ja."}):
        found, _ = people(lines, **literals)
        ids = {one.voices[0][0]: one.id for one in found if one.voices}
        assert (ids["a"], ids["c"]) == ("P01", "P03")


def test_a_hundredth_person_has_an_id_too():
    found, _ = identify([transcript("\n".join(f"S{i}: Ja." for i in range(100)))])
    assert (found[0].id, found[99].id) == ("P01", "P100")


# Consent


@pytest.mark.parametrize(
    ("listed", "study", "given"),
    [
        ((), "", "pseudonym"),
        (("named",), "", "pseudonym"),
        (("named", "pseudonym"), "", "pseudonym"),
        (("named", "no-quotes"), "", "no-quotes"),
        (("pseudonym", "withdrawn"), "", "pseudonym"),
        (("no-quotes", "withdrawn"), "", "no-quotes"),
        (("no-quotes",), "pseudonym", "pseudonym"),
        (("pseudonym",), "named", "named"),
        (("named",), "no-quotes", "no-quotes"),
        ((), "withdrawn", "withdrawn"),
    ],
)
def test_who_has_no_consent_gets_the_studys_else_the_strictest_but_never_named(
    people, listed, study, given
):
    literals = {f"t{number}": "P1: Ja." for number in range(len(listed) + 2)}
    lines = "\n".join(f"t{number},,,,,,{level}" for number, level in enumerate(listed))
    found, _ = people(f"{lines}\nt{len(listed)},,,,Anna,,", study, **literals)
    assert [one.consent for one in found] == [*listed, given, given]


def test_one_person_has_the_strictest_consent_of_all_lines(people):
    lines = "a,,,P01,,Wallonia,named\nb,,,P01,,Saarland,withdrawn\nc,,,P01,,,"
    (found,), _ = people(lines, a="P1: Ja.", b="P1: Ja.", c="P1: Ja.")
    assert (found.consent, found.attribute("region")) == ("withdrawn", "Wallonia")


def test_lines_of_one_person_that_differ_are_told_without_what_they_say(people):
    lines = "a,,,P01,,Wallonia,named\nb,,,P01,,Saarland,pseudonym"
    _, notices = people(lines, a="P1: Ja.", b="P1: Ja.")
    assert said(notices) == [
        (
            "participants.csv",
            "line 3",
            "P01 stands on line 2 with another region, consent. The strictest consent and else the "
            "first value are taken. Correct one of the lines.",
        )
    ]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("a,Anna,,P01,,,withdrawn\na,anna,,P02,,,named", "line 3"),
        ("a,Anna,,P01,,,named\na.txt,Anna,,P01,,,named", "line 3"),
        ("a,,,P01,,,named\nb,,,P03,,,\na,,,P02,,,named", "line 4"),
        ("a,Anna,interviewer,,,,\na,Anna,respondent,,,,", "line 3"),
    ],
)
def test_two_lines_for_one_speaker_stop_the_study(people, lines, place):
    with pytest.raises(InputError, match="is the same speaker as line 2") as caught:
        people(lines, a="Anna: Ja.", b="P1: Nein.")
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("level", "study"), [("withdrawn", ""), ("no-quotes", "pseudonym"), ("pseudonym", "named")]
)
def test_a_strict_consent_for_a_speaker_who_is_not_there_stops_the_study(people, level, study):
    with pytest.raises(InputError) as caught:
        people(f"a,Ana,,,,,{level}", study, a="Anna: Ja.\nBob: Nein.")
    assert str(caught.value) == (
        f"participants.csv, line 2: {level!r} is for speaker 'Ana', whom nobody matches. "
        "Write the label as the transcript has it (there are: Anna, Bob)."
    )


# What is told


def test_a_line_that_nobody_matches_is_told_with_the_speakers_there_are(people):
    found, notices = people("a,Ana,,P01,,,", a="Q: So?\nAnna: Ja.")
    assert [one.voices for one in found] == [(), (("a", "Anna"),)]
    assert said(notices) == [
        (
            "participants.csv",
            "line 2",
            "Nobody matches speaker 'Ana' of transcript 'a'; it has the speakers Q, Anna. "
            "Correct the line or the transcript's labels.",
        ),
        (
            "a.txt",
            "",
            "Speaker 'Anna' is not in the list of participants and is taken with the consent "
            "'pseudonym'. Add a line for this person.",
        ),
    ]


def test_a_line_of_a_transcript_that_was_not_read_is_told(people):
    _, (notice,) = people("a,,,,,,\nb,P1,,,,,", a="P1: Ja.")
    assert (notice.place, "no such transcript was read" in notice.text) == ("line 3", True)


def test_a_withdrawn_line_of_a_transcript_that_is_gone_is_told_without_any_name(people):
    _, (notice,) = people("a,,,,,,\nsecret-b,Canary,,,Canary,,withdrawn", a="P1: Ja.")
    assert notice.place == "line 3"
    assert "Canary" not in notice.text
    assert "secret" not in notice.text


@pytest.mark.parametrize(("label", "number"), [("Q", 0), ("Frage", 1)])
def test_an_interviewer_whom_nobody_matches_is_told(people, label, number):
    _, notices = people(f"a,{label},interviewer,,,,\na,P1,,,,,", a="Q: So?\nP1: Ja.")
    assert len(notices) == number


def test_interviewers_of_a_transcript_that_was_not_read_are_passed_over(people):
    assert people("b,Q,interviewer,,,,\na,,,,,,", a="P1: Ja.")[1] == ()


def test_the_sample_studys_list_and_its_transcripts_fit():
    listed = read_rows(SAMPLE / "participants.csv")
    found = [read(path) for path in sorted((SAMPLE / "transcripts").iterdir())]
    found = [assign(interview, roles(listed, interview)) for interview in found]
    people, notices = identify(found, listed, read_study(SAMPLE).consent)
    assert notices == ()
    assert [one.id for one in people] == [f"P{number:02}" for number in range(1, 19)]
    assert all(len(one.voices) == 1 for one in people)
    assert [one.id for one in people if one.consent == "named"] == ["P09", "P14"]


# Whatever is said


@given(st.lists(LITERALS, max_size=4), st.lists(st.sampled_from("abcdx"), max_size=5, unique=True))
def test_every_voice_that_answers_is_one_persons(tmp_path_factory, literals, listed):
    found, _ = interviews(**dict(zip("abcd", literals, strict=False)))
    path = tmp_path_factory.getbasetemp() / "participants.csv"
    path.write_text("\n".join(["transcript", *listed]), "utf-8")
    people, _ = identify(found, read_rows(path))
    voices = [voice for one in people for voice in one.voices]
    assert len(voices) == len(set(voices))
    assert set(voices) == {(one.id, turn.speaker) for one in found for turn in one.answers()}
    assert len({one.id for one in people}) == len(people)
    assert identify(found[::-1], read_rows(path))[0] == people


# Lines that nearly name a transcript


@pytest.mark.parametrize("called", ["7", "007", "007.docx", "transcripts/007.txt"])
def test_a_spreadsheet_s_way_to_write_a_file_s_name_is_understood(rows, called):
    read = [transcript("P1: Yes, we do.", "007", path="transcripts/007.txt")]
    ((someone,), _) = identify(read, rows(f"{HEADER}\n{called},P1,,,,,withdrawn"))
    assert someone.consent == "withdrawn"


@pytest.mark.parametrize("consent", ["no-quotes", "withdrawn"])
def test_a_strict_line_for_no_transcript_stops_while_anybody_is_not_listed(rows, consent):
    read = [transcript("P1: Yes, we do.", "int1")]
    with pytest.raises(InputError, match="not listed yet are: int1"):
        identify(read, rows(f"{HEADER}\nint-1,P1,,,,,{consent}"), "pseudonym")


def test_a_line_for_a_file_that_was_left_out_as_a_second_copy_is_for_the_one_that_is_kept(rows):
    read = [transcript("P1: Yes, we do.", "int1-vtt")]
    listed = rows(f"{HEADER}\nint1.txt,P1,,,,,withdrawn")
    ((someone,), _) = identify(read, listed, twins=[("transcripts/int1.txt", "int1-vtt")])
    assert someone.consent == "withdrawn"
