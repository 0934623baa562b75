"""OpenDocument texts."""

from __future__ import annotations

import io
import zipfile

import pytest

from transcripts import opendocument
from transcripts.errors import InputError
from transcripts.manuscript import APART, HEADING, STRONG, Manuscript

OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{short}="{OPEN}{short}:1.0"' for short in ("office", "text", "table", "draw", "style")
)
BOLD = (
    '<office:automatic-styles><style:style style:name="T1">'
    f'<style:text-properties xmlns:fo="{OPEN}xsl-fo-compatible:1.0" fo:font-weight="bold"/>'
    "</style:style></office:automatic-styles>"
)
BOX = "<draw:text-box><text:p>box</text:p></draw:text-box>"


def odt(body: str, manifest: str = "<manifest/>", kind: str = "text") -> bytes:
    content = (
        f"<office:document-content {NAMES}>{BOLD}<office:body><office:{kind}>{body}"
        f"</office:{kind}></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
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
    gone = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
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
