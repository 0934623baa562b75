"""Archives of transcripts: read in memory, refused where they are ambiguous."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import archives, clutter, limits, reading
from transcripts.errors import InputError

INTERVIEW = b"Interviewer: And then?\nAnna: Then we built the charger that everybody uses.\n"


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return held.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def nameless() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("x")
    entry.filename = ""
    return entry


def test_each_member_is_a_transcript_of_its_own() -> None:
    data = packed(("b/two.txt", INTERVIEW), ("one.md", INTERVIEW), ("b/", b""))
    found = reading.read_data(data, "all.zip")
    assert [(t.path, t.id, t.format) for t in found.transcripts] == [
        ("all.zip/b/two.txt", "two", "txt"),
        ("all.zip/one.md", "one", "md"),
    ]
    assert found.notices == ()


def test_clutter_is_passed_over_by_name() -> None:
    data = packed(("a.txt", INTERVIEW), ("__MACOSX/._a.txt", b"\0"), ("~$b.docx", b"x"))
    found = reading.read_data(data, "all.zip")
    assert len(found.transcripts) == 1
    assert [(n.path, n.kind, n.unusable) for n in found.notices] == [
        ("all.zip/__MACOSX/._a.txt", "ignored", False),
        ("all.zip/~$b.docx", "ignored", False),
    ]


def test_a_bad_member_is_named_and_the_others_are_used() -> None:
    data = packed(("a.txt", INTERVIEW), ("b.docx", b"no document"), ("c.mp3", b"ID3"))
    found = reading.read_data(data, "all.zip")
    assert len(found.transcripts) == 1
    assert [(n.path, n.kind, n.unusable) for n in found.notices] == [
        ("all.zip/b.docx", "member-rejected", True),
        ("all.zip/c.mp3", "member-rejected", True),
    ]


@pytest.mark.parametrize(
    ("entries", "kind", "said"),
    [
        ([], "empty", "empty archive"),
        ([("../a.txt", INTERVIEW)], "archive", "path"),
        ([("/a.txt", INTERVIEW)], "archive", "path"),
        ([("C:a.txt", INTERVIEW)], "archive", "path"),
        ([("a\\..\\b.txt", INTERVIEW)], "archive", "path"),
        ([("a.txt", INTERVIEW), ("A.TXT", INTERVIEW)], "archive", "twice"),
        ([("é.txt", INTERVIEW), ("e\u0301.txt", INTERVIEW)], "archive", "twice"),
        ([(link("a.txt"), b"/etc/hosts")], "archive", "link"),
        ([("nul.txt", INTERVIEW)], "archive", "name"),
        ([("a\nb.txt", INTERVIEW)], "archive", "name"),
        ([(nameless(), INTERVIEW)], "archive", "name"),
        ([("b.zip", packed(("a.txt", INTERVIEW)))], "archive", "nested"),
        ([(".DS_Store", b"x")], "empty", "no transcript"),
        ([("a.docx", b"no document")], "type", "a.docx is not a .docx file"),
    ],
)
def test_an_archive_that_cannot_be_used_says_why(entries: list, kind: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as raised:
        reading.read_data(packed(*entries), "all.zip")
    assert raised.value.kind == kind
    assert raised.value.path == "all.zip"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = packed(*((f"{n}.txt", b" " * 1_000_000) for n in range(3)))
    with limits.using(limits.Limits(unpacked_mb=2)), pytest.raises(InputError) as raised:
        archives.members(data, "all.zip")
    assert raised.value.kind == "limit"


def test_a_member_that_is_badly_packed_with_lzma_is_named() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", INTERVIEW)
        archive.writestr("b.txt", INTERVIEW * 50, zipfile.ZIP_LZMA)
    data = bytearray(held.getvalue())
    at = data.index(b"b.txt") + 20
    data[at : at + 20] = b"\xff" * 20
    found = reading.read_data(bytes(data), "all.zip")
    assert len(found.transcripts) == 1
    assert [(n.path, n.kind) for n in found.notices] == [("all.zip/b.txt", "member-rejected")]


def test_one_member_is_what_it_is_among_all() -> None:
    data = packed(("b.txt", INTERVIEW), ("a.txt", b"x"), ("Thumbs.db", b"x"))
    listed = archives.listed(data, "all.zip")
    assert [one.path for one in listed] == ["Thumbs.db", "a.txt", "b.txt"]
    each = tuple(archives.member(data, "all.zip", one.path) for one in listed)
    assert each == archives.members(data, "all.zip")


@given(st.data())
def test_a_damaged_archive_gives_its_members_or_says_why_not(data: st.DataObject) -> None:
    whole = bytearray(packed(("a.txt", INTERVIEW), ("b.md", INTERVIEW)))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = reading.read_data(bytes(whole), "all.zip")
    except InputError:
        return
    assert found.transcripts


@pytest.mark.parametrize(
    ("name", "reason"),
    [(name, kind["reason"]) for kind in clutter._kinds() for name in kind["examples"]],
)
def test_clutter_is_known_by_name(name: str, reason: str) -> None:
    assert clutter.reason(name) == reason


@pytest.mark.parametrize(
    "name", ["interview.docx", "Icon.txt", "partial.txt", "lock.md", "a.tmp.md"]
)
def test_other_names_may_be_transcripts(name: str) -> None:
    assert clutter.reason(Path(name).name) == ""
