"""Two files of one interview: found by the words that they share, whatever their formats.

Each transcript is sketched by the smallest hashes of its runs of three words; the share of common
hashes estimates the share of common runs (Broder 1997, On the resemblance and containment of
documents). Sketches are looked up in an index, so time grows with the number of transcripts.

A worked example: taking out every twentieth word leaves 17 of 20 runs and makes 2 new ones, so the
two texts share 17 of 22 runs, or 0.77.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest

from transcripts.model import INTERVIEWER, Notice, Transcript

SKETCH = 200
"""Hashes in a sketch: the share is then known to about 0.03."""

SAME = 0.6
"""From this share of common runs on, two transcripts are one interview.

Two interviews on the same questions share less than 0.1; one with and without its fillers, a tenth
of the words, more than 0.6.
"""

HELD = 0.6
"""Share of a transcript's runs in a larger one from which that one holds it."""

_SAMPLED, _FEWEST, _COMMON = 16, 20, 50
"""One run in how many stands for all; sampled runs that are needed; files that share a run at most
for it to tell anything, as a question put to all does not."""

_WORD = re.compile(r"\w+")
_PRIME, _SECOND, _THIRD = 2**61 - 1, 0x1CE4E5B9_BF58476D, 0x133111EB_94D049BB

Sketch = frozenset[int]


@dataclass(frozen=True, slots=True)
class Traits:
    """What a transcript is told by, of all its runs.

    Attributes:
        sketch: the smallest.
        sampled: those that stand for all.
    """

    sketch: Sketch
    sampled: frozenset[int]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A transcript that is left out because another holds the same interview."""

    left_out: Transcript
    kept: Transcript


def traits(transcript: Transcript) -> Traits:
    """What the transcript is told by."""
    runs = _runs(transcript.text)
    sampled = frozenset(run for run in runs if run % _SAMPLED == 0)
    return Traits(frozenset(nsmallest(SKETCH, runs)), sampled)


def duplicates(
    transcripts: Iterable[Transcript], told_by: Callable[[Transcript], Traits] = traits
) -> tuple[Duplicate, ...]:
    """The transcripts to leave out, each with the one that is kept instead.

    Kept is what tells more: times before none, then more turns with a speaker, then more words,
    then the first path.

    Args:
        transcripts: all of a study.
        told_by: gives the traits of each.
    """
    ranked = sorted(transcripts, key=_worth)
    index: dict[int, list[int]] = defaultdict(list)
    sketches: list[Sketch] = []
    found = []
    for number, transcript in enumerate(ranked):
        sketch = told_by(transcript).sketch
        sketches.append(sketch)
        alike = (ranked[other] for other in _alike(sketch, index, sketches))
        twin = next((other for other in alike if _answer_alike(transcript, other)), None)
        if twin is not None:
            found.append(Duplicate(transcript, twin))
            continue
        for one in sketch:
            index[one].append(number)
    return tuple(sorted(found, key=lambda duplicate: duplicate.left_out.path))


def notice(duplicate: Duplicate) -> Notice:
    """What to tell the researcher."""
    return Notice(
        duplicate.left_out.path,
        "duplicate-content",
        f"This is the same interview as {duplicate.kept.path}, which tells more; it is counted "
        "once. Remove one of the two files.",
    )


def merged(
    transcripts: Iterable[Transcript], told_by: Callable[[Transcript], Traits] = traits
) -> tuple[Notice, ...]:
    """A notice for each file that holds the interviews of others too, such as one of all of them.

    Nothing is left out: which of them the researcher wants cannot be told. Every sixteenth run
    stands for all (containment by sampling, Broder 1997).

    Args:
        transcripts: those that are analysed.
        told_by: gives the traits of each.
    """
    found = sorted(transcripts, key=lambda one: one.path)
    sampled = [told_by(one).sampled for one in found]
    index: dict[int, list[int]] = defaultdict(list)
    for number, runs in enumerate(sampled):
        for run in runs:
            index[run].append(number)
    whole: dict[int, list[str]] = defaultdict(list)
    for number, runs in enumerate(sampled):
        if (holder := _holder(number, runs, index, sampled)) is not None:
            whole[holder].append(found[number].path)
    return tuple(_told(found[holder].path, parts) for holder, parts in sorted(whole.items()))


def _holder(
    number: int, runs: Sketch, index: dict[int, list[int]], sampled: Sequence[Sketch]
) -> int | None:
    """The number of the larger transcript that holds nearly all runs of this one."""
    asked = [index[run] for run in runs if len(index[run]) <= _COMMON]
    shared = Counter(other for numbers in asked for other in numbers if other != number)
    likely = [
        (times, -other)
        for other, times in shared.items()
        if times >= max(_FEWEST, HELD * len(runs)) and len(sampled[other]) > len(runs)
    ]
    return -max(likely)[1] if likely else None


def _told(path: str, parts: Sequence[str]) -> Notice:
    named = ", ".join(parts[:5]) + (f" and {len(parts) - 5} more" if len(parts) > 5 else "")
    said = (
        f"This file holds what {named} holds too, so that is counted twice. Take it away, or them."
    )
    return Notice(path, "duplicate-content", said)


def _worth(transcript: Transcript) -> tuple[bool, int, int, str]:
    timed = any(turn.begins is not None for turn in transcript.turns)
    spoken = sum(bool(turn.speaker) for turn in transcript.turns)
    return not timed, -spoken, -len(transcript.text), transcript.path


def _sketch(text: str) -> Sketch:
    return frozenset(nsmallest(SKETCH, _runs(text)))


def _runs(text: str) -> set[int]:
    """The hashes of all runs of three words."""
    words = [_hash(word) for word in _WORD.findall(text.casefold())]
    return {
        (first + _SECOND * second + _THIRD * third) % _PRIME
        for first, second, third in zip(words, words[1:], words[2:], strict=False)
    }


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())


def _alike(
    sketch: Sketch, index: dict[int, list[int]], sketches: Sequence[Sketch]
) -> Iterator[int]:
    """The numbers of those that share enough, the most alike first."""
    shared = Counter(number for one in sketch for number in index.get(one, ()))
    for number, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:3]:
        if _share(sketch, sketches[number]) >= SAME:
            yield number


def _share(one: Sketch, other: Sketch) -> float:
    union = nsmallest(SKETCH, one | other)
    common = one & other
    return sum(run in common for run in union) / len(union) if union else 1.0


def _answer_alike(one: Transcript, other: Transcript) -> bool:
    """Whether it is more than long questions, put to two people, that is the same."""
    known = all(any(turn.role == INTERVIEWER for turn in t.turns) for t in (one, other))
    return not known or _share(_sketch(_answers(one)), _sketch(_answers(other))) >= SAME


def _answers(transcript: Transcript) -> str:
    return "\n".join(transcript.said(turn) for turn in transcript.answers())
