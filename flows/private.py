"""What is for the researchers alone: a folder that nobody else may open, apart from outputs."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, fields
from pathlib import Path

from flows.places import Place
from flows.store import make_folder
from transcripts.pseudonyms import Entry

KEY = "key.csv"
_COLUMNS = tuple(field.name for field in fields(Entry))


def folder(place: Place) -> Path:
    """The folder, made where there is none."""
    path = place.state / "private"
    make_folder(path)
    return path


def write(place: Place, name: str, data: bytes) -> Path:
    """Put a file there that its owner alone may read, whole or not at all."""
    path = folder(place) / name
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(data)
    return part.replace(path)


def read_key(place: Place) -> tuple[Entry, ...]:
    """The key of pseudonyms as the last run left it; empty before the first."""
    path = place.state / "private" / KEY
    if not path.is_file():
        return ()
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return tuple(Entry(*(row.get(column) or "" for column in _COLUMNS)) for row in rows)


def write_key(place: Place, key: tuple[Entry, ...]) -> None:
    """Keep the key for the next run."""
    text = io.StringIO()
    csv.writer(text).writerows([_COLUMNS, *map(astuple, key)])
    write(place, KEY, text.getvalue().encode("utf-8-sig"))
