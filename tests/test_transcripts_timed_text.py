"""Timed text: each caption's words, who says them and when, whatever way it counts time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import intake
from transcripts.errors import InputError
from transcripts.formats import timed_text
from transcripts.limits import Limits
from transcripts.manuscript import APART, Manuscript
from transcripts.reading import READERS

SPACES = (
    'xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
    ' xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling"'
)


def ttml(body: str, *, head: str = "", root: str = "") -> Manuscript:
    text = f"<?xml version='1.0'?><tt {SPACES} {root}><head>{head}</head><body>{body}</body></tt>"
    return timed_text.read(text.encode(), "a.ttml")


def said(manuscript: Manuscript) -> list[tuple[str | None, str, float | None, float | None]]:
    return [
        (line.speaker, line.text, line.begins, line.ends)
        for line in manuscript.lines
        if line.kind != APART
    ]


def words(manuscript: Manuscript) -> list[str]:
    return [text for _, text, _, _ in said(manuscript)]


def apart(manuscript: Manuscript) -> list[str]:
    return [line.text for line in manuscript.lines if line.kind == APART]


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("00:00:01", 1.0),
        ("00:01:01.250", 61.25),
        ("100:00:00.5", 360_000.5),
        ("00:00:01:05", 1.2),
        ("1.5s", 1.5),
        ("1500ms", 1.5),
        ("2m", 120.0),
        ("0.5h", 1800.0),
        ("50f", 2.0),
        ("2500t", 2.5),
    ],
)
def test_times(time: str, seconds: float) -> None:
    manuscript = ttml(f'<p begin="{time}">Hi</p>', root='ttp:frameRate="25" ttp:tickRate="1000"')
    assert said(manuscript) == [(None, "Hi", pytest.approx(seconds), None)]
    assert manuscript.notices == ()


@pytest.mark.parametrize(
    ("root", "time", "seconds"),
    [
        ("", "30f", 1.0),
        ('ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"', "30f", 1.001),
        ('ttp:frameRate="24"', "24t", 1.0),
        ("", "2t", 2.0),
        ('ttp:tickRate="10000000"', "15000000t", 1.5),
        ('ttp:frameRate="0"', "30f", 1.0),
    ],
)
def test_rates(root: str, time: str, seconds: float) -> None:
    assert said(ttml(f'<p begin="{time}">Hi</p>', root=root))[0][2] == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("body", "begins", "ends"),
    [
        ('<p begin="1s" end="3s">Hi</p>', 1, 3),
        ('<p begin="1s" dur="3s">Hi</p>', 1, 4),
        ('<p dur="3s">Hi</p>', 0, 3),
        ('<div begin="10s" end="12s"><p begin="1s" end="5s">Hi</p></div>', 11, 12),
        ('<div begin="10s"><div><p>Hi</p></div></div>', 10, None),
    ],
)
def test_times_count_from_the_element_around(body: str, begins: int, ends: int | None) -> None:
    assert said(ttml(body)) == [(None, "Hi", begins, ends)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Hello <span tts:color='red'>there</span>,<br/>you &amp; me",
            ["Hello there,", "you & me"],
        ),
        ("\n  Hello\n  there\n", ["Hello there"]),
        ("Hel<span>lo</span>", ["Hello"]),
        ("Hello<!-- not said --> there", ["Hello there"]),
        ("<span>Hello<br/></span><br/>there", ["Hello", "there"]),
    ],
)
def test_rows(text: str, rows: list[str]) -> None:
    assert words(ttml(f'<p begin="1s">{text}</p>')) == rows


def test_rows_as_typed() -> None:
    assert words(ttml('<p begin="1s" xml:space="preserve"> Hello\n there </p>')) == [
        "Hello",
        "there",
    ]


def test_spans_have_their_own_times_and_no_word_is_cut() -> None:
    text = '<span begin="0s" dur="1s">One </span><span begin="1s">two, thr</span><span begin="2s">ee</span>'
    assert said(ttml(f'<p begin="10s" end="20s">{text}</p>')) == [
        (None, "One", 10, 11),
        (None, "two, three", 11, 20),
    ]


AGENTS = (
    '<metadata><ttm:title>Interview 3</ttm:title><ttm:agent xml:id="a" type="person"><ttm:name>Anna Meyer</ttm:name>'
    '</ttm:agent><ttm:agent xml:id="b"><ttm:name type="full">Bob</ttm:name><ttm:name type="alias">B</ttm:name>'
    '</ttm:agent><ttm:agent xml:id="c"><ttm:name>Cy</ttm:name></ttm:agent></metadata>'
)


def test_agents_are_speakers_and_other_metadata_is_apart() -> None:
    body = (
        '<p begin="1s" ttm:agent="a">Hello<br/>there</p><p begin="2s"><metadata><ttm:desc>he nods</ttm:desc></metadata>'
        '<span ttm:agent="a">And </span><span ttm:agent="b">you?</span></p><div ttm:agent="b"><p begin="3s">Me</p></div>'
    )
    manuscript = ttml(body, head=AGENTS)
    assert [(speaker, text) for speaker, text, _, _ in said(manuscript)] == [
        *(("Anna Meyer", "Hello"), (None, "there")),
        *(("Anna Meyer", "And"), ("Bob", "you?"), ("Bob", "Me")),
    ]
    assert apart(manuscript) == ["Interview 3", "B", "Cy", "he nods"]


def test_marks_of_a_new_speaker_are_understood() -> None:
    manuscript = ttml('<p begin="1s">&gt;&gt; ANNA: We did.</p><p begin="2s">- Why?<br/>- So.</p>')
    assert [(speaker, text) for speaker, text, _, _ in said(manuscript)] == [
        *(("ANNA", "We did."), ("", "Why?"), ("", "So.")),
    ]


def test_what_stands_outside_paragraphs_is_apart_and_pictures_are_no_words() -> None:
    head = '<metadata><image xmlns="x" encoding="Base64">iVBORw0</image>a note</metadata>'
    manuscript = ttml('<div>stray<p begin="1s">Hi</p></div>', head=head)
    assert (apart(manuscript), words(manuscript)) == (["a note", "stray"], ["Hi"])


@pytest.mark.parametrize(
    "body",
    ['<p begin="soon" end="3s">Hi</p>', '<p begin="3s" end="1s">Hi</p>'],
    ids=["no time", "ends before it begins"],
)
def test_broken_times_keep_their_words_and_are_reported(body: str) -> None:
    manuscript = ttml(body)
    assert words(manuscript) == ["Hi"]
    assert [notice.kind for notice in manuscript.notices] == ["malformed"]


def test_the_older_name_space_is_read() -> None:
    text = '<tt xmlns="http://www.w3.org/2006/10/ttaf1"><body><p begin="1s">Hi</p></body></tt>'
    assert words(READERS["dfxp"](text.encode("utf-16"), "a.dfxp")) == ["Hi"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<html><p>Hi</p></html>", "type"),
        ("<tt><body><p>Hi</p></body></tt>", "type"),
        ("<tt><body><p begin='soon'>Hi</p></body></tt>", "type"),
        ("<tt/>", "empty"),
        ("<!DOCTYPE tt [<!ENTITY a 'b'>]><tt><body><p begin='1s'>&a;</p></body></tt>", "dtd"),
        ("<tt><body>" + "<div>" * 300, "too-deep"),
    ],
    ids=["other XML", "no time", "no good time", "nothing", "entities", "depth"],
)
def test_what_is_refused(text: str, kind: str) -> None:
    with pytest.raises(InputError) as raised:
        timed_text.read(text.encode(), "a.ttml")
    assert raised.value.kind == kind


PIECES = st.recursive(
    st.sampled_from(["one ", "two", " ", "\n", "<br/>", "<!-- c -->", "- ", "&gt;&gt; ", "Bob: "]),
    lambda inner: st.tuples(
        st.sampled_from(
            ['<span begin="1s">', "<span>", '<span dur="1s">', '<span xml:space="preserve">']
        ),
        st.lists(inner, max_size=4).map("".join),
    ).map(lambda parts: f"{parts[0]}{parts[1]}</span>"),
    max_leaves=12,
)


@given(pieces=st.lists(PIECES, max_size=6).map("".join))
def test_no_word_is_lost_and_none_doubled(pieces: str) -> None:
    manuscript = ttml(f'<p begin="1s">first</p><p begin="2s">{pieces}</p>')
    kept = " ".join(f"{line.speaker or ''} {line.text}" for line in manuscript.lines)
    assert [kept.count(word) for word in ("one", "two", "Bob")] == [
        pieces.count(word) for word in ("one", "two", "Bob")
    ]


@pytest.mark.slow
def test_a_crowd_of_speakers_is_read_within_the_limits(tmp_path: Path) -> None:
    crowd = range(60_000)
    agents = "".join(f'<agent xml:id="a{n}"><name>Name {n}</name></agent>' for n in crowd)
    spoken = "".join(f'<p agent="a{n}" begin="{n}s">so it is</p>' for n in crowd)
    path = tmp_path / "crowd.ttml"
    path.write_text(
        f"<tt><head><metadata>{agents}</metadata></head><body><div>{spoken}</div></body></tt>"
    )
    (transcript,) = intake.read_one(path, Limits()).transcripts
    assert len({turn.speaker for turn in transcript.turns}) == len(crowd)
