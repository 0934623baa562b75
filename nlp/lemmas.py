"""Under which strings a word form is found: its lemma, and spellings that mean the same.

Lemmas come from a trained pipeline where there is one, else from simplemma's dictionaries
(A. Barbaresi, https://doi.org/10.5281/zenodo.4673264), which load at the first word of a language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

UNKNOWN = "~"
"""Stands before a spelling that may lack accents, so that it meets none that is complete."""

_PLURALS = {"en": (("s", ""), ("es", "")), "fr": (("s", ""), ("x", ""), ("aux", "al"))}
_SHORTEST_PLURAL = 3
_LONGEST = 60  # letters of what may be a word
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


@lru_cache(maxsize=200_000)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word; the word itself where the dictionary does not know it."""
    import simplemma

    return str(simplemma.lemmatize(word.translate(_TYPED), lang=language))


@lru_cache(maxsize=200_000)
def known(word: str, language: str) -> bool:
    """Whether the language's dictionary has the word."""
    import simplemma

    return bool(simplemma.is_known(word, lang=language))


def spellings(word: str, language: str, *, dictionary_form: str = "") -> tuple[str, ...]:
    """The strings by which a term finds this word form, each once.

    Args:
        word: the form as it stands in the text.
        language: ISO 639-1 code.
        dictionary_form: the lemma that a trained pipeline gives; else it is looked up.
    """
    form = normal(word)
    if len(word) > _LONGEST:
        return (form,)
    found = [form, normal(dictionary_form or lemma(word, language)), *_singulars(form, language)]
    if word.isascii() and word.isalpha() and not known(word, language):
        found.extend([UNKNOWN + spelling for spelling in found])
    return tuple(dict.fromkeys(found))


def _singulars(form: str, language: str) -> Iterator[str]:
    """What a regular plural may be the plural of.

    The French dictionary takes some for verbs (véhicules: véhiculer), the English one lacks those
    of new words (wallboxes).
    """
    if language not in _PLURALS or len(form) <= _SHORTEST_PLURAL:
        return
    if language == "en" and known(form, language):
        return
    for plural, singular in _PLURALS[language]:
        if form.endswith(plural):
            yield form.removesuffix(plural) + singular


def written(word: str) -> tuple[str, ...]:
    """The strings under which one word of a term is kept, to meet those of :func:`spellings`."""
    form = normal(word)
    bare = unaccented(form)
    return (form,) if bare == form else (form, UNKNOWN + bare)
