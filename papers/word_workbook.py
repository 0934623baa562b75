"""The workbook inside a native chart: what Excel opens when a chart is edited in Word."""

from __future__ import annotations

from collections.abc import Mapping

from papers.model import Chart, Series
from papers.word_package import archived
from papers.word_xml import DECLARATION, escaped

SHEET = "Data"

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGES = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-"


def number(value: float) -> str:
    """A number as charts and workbooks write it."""
    return f"{value:.15g}"


def column(index: int) -> str:
    """A workbook's letters for a column, the first being 0: ``A``, ..., ``Z``, ``AA``."""
    letters = ""
    while index >= 0:
        letters = chr(ord("A") + index % 26) + letters
        index = index // 26 - 1
    return letters


def workbook(chart: Chart) -> bytes:
    """The chart's numbers as an Excel file: a category a row, a series a column."""
    return archived(
        dict(_PACKAGE) | {"xl/worksheets/sheet1.xml": _sheet(chart.categories, chart.series)}
    )


def _sheet(categories: tuple[str, ...], series: tuple[Series, ...]) -> bytes:
    header = _cells(1, ["", *(one.name for one in series)])
    rows = (
        _cells(r, [category, *(one.values[r - 2] for one in series)])
        for r, category in enumerate(categories, start=2)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{_SPREADSHEET}"><sheetData>'
        f"{header}{''.join(rows)}</sheetData></worksheet>"
    ).encode()


def _cells(row: int, values: list[str | float]) -> str:
    cells = (_cell(f"{column(k)}{row}", value) for k, value in enumerate(values) if value != "")
    return f'<row r="{row}">{"".join(cells)}</row>'


def _cell(place: str, value: str | float) -> str:
    if not isinstance(value, str):
        return f'<c r="{place}"><v>{number(value)}</v></c>'
    text = f'<t xml:space="preserve">{escaped(value)}</t>'
    return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'


def _relationships(kind: str, target: str) -> bytes:
    one = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return (
        f'{DECLARATION}<Relationships xmlns="{_PACKAGES}/relationships">{one}</Relationships>'
    ).encode()


_PACKAGE: Mapping[str, bytes] = {
    "[Content_Types].xml": (
        f'{DECLARATION}<Types xmlns="{_PACKAGES}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPE}package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPE}officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{_TYPE}officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ).encode(),
    "_rels/.rels": _relationships("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": (
        f'{DECLARATION}<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}">'
        f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ).encode(),
    "xl/_rels/workbook.xml.rels": _relationships("worksheet", "worksheets/sheet1.xml"),
}
