"""Zipped documents and the XML in them, opened without trusting either."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from transcripts import limits
from transcripts.errors import InputError

_SAVE = "Open it in the program that wrote it and save it again"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCRYPTED = 0x1
_DEEPEST = 256
"""Elements inside one another up to which libxml2 reads; it cannot be told another number."""

DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
)
"""What opening or reading a damaged archive may raise."""


class _Names(dict[object, str]):
    """Names without namespace by tag; what is no element, such as a comment, has none."""

    def __missing__(self, tag: object) -> str:
        name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        if len(self) < 5_000:  # made-up names must not fill the memory
            self[tag] = name
        return name


LOCAL: Mapping[object, str] = _Names()
"""The name without namespace of a tag or attribute; empty for comments and instructions."""


@dataclass(frozen=True, slots=True)
class Package:
    """A zipped document whose parts were all found harmless; they are read when asked for.

    Attributes:
        name: the file, as the researcher knows it.
        parts: its entries by path.
        archive: the open archive.
    """

    name: str
    parts: Mapping[str, zipfile.ZipInfo]
    archive: zipfile.ZipFile

    def contents(self, path: str) -> bytes | None:
        """The bytes of one part, or None where the document has no such part.

        Raises:
            InputError: the part is damaged.
        """
        if path not in self.parts:
            return None
        try:
            return self.archive.read(path)
        except DAMAGES:
            raise _damaged(self.name) from None

    def root(self, path: str) -> etree._Element | None:
        """The root of one XML part, or None where the document has no such part.

        Raises:
            InputError: the part is damaged, too large, or declares a document type.
        """
        xml = self.contents(path)
        return None if xml is None else parse(xml, self.name)

    def under(self, folder: str) -> Iterator[str]:
        """The paths of the files in a folder and below, sorted."""
        return (
            path
            for path in sorted(self.parts)
            if path.startswith(folder) and not path.endswith("/")
        )


def unpack(data: bytes, name: str) -> Package:
    """The parts of a zipped document, all found harmless; nothing is read yet.

    Raises:
        InputError: the archive is damaged, encrypted, ambiguous or too large.
    """
    archive = _archive(data, name)
    entries = archive.infolist()
    _check_size(entries, name)
    parts: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        _check_entry(entry, parts, name)
        parts[entry.filename] = entry
    return Package(name, parts, archive)


def parse(xml: bytes, name: str) -> etree._Element:
    """The root element of a document without document type.

    Raises:
        InputError: it is damaged, declares a document type, or nests its elements too deeply.
    """
    if any(doctype in xml for doctype in _DOCTYPES):
        raise _dtd(name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # or the text after one would hang on it, not on its element
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        if "depth" not in (error.msg or ""):
            raise _damaged(name) from None
        problem = f"nests more than {_DEEPEST} elements in one another"
        raise InputError(name, problem, _SAVE, kind="too-deep") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _dtd(name)
    return root


def local(element: etree._Element) -> str:
    """An element's name without namespace; empty for comments and instructions."""
    return LOCAL[element.tag]


def attribute(element: etree._Element, wanted: str) -> str:
    """An attribute's value by its name without namespace; empty where there is none."""
    for key, value in element.items():
        if LOCAL[key] == wanted:
            return str(value)
    return ""


def child(element: etree._Element | None, wanted: str) -> etree._Element | None:
    """The first child of a name without namespace."""
    for one in element if element is not None else ():
        if LOCAL[one.tag] == wanted:
            return one
    return None


def _damaged(name: str) -> InputError:
    return InputError(name, "has a damaged part", _SAVE, kind="corrupt")


def _dtd(name: str) -> InputError:
    return InputError(name, "declares a document type, which no such file needs", _SAVE, kind="dtd")


def _archive(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except DAMAGES:
        raise InputError(name, "is a damaged or cut-off document", _SAVE, kind="corrupt") from None


def _check_size(entries: list[zipfile.ZipInfo], name: str) -> None:
    allowed = limits.current()
    if len(entries) > allowed.parts:
        raise InputError(name, f"holds more than {allowed.parts} parts", _SAVE, kind="limit")
    sizes = [entry.file_size for entry in entries]
    whole, largest = sum(sizes) / 1e6, max(sizes, default=0) / 1e6
    if whole > allowed.unpacked_mb or largest > allowed.part_mb:
        problem = f"unpacks to more than {allowed.unpacked_mb} MB"
        raise InputError(name, problem, "Take the pictures out or split it", kind="limit")


def _check_entry(entry: zipfile.ZipInfo, seen: Mapping[str, object], name: str) -> None:
    path = PurePosixPath(entry.filename)
    if entry.flag_bits & _ENCRYPTED:
        raise InputError(name, "has a password", "Save a copy without it", kind="encrypted")
    if entry.filename in seen:
        raise InputError(name, "holds the same part twice", _SAVE, kind="corrupt")
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename:
        raise InputError(name, "holds a part with an unsafe path", _SAVE, kind="corrupt")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise InputError(name, "uses a compression that it must not", _SAVE, kind="corrupt")
