"""Decide in the workbook, take the decisions in, run again, correct the transcript, run again."""

from __future__ import annotations

import csv

import openpyxl
import pytest
from studies import ENGLISH, FRENCH, record, rows, study

from evidence.correction_list import read_corrections
from flows.cli import DONE, UNUSABLE, WRONG, main

CASES = "We sell battery cases to three customers in Germany"
CLEANED = (
    ENGLISH.replace("Mr Vale:", "Respondent 1:")
    .replace("We sell battery cases", "Um, we sell, you know, battery cases")
    .replace(
        "Interviewer: And the",
        "Respondent 1: That is all I have to say of it.\n\nInterviewer: And the",
    )
)
CLEANED = (
    "Interviewer: Who are you?\n\nRespondent 1: I am the second owner of the works.\n\n" + CLEANED
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return study(tmp_path, {"vale.txt": ENGLISH, "orval.txt": FRENCH})


def run():
    return main(["run", "--untracked", "--format", "html", "--language", "en"])


class Workbook:
    """The sheet of codings as a person has it open."""

    def __init__(self, folder):
        self.path = folder / "outputs" / "trial" / "evidence.xlsx"
        self.book = openpyxl.load_workbook(self.path)
        self.sheet = self.book["codings"]
        self.columns = {cell.value: cell.column for cell in self.sheet[1]}

    def rows(self):
        return [
            {name: self.sheet.cell(number, column).value for name, column in self.columns.items()}
            | {"row": number}
            for number in range(2, self.sheet.max_row + 1)
        ]

    def fill(self, row, **cells):
        for name, value in cells.items():
            self.sheet.cell(row, self.columns[name.replace("_", " ")]).value = value

    def add(self, **cells):
        self.fill(self.sheet.max_row + 1, **cells)

    def save(self, author=""):
        self.book.properties.lastModifiedBy = author or None
        self.book.save(self.path)
        return str(self.path)


def found(folder, code=None):
    return [row for row in rows(folder) if code in {None, row["code"]}]


def cases(folder):
    return [row for row in found(folder, "electrification") if "battery cases" in row["text"]]


def test_decisions_in_the_workbook_hold_at_every_run_and_in_a_corrected_transcript(
    home, tmp_path, capsys
):
    assert run() == DONE
    book = Workbook(tmp_path)
    (first,) = (r for r in book.rows() if CASES in r["text"] and r["code"] == "electrification")
    lorry = next(r for r in book.rows() if "lorry" in r["text"])
    book.fill(first["row"], decision="accept", memo="Ask for the year.")
    book.fill(lorry["row"], decision="reject")
    book.add(
        transcript="vale", code="covid_19", text="everybody wanted everything at once", who="BK"
    )
    path = book.save("Ada Winter")

    assert main(["correct", path, "--on", "2026-05-31"]) == DONE
    assert "Took in 3 decisions" in capsys.readouterr().out
    written = read_corrections(home / "corrections.csv")
    assert [(o.action, o.who, o.when) for o in written] == [
        ("accept", "Ada Winter", "2026-05-31"),
        ("reject", "Ada Winter", "2026-05-31"),
        ("add", "BK", "2026-05-31"),
    ]

    assert run() == DONE
    _hold(tmp_path, lorry)

    (home / "transcripts" / "vale.txt").write_text(CLEANED, "utf-8")
    assert run() == DONE
    _hold(tmp_path, lorry)
    assert [one for one in record(tmp_path)["notices"] if one["kind"] == "correction"] == []


def _hold(folder, rejected):
    (accepted,) = cases(folder)
    assert accepted["decided"] == "accepted by Ada Winter"
    (added,) = (r for r in found(folder) if r["coder"] == "BK")
    assert (added["text"], added["decided"]) == (
        "everybody wanted everything at once",
        "added by BK",
    )
    assert not [r for r in found(folder, rejected["code"]) if "The self-driving lorry" in r["text"]]
    memos = Workbook(folder).book["memos"]
    assert [cell.value for cell in memos[2]][-2:] == ["Ada Winter", "Ask for the year."]


def test_the_same_decisions_again_add_nothing(home, tmp_path, capsys):
    assert run() == DONE
    book = Workbook(tmp_path)
    book.fill(2, decision="reject", who="AW")
    path = book.save()
    assert main(["correct", path, "--on", "2026-05-31"]) == DONE
    before = (home / "corrections.csv").read_bytes()
    assert before.startswith(b"\xef\xbb\xbf")
    capsys.readouterr()
    assert main(["correct", path, "--on", "2026-06-30"]) == DONE
    assert "Took in 0 decisions; 1 known already" in capsys.readouterr().out
    assert (home / "corrections.csv").read_bytes() == before


def test_a_decision_that_changes_what_was_decided_is_added(home, tmp_path):
    assert run() == DONE
    for number, decision in enumerate(("reject", "accept", "reject"), start=1):
        book = Workbook(tmp_path)
        book.fill(2, decision=decision, who="AW")
        assert main(["correct", book.save(), "--on", f"2026-05-0{number}"]) == DONE
    decided = [one.action for one in read_corrections(home / "corrections.csv")]
    assert decided == ["reject", "accept", "reject"]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"decision": "recode"}, "row 2: does not say the new code"),
        ({"decision": "recode", "new_code": "carz"}, "row 2: there is no code 'carz'"),
        ({"decision": "keep"}, "row 2: decision 'keep' is not known"),
        ({"decision": "memo"}, "row 2: holds no memo"),
        (
            {"decision": "accept", "transcript": "wale"},
            "row 2: there is no transcript 'wale'. Use one of: P01, P02",
        ),
        (
            {"decision": "accept", "text": "Words from nowhere."},
            "row 2: its words are not in the transcript",
        ),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_row(home, tmp_path, capsys, cells, why):
    assert run() == DONE
    book = Workbook(tmp_path)
    book.fill(2, **cells)
    book.fill(3, decision="accept")
    assert main(["correct", book.save(), "--by", "AW"]) == UNUSABLE
    told = capsys.readouterr().out
    assert "Took in 1 decision\n" in told
    assert why in told
    assert len(read_corrections(home / "corrections.csv")) == 1


