"""The evidence register: each coding with its words, its speaker and its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import compress

from evidence.details import Masked
from evidence.known_names import Known, known
from evidence.masked_turns import Shown, without_hidden
from evidence.model import Coding, Memo, Quotation, Source
from transcripts.model import INTERVIEWER, Transcript, Turn
from transcripts.participants import Participant
from transcripts.study import QUOTED

Voices = Mapping[tuple[str, str], Participant]
"""The participant behind each transcript's id and speaker's label."""


def voices(participants: Iterable[Participant]) -> Voices:
    """Who is behind which label of which transcript."""
    return {voice: person for person in participants for voice in person.voices}


def register(
    transcripts: Iterable[Transcript],
    participants: Iterable[Participant],
    codings: Iterable[Coding],
    names: Known | None = None,
) -> tuple[Quotation, ...]:
    """One row a coding, in the order of the transcripts' ids and of their text.

    Personal details give way to marks, see ``evidence.masking``; ``names`` are those of the
    participants where none are given.

    What a participant said who has withdrawn is in no row, nor is anything of a transcript that
    is no source. Of a participant who is not to be quoted the rows hold no words. What an
    interviewer said is never counted, whoever coded it.
    """
    participants = tuple(participants)
    who = voices(participants)
    by_id = {transcript.id: transcript for transcript in transcripts}
    shown = Shown(names or known(participants))
    used = {ident for ident, transcript in by_id.items() if _is_source(transcript, who)}
    kept = sorted(
        (c for c in codings if _is_kept(c, by_id[c.transcript], who) and c.transcript in used),
        key=lambda c: (c.transcript, c.start, c.end, c.code, c.coder, c.terms),
    )
    width = max(4, len(str(len(kept))))
    return tuple(
        _row(f"C{number:0{width}}", coding, by_id[coding.transcript], who, shown)
        for number, coding in enumerate(kept, start=1)
    )


def noted(
    transcripts: Iterable[Transcript],
    participants: Iterable[Participant],
    memos: Iterable[Memo],
) -> tuple[Memo, ...]:
    """The memos without those on what was withdrawn."""
    who = voices(participants)
    used = {one.id: one for one in transcripts if _is_source(one, who)}
    return tuple(
        memo
        for memo in memos
        if not memo.transcript
        or (memo.transcript in used and not _is_on_withdrawn(memo, used[memo.transcript], who))
    )


def _is_on_withdrawn(memo: Memo, transcript: Transcript, who: Voices) -> bool:
    meant = (turn for turn in transcript.turns if turn.start < memo.end and memo.start < turn.end)
    return any(is_withdrawn(transcript, turn, who) for turn in meant)


def _is_kept(coding: Coding, transcript: Transcript, who: Voices) -> bool:
    return not is_withdrawn(transcript, transcript.turns[coding.turn], who)


def is_withdrawn(transcript: Transcript, turn: Turn, who: Voices) -> bool:
    """Whether the turn's speaker has withdrawn."""
    person = who.get((transcript.id, turn.speaker))
    return person is not None and person.consent == "withdrawn"


def _is_source(transcript: Transcript, who: Voices) -> bool:
    return any(not is_withdrawn(transcript, turn, who) for turn in transcript.answers())


def _row(
    ident: str, coding: Coding, transcript: Transcript, who: Voices, shown: Shown
) -> Quotation:
    turn = transcript.turns[coding.turn]
    asked = turn.role == INTERVIEWER
    person = None if asked else who.get((transcript.id, turn.speaker))
    withheld = person is not None and person.consent not in QUOTED
    part = Masked("") if withheld else shown.part(transcript, coding.turn, coding.start, coding.end)
    hidden = "" if withheld else shown.hidden(transcript, coding.turn)
    return Quotation(
        ident,
        replace(
            coding,
            counted=coding.counted and not asked,
            terms=() if withheld else without_hidden(coding.terms, hidden),
            stance_terms=() if withheld else without_hidden(coding.stance_terms, hidden),
        ),
        person.id if person else "",
        part.text,
        turn.language or transcript.language,
        turn.begins,
        bool(part.details),
        part.doubtful,
    )


def sources(
    transcripts: Iterable[Transcript], participants: Iterable[Participant]
) -> tuple[Source, ...]:
    """The transcripts as the evidence knows them; what was withdrawn counts for nothing.

    A transcript in which nobody answers, or only withdrawn participants do, is not a source.
    """
    who = voices(participants)
    listed = sorted(transcripts, key=lambda transcript: transcript.id)
    used = [transcript for transcript in listed if _is_source(transcript, who)]
    return tuple(_source(f"I{at:02}", transcript, who) for at, transcript in enumerate(used, 1))


def _source(number: str, transcript: Transcript, who: Voices) -> Source:
    turns = [turn for turn in transcript.turns if not is_withdrawn(transcript, turn, who)]
    words = [len(transcript.said(turn).split()) for turn in turns]
    answers = [turn.role != INTERVIEWER for turn in turns]
    times = [turn.ends or turn.begins for turn in transcript.turns]
    return Source(
        number,
        transcript.id,
        transcript.path,
        transcript.format,
        transcript.sha256,
        transcript.language,
        len(turns),
        sum(words),
        sum(compress(words, answers)),
        max((time for time in times if time is not None), default=None),
    )
