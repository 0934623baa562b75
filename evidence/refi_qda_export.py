"""A study as a project for other programs: what its team needs, and no more than consent allows.

People are cases under their pseudonyms, interviews go by their numbers. What those say who are not
to be quoted is a mark, and what tells who somebody is who is not to be named stays at home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evidence.gathering import Evidence
from evidence.known_names import Known
from evidence.masking import mask
from evidence.model import PROGRAM, Code, Memo, Quotation
from evidence.model import Source as Interview
from evidence.refi_qda import (
    Applied,
    Case,
    CodeSet,
    Note,
    Project,
    ProjectCode,
    Selection,
    Source,
    User,
    Values,
    Variable,
    guid_of,
)
from evidence.refi_qda_memory import Remembered
from evidence.refi_qda_texts import (
    ShownText,
    labels,
    masked_too,
    not_quoted,
    pseudonyms,
    shown_text,
)
from evidence.refi_qda_writing import named
from evidence.register import voices
from transcripts.model import Transcript
from transcripts.participants import Participant

_ORIGIN = "whitepaper"

Span = tuple[int, int]
"""Characters of a shown text, end excluded."""


@dataclass(frozen=True, slots=True)
class Guids:
    """The GUID of everything: as it is remembered, else made of stable names."""

    remembered: Remembered
    interviews: Mapping[str, Interview]

    def user(self, coder: str) -> str:
        """Of a coder."""
        return self.remembered.users.get(coder) or guid_of("user", coder)

    def code(self, code: Code) -> str:
        """Of a code."""
        known = self.remembered.codes.get(code.id)
        return known.guid if known else code.guid or guid_of("code", code.id)

    def source(self, transcript: str) -> str:
        """Of a transcript: from its file's bytes, for a name may tell who was interviewed."""
        known = self.remembered.sources.get(transcript)
        return known or guid_of("source", self.interviews[transcript].sha256)

    def case(self, person: Participant) -> str:
        """Of a participant."""
        known = self.remembered.cases.get(person.id)
        heard = (t for t, _ in person.voices if t in self.interviews)
        return known or guid_of("case", person.id, *map(self.source, dict.fromkeys(heard)))

    def variable(self, column: str) -> str:
        """Of a column of the list of participants."""
        known = self.remembered.variables.get(column)
        return known.guid if known else guid_of("variable", column)


@dataclass(frozen=True, slots=True)
class Export:
    """All that a project is made of.

    Attributes:
        name: of the study.
        evidence: all of it; what was withdrawn is in none.
        transcripts: those that the evidence is from.
        memos: of the researchers; those on what is not in the evidence are left out.
        remembered: the GUIDs under which others know the study.
        language: of labels and definitions.
    """

    name: str
    evidence: Evidence
    transcripts: Sequence[Transcript]
    memos: Sequence[Memo] = ()
    remembered: Remembered = field(default_factory=Remembered)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class _Given:
    """What the parts of a project are made of."""

    evidence: Evidence
    guids: Guids
    memos: Sequence[tuple[str, Memo]]
    rows: Mapping[str, Sequence[Quotation]]

    @property
    def people(self) -> tuple[Participant, ...]:
        return self.evidence.participants


def project_of(export: Export) -> Project:
    """The study as a project."""
    evidence, remembered = export.evidence, export.remembered
    by_id = {source.id: source for source in evidence.sources}
    guids = Guids(remembered, by_id)
    rows: dict[str, list[Quotation]] = defaultdict(list)
    for row in evidence.rows:
        rows[row.coding.transcript].append(row)
    given = _Given(evidence, guids, _listed(export.memos, evidence, guids), rows)
    return Project(
        remembered.name or export.name,
        _ORIGIN,
        _users(given),
        tuple(project_codes(evidence.codebook.codes, guids, export.language, given.memos)),
        tuple(_variables(given)),
        tuple(_cases(given)),
        tuple(_sources(export, given)),
        tuple(_notes(given)),
        _sets(remembered.sets, given),
        on_project=tuple(n for n, one in given.memos if not one.code and not one.transcript),
    )


