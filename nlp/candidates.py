"""Candidate themes: what people speak of in passages that no code covers.

Terms of two to four words are ranked by C-value (Frantzi, Ananiadou and Mima 2000,
https://doi.org/10.1007/s007999900023): frequent terms, longer ones more, less what they owe to
terms that hold them. Single words, among them the compounds of German, are ranked by how much more
often they stand in what is not coded than in what is (log-likelihood, Rayson and Garside 2000,
https://doi.org/10.3115/1117729.1117730). Both are offered to researchers, never used by the
program.
"""

from __future__ import annotations

import runpy
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from math import log, log2
from pathlib import Path

import spacy.lang
from spacy.attrs import ORTH

from evidence.codebook import Codebook
from evidence.model import Candidate, Coding, Passage
from nlp.families import lemma, normal
from nlp.heard import Heard, Term
from nlp.themes import Finder
from nlp.turns import Pipelines, language_of
from transcripts.model import INTERVIEWER, Transcript

LONGEST = 4
"""Words of the longest term."""

MOST = 40
"""Terms of several words, and single words, that are offered a language."""

FEWEST_TRANSCRIPTS = 2
"""Transcripts that a candidate is said in, where the study has as many."""

FEWEST_TIMES = 3
_SHORTEST_WORD = 6  # letters; shorter single words rarely name a theme
_SIGNIFICANT = 6.63  # log-likelihood at p < 0.01, one degree of freedom
_EXAMPLES = 3
_WORDS = Path(__file__).with_suffix(".toml")


@dataclass(slots=True)
class _Language:
    """What is said in one language without a code, and how often which word with one."""

    heard: Heard = field(default_factory=Heard)
    coded: Counter[str] = field(default_factory=Counter)


def candidates(
    transcripts: Sequence[Transcript], codings: Iterable[Coding], codebook: Codebook
) -> tuple[Candidate, ...]:
    """The candidate themes of a study, by language, kind and rank.

    Args:
        transcripts: all of the study.
        codings: all of them, the interviewers' too.
        codebook: whose terms are no candidates.
    """
    covered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for coding in codings:
        covered[coding.transcript].append((coding.start, coding.end))
    pipelines = Pipelines()
    languages: dict[str, _Language] = defaultdict(_Language)
    for transcript in transcripts:
        _hear(transcript, sorted(covered[transcript.id]), pipelines, languages)
        for one in languages.values():
            one.heard.end()
    fewest = min(FEWEST_TRANSCRIPTS, len(transcripts))
    return tuple(
        candidate
        for language in sorted(languages)
        for candidate in _of_language(languages[language], language, fewest, codebook, pipelines)
    )


def c_values(counts: Mapping[Term, int]) -> dict[Term, float]:
    """The C-value of each term of several words.

    ``log2 |a| (f(a) - t(a) / p(a))``, where a stands in ``p(a)`` longer candidates, and in these
    ``t(a)`` times, each occurrence counted once, in the longest.
    """
    nested: Counter[Term] = Counter()
    holders: Counter[Term] = Counter()
    for term in sorted(counts, key=len, reverse=True):
        for part in set(_parts(term)) & counts.keys():
            nested[part] += counts[term] - nested[term]
            holders[part] += 1
    return {
        term: log2(len(term)) * (times - nested[term] / max(holders[term], 1))
        for term, times in counts.items()
    }


def log_likelihood(here: int, there: int, size_here: int, size_there: int) -> float:
    """How surely a word is more frequent here; 0 where it is not."""
    whole = size_here + size_there
    expected_here = size_here * (here + there) / whole
    expected_there = size_there * (here + there) / whole
    if not expected_here or here <= expected_here:
        return 0.0
    rest = there * log(there / expected_there) if there else 0.0
    return 2 * (here * log(here / expected_here) + rest)


def _parts(term: Term) -> Iterator[Term]:
    """The shorter terms that a term holds."""
    for length in range(2, len(term)):
        for start in range(len(term) - length + 1):
            yield term[start : start + length]


