"""A project or codebook of another program, taken into a study as files that people can edit.

Nothing that is there is changed: codes, transcripts, codings, memos and participants are added.
What was taken over before is known by its GUID, or by its words, and is not taken over twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evidence.human_codings import CODINGS, Row, anchored
from evidence.human_codings import read_rows as read_codings
from evidence.memos import MemoRow, read_memos
from evidence.refi_qda import Loss, Project, ReadProject, Source
from evidence.refi_qda_codes import CodesFound, as_toml, mapped
from evidence.refi_qda_export import Guids
from evidence.refi_qda_memory import (
    REMEMBERED,
    KnownCode,
    KnownVariable,
    Remembered,
    as_json,
    read_remembered,
)
from evidence.refi_qda_people import Known, People, columns_of, people_of
from evidence.refi_qda_reading import read
from evidence.refi_qda_rows import Names, Rows, existing, names_of, rows_of
from evidence.register import sources
from evidence.versions import likeness, words_of
from flows import adding, places, private, replacing, steps
from flows.places import Place
from transcripts import limits
from transcripts.model import Transcript
from transcripts.participants import Participant
from transcripts.spelling import key
from transcripts.study import CODEBOOK, MEMOS, read_study

_ALIKE, _EQUAL = 0.5, 0.95
"""The share of the shorter text that must be in the other for both to be one interview; above the
second, several sources may be the same interview."""

_GONE = "who is interviewed has withdrawn"

_LONGEST_NAME = 80
_UNSAFE = re.compile(r"[^\w .-]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it.

    Attributes:
        read: what the file holds.
        codes: where its codes are.
        transcripts: the study's, by the GUID of the source.
        written: names of the transcripts that were added.
        rows: codings and memos.
        people: lines of the list of participants.
        losses: what is not taken over.
    """

    read: ReadProject
    codes: CodesFound
    transcripts: Mapping[str, Transcript] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    rows: Rows = field(default_factory=Rows)
    people: People = field(default_factory=People)
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class _Coming:
    """What is to be added to a study."""

    place: Place
    found: ReadProject
    codes: CodesFound
    remembered: Remembered

    @property
    def project(self) -> Project:
        return self.found.project


@dataclass(frozen=True, slots=True)
class _There:
    """The transcripts and participants of the study."""

    transcripts: Sequence[Transcript]
    people: Sequence[Participant]


def take_over(place: Place, path: Path) -> Taken:
    """Add to the study what a project or codebook holds.

    Raises:
        InputError: the file, or one of the study's, cannot be used; nothing has been added then.
    """
    with limits.using(read_study(place.folder, place.name).limits):
        found = read(path)
    remembered, book = read_remembered(place.folder), steps.codebook_of(place)
    codes = mapped(found.project.codes, book, Guids(remembered, {}).code)
    coming = _Coming(place, found, codes, remembered)
    if not found.project.sources and not found.project.cases:
        _add_codes(coming)
        _remember(coming, Taken(found, codes))
        return Taken(found, codes, losses=found.losses)
    return _with_sources(coming)


def _with_sources(coming: _Coming) -> Taken:
    place, there = coming.place, _study(coming.place)
    gone = [(one, Loss("TextSource", one.name, _GONE, _codings(one))) for one in _withdrawn(coming)]
    wanted = [one for one in coming.project.sources if one not in [source for source, _ in gone]]
    same = matched(wanted, there.transcripts, coming.remembered)
    written = _write_sources(place, [one for one in wanted if one.guid not in same])
    if written:
        there = _study(place)
        by_path = {one.path: one for one in there.transcripts}
        same |= {guid: by_path[name] for guid, name in written.items() if name in by_path}
    _add_codes(coming)
    taken = _add(coming, there, same)
    losses = (*coming.found.losses, *(loss for _, loss in gone), *taken.losses)
    return replace(taken, written=tuple(written.values()), losses=losses)


def _add(coming: _Coming, there: _There, same: Mapping[str, Transcript]) -> Taken:
    folder = coming.place.folder
    names = names_of(coming.project, coming.codes.ids, coming.remembered.users)
    rows, people = _rows(coming, there, same, names), _people(coming, there, same)
    adding.add_rows(folder / CODINGS, adding.CODINGS, map(adding.coding_cells, rows.codings))
    adding.add_rows(folder / MEMOS, adding.MEMOS, map(adding.memo_cells, rows.memos))
    left = adding.add_people(folder, people.lines)
    losses = (*rows.losses, *people.losses, *left)
    taken = Taken(coming.found, coming.codes, same, (), rows, people, losses)
    _remember(coming, taken, names)
    return taken


def _codings(source: Source) -> int:
    return sum(len(one.codings) for one in source.selections)


def _study(place: Place) -> _There:
    gathered = steps.read(place)
    called = private.read_called(place)
    found = steps.load_transcripts(place, gathered.transcripts)
    people = steps.load_participants(place, gathered.participants)
    return _There([called.real(one) for one in found], [called.known(one) for one in people])


