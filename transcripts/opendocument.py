"""OpenDocument texts, walked element by element."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from transcripts import packages, tables
from transcripts.errors import InputError
from transcripts.manuscript import APART, HEADING, SPEECH, STRONG, Line, Manuscript, paragraphs
from transcripts.model import Notice
from transcripts.packages import attribute, local

_CHARACTERS = {"s": " ", "tab": "\t", "line-break": "\n"}
_BESIDE = {"annotation", "note", "table-of-content", "alphabetical-index"}
_LEFT_OUT = {"annotation-end", "ruby-text", "sequence-decls", "forms", "script"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_SAVE = "Open it in LibreOffice and save it again as .odt"


@dataclass(slots=True)
class _Walk:
    """The names of bold styles, and what was met on the way."""

    bold: frozenset[str]
    met: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Found:
    """What one paragraph holds: words with whether they are bold, and blocks beside them."""

    runs: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)


def read(data: bytes, name: str) -> Manuscript:
    """An OpenDocument text's paragraphs and tables; notes, comments and page headers apart.

    Raises:
        InputError: the file is no OpenDocument text, is encrypted, damaged or too large.
    """
    if not packages.starts(data, "mimetype", _MIMETYPE, name):
        raise InputError(name, "is not a text document", "Save its text as .odt", kind="type")
    manifest = packages.part(data, "META-INF/manifest.xml", name)
    for item in manifest.iter() if manifest is not None else ():
        if local(item) == "encryption-data":
            raise InputError(name, "has a password", "Save a copy without it", kind="encrypted")
    content = packages.part(data, "content.xml", name)
    if content is None:
        raise InputError(name, "has no content part", _SAVE, kind="corrupt")
    text = next((item for item in content.iter() if _is_text(item)), None)
    if text is None:
        raise InputError(name, "is not a text document", "Save its text as .odt", kind="type")
    walk = _Walk(frozenset(_bold_styles(content)))
    lines = [*_blocks(text, walk), *_page_lines(data, name, walk)]
    return Manuscript(tuple(lines), _notices(name, walk))


def _is_text(item: etree._Element) -> bool:
    parent = item.getparent()
    return local(item) == "text" and parent is not None and local(parent) == "body"


def _bold_styles(root: etree._Element) -> Iterator[str]:
    for item in root.iter():
        parent = item.getparent()
        bold = local(item) == "text-properties" and attribute(item, "font-weight") == "bold"
        if bold and parent is not None:
            yield attribute(parent, "name")


def _page_lines(data: bytes, name: str, walk: _Walk) -> Iterator[Line]:
    """Page headers and footers, which stand among the styles."""
    styles = packages.part(data, "styles.xml", name)
    for item in styles.iter() if styles is not None else ():
        if local(item) in {"header", "footer"}:
            yield from _apart(item, walk)


def _notices(name: str, walk: _Walk) -> tuple[Notice, ...]:
    if not walk.met["tracked-changes"]:
        return ()
    said = "Tracked changes: insertions were kept, deletions left out."
    return (Notice(name, "tracked-changes", said),)


def _apart(element: etree._Element, walk: _Walk) -> Iterator[Line]:
    for block in _blocks(element, walk):
        yield Line(block.text, APART)


def _blocks(element: etree._Element, walk: _Walk) -> Iterator[Line]:
    for child in element:
        kind = local(child)
        if kind in {"p", "h"}:
            yield from _paragraph(child, walk)
        elif kind == "table":
            yield from tables.lines([_row(row, walk) for row in _within(child, "table-row")])
        elif kind == "tracked-changes":
            walk.met[kind] += 1
        elif kind in _BESIDE:
            yield from _apart(child, walk)
        elif kind not in _LEFT_OUT:
            yield from _blocks(child, walk)


def _row(row: etree._Element, walk: _Walk) -> list[list[Line]]:
    return [list(_blocks(cell, walk)) for cell in _within(row, "table-cell")]


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in element:
        if local(child) == wanted:
            yield child
        elif local(child) not in {"table", "p", "h"}:
            yield from _within(child, wanted)


def _paragraph(element: etree._Element, walk: _Walk) -> Iterator[Line]:
    found = _Found()
    bold = attribute(element, "style-name") in walk.bold
    _inline(element, walk, found, bold=bold)
    text = "".join(words for words, _ in found.runs)
    strong = text.strip() and all(strong for words, strong in found.runs if words.strip())
    heading = local(element) == "h"
    level = int(attribute(element, "outline-level") or 1) if heading else 0
    kind = HEADING if heading else STRONG if strong else SPEECH
    yield from paragraphs(text, kind, level=level)
    for box in found.boxes:
        yield from _blocks(box, walk)
    for note in found.notes:
        yield from _apart(note, walk)


def _inline(element: etree._Element, walk: _Walk, found: _Found, *, bold: bool) -> None:
    """Collect the words of a paragraph. Line breaks of the XML itself are spaces."""
    found.runs.append((_spaced(element.text), bold))
    for child in element:
        kind = local(child)
        if kind in _CHARACTERS:
            found.runs.append((_CHARACTERS[kind], bold))
        elif kind in _BESIDE:
            found.notes.append(child)
        elif kind == "text-box":
            found.boxes.append(child)
        elif kind and kind not in _LEFT_OUT:
            style = attribute(child, "style-name") in walk.bold
            _inline(child, walk, found, bold=bold or style)
        found.runs.append((_spaced(child.tail), bold))


def _spaced(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")
