"""The choice of quotations: whole sentences, representative, spread over the respondents.

The choice is greedy and repeatable: the passage with the best score is taken, then those of the
same region and language lose, and so on, until there are enough. Nobody is quoted twice on a code
before everybody who can be has been quoted once. A passage scores by

* how typical its terms are of the code: the mean share of the code's passages that hold them;
* how many different terms it holds, up to three;
* its length, best near thirty words;
* whether it is a full sentence, free of fillers, no question, and about this code alone.

A passage in which a personal detail was masked with a doubt is never chosen (``evidence.masking``).
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from evidence.codebook import Codebook
from evidence.counts import family
from evidence.model import Quotation
from transcripts.participants import Participant
from transcripts.study import QUOTED

FEWEST_WORDS, MOST_WORDS, BEST_WORDS = 12, 75, 30

_TYPICAL, _SAME_GROUP, _SEEN_BEFORE = 3.0, 0.35, 0.5
_MARKS = (",", ".", "...", "…", "!", "?", ";", ":")
_ENDS = (".", "!", "?", "…", "»", "“", "”", '"')

Scored = tuple[float, Quotation]


@dataclass(frozen=True, slots=True)
class _Voice:
    """What one person says of a code in one language, the best first."""

    person: str
    language: str
    traits: frozenset[tuple[str, str]]
    rows: deque[Scored]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is quoted in the paper so far."""

    texts: set[str] = field(default_factory=set)
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    people: Counter[str] = field(default_factory=Counter)

    def add(self, row: Quotation) -> None:
        self.texts.add(row.text.strip())
        self.people[row.participant] += 1
        coding = row.coding
        self.spans.setdefault(coding.transcript, []).append((coding.start, coding.end))

    def holds(self, row: Quotation) -> bool:
        """Whether the words, or some of them, are quoted already."""
        coding = row.coding
        spans = self.spans.get(coding.transcript, ())
        return row.text.strip() in self.texts or any(
            coding.start < end and start < coding.end for start, end in spans
        )


def choose(
    codebook: Codebook,
    rows: Sequence[Quotation],
    participants: Iterable[Participant],
    wanted: Mapping[str, int],
) -> dict[str, tuple[Quotation, ...]]:
    """The quotations for each code, none of them twice in the paper.

    Args:
        codebook: which codes lie below which.
        rows: the evidence register.
        participants: for their consent, and to spread the choice over their attributes; also
            those who are not heard.
        wanted: how many to choose at most for each code, in the order of the paper.
    """
    people = {person.id: person for person in participants if person.consent in QUOTED}
    said = [row for row in rows if row.coding.counted]
    quotable = _quotable(said, people)
    passages, terms = _frequencies(said)
    taken = _Taken()
    chosen = {}
    for code, most in wanted.items():
        ids = [code] if wanted.keys() >= _below(codebook, code) else sorted(family(codebook, code))
        held = sum((terms[ident] for ident in ids), Counter[str]())
        total = sum(passages[ident] for ident in ids)
        scored = [
            (manner + _TYPICAL * _typical(row, held, total), row)
            for ident in ids
            for manner, row in quotable[ident]
        ]
        chosen[code] = tuple(_spread(_voices(scored, people), most, taken))
    return chosen


def _below(codebook: Codebook, code: str) -> frozenset[str]:
    """The codes below one; where they have quotations of their own, it speaks for itself alone."""
    return family(codebook, code) - {code}


def _place(row: Quotation) -> tuple[str, int, int]:
    return row.coding.transcript, row.coding.start, row.coding.end


def _quotable(
    said: Sequence[Quotation], people: Mapping[str, Participant]
) -> Mapping[str, list[Scored]]:
    """The rows that may be quoted, by code, each with what it scores whatever the code."""
    crowd = Counter(place for place, _ in {(_place(row), row.coding.code) for row in said})
    quotable: dict[str, list[Scored]] = defaultdict(list)
    for row in said:
        words = len(row.text.split())
        fits = FEWEST_WORDS <= words <= MOST_WORDS and "\n" not in row.text.strip()
        if fits and row.participant in people and not row.doubtful:
            alone = 0.5 / crowd[_place(row)]
            quotable[row.coding.code].append((_manner(row, words) + alone, row))
    return quotable


def _frequencies(said: Sequence[Quotation]) -> tuple[Counter[str], Mapping[str, Counter[str]]]:
    """How many passages each code has, and how many of them hold each term."""
    terms: dict[str, Counter[str]] = defaultdict(Counter)
    for row in said:
        terms[row.coding.code].update(_different(row))
    return Counter(row.coding.code for row in said), terms


def _different(row: Quotation) -> set[str]:
    return {term.casefold() for term in row.coding.terms}


def _typical(row: Quotation, held: Mapping[str, int], passages: int) -> float:
    terms = _different(row)
    return sum(held[term] for term in terms) / (passages * len(terms)) if terms else 0.0


def _manner(row: Quotation, words: int) -> float:
    return (
        1
        - abs(words - BEST_WORDS) / MOST_WORDS
        + 0.4 * min(len(_different(row)), 3)
        + 0.5 * _is_sentence(row.text)
        - 0.4 * _fillers(row)
        - 0.6 * row.text.rstrip().endswith("?")
    )


def _is_sentence(text: str) -> bool:
    stripped = text.strip()
    return stripped[:1].isupper() and stripped.endswith(_ENDS)


def _fillers(row: Quotation) -> int:
    known = _filler_words().get(row.language, frozenset())
    words = row.text.casefold().split()
    return 0 if known.isdisjoint(words) else sum(word in known for word in words)


@cache
def _filler_words() -> dict[str, frozenset[str]]:
    """By language, as they stand in a text: alone, or with a mark behind them."""
    data = tomllib.loads((Path(__file__).parent / "speech.toml").read_text("utf-8"))
    return {
        language: frozenset(word + mark for word in words for mark in ("", *_MARKS))
        for language, words in data["fillers"].items()
    }


def _voices(scored: Iterable[Scored], people: Mapping[str, Participant]) -> list[_Voice]:
    said: dict[tuple[str, str], list[Scored]] = defaultdict(list)
    for one in sorted(scored, key=lambda one: (-one[0], one[1].id)):
        said[one[1].participant, one[1].language].append(one)
    return [
        _Voice(person, language, frozenset(people[person].attributes), deque(rows))
        for (person, language), rows in said.items()
    ]


def _spread(voices: Sequence[_Voice], most: int, taken: _Taken) -> Iterator[Quotation]:
    chosen: list[_Voice] = []
    while len(chosen) < most:
        for voice in voices:
            while voice.rows and taken.holds(voice.rows[0][1]):
                voice.rows.popleft()
        voices = [voice for voice in voices if voice.rows]
        if not voices:
            return
        best = min(voices, key=lambda voice: _rank(voice, chosen, taken))
        chosen.append(best)
        taken.add(best.rows[0][1])
        yield best.rows[0][1]


def _rank(voice: _Voice, chosen: Sequence[_Voice], taken: _Taken) -> tuple[int, float, str]:
    """How often the person is quoted on the code, then the score less what others take from it."""
    score, row = voice.rows[0]
    score -= _SEEN_BEFORE * taken.people[voice.person]
    for other in chosen:
        score -= _SAME_GROUP * (other.language == voice.language)
        score -= _SAME_GROUP * len(other.traits & voice.traits) / 2
    return sum(other.person == voice.person for other in chosen), -score, row.id
