"""What all writers ask before they set a block: what is kept together, and how wide columns are.

The words stay as they are; only their place on the page is worked out here, once for Word, HTML
and PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from papers.model import Block, Figure, Listing, Paragraph, Quote, Table

# A table is kept on one page when it has no more rows and characters than half a page holds.
_SHORT_ROWS = 16
_SHORT_CHARACTERS = 1600

# Letters of bold type that stand side by side in a table as wide as the text, and those that the
# edges of a cell take; narrow and wide letters are less and more than one.
_LINE = 92
_PADDING = 2.5
_LETTERS = dict.fromkeys("fijlrtI.,:;'’()-", 0.65) | dict.fromkeys("mwMW", 1.5)

_INDENT = "\u2003"
_INDENT_WIDTH = 2
# In letters: the longest word that a column is widened for, and the longest line.
_LONGEST_WORD = 24
_WIDEST = 48
_BREAK = re.compile(r"[\s/]+|(?<=-)(?=[^\W\d])")


# What is kept together


def kept_whole(table: Table) -> bool:
    """Whether a table is short enough to be kept on one page."""
    characters = sum(len(text) for row in table.rows for text in row)
    return len(table.rows) <= _SHORT_ROWS and characters <= _SHORT_CHARACTERS


def with_lead_ins(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """The blocks, and whether each is a paragraph that announces the one after it."""
    for block, following in zip_longest(blocks, blocks[1:]):
        yield block, _announces(block) and isinstance(following, Quote | Table | Figure | Listing)


def _announces(block: Block) -> bool:
    if not isinstance(block, Paragraph) or block.kind not in ("body", "lead"):
        return False
    return "".join(run.text for run in block.line).rstrip().endswith(":")


# Tables


def indented(text: str) -> tuple[int, str]:
    """How deep a cell's words stand below the row that they are part of, and the words."""
    words = text.lstrip(_INDENT)
    return len(text) - len(words), words


def shares(table: Table) -> tuple[float, ...]:
    """The columns' shares of the width, which sum to 1.

    Given widths are wishes: before all, a column is as wide as its longest word. Where the words
    of all columns do not stand side by side, the longest of them have to be divided.
    """
    words = _longest_words(table)
    needs = [need / _LINE for need in _needs(words)]
    wishes = table.widths or tuple(_weights(table, words))
    raised = [max(pair) for pair in zip(_whole(wishes), needs, strict=True)]
    spare = [width - need for width, need in zip(raised, needs, strict=True)]
    taken = min((sum(raised) - 1) / (sum(spare) or 1), 1)
    return _whole([width - taken * free for width, free in zip(raised, spare, strict=True)])


def _whole(widths: Sequence[float]) -> tuple[float, ...]:
    return tuple(width / sum(widths) for width in widths)


def _needs(words: Sequence[float]) -> list[float]:
    """The letters that columns need, for words up to the longest that all have room for."""
    cut = ([_PADDING + min(word, most) for word in words] for most in range(_LONGEST_WORD, 1, -1))
    return next((needs for needs in cut if sum(needs) <= _LINE), [1.0] * len(words))


def _longest_words(table: Table) -> list[float]:
    """The letters of each column's longest word; ``4 of 5`` in a column of numbers is one."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.header)
    return [
        max(_longest(head), *map(_size if numeric else _longest, ("", *cells)))
        for head, cells, numeric in zip(table.header, columns, table.numeric, strict=True)
    ]


def _longest(text: str) -> float:
    depth, words = indented(text)
    return depth * _INDENT_WIDTH + max(map(_size, _BREAK.split(words)))


def _size(word: str) -> float:
    return sum(_LETTERS.get(letter, 1.0) for letter in word)


def _weights(table: Table, words: Sequence[float]) -> Iterator[float]:
    """How much room each column asks for, in letters: by longest word and mean length."""
    for word, cells in zip(words, zip(table.header, *table.rows, strict=True), strict=True):
        mean = sum(map(len, cells)) / len(cells)
        yield _PADDING + max(min(word, _LONGEST_WORD), min(mean, _WIDEST))
