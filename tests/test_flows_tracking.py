"""Prefect's server beside a run: shared, lingering, lost, and of no use to anybody else."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from studies import contents, study

from flows import announcing, crashed, tracking
from flows.cli import DONE

RUN = [sys.executable, "-P", "-m", "flows", "run", "--format", "html"]  # as the command is found
PREFECT = Path(".state", "prefect")
LINUX = sys.platform == "linux"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)


def begun(*arguments, **more):
    """A run in a process of its own."""
    return subprocess.Popen(
        [*RUN, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **more
    )


def until(what):
    """Wait for something that comes by itself; it is a failure where it does not in a minute."""
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def gone(pid):
    """Whether a process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def asked(query):
    with closing(sqlite3.connect(PREFECT / "prefect.db", timeout=30)) as connection:
        return connection.execute(query).fetchall()


TASKS = "select state_type from task_run"
FLOWS = "select flow.name, state_type from flow_run join flow on flow.id = flow_id"


def flows_in(state):
    return sorted(name for name, at in asked(FLOWS) if at == state)


@pytest.mark.parametrize(
    ("said", "seconds"), [("0", 0), ("12.5", 12.5), ("-3", 0), ("soon", 300), ("", 300)]
)
def test_how_long_a_server_stays_can_be_said(monkeypatch, said, seconds):
    monkeypatch.setenv(tracking.SECONDS, said)
    assert tracking.seconds() == seconds


# Servers


@pytest.mark.slow
@pytest.mark.skipif(not LINUX, reason="processes are looked at in /proc")
def test_runs_of_one_moment_share_a_server_which_ends_when_nobody_needs_it(tmp_path, monkeypatch):
    monkeypatch.setenv(tracking.SECONDS, "1")
    links = []

    def run():
        with tracking.server(tmp_path / ".state") as link:
            assert tracking.ready(link)
            links.append(link)
            barrier.wait()

    barrier = threading.Barrier(4)
    runs = [threading.Thread(target=run) for _ in range(3)]
    for one in runs:
        one.start()
    barrier.wait()
    (server,) = {link.server for link in links}
    assert announcing.announced(PREFECT) == server
    secret = server.password.partition(":")[2].encode()
    assert not any(secret in line for line in told_of_processes("cmdline"))
    assert not any(secret in line for line in told_of_processes("environ"))
    for one in runs:
        one.join()
    until(lambda: gone(server.pid))
    assert announcing.announced(PREFECT) is None


def told_of_processes(what):
    """What the system tells of each process: its command line or its environment."""
    for path in Path("/proc").glob(f"[0-9]*/{what}"):
        try:
            yield path.read_bytes()
        except OSError:
            continue


@pytest.mark.slow
@pytest.mark.skipif(not LINUX, reason="processes are looked at in /proc")
def test_a_killed_run_is_marked_by_the_next_which_finds_its_server_still_there(monkeypatch):
    monkeypatch.setenv(tracking.SECONDS, "60")
    study(Path())
    killed = begun(start_new_session=True)
    until(lambda: "Read" in killed.stderr.readline())
    os.killpg(killed.pid, signal.SIGKILL)  # with its workers
    killed.communicate()
    server, running = announcing.announced(PREFECT), flows_in("RUNNING")
    assert "white-paper" in running
    (lost,) = Path(".state", crashed.FOLDER).glob("*.run")
    elsewhere = lost.with_stem("0123456789ab-0123456789ab")
    shutil.copyfile(lost, elsewhere)  # as another machine would have left it

    with crashed.held(Path(".state"), "own") as hook:
        (alive,) = {*lost.parent.glob("*.lock")} - {lost.with_suffix(".lock")}
        done = begun()
        assert "Prefect" not in done.communicate()[1]
        assert done.returncode == DONE
        assert set(lost.parent.iterdir()) == {alive, elsewhere}
    assert hook
    assert announcing.announced(PREFECT) == server
    assert flows_in("RUNNING") == []
    assert flows_in("CRASHED") == running
    assert set(asked("select message from flow_run_state where type = 'CRASHED'")) == {
        (crashed.MESSAGE,)
    }
    until(lambda: set(asked(TASKS)) <= {("COMPLETED",), ("CRASHED",)})

    shutil.rmtree(".state")
    until(lambda: gone(server.pid))


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_server_that_dies_takes_no_document_along():
    study(Path())
    run = begun()
    until(lambda: "Read" in run.stderr.readline())
    os.kill(announcing.announced(PREFECT).pid, signal.SIGKILL)
    told = run.communicate()[1]
    assert run.returncode == DONE
    assert [line for line in told.splitlines() if "Prefect" in line or "API" in line] == [
        "Prefect gave up (ConnectError); going on without it"
    ]
    assert "white-paper.html" in contents(Path("outputs", "trial"))
    assert len(list(Path(".state", crashed.FOLDER).glob("*.run"))) == 1  # for the next run to mark


