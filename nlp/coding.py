"""Codes applied to what people say: segments of turns, and whole passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from spacy.tokens import Doc, Span

from evidence.codebook import Codebook
from evidence.model import Coding
from nlp import turns
from nlp.prompts import opening, prompts
from nlp.sentences import sentences
from nlp.themes import SPANS, Themes
from transcripts.model import INTERVIEWER, LANGUAGES, Transcript

LONGEST_PASSAGE = 140
"""Words that are read together when it is decided whether a code applies, whole sentences."""

FARTHEST = 1
"""Sentences without a cue that a segment may hold between two with cues."""


@dataclass(frozen=True, slots=True)
class Cue:
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
class _Sentence:
    """A sentence of a turn: tokens, number of words, and the cues inside by code."""

    start: int
    end: int
    words: int
    cues: Mapping[str, Sequence[Span]]


class Coder:
    """Codes transcripts with one codebook; build one and use it for all of a study.

    Args:
        codebook: what to look for.
        pipelines: language to the name or path of an installed trained pipeline; languages that
            are not named get blank pipelines and dictionary lemmas.
    """

    def __init__(self, codebook: Codebook, pipelines: Mapping[str, str] | None = None) -> None:
        self.codebook = codebook
        self.pipelines = turns.Pipelines(pipelines)
        self._themes: dict[str, Themes] = {}
        self._weights = {(t.language, t.code, t.text): t.weight for t in codebook.terms}

    def read(self, transcript: Transcript) -> Doc:
        """The transcript as a document with ``doc.spans["turns"]`` and ``doc.spans["themes"]``."""
        doc = turns.read(transcript, self.pipelines)
        found = [
            span
            for turn, words in zip(transcript.turns, doc.spans[turns.SPANS], strict=True)
            if (language := turns.language_of(turn, transcript))
            for span in self.themes(language).find(doc, words.start, words.end)
        ]
        doc.spans[SPANS] = list(_said_aloud(found, transcript.asides))
        return doc

    def themes(self, language: str) -> Themes:
        """The component for a language, compiled at its first use."""
        if language not in self._themes:
            self._themes[language] = Themes(self.pipelines[language], self.codebook)
        return self._themes[language]

    def code(self, transcript: Transcript) -> tuple[Coding, ...]:
        """The codings of a transcript, by turn, then by place, then in the codebook's order."""
        doc = self.read(transcript)
        cues = _by_turn(doc)
        named = [
            coding
            for i in range(len(transcript.turns))
            if cues[i]
            for coding in self._code_turn(transcript, i, doc, cues[i])
        ]
        order = [code.id for code in self.codebook.codes]
        codings = (_trimmed(transcript, one) for one in _prompted(transcript, doc, named))
        return tuple(
            sorted(
                codings,
                key=lambda coding: (
                    coding.turn,
                    coding.start,
                    coding.end,
                    order.index(coding.code),
                ),
            )
        )

    def passage(self, text: str, language: str) -> tuple[tuple[str, ...], tuple[Cue, ...]]:
        """What :func:`code_passage` gives, for a text in a known language."""
        doc = self.pipelines.doc(text, language)
        found = self.themes(language).find(doc, 0, len(doc))
        read = _sentences(doc, 0, len(doc), found)
        applied = self._applied(read, language)
        implied = {above for code in applied for above in self.codebook.ancestors(code)}
        codes = tuple(c.id for c in self.codebook.codes if c.id in applied or c.id in implied)
        cues = (
            Cue(s.start_char, s.end_char, s.label_, s.id_) for s in found if s.label_ in applied
        )
        return codes, tuple(cues)

    def _code_turn(
        self, transcript: Transcript, index: int, doc: Doc, cues: list[Span]
    ) -> list[Coding]:
        turn, words = transcript.turns[index], doc.spans[turns.SPANS][index]
        language = turns.language_of(turn, transcript)
        read = _sentences(doc, words.start, words.end, cues)
        codings = [
            Coding(
                transcript.id,
                index,
                *_characters(doc, read[first], read[last]),
                code,
                counted=turn.role != INTERVIEWER,
                terms=_said(read[first : last + 1], code),
            )
            for code, sentences in self._applied(read, language).items()
            for first, last in self._segments(read, sentences, code, language)
        ]
        return sorted(codings, key=lambda coding: (coding.start, coding.end))

    def _segments(
        self, read: Sequence[_Sentence], sentences: Sequence[int], code: str, language: str
    ) -> list[tuple[int, int]]:
        """First and last sentence of each segment that is enough for the code by itself.

        Where none is, cues that only count together are one segment with what lies between.
        """
        runs = list(_runs(sentences))
        enough = [run for run in runs if self._enough(read[run[0] : run[1] + 1], code, language)]
        return enough or [(runs[0][0], runs[-1][1])]

    def _applied(self, read: Sequence[_Sentence], language: str) -> dict[str, list[int]]:
        """The codes that apply, in the codebook's order, and the sentences with their cues."""
        cued = {code.id: self._cued(read, code.id, language) for code in self.codebook.codes}
        return {code: sentences for code, sentences in cued.items() if sentences}

    def _cued(self, read: Sequence[_Sentence], code: str, language: str) -> list[int]:
        """The sentences with cues of a code that, read in a passage, are enough for it."""
        cued = [i for i, sentence in enumerate(read) if code in sentence.cues]
        if not cued:
            return []
        # What the code requires may have been said before its own first cue.
        anything = [i for i, sentence in enumerate(read) if sentence.cues]
        enough: set[int] = set()
        for first in anything if code in self.codebook.requires else cued:
            last = _passage_end(read, first)
            if self._applies(read[first:last], code, language):
                enough.update(i for i in cued if first <= i < last)
        return sorted(enough)

    def _applies(self, passage: Sequence[_Sentence], code: str, language: str) -> bool:
        required = self.codebook.requires.get(code)
        return self._enough(passage, code, language) and (
            not required or self._stands(passage, required, language)
        )

    def _stands(self, passage: Sequence[_Sentence], code: str, language: str) -> bool:
        """Whether a code stands on its own terms or on those of a code below that needs none."""
        below = (child.id for child in self.codebook.children(code))
        free = (child for child in below if child not in self.codebook.requires)
        return any(self._enough(passage, c, language) for c in (code, *free))

    def _enough(self, passage: Sequence[_Sentence], code: str, language: str) -> bool:
        terms = {span.id_ for sentence in passage for span in sentence.cues.get(code, ())}
        weights = (self._weights[language, code, term] for term in terms)
        return sum(weights) >= self.codebook.threshold(code)


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
) -> tuple[tuple[str, ...], tuple[Cue, ...]]:
    """The codes of a text of about a paragraph, and the words that led to them.

    Args:
        text: a passage; longer texts get a code where any passage in them does.
        codebook: what to look for.
        language: ISO 639-1 code; found out where it is not given.

    Returns:
        Ids in the codebook's order, with those of the codes above, and cues in the order of the
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


def _prompted(transcript: Transcript, doc: Doc, named: Sequence[Coding]) -> Iterator[Coding]:
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
                start, end = _opening(doc, doc.spans[turns.SPANS][turn])
                yield Coding(transcript.id, turn, start, end, code, prompted=True)


def _opening(doc: Doc, turn: Span) -> tuple[int, int]:
    read = _sentences(doc, turn.start, turn.end, ())
    spoken = (sentence for sentence in read if doc[sentence.start : sentence.end].text.strip())
    return opening([(*_characters(doc, one, one), one.words) for one in spoken])


def _said_aloud(cues: Iterable[Span], asides: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The cues outside the asides, such as ``[laughs]``; both are in the order of the text."""
    at = 0
    for span in cues:
        while at < len(asides) and asides[at][1] <= span.start_char:
            at += 1
        if at == len(asides) or span.end_char <= asides[at][0]:
            yield span


