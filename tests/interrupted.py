"""Runs in processes of their own that may be killed: warm, so that many of them cost little."""

import atexit
import os
import signal
import sys
from multiprocessing import get_context
from pathlib import Path

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["pytest", "flows.cli", "flows.run", "nlp.coding", "papers.html", "papers.word", "openpyxl"]
)
QUICK = ("run", "trial", "--untracked", "--format", "html", "--language", "en")


def begin(folder, *arguments, processor=0):
    """Start the command in the folder, in a process group of its own; errors go to ``said``.

    It has one processor to itself: one worker and one reader are enough, and cost less.
    """
    process = CONTEXT.Process(target=_command, args=(str(folder), arguments or QUICK, processor))
    process.start()
    return process


def _command(folder, arguments, processor):
    _apart(folder)
    if hasattr(os, "sched_setaffinity"):
        there = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {there[processor % len(there)]})
    from flows.cli import main

    code = main(arguments)
    atexit._run_exitfuncs()  # which a process that was forked leaves out
    sys.stderr.flush()
    os._exit(code)


def _apart(folder):
    os.setpgid(0, 0)
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for stream, name in ((1, "shown"), (2, "said")):
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, stream)
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", 1, closefd=False)  # noqa: SIM115


def kill(process):
    """Kill the process and all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # it has not come so far as to have a group, or it has ended
        process.kill()
    process.join()


def is_said(folder, words):
    """Whether the words have been said in the folder."""
    said = Path(folder, "said")
    return said.exists() and words in said.read_text("utf-8")


def begin_and_end_at(step, function, *arguments):
    """Call the function in a process that ends just before its n-th step on files, if it has one.

    Returns:
        Whether the function came to its end.
    """
    process = CONTEXT.Process(target=_end_at, args=(step, function, arguments))
    process.start()
    process.join()
    assert process.exitcode in {0, _ENDED}
    return process.exitcode == 0


_ENDED = 77
_STEPS = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def _end_at(step, function, arguments):
    left = [step]

    def count(event, values):
        writes = event == "open" and isinstance(values[2], int) and values[2] & _WRITING
        if writes or event in _STEPS:
            left[0] -= 1
            if left[0] == 0:
                os._exit(_ENDED)

    sys.addaudithook(count)
    function(*arguments)
    os._exit(0)


def living(group):
    """The processes of a group that are still at work, as the system lists them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, its_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state not in "ZX":
            found.append(int(folder.name))
    return found
