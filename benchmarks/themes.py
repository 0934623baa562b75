"""How near coding comes to people: hand-coded passages, and sets that were labelled for other ends.

Run ``python -m benchmarks.themes``; with files, ``python -m benchmarks.themes FILE...``, these are
scored instead: one JSON object a line with ``text``, ``lang``, ``codes``, and ``source``.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import scores
from benchmarks.measure import table
from benchmarks.scores import Pair, Tally
from evidence.codebook import Codebook, default_codebook
from evidence.intervals import wilson
from nlp.coding import Coder

DATA = Path(__file__).parents[2] / "shared" / "data"
GOLD = DATA / "themes" / "dev.jsonl"
LABELLED = DATA / "labelled"
CODES = (
    "electrification",
    "autonomous_vehicles",
    "data_sharing",
    "urbanisation",
    "covid_19",
    "sustainability",
    "innovation",
    "internationalisation",
)
THRESHOLDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Among which the cross-check chooses for each code."""

FEWEST_GAINED, LEAST_GAIN = 3, 0.25
"""Errors, and the share of a code's cases, that another threshold than the codebook's must save:
with few cases a gain is often chance."""

Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    """The objects of a file, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def coded(rows: Sequence[Row], coder: Coder) -> list[Pair]:
    """The passages with what people and the program gave them."""
    return [
        Pair(frozenset(row["codes"]), frozenset(coder.passage(row["text"], row["lang"])[0]))
        for row in rows
    ]


# Hand-coded passages


def accuracy(rows: Sequence[Row], coder: Coder) -> Iterator[str]:
    """By language and by code, with intervals."""
    pairs = coded(rows, coder)
    languages = sorted({row["lang"] for row in rows})
    parts = {
        name: [p for p, r in zip(pairs, rows, strict=True) if r["lang"] == name]
        for name in languages
    }
    lines = [_averages(name, part) for name, part in {**parts, "all": pairs}.items()]
    header = ["language", "passages", "precision", "recall", "micro F1", "", "macro F1", ""]
    yield table(header, lines) + "\n"
    yield (
        table(
            ["code", "cases", "precision", "recall", "F1", "95 %", *languages],
            [_of_code(code, pairs, parts) for code in CODES],
        )
        + "\n"
    )


def _averages(name: str, pairs: Sequence[Pair]) -> list[str]:
    all_codes = scores.tally(pairs, CODES)
    return [
        name,
        str(len(pairs)),
        f"{all_codes.precision:.3f}",
        f"{all_codes.recall:.3f}",
        f"{all_codes.f1:.3f}",
        _range(*scores.interval(pairs, partial(scores.micro, codes=CODES))),
        f"{scores.macro(pairs, CODES):.3f}",
        _range(*scores.interval(pairs, partial(scores.macro, codes=CODES))),
    ]


def _of_code(code: str, pairs: Sequence[Pair], parts: dict[str, list[Pair]]) -> list[str]:
    one = scores.tally(pairs, [code])
    of_languages = [scores.tally(part, [code]) for part in parts.values()]
    return [
        code,
        str(one.cases),
        f"{one.precision:.2f}",
        f"{one.recall:.2f}",
        f"{one.f1:.2f}",
        _range(*scores.interval(pairs, partial(scores.micro, codes=[code]))),
        *(f"{t.f1:.2f} ({t.cases})" if t.cases else "–" for t in of_languages),
    ]


def _range(low: float, high: float) -> str:
    return f"{low:.2f}–{high:.2f}"


# Tuned on one half, reported on the other


def cross_checked(rows: Sequence[Row], book: Codebook) -> list[str]:
    """Averages over both halves of the sources, each with thresholds chosen on the other."""
    halves = _halves(rows)
    pairs: list[tuple[str, Pair]] = []
    for tuned, reported in (halves, halves[::-1]):
        coder = Coder(replace(book, thresholds={**book.thresholds, **_chosen(tuned, book)}))
        pairs += zip([row["lang"] for row in reported], coded(reported, coder), strict=True)
    languages = sorted({language for language, _ in pairs})
    both = [pair for _, pair in pairs]
    micros = {
        name: scores.micro([p for lang, p in pairs if lang == name], CODES) for name in languages
    }
    return [
        f"{scores.micro(both, CODES):.3f}",
        f"{scores.macro(both, CODES):.3f}",
        *(f"{name} {value:.3f}" for name, value in micros.items()),
    ]


def _halves(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The passages by source, sources dealt out in the order of their sizes a language."""
    by_source: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_source[row["lang"], row.get("source", "")].append(row)
    ordered = sorted(by_source.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
    halves: tuple[list[Row], list[Row]] = [], []
    for number, (_, found) in enumerate(ordered):
        halves[number % 4 in (1, 2)].extend(found)
    return halves


def _chosen(rows: Sequence[Row], book: Codebook) -> dict[str, float]:
    """The threshold of each code that gives the best F1 on some passages."""
    tallies: dict[str, dict[float, Tally]] = {code: {} for code in CODES}
    for threshold in THRESHOLDS:
        pairs = coded(rows, Coder(replace(book, thresholds=dict.fromkeys(CODES, threshold))))
        for code in CODES:
            tallies[code][threshold] = scores.tally(pairs, [code])
    return {code: _best(found, book.threshold(code)) for code, found in tallies.items()}


def _best(found: dict[float, Tally], usual: float) -> float:
    def errors(threshold: float) -> float:
        return found[threshold].wrong + found[threshold].missed

    best = min(found, key=lambda threshold: (errors(threshold), abs(threshold - usual)))
    gained = errors(usual) - errors(best)
    return best if gained >= max(FEWEST_GAINED, found[best].cases * LEAST_GAIN) else usual


# Sets labelled for other ends


def labelled(coder: Coder) -> Iterator[list[str]]:
    """For each set that fits: what should be found, how often it is, and where nothing should."""
    yield _found(
        "COVID-19 experts' answers",
        "covid_19",
        read(LABELLED / "en_covid_expert_answers_codes.jsonl"),
        coder,
    )
    yield _found(
        "citizens on modes of transport",
        "urbanisation",
        read(LABELLED / "de_cimt_ottensen_modes.jsonl"),
        coder,
    )
    speeches = read(LABELLED / "de_bundestag_budget_ministry.jsonl")
    for ministry, code in MINISTRIES.items():
        own = [row for row in speeches if ministry in row["labels"]]
        others = [row for row in speeches if row["labels"][0] in UNRELATED]
        yield _found(f"speeches on {ministry}", code, own, coder)
        yield _found(f"speeches on {', '.join(UNRELATED)}", code, others, coder)


MINISTRIES = {
    "environment": "sustainability",
    "economy and climate action": "sustainability",
    "housing and urban development": "urbanisation",
    "education and research": "innovation",
    "health": "covid_19",
}
UNRELATED = ("justice", "family", "defence")


def _found(name: str, code: str, rows: Sequence[Row], coder: Coder) -> list[str]:
    hits = sum(code in coder.passage(row["text"], row["lang"])[0] for row in rows)
    low, high = wilson(hits, len(rows))
    return [name, code, str(len(rows)), f"{hits / len(rows):.2f}", _range(low, high)]


def tables(paths: Sequence[Path] = ()) -> Iterator[str]:
    """Everything, as Markdown."""
    book = default_codebook()
    coder = Coder(book)
    for path in paths or (GOLD,):
        rows = read(path)
        yield f"Passages of `{path.name}`:\n"
        yield from accuracy(rows, coder)
        micro, macro, *languages = cross_checked(rows, book)
        yield (
            "Thresholds chosen on one half of the sources, reported on the other, both ways: "
            f"micro F1 {micro}, macro F1 {macro}, {', '.join(languages)}.\n"
        )
    if not paths:
        yield "Sets that people labelled for other ends; the share of texts with the code:\n"
        header = ["set", "code", "texts", "share", "95 %"]
        yield table(header, list(labelled(coder))) + "\n"


def main() -> None:
    """Print the tables."""
    for text in tables([Path(name) for name in sys.argv[1:]]):
        print(text, flush=True)


if __name__ == "__main__":
    main()