@pytest.mark.skipif(os.name == "nt", reason="/bin/false")
def test_where_no_server_can_be_started_it_is_said(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(tracking.UnavailableError), tracking.server(Path(".state")):
        pass


def test_where_no_folder_can_be_made_it_is_said():
    Path(".state").write_text("a file where a folder should be")
    with pytest.raises(tracking.UnavailableError), tracking.server(Path(".state")):
        pass


# Nothing leaves the machine

WATCH = r"""
import os, sys

LOCAL = ("127.", "localhost", "::1")

def watch(event, values):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        asked = values[0]
    elif event in ("socket.connect", "socket.sendto"):
        asked = values[1][0] if isinstance(values[1], tuple) else "127."  # a socket in a file
    else:
        return
    where = asked.decode() if isinstance(asked, bytes) else str(asked or "127.")
    with open(os.environ["CALLS"], "a") as calls:
        calls.write(("local" if where.startswith(LOCAL) else where) + "\n")

sys.addaudithook(watch)
"""

ALONE = """
import fcntl, os, socket, struct, sys
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 1))  # the loopback device, up
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def without_network():
    """The beginning of a command that has the loopback device and no other; empty where none can."""
    for way in ("-n", "-rn"):
        command = ["unshare", way, sys.executable, "-c", ALONE]
        with contextlib.suppress(OSError):
            done = subprocess.run([*command, "-c", "pass"], capture_output=True, check=False)
            if done.returncode == 0:
                return command
    return []


def test_no_proxy_is_asked_for_what_is_on_this_machine(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "intranet.example, localhost")
    monkeypatch.setattr(os, "environ", dict(os.environ))
    tracking.settle()
    tracking.settle()
    assert os.environ["no_proxy"] == "intranet.example,localhost,127.0.0.1,::1"


@pytest.mark.slow
def test_prefect_runs_it_learns_nothing_that_was_said_and_needs_no_network(tmp_path):
    study(Path())
    Path("prefect.py").write_text("raise SystemExit('a file of the researcher was run')", "utf-8")
    watching = tmp_path / "watching"
    watching.mkdir()
    (watching / "sitecustomize.py").write_text(WATCH, "utf-8")
    alone, calls = without_network(), tmp_path / "calls"
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://192.0.2.1:3128")
    done = subprocess.run(
        [*alone, *(RUN[1:] if alone else RUN)],
        env={**os.environ, **proxies, "PYTHONPATH": str(watching), "CALLS": str(calls)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == DONE, done.stderr
    assert "Prefect" not in done.stderr
    assert flows_in("COMPLETED") == ["assemble", "extract", "ingest", "white-paper"]
    kept = b"".join(path.read_bytes() for path in PREFECT.iterdir())
    for words in (b"Poland", b"Vale", b"Fahrzeugdaten", b"lectrification nous prend"):
        assert words not in kept
    assert set(calls.read_text().split()) == {"local"}
    if not alone:
        pytest.skip("no network namespace can be made here; the run looked for no network")
