"""What nobody vouches for is read in processes that can be killed."""

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Timer

import pytest

from flows.confinement import Stopped, run
from transcripts.errors import InputError


def double(number):
    return 2 * number


def misbehave(how):
    """One of the ways in which reading a file can go wrong."""
    if how == "hang":
        while True:
            pass
    if how == "sleep":
        time.sleep(60)
    if how == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if how == "leave":
        os._exit(3)
    if how == "raise":
        raise RuntimeError(how)
    if how == "fill":
        return len(bytearray(3_000_000_000))
    return how


def misuse(what, folder):
    if what == "network":
        socket.create_connection(("127.0.0.1", 9))
    if what == "program":
        subprocess.run(["true"], check=False)
    if what == "write":
        Path(folder, "made").write_text("x")
    if what == "delete":
        os.unlink(f"{folder}/kept")  # noqa: PTH108 - as it is
    if what == "rename":
        os.rename(f"{folder}/kept", f"{folder}/made")  # noqa: PTH104 - as it is
    if what == "fork":
        os.fork()
    if what == "low-level":
        os.open(f"{folder}/made", os.O_WRONLY | os.O_CREAT)
    return "done"


def guarded(what, folder):
    try:
        return misuse(what, folder)
    except PermissionError as error:
        return f"refused: {error}"


def test_results_come_in_the_order_of_the_calls():
    calls = [(number,) for number in range(20)]
    assert run(double, calls, seconds=10, memory_mb=1000) == list(range(0, 40, 2))


def test_nothing_to_do_starts_nothing():
    assert run(double, [], seconds=1, memory_mb=1000) == []


@pytest.mark.slow
@pytest.mark.parametrize("how", ["hang", "sleep"])
def test_what_takes_too_long_is_killed_and_the_rest_goes_on(how, monkeypatch):
    monkeypatch.setattr("flows.confinement._START_SECONDS", 2.0)
    given = run(misbehave, [("a",), (how,), ("b",), ("c",)], seconds=0.5, memory_mb=1000)
    assert given == ["a", Stopped("time"), "b", "c"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "why"), [("die", "crash"), ("leave", "crash"), ("raise", "crash"), ("fill", "memory")]
)
def test_a_process_that_dies_takes_no_other_call_along(how, why, capfd):
    given = run(misbehave, [("a",), (how,), ("b",), ("c",)], seconds=20, memory_mb=1000)
    assert given == ["a", Stopped(why), "b", "c"]
    assert capfd.readouterr() == ("", "")


def answer(how):
    """What a process that somebody took over may send in the place of an answer."""
    pipe = next(
        held
        for held in gc.get_objects()
        if isinstance(held, Connection) and not held.closed and held.writable
    )
    if how == "deep":
        pipe.send_bytes(b"[" * 1_000_000)
    if how == "no JSON":
        pipe.send_bytes(b"\x80\x04.")
    if how == "NaN":
        pipe.send_bytes(b'{"given": [NaN]}')
    if how == "another form":
        pipe.send_bytes(b'{"given": 3}')
    if how == "no end":
        os.write(pipe.fileno(), (2**30).to_bytes(4, "big") + b"x")
        os.close(pipe.fileno())
    if how == "half":
        os.write(pipe.fileno(), (1000).to_bytes(4, "big") + b"x")
        time.sleep(60)
    return how


@pytest.mark.slow
@pytest.mark.parametrize("how", ["deep", "no JSON", "NaN", "another form", "no end"])
def test_what_is_no_answer_is_no_result(how):
    given = run(answer, [("a",), (how,), ("b",), ("c",)], seconds=20, memory_mb=1000)
    assert given == ["a", Stopped("crash"), "b", "c"]


@pytest.mark.slow
def test_half_an_answer_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("flows.confinement._START_SECONDS", 2.0)
    given = run(answer, [("a",), ("half",), ("b",), ("c",)], seconds=0.5, memory_mb=1000)
    assert given == ["a", Stopped("time"), "b", "c"]


def test_a_call_is_not_blamed_for_what_the_one_before_it_broke(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    given = run(leave_later, [(0,), (1,), (2,)], seconds=20, memory_mb=1000)
    assert given == [0, 1, 2]


def leave_later(number):
    """Give an answer, and die of it a little later."""
    if number == 0:
        Timer(0.2, os._exit, (1,)).start()
    else:
        time.sleep(0.4)
    return number


@pytest.mark.slow
def test_processes_end_with_the_one_that_asked(tmp_path):
    code = (
        "import time; from tests.test_flows_confinement import noted, run\n"
        f"if __name__ == '__main__': run(noted, [({str(tmp_path)!r},)] * 2, "
        "seconds=60, memory_mb=1000)"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    root = Path(__file__).parents[1]
    asking = subprocess.Popen([sys.executable, script], env={**os.environ, "PYTHONPATH": str(root)})
    children = Path(f"/proc/{asking.pid}/task/{asking.pid}/children")
    if not children.exists():
        asking.kill()
        pytest.skip("the system does not tell who its parent is")
    time.sleep(2)
    there = children.read_text().split()
    asking.kill()
    asking.wait()
    time.sleep(1)
    alive = [pid for pid in there if _works(pid)]
    assert there
    assert alive == []


def _works(pid):
    try:
        return "confinement" in Path(f"/proc/{pid}/cmdline").read_text() or _state(pid) != "Z"
    except OSError:
        return False


def _state(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def noted(folder):
    """Never come to an end."""
    while folder:
        pass


def test_no_process_at_all_is_said_in_words(monkeypatch):
    def refuse(self):
        del self
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    with pytest.raises(InputError, match="cannot start another program"):
        run(double, [(1,)], seconds=10, memory_mb=1000)


def test_where_there_is_room_for_one_process_it_does_all(monkeypatch):
    start, started = BaseProcess.start, []

    def start_once(self):
        if started:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        started.append(self)
        start(self)

    monkeypatch.setattr("os.cpu_count", lambda: 4)
    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", start_once)
    assert run(double, [(n,) for n in range(6)], seconds=10, memory_mb=1000) == [0, 2, 4, 6, 8, 10]


def test_a_study_may_ask_for_more_time_than_any_system_waits():
    assert run(double, [(1,)], seconds=10**9, memory_mb=10**9) == [2]


@pytest.mark.parametrize(
    "what", ["network", "program", "write", "low-level", "delete", "rename", "fork"]
)
def test_what_no_reader_has_to_do_is_closed_to_it(what, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("x")
    (given,) = run(guarded, [(what, str(tmp_path))], seconds=20, memory_mb=1000)
    assert given.startswith("refused: ")
    assert list(tmp_path.iterdir()) == [kept]
