"""Who speaks: the researchers' list of participants, matched to the speakers of the transcripts.

Consent fails closed: where it is not clear whose words are meant, the study stops.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from transcripts.model import INTERVIEWER, Notice, Transcript
from transcripts.participant_list import Row, wrong
from transcripts.spelling import key
from transcripts.study import CONSENTS

IDENTIFYING = ("organisation",)
"""Attributes that tell who somebody is as their name does; counted, and shown with it alone."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who answers: the case of the analysis.

    Attributes:
        id: what the paper calls the person, such as ``P03``.
        voices: the transcripts and speakers' labels that are this person.
        name: the person's own name; printed only where consent is ``named``.
        consent: ``named``, ``pseudonym``, ``no-quotes`` or ``withdrawn``.
        attributes: whatever else the list says, such as region or sector; by column.
    """

    id: str
    voices: tuple[tuple[str, str], ...]
    name: str = ""
    consent: str = "pseudonym"
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, column: str) -> str:
        """The value in the column; empty where there is none."""
        return dict(self.attributes).get(column, "")


def roles(rows: Iterable[Row], transcript: Transcript) -> dict[str, str]:
    """The roles that the list gives to the speakers of the transcript, by label."""
    names = _names(transcript.id, transcript.path)
    return {
        row.cells["speaker"]: row.cells["role"]
        for row in rows
        if any(name in names for name in _meant(row))
        and row.cells.get("speaker")
        and row.cells.get("role")
    }


def _names(ident: str, file: str) -> tuple[str, ...]:
    """What the list may call a transcript."""
    path = PurePath(file)
    names = (ident, file, path.name, path.stem, _unpadded(path.stem))
    return tuple(dict.fromkeys(key(name) for name in names))


def _unpadded(number: str) -> str:
    """``7`` for ``007``: a spreadsheet takes the noughts away."""
    return str(int(number)) if number.isdecimal() else number


def _meant(row: Row) -> tuple[str, ...]:
    """What the row calls its transcript, and that without the ending of a file."""
    said = row.cells["transcript"]
    stem = PurePath(said).stem
    return tuple(dict.fromkeys(key(name) for name in (said, stem, _unpadded(stem))))


Voice = tuple[str, str]
"""A transcript's id and a speaker's label."""

Twin = tuple[str, str]
"""The path of a file that was left out, and the id of the same interview that is kept."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with the transcripts that it names and the voices in them that it means."""

    row: Row
    transcripts: tuple[Transcript, ...]
    voices: tuple[Voice, ...]

    @property
    def asks(self) -> bool:
        return self.row.cells.get("role") == INTERVIEWER

    @property
    def speaker(self) -> str:
        return self.row.cells.get("speaker", "")

    @property
    def consent(self) -> str:
        return self.row.cells.get("consent", "")


def identify(
    transcripts: Iterable[Transcript],
    rows: Sequence[Row] = (),
    consent: str = "",
    twins: Iterable[Twin] = (),
) -> tuple[tuple[Participant, ...], tuple[Notice, ...]]:
    """The participants behind the speakers, in the order of the list, then of transcripts' ids.

    Lines with the same id are one person, with the strictest consent that any of them gives. A
    line without speaker is whoever answers in the transcript and stands on no other line.

    Args:
        transcripts: with their final roles.
        rows: the researchers' list; empty where they gave none.
        consent: the level of whoever has none in the list; empty for the strictest there, though
            never ``named``: a name is printed only where that is said.
        twins: files left out as the same interview; a line may name either.

    Raises:
        InputError: two lines are the same speaker, or a line with a consent stricter than usual
            names a speaker whom its transcript does not have.
    """
    transcripts = sorted(transcripts, key=lambda transcript: transcript.id)
    consent = consent or _strictest(rows)
    lines = _match(rows, transcripts, twins)
    _check_voices(lines)
    _check_consents(lines, consent)
    _check_strays(lines, transcripts, consent)
    listed = _by_id([line for line in lines if not line.asks])
    people = {ident: _person(ident, own, consent) for ident, own in listed.items()}
    known = {voice for person in people.values() for voice in person.voices}
    notices = [*_unclear(lines), *_differing(listed)]
    for transcript in transcripts:
        for label in _answering(transcript):
            if (transcript.id, label) not in known:
                ident = _next_id(people)
                people[ident] = Participant(ident, ((transcript.id, label),), consent=consent)
                notices += [_unlisted(transcript, label, consent)] if rows else []
    return tuple(people.values()), tuple(notices)


def _strictest(rows: Iterable[Row]) -> str:
    given = {row.cells.get("consent", "") for row in rows}
    return "no-quotes" if "no-quotes" in given else "pseudonym"


def _answering(transcript: Transcript) -> list[str]:
    return list(dict.fromkeys(turn.speaker for turn in transcript.answers()))


def _match(
    rows: Sequence[Row], transcripts: Sequence[Transcript], twins: Iterable[Twin]
) -> list[_Line]:
    """The rows with their voices; those that name a speaker choose first."""
    called: dict[str, list[Transcript]] = defaultdict(list)
    for transcript in transcripts:
        for name in _names(transcript.id, transcript.path):
            called[name].append(transcript)
    by_id = {transcript.id: transcript for transcript in transcripts}
    for path, kept in twins:
        for name in _names(path, path):
            if kept in by_id and name not in called:
                called[name].append(by_id[kept])
    lines = [_named(row, _called(row, called)) for row in rows]
    taken = {voice for line in lines for voice in line.voices}
    return [line if line.speaker or line.asks else _others(line, taken) for line in lines]


def _called(row: Row, called: Mapping[str, Sequence[Transcript]]) -> tuple[Transcript, ...]:
    return next((tuple(called[name]) for name in _meant(row) if name in called), ())


