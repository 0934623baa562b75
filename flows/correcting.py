"""Decisions of people, from the workbook or table in which they wrote them, into the study."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from evidence.anchors import Anchor, Place, anchor, place, place_all
from evidence.codebook import Codebook
from evidence.correction_list import Correction, read_corrections, with_corrections
from evidence.workbook import CUT, bare
from flows import private, replacing, steps
from flows.places import Place as Folders
from flows.progress import counted
from transcripts.cells import Rows, read_csv, read_workbook
from transcripts.errors import InputError
from transcripts.model import Transcript
from transcripts.settings import suggestion
from transcripts.spelling import key
from transcripts.study import CORRECTIONS

DECISIONS = ("accept", "reject", "recode", "memo", "add")
_SHEETS = ("codings", "transcripts")
_NEEDED = ("transcript", "code", "text", "decision")
_MARK = re.compile(r"\[[^\[\]]+\]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a table of decisions.

    Attributes:
        taken: how many were written down.
        known: how many were written down before.
        lost: what could not be taken in, with the row's number.
    """

    taken: int
    known: int
    lost: tuple[str, ...] = ()

    def __str__(self) -> str:
        """What a person wants to know of it."""
        known = f"; {self.known} known already" if self.known else ""
        return "\n".join((f"Took in {counted(self.taken, 'decision')}{known}", *self.lost))


class _NotTakenError(Exception):
    """Why a row cannot be taken in."""


def correct(place: Folders, file: Path, by: str = "", on: str = "") -> Taken:
    """Write the decisions of a workbook or table down in the study's ``corrections.csv``.

    Args:
        place: the study's folders.
        file: evidence.xlsx or codings.csv, as a run delivers them, with decisions filled in.
        by: who decided, where the rows do not say.
        on: the day, as ISO 8601 has it; today where empty.

    Raises:
        InputError: the file is no such table, it is not known who decided, or the day is none.
    """
    rows, hashes, author = _read(file)
    day = _day(on)
    gathered = steps.read(place)
    transcripts = steps.load_transcripts(place, gathered.transcripts)
    reader = _Reader(transcripts, steps.codebook_of(place), hashes, (by or author, day))
    path = place.folder / CORRECTIONS
    called = private.read_called(place)
    kept = tuple(map(called.correction, read_corrections(path) if path.is_file() else ()))
    added: list[Correction] = []
    lost, known = [], 0
    for number, cells in rows:
        meant = called.ids.get(cells["transcript"].strip(), cells["transcript"])
        try:
            one = reader.correction({**cells, "transcript": meant}, file.name)
        except _NotTakenError as why:
            lost.append(f"row {number}: {why}")
            continue
        if one and reader.is_known(one, (*kept, *added)):
            known += 1
        elif one:
            added.append(one)
    if added:
        replacing.put(path, with_corrections(path, map(called.decided, added)))
    return Taken(len(added), known, tuple(lost))


def _day(on: str) -> str:
    if not on:
        return dt.datetime.now(tz=dt.UTC).astimezone().date().isoformat()
    if not _DAY.fullmatch(on):
        raise InputError("--on", f"{on!r} is no date", "Write it as 2026-05-31")
    return on


Numbered = list[tuple[int, dict[str, str]]]


def _read(file: Path) -> tuple[Numbered, dict[str, str], str]:
    """The rows with their numbers, the hashes of the transcripts' files, and who saved it."""
    if not file.is_file():
        raise InputError(str(file), "there is no such file", "Check its name", kind="missing")
    if file.suffix.casefold() == ".xlsx":
        (codings, transcripts), author = read_workbook(file, _SHEETS)
        listed = (cells for _, cells in _table(transcripts))
        hashes = {row.get("id", ""): row.get("sha256", "") for row in listed}
        return _checked(codings, file.name), hashes, "" if author == "whitepaper" else author
    cells = [[bare(cell) for cell in row] for row in read_csv(file)]
    return _checked(cells, file.name), {}, ""


def _checked(rows: Rows, name: str) -> Numbered:
    header = [_column(cell) for cell in rows[0]] if rows else []
    for column in _NEEDED:
        if column not in header:
            remedy = "Give evidence.xlsx or codings.csv of a run, with a column 'decision'"
            raise InputError(name, f"lacks the column {column!r}", remedy, place="row 1")
    return _table(rows)


def _table(rows: Rows) -> Numbered:
    header = [_column(cell) for cell in rows[0]] if rows else []
    return [
        (number, dict(zip_longest(header, row[: len(header)], fillvalue="")))
        for number, row in enumerate(rows[1:], start=2)
    ]


def _column(cell: str) -> str:
    return key(cell).replace("_", " ")


