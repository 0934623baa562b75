"""Large studies made of real interviews, and what a run of them takes.

``python -m benchmarks.scale 100 1000`` makes studies of so many interviews of some 9,000 words,
runs each with and without Prefect, and prints time, memory and growth.
"""

from __future__ import annotations

import itertools
import random
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import machines
from benchmarks.measure import table
from transcripts import reading
from transcripts.errors import InputError
from transcripts.model import LANGUAGES, Transcript

SIZES = (100, 1000)
WORDS = 9_000
"""Words of one interview: an hour and a quarter of talk."""

ROOT = Path(__file__).parents[1]
REAL = ROOT.parent / "shared" / "data" / "transcripts"
SAMPLE = ROOT / "inputs" / "sample" / "transcripts"
STAGES = {"read": "Read", "code": "Coded", "write": "Wrote"}
"""The first word of the line that a run prints at the end of each stage."""

HEAD = (
    *("interviews", "read", "code", "write", "untracked", "growth"),
    *("tracked", "Prefect", "cluster", "peak"),
)

_PAUSE = 0.25
"""Seconds between two looks at the memory."""


def study(number: int, folder: Path) -> Path:
    """A study of so many interviews, no two alike, of real turns where real interviews are here."""
    sources = list(_sources())
    target = folder / f"of-{number}" / "transcripts"
    target.mkdir(parents=True)
    for count, language in zip(range(number), itertools.cycle(LANGUAGES), strict=False):
        own = [one for one in sources if one.language == language]
        (target / f"{language}-{count:05}.txt").write_text(_interview(own, count), "utf-8")
    return target.parent


def _sources() -> Iterator[Transcript]:
    for path in sorted((REAL if REAL.is_dir() else SAMPLE).rglob("*")):
        try:
            found = reading.read(path) if path.is_file() else None
        except InputError:
            continue
        if found is not None and len(found.turns) > 1:
            yield found


def _interview(sources: list[Transcript], seed: int) -> str:
    """Questions and answers drawn from all interviews of a language, up to the words wanted."""
    chance = random.Random(seed)
    said = [t.said(turn).replace("\n", " ") for t in sources for turn in t.turns]
    lines: list[str] = []
    words = 0
    while words < WORDS:
        text = chance.choice(said)
        lines.append(f"{'IP'[len(lines) % 2]}: {text}")
        words += len(text.split())
    return "\n\n".join(lines)


@dataclass(slots=True)
class Measured:
    """One run.

    Attributes:
        seconds: by the wall.
        peak_mb: the most memory of all its processes at one moment, shared pages counted once.
        stages: seconds from the start until each stage was done.
    """

    seconds: float = 0.0
    peak_mb: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)


def run(folder: Path, home: Path, *options: str) -> Measured:
    """Run the study from nothing, in a folder of its own."""
    home.mkdir()
    command = [sys.executable, "-m", "flows", "run", str(folder), "--language", "en", *options]
    found, start = Measured(), time.perf_counter()
    with subprocess.Popen(
        command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as made:
        looking = threading.Thread(target=_look, args=(made, found))
        looking.start()
        for line in made.stderr or ():
            for stage, word in STAGES.items():
                if line.startswith(word):
                    found.stages[stage] = time.perf_counter() - start
        if made.wait() > 1:
            sys.exit(f"{' '.join(command)} failed")
        looking.join()
    found.seconds = time.perf_counter() - start
    return found


def _look(made: subprocess.Popen[str], found: Measured) -> None:
    while made.poll() is None:
        found.peak_mb = max(found.peak_mb, sum(map(_megabytes, _tree(made.pid))))
        time.sleep(_PAUSE)


def _tree(pid: int) -> list[int]:
    """The process and all that it has started."""
    children = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children[parent].append(int(stat.parent.name))
    found = [pid]
    for one in found:  # it grows meanwhile
        found += children[one]
    return found


def _megabytes(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    pages = re.search(r"^Pss: +(\d+)", rollup, re.MULTILINE)
    return int(pages[1]) / 1024 if pages else 0.0


def tables(sizes: tuple[int, ...] = SIZES) -> Iterator[str]:
    """Time, memory and growth, and what Prefect and a cluster cost."""
    rows, base = [], 0.0
    with TemporaryDirectory() as folder:
        for number in sizes:
            made = study(number, Path(folder))
            plain = run(made, Path(folder, f"plain-{number}"), "--untracked")
            tracked = run(made, Path(folder, f"tracked-{number}"))
            cluster = _on_two(made, Path(folder)) if not rows else None
            base = base or plain.seconds / number
            rows.append(_row(number, (plain, tracked, cluster), base))
            print(*rows[-1], file=sys.stderr, flush=True)
    yield table([*HEAD], rows)
    yield (
        f"\nSeconds; each interview has some {WORDS:,} words; one paper in Word, PDF and HTML. "
        "Growth is the time an interview beside that of the smallest study; Prefect is its share "
        "of the tracked run; the cluster is two Dask workers on this machine; the peak is in MB, "
        "of all processes of the untracked run together.\n"
    )


def _on_two(made: Path, folder: Path) -> Measured:
    with machines.two(folder / "dask") as (address, _):
        return run(made, folder / "cluster", "--cluster", address)


def _row(number: int, runs: tuple[Measured, Measured, Measured | None], base: float) -> list[str]:
    plain, tracked, cluster = runs
    ends = [0.0, *(plain.stages[stage] for stage in STAGES)]
    return [
        f"{number:,}",
        *(f"{end - start:.1f}" for start, end in itertools.pairwise(ends)),
        f"{plain.seconds:.1f}",
        f"{plain.seconds / number / base:.2f}",
        f"{tracked.seconds:.1f}",
        f"{(tracked.seconds - plain.seconds) / tracked.seconds:.1%}",
        f"{cluster.seconds:.1f}" if cluster else "not measured",
        f"{plain.peak_mb:,.0f}",
    ]


if __name__ == "__main__":
    print("\n".join(tables(tuple(map(int, sys.argv[1:])) or SIZES)))
