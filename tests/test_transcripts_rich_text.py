r"""Rich text: characters from three kinds of escapes, groups that are no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import rich_text
from transcripts.errors import InputError
from transcripts.manuscript import APART, STRONG, Manuscript


def read(body: str) -> Manuscript:
    return rich_text.read(b"{\\rtf1\\ansi\\ansicpg1252 " + body.encode("latin-1") + b"}", "a.rtf")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9", "café"),
        (r"caf\u233?", "café"),
        (r"caf\u233\'e9!", "café!"),
        (r"\uc2 caf\u233\'c3\'a9!", "café!"),
        (r"\uc0 caf\u233 !", "café!"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"\u8364?\~20", "€\u00a020"),
        (r"E\_Auto \{a\} \\", "E\u2011Auto {a} \\"),
        (r"a\emdash b\ldblquote c\rdblquote", "a—b“c”"),
        (r"{\fonttbl{\f1\fcharset204 X;}}{\f1 \'cf\'f0}", "Пр"),
        (r"{\fonttbl{\f1\fcharset128 X;}}{\f1 \'93\'fa\'96\'7b}", "日本"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", "link"),
        (r"{\*\unknown gone}seen", "seen"),
        (r"{\info{\title gone}}{\stylesheet{gone;}}seen", "seen"),
        (r"{\v hidden}seen", "seen"),
        (r"{\deleted gone}seen", "seen"),
        ("a\r\nb", "ab"),
        (r"{\pict\bin3 }}{}seen", "seen"),
    ],
)
def test_characters(body: str, text: str) -> None:
    assert [line.text for line in read(body).lines] == [text]


def test_paragraphs_and_bold() -> None:
    lines = read(r"{\b Warum?}\par Darum.\line Und.\par").lines
    assert [(line.text, line.kind) for line in lines] == [
        ("Warum?", STRONG),
        ("Darum.", "speech"),
        ("Und.", "speech"),
    ]


def test_headers_and_notes_are_apart() -> None:
    lines = read(r"{\header Seite 1\par}Text{\footnote Note.} weiter\par").lines
    assert [(line.text, line.kind) for line in lines] == [
        ("Seite 1", APART),
        ("Note.", APART),
        ("Text weiter", "speech"),
    ]


def test_a_table_of_turns() -> None:
    row = r"\trowd\intbl {}\cell {}\cell\row "
    lines = read(row.format("Anna", "Wie geht es?") + row.format("Bob", "Gut, danke.")).lines
    assert [(line.speaker, line.text) for line in lines] == [
        ("Anna", "Wie geht es?"),
        ("Bob", "Gut, danke."),
    ]


def test_hidden_text_is_counted() -> None:
    assert [notice.kind for notice in read(r"{\v a}b").notices] == ["hidden-text"]


def test_deep_groups_are_refused() -> None:
    with pytest.raises(InputError) as raised:
        read("{" * 300)
    assert raised.value.kind == "too-deep"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_written_as_units_is_read(text: str) -> None:
    units = text.encode("utf-16-le")
    written = "".join(
        rf"\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?"
        for at in range(0, len(units), 2)
    )
    expected = [text] if text.strip() else []
    assert [line.text for line in read(written).lines] == expected
