"""The same run on a Dask cluster: two processes on the loopback address, one of which is lost."""

import signal
from pathlib import Path

import pytest
from studies import contents

from benchmarks import growth, machines
from flows import progress
from flows.cli import DONE, WRONG, main
from flows.progress import Progress

pytest.importorskip("distributed", reason="the extra dask is not installed")

SAMPLE = Path(__file__).parents[1] / "inputs" / "sample"
QUICK = ("--format", "html", "--language", "en")


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
    with machines.two(tmp_path) as (address, workers):
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
