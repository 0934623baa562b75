"""What the positions in a project count: found out from how well they fit the words.

The standard says "Unicode codepoint" (REFI-QDA 1.5, section 10.2) and nothing of line breaks and
byte order marks, so that programs differ: NVivo for Windows counts UTF-16 units and two for a line
break, ATLAS.ti one for the two characters of a line break in its file, and others count the byte
order mark. Each way to count is tried. The best one puts the most segments on the words that stand
in their ``name``, and then begins and ends the most of them between words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

MARK = "\ufeff"
SMALL_MARGIN = 0.05
"""A winner that is better by less than this share of the segments is told to the researcher."""

_RARE = 0.3
"""How much better a way to count must be that includes ends: no program is known to do so. A few
segments prove nothing."""

_SHORTEST_NAME = 3
_CUT = ("...", "…")
_STRAY = 64
"""How many characters beside its place a segment may stand whose name tells its words."""


@dataclass(frozen=True, slots=True, order=True)
class Convention:
    """A way to count; the most common one is the least.

    Attributes:
        utf16: whether a character above U+FFFF counts two.
        wide_breaks: whether a line break counts two, whatever the file holds.
        mark: whether a byte order mark counts one.
        inclusive: whether the end is the last character, not the one after it.
    """

    utf16: bool = False
    wide_breaks: bool = False
    mark: bool = False
    inclusive: bool = False

    def __str__(self) -> str:
        """In words."""
        said = (
            "UTF-16 units" if self.utf16 else "code points",
            "line breaks as two" if self.wide_breaks else "line breaks as one",
            "a byte order mark before the text" if self.mark else "",
            "ends included" if self.inclusive else "",
        )
        return ", ".join(filter(None, said))


CONVENTIONS = tuple(sorted(Convention(*flags) for flags in product((False, True), repeat=4)))


@dataclass(frozen=True, slots=True)
class Stated:
    """A segment as a file states it: its name and two positions."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A segment in the text: characters, end excluded, or nothing where it lies outside.

    ``moved`` is true where its own words, not the file's way to count, told the place.
    """

    span: tuple[int, int] | None
    moved: bool = False


def plain(text: str) -> str:
    r"""A text as it is kept: no byte order mark, line breaks as ``\n``."""
    return text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")


class Ruler:
    """Positions of a text under each way to count.

    Args:
        text: as it is kept, see ``plain``.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._astral = any(ord(c) > 0xFFFF for c in text)
        self._places = cache(self._counted)

    def span(self, stated: Stated, by: Convention) -> tuple[int, int] | None:
        """The segment's characters, end excluded; nothing where it is empty or lies outside."""
        places = self._places(by.utf16 and self._astral, by.wide_breaks)
        shift = int(by.mark)
        start, end = stated.start - shift, stated.end - shift + int(by.inclusive)
        if not 0 <= start < end < len(places):
            return None
        first, last = places[start], places[end]
        return (first, last) if first < last else None

    def _counted(self, utf16: bool, wide_breaks: bool) -> Sequence[int]:  # noqa: FBT001 - a key
        """The character at each position that a program may name; the text's length at the end."""
        if not utf16 and not wide_breaks:
            return range(len(self.text) + 1)
        places: list[int] = []
        for at, letter in enumerate(self.text):
            twice = (utf16 and ord(letter) > 0xFFFF) or (wide_breaks and letter == "\n")
            places += (at, at) if twice else (at,)
        return [*places, len(self.text)]


def _words(text: str) -> str:
    return " ".join(text.split())


def _said(name: str) -> tuple[str, bool]:
    """The words of a name, and whether they are only the beginning."""
    words = _words(name)
    for mark in _CUT:
        if words.endswith(mark):
            return words.removesuffix(mark).rstrip(), True
    return words, False


def is_named(name: str, words: str) -> bool:
    """Whether a segment's name is its words, whatever the blanks, or their beginning."""
    said, cut = _said(name)
    whole = _words(words)
    if cut and len(said) >= _SHORTEST_NAME and whole.startswith(said):
        return True
    return bool(whole) and whole == _words(name)


def _bounds(text: str, span: tuple[int, int] | None) -> float:
    """1 where a segment begins and ends between words, 0.5 for one of both."""
    if span is None:
        return 0.0
    start, end = span
    return (_is_edge(text, start, start) + _is_edge(text, end, end - 1)) / 2


