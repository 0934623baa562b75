"""How near the program comes to people: turns of known interviews."""

from __future__ import annotations

import json
from pathlib import Path

from transcripts import reading

SHARED = Path(__file__).parents[2] / "shared"
STYLES = SHARED / "data" / "styles" / "de"


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
