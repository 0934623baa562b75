"""What was begun is finished by whoever comes next, or begun anew."""

from dataclasses import asdict

import pytest
from studies import ENGLISH, contents, study
from traces import holding

from flows import finishing, history, moving, places, replacing
from flows.cli import DONE, main
from flows.finishing import Ending
from flows.moving import Plan
from flows.store import MARK, Store, canonical
from flows.waiting import alone

QUICK = ("run", "trial", "--untracked", "--format", "html", "--language", "en")


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def begun(place, new, *, somebody_left=False):
    """A run that has come as far as to say what is to be put in its place, in which folder."""
    place.state.mkdir(parents=True, exist_ok=True)
    new.mkdir()
    (new / "white-paper.html").write_text("new", "utf-8")
    Store(place.state / "store").put("used", 1)
    Store(place.state / "store").put("stale", 2)
    plan = Plan(str(place.outputs), new=moving.changes(new, place.outputs, ()))
    moving.bring(new, plan)
    ending = Ending(plan, ("used",), somebody_left)
    replacing.put(place.state / MARK, canonical(asdict(ending)))


def test_what_was_begun_is_finished_wherever_its_documents_go(tmp_path):
    study(tmp_path, {"vale.txt": ENGLISH})
    there = places.find("trial", str(tmp_path / "there"))
    there.outputs.mkdir(parents=True)
    begun(there, tmp_path / "new")
    place = places.find("trial")
    with alone(place):  # which has its documents elsewhere
        assert contents(there.outputs) == {"white-paper.html": b"new"}
        assert not (there.outputs / moving.HIDDEN).exists()
        assert [p.stem for p in (place.state / "store").iterdir()] == ["used"]
        assert not finishing.is_unfinished(place)


@pytest.mark.parametrize("gone", ["outputs", f"outputs/trial/{moving.HIDDEN}"])
def test_where_what_waited_is_gone_the_next_run_starts_anew(tmp_path, gone):
    study(tmp_path, {"vale.txt": ENGLISH})
    place = places.find("trial")
    place.outputs.mkdir(parents=True)
    (place.state / "runs" / "1").mkdir(parents=True)
    begun(place, tmp_path / "new", somebody_left=True)
    (tmp_path / gone).rename(tmp_path / "away")
    with alone(place):
        assert history.runs(place) == ()  # they hold what somebody said who has left
        assert finishing.is_unfinished(place)
        assert not list((tmp_path / "outputs").rglob("*.html"))


def test_half_written_files_are_swept_away_and_nothing_else(tmp_path):
    home = study(tmp_path, {"vale.txt": ENGLISH, "vale.txt.part": "of a browser"})
    place = places.find("trial")
    place.outputs.mkdir(parents=True)
    ours = [
        *(home / ".corrections.csv.part", home / "transcripts" / ".orval.txt.part"),
        *(place.outputs / ".project.qdpx.part", place.state / "new" / "white-paper.html"),
        *(place.state / "runs" / ".coming-3" / "run.json", place.outputs / ".new" / "new" / "x"),
    ]
    for path in ours:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half", "utf-8")
    with alone(place):
        assert [path for path in ours if path.exists()] == []
    assert (home / "transcripts" / "vale.txt.part").exists()


def test_what_was_kept_of_a_file_that_is_gone_before_a_run_is_cleared_away(tmp_path, capsys):
    home = study(tmp_path, {"vale.txt": ENGLISH})
    assert main(QUICK) == DONE
    talk = home / "transcripts" / "quarm.txt"
    talk.write_text(ENGLISH.replace("battery", "yabby"), "utf-8")
    assert main(["check", "trial"]) == DONE
    assert holding(tmp_path / ".state", "yabby")
    talk.unlink()
    capsys.readouterr()
    assert main(QUICK) == DONE  # the study is as it was, and yet not everything is done
    assert holding(tmp_path / ".state", "yabby", "quarm") == []
    assert "Nothing has changed" not in capsys.readouterr().err
    assert main(QUICK) == DONE
    assert "Nothing has changed" in capsys.readouterr().err
