"""Word, HTML and PDF say the same: all that the paper says, in its order, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path

import lxml.html
import pytest
from compositions import (
    HOSTILE,
    INTERVIEWS,
    LANGUAGES,
    PEOPLE,
    composed,
    evidence,
    interview,
    person,
)
from pypdf import PdfReader
from word_files import SPACES, W, Word, written
from word_files import text as in_word

from papers import html, pdf
from papers.model import (
    Block,
    Contents,
    Figure,
    Line,
    Listing,
    Paper,
    Paragraph,
    Pictures,
    Quote,
    Table,
)
from papers.typography import quotation_marks
from transcripts.study import Study


@dataclass
class Said:
    """What a document says, each kind in the order of the document."""

    headings: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    quotations: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)

    def add(self, kind: str, words: str) -> None:
        if words.strip():
            getattr(self, kind).append(" ".join(words.split()))


KINDS = [kind.name for kind in fields(Said)]

# What the paper says


def of_paper(paper: Paper) -> Said:
    said = Said()
    said.add("headings", paper.title)
    for words in (paper.subtitle, ", ".join(paper.authors), paper.date):
        said.add("paragraphs", words)
    for section in paper.sections:
        if section.part != "cover":
            said.add("headings", section.title)
        for block in section.blocks:
            if section.part != "cover" or words_of(block.line, said) != paper.subtitle:
                add(block, said)
    return said


def add(block: Block, said: Said) -> None:
    match block:
        case Paragraph():
            said.add("paragraphs", words_of(block.line, said))
        case Listing():
            for item in block.items:
                said.add("paragraphs", words_of(item, said))
        case Quote():
            opening, closing = quotation_marks(block.language)
            said.add("quotations", opening + block.text + closing)
            said.add("sources", block.source)
        case Table() | Figure():
            add_exhibit(block, said)
        case Pictures():
            for picture in block.items:
                said.add("descriptions", picture.description)


def add_exhibit(block: Table | Figure, said: Said) -> None:
    said.add("captions", f"{block.label} {block.caption}")
    said.add("descriptions", block.description)
    rows = (block.header, *block.rows) if isinstance(block, Table) else ()
    for cell in (cell for row in rows for cell in row):
        said.add("cells", cell)


def words_of(line: Line, said: Said) -> str:
    """The words of a line, whose notes are set down apart."""
    for run in line:
        said.add("notes", "".join(piece.text for piece in run.note))
    return "".join(run.text for run in line)


# What the Word file says

STYLES = {
    **dict.fromkeys(("Title", "Heading1", "Heading2", "Heading3", "TOCHeading"), "headings"),
    **dict.fromkeys(("Subtitle", "Author", "Date", "CoverText", "BodyText", "Lead"), "paragraphs"),
    **dict.fromkeys(
        ("Small", "Todo", "ListBullet", "ListNumber", "Centred", "KeyFigure", "Term"), "paragraphs"
    ),
    **dict.fromkeys(("Caption", "FigureCaption"), "captions"),
    **dict.fromkeys(("TableHead", "TableText", "TableNumber"), "cells"),
    "Quote": "quotations",
    "QuoteSource": "sources",
}
NOT_SAID = {"SectionEnd", "TOC1", "TOC2", "TOC3", "TableofFigures", "Figure", "TableEnd"}


def of_word(word: Word) -> Said:
    said = Said()
    for element in word.find("//w:body//w:p | //w:tblDescription | //wp:docPr"):
        if element.tag == f"{W}p":
            style = element.xpath("string(w:pPr/w:pStyle/@w:val)", namespaces=SPACES)
            if style not in NOT_SAID:
                said.add(STYLES[style], in_word(element))
        else:
            said.add("descriptions", element.get(f"{W}val") or element.get("descr"))
    for note in word.find("//w:footnote[@w:id > 0]", "word/footnotes.xml"):
        said.add("notes", in_word(note))
    return said


# What the HTML file says


def of_html(paper: Paper) -> Said:
    said = Said()
    root = lxml.html.document_fromstring(html.render(paper))
    for unsaid in root.xpath("//nav | //sup | //span[@class='number'] | //a[@role='doc-backlink']"):
        unsaid.drop_tree()
    for note in root.xpath("//section[@class='notes']"):
        for item in note.iter("li"):
            said.add("notes", item.text_content())
        note.drop_tree()
    for element in list(root.iter("*")):
        add_element(element, said)
    return said


def add_element(element: lxml.html.HtmlElement, said: Said) -> None:
    kinds = {"th": "cells", "td": "cells", "cite": "sources", "figcaption": "captions"}
    kinds |= {"li": "paragraphs", **dict.fromkeys(("h1", "h2", "h3", "h4", "h5"), "headings")}
    if element.tag == "p":
        inside = element.getparent().tag == "blockquote"
        said.add("quotations" if inside else "paragraphs", element.text_content())
    elif element.tag == "caption":
        unseen = element.find("span[@class='unseen']")
        said.add("descriptions", unseen.text_content())
        unseen.drop_tree()
        said.add("captions", element.text_content())
    elif element.tag == "img":
        said.add("descriptions", element.get("alt"))
    elif element.tag == "desc":
        said.add("descriptions", element.text_content())
    elif element.tag in kinds:
        said.add(kinds[element.tag], element.text_content())


# They are the same


@cache
def all_of(language: str) -> tuple[Said, Said, Said]:
    paper = composed(language)
    return of_paper(paper), of_word(written(paper)), of_html(paper)


def test_the_paper_has_blocks_of_each_kind() -> None:
    kinds = {type(block) for section in composed("fr").sections for block in section.blocks}
    assert kinds == {Paragraph, Listing, Quote, Table, Figure, Contents}
    assert all(getattr(all_of("fr")[0], kind) for kind in KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_word_file_says_what_the_paper_says(kind: str, language: str) -> None:
    paper, word, _ = all_of(language)
    in_order = sorted if kind == "descriptions" else list
    assert in_order(getattr(word, kind)) == in_order(getattr(paper, kind))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_html_file_says_what_the_paper_says(kind: str, language: str) -> None:
    paper, _, page = all_of(language)
    in_order = sorted if kind == "descriptions" else list
    assert in_order(getattr(page, kind)) == in_order(getattr(paper, kind))


# The PDF, whose lines are broken and hyphenated


def squeezed(words: str) -> str:
    """The words without blanks and hyphens."""
    return re.sub(r"[\s\u00ad\u2010\u2011-]", "", unicodedata.normalize("NFKC", words))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The pages one after the other, without their feet."""
    path: Path = tmp_path_factory.mktemp("parity") / "paper.pdf"
    paper = composed("fr")
    pdf.write(paper, path)
    squeezed_pages = [squeezed(page.extract_text()) for page in PdfReader(path).pages]
    head = squeezed(paper.running)
    return "".join([squeezed_pages[0], *(page.rpartition(head)[0] for page in squeezed_pages[1:])])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "descriptions"])
