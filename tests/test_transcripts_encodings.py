"""Bytes become characters by fixed rules."""

from __future__ import annotations

import codecs
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import encodings
from transcripts.errors import InputError

WORDS = "Hélène : « à Liège », 20 € – Straße"
DATA = Path(encodings.__file__).with_suffix(".toml")
EXAMPLES = [
    (example["text"], encoding)
    for example in tomllib.loads(DATA.read_text("utf-8"))["example"]
    for encoding in example["encodings"]
]


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


@pytest.mark.parametrize(("text", "encoding"), EXAMPLES)
def test_eight_bits_are_read_with_a_notice(text: str, encoding: str) -> None:
    read, notices = encodings.decode(text.encode(encoding), "a.txt")
    assert read == text
    (notice,) = notices
    assert notice.kind == f"encoding-{encoding.replace('windows-', 'cp')}"
    assert encoding in notice.text


ACCENTED = [
    "été",
    "déjà",
    "où",
    "forêt",
    "naïve",
    "Noël",
    "garçon",
    "l’élève",
    "Évry",
    "«",
    "ça",
    "»",
    "Größe",
    "für",
    "später",
    "schön",
    "„Mühle“",
    "Köln",
    "–",
    "voilà…",
    "coûte",
    "maître",
    "sûr",
    "häufig",
    "Übergang",
    "weiß",
]


@pytest.mark.parametrize("encoding", ["windows-1252", "mac-roman"])
@given(words=st.lists(st.sampled_from([*ACCENTED, "avec", "und", "2030"]), min_size=4))
def test_any_words_come_out_right(encoding: str, words: list[str]) -> None:
    text = " ".join(["Liège et Überlingen :", *words])
    assert encodings.decode(text.encode(encoding), "a.txt")[0] == text


def test_sharp_s_and_a_closing_quotation_mark_are_no_mixture() -> None:
    assert encodings.decode("„groß“ für".encode("cp1252"), "a.txt")[0] == "„groß“ für"


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"a\x81b", "encoding", "0x81"),
        ("é".encode() + b"\xe9 fin", "encoding", "mixed"),
        ("café, é".encode()[:-1], "encoding", "truncated"),
        (b"a\xed\xa0\x80b", "encoding", "half characters"),
        (b"a\xc0\xafb", "encoding", "not known"),
        ("été".encode("utf-16-le"), "encoding", "without BOM"),
        (b"\xff\xfea", "encoding", "utf-16-le"),
        (b"a\x00b, and more of it", "binary", "NUL"),
        ("été là-bas où".encode().decode("cp1252").encode(), "encoding", "double-encoded"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, kind: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as raised:
        encodings.decode(data, "a.txt")
    assert raised.value.kind == kind


def test_one_damaged_accent_may_be_meant() -> None:
    text, notices = encodings.decode("It showed Ã© everywhere".encode(), "a.txt")
    assert text == "It showed Ã© everywhere"
    assert [notice.kind for notice in notices] == ["mojibake"]


def test_only_cr_and_lf_end_a_line() -> None:
    assert encodings.decode(b"a\r\nb\rc\nd\x0be\xc2\x85f\xe2\x80\xa8g", "a.txt")[0] == (
        "a\nb\nc\nd\x0be\x85f\u2028g"
    )


@pytest.mark.parametrize(
    ("text", "cleaned", "met"),
    [
        ("e\u0301te\u0301", "été", {}),
        ("a\x01b\x1bc", "a\ufffdb\ufffdc", {"control-chars": 2}),
        ("a\x0bb\x85c\u2028d", "a b c d", {"control-chars": 3}),
        ("a\ufdd0b\U0001ffffc", "a\ufffdb\ufffdc", {"control-chars": 2}),
        ("safe \u202eevil\u202c", "safe evil", {"bidi": 2}),
        ("a\u200bb\ufeffc", "abc", {"invisible": 2}),
        ("tab\tstays", "tab\tstays", {}),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", {}),
        ("a\U000e0041b", "ab", {"invisible": 1}),
        ("🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f", {}),
        ("x" + "\u0301" * 12, "x" + "\u0301" * 12, {"combining": 1}),
        ("(" * 1200, "(" * 1200, {"long-token": 1}),
    ],
)
def test_clean(text: str, cleaned: str, met: dict[str, int]) -> None:
    counted: Counter[str] = Counter()
    assert encodings.clean(text, counted) == cleaned
    assert +counted == met


@given(st.text())
def test_clean_text_fits_xml_and_stays_clean(text: str) -> None:
    from lxml import etree

    cleaned = encodings.clean(text)
    element = etree.Element("a")
    element.text = cleaned
    assert encodings.clean(cleaned) == cleaned
