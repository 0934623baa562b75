"""Projects (.qdpx) and codebooks (.qdc) of other programs, read without trusting them.

Elements are known by their names without namespace, since programs differ in that; what cannot be
taken over is listed, with the codings that are lost by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from evidence.refi_qda import (
    KINDS,
    Applied,
    Case,
    CodeSet,
    Note,
    Project,
    ProjectCode,
    ReadProject,
    Source,
    User,
    Variable,
    guid_of,
)
from evidence.refi_qda_archive import opened
from evidence.refi_qda_elements import (
    Findings,
    children,
    guid,
    targets,
    unknown,
    user,
    values,
    words,
)
from evidence.refi_qda_sources import Contents, drafts, known_codes, placed, text_of
from transcripts import files
from transcripts.errors import InputError
from transcripts.packages import attribute, child, local, parse

PROJECT, CODEBOOK = "qdpx", "qdc"
"""The endings of the two kinds of file."""

_PARTS = ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Sets")
_ONE_BY_ONE = ("Links", "Graphs")
_AGAIN = "Export it again from the program that wrote it"


def read(path: Path) -> ReadProject:
    """The project or codebook in a file.

    Raises:
        InputError: the file is neither, or is damaged, encrypted, unsafe or too large.
    """
    name, ending = path.name, files.ending(path.name)
    if ending == CODEBOOK:
        files.check_is_file(path, name)
        return read_codebook_xml(files.contents(path, name), name)
    if ending != PROJECT:
        remedy = f"Give a file that ends with .{PROJECT} or .{CODEBOOK}"
        raise InputError(name, "is neither a project nor a codebook", remedy, kind="type")
    with opened(path, name) as archive:
        return read_project_xml(archive.description(), name, archive.source)


def read_codebook_xml(xml: bytes, name: str) -> ReadProject:
    """A codebook alone.

    Raises:
        InputError: this is no such XML.
    """
    root = _root(xml, name, "CodeBook")
    found = Findings()
    made = Project(
        Path(name).stem,
        attribute(root, "origin"),
        codes=_codes(root, found),
        sets=tuple(map(_set, children(child(root, "Sets"), "Set"))),
    )
    for one in unknown(root, ("Codes", "Sets")):
        found.lost(one, "this is not known")
    return ReadProject(made, tuple(found.losses), tuple(found.remarks))


def read_project_xml(xml: bytes, name: str, contents: Contents) -> ReadProject:
    """A project.

    Args:
        xml: the description of the project.
        name: of the file, for messages.
        contents: gives the bytes of the sources' files.

    Raises:
        InputError: this is no such XML, or a source's file cannot be read.
    """
    root = _root(xml, name, "Project")
    found = Findings()
    codes = _codes(child(root, "CodeBook"), found)
    listed = drafts(child(root, "Sources"), contents, found)
    meant = {alias: draft.source.guid for draft in listed for alias in draft.aliases}
    by_guid = {code.guid for code in codes}
    sources = tuple(known_codes(source, by_guid, found) for source in placed(listed, found))
    made = Project(
        attribute(root, "name") or Path(name).stem,
        attribute(root, "origin"),
        _users(child(root, "Users")),
        codes,
        tuple(map(_variable, children(child(root, "Variables"), "Variable"))),
        tuple(_case(one, meant) for one in children(child(root, "Cases"), "Case")),
        tuple(_by_somebody(source, user(root)) for source in sources),
        tuple(_notes(child(root, "Notes"), contents, found)),
        tuple(_set(one, meant) for one in children(child(root, "Sets"), "Set")),
        words(root, "Description").strip(),
        targets(root, "NoteRef"),
    )
    _rest(root, found)
    return ReadProject(made, tuple(found.losses), tuple(found.remarks))


def _root(xml: bytes, name: str, wanted: str) -> etree._Element:
    root = parse(xml, name)
    if local(root) != wanted:
        problem = f"holds a {local(root) or 'document'} where a {wanted} should be"
        raise InputError(name, problem, _AGAIN, kind="type")
    return root


def _by_somebody(source: Source, usual: str) -> Source:
    """The source with its codings by whoever is said, else by whoever made the project."""

    def signed(codings: tuple[Applied, ...]) -> tuple[Applied, ...]:
        return tuple(replace(one, user=one.user or usual) for one in codings)

    selections = (replace(one, codings=signed(one.codings)) for one in source.selections)
    return replace(source, selections=tuple(selections), codings=signed(source.codings))


def _users(element: etree._Element | None) -> tuple[User, ...]:
    return tuple(
        User(guid(one), attribute(one, "name") or attribute(one, "id"))
        for one in children(element, "User")
    )


def _codes(book: etree._Element | None, found: Findings) -> tuple[ProjectCode, ...]:
    """All codes, each before those below it; a GUID that comes twice is made two."""
    top = child(book, "Codes")
    left = [(one, "") for one in children(top, "Code")][::-1]
    made: list[ProjectCode] = []
    times: Counter[str] = Counter()
    while left:
        element, parent = left.pop()
        own = guid(element)
        times[own] += 1
        if times[own] > 1:
            found.remarks.append(f"Two codes have the GUID {own}: the codings are the first one's")
            own = guid_of("again", own, str(times[own]))
        made.append(_code(element, own, parent))
        left += [(one, own) for one in children(element, "Code")][::-1]
    return tuple(made)


def _code(element: etree._Element, own: str, parent: str) -> ProjectCode:
    return ProjectCode(
        own,
        attribute(element, "name").strip(),
        parent,
        attribute(element, "isCodable").strip().lower() not in ("false", "0"),
        attribute(element, "color").strip().upper(),
        words(element, "Description").strip(),
        targets(element, "NoteRef"),
    )


def _variable(element: etree._Element) -> Variable:
    kind = attribute(element, "typeOfVariable")
    return Variable(
        guid(element),
        attribute(element, "name").strip(),
        kind if kind in KINDS else KINDS[0],
        words(element, "Description").strip(),
    )


def _case(element: etree._Element, meant: dict[str, str]) -> Case:
    sources = (meant.get(one, one) for one in targets(element, "SourceRef"))
    return Case(
        guid(element),
        attribute(element, "name").strip(),
        words(element, "Description").strip(),
        targets(element, "CodeRef"),
        values(element),
        tuple(sources),
        targets(element, "SelectionRef"),
    )


def _set(element: etree._Element, meant: dict[str, str] | None = None) -> CodeSet:
    known = meant or {}
    return CodeSet(
        guid(element),
        attribute(element, "name").strip(),
        words(element, "Description").strip(),
        targets(element, "MemberCode"),
        tuple(known.get(one, one) for one in targets(element, "MemberSource")),
        targets(element, "MemberNote"),
    )


def _notes(element: etree._Element | None, contents: Contents, found: Findings) -> Iterator[Note]:
    for one in children(element, "Note"):
        text = text_of(one, contents)
        if text is None:
            found.lost(one, "its text is not in the file")
            continue
        coded = [part for part in one if local(part) in ("PlainTextSelection", "Coding")]
        for part in coded:
            found.lost(part, "codes on a memo are not taken over", attribute(one, "name"))
        yield Note(guid(one), attribute(one, "name").strip(), text, user(one))


def _rest(root: etree._Element, found: Findings) -> None:
    """Name what the model has no place for."""
    for group in _ONE_BY_ONE:
        for one in unknown(child(root, group), ()):
            found.lost(one, "there is no place for it in a study")
    for one in unknown(root, (*_PARTS, *_ONE_BY_ONE, "Description", "NoteRef")):
        found.lost(one, "this is not known")
    styled = sum(bool(attribute(one, "richTextPath")) for one in root.iter())
    if styled:
        found.remarks.append(f"The formatting of {styled} texts is not taken over")
