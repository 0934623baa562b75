"""Where a quotation stands in a transcript, kept so that it is found again in a corrected one.

An anchor is what the W3C calls a TextQuoteSelector, the words with those before and after, refined
by a TextPositionSelector and a hash of the text (Web Annotation Data Model, W3C 2017, sections
4.2.4 and 4.2.5). In the same text the position holds. In another the words are aligned with all of
their company, see ``evidence.word_alignment``, so that they are found whatever was cleaned, put in,
divided or joined in and around them; and not where they are gone or fit two places equally well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.wording import find

if TYPE_CHECKING:  # numpy takes a while to load, and what only reads an anchor has no use for it
    from evidence.placing import Passage
    from evidence.word_alignment import Text

CONTEXT = 250
"""Characters that are kept on each side: enough to tell one "Yes, exactly." from another."""

_STRETCH, _MARGIN = 4, 400
"""How many times as long a place may be as the words that it is of, and characters beside: what is
longer has been torn apart, and nobody can tell which part is meant."""

_LONGEST = 400
"""Words of a quotation that are aligned as one; of a longer one its two ends are."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words and where they stood.

    Attributes:
        exact: the words.
        prefix: what stood right before them, blanks included.
        suffix: what stood right after them, blanks included.
        start: characters from the start of the text that it was made from; -1 if not known.
        sha256: hash of that text in UTF-8, in hexadecimal; empty if not known.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int = -1
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor holds: ``text[start:end]``.

    Attributes:
        start: characters from the start of the text.
        end: characters, end excluded.
        similarity: the share of the words that are there still, by weight; 1 for all.
    """

    start: int
    end: int
    similarity: float


def anchor(text: str | Text, start: int, end: int, context: int = CONTEXT) -> Anchor:
    """The anchor of ``text[start:end]``.

    Args:
        text: of a transcript.
        start: characters from its start.
        end: characters, end excluded.
        context: characters to keep on each side.
    """
    whole = _indexed(text)
    before, after = whole.text[max(0, start - context) : start], whole.text[end : end + context]
    return Anchor(whole.text[start:end], before, after, start, whole.sha256)


def place(sought: Anchor, text: str | Text) -> Place | None:
    """Where the anchor holds in a text; none where it cannot be told without doubt."""
    return place_all([sought], text)[0]


def place_all(sought: Sequence[Anchor], text: str | Text) -> list[Place | None]:
    """Where each anchor holds in a text.

    Two places that are equally good are told apart by the order of the others: what stood between
    two quotations stands between them still.
    """
    whole = _indexed(text)
    found = [_places(one, whole) for one in sought]
    sure = [(one, places[0]) for one, places in zip(sought, found, strict=True) if len(places) == 1]
    return [_chosen(one, places, sure) for one, places in zip(sought, found, strict=True)]


def located(sought: Anchor, text: str) -> tuple[int, int] | None:
    """Where the words of a row in somebody's table are: characters, end excluded.

    They are looked for as they are, whatever the blanks between them; where the text has been
    corrected since, their place is that of the anchor.
    """
    here = find(text, sought.exact, sought.prefix, sought.suffix, sought.start)
    there = place(sought, text) if here is None else None
    return (there.start, there.end) if there else here


def _indexed(text: str | Text) -> Text:
    from evidence.word_alignment import indexed

    return indexed(text) if isinstance(text, str) else text


def _chosen(
    sought: Anchor, places: Sequence[Place], sure: Sequence[tuple[Anchor, Place]]
) -> Place | None:
    if len(places) == 1:
        return places[0]
    unmoved = [one for one in places if one.start == sought.start]
    fitting = unmoved or list(_in_order(sought, places, sure))
    return fitting[0] if len(fitting) == 1 else None


def _in_order(
    sought: Anchor, places: Sequence[Place], sure: Sequence[tuple[Anchor, Place]]
) -> Iterator[Place]:
    """The places that stand among the others as the anchor did in the text that all are from."""
    others = [(a.start, p.start) for a, p in sure if a.sha256 == sought.sha256 != ""]
    after = max((now for was, now in others if was < sought.start), default=None)
    before = min((now for was, now in others if was > sought.start), default=None)
    if after is None and before is None:
        return
    for one in places:
        if (after is None or after < one.start) and (before is None or one.start < before):
            yield one


def _places(sought: Anchor, text: Text) -> list[Place]:
    """The best place and those as good; none where the words are gone."""
    end = sought.start + len(sought.exact)
    if sought.sha256 == text.sha256 and text.text[sought.start : end] == sought.exact:
        return [Place(sought.start, end, 1.0)]
    from evidence.placing import Passage

    passage = Passage(sought.prefix, sought.exact, sought.suffix, text)
    if not passage.quoted:
        return _verbatim(sought, text)
    if len(passage.quoted) > _LONGEST:
        return _by_its_ends(sought, text, passage)
    found = [Place(*found) for found in passage.places()] if text.words else []
    longest = _STRETCH * len(sought.exact) + _MARGIN
    return [one for one in found if one.end - one.start <= longest]


def _verbatim(sought: Anchor, text: Text) -> list[Place]:
    """The place of what has no words, such as a dash, with all of its company."""
    around = sought.prefix + sought.exact + sought.suffix
    if not sought.exact or text.text.count(around) != 1:
        return []
    start = text.text.index(around) + len(sought.prefix)
    return [Place(start, start + len(sought.exact), 1.0)]


def _by_its_ends(sought: Anchor, text: Text, passage: Passage) -> list[Place]:
    """The place of a quotation that is too long to align, from where it begins and ends."""
    first, last = len(sought.prefix), len(sought.prefix + sought.exact)
    head = passage.words[passage.quoted[_LONGEST // 2]].start
    tail = passage.words[passage.quoted[-_LONGEST // 2]].start
    whole = sought.prefix + sought.exact + sought.suffix
    parts = ((first, head), (tail, last))
    begins, ends = (
        place(replace(anchor(whole, a, b), start=-1, sha256=""), text) for a, b in parts
    )
    if begins is None or ends is None or not begins.end <= ends.start:
        return []
    similarity = (begins.similarity + ends.similarity) / 2
    return [Place(begins.start, ends.end, similarity)]