def _hear(
    transcript: Transcript,
    covered: Sequence[tuple[int, int]],
    pipelines: Pipelines,
    languages: Mapping[str, _Language],
) -> None:
    names = {part for turn in transcript.turns for part in normal(turn.speaker).split()}
    for index, turn in enumerate(transcript.turns):
        language = language_of(turn, transcript)
        if turn.role == INTERVIEWER or not language:
            continue
        said = languages[language]
        for start, end, coded in _stretches(turn.start, turn.end, covered):
            place = Passage(transcript.id, index, start, end)
            for run in _runs(transcript.text[start:end], language, pipelines, names):
                if coded:
                    said.coded.update(base for base, _ in run)
                else:
                    said.heard.hear(run, place)


def _stretches(
    start: int, end: int, covered: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, bool]]:
    """A turn cut into what a coding covers and what none does."""
    at = start
    for first, last in covered:
        if first >= end or last <= at:
            continue
        if at < first:
            yield at, first, False
        yield max(at, first), min(last, end), True
        at = min(last, end)
    if at < end:
        yield at, end, False


def _runs(
    text: str, language: str, pipelines: Pipelines, names: set[str]
) -> Iterator[list[tuple[str, str]]]:
    """Neighbouring words that may be a term, each with its dictionary form."""
    run: list[tuple[str, str]] = []
    # By their numbers: a vocabulary holds each word once, and most words come again.
    for number in pipelines.doc(text, language).to_array(ORTH).tolist():
        word = pipelines.vocab.strings[number]
        base = _base(word, language)
        if base and base not in names:
            run.append((base, word))
        elif run:
            yield run
            run = []
    if run:
        yield run


@lru_cache(maxsize=200_000)
def _base(word: str, language: str) -> str:
    """The dictionary form of a word in small letters; empty where it is no part of a term."""
    if not word.isalpha() or len(word) < 3 or word.lower() in _no_parts(language):
        return ""
    base = lemma(word, language).lower()
    return "" if base in _no_parts(language) else base


@lru_cache(maxsize=3)
def _no_parts(language: str) -> frozenset[str]:
    # By its file: the package of a language takes up to four seconds to import.
    file = Path(spacy.lang.__path__[0]) / language / "stop_words.py"
    listed = runpy.run_path(str(file))["STOP_WORDS"]
    own = tomllib.loads(_WORDS.read_text(encoding="utf-8"))[language]
    return frozenset(listed) | frozenset(own)


def _of_language(
    said: _Language, language: str, fewest: int, codebook: Codebook, pipelines: Pipelines
) -> Iterator[Candidate]:
    often = said.heard.often(LONGEST, FEWEST_TIMES, fewest)
    times = {term: one.times for term, one in often.items()}
    known = _known(codebook, language, pipelines)
    ranked = {
        "C-value": c_values({term: times[term] for term in times if len(term) > 1}),
        "log-likelihood": _keyness(times, said),
    }
    for measure, scores in ranked.items():
        best = sorted(scores, key=lambda term: (-scores[term], term))
        new = (term for term in best if scores[term] > 0 and not known(" ".join(term)))
        offered = list(islice(new, MOST))
        spellings = said.heard.spellings(offered)
        examples = said.heard.examples(offered, _EXAMPLES)
        for term in offered:
            yield Candidate(
                max(spellings[term], key=lambda form: (spellings[term][form], form)),
                language,
                often[term].times,
                often[term].transcripts,
                measure,
                round(scores[term], 1),
                examples[term],
            )


def _keyness(times: Mapping[Term, int], said: _Language) -> dict[Term, float]:
    there = sum(said.coded.values())
    found = {
        term: log_likelihood(number, said.coded[term[0]], said.heard.singles, there)
        for term, number in times.items()
        if len(term) == 1 and len(term[0]) >= _SHORTEST_WORD
    }
    return {term: score for term, score in found.items() if score >= _SIGNIFICANT}


def _known(codebook: Codebook, language: str, pipelines: Pipelines) -> Callable[[str], bool]:
    """Tells whether the codebook's terms find something in a text."""
    finder = Finder(codebook.terms_in(language), language, *pipelines.words(language))
    return lambda text: bool(finder.matches(pipelines.doc(text, language)))
