"""A project of qualitative analysis as REFI-QDA 1.5 exchanges it, as plain values.

The standard: REFI-QDA 1.5, 2019, www.qdasoftware.org, MIT licence. Everything has a GUID, here in
lower case without braces; offsets are characters of ``Source.text``, end excluded, whatever the
program that wrote the file counts (``evidence.refi_qda_offsets``).
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

PROJECT_SPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"

KINDS = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
"""The types that a variable may have."""

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:whitepaper:refi-qda")
_GUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?")

Values = tuple[tuple[str, str], ...]
"""The GUID of a variable and its value as text."""


def guid_of(*names: str) -> str:
    """A GUID that is the same for the same names, wherever and whenever it is made (RFC 9562)."""
    return str(uuid.uuid5(_OURS, "\x1f".join(names)))


def normalised(guid: str) -> str:
    """A GUID in lower case without braces; what is none becomes one, the same each time."""
    said = guid.strip().lower()
    found = _GUID.fullmatch(said)
    if found:
        return found[1]
    return guid_of("no-guid", said) if said else ""


def is_guid(text: str) -> bool:
    """Whether a text is a GUID, in any of its spellings."""
    return _GUID.fullmatch(text.strip().lower()) is not None


@dataclass(frozen=True, slots=True)
class User:
    """Someone who worked on the project: a coder."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A code.

    Attributes:
        guid: two codes may have one name, never one GUID.
        name: as printed.
        parent: GUID of the code above; empty for none.
        codable: false for a folder of codes.
        color: ``#RRGGBB``; empty for none.
        description: what it applies to.
        notes: GUIDs of the memos on it.
    """

    guid: str
    name: str
    parent: str = ""
    codable: bool = True
    color: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """A code on a selection, by a user; the GUIDs of both, and of the memos on it."""

    guid: str
    code: str
    user: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """A segment of a source: ``source.text[start:end]``, in characters, end excluded.

    ``name`` is by custom the words, cut short; ``codings`` and ``notes`` may both be empty.
    """

    guid: str
    name: str
    start: int
    end: int
    codings: tuple[Applied, ...] = ()
    description: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    r"""A text that is coded.

    Attributes:
        guid: of the source.
        name: as the researchers call it, such as a file's name.
        text: with line breaks as ``\n``, without byte order mark.
        selections: in the order of the file.
        description: of the source.
        notes: GUIDs of the memos on it.
        values: its variables.
        codings: of the source as a whole.
    """

    guid: str
    name: str
    text: str
    selections: tuple[Selection, ...] = ()
    description: str = ""
    notes: tuple[str, ...] = ()
    values: Values = ()
    codings: tuple[Applied, ...] = ()


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute of cases or sources; ``kind`` is one of ``KINDS``."""

    guid: str
    name: str
    kind: str = "Text"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A unit of the analysis, mostly a respondent, with what is known of it."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    values: Values = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A memo's words and author; what it is on names its GUID."""

    guid: str
    name: str
    text: str
    user: str = ""


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A named group of codes, sources and memos, by their GUIDs."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """All of it; a codebook alone is a project without sources."""

    name: str
    origin: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[ProjectCode, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    description: str = ""
    on_project: tuple[str, ...] = ()
    """GUIDs of the memos on the project as a whole."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a file that is not taken over.

    Attributes:
        kind: the element's name in the standard, such as ``PictureSelection``.
        which: its name, or where it stands.
        why: without full stop.
        codings: how many codings are lost with it.
    """

    kind: str
    which: str
    why: str
    codings: int = 0


@dataclass(frozen=True, slots=True)
class ReadProject:
    """What a file holds, and what of it is not taken over.

    Attributes:
        project: what is.
        losses: what is not.
        remarks: what a person should know beside, in sentences.
    """

    project: Project
    losses: tuple[Loss, ...] = ()
    remarks: tuple[str, ...] = ()
