"""What the terminal shows after an import: what was taken over, and what was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from evidence.refi_qda import Loss
from flows.importing import Taken
from flows.progress import counted

_NAMED = 5
"""So many of one kind are named; of the others the number is told."""


def report(taken: Taken, name: str) -> str:
    """The end of an import.

    Args:
        taken: what came of it.
        name: of the file.
    """
    project = taken.read.project
    head = f"{name}: {project.name}" + (f", from {project.origin}" if project.origin else "")
    parts = [head, _listed("Taken over:", _taken(taken)), _listed("Known already:", _known(taken))]
    parts += [_listed("To know:", (f"{said}." for said in taken.read.remarks))]
    parts += [_listed("Not taken over:", losses(taken.losses))]
    return "\n\n".join(filter(None, parts))


def _listed(title: str, lines: Iterable[str]) -> str:
    found = [f"  {line}" for line in lines]
    return "\n".join([title, *found]) if found else ""


def _taken(taken: Taken) -> Iterator[str]:
    if taken.codes.new:
        ids = ", ".join(one.id for one in taken.codes.new[:_NAMED])
        more = ", ..." if len(taken.codes.new) > _NAMED else ""
        yield f"{counted(len(taken.codes.new), 'code')} into codebook.toml: {ids}{more}"
    for path in taken.written:
        yield f"a text as {path}"
    if taken.rows.codings:
        coders = ", ".join(sorted({row.coder for row in taken.rows.codings}))
        yield f"{counted(len(taken.rows.codings), 'coding')} by {coders} into codings.csv"
    if taken.rows.memos:
        yield f"{counted(len(taken.rows.memos), 'memo')} into memos.csv"
    if taken.people.lines:
        yield f"{counted(len(taken.people.lines), 'line')} into participants.csv"
    if taken.read.project.sets:
        sets = counted(len(taken.read.project.sets), "set")
        yield f"{sets} into refi-qda.json, for the next export"


def _known(taken: Taken) -> Iterator[str]:
    if taken.codes.same:
        yield counted(len(taken.codes.same), "code")
    written = set(taken.written)
    for source in taken.read.project.sources:
        transcript = taken.transcripts.get(source.guid)
        if transcript is not None and transcript.path not in written:
            yield f"{source.name} is {transcript.path}"
    if taken.rows.known:
        yield counted(taken.rows.known, "coding")
    if taken.rows.by_program:
        made = counted(taken.rows.by_program, "coding")
        yield f"{made} by the program, which each run makes anew"


def losses(found: Iterable[Loss]) -> Iterator[str]:
    """What is not taken over, a line a kind and reason."""
    groups: dict[tuple[str, str], list[Loss]] = defaultdict(list)
    for loss in found:
        groups[loss.kind, loss.why].append(loss)
    for (kind, why), group in sorted(groups.items()):
        names = list(dict.fromkeys(loss.which for loss in group if loss.which))
        shown = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
        codings = sum(loss.codings for loss in group)
        lost = f" ({counted(codings, 'coding')} lost)" if codings and kind != "Coding" else ""
        yield f"{len(group)} {kind}: {why}{lost}" + (f": {shown}" if shown else "")
