"""What a study remembers of the projects that it came from: ``refi-qda.json`` in its folder.

It holds the GUIDs under which other programs know codes, coders, transcripts, participants and
variables, so that they know them again, and what a study has no place for: colours, folders of
codes, the types of variables, and sets. It holds no words of anybody.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from evidence.refi_qda import CodeSet
from transcripts.errors import InputError
from transcripts.settings import read_text

REMEMBERED = "refi-qda.json"


@dataclass(frozen=True, slots=True)
class KnownCode:
    """How another program knows a code; see ``evidence.refi_qda.ProjectCode``."""

    guid: str
    color: str = ""
    codable: bool = True


@dataclass(frozen=True, slots=True)
class KnownVariable:
    """How another program knows a column of the list of participants."""

    guid: str
    kind: str = "Text"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """GUIDs and more by the study's own names.

    Attributes:
        name: of the project; empty for the study's.
        users: GUID by coder.
        codes: by id of the code.
        sources: GUID by id of the transcript.
        cases: GUID by id of the participant.
        variables: by column, in small letters as the list of participants is read.
        sets: as they are, with the GUIDs of their members.
    """

    name: str = ""
    users: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, KnownCode] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, KnownVariable] = field(default_factory=dict)
    sets: tuple[CodeSet, ...] = ()


def read_remembered(folder: Path) -> Remembered:
    """What the study in a folder remembers; nothing where nothing was imported.

    Raises:
        InputError: the file is not what the program wrote.
    """
    path = folder / REMEMBERED
    if not path.is_file():
        return Remembered()
    try:
        body = json.loads(read_text(path, path.name))
        return Remembered(
            body["name"],
            dict(body["users"]),
            {code: KnownCode(**one) for code, one in body["codes"].items()},
            dict(body["sources"]),
            dict(body["cases"]),
            {name: KnownVariable(**one) for name, one in body["variables"].items()},
            tuple(_set(one) for one in body["sets"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        remedy = "Take it back from a copy, or remove it: GUIDs are then made anew"
        raise InputError(path.name, "is not as the program wrote it", remedy) from None


def _set(body: Mapping[str, object]) -> CodeSet:
    lists = {key: tuple(value) for key, value in body.items() if isinstance(value, list)}
    return CodeSet(**{**body, **lists})  # type: ignore[arg-type]


def as_json(remembered: Remembered) -> str:
    """The file's text, which people can read and compare."""
    body = json.dumps(asdict(remembered), ensure_ascii=False, indent=1, sort_keys=True)
    return body + "\n"
