"""Where words are in a text: what a row of a table says of a segment, found again.

The words decide; where they are there several times, what stands before and after them does, and
then the position that was noted (after the selectors of the W3C Web Annotation Data Model, 2017).
"""

from __future__ import annotations

import re

CONTEXT = 32
"""Characters before and after a segment that are noted with it."""


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``text[start:end]``, on one line each."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return " ".join(before.split()), " ".join(after.split())


def find(
    text: str, words: str, prefix: str = "", suffix: str = "", start: int = -1
) -> tuple[int, int] | None:
    """The characters of the words in the text, end excluded, whatever the blanks between them.

    Args:
        text: in which they are looked for.
        words: of the segment.
        prefix: what stood before it.
        suffix: what stood after it.
        start: where it began in the text that it was noted from; -1 where that is not known.
    """
    said = words.split()
    if not said:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, said)))
    if start >= 0 and (here := pattern.match(text, start)):
        return here.span()
    spans = [match.span() for match in pattern.finditer(text)]
    if not spans:
        return None

    def likeness(span: tuple[int, int]) -> tuple[int, int]:
        before, after = around(text, *span)
        alike = _alike(before[::-1], prefix[::-1]) + _alike(after, suffix)
        return alike, -abs(span[0] - start) if start >= 0 else -span[0]

    return max(spans, key=likeness)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
