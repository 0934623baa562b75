"""Bar charts drawn as SVG, legible in grey and without colour vision.

Lengths are units of the drawing: the width of 480 units is set to the width of the text, 160 mm,
so that a unit is close to a point.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from papers.model import Chart

WIDTH = 480
LABELS = 160
SIZE = 9.5
LINE = 12.0
BAR = 13.0
PAD = 9.0
GAP = 6.0
CHARACTER = 0.56 * SIZE
"""A character's mean width, wide enough for the widest of the fallback fonts."""

FONT = "'Paper Sans', 'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'DejaVu Sans', sans-serif"
INK = "#1b2a31"
FILLS = ("#0b4f6c", "#e8954a", "#dcebf0", "#4c96a8", "#22313a", "#f7ead6")
"""Neighbours differ by at least 1.8 in contrast, so that grey prints tell them apart."""


def svg(chart: Chart, *, title: str, description: str, ident: str) -> str:
    """Draw horizontal bars, grouped or stacked, with the values that the chart says are printed.

    Args:
        chart: what to draw; values below nought are drawn as nought.
        title: the drawing's name, in WeasyPrint its alternative text.
        description: what it shows, for those who cannot see it; may be empty.
        ident: unique in the document; the ids of title and description are made of it.

    Returns:
        One ``<svg>`` element, 480 units wide.
    """
    legend, top = _legend(chart)
    rows, height = _rows(chart, top)
    unit = _text(LABELS + GAP, height + LINE, chart.unit)
    axis = f'<path d="M{LABELS + GAP} {top:.1f}V{height:.1f}" stroke="{INK}" stroke-width="0.8"/>'
    body = "".join((*legend, *rows, axis, unit))
    return f"{_opening(height + 2 * LINE, title, description, ident)}{body}</svg>"


def _opening(height: float, title: str, description: str, ident: str) -> str:
    name = escape(ident)
    labels = f"{name}-title {name}-desc" if description else f"{name}-title"
    desc = f'<desc id="{name}-desc">{escape(description)}</desc>' if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.1f}" '
        f'role="img" aria-labelledby="{labels}" font-family="{FONT}" font-size="{SIZE}">'
        f'<title id="{name}-title">{escape(title)}</title>{desc}'
    )


