"""A run that is killed at any moment costs nothing: the next one gives what it would have given.

``KILLS=200 python -m pytest tests/test_flows_interrupted.py`` (``make kills``) kills more often, and
``SEED`` at other moments.
"""

import os
import random
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from interrupted import begin, begin_and_end_at, is_said, kill, living
from studies import ENGLISH, study
from traces import holding

from flows import finishing, leftovers, moving, places
from flows.cli import DONE, UNUSABLE
from flows.finishing import Ending
from flows.moving import Plan
from flows.waiting import alone

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups of processes"),
]
KILLS = int(os.environ.get("KILLS", "10"))
SEED = int(os.environ.get("SEED", "7"))
CANARY = "yabby"
LEAVES = f"""\
Interviewer: How do you see the electric car?

Ms Quarm: The {CANARY} battery plant asks for more electricity than the whole valley has today.
"""
TALKS = {"vale.txt": ENGLISH, "quarm.txt": LEAVES}
MORE = "\n\nMr Vale: An electric lorry is charged at night, behind the battery plant there.\n"


def finish(process, folder, status):
    process.join()
    assert process.exitcode == status, (folder / "said").read_text("utf-8")


def everything(folder):
    """The bytes of each file below a folder, by its path there; locks hold nothing."""
    files = (p for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def made(folder):
    """All that a run leaves: outputs and what is kept between runs."""
    kept = {name: everything(folder / name) for name in ("outputs", ".state")}
    return {f"{name}/{path}": data for name, files in kept.items() for path, data in files.items()}


def place_of(folder):
    return places.find("trial", root=Path(folder))


def differing(one, other):
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A study before its first run, what the run makes of it, and how long it takes in seconds."""
    home = tmp_path_factory.mktemp("fresh")
    study(home, TALKS)
    return undisturbed(home, DONE)


@pytest.fixture(scope="module")
def changed(fresh, tmp_path_factory):
    """The same after its first run: one talk is longer, somebody left, a document was edited."""
    home = tmp_path_factory.mktemp("changed") / "study"
    shutil.copytree(after_of(fresh[0]), home)
    folder = home / "inputs" / "trial"
    assert holding(home / "outputs", CANARY)
    with (folder / "transcripts" / "vale.txt").open("a", encoding="utf-8") as talk:
        talk.write(MORE)
    (folder / "participants.csv").write_text("transcript,consent\nquarm,withdrawn\n", "utf-8")
    with (home / "outputs" / "trial" / "white-paper.html").open("a", encoding="utf-8") as page:
        page.write("<!-- our own words -->")
    return undisturbed(home, UNUSABLE)


def after_of(home):
    """Where what an undisturbed run has made of a study lies."""
    return home.with_name(f"{home.name}-after")


def undisturbed(home, status):
    after = after_of(home)
    shutil.copytree(home, after)
    begun = time.monotonic()
    finish(begin(after), after, status)
    taken = time.monotonic() - begun
    whole = made(after)
    if status == UNUSABLE:
        assert holding(after / ".state", CANARY) == []
        (edited,) = holding(after / "outputs", CANARY)
        assert edited.name == "white-paper.edited-1.html"
    return home, whole, taken, status


def moments():
    """When to kill: anywhere in the run, or soon after its files begin to move into place."""
    chance = random.Random(SEED)
    return [(number, bool(number % 3), chance.random()) for number in range(KILLS)]


def kill_at(folder, process, moment, taken):
    _, anywhere, share = moment
    hidden = folder / "outputs" / "trial" / moving.HIDDEN
    while not anywhere and process.is_alive() and not hidden.exists():
        time.sleep(0.0005)
    process.join(share * (taken if anywhere else 0.02))
    kill(process)


def killed_and_run_again(moment, folder, made_before):
    """What is wrong after a kill and the next run; nothing where all is as it should be."""
    home, whole, taken, status = made_before
    number = moment[0]
    shutil.copytree(home, folder)
    outputs = folder / "outputs"
    old = everything(outputs)
    kill_at(folder, begin(folder, processor=number), moment, taken)
    with alone(place_of(folder)):
        recovered = everything(outputs)
    new = {k.removeprefix("outputs/"): v for k, v in whole.items() if k.startswith("outputs/")}
    again = begin(folder, processor=number)
    again.join()
    wrong = [] if recovered in (old, new) else ["outputs are a mixture"]
    wrong += [] if again.exitcode == status else [f"ended with {again.exitcode}"]
    wrong += differing(made(folder), whole)
    shutil.rmtree(folder)
    return [f"SEED={SEED}, {moment}: {one}" for one in wrong]


def test_a_run_that_was_killed_is_made_good_by_the_next(fresh, changed, tmp_path):
    todo = [(one, tmp_path / str(one[0]), (changed, fresh)[one[0] % 2]) for one in moments()]
    with ThreadPoolExecutor(2) as both:
        wrong = list(both.map(killed_and_run_again, *zip(*todo, strict=True)))
    assert [line for lines in wrong for line in lines] == []


# Step by step


@pytest.fixture(scope="module")
def ending(changed, tmp_path_factory):
    """The changed study with new files that wait to be put in their place, and what is to be done."""
    home = tmp_path_factory.mktemp("ending")
    shutil.copytree(changed[0], home, dirs_exist_ok=True)
    after = after_of(changed[0])
    place = place_of(home)
    shutil.copytree(after / ".state" / "trial" / "store", place.state / "store", dirs_exist_ok=True)
    shutil.copytree(
        after / ".state" / "trial" / "private", place.state / "private", dirs_exist_ok=True
    )
    shutil.copytree(after / "outputs" / "trial", finishing.work_folder(place))
    (finishing.work_folder(place) / "white-paper.edited-1.html").unlink()
    kept = (after / ".state" / "trial" / "store").iterdir()
    return home, tuple(path.stem for path in kept), changed[1]


def end(home, used):
    """What a run does at its end."""
    place = place_of(home)
    with alone(place):
        finishing.mark(place)
        new = finishing.work_folder(place)
        shutil.copytree(new.with_name("written"), new)
        settled = leftovers.settle(place.outputs, new, somebody_left=True)
        changes = moving.changes(new, place.outputs, settled.edited)
        plan = Plan(str(place.outputs), settled.edited, settled.gone, changes)
        finishing.finish(place, Ending(plan, used, somebody_left=True), new)
        shutil.rmtree(new)


def recover(home):
    with alone(place_of(home)):
        pass


def test_an_end_that_is_broken_off_at_any_step_is_begun_or_finished_and_never_half(
    ending, tmp_path
):
    home, used, whole = ending
    written = finishing.work_folder(place_of(home))
    written.rename(written.with_name("written"))
    old, chance = everything(home / "outputs"), random.Random(SEED)
    new = {k.removeprefix("outputs/"): v for k, v in whole.items() if k.startswith("outputs/")}
    step, found, ended = 0, set(), False
    while not ended:
        step += 1
        folder = tmp_path / str(step)
        shutil.copytree(home, folder)
        ended = begin_and_end_at(step, end, str(folder), used)
        begin_and_end_at(chance.randint(1, 30), recover, str(folder))
        recover(folder)
        outputs = everything(folder / "outputs")
        assert outputs in (old, new), f"step {step}"
        assert outputs == old or not finishing.is_unfinished(place_of(folder)), f"step {step}"
        found.add(outputs == new)
        if outputs == old:
            end(str(folder), used)
        shutil.rmtree(folder / ".state" / "trial" / "written")
        assert differing(made(folder), whole) == [], f"step {step}"
        shutil.rmtree(folder)
    assert found == {False, True}
    assert step > 40


# Processes left behind


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system lists no processes")
@pytest.mark.parametrize("line", ["", "Read 2 files"])
def test_what_a_run_has_started_ends_when_the_run_is_killed_alone(fresh, tmp_path, line):
    folder = tmp_path / "study"
    shutil.copytree(fresh[0], folder)
    run = begin(folder)
    while len(living(run.pid)) < 2 or (line and not is_said(folder, line)):
        assert run.is_alive()
        time.sleep(0.01)
    os.kill(run.pid, signal.SIGKILL)
    run.join()
    until = time.monotonic() + 60
    while (left := living(run.pid)) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []
