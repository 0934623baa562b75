r"""Projects and codebooks for other programs: valid against the standard's schemas, bytes repeat.

Text sources are UTF-8 without byte order mark, with ``\n`` and without characters above U+FFFF
(``evidence.refi_qda_texts``), so that every way to count positions gives the same place. No path
and no date is written: they would tell who worked where and when.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from evidence.refi_qda import (
    CODEBOOK_SPACE,
    PROJECT_SPACE,
    Applied,
    Case,
    CodeSet,
    Note,
    Project,
    ProjectCode,
    Selection,
    Source,
    Values,
    Variable,
)
from evidence.refi_qda_archive import SOURCES, packed

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMAS = {PROJECT_SPACE: "Project", CODEBOOK_SPACE: "Codebook"}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLOR = re.compile("#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_FORMS = {
    "Boolean": re.compile("true|false|0|1"),
    "Integer": re.compile(r"[+-]?\d+", re.ASCII),
    "Float": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII),
    "Date": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|30)", re.ASCII),
    "DateTime": re.compile(
        r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|30)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d", re.ASCII
    ),
}
"""How a value is written that may stand in a variable of a kind."""

LONGEST_NAME = 100
"""Characters of a segment's name; longer words are cut, as other programs cut them."""


def named(words: str) -> str:
    """A segment's name: its words on one line, cut short with ``...``."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 3].rstrip() + "..."


def file_of(source: Source) -> str:
    """The name of a source's file in the archive."""
    return f"{source.guid}.txt"


def as_qdpx(project: Project) -> bytes:
    """The project as a file for other programs."""
    texts = {f"{SOURCES}/{file_of(one)}": one.text.encode("utf-8") for one in project.sources}
    return packed({"project.qde": as_qde(project), **texts})


def as_qde(project: Project) -> bytes:
    """The XML of the project."""
    root = _root("Project", PROJECT_SPACE, {"name": project.name, "origin": project.origin})
    kinds = _kinds(project)
    _group(root, "Users", [_plain("User", one.guid, one.name) for one in project.users])
    codes = _codes(project.codes)
    if len(codes):
        _element("CodeBook", root).append(codes)
    _group(root, "Variables", [_variable(one, kinds[one.guid]) for one in project.variables])
    _group(root, "Cases", [_case(one, kinds) for one in project.cases])
    _group(root, "Sources", [_source(one, kinds) for one in project.sources])
    _group(root, "Notes", [_note(one) for one in project.notes])
    _group(root, "Sets", [_set(one) for one in project.sets])
    _described(root, project.description)
    _references(root, "NoteRef", project.on_project)
    return _bytes(root, PROJECT_SPACE)


def as_qdc(project: Project) -> bytes:
    """The codebook alone, without the memos on it."""
    root = _root("CodeBook", CODEBOOK_SPACE, {"origin": project.origin})
    root.append(_codes(project.codes, with_notes=False))
    sets = [_code_set(one) for one in project.sets if one.codes]
    _group(root, "Sets", sets)
    return _bytes(root, CODEBOOK_SPACE)


# Elements


def _root(name: str, space: str, attributes: Mapping[str, str]) -> etree._Element:
    root = etree.Element(name, nsmap={None: space, "xsi": _XSI})  # type: ignore[dict-item]
    place = f"http://schema.qdasoftware.org/versions/{_SCHEMAS[space]}/v1.0/{_SCHEMAS[space]}.xsd"
    root.set(f"{{{_XSI}}}schemaLocation", f"{space} {place}")
    for key, value in attributes.items():
        if value or key == "name":
            root.set(key, _writable(value))
    return root


def _bytes(root: etree._Element, space: str) -> bytes:
    """The document; its elements get the namespace that they were made without."""
    for element in root.iter():
        element.tag = f"{{{space}}}{element.tag}"
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _element(name: str, parent: etree._Element | None = None, **attributes: str) -> etree._Element:
    made = etree.Element(name) if parent is None else etree.SubElement(parent, name)
    for key, value in attributes.items():
        if value:
            made.set(key, _writable(value))
    return made


def _plain(kind: str, guid: str, name: str, **more: str) -> etree._Element:
    made = _element(kind, None, guid=guid, **more)
    made.set("name", _writable(name))
    return made


def _group(root: etree._Element, name: str, members: Sequence[etree._Element]) -> None:
    """A list of elements, which must not be empty."""
    if members:
        _element(name, root).extend(members)


