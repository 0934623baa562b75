"""A transcript as coding sees it: one document, sentences turn by turn, and the cues in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from evidence.codebook import Codebook
from nlp import turns
from nlp.passages import Cue, Stretch
from nlp.sentences import Sentences
from nlp.stance import Said
from nlp.themes import Finder
from transcripts.model import Transcript


@dataclass(frozen=True, slots=True)
class Interview:
    """A transcript with its words cut and its cues found.

    Attributes:
        transcript: what was said.
        doc: the whole of it.
        starts: first token of each sentence, ascending.
        bounds: first sentence of each turn and the one after its last.
        words: how many words stand before each sentence, and in all.
        cues: of each turn.
    """

    transcript: Transcript
    doc: Doc
    starts: Sequence[int]
    bounds: Sequence[tuple[int, int]]
    words: Sequence[int]
    cues: Sequence[Sequence[Cue]]

    def language(self, turn: int) -> str:
        """The language that a turn is coded in; empty for none."""
        return turns.language_of(self.transcript.turns[turn], self.transcript)

    def end(self, sentence: int, turn: int) -> int:
        """The token after a sentence of a turn."""
        if sentence + 1 < self.bounds[turn][1]:
            return self.starts[sentence + 1]
        return int(self.doc.spans[turns.SPANS][turn].end)

    def characters(self, first: int, last: int, turn: int) -> tuple[int, int]:
        """From the start of a sentence to the end of another, without the blanks around them."""
        return characters(self.doc, self.starts[first], self.end(last, turn))

    def spoken(self, turn: int) -> list[int]:
        """The numbers of a turn's sentences that hold more than blanks."""
        return [
            i
            for i in range(*self.bounds[turn])
            if self.doc[self.starts[i] : self.end(i, turn)].text.strip()
        ]

    def passages(self, turn: int) -> Iterator[tuple[int, int]]:
        """A turn's sentences in passages: first sentence and the one after the last of each."""
        first, end = self.bounds[turn]
        read = Stretch(first, end - 1, self.words, {})
        while first < end:
            last = read.end_of_passage(first)
            yield first, last
            first = last

    def sentence_at(self, turn: int, place: int) -> int:
        """The first sentence of a turn that starts at a place, in characters, or after it."""
        first, end = self.bounds[turn]
        after = (i for i in range(first, end) if self.doc[self.starts[i]].idx >= place)
        return next(after, end)

    def said(self, first: int, last: int, turn: int, cues: Iterable[Cue] = ()) -> Said:
        """Some sentences of a turn, and which of them hold cues."""
        themed = frozenset(cue.sentence - first for cue in cues)
        starts = self.starts[first : last + 1]
        return Said(self.doc, self.language(turn), starts, self.end(last, turn), themed)


class Reader:
    """Reads transcripts with one codebook.

    Args:
        codebook: what to look for.
        pipelines: what cuts texts into words.
    """

    def __init__(self, codebook: Codebook, pipelines: turns.Pipelines) -> None:
        self._codebook, self._pipelines = codebook, pipelines
        self._finders: dict[str, Finder] = {}
        self._sentences = Sentences()

    def interview(self, transcript: Transcript) -> Interview:
        """A transcript with its cues."""
        doc, stretches = turns.read(transcript, self._pipelines)
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
        return Interview(transcript, doc, starts, of_turns, words, _by_turn(spoken, bounds))

    def passage(self, text: str, language: str) -> tuple[Doc, Sequence[int], list[Cue]]:
        """A text as a document, how many words stand before each sentence and in all, its cues."""
        doc = self._pipelines.doc(text, language)
        starts, words = self._cut(doc, [(0, len(doc))])
        return doc, words, self._cues(doc, language, starts, 0)

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

    def _finder(self, language: str) -> Finder:
        if language not in self._finders:
            terms = self._codebook.terms_in(language)
            cut, alike = self._pipelines.words(language), self._pipelines.similar(language, terms)
            self._finders[language] = Finder(terms, language, *cut, alike)
        return self._finders[language]


def characters(doc: Doc, start: int, end: int) -> tuple[int, int]:
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
        start, end = characters(doc, cue.start, cue.end) if asides else (0, 0)
        while at < len(asides) and asides[at][1] <= start:
            at += 1
        if at == len(asides) or end <= asides[at][0]:
            yield cue


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
