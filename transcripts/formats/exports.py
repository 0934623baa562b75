"""JSON of transcription services: one reader, and a table of the shapes that they write.

What is neither speech nor structure, such as a title or a summary, is set apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from transcripts import encodings
from transcripts.errors import InputError
from transcripts.formats import export_remains, export_shapes, segments, timecodes
from transcripts.formats.export_shapes import Getter, Shape, getter
from transcripts.formats.segments import Segment
from transcripts.manuscript import Manuscript
from transcripts.model import Notice

_ENOUGH = 1_000
"""Segments that tell how fast people speak."""

_CLOSING = ".,;:?!…)]}%»”’"
_SENTENCE_END = re.compile(r"[.?!…][\"'»”)\]]*\s*$")


def read(data: bytes, name: str) -> Manuscript:
    """The segments of a JSON file, and of JSON Lines in such a file.

    Raises:
        InputError: it is no JSON, nests too deeply, or holds no transcript.
    """
    text, notices = encodings.decode(data, name)
    try:
        root = _parsed(text)
    except RecursionError:
        raise export_remains.too_deep(name) from None
    except ValueError as error:
        if "Extra data" not in str(error):
            raise _broken(error, name) from None
        root = _rows(text, name)
    return _manuscript(root, name, notices)


def read_lines(data: bytes, name: str) -> Manuscript:
    """The segments of a file of JSON Lines: one object in each line.

    Raises:
        InputError: a line is no JSON, nests too deeply, or the file holds no transcript.
    """
    text, notices = encodings.decode(data, name)
    return _manuscript(_rows(text, name), name, notices)


def _rows(text: str, name: str) -> list[Any]:
    rows: list[Any] = []
    for number, row in enumerate(text.split("\n"), start=1):
        try:
            rows += [_parsed(row)] if row.strip() else []
        except RecursionError:
            raise export_remains.too_deep(name) from None
        except ValueError as error:
            raise _broken(error, name, f"line {number}") from None
    return rows


def _parsed(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[Any, Any]:
    """An object of which no value is lost: one key's earlier values get keys of their own."""
    found: dict[Any, Any] = dict(pairs)
    if len(found) != len(pairs):
        found = {}
        for at, (key, value) in enumerate(pairs):
            if key in found:
                found[key, at] = found[key]
            found[key] = value
    return found


def _broken(error: ValueError, name: str, place: str = "") -> InputError:
    if not place and isinstance(error, json.JSONDecodeError):
        place = f"line {error.lineno}"
    problem = "is not whole JSON"
    return InputError(name, problem, "Export the transcript again", place=place, kind="corrupt")


def _manuscript(root: Any, name: str, notices: tuple[Notice, ...]) -> Manuscript:
    found = export_shapes.find(root)
    if found is None:
        problem = "is JSON, but holds no list of what was said"
        raise InputError(name, problem, export_remains.EXPORT, kind="type")
    shape, items = found
    people = _people(root)
    said = _segments(root, shape, items, people)
    segments.check_count(len(said), name)
    left = export_remains.texts(root, shape, items, said, name)
    lines = [line for text in left for line in segments.apart([text])]
    lines += segments.lines(said)
    return Manuscript(tuple(lines), (*notices, *segments.notices(said, name)))


def _people(root: Any) -> dict[str, str]:
    """Names of speakers by what stands for them, from the file's table of speakers."""
    known = export_shapes.data()["people"]
    tables = [root, *(root.values() if isinstance(root, dict) else ())]
    people: dict[str, str] = {}
    for table in tables:
        for key in known["keys"]:
            value = table.get(key) if isinstance(table, dict) else None
            if isinstance(value, dict):
                people |= {str(one): name for one, name in value.items() if isinstance(name, str)}
            for one in value if isinstance(value, list) else ():
                people |= _person(one, known["id"], known["name"])
    return people


def _person(one: Any, ids: list[str], names: list[str]) -> dict[str, str]:
    if not isinstance(one, dict):
        return {}
    small = {str(key).lower(): value for key, value in one.items()}
    name = next((small[key] for key in names if isinstance(small.get(key), str)), "")
    label = next((small[key] for key in ids if export_shapes.is_text(small.get(key))), None)
    return {str(label): name} if name and label is not None else {}


def _segments(root: Any, shape: Shape, items: list[Any], people: dict[str, str]) -> list[Segment]:
    """The segments in the order in which they were spoken."""
    who = _Who(shape, people)
    voices = _voices(root, shape, people)
    pieces = _words(items, shape, who, voices) if shape.tokens else _texts(items, shape, who)
    found = list(pieces)
    if shape.channel and not any(speaker for _, speaker, _, _ in found):
        found = _by_channel(found, items, shape)
    if ("*" in shape.segments or shape.channel) and all(one[2] is not None for one in found):
        found.sort(key=lambda one: one[2] or 0.0)
    return found


class _Who:
    """Who speaks in a segment, by the name that the file's table of speakers gives."""

    def __init__(self, shape: Shape, people: dict[str, str]) -> None:
        self._get = getter("|".join(shape.speaker))
        self._people = people
        self._known: dict[str, str | None] = {}

    def __call__(self, item: Any) -> str | None:
        value = self._get(item)
        if value is None:
            return None
        if not isinstance(value, str):
            value = _label(value)
        if value not in self._known:
            label = value.strip()
            self._known[value] = self._people.get(label, label) or None
        return self._known[value]


