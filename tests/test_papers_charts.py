"""A chart is bars, with every value that is to be printed beside or in its bar."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from papers import charts
from papers.model import Chart, Series

SVG = "{http://www.w3.org/2000/svg}"
PAGE = 160 / 25.4 * 72  # points: the width of the text on A4

values = st.floats(min_value=0, max_value=1e6, allow_nan=False)
names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=60)


def chart(*columns: tuple[float, ...], stacked: bool = False, category: str = "Theme") -> Chart:
    return Chart(
        tuple(f"{category} {number}" for number in range(len(columns[0]))),
        tuple(Series(f"Group {number}", column) for number, column in enumerate(columns)),
        "people",
        tuple(tuple(f"{value:g}" for value in column) for column in columns),
        stacked,
    )


def drawn(one: Chart) -> etree._Element:
    return etree.fromstring(charts.svg(one, title="Title", description="What", ident="f1"))


def texts(root: etree._Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_share_is_drawn_against_the_whole() -> None:
    half, whole = (
        float(drawn(replace(chart((0.5,)), full=full)).find(f"{SVG}rect").get("width"))
        for full in (1.0, 0.0)
    )
    assert half == pytest.approx(whole / 2, abs=0.1)


def test_title_and_description_name_the_drawing() -> None:
    root = drawn(chart((1, 2)))
    assert root.findtext(f"{SVG}title") == "Title"
    assert root.findtext(f"{SVG}desc") == "What"
    named = (root.get("aria-labelledby") or "").split()
    assert named == [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")]


def test_a_bar_is_as_long_as_its_value() -> None:
    bars = [float(bar.get("width")) for bar in drawn(chart((12, 6, 0))).iter(f"{SVG}rect")]
    assert bars == [pytest.approx(2 * bars[1], abs=0.2), bars[1]]


@pytest.mark.parametrize("stacked", [False, True])
def test_every_printed_value_is_there_and_no_other_number(*, stacked: bool) -> None:
    root = drawn(chart((12, 7, 0), (1, 0, 30), stacked=stacked))
    numbers = [text for text in texts(root) if text.replace(".", "").isdigit()]
    assert sorted(numbers) == ["0", "0", "1", "12", "30", "7"]


def test_a_value_too_wide_for_its_part_of_the_bar_stands_beside_it_with_its_colour() -> None:
    root = drawn(chart((1,), (500,), stacked=True))
    rects = list(root.iter(f"{SVG}rect"))
    beside = next(e for e in root.iter(f"{SVG}text") if e.text == "1")
    assert rects[-1].get("fill") == charts.FILLS[0]
    assert float(beside.get("x")) > float(rects[-1].get("x")) > charts.LABELS + 250


@pytest.mark.parametrize(("count", "legend"), [(1, []), (2, ["Group 0", "Group 1"])])
def test_there_is_a_legend_where_there_is_more_than_one_series(count: int, legend: list) -> None:
    found = texts(drawn(chart(*[(1, 2)] * count)))
    assert [text for text in found if text.startswith("Group")] == legend


def test_long_labels_are_broken_into_lines_that_fit() -> None:
    name = "Véhicules autonomes et Donaudampfschifffahrtsgesellschaftskapitänspatente"
    lines = charts.wrap(name, charts.LABELS)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert max(map(len, lines)) * charts.CHARACTER <= charts.LABELS


def test_nothing_is_smaller_than_eight_points_on_paper() -> None:
    assert charts.SIZE * PAGE / charts.WIDTH >= 8
    assert {e.get("font-size") for e in drawn(chart((1,))).iter() if e.get("font-size")} == {
        str(charts.SIZE)
    }


@pytest.mark.parametrize(("one", "next_one"), [*pairwise(charts.FILLS)])
def test_neighbouring_series_differ_without_colour(one: str, next_one: str) -> None:
    assert contrast(one, next_one) >= 1.8


def test_names_are_text_and_never_markup() -> None:
    found = texts(drawn(chart((1,), category="<script>{{7*7}}&")))
    assert "<script>{{7*7}}& 0" in found


@given(
    rows=st.lists(st.tuples(values, values), min_size=1, max_size=6),
    stacked=st.booleans(),
    name=names,
)
def test_whatever_the_values_nothing_leaves_the_drawing(
    rows: list[tuple[float, float]], *, stacked: bool, name: str
) -> None:
    first, second = zip(*rows, strict=True)
    root = drawn(chart(first, second, stacked=stacked, category=name))
    _, _, width, height = (float(part) for part in (root.get("viewBox") or "").split())
    for bar in root.iter(f"{SVG}rect"):
        assert float(bar.get("x")) + float(bar.get("width")) <= width + 0.2
        assert float(bar.get("y")) + float(bar.get("height")) <= height
    for text in root.iter(f"{SVG}text"):
        assert 0 < float(text.get("y")) <= height
