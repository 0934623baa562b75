"""JSON of transcription services: whatever their keys, the same turns; nothing lost or doubled."""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import reading
from transcripts.errors import InputError
from transcripts.formats import export_shapes, exports
from transcripts.manuscript import APART, Line, Manuscript

Said = tuple[str, int, int, str]
"""Speaker, first and last tenth of a second, words."""


def read(value: Any) -> Manuscript:
    return exports.read(json.dumps(value).encode(), "a.json")


def turns(lines: Sequence[Line]) -> list[list[Any]]:
    """Speaker, beginning, end and words of each turn: a line without speaker goes on with it."""
    found: list[list[Any]] = []
    for line in lines:
        if line.kind == APART:
            continue
        if found and line.speaker is None and found[-1][0]:
            found[-1][2:] = [line.ends, f"{found[-1][3]} {line.text}"]
        else:
            found.append([line.speaker or "", line.begins, line.ends, line.text])
    return found


def beside(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines if line.kind == APART]


def words(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


@pytest.mark.parametrize(
    "shape",
    export_shapes.data()["shape"],
    ids=[one["name"] for one in export_shapes.data()["shape"]],
)
def test_the_shape_of_a_service_is_read_as_its_example_says(shape: dict[str, Any]) -> None:
    lines = exports.read(shape["example"].encode(), "a.json").lines
    shown = [["" if part is None else str(part) for part in turn] for turn in turns(lines)]
    assert shown == [[part.strip() for part in turn.split("|")] for turn in shape["turns"]]


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        ([{"text": "Hello"}], [["", None, None, "Hello"]]),
        ({"text": "One.\nTwo."}, [["", None, None, "One."], ["", None, None, "Two."]]),
        (
            {"blocks": [{"message": "Hi you", "author": "Ada", "start": 0, "end": 1200}]},
            [["Ada", 0.0, 1.2, "Hi you"]],
        ),
        (
            {"blocks": [{"message": "Hi you there", "author": "Ada", "start": 0, "end": 2}]},
            [["Ada", 0.0, 2.0, "Hi you there"]],
        ),
        (
            {
                "parts": [
                    {"entries": [{"text": "One", "speaker": "A"}]},
                    {"entries": [{"text": "Two", "speaker": "B"}]},
                ]
            },
            [["A", None, None, "One"], ["B", None, None, "Two"]],
        ),
        (
            {
                "x": [{"text": "Hi", "speaker": 7, "start": "0:01"}],
                "speakers": [{"id": 7, "name": "Ada"}],
            },
            [["Ada", 1.0, None, "Hi"]],
        ),
        (
            {"captions": [{"Text": "Hi", "Speaker": {"name": "Ada"}, "Start": "00:01:02.5"}]},
            [["Ada", 62.5, None, "Hi"]],
        ),
    ],
)
def test_other_files_are_read_by_what_their_keys_mean(value: Any, spoken: list[list[Any]]) -> None:
    assert turns(read(value).lines) == spoken


def test_of_two_lists_with_the_same_words_the_one_with_speakers_is_read() -> None:
    value = {
        "tokens_seen": [{"word": "Hello", "start": 0}, {"word": "there", "start": 1}],
        "blocks": [{"text": "Hello there", "speaker": "Ada", "start": 0}],
        "words": [{"word": "Hello"}, {"word": "there"}],
    }
    assert turns(read(value).lines) == [["Ada", 0.0, None, "Hello there"]]


def test_what_is_neither_speech_nor_structure_is_set_apart() -> None:
    value = {
        "title": "Visit to the depot",
        "language": "english",
        "model": "large-v3",
        "audio_url": "https://a.test/b c.wav",
        "summary": {"text": "They talk."},
        "keywords": ["rail", "1234"],
        "segments": [
            {"id": "seg-a", "start": 0, "end": 1, "text": "Hello", "translation": "Bonjour"}
        ],
    }
    lines = read(value).lines
    assert beside(lines) == ["Visit to the depot", "english", "They talk.", "rail", "Bonjour"]


def test_the_whole_text_is_kept_where_it_says_more_than_the_segments() -> None:
    value = {"text": "Hello there", "segments": [{"start": 0, "end": 1, "text": "Hello"}]}
    assert beside(read(value).lines) == ["Hello there"]
    value["text"] = " Hello\n"
    assert beside(read(value).lines) == []


