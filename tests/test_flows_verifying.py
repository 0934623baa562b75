"""``whitepaper verify``: what it prints and how it ends; and forty edits in the sample's paper."""

import json
import os
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest
from studies import study

from benchmarks import edits
from benchmarks.verification import check, false_alarms, missed, subjects, with_edits, written
from flows.cli import DONE, UNUSABLE, WRONG, main
from transcripts.study import SECTIONS

ROOT = Path(__file__).parents[1]
SOFFICE = shutil.which("soffice")
SPOKEN = "Everything stood still for nine weeks"
LISTED = "transcript,speaker,consent\nvale,Mr Vale,{}\norval,M. Orval,pseudonym\nbrell,Frau Brell,pseudonym\n"


@pytest.fixture
def made(tmp_path, monkeypatch, capsys):
    """The folder with the papers of a small study."""
    monkeypatch.chdir(tmp_path)
    study(tmp_path, participants_csv=LISTED.format("pseudonym"))
    assert main(["run", "--untracked", "--draft"]) == DONE
    capsys.readouterr()
    return tmp_path / "outputs" / "trial"


def verify(*arguments):
    return main(["verify", *map(str, arguments)])


@pytest.mark.parametrize("name", ["white-paper.docx", "white-paper.fr.html", "white-paper.de.docx"])
def test_the_paper_as_it_was_written_agrees(made, name, capsys):
    assert verify(made / name) == DONE
    shown = capsys.readouterr().out
    assert shown.splitlines()[-1].startswith(f"{name}: ")
    assert shown.splitlines()[-1].endswith("checked: all agree")
    assert "Not checked:\n" in shown


def test_what_does_not_agree_is_told_with_its_place_and_the_evidence(made, capsys):
    page = made / "white-paper.html"
    text = page.read_text("utf-8")
    assert SPOKEN in text
    page.write_text(text.replace(SPOKEN, "Everything stood still for two weeks"), "utf-8")
    assert verify(page) == UNUSABLE
    shown = capsys.readouterr().out
    assert "paragraph 1: words of a quotation were changed" in shown
    assert "still for two weeks" in shown
    assert f"  the evidence: “{SPOKEN}" in shown
    assert shown.splitlines()[-1].endswith("checked: 1 thing not in agreement with the evidence")


def test_other_programs_get_all_of_it(made, capsys):
    page = made / "white-paper.html"
    page.write_text(page.read_text("utf-8").replace(SPOKEN, "Nothing stood still"), "utf-8")
    assert verify(page, "trial", "--json") == UNUSABLE
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["agrees"]) == ("white-paper.html", False)
    assert {"kind", "place", "said", "evidence", "problem"} < set(told["findings"][0])
    assert told["unchecked"]


def test_consent_is_that_of_today(made, tmp_path, capsys):
    listed = tmp_path / "inputs" / "trial" / "participants.csv"
    listed.write_text(LISTED.format("no-quotes"), "utf-8")
    assert verify(made / "white-paper.docx") == UNUSABLE
    assert "a quotation of somebody who may not be quoted" in capsys.readouterr().out


def test_nothing_is_written_to_the_outputs(made):
    before = {p.name: p.read_bytes() for p in made.iterdir()}
    verify(made / "white-paper.docx")
    assert {p.name: p.read_bytes() for p in made.iterdir()} == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("paper.md", b"# Paper", "is of a kind in which no paper is written (.md)"),
        ("paper.docx", b"no document", "is not a .docx file"),
        ("paper.html", b"<!ENTITY a 'b'>", "declares entities"),
        ("gone.html", None, "cannot be opened"),
    ],
)
def test_what_cannot_be_read_ends_with_what_to_do(made, name, content, said, capsys):
    if content is not None:
        (made / name).write_bytes(content)
    assert verify(made / name) == WRONG
    assert said in capsys.readouterr().err


# The sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    home = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "inputs" / "sample", home / "inputs" / "sample")
    assert (home / "inputs" / "sample" / SECTIONS).is_dir()
    return subjects(home)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "language"),
    [*product(("docx", "html"), ("en", "fr", "de")), ("pdf", "fr")],  # the others are measured
)
def test_all_forty_edits_of_the_sample_are_found_without_a_false_alarm(sample, language, kind):
    subject = sample[language]
    assert check(subject, written(subject.paper, kind), kind).findings == ()
    desk = subject.desk(seed=7)
    made = [*edits.drawn(desk), *edits.harmless(desk)]
    assert sum(not edit.harmless for edit in made) == 40
    findings = check(subject, with_edits(subject, kind, made), kind).findings
    assert missed(made, findings) == []
    assert false_alarms(made, findings) == []


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("language", "edited"), [("en", False), ("de", True)])
def test_what_libreoffice_saved_is_read_as_well(sample, language, edited, tmp_path):
    subject = sample[language]
    desk = subject.desk(seed=8)
    made = [*edits.drawn(desk), *edits.harmless(desk)] if edited else []
    path = tmp_path / "paper.docx"
    path.write_bytes(with_edits(subject, "docx", made))
    for kind, asked in (("docx", "docx:MS Word 2007 XML"), ("pdf", "pdf")):
        saved = resaved(path, asked, tmp_path / "saved") / f"paper.{kind}"
        findings = check(subject, saved.read_bytes(), kind).findings
        assert missed(made, findings) == []
        assert false_alarms(made, findings) == []


def resaved(path, asked, folder):
    """The folder with the file as LibreOffice saves it."""
    command = [SOFFICE, "--headless", "--convert-to", asked, "--outdir", folder, path]
    home = {**os.environ, "HOME": str(folder)}
    subprocess.run(command, env=home, check=True, capture_output=True, timeout=180)
    return folder
