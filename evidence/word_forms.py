"""The words of a text that may be part of a name, or that a name is near."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.details import inside
from evidence.known_names import Known, Organisation, Owners
from evidence.personal_words import (
    WORD,
    Cue,
    cues,
    fold,
    given_names,
    is_mark,
    marks,
    surnames,
    words,
)

_FEWEST_COMPOUND = 6
"""Letters of a name that may begin a German compound."""

_LONGEST = 40
"""Letters of a name that are tried."""

_FEWEST_BEHIND = 3
"""Letters of such a compound behind the name."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, and what is known of it.

    Attributes:
        text: the words.
        language: ISO 639-1 code of the words and of the marks.
        known: the names of the study.
    """

    text: str
    language: str
    known: Known

    def mark(self, kind: str) -> str:
        """What stands in the place of a detail of the kind."""
        return marks(self.language)[kind]

    def is_plain(self, said: str) -> bool:
        """Whether what looks like a name is words of the language that are no common names."""
        return all(
            fold(word) not in surnames() | given_names() and self.known.is_word(word, self.language)
            for word in WORD.findall(said)
        )

    def is_freed(self, start: int, end: int) -> bool:
        """Whether the words are the name of somebody who may be named."""
        own = {fold(word) for word in WORD.findall(self.text[start:end])} - words("particles")
        return bool(own) and own <= self.known.freed


@dataclass(frozen=True, slots=True)
class Form:
    """What a word form may be.

    Attributes:
        people: whose known name it is part of.
        owners: what else is known of the name; none where it is guessed.
        guessed: whether it is a name only by a slip, or the beginning of a compound.
        organisations: those that it begins the name of.
        given, surname: whether it is a common one.
        title, relation: whether a name may follow.
        cue: what announces a name.
    """

    people: frozenset[int] = frozenset()
    owners: Owners | None = None
    guessed: bool = False
    organisations: tuple[Organisation, ...] = ()
    given: bool = False
    surname: bool = False
    title: bool = False
    relation: bool = False
    cue: Cue | None = None

    @property
    def is_name(self) -> bool:
        """Whether it may be part of a name."""
        return bool(self.people) or self.given or self.surname


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text that may matter: ``text[start:end]``."""

    start: int
    end: int
    said: str
    form: Form

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.said[0].isupper()


def words_of(said: Said) -> list[Word]:
    """The words that may matter, in order; what stands in a mark is none."""
    marked = [m.span() for m in is_mark().finditer(said.text)] if "[" in said.text else ()
    seen = said.known.seen.setdefault(said.language, {})
    found = []
    for match in WORD.finditer(said.text):
        # Most words have been seen and are nothing: they must cost no more than this.
        if seen.get(match[0], said) is None and "\n" not in match[0]:
            continue
        for start, word in _parts(match, said):
            form = _form(word, said)
            if form and not inside(start, marked):
                found.append(Word(start, start + len(word), word, form))
    return found


def _parts(match: re.Match[str], said: Said) -> Iterator[tuple[int, str]]:
    """A word; one that the end of a line cuts is two where it is nothing as a whole."""
    if "\n" in match[0] and not _form(match[0], said):
        for part in re.finditer(r"[^\W\d_]+", match[0]):
            yield match.start() + part.start(), part[0]
    else:
        yield match.start(), match[0]


def _form(word: str, said: Said) -> Form | None:
    """What the word may be, looked up once a study."""
    seen = said.known.seen[said.language]
    if word not in seen:
        seen[word] = _look_up(word, said.language, said.known)
    found = seen[word]
    return found if isinstance(found, Form) else None


def _look_up(word: str, language: str, known: Known) -> Form | None:
    folded = fold(word)
    own = word[0].isupper() and folded not in known.freed
    owners = known.forms.get(folded)
    guessed = _guessed(word, language, known) if own and not owners else frozenset[int]()
    form = Form(
        owners.people if owners else guessed,
        owners,
        bool(guessed),
        known.organisations.get(folded, ()),
        own and folded in given_names(),
        own and folded in surnames(),
        _is_title(word, language),
        folded in words("relations"),
        cues().get(folded),
    )
    return form if form != Form() else None


def _guessed(word: str, language: str, known: Known) -> frozenset[int]:
    """Whose misspelt name it may be, or whose name begins the compound."""
    folded = fold(word)
    own = folded in surnames() or folded in given_names()
    if not own and known.is_word(word, language):
        return frozenset()
    near = known.near_to(folded)
    return near if near or own or language != "de" else _compound(folded, known)


def _compound(folded: str, known: Known) -> frozenset[int]:
    for length in range(min(len(folded) - _FEWEST_BEHIND, _LONGEST), _FEWEST_COMPOUND - 1, -1):
        owners = known.forms.get(folded[:length])
        if owners and not owners.ordinary:
            return owners.people
    return frozenset()


def _is_title(word: str, language: str) -> bool:
    folded, capital = fold(word), word[0].isupper()
    if folded in words("address_forms"):
        return capital or folded in words("small_titles")
    return language == "fr" and capital and folded in words("dotted_titles")
