"""Word documents: every word that counts, once, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from transcripts import word
from transcripts.errors import InputError
from transcripts.manuscript import APART, HEADING, STRONG, Line, Manuscript

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Target="word/document.xml" Type="http://x/relationships/officeDocument"/>'
    "</Relationships>"
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="berschrift2"><w:name w:val="heading 2"/>'
    "</w:style></w:styles>"
)


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body, and further parts by file name."""
    document = (
        f'<w:document xmlns:w="{W}" xmlns:mc="m" xmlns:v="v"><w:body>{body}</w:body></w:document>'
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
        archive.writestr("word/styles.xml", STYLES)
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return data.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def read(body: str, **parts: str) -> Manuscript:
    return word.read(docx(body, **parts), "a.docx")


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in read(body, **parts).lines]


R = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (R.format("one") + R.format(" two"), "one two"),
        ("<w:ins>" + R.format("inserted") + "</w:ins>", "inserted"),
        ("<w:moveTo>" + R.format("moved") + "</w:moveTo>", "moved"),
        (R.format("a") + "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", "a"),
        (R.format("a") + "<w:moveFrom>" + R.format("gone") + "</w:moveFrom>", "a"),
        ("<w:sdt><w:sdtContent>" + R.format("control") + "</w:sdtContent></w:sdt>", "control"),
        ("<w:smartTag>" + R.format("smart") + "</w:smartTag>", "smart"),
        ("<w:fldSimple>" + R.format("field") + "</w:fldSimple>", "field"),
        ("<w:hyperlink>" + R.format("link") + "</w:hyperlink>", "link"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + R.format("7"), "7"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", "a\tb"),
        ("<w:r><w:t>E</w:t><w:noBreakHyphen/><w:t>Auto</w:t></w:r>", "E\u2011Auto"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>" + R.format("seen"), "seen"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r>', "seen"),
    ],
)
def test_words_of_a_paragraph(inside: str, text: str) -> None:
    assert texts(f"<w:p>{inside}</w:p>") == [text]


def test_a_line_break_cuts_the_paragraph() -> None:
    assert texts("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>") == ["a", "b"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('box')}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    inside = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    assert texts(f"<w:p>{inside}{R.format('text')}</w:p>") == ["text", "box"]


def test_headings_and_bold_paragraphs_are_told_apart() -> None:
    style = '<w:pPr><w:pStyle w:val="berschrift2"/></w:pPr>'
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Warum?</w:t></w:r></w:p>"
    lines = read(p("Thema", style) + bold + p("Darum.")).lines
    assert [(line.kind, line.level) for line in lines] == [(HEADING, 2), (STRONG, 0), ("speech", 0)]


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def test_a_table_with_heads_gives_speakers_and_times() -> None:
    rows = row("Temps", "Locuteur", "Texte") + row("0:05", "Anna :", "Oui.") + row("", "", "Et.")
    lines = read(f"<w:tbl>{rows}</w:tbl>").lines
    assert lines[0] == Line("Temps | Locuteur | Texte", APART)
    assert (lines[1].speaker, lines[1].text, lines[1].begins) == ("Anna", "Oui.", 5.0)
    assert (lines[2].speaker, lines[2].text) == (None, "Et.")


def test_a_table_of_names_and_words_needs_no_heads() -> None:
    rows = row("Anna", "Guten Tag, wie geht es?") + row("Bob", "Danke, es geht gut.")
    assert [line.speaker for line in read(f"<w:tbl>{rows}</w:tbl>").lines] == ["Anna", "Bob"]


def test_any_other_table_is_read_cell_by_cell() -> None:
    rows = row("Alter: 42 Jahre", "Branche: Autos") + row("Anna: Ja.", "Bob: Nein.")
    assert len(texts(f"<w:tbl>{rows}</w:tbl>")) == 4


def test_notes_comments_and_headers_are_apart() -> None:
    beside = {
        name: f'<w:{name[:6]} xmlns:w="{W}">{p(name)}</w:{name[:6]}>'
        for name in ("footnotes", "comments", "header1", "footer2")
    }
    lines = read(p("Text"), **beside).lines
    assert [line.text for line in lines if line.kind == APART] == sorted(beside)


def test_what_was_left_out_is_said() -> None:
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"
    inserted = "<w:p><w:ins>" + R.format("y") + "</w:ins></w:p>"
    kinds = [notice.kind for notice in read(hidden + inserted + "<w:altChunk/>").notices]
    assert kinds == ["tracked-changes", "hidden-text", "unread-part"]


def test_a_document_type_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        read(p("a"), header1='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert raised.value.kind == "dtd"


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        read("<w:sdt>" * 300 + "</w:sdt>" * 300)
    assert raised.value.kind == "too-deep"


def test_a_bomb_is_refused_before_it_is_read(monkeypatch) -> None:
    monkeypatch.setattr("transcripts.limits.PART_BYTES", 1000)
    with pytest.raises(InputError) as raised:
        read(p("a" * 2000))
    assert raised.value.kind == "limit"
