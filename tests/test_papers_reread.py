"""Files of a paper read again: what they say, where, and which of them are refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from compositions import composed
from pdf_files import at, pdf
from word_files import EVERYTHING

from papers import html, word
from papers.reread import cleaned
from papers.rereading import reread
from transcripts.errors import InputError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def in_word(body: str) -> bytes:
    """A Word file with nothing but a body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
    return out.getvalue()


def said(data: bytes, kind: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in reread(data, f"paper.{kind}").pieces]


def test_tracked_insertions_are_read_and_deletions_are_not():
    body = (
        "<w:p><w:r><w:t>Nine </w:t></w:r><w:ins><w:r><w:t>of twelve</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>of ten</w:delText></w:r></w:del></w:p>"
    )
    assert said(in_word(body), "docx") == [("prose", "Nine of twelve")]


def test_what_a_field_is_computed_from_is_not_read():
    body = "<w:p><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:t>Table 2</w:t></w:r></w:p>"
    assert said(in_word(body), "docx") == [("prose", "Table 2")]


def test_a_content_control_of_ours_holds_a_quotation_whatever_its_style():
    control = '<w:sdt><w:sdtPr><w:tag w:val="quote:Q001"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    body = control.format("<w:p><w:r><w:t>“We sell lids.”</w:t></w:r></w:p>")
    assert said(in_word(body), "docx") == [("quotation", "“We sell lids.”")]


def test_a_cell_is_placed_by_table_row_and_column():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = "<w:tr>{}</w:tr>"
    rows = [("Theme", "Passages"), ("Urbanisation", "58")]
    table = "".join(row.format("".join(map(cell.format, texts))) for texts in rows)
    pieces = reread(in_word(f"<w:tbl>{table}</w:tbl>"), "paper.docx").pieces
    assert pieces[-1].place == "beginning, table 1, row 1 (Urbanisation), Passages"


def test_a_page_that_was_edited_by_hand_is_read():
    page = (
        b"<html lang=fr><h1>Titre</h1><h2>Villes</h2><nav>Contenu</nav><p>Un <b>mot</b>"
        b"<p>Deux<sup><a role='doc-noteref'>1</a></sup> mots<blockquote><p>Dit.</p>"
        b"<footer><cite>P01</cite></footer></blockquote>Trois"
    )
    reading = reread(page, "paper.html")
    assert reading.language == "fr"
    assert [(p.kind, p.text, p.place) for p in reading.pieces] == [
        ("heading", "Titre", "Titre, heading"),
        ("heading", "Villes", "Villes, heading"),
        ("prose", "Un mot", "Villes, paragraph 1"),
        ("prose", "Deux mots", "Villes, paragraph 2"),
        ("quotation", "Dit.", "Villes, paragraph 3"),
        ("source", "P01", "Villes, paragraph 4"),
        ("prose", "Trois", "Villes, paragraph 5"),
    ]


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_notes_are_read_and_lists_of_contents_are_not(kind, tmp_path):
    word.write(EVERYTHING, tmp_path / "paper.docx")
    files = {"html": html.render(EVERYTHING).encode()}
    data = files.get(kind) or (tmp_path / "paper.docx").read_bytes()
    found = said(data, kind)
    assert [text for sort, text in found if sort == "note"] == ["Voir là", "Autre note"]
    assert sum(text.endswith("Détail") for _, text in found) == 1


def test_both_formats_are_read_as_the_same_cells_and_quotations(tmp_path):
    word.write(composed("fr"), tmp_path / "paper.docx")
    pages = said(html.render(composed("fr")).encode(), "html")
    words = said((tmp_path / "paper.docx").read_bytes(), "docx")
    for sort in ("cell", "quotation", "source"):
        assert [t for s, t in pages if s == sort] == [t for s, t in words if s == sort]


def pages(*each: list[str]) -> list[str]:
    """What is read of a PDF with these pages, each given as its lines."""
    data = pdf(*(at(60, 780, *lines) for lines in each))
    return [text for _, text in said(data, "pdf")]


def test_numbers_of_pages_are_not_read():
    texts = ["Nine of twelve", "sell lids", "and pots", "all year"]
    at_the_foot = [[text, f"{page}"] for page, text in enumerate(texts, 1)]
    at_the_head = [[f"- {page} / 9 -", text] for page, text in enumerate(texts, 5)]
    assert pages(["Title"], *at_the_foot) == ["Title", *texts]
    assert pages(*at_the_head) == texts


@pytest.mark.parametrize("row", ["6 6 5 12 4 22", "22", "3", "2"])
def test_a_row_of_numbers_in_the_place_of_a_page_s_number_is_read(row):
    foot = [["Nine", "1"], ["Theme", row, "2"], ["twelve", "3"]]
    head = [["1", "Nine"], ["2", row, "Theme"], ["3", "twelve"]]
    assert pages(*foot) == ["Nine", "Theme", row, "twelve"]
    assert pages(*head) == ["Nine", row, "Theme", "twelve"]
    assert pages(["1", "Nine"], ["2", "Theme", row], ["3", "twelve"])[1:3] == ["Theme", row]


def test_rows_of_numbers_are_read_where_pages_have_none():
    foot = [["Theme", "6 6 5"], ["Towns", "22"], ["Lids", "7"], ["Pots", "4 9"]]
    assert pages(*foot) == [text for lines in foot for text in lines]
    assert pages(["Theme", "22"]) == ["Theme", "22"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Auto\u00admobil", "Automobil"),
        ("ﬁn", "fin"),
        ("9\u202f000\n ", "9 000"),
        ("a\u200bb", "ab"),
    ],
)
def test_what_only_setting_adds_is_taken_out(typed, meant):
    assert cleaned(typed) == meant


BOMB = "<w:p>" + " " * 40_000_000 + "</w:p>"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("paper.txt", b"words", "type"),
        ("paper.docx", b"words", "type"),
        ("paper.docx", b"PK\x03\x04 and no more", "corrupt"),
        ("paper.docx", in_word(BOMB), "limit"),
        ("paper.docx", in_word("<!DOCTYPE x><w:p/>"), "dtd"),
        ("paper.docx", in_word("<w:p/>"), "empty"),
        ("paper.html", b"<p>caf\xe9", "encoding"),
        ("paper.html", b"<!DOCTYPE html [<!ENTITY a 'b'>]><p>&a;", "dtd"),
        ("paper.html", b"<html></html>", "empty"),
        ("paper.pdf", b"%PDF-1.7\nnothing", "corrupt"),
        ("paper.pdf", b"words", "type"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_by_name(name, data, kind):
    with pytest.raises(InputError) as caught:
        reread(data, name)
    assert (caught.value.path, caught.value.kind) == (name, kind)
