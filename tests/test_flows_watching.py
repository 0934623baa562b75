"""When a study is due: its files have settled, and are not those of its last run."""

from pathlib import Path

import pytest
from studies import ENGLISH, study

from flows import finishing, places, watching
from flows.cli import DONE, main
from flows.waiting import alone
from flows.watching import QUIET, Watched, seen, settled

FILES = (("a.docx", 100, 1),)
GROWN = (("a.docx", 200, 2),)
MORE = (*GROWN, ("b.docx", 10, 3))


def looked_at(*looks):
    """What is known after looks at these files, a second apart, and the times of runs."""
    watched, runs = None, []
    for now, files in enumerate(looks):
        watched = seen(watched, files, float(now))
        if watched and settled(watched, float(now)):
            runs.append(now)
            watched = Watched(watched.files, watched.since, watched.files)
    return runs


def test_a_file_that_lies_still_for_two_seconds_is_run_once():
    assert QUIET == 2.0
    assert looked_at(FILES, FILES, FILES, FILES, FILES) == [2]


def test_a_file_that_grows_is_waited_for():
    growing = [(("a.docx", size, size),) for size in range(10)]
    assert looked_at(*growing, growing[-1], growing[-1], growing[-1]) == [11]


def test_many_files_that_arrive_one_after_the_other_are_one_run():
    arriving = [tuple((f"{n}.docx", 1, 1) for n in range(count)) for count in range(1, 12)]
    assert looked_at(*arriving, *[arriving[-1]] * 5) == [12]


def test_a_change_while_it_runs_is_another_run_when_that_has_settled():
    assert looked_at(FILES, FILES, FILES, GROWN, MORE, MORE, MORE, MORE) == [2, 6]


def test_files_that_stay_as_they_were_are_not_run_again_whatever_came_of_them():
    assert looked_at(*[FILES] * 50) == [2]


def test_a_folder_that_vanishes_is_not_run_and_is_as_known_as_before_when_it_is_back():
    assert looked_at(FILES, FILES, FILES, None, None, None, FILES, FILES, FILES) == [2]
    assert looked_at(FILES, FILES, FILES, None, GROWN, GROWN, GROWN) == [2, 6]


def test_a_study_without_interviews_is_never_run():
    assert looked_at(*[()] * 10) == []


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study(tmp_path, {"vale.txt": ENGLISH}, study_toml='languages = ["en"]\n')
    return places.find("trial")


def test_settings_are_files_of_a_study_too_and_what_is_written_is_not(place):
    main(["run", "--untracked", "--format", "html"])
    names = {Path(path).name for path, _, _ in watching.files_of(place)}
    assert names == {"vale.txt", "study.toml"}


def test_a_new_study_and_one_that_has_changed_are_due(place):
    assert watching.is_due(place)
    main(["run", "--untracked", "--format", "html"])
    assert not watching.is_due(place)
    (place.folder / "study.toml").write_text('languages = ["de"]\n', "utf-8")
    assert watching.is_due(place)


def test_a_study_that_is_being_run_is_busy(place):
    assert not watching.is_busy(place)
    with alone(place):
        assert watching.is_busy(place)
    assert not watching.is_busy(place)


def test_all_studies_are_found_that_of_loose_files_too(place):
    study(place.folder.parents[1], name="other")
    assert [one.name for one in watching.studies()] == ["other", "trial"]
    (place.folder.parent / "loose.txt").write_text(ENGLISH, "utf-8")
    assert [one.name for one in watching.studies()] == ["study", "other", "trial"]


def test_no_folder_of_inputs_is_no_study_yet(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert watching.studies() == ()


def test_a_study_that_has_gone_cannot_be_looked_at(place):
    place.folder.rename(place.folder.with_name("elsewhere"))
    assert watching.files_of(place) is None


def test_a_study_that_a_killed_run_has_left_unfinished_is_due(place):
    assert main(["run", "--untracked", "--format", "html", "--language", "en"]) == DONE
    assert not watching.is_due(place)
    finishing.mark(place)
    assert watching.is_due(place)
