"""Measure everything and write RESULTS.md. It takes some minutes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    accuracy,
    anchors,
    coding,
    growth,
    judging,
    masking,
    measure,
    publishing,
    reading,
    refi_qda,
    scale,
    themes,
    verification,
    whole,
)
from benchmarks.measure import ROOT, table

SAMPLE = ROOT / "inputs" / "sample"
FORMATS = ("html", "docx", "pdf")


def run_by_stage() -> Iterator[str]:
    """The stages in one process each, so that nothing hides behind anything."""
    found = measure.stages(SAMPLE, FORMATS)
    whole = found["whole"]
    numbers = ("whole", "transcripts", "word count", "codings", "pages", "peak MB")
    rows = [
        [name, f"{seconds:.3f}", f"{seconds / whole:.0%}"]
        for name, seconds in found.items()
        if name not in numbers
    ]
    yield "## By stage\n"
    yield "One process, one paper in one language; medians of 3 runs (`benchmarks/stages.py`).\n"
    yield table(["stage", "seconds", "share"], [*rows, ["whole", f"{whole:.3f}", "100%"]]) + "\n"
    speed = found["word count"] / found["code"]
    yield (
        f"{found['transcripts']:.0f} interviews, {found['word count']:,.0f} words, "
        f"{found['codings']:,.0f} codings, {found['pages']:.0f} pages. "
        f"Coding: {speed:,.0f} words a second. Peak memory: {found['peak MB']:.0f} MB.\n"
    )


def growing(home: Path) -> Iterator[str]:
    """One, ten and a hundred times the sample."""
    found = {
        times: measure.stages(
            growth.study(SAMPLE, times, home), ("html", "docx") if times > 10 else FORMATS, 1
        )
        for times in (1, 10, 100)
    }
    base = found[1]
    names = [name for name in base if name not in ("load the program", "pages", "whole")]
    rows = [
        [
            name,
            *(_grown(found[times].get(name), base[name], times) for times in found),
        ]
        for name in names
    ]
    yield "## Growth\n"
    yield "Seconds, and in brackets how many times those of the sample (`benchmarks/growth.py`).\n"
    yield table(["", "x 1", "x 10", "x 100"], rows) + "\n"


def _grown(value: float | None, base: float, times: int) -> str:
    if value is None:
        return "not measured"
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.3f}"
    return shown if times == 1 else f"{shown} ({value / base:.1f})"


def large() -> Iterator[str]:
    """A hundred to a thousand interviews."""
    yield "## Large studies\n"
    yield "`python -m benchmarks.scale`; one run of each.\n"
    yield from scale.tables()


def documents() -> Iterator[str]:
    """A long paper in Word and PDF, beside bare WeasyPrint."""
    yield "## Documents\n"
    yield "`python -m benchmarks.publishing`; imports are included.\n"
    yield from publishing.tables()


def near_people() -> Iterator[str]:
    """Accuracy and the speed of coding, where the real interviews are at hand."""
    if not themes.GOLD.exists():
        yield "## Accuracy\n\nNot measured: the hand-coded passages are not here.\n"
        return
    yield "## Themes\n"
    yield "`python -m benchmarks.themes`; intervals are at 95 %, bootstrap over passages.\n"
    yield from themes.tables()
    yield from judging.tables()
    yield "## Coding\n"
    yield "`python -m benchmarks.coding`; medians of 3 runs in one process.\n"
    yield from coding.tables()
    yield "## Anchors\n"
    yield "`python -m benchmarks.anchors`\n"
    yield from anchors.tables()
    yield "## Turns\n"
    yield "Turns of one interview in the twelve styles of `styles/de`:\n"
    yield table(["style", "turns", "speaker and text", "begins at"], accuracy.styles()) + "\n"


def main() -> None:
    """Write RESULTS.md."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    lines = ["# Results\n", f"`make bench` on {measure.machine()}; at commit {commit or 'none'}.\n"]
    with TemporaryDirectory() as folder:
        home = Path(folder)
        parts = (
            whole.tables(home),
            run_by_stage(),
            growing(home),
            large(),
            documents(),
            near_people(),
            masking.tables(),
            refi_qda.tables(),
            reading.tables(),
            verification.tables(),
        )
        for part in parts:
            for text in part:
                print(text, flush=True)
                lines.append(text)
    (ROOT / "benchmarks" / "RESULTS.md").write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