def _trimmed(transcript: Transcript, coding: Coding) -> Coding:
    """The coding without asides at the edges of its segment, where anything else is in it."""
    start, end = coding.start, coding.end
    for first, last in transcript.asides:
        if first == start:
            start = last + _blanks(transcript.text[last:end])
    for first, last in reversed(transcript.asides):
        if last == end:
            end = start + len(transcript.text[start:first].rstrip())
    return replace(coding, start=start, end=end) if start < end else coding


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _by_turn(doc: Doc) -> list[list[Span]]:
    """The cues of each turn, both being in the order of the text."""
    bounds = doc.spans[turns.SPANS]
    cues: list[list[Span]] = [[] for _ in bounds]
    turn = 0
    for span in doc.spans[SPANS]:
        while bounds[turn].end <= span.start:
            turn += 1
        cues[turn].append(span)
    return cues


def _sentences(doc: Doc, start: int, end: int, cues: Iterable[Span]) -> list[_Sentence]:
    bounds = sentences(doc, start, end)
    inside: list[dict[str, list[Span]]] = [defaultdict(list) for _ in bounds]
    at = 0
    for span in cues:
        while bounds[at][1] <= span.start:
            at += 1
        inside[at][span.label_].append(span)
    return [
        _Sentence(first, last, sum(token.is_alpha for token in doc[first:last]), found)
        for (first, last), found in zip(bounds, inside, strict=True)
    ]


def _passage_end(read: Sequence[_Sentence], first: int) -> int:
    """Index after the last sentence that is read together with the first; at least one."""
    words = 0
    for i in range(first, len(read)):
        words += read[i].words
        if words > LONGEST_PASSAGE and i > first:
            return i
    return len(read)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of the neighbours among ascending numbers."""
    cuts = [i for i in range(1, len(numbers)) if numbers[i] - numbers[i - 1] > FARTHEST + 1]
    for start, end in zip([0, *cuts], chain(cuts, [len(numbers)]), strict=True):
        if start < end:
            yield numbers[start], numbers[end - 1]


def _said(read: Iterable[_Sentence], code: str) -> tuple[str, ...]:
    return tuple(span.text for sentence in read for span in sentence.cues.get(code, ()))


def _characters(doc: Doc, first: _Sentence, last: _Sentence) -> tuple[int, int]:
    """From the start of a sentence to the end of another, without the blanks around them."""
    words = [token for token in doc[first.start : last.end] if not token.is_space]
    return words[0].idx, words[-1].idx + len(words[-1])