def _named(row: Row, transcripts: tuple[Transcript, ...]) -> _Line:
    """The row with the voices that have its label; an interviewer's may also be a question's."""
    line, wanted = _Line(row, transcripts, ()), key(row.cells.get("speaker", ""))
    voices = dict.fromkeys(
        (transcript.id, turn.speaker)
        for transcript in transcripts
        for turn in (transcript.turns if line.asks else transcript.answers())
        if wanted and key(turn.speaker) == wanted
    )
    return replace(line, voices=tuple(voices))


def _others(line: _Line, taken: Collection[Voice]) -> _Line:
    answering = ((t.id, label) for t in line.transcripts for label in _answering(t))
    return replace(line, voices=tuple(voice for voice in answering if voice not in taken))


def _check_voices(lines: Iterable[_Line]) -> None:
    owners: dict[Voice, Row] = {}
    for line in lines:
        for voice in line.voices:
            if voice in owners:
                problem = f"is the same speaker as line {owners[voice].line}"
                remedy = "Keep one of the two lines, or give each its own speaker"
                raise wrong(line.row.path, problem, remedy, line.row.line)
            owners[voice] = line.row


def _check_consents(lines: Iterable[_Line], usual: str) -> None:
    for line in lines:
        lost = line.transcripts and not line.voices and not line.asks
        if lost and line.consent and CONSENTS.index(line.consent) > CONSENTS.index(usual):
            there = ", ".join(label for t in line.transcripts for label in _answering(t))
            problem = f"{line.consent!r} is for speaker {line.speaker!r}, whom nobody matches"
            remedy = f"Write the label as the transcript has it (there are: {there})"
            raise wrong(line.row.path, problem, remedy, line.row.line)


def _check_strays(lines: Sequence[_Line], transcripts: Iterable[Transcript], usual: str) -> None:
    """A strict line that names no transcript here may be meant for anybody who is not listed."""
    known = {voice for line in lines for voice in line.voices}
    unlisted = [
        transcript.id
        for transcript in transcripts
        if any((transcript.id, label) not in known for label in _answering(transcript))
    ]
    for line in lines:
        strict = line.consent and CONSENTS.index(line.consent) > CONSENTS.index(usual)
        if strict and not line.transcripts and unlisted:
            called = line.row.cells["transcript"]
            problem = f"{line.consent!r} is for transcript {called!r}, which is not here"
            remedy = (
                f"Write the file's name; not listed yet are: {', '.join(unlisted)}. If the "
                "interview was deleted, remove the line"
            )
            raise wrong(line.row.path, problem, remedy, line.row.line)


def _by_id(lines: Sequence[_Line]) -> dict[str, list[_Line]]:
    given = {line.row.cells.get("id", "") for line in lines}
    people: dict[str, list[_Line]] = {}
    for line in lines:
        ident = line.row.cells.get("id") or _next_id(people, given)
        people.setdefault(ident, []).append(line)
    return people


def _next_id(people: Collection[str], given: Collection[str] = ()) -> str:
    number = len(people) + 1
    while (ident := f"P{number:02}") in people or ident in given:
        number += 1
    return ident


def _person(ident: str, lines: Sequence[_Line], usual: str) -> Participant:
    """Whoever has all these lines; where they differ, the first value and strictest consent."""
    given = [line.consent for line in lines if line.consent]
    names = [line.row.cells["name"] for line in lines if line.row.cells.get("name")]
    attributes: dict[str, str] = {}
    for column, value in (pair for line in lines for pair in line.row.attributes()):
        attributes.setdefault(column, value)
    return Participant(
        ident,
        tuple(voice for line in lines for voice in line.voices),
        next(iter(names), ""),
        max(given, key=CONSENTS.index, default=usual),
        tuple(attributes.items()),
    )


def _unclear(lines: Iterable[_Line]) -> Iterator[Notice]:
    for line in lines:
        if line.voices and not line.speaker and len(line.voices) > len(line.transcripts):
            said = "This line names no speaker. All who answer are taken as one person."
            yield _notice(line, f"{said} Add a line for each of them.")
        if not line.voices and line.consent == "withdrawn":
            said = "No transcript of this line was read. If it was deleted, remove the line too"
            yield _notice(line, f"{said}; else correct the file's name.")
        elif not line.voices and (line.transcripts or not line.asks):
            yield _notice(line, _nobody(line))


def _notice(line: _Line, text: str) -> Notice:
    return Notice(line.row.path, "participants", text, place=f"line {line.row.line}")


def _nobody(line: _Line) -> str:
    found = dict.fromkeys(turn.speaker for t in line.transcripts for turn in t.turns)
    there = f"it has the speakers {', '.join(found)}" if found else "no such transcript was read"
    return (
        f"Nobody matches speaker {line.speaker!r} of transcript "
        f"{line.row.cells['transcript']!r}; {there}. "
        "Correct the line or the transcript's labels."
    )


def _differing(people: Mapping[str, Sequence[_Line]]) -> Iterator[Notice]:
    """What two lines of one person say differently."""
    for ident, (first, *others) in people.items():
        for line in others:
            columns = [
                column
                for column, value in line.row.cells.items()
                if column not in {"transcript", "speaker"}
                and value
                and first.row.cells.get(column, "") not in {"", value}
            ]
            if columns:
                said = f"{ident} stands on line {first.row.line} with another {', '.join(columns)}"
                taken = "The strictest consent and else the first value are taken"
                yield _notice(line, f"{said}. {taken}. Correct one of the lines.")


def _unlisted(transcript: Transcript, label: str, consent: str) -> Notice:
    return Notice(
        transcript.path,
        "participants",
        f"Speaker {label!r} is not in the list of participants and is taken with the consent "
        f"{consent!r}. Add a line for this person.",
    )
