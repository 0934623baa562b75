"""Word documents: every word that counts, once, and nothing else."""

from __future__ import annotations

import io
import zipfile

import pytest

from transcripts import limits
from transcripts.errors import InputError
from transcripts.formats import word
from transcripts.manuscript import APART, HEADING, QUOTE, STRONG, Line, Manuscript

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Target="word/document.xml" Type="http://x/relationships/officeDocument"/>'
    "</Relationships>"
)
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Frage"><w:name w:val="Frage"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:styleId="Text"><w:basedOn w:val="berschrift2"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:styleId="Fett"><w:rPr><w:b/></w:rPr></w:style>
<w:style w:styleId="AuchFett"><w:basedOn w:val="Fett"/></w:style>
<w:style w:styleId="NichtFett"><w:basedOn w:val="Fett"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>
<w:style w:styleId="Unsichtbar"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:styleId="Kreis"><w:basedOn w:val="Kreis"/></w:style>
<w:style w:styleId="Interviewer"><w:name w:val="Interviewer"/></w:style>
</w:styles>"""


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this body, and further parts by file name."""
    document = f'<w:document xmlns:w="{W}" xmlns:mc="m" xmlns:v="v" xmlns:m="o"><w:body>{body}</w:body></w:document>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, text in {"styles": STYLES, **parts}.items():
            archive.writestr(f"word/{name}.xml", text)
    return data.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def read(body: str, **parts: str) -> Manuscript:
    return word.read(docx(body, **parts), "a.docx")


def texts(body: str, **parts: str) -> list[str]:
    return [line.text for line in read(body, **parts).lines]


R = "<w:r><w:t>{}</w:t></w:r>"
RUN = '<w:r><w:rPr><w:rStyle w:val="{}"/></w:rPr><w:t>{}</w:t></w:r>'
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


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
        ("<w:customXml><w:customXmlPr/>" + R.format("custom") + "</w:customXml>", "custom"),
        ("<w:dir>" + R.format("dir") + "</w:dir><w:bdo>" + R.format("bdo") + "</w:bdo>", "dirbdo"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
        (R.format("Elek") + "<w:r><w:softHyphen/></w:r>" + R.format("tro"), "Elektro"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0E0'/></w:r>", "→"),
        ("<w:r><w:sym w:font='Arial' w:char='00E9'/></w:r>", "é"),
        ("<w:r><w:sym w:font='Webdings' w:char='F001'/></w:r>", "\ufffd"),
        ("<w:r><w:sym w:font='Arial' w:char='D800'/></w:r>", "\ufffd"),
        ("<w:r><w:sym w:font='Arial' w:char='zz'/></w:r>", "\ufffd"),
        (R.format("\uf0b7 point"), "• point"),
        (
            "<w:r><w:ruby><w:rt>"
            + R.format("rt")
            + "</w:rt><w:rubyBase>"
            + R.format("base")
            + "</w:rubyBase></w:ruby></w:r>",
            "base",
        ),
        ("<w:r><w:t>one\n   two</w:t></w:r>", "one    two"),
        ("<w:r><w:t>one<!-- no words --> two<?none?> three</w:t></w:r>", "one two three"),
        (FIELD.format(R.format("7")), "7"),
        (FIELD.replace("PAGE", "IF").format(FIELD.format(R.format("a"))), "a"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
            + FIELD.format(R.format("computed"))
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + R.format("shown")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "shown",
        ),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + R.format("damaged"), "damaged"),
        ('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + R.format("damaged"), "damaged"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>" + R.format("seen"), "seen"),
        (RUN.format("Unsichtbar", "hidden") + R.format("seen"), "seen"),
        (RUN.format("Kreis", "seen"), "seen"),
        (RUN.format("unknown", "seen"), "seen"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r>', "seen"),
    ],
)
def test_words_of_a_paragraph(inside: str, text: str) -> None:
    assert texts(f"<w:p>{inside}</w:p>") == [text]


def test_a_damaged_field_takes_no_other_paragraph_with_it() -> None:
    begin, separate = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate")
    )
    assert texts(f"<w:p>{begin}{begin}{separate}</w:p>{p('words')}") == ["words"]


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
        name: f'<w:{name[:6]} xmlns:w="{W}"><w:item>{p(name)}</w:item></w:{name[:6]}>'
        for name in ("footnotes", "comments", "header1", "footer2")
    }
    manuscript = read(p("Text"), **beside)
    apart = [line.text for line in manuscript.lines if line.kind == APART]
    assert apart == sorted(beside)
    (notice,) = manuscript.notices
    assert notice.text == "1 comment was set apart. 1 footnote was set apart."


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


