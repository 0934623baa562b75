"""The documents of studies as pages of the server of ``whitepaper serve``: to look at only.

A browser opens no file from a page of a server, so the server shows the files: those that a run has
named in its record and what an export has written, and nothing else that may lie beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from flows import record

ROOT = "/documents/"
EXPORTED = ("project.qdpx", "project.qdc")
"""What ``whitepaper export`` writes where no name is given."""

_OURS = re.compile(r"[a-z][a-z0-9.-]*")
"""How the program calls what it writes."""

_NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_SHOWN = {
    ".html": ("text/html", f"sandbox; {_NOTHING}; style-src 'unsafe-inline'; img-src data:; "),
    ".pdf": ("application/pdf", f"{_NOTHING}; style-src 'unsafe-inline'; object-src 'self'; "),
    ".md": ("text/plain", _NOTHING),
    ".json": ("application/json", _NOTHING),
}
"""Media type and policy of what a browser shows itself; everything else it saves."""


def link(study: str, name: str) -> str:
    """The path of a document on the server."""
    return f"{ROOT}{quote(study, safe='')}/{quote(name, safe='')}"


def find(outputs: Path, path: str) -> Path | None:
    """The file that a path below ``ROOT`` means; nothing where there is none to be shown.

    Args:
        outputs: the folder that holds those of the studies.
        path: ``<study>/<file>``, its escapes undone.
    """
    study, _, name = path.partition("/")
    if study not in _folders(outputs):
        return None
    file = outputs / study / name
    return file if name in listed(outputs / study) and not file.is_symlink() else None


def _folders(outputs: Path) -> Iterable[str]:
    """The names are looked up among those there are: a path from outside is never followed."""
    try:
        return {one.name for one in outputs.iterdir() if one.is_dir() and not one.is_symlink()}
    except OSError:
        return ()


def listed(folder: Path) -> tuple[str, ...]:
    """The names of the files in a study's outputs that are shown."""
    made = record.last(folder)
    names = (*made.get("outputs", ()), *([record.RUN] if made else ()), *EXPORTED)
    return tuple(name for name in names if _OURS.fullmatch(name) and (folder / name).is_file())


def headers(file: Path) -> dict[str, str]:
    """What a browser is told about the file: nothing in it is run, and nothing fetched by it."""
    kind, policy = _SHOWN.get(file.suffix, ("application/octet-stream", _NOTHING))
    kind += "; charset=utf-8" if kind.startswith("text/") else ""
    how = "inline" if file.suffix in _SHOWN else "attachment"
    return {
        "content-type": kind,
        "content-disposition": f"{how}; filename*=UTF-8''{quote(file.name)}",
        "content-security-policy": policy.rstrip("; "),
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }
