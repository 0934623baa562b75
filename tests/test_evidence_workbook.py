"""The evidence as files: what stands in them, and that nothing in them is acted on."""

import csv
import datetime as dt
import io
import time
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from literals import BOOK, STUDIES, coded, interviews, person

from evidence.gathering import gather
from evidence.model import Candidate, Memo, Passage
from evidence.workbook import (
    clock,
    codings_table,
    counts_table,
    write_codings,
    write_counts,
    write_csv,
    write_workbook,
)
from transcripts.participants import identify

SAID = "We built a second line for battery trays because our oldest customer asked us to do so."
STUDY = interviews(
    a=f"Q: [Cars?|cars]\nP1@75: [{SAID}|cars:battery+Trays] [Ça va à Liège ?|trade]",
    b="P1: [Nein.|cars]",
)
PEOPLE = (person("P01 a:P1", name="Anna", region="Saarland"), person("P02 b:P1", "no-quotes"))

DANGEROUS = [
    '=HYPERLINK("http://example.org","click")',
    "=1+1",
    "+1",
    "-1 and so on",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "＝1",
    "=cmd|' /C calc'!A0",
]
HARMLESS = ["'tis so", "1 = 1", "#N/A", "#REF!", "2026-05-01", "0123", "a\nb", "", "“=1”", "…"]


def evidence(study=STUDY, people=PEOPLE):
    return gather(BOOK, study[0], people, study[1])


def saying(text):
    """The evidence of a study in which one passage is this text."""
    (interview, (coding,)) = coded("P1: [x|cars]")
    turn = replace(interview.turns[0], end=len(text))
    said = replace(interview, text=text, turns=(turn,))
    return evidence(((said,), (replace(coding, end=len(text)),)), [person("P01 a:P1")])


