"""Words that do something in a sentence, from the data files beside the modules that use them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from evidence.terms import WEIGHTS, Term, parse


@lru_cache(maxsize=8)
def read_terms(path: Path, language: str) -> tuple[Term, ...]:
    """The terms of a file in a language; the code of a term is what its words do.

    Args:
        path: of a TOML file: a table of languages for each thing that words do, with lists as in
            a codebook, ``strong``, ``weak``, ``faint`` and ``never``.
        language: ISO 639-1 code.
    """
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        parse(what, language, text, weight, {})
        for what, languages in lists.items()
        for key, weight in WEIGHTS.items()
        for text in languages[language].get(key, ())
    )
