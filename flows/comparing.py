"""What is different between two runs, in words, and why."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows import history, record
from flows.places import Place
from flows.progress import counted
from transcripts.errors import InputError
from transcripts.study import CODEBOOK, PARTICIPANTS

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was left: its record, the cells of its tables, its codings."""

    name: str
    record: Mapping[str, Any]
    counts: Mapping[tuple[str, str, str], str]
    codings: tuple[Row, ...]


def compare(place: Place | None, names: Sequence[str]) -> str:
    """The differences between two runs, for people.

    Args:
        place: the study whose runs are meant; not needed where both are folders.
        names: of each run its number, or a folder with the files that a run delivers; without
            them, the last two runs of the study.

    Raises:
        InputError: there are no such runs.
    """
    before, after = (_read(path) for path in _folders(place, names))
    lines = [
        f"From run {before.name} to run {after.name}:",
        *_section("What went in", _causes(before, after)),
        *_section("Numbers", _numbers(before, after)),
        *_section("Codings", _codings(before, after)),
    ]
    return "\n".join(lines if len(lines) > 1 else [*lines, "Nothing is different."])


def _section(title: str, lines: Iterable[str]) -> list[str]:
    shown = [f"  {line}" for line in lines]
    return ["", title, *shown] if shown else []


# Reading


def _folders(place: Place | None, names: Sequence[str]) -> list[Path]:
    kept = {path.name: path for path in history.runs(place)} if place else {}
    if not names:
        return _last_two(list(kept.values()))
    if len(names) != 2:
        raise InputError(names[0], "is to be compared with what?", "Name two runs, or none")
    found = [kept.get(name) or Path(name) for name in names]
    for name, path in zip(names, found, strict=True):
        if not (path / record.RUN).is_file():
            there = f"Runs that are kept: {', '.join(kept) or 'none'}"
            problem = "is neither the number of a run nor a folder with run.json in it"
            raise InputError(name, problem, there, kind="missing")
    return found


def _last_two(kept: Sequence[Path]) -> list[Path]:
    if len(kept) < 2:
        problem = f"there is {'one run' if kept else 'no run'} to compare"
        raise InputError("runs", problem, "Run the study again, or name two folders")
    return list(kept[-2:])


def _read(folder: Path) -> Run:
    cells = {
        (row["table"], row["row"], row["column"]): row["value"] + _of(row["base"])
        for row in _table(folder / "counts.csv")
    }
    made = json.loads((folder / record.RUN).read_bytes())
    return Run(folder.name, made, cells, tuple(_table(folder / "codings.csv")))


def _of(base: str) -> str:
    return f" of {base}" if base else ""


def _table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


# What went in


def _causes(before: Run, after: Run) -> Iterator[str]:
    """The files, programs and orders that differ."""
    files = before.record["inputs"], after.record["inputs"]
    for name in sorted(files[0].keys() | files[1].keys()):
        if files[0].get(name) != files[1].get(name):
            yield f"{name}: {_change(name in files[0], name in files[1])}"
    if before.record["withdrawn"] != after.record["withdrawn"]:
        yield "people who have withdrawn: changed"
    if _codebook(before) != _codebook(after) and CODEBOOK not in files[0].keys() | files[1].keys():
        yield "the built-in codebook: changed"
    yield from _programs(before, after)


def _change(was: bool, is_: bool) -> str:  # noqa: FBT001 - two answers to one question
    return "changed" if was and is_ else "new" if is_ else "gone"


def _codebook(run: Run) -> str:
    return str(run.record["codebook"]["sha256"])


def _programs(before: Run, after: Run) -> Iterator[str]:
    orders = before.record["order"], after.record["order"]
    versions = orders[0]["versions"], orders[1]["versions"]
    for name in versions[1]:
        old, new = versions[0].get(name, "none"), versions[1][name]
        if old != new and name == "code":
            yield "the program itself: changed"
        elif old != new:
            yield f"{name}: {old}, now {new}"
    for what in ("languages", "formats"):
        if orders[0][what] != orders[1][what]:
            yield f"{what}: {', '.join(orders[0][what])}, now {', '.join(orders[1][what])}"


# What came of it


_SHOWN = (("study", ""), ("themes", "respondents"), ("themes", "passages"))
"""The tables and columns whose numbers are compared."""


def _numbers(before: Run, after: Run) -> Iterator[str]:
    for key in dict.fromkeys((*before.counts, *after.counts)):
        table, row, column = key
        old, new = before.counts.get(key, "none"), after.counts.get(key, "none")
        if (table, column) in _SHOWN and old != new:
            yield f"{row}{', ' * bool(column)}{column}: {old}, now {new}"


def _codings(before: Run, after: Run) -> Iterator[str]:
    """Codings that came or went, by what has brought that about."""
    old, new = Counter(map(_key, before.codings)), Counter(map(_key, after.codings))
    changes: dict[tuple[str, str], list[Row]] = defaultdict(list)
    came = [("new", row) for row in _left(after.codings, new - old)]
    went = [("gone", row) for row in _left(before.codings, old - new)]
    for verb, row in (*came, *went):
        changes[verb, _why(row, before, after)].append(row)
    for (verb, why), rows in changes.items():
        places = ", ".join(_place(row) for row in rows)
        yield f"{counted(len(rows), 'coding')} {verb}, because {why}: {places}"


def _left(rows: Iterable[Row], wanted: Counter[tuple[str, ...]]) -> Iterator[Row]:
    """As many of the rows with a key as are wanted."""
    for row in rows:
        if wanted[_key(row)]:
            wanted[_key(row)] -= 1
            yield row


def _key(row: Row) -> tuple[str, ...]:
    return row["transcript"], row["code"], row["coder"], row["counted"], row["text"]


def _place(row: Row) -> str:
    return f"{row['code']} ({row['transcript']}, turn {row['turn']})"


def _why(row: Row, before: Run, after: Run) -> str:
    """What brought a coding or took it away: the nearest cause of all that changed."""
    files = [
        {one["id"]: one["sha256"] for one in run.record["transcripts"]} for run in (before, after)
    ]
    old, new = (known.get(row["transcript"]) for known in files)
    changed = {line.partition(":")[0] for line in _causes(before, after)}
    if old is None or new is None:
        return f"the transcript is {'new' if old is None else 'gone'}"
    near = ["the transcript has changed"] * (old != new)
    near += [f"it was {decided}" for decided in [row.get("decided")] if decided]
    far = [words for name, words in _CAUSES.items() if name in changed]
    return " or ".join(near or far) or "of something that the records do not tell"


_CAUSES = {
    "corrections.csv": "the corrections have changed",
    CODEBOOK: "the codebook has changed",
    "the built-in codebook": "the codebook has changed",
    "codings.csv": "what people coded has changed",
    **dict.fromkeys(PARTICIPANTS, "the list of participants has changed"),
    "study.toml": "the settings have changed",
    "people who have withdrawn": "somebody has withdrawn",
    **dict.fromkeys(
        ("the program itself", "python", "spacy", "simplemma"), "the program has changed"
    ),
}
"""What may change a coding beside its transcript, and how that is said."""