def lines(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def sheets(path):
    """The cells of each sheet, read again."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows()) for sheet in book.worksheets}


def column(cells, name):
    at = [cell.value for cell in cells[0]].index(name)
    return [row[at] for row in cells[1:]]


# Times


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (None, ""),
        (0.0, "00:00:00"),
        (59.999, "00:00:59"),
        (61, "00:01:01"),
        (3600, "01:00:00"),
        (360_000, "100:00:00"),
    ],
)
def test_seconds_are_shown_as_a_clock_does(seconds, shown):
    assert clock(seconds) == shown


# codings.csv and counts.csv


def test_a_coding_is_a_line_of_the_register(tmp_path):
    write_codings(evidence(), tmp_path / "codings.csv")
    header, *rows = lines(tmp_path / "codings.csv")
    assert dict(zip(header, rows[1], strict=True)) == {
        "id": "C0002",
        "transcript": "a",
        "participant": "P01",
        "turn": "2",
        "time": "00:01:15",
        "code": "cars",
        "text": SAID,
        "coder": "whitepaper",
        "counted": "yes",
        "prompted": "no",
        "terms": "battery; Trays",
        "rules": "",
        "score": "0.0",
        "stance": "",
        "hedged": "",
        "stance_terms": "",
        "markets": "",
        "language": "en",
        "start": "6",
        "end": str(6 + len(SAID)),
        "decided": "",
        "guid": "",
    }
    assert [row[0] for row in rows] == ["C0001", "C0002", "C0003", "C0004"]
    assert [row[header.index("counted")] for row in rows] == ["no", "yes", "yes", "yes"]


def test_every_number_is_a_line_of_the_counts(tmp_path):
    found = evidence()
    write_counts(found, tmp_path / "counts.csv")
    header, *rows = lines(tmp_path / "counts.csv")
    assert header == ["table", "row", "column", "value", "base"]
    assert ["themes", "cars", "respondents", "2", "2"] in rows
    assert ["themes", "cars", "passages", "2", ""] in rows
    assert len(rows) == len(found.cells)


def test_a_table_is_what_spreadsheets_can_read(tmp_path):
    write_csv(["a", "b"], [["é", 'say "x", y'], ["1\n2", 3]], tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes() == (
        b'\xef\xbb\xbfa,b\r\n\xc3\xa9,"say ""x"", y"\r\n"1\n2",3\r\n'
    )


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text, tmp_path):
    write_csv(["text"], [[text]], tmp_path / "x.csv")
    assert lines(tmp_path / "x.csv")[1] == [f"'{text}"]


@pytest.mark.parametrize("text", [text for text in HARMLESS if text])
def test_any_other_text_is_written_as_it_is(text, tmp_path):
    write_csv(["text"], [[text]], tmp_path / "x.csv")
    assert lines(tmp_path / "x.csv")[1] == [text]


def test_a_negative_number_stays_a_number(tmp_path):
    write_csv(["n"], [[-1], [None], [2.5]], tmp_path / "x.csv")
    assert lines(tmp_path / "x.csv")[1:] == [["-1"], [""], ["2.5"]]


# evidence.xlsx


def test_the_workbook_has_a_sheet_for_each_table(tmp_path):
    write_workbook(evidence(), tmp_path / "x.xlsx")
    found = sheets(tmp_path / "x.xlsx")
    names = ["codings", "quotations", "counts", "participants", "transcripts", "candidates"]
    names += ["memos", "codes"]
    assert list(found) == names
    assert {name: len(rows) - 1 for name, rows in found.items()} == {
        "codings": 4,
        "quotations": 1,
        "counts": len(evidence().cells),
        "participants": 2,
        "transcripts": 2,
        "candidates": 0,
        "memos": 0,
        "codes": len(BOOK.codes),
    }


def test_the_workbook_holds_the_same_as_the_tables(tmp_path):
    write_workbook(evidence(), tmp_path / "x.xlsx")
    found = sheets(tmp_path / "x.xlsx")
    for name, table in (
        ("codings", codings_table(evidence().rows)),
        ("counts", counts_table(evidence())),
    ):
        width = len(table[0])  # beside the codings stand columns for people to fill in
        values = [tuple(cell.value for cell in row[:width]) for row in found[name][1:]]
        assert values == [tuple(None if value == "" else value for value in row) for row in table]


def test_a_quotation_stands_with_its_code_and_the_row_that_it_is(tmp_path):
    write_workbook(evidence(), tmp_path / "x.xlsx")
    (row,) = sheets(tmp_path / "x.xlsx")["quotations"][1:]
    assert [cell.value for cell in row] == ["cars", "C0002", "P01", "a", SAID]


def test_an_organisation_stands_with_a_name_that_may_be_told_alone(tmp_path):
    study = interviews(a="P1: [Yes|cars]", b="P1: [No|cars]")
    people = [
        replace(person("P01 a:P1", consent), attributes=(("organisation", f"{consent} Ltd"),))
        for consent in ("named", "pseudonym")
    ]
    people[1] = replace(people[1], id="P02", voices=(("b", "P1"),))
    write_workbook(gather(BOOK, study[0], people, study[1]), tmp_path / "evidence.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "evidence.xlsx")["participants"]
    assert [row[-1].value for row in sheet.iter_rows(min_row=2)] == ["named Ltd", None]


def test_participants_stand_without_their_names(tmp_path):
    write_workbook(evidence(), tmp_path / "x.xlsx")
    rows = [[c.value for c in row] for row in sheets(tmp_path / "x.xlsx")["participants"]]
    assert rows == [
        ["id", "transcripts", "consent", "region"],
        ["P01", "a", "pseudonym", "Saarland"],
        ["P02", "b", "no-quotes", None],
    ]
    assert "Anna" not in everything(tmp_path / "x.xlsx")


def test_somebody_of_several_transcripts_and_labels_names_each_transcript_once(tmp_path):
    study = interviews(a="P1: Yes.\nP2: No.", b="P1: So.")
    write_workbook(evidence(study, [person("P01 a:P1 a:P2 b:P1")]), tmp_path / "x.xlsx")
    (cell,) = column(sheets(tmp_path / "x.xlsx")["participants"], "transcripts")
    assert cell.value == "a; b"


@pytest.mark.parametrize("text", [*DANGEROUS, *HARMLESS[:-4], "“=1”"])
def test_what_is_said_is_a_text_in_the_workbook_and_the_same_one(text, tmp_path):
    write_workbook(saying(text), tmp_path / "x.xlsx")
    (cell,) = column(sheets(tmp_path / "x.xlsx")["codings"], "text")
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("text", ["=1+1", "#N/A"])
def test_what_researchers_write_is_a_text_too(text, tmp_path):
    people = [person("P01 a:P1", **{text: text})]
    write_workbook(evidence(people=people), tmp_path / "x.xlsx")
    head, row = sheets(tmp_path / "x.xlsx")["participants"][:2]
    assert [(cell.data_type, cell.value) for cell in (head[3], row[3])] == [("s", text)] * 2


def test_a_file_s_name_that_cannot_be_written_is_written_with_marks(tmp_path):
    (interview,), codings = interviews(a="P1: [Yes|cars]")
    odd = replace(interview, path="caf\udce9\x07.txt")
    write_workbook(evidence(((odd,), codings), [person("P01 a:P1")]), tmp_path / "x.xlsx")
    (cell,) = column(sheets(tmp_path / "x.xlsx")["transcripts"], "file")
    assert cell.value == "caf\ufffd\ufffd.txt"
    write_csv(["file"], [[odd.path]], tmp_path / "x.csv")
    assert lines(tmp_path / "x.csv")[1] == ["caf\ufffd\ufffd.txt"]


def test_a_text_longer_than_a_cell_is_cut_where_one_can_see_it(tmp_path):
    long = "word " * 7000
    write_workbook(saying(long), tmp_path / "x.xlsx")
    (cell,) = column(sheets(tmp_path / "x.xlsx")["codings"], "text")
    assert len(cell.value) == 32_767
    assert cell.value.endswith(" […]")
    write_codings(saying(long), tmp_path / "x.csv")
    assert long in lines(tmp_path / "x.csv")[1]


def test_the_workbook_has_no_links_formulas_or_macros(tmp_path):
    write_workbook(saying(DANGEROUS[0]), tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as package:
        assert not any("extern" in name or "vba" in name.lower() for name in package.namelist())
        for name in package.namelist():
            if name.startswith("xl/worksheets/"):
                assert not any(tag in package.read(name) for tag in (b"<f>", b"<f ", b"hyperlink"))


def test_decisions_and_codes_are_chosen_from_lists(tmp_path):
    write_workbook(evidence(), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["codings"]
    head = {cell.value: cell.column_letter for cell in sheet[1]}
    lists = {
        str(one.sqref)[:2].rstrip("0123456789"): one.formula1
        for one in sheet.data_validations.dataValidation
    }
    assert lists[head["decision"]] == '"accept,reject,recode,memo"'
    assert lists[head["new code"]] == f"codes!$A$2:$A${len(BOOK.codes) + 1}"


def test_memos_stand_in_a_sheet_of_their_own(tmp_path):
    noted = replace(evidence(), memos=(Memo("=Why?", "AW", "a", 6, 9, "cars"),))
    write_workbook(noted, tmp_path / "x.xlsx")
    _, row = sheets(tmp_path / "x.xlsx")["memos"]
    assert [cell.value for cell in row] == ["a", 6, 9, "cars", "AW", "=Why?"]


def test_an_empty_study_has_all_the_tables(tmp_path):
    nothing = evidence(((), ()), ())
    write_workbook(nothing, tmp_path / "x.xlsx")
    assert len(sheets(tmp_path / "x.xlsx")) == 8
    write_codings(nothing, tmp_path / "x.csv")
    assert len(lines(tmp_path / "x.csv")) == 1


# The same bytes


def test_the_same_evidence_gives_the_same_bytes_a_second_later(tmp_path):
    writers = (write_codings, write_counts, write_workbook)
    for write in writers:
        write(evidence(), tmp_path / write.__name__)
    time.sleep(1.1)  # openpyxl stamps the second of saving on its files
    for write in writers:
        write(evidence(), tmp_path / "again")
        assert (tmp_path / "again").read_bytes() == (tmp_path / write.__name__).read_bytes()


def test_the_workbook_bears_no_date_and_nobody_s_name(tmp_path):
    write_workbook(evidence(), tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx") as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
    properties = openpyxl.load_workbook(tmp_path / "x.xlsx").properties
    assert properties.creator == "whitepaper"
    assert properties.created == properties.modified == dt.datetime(2000, 1, 1)  # noqa: DTZ001


def everything(path):
    """All that the package holds, unpacked, as one text."""
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8") for name in package.namelist())


def test_a_withdrawn_person_leaves_no_trace_in_any_file(tmp_path):
    study = interviews(
        a="Q: [Canary asked|trade]\nCanary: [Canary answered|cars]",
        b="P1: [I stay|cars]\nCanary: [Canary again|cars]",
    )
    people = [person("P01 a:Canary b:Canary", "withdrawn", "Canary"), person("P02 b:P1")]
    found = evidence(study, people)
    for write in (write_codings, write_counts, write_workbook):
        write(found, tmp_path / write.__name__)
    assert "Canary" not in everything(tmp_path / "write_workbook")
    assert b"Canary" not in (tmp_path / "write_codings").read_bytes()
    assert b"Canary" not in (tmp_path / "write_counts").read_bytes()
    assert "I stay" in everything(tmp_path / "write_workbook")


@settings(max_examples=15, deadline=None)
@given(STUDIES)
def test_the_workbook_gives_back_every_text(tmp_path_factory, study):
    path = tmp_path_factory.mktemp("book") / "x.xlsx"
    found = evidence(study, identify(study[0])[0])
    write_workbook(found, path)
    assert [cell.value for cell in column(sheets(path)["codings"], "text")] == [
        row.text for row in found.rows
    ]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_a_cell_of_a_table_never_begins_a_formula_and_loses_nothing(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    write_csv(["text", "end"], [[text, "x"]], path)
    (cell, _) = lines(path)[1]
    assert cell in (text, f"'{text}")
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_candidate_themes_are_a_sheet_with_the_places_where_they_are_said(tmp_path):
    one = Candidate("trade union", "en", 4, 2, "C-value", 4.0, (Passage("a", 1, 0, 9),))
    write_workbook(replace(evidence(), candidates=(one,)), tmp_path / "x.xlsx")
    row = sheets(tmp_path / "x.xlsx")["candidates"][1]
    assert [cell.value for cell in row] == ["trade union", "en", 4, 2, "C-value", 4, "a, turn 2"]