def _withdrawn(coming: _Coming) -> list[Source]:
    """The sources that the list of participants calls withdrawn: they stay away."""
    gone = {
        Path(row.cells["transcript"]).stem.casefold()
        for row in steps.listed(coming.place)
        if row.cells.get("consent") == "withdrawn"
    }
    return [one for one in coming.project.sources if _stem(one.name).casefold() in gone]


# Sources


def matched(
    wanted: Sequence[Source], transcripts: Sequence[Transcript], remembered: Remembered
) -> dict[str, Transcript]:
    """The transcript that each source is, by its GUID, judged by what is said in them.

    Args:
        wanted: sources of a project.
        transcripts: of the study; none is two sources.
        remembered: which source a transcript came from.
    """
    guids = {guid: ident for ident, guid in remembered.sources.items()}
    texts = {one.id: words_of(one.text) for one in transcripts}
    pairs = []
    for number, source in enumerate(wanted):
        said = words_of(source.text)
        for transcript in transcripts:
            alike = likeness(said, texts[transcript.id])
            known = guids.get(source.guid) == transcript.id
            if alike >= _ALIKE:
                named = _stem(source.name).casefold() == transcript.id.casefold()
                pairs.append(((known, alike, named, -number), source.guid, transcript))
    found: dict[str, Transcript] = {}
    for rank, guid, transcript in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        taken = transcript.id in {one.id for one in found.values()}
        if guid not in found and (not taken or rank[1] >= _EQUAL):
            found[guid] = transcript
    return found


def _stem(name: str) -> str:
    """A source's name without the ending of a file."""
    path = Path(name)
    return path.stem if 1 < len(path.suffix) <= 5 and path.suffix[1:].isalnum() else name


def _write_sources(place: Place, listed: Sequence[Source]) -> dict[str, str]:
    """Write the texts that the study does not have; the path of each below it, by GUID."""
    folder = place.folder / "transcripts" if place.deep else place.folder
    found: dict[str, str] = {}
    for source in listed:
        if not source.text.strip():
            continue
        folder.mkdir(exist_ok=True)
        base = _UNSAFE.sub(" ", _stem(source.name))[:_LONGEST_NAME].strip(" .") or "interview"
        number, name = 1, base
        while (folder / f"{name}.txt").exists():
            number += 1
            name = f"{base} {number}"
        path = folder / f"{name}.txt"
        replacing.put(path, source.text.encode())
        found[source.guid] = places.name_of(path, place)
    return found


# Codes, codings, participants


def _add_codes(coming: _Coming) -> None:
    """Write the new codes at the end of the study's codebook, which is made where it has none."""
    if coming.codes.new:
        before = places.codebook(coming.place).read_text("utf-8-sig")
        added = as_toml(coming.codes.new, coming.project.origin)
        path = coming.place.folder / CODEBOOK
        replacing.put(path, f"{before.rstrip()}\n{added}".encode())


def _rows(coming: _Coming, there: _There, same: Mapping[str, Transcript], names: Names) -> Rows:
    path, memos = coming.place.folder / CODINGS, coming.place.folder / MEMOS
    rows: tuple[Row, ...] = read_codings(path) if path.is_file() else ()
    noted: tuple[MemoRow, ...] = read_memos(memos) if memos.is_file() else ()
    placed, _ = anchored(rows, there.transcripts, steps.codebook_of(coming.place))
    gone = {v for person in there.people if person.consent == "withdrawn" for v in person.voices}
    known = replace(existing(rows, noted, placed), withdrawn=gone)
    return rows_of(coming.project, same, names, known)


def _people(coming: _Coming, there: _There, same: Mapping[str, Transcript]) -> People:
    heard = {one.id: one for one in sources(there.transcripts, there.people)}
    guids = Guids(coming.remembered, heard)
    named = {name for row in steps.listed(coming.place) for name in _named(row.cells["transcript"])}
    listed = frozenset(t.id for t in there.transcripts if {t.id, Path(t.path).name} & named)
    return people_of(coming.project, Known(same, there.people, listed, guids.case))


def _named(transcript: str) -> tuple[str, str]:
    return transcript, Path(transcript).stem


def _remember(coming: _Coming, taken: Taken, names: Names | None = None) -> None:
    """Keep the GUIDs of what was taken over; what is remembered already stays as it is."""
    project, before, ids = coming.project, coming.remembered, coming.codes.ids
    columns = columns_of(project)
    coders = names.coders if names else {}
    codes = {ids[c.guid]: KnownCode(c.guid, c.color, c.codable) for c in project.codes}
    variables = {
        key(columns[v.guid]): KnownVariable(v.guid, v.kind, v.name) for v in project.variables
    }
    now = Remembered(
        before.name or project.name,
        {name: guid for guid, name in coders.items()} | dict(before.users),
        codes | dict(before.codes),
        {one.id: guid for guid, one in taken.transcripts.items()} | dict(before.sources),
        {ident: guid for guid, ident in taken.people.ids.items()} | dict(before.cases),
        variables | dict(before.variables),
        tuple({one.guid: one for one in (*project.sets, *before.sets)}.values()),
    )
    replacing.put(coming.place.folder / REMEMBERED, as_json(now).encode())
