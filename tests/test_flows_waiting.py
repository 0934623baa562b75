"""Two at once on one study: the second says that it waits, and goes on when the first has ended."""

import os
import signal
import time

import pytest
from filelock import FileLock
from interrupted import begin, is_said, kill
from studies import ENGLISH, contents, study

from flows.cli import DONE

WAITS = "Another run of trial is at work"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no forking")


def wait_for(folder, words, process):
    while not is_said(folder, words):
        assert process.is_alive()
        time.sleep(0.01)


@pytest.mark.slow
def test_a_second_run_waits_for_the_first_and_finds_its_work_done(tmp_path):
    study(tmp_path, {"vale.txt": ENGLISH})
    first = begin(tmp_path)
    wait_for(tmp_path, "Read 1 file", first)
    second = begin(tmp_path, processor=1)
    wait_for(tmp_path, WAITS, second)
    first.join()
    second.join()
    assert (first.exitcode, second.exitcode) == (DONE, DONE)
    said = (tmp_path / "said").read_text("utf-8").splitlines()
    assert [line for line in said if WAITS in line] == [f"{WAITS}: waiting until it has ended"]
    assert said[-1] == "Nothing has changed since the last run: nothing was done"
    assert "white-paper.html" in contents(tmp_path / "outputs" / "trial")


@pytest.mark.parametrize(
    "command", [(), ("check", "trial"), ("export", "trial"), ("audit", "5", "trial")]
)
def test_whoever_waits_can_be_stopped(tmp_path, command):
    study(tmp_path, {"vale.txt": ENGLISH})
    state = tmp_path / ".state" / "trial"
    state.mkdir(parents=True)
    with FileLock(state / "run.lock"):
        waiting = begin(tmp_path, *command)
        wait_for(tmp_path, WAITS, waiting)
        os.kill(waiting.pid, signal.SIGINT)
        waiting.join(60)
        kill(waiting)
    assert waiting.exitcode == 130


def test_a_run_that_was_killed_keeps_nobody_waiting(tmp_path):
    study(tmp_path, {"vale.txt": ENGLISH})
    first = begin(tmp_path)
    while not (tmp_path / ".state" / "trial" / "unfinished").exists():
        time.sleep(0.005)
    kill(first)
    second = begin(tmp_path, "check", "trial")
    second.join()
    assert second.exitcode == DONE
    assert not is_said(tmp_path, WAITS)
