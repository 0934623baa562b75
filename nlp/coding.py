"""Codes applied to what people say: segments of turns, and whole passages."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from spacy.tokens import Doc, Span

from evidence.codebook import Codebook
from evidence.model import Coding
from nlp import turns
from nlp.description import Describer
from nlp.passages import Cue, Passages, Segment, Stretch, by_code
from nlp.prompts import opening, prompts
from nlp.sentences import Sentences
from nlp.stance import Said
from nlp.themes import SPANS, Finder
from transcripts.model import INTERVIEWER, LANGUAGES, Transcript, Turn


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that speak for a code: ``text[start:end]``, in characters, end excluded.

    Attributes:
        start: characters from the start of the text.
        end: characters, end excluded.
        code: id of the code.
        term: the codebook's term.
    """

    start: int
    end: int
    code: str
    term: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A transcript on its way to codings.

    Attributes:
        doc: the whole of it.
        starts: first token of each sentence, ascending.
        turns: first sentence of each turn and the one after its last.
        words: how many words stand before each sentence, and in all.
        cues: of each turn.
    """

    doc: Doc
    starts: Sequence[int]
    turns: Sequence[tuple[int, int]]
    words: Sequence[int]
    cues: Sequence[Sequence[Cue]]


class Coder:
    """Codes transcripts with one codebook; build one and use it for all of a study.

    Args:
        codebook: what to look for.
        pipelines: language to the name or path of an installed trained pipeline; languages that
            are not named get blank pipelines and a dictionary's word families.
    """

    def __init__(self, codebook: Codebook, pipelines: Mapping[str, str] | None = None) -> None:
        gc.freeze()  # to look through spaCy for garbage takes longer than all that follows
        self.codebook = codebook
        self.pipelines = turns.Pipelines(pipelines)
        self._finders: dict[str, Finder] = {}
        self._describer = Describer(codebook, self.pipelines)
        self._sentences = Sentences()
        self._passages = Passages(codebook)
        self._order = {code.id: number for number, code in enumerate(codebook.codes)}

    def read(self, transcript: Transcript) -> Doc:
        """The transcript as a document with ``doc.spans["turns"]`` and ``doc.spans["themes"]``."""
        reading = self._read(transcript)
        reading.doc.spans[SPANS] = [
            Span(reading.doc, cue.start, cue.end, cue.term.code, span_id=cue.term.text)
            for cues in reading.cues
            for cue in cues
        ]
        return reading.doc

    def code(self, transcript: Transcript) -> tuple[Coding, ...]:
        """The codings of a transcript, by turn, then by place, then in the codebook's order."""
        reading = self._read(transcript)
        named = [
            coding
            for i, cues in enumerate(reading.cues)
            if cues
            for coding in self._code_turn(transcript, i, reading)
        ]
        codings = (_trimmed(transcript, one) for one in _prompted(transcript, reading, named))
        return tuple(sorted(codings, key=self._place))

    def passage(self, text: str, language: str) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
        """What :func:`code_passage` gives, for a text in a known language."""
        doc = self.pipelines.doc(text, language)
        starts, words = self._cut(doc, [(0, len(doc))])
        cues = self._cues(doc, language, starts, 0)
        read = Stretch(0, len(starts) - 1, words, by_code(cues))
        applied = self._passages.applied(read)
        implied = {above for code in applied for above in self.codebook.ancestors(code)}
        codes = tuple(code for code in self._order if code in applied or code in implied)
        marks = (
            Mark(*_characters(doc, cue.start, cue.end), cue.term.code, cue.term.text)
            for cue in cues
            if cue.term.code in applied
        )
        return codes, tuple(marks)

    def _finder(self, language: str) -> Finder:
        if language not in self._finders:
            terms = self.codebook.terms_in(language)
            self._finders[language] = Finder(terms, language, *self.pipelines.words(language))
        return self._finders[language]

    def _read(self, transcript: Transcript) -> _Reading:
        doc, stretches = turns.read(transcript, self.pipelines)
        bounds = [(span.start, span.end) for span in doc.spans[turns.SPANS]]
        starts, words = self._cut(doc, bounds)
        cues = [
            cue
            for one in stretches
            if one.language
            for cue in self._cues(one.doc, one.language, starts, one.offset)
        ]
        spoken = _said_aloud(doc, cues, transcript.asides)
        sentences = np.searchsorted(starts, bounds).reshape(-1, 2).tolist()
        of_turns = [(first, end) for first, end in sentences]
        return _Reading(doc, starts, of_turns, words, _by_turn(spoken, bounds))

    def _cut(self, doc: Doc, bounds: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
        """Where sentences start, and how many words stand before each and in all."""
        starts = self._sentences.starts(doc, bounds)
        words = self._sentences.words(doc)
        return starts.tolist(), words[np.append(starts, len(doc))].tolist()

    def _cues(self, doc: Doc, language: str, starts: Sequence[int], offset: int) -> list[Cue]:
        """The cues of a document that stands ``offset`` tokens from the start of the whole."""
        found = self._finder(language).matches(doc)
        places = np.searchsorted(starts, [offset + m.start for m in found], side="right") - 1
        return [
            Cue(offset + match.start, offset + match.end, sentence, match.term)
            for match, sentence in zip(found, places.tolist(), strict=True)
        ]

    def _code_turn(self, transcript: Transcript, index: int, reading: _Reading) -> Iterator[Coding]:
        first, end = reading.turns[index]
        read = Stretch(first, end - 1, reading.words, by_code(reading.cues[index]))
        turn = transcript.turns[index]
        for segment in self._passages.segments(read):
            coding = _coding(transcript, index, reading, segment)
            said = _said(reading, segment, index, turns.language_of(turn, transcript))
            yield self._described(coding, said) if _counts(turn) else coding

    def _described(self, coding: Coding, said: Said) -> Coding:
        found = self._describer.stance(said)
        return replace(
            coding,
            stance=found.kind,
            hedged=found.hedged,
            stance_terms=found.terms,
            markets=self._describer.markets(said, coding.code),
        )

    def _place(self, coding: Coding) -> tuple[int, int, int, int]:
        return coding.turn, coding.start, coding.end, self._order[coding.code]


def code(
    transcript: Transcript, codebook: Codebook, pipelines: Mapping[str, str] | None = None
) -> tuple[Coding, ...]:
    """The program's codings of a transcript.

    A coding's segment is one or several whole sentences of one turn. Turns in other languages
    than those of the codebook are left out; what the interviewer says is coded, not counted.

    Args:
        transcript: what was said.
        codebook: what to look for.
        pipelines: language to the name or path of an installed trained pipeline.

    Returns:
        Codings by turn, then by place, then in the codebook's order.
    """
    return _coder(codebook, tuple(sorted((pipelines or {}).items()))).code(transcript)


def code_passage(
    text: str, codebook: Codebook, language: str | None = None
) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
    """The codes of a text of about a paragraph, and the words that led to them.

    Args:
        text: a passage; longer texts get a code where any passage in them does.
        codebook: what to look for.
        language: ISO 639-1 code; found out where it is not given.

    Returns:
        Ids in the codebook's order, with those of the codes above, and marks in the order of the
        text; nothing for a text in a language without terms.
    """
    if language is None:
        from transcripts.languages import detect

        language = detect(text)
    if language not in LANGUAGES:
        return (), ()
    return _coder(codebook, ()).passage(text, language)


@lru_cache(maxsize=4)
def _coder(codebook: Codebook, pipelines: tuple[tuple[str, str], ...]) -> Coder:
    return Coder(codebook, dict(pipelines))


def _coding(transcript: Transcript, index: int, reading: _Reading, segment: Segment) -> Coding:
    doc = reading.doc
    return Coding(
        transcript.id,
        index,
        *_sentences_text(reading, segment.first, segment.last, index),
        segment.code,
        counted=_counts(transcript.turns[index]),
        terms=tuple(doc[cue.start : cue.end].text for cue in segment.cues),
        rules=tuple(dict.fromkeys(cue.term.text for cue in segment.cues)),
        score=segment.score,
    )


def _said(reading: _Reading, segment: Segment, turn: int, language: str) -> Said:
    starts = reading.starts[segment.first : segment.last + 1]
    themed = frozenset(cue.sentence - segment.first for cue in segment.cues)
    return Said(reading.doc, language, starts, _end(reading, segment.last, turn), themed)


def _counts(turn: Turn) -> bool:
    return turn.role != INTERVIEWER


def _prompted(
    transcript: Transcript, reading: _Reading, named: Sequence[Coding]
) -> Iterator[Coding]:
    """The codings, those that answer a question marked, and those that only the question names."""
    asked = prompts(transcript, named)
    for coding in named:
        yield replace(coding, prompted=coding.code in asked.get(coding.turn, ()))
    said = {(coding.turn, coding.code) for coding in named}
    for turn, codes in asked.items():
        if not turns.language_of(transcript.turns[turn], transcript):
            continue  # what is said there in another language is not coded at all
        for code in codes:
            if (turn, code) not in said:
                start, end = _opening(reading, turn)
                yield Coding(transcript.id, turn, start, end, code, prompted=True)


def _opening(reading: _Reading, turn: int) -> tuple[int, int]:
    first, end = reading.turns[turn]
    spoken = [
        (*_sentences_text(reading, i, i, turn), reading.words[i + 1] - reading.words[i])
        for i in range(first, end)
        if reading.doc[reading.starts[i] : _end(reading, i, turn)].text.strip()
    ]
    return opening(spoken)


def _end(reading: _Reading, sentence: int, turn: int) -> int:
    """The token after a sentence of a turn."""
    if sentence + 1 < reading.turns[turn][1]:
        return reading.starts[sentence + 1]
    return int(reading.doc.spans[turns.SPANS][turn].end)


def _sentences_text(reading: _Reading, first: int, last: int, turn: int) -> tuple[int, int]:
    return _characters(reading.doc, reading.starts[first], _end(reading, last, turn))


def _characters(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """From the start of a token to the end of another, without the blanks around them."""
    while doc[start].is_space:
        start += 1
    while doc[end - 1].is_space:
        end -= 1
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def _said_aloud(doc: Doc, cues: Iterable[Cue], asides: Sequence[tuple[int, int]]) -> Iterator[Cue]:
    """The cues outside the asides, such as ``[laughs]``; both are in the order of the text."""
    at = 0
    for cue in cues:
        start, end = _characters(doc, cue.start, cue.end) if asides else (0, 0)
        while at < len(asides) and asides[at][1] <= start:
            at += 1
        if at == len(asides) or end <= asides[at][0]:
            yield cue


def _trimmed(transcript: Transcript, coding: Coding) -> Coding:
    """The coding without asides at the edges of its segment, where anything else is in it."""
    start, end = coding.start, coding.end
    for first, last in transcript.asides:
        if first == start:
            start = last + _blanks(transcript.text[last:end])
    for first, last in reversed(transcript.asides):
        if last == end:
            end = start + len(transcript.text[start:first].rstrip())
    if (start, end) == (coding.start, coding.end) or start >= end:
        return coding
    return replace(coding, start=start, end=end)


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _by_turn(cues: Iterable[Cue], bounds: Sequence[tuple[int, int]]) -> list[list[Cue]]:
    """The cues of each turn, both being in the order of the text; none lies in two turns."""
    found: list[list[Cue]] = [[] for _ in bounds]
    turn = 0
    for cue in cues:
        while turn < len(bounds) and bounds[turn][1] <= cue.start:
            turn += 1
        if turn < len(bounds) and bounds[turn][0] <= cue.start and cue.end <= bounds[turn][1]:
            found[turn].append(cue)
    return found
