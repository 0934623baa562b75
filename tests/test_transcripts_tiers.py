"""Praat TextGrids: speakers' tiers in the order of time, other tiers apart, no word twice."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import reading
from transcripts.errors import InputError
from transcripts.formats import tiers
from transcripts.manuscript import APART, Line, Manuscript

Mark = tuple[float, float, str]
Grid = list[tuple[str, list[Mark]]]


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def short(grid: Grid, points: Sequence[tuple[str, list[tuple[float, str]]]] = ()) -> str:
    rows = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "0",
        "9",
        "<exists>",
        f"{len(grid) + len(points)}",
    ]
    for name, marks in grid:
        rows += ['"IntervalTier"', quoted(name), "0", "9", str(len(marks))]
        rows += [part for b, e, text in marks for part in (str(b), str(e), quoted(text))]
    for name, dots in points:
        rows += ['"TextTier"', quoted(name), "0", "9", str(len(dots))]
        rows += [part for at, text in dots for part in (str(at), quoted(text))]
    return "\n".join(rows) + "\n"


def long(grid: Grid) -> str:
    rows = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0 ", "xmax = 9 "]
    rows += ["tiers? <exists> ", f"size = {len(grid)} ", "item []: "]
    for at, (name, marks) in enumerate(grid, start=1):
        rows += [
            f"    item [{at}]:",
            '        class = "IntervalTier" ',
            f"        name = {quoted(name)} ",
        ]
        rows += [
            "        xmin = 0 ",
            "        xmax = 9 ",
            f"        intervals: size = {len(marks)} ",
        ]
        for number, (b, e, text) in enumerate(marks, start=1):
            rows += [
                f"        intervals [{number}]:",
                f"            xmin = {b} ",
                f"            xmax = {e} ",
            ]
            rows += [f"            text = {quoted(text)} "]
    return "\n".join(rows) + "\n"


def read(text: str, encoding: str = "utf-8") -> Manuscript:
    return tiers.read(text.encode(encoding), "a.TextGrid")


def spoken(lines: Sequence[Line]) -> list[tuple[str | None, float | None, float | None, str]]:
    return [
        (line.speaker, line.begins, line.ends, line.text) for line in lines if line.kind != APART
    ]


def beside(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines if line.kind == APART]


TALK: Grid = [
    ("Ada", [(0, 1.5, 'Say "hello", please'), (1.5, 3, ""), (3, 4, "Fünf")]),
    ("Bo", [(0, 1.5, " "), (1.5, 2.5, "Hello")]),
]
SAID = [
    ("Ada", 0.0, 1.5, 'Say "hello", please'),
    ("Bo", 1.5, 2.5, "Hello"),
    ("Ada", 3.0, 4.0, "Fünf"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", [long, short])
def test_tiers_are_speakers(form, encoding: str) -> None:
    manuscript = read(form(TALK), encoding)
    assert spoken(manuscript.lines) == SAID
    assert manuscript.notices == ()


@pytest.mark.parametrize(
    ("grid", "said", "apart"),
    [
        ([("Ada", [(0, 1, "Hi you")]), ("Ada - words", [(0, 0.5, "Hi"), (0.5, 1, "you")])], [("Ada", "Hi you")], ["Hi you"]),
        ([("ORT-MAU", [(0, 0.5, "Hi")]), ("MAU", [(0, 0.5, "h")]), ("TRN", [(0, 1, "Hi")])], [(None, "Hi")], ["Hi", "h"]),
        ([("Ada - words", [(0, 0.5, "Hi"), (0.5, 1, "you")]), ("Ada - phones", [(0, 1, "h")])], [("Ada", "Hi"), (None, "you")], ["h"]),
        ([("transcription", [(0, 1, "Ada: Hi")])], [(None, "Ada: Hi")], []),
        ([("words", [(0, 1, "Hi")])], [(None, "Hi")], []),
        ([("Ada", [(0, 1, "Hi")]), ("notes", [(0, 1, "laughs")])], [("Ada", "Hi")], ["laughs"]),
        ([("A", [(0, 1, "x" * 40)]), ("A cut", [(0, 0.5, "x" * 20), (0.5, 1, "x" * 20)])], [("A", "x" * 40)], ["x" * 20 + " " + "x" * 20]),
    ],
)  # fmt: skip
def test_words_and_sounds_are_not_read_twice(
    grid: Grid, said: list[tuple[str | None, str]], apart: list[str]
) -> None:
    manuscript = read(short(grid))
    assert [(speaker, text) for speaker, _, _, text in spoken(manuscript.lines)] == said
    assert beside(manuscript.lines) == apart
    assert [notice.kind for notice in manuscript.notices] == ["unread-part"] * bool(apart)


def test_points_are_set_apart_by_name() -> None:
    manuscript = read(short(TALK, [("doors", [(2.0, "slam")])]))
    assert beside(manuscript.lines) == ["slam"]
    assert "“doors”" in manuscript.notices[0].text


def test_a_tier_may_be_called_as_its_class_is() -> None:
    grid: Grid = [("IntervalTier", [(0, 1, "TextTier")]), ("TextTier", [(1, 2, "IntervalTier")])]
    assert [(speaker, text) for speaker, _, _, text in spoken(read(short(grid)).lines)] == [
        ("IntervalTier", "TextTier"),
        ("TextTier", "IntervalTier"),
    ]


@pytest.mark.parametrize("kept", range(110, 170, 10))
def test_a_grid_that_is_cut_off_keeps_what_is_there(kept: int) -> None:
    text = short(TALK)[:kept]
    manuscript = read(text)
    said = Counter(re.findall(r"\w+", " ".join(line.text for line in manuscript.lines)))
    whole = Counter(word for *_, words in SAID for word in re.findall(r"\w+", words))
    assert said <= Counter(re.findall(r"\w+", text))
    assert Counter(re.findall(r"[A-Z]?[a-zü]{3,}", text)) & whole <= said
    assert [notice.kind for notice in manuscript.notices] == ["malformed"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"ooBinaryFile\x08TextGrid\x00", "type"),
        (b'File type = "ooTextFile"\nObject class = "Sound"\n', "type"),
        (b"Hello", "type"),
        (short([("Ada", [(0, 9, "")])]).encode(), "empty"),
        (short([]).encode(), "empty"),
    ],
)
def test_what_is_no_textgrid_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(InputError) as caught:
        tiers.read(data, "a.TextGrid")
    assert caught.value.kind == kind


@pytest.mark.parametrize("number", ["1e-05", "-3", "1.2.3", "9" * 400])
def test_odd_times_do_no_harm(number: str) -> None:
    text = short([("Ada", [(0, 1, "Hi")])]).replace("\n1\n0\n", f"\n1\n{number}\n")
    assert [one[3] for one in spoken(read(text).lines)] == ["Hi"]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\rÃâ", exclude_categories=["Cs", "Cc"]),
    max_size=12,
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Two speakers who never begin at once."""
    grid: Grid = []
    for name, shift in (("Ada", 0.0), ("Bo", 0.25)):
        edges = [edge + shift for edge in range(draw(st.integers(2, 5)))]
        grid.append((name, [(b, e, draw(TEXTS)) for b, e in pairwise(edges)]))
    return grid


