"""A term of a codebook: words that speak for a code, and how researchers write them.

===============================  =================================================================
``electric vehicle``             words in dictionary form, found in all their forms
``elektro*``, ``*mobilität``     any letters at the start or the end of a word
``charge|recharge point``        either word at this place
``electric <vehicle>``           any of a set, see ``[sets.vehicle]`` in the codebook
``share ... data``               up to three other words between
``platform & mobility|open data``  only with one of these near, before or after
``charge/NOUN``                  only as this part of speech, where a trained pipeline tells it
===============================  =================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from transcripts.settings import suggestion

STRONG, WEAK, FAINT, NEVER = 1.0, 0.5, 0.25, 0.0
"""What a term adds to a passage: enough alone, half of enough, a quarter; nothing, and it hides."""

WEIGHTS = {"strong": STRONG, "weak": WEAK, "faint": FAINT, "never": NEVER}

GAP = "…"
"""The word that stands in a phrase for up to three others."""

MOST_PHRASES = 5_000
"""Phrases that one term may stand for, its sets and alternatives written out."""

_GAPS = ("...", GAP)
_FEWEST_LETTERS = 3
_NOT_IN_WORDS = frozenset("[](){}|\\^$?+<>=\n\t")
_SET = re.compile(r"<([\w-]+)>\Z")
_PLAIN = re.compile(
    r"(?:[^\W_][\w'’.-]*(?: [^\W_][\w'’.-]*)*|\*?[^\W_]{3}[\w'’.-]*\*?)\Z",
)
"""Words without signs, or one with stars, as most terms are: they need no parsing."""

_TAG = re.compile(r"/[A-Z]+\Z")

Sets = Mapping[str, Sequence[str]]
"""The words or phrases of each set in one language."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that speak for a code in one language.

    Attributes:
        code: id of the code.
        language: ISO 639-1 code.
        text: as the codebook has it.
        weight: what it adds to a passage: 1 for a strong term, 0.5 for a weak one, 0.25 for a faint
            one, 0 for words that must not count.
        phrases: what it stands for: words in dictionary form, ``GAP`` for a gap; none means
            that the text is the only phrase.
        near: phrases of which one must be near; none where it needs no company.
    """

    code: str
    language: str
    text: str
    weight: float = STRONG
    phrases: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def parse(code: str, language: str, text: str, weight: float, sets: Sets) -> Term:
    """The term that a text means; it must not be :func:`malformed`."""
    if _PLAIN.match(text):
        return Term(code, language, text, weight, (text,))
    words, _, company = text.partition(" & ")
    near = [one for phrase in company.split("|") if phrase for one in _phrases(phrase, sets)]
    found = _phrases(words, sets)
    return Term(code, language, text, weight, found, tuple(dict.fromkeys(near)))


def malformed(text: str, sets: Sets | None = None) -> str:
    """What is wrong with a term, in a few words; empty where nothing is.

    Args:
        text: as the codebook has it.
        sets: those that it may name.
    """
    if _PLAIN.match(text):
        return ""
    if not text.strip():
        return "it is empty"
    words, ampersand, company = text.partition(" & ")
    if not ampersand:
        return _faulty(words, sets or {})
    if " & " in company:
        return "& may stand once in a term"
    faults = (_faulty(part, sets or {}) for part in (words, *company.split("|")))
    return next(filter(None, faults), "")


def _faulty(phrase: str, sets: Sets) -> str:
    places = phrase.split()
    if not places:
        return "| needs a word on both sides"
    if places[0] in _GAPS or places[-1] in _GAPS:
        return "a gap needs a word before and after it"
    words = [word for place in places if place not in _GAPS for word in place.split("|")]
    fault = next(filter(None, (_faulty_word(word, sets) for word in words)), "")
    if not fault and prod(len(one) for one in _choices(phrase, sets)) > MOST_PHRASES:
        return f"it stands for more than {MOST_PHRASES:,} phrases"
    return fault


def _faulty_word(word: str, sets: Sets) -> str:
    if named := _SET.match(word):
        return "" if named[1] in sets else f"there is no set <{named[1]}>{_meant(named[1], sets)}"
    word = _TAG.sub("", word)
    return "| needs a word on both sides" if not word else _faulty_stars(word) or _faulty_stem(word)


def _faulty_stars(word: str) -> str:
    stem = word.strip("*")
    if "*" in stem or len(word) - len(stem) > word.startswith("*") + word.endswith("*"):
        return "* may stand once at the start and once at the end of a word"
    if "*" in word and sum(map(str.isalnum, stem)) < _FEWEST_LETTERS:
        return f"with * a word needs at least {_FEWEST_LETTERS} letters"
    return ""


def _faulty_stem(word: str) -> str:
    stem = word.strip("*")
    if not any(map(str.isalnum, stem)):
        return "a word needs letters or digits"
    return "" if _NOT_IN_WORDS.isdisjoint(stem) else "patterns and signs are not words"


def _meant(name: str, sets: Sets) -> str:
    return f". {suggestion(name, sets)}" if sets else ""


def _phrases(text: str, sets: Sets) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(words) for words in product(*_choices(text, sets))))


def _choices(text: str, sets: Sets) -> list[list[str]]:
    """For each place of a phrase, what may stand there."""
    return [
        [GAP] if place in _GAPS else [one for word in place.split("|") for one in _all(word, sets)]
        for place in text.split()
    ]


def _all(word: str, sets: Sets) -> Sequence[str]:
    named = _SET.match(word)
    return sets.get(named[1], ()) if named else (word,)
