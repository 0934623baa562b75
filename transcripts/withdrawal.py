"""What is left of a transcript when somebody who speaks in it has withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from transcripts.model import INTERVIEWER, Notice, Transcript, Turn
from transcripts.participants import Participant


def withdrawn(participants: Iterable[Participant]) -> frozenset[tuple[str, str]]:
    """The transcripts' ids and speakers' labels of those who have withdrawn."""
    gone = (person for person in participants if person.consent == "withdrawn")
    return frozenset(voice for person in gone for voice in person.voices)


def without(transcript: Transcript, voices: Collection[tuple[str, str]]) -> Transcript | None:
    """The transcript as if these speakers had never been in it.

    What stands apart and the labels as the file has them are left out with them, for both may
    name them; so are notices that do.

    Returns:
        The same transcript where none of them speaks in it; nothing where nobody else answers.
    """
    labels = {label for ident, label in voices if ident == transcript.id}
    kept = [turn for turn in transcript.turns if turn.speaker not in labels]
    if len(kept) == len(transcript.turns):
        return transcript
    if all(turn.role == INTERVIEWER for turn in kept):
        return None
    text, turns, asides = _laid_out(transcript, kept)
    notices = tuple(one for one in transcript.notices if not mentions(one, labels))
    return replace(
        transcript, text=text, turns=turns, asides=asides, apart=(), labels=(), notices=notices
    )


def _laid_out(
    transcript: Transcript, kept: Sequence[Turn]
) -> tuple[str, tuple[Turn, ...], tuple[tuple[int, int], ...]]:
    """The text of these turns alone, with the turns and the asides at their new places."""
    said, turns, asides, at = list[str](), list[Turn](), list[tuple[int, int]](), 0
    for turn in kept:
        moved = at - turn.start
        said.append(transcript.said(turn))
        turns.append(replace(turn, start=at, end=turn.end + moved))
        inside = (a for a in transcript.asides if turn.start <= a[0] < turn.end)
        asides += [(start + moved, end + moved) for start, end in inside]
        at += len(said[-1]) + 1
    return "\n".join(said), tuple(turns), tuple(asides)


def mentions(notice: Notice, words: Iterable[str]) -> bool:
    """Whether the notice says one of the words."""
    return any(word and word in f"{notice.place} {notice.text}" for word in words)
