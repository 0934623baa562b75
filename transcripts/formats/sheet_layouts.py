"""What a sheet's rows and columns mean.

The first rule that fits decides:

1. Heads of codes and coded segments: no transcript.
2. A row of the first twenty has a head for words, and one for speakers or times: a row is a turn.
3. No heads, but a column of short labels whose first comes back, or of times, beside one of
   longer texts: a row is a turn.
4. The first row has heads, one of them a question or the mark of a questionnaire, and some
   columns hold answers in the respondents' own words: a row is a respondent. The head is asked
   before each answer, by a speaker called as roles.toml calls one who asks.
5. A head for words and none for speakers, or one column alone: a row is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias

from transcripts import patterns, roles, speakers, times
from transcripts.errors import InputError
from transcripts.formats import segments, timecodes
from transcripts.formats.segments import Segment
from transcripts.manuscript import Line
from transcripts.spelling import key

Rows: TypeAlias = Sequence[Sequence[str]]

ASKS = "Interviewer"
"""Who puts the questions of a questionnaire."""

_TOP = 20
"""Rows among which the heads are looked for."""

_WIDEST = 500
"""Columns of a row whose heads are looked at; further ones stand apart."""

_CELLS = 16_384
"""Cells that a row has at most, as in Excel."""

_MANY = 2_000
"""Rows with something beside speech, beyond which it does not stand row by row."""

_LABEL = 40
"""Characters that a speaker's label has at most."""