class _Reader:
    """Makes decisions of rows, anchored in the study's transcripts.

    Args:
        transcripts: of the study, as they are now.
        codebook: whose codes the rows may give.
        hashes: of the transcripts' files when the table was written, by transcript.
        signed: who decided, where a row does not say, and the day.
    """

    def __init__(
        self,
        transcripts: Sequence[Transcript],
        codebook: Codebook,
        hashes: Mapping[str, str],
        signed: tuple[str, str],
    ) -> None:
        self._transcripts = {transcript.id: transcript for transcript in transcripts}
        self._codes = [code.id for code in codebook.codes]
        self._hashes, self._signed = hashes, signed

    def correction(self, cells: Mapping[str, str], name: str) -> Correction | None:
        """The decision that a row holds; none where it holds none.

        Raises:
            InputError: it is not known who decided.
        """
        said = {column: " ".join(value.split()) for column, value in cells.items()}
        action = self._action(said)
        if not action:
            return None
        transcript = self._transcripts.get(said["transcript"])
        if transcript is None:
            meant = suggestion(said["transcript"], self._transcripts)
            raise _NotTakenError(f"there is no transcript {said['transcript']!r}. {meant}")
        new_code = said.get("new code", "") if action == "recode" else ""
        self._check(said, action, new_code)
        found = self._place(cells, transcript)
        who = said.get("who", "") or self._signed[0]
        if not who:
            raise InputError(name, "does not say who decided", "Add --by NAME")
        return Correction(
            action,
            transcript.id,
            said["code"],
            anchor(transcript.text, found.start, found.end),
            new_code,
            memo=cells.get("memo", "").strip(),
            who=who,
            when=self._signed[1],
            turn=_turn(transcript, found),
        )

    def _action(self, said: Mapping[str, str]) -> str:
        action = said["decision"].casefold()
        typed = not said.get("id") and all(said[name] for name in ("transcript", "code", "text"))
        if not action:
            return "add" if typed else "memo" if said.get("memo") else ""
        if action not in DECISIONS:
            known = suggestion(action, DECISIONS)
            raise _NotTakenError(f"decision {action!r} is not known. {known}")
        return action

    def _check(self, said: Mapping[str, str], action: str, new_code: str) -> None:
        if action == "recode" and not new_code:
            raise _NotTakenError("does not say the new code")
        if action == "memo" and not said.get("memo"):
            raise _NotTakenError("holds no memo")
        for code in (said["code"], new_code) if new_code else (said["code"],):
            if code not in self._codes and action != "reject":
                raise _NotTakenError(f"there is no code {code!r}. {suggestion(code, self._codes)}")

    def _place(self, cells: Mapping[str, str], transcript: Transcript) -> Place:
        """Where the row's words are in the transcript as it is now."""
        text = cells["text"].removesuffix(CUT)
        start, end = (_number(cells.get(column, "")) for column in ("start", "end"))
        there = transcript.text[start:end] if 0 <= start < end else ""
        unchanged = self._hashes.get(transcript.id) == transcript.sha256
        alike = _is_shown_as(there, text) or (CUT in cells["text"] and there.startswith(text))
        if there and (alike if text.strip() else unchanged):
            return Place(start, end, 1.0)
        found = place(Anchor(text, start=start), transcript.text) if text.strip() else None
        if found is None:
            why = "its words are not in the transcript as it is now, or more than once"
            raise _NotTakenError(why)
        return found

    def is_known(self, one: Correction, kept: Sequence[Correction]) -> bool:
        """Whether the last decision on the same words and code was this very one."""
        ordered = sorted(self._on_the_same(one, kept), key=lambda other: other.when)
        if one.action == "memo":
            return any((o.memo, o.who) == (one.memo, one.who) for o in ordered if o.memo)
        decided = [other for other in ordered if other.action != "memo"]
        return bool(decided) and _said(decided[-1]) == _said(one)

    def _on_the_same(self, one: Correction, kept: Sequence[Correction]) -> Iterator[Correction]:
        text = self._transcripts[one.transcript].text
        others = [o for o in kept if (o.transcript, o.code) == (one.transcript, one.code)]
        end = one.anchor.start + len(one.anchor.exact)
        places = place_all([other.anchor for other in others], text)
        for other, at in zip(others, places, strict=True):
            if at and 2 * (min(end, at.end) - max(one.anchor.start, at.start)) >= at.end - at.start:
                yield other


def _is_shown_as(said: str, shown: str) -> bool:
    """Whether words are shown so, in the blanks of a table and with marks for what is masked."""
    parts = (re.escape(part) for part in _MARK.split(" ".join(shown.split())))
    return re.fullmatch(".+?".join(parts), " ".join(said.split())) is not None


def _said(one: Correction) -> tuple[str, ...]:
    return (one.action, one.new_code, one.memo, one.who)


def _number(cell: str) -> int:
    digits = cell.strip().removesuffix(".0")
    return int(digits) if digits.isdecimal() else -1


def _turn(transcript: Transcript, at: Place) -> int:
    """The turn that the words begin in, from 1."""
    return next((n for n, turn in enumerate(transcript.turns, 1) if at.start < turn.end), 0)