def _legend(chart: Chart) -> tuple[list[str], float]:
    """The legend of a chart with several series, and the height at which the bars begin."""
    if len(chart.series) < 2:
        return [], 2.0
    drawn: list[str] = []
    x, y = 0.0, 2.0
    for number, series in enumerate(chart.series):
        lines = wrap(series.name, WIDTH - 2 * BAR)
        width = BAR + 2 * GAP + max(len(line) for line in lines) * CHARACTER
        if x and x + width > WIDTH:
            x, y = 0.0, y + LINE + 3
        drawn.append(_bar(x, y, 9, 9, number))
        drawn += _lines(x + BAR, y + 8, lines)
        y += (len(lines) - 1) * LINE
        x += width
    return drawn, y + LINE + PAD


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where values are drawn: the longest bar stands for ``longest`` and is ``room`` wide."""

    chart: Chart
    longest: float
    room: float

    def width(self, series: int, category: int) -> float:
        value = max(self.chart.series[series].values[category], 0.0)
        return value / self.longest * self.room if value else 0.0

    def printed(self, series: int, category: int) -> str:
        return self.chart.printed[series][category]


def _rows(chart: Chart, top: float) -> tuple[list[str], float]:
    plot = _plot(chart)
    draw = _stack if chart.stacked else _group
    bars = BAR if chart.stacked else len(chart.series) * (BAR + 1) - 1
    drawn: list[str] = []
    y = top
    for number, category in enumerate(chart.categories):
        lines = wrap(category, LABELS)
        height = max(len(lines) * LINE, bars)
        first = y + (height - len(lines) * LINE) / 2 + 0.78 * LINE
        drawn += _lines(LABELS, first, lines, anchor="end")
        drawn += draw(plot, number, y + (height - bars) / 2)
        y += height + PAD
    return drawn, y


def _group(plot: _Plot, category: int, y: float) -> Iterator[str]:
    for series in range(len(plot.chart.series)):
        width = plot.width(series, category)
        top = y + series * (BAR + 1)
        yield _bar(LABELS + GAP, top, width, BAR, series)
        yield _text(LABELS + 2 * GAP + width, top + 9.8, plot.printed(series, category))


def _stack(plot: _Plot, category: int, y: float) -> Iterator[str]:
    widths = [plot.width(series, category) for series in range(len(plot.chart.series))]
    starts = accumulate(widths, initial=LABELS + GAP)
    for series, (start, width) in enumerate(zip(starts, widths, strict=False)):
        yield _bar(start, y, width, BAR, series)
        if _fits(plot.printed(series, category), width):
            fill = "#ffffff" if FILLS[series % len(FILLS)] in ("#0b4f6c", "#22313a") else INK
            label = plot.printed(series, category)
            yield _text(start + width / 2, y + 9.8, label, anchor="middle", fill=fill)
    yield from _beside(plot, category, LABELS + 2 * GAP + sum(widths), y)


def _beside(plot: _Plot, category: int, x: float, y: float) -> Iterator[str]:
    """Values too wide for their bars stand after the last one, each with its colour."""
    for series in range(len(plot.chart.series)):
        label = plot.printed(series, category)
        if not _fits(label, plot.width(series, category)):
            yield _bar(x, y + 3, 7, 7, series)
            yield _text(x + 10, y + 9.8, label)
            x += _beside_width(label)


def _beside_width(label: str) -> float:
    return 10 + len(label) * CHARACTER + GAP


def _fits(label: str, width: float) -> bool:
    return len(label) * CHARACTER + 4 <= width


def _plot(chart: Chart) -> _Plot:
    """The longest bar and the values beside it fill the width."""
    room = WIDTH - LABELS - 2 * GAP
    if not chart.stacked:
        widest = max((len(text) for texts in chart.printed for text in texts), default=0)
        longest = max((value for one in chart.series for value in one.values), default=0.0)
        return _Plot(chart, max(longest, chart.full), _at_least(room - widest * CHARACTER - GAP))
    columns = zip(*(one.values for one in chart.series), strict=True)
    totals = [sum(max(value, 0.0) for value in values) for values in columns]
    plot = _Plot(chart, max(totals, default=0.0), room)
    for _ in chart.series:  # a shorter bar pushes one value more beside it, at most each once
        beside = max((_all_beside(plot, row) for row in range(len(totals))), default=0.0)
        plot = replace(plot, room=_at_least(room - beside))
    return plot


def _at_least(room: float) -> float:
    return max(room, 40.0)


def _all_beside(plot: _Plot, category: int) -> float:
    labels = (
        (plot.printed(series, category), plot.width(series, category))
        for series in range(len(plot.chart.series))
    )
    return sum(_beside_width(label) for label, width in labels if not _fits(label, width))


def wrap(text: str, width: float) -> list[str]:
    """Break a label into lines of at most ``width`` units; a word too long for one is cut."""
    limit = int(width / CHARACTER)
    lines = [""]
    for word in text.split():
        for piece in (word[at : at + limit] for at in range(0, len(word), limit)):
            joined = f"{lines[-1]} {piece}".strip()
            if len(joined) <= limit:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _lines(x: float, y: float, lines: Sequence[str], *, anchor: str = "start") -> list[str]:
    return [_text(x, y + n * LINE, line, anchor=anchor) for n, line in enumerate(lines)]


def _bar(x: float, y: float, width: float, height: float, series: int) -> str:
    fill = FILLS[series % len(FILLS)]
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{fill}" stroke="{INK}" stroke-width="0.5"/>'
        if width > 0
        else ""
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", fill: str = INK) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"'
    return f"<text {place}>{escape(text)}</text>"
