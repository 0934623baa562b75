"""Words that would tell who a participant is: no quotation may hold one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from transcripts.participants import Participant

FEWEST_LETTERS = 4
"""A shorter word of a name is too often a word of the language, or a label such as ``P1``."""

_WORD = re.compile(r"[^\W\d_]+")


def telling(participants: Iterable[Participant]) -> frozenset[str]:
    """The words that tell who somebody is who is not to be named, in lower case.

    They are the words of names and of speakers' labels without titles, and the first word of an
    organisation's name, which is what people call it by.
    """
    hidden = [person for person in participants if person.consent != "named"]
    return frozenset(word for person in hidden for word in _words(person))


def _words(person: Participant) -> Iterator[str]:
    said = [person.name, *(label for _, label in person.voices)]
    for word in _WORD.findall(" ".join(said).casefold()):
        if len(word) >= FEWEST_LETTERS and word not in _titles():
            yield word
    for word in _WORD.findall(person.attribute("organisation").casefold())[:1]:
        if len(word) > FEWEST_LETTERS:
            yield word


@cache
def _titles() -> frozenset[str]:
    data = tomllib.loads((Path(__file__).parent / "speech.toml").read_text("utf-8"))
    return frozenset(word for words in data["titles"].values() for word in words)


def tells(text: str, words: frozenset[str]) -> bool:
    """Whether the text holds one of the words."""
    return not words.isdisjoint(_WORD.findall(text.casefold()))
