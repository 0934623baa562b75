r"""Rich text: characters from three kinds of escapes, groups that are no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.errors import InputError
from transcripts.formats import rich_text
from transcripts.manuscript import APART, HEADING, STRONG, Manuscript


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
        (r"{\fonttbl{\f1\fcharset128 X;}}{\f1 \'83e\'83X\'83g}", "テスト"),
        (r"{\fonttbl{\f1\fcharset2 Symbol;}}{\f1 \'b7 a}", "• α"),
        (r"{\fonttbl{\f1\fcharset2 Wingdings;}}{\f1 \'e0}", "→"),
        (r"{\fonttbl{\f1\fcharset2 Symbol;}}{\f1\deff9\'e9}", "é"),
        (r"{\fonttbl{\f1\cpg1251 X;}}{\f1 \'cf}", "П"),
        (r"\ansicpg10000 caf\'8e", "café"),
        (r"\ansicpg65001 caf\'c3\'a9", "café"),
        (r"\ansicpg99999 caf\'e9", "café"),
        (r"\mac caf\'8e", "café"),
        (r"\pc caf\'82", "café"),
        ("caf\xe9", "café"),
        (r"\u128512?", "😀"),
        (r"it\u8217\rquote s", "it’s"),
        (r"\u233 {?}", "é?"),
        (r"Elek\-tro", "Elektro"),
        (r"{\upr{caf?}{\*\ud{caf\u233?}}}", "café"),
        (r"{\*\unknown {\upr{a}{\*\ud b}}}seen", "seen"),
        (r"{\listtext 1.\tab}first", "first"),
        (r"{\pntext 1.\tab}first", "first"),
        (r"{\*\shppict{\pict 0123}}{\nonshppict{\pict 0123}}seen", "seen"),
        (r"{\object{\*\objdata 0123}{\result shown}}", "shown"),
        (r"{\*\moMath {\mf{\mfPr gone}{\mnum {\mr x}}}}", "x"),
        (r"{\xe{\v index}}seen", "seen"),
        (r"a{\*\bkmkstart b}c", "ac"),
        (r"\'zz", "zz"),
        (r"a\bin99999999999 b", "ab"),
        (r"a\bin99 b", "ab"),
        (r"{\v hidden}seen", "seen"),
        (r"{\v hidden\par}seen", "seen"),
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


def test_headings() -> None:
    lines = read(r"\pard\outlinelevel1 Thema\par\pard Text\par\pard\outlinelevel9 Mehr\par").lines
    assert [(line.kind, line.level) for line in lines] == [
        (HEADING, 2),
        ("speech", 0),
        ("speech", 0),
    ]


def test_headers_and_notes_are_apart() -> None:
    lines = read(r"{\header Seite 1\par}Text{\footnote Note.} weiter\par").lines
    assert [(line.text, line.kind) for line in lines] == [
        ("Seite 1", APART),
        ("Text weiter", "speech"),
        ("Note.", APART),
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


# Not those of private use, of which a font's own signs become what they show.
_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cs"])


@given(st.text(_LETTERS, min_size=1))
def test_any_text_written_as_units_is_read(text: str) -> None:
    units = text.encode("utf-16-le")
    written = "".join(
        rf"\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?"
        for at in range(0, len(units), 2)
    )
    expected = [text] if text.strip() else []
    assert [line.text for line in read(written).lines] == expected


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1 words",
        b"\\rtf1 words",
        b"words",
        b"{\\rtf1 words}}}}",
        b"{\\rtf1 words}\x00\x00",
        b"{\\rtf1 words\\",
        b"}{words",
    ],
)
def test_words_survive_broken_groups(data: bytes) -> None:
    assert [line.text for line in rich_text.read(data, "a.rtf").lines] == ["words"]


def test_a_text_box_follows_its_paragraph() -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt \pard box\par}}{\shprslt{\*\do box}}}"
    manuscript = read(rf"one {box}two\par three\par")
    assert [line.text for line in manuscript.lines] == ["one two", "box", "three"]
    assert [notice.kind for notice in manuscript.notices] == ["textbox"]


def test_notes_and_comments_are_counted() -> None:
    notes = r"{\footnote a}{\footnote\ftnalt b}{\*\atnid X}{\*\annotation{\*\atnref 1}c}"
    manuscript = read(rf"Text{notes}\par")
    assert [line.text for line in manuscript.lines] == ["Text", "a", "b", "c"]
    assert manuscript.notices[0].text == (
        "1 comment was set apart. 1 footnote was set apart. 1 endnote was set apart."
    )


def test_changes_are_read_as_accepted() -> None:
    manuscript = read(r"{\revised new }{\deleted o\'e9ld }words")
    assert [line.text for line in manuscript.lines] == ["new words"]
    assert manuscript.notices[0].text.startswith("2 tracked changes")


def test_an_empty_cell_keeps_its_column() -> None:
    row = r"\trowd\pard\intbl {}\cell {}\cell {}\cell\row "
    body = row.format("0:05", "Anna", "Wie geht es?") + row.format("", "", "Und dir?")
    body += row.format("0:09", "Bob", "Gut, danke.") + row.format("", "Anna", "Gut.")
    lines = read(body).lines
    assert [(line.speaker, line.text, line.begins) for line in lines] == [
        ("Anna", "Wie geht es?", 5.0),
        (None, "Und dir?", None),
        ("Bob", "Gut, danke.", 9.0),
        ("Anna", "Gut.", None),
    ]


def test_a_table_in_a_cell_is_read_where_it_stands() -> None:
    inner = (
        r"\pard\intbl\itap2 in\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par gone}"
    )
    body = rf"\trowd\pard\intbl one\par {inner}\pard\intbl two\cell\row\pard three\par"
    assert [line.text for line in read(body).lines] == ["one", "in", "two", "three"]


def test_many_tables_in_one_another_are_read() -> None:
    assert [line.text for line in read(r"\pard\itap999999999 a\par\pard b\par").lines] == ["a", "b"]


def test_what_is_beside_the_text_keeps_its_order_in_a_table() -> None:
    lines = read(r"\trowd\pard\intbl a{\footnote n}\cell b\cell\row\pard c\par").lines
    assert [line.text for line in lines] == ["a", "n", "b", "c"]
