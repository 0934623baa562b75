"""What nobody vouches for is read in processes that can be killed."""

import os
import signal
import socket
import subprocess
import time

import pytest

from flows.confinement import Stopped, run


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
    if how == "fill":
        return len(bytearray(3_000_000_000))
    return how


def misuse(what, folder):
    if what == "network":
        socket.create_connection(("127.0.0.1", 9))
    if what == "program":
        subprocess.run(["true"], check=False)
    if what == "write":
        (folder_path := f"{folder}/made") and open(folder_path, "w").write("x")  # noqa: PTH123, SIM115
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
@pytest.mark.parametrize("how", ["die", "leave", "fill"])
def test_a_process_that_dies_takes_no_other_call_along(how):
    given = run(misbehave, [("a",), (how,), ("b",), ("c",)], seconds=20, memory_mb=1000)
    assert given == ["a", Stopped("crash"), "b", "c"]


@pytest.mark.parametrize("what", ["network", "program", "write", "low-level"])
def test_what_no_reader_has_to_do_is_closed_to_it(what, tmp_path):
    (given,) = run(guarded, [(what, str(tmp_path))], seconds=20, memory_mb=1000)
    assert given.startswith("refused: ")
    assert list(tmp_path.iterdir()) == []