def test_a_bomb_is_refused_before_it_is_read() -> None:
    with limits.using(limits.Limits(part_mb=1)), pytest.raises(InputError) as raised:
        read(p("a" * 2_000_000))
    assert raised.value.kind == "limit"


def styled(style: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'


@pytest.mark.parametrize(
    ("style", "kind", "level"),
    [
        ("Frage", HEADING, 2),
        ("Titel", HEADING, 1),
        ("Text", "speech", 0),
        ("Verzeichnis1", APART, 0),
        ("Beschriftung", APART, 0),
        ("Zitat", QUOTE, 0),
        ("Fett", STRONG, 0),
        ("AuchFett", STRONG, 0),
        ("NichtFett", "speech", 0),
        ("Kreis", "speech", 0),
        ("Interviewer", "speech", 0),
        ("unknown", "speech", 0),
    ],
)
def test_what_a_style_says_of_a_paragraph(style: str, kind: str, level: int) -> None:
    (line,) = read(p("Warum?", styled(style))).lines
    assert (line.kind, line.level) == (kind, level)


@pytest.mark.parametrize(
    ("run", "kind"),
    [
        ("<w:rPr><w:b/></w:rPr>", STRONG),
        ('<w:rPr><w:b w:val="false"/></w:rPr>', "speech"),
        ('<w:rPr><w:rStyle w:val="Fett"/></w:rPr>', "speech"),
        ("", STRONG),
    ],
)
def test_bold_of_a_style_is_a_switch_that_a_run_turns(run: str, kind: str) -> None:
    (line,) = read(f"<w:p>{styled('Fett')}<w:r>{run}<w:t>a</w:t></w:r></w:p>").lines
    assert line.kind == kind


def test_a_paragraph_that_its_style_hides_is_left_out_and_counted() -> None:
    manuscript = read(p("hidden", styled("Unsichtbar")) + p("seen"))
    assert [line.text for line in manuscript.lines] == ["seen"]
    assert manuscript.notices[0].text == "1 piece of hidden text was left out."


def test_the_default_style_holds_where_none_is_named() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="a">'
        "<w:rPr><w:b/></w:rPr></w:style></w:styles>"
    )
    assert [line.kind for line in read(p("a"), styles=styles).lines] == [STRONG]


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_deleted_mark_joins_two_paragraphs(mark: str) -> None:
    joined = p("one ", f"<w:pPr><w:rPr><w:{mark}/></w:rPr></w:pPr>")
    assert texts(joined + p("two") + p("three")) == ["one two", "three"]
    assert texts(joined) == ["one "]
    assert texts(joined + f"<w:tbl>{row('cell')}</w:tbl>") == ["one ", "cell"]


def test_a_prompt_of_an_empty_field_is_no_word() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    manuscript = read(prompt.format(p("Klicken")) + f"<w:p>{R.format('a')}{prompt.format(R)}</w:p>")
    assert [line.text for line in manuscript.lines] == ["a"]
    assert manuscript.notices[0].text == "The prompts of 2 empty form fields were left out."


@pytest.mark.parametrize("wrapper", ["sdt><w:sdtContent", "ins", "customXml"])
def test_rows_and_cells_are_found_through_wrappers(wrapper: str) -> None:
    start, end = (
        f"<w:{wrapper}>",
        "".join(f"</{one}>" for one in reversed(f"w:{wrapper}".split("><"))),
    )
    cell = f"<w:tc>{p('Anna')}</w:tc>{start}<w:tc>{p('Ja.')}</w:tc>{end}"
    table = f"<w:tbl><w:tr>{cell}</w:tr>{start}{row('Bob', 'Nein.')}{end}</w:tbl>"
    lines = read(table).lines
    assert [(line.speaker, line.text) for line in lines] == [("Anna", "Ja."), ("Bob", "Nein.")]


