"""What each claim of a paper has become in its file, and what the file says beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.alignment import Span, stretches
from papers.sides import Sides, parts_of

_OPENING, _CLOSING = '“„«"‹‘‚', '”“»"›’'


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a claim, and what stands in their place; either may be empty.

    Attributes:
        claim: its number.
        wanted: places among the words of the paper, end excluded.
        found: places among the words of the file, end excluded.
    """

    claim: int
    wanted: Span
    found: Span


def changes(sides: Sides) -> tuple[list[Change], list[Span]]:
    """What became of the claims' words that are not found, and what the file says beside them."""
    free = set(stretches([place >= 0 for place in sides.met]))
    starts, ends = {span[0]: span for span in free}, {span[1]: span for span in free}
    found: list[Change] = []
    for start, end in stretches([place >= 0 for place in sides.places]):
        before = sides.places[start - 1] if start else -1
        after = sides.places[end] if end < len(sides.places) else -2
        there = starts.get(before + 1) if start == 0 or before >= 0 else None
        there = there or ends.get(after)
        if there not in free or there is None:
            found += [Change(n, span, (0, 0)) for n, span in _by_claim(sides, (start, end))]
            continue
        free.discard(there)
        if not _alike(sides, (start, end), there):
            shared, left = _shared(sides, (start, end), there)
            found += shared
            free.update(left)
    inside = [(span, owner) for span in sorted(free) if (owner := _owner(sides, span)) >= 0]
    found += [Change(owner, (0, 0), span) for span, owner in inside]
    return found, sorted(free - {span for span, _ in inside})


def _alike(sides: Sides, wanted: Span, found: Span) -> bool:
    """Whether both are the same letters, wherever one of them is broken into words."""
    here = "".join(word.key for word in sides.wanted[slice(*wanted)])
    return here == "".join(word.key for word in sides.found[slice(*found)])


def _by_claim(sides: Sides, span: Span) -> list[tuple[int, Span]]:
    """A stretch of wanted words, divided where another claim begins."""
    return [(sides.claim_of[part[0]], part) for part in parts_of(span, sides.claim_of)]


def _by_piece(sides: Sides, span: Span) -> list[Span]:
    return parts_of(span, sides.piece_of)


def _shared(sides: Sides, wanted: Span, found: Span) -> tuple[list[Change], list[Span]]:
    """Which of the words found stand for which claim's, and those that stand for none."""
    parts, pieces = _by_claim(sides, wanted), _by_piece(sides, found)
    if len(parts) == 1:
        return _one(sides, parts[0], found)
    if wanted[1] - wanted[0] == found[1] - found[0]:
        shift = found[0] - wanted[0]
        return [Change(n, (a, b), (a + shift, b + shift)) for n, (a, b) in parts], []
    if len(parts) == len(pieces):
        return [Change(n, w, f) for (n, w), f in zip(parts, pieces, strict=True)], []
    return _edges(sides, parts, found)


def _one(sides: Sides, part: tuple[int, Span], found: Span) -> tuple[list[Change], list[Span]]:
    """One claim's words.

    Where the claim as a whole is not there, it has gone, and what stands in its place is something
    else; so is what stands in a paragraph of which the claim has no word.
    """
    number, wanted = part
    start, end = sides.span_of(number)
    whole = wanted == (start, end)
    if whole and sides.claims[number].kind in ("quotation", "prose", "heading"):
        return [Change(number, wanted, (0, 0))], [found]
    if all(sides.loose[at] for at in range(*wanted)):
        renumbered = found[1] - found[0] <= wanted[1] - wanted[0]
        return ([Change(number, wanted, found)], []) if renumbered else ([], [found])
    own = {sides.piece_of[place] for place in sides.places[start:end] if place >= 0}
    foreign = [span for span in _by_piece(sides, found) if sides.piece_of[span[0]] not in own]
    if whole or not foreign or sides.pieces[sides.piece_of[found[0]]].kind == "line":
        return [Change(number, wanted, found)], []
    kept = [span for span in _by_piece(sides, found) if span not in foreign]
    return [Change(number, wanted, kept[0] if kept else (0, 0))], [*foreign, *kept[1:]]


def _edges(
    sides: Sides, parts: Sequence[tuple[int, Span]], found: Span
) -> tuple[list[Change], list[Span]]:
    """Several claims: the first and the last keep what stands in their own paragraph."""
    first, last = found
    spans: dict[int, Span] = {}
    (head, (a, _)), (tail, (_, b)) = parts[0], parts[-1]
    if a > sides.span_of(head)[0]:
        while first < last and sides.piece_of[first] == sides.piece_of[found[0] - 1]:
            first += 1
        spans[head] = (found[0], first)
    if b < sides.span_of(tail)[1] and found[1] < len(sides.found):
        while first < last and sides.piece_of[last - 1] == sides.piece_of[found[1]]:
            last -= 1
        spans[tail] = (last, found[1])
    shared = [Change(n, span, spans.get(n, (0, 0))) for n, span in parts]
    return shared, [(first, last)] if first < last else []


def _owner(sides: Sides, span: Span) -> int:
    """The claim in the middle of which words were put in; -1 for none."""
    before, after = _claim_at(sides, span[0] - 1), _claim_at(sides, span[1])
    if before == after:
        return before
    if _quotes(sides, before) and not set(sides.between(span[0])) & set(_CLOSING):
        return before
    if _quotes(sides, after) and not set(sides.between(span[1])) & set(_OPENING):
        return after
    for claim, at in ((before, span[0] - 1), (after, span[1])):
        if claim >= 0 and _is_beside(sides, at, span[0], sides.claims[claim].kind):
            return claim
    return -1


def _claim_at(sides: Sides, found: int) -> int:
    """The claim that a word of the file belongs to; -1 for none."""
    met = sides.met[found] if 0 <= found < len(sides.met) else -1
    return sides.claim_of[met] if met >= 0 else -1


def _quotes(sides: Sides, claim: int) -> bool:
    return claim >= 0 and sides.claims[claim].kind == "quotation"


def _is_beside(sides: Sides, at: int, other: int, kind: str) -> bool:
    """Whether two words stand in the same cell or source, as far as the file has such."""
    piece = sides.piece_of[at]
    same = piece == sides.piece_of[other] and sides.pieces[piece].kind != "line"
    return same and kind in ("source", "cell")
