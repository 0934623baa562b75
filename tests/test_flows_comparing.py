"""What two runs differ in, and why, in words."""

import shutil

import pytest
from studies import ENGLISH, INTERVIEWS, study

from flows.cli import DONE, WRONG, main

TALKS = {"t1.txt": ENGLISH, "t2.txt": INTERVIEWS["orval.txt"], "t3.txt": INTERVIEWS["brell.txt"]}
QUICK = ("--untracked", "--format", "html")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    assert main(["run", *QUICK, *arguments]) == DONE


def told(capsys, *arguments):
    capsys.readouterr()
    assert main(["diff", *arguments]) == DONE
    return [line.strip() for line in capsys.readouterr().out.splitlines() if line]


def test_a_new_interview_is_why_its_codings_are_new(tmp_path, capsys):
    home = study(tmp_path, {k: v for k, v in TALKS.items() if k != "t1.txt"})
    run()
    (home / "transcripts" / "t1.txt").write_text(ENGLISH, "utf-8")
    run()
    lines = told(capsys)
    assert lines[0] == "From run 1 to run 2:"
    assert "transcripts/t1.txt: new" in lines
    assert "respondents: 2, now 3" in lines
    assert "electrification, respondents: 1 of 2, now 2 of 3" in lines
    (codings,) = [line for line in lines if "codings new" in line]
    assert "because the transcript is new: " in codings
    assert "electrification (t1, turn 2)" in codings


def test_a_corrected_transcript_is_why_a_coding_is_gone(tmp_path, capsys):
    home = study(tmp_path, TALKS)
    run()
    changed = ENGLISH.replace("self-driving lorry", "lorry").replace(
        "without a driver", "of theirs"
    )
    (home / "transcripts" / "t1.txt").write_text(changed, "utf-8")
    run()
    lines = told(capsys)
    assert "transcripts/t1.txt: changed" in lines
    gone = [line for line in lines if "gone, because the transcript has changed" in line]
    assert len(gone) == 1
    assert "autonomous_vehicles (t1, turn 4)" in gone[0]


def test_settings_and_languages_are_named(tmp_path, capsys):
    home = study(tmp_path, TALKS)
    run()
    (home / "study.toml").write_text('title = "Another"', "utf-8")
    run("--language", "fr")
    assert told(capsys, "1", "2")[2:] == ["study.toml: new", "languages: en, fr, de, now fr"]


def test_two_folders_are_compared_wherever_they_lie(tmp_path, capsys):
    study(tmp_path, TALKS)
    run()
    shutil.copytree(tmp_path / "outputs" / "trial", tmp_path / "kept")
    lines = told(capsys, "kept", "outputs/trial")
    assert lines == ["From run kept to run trial:", "Nothing is different."]


def test_a_run_that_did_nothing_is_no_run(tmp_path, capsys):
    study(tmp_path, TALKS)
    run()
    run()
    assert main(["diff"]) == WRONG
    assert "there is one run to compare" in capsys.readouterr().err


@pytest.mark.parametrize("names", [("7", "1"), ("1",), ("1", "nowhere")])
def test_a_run_that_there_is_not_is_told(tmp_path, capsys, names):
    study(tmp_path, TALKS)
    run()
    assert main(["diff", *names]) == WRONG
    assert "whitepaper: " in capsys.readouterr().err
