"""People who coded and judged: from codings.csv and audit.xlsx to the method section."""

from __future__ import annotations

import csv
import html
import re

import openpyxl
import pytest
from studies import record, rows, study
from test_flows_teaching import BOOK as PARKS
from test_flows_teaching import GREEN, WALKERS, _coded_by_hand, _said

from flows.cli import DONE, WRONG, main

SAYINGS = (
    "We sell battery cases to three customers abroad, and the electric car decides about us.",
    "The self-driving lorry will come to the motorway before it comes to the town.",
    "Everything stood still in the pandemic, and then everybody wanted everything at once.",
    "We have a canteen, a lawn and two dogs that sleep upon it all day long.",
)
NAMES = ("vale", "orr", "brell", "dent", "finch", "gale", "hart")
CONSENT = "transcript,speaker,consent\n" + "".join(
    f"{name},Mr {name.title()},{'no-quotes' if name == 'hart' else 'pseudonym'}\n" for name in NAMES
)


OWN = (
    "So says {0}, as {0} does, and only {0} would, nobody but {0}.",
    "Ask {0} or ask whom {0} knows: {0} is {0}, they will tell you.",
    "Where {0} comes from, every {0} thinks so, and {0} is a {0} too.",
    "Our name is {0}, my father was {0}, and {0} we remain, says {0}.",
)
"""What makes two interviews two: otherwise one would be taken for a copy of the other."""


def _interview(name: str) -> str:
    asked = f"Interviewer: Go on, please?\n\nMr {name.title()}: "
    told = zip(OWN, SAYINGS, strict=True)
    return "".join(f"{asked}{own.format(name.title())} {said}\n\n" for own, said in told)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {f"{name}.txt": _interview(name) for name in NAMES}
    return study(tmp_path, files, participants_csv=CONSENT)


