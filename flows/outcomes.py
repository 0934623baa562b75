"""What a process says that it read, held to the form of it: nobody vouches for the process either.

An outcome is ``{"transcripts": [...], "notices": [...]}`` as JSON.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields
from itertools import chain, pairwise
from typing import Any, TypeAlias, TypeGuard

from transcripts.model import INTERVIEWER, RESPONDENT, UNKNOWN, Notice, Transcript, Turn

Outcome: TypeAlias = dict[str, list[Any]]

_ROLES = (INTERVIEWER, RESPONDENT, UNKNOWN)
_TEXTS = ("id", "path", "format", "sha256", "text", "language")


def is_sound(value: Any, name: str) -> TypeGuard[Outcome]:
    """Whether this may be what reading the file of that name gave: every type, range and letter."""
    if not (isinstance(value, dict) and set(value) == {"transcripts", "notices"}):
        return False
    transcripts, notices = value["transcripts"], value["notices"]
    if not (isinstance(transcripts, list) and isinstance(notices, list)):
        return False
    found = all(map(_is_transcript, transcripts)) and all(map(_is_notice, notices))
    return found and all(_is_of(one["path"], name) for one in (*transcripts, *notices))


def _is_of(path: str, name: str) -> bool:
    """Whether a path is the file's or that of a member of it."""
    return path == name or path.startswith(f"{name}/")


def _has_fields(value: Any, kind: type) -> bool:
    return isinstance(value, dict) and set(value) == {field.name for field in fields(kind)}


def _is_text(value: Any) -> bool:
    """Whether this is a text that can be written down: half characters cannot."""
    try:
        return isinstance(value, str) and bool(value.isascii() or value.encode() is not None)
    except UnicodeEncodeError:
        return False


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_notice(value: Any) -> bool:
    texts = ("path", "kind", "text", "place")
    return (
        _has_fields(value, Notice)
        and all(_is_text(value[key]) for key in texts)
        and isinstance(value["unusable"], bool)
    )


def _is_transcript(value: Any) -> bool:
    return (
        _has_fields(value, Transcript)
        and all(_is_text(value[key]) for key in _TEXTS)
        and _are_texts(value["apart"])
        and _are_texts(value["labels"])
        and isinstance(value["notices"], list)
        and all(map(_is_notice, value["notices"]))
        and isinstance(value["turns"], list)
        and all(map(_is_turn, value["turns"]))
        and _are_in_order(([t["start"], t["end"]] for t in value["turns"]), len(value["text"]))
        and isinstance(value["asides"], list)
        and _are_in_order(value["asides"], len(value["text"]))
    )


def _is_turn(value: Any) -> bool:
    return (
        _has_fields(value, Turn)
        and _is_text(value["speaker"])
        and _is_text(value["language"])
        and value["role"] in _ROLES
        and all(_is_time(value[key]) for key in ("begins", "ends"))
    )


def _is_time(value: Any) -> bool:
    if value is None:
        return True
    return type(value) in (int, float) and math.isfinite(value) and value >= 0


def _are_in_order(spans: Iterable[Any], length: int) -> bool:
    """Whether these are pairs of places in a text of that length, none reaching into the next."""
    pairs = list(spans)
    if not all(isinstance(one, list) and len(one) == 2 for one in pairs):
        return False
    places = [0, *chain.from_iterable(pairs), length]
    return all(type(one) is int for one in places) and all(a <= b for a, b in pairwise(places))
