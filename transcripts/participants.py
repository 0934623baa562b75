"""Who speaks: the researchers' list of participants, matched to the speakers of the transcripts.

Consent fails closed: where it is not clear whose words are meant, the study stops.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from itertools import zip_longest
from pathlib import Path, PurePath

from transcripts.encodings import clean, decode
from transcripts.errors import InputError
from transcripts.model import INTERVIEWER, RESPONDENT, Notice, Transcript
from transcripts.packages import unpack
from transcripts.settings import suggestion
from transcripts.study import CONSENTS, PARTICIPANTS

_COLUMNS = ("transcript", "speaker", "role", "id", "name", "consent")
_ALIKE = 0.73
"""How like one of ours a column is that is taken for a slip: ``consents``, not ``profile``."""


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


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the researchers' list; ``line`` counts from 1, the header included."""

    line: int
    path: str
    cells: Mapping[str, str]

    def attributes(self) -> tuple[tuple[str, str], ...]:
        """What the list says beyond the columns that the program knows."""
        return tuple((k, v) for k, v in self.cells.items() if k not in _COLUMNS and v)


def find_list(folder: Path) -> Path | None:
    """The list of participants in the study's folder, if there is one.

    Raises:
        InputError: there are two, and each could say something else of somebody's consent.
    """
    found = [folder / name for name in PARTICIPANTS if (folder / name).is_file()]
    if len(found) > 1:
        raise _wrong(found[1].name, f"stands beside {found[0].name}", "Keep one of the two")
    return found[0] if found else None


def read_rows(path: Path) -> tuple[Row, ...]:
    """The lines of the list.

    Raises:
        InputError: where the file cannot be read, a column is missing or cannot be meant, or a
            role or a level of consent is not one that the program knows.
    """
    lines = _read_xlsx(path) if path.suffix.casefold() == ".xlsx" else _read_csv(path)
    header = [_folded(clean(name)[0]) for name in lines[0]] if lines else []
    _check_header(header, path.name)
    rows = tuple(
        _row(number, path.name, header, line)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    )
    for row in rows:
        _check(row)
    return rows


def _wrong(name: str, problem: str, remedy: str, line: int = 0) -> InputError:
    place = f"line {line}" if line else ""
    return InputError(name, problem, remedy, place=place, kind="participants")


def _check_header(header: list[str], name: str) -> None:
    missing = [column for column in _COLUMNS if column not in header]
    for column in header:
        meant = get_close_matches(column, missing, n=1, cutoff=_ALIKE)
        if meant and column not in _COLUMNS:
            problem = f"column {column!r} is not known"
            remedy = f"Did you mean {meant[0]!r}? If it is one of your own, call it something else"
            raise _wrong(name, problem, remedy, 1)
        if column and header.count(column) > 1:
            raise _wrong(name, f"has two columns {column!r}", "Rename or remove one", 1)
    if "transcript" in missing:
        remedy = "Name the columns in the first line; 'transcript' holds the file's name"
        raise _wrong(name, "has no column 'transcript'", remedy)


def _row(number: int, name: str, header: list[str], line: list[str]) -> Row:
    cells = [" ".join(clean(cell)[0].split()) for cell in line]
    if any(cell and not column for column, cell in zip_longest(header, cells, fillvalue="")):
        problem = "a value stands in a column without a name"
        remedy = (
            "Name the column in the first line, or put the text with a comma in quotation marks"
        )
        raise _wrong(name, problem, remedy, number)
    return Row(number, name, dict(zip_longest(header, cells, fillvalue="")))


def _check(row: Row) -> None:
    if not row.cells["transcript"]:
        raise _wrong(row.path, "names no transcript", "Write the file's name", row.line)
    known = {"consent": CONSENTS, "role": (INTERVIEWER, RESPONDENT)}
    for column, values in known.items():
        value = row.cells.get(column, "")
        if value and value not in values:
            problem = f"{column} {value!r} is not known"
            raise _wrong(row.path, problem, suggestion(value, values), row.line)


