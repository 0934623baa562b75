"""What the elements of a project's XML have in common: attributes, references, codings, values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from evidence.refi_qda import Applied, Loss, Values, guid_of, normalised
from transcripts.packages import attribute, child, local


@dataclass(frozen=True, slots=True)
class Findings:
    """What is not taken over, and what a person should know, in the order it is met."""

    losses: list[Loss] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def lost(self, element: etree._Element, why: str, which: str = "") -> None:
        """Say that an element is not taken over, with all its codings."""
        called = which or attribute(element, "name") or attribute(element, "guid")
        self.losses.append(Loss(local(element), called, why, codings_in(element)))


def codings_in(element: etree._Element) -> int:
    """How many codings an element holds, at any depth."""
    return sum(local(one) == "Coding" for one in element.iter())


def children(element: etree._Element | None, wanted: str) -> Iterator[etree._Element]:
    """The children of a name without namespace."""
    return (one for one in (() if element is None else element) if local(one) == wanted)


def guid(element: etree._Element) -> str:
    """An element's own GUID, see ``evidence.refi_qda.normalised``; made of its place if missing."""
    said = normalised(attribute(element, "guid"))
    return said or guid_of("no guid", element.getroottree().getpath(element))


def target(element: etree._Element | None) -> str:
    """The GUID that a reference names; ``guid`` in codebooks, ``targetGUID`` in projects."""
    if element is None:
        return ""
    return normalised(attribute(element, "targetGUID") or attribute(element, "guid"))


def targets(element: etree._Element, wanted: str) -> tuple[str, ...]:
    """The GUIDs of all references of a name."""
    return tuple(target(one) for one in children(element, wanted))


def words(element: etree._Element, wanted: str) -> str:
    """The text of a child; empty where there is none."""
    found = child(element, wanted)
    return "" if found is None else "".join(str(part) for part in found.itertext())


def user(*elements: etree._Element) -> str:
    """Who made the first of these that tells."""
    names = ("creatingUser", "creatingUserGUID", "modifyingUser", "modifyingUserGUID")
    said = (attribute(element, name) for element in elements for name in names)
    return normalised(next(filter(None, said), ""))


def applied(element: etree._Element, *around: etree._Element) -> tuple[Applied, ...]:
    """The codes on an element; ``around`` may tell who applied them, the nearest first."""
    return tuple(
        Applied(
            guid(one),
            target(child(one, "CodeRef")),
            user(one, element, *around),
            targets(one, "NoteRef"),
        )
        for one in children(element, "Coding")
    )


def values(element: etree._Element) -> Values:
    """The variables of an element, each once."""
    found: dict[str, str] = {}
    for one in children(element, "VariableValue"):
        said = [child for child in one if local(child).endswith("Value")]
        text = "".join(str(part) for part in said[0].itertext()).strip() if said else ""
        found.setdefault(target(child(one, "VariableRef")), text)
    return tuple((variable, text) for variable, text in found.items() if variable and text)


def unknown(element: etree._Element | None, known: Iterable[str]) -> Iterator[etree._Element]:
    """The children that are none of the known names."""
    names = {*known, ""}
    return (one for one in (() if element is None else element) if local(one) not in names)