_UNIT = re.compile(r"\s*[(\[](ms|milliseconds?|s|sec|seconds?|hh:mm:ss\S*)[)\]]$|[ _](ms|s|sec)$")
_CODE = re.compile(
    r"[^\W_]*\d\S*|[^\s@]+@[^\s@]+|\S*://\S*|[^\W\d_]{0,3}|true|false|yes|no|ja|nein|oui|non|n/a",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turns:
    """A row is a turn. Columns are counted from 0; -1 where the sheet has none.

    Attributes:
        head: the row of the heads, or -1.
        words: what is said.
        speaker: who says it.
        begins: when it begins.
        ends: when it ends.
        lasts: how long it takes.
        unit: seconds of a bare number; None where the pace of speech has to tell.
    """

    head: int
    words: int
    speaker: int = -1
    begins: int = -1
    ends: int = -1
    lasts: int = -1
    unit: float | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """A row is a respondent, a column a question.

    Attributes:
        head: the row of the questions.
        body: the first row of answers.
        answers: the columns of answers in the respondents' own words.
        respondent: the column of who answers, or -1.
    """

    head: int
    body: int
    answers: tuple[int, ...]
    respondent: int = -1


Layout: TypeAlias = Turns | Answers


@dataclass(slots=True)
class _Column:
    """What the cells of one column are like, blank ones left out."""

    filled: int = 0
    words: int = 0
    characters: int = 0
    longest: int = 0
    codes: int = 0
    clocks: int = 0
    first: str = ""
    firsts: int = 0
    distinct: set[str] = field(default_factory=set)

    def add(self, cell: str) -> None:
        self.first = self.first or cell
        self.filled += 1
        self.firsts += cell == self.first
        self.words += len(cell.split())
        self.characters += len(cell)
        self.longest = max(self.longest, len(cell))
        self.codes += not any(map(str.isalpha, cell)) or bool(_CODE.fullmatch(cell))
        self.clocks += ":" in cell and _span(cell)[0] is not None
        if len(cell) <= _LABEL:
            self.distinct.add(cell)

    def is_timed(self) -> bool:
        return 0 < self.filled == self.clocks

    def is_labels(self) -> bool:
        """Whether these are speakers: few short labels, of which the first comes back."""
        if not self.filled or self.longest > _LABEL or self.is_timed():
            return False
        few = self.firsts > 1 and len(self.distinct) * 2 <= max(4, self.filled)
        return few or all(roles.is_label(key(label)) for label in self.distinct)

    def is_answers(self, head: str) -> bool:
        """Whether these are answers in people's own words, not codes or choices."""
        if not self.filled or self.codes == self.filled:
            return False
        chosen = self.filled >= 4 and len(self.distinct) * 2 <= self.filled
        if chosen and self.words <= self.filled * 4 and self.longest <= _LABEL:
            return False
        return self.words >= self.filled * 3 or _asks(head)


def find(rows: Rows, name: str) -> Layout | None:
    """What the rows of a sheet are, or None where it is no transcript.

    Raises:
        InputError: it is a list of coded segments, or too wide.
    """
    if max(map(len, rows), default=0) > _CELLS:
        problem = f"has a row of more than {_CELLS} cells"
        raise InputError(name, problem, "Split the table", kind="limit")
    filled = [at for at, row in enumerate(rows) if any(cell and not cell.isspace() for cell in row)]
    heads = [(at, _heads(rows[at])) for at in filled[:_TOP]]
    _check_is_speech(heads, name)
    for at, names in heads:
        if turns := _by_heads(at, names):
            return turns
    if not filled:
        return None
    columns = _columns(rows)
    if sum("?" in cell for cell in rows[filled[0]]) > 1 and (asked := _answers(rows, filled)):
        return asked
    if len(columns) > 1 and (found := _by_shape(columns) or _answers(rows, filled)):
        return found
    return _texts(columns, heads)


def has_heads(rows: Rows) -> bool:
    """Whether one of the first rows has heads of turns."""
    return any(_by_heads(0, _heads(row)) for row in rows[:_TOP])


def unknown(name: str) -> InputError:
    """What to say of a table that is no transcript."""
    problem = "is a table, but it cannot be told who says what in it"
    remedy = (
        "Give its columns the heads Speaker and Text, and Start and End if there are times; "
        "or the questions as heads, and one row for each respondent"
    )
    return InputError(name, problem, remedy, kind="type")


def lines(rows: Rows, layout: Layout) -> list[Line]:
    """The lines of a sheet: what is said, and after it what its other cells hold."""
    said, beside = _turns(rows, layout) if isinstance(layout, Turns) else _asked(rows, layout)
    if len(beside) > _MANY:
        beside = [[cell for cells in beside for cell in cells]]
    return [
        *segments.lines(said),
        *(line for cells in beside for line in segments.apart(cells, " | ")),
    ]


def _heads(row: Sequence[str]) -> list[str]:
    return [_head(cell) for cell in row[:_WIDEST]]


def _head(cell: str) -> str:
    return key(cell.replace("_", " ")).rstrip(" :") if cell and len(cell) <= _LABEL else ""


def _check_is_speech(heads: Sequence[tuple[int, list[str]]], name: str) -> None:
    coded = _data()["coded"]
    for _, names in heads:
        if not (set(coded["codes"]).isdisjoint(names) or set(coded["segments"]).isdisjoint(names)):
            problem = "is a list of coded segments, not a transcript"
            raise InputError(name, problem, "Put the transcripts themselves here", kind="type")


def _by_heads(at: int, names: Sequence[str]) -> Turns | None:
    kinds = [_kind(_UNIT.sub("", head)) for head in names]
    columns = {kind: kinds.index(kind) for kind in dict.fromkeys(kinds) if kind}
    if "words" not in columns or not columns.keys() & {"speaker", "begins"}:
        return None
    units = [found[1] or found[2] for head in names if (found := _UNIT.search(head))]
    unit = timecodes.MILLISECONDS if any(unit.startswith("m") for unit in units) else None
    return Turns(at, unit=unit, **columns)


def _kind(head: str) -> str:
    """What a column holds by its head, or nothing."""
    own = (kind for kind, names in _data()["heads"].items() if head in names)
    shared = {"time": "begins"}.get(speakers.column(head), speakers.column(head))
    return next(own, shared) if head else ""


def _columns(rows: Rows) -> dict[int, _Column]:
    columns: dict[int, _Column] = {}
    for row in rows:
        for at, cell in enumerate(row):
            if text := cell.strip():
                columns.setdefault(at, _Column()).add(text)
    return columns


def _by_shape(columns: dict[int, _Column]) -> Turns | None:
    """The columns of turns without heads: labels or times, and the longest texts."""
    words = max(sorted(columns), key=lambda at: columns[at].characters)
    clocks = [at for at in sorted(columns) if columns[at].is_timed() and at != words]
    labels = [at for at in sorted(columns) if at != words and columns[at].is_labels()]
    if columns[words].is_timed() or columns[words].words < columns[words].filled * 2:
        return None
    if not labels and not clocks:
        return None
    begins, ends = [*clocks[:2], -1, -1][:2]
    return Turns(-1, words, labels[0] if labels else -1, begins, ends)


def _answers(rows: Rows, filled: Sequence[int]) -> Answers | None:
    """The columns of a questionnaire."""
    head, body = _question_row(rows, filled)
    if body > filled[-1]:
        return None
    heads = [cell.strip() for cell in rows[head][:_WIDEST]]
    columns = _columns(rows[body:])
    open_ones = [
        at
        for at, text in enumerate(heads)
        if text and at in columns and columns[at].is_answers(text)
    ]
    names = {_head(text): at for at, text in reversed(list(enumerate(heads))) if text}
    wanted = (names[name] for name in _data()["respondent"]["names"] if name in names)
    respondent = next((at for at in wanted if at in columns), -1)
    answers = tuple(at for at in open_ones if at != respondent)
    surveyed = not names.keys().isdisjoint(_data()["survey"]["marks"])
    if not answers or not (surveyed or any(_asks(heads[at]) for at in answers)):
        return None
    return Answers(head, body, answers, respondent)


def _question_row(rows: Rows, filled: Sequence[int]) -> tuple[int, int]:
    """The row of the questions and the first of answers; Qualtrics has identifiers in between."""
    for before, at in pairwise(filled[:3]):
        if any(cell.startswith('{"ImportId"') for cell in rows[at]):
            return before, at + 1
    return filled[0], filled[0] + 1


def _asks(head: str) -> bool:
    return "?" in head or len(head.split()) >= 4


def _texts(columns: dict[int, _Column], heads: Sequence[tuple[int, list[str]]]) -> Turns | None:
    """The column of texts that nobody is named for."""
    for at, names in heads:
        kinds = [_kind(name) for name in names]
        if "words" in kinds:
            return Turns(at, kinds.index("words"))
    at, column = next(iter(columns.items()))
    return Turns(-1, at) if len(columns) == 1 and column.words >= column.filled * 3 else None


def _turns(rows: Rows, layout: Turns) -> tuple[list[Segment], list[list[str]]]:
    said: list[Segment] = []
    beside = [[cell for cell in row if cell.strip()] for row in rows[: layout.head + 1]]
    body = rows[layout.head + 1 :]
    unit = _unit(body, layout)
    read = {layout.words, layout.speaker, layout.begins, layout.ends, layout.lasts}
    plain = len(read - {-1})
    speaker = ""
    for row in body:
        words = _cell(row, layout.words)
        first, last, others = _times(row, layout, unit)
        name = _cell(row, layout.speaker).strip(" \u00a0\u202f:\t")
        if len(row) > plain:
            others += [cell for at, cell in enumerate(row) if at not in read and cell.strip()]
        if words and not words.isspace():
            speaker = name or speaker
            said.append((words, speaker or None, first, last))
        elif name:
            others.append(name)
        if others:
            beside.append(others)
    return said, beside


def _times(
    row: Sequence[str], layout: Turns, unit: float
) -> tuple[float | None, float | None, list[str]]:
    """First and last second of a row, and the cells for times that are none."""
    kept: list[str] = []
    if layout.begins < 0:
        return None, None, kept
    first, last = _span(_cell(row, layout.begins), unit, kept)
    if layout.ends >= 0:
        last = _span(_cell(row, layout.ends), unit, kept)[0]
    if layout.lasts >= 0:
        length = _span(_cell(row, layout.lasts), unit, kept)[0]
        if last is None and first is not None and length is not None:
            last = round(first + length, 6)
    return first, last, kept


def _span(
    cell: str, unit: float = timecodes.SECONDS, kept: list[str] | None = None
) -> tuple[float | None, float | None]:
    """The first and last second of a cell such as ``1.5``, ``0:05`` or ``0:05 - 0:07``.

    A cell that holds anything else is added to those that are kept.
    """
    first = timecodes.seconds(cell, unit)
    if first is not None:
        return first, None
    found = times.stretch(cell) if len(cell) <= _LABEL else None
    if found is None and kept is not None and cell.strip():
        kept.append(cell)
    return found or (None, None)


def _unit(rows: Rows, layout: Turns) -> float:
    """Seconds of a bare number, told by the pace of the first rows."""
    rows = rows[:1_000]
    size = sum(len(_cell(row, layout.words)) for row in rows)
    spans = [(_cell(row, layout.begins), _cell(row, layout.ends)) for row in rows]
    bare = [(first, last) for first, last in spans if ":" not in first]
    return timecodes.unit_of(bare, size, known=layout.unit)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if 0 <= at < len(row) else ""


def _asked(rows: Rows, layout: Answers) -> tuple[list[Segment], list[list[str]]]:
    heads = rows[layout.head]
    said: list[Segment] = []
    answered: set[int] = set()
    rest: list[list[str]] = []
    for number, row in enumerate(rows[layout.body :], start=1):
        name = _cell(row, layout.respondent).strip() or str(number)
        given = [at for at in layout.answers if _cell(row, at).strip()]
        for at in given:
            said += [(heads[at], ASKS, None, None), (row[at], name, None, None)]
        answered.update(given)
        named = {layout.respondent} if given else set[int]()
        rest.append(list(_others(row, {*given, *named})))
    top = [list(_others(row, set())) for row in rows[: layout.body]]
    top[layout.head] = list(_others(heads, answered))
    return said, [cells for cells in (*top, *rest) if cells]


def _others(row: Sequence[str], read: set[int]) -> Iterator[str]:
    return (cell for at, cell in enumerate(row) if at not in read and cell.strip())


def _data() -> dict[str, Any]:
    return patterns.read("sheets", "transcripts.formats")