def _text(parent: etree._Element, name: str, text: str) -> None:
    if text:
        _element(name, parent).text = _writable(text)


def _described(parent: etree._Element, text: str) -> None:
    _text(parent, "Description", text)


def _references(parent: etree._Element, name: str, guids: Iterable[str]) -> None:
    for guid in guids:
        _element(name, parent, targetGUID=guid)


def _codes(codes: Sequence[ProjectCode], *, with_notes: bool = True) -> etree._Element:
    top = _element("Codes")
    below: dict[str, list[ProjectCode]] = defaultdict(list)
    known = {code.guid for code in codes}
    for code in codes:
        below[code.parent if code.parent in known else ""].append(code)
    left = [(code, top) for code in below[""]]
    while left:
        code, parent = left.pop(0)
        made = _code(code, with_notes=with_notes)
        parent.append(made)
        left += [(child, made) for child in below[code.guid]]
    return top


def _code(code: ProjectCode, *, with_notes: bool) -> etree._Element:
    made = _plain("Code", code.guid, code.name, isCodable=str(code.codable).lower())
    if _COLOR.fullmatch(code.color):
        made.set("color", code.color)
    _described(made, code.description)
    if with_notes:
        _references(made, "NoteRef", code.notes)
    return made


def _kinds(project: Project) -> dict[str, str]:
    """The type of each variable; text where one of its values is none of its type."""
    given: dict[str, list[str]] = defaultdict(list)
    held = [*(case.values for case in project.cases), *(one.values for one in project.sources)]
    for variable, value in (pair for values in held for pair in values):
        given[variable].append(value)
    return {one.guid: _kind(one, given[one.guid]) for one in project.variables}


def _kind(variable: Variable, given: Iterable[str]) -> str:
    form = _FORMS.get(variable.kind)
    return variable.kind if form and all(map(form.fullmatch, given)) else "Text"


def _variable(one: Variable, kind: str) -> etree._Element:
    made = _plain("Variable", one.guid, one.name, typeOfVariable=kind)
    _described(made, one.description)
    return made


def _values(parent: etree._Element, given: Values, kinds: Mapping[str, str]) -> None:
    for variable, value in given:
        made = _element("VariableValue", parent)
        _element("VariableRef", made, targetGUID=variable)
        _text(made, f"{kinds.get(variable, 'Text')}Value", value)


def _case(one: Case, kinds: Mapping[str, str]) -> etree._Element:
    made = _plain("Case", one.guid, one.name)
    _described(made, one.description)
    _references(made, "CodeRef", one.codes)
    _values(made, one.values, kinds)
    _references(made, "SourceRef", one.sources)
    _references(made, "SelectionRef", one.selections)
    return made


def _source(one: Source, kinds: Mapping[str, str]) -> etree._Element:
    made = _plain("TextSource", one.guid, one.name, plainTextPath=f"internal://{file_of(one)}")
    _described(made, one.description)
    made.extend([_selection(selection) for selection in one.selections])
    made.extend([_coding(coding) for coding in one.codings])
    _references(made, "NoteRef", one.notes)
    _values(made, one.values, kinds)
    return made


def _selection(one: Selection) -> etree._Element:
    places = {"startPosition": str(one.start), "endPosition": str(one.end)}
    made = _plain("PlainTextSelection", one.guid, one.name, **places)
    _described(made, one.description)
    made.extend([_coding(coding) for coding in one.codings])
    _references(made, "NoteRef", one.notes)
    return made


def _coding(one: Applied) -> etree._Element:
    made = _element("Coding", guid=one.guid, creatingUser=one.user)
    _element("CodeRef", made, targetGUID=one.code)
    _references(made, "NoteRef", one.notes)
    return made


def _note(one: Note) -> etree._Element:
    made = _plain("Note", one.guid, one.name, creatingUser=one.user)
    _element("PlainTextContent", made).text = _writable(one.text)
    return made


def _set(one: CodeSet) -> etree._Element:
    made = _plain("Set", one.guid, one.name)
    _described(made, one.description)
    _references(made, "MemberCode", one.codes)
    _references(made, "MemberSource", one.sources)
    _references(made, "MemberNote", one.notes)
    return made


def _code_set(one: CodeSet) -> etree._Element:
    made = _plain("Set", one.guid, one.name)
    _described(made, one.description)
    for code in one.codes:
        _element("MemberCode", made, guid=code)
    return made
