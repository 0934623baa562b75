"""Tables: a row a turn, or a row a respondent; no cell is lost."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from transcripts import limits, reading
from transcripts.errors import InputError
from transcripts.formats import sheets
from transcripts.manuscript import APART, Line, Manuscript

Reader = Callable[[bytes, str], Manuscript]


def table(text: str, reader: Reader = sheets.read_csv) -> Manuscript:
    return reader(text.encode(), "a.csv")


def spoken(lines: Sequence[Line]) -> list[tuple[str | None, str]]:
    return [(line.speaker, line.text) for line in lines if line.kind != APART]


def timed(lines: Sequence[Line]) -> list[tuple[float | None, float | None]]:
    return [(line.begins, line.ends) for line in lines if line.kind != APART]


def beside(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines if line.kind == APART]


def words(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


@pytest.mark.parametrize(
    "text",
    [
        "Speaker,Text\nAda,Hello there\nBo,Hi",
        "Text;Speaker\r\nHello there;Ada\r\nHi;Bo\r\n",
        "Sprecher:\tTranskript\nAda\tHello there\nBo\tHi\n",
        "Intervenant|Propos\nAda|Hello there\nBo|Hi",
        "sep=;\nName;Text\nAda:;Hello there\nBo ;Hi",
        "\ufeffSPEAKER NAME,Transcript\nAda,Hello there\nBo,Hi",
        "Visit\n\nSpeaker,Text\nAda,Hello there\nBo,Hi",
        "Ada,Hello there\nBo,Hi\nAda,Yes I do\nBo,So do I",
    ],
)
def test_a_row_is_a_turn(text: str) -> None:
    assert spoken(table(text).lines)[:2] == [("Ada", "Hello there"), ("Bo", "Hi")]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Start,End,Text\n0:01,0:02,a\n0:02,0:03.5,b", [(1.0, 2.0), (2.0, 3.5)]),
        ("start\tend\ttext\n0\t1500\tHello there\n1500\t3000\tHi", [(0.0, 1.5), (1.5, 3.0)]),
        ("start,end,text\n0,1.5,Hello there\n1.5,3.0,Hi", [(0.0, 1.5), (1.5, 3.0)]),
        ("start (ms),end (ms),text\n0,2,Hello there", [(0.0, 0.002)]),
        ("Zeit,Sprecher,Text\n00:01:00 - 00:01:05,A,Ja", [(60.0, 65.0)]),
        ("Time,Duration,Text\n5,1.5,Hello there", [(5.0, 6.5)]),
        (
            "0:01,Ada,Hello you there\n0:03,Bo,Hi to you\n0:04,Ada,Yes Bo yes",
            [(1.0, None), (3.0, None), (4.0, None)],
        ),
        ("0:01,0:02,Hello you there\n0:03,0:04,Hi to you", [(1.0, 2.0), (3.0, 4.0)]),
    ],
)
def test_times_are_seconds_whatever_they_were(text: str, times: list[tuple[float, float]]) -> None:
    assert timed(table(text, sheets.read_tsv).lines) == times


def test_cells_keep_what_looks_like_something_else() -> None:
    text = 'Speaker,Text,Note\nAda,"=SUM(A1), ""two""\nlines",\nBo,+33 1,told later\n,goes on,'
    lines = table(text).lines
    assert spoken(lines) == [
        ("Ada", '=SUM(A1), "two"'),
        (None, "lines"),
        ("Bo", "+33 1"),
        (None, "goes on"),
    ]
    assert beside(lines) == ["Speaker | Text | Note", "told later"]


def test_quotation_marks_in_tabbed_text_are_words() -> None:
    text = 'start\tend\ttext\n0\t900\t"Hello" she said\n900\t1800\t"and left\n'
    assert [said for _, said in spoken(table(text).lines)] == ['"Hello" she said', '"and left']


def test_windows_letters_are_read_with_a_notice() -> None:
    manuscript = sheets.read_csv("Sprecher;Text\nJörg;Fünf Züge\n".encode("cp1252"), "a.csv")
    assert spoken(manuscript.lines) == [("Jörg", "Fünf Züge")]
    assert len(manuscript.notices) == 1


SURVEY = (
    "Timestamp,Your name,Age,Which bus do you take?,How do you get to work,How often?\n"
    "2024-05-01 10:00,Ada,34,,I walk to the station,daily\n"
    '2024-05-01 11:00,Bo,51,The number 8,"By bike.\nAlways",weekly\n'
    "2024-05-01 12:00,Cy,40,None of them really,My mother drives me,daily\n"
    "2024-05-01 13:00,Di,29,,I fly,daily\n"
)


def test_a_row_is_a_respondent() -> None:
    lines = table(SURVEY).lines
    assert spoken(lines)[:7] == [
        ("Interviewer", "How do you get to work"),
        ("Ada", "I walk to the station"),
        ("Interviewer", "Which bus do you take?"),
        ("Bo", "The number 8"),
        ("Interviewer", "How do you get to work"),
        ("Bo", "By bike."),
        (None, "Always"),
    ]
    assert beside(lines)[:2] == [
        "Timestamp | Your name | Age | How often?",
        "2024-05-01 10:00 | 34 | daily",
    ]


def test_the_rows_of_a_questionnaire_are_answers_of_respondents() -> None:
    transcript = reading.read_data(SURVEY.encode(), "a.csv").transcripts[0]
    roles = {turn.speaker: turn.role for turn in transcript.turns}
    assert roles == {
        "Interviewer": "interviewer",
        **dict.fromkeys(["Ada", "Bo", "Cy", "Di"], "respondent"),
    }


def test_short_codes_of_respondents_are_no_labels_of_turns() -> None:
    text = "Teilnehmer,Frage 1: Warum hier?,Frage 2: Was fehlt?\nTN1,Wegen der Arbeit.,Mehr Ruhe.\n"
    said = spoken(table(text + "TN2,Meine Familie lebt hier.,Ein Park.\n").lines)
    assert said[:3] == [
        ("Interviewer", "Frage 1: Warum hier?"),
        ("TN1", "Wegen der Arbeit."),
        ("Interviewer", "Frage 2: Was fehlt?"),
    ]


def test_respondents_without_name_are_numbered() -> None:
    text = "Why did you move here?,Score\nFor the work,3\nFor my family,5"
    assert spoken(table(text).lines)[1] == ("1", "For the work")
    assert spoken(table(text).lines)[3] == ("2", "For my family")


def test_qualtrics_has_its_questions_in_the_second_row() -> None:
    text = (
        'ResponseId,Q1\nResponse ID,What changed?\n"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\n'
        "R_1,Nearly everything did\n"
    )
    lines = table(text).lines
    assert spoken(lines) == [("Interviewer", "What changed?"), ("R_1", "Nearly everything did")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text\nHello there\nHi", ["Hello there", "Hi"]),
        ("id,text\n1,Hello there\n2,Hi", ["Hello there", "Hi"]),
        (
            "Ada: Hello to you\nBo: Hi and welcome back",
            ["Ada: Hello to you", "Bo: Hi and welcome back"],
        ),
    ],
)
def test_a_column_of_texts_is_paragraphs(text: str, said: list[str]) -> None:
    assert [(None, words) for words in said] == spoken(table(text).lines)


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        ("a,b\n1,2\n3,4", "type", "who says what"),
        ("product,price\nchair,12\ntable,40", "type", "who says what"),
        ("Document,Code,Segment,Speaker,Text\nd,c,some words,x,y", "type", "coded segments"),
        ("Dokumentname\tCode\tCodiertes Segment\nd\tc\tein Satz", "type", "coded segments"),
        ('Speaker,Text\nAda,"' + "x" * 2_000_000 + '"', "corrupt", "divided"),
        ("Speaker,Text\n" + "A,b\n" * 100_001, "limit", "more than"),
        ("Speaker,Text\n" + "A," * 20_000, "limit", "more than"),
    ],
)
def test_what_is_no_transcript_is_refused(text: str, kind: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        table(text)
    assert caught.value.kind == kind


def workbook(*tables: Sequence[Sequence[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in tables:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    return book


def opened(book: openpyxl.Workbook) -> Manuscript:
    held = io.BytesIO()
    book.save(held)
    return sheets.read_xlsx(held.getvalue(), "a.xlsx")


TURNS = [
    ["Speaker", "Start", "Text"],
    ["Ada", time(0, 0, 5), "Hello"],
    ["Bo", timedelta(hours=1, seconds=7.5), "Hi"],
]


def test_a_workbook_s_rows_are_turns() -> None:
    manuscript = opened(workbook(TURNS))
    assert spoken(manuscript.lines) == [("Ada", "Hello"), ("Bo", "Hi")]
    assert timed(manuscript.lines) == [(5.0, None), (3607.5, None)]
    assert manuscript.notices == ()


def test_cells_show_what_the_sheet_shows() -> None:
    rich = CellRichText("a ", TextBlock(InlineFont(b=True), "bold"), " word")
    rows = [
        ["Speaker", "Text", "x"],
        ["Ada", rich, datetime(2024, 5, 1)],  # noqa: DTZ001
        ["Bo", 1.5, True],
        ["Cy", "=1+1", "line\nbreak"],
    ]
    lines = opened(workbook(rows)).lines
    assert spoken(lines) == [("Ada", "a bold word"), ("Bo", "1.5")]
    assert beside(lines) == ["Speaker | Text | x", "2024-05-01", "TRUE", "line | break | Cy"]


def test_hidden_parts_are_left_out_and_counted() -> None:
    book = workbook(TURNS, [["Speaker", "Text"], ["Ada", "secret"]])
    first, second = book.worksheets
    first.row_dimensions[3].hidden = True
    first["D2"] = "aside"
    first.column_dimensions["D"].hidden = True
    second.sheet_state = "hidden"
    manuscript = opened(book)
    assert spoken(manuscript.lines) == [("Ada", "Hello")]
    assert [(notice.kind, notice.text) for notice in manuscript.notices] == [
        ("hidden-text", "Hidden and left out: 1 sheets, 1 rows, 1 cells in columns.")
    ]


def test_comments_and_other_sheets_are_set_apart() -> None:
    book = workbook(
        TURNS, [["Key", "Value"], ["place", "depot"]], [["Speaker", "Text"], ["Cy", "Me too"]]
    )
    book.worksheets[0]["C2"].comment = Comment("check this", "me")
    manuscript = opened(book)
    assert spoken(manuscript.lines) == [("Ada", "Hello"), ("Bo", "Hi"), ("Cy", "Me too")]
    assert {"Key | Value | place | depot", "check this"} <= set(beside(manuscript.lines))
    assert [notice.kind for notice in manuscript.notices] == ["unread-part", "unread-part"]


def test_a_merged_speaker_goes_on() -> None:
    book = workbook([["Speaker", "Text"], ["Ada", "One"], [None, "Two"], ["Bo", "Three"]])
    book.worksheets[0].merge_cells("A2:A3")
    assert spoken(opened(book).lines) == [("Ada", "One"), (None, "Two"), ("Bo", "Three")]


def packed(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    workbook(TURNS).save(held)
    with zipfile.ZipFile(held) as whole:
        parts = {**{path: whole.read(path) for path in whole.namelist()}, **parts}
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return changed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macro"),
        ({SHEET: b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"}, "dtd"),
        ({SHEET: b"<a>" * 400 + b"</a>" * 400}, "too-deep"),
        ({"../x.xml": b"<a/>"}, None),
        ({SHEET: b"<worksheet><sheetData/></worksheet>"}, "type"),
    ],
)
def test_hostile_workbooks_are_refused(parts: dict[str, bytes], kind: str | None) -> None:
    with pytest.raises(InputError) as caught:
        sheets.read_xlsx(packed(parts), "a.xlsx")
    assert kind is None or caught.value.kind == kind


def test_a_sheet_of_scattered_cells_takes_no_memory() -> None:
    rows = "".join(
        f'<row><c r="{"ABC"[at % 3]}{"XYZ"[at // 3 % 3]}{chr(65 + at % 26)}1"><v>1</v></c></row>'
        for at in range(9000)
    )
    sheet = f"<worksheet><cols><col min='1' max='99999999999' hidden='0'/></cols><sheetData>{rows}</sheetData></worksheet>"
    with limits.using(limits.Limits(lines=1_000)), pytest.raises(InputError):
        sheets.read_xlsx(packed({SHEET: sheet.encode()}), "a.xlsx")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="??" t="s"><v>99999</v></c>',
        '<c t="s"><v>-1</v></c>',
        '<c s="999999999999"><v>1e999</v></c>',
        "<c><v>nan</v></c>",
        '<c r="ZZZ1"><v>5</v></c>',
        '<c t="inlineStr"><is><t>x</t><rPh><t>y</t></rPh></is></c>',
        "<c/>",
    ],
)
def test_odd_cells_do_no_harm(cell: str) -> None:
    sheet = f'<worksheet><sheetData><row><c t="str"><v>Text</v></c></row><row><c t="str"><v>Hi</v></c>{cell}</row></sheetData></worksheet>'
    lines = sheets.read_xlsx(packed({SHEET: sheet.encode()}), "a.xlsx").lines
    assert spoken(lines) == [(None, "Hi")]


CELLS = st.from_regex(r"[A-Za-zäé ,;\"'|=+?.0-9]{0,12}", fullmatch=True)


@st.composite
def interviews(draw: st.DrawFn) -> list[tuple[str, int, int, str]]:
    said = []
    at = 0
    for number in range(draw(st.integers(1, 6))):
        text = draw(CELLS.filter(lambda cell: bool(cell.strip())))
        length = draw(st.integers(1, 30))
        said.append(("AB"[number % 2], at, at + length, f"{text.strip()} yes"))
        at += length
    return said


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@given(said=interviews())
def test_an_interview_comes_back_from_any_dialect(separator: str, said: list[Any]) -> None:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=separator)
    writer.writerow(["Speaker", "Start", "End", "Text"])
    writer.writerows(
        [s, f"0:{b // 60:02}:{b % 60:02}", f"0:{e // 60:02}:{e % 60:02}", t] for s, b, e, t in said
    )
    lines = table(held.getvalue()).lines
    assert spoken(lines) == [(s, t) for s, _, _, t in said]
    assert timed(lines) == [(b, e) for _, b, e, _ in said]


@given(said=interviews())
def test_an_interview_comes_back_from_a_workbook(said: list[Any]) -> None:
    rows = [
        ["Speaker", "Start", "End", "Text"],
        *([s, timedelta(seconds=b), timedelta(seconds=e), t] for s, b, e, t in said),
    ]
    for row in rows[1:]:
        row[3] = f"'{row[3]}"
    lines = opened(workbook(rows)).lines
    assert spoken(lines) == [(s, f"'{t}") for s, _, _, t in said]
    assert timed(lines) == [(b, e) for _, b, e, _ in said]


@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    rows = [["Speaker", "Text", "Note", "More"], *rows]
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    lines = table(held.getvalue()).lines
    found = words([part for line in lines for part in (line.text, line.speaker or "")])
    cells = words([cell for row in rows for cell in row])
    names = {word for row in rows for word in words(row[:1])}
    assert {w: n for w, n in found.items() if w not in names} == {
        w: n for w, n in cells.items() if w not in names
    }
    assert names <= found.keys()


@given(
    data=st.binary(max_size=80) | st.text(alphabet='ab,;\t|"\n\r?1:.ä', max_size=80).map(str.encode)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.csv", "a.tsv", "a.xlsx"):
        with contextlib.suppress(InputError):
            reading.read_data(data, name)
