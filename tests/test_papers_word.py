"""The Word file: its package, its text, its pages, notes and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from word_files import (
    EVERYTHING,
    PAGES,
    SPACES,
    W,
    Word,
    body,
    chapter,
    figure,
    paper,
    quote,
    section,
    table,
    text,
    written,
)

from papers.model import (
    Block,
    Figure,
    Listing,
    Paper,
    Paragraph,
    Quote,
    Run,
    Section,
    Table,
)
from papers.word import write
from papers.word_draft import Layout, drafted
from papers.word_xml import words


@pytest.fixture(scope="module")
def whole() -> Word:
    return written(EVERYTHING, pages=PAGES)


# The package


def test_the_same_paper_gives_the_same_bytes(tmp_path):
    paths = [tmp_path / "one.docx", tmp_path / "two.docx"]
    for path in paths:
        write(EVERYTHING, path, pages=PAGES)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_members_are_in_a_fixed_order_and_bear_no_hour(whole):
    names = [info.filename for info in whole.infos]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])
    assert {info.date_time for info in whole.infos} == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_is_well_formed_and_every_relationship_leads_to_a_part(whole):
    for name, content in whole.members.items():
        if not name.endswith(".xlsx"):
            etree.fromstring(content)
    for name in whole.members:
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            for rel in whole.part(name):
                if rel.get("TargetMode") != "External":
                    target = rel.get("Target")
                    path = target[1:] if target[0] == "/" else (folder / target).as_posix()
                    assert str(Path(re.sub(r"[^/]+/\.\./", "", path))) in whole.members


def test_the_styles_of_other_word_versions_are_not_shipped(whole):
    assert not [name for name in whole.members if "stylesWithEffects" in name]


def test_every_style_that_is_used_exists(whole):
    used = {
        *whole.find("//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val"),
        *whole.find("//w:pStyle/@w:val | //w:rStyle/@w:val", "word/footnotes.xml"),
        *whole.find("//w:pStyle/@w:val", "word/numbering.xml"),
    }
    assert used <= set(whole.find("//w:style/@w:styleId", "word/styles.xml"))


def test_ids_are_unique(whole):
    for path in ("//w:bookmarkStart/@w:id", "//w:sdtPr/w:id/@w:val", "//wp:docPr/@id"):
        ids = whole.find(path)
        assert ids
        assert len(ids) == len(set(ids))


def test_the_file_says_what_it_is(whole):
    core = whole.part("docProps/core.xml")
    wanted = {
        "dc:title": "Mobilité & demain",
        "dc:subject": "Livre blanc",
        "dc:creator": "A. Martin; B. Schmidt",
        "cp:keywords": "mobilité; formation",
        "dc:language": "fr-BE",
    }
    assert {name: core.findtext(name, namespaces=SPACES) for name in wanted} == wanted
    assert core.findtext("dcterms:created", namespaces=SPACES) == "2000-01-01T00:00:00Z"
    assert core.findtext("dcterms:modified", namespaces=SPACES) == "2000-01-01T00:00:00Z"
    assert b"<Pages>" not in whole.members["docProps/app.xml"]


def test_a_property_that_is_too_long_is_visibly_cut():
    word = written(replace(paper(chapter()), subject="x" * 300))
    subject = word.part("docProps/core.xml").findtext("dc:subject", namespaces=SPACES)
    assert subject == "x" * 254 + "…"


def test_words_are_in_the_language_of_the_paper(whole):
    assert whole.find("//w:rPrDefault//w:lang/@w:val", "word/styles.xml") == ["fr-BE"]
    assert whole.find("//w:themeFontLang/@w:val", "word/settings.xml") == ["fr-BE"]


# The text


def read_in_order(one: Paper) -> Iterator[str]:
    yield from (one.title, one.subtitle, ", ".join(one.authors), one.date)
    for part in one.sections:
        if part.part != "cover":
            yield part.title
        for block in part.blocks:
            yield from said(block)


def said(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from (run.text for run in block.line)
        case Listing():
            yield from (run.text for item in block.items for run in item)
        case Quote():
            yield from (block.text, block.source)
        case Table():
            yield from (block.label, block.caption, *block.header)
            yield from (cell for row in block.rows for cell in row)
        case Figure():
            yield from (block.label, block.caption)


def test_every_text_of_the_paper_stands_in_the_file_in_its_order(whole):
    shown, place = text(whole.document), 0
    for wanted in read_in_order(EVERYTHING):
        place = shown.find(wanted, place)
        assert place >= 0, wanted
        place += len(wanted)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("a < b & c > d \"e\" 'f'", "a < b & c > d \"e\" 'f'"),
        ("  blanks  kept  ", "  blanks  kept  "),
        ("a\tb\nc\r\nd\re", "a\tb\nc\nd\ne"),
        ("\x02STX\x03 \x0b \ufffe \ud800", "\ufffdSTX\ufffd \ufffd \ufffd \ufffd"),
        ("😀 \u202f\u00a0\u00ad\u2028", "😀 \u202f\u00a0\u00ad\u2028"),
        ("]]> <w:t/> {PAGE} & ", "]]> <w:t/> {PAGE} & "),
    ],
)
def test_text_is_kept_and_what_xml_forbids_is_seen_to_be_missing(given_text, shown):
    assert written(paper(chapter(body(given_text)))).shown("BodyText") == [shown]


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_a_run_reads_as_it_was_given(given_text):
    run = etree.fromstring(f'<w:r xmlns:w="{SPACES["w"]}">{words(given_text)}</w:r>')
    wanted = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", given_text)
    assert text(run) == wanted.replace("\r\n", "\n").replace("\r", "\n")


def test_awkward_texts_are_safe_everywhere():
    bad = "\x01<&\">'\n"
    awkward = Paper(
        *("fr", "fr-BE", bad, bad, (bad,), bad, bad, (bad,), bad),
        (
            Section("a&<", bad, 1, "1", (replace(table(), caption=bad, description=bad),)),
            Section("b", bad, 1, "2", (replace(figure(), caption=bad, description=bad),)),
            Section("c", bad, 1, "3", (replace(quote(), id=bad, text=bad, source=bad),)),
        ),
    )
    word = written(awkward)
    for name, content in word.members.items():
        if not name.endswith(".xlsx"):
            assert b"\x01" not in content
            etree.fromstring(content)


@pytest.mark.parametrize(
    ("kind", "style"),
    [
        ("body", "BodyText"),
        ("lead", "Lead"),
        ("small", "Small"),
        ("centred", "Centred"),
        ("todo", "Todo"),
    ],
)
def test_each_kind_of_paragraph_has_its_style(kind, style):
    word = written(paper(chapter(Paragraph((Run("words"),), kind))))
    assert word.shown(style) == ["words"]


def test_runs_are_bold_italic_and_in_their_language(whole):
    english = whole.find('//w:r[w:rPr/w:lang/@w:val="en-GB"][w:t="data sharing"]/w:rPr/w:i')
    strong = whole.find('//w:r[w:t="la figure"]/w:rPr/w:b')
    assert len(english) == len(strong) == 1


def test_each_numbered_list_begins_at_one(whole):
    numbers = [one.find(f".//{W}numId").get(f"{W}val") for one in whole.paragraphs("ListNumber")]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    for number in numbers:
        path = f'//w:num[@w:numId="{number}"]/w:lvlOverride/w:startOverride/@w:val'
        assert whole.find(path, "word/numbering.xml") == ["1"]


# Cover, sections, heads


def frames(word: Word) -> list[etree._Element]:
    return word.find("//w:sectPr")


def test_the_cover_stands_alone_without_head_and_foot(whole):
    cover, front, main = frames(whole)
    assert not cover.findall(f"{W}headerReference") + cover.findall(f"{W}footerReference")
    for frame in (front, main):
        assert len(frame.findall(f"{W}headerReference")) == 1
        assert len(frame.findall(f"{W}footerReference")) == 1


def test_the_cover_says_each_thing_once():
    repeated = [body("Ce que disent les entreprises"), body("novembre 2026"), body("Logo")]
    word = written(paper(section("", "Mobilité & demain", *repeated, part="cover"), chapter()))
    styles = ("Title", "Subtitle", "Author", "Date", "CoverText")
    assert [word.shown(style) for style in styles] == [
        ["Mobilité & demain"],
        ["Ce que disent les entreprises"],
        ["A. Martin, B. Schmidt"],
        ["novembre 2026"],
        ["Logo"],
    ]


@pytest.mark.parametrize(
    ("parts", "breaks"),
    [
        (["body"], 1),
        (["front", "body", "annex"], 2),
        (["cover"], 1),
        (["cover", "body"], 2),
        ([], 1),
    ],
)
def test_there_are_as_many_page_settings_as_kinds_of_pages(parts, breaks):
    sections = [section("", f"T{part}", body(part), part=part) for part in parts]
    assert len(frames(written(paper(*sections)))) == breaks


def test_running_heads_name_the_paper_and_its_chapter(whole):
    front, main = (whole.part(f"word/header{k}.xml") for k in (1, 2))
    assert text(front) == "En-tête courant"
    assert text(main) == "En-tête courant\t"
    # The number stands for the built-in style, whose name differs with the language of Word.
    assert whole.fields("word/header2.xml") == ["STYLEREF 1"]
    assert whole.fields("word/footer1.xml") == ["PAGE"]


# Notes


def test_notes_are_footnotes_called_after_their_words(whole):
    calls = whole.find("//w:footnoteReference")
    assert [call.get(f"{W}id") for call in calls] == ["1", "2"]
    notes = whole.find("/w:footnotes/w:footnote", "word/footnotes.xml")
    assert [note.get(f"{W}id") for note in notes] == ["-1", "0", "1", "2"]
    assert [text(note).strip() for note in notes[2:]] == ["Voir là", "Autre note"]
    assert "https://example.org/x" in whole.relationships("word/_rels/footnotes.xml.rels").values()


def test_settings_name_the_rules_above_notes_before_compatibility(whole):
    tags = [one.tag.removeprefix(W) for one in whole.part("word/settings.xml")]
    assert tags.index("footnotePr") < tags.index("compat")


def test_a_note_on_a_note_is_set_in_it():
    inner = Run("outer", note=(Run("inner"),))
    word = written(paper(chapter(Paragraph((Run("text", note=(inner,)),)))))
    notes = word.find("/w:footnotes/w:footnote", "word/footnotes.xml")
    assert [text(note) for note in notes[2:]] == [" outer inner"]


# Quotations


@pytest.mark.parametrize(
    ("language", "opening", "closing", "tongue"),
    [
        ("fr", "«\u202f", "\u202f»", []),
        ("de", "„", "“", ["de-DE"]),
        ("en", "“", "”", ["en-GB"]),
        ("pl", "“", "”", ["pl"]),
    ],
)
def test_a_quotation_is_marked_in_its_language(language, opening, closing, tongue):
    word = written(paper(chapter(quote(language))))
    assert word.shown("Quote") == [f"{opening}On l'a <dit> & redit{closing}"]
    (words_of,) = word.find('//w:r[w:t="On l\'a <dit> & redit"]')
    assert words_of.xpath("w:rPr/w:lang/@w:val", namespaces=SPACES) == tongue


def test_a_quotation_stands_in_a_control_that_names_its_evidence(whole):
    (control,) = whole.find('//w:sdt[w:sdtPr/w:tag/@w:val="quote:Q001"]')
    first, second = control.iter(f"{W}p")
    assert text(second) == "P01, Sarre, T03"
    assert first.find(f"{W}pPr/{W}keepNext") is not None
    (link,) = second.iter(f"{W}hyperlink")
    row = whole.find(f'//w:tr[.//w:bookmarkStart[@w:name="{link.get(f"{W}anchor")}"]]')
    assert text(row[0]) == "Thème 11"


def test_the_draft_counts_what_it_needs():
    draft = drafted(EVERYTHING, Layout("", "", "", 9000, {}, 7), {})
    assert [draft.list_number(1), draft.list_number(4)] == [7, 8]
    assert draft.lists == [1, 4]
    assert [draft.unique(), draft.unique()] == [1, 2]


# What stands together on a page


@pytest.mark.parametrize(("words", "kept"), [("On charging:", 1), ("On charging.", 0)])
def test_a_paragraph_stays_with_what_it_announces(words, kept):
    word = written(paper(chapter(body(words), quote())))
    assert len(word.find('//w:p[w:pPr/w:pStyle/@w:val="BodyText"]/w:pPr/w:keepNext')) == kept


def test_words_are_divided_in_tables_alone(whole):
    assert len(whole.find("//w:autoHyphenation", "word/settings.xml")) == 1
    path = "//w:style[w:pPr/w:suppressAutoHyphens{}]/@w:styleId"
    styles = "word/styles.xml"
    assert whole.find(path.format("[not(@w:val)]"), styles) == ["Normal"]
    assert whole.find(path.format("[@w:val='0']"), styles) == ["TableHead", "TableText"]
