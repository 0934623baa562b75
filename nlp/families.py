"""The word family of a term's word: all forms under which it stands in texts.

Families are worked out once, when a codebook is compiled: the dictionary of simplemma
(A. Barbaresi, https://doi.org/10.5281/zenodo.4673264) is read from lemma to forms, regular endings
are put to words that it lacks, and forms with accents get their plain spelling where that is no
other word.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from transcripts.model import LANGUAGES

_ENDINGS = Path(__file__).with_suffix(".toml")
_SHORTEST_INFLECTED = 3
_TYPED = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "\u00ad": ""})
_SAME = str.maketrans({"-": "", "ß": "ss"})


def normal(word: str) -> str:
    """The word in small letters, without hyphens: ``E‑Autos`` and ``e-autos`` are ``eautos``."""
    return word.translate(_TYPED).lower().translate(_SAME)


def unaccented(word: str) -> str:
    """The word as someone types it who leaves accents out; German umlauts become two letters."""
    spelled = word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("œ", "oe")
    letters = unicodedata.normalize("NFD", spelled)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


_FIRST, _LAST = slice(None, 3), slice(-3, None)
_NONE = ("\0",)


@dataclass(frozen=True, slots=True)
class Stems:
    """What stands before, after and between ``*``, in normal spelling."""

    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    part: tuple[str, ...] = ()

    def held(self) -> Callable[[str], bool]:
        """Tells whether a form has one of the stems at its place.

        The first and the last letters of a form are looked at before its stems are: a dictionary
        has hundreds of thousands of forms.
        """
        starts, ends = _sorted_by(self.first, _FIRST), _sorted_by(self.last, _LAST)
        holds_part = re.compile("|".join(map(re.escape, self.part or _NONE))).search

        def holds(form: str) -> bool:
            return (
                form.startswith(starts.get(form[_FIRST], _NONE))
                or form.endswith(ends.get(form[_LAST], _NONE))
                or holds_part(form) is not None
            )

        return holds

    def plain(self) -> tuple[str, ...]:
        """The spellings without accents of those that have any."""
        stems = (*self.first, *self.last, *self.part)
        return tuple({bare for stem in stems if (bare := unaccented(stem)) != stem})


def _sorted_by(stems: Iterable[str], letters: slice) -> dict[str, tuple[str, ...]]:
    """Stems, of at least three letters, by some of their letters."""
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for stem in stems:
        found[stem[letters]] += (stem,)
    return found


class Families:
    """The families of many words of one language, found in one pass through the dictionary.

    Args:
        words: the words of terms, as they stand there, without ``*``.
        stems: of the words with ``*``.
        language: ISO 639-1 code.

    Attributes:
        changed: forms that show a stem only in their dictionary form, with that: *Bahnhöfe* for
            ``bahnhof*``.
        other_words: words that hold a stem's spelling without accents, but not the stem.
    """

    def __init__(self, words: Iterable[str], stems: Stems, language: str) -> None:
        self._language = language
        self._wanted = {normal(form) for word in words for form in (word, lemma(word, language))}
        self._forms: dict[str, set[str]] = defaultdict(set)
        self.changed: dict[str, str] = {}
        self.other_words: set[str] = set()
        self._go_through(_dictionary(language), stems, stems.plain())

    def _go_through(
        self, dictionary: Mapping[str, str], stems: Stems, plain: tuple[str, ...]
    ) -> None:
        holds, holds_plain = stems.held(), re.compile("|".join(map(re.escape, plain))).search
        for form, base in dictionary.items():
            base_form = base.casefold() if base.isalpha() else normal(base)
            if base_form in self._wanted:
                self._forms[base_form].add(normal(form))
            if form != base and holds(base_form) and not holds(one := normal(form)):
                self.changed[one] = base_form
            if plain and form.isascii() and holds_plain(form):
                self.other_words.add(normal(form))

    def of(self, word: str, *, inflected: bool = False) -> frozenset[str]:
        """The normal spellings that stand for a word.

        Args:
            word: one word of a term.
            inflected: whether the word may itself be inflected, as beside others in a term.
        """
        bases = {normal(word), normal(lemma(word, self._language))} if inflected else {normal(word)}
        forms = {form for base in bases for form in self._family(base)}
        bare = (b for form in forms if (b := unaccented(form)) != form)
        return frozenset(forms).union(b for b in bare if not known(b, self._language))

    def _family(self, base: str) -> Iterator[str]:
        yield base
        yield from self._forms[base]
        if len(base) < _SHORTEST_INFLECTED or not base.isalpha():
            return
        endings = _endings()[self._language]
        for ending in endings["always"]:
            yield base + ending
        if known(base, self._language):
            return
        for ending in endings["unknown"]:
            yield base + ending
        for old, new in endings["changed"].items():
            if base.endswith(old):
                yield base.removesuffix(old) + new


@lru_cache(maxsize=20_000)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word; the word itself where the dictionary does not know it."""
    import simplemma

    return str(simplemma.lemmatize(word.translate(_TYPED), lang=language))


@lru_cache(maxsize=20_000)
def known(word: str, language: str) -> bool:
    """Whether the language's dictionary has the word; no other language has one here."""
    import simplemma

    return language in LANGUAGES and bool(simplemma.is_known(word, lang=language))


def _dictionary(language: str) -> Mapping[str, str]:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    return DefaultDictionaryFactory().get_dictionary(language)


@lru_cache(maxsize=1)
def _endings() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_ENDINGS.read_text(encoding="utf-8"))
