"""The paper and its file side by side: what each claim has become in the file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence.alignment import Span, aligned, regain, stretches
from papers.claims import Claim
from papers.divided import whole
from papers.reread import Piece, cleaned
from papers.wording import Word, words

QUOTED, FEWEST = 0.5, 0.3
"""Shares of its words that a quotation, and any other claim, keeps in place at least: with fewer,
something else has been put where it stood."""

_OPENING, _CLOSING = '“„«"‹‘‚', '”“»"›’'


_FAR, _FEW = 25, 3
"""Words between, and words together: fewer, as far away from a claim's others, mean nothing."""


@dataclass(frozen=True, slots=True)
class Sides:
    """All words of both.

    Attributes:
        claims: what the paper says.
        pieces: what the file says.
        wanted: the words of the claims, one after another.
        loose: for each, whether it may change.
        claim_of: for each, the number of its claim.
        found: the words of the pieces.
        piece_of: for each, the number of its piece.
        places: for each wanted word its place among those found, or -1.
        met: for each found word its place among those wanted, or -1.
    """

    claims: Sequence[Claim]
    pieces: Sequence[Piece]
    wanted: Sequence[Word]
    loose: Sequence[bool]
    claim_of: Sequence[int]
    found: Sequence[Word]
    piece_of: Sequence[int]
    places: list[int]
    met: list[int]

    def claimed(self, span: Span) -> str:
        """Words of a claim as they stand in it, with the marks between them."""
        first, last = self.wanted[span[0]], self.wanted[span[1] - 1]
        return cleaned(self.claims[self.claim_of[span[0]]].text)[first.start : last.end]

    def shown(self, span: Span) -> str:
        """Words of the file as they stand there, with the marks around and between them."""
        return "".join(self._piecewise(span)).strip()

    def _piecewise(self, span: Span) -> Iterator[str]:
        for at in range(*span):
            piece = self.pieces[self.piece_of[at]].text
            after = at + 1 < len(self.found) and self.piece_of[at + 1] == self.piece_of[at]
            before = at > 0 and self.piece_of[at - 1] == self.piece_of[at]
            if at == span[0] or not before:
                start = self.found[at - 1].end if before else 0
                yield piece[start : self.found[at].start]
            yield piece[self.found[at].start : self.found[at + 1].start if after else len(piece)]
            yield "" if after else " "

    def between(self, at: int) -> str:
        """What stands between a found word and the one before it."""
        if at <= 0 or at >= len(self.found):
            return ""
        here, before = self.piece_of[at], self.piece_of[at - 1]
        tail = self.pieces[before].text[self.found[at - 1].end :]
        if here == before:
            return tail[: self.found[at].start - self.found[at - 1].end]
        return tail + " " + self.pieces[here].text[: self.found[at].start]

    def span_of(self, claim: int) -> Span:
        """The places of a claim's words."""
        first = bisect_left(self.claim_of, claim)
        return first, bisect_left(self.claim_of, claim + 1)


def place_of(sides: Sides, found: int) -> str:
    """Where a word of the file stands, ready to print."""
    return sides.pieces[sides.piece_of[found]].place


def beside(claims: Sequence[Claim], pieces: Sequence[Piece]) -> Sides:
    """Set the claims beside the pieces, in the order of both."""
    wanted, loose, claim_of = _wanted(claims)
    pieces = whole(pieces, {word.key for word in wanted})
    found, piece_of = list[Word](), list[int]()
    for number, piece in enumerate(pieces):
        for word in words(piece.text):
            found.append(word)
            piece_of.append(number)
    places = aligned([word.key for word in wanted], [word.key for word in found])
    sides = Sides(claims, pieces, wanted, loose, claim_of, found, piece_of, places, [])
    _meet(sides)
    return sides


def settle(sides: Sides) -> None:
    """Find again what was moved, and undo matches that mean nothing."""
    keys = [word.key for word in sides.wanted], [word.key for word in sides.found]
    kept = list(sides.places)
    regain(*keys, sides.places)
    _let_go_scraps(sides, kept)
    _meet(sides)
    _draw_together(sides)
    _let_go(sides)
    _meet(sides)


def _meet(sides: Sides) -> None:
    """Work out ``met`` from ``places``."""
    sides.met[:] = [-1] * len(sides.found)
    for at, place in enumerate(sides.places):
        if place >= 0:
            sides.met[place] = at