def test_a_stretch_without_speaker_is_nobody_s_and_is_told() -> None:
    said = [{"start": 0, "text": "Hi", "speaker": "A"}, {"start": 1, "text": "Yes"}]
    manuscript = read({"segments": said})
    assert [line.speaker for line in manuscript.lines] == ["A", ""]
    assert [notice.kind for notice in manuscript.notices] == ["no-speakers"]


def test_channels_are_speakers_where_nothing_else_is() -> None:
    phrases = [
        {"channel": 0, "offsetMilliseconds": 0, "durationMilliseconds": 500, "text": "Hi"},
        {"channel": 0, "offsetMilliseconds": 2000, "durationMilliseconds": 500, "text": "Yes"},
        {"channel": 1, "offsetMilliseconds": 1000, "durationMilliseconds": 500, "text": "You"},
    ]
    assert turns(read({"phrases": phrases}).lines) == [
        ["0", 0.0, 0.5, "Hi"],
        ["1", 1.0, 1.5, "You"],
        ["0", 2.0, 2.5, "Yes"],
    ]


def test_json_lines() -> None:
    rows = (
        b'{"title": "Visit"}\n{"text": "Hi", "speaker": "A"}\n\n{"text": "Yes", "speaker": "B"}\n'
    )
    for reader in (exports.read_lines, exports.read):
        lines = reader(rows, "a.jsonl").lines
        assert turns(lines) == [["A", None, None, "Hi"], ["B", None, None, "Yes"]]
        assert beside(lines) == ["Visit"]


def test_a_key_that_comes_twice_loses_nothing() -> None:
    lines = exports.read(
        b'{"note": "one", "note": "two", "segments": [{"text": "Hi"}]}', "a.json"
    ).lines
    assert sorted(beside(lines)) == ["one", "two"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"name": "app", "version": "1.0.0", "scripts": {"test": "run"}}', "type"),
        (b'["a", "b"]', "type"),
        (b"12", "type"),
        (b'[{"value": "x"}]', "type"),
        (b'{"segments": []}', "type"),
        (b'{"segments": [{"text": "Hel', "corrupt"),
        (b"Hello", "corrupt"),
        (b'{"a": 1}\n{"text": ', "corrupt"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":' * 400 + b'{"text": "Hi"}' + b"}" * 400, "too-deep"),
        (b"9" * 5_000, "corrupt"),
        (b"[" + b'{"text": "Hi"},' * 100_001 + b"0]", "limit"),
    ],
)
def test_what_is_no_transcript_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(InputError) as caught:
        exports.read(data, "a.json")
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('{"text": "Hi", "start": NaN, "end": Infinity}', "Hi"),
        ('{"text": "Hi", "start": 1e999, "end": -5}', "Hi"),
        (f'{{"text": "Hi", "start": {"9" * 4000}}}', "Hi"),
        ('{"text": "Hi", "start": {"a": []}, "speaker": ["x"]}', "Hi"),
        ('{"text": "H\\ud800i", "start": true}', "H\ud800i"),
        ('{"text": 2024, "start": "soon"}', "2024"),
    ],
)
def test_odd_values_do_no_harm(value: str, text: str) -> None:
    lines = exports.read(f'{{"segments": [{value}, {{"text": "."}}]}}'.encode(), "a.json").lines
    assert (lines[-2].text, lines[-2].begins, lines[-2].ends) == (text, None, None)


WORDS = st.lists(st.from_regex(r"[a-zäéß]{1,6}", fullmatch=True), min_size=1, max_size=6)


@st.composite
def interviews(draw: st.DrawFn) -> list[Said]:
    """Turns of two speakers, one after the other."""
    at = 0
    said: list[Said] = []
    for number in range(draw(st.integers(1, 6))):
        length = draw(st.integers(1, 90))
        text = " ".join(draw(WORDS)).capitalize() + draw(st.sampled_from(".?"))
        said.append(("AB"[number % 2], at, at + length, text))
        at += length + draw(st.integers(0, 20))
    return said


