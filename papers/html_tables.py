"""Tables of a paper as HTML: header cells, columns' widths, and what is kept on one page."""

from __future__ import annotations

from papers.arranging import indented, kept_whole, shares
from papers.html_text import attribute, text
from papers.model import Table

_MANY = 3
"""Columns up to which a table can be as narrow as a phone."""

_DEEPEST = 3


def table(block: Table, *, printed: bool) -> str:
    """A table; on screen it scrolls by itself where the window is too narrow for it."""
    inner = (
        f"<table{_attributes(block, printed=printed)}>\n{_caption(block, printed=printed)}"
        f"<colgroup>{_columns(block)}</colgroup>\n<thead>{_header(block)}</thead>\n"
        f"<tbody>\n{_rows(block)}</tbody>\n</table>"
    )
    if printed:
        short = " short" if kept_whole(block) else ""
        return f'<div class="table{short}">{inner}</div>\n'
    name = attribute(f"{block.label} {block.caption}".strip() or block.description)
    return f'<div class="table" role="region" tabindex="0" aria-label="{name}">{inner}</div>\n'


def label(name: str, caption: str) -> str:
    """A caption behind what the table or figure is called."""
    strong = f'<strong class="label">{text(name)}</strong>' if name else ""
    return "\u2002".join(part for part in (strong, text(caption)) if part)


def _attributes(block: Table, *, printed: bool) -> str:
    anchor = f' id="{attribute(block.id)}"' if block.id else ""
    wide = ' class="wide"' if len(block.header) > _MANY else ""
    summary = f' data-summary="{attribute(block.description)}"' if printed else ""
    return anchor + wide + summary


def _caption(block: Table, *, printed: bool) -> str:
    shown = label(block.label, block.caption)
    if block.description and not printed:
        shown += f' <span class="unseen">{text(block.description)}</span>'
    return f"<caption>{shown}</caption>\n" if shown else ""


def _columns(block: Table) -> str:
    return "".join(f'<col style="width:{100 * share:.2f}%">' for share in shares(block))


def _header(block: Table) -> str:
    cells = zip(block.header, block.numeric, strict=True)
    return "<tr>" + "".join(_cell("th", text, numeric, "col") for text, numeric in cells) + "</tr>"


def _rows(block: Table) -> str:
    return "".join(_row(block, number) for number in range(len(block.rows)))


def _row(block: Table, number: int) -> str:
    anchor = f' id="{attribute(block.anchors[number])}"' if block.anchors else ""
    cells = "".join(
        _cell("th", text, numeric, "row")
        if column == 0 and text and not numeric
        else _cell("td", text, numeric)
        for column, (text, numeric) in enumerate(
            zip(block.rows[number], block.numeric, strict=True)
        )
    )
    return f"<tr{anchor}>{cells}</tr>\n"


def _cell(tag: str, words: str, numeric: bool, scope: str = "") -> str:  # noqa: FBT001
    depth, words = indented(words)
    scoped = f' scope="{scope}"' if scope else ""
    names = ["numeric"] if numeric else []
    names += [f"under-{min(depth, _DEEPEST)}"] if depth else []
    kind = f' class="{" ".join(names)}"' if names else ""
    return f"<{tag}{scoped}{kind}>{text(words)}</{tag}>"
