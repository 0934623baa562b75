"""Files that attack or break a reader: each comes out as its row of EXPECTED.md says.

The corpus is read as a study is: the names decide first, then each file is read, in this process
for speed; what has to be stopped from outside is read in processes that may be killed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import intake
from transcripts import clutter, duplicates, files, participants, reading
from transcripts.errors import InputError
from transcripts.limits import Limits
from transcripts.participant_list import read_rows

HOSTILE = Path(__file__).parents[2] / "shared" / "data" / "hostile"
pytestmark = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile corpus is absent")

ROWS = json.loads((HOSTILE / "expected.json").read_text("utf-8")) if HOSTILE.is_dir() else {}
SETTINGS = {name for name in ROWS if name.startswith("settings/")}
FILES = sorted(set(ROWS) - SETTINGS)

OTHERWISE = {"names/x.rtf": (["accept", 1, 1], "rich text is a format that is read here")}
"""Rows that are met in another way, and why."""

SECONDS = 10


def outcome(path: Path) -> tuple:
    """``accept`` with turns, speakers, kinds of notices and text; ``reject`` or ``ignore``."""
    if why := clutter.reason(path.name):
        return ("ignore", why)
    try:
        files.check_is_file(path, path.name)
        found = reading.read_data(files.contents(path, path.name), path.name)
    except InputError as error:
        return ("reject", error.kind, str(error))
    transcripts = found.transcripts
    kinds = {notice.kind for t in transcripts for notice in t.notices}
    return (
        "accept",
        sum(len(t.turns) for t in transcripts),
        len({turn.speaker for t in transcripts for turn in t.turns if turn.speaker}),
        kinds | {notice.kind for notice in found.notices},
        "\n".join(t.said(turn) for t in transcripts for turn in t.turns),
    )


@pytest.mark.parametrize("name", FILES, ids=lambda name: name[:60])
def test_a_row_holds(name: str) -> None:
    row = ROWS[name]
    expected = OTHERWISE.get(name, (row["expect"], ""))[0]
    began = time.perf_counter()
    found = outcome(HOSTILE / name)
    assert time.perf_counter() - began < SECONDS
    assert found[0] == expected[0], found
    if expected[0] == "ignore":
        assert found[1].endswith(expected[1])
    elif expected[0] == "reject":
        assert found[1] == expected[1]
        assert found[2].startswith(HOSTILE.joinpath(name).name)
        hints = expected[2].casefold().split()
        assert not hints or any(hint in found[2].casefold() for hint in hints)
    else:
        assert found[1:3] == tuple(expected[1:3])
        assert set(expected[3] if len(expected) > 3 else ()) - {"duplicate-content"} <= found[3]
        assert [words for words in row.get("has", ()) if words not in found[4]] == []
        assert [words for words in row.get("not", ()) if words in found[4]] == []


def test_the_same_bytes_twice_are_one_interview() -> None:
    pair = [reading.read(HOSTILE / "names" / name) for name in ("dup_1.txt", "dup_2.txt")]
    (double,) = duplicates.duplicates(pair)
    notice = duplicates.notice(double)
    assert notice.kind == "duplicate-content"
    assert "dup_" in notice.path
    assert "dup_" in notice.text


@pytest.mark.parametrize("name", sorted(n for n in SETTINGS if n.endswith(".csv")))
def test_a_list_of_participants_is_held_to_what_it_may_say(name: str, tmp_path: Path) -> None:
    interview = tmp_path / "a.txt"
    interview.write_text("Interviewer: Et ?\nAlice: Oui.\nHélène: Non.\n", "utf-8")
    expected = ROWS[name]["expect"]
    try:
        participants.identify([reading.read(interview)], read_rows(HOSTILE / name), "")
        found: tuple = ("accept",)
    except InputError as error:
        found = ("reject", error.kind)
    assert list(found) == expected[: len(found)]


@pytest.mark.parametrize("name", sorted(n for n in SETTINGS if n.endswith(".yml")))
def test_no_yaml_is_ever_read(name: str) -> None:
    with pytest.raises(InputError, match="TOML") as raised:
        reading.read(HOSTILE / name)
    assert raised.value.kind == ROWS[name]["expect"][1]


def made(what: str, folder: Path) -> dict:
    """Files that cannot be kept: made by the corpus, with what is expected of each."""
    maker = [sys.executable, str(HOSTILE / "make_corpus.py"), f"--{what}", str(folder)]
    subprocess.run(maker, check=True, capture_output=True)
    inside = folder / "expected_bombs.json"
    expected = inside if inside.exists() else folder.with_name(f"{folder.name}.expected.json")
    return json.loads(expected.read_text("utf-8"))


def taken_in(path: Path) -> tuple:
    """What a study is told of one file."""
    taken = intake.read_one(path, Limits())
    if taken.transcripts:
        (transcript,) = taken.transcripts
        speakers = {turn.speaker for turn in transcript.turns if turn.speaker}
        return ("accept", len(transcript.turns), len(speakers))
    (notice,) = taken.notices
    return ("reject", notice.kind)


@pytest.mark.slow
def test_bombs_are_refused_within_their_limits(tmp_path: Path) -> None:
    expected = made("bombs", tmp_path / "bombs")
    for name, (status, kind, _) in expected.items():
        began = time.perf_counter()
        assert (name, *taken_in(tmp_path / "bombs" / name)) == (name, status, kind)
        assert time.perf_counter() - began < Limits().seconds


@pytest.mark.slow
def test_only_files_are_opened(tmp_path: Path) -> None:
    folder = tmp_path / "fs"
    expected = made("fs", folder)
    readable = {"unreadable.txt"} if (folder / "unreadable.txt").stat().st_uid == 0 else set()
    for path in sorted(folder.iterdir()):
        wanted = (
            expected.get(path.name) or expected[repr(path.name.encode("utf-8", "surrogateescape"))]
        )
        if path.name not in readable:
            found = taken_in(path)
            assert (path.name, *found) == (path.name, *wanted[: len(found)])