def test_the_pdf_says_what_the_paper_says(kind: str, pages: str) -> None:
    missing = [words for words in getattr(all_of("fr")[0], kind) if squeezed(words) not in pages]
    assert missing == []


# Whatever it is that they say


@cache
def hostile() -> Paper:
    words = " ".join(HOSTILE)
    study = Study("x", title={"": words}, committee=HOSTILE, authors=HOSTILE, publisher=words)
    people = [replace(one, name=words, attributes=(("region", words),)) for one in PEOPLE]
    people[1] = replace(people[1], attributes=(("region", "other"),))
    said = "A: {markets: Nobody knows <b>what</b> is *said* here & whether &amp; means and, or [x](y).}"
    more = (*INTERVIEWS, interview("en-09", said))
    return composed("de", evidence(more, [*people, person(9, ("en-09", "A"))]), study=study)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_words_are_said_by_all_as_they_are(kind: str) -> None:
    paper = of_paper(hostile())
    in_order = sorted if kind == "descriptions" else list
    wanted = in_order(getattr(paper, kind))
    assert in_order(getattr(of_word(written(hostile())), kind)) == wanted
    assert in_order(getattr(of_html(hostile()), kind)) == wanted


def test_lines_are_broken_where_the_authors_broke_them() -> None:
    broken = [p for p in written(composed("fr")).paragraphs("BodyText") if "\n" in in_word(p)]
    assert [in_word(p) for p in broken] == ["One door\nfor five offices."]
    root = lxml.html.document_fromstring(html.render(composed("fr")))
    assert [br.tail.strip() for br in root.iter("br")] == ["for five offices."]
