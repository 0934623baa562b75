"""Markets: which countries and regions are named, by name, adjective or inhabitant.

Names come from the Unicode locale data (CLDR) in Babel; other names in use, adjectives and what
must not count are data, ``markets.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from evidence.terms import STRONG, Term, malformed, parse
from nlp.vocabulary import Match

_WORDS = Path(__file__).with_suffix(".toml")
_NOTHING = "-"
"""The code of wordings that name no market."""

_COUNTRY = 2  # letters of a country's code
_FEWEST_LETTERS = 4
_NO_MARKETS = frozenset({"EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "DG", "EA", "IC", "TA"})


@lru_cache(maxsize=3)
def terms(language: str) -> tuple[Term, ...]:
    """What names countries and regions in a language; the code of a term is the country's.

    Codes are those of ISO 3166 (``FR``, ``BE-WAL``), ``EU``, or three digits for continents.
    """
    words = _words()
    named = [
        parse(code, language, text, STRONG, {})
        for kind in ("names", "adjectives")
        for code, texts in words[kind].items()
        for text in texts[language]
    ]
    known = {term.text for term in named}
    named += [
        parse(code, language, name, STRONG, {})
        for code, name in _territories(language)
        if name not in known
    ]
    nothing = (parse(_NOTHING, language, text, STRONG, {}) for text in words["never"][language])
    return (*named, *nothing)


def named(doc: Doc, found: Sequence[Match]) -> list[tuple[int, int, str]]:
    """The countries and regions among matches of :func:`terms`: first token, end, code.

    Of matches that overlap, the longest counts: *South Korean* is not Korea as well.
    """
    longest = sorted(found, key=lambda match: (match.start - match.end, match.start))
    taken: set[int] = set()
    kept: list[tuple[int, int, str]] = []
    for match in longest:
        words = range(match.start, match.end)
        if taken.isdisjoint(words) and _is_name(doc, match):
            taken.update(words)
            kept.append((match.start, match.end, match.term.code))
    return sorted(one for one in kept if one[2] != _NOTHING)


def _is_name(doc: Doc, match: Match) -> bool:
    """Whether the words are spelled as a name where they should: *Turkey*, but no *turkey*."""
    capital = match.term.text[0].isupper()
    return not capital or str(doc[match.start].text)[0].isupper()


def _territories(language: str) -> Iterator[tuple[str, str]]:
    from babel import Locale

    for code, name in Locale.parse(language).territories.items():
        short = len(name) < _FEWEST_LETTERS
        if (
            len(code) == _COUNTRY
            and code not in _NO_MARKETS
            and not short
            and "&" not in name
            and not malformed(name)
        ):
            yield code, name


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
