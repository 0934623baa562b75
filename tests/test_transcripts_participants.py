"""The list of participants: how it is read, and what is said when it cannot be used."""

import unicodedata
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import transcript

from transcripts.errors import InputError
from transcripts.participant_list import find_list, read_rows
from transcripts.participants import roles


@pytest.fixture
def rows(tmp_path):
    def read_text(text, encoding="utf-8"):
        path = tmp_path / "participants.csv"
        path.write_bytes(text.encode(encoding))
        return read_rows(path)

    return read_text


@pytest.fixture
def refused(rows):
    def told(text, encoding="utf-8"):
        with pytest.raises(InputError) as caught:
            rows(text, encoding)
        assert caught.value.path == "participants.csv"
        return str(caught.value)

    return told


# Reading


def test_a_line_is_a_row_with_its_number_and_what_stands_in_its_columns(rows):
    first, second = rows("Transcript,Speaker, Region \na,P1,Saarland\n\nb,P2,\n")
    assert (first.line, first.path) == (2, "participants.csv")
    assert first.cells == {"transcript": "a", "speaker": "P1", "region": "Saarland"}
    assert (second.line, second.attributes()) == (4, ())


def test_columns_beyond_ours_are_attributes_in_the_order_of_the_list(rows):
    (row,) = rows("sector,transcript,id,region\nseats,a,P1,Saarland")
    assert row.attributes() == (("sector", "seats"), ("region", "Saarland"))


LISTED = "transcript;speaker;region\na;Hélène;Grand Est\nb;Jörg;Saarland, Pfalz\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (LISTED, "utf-8"),
        (LISTED, "utf-8-sig"),
        (LISTED, "windows-1252"),
        (LISTED, "utf-16"),
        (LISTED.replace("\n", "\r\n"), "utf-8-sig"),
        (LISTED.replace("\n", "\r"), "utf-8"),
        (LISTED.replace(";", "\t"), "utf-16"),
        (LISTED.replace("Saarland, Pfalz", '"Saarland, Pfalz"').replace(";", ","), "utf-8"),
        (unicodedata.normalize("NFD", LISTED), "utf-8"),
        (LISTED.replace("Grand Est", '"Grand\nEst"'), "utf-8"),
        (LISTED.replace(";Grand Est", " ;\u00a0Grand  Est\u200e "), "utf-8"),
        (LISTED + ";;\n\n , \n".replace(",", ";"), "utf-8"),
    ],
)
def test_the_same_list_is_read_from_every_csv(rows, text, encoding):
    assert [tuple(row.cells.values()) for row in rows(text, encoding)] == [
        ("a", "Hélène", "Grand Est"),
        ("b", "Jörg", "Saarland, Pfalz"),
    ]


