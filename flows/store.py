"""What a run has found out, kept under the hash of all that it depends on.

Plain JSON and nothing else: a store is never executed, and a damaged entry is made again. What no
run has asked for is deleted at its end, so that a transcript that was taken away leaves no trace.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evidence.model import Coding
from transcripts.errors import InputError
from transcripts.model import Notice, Transcript, Turn
from transcripts.participants import Participant

ROOT = Path(__file__).parents[1]
PACKAGES = ("transcripts", "evidence", "nlp", "papers", "flows", "templates")
"""All that decides what a run gives."""

MARK = "unfinished"
"""A file beside a store that says that something was kept since the last run has ended."""

_CODE = (".py", ".toml", ".md", ".css", ".docx", ".xmp")


def digest(*parts: bytes | str) -> str:
    """SHA-256 of the parts, each told apart from its neighbours, in hexadecimal."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


@cache
def fingerprint(*packages: str) -> str:
    """The hash of all code and data in packages of this program: its version, to the letter."""
    found = (p for name in packages for p in (ROOT / name).rglob("*") if p.suffix in _CODE)
    files = {path.relative_to(ROOT).as_posix(): path for path in found}
    return digest(*(part for name in sorted(files) for part in (name, files[name].read_bytes())))


@cache
def versions(*names: str) -> str:
    """The installed versions of libraries that a result depends on."""
    return "; ".join(f"{name} {version(name)}" for name in names)


def canonical(value: Any) -> bytes:
    """JSON with one spelling for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def make_folder(folder: Path) -> None:
    """Make a folder that nobody else may look into.

    Raises:
        InputError: it cannot be made here.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            folder.name,
            f"cannot be made in {folder.parent} ({error.strerror})",
            "Change to a folder that you may write to, or make room",
            kind="state",
        ) from error


class Store:
    """A folder of JSON files; a name is a hash, so an entry is never stale."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folder(folder)

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def get(self, key: str) -> Any | None:
        """The value under the key; nothing where there is none or it is damaged."""
        try:
            body = json.loads(self._path(key).read_bytes())
        except (OSError, ValueError):
            return None
        sound = isinstance(body, dict) and body.get("sha256") == digest(
            canonical(body.get("value"))
        )
        return body["value"] if sound else None

    def holds(self, key: str) -> bool:
        """Whether there is something under the key, sound or not."""
        return self._path(key).exists()

    def put(self, key: str, value: Any) -> None:
        """Keep the value under the key, whole or not at all; the next run will go over it."""
        self.folder.with_name(MARK).touch()
        body = {"sha256": digest(canonical(value)), "value": value}
        # Processes of several machines may have the same number.
        part = self.folder / f"{key}.{os.getpid()}.{secrets.token_hex(4)}.part"
        try:
            part.write_bytes(canonical(body))
            part.replace(self._path(key))
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def size(self, key: str) -> int:
        """The bytes of what is kept under the key; 0 where there is nothing."""
        try:
            return self._path(key).stat().st_size
        except OSError:
            return 0

    def forget(self, keys: Iterable[str]) -> None:
        """Delete these entries, where they are."""
        for key in keys:
            self._path(key).unlink(missing_ok=True)

    def keep_only(self, keys: Iterable[str]) -> None:
        """Delete every entry but these."""
        kept = {f"{key}.json" for key in keys}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink()


def as_json(transcript: Transcript) -> dict[str, Any]:
    """The transcript as JSON can hold it."""
    turns = [_fields(turn) for turn in transcript.turns]
    return {**_fields(transcript), "turns": turns, "notices": list(map(asdict, transcript.notices))}


def _fields(value: Transcript | Turn) -> dict[str, Any]:
    """The fields as they are; ``asdict`` copies each value, which takes long for many turns."""
    return {name: getattr(value, name) for name in value.__slots__}


def transcript_from(value: Mapping[str, Any]) -> Transcript:
    """The transcript that ``as_json`` made into this."""
    fields = dict(value)
    fields["turns"] = tuple(Turn(**turn) for turn in fields["turns"])
    fields["notices"] = tuple(Notice(**notice) for notice in fields["notices"])
    fields["apart"] = tuple(fields["apart"])
    fields["labels"] = tuple(fields["labels"])
    fields["asides"] = tuple((start, end) for start, end in fields["asides"])
    return Transcript(**fields)


def participant_from(value: Mapping[str, Any]) -> Participant:
    """The participant whose fields these are."""
    pairs = {name: tuple(map(tuple, value[name])) for name in ("voices", "attributes")}
    return Participant(**{**value, **pairs})


def coding_from(value: Mapping[str, Any]) -> Coding:
    """The coding whose fields these are."""
    lists = {name: tuple(one) for name, one in value.items() if isinstance(one, list)}
    return Coding(**{**value, **lists})