def _is_edge(text: str, at: int, inside: int) -> bool:
    """Whether a segment may begin or end at a place; ``inside`` is its character there."""
    if text[inside].isspace():
        return False
    return not (0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at]))


def _is_letter(letter: str) -> bool:
    """Whether a character is inside words, marks that combine with a letter included."""
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a way to count fits ``count`` segments: on words of their names, between words."""

    named: int
    bounds: float
    count: int
    by: Convention

    @property
    def rank(self) -> tuple[int, float, list[bool]]:
        """To compare with others: more is better, then the more common."""
        by = self.by
        return (
            self.named,
            round(self.bounds - (1 + _RARE * self.count) * by.inclusive, 6),
            [not flag for flag in (by.inclusive, by.utf16, by.wide_breaks, by.mark)],
        )


def fits(ruler: Ruler, stated: Iterable[Stated]) -> dict[Convention, Fit]:
    """How each way to count fits the segments of one text."""
    listed = tuple(one for one in stated if one.start < one.end)  # an empty one tells nothing
    return {by: _fit(ruler, listed, by) for by in CONVENTIONS}


def _fit(ruler: Ruler, stated: Sequence[Stated], by: Convention) -> Fit:
    spans = [ruler.span(one, by) for one in stated]
    named = sum(
        span is not None and is_named(one.name, ruler.text[slice(*span)])
        for one, span in zip(stated, spans, strict=True)
    )
    bounds = sum(_bounds(ruler.text, span) for span in spans)
    return Fit(named, bounds, len(spans), by)


def together(parts: Iterable[dict[Convention, Fit]]) -> dict[Convention, Fit]:
    """The fits of several texts as one."""
    listed = list(parts)
    return {by: _sum([part[by] for part in listed], by) for by in CONVENTIONS}


def _sum(parts: Sequence[Fit], by: Convention) -> Fit:
    named, counts = (sum(getattr(p, name) for p in parts) for name in ("named", "count"))
    return Fit(named, sum(part.bounds for part in parts), counts, by)


def best(found: dict[Convention, Fit]) -> Convention:
    """The way to count that fits best."""
    return max(found.values(), key=lambda fit: fit.rank).by


def best_here(own: dict[Convention, Fit], overall: dict[Convention, Fit]) -> Convention:
    """The best way to count in one text of a project: its names decide, then the whole project."""
    return max(own, key=lambda by: (own[by].named, overall[by].rank))


def margin(texts: Sequence[tuple[Ruler, Sequence[Stated]]], found: dict[Convention, Fit]) -> float:
    """By how much the best way to count beats the next that puts a segment elsewhere.

    Returns:
        The difference as a share of the segments, from 0 to 1; 1 where there is no other way.
    """
    winner, total = best(found), sum(len(stated) for _, stated in texts)
    gaps = [
        abs(found[winner].named - found[by].named) or abs(found[winner].bounds - found[by].bounds)
        for by in CONVENTIONS
        if by != winner
        and by.inclusive == winner.inclusive
        and any(_differs(ruler, stated, winner, by) for ruler, stated in texts)
    ]
    return min(gaps, default=total) / total if total else 1.0


def _differs(ruler: Ruler, stated: Sequence[Stated], one: Convention, other: Convention) -> bool:
    return any(ruler.span(s, one) != ruler.span(s, other) for s in stated)


def place(ruler: Ruler, stated: Stated, by: Convention) -> Found:
    """Where a segment is: as the file counts, unless its name tells that it stands beside that."""
    span = ruler.span(stated, by)
    if span is not None and is_named(stated.name, ruler.text[slice(*span)]):
        return Found(span)
    for other in CONVENTIONS:
        near = ruler.span(stated, other)
        if near and is_named(stated.name, ruler.text[slice(*near)]):
            return Found(near, moved=True)
    beside = _beside(ruler.text, stated, span)
    return Found(beside, moved=True) if beside else Found(span)


def _beside(text: str, stated: Stated, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """The words of a whole name next to the place that is stated, if they are about as long."""
    said, cut = _said(stated.name)
    length = stated.end - stated.start
    if cut or len(said) < 2 * _SHORTEST_NAME or abs(length - len(said)) > max(4, len(said) // 8):
        return None
    around = span[0] if span else stated.start
    first = max(0, around - _STRAY)
    window = text[first : around + length + _STRAY]
    at = window.find(stated.name)
    if at < 0 or window.find(stated.name, at + 1) >= 0:
        return None
    return first + at, first + at + len(stated.name)
