"""HTML files of a paper read again, edited by hand or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from papers.reread import Grid, Piece, Reading, Whereabouts, cleaned, named
from transcripts.errors import InputError

_UNSAID = {"nav", "script", "style", "head", "title", "template", "noscript", "desc", "metadata"}
_HEADINGS = {f"h{level}": level - 1 for level in range(1, 7)}
_BLOCKS = {
    *("p", "li", "blockquote", "table", "figure", "div", "section", "main", "header", "footer"),
    *("ul", "ol", "dl", "dt", "dd", "article", "aside", "body", "html", "pre", "address", "center"),
    *("figcaption", "svg", "form", "details", "summary", *_HEADINGS),
}


def read(data: bytes, name: str) -> Reading:
    """The pieces of an HTML file.

    Raises:
        InputError: it is not UTF-8, holds no elements, or declares entities.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        remedy = "Save it as UTF-8"
        raise InputError(name, "is not UTF-8 text", remedy, kind="encoding") from None
    if "<!ENTITY" in text.upper():
        remedy = "Take the declarations out"
        raise InputError(name, "declares entities, which no such file needs", remedy, kind="dtd")
    root = _parsed(text, name)
    walk = _Walk()
    pieces = [*walk.inside(root), *walk.notes]
    language = (root.get("lang") or "")[:2].lower()
    return Reading("html", tuple(pieces), language, tuple(dict.fromkeys(walk.unread)))


def _parsed(text: str, name: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        return lxml.html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        remedy = "Save the page again"
        raise InputError(name, "is not an HTML page", remedy, kind="corrupt") from None


@dataclass(slots=True)
class _Walk:
    """One walk through the page."""

    at: Whereabouts = field(default_factory=lambda: Whereabouts([]))
    notes: list[Piece] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    rows: int = 0
    tables: int = 0

    def inside(self, element: lxml.html.HtmlElement) -> Iterator[Piece]:
        """The pieces of what stands in an element, words outside any paragraph included."""
        loose = [element.text or ""]
        for item in element:
            if item.tag in _BLOCKS:
                yield from self._prose("".join(loose))
                loose = []
                yield from self._block(item)
            else:
                loose.append(words(item))
            loose.append(item.tail or "")
        yield from self._prose("".join(loose))

    def _prose(self, text: str, kind: str = "prose") -> Iterator[Piece]:
        text = cleaned(text)
        if text:
            yield Piece(kind, text, self.at.next())

    def _block(self, item: lxml.html.HtmlElement) -> Iterator[Piece]:
        if _unsaid(item):
            return
        if item.tag in _HEADINGS:
            text = cleaned(words(item))
            if text:
                yield Piece("heading", text, self.at.head(_HEADINGS[item.tag], text))
        elif item.tag == "table":
            yield from self._table(item)
        elif item.tag == "svg":
            yield from self._drawing(item)
        elif item.tag == "figcaption":
            yield from self._prose(words(item), "caption")
        elif item.tag == "blockquote":
            yield from self._quotation(item)
        elif item.tag == "section" and "notes" in (item.get("class") or "").split():
            self.notes += _notes(item)
        else:
            yield from self.inside(item)

    def _quotation(self, quote: lxml.html.HtmlElement) -> Iterator[Piece]:
        for piece in self.inside(quote):
            kind = "quotation"
            cite = quote.find(".//cite")
            if cite is not None and cleaned(words(cite)) == piece.text:
                kind = "source"
            yield Piece(kind, piece.text, piece.place)

    def _table(self, table: lxml.html.HtmlElement) -> Iterator[Piece]:
        self.tables += 1
        caption = table.find("caption")
        text = "" if caption is None else cleaned(words(caption))
        if text:
            yield Piece("caption", text, self.at.next())
        grid = Grid(named(text, f"{self.at.path}, table {self.tables}"), self.rows)
        for row in table.iter("tr"):
            yield from grid.row(tuple(cleaned(words(cell)) for cell in row if cell.tag != "tr"))
        self.rows += grid.rows

    def _drawing(self, svg: lxml.html.HtmlElement) -> Iterator[Piece]:
        text = cleaned(" ".join(item.text_content() for item in svg.iter("text")))
        if text:
            yield Piece("drawing", text, f"{self.at.path}, figure")
        else:
            self.unread.append("A figure has no words in the file that can be read.")


def words(item: lxml.html.HtmlElement) -> str:
    """The words of an element that a reader sees; line breaks are blanks."""
    if _unsaid(item):
        return ""
    parts = [" " if item.tag == "br" else "", item.text or ""]
    for inner in item:
        parts += [words(inner), inner.tail or ""]
    return "".join(parts)


def _unsaid(item: lxml.html.HtmlElement) -> bool:
    """Whether nobody reads it in the text: lists of contents, calls of notes, unseen words."""
    classes = (item.get("class") or "").split()
    return (
        not isinstance(item.tag, str)
        or item.tag in _UNSAID
        or "unseen" in classes
        or "skip" in classes
        or item.get("role") in ("doc-noteref", "doc-backlink")
    )


def _notes(section: lxml.html.HtmlElement) -> Iterator[Piece]:
    for number, item in enumerate(section.iter("li"), start=1):
        if text := cleaned(words(item)):
            yield Piece("note", text, f"note {number}")
