"""The styles of an OpenDocument text: what its parts have without saying so themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from lxml import etree

from transcripts import patterns
from transcripts.manuscript import SPEECH
from transcripts.packages import LOCAL, attribute, child

_BOLD = {"bold", "600", "700", "800", "900"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, all that it is based on included.

    Attributes:
        bold: whether it is bold; None where it leaves that as it was.
        hidden: whether its text is hidden.
        level: of a heading, counted from 1; 0 for anything else.
        kind: of the lines of its paragraphs that are no headings, one of ``manuscript``.
    """

    bold: bool | None = None
    hidden: bool = False
    level: int = 0
    kind: str = SPEECH


PLAIN = Style()


def read(roots: Iterable[etree._Element | None]) -> Mapping[str, Style]:
    """The styles of the parts of a document by name."""
    elements = {
        attribute(element, "name"): element
        for root in roots
        for group in (root if root is not None else ())
        if LOCAL[group.tag] in {"styles", "automatic-styles"}
        for element in group
        if LOCAL[element.tag] == "style"
    }
    found = {name: style for name, style in _named().items() if name not in elements}
    for name in elements:
        _resolve(name, elements, found)
    return found


def _resolve(name: str, elements: Mapping[str, etree._Element], found: dict[str, Style]) -> None:
    """Settle a style after those that it is based on; a circle of them ends where it began."""
    chain: dict[str, None] = {}
    while name in elements and name not in found and name not in chain:
        chain[name] = None
        name = attribute(elements[name], "parent-style-name")
    style = found.get(name, PLAIN)
    for one in reversed(chain):
        style = found[one] = _changed(style, one, elements[one])


def _changed(style: Style, name: str, element: etree._Element) -> Style:
    style = replace(_named().get(name, style), bold=style.bold, hidden=style.hidden)
    properties = child(element, "text-properties")
    if properties is None:
        return style
    weight, display = attribute(properties, "font-weight"), attribute(properties, "display")
    bold = weight in _BOLD if weight else style.bold
    return replace(style, bold=bold, hidden=display == "none" if display else style.hidden)


@cache
def _named() -> Mapping[str, Style]:
    """What the names of styles say that every document has."""
    known = data()["styles"]
    kinds = {name: Style(kind=kind) for kind, names in known["kinds"].items() for name in names}
    return kinds | {name: Style(level=level) for name, level in known["headings"].items()}


def data() -> dict[str, Any]:
    """The names of elements and styles and what they mean, from ``opendocument.toml``."""
    return patterns.read("opendocument", "transcripts.formats")
