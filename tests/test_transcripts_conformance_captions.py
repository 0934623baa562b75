"""The web platform's tests of WebVTT, and another library's files: ours agrees, or says why not."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from transcripts.errors import InputError
from transcripts.formats import cue_text, cues, subtitles
from transcripts.formats.cues import Cue
from transcripts.manuscript import APART, Manuscript
from transcripts.reading import READERS

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "conformance"
WPT = FOLDER / "vtt" / "wpt"
FILES = sorted((WPT / "wpt-file-parsing").glob("*.vtt"))
TEXTS = [
    (f"{path.stem} {at}", row)
    for path in sorted((WPT / "wpt-cue-parsing").glob("*.json"))
    for at, row in enumerate(json.loads(path.read_text("utf-8")))
]
needs_files = pytest.mark.skipif(not FILES, reason="the web platform's tests are absent")

# Where we deviate

KEPT = {
    "arrows": (5, 0, "a row such as 'foo-->' parts cues, and its words are set apart"),
    "nulls": (60, 60, "words under a timing with a NUL are kept"),
    "timings-60": (4, 4, "words under 00:00:60 are kept"),
    "timings-eof": (1, 0, "a timing that is cut off is reported"),
    "timings-garbage": (63, 63, "words under a broken timing are kept"),
    "timings-too-long": (13, 13, "words under 00:00:00.0000 are kept"),
    "timings-too-short": (30, 30, "words under 00:00 are kept"),
    "whitespace-chars": (1, 1, "words under a timing with a vertical tab are kept"),
}
"""Cues that the standard throws away: how many there are here, how many have words, and why."""

REPORTED = {
    **{name: why for name, (_, _, why) in KEPT.items()},
    "settings-align": "'align : end' holds words that are no setting: they are set apart",
    "settings-line": "so does 'line: 1%', in its figure",
    "settings-position": "so does 'position: 1%'",
    "settings-region": "so does 'region: foo'",
    "settings-vertical": "so does 'vertical: rl'",
    "stylesheets": "an empty line ends a style sheet, and what follows is set apart",
    "timings-negative": "a cue that ends before it begins has its words and its beginning only",
}
"""Files of which a notice says that cues are not well formed."""

REFUSED = {
    "nulls": ("binary", "text holds no NUL: what does is damaged, or no text"),
    "signature-timings": ("type", "the only timing stands in the header, so there is no cue"),
    "timings-eof": ("type", "no cue has a time"),
    "signature-bom": ("empty", "there is no cue"),
    "signature-no-newline": ("empty", "there is no cue"),
    "signature-space": ("empty", "there is no cue"),
    "signature-space-no-newline": ("empty", "there is no cue"),
    "signature-tab": ("empty", "there is no cue"),
    "signature-tab-no-newline": ("empty", "there is no cue"),
}
"""Files that the reader refuses, as what, and why."""

SAID = {
    "<0": ("<0", "a bracket and a number is no timestamp: 'people <30'"),
    "<0.500": ("<0.500", "the same"),
}
"""Texts of a cue of which the standard shows nothing, and what is kept of them."""


# Files


def parsed(path: Path) -> cues.Parsing:
    """A file's cues; NUL is replaced as the standard says, which the reader itself refuses."""
    text = path.read_bytes().decode("utf-8-sig").replace("\0", "\ufffd")
    return cues.parse(text.replace("\r\n", "\n").replace("\r", "\n"), cues.WEBVTT)


def all_cues(path: Path) -> list[Cue]:
    return [item for item in parsed(path).items if isinstance(item, Cue)]


def standard_cues(path: Path) -> list[Cue]:
    return [cue for cue in all_cues(path) if cue.sound]


LOOP = re.compile(
    r"^(?:for \(var i = 0; i < cues\.length; i\+\+\)"
    r"|Array\.from\(cues\)\.forEach\(function\(cue, index\)"
    r"|(?P<pairs>\[\n(?:    \[.*\n)+\])\.forEach\(function\(pair, index\)) \{\n(?P<body>.*?)^\}",
    re.MULTILINE | re.DOTALL,
)
ASSERTION = re.compile(r"assert_equals\((cues\[\w+\]|cue)\.(id|text|startTime|endTime), (.*?)\);")
CURRENT = re.compile(r"var cue = cues\[(\d+)\];")


