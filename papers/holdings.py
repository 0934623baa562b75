"""What the evidence holds, as the check of a paper asks for it: names, numbers, who said what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evidence.model import Cell
from papers.facts import Facts
from papers.heard import Interviews
from papers.wording import keys
from transcripts.model import Transcript
from transcripts.participants import Participant

Phrase = tuple[str, ...]
"""The words of a name, as they are compared."""


@dataclass(frozen=True)
class Holdings:
    """The evidence of a study in one language.

    Attributes:
        facts: study and evidence.
        transcripts: what was said, by id.
        interviews: the same, to be searched.
        voices: who is behind a transcript's id and a speaker's label, those included who may not
            be quoted or have withdrawn.
        names: themes, groups and countries as the paper calls them, and what each stands for:
            its names in the rows and columns of the counts.
        words: those of ``verification.toml`` for the language.
    """

    facts: Facts
    transcripts: Mapping[str, Transcript]
    interviews: Interviews
    voices: Mapping[tuple[str, str], Participant]
    names: Mapping[Phrase, frozenset[str]]
    words: Mapping[str, Any]

    @property
    def language(self) -> str:
        """The paper's language."""
        return self.facts.labels.language

    def named(self, row: Sequence[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
        """The names in a row of words: start, end (excluded) and what they stand for."""
        at = 0
        while at < len(row):
            size = next((n for n in range(8, 0, -1) if tuple(row[at : at + n]) in self.names), 0)
            if size:
                yield at, at + size, self.names[tuple(row[at : at + size])]
            at += max(size, 1)

    def told(self, cell: Cell) -> str:
        """A cell in words: where it stands and its number."""
        where = ", ".join(filter(None, (cell.table, cell.row, cell.column)))
        return f"{where}: {self.facts.labels.share(cell.value, cell.base)}"


def holdings(
    facts: Facts, transcripts: Iterable[Transcript], people: Iterable[Participant]
) -> Holdings:
    """What can be asked of the evidence.

    Args:
        facts: study and evidence in the paper's language.
        transcripts: all that were read, so that also what may not be quoted is known again.
        people: all participants, with the consent of today.
    """
    every = {transcript.id: transcript for transcript in transcripts}
    voices = {voice: person for person in people for voice in person.voices}
    return Holdings(
        facts,
        every,
        Interviews(every.values()),
        voices,
        _names(facts),
        {name: table[facts.labels.language] for name, table in listed().items()},
    )


@cache
def listed() -> dict[str, dict[str, Any]]:
    """``verification.toml``: words by purpose and language."""
    return tomllib.loads((Path(__file__).parent / "verification.toml").read_text("utf-8"))


def _names(facts: Facts) -> dict[Phrase, frozenset[str]]:
    """Themes, groups and countries by their names; one name may stand for several."""
    found: dict[Phrase, set[str]] = {}
    for label, stands_for in _labels(facts):
        phrase = tuple(keys(label))
        if phrase:
            found.setdefault(phrase, set()).add(stands_for)
    return {phrase: frozenset(names) for phrase, names in found.items()}


def _labels(facts: Facts) -> Iterator[tuple[str, str]]:
    for code in facts.evidence.codebook.codes:
        yield facts.evidence.codebook.label(code.id, facts.labels.language), code.id
    for attribute in facts.attributes:
        for group in facts.shares(attribute):
            yield group.label, group.name
    for cell in facts.evidence.cells:
        if cell.table == "markets":
            yield facts.labels.market(cell.row), cell.row
