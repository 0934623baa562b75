"""Where words may be divided that the PDF's dictionaries divide wrongly.

The words of the paper stay as they are: soft hyphens in them would be found when the PDF is
searched or copied from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache

from papers.labels import TEMPLATES

_FORBIDDEN, _ALLOWED = 8, 9  # Patterns of the dictionaries weigh 1 to 7; the heavier one wins.

_Pattern = tuple[str, tuple[int, tuple[int, ...]]]


def teach(languages: Iterable[str]) -> None:
    """Add our words to the dictionaries that WeasyPrint takes for languages such as ``de-DE``."""
    import pyphen

    for language in languages:
        words = _words().get(language.partition("-")[0], ())
        if words:
            known = pyphen.Pyphen(lang=language).hd
            known.patterns.update(map(_pattern, words))
            known.maxlen = max(known.maxlen, *map(len, words))
            known.cache.clear()


def _pattern(word: str) -> _Pattern:
    """The word and how heavily each place in it is allowed or forbidden, from its second letter."""
    parts = word.split("-")
    weights = [w for part in parts for w in (_ALLOWED, *[_FORBIDDEN] * (len(part) - 1))]
    return "".join(parts), (1, tuple(weights[1:]))


@cache
def _words() -> dict[str, list[str]]:
    read = tomllib.loads((TEMPLATES / "hyphenation.toml").read_text("utf-8"))
    return dict(read["words"])