def _sources(export: Export, given: _Given) -> Iterator[Source]:
    who, numbers = voices(given.people), given.guids.interviews
    withheld = not_quoted(who, labels()["withheld"][export.language])
    hidden = masked_too(withheld, export.evidence.names)
    kept = [transcript for transcript in export.transcripts if transcript.id in numbers]
    for one in sorted(kept, key=lambda one: numbers[one.id].number):
        yield _source(one.id, shown_text(one, pseudonyms(one, who), hidden), given)


# Codes and coders


def project_codes(
    codes: Sequence[Code],
    guids: Guids,
    language: str,
    memos: Sequence[tuple[str, Memo]] = (),
) -> Iterator[ProjectCode]:
    """The codes, each after the one above it, themes in colours of their own."""
    known = {code.id: code for code in codes}
    palette = labels()["colors"]["themes"]
    themes = [code.id for code in codes if not code.parent]
    below: dict[str, list[Code]] = defaultdict(list)
    for code in codes:
        below[code.parent].append(code)
    left = [(code, palette[themes.index(code.id) % len(palette)]) for code in below[""]][::-1]
    while left:
        code, color = left.pop()
        left += [(child, color) for child in below[code.id]][::-1]
        kept = guids.remembered.codes.get(code.id)
        yield ProjectCode(
            guids.code(code),
            code.labels[language],
            guids.code(known[code.parent]) if code.parent else "",
            kept.codable if kept else True,
            (kept.color if kept else "") or color,
            code.definitions[language],
            tuple(n for n, memo in memos if memo.code == code.id and not memo.transcript),
        )


def _users(given: _Given) -> tuple[User, ...]:
    names = {row.coding.coder for row in given.evidence.rows}
    names |= {memo.author for _, memo in given.memos} - {""}
    ordered = sorted(names, key=lambda name: (name != PROGRAM, name))
    return tuple(User(given.guids.user(name), name) for name in ordered)


def _sets(sets: Iterable[CodeSet], given: _Given) -> tuple[CodeSet, ...]:
    """The sets with those of their members that are there."""
    evidence = given.evidence
    codes = {given.guids.code(code) for code in evidence.codebook.codes}
    sources = {given.guids.source(source.id) for source in evidence.sources}
    return tuple(
        CodeSet(
            one.guid,
            one.name,
            one.description,
            tuple(member for member in one.codes if member in codes),
            tuple(member for member in one.sources if member in sources),
        )
        for one in sets
    )


# Participants


def _variables(given: _Given) -> Iterator[Variable]:
    people = given.people
    names = given.evidence.names
    columns = dict.fromkeys(k for person in people for k, _ in _attributes(person, names))
    for column in columns:
        known = given.guids.remembered.variables.get(column)
        name, kind = (known.name, known.kind) if known else ("", "Text")
        yield Variable(given.guids.variable(column), name or column, kind)


def _attributes(person: Participant, names: Known) -> Iterator[tuple[str, str]]:
    """What may be told of a person; nothing that tells who it is where that must not be known."""
    columns = labels()["telling"]
    for column, value in person.attributes:
        hidden = column.casefold() in columns or bool(mask(value, "", names).details)
        if value and (person.consent == "named" or not hidden):
            yield column, value
    yield labels()["consent"], person.consent


def _values(person: Participant, given: _Given) -> Values:
    return tuple((given.guids.variable(k), v) for k, v in _attributes(person, given.evidence.names))


def _cases(given: _Given) -> Iterator[Case]:
    guids = given.guids
    for person in given.people:
        heard = dict.fromkeys(t for t, _ in person.voices if t in guids.interviews)
        yield Case(
            guids.case(person),
            person.id,
            values=_values(person, given),
            sources=tuple(guids.source(transcript) for transcript in heard),
        )


