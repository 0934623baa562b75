"""What a study says of its publication: who wrote it, who paid, how it is found, its logos."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transcripts.errors import InputError

LOGOS = "logos"
"""The folder in a study's folder where they lie."""

LARGEST_LOGO = 2_000_000
"""Bytes."""

FUNDING = ("statement", "programme", "amount")
"""What a funder wants to see: none of it, or all."""

_ORCID = re.compile(r",?\s*(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\s*$")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture for the cover.

    Attributes:
        file: its name in the folder ``logos``.
        alt: whose it is, by language, for those who cannot see it.
        kind: ``image/png`` or ``image/jpeg``.
        content: the file's bytes.
        size: width and height, in pixels.
    """

    file: str
    alt: Mapping[str, str]
    kind: str
    content: bytes
    size: tuple[int, int]


def author(text: str) -> tuple[str, str]:
    """An author as printed, and their ORCID iD; empty where the text ends in none.

    >>> author("Ada Bell, University, https://orcid.org/0000-0002-1825-0097")
    ('Ada Bell, University', '0000-0002-1825-0097')
    """
    found = _ORCID.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def faults(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What cannot be printed so: the problem, what to do, and where."""
    yield from _funding(table.get("funding", {}))
    for text in table.get("authors", []):
        ident = author(text)[1]
        if ident and not _is_orcid(ident):
            problem = f"{text!r} ends in an ORCID iD whose last digit does not fit the others"
            yield problem, "Copy it again from orcid.org", "authors"
    doi, isbn = table.get("doi", ""), table.get("isbn", "")
    if doi and not _DOI.fullmatch(doi):
        yield f"'doi' is {doi!r}, which is no DOI", "Write it as 10.1234/name", ""
    if isbn and not _is_isbn(isbn):
        yield f"'isbn' is {isbn!r}, whose digits are no ISBN", "Copy its 13 digits again", ""


def _funding(funding: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Half of what a funder wants said can cost the funding, so it stops the paper."""
    missing = [name for name in FUNDING if not funding.get(name)]
    if any(funding.values()) and missing:
        remedy = "Fill it in, or leave the whole block out"
        yield f"{', '.join(map(repr, missing))} is missing", remedy, "[funding]"


def _is_orcid(ident: str) -> bool:
    """Whether the last digit is right: ISO/IEC 7064:2003, MOD 11-2."""
    total = 0
    for digit in ident.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return ident[-1] == ("X" if rest == 10 else str(rest))


def _is_isbn(text: str) -> bool:
    """Whether the text is an ISBN-13, its last digit checked: ISO 2108:2017."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"97[89]\d{10}", digits):
        return False
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def read_logos(folder: Path, listed: Iterable[Mapping[str, Any]]) -> tuple[Logo, ...]:
    """The logos that a study names, read from its folder.

    Raises:
        InputError: a file is not there, no PNG or JPEG, too large, or has no ``alt``.
    """
    return tuple(_logo(folder, entry) for entry in listed)


def _logo(folder: Path, entry: Mapping[str, Any]) -> Logo:
    name, alt = entry.get("file", ""), entry.get("alt", "")
    path = folder / LOGOS / name
    if not alt:
        raise _unusable(name, "has no 'alt'", "Say whose it is, for those who cannot see it")
    if name != Path(name).name or not path.is_file() or path.is_symlink():
        raise _unusable(name, f"is not in the folder {LOGOS}", "Put it there, or correct its name")
    content = path.read_bytes() if path.stat().st_size <= LARGEST_LOGO else b""
    if not content:
        raise _unusable(name, "is empty or larger than 2 MB", "Save a smaller one")
    kind = next((kind for mark, kind in _KINDS.items() if content.startswith(mark)), "")
    size = _SIZES[kind](content) if kind else (0, 0)
    if not all(size):
        raise _unusable(name, "is no PNG or JPEG picture", "Save it as PNG")
    return Logo(name, {"": alt} if isinstance(alt, str) else dict(alt), kind, content, size)


def _unusable(name: str, problem: str, remedy: str) -> InputError:
    said = f"{name!r} {problem}"
    return InputError("study.toml", said, remedy, place="[[logos]]", kind="settings")


def _png_size(content: bytes) -> tuple[int, int]:
    return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height from the first frame's header; none where there is no frame."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):
            height, width = content[at + 5 : at + 7], content[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at += 2 + length
    return 0, 0


_SIZES = {"image/png": _png_size, "image/jpeg": _jpeg_size}
