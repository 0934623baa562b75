"""A paper's words beside its file's: which of them are a claim's, and which are somebody's own."""

from __future__ import annotations

import pytest

from papers.claims import Claim
from papers.reread import Piece
from papers.sides import Sides, beside, settle
from papers.wording import words

BEFORE = "The codebook says what draws or pushes an organisation abroad."
QUOTED = "The home market is six hundred thousand people and no factory."
ORDER = (
    "By number of respondents, the themes stand in this order: internationalisation (18 of 18), "
    "sustainable mobility and innovation (18 of 18), electrification (17 of 18), urbanisation "
    "(16 of 18), digital mobility and data sharing (15 of 18), autonomous vehicles (14 of 18)."
)


def settled(wanted: list[str], read: list[str]) -> Sides:
    claims = [Claim("prose", ((text, False),), "chapter") for text in wanted]
    sides = beside(claims, [Piece("line", text, "page 1") for text in read])
    settle(sides)
    return sides


def own(sides: Sides) -> list[str]:
    """The words of the file that are none of the paper's."""
    return [word.key for word, met in zip(sides.found, sides.met, strict=True) if met < 0]


@pytest.mark.parametrize(
    "put_in",
    ["The authors read this with caution.", "The home is long.", "The home market grows."],
)
def test_what_is_put_in_before_a_claim_takes_none_of_its_words(put_in):
    sides = settled([BEFORE, QUOTED], [BEFORE, put_in, QUOTED])
    assert own(sides) == put_in.rstrip(".").casefold().split()
    start, end = sides.span_of(1)
    last = len(sides.found)
    assert sides.places[start:end] == list(range(last - (end - start), last))


@pytest.mark.parametrize("put_in", ["home market people", "people"])
def test_what_is_put_in_within_a_claim_stays_there(put_in):
    cut = QUOTED.index("is six")
    sides = settled([BEFORE, QUOTED], [BEFORE, f"{QUOTED[:cut]}{put_in} {QUOTED[cut:]}"])
    assert -1 not in sides.places
    assert own(sides) == put_in.split()


def test_of_a_claim_that_is_gone_nothing_is_found_in_the_sentences_of_others():
    asides = [
        "Indeed, on digital mobility and data sharing 2 of 18 speak.",
        "Much on sustainable mobility and innovation is new.",
        "Autonomous vehicles (14 of 18) are few.",
    ]
    apart = [f"{word} stands between them." for word in ("This", "That", "Neither")]
    read = [BEFORE, *(text for pair in zip(asides, apart, strict=True) for text in pair)]
    sides = settled([ORDER, BEFORE, *apart], read)
    assert set(sides.places[slice(*sides.span_of(0))]) == {-1}
    assert len(own(sides)) == sum(len(words(text)) for text in asides)


def test_a_claim_that_was_moved_is_found_though_it_was_shortened():
    sides = settled([ORDER, BEFORE, QUOTED], [BEFORE, QUOTED, ORDER[: ORDER.index(", urban")]])
    start, end = sides.span_of(0)
    assert sum(place >= 0 for place in sides.places[start:end]) > 0.5 * (end - start)
