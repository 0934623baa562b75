"""Headings in Markdown: what they say, and what stands below each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

DEEPEST = 3
"""The level below which a paper has no headings."""

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(\S.*?)(?:\s+#+)?(?:\s+\{((?:\s*[#.][^\s{}]+)+)\s*\})?\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line such as ``## Title {#id .annex}``.

    Attributes:
        level: the number of its signs, 1 to 6.
        title: Markdown.
        marks: what stands in the braces, each with its first sign.
    """

    level: int
    title: str
    marks: tuple[str, ...] = ()

    @property
    def ident(self) -> str:
        """The id that is written there; empty for none."""
        return next((mark[1:] for mark in self.marks if mark.startswith("#")), "")

    @property
    def classes(self) -> tuple[str, ...]:
        """The marks that are no id, without their dots."""
        return tuple(mark[1:] for mark in self.marks if mark.startswith("."))


def heading(line: str) -> Heading | None:
    """The heading that a line is, if it is one."""
    found = _HEADING.fullmatch(line)
    return Heading(len(found[1]), found[2], tuple((found[3] or "").split())) if found else None


Part = tuple[Heading, list[str]]


def divided(text: str) -> tuple[list[str], list[Part]]:
    """The lines before the first heading, and each heading with the lines below it."""
    before, parts = list[str](), list[Part]()
    for line in text.split("\n"):
        found = heading(line)
        if found:
            parts.append((found, []))
        else:
            (parts[-1][1] if parts else before).append(line)
    return before, parts


def levels(written: Iterable[int], first: int) -> Iterator[int]:
    """The levels that headings get in the paper: the highest ``first``, and none left out.

    >>> list(levels([2, 4, 3, 2], 1))
    [1, 2, 2, 1]
    """
    written = list(written)
    last = first - 1
    for level in written:
        last = min(DEEPEST, first + level - min(written), last + 1)
        yield last


def in_order(levels: Iterable[int]) -> bool:
    """Whether the first heading is of level 1, and none more than one below the one before it."""
    return all(after <= before + 1 for before, after in pairwise([0, *levels]))


def slug(*words: str) -> str:
    """Words as an id: letters and digits, with hyphens between."""
    return re.sub(r"\W+", "-", "-".join(words).casefold()).strip("-")
