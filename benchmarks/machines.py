"""Two machines in one: a Dask scheduler and two workers as processes on the loopback address."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import socket


@contextmanager
def two(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """A cluster for the time of the block: its address, and its workers.

    Args:
        folder: where they may write what they need.
    """
    with ExitStack() as stack:
        port = str(_free_port())
        here = ("--host", "127.0.0.1", "--port", port)
        stack.enter_context(_process("dask_scheduler", *here, says="Scheduler at:"))
        address = f"tcp://127.0.0.1:{port}"
        own = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        workers = [
            stack.enter_context(_process("dask_worker", address, *own, says="Registered to:"))
            for _ in range(2)
        ]
        yield address, workers


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _process(module: str, *arguments: str, says: str) -> Iterator[subprocess.Popen[str]]:
    """A process of Dask, once it has said so, until the end of the block."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
    made = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert made.stderr is not None
    for line in made.stderr:
        if says in line:
            break
    threading.Thread(target=made.stderr.read, daemon=True).start()
    try:
        yield made
    finally:
        made.kill()
        made.wait()
