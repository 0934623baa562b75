"""The shapes in which services write transcripts as JSON, and which of them a file has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from transcripts import patterns
from transcripts.formats import timecodes

Getter: TypeAlias = Callable[[Any], Any]
"""What gives the value of a path in an object, or None where there is none."""

Test: TypeAlias = Callable[[Any], bool]

_ENOUGH = 100
"""Objects that tell which of their keys are times."""

_LIKELY = 50
"""Lists of a file among which the segments are looked for, those of the longest texts."""

_ALIKE = 0.8
"""Share of the longest list's letters from which another one may hold the same words."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a file has its segments, and by which keys.

    Attributes:
        segments: path of the list of segments.
        text: paths of a segment's words, tried in turn.
        tokens: path of a segment's list of words; ``.`` where each segment is a word; else empty.
        token: path of one word's text.
        glued: whether words bring their blanks with them.
        speaker: paths of the speaker, tried in turn.
        channel: path of what tells speakers apart where nothing else does.
        voices: path of a list of who begins to speak when.
        voice: path of the speaker in one of these.
        since: path of the time in one of these.
        begins: path of the first moment.
        ends: path of the last moment.
        lasts: path of the length.
        unit: seconds of a bare number; None where the pace of speech has to tell.
        needs: path that some segment must have.
        again: keys that say the words once more.
    """

    segments: str
    text: tuple[str, ...] = ()
    tokens: str = ""
    token: str = ""
    glued: bool = False
    speaker: tuple[str, ...] = ()
    channel: str = ""
    voices: str = ""
    voice: str = ""
    since: str = ""
    begins: str = ""
    ends: str = ""
    lasts: str = ""
    unit: float | None = timecodes.SECONDS
    needs: str = ""
    again: frozenset[str] = frozenset()

    def used(self) -> frozenset[str]:
        """The keys of a segment that are read."""
        times = (self.begins, self.ends, self.lasts, self.channel)
        paths = (*self.text, self.tokens, self.token, *self.speaker, *times)
        routes = [route for path in paths for route in path.split("|")]
        return frozenset(route.partition(".")[0] for route in routes)


def find(root: Any) -> tuple[Shape, list[Any]] | None:
    """The shape of a parsed file and its segments, or None where it is no transcript."""
    for shape in known():
        items = at(root, shape.segments)
        if items and _fits(items, shape):
            return shape, items
    return _any(root)


def at(root: Any, path: str) -> list[Any]:
    """The objects and lists that the lists at a path hold, one after the other."""
    values = [root]
    for step in path.split(".") if path != "." else ():
        if step == "*":
            values = [one for value in values if isinstance(value, list) for one in value]
        else:
            values = [one for value in values if (one := getter(step)(value)) is not None]
    return [
        one
        for value in values
        if isinstance(value, list)
        for one in value
        if isinstance(one, (dict, list))
    ]


@cache
def getter(path: str) -> Getter:
    """What gives the value at a path: keys joined by dots, alternatives parted by ``|``.

    Of the alternatives the first that is neither missing nor an empty text is taken.
    """
    routes = [_route(route) for route in path.split("|")] if path else []
    if len(routes) == 1:
        return routes[0]

    def get(item: Any) -> Any:
        for route in routes:
            value = route(item)
            if value is not None and value != "":
                return value
        return None

    return get


def _route(path: str) -> Getter:
    steps = [int(step) if step.lstrip("-").isdecimal() else step for step in path.split(".")]
    if len(steps) == 1 and isinstance(steps[0], str):
        return lambda item: item.get(path) if isinstance(item, dict) else None

    def get(item: Any) -> Any:
        value = item
        try:
            for step in steps:
                if isinstance(value, str):
                    return None
                value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
        return value

    return get


def is_text(value: Any) -> bool:
    """Whether a value can be words: a text, or a number that is one."""
    return isinstance(value, str) or (
        isinstance(value, (int, float)) and not isinstance(value, bool)
    )


def _fits(items: list[Any], shape: Shape) -> bool:
    if shape.needs and all(getter(shape.needs)(item) is None for item in items):
        return False
    if not shape.tokens:
        text = getter("|".join(shape.text))
        return any(is_text(text(item)) for item in items)
    token = getter(shape.token)
    return any(is_text(token(word)) for item in items for word in tokens(item, shape))


def tokens(item: Any, shape: Shape) -> list[Any]:
    """The words of a segment, each an object or a list."""
    if shape.tokens == ".":
        return [item]
    found = getter(shape.tokens)(item)
    return found if isinstance(found, list) else []


@cache
def known() -> tuple[Shape, ...]:
    """The shapes of ``export_shapes.toml``."""
    return tuple(_shape(entry) for entry in data()["shape"])


def _shape(entry: Mapping[str, Any]) -> Shape:
    values = {key: value for key, value in entry.items() if key in Shape.__slots__}
    for key in ("text", "speaker"):
        values[key] = tuple(values.get(key, ()))
    unit = timecodes.UNITS[entry.get("unit", "seconds")]
    return Shape(**{**values, "unit": unit, "again": frozenset(entry.get("again", ()))})


def data() -> dict[str, Any]:
    """What is known of JSON files (``export_shapes.toml``)."""
    return patterns.read("export_shapes", "transcripts.formats")


def _any(root: Any) -> tuple[Shape, list[Any]] | None:
    """The objects that look most like segments: alike in place, with a key for words.

    Of several lists that may hold the same words the one with speakers is taken, then the one
    with times, then the one of the fewest and so longest parts.
    """
    found = []
    for items in sorted(_alike(root), key=_size, reverse=True)[:_LIKELY]:
        shape = _guessed(items)
        if shape:
            size = sum(len(str(item.get(shape.text[0], ""))) for item in items)
            found.append((size, shape, items))
    if not found:
        return None
    most = max(size for size, _, _ in found)
    likely = [one for one in found if one[0] >= most * _ALIKE]
    _, shape, items = max(likely, key=_promise)
    return shape, items


def _size(items: list[dict[Any, Any]]) -> int:
    """Letters of the longest text of each object."""
    return sum(
        max((len(text) for text in item.values() if isinstance(text, str)), default=0)
        for item in items
    )


def _promise(one: tuple[int, Shape, list[Any]]) -> tuple[bool, bool, int]:
    _, shape, items = one
    return bool(shape.speaker), bool(shape.begins), -len(items)


def _alike(root: Any) -> Iterator[list[dict[Any, Any]]]:
    """The objects of a file that have a key for words, those at the same place together."""
    wanted = _spellings(data()["any"]["text"])
    groups: dict[int, list[dict[Any, Any]]] = {}
    places: dict[tuple[int, Any], int] = {}
    stack: list[tuple[Any, int]] = [(root, 0)] if isinstance(root, (dict, list)) else []
    while stack:
        value, place = stack.pop()
        if isinstance(value, list):
            inner = places.setdefault((place, None), len(places) + 1)
            stack += [(one, inner) for one in reversed(value) if isinstance(one, (dict, list))]
            continue
        if not wanted.isdisjoint(value):
            groups.setdefault(place, []).append(value)
        stack += [
            (one, places.setdefault((place, key), len(places) + 1))
            for key, one in value.items()
            if isinstance(one, (dict, list))
        ]
    yield from groups.values()


def _spellings(keys: list[str]) -> frozenset[str]:
    """Keys in small letters, with a capital, and in capitals."""
    return frozenset(way(key) for key in keys for way in (str.lower, str.capitalize, str.upper))


def _guessed(items: list[dict[Any, Any]]) -> Shape | None:
    """The shape of objects by their keys alone."""
    keys = set[Any]().union(*items)
    names = {str(key).lower(): key for key in sorted(map(str, keys))}
    wanted = data()["any"]
    text = _frequent(items, names, wanted["text"], is_text)
    begins, ends, lasts = (
        _frequent(items[:_ENOUGH], names, wanted[part], _is_time)
        for part in ("begins", "ends", "lasts")
    )
    taken = {key.lower() for key in (text, begins, ends, lasts)}
    left = [key for key in wanted["speaker"] if key not in taken]
    speaker = _frequent(items, names, left, _is_name)
    if not text or not (text.lower() in wanted["sure"] or speaker or begins):
        return None
    speakers = (speaker,) if speaker else ()
    unit = timecodes.MILLISECONDS if begins.lower().endswith("ms") else None
    return Shape("", (text,), speaker=speakers, begins=begins, ends=ends, lasts=lasts, unit=unit)


def _frequent(
    items: list[dict[Any, Any]], names: Mapping[str, str], wanted: list[str], fits: Test
) -> str:
    """The first of some keys that half of the objects have, else the one that most have."""
    counts = {
        key: sum(fits(item.get(names[key])) for item in items) for key in wanted if key in names
    }
    often = (key for key, count in counts.items() if count * 2 >= len(items))
    best = next(often, max(counts, key=lambda key: counts[key], default=""))
    return names[best] if counts.get(best) else ""


def _is_time(value: Any) -> bool:
    return timecodes.seconds(value) is not None


def _is_name(value: Any) -> bool:
    return bool(value) if isinstance(value, (str, dict)) else is_text(value)
