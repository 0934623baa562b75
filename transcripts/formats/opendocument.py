"""OpenDocument texts: the parts of a file and what is read in each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lxml import etree

from transcripts import packages
from transcripts.errors import InputError
from transcripts.formats import findings, opendocument_styles, tables
from transcripts.formats.opendocument_styles import data as names
from transcripts.formats.opendocument_text import Walk
from transcripts.manuscript import Line, Manuscript
from transcripts.packages import LOCAL, Package, attribute, child

_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_SAVE = "Open it in LibreOffice and save it again as .odt"
_MACROS = ("Basic/", "Scripts/")
_TABLES_OF_MACROS = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")


def read(data: bytes, name: str) -> Manuscript:
    """An OpenDocument text's paragraphs and tables; notes, comments and page headers apart.

    Raises:
        InputError: the file is no OpenDocument text, is encrypted, damaged or too large.
    """
    package = packages.unpack(data, name)
    _check(package)
    content, styles = package.root("content.xml"), package.root("styles.xml")
    if content is None:
        raise InputError(name, "has no content part", _SAVE, kind="corrupt")
    text = child(child(content, "body"), "text")
    if text is None:
        raise InputError(name, "is not a text document", "Save its text as .odt", kind="type")
    walk = Walk(opendocument_styles.read((styles, content)))
    lines = findings.gathered(chain(walk.blocks(text), _page_lines(styles, walk)), name)
    walk.met["macros"] += sum(1 for _ in _macros(package))
    notices = (*findings.notices(name, walk.met), *tables.notices(name, walk.tables_read))
    return Manuscript(tuple(lines), notices)


def _check(package: Package) -> None:
    """Refuse what is no text, and what has a password.

    Raises:
        InputError: it is one of the two.
    """
    kind = package.contents("mimetype")
    if kind is not None and not kind.startswith(_MIMETYPE):
        remedy = "Save its text as .odt"
        raise InputError(package.name, "is not a text document", remedy, kind="type")
    manifest = package.root("META-INF/manifest.xml")
    for item in manifest.iter() if manifest is not None else ():
        if LOCAL[item.tag] == "encryption-data":
            remedy = "Save a copy without it"
            raise InputError(package.name, "has a password", remedy, kind="encrypted")


def _macros(package: Package) -> Iterator[str]:
    for folder in _MACROS:
        paths = package.under(folder)
        yield from (path for path in paths if not path.endswith(_TABLES_OF_MACROS))


def _page_lines(styles: etree._Element | None, walk: Walk) -> Iterator[Line]:
    """Page headers and footers, which stand among the styles."""
    for item in styles.iter() if styles is not None else ():
        if LOCAL[item.tag] in names()["page"] and attribute(item, "display") != "false":
            yield from map(tables.apart, walk.blocks(item))
