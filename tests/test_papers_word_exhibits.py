"""Tables and charts of the Word file."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from word_files import (
    EVERYTHING,
    PAGES,
    SPACES,
    W,
    Word,
    chapter,
    figure,
    paper,
    table,
    text,
    written,
)

from papers.model import (
    Table,
)
from papers.word_tables import column_widths


@pytest.fixture(scope="module")
def whole() -> Word:
    return written(EVERYTHING, pages=PAGES)


# Tables


def test_a_table_is_described_and_repeats_its_first_row(whole):
    first = whole.find("//w:tbl")[0]
    properties = first.find(f"{W}tblPr")
    caption = properties.find(f"{W}tblCaption").get(f"{W}val")
    assert caption == "Tableau\u00a01\u2002Mentions par thème"
    assert properties.find(f"{W}tblDescription").get(f"{W}val") == "Une ligne par thème."
    rows = first.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 3
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_rows_below_another_stand_in():
    rows = (("Thème", "1"), ("\u2003Détail", "2"), ("\u2003\u2003Plus", "3"))
    word = written(paper(chapter(replace(table(), rows=rows))))
    cells = word.find("//w:tr[position()>1]/w:tc[1]/w:p")
    assert [text(cell) for cell in cells] == ["Thème", "Détail", "Plus"]
    left = [cell.xpath("string(w:pPr/w:ind/@w:left)", namespaces=SPACES) for cell in cells]
    assert left == ["", "200", "400"]


def test_numbers_are_flush_right(whole):
    aligned = whole.find('//w:tbl[1]//w:p[w:pPr/w:jc/@w:val="right"]')
    assert [text(one) for one in aligned[:4]] == ["Personnes", "1", "2", "3"]


@pytest.mark.parametrize(("rows", "kept"), [(3, 2), (16, 15), (17, 2)])
def test_a_short_table_stays_on_one_page(rows, kept):
    word = written(paper(chapter(table(rows=rows))))
    held = word.find('//w:tr[position()>1][.//w:p[w:pPr/w:pStyle/@w:val="TableText"]//w:keepNext]')
    assert len(held) == kept


@pytest.mark.parametrize(
    ("widths", "expected"), [((0.25, 0.75), [2500, 7500]), ((0.333, 0.667), [3330, 6670])]
)
def test_columns_are_as_wide_as_they_are_said_to_be(widths, expected):
    assert column_widths(replace(table(), widths=widths), 10_000) == expected


@given(st.lists(st.lists(st.text(max_size=80), min_size=3, max_size=3), max_size=5))
def test_columns_by_content_fill_the_width(rows):
    one = Table("t", "", "", ("a", "b", "c"), tuple(map(tuple, rows)), (False,) * 3, "")
    widths = column_widths(one, 9001)
    assert sum(widths) == 9001
    assert min(widths) > 200


# Figures


def test_a_figure_is_a_chart_with_its_numbers(whole):
    (first, _) = whole.find("//wp:inline")
    assert first.find("wp:docPr", SPACES).get("descr") == 'Sarre : 3 "pour" <1,5 contre>'
    chart = whole.part("word/charts/chart1.xml")
    cached = chart.xpath("//c:val//c:pt/c:v/text()", namespaces=SPACES)
    assert cached == ["3", "0", "1.5", "2"]
    assert chart.xpath("//c:ser[1]/c:cat//c:v/text()", namespaces=SPACES) == [
        "Sarre & Co",
        "Lorraine",
    ]
    assert chart.xpath("//c:valAx/c:title//a:t/text()", namespaces=SPACES) == ["voix"]


def test_the_numbers_are_edited_in_a_workbook(whole):
    book = openpyxl.load_workbook(io.BytesIO(whole.members["word/embeddings/chart1.xlsx"]))
    rows = [tuple(row) for row in book["Data"].iter_rows(values_only=True)]
    assert rows == [(None, "pour", "contre <1>"), ("Sarre & Co", 3, 1.5), ("Lorraine", 0, 2)]


def test_values_are_printed_as_the_paper_prints_them(whole):
    labels = whole.part("word/charts/chart1.xml").xpath("//c:dLbl", namespaces=SPACES)
    printed = {one.find("c:idx", SPACES).get("val"): text_of(one) for one in labels}
    assert printed == {"0": "1,5"}  # Word prints whole numbers by itself


def text_of(label: etree._Element) -> str:
    return "".join(label.xpath(".//a:t/text()", namespaces=SPACES))


@pytest.mark.parametrize(
    ("stacked", "grouping", "overlap", "left_out"),
    [(False, "clustered", "0", 0), (True, "stacked", "100", 1)],
)
def test_bars_are_grouped_or_stacked(stacked, grouping, overlap, left_out):
    chart = written(paper(chapter(figure(stacked=stacked)))).part("word/charts/chart1.xml")
    assert chart.xpath("string(//c:grouping/@val)", namespaces=SPACES) == grouping
    assert chart.xpath("string(//c:overlap/@val)", namespaces=SPACES) == overlap
    # Nought has no bar: in a stack its label would lie on its neighbour's.
    assert len(chart.xpath("//c:dLbl/c:delete", namespaces=SPACES)) == left_out
    assert chart.xpath("string(//c:barDir/@val)", namespaces=SPACES) == "bar"


@pytest.mark.parametrize(("full", "most"), [(0.0, []), (1.0, ["1.2"])])
def test_shares_are_drawn_against_the_whole_with_room_for_their_labels(full, most):
    one = figure()
    word = written(paper(chapter(replace(one, chart=replace(one.chart, full=full)))))
    drawn = word.part("word/charts/chart1.xml")
    assert drawn.xpath("//c:valAx/c:scaling/c:max/@val", namespaces=SPACES) == most


def test_a_figure_without_label_is_led_to_all_the_same():
    word = written(paper(chapter(figure(label=""))))
    assert word.paragraphs("FigureCaption") == []
    assert "figure_a" in word.find("//w:bookmarkStart/@w:name")
