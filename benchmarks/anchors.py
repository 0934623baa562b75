"""How well quotations keep their place when a transcript is corrected, and how fast.

Run ``python -m benchmarks.anchors [SEED ...]``. Real transcripts get fillers, as they are spoken
with; spans of all lengths are anchored in them; the transcripts are corrected by a script
(``benchmarks.corrected``) that knows where each word has gone; the anchors are placed, and their
places are held against what is known.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.coding import DATA, SETS, transcripts
from benchmarks.corrected import STRENGTHS, Pieces, bare, corrected, said_nothing, with_fillers
from benchmarks.measure import ROOT, table
from evidence.anchors import Place, anchor, place_all
from evidence.word_alignment import Text
from transcripts import reading

LABELLED = DATA.parent / "labelled" / "de_voice_assistant_interview_codes.jsonl"
LENGTHS = (1, 1, 2, 3, 5, 8, 13, 25, 60, 150, 500)
"""Words of the spans that are drawn."""

SPANS = 120
"""Drawn a transcript and a strength, and half as many of the words that are said most often."""

PARAGRAPH = 12
"""Words that a paragraph has at least: to put "Yes." beside a "Yes." is no test."""

SHORT = 4
"""Words from which on a span could be a passage, and not an answer such as "Yes, exactly"."""

SEED = 1
REMAIN = 0.5
"""The share of a span's words that must be left, so that a person would keep the coding."""


@dataclass(slots=True)
class Found:
    """What became of spans, in numbers.

    Attributes:
        counts: by outcome.
        longer: the same for spans that are not short.
        seconds: that placing took, indexing included.
        words: of the texts that were placed in.
        worst: a few that went wrong: words, then where they were placed.
    """

    counts: Counter[str] = field(default_factory=Counter)
    longer: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    words: int = 0
    worst: list[tuple[str, str, str]] = field(default_factory=list)


def texts() -> list[tuple[str, str]]:
    """Language and words of each real transcript, one turn a line."""
    found = [(lang, one.text) for lang in SETS for one in transcripts(lang)]
    turns: dict[str, list[str]] = {}
    for line in LABELLED.read_text("utf-8").splitlines():
        row = json.loads(line)
        turns.setdefault(row["source"], []).append(row["text"])
    return found + [("de", "\n".join(said)) for said in turns.values()]


def invented() -> dict[str, list[str]]:
    """Paragraphs to put in, by language: what is said in the sample study."""
    said: dict[str, list[str]] = {language: [] for language in SETS}
    for path in sorted((ROOT / "inputs" / "sample" / "transcripts").glob("*")):
        transcript = reading.read(path)
        said[transcript.language] += [transcript.said(turn) for turn in transcript.turns]
    return {
        language: [one for one in paragraphs if len(one.split()) >= PARAGRAPH]
        for language, paragraphs in said.items()
    }


