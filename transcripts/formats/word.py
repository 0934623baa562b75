"""Word documents: the parts of a file and what is read in each; libraries lose words silently."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from transcripts import packages
from transcripts.errors import InputError
from transcripts.formats import findings, tables, word_styles
from transcripts.formats.word_text import Walk
from transcripts.manuscript import Line, Manuscript
from transcripts.packages import LOCAL, Package, attribute

_SAVE = "Open it in Word and save it again as .docx"
_MAIN, _STYLES = "officeDocument", "styles"

_BESIDE = ("comments", "diagramData", "endnotes", "footer", "footnotes", "header")
"""The kinds of parts outside the body of the text, which are never speech."""

_NOTES = {"comments", "endnotes", "footnotes"}
_HARMLESS = "hyperlink"
"""The one kind of link that fetches nothing until a reader follows it."""


@dataclass(frozen=True, slots=True)
class _Relation:
    """A link from one part to another, or to something outside the file."""

    source: str
    kind: str
    target: str
    outside: bool


def read(data: bytes, name: str) -> Manuscript:
    """A Word document's paragraphs, tables and text boxes; notes, comments and headers apart.

    Raises:
        InputError: the file is no Word document, is damaged, or is too large.
    """
    package = packages.unpack(data, name)
    relations = list(_relations(package))
    _check_types(package)
    main = _main_part(package, relations)
    body = package.root(main)
    if body is None or LOCAL[body.tag] != "document":
        raise InputError(name, "has no main part of a Word document", _SAVE, kind="corrupt")
    parts = _parts(package, main, relations)
    styles = next((path for path, kind in parts if kind == _STYLES), "")
    walk = Walk(word_styles.read(package.root(styles)))
    lines = findings.gathered(walk.blocks(body), name)
    for path, kind in parts:
        lines += _beside(package, path, kind, walk) if kind in _BESIDE else ()
    walk.met["embedded"] += len(_unread(package, main))
    walk.met["links"] += sum(link.outside and link.kind != _HARMLESS for link in relations)
    notices = (*findings.notices(name, walk.met), *tables.notices(name, walk.tables_read))
    return Manuscript(tuple(lines), notices)


def _relations(package: Package) -> Iterator[_Relation]:
    """All links of a document, from every part that has some."""
    for path in package.under(""):
        folder, _, file = path.rpartition("_rels/")
        root = package.root(path) if path.endswith(".rels") and file else None
        for link in root if root is not None else ():
            yield _relation(link, folder, file.removesuffix(".rels"))


def _relation(link: etree._Element, folder: str, file: str) -> _Relation:
    kind = attribute(link, "Type").rpartition("/")[2]
    target = attribute(link, "Target")
    outside = attribute(link, "TargetMode") == "External"
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return _Relation(folder + file, kind, target, outside)


def _check_types(package: Package) -> None:
    types = package.root("[Content_Types].xml")
    if types is None:
        raise InputError(package.name, "is not a Word document", _SAVE, kind="corrupt")
    if any("macroEnabled" in attribute(item, "ContentType") for item in types):
        remedy = "Save it as .docx, which has none"
        raise InputError(package.name, "may hold macros", remedy, kind="macro")


def _main_part(package: Package, relations: list[_Relation]) -> str:
    for link in relations:
        if not link.source and link.kind == _MAIN and not link.outside:
            return link.target
    raise InputError(package.name, "is not a Word document", _SAVE, kind="corrupt")


def _parts(package: Package, main: str, relations: list[_Relation]) -> list[tuple[str, str]]:
    """The parts of a document and their kinds: those that it links to, or names as Word does."""
    kinds = {link.target: link.kind for link in relations if link.source == main}
    folder = main.rpartition("/")[0]
    for path in package.parts:
        before, _, file = path.rpartition("/")
        if before == folder and file.endswith(".xml"):
            kinds.setdefault(path, file.removesuffix(".xml").rstrip("0123456789"))
    return sorted((path, kind) for path, kind in kinds.items() if path in package.parts)


def _beside(package: Package, path: str, kind: str, walk: Walk) -> Iterator[Line]:
    """The lines of one part outside the body: a page's header, or all notes of a kind."""
    root = package.root(path)
    if root is None:
        return
    if kind in _NOTES:
        walk.met[kind] += sum(any(words.strip() for words in note.itertext()) for note in root)
    yield from map(tables.apart, walk.blocks(root))


def _unread(package: Package, main: str) -> list[str]:
    folder = posixpath.dirname(main)
    inside = (f"{folder}/embeddings/", f"{folder}/charts/chart")
    return [path for start in inside for path in package.under(start) if ".rels" not in path]
