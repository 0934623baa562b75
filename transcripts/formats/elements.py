"""What the elements of a web page make of the words in them, by their names and attributes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from typing import Any, TypeAlias

from transcripts import patterns
from transcripts.formats import tags
from transcripts.manuscript import APART, HEADING, QUOTE, SPEECH


@dataclass(frozen=True, slots=True)
class Look:
    """What words are where they stand.

    Attributes:
        kind: of the line, as in the manuscript.
        level: of a heading.
        bold: whether they are bold.
        fixed: whether their line breaks count.
        silent: why they are not shown: ``structure``, ``hidden`` or ``deleted``; else empty.
    """

    kind: str = SPEECH
    level: int = 0
    bold: bool = False
    fixed: bool = False
    silent: str = ""


Change: TypeAlias = Callable[[Look], Look]
"""From the look around an element to the look in it."""


@dataclass(frozen=True, slots=True)
class Element:
    """What is known of all elements of one name.

    Attributes:
        name: what ends it: any heading's end ends a heading; empty where that is its own name.
        block: whether it is a paragraph, or holds some.
        void: whether nothing can be in it.
        formatting: whether its end may cross those of other elements.
        grid: whether it is a table, a list of terms or a part of one.
        part: whether it is a part of a table.
        change: what it makes of its words.
        ends: the elements that end where it begins,
        bounds: if none of these lies between.
    """

    name: str = ""
    block: bool = False
    void: bool = False
    formatting: bool = False
    grid: bool = False
    part: bool = False
    change: Change | None = None
    ends: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """What an element's attributes say of its words; ``bold`` is None where they say nothing."""

    silent: str = ""
    apart: bool = False
    bold: bool | None = None

    def change(self, look: Look) -> Look:
        """The look of the words in it."""
        return replace(
            look,
            silent=look.silent or self.silent,
            kind=APART if self.apart else look.kind,
            bold=look.bold if self.bold is None else self.bold,
        )


@cache
def known() -> dict[str, Element]:
    """All elements that are more than a part of a line, by their names."""
    groups = {name: frozenset(names) for name, names in _data()["elements"].items()}
    changes = _changes()
    elements = {
        name: Element(
            name="heading" if name in _HEADINGS else "",
            block=name in groups["block"] or name in groups["apart"],
            void=name in groups["void"],
            formatting=name in groups["formatting"],
            grid=name in groups["grid"] or name in groups["part"],
            part=name in groups["part"],
            change=changes.get(name),
            ends=tuple(_data()["ends"].get(name, [[]])[0]),
            bounds=tuple(_data()["ends"].get(name, [[], []])[1]),
        )
        for name in frozenset().union(*groups.values())
    }
    return {**elements, "heading": Element(block=True)}


_HEADINGS = tuple(f"h{level}" for level in range(1, 7))


def _changes() -> dict[str, Change]:
    groups = _data()["elements"]
    changes: dict[str, Change] = {}
    changes |= dict.fromkeys(groups["bold"], lambda look: replace(look, bold=True))
    changes |= dict.fromkeys(groups["fixed"], lambda look: replace(look, fixed=True))
    changes |= dict.fromkeys(groups["apart"] + groups["beside"], Marks(apart=True).change)
    changes |= dict.fromkeys(groups["structure"], Marks(silent="structure").change)
    changes["blockquote"] = partial(_unless_set, kind=QUOTE, level=0)
    for level, name in enumerate(_HEADINGS, 1):
        changes[name] = partial(_unless_set, kind=HEADING, level=level)
    return changes


def _unless_set(look: Look, kind: str, level: int) -> Look:
    return look if look.kind in {APART, HEADING} else replace(look, kind=kind, level=level)


@lru_cache(maxsize=4096)
def marks(written: str, *, deletion: bool = False) -> Marks | None:
    """What attributes as written say of the words in their element; None where they say nothing.

    Args:
        written: the attributes.
        deletion: whether it is an element for deleted words.
    """
    if not _pattern("notable").search(written):
        return None
    values = tags.attributes(written)
    style = values.get("style", "")
    if "hidden" in values or _pattern("hidden").search(style):
        return Marks(silent="hidden")
    if deletion and ("datetime" in values or "cite" in values):
        return Marks(silent="deleted")
    named = any(map(_pattern("class").fullmatch, values.get("class", "").split()))
    if named or _pattern("apart").search(style):
        return Marks(apart=True)
    weights = [
        bold for bold in (True, False) if _pattern("bold" if bold else "regular").search(style)
    ]
    return Marks(bold=weights[0]) if weights else None


@lru_cache(maxsize=4096)
def classes(written: str) -> frozenset[str]:
    """The classes that attributes as written give their element."""
    return frozenset(tags.attributes(written).get("class", "").split())


def bold_classes(style: str) -> set[str]:
    """The classes that a style sheet sets in bold."""
    rules = _CLASS_RULE.findall(style)
    return {name for name, rule in rules if _pattern("bold").search(rule)}


_CLASS_RULE = re.compile(r"\.([\w-]+)\s*\{([^{}]*)\}")


def is_elsewhere(values: dict[str, str]) -> bool:
    """Whether an element with these attributes is loaded from another place than the file."""
    address = values.get("src", "")
    if _pattern("loaded").search(values.get("rel", "")):
        address = address or values.get("href", "")
    return bool(_pattern("elsewhere").match(address))


def shown(values: dict[str, str], *, field: bool) -> str:
    """The words that a picture or a field of a form shows."""
    if field and values.get("type", "text").lower() in {"hidden", "checkbox", "radio"}:
        return ""
    return values.get("value" if field else "alt", "")


def note(written: str) -> str:
    """Whether a link leads ``to`` a note or ``back`` from one to the text; else empty."""
    return next((way for way in ("back", "to") if _pattern(way).search(written)), "")


@cache
def markdown(group: str) -> frozenset[str]:
    """The tags that are ``formatting`` in Markdown, blocks ``apart``, or ``whole`` blocks."""
    return frozenset(_data()["markdown"][group])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()["attributes"][name], re.IGNORECASE)


def _data() -> dict[str, Any]:
    return patterns.read("elements", "transcripts.formats")
