"""Timed text: TTML, which was DFXP, and its profile IMSC. The words of each caption, with times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from transcripts import packages, times
from transcripts.errors import InputError
from transcripts.formats import captions
from transcripts.formats.captions import Caption, Item, Row
from transcripts.manuscript import Manuscript
from transcripts.packages import LOCAL, attribute, local

_CLOCK = re.compile(r"(\d{1,4}):(\d{2}):(\d{2}(?:[.,]\d{1,9})?)(?::(\d{2,3}(?:\.\d{1,3})?))?")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
_SPACE = re.compile(r"\s+")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_PICTURES = ("image", "chunk", "data", "source", "font")
"""Elements whose text is no words but bytes."""


@dataclass(frozen=True, slots=True)
class _Said:
    """Some words, when, and by whom; ``cut`` is whether a row ends before them."""

    text: str
    begins: float | None
    ends: float | None
    agent: str | None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """What holds where an element stands: its time, who speaks, and whether rows are as typed."""

    begins: float | None = None
    ends: float | None = None
    agent: str | None = None
    preserved: bool = False


@dataclass(slots=True)
class _Document:
    """What is found in a document: ``rates`` are frames and ticks in a second."""

    rates: tuple[float, float]
    agents: dict[str, str]
    items: list[Item] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)
    doubtful: int = 0


def read(data: bytes, name: str) -> Manuscript:
    """The captions of a document of timed text; what its head tells is set apart.

    Raises:
        InputError: it is another kind of XML, it declares a document type, or nothing has a time.
    """
    root = packages.parse(data, name)
    if local(root) != "tt":
        remedy = "Check that it is a subtitle file, or export it as .vtt or .srt"
        raise InputError(name, "is XML, but not timed text (TTML)", remedy, kind="type")
    head = [child for child in root if local(child) not in ("", "body")]
    document = _Document(_rates(root), _agents(head))
    place = _Place(preserved=attribute(root, "space") == "preserve")
    for element in root:
        if local(element) == "body":
            _walk(element, place, document)
    beside = list(_without(_texts(head), (document.agents[agent] for agent in document.heard)))
    return captions.manuscript([*beside, *document.items], document.doubtful, (), name)


def _without(texts: Iterable[str], taken: Iterable[str]) -> Iterator[str]:
    """The texts less those taken, each as often as it is."""
    left = Counter(taken)
    for text in texts:
        if left[text]:
            left[text] -= 1
        else:
            yield text


def _rates(root: etree._Element) -> tuple[float, float]:
    """Frames and ticks in a second."""
    frames = _number(attribute(root, "frameRate")) or 30.0
    factor = re.split(r"[\s:]+", attribute(root, "frameRateMultiplier").strip())
    if len(factor) == 2 and (below := _number(factor[1])):
        frames *= (_number(factor[0]) or below) / below
    ticks = _number(attribute(root, "tickRate"))
    told = attribute(root, "frameRate")
    return frames, ticks or (frames if told else 1.0)


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d{1,9}", text) else 0.0


def _agents(head: Iterable[etree._Element]) -> dict[str, str]:
    """The name of each agent by its identifier."""
    agents = {}
    for element in (inner for outer in head for inner in outer.iter()):
        if local(element) == "agent" and (key := attribute(element, "id")):
            names = [child for child in element if local(child) == "name"]
            if name := " ".join(_texts(names[:1])):
                agents[key] = name
    return agents


def _texts(elements: Iterable[etree._Element]) -> Iterator[str]:
    """The words of elements that are no speech."""
    for element in elements:
        if not isinstance(element.tag, str) or local(element) in _PICTURES:
            continue
        yield from _stray(element.text)
        for child in element:
            yield from _texts([child])
            yield from _stray(child.tail)


def _stray(text: str | None) -> list[str]:
    bare = _SPACE.sub(" ", text or "").strip()
    return [bare] if bare else []


def _walk(element: etree._Element, place: _Place, document: _Document) -> None:
    """The captions inside an element of the body, in their order."""
    name = local(element)
    if not name:
        return
    if name == "p":
        _add_paragraph(element, place, document)
    elif name in ("body", "div"):
        inner = _inside(element, place, document)
        document.items += _stray(element.text)
        for child in element:
            _walk(child, inner, document)
            document.items += _stray(child.tail)
    else:
        document.items += _texts([element])


def _inside(element: etree._Element, place: _Place, document: _Document) -> _Place:
    """What holds inside an element. Its times count from where the element around it begins."""
    given = {LOCAL[key]: str(value) for key, value in element.attrib.items()}
    if not given:
        return place
    told = [given.get(which, "") for which in ("begin", "end", "dur")]
    begin, end, length = (_seconds(time, document.rates) if time else None for time in told)
    found = (begin, end, length)
    document.doubtful += any(
        time and value is None for time, value in zip(told, found, strict=True)
    )
    origin = place.begins or 0.0
    begins = place.begins if begin is None else origin + begin
    ends = [origin + end] if end is not None else []
    ends += [(begins or 0.0) + length] if length is not None else []
    ends += [place.ends] if place.ends is not None else []
    space, agent = given.get("space"), given.get("agent", "").split()
    return _Place(
        begins if begins is not None or not ends else origin,
        min(ends, default=None),
        agent[0] if agent else place.agent,
        space == "preserve" if space else place.preserved,
    )


def _seconds(time: str, rates: tuple[float, float]) -> float | None:
    """Seconds of a time such as ``00:00:01.5``, ``00:00:01:12``, ``1.5s`` or ``36f``."""
    frames, ticks = rates
    if clock := _CLOCK.fullmatch(time.strip()):
        hours, minutes, seconds, frame = clock.groups()
        return (
            int(hours) * 3600
            + int(minutes) * 60
            + times.seconds(f"0:{seconds}")
            + float(frame or 0) / frames
        )
    if offset := _OFFSET.fullmatch(time.strip()):
        number, unit = float(offset[1]), offset[2]
        return (
            number / (frames if unit == "f" else ticks) if unit in "ft" else number * _UNITS[unit]
        )
    return None


# Paragraphs


def _add_paragraph(element: etree._Element, place: _Place, document: _Document) -> None:
    beside: list[Item] = []
    said = list(_said(element, _inside(element, place, document), document, beside))
    document.items += beside
    for group in _groups(said):
        first = group[0]
        backwards = first.ends is not None and first.ends < (first.begins or 0.0)
        document.doubtful += backwards
        ends = None if backwards else first.ends
        document.items.append(Caption(first.begins, ends, tuple(_rows(group, document))))


def _said(
    element: etree._Element, place: _Place, document: _Document, beside: list[Item]
) -> Iterator[_Said]:
    """The words inside a paragraph or a span, in their order; what is no speech goes ``beside``."""
    yield from _words(element.text, place)
    for child in element:
        name = local(child)
        if name == "br":
            yield _Said("", place.begins, place.ends, place.agent, cut=True)
        elif name == "span":
            yield from _said(child, _inside(child, place, document), document, beside)
        elif name:
            beside += _texts([child])
        yield from _words(child.tail, place)


def _words(text: str | None, place: _Place) -> Iterator[_Said]:
    rows = (text or "").split("\n") if place.preserved else [text or ""]
    for at, row in enumerate(rows):
        if row or at:
            words = _SPACE.sub(" ", row)
            yield _Said(words, place.begins, place.ends, place.agent, cut=at > 0)


def _groups(said: list[_Said]) -> Iterator[list[_Said]]:
    """Words that are shown at one time; a word is never cut where a time changes inside it."""
    group: list[_Said] = []
    for one in said:
        new = group and (one.begins, one.ends) != (group[0].begins, group[0].ends)
        inside = group and not one.cut and group[-1].text[-1:].strip() and one.text[:1].strip()
        if new and not inside and one.text.strip():
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _rows(group: list[_Said], document: _Document) -> list[Row]:
    """Rows of one voice each."""
    rows: list[tuple[str | None, list[str]]] = []
    for one in group:
        voice = document.agents.get(one.agent) if one.agent else None
        if not rows or one.cut or (voice != rows[-1][0] and one.text.strip()):
            rows.append((voice, []))
        rows[-1][1].append(one.text)
        if voice and one.agent and one.text.strip():
            document.heard.add(one.agent)
    joined = ((_SPACE.sub(" ", "".join(texts)).strip(), voice) for voice, texts in rows)
    return [Row(text, voice) for text, voice in joined if text]
