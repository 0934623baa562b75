"""Tables of a paper as Word tables: repeated header row, unbroken rows, described."""

from __future__ import annotations

from collections.abc import Iterable

from papers.arranging import indented, kept_whole, shares
from papers.model import Table
from papers.word_contents import caption
from papers.word_draft import Draft
from papers.word_xml import paragraph, quoted, run

# In twentieths of a point: how far the words of a row stand in from those that it is part of.
_INDENT = 200


def table(draft: Draft, block: Table) -> str:
    """The table under its caption; row anchors lead to the row's first cell."""
    widths = column_widths(block, draft.layout.width)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = _header(block, widths) + "".join(_rows(draft, block, widths))
    frame = f"<w:tbl><w:tblPr>{_properties(block, sum(widths))}</w:tblPr>"
    end = paragraph("TableEnd", "")
    above = caption(draft, block, above=True)
    return f"{above}{frame}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{end}"


def _properties(block: Table, width: int) -> str:
    title = "\u2002".join(filter(None, (block.label, block.caption)))
    named = int(not block.numeric[0])  # the first column names the rows
    return (
        f'<w:tblStyle w:val="PaperTable"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{0x0420 + 0x80 * named:04X}" w:firstRow="1" w:lastRow="0" '
        f'w:firstColumn="{named}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{quoted(title)}"/>'
        f'<w:tblDescription w:val="{quoted(block.description)}"/>'
    )


def _header(block: Table, widths: list[int]) -> str:
    cells = zip(block.header, widths, block.numeric, strict=True)
    content = "".join(
        _cell(run(text), width, "TableHead", _flush(numeric=numeric, keep=True))
        for text, width, numeric in cells
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{content}</w:tr>"


def _rows(draft: Draft, block: Table, widths: list[int]) -> Iterable[str]:
    whole, last = kept_whole(block), len(block.rows) - 1
    lonely = (0, last - 1)  # no row stands alone under a header
    for k, texts in enumerate(block.rows):
        anchor = block.anchors[k] if block.anchors else ""
        yield _row(
            draft, texts, (widths, block.numeric), anchor, keep=k < last if whole else k in lonely
        )


def _row(
    draft: Draft,
    texts: tuple[str, ...],
    columns: tuple[list[int], tuple[bool, ...]],
    anchor: str,
    *,
    keep: bool,
) -> str:
    cells: list[str] = []
    for text, width, numeric in zip(texts, *columns, strict=True):
        depth, words = indented(text)
        content = run(words) if cells or not anchor else draft.anchor(anchor, run(words))
        properties = _flush(numeric=numeric, keep=keep, depth=depth)
        cells.append(_cell(content, width, "TableText", properties))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _flush(*, numeric: bool, keep: bool, depth: int = 0) -> str:
    indent = f'<w:ind w:left="{depth * _INDENT}"/>' if depth else ""
    flush = '<w:jc w:val="right"/>' if numeric else ""
    return ("<w:keepNext/>" if keep else "") + indent + flush


def _cell(content: str, width: int, style: str, properties: str) -> str:
    size = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    return f"<w:tc>{size}{paragraph(style, content, properties)}</w:tc>"


def column_widths(block: Table, width: int) -> list[int]:
    """The columns' widths, which sum to ``width`` in the same unit."""
    widths = [round(width * share) for share in shares(block)]
    widths[-1] += width - sum(widths)
    return widths
