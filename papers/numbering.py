"""Numbers of headings: 1, 1.1 in the body, A, A.1 in the annexes, none before them."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_uppercase

from papers.model import Section


def numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections with their numbers; a section below another is taken into its part."""
    counters: dict[str, list[int]] = {}
    part, made = "body", list[Section]()
    for section in sections:
        part = section.part if section.level == 1 else part
        counts = counters.setdefault(part, [0, 0, 0])
        counts[section.level - 1] += 1
        counts[section.level :] = [0] * (3 - section.level)
        made.append(replace(section, part=part, number=_number(counts[: section.level], part)))
    return tuple(made)


def _number(counts: list[int], part: str) -> str:
    if part in ("cover", "front"):
        return ""
    first = _letters(counts[0]) if part == "annex" else str(counts[0])
    return ".".join([first, *map(str, counts[1:])])


def _letters(count: int) -> str:
    """A to Z, then AA to AZ and so on."""
    before, last = divmod(count - 1, len(ascii_uppercase))
    return (_letters(before) if before else "") + ascii_uppercase[last]
