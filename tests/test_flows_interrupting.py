"""Ctrl-C at any moment: the end comes at once, what was done is kept, and the next run goes on."""

import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from studies import contents

from benchmarks import growth
from flows.cli import DONE, main

pty = pytest.importorskip("pty", reason="this system has no terminals of that kind")

ROOT = Path(__file__).parents[1]
MARK = "WHITEPAPER_TESTED"
RUN = ("run", "study", "--format", "html", "--language", "en")
GO_ON = "no document was changed. Run the same command to go on."


@pytest.fixture(autouse=True)
def _surroundings(tmp_path, monkeypatch):
    """What tells the processes of this test from all others, and lets bars be drawn."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored here
    monkeypatch.setenv(MARK, str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TERM", "xterm")
    for name in ("CI", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)
    yield
    signal.signal(signal.SIGINT, before)


def in_terminal(folder, arguments, moment, keys=b"\x03"):
    """Run the command in a terminal, and type keys when what is on the screen says so.

    Returns the exit status and all that was on the screen.
    """
    pid, screen = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "flows", *arguments])
    shown, typed = b"", 0
    while select.select([screen], [], [], 60)[0]:
        try:
            shown += os.read(screen, 65536)
        except OSError:  # the last process that had the terminal has gone
            break
        if typed < len(keys) and (typed or re.search(moment, shown.decode("utf-8", "ignore"))):
            os.write(screen, keys[typed : typed + 1])
            typed += 1
    os.close(screen)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def in_pipe(folder, arguments, moment, number):
    """Run the command without a terminal, and send a signal when a line says so."""
    command = [sys.executable, "-m", "flows", *arguments]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        shown = ""
        for line in process.stderr:
            shown += line
            if re.search(moment, line):
                process.send_signal(number)
    return process.returncode, shown


def left_over():
    """Processes of this test that are still there; a moment is theirs."""
    ours = f"{MARK}={os.environ[MARK]}".encode()
    for _ in range(40):
        alive = [pid for pid in Path("/proc").glob("[0-9]*") if _is(pid, ours)]
        if not alive:
            break
        time.sleep(0.05)
    return alive


def _is(pid, ours):
    try:
        return pid.name != str(os.getpid()) and ours in (pid / "environ").read_bytes()
    except OSError:
        return False


def states(folder):
    with sqlite3.connect(folder / ".state" / "prefect" / "prefect.db") as database:
        return {state for (state,) in database.execute("SELECT state_type FROM flow_run")}


def is_told(shown):
    """Whether it is said what happened, in the last line and without a trace of the program's."""
    last = shown.replace("\r\n", "\n").rstrip("\n").rpartition("\n")[2].rpartition("\r")[2]
    return GO_ON in last and last.startswith("whitepaper: stopped; ") and "Traceback" not in shown


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no list of processes here")
def test_a_run_that_is_stopped_again_and_again_ends_as_one_that_never_was(
    tmp_path, monkeypatch, capsys
):
    for name in ("stopped", "whole"):
        growth.study(ROOT / "inputs" / "sample", 1, tmp_path / name / "inputs")
        (tmp_path / name / "inputs" / "x1").rename(tmp_path / name / "inputs" / "study")
    here = tmp_path / "stopped"
    outputs = here / "outputs" / "study"
    outputs.mkdir(parents=True)
    (outputs / "white-paper.html").write_text("the last paper")
    before = contents(outputs)

    status, shown = in_terminal(here, ("check", "study"), "Reading .* [1-9]")
    assert (status, is_told(shown), left_over(), contents(outputs)) == (130, True, [], before)
    assert re.search(r"15 files are read and kept, ", shown)

    status, shown = in_terminal(
        here, RUN, "Coding .* [1-9]|Coded ", b"\x03\x03"
    )  # twice, and tracked
    assert (status, is_told(shown), left_over(), contents(outputs)) == (130, True, [], before)
    assert re.search(r"15 transcripts are coded and kept, ", shown)
    assert "RUNNING" not in states(here)

    status, shown = in_pipe(here, (*RUN, "--untracked"), "^Coded", signal.SIGTERM)
    assert (status, is_told(shown), left_over(), contents(outputs)) == (143, True, [], before)
    assert re.search(r"Coded \d+ transcripts?, [1-9]\d* known already", shown)

    for folder in (here, tmp_path / "whole"):
        monkeypatch.chdir(folder)
        assert main([*RUN, "--untracked", "--quiet"]) == DONE
        assert capsys.readouterr().err == ""
    assert contents(outputs) == contents(tmp_path / "whole" / "outputs" / "study")


DEAF = """
import time
from flows import interrupting, workers

def deaf():
    workers.warm()
    print("ready", flush=True)
    while True:
        try:
            time.sleep(60)
        except KeyboardInterrupt:
            pass

if __name__ == "__main__":
    raise SystemExit(interrupting.guarded(deaf))
"""

HELD = """
import os, signal
from flows import interrupting

def held():
    with interrupting.held():
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
        print("to the end")
    print("and no further")
    return 0

if __name__ == "__main__":
    raise SystemExit(interrupting.guarded(held))
"""


def script(folder, code):
    path = folder / "script.py"
    path.write_text(code)
    return [sys.executable, path]


@pytest.mark.slow
def test_a_program_that_does_not_listen_is_ended_all_the_same(tmp_path):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(script(tmp_path, DEAF), **pipes) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        shown = process.stderr.read()
    assert (process.returncode, shown) == (130, f"whitepaper: stopped; {GO_ON}\n")


def test_what_has_to_be_finished_is_finished_before_the_end(tmp_path):
    done = subprocess.run(script(tmp_path, HELD), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (130, "to the end\n")
    assert done.stderr == f"whitepaper: stopped; {GO_ON}\n"
