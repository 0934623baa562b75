"""PDF with a text layer."""

from __future__ import annotations

import pytest

from transcripts import pages
from transcripts.errors import InputError
from transcripts.manuscript import APART, SAME, Manuscript


def pdf(*contents: list[str]) -> bytes:
    """A PDF with these lines on each page."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for lines in contents:
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 72 720 Td {shown} ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def read(*contents: list[str]) -> Manuscript:
    return pages.read(pdf(*contents), "a.pdf")


def test_rows_of_one_paragraph_are_joined() -> None:
    lines = read(["Anna: We have bought ten electric cars and", "one bus.", "Bob: Why?"]).lines
    assert [line.text for line in lines] == [
        "Anna: We have bought ten electric cars and",
        "one bus.",
        "Bob: Why?",
    ]
    assert lines[1].joint == SAME


def test_a_word_cut_at_the_margin_is_made_whole() -> None:
    lines = read(["Anna: We talk about the mobi-", "lity of all and the E-", "Mobil of some"]).lines
    assert " ".join(line.text for line in lines) == (
        "Anna: We talk about the mobility of all and the E-Mobil of some"
    )


def test_running_heads_and_page_numbers_are_apart() -> None:
    contents = [
        ["Study of 2030", f"Anna: Text {word}.", f"Page {at}"] for at, word in enumerate("abc")
    ]
    lines = read(*contents).lines
    assert [line.text for line in lines if line.kind != APART] == [
        "Anna: Text a.",
        "Anna: Text b.",
        "Anna: Text c.",
    ]


def test_a_pdf_is_to_be_compared_with_its_pages() -> None:
    assert [notice.kind for notice in read(["Anna: Hello there"]).notices] == ["layout"]


def test_a_scanned_pdf_has_no_text() -> None:
    with pytest.raises(InputError, match="scanned") as raised:
        read([])
    assert raised.value.kind == "scanned"


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        (("une voi-", "ture qui passe"), "voiture"),
        (("une voi\u2010", "ture qui passe"), "voiture"),
        (("une voi\u00ad", "ture qui passe"), "voiture"),
        (("c’est peut-être ça, ou peut-", "être pas"), "ou peut-être"),
        (("die E-Autos und die Nord-", "Süd-Achse"), "Nord-Süd-Achse"),
    ],
)
def test_a_word_cut_at_the_margin_is_whole_again(rows, whole):
    text = " ".join(line.text for line in pages._lines([list(rows)]))
    assert whole in text
