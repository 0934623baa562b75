"""Turns with their personal details masked, each looked through once; and the list for review."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from evidence.details import Detail, Masked, masked
from evidence.known_names import Known
from evidence.masking import details, mask
from evidence.model import Quotation
from evidence.personal_words import WORD, fold
from transcripts.model import Transcript, Turn

Place = tuple[str, int]
"""A transcript's id and the index of a turn in it."""

REVIEW = ("transcript", "turn", "kind", "words", "mark", "sure", "rows")
"""The columns of the list of what was masked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The turns of a study as they may be shown.

    Attributes:
        names: those of the study.
        found: the details of each turn that was asked for; places are those of the transcript.
    """

    names: Known
    found: dict[Place, tuple[Detail, ...]] = field(default_factory=dict)

    def details(self, transcript: Transcript, turn: int) -> tuple[Detail, ...]:
        """The details of a turn, at their places in the transcript's text."""
        place = (transcript.id, turn)
        if place not in self.found:
            one = transcript.turns[turn]
            language = one.language or transcript.language
            here = details(transcript.said(one), language, self.names)
            self.found[place] = tuple(
                replace(detail, start=one.start + detail.start, end=one.start + detail.end)
                for detail in here
            )
        return self.found[place]

    def part(self, transcript: Transcript, turn: int, start: int, end: int) -> Masked:
        """A part of a turn with its marks; characters of the transcript's text, end excluded."""
        return masked(transcript.text, self.details(transcript, turn), start, end)

    def hidden(self, transcript: Transcript, turn: int) -> str:
        """The words of a turn that are not shown."""
        here = self.details(transcript, turn)
        return " ".join(transcript.text[one.start : one.end] for one in here)


def as_shown(transcript: Transcript, names: Known) -> Transcript:
    """The transcript with all personal details masked, its turns at their new places."""
    said, turns, at = list[str](), list[Turn](), 0
    for turn in transcript.turns:
        language = turn.language or transcript.language
        said.append(mask(transcript.said(turn), language, names).text)
        turns.append(replace(turn, start=at, end=at + len(said[-1])))
        at += len(said[-1]) + 1
    return replace(transcript, text="\n".join(said), turns=tuple(turns), asides=())


def without_hidden(terms: tuple[str, ...], hidden: str) -> tuple[str, ...]:
    """The terms that share no word with what is hidden."""
    words = set(map(fold, WORD.findall(hidden)))
    if not words:
        return terms
    return tuple(term for term in terms if words.isdisjoint(map(fold, WORD.findall(term))))


@dataclass(frozen=True, slots=True)
class Replaced:
    """A detail that was masked, for the researcher to look at; never part of an output.

    Attributes:
        transcript: id of the transcript.
        turn: index of the turn, from 0.
        detail: what was found; places are those of the transcript's text.
        words: what the mark stands for.
        rows: ids of the rows of the register that show the mark.
    """

    transcript: str
    turn: int
    detail: Detail
    words: str
    rows: tuple[str, ...]


def replaced(
    transcripts: Iterable[Transcript], rows: Iterable[Quotation], names: Known
) -> Iterator[Replaced]:
    """What was masked in the rows of a register, in the order of the text."""
    by_id = {transcript.id: transcript for transcript in transcripts}
    by_turn: dict[Place, list[Quotation]] = defaultdict(list)
    for row in rows:
        if row.masked:
            by_turn[row.coding.transcript, row.coding.turn].append(row)
    shown = Shown(names)
    for (ident, turn), own in sorted(by_turn.items(), key=lambda item: item[0]):
        for detail in shown.details(by_id[ident], turn):
            ids = _showing(detail, own)
            if ids:
                words = by_id[ident].text[detail.start : detail.end]
                yield Replaced(ident, turn, detail, words, ids)


def _showing(detail: Detail, rows: Sequence[Quotation]) -> tuple[str, ...]:
    return tuple(
        row.id for row in rows if row.coding.start < detail.end and detail.start < row.coding.end
    )


def review_table(found: Iterable[Replaced]) -> list[tuple[str | int, ...]]:
    """What was masked, a detail a row under ``REVIEW``; turns count from 1 as readers do."""
    return [
        (
            one.transcript,
            one.turn + 1,
            one.detail.kind,
            one.words,
            one.detail.mark,
            "yes" if one.detail.sure else "no",
            " ".join(one.rows),
        )
        for one in found
    ]
