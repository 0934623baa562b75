"""Disks that are full or closed, folders that vanish: a clear error, and the old documents intact."""

import errno
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from interrupted import begin, is_said
from studies import ENGLISH, contents, study

from flows import assemble, faults, places, stopping, workers
from flows.cli import DONE, WRONG, main
from flows.stopping import StoppedError
from transcripts.errors import InputError

QUICK = ("run", "trial", "--untracked", "--format", "html", "--language", "en")
MORE = "\n\nMr Vale: An electric lorry is charged at night, behind the battery plant there.\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def outputs(tmp_path):
    """The outputs of a study whose documents are from earlier."""
    study(tmp_path, {"vale.txt": ENGLISH})
    return tmp_path / "outputs" / "trial"


def leave_old(outputs):
    """Put documents there as an earlier run has left them; what they are."""
    outputs.mkdir(parents=True, exist_ok=True)
    for name in ("white-paper.html", "counts.csv"):
        (outputs / name).write_text("old", "utf-8")
    return contents(outputs)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What the study gives where nothing goes wrong."""
    home = tmp_path_factory.mktemp("undisturbed")
    study(home, {"vale.txt": ENGLISH})
    run = begin(home, *QUICK)
    run.join()
    assert run.exitcode == DONE
    return contents(home / "outputs" / "trial")


@pytest.fixture
def mount():
    """Mounts what the arguments of ``mount`` say, at a folder, for the time of a test."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("needs root and mount")
    mounted = []

    def at(folder, *options):
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["mount", *options, folder], check=False, capture_output=True)
        if done.returncode:
            pytest.skip("nothing can be mounted here")
        mounted.append(folder)

    yield at
    for folder in reversed(mounted):
        subprocess.run(["umount", "--lazy", folder], check=True)


TMPFS = ("-t", "tmpfs", "-o", "size=2m", "tmpfs")


def fill(folder):
    """Take all the room that there is on the disk."""
    (folder / "filler").write_bytes(bytes(shutil.disk_usage(folder).free))


@pytest.mark.parametrize("full", ["outputs", ".state"])
def test_a_full_disk_is_named_and_costs_nothing(  # noqa: PLR0917
    outputs, undisturbed, tmp_path, capsys, mount, full
):
    mount(tmp_path / full, *TMPFS)
    before = leave_old(outputs)
    fill(tmp_path / full)
    assert main(QUICK) == WRONG
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("whitepaper: ")
    assert f"{full}/trial: cannot be written, for the disk is full. Make room on that disk" in told
    assert contents(outputs) == before
    (tmp_path / full / "filler").unlink()
    assert main(QUICK) == DONE
    assert contents(outputs) == undisturbed


@pytest.mark.slow
def test_a_full_disk_is_told_the_same_where_prefect_runs_it_and_prefect_keeps_no_word(
    outputs, tmp_path, mount
):
    mount(tmp_path / "outputs", *TMPFS)
    before = leave_old(outputs)
    fill(tmp_path / "outputs")
    command = [
        sys.executable,
        "-m",
        "flows",
        "run",
        "trial",
        "--format",
        "html",
        "--language",
        "en",
    ]
    apart = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
    done = subprocess.run(command, env=apart, capture_output=True, text=True, check=False)
    assert done.returncode == WRONG, done.stderr
    assert "outputs/trial: cannot be written, for the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(outputs) == before
    kept = b"".join(p.read_bytes() for p in (tmp_path / ".state" / "prefect").glob("prefect.db*"))
    assert b"StoppedError" in kept
    assert b"cannot be written" not in kept
    assert b"white-paper.html" not in kept


def test_prefect_hears_of_an_error_of_the_system_by_its_kind_alone(tmp_path):
    with pytest.raises(StoppedError, match="OSError") as stopped, stopping.without_words():
        raise OSError(errno.ENOSPC, "No space left on device", "Ms Quarm.txt")
    assert "Quarm" not in str(stopped.value)
    assert stopping.reason().filename == "Ms Quarm.txt"
    with pytest.raises(StoppedError, match="missing"):
        assemble.write.fn("nowhere", str(tmp_path), (None, None), (), ())


def write_to(path):
    with open(path, "wb") as file:  # noqa: PTH123 - a device
        file.write(bytes(10_000))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_in_a_process_of_the_pool_is_one_and_no_crash():
    with pytest.raises(OSError, match="No space left") as full:
        workers.run(write_to, [("/dev/full",), ("/dev/null",)])
    assert full.value.errno == errno.ENOSPC


@pytest.mark.parametrize("closed", ["outputs", ".state"])
def test_a_disk_that_may_only_be_read_is_named_and_costs_nothing(
    outputs, tmp_path, capsys, mount, closed
):
    before = leave_old(outputs)
    mount(tmp_path / closed, "--bind", str(tmp_path / closed))
    subprocess.run(["mount", "-o", "remount,bind,ro", tmp_path / closed], check=True)
    assert main(QUICK) == WRONG
    told = capsys.readouterr().err
    assert closed in told
    assert "(Read-only file system)" in told
    assert "Traceback" not in told
    assert contents(outputs) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read_is_named(outputs, capsys):
    before = leave_old(outputs)
    outputs.chmod(0o500)
    assert main(QUICK) == WRONG
    outputs.chmod(0o700)
    assert "outputs/trial: cannot be written to" in capsys.readouterr().err
    assert contents(outputs) == before


def test_a_folder_where_a_document_should_go_is_named_and_left(outputs, capsys):
    leave_old(outputs)
    (outputs / "white-paper.html").unlink()
    (outputs / "white-paper.html").mkdir()
    (outputs / "white-paper.html" / "mine.txt").write_text("mine", "utf-8")
    before = contents(outputs)
    assert main(QUICK) == WRONG
    assert "white-paper.html: is a folder, where a document is to go" in capsys.readouterr().err
    assert contents(outputs) == before
    assert (outputs / "white-paper.html" / "mine.txt").exists()


@pytest.mark.skipif(os.name == "nt", reason="a folder that is in use cannot be deleted there")
@pytest.mark.parametrize(("gone", "named"), [("inputs", "trial"), (".state", ".state/trial")])
def test_a_folder_that_vanishes_in_the_middle_is_named(outputs, tmp_path, gone, named):
    before = leave_old(outputs)
    run = begin(tmp_path)
    while not is_said(tmp_path, "Read 1 file"):
        assert run.is_alive()
        time.sleep(0.005)
    shutil.move(tmp_path / gone, tmp_path / "away")
    run.join()
    told = (tmp_path / "said").read_text("utf-8")
    assert run.exitcode == WRONG, told
    assert f"whitepaper: {named}: " in told
    assert "while the program was at work" in told
    assert "Traceback" not in told
    assert contents(outputs) == before


def test_other_errors_pass_as_they_are(outputs):
    place = places.find("trial")
    place.state.mkdir(parents=True)
    (place.state / faults.LOCK).touch()
    for error in (InputError("x.txt", "is empty", "Fill it"), FileNotFoundError("x"), ValueError()):
        with pytest.raises(type(error)) as raised, faults.told(place):
            raise error
        assert raised.value is error
    assert not outputs.exists()
