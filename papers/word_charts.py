"""Figures as native charts: drawn and edited in Word, with their numbers in a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from papers.charts import FILLS
from papers.model import Chart, Figure
from papers.word_workbook import SHEET, column, number
from papers.word_xml import DECLARATION, escaped, quoted

_COLOURS = tuple(fill.removeprefix("#").upper() for fill in FILLS)
_INK = "1F2933"
_GREY = "5B6770"
# In English Metric Units, 36,000 a millimetre.
_MILLIMETRE = 36_000
_LOWEST, _HIGHEST = 40, 195
_CATEGORY_AXIS, _VALUE_AXIS = 111_111_111, 222_222_222
_CHART_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def drawing(figure: Figure, relationship: str, place: int, width: int) -> str:
    """The run that shows a chart part, ``width`` twentieths of a point wide, with its alt text."""
    size = f'<wp:extent cx="{width * 635}" cy="{_height(figure.chart) * _MILLIMETRE}"/>'
    name = quoted(figure.label or f"Chart {place}")
    alternative = f'<wp:docPr id="{place}" name="{name}" descr="{quoted(figure.description)}"/>'
    shown = f'<c:chart r:id="{relationship}"/>'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">{size}{alternative}'
        "<wp:cNvGraphicFramePr/><a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f"{shown}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _height(chart: Chart) -> int:
    """In millimetres: by the number of bars, and never more than a page."""
    bars = 1 if chart.stacked else len(chart.series)
    legend = 8 if len(chart.series) > 1 else 0
    wanted = 14 + legend + len(chart.categories) * (4 + 5 * bars)
    return min(max(wanted, _LOWEST), _HIGHEST)


def chart_part(chart: Chart, locale: str, workbook: str) -> bytes:
    """The chart as a part of the package; ``workbook`` is the relationship to its numbers."""
    legend = (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        if len(chart.series) > 1
        else ""
    )
    content = (
        f'<c:date1904 val="0"/><c:lang val="{quoted(locale)}"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f"{_bars(chart, locale)}{_category_axis()}{_value_axis(chart, locale)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(_INK)}"
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData>'
    )
    whole = f"{DECLARATION}<c:chartSpace {_CHART_NAMESPACES}>{content}</c:chartSpace>"
    return whole.encode()


def _bars(chart: Chart, locale: str) -> str:
    grouping = "stacked" if chart.stacked else "clustered"
    overlap = 100 if chart.stacked else 0
    series = "".join(_series(chart, k, locale) for k in range(len(chart.series)))
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="45"/><c:overlap val="{overlap}"/>'
        f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:barChart>'
    )


def _series(chart: Chart, k: int, locale: str) -> str:
    series, colour = chart.series[k], _COLOURS[k % len(_COLOURS)]
    last = len(chart.categories) + 1
    letter = column(k + 1)
    edge = f'<a:ln w="9525">{_fill("FFFFFF")}</a:ln>' if chart.stacked else ""
    return (
        f'<c:ser><c:idx val="{k}"/><c:order val="{k}"/>'
        f"<c:tx>{_texts(f'{SHEET}!${letter}$1', [series.name])}</c:tx>"
        f"<c:spPr>{_fill(colour)}{edge}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{_labels(chart, k, locale)}'
        f"<c:cat>{_texts(f'{SHEET}!$A$2:$A${last}', chart.categories)}</c:cat>"
        f"<c:val>{_numbers(f'{SHEET}!${letter}$2:${letter}${last}', series.values)}</c:val></c:ser>"
    )


def _labels(chart: Chart, k: int, locale: str) -> str:
    """The printed values: Word's own where it would print the same, else each as it is given."""
    colour = _on(_COLOURS[k % len(_COLOURS)]) if chart.stacked else _INK
    place = "ctr" if chart.stacked else "outEnd"
    shown = (
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/>'
    )
    pairs = zip(chart.series[k].values, chart.printed[k], strict=True)
    single = []
    for i, (value, printed) in enumerate(pairs):
        if not printed or (chart.stacked and not value):  # would lie on its neighbour
            single.append(f'<c:dLbl><c:idx val="{i}"/><c:delete val="1"/></c:dLbl>')
        elif printed != number(value) or not value.is_integer():
            words = f"<c:tx>{_rich(printed, colour, locale)}</c:tx>"
            single.append(f'<c:dLbl><c:idx val="{i}"/>{words}{shown}</c:dLbl>')
    face = '<c:numFmt formatCode="General" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
    return f"<c:dLbls>{''.join(single)}{face}{_text(colour)}{shown}</c:dLbls>"


def _on(colour: str) -> str:
    """Ink or white, whichever is read more easily on a colour (WCAG 2.1, relative luminance)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "FFFFFF" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.07 else _INK


def _category_axis() -> str:
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/>'
        '<c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr><a:ln w="9525">{_fill(_GREY)}</a:ln></c:spPr>'
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="1"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
    )


def _value_axis(chart: Chart, locale: str) -> str:
    """Says the unit alone: the bars bear their values, and the paper knows no other numbers."""
    rich = _rich(chart.unit, _GREY, locale)
    title = f'<c:title><c:tx>{rich}</c:tx><c:overlay val="0"/></c:title>' if chart.unit else ""
    least = "" if any(v < 0 for s in chart.series for v in s.values) else '<c:min val="0"/>'
    # Beyond the longest bar there is room for what is printed beside it.
    most = f'<c:max val="{number(1.2 * chart.full)}"/>' if chart.full else ""
    return (
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/>'
        f'<c:scaling><c:orientation val="minMax"/>{most}{least}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/>{title}<c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="max"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _text(colour: str) -> str:
    face = f'<a:defRPr sz="900" b="0">{_fill(colour)}</a:defRPr>'
    paragraph = f"<a:p><a:pPr>{face}</a:pPr><a:endParaRPr/></a:p>"
    return f"<c:txPr><a:bodyPr/><a:lstStyle/>{paragraph}</c:txPr>"


def _rich(words: str, colour: str, locale: str) -> str:
    face = f'<a:rPr lang="{quoted(locale)}" sz="900" b="0">{_fill(colour)}</a:rPr>'
    return (
        "<c:rich><a:bodyPr/><a:lstStyle/>"
        f"<a:p><a:r>{face}<a:t>{escaped(words)}</a:t></a:r></a:p></c:rich>"
    )


def _texts(place: str, texts: Iterable[str]) -> str:
    points = _points(map(escaped, texts))
    return f"<c:strRef><c:f>{place}</c:f><c:strCache>{points}</c:strCache></c:strRef>"


def _numbers(place: str, values: Iterable[float]) -> str:
    points = f"<c:formatCode>General</c:formatCode>{_points(map(number, values))}"
    return f"<c:numRef><c:f>{place}</c:f><c:numCache>{points}</c:numCache></c:numRef>"


def _points(values: Iterable[str]) -> str:
    points = [f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(values)]
    return f'<c:ptCount val="{len(points)}"/>{"".join(points)}'
