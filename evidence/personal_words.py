"""Words and patterns of personal details, from ``personal.toml`` and ``personal_names.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff"))
_JOINT = re.compile(r"-[ \t]*\r?\n[ \t]*|\s")

WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_\u00ad\u200b-\u200d\u0300-\u036f]|-[ \t]*\r?\n[ \t]*(?=[^\W\d_]))*"
)
"""A word: letters, with soft hyphens, and with a hyphen at the end of a line."""


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """What the spellings of a word have in common: case, accents and hyphenation put aside."""
    bare = _JOINT.sub("", word.translate(_INVISIBLE))
    letters = unicodedata.normalize("NFKD", bare.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that a name follows.

    Attributes:
        then: what stands between the word and the name.
        before: the words of which one must stand before it; empty where it needs none.
        sure: whether what follows can be nothing else.
    """

    then: re.Pattern[str]
    before: frozenset[str]
    sure: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """How details of a kind are written.

    Attributes:
        kind: see ``Detail``.
        trigger: what a text must hold for the pattern to be tried.
        pattern: its group ``it``, or all of it, is the detail.
        context: what the sentence must hold; none where the pattern is enough.
        check: the name of a further test; empty for none.
    """

    kind: str
    trigger: re.Pattern[str]
    pattern: re.Pattern[str]
    context: re.Pattern[str] | None
    check: str


@cache
def words(name: str) -> frozenset[str]:
    """A list of words under ``[names]``, without case and accents."""
    return frozenset(map(fold, data()["names"][name]))


@cache
def spellings(name: str) -> frozenset[str]:
    """A list of words under ``[names]`` in small letters, with their accents."""
    return frozenset(word.casefold() for word in data()["names"][name])


@cache
def given_names() -> frozenset[str]:
    """Common given names, folded."""
    return frozenset(map(fold, _names()["given"].split()))


@cache
def surnames() -> frozenset[str]:
    """Common surnames, folded."""
    return frozenset(map(fold, _names()["surnames"].split()))


@cache
def marks(language: str) -> Mapping[str, str]:
    """What stands in the place of each kind of detail; English for other languages."""
    known: Mapping[str, Mapping[str, str]] = data()["marks"]
    found = known.get(language, known["en"])
    return {kind: f"[{word}]" for kind, word in found.items()}


@cache
def is_mark() -> re.Pattern[str]:
    """What stands in the place of a detail already."""
    known = {word for words in data()["marks"].values() for word in words.values()}
    kinds = "|".join(map(re.escape, sorted(known)))
    return re.compile(rf"\[(?:[A-Za-z]{{1,3}}\d{{1,5}}|{kinds})\]")


@cache
def cues() -> Mapping[str, Cue]:
    """By folded word."""
    return {
        fold(one["word"]): Cue(
            re.compile(one["then"]),
            frozenset(map(fold, filter(None, one.get("before", "").split("|")))),
            one.get("sure", False),
        )
        for one in data()["names"]["cues"]
    }


@cache
def shapes() -> tuple[Shape, ...]:
    """How details other than names are written."""
    return tuple(
        Shape(
            one["kind"],
            re.compile(one["trigger"]),
            re.compile(one["pattern"]),
            re.compile(one["context"]) if "context" in one else None,
            one.get("check", ""),
        )
        for one in data()["patterns"]["found"]
    )


@cache
def no_names() -> re.Pattern[str]:
    """Brands, cities and days that look like people's names."""
    return phrases(data()["names"]["no_names"])


def phrases(said: Iterable[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words, whatever blanks stand in them."""
    forms = [r"\s+".join(map(re.escape, one.split())) for one in said if one.strip()]
    longest = sorted(set(forms), key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest) or '(?!)'})(?!\w)")


@cache
def data() -> dict[str, Any]:
    """All of ``personal.toml``."""
    return tomllib.loads((_FOLDER / "personal.toml").read_text("utf-8"))


@cache
def _names() -> dict[str, str]:
    return tomllib.loads((_FOLDER / "personal_names.toml").read_text("utf-8"))
