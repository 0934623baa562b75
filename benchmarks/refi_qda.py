"""Whether segments of other programs' projects are at the words that they mean.

Run ``python -m benchmarks.refi_qda``. The interviews of the sample, with emoji and combining
accents scattered over them, are written as each program writes and counts; of the segments that are
read again, those are right that hold the same words from the same place.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import ROOT, table
from evidence.refi_qda_reading import read
from transcripts import reading

sys.path.append(str(ROOT / "tests"))

from refi_qda_writers import WRITERS, Writer, written

SAMPLE = ROOT / "inputs" / "sample" / "transcripts"
ODD = (
    "\U0001f600",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1f1\U0001f1fa",
    "e\u0301",
    "\u2028",
)
EVERY = 60
"""Words between two odd characters."""

Segments = dict[str, list[tuple[int, int]]]


def texts(seed: int) -> dict[str, str]:
    """The sample's interviews, by number, with odd characters between their words."""
    draw = random.Random(seed)
    found = {}
    for number, path in enumerate(sorted(SAMPLE.iterdir())):
        words = reading.read(path).text.split(" ")
        for at in range(EVERY, len(words), EVERY):
            words[at] += f" {draw.choice(ODD)}"
        found[f"interview {number}"] = " ".join(words)
    return found


def segments(said: dict[str, str], each: int, seed: int, *, whole: bool) -> Segments:
    """Random segments of one to forty words, or from any character to any other."""
    draw = random.Random(seed)
    found: Segments = {}
    for name, text in said.items():
        places = [at for at in range(1, len(text)) if text[at - 1] == " " and text[at].isalnum()]
        spans = set()
        while len(spans) < each:
            start = draw.choice(places)
            end = min(len(text), start + draw.randint(4, 250))
            if whole:
                while end < len(text) and text[end].isalnum():
                    end += 1
                while not text[end - 1].isalnum():
                    end -= 1
            else:
                start = draw.randint(0, end - 1)
            if start < end:
                spans.add((start, end))
        found[name] = sorted(spans)
    return found


def right(
    writer: Writer, said: dict[str, str], spans: Segments, folder: Path
) -> tuple[int, int, bool]:
    """How many segments are right, of how many, and whether the reader said that it is not sure."""
    path = folder / "project.qdpx"
    path.write_bytes(written(writer, said, spans))
    got = read(path)
    hits = 0
    for source in got.project.sources:
        wanted = set(spans[source.name])
        hits += sum((one.start, one.end) in wanted for one in source.selections)
        hits -= sum(source.text != said[source.name] for _ in source.selections)
    unsure = any("not sure" in remark for remark in got.remarks)
    return hits, sum(map(len, spans.values())), unsure


def tables() -> Iterator[str]:
    """The share of segments at the right words, by program and by what the file tells."""
    said = texts(1)
    cases = {
        "as it names them": (segments(said, 40, 2, whole=True), ""),
        "without names": (segments(said, 40, 3, whole=True), "none"),
        "three a text, without names": (segments(said, 3, 4, whole=True), "none"),
        "from and to any character": (segments(said, 40, 5, whole=False), ""),
    }
    rows = []
    with TemporaryDirectory() as folder:
        for writer in WRITERS:
            cells = []
            for spans, names in cases.values():
                own = replace(writer, names=names or writer.names)
                hits, total, unsure = right(own, said, spans, Path(folder))
                cells.append(f"{hits / total:.1%}" + (" (said to be unsure)" if unsure else ""))
            rows.append([writer.name, *cells])
    total = sum(map(len, cases["as it names them"][0].values()))
    yield "## REFI-QDA\n"
    yield (
        f"Segments of imitated projects at the right words: {len(said)} interviews, {total} "
        f"segments, an emoji, flag, combining accent or line separator every {EVERY} words "
        "(`python -m benchmarks.refi_qda`).\n"
    )
    yield table(["program", *cases], rows) + "\n"


def main() -> None:
    """Print the table."""
    for text in tables():
        print(text, flush=True)


if __name__ == "__main__":
    main()
