"""All the evidence of a study, brought together once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from evidence import agreement, audit, saturation
from evidence.agreement import Compared
from evidence.audit import Audited
from evidence.codebook import Codebook
from evidence.counts import count, heard_among
from evidence.intervals import PERCENT
from evidence.known_names import IsWord, Known, Listed, known, never
from evidence.masked_turns import Replaced, replaced
from evidence.model import Candidate, Cell, Coding, Measure, Memo, Quotation, Source
from evidence.quotations import choose
from evidence.register import register, sources
from transcripts.model import INTERVIEWER, Notice, Transcript
from transcripts.participants import Participant

QUOTATIONS_A_THEME = 5
QUOTATIONS_A_SUB_CODE = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the paper may say, each item traceable to codings.

    Attributes:
        codebook: the codes.
        sources: the transcripts, by id.
        participants: those who are heard in a source and have not withdrawn.
        rows: the evidence register.
        cells: every number, see ``evidence.counts``.
        quotations: those chosen for the paper, by code.
        notices: what a reader of the paper's evidence should know.
        candidates: themes that the codebook may lack; no part of the paper.
        masked: the personal details behind the marks in the rows, for review alone: they are
            written into no output.
        names: what is masked in any words that are shown.
        measures: every share and coefficient, see ``evidence.model.Measure``.
        compared: the program and people beside each other; none where people coded nothing.
        audited: what a person said of a sample; none where nobody judged one.
        memos: what researchers noted; no part of the paper.
    """

    codebook: Codebook
    sources: tuple[Source, ...]
    participants: tuple[Participant, ...]
    rows: tuple[Quotation, ...]
    cells: tuple[Cell, ...]
    quotations: dict[str, tuple[Quotation, ...]]
    notices: tuple[Notice, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    masked: tuple[Replaced, ...] = ()
    names: Known = field(default_factory=Known)
    measures: tuple[Measure, ...] = ()
    compared: Compared | None = None
    audited: Audited | None = None
    memos: tuple[Memo, ...] = ()


def gather(  # noqa: PLR0913 - what evidence is made of
    codebook: Codebook,
    transcripts: Iterable[Transcript],
    participants: Sequence[Participant],
    codings: Iterable[Coding],
    *,
    smallest: int = 1,
    names: Known | None = None,
) -> Evidence:
    """Count the codings and choose the quotations.

    Args:
        codebook: the codes.
        transcripts: without those that have been withdrawn.
        participants: all who may be meant.
        codings: of the transcripts.
        smallest: respondents that a group has at least, see ``evidence.counts.count``.
        names: what is masked in words that are shown; without it, what ``names_in`` finds.
    """
    transcripts = sorted(transcripts, key=lambda transcript: transcript.id)
    used = sources(transcripts, participants)
    heard = heard_among(participants, used)
    names = names or names_in(codebook, transcripts, participants)
    rows = register(transcripts, participants, codings, names)
    cells = count(codebook, used, heard, rows, smallest)
    return Evidence(
        codebook,
        used,
        heard,
        rows,
        cells,
        choose(codebook, rows, participants, _wanted(codebook)),
        tuple(_unanswered(transcripts)),
        masked=tuple(replaced(transcripts, rows, names)),
        names=names,
        measures=tuple(saturation.measures(cells)),
    )


def held_against(
    evidence: Evidence, compared: Compared | None, audited: Audited | None
) -> Evidence:
    """The evidence with what people's readings say of the program's, and its numbers."""
    cells, measures = list(evidence.cells), list(evidence.measures)
    if compared or audited:
        cells.append(Cell("study", "percent of intervals", "", PERCENT))
    if compared is not None:
        cells += agreement.cells(compared)
        measures += agreement.measures(compared)
    if audited is not None:
        cells += audit.cells(audited)
        measures += audit.measures(audited)
    return replace(
        evidence,
        cells=tuple(cells),
        measures=tuple(measures),
        compared=compared,
        audited=audited,
    )


def names_in(
    codebook: Codebook,
    transcripts: Iterable[Transcript],
    participants: Iterable[Participant],
    listed: Listed | None = None,
    is_word: IsWord = never,
) -> Known:
    """The names that no output may show: of participants, interviewers, and what the study adds."""
    labels = dict.fromkeys(
        turn.speaker for t in transcripts for turn in t.turns if turn.role == INTERVIEWER
    )
    words = {
        word.strip("*")
        for term in codebook.terms
        for phrase in (term.phrases or (term.text,))
        for word in phrase.split()
        if word.strip("*").isalpha()
    }
    return known(participants, listed, labels, words, is_word)


def _unanswered(transcripts: Iterable[Transcript]) -> Iterator[Notice]:
    for transcript in transcripts:
        if not _is_answered(transcript):
            said = "Only an interviewer speaks in it, so that nothing can be counted."
            remedy = "If somebody answers, say who in the list of participants."
            yield Notice(transcript.path, "no-answers", f"{said} {remedy}", unusable=True)


def _is_answered(transcript: Transcript) -> bool:
    return next(transcript.answers(), None) is not None


def _wanted(codebook: Codebook) -> dict[str, int]:
    """Sub-codes first: they have fewer passages to choose from."""
    ids = [theme.id for theme in codebook.themes()]
    below = {code.id: QUOTATIONS_A_SUB_CODE for code in codebook.codes if code.parent}
    plain = {ident: QUOTATIONS_A_THEME for ident in ids if not codebook.children(ident)}
    headed = {ident: QUOTATIONS_A_SUB_CODE for ident in ids if codebook.children(ident)}
    return {**below, **plain, **headed}