def test_merged_cells_do_not_shift_the_columns() -> None:
    merged = (
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Teil 2")}</w:tc>'
        f"<w:tc>{p('')}</w:tc></w:tr>"
    )
    before = f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr><w:tc>{p("Und.")}</w:tc></w:tr>'
    rows = row("Zeit", "Wer", "Text") + row("0:05", "Anna", "Ja.") + merged + before
    lines = read(f"<w:tbl>{rows}</w:tbl>").lines[1:]
    assert [(line.speaker, line.text, line.kind) for line in lines] == [
        ("Anna", "Ja.", "speech"),
        (None, "Teil 2", APART),
        (None, "Und.", "speech"),
    ]


def test_a_deleted_row_is_left_out() -> None:
    gone = row("Carl", "Weg.").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")
    manuscript = read(f"<w:tbl>{row('Anna', 'Ja.')}{gone}</w:tbl>")
    assert "Weg." not in [line.text for line in manuscript.lines]
    assert manuscript.notices[0].kind == "tracked-changes"


def test_what_was_met_is_said_once_for_each_kind() -> None:
    box = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{p('box')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    symbol = "<w:p><w:r><w:sym w:font='Webdings' w:char='F001'/></w:r></w:p>"
    notices = read(box + symbol, **{"embeddings/oleObject1": "x"}).notices
    assert [notice.kind for notice in notices] == ["textbox", "unread-part", "control-chars"]


LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Type="http://x/{}" Target="{}" TargetMode="{}"/></Relationships>'
)


def with_links(links: str) -> bytes:
    data = io.BytesIO(docx(p("a")))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/_rels/document.xml.rels", links)
        archive.writestr(
            "word/notes/odd.xml", f'<w:footnotes xmlns:w="{W}">{p("odd")}</w:footnotes>'
        )
    return data.getvalue()


@pytest.mark.parametrize(
    ("link", "kinds"),
    [
        (("image", "http://example.org/a.png", "External"), ["external-links"]),
        (("attachedTemplate", "//example.org/a.dotm", "External"), ["external-links"]),
        (("hyperlink", "http://example.org", "External"), []),
        (("image", "media/a.png", "Internal"), []),
    ],
)
def test_links_that_fetch_something_are_said(link: tuple[str, str, str], kinds: list[str]) -> None:
    manuscript = word.read(with_links(LINKS.format(*link)), "a.docx")
    assert [notice.kind for notice in manuscript.notices] == kinds


@pytest.mark.parametrize("target", ["notes/odd.xml", "/word/notes/odd.xml", "./x/../notes/odd.xml"])
def test_notes_are_found_where_the_document_says(target: str) -> None:
    manuscript = word.read(with_links(LINKS.format("footnotes", target, "Internal")), "a.docx")
    assert [(line.text, line.kind) for line in manuscript.lines] == [
        ("a", "speech"),
        ("odd", APART),
    ]


def test_a_document_type_is_refused_in_links_too() -> None:
    with pytest.raises(InputError) as raised:
        word.read(with_links('<!DOCTYPE a [<!ENTITY b "c">]>' + LINKS), "a.docx")
    assert raised.value.kind == "dtd"


def test_reading_ends_as_soon_as_there_are_too_many_paragraphs() -> None:
    with limits.using(limits.Limits(lines=10)), pytest.raises(InputError) as raised:
        read(p("a") * 11)
    assert raised.value.kind == "limit"


@pytest.mark.parametrize(
    "nested",
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 60),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 60),
        ("<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>", 110),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 110),
    ],
)
def test_what_is_not_too_deep_is_read(nested: tuple[str, str, int]) -> None:
    start, end, times = nested
    assert texts(start * times + p("a") + end * times) == ["a"]


def newer(data: bytes) -> bytes:
    """A package that says that a later program is needed to unpack it."""
    at = data.index(b"PK\x01\x02") + 6
    return data[:at] + b"\xc7" + data[at + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[10:],
        lambda data: data[:-10],
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"PK\x03\x04", b"PK\x03\x05"),
        newer,
    ],
)
def test_a_damaged_package_is_refused(damage) -> None:
    with pytest.raises(InputError) as raised:
        word.read(damage(docx(p("a"))), "a.docx")
    assert raised.value.kind == "corrupt"


def test_a_part_without_a_name_does_no_harm() -> None:
    data = io.BytesIO(docx(p("a")))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("x", "x")
        archive.infolist()[-1].filename = ""
    assert [line.text for line in word.read(data.getvalue(), "a.docx").lines] == ["a"]


def test_damaged_xml_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        read("<w:p>")
    assert raised.value.kind == "corrupt"
