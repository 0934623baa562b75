"""Whom and what the researchers know by name, made ready to be found in any text.

Everything is worked out once a study: which forms of a word are part of whose name, which words are
one letter from a name, which words begin the name of an organisation. A text is then looked through
word by word, whatever the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from evidence.personal_words import WORD, data, fold, phrases, words
from transcripts.participants import Participant
from transcripts.patterns import read
from transcripts.roles import is_label
from transcripts.spelling import key

FEWEST_NEAR = 5
"""Letters of a name from which on a word with one letter wrong is taken for it."""

_LONGEST = 40
"""Letters of a word from which on it is no name."""

_FEWEST_ALONE = 4
"""Letters of an organisation's first word that it is called by; fewer only in capitals."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_GIVEN = 2
"""Words behind a comma that may be given names; more are an office."""

_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"))

IsWord = Callable[[str, str], bool]
"""Whether a word is in the dictionary of a language, by its ISO 639-1 code."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a study adds to the list of participants.

    Attributes:
        names: of people who are spoken of.
        organisations: that must not be told.
        allowed: words that are shown, whatever they look like.
    """

    names: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose name a word is part of.

    Attributes:
        people: places in ``Known.marks``.
        ordinary: whether it is also a word of a language or of the codebook.
        brand: whether it is also a maker's name.
        prefix: the particles that belong to it, as in "van den Bosch"; none where there are none.
    """

    people: frozenset[int]
    ordinary: bool = False
    brand: bool = False
    prefix: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """How an organisation is called.

    Attributes:
        words: folded, in order.
        mark: its pseudonym; empty where it has none.
        ordinary: whether the words alone may mean something else.
        exact: how it must be written; empty for any case.
    """

    words: tuple[str, ...]
    mark: str
    ordinary: bool = False
    exact: str = ""


def never(word: str, language: str) -> bool:
    """The dictionary of a program that has none."""
    del word, language
    return False


@dataclass(frozen=True, slots=True)
class Known:
    """The names of a study.

    Attributes:
        marks: the pseudonym of each person, in brackets; empty for who has none.
        forms: folded forms of words of names.
        near: names by what they are without one letter, and as they are.
        organisations: by folded first word, the longest first.
        freed: folded words of the names that may be shown.
        allowed: phrases that are never masked.
        is_word: the dictionary.
        seen: what has been found out about words, by language, then spelling.
    """

    marks: tuple[str, ...] = ()
    forms: Mapping[str, Owners] = field(default_factory=dict)
    near: Mapping[str, frozenset[str]] = field(default_factory=dict)
    organisations: Mapping[str, tuple[Organisation, ...]] = field(default_factory=dict)
    freed: frozenset[str] = frozenset()
    allowed: re.Pattern[str] = field(default_factory=lambda: phrases(()))
    is_word: IsWord = never
    seen: dict[str, dict[str, object]] = field(default_factory=dict, compare=False, repr=False)

    def near_to(self, word: str) -> frozenset[int]:
        """The people of whose names the folded word is one letter away.

        A letter is missing, added or another, or two are swapped.
        """
        if not FEWEST_NEAR - 1 <= len(word) <= _LONGEST:
            return frozenset()
        found = {name for part in (word, *_shorter(word)) for name in self.near.get(part, ())}
        close = (self.forms[name].people for name in found if _is_near(word, name))
        return frozenset().union(*close)


def known(
    participants: Iterable[Participant],
    listed: Listed | None = None,
    labels: Iterable[str] = (),
    ordinary: Collection[str] = (),
    is_word: IsWord = never,
) -> Known:
    """The names of a study, ready to be found.

    Args:
        participants: those who are not ``named`` are hidden, each behind the pseudonym; who has
            withdrawn, behind none.
        listed: what the study adds.
        labels: of interviewers, who are hidden without a pseudonym.
        ordinary: words of the codebook: a name that is one of them needs context.
        is_word: tells the words of a language; a misspelt name is none.
    """
    listed = listed or Listed()
    participants = tuple(participants)
    hidden = [person for person in participants if person.consent != "named"]
    people = [(_mark(person), _of_person(person)) for person in hidden]
    people += [("", tuple(_of_label(label))) for label in labels]
    people += [("", tuple(_of_name(name))) for name in listed.names]
    common = words("ordinary") | frozenset(map(fold, ordinary))
    said = [person.name for person in hidden] + list(listed.names)
    forms = _forms([of for _, of in people], common, _prefixes(said))
    names = {fold(word) for _, of in people for word in of}
    return Known(
        tuple(mark for mark, _ in people),
        forms,
        _near(name for name in names if not (forms[name].ordinary or forms[name].brand)),
        _organisations(participants, listed, is_word),
        frozenset(fold(w) for p in participants if p.consent == "named" for w in _of_person(p)),
        phrases(listed.allowed),
        is_word,
    )


def _mark(person: Participant) -> str:
    return "" if person.consent == "withdrawn" else f"[{person.id}]"


# People


def _of_person(person: Participant) -> tuple[str, ...]:
    """The words of somebody's name and labels."""
    said = [*_of_name(person.name), *(w for _, label in person.voices for w in _of_label(label))]
    return tuple(dict.fromkeys(said))


def _of_name(name: str) -> Iterator[str]:
    """The words of a name without titles, particles and initials."""
    for word in WORD.findall(name):
        folded = fold(word)
        small = folded in words("particles") and (word[0].islower() or folded in _always_small())
        if len(folded) > 1 and folded not in words("titles") and not small:
            yield word


