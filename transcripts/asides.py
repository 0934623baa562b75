"""What stands among the words and was not said: ``[laughs]``, ``(Pause)``, ``[00:12]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from transcripts import languages, patterns

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*\.?")
_SAID = re.compile(r"[^\W_]")
_MOST_WORDS = 4
"""Words between square brackets that may tell what is done without a word that is known to."""


def find(text: str) -> list[tuple[int, int]]:
    """Where the asides of a text are: characters, end excluded, in order, none in another."""
    return [found.span() for found in _form().finditer(text) if _is_aside(found)]


def is_all(text: str) -> bool:
    """Whether a text is nothing but asides."""
    if not _SAID.search(text):
        return False
    return not _SAID.search("".join(_between(text)))


def is_sound(words: str) -> bool:
    """Whether words name a sound or an action, such as ``lacht laut``."""
    known = _known()
    return any(word in known or word.rstrip(".") in known for word in _small(words))


def _between(text: str) -> Iterator[str]:
    at = 0
    for start, end in find(text):
        yield text[at:start]
        at = end
    yield text[at:]


def _is_aside(found: re.Match[str]) -> bool:
    """Whether what stands between two marks is an aside, by its words."""
    inside = found["square"] or found["round"] or found["marked"]
    if inside is None:
        return True
    words = _small(inside)
    if not words or len(words) > _data()["most"]:
        return False
    return is_sound(inside) or (found["square"] is not None and _is_done(inside, words))


def _is_done(inside: str, words: list[str]) -> bool:
    """Whether words in square brackets are no insertion: few, all small, none of a sentence's."""
    if len(words) > _MOST_WORDS or inside != inside.casefold() or "=" in inside:
        return False
    return not any(word in languages.function_words() for word in words)


def _small(words: str) -> list[str]:
    return _WORD.findall(words.casefold())


@cache
def _form() -> re.Pattern[str]:
    return re.compile("|".join(form["form"] for form in _data()["form"]))


@cache
def _known() -> frozenset[str]:
    return frozenset(word for words in _data()["sounds"].values() for word in words)


def _data() -> dict[str, Any]:
    return patterns.read("asides")
