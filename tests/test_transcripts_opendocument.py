"""OpenDocument texts."""

from __future__ import annotations

import io
import zipfile

import pytest

from transcripts.errors import InputError
from transcripts.formats import opendocument
from transcripts.manuscript import APART, HEADING, QUOTE, STRONG, Manuscript

OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{short}="{OPEN}{short}:1.0"' for short in ("office", "text", "table", "draw", "style")
)


def style(name: str, properties: str, parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:parent-style-name="{parent}">'
        f"<style:text-properties {properties}/></style:style>"
    )


STYLES = (
    f'<office:automatic-styles xmlns:fo="{OPEN}xsl-fo-compatible:1.0">'
    + style("T1", 'fo:font-weight="bold"')
    + style("T2", "", "T1")
    + style("T3", 'fo:font-weight="normal"', "T1")
    + style("T4", 'fo:font-weight="700"')
    + style("P1", "", "Title")
    + style("P2", "", "Caption")
    + style("Title", "")
    + style("Caption", "")
    + style("Gone", 'text:display="none"')
    + style("Circle", "", "Circle")
    + "</office:automatic-styles>"
)
BOX = "<draw:text-box><text:p>box</text:p></draw:text-box>"


def odt(body: str, manifest: str = "<manifest/>", kind: str = "text", **parts: str) -> bytes:
    content = (
        f"<office:document-content {NAMES}>{STYLES}<office:body><office:{kind}>{body}"
        f"</office:{kind}></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", text)
    return data.getvalue()


def read(body: str) -> Manuscript:
    return opendocument.read(odt(body), "a.odt")


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        ("one <text:span>two</text:span> three", ["one two three"]),
        ('a<text:s text:c="1000000000"/>b', ["a b"]),
        ("a<text:tab/>b", ["a\tb"]),
        ("a<text:line-break/>b", ["a", "b"]),
        ("a\n   b", ["a b"]),
        ("<text:a>link</text:a>", ["link"]),
        ("one<text:soft-page-break/> two", ["one two"]),
        ("<text:date>12 May</text:date> <text:title>Title</text:title>", ["12 May Title"]),
        ("<text:meta>one</text:meta><text:bookmark-start/> two", ["one two"]),
        ("<text:conditional-text>shown</text:conditional-text>", ["shown"]),
        (
            "<text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>rt</text:ruby-text></text:ruby>",
            ["base"],
        ),
        ('<text:span text:style-name="Gone">hidden</text:span>seen', ["seen"]),
        ('<text:hidden-text text:is-hidden="true">hidden</text:hidden-text>seen', ["seen"]),
        ('<text:hidden-paragraph text:is-hidden="true"/>hidden', []),
        ('<text:hidden-paragraph text:is-hidden="false"/>seen', ["seen"]),
        ("<text:placeholder>fill in</text:placeholder>seen", ["seen"]),
        ("<text:number>1.</text:number>first", ["first"]),
        ("one<!-- none --> two", ["one two"]),
        ("\uf0b7 point", ["• point"]),
        ("<draw:custom-shape><text:p>shape</text:p></draw:custom-shape>a", ["a", "shape"]),
        (
            "<draw:g><draw:frame><draw:text-box><text:p>b</text:p></draw:text-box></draw:frame></draw:g>a",
            ["a", "b"],
        ),
        (
            '<draw:frame><svg:title xmlns:svg="urn:svg">t</svg:title><draw:image/></draw:frame>a',
            ["a"],
        ),
        (
            "<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>a",
            ["a", "box"],
        ),
    ],
)
def test_words_of_a_paragraph(inside: str, texts: list[str]) -> None:
    lines = read(f"<text:p>{inside}</text:p>").lines
    assert [line.text for line in lines] == texts


def test_comments_and_notes_are_apart() -> None:
    note = "<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note>"
    comment = "<office:annotation><text:p>comment</text:p></office:annotation>"
    lines = read(f"<text:p>a{note} b{comment}</text:p>").lines
    assert [(line.text, line.kind) for line in lines] == [
        ("a b", "speech"),
        ("note", APART),
        ("comment", APART),
    ]


def test_deleted_text_is_left_out_and_said() -> None:
    region = "<text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>"
    gone = f"<text:tracked-changes>{region}</text:tracked-changes>"
    manuscript = read(f"{gone}<text:p>stays</text:p>")
    assert [line.text for line in manuscript.lines] == ["stays"]
    assert [notice.kind for notice in manuscript.notices] == ["tracked-changes"]


def test_headings_and_bold_paragraphs() -> None:
    lines = read(
        '<text:h text:outline-level="2">Thema</text:h>'
        '<text:p><text:span text:style-name="T1">Warum?</text:span></text:p>'
    ).lines
    assert [line.kind for line in lines] == [HEADING, STRONG]


def test_a_table_of_turns() -> None:
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        + "</table:table-row>"
        for cells in (("Speaker", "Text"), ("Anna", "Yes."))
    )
    assert read(f"<table:table>{rows}</table:table>").lines[1].speaker == "Anna"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (odt("", "<manifest><encryption-data/></manifest>"), "encrypted"),
        (odt("", kind="spreadsheet"), "type"),
        (odt("", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "dtd"),
    ],
)
def test_what_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(InputError) as raised:
        opendocument.read(data, "a.odt")
    assert raised.value.kind == kind


