"""Which codes apply to which sentences: the words that speak for a code, weighed over passages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from evidence.codebook import Codebook
from evidence.terms import Term
from nlp.conversation import carried

LONGEST_PASSAGE = 140
"""Words that are read together when it is decided whether a code applies, whole sentences."""

FARTHEST = 1
"""Sentences without a cue that a segment may hold between two with cues."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a code.

    Attributes:
        start: index of the first token.
        end: index after the last token.
        sentence: number of the sentence that holds the first token.
        term: the codebook's term.
    """

    start: int
    end: int
    sentence: int
    term: Term


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences that are read together, such as those of a turn, and the cues in them by code.

    Attributes:
        first: number of the first sentence.
        last: number of the last sentence.
        words: how many words end before each sentence of the document, and in all.
        cues: by code, in the order of the text.
        carried: codes that the question that is answered adds to, see ``nlp.conversation``.
        until: the sentence before which it does.
        learned: what a categoriser adds to codes in sentences ``first`` to ``end``, the end
            excluded, see ``nlp.learning``.
    """

    first: int
    last: int
    words: Sequence[int]
    cues: Mapping[str, Sequence[Cue]]
    carried: Collection[str] = ()
    until: int = 0
    learned: Callable[[int, int], Mapping[str, float]] | None = None

    def adjusted(self, code: str, first: int, end: int) -> float:
        """What people's codings have taught about a code in some sentences."""
        return self.learned(first, end).get(code, 0.0) if self.learned else 0.0

    def added(self, code: str, first: int) -> float:
        """What the question adds to a code in a passage that begins with a sentence."""
        if code not in self.carried or first >= self.until:
            return 0.0
        return carried(self.words[first] - self.words[self.first])

    def end_of_passage(self, first: int) -> int:
        """The sentence after the last that is read with this one; at least one is."""
        end = bisect_right(self.words, self.words[first] + LONGEST_PASSAGE) - 1
        return min(max(end, first + 1), self.last + 1)

    def within(self, code: str, first: int, end: int) -> Sequence[Cue]:
        """A code's cues in sentences ``first`` to ``end``, the end excluded."""
        cues = self.cues.get(code, ())
        low = bisect_left(cues, first, key=_sentence)
        return cues[low : bisect_left(cues, end, key=_sentence)]


@dataclass(frozen=True, slots=True)
class Segment:
    """Sentences that a code is applied to.

    Attributes:
        code: id of the code.
        first: number of the first sentence.
        last: number of the last sentence.
        cues: the words that speak for it in these sentences.
        score: the weight of its different terms, see :func:`weight`, and of the question.
        asked: whether the question that is answered was needed for it.
        learned: whether what people coded changed its weight.
    """

    code: str
    first: int
    last: int
    cues: tuple[Cue, ...]
    score: float
    asked: bool = False
    learned: bool = False


def _sentence(cue: Cue) -> int:
    return cue.sentence


def weight(cues: Sequence[Cue]) -> float:
    """What cues of one code weigh together: each term once."""
    return sum({cue.term.text: cue.term.weight for cue in cues}.values())


class Passages:
    """Decides with one codebook which codes apply."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook

    def segments(self, read: Stretch) -> Iterator[Segment]:
        """The segments of a turn, code by code in the codebook's order."""
        for code, sentences in self.applied(read).items():
            for first, last in self._runs(read, sentences, code):
                cues = tuple(read.within(code, first, last + 1))
                taught = read.adjusted(code, first, last + 1)
                own, added = weight(cues) + taught, read.added(code, first)
                asked = own < self._codebook.threshold(code) <= own + added
                score = own + added * asked
                yield Segment(code, first, last, cues, score, asked, bool(taught))

    def applied(self, read: Stretch) -> dict[str, list[int]]:
        """The codes that apply, in the codebook's order, and the sentences with their cues."""
        cued = {code.id: self._cued(read, code.id) for code in self._codebook.codes}
        return {code: sentences for code, sentences in cued.items() if sentences}

    def _runs(self, read: Stretch, sentences: Sequence[int], code: str) -> list[tuple[int, int]]:
        """First and last sentence of each segment that is enough for the code by itself.

        Where none is, cues that only count together are one segment with what lies between.
        """
        runs = list(_neighbours(sentences))
        enough = [run for run in runs if self._enough(read, code, run[0], run[1] + 1)]
        return enough or [(runs[0][0], runs[-1][1])]

    def _cued(self, read: Stretch, code: str) -> list[int]:
        """The sentences with cues of a code that, read in a passage, are enough for it."""
        if code not in read.cues:
            return []
        cued = sorted({cue.sentence for cue in read.cues[code]})
        starts = cued
        if code in self._codebook.requires:
            # What the code requires may have been said before its own first cue.
            starts = sorted({cue.sentence for cues in read.cues.values() for cue in cues})
        enough: set[int] = set()
        for first in starts:
            end = read.end_of_passage(first)
            if self._applies(read, code, first, end):
                enough.update(i for i in cued if first <= i < end)
        return sorted(enough)

    def _applies(self, read: Stretch, code: str, first: int, end: int) -> bool:
        required = self._codebook.requires.get(code)
        return self._enough(read, code, first, end) and (
            not required or self._stands(read, required, first, end)
        )

    def _stands(self, read: Stretch, code: str, first: int, end: int) -> bool:
        """Whether a code stands on its own terms or on those of a code below that needs none."""
        below = (child.id for child in self._codebook.children(code))
        free = (child for child in below if child not in self._codebook.requires)
        return any(self._enough(read, c, first, end) for c in (code, *free))

    def _enough(self, read: Stretch, code: str, first: int, end: int) -> bool:
        own = weight(read.within(code, first, end))
        more = read.added(code, first) + read.adjusted(code, first, end) if own else 0.0
        return own + more >= self._codebook.threshold(code)


def by_code(cues: Sequence[Cue]) -> dict[str, list[Cue]]:
    """Cues by their code."""
    sorted_out: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        sorted_out[cue.term.code].append(cue)
    return dict(sorted_out)


def _neighbours(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of the neighbours among ascending numbers."""
    cuts = [i for i in range(1, len(numbers)) if numbers[i] - numbers[i - 1] > FARTHEST + 1]
    for start, end in zip([0, *cuts], chain(cuts, [len(numbers)]), strict=True):
        if start < end:
            yield numbers[start], numbers[end - 1]
