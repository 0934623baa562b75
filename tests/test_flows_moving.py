"""New files in the place of old ones: all, or none, and never over what somebody has edited."""

import os
import shutil
import subprocess

import pytest

from flows import moving, record
from flows.moving import Plan
from transcripts.errors import InputError

OLD = {"a.html": "old a", "b.csv": "old b", "run.json": "old run", "z.qdpx": "old z"}
NEW = {"a.html": "new a", "b.csv": "new b", "c.docx": "new c", "run.json": "new run"}


@pytest.fixture
def outputs(tmp_path):
    return filled(tmp_path / "outputs", OLD)


@pytest.fixture
def new(tmp_path):
    return filled(tmp_path / "new", NEW)


def filled(folder, files):
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def held(folder):
    return {p.name: p.read_text("utf-8") for p in folder.iterdir() if p.is_file()}


def planned(outputs, new, edited=()):
    gone = {"z.qdpx": record.hash_of(outputs / "z.qdpx")}
    aside = {name: moving.aside_of(outputs / name).name for name in edited}
    return Plan(str(outputs), aside, gone, moving.changes(new, outputs, aside))


def test_the_new_files_stand_and_what_is_to_go_is_gone(outputs, new):
    plan = planned(outputs, new)
    moving.bring(new, plan)
    assert held(outputs) == OLD
    moving.carry_out(plan)
    moving.carry_out(plan)  # as whoever finds it half done does
    moving.sweep(outputs)
    assert held(outputs) == NEW
    assert list(outputs.glob(".*")) == []


def test_a_file_that_is_as_it_was_is_not_touched(outputs, new):
    (new / "b.csv").write_text(OLD["b.csv"], "utf-8")
    before = (outputs / "b.csv").stat()
    plan = planned(outputs, new)
    moving.bring(new, plan)
    moving.carry_out(plan)
    assert os.path.samestat((outputs / "b.csv").stat(), before)


def test_what_is_edited_is_kept_beside(outputs, new):
    plan = planned(outputs, new, edited=["a.html"])
    moving.bring(new, plan)
    moving.carry_out(plan)
    assert held(outputs) == {**NEW, "a.edited-1.html": OLD["a.html"]}
    moving.take_back(plan)
    assert held(outputs) == OLD


@pytest.mark.parametrize("done", [False, True])
def test_what_is_edited_while_a_plan_is_half_done_is_kept_beside_too(outputs, new, done):
    plan = planned(outputs, new)
    moving.bring(new, plan)
    if done:
        moving.carry_out(plan)
        (outputs / "run.json").rename(plan.waiting("run.json"))  # as if the last step were missing
    (outputs / "a.html").write_text("my own", "utf-8")
    if done:
        moving.take_back(plan)
        assert held(outputs) == {**OLD, "a.edited-1.html": "my own"}
    else:
        moving.carry_out(plan)
        assert held(outputs) == {**NEW, "a.edited-1.html": "my own"}


def test_a_folder_in_the_place_of_a_document_is_never_moved(outputs, new):
    (outputs / "c.docx").mkdir()
    with pytest.raises(InputError, match=r"c\.docx: is a folder, where a document is to go"):
        planned(outputs, new)


def test_where_one_step_cannot_be_taken_all_are_taken_back(outputs, new):
    plan = planned(outputs, new, edited=["a.html"])
    moving.bring(new, plan)
    (outputs / "c.docx").mkdir()  # it appears at the last moment
    with pytest.raises(InputError, match=r"c\.docx: cannot be written to"):
        moving.carry_out(plan)
    assert held(outputs) == OLD


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0 or not shutil.which("mount"), reason="needs root and mount"
)
def test_a_document_that_is_held_by_another_program_is_named(outputs, new):
    plan = planned(outputs, new, edited=["a.html"])
    moving.bring(new, plan)
    busy = outputs / "b.csv"
    mounted = subprocess.run(["mount", "--bind", busy, busy], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        with pytest.raises(InputError, match=r"b\.csv: .*\. Close the documents that are open"):
            moving.carry_out(plan)
    finally:
        subprocess.run(["umount", busy], check=True)
    assert held(outputs) == OLD
    moving.carry_out(plan)
    assert held(outputs) == {**NEW, "a.edited-1.html": OLD["a.html"]}
