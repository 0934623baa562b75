"""The HTML file says all that the paper says, once, as text, and needs nothing but itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import html
from papers.model import (
    Block,
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

HOSTILE = ("<script>alert(1)</script>", "{{7*7}}", "[x](javascript:1)", '" onload="x', "&lt;b&gt;")

TABLE = Table(
    "t1",
    "Table 1",
    "People per theme",
    ("Theme", "Wallonia"),
    (("Data", "7"), ("Charging", "19")),
    (False, True),
    "One row a theme.",
    anchors=("E1", "E2"),
)
CHART = Chart(("Data",), (Series("All", (7.0,)),), "people", (("7",),))
FIGURE = Figure("f1", "Figure 1", "Themes", CHART, "Data was named by seven.")
QUOTE = Quote("Q001", "Nous manquons de bornes.", "fr", "P03, turn 12, 00:04:10", "E1")


def line(*texts: str) -> Line:
    return tuple(Run(text) for text in texts)


def section(*blocks: Block, ident: str = "s1", title: str = "One", level: int = 1) -> Section:
    return Section(ident, title, level, "", blocks)


def paper(*sections: Section, language: str = "en") -> Paper:
    return Paper(
        language,
        {"en": "en-GB", "fr": "fr-BE", "de": "de-DE"}[language],
        "Future mobility",
        "A white paper",
        ("Ada Byron", "Jean Dupont"),
        "May 2026",
        "Interviews on mobility",
        ("mobility",),
        "Future mobility",
        sections,
    )


def page(
    *blocks: Block, language: str = "en", print_edition: bool = False
) -> lxml.html.HtmlElement:
    text = html.render(paper(section(*blocks), language=language), print_edition=print_edition)
    return lxml.html.document_fromstring(text)


def whole() -> Paper:
    cover = Section("cover", "", 1, "", (Paragraph(line("Interreg"), "centred"),), "cover")
    contents = [section(Contents(kind), ident=kind, title=kind.title()) for kind in KINDS]
    note = (Run("Said twice.", emphasis=True),)
    first = section(
        Paragraph(line("A first paragraph."), "lead"),
        Paragraph((Run("With a note", note=note), Run("zweisprachig", language="de"))),
        Paragraph(line("The authors write here."), "todo"),
        Listing((line("Point one"), line("Point two"))),
        ident="c1",
        title="Chapter",
    )
    deeper = section(QUOTE, TABLE, FIGURE, ident="c1-1", title="Within", level=2)
    return paper(cover, *contents, first, deeper)


KINDS = ("sections", "figures", "tables")
SAID = (
    *("A white paper", "Ada Byron, Jean Dupont", "May 2026", "Interreg", "A first paragraph."),
    *("With a note", "Said twice.", "zweisprachig", "The authors write here.", "Point one"),
    *("Point two", QUOTE.text, QUOTE.source, "Wallonia", "Charging", "19", TABLE.description),
    *(FIGURE.description, "people"),
)


def texts(root: lxml.html.HtmlElement) -> str:
    return root.body.text_content()


@pytest.mark.parametrize("text", SAID)
def test_every_text_stands_there_once(text: str) -> None:
    assert texts(lxml.html.document_fromstring(html.render(whole()))).count(text) == 1


def test_the_document_says_what_it_is() -> None:
    root = page(language="fr")
    assert root.get("lang") == "fr-BE"
    assert root.findtext("head/title") == "Future mobility"
    named = {meta.get("name"): meta.get("content") for meta in root.iter("meta")}
    assert named["author"] == "Jean Dupont"
    assert named["description"] == "Interviews on mobility"


@pytest.mark.parametrize("print_edition", [False, True])
def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(*, print_edition: bool) -> None:
    text = html.render(whole(), print_edition=print_edition)
    root = lxml.html.document_fromstring(text)
    assert not list(root.iter("script", "link", "img", "iframe", "object", "base"))
    assert not re.search(r"url\(|@import|src=", text)


def test_ids_are_unique_and_every_inner_link_leads_somewhere() -> None:
    root = lxml.html.document_fromstring(html.render(whole()))
    ids = Counter(root.xpath("//@id"))
    assert set(ids.values()) == {1}
    assert {link[1:] for link in root.xpath("//a/@href") if link[0] == "#"} <= set(ids)


@pytest.mark.parametrize(
    ("levels", "headings"),
    [
        ((1, 2, 3, 2, 1), ["h1", "h2", "h3", "h4", "h3", "h2"]),
        ((1, 3, 1), ["h1", "h2", "h3", "h2"]),
        ((2, 1), ["h1", "h2", "h2"]),
    ],
)
def test_headings_leave_no_level_out(levels: tuple[int, ...], headings: list[str]) -> None:
    sections = [section(ident=f"s{n}", level=level) for n, level in enumerate(levels)]
    root = lxml.html.document_fromstring(html.render(paper(*sections)))
    assert [e.tag for e in root.iter("h1", "h2", "h3", "h4", "h5")] == headings


def test_a_part_without_title_has_no_heading_and_moves_none() -> None:
    root = lxml.html.document_fromstring(
        html.render(paper(section(title=""), section(ident="s2", level=2)))
    )
    assert [e.tag for e in root.iter("h1", "h2", "h3")] == ["h1", "h2"]


def test_sections_stand_within_their_chapters() -> None:
    sections = (section(ident="a"), section(ident="b", level=2), section(ident="c"))
    root = lxml.html.document_fromstring(html.render(paper(*sections)))
    parents = {e.get("id"): e.getparent().get("id") for e in root.iter("section")}
    assert parents == {"a": "main", "b": "a", "c": "main"}


def test_the_cover_says_title_authors_and_date_once() -> None:
    cover = Section("cover", "", 1, "", (Paragraph(line("May 2026")),), "cover")
    header = lxml.html.document_fromstring(html.render(paper(cover))).find("body/header")
    assert header.get("class") == "cover"
    assert header.text_content().split("\n")[1:-1] == [
        "Future mobility",
        "A white paper",
        "Ada Byron, Jean Dupont",
        "May 2026",
    ]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("print_edition", [False, True])
def test_hostile_text_comes_out_as_it_was(text: str, *, print_edition: bool) -> None:
    table = replace(TABLE, caption=text, header=(text, text), rows=((text, text),), anchors=())
    root = page(
        Paragraph((Run(text, note=line(text)),)),
        Listing((line(text),)),
        Quote("Q1", text, "en", text),
        table,
        Figure("f1", text, text, Chart((text,), CHART.series, text, ((text,),)), text),
        print_edition=print_edition,
    )
    assert texts(root).count(text) >= 12
    assert not list(root.iter("script", "b"))
    assert not root.xpath("//@onload")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_quotation_is_verbatim_between_its_marks(text: str) -> None:
    found = page(Quote("Q1", text, "de", "P1")).find(".//blockquote/p").text_content()
    assert found in (
        f"„{text}“",
        f"„{text}“".replace("\uffff", "\ufffd").replace("\ufffe", "\ufffd"),
    )


@pytest.mark.parametrize("code", [0, 8, 27, 0x85, 0xD800])
def test_a_control_character_is_shown_as_one_that_cannot_be(code: int) -> None:
    assert "a\ufffdb" in html.render(paper(section(Paragraph(line(f"a{chr(code)}b")))))


@pytest.mark.parametrize(
    ("language", "printed"),
    [("fr", "«\u202fOui\u202f»"), ("de", "„Oui“"), ("en", "“Oui”"), ("pl", "“Oui”")],
)
def test_quotations_are_marked_as_their_language_does(language: str, printed: str) -> None:
    quote = page(Quote("Q1", "Oui", language, "P1")).find(".//blockquote")
    assert quote.findtext("p") == printed
    assert quote.get("lang") == language
    assert quote.find("footer").get("lang") == "en-GB"


def test_a_quotation_leads_to_its_row_in_the_register() -> None:
    root = page(QUOTE, TABLE)
    assert root.get_element_by_id("Q001").find("footer/cite/a").get("href") == "#E1"
    assert root.get_element_by_id("E1").tag == "tr"


def test_a_table_says_what_its_cells_belong_to() -> None:
    table = page(TABLE).find(".//table")
    assert [th.get("scope") for th in table.iterfind("thead/tr/th")] == ["col", "col"]
    assert [th.text for th in table.iterfind("tbody/tr/th[@scope='row']")] == ["Data", "Charging"]
    assert [td.get("class") for td in table.iterfind("tbody/tr/td")] == ["numeric", "numeric"]
    assert table.find("caption").text_content() == "Table 1\u2002People per theme One row a theme."


def test_rows_below_another_stand_in() -> None:
    rows = (("Data", "1"), ("\u2003Sharing", "2"), ("\u2003\u2003Fleets", "3"))
    found = page(replace(TABLE, rows=rows, anchors=())).findall(".//tbody/tr/th")
    assert [(th.text, th.get("class")) for th in found] == [
        ("Data", None),
        ("Sharing", "under-1"),
        ("Fleets", "under-2"),
    ]


@pytest.mark.parametrize(("rows", "kind"), [(16, "table short"), (17, "table")])
def test_in_print_a_long_table_may_be_broken(rows: int, kind: str) -> None:
    table = replace(TABLE, rows=(("Data", "7"),) * rows, anchors=())
    assert page(table, print_edition=True).find(".//table/..").get("class") == kind


@pytest.mark.parametrize("widths", [(), (0.25, 0.75)])
def test_columns_share_the_whole_width(widths: tuple[float, ...]) -> None:
    columns = page(replace(TABLE, widths=widths)).findall(".//col")
    shares = [float(re.sub(r"[^\d.]", "", column.get("style"))) for column in columns]
    assert sum(shares) == pytest.approx(100, abs=0.1)
    assert not widths or shares == [25, 75]


def test_a_figure_is_described_for_those_who_cannot_see_it() -> None:
    for print_edition, tag in ((False, "desc"), (True, "title")):
        svg = page(FIGURE, print_edition=print_edition).find(".//figure/div/svg")
        assert svg.find(tag).text == FIGURE.description


@pytest.mark.parametrize("print_edition", [False, True])
def test_a_paragraph_stays_with_what_it_announces(*, print_edition: bool) -> None:
    blocks = Paragraph(line("On charging:")), QUOTE, Paragraph(line("Said twice."))
    root = page(*blocks, TABLE, print_edition=print_edition)
    assert [p.text for p in root.find_class("leads-in")] == ["On charging:"]


@pytest.mark.parametrize(
    ("print_edition", "style"), [(False, None), (True, "counter-reset:list-item 3")]
)
def test_a_list_goes_on_where_the_one_before_ended(
    *, print_edition: bool, style: str | None
) -> None:
    listing = Listing((line("Fourth"),), numbered=True, start=4)
    found = page(listing, print_edition=print_edition).find(".//ol")
    assert (found.get("start"), found.get("style")) == ("4", style)


def test_notes_are_called_and_lead_back() -> None:
    root = page(Paragraph((Run("One", note=line("First")), Run("two", note=line("Second")))))
    for number, text in enumerate(("First", "Second"), start=1):
        note = root.get_element_by_id(f"note-{number}")
        call = root.get_element_by_id(f"note-call-{number}")
        assert (call.text, call.get("href")) == (str(number), f"#note-{number}")
        assert note.text.strip() == text
        assert note.find("a").get("href") == f"#note-call-{number}"


def test_in_print_a_note_stands_where_it_is_called() -> None:
    root = page(Paragraph((Run("One", note=line("First")),)), print_edition=True)
    assert root.find(".//p/span[@class='note']").text == "First"
    assert not root.find_class("notes")


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("HTTP://example.org", True),
        ("mailto:a@example.org", True),
        ("#c1", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
    ],
)
def test_only_addresses_that_are_safe_become_links(target: str, *, leads: bool) -> None:
    paragraph = page(Paragraph((Run("word", target=target),))).find(".//main//p")
    assert paragraph.xpath("a/@href") == ([target] if leads else [])
    assert paragraph.text_content() == "word"


def test_a_run_carries_weight_slope_language_and_link() -> None:
    run = Run("mot", strong=True, emphasis=True, language="fr", target="#x")
    assert page(Paragraph((run,))).find(".//p/span[@lang='fr']/strong/em/a").text == "mot"


def test_contents_list_chapters_figures_and_tables_in_order() -> None:
    root = lxml.html.document_fromstring(html.render(whole()))
    lists = {nav.get("aria-label"): nav.xpath(".//a/@href") for nav in root.iter("nav")}
    assert lists == {"Sections": ["#c1", "#c1-1"], "Figures": ["#f1"], "Tables": ["#t1"]}
    assert root.find(".//nav/ol/li/ol/li//a").text == "Within"


def test_contents_of_nothing_are_not_listed() -> None:
    assert page(Contents("figures")).find(".//nav") is None


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Skip to the text"), ("fr", "Aller au texte")]
)
def test_the_page_speaks_the_language_of_the_paper(language: str, words: str) -> None:
    skip = page(language=language).find("body/a[@class='skip']")
    assert (skip.text, skip.get("href")) == (words, "#main")


def test_the_same_paper_gives_the_same_file() -> None:
    assert html.render(whole()) == html.render(whole())
