"""Tables of a paper as Word tables: repeated header row, unbroken rows, described."""

from __future__ import annotations

from collections.abc import Iterable

from papers.model import Table
from papers.word_contents import caption
from papers.word_draft import Draft
from papers.word_xml import paragraph, quoted, run

# A table is kept on one page when it has no more rows and characters than half a page holds.
_SHORT_ROWS = 14
_SHORT_CHARACTERS = 1600
# In characters: what a column by content is given at most, and for its longest word.
_WIDEST = 48
_LONGEST_WORD = 20


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
    keep = _short(block)
    last = len(block.rows) - 1
    for k, texts in enumerate(block.rows):
        anchor = block.anchors[k] if block.anchors else ""
        yield _row(draft, texts, (widths, block.numeric), anchor, keep=keep and k < last)


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
        content = run(text) if cells or not anchor else draft.anchor(anchor, run(text))
        cells.append(_cell(content, width, "TableText", _flush(numeric=numeric, keep=keep)))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _flush(*, numeric: bool, keep: bool) -> str:
    return ("<w:keepNext/>" if keep else "") + ('<w:jc w:val="right"/>' if numeric else "")


def _cell(content: str, width: int, style: str, properties: str) -> str:
    size = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    return f"<w:tc>{size}{paragraph(style, content, properties)}</w:tc>"


def _short(block: Table) -> bool:
    characters = sum(len(text) for row in block.rows for text in row)
    return len(block.rows) <= _SHORT_ROWS and characters <= _SHORT_CHARACTERS


def column_widths(block: Table, width: int) -> list[int]:
    """The columns' widths, which sum to ``width`` in the same unit: as given, else by content."""
    shares = block.widths or tuple(map(_weight, zip(block.header, *block.rows, strict=True)))
    widths = [round(width * share / sum(shares)) for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def _weight(texts: tuple[str, ...]) -> float:
    """How much room a column asks for, in characters."""
    longest = max(map(len, texts))
    word = max((len(word) for text in texts for word in text.split()), default=0)
    return 3 + max(min(word, _LONGEST_WORD), min(longest, _WIDEST))
