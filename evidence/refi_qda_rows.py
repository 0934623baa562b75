"""The codings and memos of a project as rows of a study's codings.csv and memos.csv.

A segment of a source is found in the study's transcript word by word, for labels, fillers and
blanks may differ (``evidence.alignment``). What reaches over several turns becomes a row for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evidence.human_codings import Row
from evidence.memos import MemoRow
from evidence.model import PROGRAM, Coding
from evidence.refi_qda import Applied, Loss, Note, Project, Selection, Source, guid_of
from evidence.versions import Aligned
from evidence.wording import around
from transcripts.model import Transcript, Turn

_FEWEST_FOUND = 0.5
"""The share of a segment's words that must be found for it to be the same segment."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the study calls codes and coders, by their GUIDs in the project."""

    codes: Mapping[str, str]
    coders: Mapping[str, str]


@dataclass(slots=True)
class Rows:
    """New rows, and what became of the rest.

    Attributes:
        codings: new rows of codings.csv.
        memos: new rows of memos.csv.
        losses: what is not taken over.
        known: how many codings the study had already.
        by_program: how many the program itself had made, which each run makes anew.
    """

    codings: list[Row] = field(default_factory=list)
    memos: list[MemoRow] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    known: int = 0
    by_program: int = 0


Segment = tuple[str, int, int, str, str]
"""Transcript, start, end, code and coder of a coding that the study has."""


@dataclass(frozen=True, slots=True)
class Existing:
    """What the study has: GUIDs of codings and memos, and its codings by their segments."""

    guids: Collection[str]
    segments: Collection[Segment]
    withdrawn: Collection[tuple[str, str]] = ()
    """Transcripts and labels of participants who have withdrawn: of them nothing is taken over."""


def existing(rows: Iterable[Row], memos: Iterable[MemoRow], codings: Iterable[Coding]) -> Existing:
    """What the rows of a study's files and the codings that they are stand for."""
    guids = {row.guid for row in rows} | {memo.guid for memo in memos} - {""}
    segments = {(c.transcript, c.start, c.end, c.code, c.coder) for c in codings}
    return Existing(guids, segments)


def names_of(project: Project, codes: Mapping[str, str], users: Mapping[str, str]) -> Names:
    """The coders' names, no two alike.

    Args:
        project: with its users.
        codes: the study's ids of the codes, by GUID.
        users: GUIDs of the coders that the study remembers, by name.
    """
    known = {guid: name for name, guid in users.items()}
    found: dict[str, str] = {}
    for user in project.users:
        name = known.get(user.guid) or " ".join(user.name.split()) or "coder"
        taken = {*users, *found.values()} - {known.get(user.guid, ""), PROGRAM}
        number, own = 1, name
        while own in taken:
            number += 1
            own = f"{name} ({number})"
        found[user.guid] = own
    return Names(codes, found)


