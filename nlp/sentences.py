"""Where sentences begin: by rules, so that no trained pipeline is needed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST = 80
"""Tokens after which a sentence without full stop, as automatic transcription writes, is cut."""

_STOPS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»«›“)]}")
_ABBREVIATIONS = Path(__file__).with_name("abbreviations.toml")


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    """Words, in small letters, after which a full stop ends no sentence."""
    lists = tomllib.loads(_ABBREVIATIONS.read_text(encoding="utf-8"))
    return frozenset(word.lower() for words in lists.values() for word in words)


def sentences(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch of a document, without gaps.

    A full stop, question or exclamation mark or an ellipsis ends one where a blank and no small
    letter follows; neither an abbreviation, nor an initial, nor a number with a full stop does.

    Args:
        doc: any tokenized document.
        start: index of the first token.
        end: index after the last token.

    Returns:
        Pairs of token indices, end excluded.
    """
    if start >= end:
        return []
    words = [token.text for token in doc[start:end]]
    starts = [start + i for i in _starts(words, [bool(t.whitespace_) for t in doc[start:end]])]
    return list(_cut(words, start, [*starts, end]))


def _starts(words: Sequence[str], blanks: Sequence[bool]) -> Iterator[int]:
    yield 0
    ended = -1
    for i in range(1, len(words)):
        last = -1 if words[i].isspace() else _before(words, i)
        if last > ended and _opens(words, blanks, last, i):
            ended = last
            yield i


def _before(words: Sequence[str], i: int) -> int:
    """The stop before token i, over closing quotes, brackets and blanks; -1 where there is none."""
    last = i - 1
    while last > 0 and (words[last] in _CLOSERS or words[last].isspace()):
        last -= 1
    return last if _STOPS.issuperset(words[last]) else -1


def _opens(words: Sequence[str], blanks: Sequence[bool], last: int, i: int) -> bool:
    apart = blanks[i - 1] or words[i - 1].isspace()
    closes = words[i] in _CLOSERS and words[i] != "«" and blanks[i]
    if not apart or closes or words[i][0].islower():
        return False
    return words[last] != "." or not _is_short(words[last - 1] if last else "")


def _is_short(word: str) -> bool:
    single = len(word) == 1 and word.isalpha() and word.isupper()
    return single or word.isdigit() or word.lower() in _abbreviations()


def _cut(words: Sequence[str], offset: int, bounds: list[int]) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(bounds):
        while end - start > LONGEST:
            pause = _pause(words, start - offset, offset)
            yield start, pause
            start = pause  # noqa: PLW2901
        yield start, end


def _pause(words: Sequence[str], first: int, offset: int) -> int:
    """After the last comma in the second half of the longest sentence, else after its end."""
    for i in range(first + LONGEST - 1, first + LONGEST // 2, -1):
        if words[i] in {",", ";", ":", "–", "—"}:
            return offset + i + 1
    return offset + first + LONGEST
