"""The words of a text as alignment compares them: without case, punctuation and contraction."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

_WORD = re.compile(r"['’ʼ]?\w[\w\u0300-\u036f]*(?:['’ʼ]\w[\w\u0300-\u036f]*)*")
_APOSTROPHES = str.maketrans("’ʼ", "''")
_HERE = Path(__file__).parent


class Word(NamedTuple):
    """A word, or the part of one that a contraction stands for: ``text[start:end]``.

    Attributes:
        form: what it is compared by.
        start: characters from the start of the text.
        end: characters, end excluded.
    """

    form: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in order; the parts of a contraction share its place."""
    return [word for found in _WORD.finditer(text) for word in _parts(found[0], found.start())]


def _parts(written: str, start: int) -> Iterator[Word]:
    if written.isalnum():
        form = _form(written)
        expanded = _words().get(form)
        if expanded is None:
            yield Word(form, start, start + len(written))
            return
    yield from _divided(written, start)


def _divided(written: str, start: int) -> Iterator[Word]:
    """The words that a contraction stands for; else what an apostrophe divides."""
    form = _form(written)
    end = start + len(written)
    if (expanded := _words().get(form)) is not None:
        yield from (Word(one, start, end) for one in expanded)
        return
    for ending, meant in _endings():
        if form.endswith(ending) and len(form) > len(ending):
            yield from (Word(one, start, end) for one in (form.removesuffix(ending), meant))
            return
    for part in re.finditer(r"[^'’ʼ]+", written):
        yield Word(_form(part[0]), start + part.start(), start + part.end())


def _form(written: str) -> str:
    return unicodedata.normalize("NFKC", written).casefold().translate(_APOSTROPHES)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {short: tuple(meant.split()) for short, meant in _listed("words")}


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    return tuple(_listed("endings"))


def _listed(table: str) -> list[tuple[str, str]]:
    data = tomllib.loads((_HERE / "wording.toml").read_text("utf-8"))
    pairs = (line.partition(" = ") for lines in data[table].values() for line in lines)
    return [(short, meant) for short, _, meant in pairs]


@cache
def fillers() -> frozenset[str]:
    """Sounds that say nothing, in all languages."""
    data = tomllib.loads((_HERE / "speech.toml").read_text("utf-8"))
    return frozenset(filler for listed in data["fillers"].values() for filler in listed)