def _of_label(label: str) -> Iterator[str]:
    """The words of a speaker's label that may be of a name: no roles, no numbered speakers."""
    if not is_label(key(label)):
        for word in _of_name(_name_in(label)):
            if not (is_label(key(word)) or key(word) in _roles() or word.islower()):
                yield word


def _name_in(label: str) -> str:
    """A label without the party or house in brackets, and the office behind a comma.

    In *B1 (Ms Weber)* the name is what stands in brackets; in *Weber, Anna* all of it is.
    """
    outside = " ".join(_BRACKETS.sub(" ", label).split())
    if not outside or is_label(key(outside)):
        return label
    name, _, behind = outside.partition(",")
    given = WORD.findall(behind)
    whole = len(given) <= _GIVEN and all(word[0].isupper() for word in given)
    return f"{name} {behind}" if whole else name


@cache
def _always_small() -> frozenset[str]:
    return frozenset(("de", "du", "des", "la", "le", "von", "van", "der", "den", "zu", "ter"))


@cache
def _roles() -> frozenset[str]:
    titles = read("speech", "evidence")["titles"]
    return frozenset(word for one in titles.values() for word in one)


def _prefixes(names: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """The particles before words of names; not the French *de*, which may be of the sentence."""
    found = {}
    for name in names:
        particles: list[str] = []
        for word in WORD.findall(name):
            if fold(word) in words("particles") or len(word) == 1:
                particles.append(fold(word))
            elif not words("of_sentences").issuperset(particles):
                between = r"[\s.'’]+"
                found[fold(word)] = re.compile(rf"(?i)(?<!\w){between.join(particles)}{between}$")
                particles = []
            else:
                particles = []
    return found


def _forms(
    people: Sequence[Sequence[str]], common: frozenset[str], prefixes: Mapping[str, re.Pattern[str]]
) -> dict[str, Owners]:
    owners: dict[str, set[int]] = defaultdict(set)
    ordinary: dict[str, bool] = {}
    bases: dict[str, str] = {}
    for number, names in enumerate(people):
        for base in {spelt for name in names for spelt in _spellings(name)}:
            for form in _inflected(base):
                owners[form].add(number)
                bases.setdefault(form, base)
                also = base in common or form in common
                ordinary[form] = ordinary.get(form, False) or also
    return {
        form: Owners(
            frozenset(who),
            ordinary[form],
            bases[form] in words("brands"),
            prefixes.get(bases[form]),
        )
        for form, who in owners.items()
    }


def _spellings(name: str) -> Iterator[str]:
    """A name folded, and with its umlauts written the other way."""
    yield fold(name)
    plain = name.casefold()
    for umlaut, letters in _UMLAUTS:
        plain = plain.replace(umlaut, letters)
    yield fold(plain)
    contracted = fold(name)
    for umlaut, letters in _UMLAUTS:
        contracted = contracted.replace(letters, fold(umlaut))
    yield contracted


def _inflected(base: str) -> Iterator[str]:
    yield base
    if len(base) > 2:
        yield from (base + ending for ending in data()["names"]["endings"])


def _near(names: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if len(name) >= FEWEST_NEAR:
            for part in (name, *_shorter(name)):
                found[part].add(name)
    return {part: frozenset(of) for part, of in found.items()}


def _shorter(word: str) -> Iterator[str]:
    """The word without one of its letters."""
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_near(one: str, other: str) -> bool:
    """Whether one letter is missing, added or another, or two neighbours are swapped."""
    if one == other:
        return False
    short, long = sorted((one, other), key=len)
    at = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = long[:at] + long[at + 1 : at + 2] + long[at] + long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or short == swapped


# Organisations


def _organisations(
    participants: Iterable[Participant], listed: Listed, is_word: IsWord
) -> dict[str, tuple[Organisation, ...]]:
    """Numbered in the order of the list, those of named people too, so that numbers stay."""
    numbers: dict[str, int] = {}
    hidden: dict[str, str] = {}
    for person in participants:
        name = person.attribute("organisation")
        if name:
            number = numbers.setdefault(key(name), len(numbers) + 1)
            if person.consent != "named":
                hidden[name] = f"[O{number:02}]"
    found: dict[str, list[Organisation]] = defaultdict(list)
    for name, mark in (*hidden.items(), *((name, "") for name in listed.organisations)):
        for one in _called(name, mark, is_word):
            found[one.words[0]].append(one)
    return {
        first: tuple(sorted(of, key=lambda one: (-len(one.words), one.words, one.mark)))
        for first, of in found.items()
    }


def _called(name: str, mark: str, is_word: IsWord) -> Iterator[Organisation]:
    """An organisation by its whole name, and by the word that people call it by."""
    said = WORD.findall(name)
    while len(said) > 1 and fold(said[-1]) in words("legal_forms"):
        said.pop()
    if not said:
        return
    folded = tuple(map(fold, said))
    if len(said) > 1:
        yield Organisation(folded, mark)
    at = next((i for i, word in enumerate(folded) if word not in words("generic")), 0)
    yield from _called_short(said[at], mark, is_word, whole=len(said) == 1)


def _called_short(word: str, mark: str, is_word: IsWord, *, whole: bool) -> Iterator[Organisation]:
    folded = fold(word)
    if len(folded) <= _FEWEST_ALONE and word.isupper():
        yield Organisation((folded,), mark, exact=word)
    elif len(folded) >= _FEWEST_ALONE or whole:
        known_word = any(is_word(word.lower(), language) for language in ("en", "fr", "de"))
        ordinary = known_word or folded in words("ordinary") or folded in words("generic")
        yield Organisation((folded,), mark, ordinary)
        yield Organisation((folded + "s",), mark, ordinary)
