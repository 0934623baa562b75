"""Headings, contents, captions and cross-references of the Word file."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from word_files import (
    EVERYTHING,
    PAGES,
    SPACES,
    W,
    Word,
    body,
    chapter,
    paper,
    section,
    table,
    text,
    written,
)

from papers.model import (
    Contents,
    Paragraph,
    Run,
    Section,
)


@pytest.fixture(scope="module")
def whole() -> Word:
    return written(EVERYTHING, pages=PAGES)


# Headings


def test_an_annex_on_a_page_that_others_began_has_space_above_its_rule():
    annexes = [section(letter, letter * 3, body("Words"), part="annex") for letter in "ABC"]
    headings = written(paper(*annexes)).paragraphs("Heading1")
    path = "string(w:pPr[w:pageBreakBefore/@w:val='0']/w:spacing/@w:before)"
    assert [one.xpath(path, namespaces=SPACES) for one in headings] == ["", "900", "900"]


def counted_by_word(word: Word) -> list[str]:
    """Numbers as Word shows them, counted from the numbering part alone, before typed ones."""
    numbering, styles = word.part("word/numbering.xml"), word.part("word/styles.xml")
    counts: dict[str, list[int]] = {}
    shown = []
    for paragraph in word.find('//w:p[starts-with(w:pPr/w:pStyle/@w:val, "Heading")]'):
        style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        own = paragraph.find(f"{W}pPr/{W}numPr")
        path = f'w:style[@w:styleId="{style}"]/w:pPr/w:numPr'
        used = styles.xpath(path, namespaces=SPACES)[0] if own is None else own
        number, level = (used.find(f"{W}{tag}").get(f"{W}val") for tag in ("numId", "ilvl"))
        path = f'string(w:num[@w:numId="{number}"]/w:abstractNumId/@w:val)'
        abstract = numbering.xpath(path, namespaces=SPACES)
        path = f'w:abstractNum[@w:abstractNumId="{abstract}"]/w:lvl'
        levels = numbering.xpath(path, namespaces=SPACES)
        count = counts.setdefault(abstract, [0] * len(levels))
        count[int(level)] += 1
        count[int(level) + 1 :] = [0] * (len(levels) - int(level) - 1)
        pattern = levels[int(level)].find(f"{W}lvlText").get(f"{W}val")
        for k, one in enumerate(levels):
            letter = one.find(f"{W}numFmt").get(f"{W}val") == "upperLetter"
            written_as = chr(ord("A") + count[k] - 1) if letter else str(count[k])
            pattern = pattern.replace(f"%{k + 1}", written_as)
        typed, tab, _ = text(paragraph).partition("\t")
        shown.append(pattern + (typed if tab else ""))
    return shown


@pytest.mark.parametrize(
    ("numbers", "typed"),
    [
        (["1", "2", "3"], 0),
        (["1", "1.1", "1.2", "1.2.1", "2", "2.1"], 0),
        (["", "1", "1.1", "", "2", "2.1"], 0),
        (["1", "A", "A.1", "A.2", "B", "B.1"], 0),
        (["A", "B"], 0),
        (["2", "3"], 2),
        (["1", "3", "2"], 1),
        (["1.1", "1", "1.1"], 1),
        (["1", "1bis", "2"], 1),
        (["I", "1", "0", "01"], 3),
    ],
)
def test_word_counts_to_the_very_numbers_of_the_paper(numbers, typed):
    sections = [
        Section(f"s{k}", f"Title {k}", number.count(".") + 1, number, ())
        for k, number in enumerate(numbers)
    ]
    word = written(paper(*sections))
    assert counted_by_word(word) == numbers
    headings = word.find('//w:p[starts-with(w:pPr/w:pStyle/@w:val, "Heading")]')
    assert sum("\t" in text(heading) for heading in headings) == typed


def test_a_level_below_the_deepest_style_is_set_as_the_deepest():
    word = written(paper(Section("deep", "Deep", 5, "", ())))
    assert word.shown("Heading3") == ["Deep"]


# Contents


def field_depths(part: etree._Element) -> None:
    """Fails where a field is not begun, separated and ended in this order."""
    stack: list[str] = []
    for mark in part.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            stack.append(kind)
            continue
        assert stack[-1] == {"separate": "begin", "end": "separate"}[kind]
        stack[-1] = kind
        if kind == "end":
            stack.pop()
    assert not stack


def test_every_field_is_complete(whole):
    for name in whole.members:
        if re.fullmatch(r"word/\w+\.xml", name):
            field_depths(whole.part(name))


def test_word_never_asks_whether_to_update(whole):
    for content in whole.members.values():
        assert b"updateFields" not in content
        assert b"dirty" not in content


def test_the_contents_are_filled_in(whole):
    entries = whole.shown("TOC1") + whole.shown("TOC2") + whole.shown("TOC3")
    assert entries == [
        "Résumé",
        "1\tÉlectrification\t4",
        "2\tFormation\t6",
        "A\tRegistre\t7",
        "1.1\tDétail\t5",
        "A.1\tGuide\t7",
    ]
    assert 'TOC \\o "1-2" \\h \\z' in whole.fields()
    assert whole.find("//w:docPartGallery/@w:val") == ["Table of Contents"]


def test_figures_and_tables_are_listed_apart(whole):
    assert whole.shown("TableofFigures") == [
        "Figure\u00a01\u2002Positions\t4",
        "Figure\u00a02\u2002Encore",
        "Tableau\u00a01\u2002Mentions par thème\t4",
        "Tableau\u00a02\u2002Mentions par thème",
    ]
    assert 'TOC \\h \\z \\c "Figure"' in whole.fields()
    assert 'TOC \\h \\z \\c "Tableau"' in whole.fields()


def test_without_pages_the_contents_print_none():
    word = written(EVERYTHING)
    assert 'TOC \\o "1-2" \\h \\z \\n' in word.fields()
    assert not [code for code in word.fields() if code.startswith("PAGEREF")]
    assert word.shown("TOC1") == ["Résumé", "1\tÉlectrification", "2\tFormation", "A\tRegistre"]


@pytest.mark.parametrize("kind", ["sections", "figures", "tables"])
def test_a_list_of_nothing_leaves_no_field(kind):
    word = written(paper(section("", "Contents", Contents(kind), part="front")))
    assert word.fields() == []
    assert word.shown("TOCHeading") == ["Contents"]


def test_everything_that_is_referred_to_exists(whole):
    names = whole.find("//w:bookmarkStart/@w:name")
    codes = [code.split() for code in whole.fields()]
    referred = {code[1] for code in codes if code[0] in {"REF", "PAGEREF"}}
    referred |= set(whole.find("//w:hyperlink/@w:anchor"))
    assert referred
    assert referred <= set(names)
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[^\W\d]\w{0,39}|_\w{1,39}", name) for name in names)


@pytest.mark.parametrize(
    "ids",
    [
        ("q1", "Q1"),
        ("a b", "a-b", "a_b"),
        ("x" * 50, "x" * 60),
        ("1st", "a_1st"),
        ("été", "Été"),
        ("_Ref_table-a", "table-a"),
    ],
)
def test_bookmarks_of_like_ids_stay_apart(ids):
    links = (
        body()
        if not ids
        else Paragraph(tuple(Run(f"{k}", target=f"#{i}") for k, i in enumerate(ids)))
    )
    sections = [Section(ident, f"T{k}", 1, "", ()) for k, ident in enumerate(ids)]
    word = written(paper(*sections, section("", "Links", links)))
    anchors = word.find("//w:hyperlink/@w:anchor")
    assert len({anchor.casefold() for anchor in anchors}) == len(ids)
    for k, anchor in enumerate(anchors):
        title = word.find(f'//w:p[w:bookmarkStart/@w:name="{anchor}"]')
        title += word.find(f'//w:p[.//w:bookmarkStart[@w:name="{anchor}"]]')
        assert text(title[0]) == f"T{k}"


# Captions and references


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (["Tableau\u00a01", "Tableau\u00a02"], ["SEQ Tableau \\* ARABIC"] * 2),
        (["Table 1"], ["SEQ Table \\* ARABIC"]),
        (["Übersicht 1"], ["SEQ Übersicht \\* ARABIC"]),
        (["Table no. 1"], ["SEQ Table \\* ARABIC"]),
        (["Table 2", "Table 3"], ["SEQ Table \\* ARABIC \\r 2", "SEQ Table \\* ARABIC"]),
        (["Table A"], []),
    ],
)
def test_captions_are_counted_by_word_as_they_are_labelled(labels, codes):
    tables = [table(f"t{k}", label) for k, label in enumerate(labels)]
    word = written(paper(chapter(*tables)))
    assert word.fields() == codes
    assert word.shown("Caption") == [f"{label}\u2002Mentions par thème" for label in labels]


def test_a_caption_stands_with_what_it_names(whole):
    blocks = [
        (one.tag.removeprefix(W), (one.xpath("string(w:pPr/w:pStyle/@w:val)", namespaces=SPACES)))
        for one in whole.find("/w:document/w:body/*")
    ]
    tables = [k for k, (tag, _) in enumerate(blocks) if tag == "tbl"]
    assert tables
    assert all(blocks[k - 1] == ("p", "Caption") for k in tables)
    figures = [k for k, block in enumerate(blocks) if block == ("p", "Figure")]
    assert figures
    assert all(blocks[k + 1] == ("p", "FigureCaption") for k in figures)
    assert all(one.find(f".//{W}keepNext") is not None for one in whole.paragraphs("Caption"))


def test_a_table_without_label_has_no_caption():
    word = written(paper(chapter(table(label=""), body("and "))))
    assert word.paragraphs("Caption") == []
    assert "table_a" in word.find("//w:bookmarkStart/@w:name")


def test_a_label_in_the_text_is_a_reference_that_word_can_update(whole):
    codes = [code for code in whole.fields() if code.startswith("REF")]
    assert codes == ["REF _Ref_table_a \\h"]
    bookmarked = whole.find('//w:p[.//w:bookmarkStart[@w:name="_Ref_table_a"]]')
    assert text(bookmarked[0]).startswith("Tableau\u00a01")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("http://example.org:8080/é “x”", None),
        ("https://example.org/é%20%zz", "https://example.org/%C3%A9%20%25zz"),
        ("mailto:team@example.org", "mailto:team@example.org"),
        ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("ftp://example.org", None),
        ("http://[", None),
        ("http://user:secret@example.org/", None),
        ("//example.org", None),
        ("#nowhere", None),
        ("#", None),
    ],
)
def test_only_web_addresses_leave_the_file(target, address):
    word = written(paper(chapter(Paragraph((Run("here", target=target),)))))
    assert word.shown("BodyText") == ["here"]
    rels = word.part("word/_rels/document.xml.rels")
    outside = [rel.get("Target") for rel in rels if rel.get("TargetMode") == "External"]
    assert outside == ([address] if address else [])
    assert len(word.find("//w:hyperlink")) == len(outside)
