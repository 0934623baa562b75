"""The command as a whole, cold and again, beside the same steps without Prefect and bare tools."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import measure, typesetting
from benchmarks.measure import ROOT, Timing, table
from flows import tracking

SAMPLE = ROOT / "inputs" / "sample"
COLD = "`whitepaper run sample`, cold"
UNTRACKED = "the same, `--untracked`"
NOTHING = "a Prefect flow that does nothing, with a server for itself"
RUN = [sys.executable, "-m", "flows", "run", "sample"]


def tables(home: Path) -> Iterator[str]:
    """The command itself, cold and again, with Prefect and without."""
    shutil.copytree(SAMPLE, home / "inputs" / "sample")
    timings = _timings(home)
    plain, tracked, floor = (timings[name].wall for name in (UNTRACKED, COLD, NOTHING))
    rows = [
        [name, f"{one.wall:.2f}", f"{one.cpu:.2f}", f"{one.wall / plain:.2f}"]
        for name, one in timings.items()
    ]
    yield "## The whole run\n"
    yield "`python -m benchmarks.whole`; fresh processes, three languages and formats; medians.\n"
    yield table(["command", "seconds", "processor s", "ratio to untracked"], rows) + "\n"
    yield (
        f"Prefect's share of the cold run: {(tracked - plain) / tracked:.0%} "
        f"({tracked - plain:.2f} s); the cold run takes {tracked / (plain + floor):.2f} times the "
        "untracked run and the flow that does nothing together.\n"
    )


def _timings(home: Path) -> dict[str, Timing]:
    """Each command by itself; where it is not said otherwise, with a server for itself."""
    os.environ[tracking.SECONDS] = "0"
    changed = home / "inputs" / "sample" / "transcripts"

    def cold() -> None:
        shutil.rmtree(home / "outputs", ignore_errors=True)
        shutil.rmtree(home / ".state" / "sample", ignore_errors=True)

    def first() -> None:
        cold()
        shutil.rmtree(home / ".state", ignore_errors=True)

    def change() -> None:
        one = min(changed.glob("*.txt"))
        one.write_text(one.read_text("utf-8").rstrip() + " Yes.\n", "utf-8")

    untracked = [*RUN, "--untracked"]
    nothing = [sys.executable, "-m", "benchmarks.floor", str(home / ".state")]
    found = {
        "`whitepaper run sample`, the very first in a folder": measure.timed(RUN, 3, home, first),
        COLD: measure.timed(RUN, 3, home, cold),
        UNTRACKED: measure.timed(untracked, 3, home, cold),
        NOTHING: measure.timed(nothing, 3, ROOT),
        "`whitepaper run sample`, nothing changed": measure.timed(RUN, 5, home),
    }
    with lasting(home / ".state"):
        found |= {
            "`whitepaper run sample`, cold, the server there": measure.timed(RUN, 3, home, cold),
            "the same, one transcript changed": measure.timed(RUN, 3, home, change),
            "a Prefect flow that does nothing, the server there": measure.timed(nothing, 3, ROOT),
        }
    return found | {
        **typesetting.timings(home / "outputs" / "sample"),
        "`python -c pass`": measure.timed([sys.executable, "-c", "pass"], 5, home),
    }


@contextlib.contextmanager
def lasting(state: Path) -> Iterator[None]:
    """A server that is there before the runs of the block and after them."""
    before = os.environ[tracking.SECONDS]
    os.environ[tracking.SECONDS] = "30"
    with tracking.server(state) as link:
        tracking.ready(link)
        yield
    os.environ[tracking.SECONDS] = before


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        print("\n".join(tables(Path(folder))))
