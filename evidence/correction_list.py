"""Decisions of people on codings, as a file: ``corrections.csv`` in the study's folder.

A line is a decision: what was decided, on which words of which transcript, by whom and when. The
words stand with those around them and a hash, see ``evidence.anchors``, so that the decision
outlives a corrected transcript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.anchors import Anchor
from evidence.workbook import as_csv, bare
from transcripts.cells import read_table
from transcripts.errors import InputError
from transcripts.settings import suggestion

ACTIONS = ("accept", "reject", "add", "move", "recode", "memo")
COLUMNS = (
    "action",
    "transcript",
    "turn",
    "code",
    "text",
    "prefix",
    "suffix",
    "start",
    "sha256",
    "new_code",
    "new_text",
    "new_prefix",
    "new_suffix",
    "new_start",
    "memo",
    "who",
    "when",
)
_NEEDED = {
    "accept": ("transcript", "code", "text"),
    "reject": ("transcript", "code", "text"),
    "add": ("transcript", "code", "text"),
    "move": ("transcript", "code", "text", "new_text"),
    "recode": ("transcript", "code", "text", "new_code"),
    "memo": ("memo",),
}
"""What a decision cannot do without, by its action."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?")
_EUROPEAN = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?: .*)?")


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision.

    Attributes:
        action: one of ``ACTIONS``.
        transcript: id of the transcript; empty for a memo on a code.
        code: id of the code.
        anchor: the words that were decided on; none of them for a memo on a transcript.
        new_code: id of the code that a recode gives.
        new_anchor: the words that a move leads to.
        memo: a note.
        who: decided.
        when: a day, or a moment, as ISO 8601 has it; empty if not known.
        turn: in which the words stood, from 1, for those who read the file; 0 if not known.
        line: in the file, from 1.
    """

    action: str
    transcript: str
    code: str
    anchor: Anchor
    new_code: str = ""
    new_anchor: Anchor | None = None
    memo: str = ""
    who: str = ""
    when: str = ""
    turn: int = 0
    line: int = 0


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The decisions, line by line.

    Raises:
        InputError: a column is missing, an action is not known, or a line lacks what it needs.
    """
    rows = read_table(path, ("action", "transcript", "code", "text"), COLUMNS)
    return tuple(_correction(cells, line, path.name) for line, cells in rows)


def _wrong(name: str, problem: str, remedy: str, line: int) -> InputError:
    return InputError(name, problem, remedy, place=f"line {line}", kind="settings")


def _correction(cells: Mapping[str, str], line: int, name: str) -> Correction:
    # Blanks around the words are part of them: they say whether two words are one.
    kept = {column: bare(cells.get(column, "")) for column in COLUMNS}
    said = {column: " ".join(text.split()) for column, text in kept.items()}
    action = said["action"].casefold()
    if action not in ACTIONS:
        raise _wrong(name, f"action {action!r} is not known", suggestion(action, ACTIONS), line)
    for column in _NEEDED[action]:
        if not said[column]:
            remedy = f"Fill in the column {column!r}, or take the line out"
            raise _wrong(name, f"does not say {column} to {action}", remedy, line)
    sha256, moved = said["sha256"], kept["new_text"]
    return Correction(
        action,
        said["transcript"],
        said["code"],
        _anchor(kept, "", sha256, line, name),
        said["new_code"],
        _anchor(kept, "new_", sha256, line, name) if moved.strip() else None,
        kept["memo"].strip(),
        said["who"],
        _when(said["when"], line, name),
        _number(said["turn"] or "0", "turn", line, name),
        line,
    )


def _anchor(kept: Mapping[str, str], kind: str, sha256: str, line: int, name: str) -> Anchor:
    exact, prefix, suffix = (kept[kind + part] for part in ("text", "prefix", "suffix"))
    start = _number(kept[f"{kind}start"].strip() or "-1", f"{kind}start", line, name)
    return Anchor(exact, prefix, suffix, start, sha256)


def _number(text: str, column: str, line: int, name: str) -> int:
    try:
        return int(text.removesuffix(".0"))
    except ValueError as error:
        problem = f"{column} {text!r} is not a whole number"
        raise _wrong(name, problem, "Correct it, or leave it empty", line) from error


def _when(text: str, line: int, name: str) -> str:
    """The day as ISO 8601 has it; spreadsheets turn it round."""
    found = _EUROPEAN.fullmatch(text)
    if found:
        day, month, year = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    if text and not _ISO.fullmatch(text):
        raise _wrong(name, f"when {text!r} is no date", "Write it as 2026-05-31", line)
    return text


def with_corrections(path: Path, added: Iterable[Correction]) -> bytes:
    """The file with decisions added to its end; its own lines stay what they are.

    Raises:
        InputError: the file that is there cannot be read.
    """
    known = read_corrections(path) if path.is_file() else ()
    return as_csv(COLUMNS, [_row(one) for one in (*known, *added)])


def _row(one: Correction) -> tuple[str | int, ...]:
    new = one.new_anchor or Anchor("")
    return (
        one.action,
        one.transcript,
        one.turn or "",
        one.code,
        one.anchor.exact,
        one.anchor.prefix,
        one.anchor.suffix,
        one.anchor.start if one.anchor.start >= 0 else "",
        one.anchor.sha256,
        one.new_code,
        new.exact,
        new.prefix,
        new.suffix,
        new.start if new.start >= 0 else "",
        one.memo,
        one.who,
        one.when,
    )
