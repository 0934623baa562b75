"""Codings that people made: read from codings.csv and found in the transcripts."""

from __future__ import annotations

import pytest
from interviews import transcript

from evidence.codebook import default_codebook
from evidence.human_codings import anchored, read_rows
from transcripts.errors import InputError

HEAD = "id,transcript,text,code,coder\n"
INTERVIEW = transcript(("Q", "Why?"), ("P1", "Electric cars\nare fine. Trams are too."))


@pytest.fixture
def rows(tmp_path):
    def read(lines, head=HEAD):
        path = tmp_path / "codings.csv"
        path.write_text(head + lines, encoding="utf-8-sig")
        return read_rows(path)

    return read


def placed(rows):
    return anchored(rows, [INTERVIEW], default_codebook())


def test_a_row_becomes_a_coding_whatever_the_blanks_between_its_words(rows):
    found, notices = placed(rows('1,t1,"Electric  cars are fine.",electrification,Anna\n'))
    (coding,) = found
    assert INTERVIEW.text[coding.start : coding.end] == "Electric cars\nare fine."
    assert (coding.turn, coding.code, coding.coder) == (1, "electrification", "Anna")
    assert notices == ()


def test_a_coding_outlives_a_corrected_transcript(rows):
    (coding,), notices = placed(rows('1,t1,"Trams, um, are too.",urbanisation,Anna\n'))
    assert INTERVIEW.text[coding.start : coding.end] == "Trams are too."
    assert notices == ()


def test_a_spreadsheet_may_put_semicolons_between_cells(rows):
    (row,) = rows("1;t1;Trams;urbanisation;Anna\n", HEAD.replace(",", ";"))
    assert (row.line, row.text, row.coder) == (2, "Trams", "Anna")


def test_what_the_program_coded_is_passed_over(rows):
    assert rows("1,t1,Trams,urbanisation,whitepaper\n2,t1,Trams,urbanisation,\n") == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("1,t2,Trams,urbanisation,Anna\n", "no transcript 't2'"),
        ("1,t1,Trams,urbanization,Anna\n", "Did you mean 'urbanisation'"),
        ("1,t1,Boats,urbanisation,Anna\n", "not in the transcript"),
        ("1,t1,,urbanisation,Anna\n", "not in the transcript"),
    ],
)
def test_what_cannot_be_placed_is_told_with_its_line(rows, line, why):
    found, (notice,) = placed(rows(line))
    assert found == ()
    assert why in notice.text
    assert notice.place == "line 2"


def test_a_file_without_a_column_is_refused(rows):
    with pytest.raises(InputError, match="lacks the column 'coder'"):
        rows("1,t1,Trams,urbanisation\n", head="id,transcript,text,code\n")


# Where equal words are meant


TWICE = transcript(("Q", "Why trams?"), ("P1", "Trams are slow. Trams are late. Trams are fine."))
PLACED = "transcript,text,code,coder,prefix,suffix,start,guid\n"


@pytest.mark.parametrize(
    ("hints", "after"),
    [
        (",,,", " slow"),
        ("slow.,,,", " late"),
        (",fine.,,", " fine"),
        (f",,{TWICE.text.index('Trams are late')},", " late"),
        (",,999,", " fine"),
        ("slow.,,0,", " late"),
        (",,x,", " slow"),
    ],
)
def test_of_equal_words_those_are_meant_that_the_row_tells(rows, hints, after):
    (coding,), notices = anchored(
        rows(f"t1,Trams are,urbanisation,Anna,{hints}\n", PLACED), [TWICE], default_codebook()
    )
    assert TWICE.text[coding.end :].startswith(after)
    assert notices == ()


def test_a_coding_keeps_its_guid(rows):
    ((coding,), _) = placed(rows("t1,Trams,urbanisation,Anna,,,,abc\n", PLACED))
    assert coding.guid == "abc"


def test_an_apostrophe_before_what_looks_like_a_formula_is_no_word(rows):
    (row,) = rows("1,t1,'=Trams,urbanisation,Anna\n")
    assert row.text == "=Trams"
    (other,) = rows("1,t1,'tis so,urbanisation,Anna\n")
    assert other.text == "'tis so"
