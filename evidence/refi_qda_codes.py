"""The codes of a project among those of a study: which are the same, and the others written down.

A code is the same as one of the study's if it has its GUID, or else its name in one of the
languages; where several have that name, the one in the same place of the hierarchy is. No two codes
of a project become one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from evidence.codebook import Codebook
from evidence.model import Code
from evidence.refi_qda import ProjectCode
from transcripts.model import LANGUAGES

_ODD = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that the study does not have: its id there, and that of the code above it."""

    id: str
    parent: str
    code: ProjectCode


@dataclass(frozen=True, slots=True)
class CodesFound:
    """Where the codes of a project are in a study.

    Attributes:
        ids: id in the study by GUID.
        same: GUIDs of the codes that the study had already.
        new: those that it had not, each after the one above it.
    """

    ids: Mapping[str, str]
    same: Collection[str]
    new: tuple[NewCode, ...]


def mapped(
    codes: Iterable[ProjectCode], codebook: Codebook, guid: Callable[[Code], str]
) -> CodesFound:
    """The codes of a project in a study's codebook.

    Args:
        codes: each after the one above it.
        codebook: of the study.
        guid: under which others know a code of the study.
    """
    listed = list(codes)
    by_guid = {guid(code): code.id for code in codebook.codes}
    by_guid |= {code.guid: code.id for code in codebook.codes if code.guid}
    ids = {code.guid: by_guid[code.guid] for code in listed if code.guid in by_guid}
    for in_place in (True, False):
        for code in listed:
            if code.guid not in ids:
                found = _named_alike(code, codebook, ids, in_place=in_place)
                ids |= {code.guid: found} if found else {}
    same = frozenset(ids)
    taken = {code.id for code in codebook.codes}
    new: list[NewCode] = []
    for code in listed:
        if code.guid not in ids:
            ids[code.guid] = _id_of(code.name, taken)
            taken.add(ids[code.guid])
            new.append(NewCode(ids[code.guid], ids.get(code.parent, ""), code))
    return CodesFound(ids, same, tuple(new))


def _named_alike(
    code: ProjectCode, codebook: Codebook, ids: Mapping[str, str], *, in_place: bool
) -> str:
    """The id of a code of that name which is no other's already; empty for none."""
    name, taken = code.name.casefold(), set(ids.values())
    for one in codebook.codes:
        alike = name in {label.casefold() for label in one.labels.values()}
        there = one.parent == (ids.get(code.parent, "?") if code.parent else "")
        if alike and one.id not in taken and (there or not in_place):
            return one.id
    return ""


def _id_of(name: str, taken: Collection[str]) -> str:
    """A short name of letters and digits that no other code has."""
    letters = unicodedata.normalize("NFKD", name.replace("ß", "ss")).casefold()
    plain = _ODD.sub("_", "".join(c for c in letters if not unicodedata.combining(c)))
    base = plain.strip("_")[:_LONGEST_ID].strip("_") or "code"
    base = base if base[0].isalpha() else f"code_{base}"
    number, found = 1, base
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    return found


def as_toml(new: Iterable[NewCode], origin: str) -> str:
    """The codes as they are added to a codebook's file; they have no terms yet."""
    said = f"# Codes from {_line(origin) or 'another program'}, which people apply."
    more = "# Give them terms, and the program applies them too."
    return "\n".join(["", said, more, *(_table(one) for one in new)])


def _table(one: NewCode) -> str:
    name = _quoted(one.code.name or one.id)
    lines = [f"\n[codes.{one.id}]", f'guid = "{one.code.guid}"']
    lines += [f'parent = "{one.parent}"'] if one.parent else []
    lines += [f"[codes.{one.id}.label]", *(f"{language} = {name}" for language in LANGUAGES)]
    if one.code.description:
        text = _quoted(one.code.description)
        lines += [f"[codes.{one.id}.definition]", *(f"{code} = {text}" for code in LANGUAGES)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as TOML has it; its escapes are those of JSON."""
    return json.dumps(text.replace("\x7f", "\ufffd"), ensure_ascii=False)


def _line(text: str) -> str:
    return " ".join("".join(c for c in text if c.isprintable()).split())