def rows_of(
    project: Project, transcripts: Mapping[str, Transcript], names: Names, there: Existing
) -> Rows:
    """The rows of all sources that are a transcript of the study.

    Args:
        project: as it was read.
        transcripts: the study's, by the GUID of the source.
        names: of codes and coders.
        there: what the study has already.
    """
    made = Rows()
    around_it = _Around(names, there, {note.guid: note for note in project.notes})
    for source in project.sources:
        transcript = transcripts.get(source.guid)
        if transcript is None:
            _lost_with(source, made)
        else:
            taken = _Taking(source, transcript, around_it, made)
            for selection in source.selections:
                taken.take(selection)
            taken.take_whole()
    _without_segment(project, around_it, made)
    return made


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for all sources: names, what the study has, and the memos by GUID."""

    names: Names
    there: Existing
    notes: Mapping[str, Note]


def _lost_with(source: Source, made: Rows) -> None:
    codings = sum(len(one.codings) for one in source.selections) + len(source.codings)
    if codings or source.notes or source.description:
        why = "its text is no transcript that the study can use"
        made.losses.append(Loss("TextSource", source.name, why, codings))


class _Taking:
    """One source on its way to rows."""

    def __init__(
        self, source: Source, transcript: Transcript, around_it: _Around, made: Rows
    ) -> None:
        self._source, self._transcript, self._made = source, transcript, made
        self._names, self._there = around_it.names, around_it.there
        self._around = around_it
        self._aligned = Aligned(source.text, transcript.text)

    def take(self, selection: Selection) -> None:
        """The rows of a segment's codings and memos."""
        new = [one for one in selection.codings if self._is_new(one)]
        noted = selection.notes or any(one.notes for one in selection.codings)
        if not (new or noted or selection.description):
            return
        spans, why = self._spans(selection)
        if not spans:
            which = f"{self._source.name}: {selection.guid}"
            self._made.losses.append(Loss("PlainTextSelection", which, why, len(new)))
            return
        for one in selection.codings:
            if one in new:
                self._code(one, spans)
            self._note(one.notes, spans[0], self._names.codes[one.code], one.guid)
        self._note(selection.notes, spans[0], "", selection.guid)
        if selection.description:
            own = guid_of("description", selection.guid)
            self._memo(Note(own, "", selection.description), spans[0], "", own)

    def take_whole(self) -> None:
        """The memos on the transcript; codes on a whole source have no place in a study."""
        for one in self._source.codings:
            code = self._names.codes.get(one.code, one.code)
            why = "it is on a source as a whole, not on words"
            self._made.losses.append(Loss("Coding", f"{self._source.name}: {code}", why, 1))
        self._note(self._source.notes, None, "", self._source.guid)
        if self._source.description:
            own = guid_of("description", self._source.guid)
            self._memo(Note(own, "", self._source.description), None, "", own)

    def _is_new(self, one: Applied) -> bool:
        if self._names.coders.get(one.user) == PROGRAM:
            self._made.by_program += 1
            return False
        if one.guid in self._there.guids:
            self._made.known += 1
            return False
        return True

    def _spans(self, selection: Selection) -> tuple[list[tuple[int, int]], str]:
        """The segment in the transcript, turn by turn; where there is none, why."""
        count, pairs = self._aligned.words(selection.start, selection.end)
        if not pairs or len(pairs) < _FEWEST_FOUND * count:
            return [], f"its words are not in {self._transcript.id}"
        by_turn: dict[int, list[tuple[int, int]]] = defaultdict(list)
        turns = self._transcript.turns
        for pair in pairs:
            at = self._aligned.place(pair[1])[0]
            by_turn[next(n for n, turn in enumerate(turns) if at < turn.end)].append(pair)
        spans = [
            self._aligned.span(
                own, selection.start, selection.end, (turns[number].start, turns[number].end)
            )
            for number, own in sorted(by_turn.items())
            if not self._is_withdrawn(turns[number])
        ]
        return spans, "" if spans else "who says this has withdrawn"

    def _is_withdrawn(self, turn: Turn) -> bool:
        return (self._transcript.id, turn.speaker) in self._there.withdrawn

    def _code(self, one: Applied, spans: Sequence[tuple[int, int]]) -> None:
        code, coder = self._names.codes[one.code], self._names.coders.get(one.user, "imported")
        text = self._transcript.text
        for number, (start, end) in enumerate(spans):
            if (self._transcript.id, start, end, code, coder) in self._there.segments:
                self._made.known += 1
                continue
            own = one.guid if not number else guid_of("part", one.guid, str(number))
            before, after = around(text, start, end)
            row = Row(
                0, self._transcript.id, text[start:end], code, coder, before, after, start, own
            )
            self._made.codings.append(row)

    def _note(self, notes: Iterable[str], span: tuple[int, int] | None, code: str, on: str) -> None:
        for guid in notes:
            if note := self._around.notes.get(guid):
                self._memo(note, span, code, guid_of("note on", guid, on))

    def _memo(self, note: Note, span: tuple[int, int] | None, code: str, other: str) -> None:
        """A memo under its own GUID; on a second thing it needs another."""
        row = _memo(note, self._names, self._transcript, span, code)
        _add_memo(row, other, self._there, self._made)


def _memo(
    note: Note,
    names: Names,
    transcript: Transcript | None = None,
    span: tuple[int, int] | None = None,
    code: str = "",
) -> MemoRow:
    start, end = span or (-1, -1)
    exact = transcript.text[start:end] if transcript and span else ""
    ident = transcript.id if transcript else ""
    author = names.coders.get(note.user, "")
    return MemoRow(0, ident, start, exact, code, author, note.text.strip(), note.guid)


def _add_memo(row: MemoRow, other: str, there: Existing, made: Rows) -> None:
    taken = {memo.guid for memo in made.memos}
    own = replace(row, guid=other) if row.guid in taken else row
    if own.text and own.guid not in there.guids and own.guid not in taken:
        made.memos.append(own)


def _without_segment(project: Project, around_it: _Around, made: Rows) -> None:
    """The memos on codes and on the project, and those that nothing names."""
    names, there = around_it.names, around_it.there
    for on, code, guids in _hung(project, names):
        for guid in guids:
            if note := around_it.notes.get(guid):
                row = _memo(note, names, code=code)
                _add_memo(row, guid_of("note on", guid, on), there, made)
    if project.description:
        own = guid_of("description", project.name)
        _add_memo(_memo(Note(own, "", project.description), names), own, there, made)


def _hung(project: Project, names: Names) -> Iterator[tuple[str, str, Sequence[str]]]:
    for code in project.codes:
        yield code.guid, names.codes[code.guid], code.notes
    named = {note for source in project.sources for note in _on(source)}
    named |= {note for code in project.codes for note in code.notes}
    left = [note.guid for note in project.notes if note.guid not in named]
    yield "", "", [*project.on_project, *(n for n in left if n not in project.on_project)]


def _on(source: Source) -> Iterator[str]:
    yield from source.notes
    for selection in source.selections:
        yield from selection.notes
        for one in selection.codings:
            yield from one.notes
