"""Where words were said: a passage looked for in all interviews, word for word or nearly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from papers.reread import cleaned
from papers.wording import keys
from transcripts.model import Transcript

_RUN = 3
"""Words in a row by which turns are found that may hold a passage."""

_LIKELY = 8
"""Turns that are looked at closely."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Where a passage, or the one nearest to it, was said.

    Attributes:
        transcript: its id.
        turn: its number, from 0.
        likeness: 1 where the very words stand there in a row, else between 0 and 1.
        text: the passage as it was said.
    """

    transcript: str
    turn: int
    likeness: float
    text: str


class Interviews:
    """All that was said, ready to be searched."""

    def __init__(self, transcripts: Iterable[Transcript]) -> None:
        self._turns: list[tuple[str, int, str, list[str]]] = []
        self._runs: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for transcript in transcripts:
            for number, turn in enumerate(transcript.turns):
                said = transcript.said(turn)
                self._add(transcript.id, number, said)

    def _add(self, transcript: str, turn: int, said: str) -> None:
        place, row = len(self._turns), keys(said)
        self._turns.append((transcript, turn, said, row))
        for at in range(len(row) - _RUN + 1):
            self._runs[tuple(row[at : at + _RUN])].add(place)

    def exact(self, words: Sequence[str]) -> list[Heard]:
        """The turns that hold the words in a row."""
        row, first = list(words), tuple(words[:_RUN])
        places = sorted(self._runs.get(first, ()))
        return [self._heard(p, 1.0, "") for p in places if _holds(self._turns[p][3], row)]

    def nearest(self, words: Sequence[str]) -> Heard | None:
        """The passage most like the words; nothing where no three of them stand in a row."""
        votes = Counter(
            place
            for at in range(len(words) - _RUN + 1)
            for place in self._runs.get(tuple(words[at : at + _RUN]), ())
        )
        likely = sorted(votes, key=lambda place: (-votes[place], place))[:_LIKELY]
        found = [self._compared(place, words) for place in likely]
        return max(found, key=lambda one: one.likeness, default=None)

    def _compared(self, place: int, words: Sequence[str]) -> Heard:
        _, _, said, row = self._turns[place]
        blocks = SequenceMatcher(None, row, list(words), autojunk=False).get_matching_blocks()
        kept = [block for block in blocks if block.size]
        same = sum(block.size for block in kept)
        length = kept[-1].a + kept[-1].size - kept[0].a
        likeness = 2 * same / (length + len(words))
        return self._heard(place, min(likeness, 0.99), _slice(said, kept[0].a, kept[0].a + length))

    def _heard(self, place: int, likeness: float, text: str) -> Heard:
        transcript, turn, _, _ = self._turns[place]
        return Heard(transcript, turn, likeness, text)


def _holds(row: Sequence[str], words: Sequence[str]) -> bool:
    size = len(words)
    return any(row[at : at + size] == words for at in range(len(row) - size + 1))


def _slice(said: str, start: int, end: int) -> str:
    """Some words of a turn as they stand there."""
    from papers.wording import words

    text = cleaned(said)
    found = words(text)
    return text[found[start].start : found[end - 1].end]