def _timed(text: str, begins: int, ends: int, first: str, last: str) -> list[dict[str, Any]]:
    """The words of a text with their times, the marks on their own."""
    parts = re.findall(r"\w+|[.?]", text)
    spoken = [{"w": part, first: begins / 10, last: ends / 10} for part in parts[:-1]]
    return [*spoken, {"w": parts[-1]}]


def _as_amazon(said: list[Said]) -> Any:
    items = [
        {
            "alternatives": [{"content": word.pop("w")}],
            "speaker_label": speaker,
            **{key: str(time) for key, time in word.items()},
        }
        for speaker, begins, ends, text in said
        for word in _timed(text, begins, ends, "start_time", "end_time")
    ]
    return {"results": {"transcripts": [{"transcript": "x"}], "items": items}}


def _as_rev(said: list[Said]) -> Any:
    def elements(text: str, begins: int, ends: int) -> list[dict[str, Any]]:
        timed = _timed(text, begins, ends, "ts", "end_ts")
        spaced = [part for word in timed[:-1] for part in ({"w": " "}, word)][1:]
        return [{**part, "value": part["w"]} for part in [*spaced, timed[-1]]]

    monologues = [{"speaker": s, "elements": elements(t, b, e)} for s, b, e, t in said]
    return {"monologues": monologues}


SHAPES: dict[str, Callable[[list[Said]], Any]] = {
    "whisper": lambda said: {
        "text": " ".join(text for *_, text in said),
        "segments": [
            {
                "id": 1,
                "start": b / 10,
                "end": e / 10,
                "text": f" {t}",
                "speaker": s,
                "words": [{"word": t}],
            }
            for s, b, e, t in said
        ],
    },
    "podcast": lambda said: {
        "segments": [
            {"speaker": s, "startTime": b / 10, "endTime": e / 10, "body": t} for s, b, e, t in said
        ]
    },
    "assembly": lambda said: {
        "text": " ".join(text for *_, text in said),
        "utterances": [
            {"speaker": s, "start": b * 100, "end": e * 100, "text": t, "words": []}
            for s, b, e, t in said
        ],
    },
    "azure": lambda said: {
        "recognizedPhrases": [
            {
                "speaker": s,
                "offsetInTicks": b * 1e6,
                "durationInTicks": (e - b) * 1e6,
                "nBest": [{"display": t}],
            }
            for s, b, e, t in said
        ]
    },
    "teams": lambda said: {
        "entries": [
            {
                "speakerDisplayName": s,
                "startOffset": f"0:{b // 600:02}:{b % 600 / 10}",
                "endOffset": f"PT{e / 10}S",
                "text": t,
            }
            for s, b, e, t in said
        ]
    },
    "amazon": _as_amazon,
    "rev": _as_rev,
    "list": lambda said: [
        {"who": 1, "name": s, "from": b / 10, "to": e / 10, "said": t} for s, b, e, t in said
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
@given(said=interviews())
def test_an_interview_has_the_same_turns_in_every_shape(shape: str, said: list[Said]) -> None:
    lines = read(SHAPES[shape](said)).lines
    assert turns(lines) == [[s, b / 10, e / 10, t] for s, b, e, t in said]
    assert words([line.text for line in lines if line.kind != APART]) == words(
        [t for *_, t in said]
    )


KEYS = st.sampled_from(
    [
        "segments", "text", "speaker", "start", "end", "words", "results", "alternatives", "transcript",
        "monologues", "elements", "value", "utterances", "channels", "paragraphs", "speakers", "name", "id",
        "content", "items", "0", "", "entries", "transcription", "offsets", "timestamp", "notes",
    ]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(value=VALUES)
def test_any_json_is_read_or_refused(value: Any) -> None:
    with contextlib.suppress(InputError):
        reading.read_data(json.dumps(value).encode(), "a.json")


@given(value=VALUES)
def test_no_title_or_note_is_lost(value: Any) -> None:
    whole = {"memo": "Frühling 7", "x": value, "segments": [{"text": "Bonjour", "start": 0}]}
    found = words([line.text for line in read(whole).lines])
    assert found["Frühling"] >= 1
    assert found["Bonjour"] >= 1


@given(data=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.json", "a.jsonl"):
        with contextlib.suppress(InputError):
            reading.read_data(data, name)
