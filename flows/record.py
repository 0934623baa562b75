"""What a run leaves behind beside its documents: run.json and notices.md."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evidence.gathering import Evidence
from flows import mirror, places
from flows.listing import shown
from flows.places import Place
from flows.store import PACKAGES, canonical, digest, fingerprint, versions
from transcripts.model import Notice

RUN, NOTICES = "run.json", "notices.md"
_HUGE = 500_000_000
"""Bytes from which a file is told by its size; none so large is ever read or written."""

_PIECE = 1_000_000
"""Bytes of a file that are in memory at a time."""

_LIBRARIES = ("spacy", "simplemma", "weasyprint", "python-docx", "markdown", "prefect", "babel")


def inputs(place: Place) -> dict[str, str]:
    """The hash of each file that the run depends on, by its path below the study's folder."""
    files = (*places.inputs_of(place), *places.settings_of(place), *places.passed_over(place))
    here = {places.name_of(path, place): hash_of(path) for path in sorted(set(files))}
    return here | {notice.path: notice.kind for notice in mirror.left_out(place)}


def hash_of(path: Path) -> str:
    """The SHA-256 of the file's bytes; a word for what is no file that could be read."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            return "no file"
        return _read_through(path) if found.st_size < _HUGE else f"{found.st_size} bytes"
    except OSError:
        return "unreadable"


def _read_through(path: Path) -> str:
    """The hash that ``digest`` gives for the file's bytes, a piece in memory at a time."""
    with path.open("rb") as file:
        total = hashlib.sha256(os.fstat(file.fileno()).st_size.to_bytes(8, "big"))
        while piece := file.read(_PIECE):
            total.update(piece)
    return total.hexdigest()


def versions_used() -> dict[str, str]:
    """The versions that the result depends on."""
    return {
        "python": ".".join(map(str, sys.version_info[:2])),
        "whitepaper": versions("whitepaper").rpartition(" ")[2],
        "code": fingerprint(*PACKAGES),
        **{name: versions(name).rpartition(" ")[2] for name in _LIBRARIES},
    }


def order(place: Place, languages: Sequence[str], formats: Sequence[str]) -> dict[str, Any]:
    """All that decides what the run's outputs will be.

    The files go in as one hash: the name of one that is withdrawn may be a person's.
    """
    return {
        "study": place.name,
        "inputs": digest(canonical(inputs(place))),
        "languages": list(languages),
        "formats": list(formats),
        "versions": versions_used(),
    }


def unchanged(place: Place, ordered: dict[str, Any]) -> dict[str, Any] | None:
    """The record of the last run, where it was the same order and its outputs are all intact."""
    before = last(place.outputs)
    if before.get("order") != ordered or not _complete(before):
        return None
    intact = all(hash_of(place.outputs / name) == sha for name, sha in before["outputs"].items())
    return before if intact else None


def _complete(before: dict[str, Any]) -> bool:
    """Whether every document that was ordered was made: what was missing may be there now."""
    ordered = before["order"]
    made = [name for name in before["outputs"] if Path(name).suffix[1:] in ordered["formats"]]
    return len(made) == len(ordered["languages"]) * len(ordered["formats"])


def last(outputs: Path) -> dict[str, Any]:
    """The record of the last run; empty where there is none that can be read."""
    try:
        before = json.loads((outputs / RUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return before if isinstance(before, dict) else {}


def record(evidence: Evidence, outputs: dict[str, str], codebook: Path) -> dict[str, Any]:
    """What was read, with what, and what came of it; nothing of it depends on the hour."""
    return {
        "codebook": {"file": codebook.name, "sha256": hash_of(codebook)},
        "transcripts": [asdict(source) for source in evidence.sources],
        "respondents": len(evidence.participants),
        "themes": themes(evidence),
        "notices": [asdict(notice) for notice in evidence.notices],
        "outputs": outputs,
    }


def themes(evidence: Evidence) -> list[dict[str, Any]]:
    """The table that the terminal shows at the end of a run."""
    numbers = {(c.row, c.column): c.value for c in evidence.cells if c.table == "themes"}
    return [
        {
            "code": theme.id,
            "label": theme.labels["en"],
            **{
                unit: numbers[theme.id, unit] for unit in ("respondents", "transcripts", "passages")
            },
        }
        for theme in evidence.codebook.themes()
    ]


def write_json(value: dict[str, Any], path: Path) -> None:
    """A record that people can read and compare."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def notices_page(notices: Iterable[Notice], files: int, used: int) -> str:
    """notices.md: what a person should know about the run, file by file."""
    lines = ["# Notices", "", f"{files} files in the study, {used} transcripts used.", ""]
    groups = {True: "Not used", False: "To know"}
    listed = sorted(set(notices), key=lambda one: (one.path, one.place, one.kind, one.text))
    for unusable, title in groups.items():
        chosen = [one for one in listed if one.unusable is unusable]
        if chosen:
            lines += [f"## {title}", "", *(_line(one) for one in chosen), ""]
    if not listed:
        lines += ["Nothing to report.", ""]
    return "\n".join(lines)


def _line(notice: Notice) -> str:
    where = f"`{_inert(notice.path)}`" + (f", {notice.place}" if notice.place else "")
    return f"- {where} ({notice.kind}): {_inert(notice.text)}"


def _inert(text: str) -> str:
    """A text of the input on one line, which ends no code in Markdown."""
    return shown(text).replace("\n", " ").replace("`", "'")