def assertions(script: str, number: int) -> Iterator[tuple[int, str, str | float]]:
    """What a script asserts of cues' names, words and times, its loops unrolled."""
    for loop in LOOP.finditer(script):
        pairs = ast.literal_eval(loop["pairs"]) if loop["pairs"] else [()] * number
        for at, pair in enumerate(pairs):
            known = {"i": at, "index": at} | dict(zip(("startTime", "endTime"), pair, strict=False))
            yield from straight(loop["body"], known, at)
    yield from straight(LOOP.sub("", script), {}, 0)


def straight(
    script: str, known: dict[str, float], at: int
) -> Iterator[tuple[int, str, str | float]]:
    for line in script.splitlines():
        if current := CURRENT.search(line):
            at = int(current[1])
        if (found := ASSERTION.search(line)) and not found[3].startswith("valid"):
            index = found[1].removeprefix("cues[").removesuffix("]")
            place = (
                at
                if index == "cue"
                else int(known.get(index, -1))
                if index in known
                else int(index)
            )
            yield place, found[2], value(found[3], known)


def value(script: str, known: dict[str, float]) -> str | float:
    parts = [
        known[part] if part in known else ast.literal_eval(part)
        for part in script.partition(", 'Failed")[0].split(" + ")
    ]
    return parts[0] if len(parts) == 1 else "".join(map(str, parts))


@needs_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_cues_are_those_of_the_standard(path: Path) -> None:
    script = path.with_suffix(".js").read_text("utf-8")
    found = standard_cues(path)
    number = re.search(r"assert_equals\(cues\.length, (\d+)", script)
    assert len(found) == (int(number[1]) if number else 2)
    for at, what, expected in assertions(script, len(found)):
        cue = found[at]
        ours = {
            "id": cue.identifier,
            "text": cue.text,
            "startTime": pytest.approx(cue.begins),
            "endTime": pytest.approx(cue.ends),
        }[what]
        assert expected == ours


@needs_files
def test_every_assertion_is_met_or_concerns_what_is_no_word() -> None:
    ours, others = 0, Counter[str]()
    for path in FILES:
        script = re.sub(
            r"^//.*", "", path.with_suffix(".js").read_text("utf-8"), flags=re.MULTILINE
        )
        ours += len(list(assertions(script, len(standard_cues(path)))))
        for line in script.splitlines():
            concerns = re.search(r"assert_\w+\(.*?(cues\.length|\.\w+|\w+Region)[,;)]", line)
            if concerns and not ASSERTION.search(line):
                others[concerns[1].lstrip(".")] += 1
    assert ours == 96
    assert others.pop("length", 0) + others.pop("cues.length", 0) == len(FILES) - 1
    assert set(others) == {
        *("align", "line", "lineAlign", "lines", "position", "positionAlign", "region"),
        *("regionAnchorX", "regionAnchorY", "scroll", "size", "snapToLines", "vertical"),
        *("viewportAnchorX", "viewportAnchorY", "fooRegion", "barRegion"),
    }


@needs_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_words_that_the_standard_throws_away_are_kept(path: Path) -> None:
    broken = [cue for cue in all_cues(path) if not cue.sound]
    words = [cue for cue in broken if cue.text]
    assert (len(broken), len(words)) == KEPT.get(path.stem, (0, 0))[:2]


@needs_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_reader_gives_all_cues_and_reports_broken_ones(path: Path) -> None:
    if path.stem in REFUSED:
        with pytest.raises(InputError) as raised:
            subtitles.read_vtt(path.read_bytes(), path.name)
        assert raised.value.kind == REFUSED[path.stem][0]
        return
    manuscript = subtitles.read_vtt(path.read_bytes(), path.name)
    rows = [row for cue in all_cues(path) for row in cue.text.split("\n") if row.strip()]
    assert spoken(manuscript) == [row.strip() for row in rows]
    kinds = [notice.kind for notice in manuscript.notices]
    assert kinds == (["malformed"] if path.stem in REPORTED else [])


def spoken(manuscript: Manuscript) -> list[str]:
    return [line.text for line in manuscript.lines if line.kind != APART]


