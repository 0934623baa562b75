"""Researchers' notes: read from memos.csv and found in the transcripts."""

from __future__ import annotations

import pytest
from interviews import transcript

from evidence.codebook import default_codebook
from evidence.memos import placed_memos, read_memos
from transcripts.errors import InputError

HEAD = "transcript,start,exact,code,author,text,guid\n"
INTERVIEW = transcript(("Q", "Why trams?"), ("P1", "Trams are slow. Trams are late."))


@pytest.fixture
def memos(tmp_path):
    def read(lines, head=HEAD):
        path = tmp_path / "memos.csv"
        path.write_text(head + lines, encoding="utf-8-sig")
        return placed_memos(read_memos(path), [INTERVIEW], default_codebook())

    return read


@pytest.mark.parametrize(
    ("line", "words", "code"),
    [
        ("t1,,Trams are slow.,,Anna,Odd.,g\n", "Trams are slow.", ""),
        (f"t1,{INTERVIEW.text.index('Trams are late')},Trams,,Anna,Odd.,\n", "Trams", ""),
        ("t1,,,,Anna,Odd.,\n", "", ""),
        (",,,urbanisation,Anna,Odd.,\n", "", "urbanisation"),
        (",,,,Anna,Odd.,\n", "", ""),
    ],
)
def test_a_note_is_on_words_a_transcript_a_code_or_the_study(memos, line, words, code):
    (memo,), notices = memos(line)
    assert INTERVIEW.text[memo.start : memo.end] == words
    assert (memo.code, memo.author, memo.text) == (code, "Anna", "Odd.")
    assert notices == ()


def test_a_note_outlives_a_corrected_transcript(memos):
    (memo,), notices = memos('t1,,"Trams, um, are late.",,Anna,Odd.,\n')
    assert INTERVIEW.text[memo.start : memo.end] == "Trams are late."
    assert notices == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("t2,,,,Anna,Odd.,\n", "no transcript 't2'"),
        ("t1,,Boats,,Anna,Odd.,\n", "not in the transcript"),
        (",,,urbanization,Anna,Odd.,\n", "Did you mean 'urbanisation'"),
    ],
)
def test_what_a_note_is_on_that_is_not_there_is_told_with_its_line(memos, line, why):
    found, (notice,) = memos(line)
    assert found == ()
    assert why in notice.text
    assert notice.place == "line 2"


def test_the_text_alone_is_a_note(memos):
    (memo,), _ = memos("Odd.\n", head="text\n")
    assert memo.text == "Odd."


def test_a_file_without_texts_is_refused(memos):
    with pytest.raises(InputError, match="lacks the column 'text'"):
        memos("", head="transcript,author\n")
