"""Zipped documents and the XML in them, opened without trusting either."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from lxml import etree

from transcripts import limits
from transcripts.errors import InputError

_SAVE = "Open it in the program that wrote it and save it again"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCRYPTED = 0x1


def unpack(data: bytes, name: str) -> Mapping[str, zipfile.ZipInfo]:
    """The parts of a zipped document by name, all found harmless; nothing is read yet.

    Raises:
        InputError: the archive is damaged, encrypted, ambiguous or too large.
    """
    with _archive(data, name) as archive:
        entries = archive.infolist()
    _check_size(entries, name)
    parts: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        _check_entry(entry, parts, name)
        parts[entry.filename] = entry
    return parts


def part(data: bytes, path: str, name: str) -> etree._Element | None:
    """The root of one XML part, or None where the document has no such part.

    Raises:
        InputError: the part is damaged, too large, or declares a document type.
    """
    parts = unpack(data, name)
    if path not in parts:
        return None
    with _archive(data, name) as archive:
        return parse(archive.read(path), name)


def starts(data: bytes, path: str, with_bytes: bytes, name: str) -> bool:
    """Whether a part begins with given bytes; also true where there is no such part."""
    if path not in unpack(data, name):
        return True
    with _archive(data, name) as archive:
        return archive.read(path).startswith(with_bytes)


def parse(xml: bytes, name: str) -> etree._Element:
    """The root element of a document without document type.

    Raises:
        InputError: a document type is declared, or the elements nest too deeply.
    """
    if any(doctype in xml for doctype in _DOCTYPES):
        raise _dtd(name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        if "depth" not in (error.msg or ""):
            raise
        problem = f"nests more than {limits.DEPTH} elements in one another"
        raise InputError(name, problem, _SAVE, kind="too-deep") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _dtd(name)
    return root


def local(element: etree._Element) -> str:
    """An element's name without namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, wanted: str) -> str:
    """An attribute's value by its name without namespace; empty where there is none."""
    for key, value in element.attrib.items():
        if etree.QName(key).localname == wanted:
            return str(value)
    return ""


def _dtd(name: str) -> InputError:
    return InputError(name, "declares a document type, which no such file needs", _SAVE, kind="dtd")


def _archive(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise InputError(name, "is a damaged or cut-off document", _SAVE, kind="corrupt") from None


def _check_size(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > limits.PARTS:
        raise InputError(name, f"holds more than {limits.PARTS} parts", _SAVE, kind="limit")
    sizes = [entry.file_size for entry in entries]
    if sum(sizes) > limits.UNPACKED_BYTES or max(sizes, default=0) > limits.PART_BYTES:
        most = limits.UNPACKED_BYTES // 1_000_000
        problem = f"unpacks to more than {most} MB"
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