def _label(value: Any) -> str:
    """A speaker as the file has it: a text, a number, or an object with a name."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "label", "id") if key in value), None)
    return str(value).strip() if export_shapes.is_text(value) else ""


def _by_channel(found: list[Segment], items: list[Any], shape: Shape) -> list[Segment]:
    """Segments with their channel for speaker, where there are several."""
    channels = [_label(getter(shape.channel)(item)) for item in items]
    if len(set(channels)) < 2 or len(found) != len(items):
        return found
    return [(one[0], channel, *one[2:]) for one, channel in zip(found, channels, strict=True)]


def _texts(items: list[Any], shape: Shape, who: _Who) -> Iterator[Segment]:
    """A segment for each object that has its words in one text."""
    texts = getter("|".join(shape.text))
    begins, ends = getter(shape.begins), getter(shape.ends)
    unit = shape.unit or _unit(items, shape)
    seconds = timecodes.seconds
    for item in items:
        text = texts(item)
        if not isinstance(text, str):
            text = str(text) if export_shapes.is_text(text) else ""
        first, last = seconds(begins(item), unit), seconds(ends(item), unit)
        if last is None and shape.lasts:
            last = _after(first, item, shape, unit)
        yield text, who(item), first, last


def _after(first: float | None, item: Any, shape: Shape, unit: float) -> float | None:
    """When a segment ends that says how long it lasts."""
    length = timecodes.seconds(getter(shape.lasts)(item), unit)
    return None if length is None or first is None else round(first + length, 6)


def _unit(items: list[Any], shape: Shape) -> float:
    """Seconds of a bare number, told by the pace of the first segments."""
    begins, ends, text = map(getter, (shape.begins, shape.ends or shape.lasts, shape.text[0]))
    items = items[:_ENOUGH]
    size = sum(len(words) for item in items if isinstance(words := text(item), str))
    return timecodes.unit_of([(begins(item), ends(item)) for item in items], size)


def _voices(root: Any, shape: Shape, people: dict[str, str]) -> list[tuple[float, str]]:
    """Who begins to speak when, in order."""
    if not shape.voices:
        return []
    since, voice = getter(shape.since), getter(shape.voice)
    found = [
        (timecodes.seconds(since(one), shape.unit or 1.0), _label(voice(one)))
        for one in export_shapes.at(root, shape.voices)
    ]
    return sorted((at, people.get(name, name)) for at, name in found if at is not None and name)


def _words(
    items: list[Any], shape: Shape, who: _Who, voices: Sequence[tuple[float, str]]
) -> Iterator[Segment]:
    """A segment for each list of words; for each sentence where the file is one such list."""
    if shape.tokens != ".":
        for item in items:
            yield _joined(export_shapes.tokens(item, shape), shape, who(item), item)
        return
    token = getter(shape.token)
    said: list[Any] = []
    last: str | None = None
    ended = False
    for word, speaker in _spoken(items, shape, who, voices):
        text = token(word)
        if said and (ended or speaker != last) and not _closes(text):
            yield _joined(said, shape, last)
            said = []
        said.append(word)
        last = speaker
        ended = isinstance(text, str) and bool(_SENTENCE_END.search(text[-8:]))
    if said:
        yield _joined(said, shape, last)


def _spoken(
    items: list[Any], shape: Shape, who: _Who, voices: Sequence[tuple[float, str]]
) -> Iterator[tuple[Any, str | None]]:
    """Each word with its speaker; a mark without one belongs to the word before it."""
    begins = getter(shape.begins)
    now: str | None = None
    at = 0
    for word in items:
        since = timecodes.seconds(begins(word), shape.unit or 1.0) if voices else None
        while since is not None and at < len(voices) and voices[at][0] <= since + 0.001:
            now, at = voices[at][1], at + 1
        now = who(word) or now
        yield word, now


def _closes(text: Any) -> bool:
    """Whether a token only ends what stands before it."""
    return isinstance(text, str) and not text.strip(_CLOSING + " ")


def _joined(words: list[Any], shape: Shape, speaker: str | None, item: Any = None) -> Segment:
    """The words of one segment as they are written, with its times or else theirs."""
    token = getter(shape.token)
    parts: list[str] = []
    for word in words:
        value = token(word)
        text = str(value) if export_shapes.is_text(value) else ""
        if parts and text and not shape.glued and not _clings(parts[-1], text):
            parts.append(" ")
        parts += [text] if text else []
    first = _time((item, *words), getter(shape.begins), shape.unit)
    last = _time((item, *reversed(words)), getter(shape.ends), shape.unit)
    if last is None and shape.lasts:
        last = _after(first, item, shape, shape.unit or 1.0)
    return "".join(parts), speaker, first, last


def _clings(before: str, text: str) -> bool:
    return before[-1].isspace() or text[0].isspace() or not text.strip(_CLOSING)


def _time(items: Sequence[Any], get: Getter, unit: float | None) -> float | None:
    """The first time that one of some objects has."""
    times = (timecodes.seconds(get(item), unit or 1.0) for item in items)
    return next((time for time in times if time is not None), None)
