"""Quotations in a file that are none of the paper's: whether anybody said so, and may be quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from papers.heard import Heard
from papers.holdings import Holdings, listed
from papers.reread import cleaned
from papers.verdicts import Finding
from papers.wording import keys
from transcripts.model import INTERVIEWER
from transcripts.participants import Participant
from transcripts.study import QUOTED

FEWEST_WORDS = 5
"""Words between quotation marks from which on they are taken for somebody's."""

_SHORT = 8
"""Words from which on they are looked for when nothing says that a person is quoted."""

_LIKE = 0.6
"""Likeness from which on a passage is taken for another, changed."""

_MARKED = re.compile(
    r"“((?:[^“„”]|„[^“„”]*[“”])+)”|„((?:[^“„”]|“[^“„”]*”)+)[“”]|«\s?([^«»]+?)\s?»|\"([^\"]+)\""
)
_MARKS = '“”„«»" '
_PERSON = re.compile(r"\bP\d{2,}\b")
_INTERVIEW = re.compile(r"\bI\d{2,}\b")
_TURN = re.compile(r"\b(?:turn|tour|Redebeitrag)\s+(\d+)")
_CITED = re.compile(r"^[\s.,]*\(?[^()]{0,60}\b(?:1[89]|20)\d\d\b")
_AFTER = 120


@dataclass(frozen=True, slots=True)
class Sighted:
    """A quotation in a file.

    Attributes:
        text: its words, without marks.
        source: what stands behind it and may say whose it is.
        sure: whether the file says that it is a quotation, by its style or its source.
    """

    text: str
    source: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a quotation: a finding's kind (empty where it agrees) and what to say."""

    kind: str
    evidence: str


def sighted(text: str, after: str, *, styled: bool) -> Iterator[Sighted]:
    """The quotations in a stretch of a file.

    Args:
        text: the stretch.
        after: what follows it.
        styled: whether the file sets the stretch as a quotation.
    """
    if styled:
        yield Sighted(text.strip(_MARKS), after[:_AFTER], sure=True)
        return
    for found in _MARKED.finditer(text):
        words = next(filter(None, found.groups()), "")
        behind = (text[found.end() :] + " " + after)[:_AFTER]
        sourced = bool(_PERSON.search(behind) or _INTERVIEW.search(behind))
        size = len(keys(words))
        wanted = FEWEST_WORDS if sourced else _SHORT
        if size >= wanted and not (_CITED.match(behind) and not sourced):
            yield Sighted(words, behind if sourced else "", sure=sourced)


def unmarked(text: str, held: Holdings) -> str:
    """A text without what is said in it between quotation marks; names between marks stay."""

    def kept(found: re.Match[str]) -> str:
        said = tuple(keys(found[0]))
        return found[0] if len(said) < FEWEST_WORDS or said in held.names else " . "

    return _MARKED.sub(kept, text)


def judged(one: Sighted, held: Holdings) -> Verdict:
    """Whether the words were said, by whom the file says, and may be quoted today."""
    words = keys(one.text)
    exact = held.interviews.exact(words)
    if exact:
        verdicts = [_of_said(place, one, held) for place in exact]
        return min(verdicts, key=lambda verdict: bool(verdict.kind))
    near = held.interviews.nearest(words)
    if near is None or near.likeness < _LIKE:
        return Verdict("nowhere", "no interview holds these words or words near to them")
    person = _speaker(near, held)
    if not _quotable(person):
        return Verdict("consent", f"near to words of {_who(person)}, who may not be quoted")
    kind = "negation" if negations(words) != negations(keys(near.text)) else "wording"
    return Verdict(kind, f"{_place(near, person, held)}: {near.text}")


def negations(words: list[str]) -> list[str]:
    """The negations among words, in any language: a quotation stands in its own."""
    every = {word for words in listed()["negations"].values() for word in words}
    return sorted(word for word in words if word in every)


def _speaker(place: Heard, held: Holdings) -> Participant | None:
    turn = held.transcripts[place.transcript].turns[place.turn]
    return held.voices.get((place.transcript, turn.speaker))


def _quotable(person: Participant | None) -> bool:
    return person is None or person.consent in QUOTED


def _who(person: Participant | None) -> str:
    return person.id if person else "somebody who is not among the participants"


def _place(place: Heard, person: Participant | None, held: Holdings) -> str:
    number = held.facts.interviews.get(place.transcript, place.transcript)
    return f"{_who(person)}, {number}, turn {place.turn + 1}"


def _of_said(place: Heard, one: Sighted, held: Holdings) -> Verdict:
    """What is to be said of words that were said there."""
    turn, person = held.transcripts[place.transcript].turns[place.turn], _speaker(place, held)
    if turn.role == INTERVIEWER:
        return Verdict("speaker", f"the interviewer says this, {_place(place, None, held)}")
    if not _quotable(person):
        return Verdict("consent", f"{_who(person)} may not be quoted")
    said = _place(place, person, held)
    wrong = _PERSON.findall(one.source)[:1]
    if wrong and person and wrong[0] != person.id:
        return Verdict("speaker", f"said by {said}")
    number = held.facts.interviews.get(place.transcript, "")
    if (found := _INTERVIEW.search(one.source)) and found[0] != number:
        return Verdict("place", f"said by {said}")
    if (found := _TURN.search(one.source)) and int(found[1]) != place.turn + 1:
        return Verdict("place", f"said by {said}")
    return Verdict("", said)


def finding(one: Sighted, verdict: Verdict, place: str, order: int) -> Finding:
    """A quotation that does not agree."""
    said = f"{one.text} ({cleaned(one.source)[:60]})" if one.source else one.text
    return Finding(verdict.kind, place, said, verdict.evidence, order)
