"""What a change of the paper's prose means: a number, a negation, a name, a share, or words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from evidence.alignment import Span
from papers.changes import Change
from papers.holdings import Holdings
from papers.sides import Sides
from papers.wording import Word


def changed(change: Change, sides: Sides, held: Holdings) -> tuple[str, bool]:
    """The kind of finding that a change is, and whether what came in is a sentence of its own.

    Empty where it says the same in other words, or less: authors may shorten.
    """
    left, came = _left(change, sides), list(sides.found[slice(*change.found)])
    own = _is_whole(change, sides)
    if own and not left:
        return "", True
    kind = _number(left, came, held) or ("" if own else _sense(change, sides, held))
    shares = _words(left, held, "shares"), _words(came, held, "shares")
    if not kind and shares[0] != shares[1] and all(shares):
        kind = "share"
    return kind, own or not left


def _number(left: Sequence[Word], came: Sequence[Word], held: Holdings) -> str:
    """What is to be said of the numbers of a change; of those put in alone, nothing yet."""
    gone, new = _numbers(left) - _numbers(came), _numbers(came) - _numbers(left)
    if gone:
        return "number" if new else "gone"
    said = _words(left, held, "numbers"), _words(came, held, "numbers")
    return "number" if (new and left) or (all(said) and said[0] != said[1]) else ""


def _sense(change: Change, sides: Sides, held: Holdings) -> str:
    """Whether a sentence now denies what it said, or says it of somebody else."""
    left, came = _left(change, sides), sides.found[slice(*change.found)]
    if _words(left, held, "negations") != _words(came, held, "negations"):
        return "negation"
    here = _names(change.found, sides.found, held)
    return "name" if here - _names(change.wanted, sides.wanted, held) else ""


def _left(change: Change, sides: Sides) -> list[Word]:
    """The words of the paper that are not there, numbers of headings and the like left out."""
    return [sides.wanted[at] for at in range(*change.wanted) if not sides.loose[at]]


def _numbers(row: Sequence[Word]) -> Counter[str]:
    return Counter(word.key for word in row if word.is_number)


def _words(row: Sequence[Word], held: Holdings, name: str) -> Counter[str]:
    """The words of a list of ``verification.toml`` that stand in a row."""
    known = held.words[name]
    return Counter(word.key for word in row if word.key in known)


def _names(span: Span, row: Sequence[Word], held: Holdings) -> frozenset[str]:
    """What the names stand for of which some words are among those that changed."""
    if not span[1]:
        return frozenset()
    start, end = max(0, span[0] - 8), span[1] + 8
    near = [word.key for word in row[start:end]]
    touching = (
        stands_for
        for a, b, stands_for in held.named(near)
        if start + a < span[1] and start + b > span[0]
    )
    return frozenset(name for names in touching for name in names)


def _is_whole(change: Change, sides: Sides) -> bool:
    """Whether the change takes out and puts in whole sentences, or parts that could be ones."""
    return all(_sides_whole(change, sides))


def _sides_whole(change: Change, sides: Sides) -> Iterator[bool]:
    for span, row in ((change.wanted, sides.wanted), (change.found, sides.found)):
        if span[1]:
            yield row[span[1] - 1].closes or span[1] == len(row)
            yield not span[0] or row[span[0] - 1].closes or _begins(span[0], sides, row)


def _begins(at: int, sides: Sides, row: Sequence[Word]) -> bool:
    """Whether a paragraph begins at a word."""
    if row is sides.wanted:
        return sides.claim_of[at] != sides.claim_of[at - 1]
    return sides.piece_of[at] != sides.piece_of[at - 1]
