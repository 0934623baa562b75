"""The sentences of what respondents say, for people who look through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from spacy.tokens import Doc

from evidence.model import Passage
from nlp import turns
from nlp.interview import characters
from nlp.sentences import Sentences
from transcripts.model import INTERVIEWER, Transcript


def sentences(transcripts: Iterable[Transcript]) -> Iterator[Passage]:
    """Each sentence of an answer, by transcript and place, without the blanks around it."""
    pipelines, cutter = turns.Pipelines(), Sentences()
    for transcript in transcripts:
        doc, _ = turns.read(transcript, pipelines)
        for index, span in enumerate(doc.spans[turns.SPANS]):
            if transcript.turns[index].role != INTERVIEWER:
                for start, end in _of_turn(doc, span.start, span.end, cutter):
                    yield Passage(transcript.id, index, start, end)


def _of_turn(doc: Doc, first: int, last: int, cutter: Sentences) -> Iterator[tuple[int, int]]:
    starts = cutter.starts(doc, [(first, last)]).tolist()
    for start, end in pairwise([*starts, last]):
        if doc[start:end].text.strip():
            yield characters(doc, start, end)
