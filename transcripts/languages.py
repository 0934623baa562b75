"""In which language something is said, told by its function words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import resources

from transcripts.model import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FEWEST = 8
"""Words below which a turn's own words are not asked."""

_LEAD = 1.4
"""How many times the second language's evidence the first needs."""


def detect(text: str) -> str:
    """ISO 639-1 code of the language of a text; empty where its words do not tell.

    Each function word counts for its languages, less the more of them share it.
    """
    scores = _scores(text)
    first, second = sorted(scores, key=lambda code: (-scores[code], code))[:2]
    clear = scores[first] >= max(1, _LEAD * scores[second])
    return first if clear else ""


def settle(texts: Sequence[str]) -> tuple[list[str], str]:
    """The language of each turn, and the language of most of their words.

    A turn that is short or unclear takes the language that its neighbours share, else that of the
    transcript.
    """
    sizes = [len(_WORD.findall(text)) for text in texts]
    own = [detect(text) if size >= _FEWEST else "" for text, size in zip(texts, sizes, strict=True)]
    totals: Counter[str] = Counter()
    for language, size in zip(own, sizes, strict=True):
        totals[language] += size if language else 0
    main = max(sorted(totals), key=lambda code: totals[code]) if any(own) else ""
    main = main or detect(" ".join(texts))
    around = zip(_carried(own), reversed(_carried(own[::-1])), strict=True)
    shared = [before if before == after else "" for before, after in around]
    return [code or near or main for code, near in zip(own, shared, strict=True)], main


@cache
def function_words() -> frozenset[str]:
    """The function words of the languages that are coded."""
    return frozenset(word for code in LANGUAGES for word in _lists()[code])


def _carried(codes: Sequence[str]) -> list[str]:
    """Each code, or the last one before it where it is empty."""
    carried: list[str] = []
    for code in codes:
        carried.append(code or (carried[-1] if carried else ""))
    return carried


def _scores(text: str) -> dict[str, float]:
    weights = _weights()
    scores = dict.fromkeys(_lists(), 0.0)
    for word in _WORD.findall(text.casefold().replace("’", "'")):
        for code, weight in weights.get(word, ()) or _elided(word):
            scores[code] += weight
    return scores


def _elided(word: str) -> tuple[tuple[str, float], ...]:
    """A French word with an apostrophe, such as ``l'avenir``, tells by its first part."""
    head = word.partition("'")[0] + "'" if "'" in word else ""
    return (("fr", 0.5),) if head in {"l'", "d'", "qu'", "n'", "j'", "s'", "c'"} else ()


@cache
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    shared = Counter(word for words in _lists().values() for word in set(words))
    weights: dict[str, tuple[tuple[str, float], ...]] = {}
    for code, words in _lists().items():
        for word in words:
            weights[word] = (*weights.get(word, ()), (code, 1 / shared[word]))
    return weights


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    text = resources.files("transcripts").joinpath("languages.toml").read_text("utf-8")
    lists = {code: words.split() for code, words in tomllib.loads(text).items()}
    return {code: tuple(dict.fromkeys(words)) for code, words in lists.items()}