def test_who_decided_has_to_be_known(home, tmp_path, capsys):
    assert run() == DONE
    book = Workbook(tmp_path)
    book.fill(2, decision="accept")
    assert main(["correct", book.save()]) == WRONG
    assert "--by NAME" in capsys.readouterr().err
    assert not (home / "corrections.csv").exists()


@pytest.mark.usefixtures("home")
def test_a_table_does_as_well_as_a_workbook(tmp_path):
    assert run() == DONE
    listed = found(tmp_path)
    table = tmp_path / "decided.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.DictWriter(file, [*listed[0], "decision", "new code"], delimiter=";")
        lines.writeheader()
        lines.writerow({**listed[0], "decision": "recode", "new code": "urbanisation"})
    assert main(["correct", str(table), "trial", "--by", "AW"]) == DONE
    assert run() == DONE
    assert any(
        (row["text"], row["code"], row["decided"])
        == (listed[0]["text"], "urbanisation", "recoded by AW")
        for row in found(tmp_path)
    )


def test_a_corrected_study_is_no_longer_as_it_was(home, tmp_path):
    assert run() == DONE
    before = record(tmp_path)["inputs"]
    (home / "corrections.csv").write_text("action,transcript,code,text\n", "utf-8")
    (home / "memos.csv").write_text(
        "transcript,start,exact,code,author,text\n,,,covid_19,AW,Again?\n", "utf-8"
    )
    assert run() == DONE
    new = set(record(tmp_path)["inputs"]) - set(before)
    assert new == {"corrections.csv", "memos.csv"}
    assert [c.value for c in Workbook(tmp_path).book["memos"][2]][-1] == "Again?"


@pytest.mark.usefixtures("home")
def test_a_workbook_with_decisions_is_kept_when_a_run_makes_another(tmp_path):
    assert run() == DONE
    book = Workbook(tmp_path)
    book.fill(2, decision="accept")
    book.save()
    assert run() == DONE
    kept = tmp_path / "outputs" / "trial" / "evidence.edited-1.xlsx"
    assert (
        openpyxl.load_workbook(kept)["codings"].cell(2, book.columns["decision"]).value == "accept"
    )


def test_a_line_that_cannot_be_meant_stops_the_run(home, capsys):
    (home / "corrections.csv").write_text(
        "action,transcript,code,text\nacept,vale,covid_19,x\n", "utf-8"
    )
    assert run() == WRONG
    assert (
        "corrections.csv, line 2: action 'acept' is not known. Did you mean 'accept'"
        in capsys.readouterr().err
    )
