"""The figures that an outline can ask for by name: what is drawn, already worded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from evidence.model import STANCES
from papers.facts import Facts, Group, Theme
from papers.model import Chart, Series
from papers.tables import MOST_MARKETS

MOST_BARS = 20
"""What fits on a page; a caption says where there are more."""

MOST_PAIRS = 10
MOST_INTERVIEWS = 16
"""Interviews that are all shown; of more, some in even steps."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, its caption, and what it shows in words."""

    caption: str
    chart: Chart
    description: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for series in self.chart.series for value in series.values)


def themes(facts: Facts) -> Drawing:
    """The respondents who speak of each theme, the most frequent first."""
    return _shares(facts, "chart_themes", [_bar(theme) for theme in facts.ranked])


def groups(facts: Facts, code: str, attribute: str) -> Drawing:
    """The shares of the groups of an attribute that speak of a code; none where all are alike."""
    theme, labels = facts.theme(code), facts.labels
    shares = [_share(group) for group in theme.groups(attribute)]
    bars = theme.groups(attribute) if len(set(shares)) > 1 else ()
    named, unit = labels.inline(attribute), labels.word("group_share")
    made = _shares(facts, "chart_groups", bars, theme=theme.label, attribute=named, unit=unit)
    series = Series(unit, tuple(map(float, shares[: len(made.chart.categories)])))
    return replace(made, chart=replace(made.chart, series=(series,), full=1.0))


def _share(group: Group) -> Fraction:
    return Fraction(group.value, group.base or 1)


def children(facts: Facts, code: str) -> Drawing:
    """The respondents who speak of each code below a code, the most frequent first."""
    theme = facts.theme(code)
    bars = sorted((_bar(child) for child in theme.children), key=lambda bar: -bar.value)
    return _shares(facts, "chart_children", bars, theme=theme.label)


def markets(facts: Facts) -> Drawing:
    """The respondents who name each country or region, the most frequent first."""
    bars = [
        Group(cell.row, facts.labels.market(cell.row), cell.value, cell.base or 0)
        for cell in facts.evidence.cells
        if cell.table == "markets" and cell.column == "respondents"
    ]
    return _shares(facts, "chart_markets", bars, most=MOST_MARKETS)


def stances(facts: Facts) -> Drawing:
    """The passages of each theme that speak of a barrier, an opportunity or a need, stacked."""
    labels, shown = facts.labels, facts.ranked
    found = [[facts.cell("stances", t.id, stance).value for t in shown] for stance in STANCES]
    values = {labels.word(stance): row for stance, row in zip(STANCES, found, strict=True)}
    bars = _Bars([theme.label for theme in shown], values, "passages", stacked=True)
    return _drawing(facts, "chart_stances", bars)


def together(facts: Facts) -> Drawing:
    """The pairs of themes that meet in most answers."""
    labels = {theme.id: theme.label for theme in facts.themes}
    met = [
        (facts.cell("themes together", one, other).value, f"{labels[one]} + {labels[other]}")
        for one, other in combinations(labels, 2)
    ]
    first = sorted(met, key=lambda pair: -pair[0])[:MOST_PAIRS]
    first = [pair for pair in first if pair[0]]
    values = {facts.labels.word("answers"): [value for value, _ in first]}
    return _drawing(facts, "chart_together", _Bars([pair for _, pair in first], values, "answers"))


def saturation(facts: Facts) -> Drawing:
    """The codes heard so far, interview by interview, or in even steps where there are many."""
    labels = facts.labels
    cells = [facts.cell("saturation", s.id, "codes so far") for s in facts.evidence.sources]
    shown = [cells[number] for number in _steps([cell.value for cell in cells])]
    bars = [Group(c.row, facts.interviews[c.row], c.value, c.base or 0) for c in shown]
    drawing = _shares(facts, "chart_saturation", bars, unit=labels.word("codes_so_far"))
    if len(shown) == len(cells):
        return drawing
    numbers = {"shown": labels.number(len(shown)), "every": labels.number(len(cells))}
    return replace(drawing, caption=labels.caption("steps", caption=drawing.caption, **numbers))


def _steps(heard: Sequence[int]) -> list[int]:
    """Which interviews are shown: where many, the first, the last and the last to bring a code."""
    last = len(heard) - 1
    if last < MOST_INTERVIEWS:
        return list(range(last + 1))
    step = -(-last // (MOST_INTERVIEWS - 3))
    return sorted({0, heard.index(heard[-1]), last, *range(step - 1, last + 1, step)})


def _bar(theme: Theme) -> Group:
    return Group(theme.id, theme.label, theme.respondents, theme.base)


def _shares(
    facts: Facts, caption: str, every: Sequence[Group], most: int = MOST_BARS, **slots: str
) -> Drawing:
    """Bars of one series, each printed with its base; ``unit`` is what they count."""
    labels = facts.labels
    bars, unit = every[:most], slots.pop("unit", labels.word("respondents"))
    printed = tuple(labels.share(bar.value, bar.base) for bar in bars)
    series = Series(unit, tuple(float(bar.value) for bar in bars))
    chart = Chart(tuple(bar.label for bar in bars), (series,), unit, (printed,))
    return _captioned(facts, caption, chart, len(every), **slots)


@dataclass(frozen=True, slots=True)
class _Bars:
    """Several numbers for each category, by what they count; the unit is a label's name."""

    categories: Sequence[str]
    values: dict[str, list[int]]
    unit: str
    stacked: bool = False


def _drawing(facts: Facts, caption: str, bars: _Bars) -> Drawing:
    """Bars of several series, printed as they are."""
    shown = {name: every[:MOST_BARS] for name, every in bars.values.items()}
    chart = Chart(
        tuple(bars.categories[:MOST_BARS]),
        tuple(Series(name, tuple(map(float, found))) for name, found in shown.items()),
        facts.labels.word(bars.unit),
        tuple(tuple(map(facts.labels.number, found)) for found in shown.values()),
        bars.stacked,
    )
    return _captioned(facts, caption, chart, len(bars.categories))


def _captioned(facts: Facts, name: str, chart: Chart, every: int, **slots: str) -> Drawing:
    labels, shown = facts.labels, len(chart.categories)
    caption = labels.caption(name, **slots)
    if every > shown:
        caption = labels.caption("cut", caption=caption, shown=labels.number(shown))
    return Drawing(caption, chart, _described(facts, chart))


def _described(facts: Facts, chart: Chart) -> str:
    """The bars in words, for those who cannot see them."""
    labels = facts.labels
    each = [
        f"{category}{labels.word('colon')}{', '.join(_values(chart, number))}"
        for number, category in enumerate(chart.categories)
    ]
    return labels.description("chart", bars=labels.word("semicolon").join(each))


def _values(chart: Chart, category: int) -> list[str]:
    printed = [values[category] for values in chart.printed]
    if len(printed) == 1:
        return printed
    return [f"{s.name} {value}" for s, value in zip(chart.series, printed, strict=True)]


FIGURES: dict[str, Callable[..., Drawing]] = {
    "themes": themes,
    "groups": groups,
    "children": children,
    "markets": markets,
    "stances": stances,
    "together": together,
    "saturation": saturation,
}
