"""Words of a paper as HTML: the one place where they are escaped."""

from __future__ import annotations

from html import escape

_CONTROLS = (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000))
UNPRINTABLE = {13: "\n"} | dict.fromkeys((*_CONTROLS, 0xFFFE, 0xFFFF), "\ufffd")
"""What no HTML document may hold."""


def text(words: str) -> str:
    """The words as an element's content."""
    return escape(words.translate(UNPRINTABLE), quote=False)


def attribute(words: str) -> str:
    """The words as an attribute's value, between double quotes."""
    return escape(words.translate(UNPRINTABLE), quote=True)
