"""Subtitles: no cue is dropped, however broken; each speaker's words are that speaker's."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcripts import turns
from transcripts.errors import InputError
from transcripts.formats import subtitles, timed_text
from transcripts.manuscript import APART, Line, Manuscript

CUE = "00:00:00.000 --> 00:00:02.000\n"


def vtt(text: str) -> Manuscript:
    return subtitles.read_vtt(f"WEBVTT\n\n{text}".encode(), "a.vtt")


def srt(text: str) -> Manuscript:
    return subtitles.read_srt(text.encode(), "a.srt")


def sbv(text: str) -> Manuscript:
    return subtitles.read_sbv(text.encode(), "a.sbv")


def captions(*texts: str) -> Manuscript:
    """A SubRip file of captions of one second."""
    return srt(
        "\n\n".join(
            f"{at + 1}\n00:00:{at:02},000 --> 00:00:{at + 1:02},000\n{text}"
            for at, text in enumerate(texts)
        )
    )


def spoken(manuscript: Manuscript) -> list[str]:
    return [line.text for line in manuscript.lines if line.kind != APART]


def apart(manuscript: Manuscript) -> list[str]:
    return [line.text for line in manuscript.lines if line.kind == APART]


def kinds(manuscript: Manuscript) -> list[str]:
    return [notice.kind for notice in manuscript.notices]


def said(manuscript: Manuscript) -> list[tuple[str, str]]:
    return [(draft.speaker, draft.text) for draft in turns.divide(manuscript.lines).drafts]


# The text of a cue


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("<v Anna>Hello</v>", [("Anna", "Hello")]),
        ("<v.loud Anna Meyer>Hello", [("Anna Meyer", "Hello")]),
        ("<v Anna>Hello</v> <v Bob>Hi</v>", [("Anna", "Hello"), ("Bob", "Hi")]),
        (
            "<v Anna>Hello\nagain\nand again</v>",
            [("Anna", "Hello"), (None, "again"), (None, "and again")],
        ),
        ("<v Anna>I <v Bob>you</v> we</v>", [("Anna", "I"), ("Bob", "you"), ("Anna", "we")]),
        ("<v A &amp; B>Hello", [("A & B", "Hello")]),
        ("<i>a</i> &lt;b&gt; <c.red>c</c> <00:00:01.000>d &amp;", [(None, "a <b> c d &")]),
        ("<lang.x de>Guten</lang> <ruby>Tag<rt>day</rt></ruby>", [(None, "Guten Tag day")]),
        ("Hello<br>there", [(None, "Hello"), (None, "there")]),
        ("a --> b", [(None, "a --> b")]),
        ("at 10:30 --> go", [(None, "at 10:30 --> go")]),
        ("Anna: Hello", [(None, "Anna: Hello")]),
        ("<inaudible> so <Anna> said", [(None, "<inaudible> so <Anna> said")]),
        ("1 < 2 and 3 > 2", [(None, "1 < 2 and 3 > 2")]),
        ("a <3 you", [(None, "a <3 you")]),
        ("&#" + "1" * 5000 + ";", [(None, "&#" + "1" * 5000 + ";")]),
    ],
)
def test_words_of_a_cue(cue: str, expected: list[tuple[str | None, str]]) -> None:
    lines = vtt(CUE + cue).lines
    assert [(line.speaker, line.text) for line in lines] == expected
    assert {(line.begins, line.ends) for line in lines} == {(0.0, 2.0)}


def test_a_voice_that_says_nothing_is_apart() -> None:
    assert apart(vtt(f"{CUE}<v Anna></v><v Bob>Hi")) == ["Anna"]


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("<v Alice", [("", "<v Alice")]),
        ("so <b bold text", [(None, "so <b bold text")]),
        ("Hello <v Alice <v Bob>Hi", [(None, "Hello"), ("", "<v Alice"), ("Bob", "Hi")]),
    ],
)
def test_a_tag_that_never_ends_is_words_and_reported(
    cue: str, expected: list[tuple[str | None, str]]
) -> None:
    manuscript = vtt(CUE + cue)
    assert [(line.speaker, line.text) for line in manuscript.lines] == expected
    assert kinds(manuscript) == ["malformed"]


# WebVTT


def test_notes_styles_and_titles_are_apart() -> None:
    text = f"Kind: captions\n\nNOTE by hand\n\nSTYLE\n::cue {{}}\n\nREGION\nid:a\n\n{CUE}Hello"
    manuscript = subtitles.read_vtt(f"WEBVTT - Title\n{text}\n\nNOTE\nsecret\n".encode(), "a.vtt")
    assert spoken(manuscript) == ["Hello"]
    assert apart(manuscript) == [
        *("Title", "Kind: captions", "NOTE by hand", "STYLE", "::cue {}", "REGION", "id:a"),
        *("NOTE", "secret"),
    ]
    assert manuscript.notices == ()


@pytest.mark.parametrize(
    ("identifier", "words"),
    [("Introduction", ["Introduction"]), ("1", []), ("cue-1", []), ("8f3a-b2/12-0", []), ("", [])],
)
def test_the_name_of_a_cue_is_apart_where_it_is_words(identifier: str, words: list[str]) -> None:
    manuscript = vtt(f"{identifier}\n{CUE}Hello".lstrip("\n"))
    assert (apart(manuscript), spoken(manuscript)) == (words, ["Hello"])
    assert manuscript.notices == ()


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        ("00:01.500 --> 00:02.000", (1.5, 2.0)),
        ("100:00:00.000 --> 100:00:01.250 align:start position:0%", (360_000.0, 360_001.25)),
        ("\t00:00:01.000-->00:00:02.000", (1.0, 2.0)),
    ],
)
def test_times(timing: str, expected: tuple[float, float]) -> None:
    manuscript = vtt(f"{timing}\nHello")
    assert [(line.begins, line.ends) for line in manuscript.lines] == [expected]
    assert manuscript.notices == ()


@pytest.mark.parametrize(
    ("text", "words", "beside"),
    [
        (f"{CUE}Hello\n\nstill Anna\n", ["Hello", "still Anna"], []),
        (
            f"00:00:00.000 --> banana\nHello\n\n{CUE}Hi",
            ["Hello", "Hi"],
            ["00:00:00.000 --> banana"],
        ),
        (f"{CUE}Hello\n\n00:00:02.000 -->", ["Hello"], ["00:00:02.000 -->"]),
        ("00:00:05.000 --> 00:00:01.000\nHello", ["Hello"], []),
        ("00:00:00,000 --> 00:00:01,000\nHello", ["Hello"], []),
        ("00:00:00.000 --> 00:00:01.000 Hello\nyou", ["you"], ["Hello"]),
        (f"{CUE}Hello\nfoo -->\n{CUE}Hi", ["Hello", "Hi"], ["foo -->"]),
        (f"preface\n\n{CUE}Hello", ["Hello"], ["preface"]),
        (
            f"9999999:00:00.000 --> 9999999:00:01.000\nHello\n\n{CUE}Hi",
            ["Hello", "Hi"],
            ["9999999:00:00.000 --> 9999999:00:01.000"],
        ),
    ],
)
def test_broken_cues_keep_their_words_and_are_reported(
    text: str, words: list[str], beside: list[str]
) -> None:
    manuscript = vtt(text)
    assert (spoken(manuscript), apart(manuscript)) == (words, beside)
    assert kinds(manuscript) == ["malformed"]


def test_a_file_without_its_header_is_read_and_reported() -> None:
    manuscript = subtitles.read_vtt(f"{CUE}Hello".encode(), "a.vtt")
    assert (spoken(manuscript), kinds(manuscript)) == (["Hello"], ["malformed"])


# SubRip and SBV


def test_subrip() -> None:
    text = (
        "1\n00:00:00,500 --> 00:00:02,000\n<font color=red>2024\nwas good</font>\n"
        "2\n00:00:02.000 --> 00:00:03.000 X1:10 Y1:20\n{\\an8}And 2025\n2026\n\n"
        "3\n00:00:04,000 --> 00:00:05,000\n\n4\n00:00:06,000 --> 00:00:07,000\nR&D &amp; <b>me</b>"
    )
    manuscript = srt(text)
    assert spoken(manuscript) == ["2024", "was good", "And 2025", "2026", "R&D & me"]
    assert [line.begins for line in manuscript.lines] == [0.5, 0.5, 2.0, 2.0, 6.0]
    assert manuscript.notices == ()


def test_without_numbers_a_row_of_digits_is_words() -> None:
    text = "00:00:00,500 --> 00:00:02,000\nin\n2024\n00:00:02,000 --> 00:00:03,000\nYes"
    assert spoken(srt(text)) == ["in", "2024", "Yes"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1\n00:00:00,000 --> 00:00:01,000\nHello\n\n2\nHi\n", ["Hello", "Hi"]),
        ("1\n\n00:00:00,000 --> 00:00:01,000\n\nHello\n\n", ["Hello"]),
        ("1\n00:00:00,000 –> 00:00:01,000\nHello", ["Hello"]),
        ("1\n00:00:00,000 -> 00:00:01,000\nHello", ["Hello"]),
        ("1\n00:00:00,000 --> 00:00:01,000\nHello\n\n2\n00:00:xx,000 --> 1\nHi", ["Hello", "Hi"]),
    ],
    ids=["timing lost", "double spaced", "arrow of a word processor", "short arrow", "no figures"],
)
def test_broken_subrip(text: str, words: list[str]) -> None:
    manuscript = srt(text)
    assert (spoken(manuscript), kinds(manuscript)) == (words, ["malformed"])
    assert manuscript.lines[0].begins == 0.0


def test_sbv() -> None:
    manuscript = sbv(
        "0:00:01.000,0:00:03.000\n>> ANNA MEYER: Hello,\nthere\n\n"
        "0:00:03.000,0:00:04.000\n\n1:00:04.000,1:00:05.500\n>> BOB: At 10:30,11:00.\n"
    )
    assert said(manuscript) == [("ANNA MEYER", "Hello, there"), ("BOB", "At 10:30,11:00.")]
    assert manuscript.lines[-1].ends == 3605.5
    assert manuscript.notices == ()


@pytest.mark.parametrize("read", [vtt, srt, sbv])
@pytest.mark.parametrize(
    ("text", "kind"),
    [("Only prose\n", "type"), ("", "empty"), ("\n" * 300_000, "empty"), ("1" * 300_000, "type")],
    ids=["prose", "nothing", "line ends", "digits"],
)
def test_without_a_cue_it_is_no_subtitle_file(read, text: str, kind: str) -> None:
    with pytest.raises(InputError, match="no cue") as raised:
        read(text)
    assert raised.value.kind == kind


@pytest.mark.parametrize(
    "text", ["<" * 200_000, "&" * 200_000, "{\\" * 200_000, ">> " * 100_000, "- a\n" * 50_000]
)
def test_marks_without_end_are_read_at_once(text: str) -> None:
    assert captions(text, "Hello").lines
    assert vtt(f"{CUE}{text}\n\n{CUE}Hello").lines


# Who speaks


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (
            [">> ANNA: We\nstarted.", "In May.", ">> BOB: Why?", ">> Because", "we could. >> So."],
            [
                ("ANNA", "We started. In May."),
                ("BOB", "Why?"),
                ("", "Because we could."),
                ("", "So."),
            ],
        ),
        ([">> We did.", "In May.", ">>> Why?"], [("", "We did. In May."), ("", "Why?")]),
        ([">> Anna Meyer:\nWe did.", "Bob >>", "Oh"], [("Anna Meyer", "We did. Bob"), ("", "Oh")]),
        (["Hello", ">> Hi", "you"], [("", "Hello"), ("", "Hi you")]),
        (["- Hello.\n- Hi.", "So"], [("", "Hello."), ("", "Hi."), ("", "So")]),
        (["Hello.\n– Hi."], [("", "Hello."), ("", "Hi.")]),
        (["-Bonjour", "madame", "-Bonjour"], [("", "Bonjour madame"), ("", "Bonjour")]),
        (
            ["- ANNA: We did.\n- BOB: Why?", "and when"],
            [("ANNA", "We did."), ("BOB", "Why? and when")],
        ),
        (
            ["Anna: So.", "Bob: We\n- well, I -", "Anna: Yes.", "- Hm.\n- No.", "Bob: Fine."],
            [
                ("Anna", "So."),
                ("Bob", "We - well, I -"),
                ("Anna", "Yes."),
                ("", "Hm."),
                ("", "No."),
                ("Bob", "Fine."),
            ],
        ),
        (["-5 degrees", "-- no"], [("", "-5 degrees -- no")]),
        (["a >> b"], [("", "a >> b")]),
    ],
)
def test_marks_of_a_new_speaker(texts: list[str], expected: list[tuple[str, str]]) -> None:
    assert said(captions(*texts)) == expected


def test_two_speakers_of_one_caption_have_its_time() -> None:
    lines = captions("So.", "- Hello.\n- Hi.").lines
    assert [(line.text, line.begins) for line in lines] == [
        ("So.", 0.0),
        ("Hello.", 1.0),
        ("Hi.", 1.0),
    ]


ROLLING = """WEBVTT
Kind: captions