def _read_csv(path: Path) -> list[list[str]]:
    text, _ = decode(path.read_bytes(), path.name)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        problem = f"cannot be divided into cells: {error}"
        remedy = "Look for a quotation mark without its pair"
        raise _wrong(path.name, problem, remedy, reader.line_num) from error


def _read_xlsx(path: Path) -> list[list[str]]:
    import openpyxl

    data = path.read_bytes()
    unpack(data, path.name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = list(sheet.iter_rows(values_only=True))
    except Exception as error:
        remedy = "Save it again as .xlsx or as .csv"
        raise _wrong(path.name, "is not an Excel workbook", remedy) from error
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def roles(rows: Iterable[Row], transcript: Transcript) -> dict[str, str]:
    """The roles that the list gives to the speakers of the transcript, by label."""
    names = _names(transcript)
    return {
        row.cells["speaker"]: row.cells["role"]
        for row in rows
        if _folded(row.cells["transcript"]) in names
        and row.cells.get("speaker")
        and row.cells.get("role")
    }


@cache
def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _names(transcript: Transcript) -> tuple[str, ...]:
    """What the list may call the transcript."""
    path = PurePath(transcript.path)
    names = (transcript.id, transcript.path, path.name, path.stem)
    return tuple(dict.fromkeys(_folded(name) for name in names))


Voice = tuple[str, str]
"""A transcript's id and a speaker's label."""


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
    transcripts: Iterable[Transcript], rows: Sequence[Row] = (), consent: str = ""
) -> tuple[tuple[Participant, ...], tuple[Notice, ...]]:
    """The participants behind the speakers, in the order of the list, then of transcripts' ids.

    Lines with the same id are one person, with the strictest consent that any of them gives. A
    line without speaker is whoever answers in the transcript and stands on no other line.

    Args:
        transcripts: with their final roles.
        rows: the researchers' list; empty where they gave none.
        consent: the level of whoever has none in the list; empty for the strictest there, though
            never ``named``: a name is printed only where that is said.

    Raises:
        InputError: two lines are the same speaker, or a line with a consent stricter than usual
            names a speaker whom its transcript does not have.
    """
    transcripts = sorted(transcripts, key=lambda transcript: transcript.id)
    consent = consent or _strictest(rows)
    lines = _match(rows, transcripts)
    _check_voices(lines)
    _check_consents(lines, consent)
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


def _match(rows: Sequence[Row], transcripts: Sequence[Transcript]) -> list[_Line]:
    """The rows with their voices; those that name a speaker choose first."""
    called: dict[str, list[Transcript]] = defaultdict(list)
    for transcript in transcripts:
        for name in _names(transcript):
            called[name].append(transcript)
    lines = [_named(row, tuple(called.get(_folded(row.cells["transcript"]), ()))) for row in rows]
    taken = {voice for line in lines for voice in line.voices}
    return [line if line.speaker or line.asks else _others(line, taken) for line in lines]


def _named(row: Row, transcripts: tuple[Transcript, ...]) -> _Line:
    """The row with the voices that have its label; an interviewer's may also be a question's."""
    line, wanted = _Line(row, transcripts, ()), _folded(row.cells.get("speaker", ""))
    voices = dict.fromkeys(
        (transcript.id, turn.speaker)
        for transcript in transcripts
        for turn in (transcript.turns if line.asks else transcript.answers())
        if wanted and _folded(turn.speaker) == wanted
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
                raise _wrong(line.row.path, problem, remedy, line.row.line)
            owners[voice] = line.row


def _check_consents(lines: Iterable[_Line], usual: str) -> None:
    for line in lines:
        lost = line.transcripts and not line.voices and not line.asks
        if lost and line.consent and CONSENTS.index(line.consent) > CONSENTS.index(usual):
            there = ", ".join(label for t in line.transcripts for label in _answering(t))
            problem = f"{line.consent!r} is for speaker {line.speaker!r}, whom nobody matches"
            remedy = f"Write the label as the transcript has it (there are: {there})"
            raise _wrong(line.row.path, problem, remedy, line.row.line)


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
            yield _notice(line, "No transcript of this line was read. Remove the line.")
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
