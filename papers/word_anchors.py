"""Where links and fields of a Word file lead: names of bookmarks, numbers of captions, headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from papers.model import Contents, Figure, Paper, Quote, Section, Table

_LONGEST_NAME = 40
_FIRST_ENTRY = 100_000_001
_LABEL = re.compile(r"(?P<word>.*?\S)(?P<gap>\s+)(?P<number>[1-9][0-9]*)")
_SEQUENCE = re.compile(r"[^\W\d_]{1,40}")
_HEADING_NUMBER = re.compile(r"(?:[1-9][0-9]*|[A-Z])(?:\.[1-9][0-9]*)*")


@dataclass(frozen=True, slots=True)
class Anchors:
    """The bookmarks of a paper.

    Attributes:
        names: for every id of the paper, the bookmark that links and cross-references lead to.
        labels: for the ids of figures and tables with a caption, their labels.
        entries: for the ids that a list of contents may hold, the bookmark of their entry.
    """

    names: dict[str, str]
    labels: dict[str, str]
    entries: dict[str, str]


def anchors(paper: Paper) -> Anchors:
    """Name the bookmarks of a paper, the same way each time."""
    labels = {block.id: block.label for block in captioned(paper, Figure, Table)}
    listed = [*(section.id for section in headed(paper)), *labels]
    entries = {identifier: f"_Toc{_FIRST_ENTRY + k}" for k, identifier in enumerate(listed)}
    return Anchors(_names(_ids(paper), labels), labels, entries)


def headed(paper: Paper) -> Iterator[Section]:
    """The sections that a list of contents names: not the cover, nor the lists themselves."""
    return (
        section
        for section in paper.sections
        if section.title and section.part != "cover" and not holds_contents(section)
    )


def holds_contents(section: Section) -> bool:
    """Whether the section is there for a list of contents."""
    return any(isinstance(block, Contents) for block in section.blocks)


def captioned(paper: Paper, *kinds: type[Figure | Table]) -> Iterator[Figure | Table]:
    """The figures, tables or both that have a caption, in reading order."""
    return (
        block
        for section in paper.sections
        for block in section.blocks
        if isinstance(block, Figure | Table) and isinstance(block, kinds) and block.label
    )


def _ids(paper: Paper) -> Iterator[str]:
    for section in paper.sections:
        yield section.id
        for block in section.blocks:
            if isinstance(block, Quote | Table | Figure):
                yield block.id
            if isinstance(block, Table):
                yield from block.anchors


def _names(ids: Iterable[str], labels: dict[str, str]) -> dict[str, str]:
    names: dict[str, str] = {}
    # Word holds two names for one that differ in capitals alone.
    taken: set[str] = set()
    for identifier in ids:
        if identifier and identifier not in names:
            # Word's dialogue for cross-references knows its own bookmarks by this prefix.
            prefix = "_Ref_" if identifier in labels else ""
            names[identifier] = _free(_spelled(prefix + identifier), taken)
            taken.add(names[identifier].casefold())
    return names


def _spelled(identifier: str) -> str:
    name = re.sub(r"\W", "_", identifier)
    name = name if re.match(r"[^\W\d]", name) else f"a_{name}"
    return name[:_LONGEST_NAME]


def _free(name: str, taken: set[str]) -> str:
    endings = (f"_{k}" for k in count(2))
    candidate = name
    while candidate.casefold() in taken:
        ending = next(endings)
        candidate = name[: _LONGEST_NAME - len(ending)] + ending
    return candidate


def split_label(label: str) -> tuple[str, str, str]:
    """A caption's label as its words, the gap and its number; ``Table 3`` gives ``3`` last.

    Gap and number are empty where the label does not end in a number that Word can count.
    """
    found = _LABEL.fullmatch(label)
    return (found["word"], found["gap"], found["number"]) if found else (label, "", "")


def sequence(label: str, fallback: str) -> str:
    """What Word counts captions under: the label's word, as Word's own dialogue does."""
    word = split_label(label)[0]
    return word if _SEQUENCE.fullmatch(word) else fallback


class HeadingNumbers:
    """Counts headings as Word's two lists will: ``1``, ``1.1`` and ``A``, ``A.1``."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, ...]] = {"headings": (), "annexes": ()}

    def listed(self, section: Section, lists: Collection[str]) -> str:
        """Which of the lists gives the section its very number: ``headings`` or ``annexes``.

        None does so for a heading without number, nor for one that counting does not arrive at,
        which then has to be written out.
        """
        name = "annexes" if section.number[:1].isalpha() else "headings"
        number = _counted(section.number)
        if name not in lists or not number or number != _next(self._counts[name], section.level):
            return ""
        self._counts[name] = number
        return name


def _counted(number: str) -> tuple[int, ...]:
    if not _HEADING_NUMBER.fullmatch(number):
        return ()
    first, *rest = number.split(".")
    start = int(first) if first.isdigit() else ord(first) - ord("A") + 1
    return (start, *map(int, rest))


def _next(counts: tuple[int, ...], level: int) -> tuple[int, ...]:
    """What a list shows next at a level; nothing where the level above has not begun."""
    if len(counts) < level - 1:
        return ()
    last = counts[level - 1] if len(counts) >= level else 0
    return (*counts[: level - 1], last + 1)
