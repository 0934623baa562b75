"""Personal details in a text, and the text with marks in their place."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Detail:
    """What would tell who somebody is: ``text[start:end]``.

    Attributes:
        start: characters from the start of the original text.
        end: characters, end excluded.
        kind: ``name``, ``organisation``, ``e-mail``, ``phone``, ``iban``, ``plate``, ``address``,
            ``link``, ``number`` or ``date``.
        mark: what is shown instead, such as ``[P03]`` or ``[phone]``.
        sure: false where a person has to look at it: the words may be no detail, or more of them.
    """

    start: int
    end: int
    kind: str
    mark: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with a mark in the place of each detail; all else is as it was.

    Attributes:
        text: what may be shown.
        details: what was masked, in order, none in another; places are those of the original.
    """

    text: str
    details: tuple[Detail, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a person has to look at it before it is used."""
        return not all(detail.sure for detail in self.details)


def masked(text: str, details: Sequence[Detail], start: int = 0, end: int | None = None) -> Masked:
    """The part of a text with its marks.

    Args:
        text: the original.
        details: in order, none in another; places in the text.
        start: characters from which on the part begins.
        end: characters, end excluded; to the end of the text where not given.
    """
    end = len(text) if end is None else end
    inside = tuple(one for one in details if one.start < end and start < one.end)
    return Masked("".join(_pieces(text, inside, start, end)), inside)


def _pieces(text: str, details: Iterable[Detail], start: int, end: int) -> Iterator[str]:
    at = start
    for one in details:
        yield text[at : one.start] if one.start > at else ""
        yield one.mark
        at = one.end
    yield text[at:end] if at < end else ""


def inside(start: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the stretches, which are in order and apart."""
    at = bisect_right(spans, (start, sys.maxsize)) - 1
    return at >= 0 and start < spans[at][1]


def apart(found: Iterable[Detail]) -> tuple[Detail, ...]:
    """The details in order, none in another.

    Of two that share characters the longer one is kept, and it grows over both; it is as sure as
    it was, for all that the other saw is masked too.
    """
    kept: list[Detail] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if kept and one.start < kept[-1].end:
            last = kept.pop()
            longer = max(last, one, key=lambda d: (d.end - d.start, d.sure))
            end = max(last.end, one.end)
            kept.append(Detail(last.start, end, longer.kind, longer.mark, longer.sure))
        else:
            kept.append(one)
    return tuple(kept)