def _by_hand(home, **coded) -> None:
    """Write codings.csv: for each coder, interviews with the sayings and codes given there."""
    with (home / "codings.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["transcript", "text", "code", "coder"])
        for coder, given in coded.items():
            lines.writerows([name, SAYINGS[at], code, coder] for name, at, code in given)


def _run() -> int:
    return main(["run", "--untracked", "--format", "html", "--language", "en"])


def _paper(folder) -> str:
    page = (folder / "outputs" / "trial" / "white-paper.html").read_text("utf-8")
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", page)).replace("\u00a0", " ")


def _counted(folder, table: str) -> dict[tuple[str, str], str]:
    found = rows(folder, "counts.csv")
    return {(r["row"], r["column"]): r["value"] for r in found if r["table"] == table}


EVERY = [(name, at, code) for name in NAMES for at, code in enumerate(("electrification", "autonomous_vehicles", "covid_19"))]  # fmt: skip


def test_two_people_are_set_beside_the_program_and_each_other(home, tmp_path):
    _by_hand(home, Ada=EVERY, Ben=[*EVERY[:-3], ("vale", 3, "covid_19")])
    assert _run() == DONE
    told = _paper(tmp_path)
    assert "Interviews were also coded by hand, by 2 people." in told
    assert "No human coder" not in told
    assert "Coder A – Coder B" in told
    assert "Ada" not in told
    people = _counted(tmp_path, "agreement of coder A and coder B")
    # Of 24 answers in 6 interviews: Ben alone gives one code once.
    assert people["all codes", "transcripts"] == "6"
    assert people["covid_19", "answers"] == "24"
    assert people["covid_19", "percent"] == "95.8"
    assert people["electrification", "kappa"] == "1.0"
    assert "95.8" in told
    book = openpyxl.load_workbook(tmp_path / "outputs" / "trial" / "evidence.xlsx")
    listed = list(book["disagreements"].iter_rows(min_row=2, values_only=True))
    mine = [line for line in listed if line[2] == "covid_19"]
    assert [(line[3], line[4], line[5]) for line in mine] == [
        ("Ben", "whitepaper, Ada", SAYINGS[3]),
    ]
    assert book["agreement"]["A2"].value.startswith("whitepaper, Ada")
    assert all(not line[5] for line in listed if line[0] == "hart")


def test_what_learned_from_people_is_compared_by_its_rules_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {f"{walker}.txt": _said(walker) for walker in WALKERS}
    home = study(tmp_path, files, codebook_toml=PARKS)
    _coded_by_hand(home)
    assert _run() == DONE
    learned = {row["text"] for row in rows(tmp_path) if row["coder"] == "whitepaper"}
    assert any(green in text for green in GREEN for text in learned)
    assert "it is compared here by its rules alone" in _paper(tmp_path)
    # The rules find the lorries that park, and no bench: they agree on nothing but silence.
    found = _counted(tmp_path, "agreement of program and coder A")
    assert float(found["parks", "kappa"]) < 0
    # A second run keeps what the comparison needs, and does nothing.
    before = record(tmp_path)["outputs"]
    assert _run() == DONE
    assert record(tmp_path)["outputs"] == before


@pytest.mark.usefixtures("home")
def test_without_people_the_section_says_that_it_was_not_done(tmp_path):
    assert _run() == DONE
    told = _paper(tmp_path)
    assert "No human coder’s reading has been compared with the program’s in this run." in told
    assert "No sample of the codings has been judged by a person." in told
    book = openpyxl.load_workbook(tmp_path / "outputs" / "trial" / "evidence.xlsx", read_only=True)
    assert "agreement" not in book.sheetnames


def _judge(folder, *, wrong: str = "", lacking: str = "") -> str:
    """Fill the sample in: all right but one code; one sentence lacks a code."""
    path = folder / "outputs" / "trial" / "audit.xlsx"
    book = openpyxl.load_workbook(path)
    for name, title in (("codings", "right"), ("uncoded", "codes")):
        header = {cell.value: cell.column for cell in book[name][1]}
        for line in range(2, book[name].max_row + 1):
            words = book[name].cell(line, header["text"]).value
            code = book[name].cell(line, header.get("code", 1)).value
            said = ("no" if code == wrong else "yes") if title == "right" else "none"
            said = "covid_19" if lacking and lacking in words else said
            book[name].cell(line, header[title]).value = said
    book.save(folder / "judged.xlsx")
    return str(folder / "judged.xlsx")


def test_a_sample_is_drawn_judged_and_reported(home, tmp_path, capsys):
    assert main(["audit", "60"]) == DONE
    assert "Drew" in capsys.readouterr().out
    book = openpyxl.load_workbook(tmp_path / "outputs" / "trial" / "audit.xlsx")
    words = " ".join(str(c.value) for sheet in book for line in sheet for c in line)
    assert "Hart" not in words
    assert "Go on, please?" in words
    assert (
        main(["audit", "--judged", _judge(tmp_path, wrong="covid_19", lacking="canteen")]) == DONE
    )
    assert (home / "audit.csv").is_file()
    assert _run() == DONE
    told = _paper(tmp_path)
    assert "A person has judged codings and sentences without a code" in told
    found = _counted(tmp_path, "audit")
    assert found["covid_19", "right"] == "0"
    assert found["electrification", "precision"] == "1.0"
    assert 0 < float(found["all codes", "precision"]) < 1
    assert float(found["all codes", "recall low"]) <= float(found["all codes", "recall"]) < 1
    assert found["uncoded passages", "lacking a code"] == "6"
    assert not [one for one in record(tmp_path)["notices"] if one["kind"] == "audit"]


def test_judgements_of_what_is_gone_are_left_out_and_told(home, tmp_path):
    assert main(["audit", "60"]) == DONE
    assert main(["audit", "--judged", _judge(tmp_path), "trial"]) == DONE
    (home / "transcripts" / "vale.txt").unlink()
    assert _run() == DONE
    (told,) = [one["text"] for one in record(tmp_path)["notices"] if one["kind"] == "audit"]
    assert "judgements are about nothing that this run holds" in told
    assert "A person has judged" in _paper(tmp_path)


def test_a_second_judgement_of_the_same_takes_the_place_of_the_first(home, tmp_path):
    assert main(["audit", "60"]) == DONE
    assert main(["audit", "--judged", _judge(tmp_path)]) == DONE
    before = (home / "audit.csv").read_text("utf-8-sig")
    assert main(["audit", "--judged", _judge(tmp_path, wrong="covid_19")]) == DONE
    after = (home / "audit.csv").read_text("utf-8-sig")
    assert before.count("\n") == after.count("\n")
    assert "no" in {row["right"] for row in csv.DictReader(after.splitlines())}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "neither how many"),
        (["many"], "neither how many"),
        (["0"], "neither how many"),
        (["1"], "Ask for"),
        (["--judged", "nowhere.xlsx"], "no such file"),
    ],
)
@pytest.mark.usefixtures("home")
def test_what_cannot_be_done_is_said_with_what_to_do(capsys, arguments, why):
    assert main(["audit", *arguments]) == WRONG
    assert why in capsys.readouterr().err
