"""How near the program comes to people: hand-coded themes, turns of known interviews."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from evidence.codebook import default_codebook
from nlp.coding import code_passage
from transcripts import reading

SHARED = Path(__file__).parents[2] / "shared"
GOLD = SHARED / "data" / "themes" / "dev.jsonl"
STYLES = SHARED / "data" / "styles" / "de"
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


def themes() -> list[list[str]]:
    """Precision, recall and F1 over all codes, by language and in all."""
    gold = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines() if line]
    book = default_codebook()
    guesses = {g["id"]: set(code_passage(g["text"], book, g["lang"])[0]) for g in gold}
    languages = sorted({g["lang"] for g in gold})
    rows = [_row(name, [g for g in gold if g["lang"] == name], guesses) for name in languages]
    return [*rows, _row("all", gold, guesses)]


def _row(name: str, gold: list[dict[str, Any]], guesses: dict[str, set[str]]) -> list[str]:
    hits: Counter[str] = Counter()
    for passage in gold:
        truth, guess = set(passage["codes"]), guesses[passage["id"]] & set(CODES)
        hits["tp"] += len(truth & guess)
        hits["fp"] += len(guess - truth)
        hits["fn"] += len(truth - guess)
    precision = hits["tp"] / (hits["tp"] + hits["fp"])
    recall = hits["tp"] / (hits["tp"] + hits["fn"])
    f1 = 2 * precision * recall / (precision + recall)
    return [name, str(len(gold)), *(f"{value:.3f}" for value in (precision, recall, f1))]


def styles() -> list[list[str]]:
    """The share of known turns that come out of each style with speaker and text, and with time."""
    expected = json.loads((STYLES / "expected.json").read_text("utf-8"))
    rows = []
    for path in sorted(STYLES.iterdir()):
        if path.name == "expected.json":
            continue
        transcript = reading.read(path)
        turns = [(t.speaker, transcript.said(t)) for t in transcript.turns]
        times = {(t.speaker, transcript.said(t), t.begins) for t in transcript.turns}
        said = sum((one["speaker"], one["text"]) in turns for one in expected)
        timed = sum((one["speaker"], one["text"], one["start"]) in times for one in expected)
        carries = any(turn.begins is not None for turn in transcript.turns)
        rows.append(
            [
                path.name,
                f"{len(turns)}",
                f"{said / len(expected):.0%}",
                f"{timed / len(expected):.0%}" if carries else "none in the file",
            ]
        )
    return rows
