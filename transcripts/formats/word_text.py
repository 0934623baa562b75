"""The text of a Word document's parts, walked element by element."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from transcripts.formats import symbols, tables
from transcripts.formats.word_styles import Style, Styles
from transcripts.manuscript import HEADING, SPEECH, STRONG, Line, paragraphs
from transcripts.packages import LOCAL, attribute, child

_GONE = {"del", "moveFrom"}
_CHANGES = {"ins", "del", "moveTo", "moveFrom"}
_OUT = {
    *_GONE,
    *("delText", "instrText", "delInstrText", "rt", "sdtPr", "sdtEndPr", "smartTagPr"),
    *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tblPrEx", "tcPr", "sectPr", "customXmlPr"),
}
_CHARACTERS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "",
}
_UNREAD = {"altChunk", "subDoc"}
_SPECIAL = {"txbxContent", "fldChar", "sym", "AlternateContent", *_UNREAD}

_CODE, _RESULT = "code", "result"
"""Where inside a field the walk is: in what computes it, or in what is shown."""


@dataclass(slots=True)
class _Found:
    """What one paragraph holds: words with whether they are bold, and its text boxes."""

    runs: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def size(self) -> int:
        return len(self.runs) + len(self.boxes)


@dataclass(slots=True)
class Walk:
    """What one walk through a document needs to know, and has met.

    Attributes:
        styles: of the document.
        met: how often what was met, by the names in ``findings.toml``.
        tables_read: as they were taken.
    """

    styles: Styles
    met: Counter[str] = field(default_factory=Counter)
    tables_read: list[tables.Table] = field(default_factory=list)
    _fields: list[str] = field(default_factory=list)
    _codes: int = 0
    _carried: list[tuple[str, bool]] = field(default_factory=list)

    def blocks(self, element: etree._Element) -> Iterator[Line]:
        """The lines of the paragraphs and tables in an element, in reading order."""
        yield from self._inside(element)
        yield from self._rest()

    def _inside(self, element: etree._Element) -> Iterator[Line]:
        for item in element:
            kind = LOCAL[item.tag]
            if kind == "p":
                yield from self._paragraph(item)
            elif kind == "tbl":
                yield from self._table(item)
            elif kind == "AlternateContent":
                yield from self._first(item)
            elif kind in _UNREAD:
                self.met["embedded"] += 1
            elif not self._is_left_out(item, kind):
                yield from self._inside(item)

    def _first(self, alternatives: etree._Element) -> Iterator[Line]:
        """The first alternative with words: the others say the same again."""
        for alternative in alternatives:
            lines = list(self._inside(alternative))
            if lines:
                yield from lines
                return

    def _rest(self) -> Iterator[Line]:
        """What a deleted paragraph mark would have joined to a paragraph that never came."""
        if self._carried:
            runs, self._carried = self._carried, []
            yield from paragraphs("".join(words for words, _ in runs))

    def _table(self, element: etree._Element) -> Iterator[Line]:
        yield from self._rest()
        rows = [self._row(row) for row in _within(element, "tr") if not self._is_deleted(row)]
        table = tables.read(rows)
        if table.lines:
            self.tables_read.append(table)
        yield from table.lines

    def _is_deleted(self, row: etree._Element) -> bool:
        deleted = child(child(row, "trPr"), "del") is not None
        self.met["tracked"] += deleted
        return deleted

    def _row(self, row: etree._Element) -> tables.Row:
        before = _number(child(child(row, "trPr"), "gridBefore"), 0)
        cells: tables.Row = []
        if before:
            tables.put(cells, [], before)
        for cell in _within(row, "tc"):
            span = _number(child(child(cell, "tcPr"), "gridSpan"), 1)
            tables.put(cells, list(self.blocks(cell)), span)
        return cells

    def _paragraph(self, element: etree._Element) -> Iterator[Line]:
        properties = child(element, "pPr")
        style = self.styles.paragraph(properties)
        found = _Found(self._carried)
        self._carried = []
        self._inline(element, found, style, bold=style.bold)
        if self._codes:
            self._fields.clear()  # no code goes on after its paragraph: the field is damaged
            self._codes = 0
        if properties is not None and _is_joined(properties):
            self._carried = found.runs
        else:
            yield from _lines(found.runs, style)
        for box in found.boxes:
            yield from self._box(box)

    def _box(self, box: etree._Element) -> Iterator[Line]:
        carried, self._carried = self._carried, []
        lines = list(self.blocks(box))
        self._carried = carried
        self.met["boxes"] += bool(lines)
        yield from lines

    def _inline(self, element: etree._Element, found: _Found, style: Style, *, bold: bool) -> None:
        """Collect the words of a paragraph, each with whether it is bold, and its text boxes."""
        for item in element:
            kind = LOCAL[item.tag]
            if kind == "r":
                self._run(item, found, style)
            elif kind == "t":
                if item.text and not self._is_code():
                    found.runs.append((item.text.replace("\n", " "), bold))
            elif kind in _CHARACTERS:
                found.runs.append((_CHARACTERS[kind], bold))
            elif kind in _SPECIAL:
                self._special(kind, item, found, style, bold=bold)
            elif not self._is_left_out(item, kind):
                self._inline(item, found, style, bold=bold)

    def _run(self, run: etree._Element, found: _Found, style: Style) -> None:
        bold, hidden = style.bold, style.hidden
        properties = child(run, "rPr")
        if properties is not None and len(properties):
            bold, hidden = self.styles.run(properties, style)
        if not hidden:
            self._inline(run, found, style, bold=bold)
            return
        unseen = _Found()
        self._inline(run, unseen, style, bold=bold)
        self.met["hidden"] += any(words.strip() for words, _ in unseen.runs)

    def _special(
        self,
        kind: str,
        item: etree._Element,
        found: _Found,
        style: Style,
        *,
        bold: bool,
    ) -> None:
        if kind == "txbxContent":
            found.boxes.append(item)
        elif kind == "fldChar":
            self._field(attribute(item, "fldCharType"))
        elif kind == "sym":
            found.runs.append((self._symbol(item), bold))
        elif kind in _UNREAD:
            self.met["embedded"] += 1
        else:
            before = found.size()
            for alternative in item:
                self._inline(alternative, found, style, bold=bold)
                if found.size() > before:
                    break

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_CODE)
            self._codes += 1
        elif kind == "separate" and self._fields:
            self._codes -= self._fields[-1] == _CODE
            self._fields[-1] = _RESULT
        elif kind == "end" and self._fields:
            self._codes -= self._fields.pop() == _CODE

    def _is_code(self) -> bool:
        """Whether a text is the result of a field on which another one only computes."""
        return self._codes > 0 and self._fields[-1] == _RESULT

    def _symbol(self, item: etree._Element) -> str:
        code = attribute(item, "char")
        try:
            shown = symbols.shown(int(code, 16), attribute(item, "font"))
        except ValueError:
            shown = symbols.UNKNOWN
        self.met["symbols"] += shown == symbols.UNKNOWN
        return shown

    def _is_left_out(self, item: etree._Element, kind: str) -> bool:
        """Whether what an element holds is no text, was deleted, or only prompts for some."""
        if kind in _CHANGES:
            self.met["tracked"] += 1
        if kind != "sdt" or child(child(item, "sdtPr"), "showingPlcHdr") is None:
            return kind in _OUT
        self.met["prompts"] += 1
        return True


def _lines(runs: list[tuple[str, bool]], style: Style) -> list[Line]:
    text = "".join([words for words, _ in runs])
    if not text or text.isspace():
        return []
    if not text.isascii():
        text = symbols.replaced(text)
    if not style.level and style.kind == SPEECH:
        bold = all(strong for words, strong in runs if not words.isspace())
        return paragraphs(text, STRONG if bold else SPEECH)
    return paragraphs(text, HEADING if style.level else style.kind, level=style.level)


def _is_joined(properties: etree._Element) -> bool:
    """Whether the mark at a paragraph's end was deleted, which joins it to the next one."""
    mark = child(properties, "rPr")
    return mark is not None and any(LOCAL[item.tag] in _GONE for item in mark)


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The nearest elements of a name, looked for through content controls and insertions."""
    for item in element:
        kind = LOCAL[item.tag]
        if kind == wanted:
            yield item
        elif kind not in {"tbl", "p", *_OUT}:
            yield from _within(item, wanted)


def _number(item: etree._Element | None, otherwise: int) -> int:
    value = attribute(item, "val") if item is not None else ""
    return int(value) if value.isdecimal() and len(value) < 10 else otherwise
