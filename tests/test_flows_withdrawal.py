"""Whoever withdraws is gone at the next run: from documents, evidence, stores and databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from studies import INTERVIEWS, contents, record, rows, study
from traces import holding

from flows.cli import DONE, UNUSABLE, WRONG, main

QUICK = ("--untracked", "--format", "html")
HEADER = "transcript,speaker,id,name,organisation,region,consent"
CANARY = "quokkafarm"
"""A word of the person's: of the file's name, the label, the name and the organisation."""

WORDS = "yabby"
"""A word that the person says, and that may be quoted."""

SAID = f"""\
Interviewer: How do you see the electric car?

Ms {CANARY}: The {WORDS} battery plant asks for more electricity than the whole valley has today.

Ms {CANARY}: An electric lorry of the {CANARY} is charged at night, behind the battery plant there.
"""
TOGETHER = f"""\
Moderator: How do you see the electric car?

Mr Dole: The battery plant is the largest customer that we have had in ten years, and it grows.

Ms {CANARY}: The {WORDS} will not buy an electric lorry before there are chargers for lorries.

Mr Dole: Then the chargers come first, and the battery cases after them; we can wait a year.
"""


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    return main(["run", *(arguments or QUICK)])


def consent(folder, *lines):
    (folder / "participants.csv").write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")


def traces(folder):
    """The files below a folder that tell of the person, by their paths there."""
    return [path.relative_to(folder).as_posix() for path in holding(folder, CANARY, WORDS)]


def test_the_canary_is_found_where_it_is(tmp_path):
    study(tmp_path, {**INTERVIEWS, f"{CANARY}.txt": SAID.encode()})
    assert run("--untracked", "--language", "en") == DONE
    assert {Path(name).suffix for name in traces(tmp_path)} >= {".docx", ".pdf", ".html", ".xlsx"}


@pytest.mark.slow
def test_an_interview_that_is_withdrawn_leaves_no_trace_in_anything(tmp_path):
    home = study(tmp_path, {**INTERVIEWS, f"{CANARY}.txt": SAID.encode()})
    command = [sys.executable, "-m", "flows", "run", "--language", "en"]
    apart = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
    for status in (DONE, DONE):
        done = subprocess.run(command, env=apart, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        consent(home, f"{CANARY},Ms {CANARY},,Ms {CANARY},The {CANARY} Works,,withdrawn")
    assert (tmp_path / ".state" / "prefect" / "prefect.db").exists()
    assert traces(tmp_path / "outputs") == []
    assert traces(tmp_path / ".state") == []
    assert CANARY not in (done.stdout + done.stderr).lower()
    told = [one for one in record(tmp_path)["notices"] if one["kind"] == "withdrawn"]
    assert [one["path"] for one in told] == ["participants.csv"]
    assert record(tmp_path)["respondents"] == 3


def test_who_withdraws_from_a_conversation_leaves_the_others_as_they_were(tmp_path):
    home = study(tmp_path, {**INTERVIEWS, "both.txt": TOGETHER.encode()})
    assert run() == DONE
    before = [row for row in rows(tmp_path) if row["transcript"] == "both"]
    consent(home, f"both,Ms {CANARY},,,,,withdrawn", "both,Mr Dole,,,,,")
    assert run() == DONE
    after = [row for row in rows(tmp_path) if row["transcript"] == "both"]
    assert traces(tmp_path / "outputs") == traces(tmp_path / ".state") == []
    wanted = [(row["code"], row["text"]) for row in before if WORDS not in row["text"]]
    assert [(row["code"], row["text"]) for row in after] == wanted
    assert len(after) < len(before)
    assert record(tmp_path)["respondents"] == 4


def test_documents_that_are_not_made_again_are_deleted_and_named(tmp_path):
    home = study(tmp_path, {**INTERVIEWS, f"{CANARY}.txt": SAID.encode()})
    assert run() == DONE
    assert main(["export", "--qdpx"]) == main(["audit", "30"]) == DONE
    assert {"project.qdpx", "audit.xlsx"} <= set(contents(tmp_path / "outputs" / "trial"))
    consent(home, f"{CANARY},,,,,,withdrawn")
    assert run(*QUICK, "--language", "fr") == DONE
    left = set(contents(tmp_path / "outputs" / "trial"))
    assert {name for name in left if name.endswith(".html")} == {"white-paper.fr.html"}
    gone = {n["path"] for n in record(tmp_path)["notices"] if n["kind"] == "withdrawn"}
    assert gone == {
        *("participants.csv", "white-paper.html", "white-paper.de.html"),
        *("project.qdpx", "audit.xlsx"),
    }
    assert traces(tmp_path / "outputs") == traces(tmp_path / ".state") == []


def test_what_somebody_has_edited_is_never_deleted_but_named_until_it_is(tmp_path):
    home = study(tmp_path, {**INTERVIEWS, f"{CANARY}.txt": SAID.encode()})
    assert run() == DONE
    page = tmp_path / "outputs" / "trial" / "white-paper.html"
    page.write_text(f"{page.read_text('utf-8')} and mine", "utf-8")
    consent(home, f"{CANARY},,,,,,withdrawn")
    assert run() == UNUSABLE
    (home / "study.toml").write_text('title = "Another"', "utf-8")
    assert run() == UNUSABLE
    assert traces(tmp_path / "outputs") == ["trial/white-paper.edited-1.html"]
    page.with_stem("white-paper.edited-1").unlink()
    (home / "study.toml").write_text('title = "A third"', "utf-8")
    assert run() == DONE


def test_where_everybody_has_withdrawn_not_even_the_old_paper_is_left(tmp_path):
    home = study(tmp_path, {f"{CANARY}.txt": SAID.encode()})
    assert run() == DONE
    consent(home, f"{CANARY},,,,,,withdrawn")
    assert run() == WRONG
    assert traces(tmp_path / "outputs") == traces(tmp_path / ".state") == []
    assert list((tmp_path / "outputs" / "trial").iterdir()) == []


def test_a_second_copy_of_a_withdrawn_interview_is_withdrawn_too(tmp_path):
    twice = SAID.replace("Ms", "**Ms").replace("farm:", "farm:**")
    files = {**INTERVIEWS, f"{CANARY}.txt": SAID.encode(), f"{CANARY}-2.md": twice.encode()}
    home = study(tmp_path, files)
    consent(home, f"{CANARY},,,,,,withdrawn")
    assert run() == DONE
    assert traces(tmp_path / ".state") == traces(tmp_path / "outputs") == []


# Pseudonyms


def pseudonyms(folder):
    return {row["transcript"]: row["participant"] for row in rows(folder) if row["participant"]}


def test_pseudonyms_stay_when_others_come_and_go(tmp_path):
    names = ("talk-2.txt", "talk-3.txt", "talk-4.txt")
    home = study(tmp_path, dict(zip(names, INTERVIEWS.values(), strict=True)))
    assert run() == DONE
    before = pseudonyms(tmp_path)
    assert len(set(before.values())) == 3
    (home / "transcripts" / "talk-1.txt").write_text(SAID.replace(CANARY, "Adam"), "utf-8")
    (home / "transcripts" / "talk-3.txt").unlink()
    assert run() == DONE
    after = pseudonyms(tmp_path)
    assert (after["talk-2"], after["talk-4"]) == (before["talk-2"], before["talk-4"])
    assert after["talk-1"] not in before.values()


def test_a_file_s_name_that_tells_who_was_interviewed_is_in_no_output(tmp_path):
    home = study(tmp_path)
    assert run() == DONE
    assert set(pseudonyms(tmp_path).items()) == {("P01", "P01"), ("P02", "P02"), ("P03", "P03")}
    assert holding(tmp_path / "outputs", "orval", "brell") == []
    assert {one["path"] for one in record(tmp_path)["transcripts"]} == {
        *("transcripts/P01.txt", "transcripts/P02.txt", "transcripts/P03.txt"),
    }
    consent(home, *(f"{name},,,,,,named" for name in ("vale", "orval", "brell")))
    assert run() == DONE
    assert set(pseudonyms(tmp_path)) == {"vale", "orval", "brell"}


def test_the_key_is_for_the_researchers_alone_and_holds_nobody_who_has_withdrawn(tmp_path):
    home = study(tmp_path, {**INTERVIEWS, f"{CANARY}.txt": SAID.encode()})
    assert run() == DONE
    key = tmp_path / ".state" / "trial" / "private" / "key.csv"
    assert "Mr Vale" in key.read_text("utf-8-sig")
    assert key.stat().st_mode & 0o077 == 0
    assert key.parent.stat().st_mode & 0o077 == 0
    assert [p for p in (tmp_path / "outputs").rglob("*") if "key" in p.name] == []
    before = pseudonyms(tmp_path)
    consent(home, f"{CANARY},,,,,,withdrawn")
    assert run() == DONE
    assert CANARY not in key.read_text("utf-8-sig")
    assert before[CANARY] in key.read_text("utf-8-sig")
    assert {**pseudonyms(tmp_path), CANARY: before[CANARY]} == before


def test_an_id_that_the_list_gives_goes_before_the_key(tmp_path):
    home = study(tmp_path)
    assert run() == DONE
    consent(home, "vale,Mr Vale,P77,,,,", "orval,,,,,,", "brell,,,,,,")
    assert run() == DONE
    assert set(pseudonyms(tmp_path).values()) == {"P01", "P02", "P77"}
