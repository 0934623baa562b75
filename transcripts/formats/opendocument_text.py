"""The text of an OpenDocument part, walked element by element."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from transcripts.formats import symbols, tables
from transcripts.formats.opendocument_styles import PLAIN, Style, data
from transcripts.manuscript import HEADING, SPEECH, STRONG, Line, paragraphs
from transcripts.packages import LOCAL, attribute

_CHARACTERS = {"s": " ", "tab": "\t", "line-break": "\n"}
_NOTES = {"annotation", "note"}
_OUT = frozenset(data()["out"])
_BESIDE = frozenset(data()["beside"])
_DRAWINGS = frozenset(data()["drawings"])
_EMBEDDED = frozenset(data()["embedded"])
_DESCRIBED = {"title", "desc"}
_CELLS = {"table-cell", "covered-table-cell"}
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class _Found:
    """What one paragraph holds: words with whether they are bold, and blocks beside them."""

    runs: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)


@dataclass(slots=True)
class Walk:
    """What one walk through a document needs to know, and has met.

    Attributes:
        styles: of the document, by name.
        met: how often what was met, by the names in ``findings.toml``.
        tables_read: as they were taken.
    """

    styles: Mapping[str, Style]
    met: Counter[str] = field(default_factory=Counter)
    tables_read: list[tables.Table] = field(default_factory=list)

    def blocks(self, element: etree._Element) -> Iterator[Line]:
        """The lines of the paragraphs and tables in an element, in reading order."""
        for item in element:
            kind = LOCAL[item.tag]
            if kind in {"p", "h"}:
                yield from self._paragraph(item, kind)
            elif kind == "table":
                yield from self._table(item)
            elif kind in _NOTES:
                yield from self._note(item)
            elif kind in _BESIDE:
                yield from map(tables.apart, self.blocks(item))
            elif kind in _DRAWINGS:
                yield from self._box(item)
            elif not self._passes(item, kind):
                yield from self.blocks(item)

    def _passes(self, item: etree._Element, kind: str) -> bool:
        """Whether what an element holds is not read, and count why."""
        if kind == "tracked-changes":
            self.met["tracked"] += len(item)
        elif kind in _EMBEDDED:
            self.met["embedded"] += 1
        elif kind in {"image", "section-source"}:
            self.met["links"] += "://" in attribute(item, "href")
        elif kind in {"section", "hidden-text", "hidden-paragraph"}:
            return self._is_hidden(item)
        elif kind == "placeholder" or (
            kind == "content-control" and attribute(item, "showing-place-holder") == "true"
        ):
            self.met["prompts"] += 1
        else:
            return kind in _OUT or (kind in _DESCRIBED and "svg" in item.tag)
        return True

    def _is_hidden(self, item: etree._Element) -> bool:
        display = attribute(item, "display")
        hidden = display == "none" or attribute(item, "is-hidden") == "true"
        self.met["hidden"] += hidden and _has_words(item)
        return hidden

    def _note(self, element: etree._Element) -> Iterator[Line]:
        """A comment's or a note's lines, set apart."""
        lines = [tables.apart(line) for line in self.blocks(element)]
        endnote = attribute(element, "note-class") == "endnote"
        kind = "endnotes" if endnote else "footnotes"
        self.met["comments" if LOCAL[element.tag] == "annotation" else kind] += bool(lines)
        yield from lines

    def _box(self, element: etree._Element) -> Iterator[Line]:
        before = self.met["boxes"]
        lines = list(self.blocks(element))
        if lines and self.met["boxes"] == before:  # a frame around a box is the same box
            self.met["boxes"] += 1
        yield from lines

    def _table(self, element: etree._Element) -> Iterator[Line]:
        table = tables.read([self._row(row) for row in _within(element, {"table-row"})])
        if table.lines:
            self.tables_read.append(table)
        yield from table.lines

    def _row(self, row: etree._Element) -> tables.Row:
        cells: tables.Row = []
        for cell in _within(row, _CELLS):
            repeated = attribute(cell, "number-columns-repeated")
            columns = int(repeated) if repeated.isdecimal() and len(repeated) < 10 else 1
            tables.put(cells, list(self.blocks(cell)), columns)
        return cells

    def _paragraph(self, element: etree._Element, kind: str) -> Iterator[Line]:
        found = _Found()
        style = self.styles.get(attribute(element, "style-name"), PLAIN)
        if style.hidden or _is_hidden_paragraph(element):
            self.met["hidden"] += _has_words(element)
            return
        self._inline(element, found, bold=bool(style.bold))
        yield from _lines(found.runs, style, _level(element, kind, style))
        for box in found.boxes:
            yield from self._box(box)
        for note in found.notes:
            yield from self._note(note)

    def _inline(self, element: etree._Element, found: _Found, *, bold: bool) -> None:
        """Collect the words of a paragraph. Line breaks of the XML itself are spaces."""
        if element.text:
            found.runs.append((element.text, bold))
        for item in element:
            kind = LOCAL[item.tag]
            if kind == "span":
                self._span(item, found, bold=bold)
            elif kind in _CHARACTERS:
                found.runs.append((_CHARACTERS[kind], bold))
            elif kind in _NOTES:
                found.notes.append(item)
            elif kind in _DRAWINGS:
                found.boxes.append(item)
            elif not self._passes(item, kind):
                self._inline(item, found, bold=bold)
            if item.tail:
                found.runs.append((item.tail, bold))

    def _span(self, item: etree._Element, found: _Found, *, bold: bool) -> None:
        style = self.styles.get(attribute(item, "style-name"), PLAIN)
        if style.hidden:
            self.met["hidden"] += _has_words(item)
        else:
            self._inline(item, found, bold=bold if style.bold is None else style.bold)


def _is_hidden_paragraph(element: etree._Element) -> bool:
    """Whether a field in a paragraph hides it whole."""
    return any(
        LOCAL[item.tag] == "hidden-paragraph" and attribute(item, "is-hidden") == "true"
        for item in element
    )


def _has_words(element: etree._Element) -> bool:
    return any(text.strip() for text in element.itertext())


def _level(element: etree._Element, kind: str, style: Style) -> int:
    if kind != "h":
        return style.level
    level = attribute(element, "outline-level")
    return int(level) if level.isdecimal() and len(level) < 3 else 1


def _lines(runs: list[tuple[str, bool]], style: Style, level: int) -> list[Line]:
    text = "".join([words if words in {"\n", "\t"} else _spaced(words) for words, _ in runs])
    if not text or text.isspace():
        return []
    if not text.isascii():
        text = symbols.replaced(text)
    if level or style.kind != SPEECH:
        return paragraphs(text, HEADING if level else style.kind, level=level)
    bold = all(strong for words, strong in runs if not words.isspace())
    return paragraphs(text, STRONG if bold else SPEECH)


def _spaced(text: str) -> str:
    return _BLANKS.sub(" ", text) if "\n" in text or "\t" in text or "  " in text else text


def _within(element: etree._Element, wanted: set[str]) -> Iterator[etree._Element]:
    for item in element:
        kind = LOCAL[item.tag]
        if kind in wanted:
            yield item
        elif kind not in {"table", "p", "h"}:
            yield from _within(item, wanted)
