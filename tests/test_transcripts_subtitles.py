"""Subtitles: no cue is dropped, however broken."""

from __future__ import annotations

import pytest

from transcripts import subtitles
from transcripts.errors import InputError
from transcripts.manuscript import APART, Manuscript

CUE = "00:00:00.000 --> 00:00:02.000\n"


def vtt(text: str) -> Manuscript:
    return subtitles.read_vtt(f"WEBVTT\n\n{text}".encode(), "a.vtt")


def srt(text: str) -> Manuscript:
    return subtitles.read_srt(text.encode(), "a.srt")


@pytest.mark.parametrize(
    ("cue", "spoken"),
    [
        ("<v Anna>Hello</v>", [("Anna", "Hello")]),
        ("<v.loud Anna Meyer>Hello", [("Anna Meyer", "Hello")]),
        ("<v Anna>Hello</v> <v Bob>Hi</v>", [("Anna", "Hello"), ("Bob", "Hi")]),
        ("<v Anna>Hello\nagain</v>", [("Anna", "Hello"), (None, "again")]),
        ("<i>a</i> &lt;b&gt; <c.red>c</c> <00:00:01.000>d &amp;", [(None, "a <b> c d &")]),
        ("a --> b", [(None, "a --> b")]),
        ("Anna: Hello", [(None, "Anna: Hello")]),
    ],
)
def test_words_of_a_cue(cue: str, spoken: list[tuple[str | None, str]]) -> None:
    lines = vtt(CUE + cue).lines
    assert [(line.speaker, line.text) for line in lines] == spoken
    assert {(line.begins, line.ends) for line in lines} == {(0.0, 2.0)}


def test_notes_styles_and_titles_are_apart() -> None:
    text = f"Kind: captions\n\nNOTE by hand\n\nSTYLE\n::cue {{}}\n\n{CUE}Hello"
    lines = subtitles.read_vtt(f"WEBVTT - Title\n{text}".encode(), "a.vtt").lines
    assert [line.text for line in lines if line.kind != APART] == ["Hello"]
    assert "NOTE by hand" in [line.text for line in lines if line.kind == APART]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{CUE}Hello\n\nstill Anna\n", ["Hello", "still Anna"]),
        (f"00:00:00.000 --> banana\nHello\n\n{CUE}Hi", ["Hello", "Hi"]),
        (f"{CUE}Hello\n\n00:00:02.000 -->", ["Hello"]),
        ("00:00:05.000 --> 00:00:01.000\nHello", ["Hello"]),
    ],
    ids=["blank line in a cue", "no time", "cut off", "ends before it begins"],
)
def test_broken_cues_keep_their_words_and_are_reported(text: str, words: list[str]) -> None:
    manuscript = vtt(text)
    assert [line.text for line in manuscript.lines] == words
    assert [notice.kind for notice in manuscript.notices] == ["malformed"]


def test_subrip() -> None:
    text = (
        "1\n00:00:00,500 --> 00:00:02,000\n<font color=red>2024\nwas good</font>\n"
        "2\n00:00:02,000 --> 00:00:03,000\n{\\an8}And 2025\n\n"
    )
    lines = srt(text).lines
    assert [line.text for line in lines] == ["2024", "was good", "And 2025"]
    assert [line.begins for line in lines] == [0.5, 0.5, 2.0]


def test_without_a_cue_it_is_no_subtitle_file() -> None:
    with pytest.raises(InputError, match="no cue"):
        srt("Only prose\n")
