"""Word files of a paper read again, whoever saved them last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from papers.reread import Grid, Piece, Reading, Whereabouts, cleaned, named
from transcripts.errors import InputError
from transcripts.packages import LOCAL, Package, attribute, child, unpack

_GONE = {"del", "moveFrom"}
_UNSAID = {
    *_GONE,
    *("delText", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "pPr", "rPr", "tblPr"),
    *("tblGrid", "trPr", "tcPr", "sectPr", "txbxContent"),
}
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}
_LISTED = re.compile(r"(toc|contents|verzeichnis|tm) ?\d|table of figures|tableoffigures")
_HEADING = re.compile(r"(?:heading|titre|überschrift) ?(\d)")
_KINDS = {
    "quote": "quotation",
    "intense quote": "quotation",
    "quote source": "source",
    "caption": "caption",
    "figure caption": "caption",
}


def read(data: bytes, name: str) -> Reading:
    """The pieces of a Word file: insertions that are tracked are read, deletions are not.

    Raises:
        InputError: it is no Word file, damaged, encrypted, too large, or declares a document type.
    """
    package = unpack(data, name)
    root = package.root("word/document.xml")
    body = child(root, "body")
    if body is None:
        remedy = "Save it as .docx with the program that wrote it"
        raise InputError(name, "is not a Word document", remedy, kind="type")
    walk = _Walk(package, _styles(package), _charts(package))
    pieces = [*walk.inside(body), *_notes(package)]
    return Reading("docx", tuple(pieces), _language(package), tuple(dict.fromkeys(walk.unread)))


def _styles(package: Package) -> dict[str, str]:
    """The name of each style in small letters, by the id that paragraphs give."""
    root = package.root("word/styles.xml")
    found = {}
    for style in root if root is not None else ():
        called = child(style, "name")
        if called is not None:
            found[attribute(style, "styleId")] = attribute(called, "val").casefold()
    return found


def _charts(package: Package) -> dict[str, str]:
    """The parts that hold charts, by the relationship that leads to them."""
    root = package.root("word/_rels/document.xml.rels")
    return {
        attribute(one, "Id"): "word/" + attribute(one, "Target").removeprefix("/word/")
        for one in (root if root is not None else ())
        if attribute(one, "Type").endswith("/chart")
    }


def _language(package: Package) -> str:
    """The language that the file's properties give, else that of its styles."""
    core, styles = package.root("docProps/core.xml"), package.root("word/styles.xml")
    said = [e.text or "" for e in (core if core is not None else ()) if LOCAL[e.tag] == "language"]
    if styles is not None:
        said += [attribute(e, "val") for e in styles.iter() if LOCAL[e.tag] == "lang"]
    return next((one[:2].lower() for one in said if one), "")


