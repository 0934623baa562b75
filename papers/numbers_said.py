"""Numbers in sentences that are the authors' own: shares and counts, held against the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.model import Cell
from papers.holdings import Holdings
from papers.wording import Word, keys, words


@dataclass(frozen=True, slots=True)
class Counted:
    """A count in a sentence.

    Attributes:
        text: as it stands there, such as ``9 of 12``.
        value: the number.
        base: out of how many; none where the sentence does not say.
        unit: what is counted, as a column of the counts; empty where it is not said.
        names: what the sentence names, each as the counts may call it.
    """

    text: str
    value: int
    base: int | None
    unit: str
    names: tuple[frozenset[str], ...]


def counted(text: str, held: Holdings) -> Iterator[Counted]:
    """The shares and counts in the sentences of a text."""
    for sentence in _sentences(words(text)):
        row = [word.key for word in sentence]
        names = tuple(stands_for for _, _, stands_for in held.named(row))
        at = 0
        while at < len(row):
            size, value, base, unit = _at(row, at, held)
            if size:
                whole = text[sentence[at].start : sentence[at + size - 1].end]
                yield Counted(whole, value, base, unit, names)
            at += max(size, 1)


def _sentences(row: Sequence[Word]) -> Iterator[Sequence[Word]]:
    start = 0
    for at, word in enumerate(row, start=1):
        if word.closes or at == len(row):
            yield row[start:at]
            start = at


def _at(row: Sequence[str], at: int, held: Holdings) -> tuple[int, int, int | None, str]:
    """How many words make up a count that begins here, and the count; no words for none."""
    value, first = _number(row, at, held)
    if not first:
        return 0, 0, None, ""
    for phrase in map(tuple, map(keys, held.words["out_of"])):
        behind = at + first + len(phrase)
        base, second = _number(row, behind, held)
        if tuple(row[at + first : behind]) == phrase and second and base >= value:
            unit, third = _unit(row, behind + second, held)
            return behind + second + third - at, value, base, unit
    unit, third = _unit(row, at + first, held)
    return (first + third if third else 0), value, None, unit


def _number(row: Sequence[str], at: int, held: Holdings) -> tuple[int, int]:
    """A number in digits or as a word, and how many words it takes."""
    if at >= len(row):
        return 0, 0
    if row[at].isdigit() and len(row[at]) < 10:
        thousands = at + 1 < len(row) and len(row[at + 1]) == 3 and row[at + 1].isdigit()
        return (int(row[at] + row[at + 1]), 2) if thousands else (int(row[at]), 1)
    known = held.words["numbers"]
    return (known.index(row[at]) + 1, 1) if row[at] in known else (0, 0)


def _unit(row: Sequence[str], at: int, held: Holdings) -> tuple[str, int]:
    for unit, nouns in held.words["units"].items():
        for noun in sorted(map(keys, nouns), key=len, reverse=True):
            if list(row[at : at + len(noun)]) == noun:
                return unit, len(noun)
    return "", 0


def cells_of(one: Counted, held: Holdings) -> list[Cell]:
    """The cells that a count may be taken from.

    They are those that count the most of what the sentence names: where it names a theme and a
    group, the cell of that theme in that group.
    """
    return [cell for cell in _about(one, held) if cell.value == one.value]


def _about(one: Counted, held: Holdings) -> list[Cell]:
    fitting = [cell for cell in held.facts.evidence.cells if _could(cell, one)]
    most = max((_named(cell, one) for cell in fitting), default=0)
    return [cell for cell in fitting if _named(cell, one) == most]


def _could(cell: Cell, one: Counted) -> bool:
    if one.base is not None:
        return cell.base == one.base
    return not one.unit or one.unit in f"{cell.table} {cell.row} {cell.column}"


def _named(cell: Cell, one: Counted) -> int:
    """How many of the names are what the cell counts."""
    return sum(bool({cell.row, cell.column} & stands_for) for stands_for in one.names)


_MOST_TOLD = 3


def instead(one: Counted, held: Holdings) -> str:
    """What the counts say of what the sentence names."""
    if not one.names:
        return ""
    return "; ".join(held.told(cell) for cell in _about(one, held)[:_MOST_TOLD])
