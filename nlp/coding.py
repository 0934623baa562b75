"""Codes applied to what people say: segments of turns, and whole passages."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Span

from evidence.codebook import Codebook
from evidence.model import LEARNED, QUESTION, Coding
from nlp import conversation, turns
from nlp.conversation import Answer, Conversation, Sentence, opening
from nlp.description import Describer, Finders
from nlp.interview import Interview, Reader, characters
from nlp.passages import Passages, Segment, Stretch, by_code, weight
from nlp.themes import SPANS
from transcripts.model import INTERVIEWER, LANGUAGES, Transcript

if TYPE_CHECKING:
    from nlp.learning import Learned, Lesson


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


class Coder:
    """Codes transcripts with one codebook; build one and use it for all of a study.

    Args:
        codebook: what to look for.
        pipelines: language to the name or path of an installed trained pipeline; languages that
            are not named get tokenizers and a dictionary's word families.
        learned: what people's codings have taught.
    """

    def __init__(
        self,
        codebook: Codebook,
        pipelines: Mapping[str, str] | None = None,
        learned: Learned | None = None,
    ) -> None:
        gc.freeze()  # to look through spaCy for garbage takes longer than all that follows
        self.codebook = codebook
        self.pipelines = turns.Pipelines(pipelines)
        self._learned = learned
        self._reader = Reader(codebook, self.pipelines)
        self._passages = Passages(codebook)
        self._describer = Describer(codebook, self.pipelines)
        self._phrases = Finders(conversation.terms, self.pipelines)
        self._order = {code.id: number for number, code in enumerate(codebook.codes)}

    def read(self, transcript: Transcript) -> Doc:
        """The transcript as a document with ``doc.spans["turns"]`` and ``doc.spans["themes"]``."""
        interview = self._reader.interview(transcript)
        interview.doc.spans[SPANS] = [
            Span(interview.doc, cue.start, cue.end, cue.term.code, span_id=cue.term.text)
            for cues in interview.cues
            for cue in cues
        ]
        return interview.doc

    def code(self, transcript: Transcript) -> tuple[Coding, ...]:
        """The codings of a transcript, by turn, then by place, then in the codebook's order."""
        interview = self._reader.interview(transcript)
        talk = Conversation()
        codings: list[Coding] = []
        for index, turn in enumerate(transcript.turns):
            hear = self._question if turn.role == INTERVIEWER else self._answer
            codings += hear(interview, index, talk)
        return tuple(sorted((_trimmed(transcript, one) for one in codings), key=self._place))

    def passage(self, text: str, language: str) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
        """What :func:`code_passage` gives, for a text in a known language."""
        doc, words, cues = self._reader.passage(text, language)
        applied = self._passages.applied(Stretch(0, len(words) - 2, words, by_code(cues)))
        implied = {above for code in applied for above in self.codebook.ancestors(code)}
        codes = tuple(code for code in self._order if code in applied or code in implied)
        marks = (
            Mark(*characters(doc, cue.start, cue.end), cue.term.code, cue.term.text)
            for cue in cues
            if cue.term.code in applied
        )
        return codes, tuple(marks)

    def _question(self, interview: Interview, turn: int, talk: Conversation) -> list[Coding]:
        segments = self._segments(interview, turn, Answer())
        talk.ask(self._heard(interview, turn, segments))
        return [_coding(interview, turn, segment, Answer()) for segment in segments]

    def _answer(self, interview: Interview, turn: int, talk: Conversation) -> list[Coding]:
        segments = self._segments(interview, turn, Answer())
        heard = self._heard(interview, turn, segments) if talk.codes else []
        if not heard:
            return [self._described(interview, turn, one, Answer()) for one in segments]
        answer = talk.answer(interview.transcript.turns[turn].speaker, heard)
        segments = self._segments(interview, turn, answer)
        codings = [self._described(interview, turn, one, answer) for one in segments]
        return codings + list(_taken_up(interview, turn, heard, answer, codings))

    def _segments(self, interview: Interview, turn: int, answer: Answer) -> list[Segment]:
        """The segments of a turn; what was asked adds to passages of an answer."""
        cues = interview.cues[turn]
        if not cues:
            return []
        first, end = interview.bounds[turn]
        until = interview.sentence_at(turn, answer.end) if answer.codes else first
        read = Stretch(
            first,
            end - 1,
            interview.words,
            by_code(cues),
            answer.codes,
            until,
            self._taught(interview, turn),
        )
        return list(self._passages.segments(read))

    def _taught(
        self, interview: Interview, turn: int
    ) -> Callable[[int, int], Mapping[str, float]] | None:
        """What the categoriser says of sentences of a turn, each asked for once."""
        learned = self._learned
        if learned is None:
            return None
        text = interview.transcript.text

        @cache
        def adjustments(first: int, end: int) -> Mapping[str, float]:
            start, stop = interview.characters(first, end - 1, turn)
            return learned.adjustments(text[start:stop])

        return adjustments

    def lessons(self, transcript: Transcript, codings: Iterable[Coding]) -> Iterator[Lesson]:
        """The passages of what is answered in a transcript, with what people coded in them."""
        from nlp.learning import Lesson

        interview = self._reader.interview(transcript)
        people = list(codings)
        for turn, said in enumerate(transcript.turns):
            if said.role == INTERVIEWER or not interview.language(turn):
                continue
            for first, end in interview.passages(turn):
                start, stop = interview.characters(first, end - 1, turn)
                cues = [c for c in interview.cues[turn] if first <= c.sentence < end]
                yield Lesson(
                    transcript.id,
                    transcript.text[start:stop],
                    frozenset(c.code for c in people if c.start < stop and start < c.end),
                    {code: weight(found) for code, found in by_code(cues).items()},
                )

    def _heard(
        self, interview: Interview, turn: int, segments: Sequence[Segment]
    ) -> list[Sentence]:
        """The sentences of a turn with what their words do to the conversation."""
        if not interview.language(turn):
            return []
        return [self._sentence(interview, turn, i, segments) for i in interview.spoken(turn)]

    def _sentence(
        self, interview: Interview, turn: int, number: int, segments: Sequence[Segment]
    ) -> Sentence:
        said = interview.said(number, number, turn)
        found = self._phrases.find(said)
        start = said.sentences[0]
        return Sentence(
            *interview.characters(number, number, turn),
            interview.words[number + 1] - interview.words[number],
            asks="?" in said.doc[start : said.end].text[-3:],
            does=frozenset(match.term.code for match in found),
            begins=frozenset(match.term.code for match in found if match.start <= start + 1),
            codes=frozenset(one.code for one in segments if one.first <= number <= one.last),
        )

    def _described(
        self, interview: Interview, turn: int, segment: Segment, answer: Answer
    ) -> Coding:
        said = interview.said(segment.first, segment.last, turn, segment.cues)
        stance = self._describer.stance(said)
        return replace(
            _coding(interview, turn, segment, answer),
            stance=stance.kind,
            hedged=stance.hedged,
            stance_terms=stance.terms,
            markets=self._describer.markets(said, segment.code),
        )

    def _place(self, coding: Coding) -> tuple[int, int, int, int]:
        return coding.turn, coding.start, coding.end, self._order[coding.code]


