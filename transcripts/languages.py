"""In which language something is said, told by its function words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from transcripts import patterns
from transcripts.model import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_QUOTED = re.compile(r"[«„“\"][^«»„“”\"]{1,400}[»“”\"]")
_FEWEST = 8
"""Words below which a turn's own words are not asked."""

_LEAD = 1.4
"""How many times the second language's evidence the first needs."""

_SURPRISE = 20
"""Words up to which a turn in another language than the transcript's needs more evidence."""

_LEAD_OF_OTHERS = 2.5
"""How many times the evidence for the transcript's language that is."""

_VOWELS = frozenset("aàâeéèêiîoôuyhœ")


def detect(text: str) -> str:
    """ISO 639-1 code of the language of a text; empty where its words do not tell.

    Each function word counts for its languages, less the more of them share it. What is quoted
    does not count beside the speaker's own words.
    """
    return _clear(_scores(_words(_unquoted(text))))


def settle(texts: Sequence[str]) -> tuple[list[str], str]:
    """The language of each turn, and the language of most of their words.

    A turn that is short or unclear takes the language that its neighbours share, else that of the
    transcript.
    """
    said = [_words(_unquoted(text)) for text in texts]
    sizes = [len(words) for words in said]
    scores = [_scores(words) for words in said]
    own = [
        _clear(score) if size >= _FEWEST else "" for score, size in zip(scores, sizes, strict=True)
    ]
    main = _main(own, sizes) or detect(" ".join(texts))
    own = [
        "" if code != main and _is_doubtful(score, code, main, size) else code
        for code, score, size in zip(own, scores, sizes, strict=True)
    ]
    around = zip(_carried(own), reversed(_carried(own[::-1])), strict=True)
    shared = [before if before == after else "" for before, after in around]
    return [code or near or main for code, near in zip(own, shared, strict=True)], main


def _main(codes: Sequence[str], sizes: Sequence[int]) -> str:
    """The language of most words; empty where no turn's is known."""
    totals: Counter[str] = Counter()
    for code, size in zip(codes, sizes, strict=True):
        if code:
            totals[code] += size
    return max(sorted(totals), key=lambda code: totals[code]) if totals else ""


def _is_doubtful(scores: Mapping[str, float], code: str, main: str, size: int) -> bool:
    """Whether a short turn is too little to be in another language than its transcript."""
    if not code or not main or size > _SURPRISE:
        return False
    return scores[code] < _LEAD_OF_OTHERS * scores[main]


@cache
def function_words() -> frozenset[str]:
    """The function words of the languages that are coded."""
    return frozenset(word for code in LANGUAGES for word in _lists()[code])


def _clear(scores: Mapping[str, float]) -> str:
    """The language that is ahead of all others; empty where none is."""
    first, second = sorted(scores, key=lambda code: (-scores[code], code))[:2]
    return first if scores[first] >= max(1, _LEAD * scores[second]) else ""


def _unquoted(text: str) -> str:
    """A text without what it quotes, unless little else is left."""
    own = _QUOTED.sub(" ", text)
    if own == text:
        return text
    return own if len(own) * 2 > len(text) or len(_WORD.findall(own)) >= _FEWEST else text


def _carried(codes: Sequence[str]) -> list[str]:
    """Each code, or the last one before it where it is empty."""
    carried: list[str] = []
    for code in codes:
        carried.append(code or (carried[-1] if carried else ""))
    return carried


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("’", "'"))


def _scores(words: Sequence[str]) -> dict[str, float]:
    """How much the words tell for each language."""
    weights = _weights()
    scores = dict.fromkeys(_lists(), 0.0)
    for word, count in Counter(words).items():
        found = weights.get(word)
        if found is None:
            found = _elided(word) if "'" in word else _by_letters(word)
        for code, weight in found:
            scores[code] += count * weight
    return scores


def _elided(word: str) -> tuple[tuple[str, float], ...]:
    """What a word with an apostrophe, such as ``l'avenir``, tells by its first part."""
    head, _, rest = word.partition("'")
    codes = [code for code, heads in _data()["elided"].items() if head + "'" in heads]
    if rest[:1] not in _VOWELS:
        codes = [code for code in codes if code != "fr"]
    whole = 1.0 if codes == ["lb"] else 0.5
    return tuple((code, whole / len(codes)) for code in codes)


def _by_letters(word: str) -> tuple[tuple[str, float], ...]:
    """What a word that is in no list tells by its letters."""
    if word.isascii():
        return ()
    return tuple((code, weight) for letter, code, weight in _letters() if letter in word)


@cache
def _letters() -> tuple[tuple[str, str, float], ...]:
    letters: dict[str, dict[str, float]] = _data()["letters"]
    return tuple((letter, code, w) for code in letters for letter, w in letters[code].items())


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
    lists = {code: words.split() for code, words in _data()["words"].items()}
    return {code: tuple(dict.fromkeys(words)) for code, words in lists.items()}


def _data() -> dict[str, Any]:
    return patterns.read("languages")
