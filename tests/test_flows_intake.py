"""Files on their way in: each is read once, in a process that may be killed, or named."""

from __future__ import annotations

import os
import threading
import time

import pytest

from flows import intake, places
from flows.store import Store
from transcripts.limits import Limits

WORDS = "Interviewer: What do you sell?\nMr Vale: We sell vans to the towns that ask for them.\n"


@pytest.fixture
def study(tmp_path):
    """A study with these files; reading it gives its intake."""
    folder = tmp_path / "inputs" / "trial" / "transcripts"
    folder.mkdir(parents=True)

    def take_in(files=(), limits=Limits()):  # noqa: B008 - frozen
        for name, content in dict(files).items():
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        place = places.find("trial", root=tmp_path)
        return intake.take_in(place, Store(tmp_path / "store"), limits)

    take_in.folder = folder
    return take_in


def kinds(taken):
    return {(notice.path.removeprefix("transcripts/"), notice.kind) for notice in taken.notices}


def test_a_file_is_read_once(study):
    first, again = study({"a.txt": WORDS, "b.md": WORDS}), study()
    assert (first.files, first.fresh) == (2, 2)
    assert (again.files, again.fresh) == (2, 0)
    assert again.transcripts == first.transcripts
    assert [t.path for t in first.transcripts] == ["transcripts/a.txt", "transcripts/b.md"]


def test_a_changed_file_is_read_again(study):
    study({"a.txt": WORDS, "b.txt": WORDS})
    assert study({"b.txt": WORDS.replace("vans", "trams")}).fresh == 1


def test_other_limits_read_again(study):
    assert study({"a.txt": WORDS}).fresh == 1
    assert study(limits=Limits(pages=3000)).fresh == 1


def test_an_archive_counts_as_one_file_and_gives_all_its_transcripts(study):
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("one.txt", WORDS)
        archive.writestr("two.txt", WORDS)
        archive.writestr("three.mp3", b"ID3")
    taken = study({"all.zip": held.getvalue()})
    assert taken.files == 1
    assert [t.id for t in taken.transcripts] == ["one", "two"]
    assert kinds(taken) == {("all.zip/three.mp3", "member-rejected")}


def test_what_is_no_file_is_named_and_never_opened(study):
    folder = study.folder
    (folder / "link.txt").symlink_to("/etc/hostname")
    (folder / "linked").symlink_to("/etc")
    os.mkfifo(folder / "pipe.txt")
    taken = study({"a.txt": WORDS})
    assert len(taken.transcripts) == 1
    assert kinds(taken) == {
        ("link.txt", "link"),
        ("linked", "link"),
        ("pipe.txt", "not-a-file"),
    }
    assert all(notice.unusable for notice in taken.notices)


def test_a_file_beyond_a_limit_is_named_with_what_to_do(study):
    taken = study({"a.txt": WORDS, "big.txt": "word " * 300_000}, Limits(file_mb=1))
    assert kinds(taken) == {("big.txt", "limit")}
    (notice,) = taken.notices
    assert "study.toml" in notice.text


@pytest.mark.slow
def test_a_file_that_is_being_written_is_left_for_the_next_run(study):
    path = study.folder / "growing.txt"
    path.write_text(WORDS)
    done = threading.Event()

    def write():
        while not done.wait(0.05):
            with path.open("a") as file:
                file.write(WORDS)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        taken = study({"a.txt": WORDS})
    finally:
        done.set()
        writer.join()
    assert kinds(taken) == {("growing.txt", "changing")}
    assert len(taken.transcripts) == 1
    time.sleep(0.1)
    assert len(study().transcripts) == 2


@pytest.mark.slow
def test_reading_that_takes_too_long_is_stopped_and_the_rest_is_used(study, monkeypatch):
    monkeypatch.setattr("flows.confinement._START_SECONDS", 1.0)
    slow = "\n".join(f"Speaker {n % 7}: {n} things" for n in range(90_000))
    taken = study({"a.txt": WORDS, "slow.txt": slow * 5}, Limits(seconds=1, lines=10**9))
    assert kinds(taken) == {("slow.txt", "limit")}
    assert "took longer than 1 second" in taken.notices[0].text
    assert study(limits=Limits(seconds=1, lines=10**9)).fresh == 1


def test_an_outcome_without_the_form_of_one_gives_a_notice():
    assert intake._taken({"transcripts": [{"id": 3}], "notices": []}, "a.txt")[0] == ()
    ((notice),) = intake._taken(None, "a.txt")[1]
    assert (notice.path, notice.kind, notice.unusable) == ("a.txt", "crashed", True)
