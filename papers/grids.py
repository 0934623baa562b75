"""What a table is before it has a number and a caption."""

from __future__ import annotations

from dataclasses import dataclass

from papers.labels import Labels


@dataclass(frozen=True, slots=True)
class Grid:
    """Header and rows of a table, before it has a number and a caption; ``cut``: of its first."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()
    widths: tuple[float, ...] = ()
    anchors: tuple[str, ...] = ()
    cut: bool = False


def indented(depth: int, label: str) -> str:
    """The label of a row that lies so deep below another."""
    return "\u2003" * depth + label


def words(labels: Labels, *names: str) -> tuple[str, ...]:
    """Some words of the language, such as a header."""
    return tuple(labels.word(name) for name in names)


def first_wide(others: int, first: float) -> tuple[tuple[bool, ...], tuple[float, ...]]:
    """Which columns are numbers and how wide all are, where only the first holds words."""
    share = (1 - first) / max(1, others)
    return (False, *[True] * others), (first, *[share] * others)
