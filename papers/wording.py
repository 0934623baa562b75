"""Words of a text as they are compared: what only its typography says is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from papers.reread import cleaned

_WORD = re.compile(r"\d+|[^\W\d_]+")
_ENDS = re.compile(r"[.!?…:;]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a row of digits.

    Attributes:
        key: by which it is compared: its letters, small, without ligatures.
        start: characters from the start of the cleaned text.
        end: characters, end excluded.
        closes: whether a sentence, or a part of one that could stand alone, ends behind it.
    """

    key: str
    start: int
    end: int
    closes: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a row of digits."""
        return self.key.isdigit()


def words(text: str) -> tuple[Word, ...]:
    """The words of a cleaned text."""
    found = list(_WORD.finditer(text))
    ends = [*(one.start() for one in found), len(text) + 1][1:]
    return tuple(
        Word(one[0].casefold(), one.start(), one.end(), _closes(f"{text} "[one.end() : after]))
        for one, after in zip(found, ends, strict=True)
    )


def _closes(between: str) -> bool:
    """Whether what stands between two words ends a sentence; a point within a number does not."""
    return bool(_ENDS.search(between)) and " " in between


def keys(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word.key for word in words(cleaned(text))]
