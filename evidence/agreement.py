"""Agreement: the program beside each person who coded, and the people among themselves.

The unit is a respondent's answer, a turn: for each code, whether the coder gave it there or not. An
answer has the same bounds for everybody, whereas the ends of the segments that people mark are
their own; to compare free segments mixes where a coder cuts with what a coder sees (Campbell,
Quincy, Osserman and Pedersen 2013, Coding in-depth semistructured interviews, Sociological Methods
and Research 42(3), 294-320). A code below another counts for that one too, as everywhere in the
paper. Only transcripts in which a person has coded something are taken to have been read by that
person, and so the answers in which the person then saw nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from evidence.codebook import Codebook
from evidence.intervals import DRAWS
from evidence.judged import ALL, Answer, Given, Judged, Result, results, spread
from evidence.model import PROGRAM, Cell, Coding, Measure
from evidence.register import Voices, is_withdrawn, voices
from transcripts.model import Transcript
from transcripts.participants import Participant
from transcripts.study import QUOTED


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some coders beside each other.

    Attributes:
        coders: their names, the program first.
        letters: what the paper calls them: a letter, nothing for the program.
        transcripts: how many at least two of them have coded.
        resampled: ``transcripts`` or ``answers``, for the intervals.
        results: of all codes together, then of each that one of them gave.
    """

    coders: tuple[str, ...]
    letters: tuple[str, ...]
    transcripts: int
    resampled: str
    results: tuple[Result, ...]

    @property
    def table(self) -> str:
        """The name of the table that holds its numbers."""
        named = [f"coder {letter}" if letter else "program" for letter in self.letters]
        return f"agreement of {', '.join(named[:-1])} and {named[-1]}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An answer that some coders gave a code and others did not.

    Attributes:
        transcript: id of the transcript.
        turn: index of the answer, from 0.
        code: id of the code.
        given: who gave it.
        missed: who did not.
        text: the words that were coded; none of somebody who is not to be quoted.
    """

    transcript: str
    turn: int
    code: str
    given: tuple[str, ...]
    missed: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing coders; ``learned`` where the program's own codings were set aside.

    The program is then compared by its rules alone, for what it has learned it has from the people.
    """

    comparisons: tuple[Comparison, ...]
    disagreements: tuple[Disagreement, ...]
    learned: bool = False


def compare(
    codebook: Codebook,
    transcripts: Sequence[Transcript],
    participants: Iterable[Participant],
    program: Iterable[Coding],
    people: Iterable[Coding],
) -> Compared:
    """Set the program beside people and people beside each other.

    Args:
        codebook: the codes.
        transcripts: of the study.
        participants: what those say who have withdrawn is left out.
        program: its codings by rules alone, of at least the transcripts that people coded.
        people: their codings.
    """
    who = voices(participants)
    answers = {t.id: _answers(t, who) for t in sorted(transcripts, key=lambda t: t.id)}
    codings = sorted([*program, *people], key=lambda c: (c.transcript, c.start, c.end, c.code))
    heard = [c for c in codings if (c.transcript, c.turn) in answers.get(c.transcript, ())]
    people_read = _read(c for c in heard if c.coder != PROGRAM)
    read = {PROGRAM: frozenset().union(*people_read.values()), **people_read}
    given = _given(codebook, heard)
    every = _comparisons(codebook, answers, read, given) if people_read else ()
    words = _Words(heard, {t.id: t for t in transcripts}, who)
    return Compared(tuple(every), tuple(_disagreements(read, given, words)))


def _answers(transcript: Transcript, who: Voices) -> tuple[Answer, ...]:
    """The answers that count, see ``evidence.counts``."""
    heard = set(transcript.answers())
    return tuple(
        (transcript.id, index)
        for index, turn in enumerate(transcript.turns)
        if turn in heard and not is_withdrawn(transcript, turn, who)
    )


def _read(codings: Iterable[Coding]) -> dict[str, frozenset[str]]:
    """The transcripts that each person has coded at least once, by name."""
    found: dict[str, set[str]] = defaultdict(set)
    for coding in codings:
        found[coding.coder].add(coding.transcript)
    return {coder: frozenset(found[coder]) for coder in sorted(found)}


