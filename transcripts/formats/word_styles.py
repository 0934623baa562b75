"""The styles of a Word document: what a paragraph or run has without saying so itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from transcripts import patterns
from transcripts.manuscript import SPEECH
from transcripts.packages import LOCAL, attribute, child

_OFF = {"0", "false", "off"}
_BODY_TEXT = 9
"""The outline level of what is no heading, counted from 0."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its paragraphs or runs, all that it is based on included.

    Attributes:
        level: of a heading, counted from 1; 0 for anything else.
        kind: of the lines of its paragraphs that are no headings, one of ``manuscript``.
        bold: whether it is bold.
        hidden: whether it is hidden.
    """

    level: int = 0
    kind: str = SPEECH
    bold: bool = False
    hidden: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles of a document by id, and the one of paragraphs that name none."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: Style = PLAIN

    def paragraph(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with such properties."""
        if properties is None:
            return self.default
        style = self.default
        for item in properties:
            kind = LOCAL[item.tag]
            if kind == "pStyle":
                style = self.by_id.get(attribute(item, "val"), self.default)
            elif kind == "outlineLvl":
                style = replace(style, level=_level(item))
        return style

    def run(self, properties: etree._Element, paragraph: Style) -> tuple[bool, bool]:
        """Whether a run with such properties is bold, and whether it is hidden.

        What paragraph and character style both switch on is off again: it is a switch in Word.
        """
        bold, hidden = paragraph.bold, paragraph.hidden
        own: dict[str, bool] = {}
        for item in properties:
            kind = LOCAL[item.tag]
            if kind in {"b", "vanish"}:
                own[kind] = is_on(item)
            elif kind == "rStyle":
                style = self.by_id.get(attribute(item, "val"), PLAIN)
                bold, hidden = bold != style.bold, hidden != style.hidden
        return own.get("b", bold), own.get("vanish", hidden)


def read(root: etree._Element | None) -> Styles:
    """The styles of a document, from its part of styles."""
    elements = {
        attribute(element, "styleId"): element
        for element in (root if root is not None else ())
        if LOCAL[element.tag] == "style"
    }
    found: dict[str, Style] = {}
    for ident in elements:
        _resolve(ident, elements, found)
    default = (
        found[ident]
        for ident, element in elements.items()
        if attribute(element, "type") == "paragraph" and attribute(element, "default") == "1"
    )
    return Styles(found, next(default, PLAIN))


def is_on(item: etree._Element) -> bool:
    """Whether an element that is a switch switches on."""
    return attribute(item, "val") not in _OFF


def _resolve(ident: str, elements: Mapping[str, etree._Element], found: dict[str, Style]) -> None:
    """Settle a style after those that it is based on; a circle of them ends where it began."""
    chain: dict[str, None] = {}
    while ident in elements and ident not in found and ident not in chain:
        chain[ident] = None
        based = child(elements[ident], "basedOn")
        ident = attribute(based, "val") if based is not None else ""
    style = found.get(ident, PLAIN)
    for name in reversed(chain):
        style = found[name] = _changed(style, elements[name])


def _changed(style: Style, element: etree._Element) -> Style:
    """A style as another one changes it that is based on it."""
    named = child(element, "name")
    title = attribute(named, "val").casefold() if named is not None else ""
    level = _data()["headings"].get(title, style.level)
    outline = child(child(element, "pPr"), "outlineLvl")
    if outline is not None and title not in _data()["headings"]:
        level = _level(outline)
    properties = child(element, "rPr")
    bold, vanish = child(properties, "b"), child(properties, "vanish")
    return Style(
        level,
        next((kind for kind, titles in _data()["kinds"].items() if title in titles), style.kind),
        style.bold if bold is None else is_on(bold),
        style.hidden if vanish is None else is_on(vanish),
    )


def _level(outline: etree._Element) -> int:
    value = attribute(outline, "val")
    number = int(value) if value.isdecimal() and len(value) == 1 else _BODY_TEXT
    return number + 1 if number < _BODY_TEXT else 0


def _data() -> dict[str, Any]:
    return patterns.read("word", "transcripts.formats")
