"""What only the researchers may see, apart from outputs: the key of pseudonyms, what was masked."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, fields
from pathlib import Path

from evidence.masked_turns import REVIEW, Replaced, review_table
from evidence.workbook import as_csv
from flows import replacing
from flows.file_names import Called
from flows.places import Place
from flows.progress import counted
from flows.store import canonical, make_folder
from transcripts.model import Notice
from transcripts.pseudonyms import Entry

FOLDER, KEY, CALLED, MASKED = "private", "key.csv", "files.json", "masked.csv"
_COLUMNS = tuple(field.name for field in fields(Entry))


def read_key(place: Place) -> tuple[Entry, ...]:
    """The key of pseudonyms as the last run left it; empty before the first."""
    path = place.state / FOLDER / KEY
    if not path.is_file():
        return ()
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return tuple(Entry(*(row.get(column) or "" for column in _COLUMNS)) for row in rows)


def write_key(place: Place, key: tuple[Entry, ...]) -> None:
    """Keep the key for the next run."""
    text = io.StringIO()
    csv.writer(text).writerows([_COLUMNS, *map(astuple, key)])
    _write(text.getvalue().encode("utf-8-sig"), place.state / FOLDER / KEY)


def read_called(place: Place) -> Called:
    """What the study calls files whose names would tell somebody's, as the last reading left it."""
    path = place.state / FOLDER / CALLED
    return Called(**json.loads(path.read_bytes())) if path.is_file() else Called()


def write_called(place: Place, called: Called) -> None:
    """Keep what the study calls its files, for whatever comes after reading."""
    _write(canonical(asdict(called)), place.state / FOLDER / CALLED)


def leave_masked(place: Place, found: Sequence[Replaced]) -> tuple[Notice, ...]:
    """Write the list of what was masked, for its owner's eyes; no list where nothing was.

    Returns:
        A notice with numbers and no words.
    """
    path = place.state / FOLDER / MASKED
    if not found:
        path.unlink(missing_ok=True)
        return ()
    _write(as_csv(REVIEW, review_table(found)), path)
    doubtful = sum(not one.detail.sure for one in found)
    where = f"{place.state.parent.name}/{place.state.name}/{FOLDER}/{MASKED}"
    said = (
        f"{counted(len(found), 'personal detail')} masked, {doubtful} of them doubtful: "
        f"see {where}. "
        "What is doubtful is not quoted; words that may be shown can be listed in study.toml under "
        "[masking] as allowed, and names that were missed as names."
    )
    return (Notice(MASKED, "masked", said),)


def _write(data: bytes, path: Path) -> None:
    """Replace the file at once; nobody else may read it from the first byte on."""
    make_folder(path.parent)
    replacing.put(path, data, mode=0o600)
