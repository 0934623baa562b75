"""Studies of any size, made of the sample's own sentences, no two alike."""

from __future__ import annotations

import random
from pathlib import Path

from transcripts import reading

KEPT = 0.6
"""The share of turns that a copy keeps: no two copies are taken for one interview."""


def study(sample: Path, times: int, folder: Path) -> Path:
    """A study of the sample's interviews, and of ``times - 1`` variants of each, as text."""
    target = folder / f"x{times}" / "transcripts"
    target.mkdir(parents=True)
    for path in sorted((sample / "transcripts").iterdir()):
        transcript = reading.read(path)
        for copy in range(times):
            chance = random.Random(f"{path.stem} {copy}")
            lines = [
                f"{turn.speaker}: {transcript.said(turn)}".replace("\n", " ")
                for turn in transcript.turns
                if times == 1 or chance.random() < KEPT
            ]
            (target / f"{path.stem}-{copy:03}.txt").write_text("\n\n".join(lines), "utf-8")
    return target.parent
