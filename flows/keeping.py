"""Editions that stand as they are, because nothing that decides their documents has changed."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows import record
from flows.editions import Edition
from flows.places import Place
from flows.store import digest, fingerprint, versions
from papers.model import Paper
from transcripts.model import Notice

_LIBRARIES = ("weasyprint", "python-docx", "pydyf", "fonttools")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The documents of one edition.

    Attributes:
        paper: what they say.
        edition: its language and the documents' names.
        formats: of the documents.
        numbers: the table that the PDF carries.
    """

    paper: Paper
    edition: Edition
    formats: tuple[str, ...]
    numbers: bytes

    @property
    def key(self) -> str:
        """Stands for all that decides the documents: the paper, its look and the programs."""
        with_what = (fingerprint("papers", "templates"), versions(*_LIBRARIES))
        asked = " ".join([self.edition.stem, *self.formats])
        return digest("edition", repr(self.paper), asked, self.numbers, *with_what)

    @property
    def names(self) -> tuple[str, ...]:
        """The documents' names."""
        return tuple(f"{self.edition.stem}.{ending}" for ending in self.formats)


def kept(place: Place, wanted: Wanted, new: Path) -> list[Notice] | None:
    """Copy an edition that the last run has written; what was noticed then, or none if it is old.

    Args:
        place: of the study.
        wanted: the edition.
        new: the folder to copy into.
    """
    before = record.last(place.outputs)
    known = before.get("editions", {}).get(wanted.edition.stem, {})
    hashes = before.get("outputs", {})
    if known.get("key") != wanted.key or not all(name in hashes for name in wanted.names):
        return None
    if any(record.hash_of(place.outputs / name) != hashes[name] for name in wanted.names):
        return None
    for name in wanted.names:
        shutil.copyfile(place.outputs / name, new / name)
    return [Notice(**notice) for notice in known["notices"]]


def remember(wanted: Wanted, notices: list[Notice]) -> dict[str, Any]:
    """What the record says of an edition, for the next run."""
    return {"key": wanted.key, "notices": [asdict(notice) for notice in notices]}