def _given(codebook: Codebook, codings: Iterable[Coding]) -> Given:
    """The answers that each coder gave a code or one below it."""
    found: dict[str, dict[str, set[Answer]]] = defaultdict(lambda: defaultdict(set))
    for coding in codings:
        for code in (coding.code, *codebook.ancestors(coding.code)):
            found[coding.coder][code].add((coding.transcript, coding.turn))
    return {
        coder: {code: frozenset(held) for code, held in codes.items()}
        for coder, codes in found.items()
    }


# Comparisons


def _comparisons(
    codebook: Codebook,
    answers: Mapping[str, Sequence[Answer]],
    read: Mapping[str, frozenset[str]],
    given: Given,
) -> Iterator[Comparison]:
    """Each two coders, then all people together where there are more than two."""
    people = [coder for coder in read if coder != PROGRAM]
    letters = {PROGRAM: "", **{coder: _letter(at) for at, coder in enumerate(people)}}
    groups = [*combinations(read, 2), *([tuple(people)] if len(people) > 2 else [])]
    for coders in groups:
        judged = {
            transcript: tuple(transcript in read[coder] for coder in coders)
            for transcript in answers
        }
        shared = [t for t in answers if sum(judged[t]) > 1 and answers[t]]
        if shared:
            units = Judged(coders, {t: (answers[t], judged[t]) for t in shared}, given)
            found = results(units, [code.id for code in codebook.codes])
            named = tuple(letters[coder] for coder in coders)
            yield Comparison(coders, named, len(shared), units.resampled, found)


def _letter(at: int) -> str:
    return chr(ord("A") + at) if at < 26 else str(at + 1)


# Disagreements


class _Words:
    """The words that coders gave a code in an answer, where they may be shown."""

    def __init__(
        self, codings: Iterable[Coding], by_id: Mapping[str, Transcript], who: Voices
    ) -> None:
        self._by_id, self._who = by_id, who
        self.places: dict[tuple[Answer, str], Coding] = {}
        for coding in codings:
            self.places.setdefault(((coding.transcript, coding.turn), coding.code), coding)

    def of(self, coding: Coding) -> str:
        transcript = self._by_id[coding.transcript]
        person = self._who.get((transcript.id, transcript.turns[coding.turn].speaker))
        shown = person is not None and person.consent in QUOTED
        return transcript.text[coding.start : coding.end] if shown else ""


def _disagreements(
    read: Mapping[str, frozenset[str]], given: Given, words: _Words
) -> Iterator[Disagreement]:
    """Where a code that somebody marked is missing from another's reading of the answer.

    A code above it that is missing too is no disagreement of its own.
    """
    for (answer, code), coding in words.places.items():
        readers = [coder for coder, known in read.items() if answer[0] in known]
        for_it = [c for c in readers if answer in given.get(c, {}).get(code, ())]
        against = tuple(coder for coder in readers if coder not in for_it)
        if for_it and against:
            yield Disagreement(*answer, code, tuple(for_it), against, words.of(coding))


# Numbers


def cells(compared: Compared) -> Iterator[Cell]:
    """The counts of the comparison, for the tables that are delivered."""
    people = {c for one in compared.comparisons for c in one.coders} - {PROGRAM}
    yield Cell("study", "coders compared", "", len(people))
    yield Cell("study", "bootstrap draws", "", DRAWS)
    yield Cell("study", "disagreements", "", len(compared.disagreements))
    for one in compared.comparisons:
        yield Cell(one.table, ALL, "transcripts", one.transcripts)
        for result in one.results:
            yield Cell(one.table, result.code, "answers", result.answers)


def measures(compared: Compared) -> Iterator[Measure]:
    """The coefficients of the comparison as they are printed; what is not defined is not there."""
    for one in compared.comparisons:
        for result in one.results:
            for column, value in columns(result):
                if value is not None:
                    yield Measure(one.table, result.code, column, value)


def columns(result: Result) -> Iterator[tuple[str, float | None]]:
    """The measures of a result as they are printed, with the names of their columns."""
    yield "percent", None if result.percent is None else round(100 * result.percent, 1)
    for name, estimate in (("kappa", result.kappa), ("alpha", result.alpha)):
        yield from spread(name, estimate)