def workbook(path, lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.create_sheet("notes").append(["nothing of the list"])
    book.save(path)


def test_an_excel_workbook_is_read_like_a_csv(rows, tmp_path):
    workbook(
        tmp_path / "participants.xlsx",
        [["Transcript", "speaker", "region"], ["a", "Hélène", "Grand Est"], [], [7, None, "x\ny"]],
    )
    found = read_rows(tmp_path / "participants.xlsx")
    wanted = rows("transcript,speaker,region\na,Hélène,Grand Est\n\n7,,x y")
    assert [(row.line, row.cells) for row in found] == [(row.line, row.cells) for row in wanted]
    assert {row.path for row in found} == {"participants.xlsx"}


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path):
    workbook(tmp_path / "honest.xlsx", [["transcript", "consent"], ["a", "no-quotes"]])
    path = tmp_path / "participants.xlsx"
    with zipfile.ZipFile(tmp_path / "honest.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B2"', b'ref="A1"'))
    assert [row.cells["consent"] for row in read_rows(path)] == ["no-quotes"]


@pytest.mark.parametrize("data", [b"", b"transcript,speaker\na,b", b"PK\x03\x04rest"])
def test_what_is_no_workbook_is_refused(tmp_path, data):
    path = tmp_path / "participants.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"participants\.xlsx"):
        read_rows(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "participants.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(InputError, match="is not an Excel workbook"):
        read_rows(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no column 'transcript'. Name the columns in the first line"),
        ("record,speaker\na,b", "has no column 'transcript'"),
        ("Transcripts,speaker\na,b", "line 1: column 'transcripts' is not known. Did you mean"),
        ("transcript,consents\na,withdrawn", "Did you mean 'consent'?"),
        ("transcript,consentement\na,x", "Did you mean 'consent'?"),
        ("transcript,Rolle\na,interviewer", "Did you mean 'role'?"),
        ("transcript,region,Region\na,b,c", "line 1: has two columns 'region'"),
        ("transcript,consent\na,perhaps", "line 2: consent 'perhaps' is not known. Use one of"),
        (
            "transcript,consent\na,Nammed",
            "line 2: consent 'nammed' is not known. Did you mean 'named'",
        ),
        ("transcript,consent\n\na,no quotes", "line 3: consent 'no quotes' is not known. Did you"),
        ("transcript,role\na,respondant", "role 'respondant' is not known. Did you mean 'respon"),
        ("transcript,speaker\na,P1\n,P2", "line 3: names no transcript. Write the file's name"),
        ("speaker,transcript\nP1", "line 2: names no transcript"),
        ("transcript,firm\na,Seats, Inc.", "line 2: a value stands in a column without a name"),
        ("transcript,,consent\na,x,named", "line 2: a value stands in a column without a name"),
        ('transcript,firm\na,"Seats\nb,Trays\n', "line 3: cannot be divided into cells"),
        ('transcript,firm\na,"Seats"x\n', "line 2: cannot be divided into cells"),
        ("transcript\n\x00", "holds NUL characters"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_line_and_remedy(refused, text, told):
    assert told in refused(text)


@pytest.mark.parametrize(
    "column", ["profile", "surname", "position", "gender", "country", "sprache"]
)
def test_a_column_of_ones_own_is_not_taken_for_a_slip(rows, column):
    (row,) = rows(f"transcript,{column}\na,x")
    assert row.attributes() == ((column, "x"),)


def test_a_column_like_one_of_ours_is_an_attribute_where_ours_stands_too(rows):
    (row,) = rows("transcript,consent,consents\na,named,all of them")
    assert row.attributes() == (("consents", "all of them"),)


def test_a_list_in_two_encodings_is_refused(tmp_path):
    path = tmp_path / "participants.csv"
    path.write_bytes("transcript,speaker\na,Hélène\n".encode() + "b,Jörg".encode("cp1252"))
    with pytest.raises(InputError, match="UTF-8 in some places"):
        read_rows(path)


def test_the_list_is_found_as_csv_or_workbook_and_two_are_one_too_many(tmp_path):
    assert find_list(tmp_path) is None
    (tmp_path / "participants.xlsx").write_bytes(b"")
    assert find_list(tmp_path) == tmp_path / "participants.xlsx"
    (tmp_path / "participants.csv").write_bytes(b"")
    with pytest.raises(InputError, match=r"stands beside participants\.csv"):
        find_list(tmp_path)


# Roles


def test_roles_are_those_of_the_transcripts_own_lines_that_give_one(rows):
    listed = rows(
        "transcript,speaker,role\na,Anna,interviewer\na,Bob,respondent\na,Carl,\nb,Anna,respondent"
    )
    assert roles(listed, transcript("Anna: So?")) == {"Anna": "interviewer", "Bob": "respondent"}
    assert roles(listed, transcript("Anna: So?", "c")) == {}


# Whatever is written


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_are_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "participants.csv"
    for start in (b"", b"transcript,consent\n"):
        path.write_bytes(start + data)
        try:
            found = read_rows(path)
        except InputError:
            continue
        assert all(row.cells["transcript"] for row in found)
