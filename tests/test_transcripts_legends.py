"""What stands above an interview: who is who, and what is no turn."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from flows import intake
from transcripts import legends, reading, speakers
from transcripts.limits import Limits
from transcripts.manuscript import HEADING, Line
from transcripts.turns import divide

DATA = tomllib.loads(Path(legends.__file__).with_name("legends.toml").read_text("utf-8"))
TALK = ["I: Wie war das?", "B: Gut.", "I: Und dann?", "B: Dann kam der Mai."]


@pytest.mark.parametrize("detail", DATA["details"])
def test_a_circumstance_above_the_talk_is_no_turn(detail: str) -> None:
    head = [f"{detail.capitalize()}: Trier 7"]
    division = divide([Line(text) for text in [*head, *TALK]])
    assert [draft.speaker for draft in division.drafts] == ["I", "B", "I", "B"]
    assert division.apart == tuple(head)


@pytest.mark.parametrize("opening", DATA["openings"])
def test_a_turn_that_only_greets_is_kept(opening: str) -> None:
    lines = ["Interview Nord", f"Interviewer: {opening.capitalize()} Frau Meyer", *TALK]
    assert divide([Line(text) for text in lines]).drafts[0].speaker == "Interviewer"


@pytest.mark.parametrize("asking", DATA["asking"])
def test_who_assists_asks(asking: str) -> None:
    labels = [None, *map(speakers.parse, ["BL: Well?", "A: Yes."])]
    assert legends.told([f"{asking.capitalize()}: Ben Low"], labels) == {"bl": "interviewer"}


@pytest.mark.parametrize("title", DATA["titles"])
def test_a_title_is_no_initial(title: str) -> None:
    labels = [None, speakers.parse("PS: Yes.")]
    head = [f"Befragte: {title.capitalize()}. Petra Schneider"]
    assert legends.told(head, labels) == {"ps": "respondent"}


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("Interviewer: Max Dorn (MD)", "MD"),
        ("Interviewer: Max Dorn", "M.D."),
        ("Interviewer: Max Dorn", "Max"),
        ("Interviewer: Max Dorn", "Herr Dorn"),
        ("Interviewer: Max Dorn", "MAX DORN"),
        ("Interviewers: Eva Roth, Max Dorn", "Dorn"),
        ("Présents : Max Dorn (enquêteur), Paul Roy (boulanger)", "Max"),
        ("Max Dorn, Interviewer", "Max Dorn"),
        ("MD: Max Dorn, Interviewer", "MD"),
    ],
)
def test_who_is_named_above_is_known_below(head: str, label: str) -> None:
    labels = [None, speakers.parse(f"{label}: So?")]
    expected = {} if head.startswith("Interviewers") else {label.casefold(): "interviewer"}
    assert legends.told([head], labels) == expected


def test_a_name_of_two_people_tells_nothing() -> None:
    head = ["Interviewer: Max Dorn", "Befragter: Max Roth"]
    assert legends.told(head, [None, None, speakers.parse("Max: So?")]) == {}


def test_roles_from_the_head_reach_the_transcript() -> None:
    text = "Gespräch\nInterviewer: Max Dorn\nBefragte: Petra Schneider\n\nMD: So.\nPS: Ja.\n"
    found = reading.read_data((text + "MD: Gut.\nPS: Eben.\n").encode(), "a.txt").transcripts[0]
    assert [turn.role for turn in found.turns] == ["interviewer", "respondent"] * 2
    assert found.notices == ()


def test_a_part_s_heading_is_neither_speaker_nor_doubt() -> None:
    part = Line("Teil 2: Arbeit", HEADING, level=2)
    division = divide([*map(Line, TALK), part, *map(Line, TALK)])
    assert (division.apart, division.doubted) == (("Teil 2: Arbeit",), ())


@pytest.mark.slow
def test_a_crowd_of_labels_is_read_within_the_limits(tmp_path: Path) -> None:
    lines = [f"Interviewer Ax{number}: Yes." for number in range(20_000)]
    path = tmp_path / "crowd.txt"
    path.write_text("\n".join(["Interviewer: " + "a, " * 50_000, *lines]), "utf-8")
    (transcript,) = intake.read_one(path, Limits()).transcripts
    assert len(transcript.turns) > 20_000