def _wanted(claims: Sequence[Claim]) -> tuple[list[Word], list[bool], list[int]]:
    wanted, loose, claim_of = list[Word](), list[bool](), list[int]()
    for number, claim in enumerate(claims):
        marks = [mark for text, mark in claim.parts for _ in words(cleaned(text))]
        said = words(cleaned(claim.text))
        if len(marks) != len(said):  # a word goes on from one part to the next
            marks = [all(mark for _, mark in claim.parts)] * len(said)
        wanted += said
        loose += marks
        claim_of += [number] * len(said)
    return wanted, loose, claim_of


def _let_go_scraps(sides: Sides, kept: Sequence[int]) -> None:
    """Undo what was found elsewhere of claims of which nothing but scraps is there."""
    taken = set(kept)
    there = stretches([f in taken for f in range(len(sides.found))])
    starts = [start for start, _ in there]
    for number in range(len(sides.claims)):
        own = range(*sides.span_of(number))
        moved = [at for at in own if kept[at] < 0 <= sides.places[at]]
        sizes = Counter(bisect_right(starts, sides.places[at]) for at in moved)
        most = max([*sizes.values(), sum(kept[at] >= 0 for at in own)], default=0)
        if moved and most < FEWEST * len(own):
            for at in moved:
                sides.places[at] = -1


def _draw_together(sides: Sides) -> None:
    """Match a claim's first words with those nearest to the others, where they stand twice.

    "The" of what was put in before a claim is as good a beginning of it as its own.
    """
    for start, end in stretches([at >= 0 for at in sides.met]):
        last = sides.met[start - 1] if start else -1
        if last < 0 or end == len(sides.found) or sides.met[end] != last + 1:
            continue
        claim = sides.claim_of[last]
        first = sides.span_of(claim)[0]
        size = last + 1 - first
        before, behind = range(start - size, start), range(end - size, end)
        if sides.claim_of[last + 1] == claim and _are_alike(sides, first, before, behind):
            sides.places[first : last + 1] = behind


def _are_alike(sides: Sides, first: int, before: range, behind: range) -> bool:
    """Whether words that stand for a claim's first ones are said again."""
    rising = range(first, first + len(before))
    if before.start < 0 or [sides.met[at] for at in before] != list(rising):
        return False
    return all(
        sides.found[a].key == sides.found[b].key for a, b in zip(before, behind, strict=True)
    )


def _let_go(sides: Sides) -> None:
    """Undo matches of single words where a claim as a whole is not there."""
    for number, claim in enumerate(sides.claims):
        start, end = sides.span_of(number)
        kept = sum(place >= 0 for place in sides.places[start:end])
        least = QUOTED if claim.kind == "quotation" else FEWEST
        if end - start > 4 and kept < least * (end - start):
            sides.places[start:end] = [-1] * (end - start)
        _let_go_far(sides, start, end)
        _let_go_strays(sides, start, end)


def _let_go_far(sides: Sides, start: int, end: int) -> None:
    """Undo matches of a word or two far from all the others of the claim."""
    met = sorted((sides.places[at], at) for at in range(start, end) if sides.places[at] >= 0)
    cuts = [k for k in range(1, len(met)) if met[k][0] - met[k - 1][0] > _FAR]
    groups = [met[a:b] for a, b in pairwise([0, *cuts, len(met)])]
    for group in groups:
        if len(group) < _FEW and any(len(other) > len(group) for other in groups):
            for _, at in group:
                sides.places[at] = -1


def _let_go_strays(sides: Sides, start: int, end: int) -> None:
    """Undo matches of a few words in another paragraph than the claim's."""
    met = [(at, sides.places[at]) for at in range(start, end) if sides.places[at] >= 0]
    there = Counter(sides.piece_of[place] for at, place in met if not sides.loose[at])
    for at, place in met:
        piece = sides.piece_of[place]
        if sides.pieces[piece].kind != "line" and _is_stray(sides, piece, there):
            sides.places[at] = -1


def _is_stray(sides: Sides, piece: int, there: Counter[int]) -> bool:
    """Whether a paragraph is not mostly the claim's, nor the claim mostly there."""
    size = bisect_left(sides.piece_of, piece + 1) - bisect_left(sides.piece_of, piece)
    return there[piece] < QUOTED * size and there[piece] <= FEWEST * there.total()


def parts_of(span: Span, row: Sequence[int]) -> list[Span]:
    """A stretch divided where the numbers of a row change."""
    cuts = [at for at in range(span[0] + 1, span[1]) if row[at] != row[at - 1]]
    return list(pairwise([span[0], *cuts, span[1]]))
