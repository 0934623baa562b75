"""Praat TextGrids: intervals of time with what was said in them, a tier for each speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from transcripts import encodings, patterns
from transcripts.errors import InputError
from transcripts.formats import segments, timecodes
from transcripts.formats.segments import Segment
from transcripts.manuscript import Line, Manuscript
from transcripts.model import Notice
from transcripts.spelling import key

Token: TypeAlias = tuple[str, str]
"""Whether it is a ``text``, a ``number`` or a ``flag``, and its value."""

_SAVE = "Open it in Praat and save it as text file"
# What Praat takes from a text: texts in quotation marks, numbers and flags that stand alone.
_TOKEN = re.compile(
    r'"(?P<text>[^"]*(?:""[^"]*)*)(?:"|\Z)|(?<!\S)(?P<number>-?\d[\d.eE+-]*)%?(?!\S)|<(?P<flag>\w+)>'
)
_NAMED = re.compile(r"(.*\S)\s*(?: -|[-–—:/])\s*(\S+)\s*")
_SAME = 40
"""Letters from which two tiers with the same ones are one tier cut in two ways."""


@dataclass(frozen=True, slots=True)
class _Tier:
    """One tier: its name, whether of intervals or points, and each with its times and text.

    It is whole if it has as many of them as it says.
    """

    name: str
    intervals: bool
    whole: bool
    marks: tuple[tuple[float | None, float | None, str], ...]

    def has_words(self) -> bool:
        return any(text for _, _, text in self.marks)

    def letters(self) -> str:
        return "".join("".join(text.split()) for _, _, text in self.marks)


def read(data: bytes, name: str) -> Manuscript:
    """What is said in the interval tiers, in the order of time; other tiers are set apart.

    Raises:
        InputError: it is no TextGrid saved as text, or is cut off before the first interval.
    """
    text, notices = encodings.decode(_whole(data, name), name)
    head, *groups = _groups(_tokens(text, name))
    tiers = [tier for group in groups for tier in _tier(group)]
    if not any(tier.has_words() for tier in tiers):
        remedy = "Check that it is the right file"
        raise InputError(name, "holds no interval with words", remedy, kind="empty")
    chosen = _spoken(tiers)
    said = list(_segments(chosen))
    segments.check_count(len(said), name)
    read = set(map(id, chosen))
    left = [tier for tier in tiers if id(tier) not in read and tier.has_words()]
    lines: list[Line] = segments.lines(said)
    for tier in left:
        lines += segments.apart([text for _, _, text in tier.marks])
    cut = [value for _, value in head[-1:]] != [str(len(tiers))] or any(
        not tier.whole for tier in tiers
    )
    return Manuscript(tuple(lines), (*notices, *_notices(left, name, cut=cut)))


def _whole(data: bytes, name: str) -> bytes:
    if data.startswith(b"ooBinaryFile"):
        raise InputError(name, "is a binary TextGrid", _SAVE, kind="type")
    return data


def _tokens(text: str, name: str) -> Iterator[Token]:
    """The kind and value of each token after the title of a TextGrid."""
    tokens = (
        (found.lastgroup or "", found[found.lastgroup or 0]) for found in _TOKEN.finditer(text)
    )
    titles = [next(tokens, ("", ""))[1], next(tokens, ("", ""))[1]]
    if titles != ["ooTextFile", "TextGrid"]:
        raise InputError(name, "is not a TextGrid", _SAVE, kind="type")
    return tokens


def _groups(tokens: Iterator[Token]) -> list[list[Token]]:
    """The tokens before the first tier, and those of each tier; one that is cut off ends there."""
    groups: list[list[Token]] = [[]]
    for kind, value in tokens:
        if kind == "text" and value in {"IntervalTier", "TextTier"} and _is_between(groups[-1]):
            groups.append([])
        groups[-1].append((kind, value))
    return groups


def _is_between(held: Sequence[Token]) -> bool:
    """Whether a tier may begin here: not where its name or a text is due."""
    return not held or held[0][0] != "text" or _is_complete(held)


def _is_complete(held: Sequence[Token]) -> bool:
    if len(held) < 5 or not held[4][1].isdecimal():
        return False
    each = 3 if held[0][1] == "IntervalTier" else 2
    return len(held) >= 5 + each * int(held[4][1][:9])


def _tier(held: Sequence[Token]) -> Iterator[_Tier]:
    if len(held) < 2 or held[0][0] != "text":
        return
    intervals = held[0][1] == "IntervalTier"
    marks = []
    times: list[float | None] = []
    for kind, value in held[5:]:
        if kind == "number":
            times.append(_seconds(value))
        elif kind == "text":
            begins, ends = [*times, None, None][:2]
            marks.append((begins, ends if intervals else None, value.replace('""', '"').strip()))
            times = []
    name = held[1][1].replace('""', '"').strip()
    yield _Tier(name, intervals, _is_complete(held), tuple(marks))


def _seconds(number: str) -> float | None:
    try:
        return timecodes.seconds(float(number))
    except ValueError:
        return None


def _spoken(tiers: Sequence[_Tier]) -> list[_Tier]:
    """The tiers to read: utterances if there are any, else words; none of them twice."""
    for kind in ("", "words"):
        chosen = [
            tier for tier in tiers if tier.intervals and _kind(tier) == kind and tier.has_words()
        ]
        if chosen:
            return _once(chosen)
    return []


def _once(tiers: Sequence[_Tier]) -> list[_Tier]:
    """The tiers without those that cut the words of another one smaller."""
    best: dict[str, _Tier] = {}
    for at, tier in enumerate(tiers):
        letters = tier.letters()
        same = letters if len(letters) >= _SAME else f"{at}"
        if same not in best or len(tier.marks) < len(best[same].marks):
            best[same] = tier
    kept = set(map(id, best.values()))
    return [tier for tier in tiers if id(tier) in kept]


def _kind(tier: _Tier) -> str:
    """What a tier holds by its name: ``sounds``, ``words``, ``beside`` or whole utterances."""
    names = {key(tier.name)}
    if named := _NAMED.fullmatch(tier.name):
        names.add(key(named[2]))
    kinds = (kind for kind in ("sounds", "words", "beside") if names & _names(kind))
    return next(kinds, "")


def _speaker(tier: _Tier) -> str | None:
    """The speaker that a tier's name is, if it is one."""
    known = _names("nameless") | _names("words")
    if not tier.name or re.sub(r"[\s_-]*\d+$", "", key(tier.name)) in known:
        return None
    named = _NAMED.fullmatch(tier.name)
    return named[1] if named and key(named[2]) in known else tier.name


def _segments(tiers: Sequence[_Tier]) -> Iterator[Segment]:
    """What is said, in the order of time; of what begins at once, the upper tier first."""
    speakers = [(tier, _speaker(tier)) for tier in tiers]
    marks = [(mark, speaker) for tier, speaker in speakers for mark in tier.marks if mark[2]]
    for (begins, ends, text), speaker in sorted(marks, key=lambda one: one[0][0] or 0.0):
        yield text, speaker, begins, ends


def _notices(left: Sequence[_Tier], name: str, *, cut: bool) -> Iterator[Notice]:
    if cut:
        said = "There are fewer tiers or intervals than the file says: it may be cut off."
        yield Notice(name, "malformed", said)
    if left:
        names = ", ".join(f"“{tier.name}”" for tier in left[:5])
        names += " and others" if left[5:] else ""
        yield Notice(name, "unread-part", f"Tiers set apart: {len(left)} ({names}).")


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(patterns.read("tiers", "transcripts.formats")["tiers"][kind])
