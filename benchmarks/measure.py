"""Commands as whole processes: seconds by the wall, processor seconds, peak memory."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Timing:
    """The medians of several runs of one command."""

    wall: float
    cpu: float
    runs: int


def timed(command: list[str], runs: int, cwd: Path, before: object = None) -> Timing:
    """Run the command several times, each in a fresh process; ``before`` is called each time."""
    walls, cpus = [], []
    for _ in range(runs):
        if callable(before):
            before()
        start, used = time.perf_counter(), _children()
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
        walls.append(time.perf_counter() - start)
        cpus.append(_children() - used)
        if done.returncode > 1:
            sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return Timing(median(walls), median(cpus), runs)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stages(folder: Path, formats: tuple[str, ...], runs: int = 3) -> dict[str, float]:
    """The median of each stage of ``benchmarks.stages`` over fresh processes."""
    command = [sys.executable, "-m", "benchmarks.stages", str(folder), *formats]
    found = [
        json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
        for _ in range(runs)
    ]
    return {name: median(one[name] for one in found) for name in found[0]}


def peak_mb() -> float:
    """The most memory that this process has had, in MB; not what its parent had before it."""
    status = Path("/proc/self/status").read_text("ascii", "replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def machine() -> str:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}"
    )


def table(header: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown, the first column flush left."""
    marks = [":--", *["--:"] * (len(header) - 1)]
    lines = [header, marks, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
