"""Codes, codings and what is counted from them: plain values, no input or output."""

from __future__ import annotations

from dataclasses import dataclass, field

PROGRAM = "whitepaper"
"""The coder's name on codings that the program made."""

STANCES = ("barrier", "opportunity", "need")
"""What a passage may say of its theme; most say none of these."""

QUESTION = "question"
"""Among the rules of a coding: the question names the code, not the answer."""

LEARNED = "learned"
"""Among the rules of a coding: what people coded has changed its weight."""


@dataclass(frozen=True, slots=True)
class Code:
    """A label that is put on what people say.

    Attributes:
        id: a short stable name, such as ``electrification``.
        labels: the name to print, by language.
        definitions: what the code applies to, in a sentence or two, by language.
        parent: id of the code above; empty for a theme.
        examples: sentences that the code applies to, by language.
        counterexamples: sentences that it does not apply to, though one might think so.
        guid: in the project of another program that it came from; empty for none. Such a code may
            have no terms: then only people apply it.
    """

    id: str
    labels: dict[str, str]
    definitions: dict[str, str]
    parent: str = ""
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    counterexamples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code applied to a segment of a transcript by a coder, human or program.

    Attributes:
        transcript: id of the transcript.
        turn: index of the turn that holds the segment, from 0.
        start: characters from the start of the transcript's text.
        end: characters, end excluded; never past the turn's end.
        code: id of the code.
        coder: who applied it.
        counted: false for what the interviewer said: coded, never evidence.
        terms: the words that led to it, in the order of the text; none where the question alone
            names the code.
        prompted: whether the turn answers a question about the code.
        rules: why: the codebook's terms that found the words, and ``QUESTION`` where the question
            that is answered speaks for the code too.
        score: what these weigh together.
        stance: what is said of the theme: ``barrier``, ``opportunity``, ``need``, or nothing.
        hedged: whether it is said with a maybe.
        stance_terms: the words that led to the stance.
        markets: ISO 3166 codes of the countries and regions that are named.
        guid: of the coding in the project of another program that it came from; empty for none.
        decided: what people have decided of it, such as ``accepted by AW``; empty for nothing.
    """

    transcript: str
    turn: int
    start: int
    end: int
    code: str
    coder: str = PROGRAM
    counted: bool = True
    terms: tuple[str, ...] = ()
    prompted: bool = False
    rules: tuple[str, ...] = ()
    score: float = 0.0
    stance: str = ""
    hedged: bool = False
    stance_terms: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    guid: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Memo:
    """A researcher's note on a code, a transcript, a segment, or the study as a whole.

    Attributes:
        text: of the note.
        author: who wrote it; empty where unknown.
        transcript: id of the transcript that it is on; empty for none.
        start: characters from the start of the transcript's text.
        end: characters, end excluded; 0 where it is on no segment.
        code: id of the code that it is on; empty for none.
        guid: of the note in the project of another program that it came from; empty for none.
    """

    text: str
    author: str = ""
    transcript: str = ""
    start: int = 0
    end: int = 0
    code: str = ""
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A transcript as the evidence knows it: what can be counted, without its text.

    Attributes:
        number: what the paper calls the interview, such as ``I03``: a file's name may tell who
            was interviewed.
        id: of the transcript.
        path: the file, relative to the study.
        format: the file's kind.
        sha256: of the file's bytes.
        language: ISO 639-1 code of most of the words; empty where it cannot be told.
        turns: how many.
        words: how many, by anybody.
        answered: how many words by those who are not interviewers.
        seconds: the recording's length where the file tells.
    """

    number: str
    id: str
    path: str
    format: str
    sha256: str
    language: str
    turns: int
    words: int
    answered: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A coding with its words and its speaker, as the evidence register lists it.

    Attributes:
        id: of the row in the register, such as ``C0042``.
        coding: what was coded, and where.
        participant: id of the speaker; empty for an interviewer.
        text: the words, sliced from the transcript, with a mark such as ``[P03]`` in the place of
            each personal detail; none of who is not to be quoted.
        language: ISO 639-1 code of the words.
        begins: seconds from the start of the recording to the turn's; where the file tells.
        masked: whether marks stand in the text in the place of personal details.
        doubtful: whether a person has to look at the marks before it is used.
    """

    id: str
    coding: Coding
    participant: str
    text: str
    language: str
    begins: float | None = None
    masked: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a delivered table.

    Attributes:
        table: the table's name, such as ``themes`` or ``themes by region``.
        row: what is counted.
        column: how it is counted, or for whom.
        value: the number.
        base: out of how many; none where the number is not a share of anything.
    """

    table: str
    row: str
    column: str
    value: int
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a delivered table that is no count: a share or a coefficient.

    Attributes:
        table: the table's name, as in ``Cell``.
        row: what is measured.
        column: which measure, or which end of its interval, such as ``kappa low``.
        value: the number as it is printed, rounded.
    """

    table: str
    row: str
    column: str
    value: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a transcript: ``text[start:end]``, in characters, end excluded."""

    transcript: str
    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme that the codebook may lack, offered to the researcher and used for nothing.

    Attributes:
        term: as it is said most often.
        language: ISO 639-1 code.
        times: how often it is said where no code applies.
        transcripts: in how many transcripts.
        measure: by which it is ranked, ``C-value`` or ``log-likelihood``.
        score: the measure's value.
        passages: up to three uncoded stretches that hold it.
    """

    term: str
    language: str
    times: int
    transcripts: int
    measure: str
    score: float
    passages: tuple[Passage, ...] = ()
