"""The numbers of drawings in a PDF, whose words stand in the file in no order that can be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from evidence.alignment import stretches
from papers.claims import Claim
from papers.sides import Sides, place_of
from papers.verdicts import Finding
from papers.wording import keys

_SEEN = 0.5
"""Share of a drawing's words that are found where its words can be read at all."""


def apart(
    sides: Sides, drawn: Sequence[Claim]
) -> tuple[Sides, tuple[Finding, ...], tuple[str, ...]]:
    """Take the words of drawings out of what stands on the page of each figure's caption.

    Returns:
        The sides without them, what does not agree, and what could not be checked.
    """
    gone: set[int] = set()
    findings: list[Finding] = []
    unseen: list[str] = []
    for claim in drawn:
        page = _page(sides, claim.id)
        free = [at for at in _unmet(sides) if at not in gone and place_of(sides, at) == page]
        bag = Counter(keys(claim.text))
        taken = _taken(sides, free, bag)
        if len(taken) < _SEEN * len(keys(claim.text)):
            unseen.append(f"{claim.place}: the drawing has no words that can be read.")
            continue
        odd = _odd(sides, free, taken)
        gone |= taken | odd
        if odd and any(key.isdigit() for key in bag.elements()):
            shown = " ".join(sides.found[at].key for at in sorted(odd))
            place, order = f"{page}, {claim.place}", min(odd)
            said = f"the drawing shows {shown}"
            findings.append(Finding("number", place, said, claim.text, order))
    return _without(sides, gone), tuple(findings), tuple(unseen)


def _unmet(sides: Sides) -> list[int]:
    return [at for at, met in enumerate(sides.met) if met < 0]


def _page(sides: Sides, figure: str) -> str:
    """The page of a figure's caption; empty where that is not found."""
    captions = [n for n, c in enumerate(sides.claims) if c.kind == "caption" and c.id == figure]
    spans = [sides.span_of(number) for number in captions]
    found = [place for start, end in spans for place in sides.places[start:end] if place >= 0]
    return place_of(sides, found[-1]) if found else ""


def _taken(sides: Sides, free: Sequence[int], bag: Counter[str]) -> set[int]:
    """The words that are among those of a bag, which are taken out of it.

    A drawing's words stand together, so that the longest stretches give theirs first.
    """
    left = set(free)
    runs = stretches([at not in left for at in range(len(sides.found))])
    taken: set[int] = set()
    for start, end in sorted(runs, key=lambda run: (run[0] - run[1], run)):
        for at in range(start, end):
            if bag[sides.found[at].key] > 0:
                bag[sides.found[at].key] -= 1
                taken.add(at)
    return taken


def _odd(sides: Sides, free: Collection[int], taken: set[int]) -> set[int]:
    """The numbers that stand alone among the words of the drawing and are none of them."""
    left = set(free) - taken
    runs = stretches([at not in left for at in range(len(sides.found))])
    alone = [at for at, end in runs if end == at + 1 and {at - 1, end} & taken]
    return {at for at in alone if sides.found[at].is_number}


def _without(sides: Sides, gone: set[int]) -> Sides:
    """The sides without some words of the file."""
    kept = [at for at in range(len(sides.found)) if at not in gone]
    new = {at: number for number, at in enumerate(kept)}
    return replace(
        sides,
        found=[sides.found[at] for at in kept],
        piece_of=[sides.piece_of[at] for at in kept],
        places=[new[place] if place >= 0 else -1 for place in sides.places],
        met=[sides.met[at] for at in kept],
    )
