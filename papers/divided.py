"""Words that a PDF divides over lines without a sign, as programs do in narrow columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from papers.reread import Piece
from papers.wording import words

_MOST = 4
"""Lines over which a word is divided at most, beside the one in which it begins."""


def whole(pieces: Sequence[Piece], known: Collection[str]) -> list[Piece]:
    """The lines, a word that is divided whole again in the one in which it begins.

    Args:
        pieces: of a file; what is no line stays as it is.
        known: the words of the paper as they are compared. Only one of them is made whole, and only
            of parts that are not all such words themselves.
    """
    left = list(pieces)
    for at, piece in enumerate(left):
        if piece.kind == "line" and (lines := _going_on(left, at, known)):
            parts = [following.text.partition(" ") for following in lines]
            left[at] = replace(piece, text=piece.text + "".join(first for first, _, _ in parts))
            for step, (_, _, rest) in enumerate(parts, start=1):
                left[at + step] = replace(left[at + step], text=rest)
    return [piece for piece in left if piece.text or piece.kind != "line"]


def _going_on(pieces: Sequence[Piece], at: int, known: Collection[str]) -> Sequence[Piece]:
    """The lines with whose first word the last word of a line goes on; empty where it ends."""
    parts = [pieces[at].text.rpartition(" ")[2]]
    for step, following in enumerate(pieces[at + 1 : at + 1 + _MOST], start=1):
        first, _, rest = following.text.partition(" ")
        parts.append(first)
        if following.kind != "line" or not first:
            return ()
        if _is_one(parts, known):
            return pieces[at + 1 : at + 1 + step]
        if rest:
            return ()
    return ()


def _is_one(parts: Sequence[str], known: Collection[str]) -> bool:
    """Whether parts of a word, with the marks around it, make one that is known."""
    said = [[word.key for word in words(part)] for part in parts]
    if not all(said) or any(len(keys) > 1 for keys in said[1:-1]):
        return False
    divided = [said[0][-1], *(keys[0] for keys in said[1:])]
    made = "".join(divided)
    together = [*said[0][:-1], made, *said[-1][1:]]
    is_joined = together == [word.key for word in words("".join(parts))]
    return (
        is_joined
        and made.isalpha()
        and made in known
        and not all(part in known for part in divided)
    )
