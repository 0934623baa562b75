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
    assert INTERVIEW.text[coding.start : coding.end] == "Electric cars\nare fine.".replace(
        " c", " c"
    )
    assert (coding.turn, coding.code, coding.coder) == (1, "electrification", "Anna")
    assert notices == ()


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
