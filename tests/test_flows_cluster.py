"""The same run on a Dask cluster: two processes on the loopback address, one of which is lost."""

import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from studies import contents

from benchmarks import growth
from flows import progress
from flows.cli import DONE, WRONG, main
from flows.progress import Progress

pytest.importorskip("distributed", reason="the extra dask is not installed")

SAMPLE = Path(__file__).parents[1] / "inputs" / "sample"
QUICK = ("--format", "html", "--language", "en")
STARTED = ("Scheduler at:", "Registered to:")


@contextmanager
def process(module, *arguments, says):
    """A process of Dask, once it has said so, until the end of the block."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
    made = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for line in made.stderr:
        if says in line:
            break
    reading = threading.Thread(target=made.stderr.read, daemon=True)
    reading.start()
    try:
        yield made
    finally:
        made.kill()
        made.wait()


@contextmanager
def two_workers(folder, *options):
    with socket.socket() as free, ExitStack() as stack:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        host, port = address.split(":")
        there = ("--host", host, "--port", port)
        stack.enter_context(process("dask_scheduler", *there, says=STARTED[0]))
        own = (f"tcp://{address}", "--nthreads", "1", "--local-directory", str(folder), *options)
        workers = [
            stack.enter_context(process("dask_worker", *own, says=STARTED[1])) for _ in range(2)
        ]
        yield f"tcp://{address}", workers


@pytest.fixture
def lose_one(monkeypatch):
    """Kills a process as soon as the first batch is coded."""
    found = []

    def look(now: Progress):
        if found and now.stage == "code" and 0 < now.done < now.total:
            found.pop().send_signal(signal.SIGKILL)

    monkeypatch.setattr(progress, "OBSERVERS", [*progress.OBSERVERS, look])
    return found


@pytest.mark.slow
def test_a_cluster_that_loses_a_machine_gives_the_same_bytes(tmp_path, monkeypatch, lose_one):
    study = growth.study(SAMPLE, 2, tmp_path)
    monkeypatch.chdir(tmp_path)
    with two_workers(tmp_path, "--no-nanny") as (address, workers):
        lose_one.append(workers[0])
        assert main(["run", str(study), *QUICK, "--cluster", address]) == DONE
        assert workers[0].wait(5) == -signal.SIGKILL
        assert workers[1].poll() is None
    there = contents(tmp_path / "outputs" / study.name)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert main(["run", str(study), *QUICK, "--untracked"]) == DONE
    assert contents(elsewhere / "outputs" / study.name) == there


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:1", "tcp://127.0.0.1:x"])
def test_where_no_cluster_answers_nothing_is_begun(tmp_path, monkeypatch, capsys, address):
    growth.study(SAMPLE, 1, tmp_path / "inputs")
    monkeypatch.chdir(tmp_path)
    assert main(["run", "--cluster", address]) == WRONG
    assert f"{address}: is no address" in capsys.readouterr().err
    assert not contents(tmp_path / "outputs" / "x1")