@dataclass(slots=True)
class _Walk:
    """One walk through the file."""

    package: Package
    styles: Mapping[str, str]
    charts: Mapping[str, str]
    at: Whereabouts = field(default_factory=lambda: Whereabouts([]))
    unread: list[str] = field(default_factory=list)
    rows: int = 0
    tables: int = 0
    caption: str = ""
    quoting: bool = False

    def inside(self, element: etree._Element) -> Iterator[Piece]:
        """The pieces of what stands in an element."""
        for item in element:
            kind = LOCAL[item.tag]
            if kind == "p":
                yield from self._paragraph(item)
            elif kind == "tbl":
                yield from self._table(item)
            elif kind == "sdt":
                yield from self._control(item)
            elif kind not in _UNSAID:
                yield from self.inside(item)

    def _control(self, control: etree._Element) -> Iterator[Piece]:
        """A content control; one of ours says that a quotation stands in it."""
        tag = child(child(control, "sdtPr"), "tag")
        before = self.quoting
        self.quoting = before or (tag is not None and attribute(tag, "val").startswith("quote:"))
        yield from self.inside(control)
        self.quoting = before

    def _paragraph(self, element: etree._Element) -> Iterator[Piece]:
        style = self._style(element)
        yield from self._drawn(element)
        text = cleaned(said(element))
        if not text or _LISTED.fullmatch(style):
            return
        yield Piece(*self._placed(style, text))

    def _placed(self, style: str, text: str) -> tuple[str, str, str]:
        heading = _HEADING.fullmatch(style)
        if heading or style in ("title", "toc heading"):
            level = int(heading[1]) if heading else int(style != "title")
            return "heading", text, self.at.head(level, text)
        kind = _KINDS.get(style, "quotation" if self.quoting and text[0] in "“„«\"'" else "prose")
        self.caption = text if style == "caption" else ""
        return kind, text, self.at.next()

    def _style(self, element: etree._Element) -> str:
        given = child(child(element, "pPr"), "pStyle")
        ident = attribute(given, "val") if given is not None else ""
        return self.styles.get(ident, ident.casefold())

    def _table(self, element: etree._Element) -> Iterator[Piece]:
        self.tables += 1
        grid = Grid(named(self.caption, f"{self.at.path}, table {self.tables}"), self.rows)
        for row in _within(element, "tr"):
            if child(child(row, "trPr"), "del") is None:
                cells = tuple(cleaned(self._cell(cell)) for cell in _within(row, "tc"))
                yield from grid.row(cells)
        self.rows += grid.rows

    def _cell(self, cell: etree._Element) -> str:
        return " ".join(said(p) for p in cell.iter() if LOCAL[p.tag] == "p")

    def _drawn(self, element: etree._Element) -> Iterator[Piece]:
        """The charts that hang on a paragraph."""
        for item in element.iter():
            if LOCAL[item.tag] == "chart":
                path = self.charts.get(attribute(item, "id"), "")
                root = self.package.root(path) if path else None
                text = "" if root is None else cleaned(_charted(root))
                if text:
                    yield Piece("drawing", text, f"{self.at.path}, figure")
                else:
                    self.unread.append("A figure has no numbers in the file that can be read.")
            elif LOCAL[item.tag] == "pic" and attribute(item, "id") not in self.charts:
                self.unread.append("Pictures were not looked at.")


def said(element: etree._Element) -> str:
    """The words of a paragraph as they are read once every tracked change is accepted."""
    parts: list[str] = []
    for item in element:
        kind = LOCAL[item.tag]
        if kind == "t":
            parts.append(item.text or "")
        elif kind in _SIGNS:
            parts.append(_SIGNS[kind])
        elif kind not in _UNSAID and kind not in ("drawing", "pict", "object"):
            parts.append(said(item))
    return "".join(parts)


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The nearest elements of a name."""
    for item in element:
        if LOCAL[item.tag] == wanted:
            yield item
        elif LOCAL[item.tag] not in _UNSAID:
            yield from _within(item, wanted)


def _charted(root: etree._Element) -> str:
    """A chart's words in the order of ``papers.claims``: legend, then categories with values."""
    every = [e for e in root.iter() if LOCAL[e.tag] == "ser"]
    names = [_cached(child(one, "tx")) for one in every]
    categories = _cached(child(every[0], "cat")) if every else {}
    printed = [_cached(child(one, "val")) | _printed(one) for one in every]
    parts = [*(n for name in names for n in name.values())] if len(every) > 1 else []
    for number, category in sorted(categories.items()):
        parts += [category, *(values.get(number, "") for values in printed)]
    return " ".join(parts)


def _cached(holder: etree._Element | None) -> dict[int, str]:
    """The points that a chart keeps beside its workbook, by their number."""
    points = [e for e in holder.iter() if LOCAL[e.tag] == "pt"] if holder is not None else []
    return {
        int(attribute(p, "idx") or 0): "".join(v.text or "" for v in p if LOCAL[v.tag] == "v")
        for p in points
    }


def _printed(series: etree._Element) -> dict[int, str]:
    """The texts that stand at the points in place of their values."""
    found = {}
    for label in (e for e in series.iter() if LOCAL[e.tag] == "dLbl"):
        number = child(label, "idx")
        text = "".join(e.text or "" for e in label.iter() if LOCAL[e.tag] == "t")
        if number is not None and text:
            found[int(attribute(number, "val") or 0)] = text
    return found


def _notes(package: Package) -> Iterator[Piece]:
    for path in ("word/footnotes.xml", "word/endnotes.xml"):
        root = package.root(path)
        notes = [n for n in (root if root is not None else ()) if not attribute(n, "type")]
        for number, note in enumerate(notes, start=1):
            text = cleaned(" ".join(said(p) for p in note.iter() if LOCAL[p.tag] == "p"))
            if text:
                yield Piece("note", text, f"note {number}")
