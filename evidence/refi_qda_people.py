"""The cases of a project as participants of a study: new lines of its list, never changed ones.

A case is a participant if something of it is known of a transcript that no line of the list names.
Programs that know no cases give the variables of a document; they are then its respondent's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evidence.refi_qda import Case, Loss, Project, guid_of
from transcripts.model import Transcript
from transcripts.participants import Participant
from transcripts.spelling import key
from transcripts.study import CONSENTS

COLUMNS = ("transcript", "speaker", "role", "id", "name", "consent")
"""The columns of the list of participants that have a meaning of their own."""

_PSEUDONYM = re.compile(r"P\d+")


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A new line of the list of participants: its cells by column, and the case's GUID."""

    guid: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What a study knows before a project's cases are taken over.

    Attributes:
        transcripts: of the study, by the GUID of the project's source.
        people: the participants.
        listed: ids of the transcripts that the list of participants names already.
        guid: under which others know a participant.
    """

    transcripts: Mapping[str, Transcript]
    people: Sequence[Participant]
    listed: frozenset[str]
    guid: Callable[[Participant], str]

    def lists(self, person: Participant) -> bool:
        """Whether a participant stands in the list; the others were found in the transcripts."""
        return any(transcript in self.listed for transcript, _ in person.voices)


@dataclass(frozen=True, slots=True)
class People:
    """New lines, what is not taken over, and the ids of participants by their cases' GUIDs."""

    lines: tuple[ListedPerson, ...] = ()
    losses: tuple[Loss, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)


def columns_of(project: Project) -> dict[str, str]:
    """The column for each variable, by its GUID; names that have a meaning get another."""
    found: dict[str, str] = {}
    for one in project.variables:
        name = " ".join(one.name.split()) or "variable"
        plain = key(name)
        taken = plain in COLUMNS[:-1] or name in found.values()
        found[one.guid] = f"{name} (variable)" if taken else name
    return found


def cases_of(project: Project) -> Iterator[Case]:
    """The cases, and one for each source that has variables and no case."""
    selected = {s.guid: source.guid for source in project.sources for s in source.selections}
    told: set[str] = set()
    for case in project.cases:
        by_segment = (selected[one] for one in case.selections if one in selected)
        sources = tuple(dict.fromkeys((*case.sources, *by_segment)))
        told |= set(sources)
        yield Case(case.guid, case.name, case.description, case.codes, case.values, sources)
    for source in project.sources:
        if source.values and source.guid not in told:
            own = guid_of("case of source", source.guid)
            yield Case(own, "", values=source.values, sources=(source.guid,))


def people_of(project: Project, known: Known) -> People:
    """The cases of a project as lines of a study's list."""
    columns = columns_of(project)
    by_guid = {known.guid(person): person for person in known.people}
    used = {person.id for person in known.people if known.lists(person)}
    blank = defaultdict[str, int](int)
    lines: list[ListedPerson] = []
    losses: list[Loss] = []
    ids: dict[str, str] = {}
    for case in cases_of(project):
        here = [known.transcripts[one] for one in case.sources if one in known.transcripts]
        person = by_guid.get(case.guid) or _same(case, here, known.people)
        if person and (known.lists(person) or not _is_described(case, columns)):
            ids[case.guid] = person.id
            losses += _differing(case, person, columns)
            continue
        made, why = _lines(case, here, known, columns, used)
        for line in made:
            blank[line.cells["transcript"]] += not line.cells["speaker"]
        if why or any(blank[line.cells["transcript"]] > 1 for line in made):
            why = why or "its transcript has several cases, and who of them speaks is not told"
            losses.append(Loss("Case", case.name or case.guid, why))
            continue
        ids[case.guid] = made[0].cells["id"]
        used.add(made[0].cells["id"])
        lines += made
    return People(tuple(lines), tuple(losses), ids)


def _is_described(case: Case, columns: Mapping[str, str]) -> bool:
    """Whether a case says anything of a participant but the consent, which is never loosened."""
    return any(key(columns.get(variable, "consent")) != "consent" for variable, _ in case.values)


def _same(
    case: Case, here: Iterable[Transcript], people: Iterable[Participant]
) -> Participant | None:
    there = {transcript.id for transcript in here}
    for person in people:
        if person.id == case.name and any(t in there for t, _ in person.voices):
            return person
    return None


def _differing(case: Case, person: Participant, columns: Mapping[str, str]) -> Iterator[Loss]:
    """Values of a known participant that the list does not have, or has otherwise."""
    own = {key(name): value for name, value in person.attributes} | {"consent": person.consent}
    for variable, value in case.values:
        column = columns.get(variable, "")
        if column and key(own.get(key(column), "")) != key(value):
            why = f"the list of participants says otherwise of {column!r}, and is not changed"
            yield Loss("VariableValue", person.id, why)


def _lines(
    case: Case,
    here: Sequence[Transcript],
    known: Known,
    columns: Mapping[str, str],
    used: set[str],
) -> tuple[list[ListedPerson], str]:
    """The new lines of a case, or why there can be none."""
    if not here:
        return [], "none of its texts is a transcript of the study"
    if any(transcript.id in known.listed for transcript in here):
        return [], "the list of participants has a line for its transcript, and is not changed"
    if case.name in used:
        return [], "another participant has this name"
    given = {columns[v]: value for v, value in case.values if v in columns}
    consent = next((v for k, v in given.items() if key(k) == "consent"), "")
    attributes = {k: " ".join(v.split()) for k, v in given.items() if key(k) != "consent"}
    own = case.name if _PSEUDONYM.fullmatch(case.name) else _free(used)
    cells = {
        "id": own,
        "name": "" if own == case.name else " ".join(case.name.split()),
        "consent": consent if consent in CONSENTS else "",
        **attributes,
    }
    return [
        ListedPerson(case.guid, {"transcript": t.id, "speaker": _speaker(case.name, t), **cells})
        for t in here
    ], ""


def _free(used: set[str]) -> str:
    number = len(used) + 1
    while (ident := f"P{number:02}") in used:
        number += 1
    return ident


def _speaker(name: str, transcript: Transcript) -> str:
    """The label of whoever answers under a case's name; empty for whoever answers."""
    labels = dict.fromkeys(turn.speaker for turn in transcript.answers())
    return next((label for label in labels if name and key(label) == key(name)), "")