# Sources


def _source(transcript: str, shown: ShownText, given: _Given) -> Source:
    people = [
        person for person in given.people if any(heard == transcript for heard, _ in person.voices)
    ]
    here = [(note, memo) for note, memo in given.memos if memo.transcript == transcript]
    return Source(
        given.guids.source(transcript),
        given.guids.interviews[transcript].number,
        shown.text,
        tuple(_selections(transcript, shown, here, given)),
        notes=tuple(sorted(note for note, memo in here if not memo.end)),
        values=_values(people[0], given) if len(people) == 1 else (),
    )


def _selections(
    transcript: str, shown: ShownText, memos: Sequence[tuple[str, Memo]], given: _Given
) -> Iterator[Selection]:
    """One for each segment, whoever coded it and with what."""
    source = given.guids.source(transcript)
    codings: dict[Span, dict[str, Applied]] = defaultdict(dict)
    for row in given.rows.get(transcript, ()):
        span = shown.span(row.coding.start, row.coding.end)
        one = _applied(source, span, row, given)
        codings[span].setdefault(one.guid, one)
    notes: dict[Span, list[str]] = defaultdict(list)
    for note, memo in memos:
        if memo.end:
            span = shown.span(memo.start, memo.end)
            if not _noted(codings[span], note, memo, given):
                notes[span].append(note)
    for start, end in sorted({*codings, *notes}):
        if start < end:
            yield Selection(
                guid_of("selection", source, str(start), str(end)),
                named(shown.text[start:end]),
                start,
                end,
                tuple(codings[start, end][guid] for guid in sorted(codings[start, end])),
                notes=tuple(sorted(notes[start, end])),
            )


def _noted(codings: dict[str, Applied], note: str, memo: Memo, given: _Given) -> bool:
    """Hang a memo on the coding that it is on, if it is on one."""
    if not memo.code:
        return False
    code = given.guids.code(given.evidence.codebook.code(memo.code))
    for guid, one in sorted(codings.items()):
        if one.code == code:
            codings[guid] = replace(one, notes=(*one.notes, note))
            return True
    return False


def _applied(source: str, span: Span, row: Quotation, given: _Given) -> Applied:
    code = given.guids.code(given.evidence.codebook.code(row.coding.code))
    user = given.guids.user(row.coding.coder)
    return Applied(row.coding.guid or coding_guid(source, span, code, user), code, user)


def coding_guid(source: str, span: Span, code: str, user: str) -> str:
    """The GUID of a coding that has come from no other program.

    Args:
        source: the source's GUID.
        span: characters of the shown text, end excluded.
        code: the code's GUID.
        user: the coder's GUID.
    """
    return guid_of("coding", source, *map(str, span), code, user)


# Memos


def _listed(memos: Sequence[Memo], evidence: Evidence, guids: Guids) -> list[tuple[str, Memo]]:
    """The memos on what is there, each with its GUID, in the order of these."""
    codes = {"", *(code.id for code in evidence.codebook.codes)}
    there = {"", *guids.interviews}
    kept = [memo for memo in memos if memo.code in codes and memo.transcript in there]
    return sorted(((memo.guid or _memo_guid(memo, guids), memo) for memo in kept), key=_first)


def _first(pair: tuple[str, Memo]) -> str:
    return pair[0]


def _memo_guid(memo: Memo, guids: Guids) -> str:
    place = guids.source(memo.transcript) if memo.transcript else ""
    return guid_of("memo", memo.text, memo.author, place, str(memo.start), str(memo.end), memo.code)


def _notes(given: _Given) -> Iterator[Note]:
    for note, memo in given.memos:
        author = given.guids.user(memo.author) if memo.author else ""
        text = mask(memo.text, "", given.evidence.names).text
        yield Note(note, named(text), text, author)
