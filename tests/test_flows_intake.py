"""Files on their way in: each is read once, in a process that may be killed, or named."""

from __future__ import annotations

import os
import threading
import time

import pytest

from flows import intake, outcomes, places
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


@pytest.mark.slow
def test_what_an_archive_holds_is_not_lost_with_one_of_its_files(study, monkeypatch):
    import io
    import zipfile

    monkeypatch.setattr("flows.confinement._START_SECONDS", 2.0)
    slow = "\n".join(f"Speaker {n % 7}: {n} things" for n in range(90_000))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in {"a.txt": WORDS, "slow.txt": slow * 5, "z.txt": WORDS}.items():
            archive.writestr(name, words)
        archive.writestr("none.txt", "")
        archive.writestr("Thumbs.db", "")
    limits = Limits(seconds=3, lines=10**8)
    taken = study({"all.zip": held.getvalue(), "b.txt": WORDS}, limits)
    assert [t.path for t in taken.transcripts] == [
        "transcripts/all.zip/a.txt",
        "transcripts/all.zip/z.txt",
        "transcripts/b.txt",
    ]
    assert kinds(taken) == {
        ("all.zip/slow.txt", "member-rejected"),
        ("all.zip/none.txt", "member-rejected"),
        ("all.zip/Thumbs.db", "ignored"),
    }
    assert study(limits=limits).fresh == 1


@pytest.mark.skipif(os.name == "nt", reason="names are not bytes here")
def test_a_name_of_broken_letters_is_spelled_out(study):
    files = [("b\udcff.txt", WORDS), ("b\udcfe.txt", ""), ("b\x1b[2J\n.txt", WORDS)]
    taken = study(files)
    assert [t.path for t in taken.transcripts] == [
        "transcripts/b\\x1b[2J\\x0a.txt",
        "transcripts/b\\xff.txt",
    ]
    assert kinds(taken) == {("b\\xfe.txt", "empty")}


def test_folders_inside_one_another_without_end_are_named(study):
    deep = study.folder.joinpath(*["d"] * 60)
    deep.mkdir(parents=True)
    (study.folder / "d" / "near.txt").write_text(WORDS)
    (deep / "far.txt").write_text(WORDS)
    taken = study()
    assert [t.path for t in taken.transcripts] == ["transcripts/d/near.txt"]
    assert [(notice.kind, notice.unusable) for notice in taken.notices] == [("not-a-file", True)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="may read everything")
def test_a_folder_that_may_not_be_looked_into_is_named(study):
    shut = study.folder / "shut"
    shut.mkdir(mode=0)
    taken = study({"a.txt": WORDS})
    assert len(taken.transcripts) == 1
    assert kinds(taken) == {("shut", "not-a-file")}


def test_too_little_memory_is_said_as_such(study):
    (notice,) = study({"a.txt": WORDS}, Limits(memory_mb=50)).notices
    assert (notice.kind, notice.unusable) == ("limit", True)
    assert "50 MB" in notice.text
    assert "study.toml" in notice.text


SOUND = {
    "id": "a",
    "path": "a.txt",
    "format": "txt",
    "sha256": "",
    "text": "Yes. No.",
    "turns": [
        {
            "speaker": "A",
            "role": "unknown",
            "start": 0,
            "end": 4,
            "begins": 0.5,
            "ends": None,
            "language": "en",
        }
    ],
    "language": "en",
    "apart": [],
    "notices": [],
    "labels": [],
    "asides": [[5, 8]],
}
TURN = SOUND["turns"][0]


def test_a_sound_outcome_is_taken():
    assert outcomes.is_sound({"transcripts": [SOUND], "notices": []}, "a.txt")
    assert len(intake._taken({"transcripts": [SOUND], "notices": []}, "a.txt")[0]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"text": 3},
        {"text": "half \ud800"},
        {"path": "b.txt"},
        {"turns": None},
        {"turns": [{**TURN, "end": 9}]},
        {"turns": [{**TURN, "start": -1}]},
        {"turns": [{**TURN, "start": True}]},
        {"turns": [TURN, TURN]},
        {"turns": [{**TURN, "begins": float("inf")}]},
        {"turns": [{**TURN, "begins": float("nan")}]},
        {"turns": [{**TURN, "begins": "0"}]},
        {"turns": [{**TURN, "role": []}]},
        {"turns": [{**TURN, "more": 1}]},
        {"asides": [[1, 2, 3]]},
        {"asides": [[8, 5]]},
        {"apart": "text"},
        {"notices": [{}]},
        {"labels": [None]},
    ],
)
def test_what_cannot_be_a_transcript_is_none(changed):
    assert not outcomes.is_sound({"transcripts": [{**SOUND, **changed}], "notices": []}, "a.txt")


@pytest.mark.parametrize("value", [None, [], {}, 3, {"transcripts": {}, "notices": []}])
def test_what_cannot_be_an_outcome_is_none(value):
    assert not outcomes.is_sound(value, "a.txt")


def test_an_outcome_without_the_form_of_one_gives_a_notice():
    assert intake._taken({"transcripts": [{"id": 3}], "notices": []}, "a.txt")[0] == ()
    ((notice),) = intake._taken(None, "a.txt")[1]
    assert (notice.path, notice.kind, notice.unusable) == ("a.txt", "crashed", True)
