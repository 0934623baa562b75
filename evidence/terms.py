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
from itertools import pairwise, product
from math import prod

from transcripts.settings import suggestion

STRONG, WEAK, FAINT, NEVER = 1.0, 0.5, 0.25, 0.0
"""What a term adds to a passage: enough alone, half of enough, a quarter; nothing, and it hides."""

WEIGHTS = {"strong": STRONG, "weak": WEAK, "faint": FAINT, "never": NEVER}

GAP = "…"
"""The word that stands in a phrase for up to three others."""

MOST_PHRASES = 5_000
"""Phrases that one term may stand for, its sets and alternatives written out."""

# fmt: off
PARTS_OF_SPEECH = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
)
# fmt: on
"""The tags of Universal Dependencies, which trained pipelines give."""

_GAPS = ("...", GAP)
_FEWEST_LETTERS = 3
_NOT_IN_WORDS = frozenset("[](){}|\\^$?+<>=\n\t")
_SET = re.compile(r"<([\w-]+)>\Z")
_PLAIN = re.compile(
    r"(?!.*\.\.)(?:[^\W_][\w'’.-]*(?: [^\W_][\w'’.-]*)*|\*?[^\W_]{3}[\w'’.-]*\*?)\Z",
)
"""Words without signs, or one with stars, as most terms are: they need no parsing."""

_TAG = re.compile(r"/([A-Z]+)\Z")

Sets = Mapping[str, Sequence[str]]
"""The phrases of each set in one language."""


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


@dataclass(frozen=True, slots=True)
class Slip:
    """Why a term has no meaning.

    Attributes:
        problem: in a few words, without full stop.
        remedy: what to do about it, an imperative without full stop.
    """

    problem: str
    remedy: str


def parse(code: str, language: str, text: str, weight: float, sets: Sets) -> Term:
    """The term that a text means; there must be no :func:`slip` in it."""
    if _PLAIN.match(text):
        return Term(code, language, text, weight, (text,))
    words, _, company = text.partition(" & ")
    near = [one for phrase in company.split("|") if phrase for one in written_out(phrase, sets)]
    found = written_out(words, sets)
    return Term(code, language, text, weight, found, tuple(dict.fromkeys(near)))


def written_out(phrase: str, sets: Sets) -> tuple[str, ...]:
    """The phrases that one with alternatives and sets stands for, each once."""
    return tuple(dict.fromkeys(" ".join(words) for words in product(*_choices(phrase, sets))))


def malformed(text: str, sets: Sets | None = None) -> str:
    """What is wrong with a term, in a few words; empty where nothing is.

    Args:
        text: as the codebook has it.
        sets: those that it may name.
    """
    found = slip(text, sets or {})
    return found.problem if found else ""


def slip(text: str, sets: Sets) -> Slip | None:
    """What is wrong with a term, and what to do about it.

    Args:
        text: as the codebook has it.
        sets: those that it may name.
    """
    if _PLAIN.match(text):
        return None
    words = text.split()
    if not words:
        return Slip("it is empty", "Remove it, or write a word")
    if "&" not in words:
        return _slip_in_phrases([text], sets)
    if words.count("&") > 1:
        return Slip("& may stand once in a term", f"Part words by |, {_COMPANY}")
    if "&" in (words[0], words[-1]):
        return Slip("& needs words before and after it", f"Write it {_COMPANY}")
    term, _, company = " ".join(words).partition(" & ")
    return _slip_in_phrases([term], sets) or _slip_in_phrases(company.split("|"), sets)


def slip_in_set(text: str) -> Slip | None:
    """What is wrong with a word or phrase of a set, and what to do about it."""
    if "<" in text:
        return Slip("a set may not name another", "Write its words")
    if "&" in text.split():
        return Slip("& belongs to a term", "Write the words alone, and & where the set is named")
    return slip(text, {})


_COMPANY = "as in platform & mobility|data"
_GAP = "Write it as in share ... data"


def _slip_in_phrases(phrases: Sequence[str], sets: Sets) -> Slip | None:
    found = next(filter(None, (_slip_in_phrase(phrase, sets) for phrase in phrases)), None)
    count = 0 if found else sum(prod(map(len, _choices(phrase, sets))) for phrase in phrases)
    if count > MOST_PHRASES:
        problem = f"it stands for more than {MOST_PHRASES:,} phrases"
        return Slip(problem, "Write several terms, or sets of fewer words")
    return found


def _slip_in_phrase(phrase: str, sets: Sets) -> Slip | None:
    places = phrase.split()
    if not places:
        return _lone_bar()
    gaps = [place in _GAPS for place in places]
    if gaps[0] or gaps[-1]:
        return Slip("a gap needs a word before and after it", _GAP)
    if any(one and other for one, other in pairwise(gaps)):
        return Slip("two gaps stand side by side", "Keep one, which is up to three words")
    words = [word for place in places if place not in _GAPS for word in place.split("|")]
    return next(filter(None, (_slip_in_word(word, sets) for word in words)), None)


def _lone_bar() -> Slip:
    return Slip("| needs a word on both sides", "Write it without blanks, as in charge|recharge")


def _slip_in_word(word: str, sets: Sets) -> Slip | None:
    if named := _SET.match(word):
        return _slip_in_name(named[1], sets)
    tag = _TAG.search(word)
    if tag and tag[1] not in PARTS_OF_SPEECH:
        return Slip(f"{tag[1]} is no part of speech", suggestion(tag[1], PARTS_OF_SPEECH))
    bare = word[: tag.start()] if tag else word
    return _slip_in_signs(bare) or _slip_in_stars(bare)


def _slip_in_name(name: str, sets: Sets) -> Slip | None:
    if name not in sets:
        remedy = suggestion(name, sets) if sets else f"Write a table [sets.{name}]"
        return Slip(f"there is no set <{name}>", remedy)
    if not sets[name]:
        return Slip(f"the set <{name}> has no words in this language", f"Add some to [sets.{name}]")
    return None


def _slip_in_signs(word: str) -> Slip | None:
    stem = word.strip("*")
    if not word:
        return _lone_bar()
    if ".." in word or GAP in word:
        return Slip("a gap needs a blank before and after it", _GAP)
    if "&" in (word[0], word[-1]):
        return Slip("& needs a blank before and after it", f"Write it {_COMPANY}")
    if signs := sorted(_NOT_IN_WORDS & set(stem)):
        remedy = f"Take {' '.join(signs)} out; a|b is for either word, * for any letters"
        return Slip("patterns and signs are not words", remedy)
    if stem and not any(map(str.isalnum, stem)):
        return Slip("a word needs letters or digits", "Take the sign out")
    return None


def _slip_in_stars(word: str) -> Slip | None:
    stem = word.strip("*")
    if "*" in stem or len(word) - len(stem) > word.startswith("*") + word.endswith("*"):
        problem = "* may stand once at the start and once at the end of a word"
        return Slip(problem, "Write more of the word, or two terms")
    if "*" in word and sum(map(str.isalnum, stem)) < _FEWEST_LETTERS:
        return Slip(f"with * a word needs at least {_FEWEST_LETTERS} letters", "Write more of it")
    return None


def _choices(text: str, sets: Sets) -> list[list[str]]:
    """For each place of a phrase, what may stand there."""
    return [
        [GAP] if place in _GAPS else [one for word in place.split("|") for one in _all(word, sets)]
        for place in text.split()
    ]


def _all(word: str, sets: Sets) -> Sequence[str]:
    named = _SET.match(word)
    return sets.get(named[1], ()) if named else (word,)