def spans(text: str, chance: random.Random, number: int) -> list[tuple[int, int]]:
    """First word and last, end excluded, of spans of all lengths; then of words said often.

    A coding stays inside its turn, and so do these.
    """
    words, turns = text.split(), list(_turns(text))
    drawn = []
    for at in range(number):
        first, end = chance.choice(turns)
        length = min(LENGTHS[at % len(LENGTHS)], end - first)
        begin = chance.randrange(first, end - length + 1)
        drawn.append((begin, begin + length))
    said = {at: (words[at], words[at + 1]) for a, b in turns for at in range(a, b - 1)}
    often = [pair for pair, _ in Counter(said.values()).most_common(30)]
    for _ in range(number // 2):
        pair = chance.choice(often)
        first = chance.choice([at for at, one in said.items() if one == pair])
        drawn.append((first, first + chance.choice((1, 2))))
    return drawn


def _turns(text: str) -> Iterator[tuple[int, int]]:
    first = 0
    for line in text.split("\n"):
        end = first + len(line.split())
        if end > first:
            yield first, end
        first = end


@dataclass(frozen=True, slots=True)
class Task:
    """A text to correct: how much is done to it, which paragraphs are put in, and chance."""

    language: str
    text: str
    paragraphs: Sequence[str]
    strength: str
    seed: int


def measure(task: Task, into: Found) -> None:
    """Correct one text and place its spans in what came of it."""
    chance = random.Random(task.seed)
    spoken = with_fillers(task.text, task.language, chance)
    bounds = [found.span() for found in re.finditer(r"\S+", spoken)]
    words, nothing = spoken.split(), {"", *said_nothing(task.language)}
    chosen = [
        (first, end)
        for first, end in spans(spoken, chance, SPANS)
        if any(bare(word) not in nothing for word in words[first:end])
    ]
    old = Text(spoken)
    sought = [anchor(old, bounds[a][0], bounds[b - 1][1]) for a, b in chosen]
    pieces = corrected(spoken, task.language, task.paragraphs, task.strength, task.seed)
    new = "".join(piece.text for piece in pieces)
    begun = time.perf_counter()
    found = place_all(sought, Text(new))
    into.seconds += time.perf_counter() - begun
    into.words += len(new.split())
    judge = Judge(pieces, spoken, task.language)
    for one, (first, last), at in zip(sought, chosen, found, strict=True):
        outcome = judge.outcome(first, last, at)
        into.counts[outcome] += 1
        into.longer[outcome] += last - first >= SHORT
        if outcome in {"misplaced", "given up", "border"}:
            into.worst.append((outcome, one.exact, new[at.start : at.end] if at else ""))


class Judge:
    """Knows where each word has gone.

    Args:
        pieces: of the corrected text.
        text: before it was corrected.
        language: of both.
    """

    def __init__(self, pieces: Pieces, text: str, language: str) -> None:
        words = text.split()
        self._there: list[list[int]] = [[] for _ in words]
        self._own = [False] * len(words)
        nothing = said_nothing(language)
        self._says = [bare(word) not in {"", *nothing} for word in words]
        self._bounds: list[tuple[int, int]] = []
        self._from_before: set[int] = set()
        at = 0
        for piece in pieces:
            if any(map(str.isalnum, piece.text)):
                for origin in piece.origins:
                    self._there[origin].append(len(self._bounds))
                    self._own[origin] |= piece.own
                    self._from_before.add(len(self._bounds))
                self._bounds.append((at, at + len(piece.text)))
            at += len(piece.text)

    def outcome(self, first: int, last: int, placed: Place | None) -> str:
        """What became of a span, see ``tables``."""
        left = [at for word in range(first, last) for at in self._there[word]]
        if placed is None:
            return "given up" if self._remains(first, last) else "gone"
        if not left:
            return "misplaced"
        true = set(left)
        got = {
            number
            for number, (start, end) in enumerate(self._bounds)
            if placed.start < end and start < placed.end and not self._is_put_in(number, true)
        }
        if got == true:
            return "kept"
        return "border" if 2 * len(got & true) >= len(got | true) else "misplaced"

    def _is_put_in(self, number: int, true: set[int]) -> bool:
        """Whether a word is no word of the old text and stands inside what has become of a span."""
        return number not in self._from_before and min(true) < number < max(true)

    def _remains(self, first: int, last: int) -> bool:
        """Whether most of a span's words, fillers apart, are there still."""
        own = [self._own[word] for word in range(first, last) if self._says[word]]
        return bool(own) and sum(own) > REMAIN * len(own)


def found(
    take: int = 0, strengths: Sequence[str] = tuple(STRENGTHS), seed: int = SEED
) -> dict[str, Found]:
    """What became of the spans, by strength; ``take`` transcripts of each language, 0 for all."""
    chosen, paragraphs = _some(texts(), take), invented()
    told = {}
    for strength in strengths:
        told[strength] = Found()
        for at, (language, text) in enumerate(chosen):
            task = Task(language, text, paragraphs[language], strength, 1000 * at + seed)
            measure(task, told[strength])
    return told


def _some(of: list[tuple[str, str]], take: int) -> list[tuple[str, str]]:
    met: Counter[str] = Counter()
    kept = []
    for language, text in of:
        met[language] += 1
        if not take or met[language] <= take:
            kept.append((language, text))
    return kept


def tables(seeds: Sequence[int] = (SEED,)) -> Iterator[str]:
    """What became of the spans: all, then those that are not short."""
    every = [(seed, found(seed=seed)) for seed in seeds]
    for title, name in (("correction, seed", "counts"), (f"from {SHORT} words on", "longer")):
        rows = [
            [f"{strength}, {seed}", *_shown(getattr(one, name))]
            for seed, by in every
            for strength, one in by.items()
        ]
        header = ["spans", "kept", "kept, border moved", "misplaced", "given up", "gone"]
        yield table([title, *header], rows) + "\n"
    seconds = sum(one.seconds for _, by in every for one in by.values())
    placed = sum(one.counts.total() for _, by in every for one in by.values())
    yield f"{1000 * seconds / placed:.1f} ms each.\n"


def _shown(counts: Counter[str]) -> list[str]:
    outcomes = ("kept", "border", "misplaced", "given up", "gone")
    return [f"{number:,}" for number in (counts.total(), *(counts[name] for name in outcomes))]


def main() -> None:
    """Print the tables."""
    for text in tables([int(seed) for seed in sys.argv[1:]] or (SEED,)):
        print(text)


if __name__ == "__main__":
    main()
