"""Files of a paper read again: what they say, where, and which of them are refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from compositions import composed
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