00:00:00.160 --> 00:00:02.149 align:start position:0%
\x20
hello<00:00:00.480><c> everyone</c>

00:00:02.149 --> 00:00:02.159 align:start position:0%
hello everyone
\x20

00:00:02.159 --> 00:00:04.000 align:start position:0%
hello everyone
yes<00:00:03.000><c> yes</c>

00:00:04.000 --> 00:00:04.010 align:start position:0%
yes yes
\x20

00:00:04.010 --> 00:00:06.000 align:start position:0%
yes yes
&gt;&gt;<00:00:05.000><c> thanks</c>
"""


def test_captions_that_roll_up_are_said_once() -> None:
    manuscript = subtitles.read_vtt(ROLLING.encode(), "a.vtt")
    assert spoken(manuscript) == ["hello everyone", "yes yes", "thanks"]
    assert [line.begins for line in manuscript.lines if line.kind != APART] == [0.16, 2.159, 4.01]
    assert manuscript.notices == ()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a\nb", "b\nc", "c\nd"], ["a", "b", "c", "d"]),
        (["a\nb\nc", "b\nc\nd", "c\nd\ne"], ["a", "b", "c", "d", "e"]),
        (["Yes.", "Yes.", "Yes.", "Yes."], ["Yes."] * 4),
        (
            ["Yes.", "Yes.\nI do.", "So", "what", "now"],
            ["Yes.", "Yes.", "I do.", "So", "what", "now"],
        ),
    ],
)
def test_what_repeats_is_said_again_unless_the_file_rolls(
    texts: list[str], expected: list[str]
) -> None:
    assert spoken(captions(*texts)) == expected


# Properties

WORD = st.text(alphabet="abcdefghäéßœ'’", min_size=1, max_size=8)
WORDS = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
NAME = st.sampled_from(["Anna Meyer", "BOB", "Jean-Luc", "Interviewer", "P 1"])


@dataclass(frozen=True)
class Said:
    """A cue as a test writes it; times in milliseconds."""

    speaker: str
    rows: tuple[str, ...]
    begins: int
    lasts: int


CUES = st.lists(
    st.builds(
        Said,
        NAME,
        st.lists(WORDS, min_size=1, max_size=3).map(tuple),
        st.integers(0, 300 * 3_600_000),
        st.integers(0, 100_000),
    ),
    min_size=1,
    max_size=6,
)


def clock(ms: int, point: str = ".") -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"


def as_vtt(said: list[Said]) -> str:
    blocks = [
        f"{clock(one.begins)} --> {clock(one.begins + one.lasts)}\n<v {one.speaker}>{html.escape(chr(10).join(one.rows))}</v>"
        for one in said
    ]
    return "\n\n".join(("WEBVTT", *blocks))


def as_srt(said: list[Said]) -> str:
    blocks = [
        f"{at}\n{clock(one.begins, ',')} --> {clock(one.begins + one.lasts, ',')}\n"
        f">> {one.speaker}: " + "\n".join(one.rows)
        for at, one in enumerate(said, 1)
    ]
    return "\n\n".join(blocks)


def as_sbv(said: list[Said]) -> str:
    blocks = [
        f"{clock(one.begins)[1:] if one.begins < 36_000_000 else clock(one.begins)},{clock(one.begins + one.lasts)}\n"
        f">> {one.speaker}: " + "\n".join(one.rows)
        for one in said
    ]
    return "\n\n".join(blocks)


def as_ttml(said: list[Said]) -> str:
    names = sorted({one.speaker for one in said})
    agents = "".join(
        f'<ttm:agent xml:id="a{at}" type="person"><ttm:name type="full">{name}</ttm:name></ttm:agent>'
        for at, name in enumerate(names)
    )
    paragraphs = "".join(
        f'<p ttm:agent="a{names.index(one.speaker)}" begin="{clock(one.begins)}" dur="{one.lasts}ms">'
        + "<br/>".join(map(html.escape, one.rows))
        + "</p>"
        for one in said
    )
    return (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata">'
        f"<head>{agents}</head><body><div>{paragraphs}</div></body></tt>"
    )


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (as_vtt, subtitles.read_vtt),
        (as_srt, subtitles.read_srt),
        (as_sbv, subtitles.read_sbv),
        (as_ttml, timed_text.read),
    ],
    ids=["vtt", "srt", "sbv", "ttml"],
)
@given(cues=CUES)
def test_what_is_written_is_read(write, read, cues: list[Said]) -> None:
    manuscript = read(write(cues).encode(), "a")
    expected = [
        (one.speaker if not at else None, row, one.begins, one.begins + one.lasts)
        for one in cues
        for at, row in enumerate(one.rows)
    ]
    assert [seen(line) for line in manuscript.lines] == expected
    assert manuscript.notices == ()


def seen(line: Line) -> tuple[str | None, str, int, int]:
    return line.speaker, line.text, round((line.begins or 0) * 1000), round((line.ends or 0) * 1000)


PARTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "\n",
                "\n\n",
                "00:00:01.000 --> 00:00:02.000",
                "00:00:01,000 -> 00:00:02,000",
                "-->",
                "\n1\n",
            ]
        ),
        st.sampled_from(
            ["<v Anna>", "</v>", "<i>", "<", ">", "NOTE", "STYLE", ">> ", "- ", "Bob: ", "0:01"]
        ),
        st.sampled_from(["0:00:01.000,0:00:02.000", "{\\an8}", "<c.red>", "<00:01.000>", "WEBVTT"]),
        st.text(alphabet="abAé:.?!-–>*[]()<v|;0123 \t\n\u00a0", max_size=12),
    ),
    max_size=24,
).map("".join)


@pytest.mark.parametrize("read", [vtt, srt, sbv])
@given(text=PARTS)
def test_no_word_is_lost_and_none_invented(read, text: str) -> None:
    text = f"00:00:00.000 --> 00:00:01.000\nfirst\n\n0:00:00.000,0:00:01.000\nfirst\n\n{text}"
    lines = read(text).lines
    kept = " ".join(f"{line.speaker or ''} {line.text}" for line in lines)
    assert all(word in kept for word in outside_tags(text))
    written = Counter("".join(letters(" ".join(line.text for line in lines))))
    assert written <= Counter("".join(letters(text)))


TIMING = re.compile(r"-->|\d,\d")


def outside_tags(text: str) -> set[str]:
    """The words of a subtitle file by the crudest means: in no tag, no timing, no row with a number."""
    rows = text.split("\n")
    words = [
        row
        for row, below in zip(rows, [*rows[1:], ""], strict=True)
        if not TIMING.search(row) and not (TIMING.search(below) and re.search(r"\d", row))
    ]
    bare = re.sub(r"<[^<>]*>?|\{[^{}]*\}", " ", "\n".join(words))
    return set(letters(bare))


def letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


@given(data=st.one_of(st.binary(max_size=300), PARTS.map(str.encode)))
@example(data=b"\x1c0")
def test_any_bytes_give_lines_or_say_why_not(data: bytes) -> None:
    for head, read in (
        (b"WEBVTT\n\n", subtitles.read_vtt),
        (b"", subtitles.read_srt),
        (b"", subtitles.read_sbv),
    ):
        try:
            manuscript = read(head + data, "a")
        except InputError:
            continue
        assert all(line.text for line in manuscript.lines)
