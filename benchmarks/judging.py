"""Codings of real interviews, drawn at random and judged by a reader.

``python -m benchmarks.judging draw SEED`` prints a hundred codings a language to judge;
``python -m benchmarks.judging`` prints the precision that ``judged.csv`` holds. The file names the
places and keeps none of the words: they belong to those who said them.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.coding import SETS, transcripts
from benchmarks.measure import table
from evidence.codebook import default_codebook
from evidence.intervals import wilson
from evidence.model import Coding
from nlp.coding import Coder
from transcripts.model import Transcript

JUDGED = Path(__file__).with_name("judged.csv")
COLUMNS = ("language", "transcript", "turn", "start", "end", "code", "judged")
DRAWN = 100


def drawn(language: str, seed: int) -> list[tuple[Transcript, Coding]]:
    """A hundred of a language's codings that count, or all where there are fewer."""
    coder = Coder(default_codebook())
    found = [
        (transcript, coding)
        for transcript in transcripts(language)
        for coding in coder.code(transcript)
        if coding.counted
    ]
    return random.Random(seed).sample(found, min(DRAWN, len(found)))


def draw(seed: int) -> Iterator[str]:
    """The codings to judge, a line each: the columns of the file, then the words."""
    for language in SETS:
        for transcript, coding in drawn(language, seed):
            place = (language, transcript.id, coding.turn, coding.start, coding.end, coding.code)
            words = " ".join(transcript.text[coding.start : coding.end].split())
            yield "\t".join([*map(str, place), "; ".join(coding.terms), words])


def tables() -> Iterator[str]:
    """The precision by language and by code."""
    if not JUDGED.exists():
        return
    with JUDGED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    yield "Codings of the real transcripts, drawn at random and read (`judged.csv`):\n"
    by_language: dict[str, Counter[str]] = defaultdict(Counter)
    by_code: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        by_language[row["language"]][row["judged"]] += 1
        by_code[row["code"]][row["judged"]] += 1
    header = ["", "codings", "right", "precision", "95 %"]
    yield table(header, [_row(name, found) for name, found in sorted(by_language.items())]) + "\n"
    yield table(header, [_row(name, found) for name, found in sorted(by_code.items())]) + "\n"


def _row(name: str, judged: Counter[str]) -> list[str]:
    cases, right = judged.total(), judged["right"]
    low, high = wilson(right, cases)
    return [name, str(cases), str(right), f"{right / cases:.2f}", f"{low:.2f}–{high:.2f}"]


def main() -> None:
    """Draw, or print the tables."""
    for text in draw(int(sys.argv[2])) if sys.argv[1:2] == ["draw"] else tables():
        print(text)


if __name__ == "__main__":
    main()
