"""Files that attack or break a reader: each comes out as its row of EXPECTED.md says.

The corpus is read as a study is: the names decide first, then each file is read within the limits
of time and memory that hold by default, in processes that are killed when they exceed them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from flows import attempts, intake
from flows.store import transcript_from
from transcripts import clutter, duplicates, participants, reading
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


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple]:
    """What a study is told of each file: ``accept``, ``reject`` or ``ignore``, and what of it.

    Each file is read as a study's files are, within the limits that hold by default.
    """
    ignored = {name: clutter.reason(Path(name).name) for name in FILES}
    asked = [(str(HOSTILE / n), Path(n).name, "") for n in FILES if not ignored[n]]
    read = iter(attempts.read(asked, Limits()))
    return {
        name: ("ignore", ignored[name]) if ignored[name] else told(next(read)[0]) for name in FILES
    }


def told(outcome: dict) -> tuple:
    """Turns, speakers, kinds of notices and text; or the reason why there is none."""
    transcripts = [transcript_from(one) for one in outcome["transcripts"]]
    notices = [*outcome["notices"], *(asdict(one) for t in transcripts for one in t.notices)]
    if not transcripts:
        (notice,) = notices
        return ("reject", notice["kind"], f"{notice['path']}: {notice['text']} {notice['place']}")
    return (
        "accept",
        sum(len(t.turns) for t in transcripts),
        len({turn.speaker for t in transcripts for turn in t.turns if turn.speaker}),
        {notice["kind"] for notice in notices},
        "\n".join(t.said(turn) for t in transcripts for turn in t.turns),
    )


@pytest.mark.parametrize("name", FILES, ids=lambda name: name[:60])
def test_a_row_holds(name: str, outcomes: dict[str, tuple]) -> None:
    row, found = ROWS[name], outcomes[name]
    expected = OTHERWISE.get(name, (row["expect"], ""))[0]
    assert found[0] == expected[0], found
    if expected[0] == "ignore":
        assert found[1].endswith(expected[1])
    elif expected[0] == "reject":
        hints = expected[2].casefold().split()
        assert found[1] == expected[1]
        assert found[2].startswith(Path(name).name)
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


def taken_in(path: Path, limits: Limits = Limits()) -> tuple:  # noqa: B008 - it is frozen
    """What a study is told of one file."""
    taken = intake.read_one(path, limits)
    if taken.transcripts:
        (transcript,) = taken.transcripts
        speakers = {turn.speaker for turn in transcript.turns if turn.speaker}
        return ("accept", len(transcript.turns), len(speakers))
    (notice,) = taken.notices
    return ("reject", notice.kind)


@pytest.mark.slow
def test_bombs_are_refused_within_their_limits(tmp_path: Path) -> None:
    expected = made("bombs", tmp_path / "bombs")
    limits = Limits(seconds=12)  # some go on until they are stopped
    for name, (status, kind, _) in expected.items():
        assert (name, *taken_in(tmp_path / "bombs" / name, limits)) == (name, status, kind)


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
