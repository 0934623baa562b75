"""The PDF holds all that is said, can be read aloud, and is the same file every time."""

from __future__ import annotations

import logging
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from papers import html, pdf
from papers.model import (
    Chart,
    Contents,
    Figure,
    Line,
    Listing,
    Paper,
    Paragraph,
    Quote,
    Run,
    Section,
    Series,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUOTES = (
    Quote("Q001", "Nous manquons de bornes de recharge.", "fr", "P03, turn 12", "E1"),
    Quote("Q002", "Die Haftung ist überall anders geregelt.", "de", "P04, turn 7", "E2"),
    Quote("Q003", "Η μπαταρία is what <b>Łukasz</b> named {{7*7}}.", "en", "P05, turn 1"),
)
TABLE = Table(
    "t1",
    "Table 1",
    "The register",
    ("No", "Words"),
    tuple((f"E{n}", "word " * 30) for n in range(1, 41)),
    (False, False),
    "One row a quotation.",
    (0.2, 0.8),
    tuple(f"E{n}" for n in range(1, 41)),
)
CHART = Chart(("Data",), (Series("All", (7.0,)),), "people", (("7",),))
FIGURE = Figure("f1", "Figure 1", "Themes", CHART, "Data was named by seven.")


def line(*texts: str) -> Line:
    return tuple(Run(text) for text in texts)


def paper(*sections: Section) -> Paper:
    described = ("Ada Byron",), "May 2026", "Interviews on mobility", ("mobility", "data")
    return Paper("en", "en-GB", "Future mobility", "A paper", *described, "Running head", sections)


def chapter(ident: str, number: str, *blocks: object) -> Section:
    return Section(ident, f"Chapter {number}", 1, number, blocks)  # type: ignore[arg-type]


WHOLE = paper(
    Section("cover", "", 1, "", (), "cover"),
    Section("toc", "Contents", 1, "", (Contents("sections"), Contents("tables")), "front"),
    chapter(
        "c1",
        "1",
        Paragraph(line("A first paragraph."), "lead"),
        Paragraph((Run("With a note", note=line("The note.")), Run("mot", language="fr"))),
        Listing((line("One point"), (Run("linked", strong=True, target="#c2"),))),
        Paragraph(line("Authors write here."), "todo"),
        *QUOTES,
    ),
    chapter("c2", "2", FIGURE, TABLE),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    path = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    try:
        return path, pdf.write(WHOLE, path, data={"counts.csv": b"theme,people\n"})
    except pdf.PangoMissing as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def reader(written: tuple[Path, dict[str, int]]) -> PdfReader:
    return PdfReader(written[0])


def tagged(reader: PdfReader) -> Iterator[dict]:
    """The elements of the file's structure, in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, dict):
            yield element
            kids = element.get("/K", [])
            waiting += reversed(kids if isinstance(kids, list) else [kids])


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote.id)
def test_every_quotation_can_be_copied_from_it(reader: PdfReader, quote: Quote) -> None:
    said = plain(" ".join(page.extract_text() for page in reader.pages))
    assert said.count(quote.text) == 1
    assert quote.source in said


def test_it_tells_the_page_of_each_section_figure_and_table(
    written: tuple[Path, dict[str, int]], reader: PdfReader
) -> None:
    pages = written[1]
    assert list(pages) == ["cover", "toc", "c1", "c2", "f1", "t1"]
    assert pages == {"cover": 1, "toc": 2, "c1": 3, "c2": 4, "f1": 4, "t1": pages["t1"]}
    assert "Table 1" in reader.pages[pages["t1"] - 1].extract_text()


def test_contents_name_the_pages(reader: PdfReader) -> None:
    said = plain(reader.pages[1].extract_text())
    assert "1 Chapter 1 3 2 Chapter 2 4" in said.replace("\u2002", " ")


def test_each_page_but_the_cover_says_what_it_belongs_to(reader: PdfReader) -> None:
    first, *others = (plain(page.extract_text()) for page in reader.pages)
    assert "Running head" not in first
    assert all("Running head" in page for page in others)
    assert all(f"{n} / {len(reader.pages)}" in page for n, page in enumerate(others, start=2))


def test_a_table_over_several_pages_repeats_its_header(reader: PdfReader) -> None:
    rows = [page.extract_text() for page in reader.pages if "word word" in page.extract_text()]
    assert len(rows) > 1
    assert all("No" in page.split() and "Words" in page.split() for page in rows)


def test_bookmarks_are_the_headings(reader: PdfReader) -> None:
    assert [mark.title for mark in reader.outline] == ["Contents", "1 Chapter 1", "2 Chapter 2"]


def test_its_properties_are_the_papers(reader: PdfReader) -> None:
    assert reader.metadata["/Title"] == "Future mobility"
    assert reader.metadata["/Author"] == "Ada Byron"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert "/CreationDate" not in reader.metadata


def test_it_claims_both_standards(reader: PdfReader) -> None:
    claims = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in claims
    assert 'pdfuaid:part="1"' in claims


def test_each_quotation_has_its_language(reader: PdfReader) -> None:
    quotes = [element for element in tagged(reader) if element.get("/S") == "/BlockQuote"]
    assert [quote["/Lang"] for quote in quotes] == ["fr", "de", "en"]


@pytest.mark.parametrize(("tag", "count"), [("/Note", 1), ("/TOC", 2), ("/TOCI", 3), ("/H1", 1)])
def test_notes_contents_and_headings_are_tagged_as_such(
    reader: PdfReader, tag: str, count: int
) -> None:
    assert sum(1 for element in tagged(reader) if element.get("/S") == tag) == count


def test_figures_and_tables_are_described(reader: PdfReader) -> None:
    elements = list(tagged(reader))
    assert [e["/Alt"] for e in elements if e.get("/S") == "/Figure"] == [FIGURE.description]
    tables = [e for e in elements if e.get("/S") == "/Table"]
    assert {table["/A"]["/Summary"] for table in tables} == {TABLE.description}


def test_the_data_are_attached(reader: PdfReader) -> None:
    assert reader.attachments["counts.csv"] == [b"theme,people\n"]


def test_links_lead_into_the_paper_only(reader: PdfReader) -> None:
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert {note["/Dest"] for note in notes} == {"c1", "c2", "t1", "E1", "E2"}


# What stands together on a page


def pages_of(tmp_path: Path, *sections: Section, language: str = "en") -> list[str]:
    pytest.importorskip("weasyprint")
    path = tmp_path / "paper.pdf"
    pdf.write(replace(paper(*sections), language=language, locale=language), path)
    return [page.extract_text() for page in PdfReader(path).pages]


def lines(count: int) -> Listing:
    return Listing(tuple(line(f"Point {number}.") for number in range(count)))


def test_a_list_goes_on_counting_where_another_ended(tmp_path: Path) -> None:
    points = (line("One more."), line("The last."))
    (*_, last) = pages_of(tmp_path, chapter("c", "1", Listing(points, numbered=True, start=4)))
    assert re.findall(r"\b\d\.", last) == ["4.", "5."]


@pytest.mark.parametrize("before", range(28, 32))
def test_a_paragraph_is_never_parted_from_what_it_announces(tmp_path: Path, before: int) -> None:
    quote = replace(QUOTES[0], register="")
    pages = pages_of(tmp_path, chapter("c", "1", lines(before), Paragraph(line("On:")), quote))
    (page,) = (page for page in pages if "On:" in page)
    assert quote.text in plain(page)


def test_a_heading_stands_with_the_table_that_is_longer_than_its_page(tmp_path: Path) -> None:
    table = replace(TABLE, rows=tuple((f"E{n}", "word " * 99) for n in range(14)), anchors=())
    annexes = (
        Section("a", "Guide", 1, "A", (lines(12),), "annex"),
        Section("b", "Codebook", 1, "B", (table,), "annex"),
    )
    page = next(page for page in pages_of(tmp_path, *annexes) if "B  Codebook" in page)
    assert "Point 11" in page
    assert "E1" in page.split()


def test_the_head_names_the_chapter_at_the_top_of_the_page(tmp_path: Path) -> None:
    sections = (
        Section("a", "Long", 1, "A", (lines(45),), "annex"),
        Section("b", "Short", 1, "B", (Paragraph(line("Words.")),), "annex"),
        Section("c", "Last", 1, "C", (lines(60),), "annex"),
    )
    said = plain(" ".join(pages_of(tmp_path, *sections)))
    heads = re.findall("Running head ([ABC] [A-Z][a-z]+)", said)
    assert heads == ["A Long", "A Long", "C Last", "C Last"]


def test_no_word_is_divided_where_another_begins(tmp_path: Path) -> None:
    words = "Zusammenarbeit und Datenaustausch, " * 60
    said = "".join(pages_of(tmp_path, chapter("c", "1", Paragraph(line(words))), language="de"))
    parts = {part.strip("\u2010-") for part in said.split() if part.endswith(("\u2010", "-"))}
    assert parts <= {"Zusam", "Zusammen", "Zusammenar", "Daten", "Datenaus"}
    assert parts
    assert "\u00ad" not in said


def test_the_same_paper_gives_the_same_bytes(
    written: tuple[Path, dict[str, int]], tmp_path: Path
) -> None:
    again = tmp_path / "again.pdf"
    pdf.write(WHOLE, again, data={"counts.csv": b"theme,people\n"})
    assert again.read_bytes() == written[0].read_bytes()


def test_a_character_that_no_font_draws_is_spelled_and_told(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    replaced: list[str] = []
    strange = Section("s", "One", 1, "", (Paragraph(line("before \U0010fffd after")),))
    path = tmp_path / "strange.pdf"
    pdf.write(paper(strange), path, replaced=replaced)
    assert replaced == ["\U0010fffd"]
    assert "before [U+10FFFD] after" in PdfReader(path).pages[-1].extract_text()


@pytest.mark.parametrize(
    "wanted",
    ['<img alt="x" src="file:///etc/hosts">', '<link rel="stylesheet" href="http://127.0.0.1:9/">'],
)
def test_nothing_is_fetched_whatever_the_document_asks(
    wanted: str, written: tuple[Path, dict[str, int]]
) -> None:
    assert written
    text = html.render(paper(), print_edition=True).replace("<main", f"{wanted}<main")
    with pytest.raises(RuntimeError, match="nothing is fetched"):
        pdf._set(pdf._Setting(sys.modules["weasyprint"], frozenset(), {}), text)


def test_a_link_that_leads_nowhere_stops_the_paper(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    lost = Section("s", "One", 1, "", (Paragraph((Run("word", target="#nowhere"),)),))
    with pytest.raises(RuntimeError, match="nowhere"):
        pdf.write(paper(lost), tmp_path / "lost.pdf")
    assert not (tmp_path / "lost.pdf").exists()


def test_all_is_silent_and_the_log_is_as_before(
    written: tuple[Path, dict[str, int]], caplog: pytest.LogCaptureFixture
) -> None:
    assert written
    assert not caplog.records
    assert logging.getLogger("weasyprint").propagate


def test_without_pango_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    folder = tmp_path / "weasyprint"
    folder.mkdir()
    (folder / "__init__.py").write_text("raise OSError('cannot load library')")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(pdf.PangoMissing) as caught:
        pdf.write(WHOLE, tmp_path / "paper.pdf")
    assert "libpango-1.0-0" in caught.value.remedy
    assert "brew install pango" in caught.value.remedy
    assert "whitepaper doctor" in caught.value.remedy