@pytest.mark.parametrize(
    ("paragraph", "kind"),
    [
        ("T1", STRONG),
        ("T2", STRONG),
        ("T3", "speech"),
        ("T4", STRONG),
        ("P1", HEADING),
        ("P2", APART),
        ("Quotations", QUOTE),
        ("Subtitle", HEADING),
        ("Circle", "speech"),
        ("unknown", "speech"),
    ],
)
def test_what_a_style_says_of_a_paragraph(paragraph: str, kind: str) -> None:
    (line,) = read(f'<text:p text:style-name="{paragraph}">Warum?</text:p>').lines
    assert line.kind == kind


def test_a_style_may_take_bold_back() -> None:
    plain = '<text:span text:style-name="T3">Warum?</text:span>'
    (line,) = read(f'<text:p text:style-name="T1">{plain}</text:p>').lines
    assert line.kind == "speech"


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<text:section><text:p>a</text:p></text:section>", ["a"]),
        ('<text:section text:display="none"><text:p>a</text:p></text:section>', []),
        (
            "<text:list><text:list-header><text:p>h</text:p></text:list-header>"
            "<text:list-item><text:number>1.</text:number><text:p>a</text:p>"
            "<text:list><text:list-item><text:p>b</text:p></text:list-item></text:list>"
            "</text:list-item></text:list>",
            ["h", "a", "b"],
        ),
        ('<text:p text:style-name="Gone">a</text:p>', []),
        ("<draw:frame><draw:text-box><text:p>a</text:p></draw:text-box></draw:frame>", ["a"]),
        ("<text:sequence-decls/><office:forms><text:p>a</text:p></office:forms>", []),
    ],
)
def test_blocks(body: str, texts: list[str]) -> None:
    assert [line.text for line in read(body).lines] == texts


@pytest.mark.parametrize("index", ["table-of-content", "bibliography", "user-index"])
def test_an_index_is_apart(index: str) -> None:
    source = f"<text:{index}-source><text:p>template</text:p></text:{index}-source>"
    body = "<text:index-body><text:p>Kapitel 1</text:p></text:index-body>"
    lines = read(f"<text:{index}>{source}{body}</text:{index}>").lines
    assert [(line.text, line.kind) for line in lines] == [("Kapitel 1", APART)]


def test_a_comment_on_a_stretch_of_text_is_read_once() -> None:
    comment = '<office:annotation office:name="a"><dc:creator xmlns:dc="d">X</dc:creator><text:p>c</text:p></office:annotation>'
    end = '<office:annotation-end office:name="a"/>'
    manuscript = read(f"<text:p>one {comment}two{end}</text:p>")
    assert [line.text for line in manuscript.lines] == ["one two", "c"]
    assert manuscript.notices[0].text == "1 comment was set apart."


def test_what_was_met_is_said_once_for_each_kind() -> None:
    image = (
        '<draw:frame><draw:image xlink:href="http://example.org/a" xmlns:xlink="x"/></draw:frame>'
    )
    note = '<text:note text:note-class="endnote"><text:note-body><text:p>n</text:p></text:note-body></text:note>'
    body = f"<text:p>a{image}{BOX}{note}<draw:frame><draw:object/></draw:frame></text:p>"
    data = odt(body, **{"Basic_Standard_Module1": "x", "Basic_Standard_script-lb": "x"})
    notices = opendocument.read(data, "a.odt").notices
    assert [(notice.kind, notice.text[:1]) for notice in notices] == [
        ("textbox", "1"),
        ("unread-part", "1"),
        ("external-links", "1"),
    ]
    assert notices[1].text == (
        "1 endnote was set apart. 1 embedded document, object or chart was not read. "
        "1 macro was not read."
    )


def test_page_heads_are_apart_where_they_are_shown() -> None:
    master = (
        f"<office:document-styles {NAMES}><office:master-styles><style:master-page>"
        "<style:header><text:p>head</text:p></style:header>"
        '<style:footer style:display="false"><text:p>gone</text:p></style:footer>'
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    lines = opendocument.read(odt("<text:p>a</text:p>", styles=master), "a.odt").lines
    assert [(line.text, line.kind) for line in lines] == [("a", "speech"), ("head", APART)]


def test_repeated_and_covered_cells_keep_their_columns() -> None:
    cells = (
        '<table:table-cell table:number-columns-repeated="1000000000"/>',
        "<table:covered-table-cell/>",
    )
    head = "".join(
        f"<table:table-cell><text:p>{one}</text:p></table:table-cell>"
        for one in ("Zeit", "Wer", "Text")
    )
    said = "<table:table-cell><text:p>Ja.</text:p></table:table-cell>"
    rows = f"<table:table-row>{head}</table:table-row><table:table-row>{cells[1] * 2}{said}</table:table-row>"
    rows += f"<table:table-row>{said}{cells[0]}</table:table-row>"
    lines = read(f"<table:table>{rows}</table:table>").lines[1:]
    assert [(line.text, line.kind) for line in lines] == [("Ja.", "speech"), ("Ja.", APART)]