def code(
    transcript: Transcript,
    codebook: Codebook,
    pipelines: Mapping[str, str] | None = None,
    learned: str = "",
) -> tuple[Coding, ...]:
    """The program's codings of a transcript.

    A coding's segment is one or several whole sentences of one turn. Turns in other languages
    than those of the codebook are left out; what the interviewer says is coded, not counted.

    Args:
        transcript: what was said.
        codebook: what to look for.
        pipelines: language to the name or path of an installed trained pipeline.
        learned: the folder of what people's codings have taught; empty for nothing.

    Returns:
        Codings by turn, then by place, then in the codebook's order.
    """
    named = tuple(sorted((pipelines or {}).items()))
    return _coder(codebook, named, learned).code(transcript)


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
    return _coder(codebook).passage(text, language)


@lru_cache(maxsize=4)
def _coder(
    codebook: Codebook, pipelines: tuple[tuple[str, str], ...] = (), learned: str = ""
) -> Coder:
    if not learned:
        return Coder(codebook, dict(pipelines))
    from nlp.learning import read

    return Coder(codebook, dict(pipelines), read(Path(learned)))


def _coding(interview: Interview, turn: int, segment: Segment, answer: Answer) -> Coding:
    start, end = interview.characters(segment.first, segment.last, turn)
    rules = dict.fromkeys(cue.term.text for cue in segment.cues)
    return Coding(
        interview.transcript.id,
        turn,
        start,
        end,
        segment.code,
        counted=interview.transcript.turns[turn].role != INTERVIEWER,
        terms=tuple(interview.doc[cue.start : cue.end].text for cue in segment.cues),
        prompted=segment.code in answer.codes and start < answer.end,
        rules=(*rules, *[QUESTION] * segment.asked, *[LEARNED] * segment.learned),
        score=segment.score,
    )


def _taken_up(
    interview: Interview,
    turn: int,
    heard: Sequence[Sentence],
    answer: Answer,
    codings: Sequence[Coding],
) -> Iterator[Coding]:
    """Codings of an answer's opening that only the question names."""
    coded = {coding.code for coding in codings}
    for code in answer.codes if answer.takes_up else ():
        if code not in coded:
            start, end = opening(heard, answer.end)
            yield Coding(
                interview.transcript.id,
                turn,
                start,
                end,
                code,
                prompted=True,
                rules=(QUESTION,),
                score=1.0,
            )


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
