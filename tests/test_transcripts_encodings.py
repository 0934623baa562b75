"""Bytes become characters by fixed rules."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import encodings
from transcripts.errors import InputError

WORDS = "Hélène : « à Liège », 20 € – Straße"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + WORDS.encode("utf-32-be"),
    ],
)
def test_unicode_is_read_silently(data: bytes) -> None:
    assert encodings.decode(data, "a.txt") == (WORDS, ())


def test_windows_1252_is_read_with_a_notice() -> None:
    text, notices = encodings.decode(WORDS.encode("cp1252"), "a.txt")
    assert text == WORDS
    assert [notice.kind for notice in notices] == ["encoding"]


def test_sharp_s_and_a_closing_quotation_mark_are_no_mixture() -> None:
    assert encodings.decode("„groß“ für".encode("cp1252"), "a.txt")[0] == "„groß“ für"


@pytest.mark.parametrize("data", [b"a\x81b", "é".encode() + b"\xe9", b"\xff\xfea", b"a\x00b"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        encodings.decode(data, "a.txt")


def test_only_cr_and_lf_end_a_line() -> None:
    assert encodings.decode(b"a\r\nb\rc\nd\x0be\xc2\x85f\xe2\x80\xa8g", "a.txt")[0] == (
        "a\nb\nc\nd\x0be\x85f\u2028g"
    )


@pytest.mark.parametrize(
    ("text", "cleaned", "replaced", "removed"),
    [
        ("e\u0301te\u0301", "été", 0, 0),
        ("a\x01b\x1bc\x85", "a\ufffdb\ufffdc\ufffd", 3, 0),
        ("safe \u202eevil\u202c", "safe evil", 0, 2),
        ("tab\tstays", "tab\tstays", 0, 0),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", 0, 0),
        ("a\U000e0041b", "ab", 0, 1),
        ("🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f", 0, 0),
    ],
)
def test_clean(text: str, cleaned: str, replaced: int, removed: int) -> None:
    assert encodings.clean(text) == (cleaned, replaced, removed)


@given(st.text())
def test_clean_text_fits_xml_and_stays_clean(text: str) -> None:
    from lxml import etree

    cleaned = encodings.clean(text)[0]
    element = etree.Element("a")
    element.text = cleaned
    assert encodings.clean(cleaned) == (cleaned, 0, 0)
