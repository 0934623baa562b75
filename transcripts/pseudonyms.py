"""The key of pseudonyms: who is called what in all runs of a study.

Whoever has a pseudonym keeps it when others come and go; the pseudonym of somebody who has left is
given to nobody else, and the key then holds nothing but that. An id in the researchers' own list
goes before the key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from transcripts.participants import Participant


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the key; all but the pseudonym is empty where the person has left.

    Attributes:
        pseudonym: what the paper calls the person.
        transcript: id of a transcript.
        speaker: the person's label in it.
        name: the person's own, where the list tells.
    """

    pseudonym: str
    transcript: str = ""
    speaker: str = ""
    name: str = ""


def settle(
    participants: Iterable[Participant], given: Collection[str], key: Sequence[Entry]
) -> tuple[Participant, ...]:
    """The participants under the pseudonyms that they have had before.

    Args:
        participants: with their ids of this run.
        given: the ids that the researchers' list gives.
        key: of the runs before.
    """
    participants = tuple(participants)
    known = {(entry.transcript, entry.speaker): entry.pseudonym for entry in key}
    alone = _alone((entry.transcript, entry.pseudonym) for entry in key if entry.transcript)
    now = _alone((voice[0], person.id) for person in participants for voice in person.voices)
    taken = {entry.pseudonym for entry in key} | set(given)
    used = set(given)
    settled: list[Participant] = []
    for person in participants:
        before = [known[voice] for voice in person.voices if voice in known]
        # Whoever answers alone is the same person, also where the label was corrected.
        before += [alone[t] for t, _ in person.voices if t in alone and t in now]
        if person.id not in given:
            ident = next((one for one in before if one not in used), _free(person.id, taken))
            person = replace(person, id=ident)  # noqa: PLW2901 - the same person, renamed
        used.add(person.id)
        taken.add(person.id)
        settled.append(person)
    return tuple(settled)


def _alone(heard: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The person of each transcript in which one person alone answers."""
    people: dict[str, set[str]] = {}
    for transcript, ident in heard:
        people.setdefault(transcript, set()).add(ident)
    return {transcript: next(iter(ids)) for transcript, ids in people.items() if len(ids) == 1}


def _free(wanted: str, taken: Collection[str]) -> str:
    """The id, or the next that nobody has had."""
    number = len(taken)
    while wanted in taken:
        number += 1
        wanted = f"P{number:02}"
    return wanted


def entries(participants: Iterable[Participant], before: Iterable[Entry]) -> tuple[Entry, ...]:
    """The key after a run: the participants, and the bare pseudonyms of those who have left."""
    present = [one for one in participants if one.consent != "withdrawn"]
    lines = [
        Entry(one.id, transcript, speaker, one.name)
        for one in present
        for transcript, speaker in one.voices
    ]
    left = {entry.pseudonym for entry in before} - {one.id for one in present}
    return tuple(sorted([*lines, *map(Entry, left)], key=lambda e: (e.pseudonym, e.transcript)))