@pytest.mark.parametrize("form", [long, short])
@given(grid=grids())
def test_an_interview_comes_back(form, grid: Grid) -> None:
    marks = sorted(
        (b, e, name, text.strip()) for name, marks in grid for b, e, text in marks if text.strip()
    )
    try:
        lines = read(form(grid)).lines
    except InputError:
        assert marks == []
        return
    assert [(b, e, text) for _, b, e, text in spoken(lines)] == [
        (b, e, text) for b, e, _, text in marks
    ]
    speakers = [name for _, _, name, _ in marks]
    heard = [speaker for speaker, *_ in spoken(lines)]
    assert [one for one in heard if one] == [
        name for at, name in enumerate(speakers) if at == 0 or speakers[at - 1] != name
    ]


@given(grid=grids())
def test_no_word_is_lost(grid: Grid) -> None:
    grid = [
        *grid,
        ("notes", [(0, 1, "door")]),
        ("phones", [(0, 1, "dɔː")]),
        ("Cy", [(8, 9, "Yes")]),
    ]
    found = Counter(
        word for line in read(short(grid)).lines for word in re.findall(r"\w+", line.text)
    )
    assert found == Counter(
        word for _, marks in grid for *_, text in marks for word in re.findall(r"\w+", text)
    )


@given(
    data=st.binary(max_size=60)
    | st.text(alphabet='"\n 01<>exists-TextTier.', max_size=120).map(str.encode)
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for head in (b"", b'"ooTextFile" "TextGrid" 0 1 <exists> 1 "IntervalTier" '):
        with contextlib.suppress(InputError):
            reading.read_data(head + data, "a.TextGrid")