# The text of a cue


def shown(tree: str) -> list[tuple[str, str]]:
    """Voice and text of each text in a tree as the tests draw it."""
    found = []
    voices: list[tuple[int, str]] = []
    for deep, text, title, _ in re.findall(
        r'\| ( *)(?:"(.*?)"\n(?=\||\Z)|title="(.*?)"\n|([^\n]*)\n)', tree, re.DOTALL
    ):
        depth = len(deep)
        voices = [voice for voice in voices if voice[0] <= depth]
        if title:
            voices.append((depth, title))
        elif text:
            found.append((voices[-1][1] if voices else "", text))
    return found


@needs_files
@pytest.mark.parametrize("row", [row for _, row in TEXTS], ids=[name for name, _ in TEXTS])
def test_the_words_and_voices_of_a_cue_are_those_of_the_standard(row: dict[str, str]) -> None:
    text = row["text"].replace("\0", "\ufffd").rstrip("\n")
    parsing = cues.parse(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{text}", cues.WEBVTT)
    cue = next(item for item in parsing.items if isinstance(item, Cue))
    said = cue_text.read(cue.text)
    if text in SAID:
        assert "".join(piece.text for piece in said.pieces) == SAID[text][0]
        assert not said.sound
        return
    assert said.sound
    expected = shown(row["expectedTree"])
    assert by_voice((piece.voice or "", piece.text) for piece in said.pieces) == by_voice(expected)


def by_voice(said) -> list[tuple[str, str]]:
    """Neighbouring words of one voice together, without spaces, which ruby has more of here."""
    found: list[tuple[str, str]] = []
    for voice, text in said:
        before = found.pop()[1] if found and found[-1][0] == voice else ""
        found.append((voice, before + text.replace(" ", "")))
    return [one for one in found if one[1]]


@needs_files
@pytest.mark.parametrize("name", ["entities", "tags", "tree-building"])
def test_a_file_of_such_cues_is_read(name: str) -> None:
    manuscript = subtitles.read_vtt((WPT / "wpt-cue-parsing" / f"{name}.vtt").read_bytes(), name)
    trees = [shown(row["expectedTree"]) for test, row in TEXTS if test.startswith(name)]
    expected = "".join(text for tree in trees for _, text in tree)
    ours = "".join("".join(line.text.split()) for line in manuscript.lines)
    assert ours == "".join(expected.split())


# SubRip and SBV

LINES = [f"Caption text #{number}" for number in range(1, 6)]
OTHERS: dict[str, str | list[str]] = {
    "invalid_format.sbv": "type",
    "invalid_format1.srt": "empty",
    "invalid_format2.srt": "type",
    "invalid_format3.srt": "type",
    "invalid_format4.srt": [],
    "invalid_timeframe.sbv": LINES,
    "invalid_timeframe.srt": LINES,
    "missing_caption_text.sbv": [LINES[0], *LINES[2:]],
    "missing_caption_text.srt": [LINES[0], *LINES[2:]],
    "missing_timeframe.sbv": [*LINES[:2], *LINES[2:]],
    "missing_timeframe.srt": LINES,
    "one_caption.srt": LINES[:1],
    "sample.sbv": [*LINES[:2], f"{LINES[2]} (line 1)", f"{LINES[2]} (line 2)", *LINES[3:]],
    "sample.srt": LINES,
    "two_captions.sbv": [LINES[0], f"{LINES[1]} (line 1)", f"{LINES[1]} (line 2)"],
}


@needs_files
@pytest.mark.parametrize("name", OTHERS)
def test_another_library_s_files(name: str) -> None:
    path = FOLDER / "srt" / "webvtt-py" / name
    reader, expected = READERS[path.suffix[1:]], OTHERS[name]
    if isinstance(expected, str):
        with pytest.raises(InputError) as raised:
            reader(path.read_bytes(), name)
        assert raised.value.kind == expected
    else:
        assert spoken(reader(path.read_bytes(), name)) == expected


@needs_files
def test_every_file_of_the_other_library_is_tried() -> None:
    assert {path.name for path in (FOLDER / "srt" / "webvtt-py").iterdir()} == set(OTHERS)
