"""``whitepaper verify``: a paper's file held against the evidence of today; it is not changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evidence.masked_turns import as_shown
from flows import assembling, confinement, listing, places, publishing, steps
from flows.attempts import stopped
from flows.checking import settings
from flows.confinement import Stopped
from flows.editions import editions
from flows.places import Place
from flows.progress import counted
from papers.reread import FORMATS, Piece, Reading
from papers.verdicts import KINDS, Verification
from transcripts.errors import InputError
from transcripts.limits import Limits, using
from transcripts.model import LANGUAGES


def verify(file: Path, place: Place) -> Verification:
    """Hold a file of a paper against what the study's evidence says today.

    Args:
        file: a ``.docx``, ``.pdf`` or ``.html`` file of the paper, edited or not.
        place: the study's folders; transcripts that are not known yet are read and coded.

    Raises:
        InputError: the file cannot be read as a paper, or the study makes none.
    """
    from papers.comparing import verified
    from papers.facts import Facts
    from papers.holdings import holdings
    from papers.labels import read_labels

    study = settings(place)
    reading = _reading(file, study.limits)
    language = reading.language if reading.language in LANGUAGES else study.languages[0]
    gathered = steps.read(place)
    evidence = assembling.bring_together(place, gathered, steps.code(place, gathered))
    (edition,) = editions(study, (language,))
    paper = publishing.compose(place, evidence, edition, gathered)
    facts = Facts(study, evidence, read_labels(language, study.translations.get(language)))
    found = steps.load_transcripts(place, gathered.transcripts)
    shown = (as_shown(transcript, evidence.names) for transcript in found)
    held = holdings(facts, shown, evidence.participants)
    return verified(reading, paper, held)


# Reading, in a process of its own


def _reading(file: Path, limits: Limits) -> Reading:
    """The file, read by a process that may be stopped."""
    name = places.sayable(file.name)
    calls = [(str(file), name, asdict(limits))]
    (given,) = confinement.run(
        read_paper, calls, seconds=limits.seconds, memory_mb=limits.memory_mb
    )
    if isinstance(given, Stopped) or not _is_sound(given):
        why = given.why if isinstance(given, Stopped) else "crash"
        told = stopped(why, name, limits).text.rstrip(".")
        problem, _, remedy = told.partition(". ")
        raise InputError(name, f"cannot be read: {problem[0].lower()}{problem[1:]}", remedy)
    if "error" in given:
        raise InputError(*given["error"])
    pieces = tuple(Piece(*piece) for piece in given["pieces"])
    return Reading(given["format"], pieces, given["language"], tuple(given["unread"]))


def _is_sound(given: Any) -> bool:
    """Whether an answer has the form of one, whatever the process has become."""
    if not isinstance(given, dict):
        return False
    if set(given) == {"error"}:
        return _are(given["error"], str) and len(given["error"]) == 5
    pieces = given.get("pieces") or []
    return (
        given.get("format") in FORMATS
        and isinstance(given.get("language"), str)
        and _are(given.get("unread"), str)
        and _are(pieces, list)
        and all(len(p) == 4 and _are(p[:3], str) and isinstance(p[3], int) for p in pieces)
    )


def _are(values: Any, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(one, kind) for one in values)


def read_paper(path: str, name: str, limits: dict[str, int]) -> dict[str, Any]:
    """What one file of a paper says, as JSON can hold it; ``error`` where it cannot be read.

    Args:
        path: where it lies.
        name: the file, as whoever asks knows it.
        limits: the fields of ``Limits``.
    """
    from papers.rereading import reread
    from transcripts import files

    with using(Limits(**limits)):
        try:
            files.check_is_file(Path(path), name)
            reading = reread(files.contents(Path(path), name), name)
        except InputError as error:
            return {"error": [error.path, error.problem, error.remedy, error.place, error.kind]}
    pieces = [[one.kind, one.text, one.place, one.row] for one in reading.pieces]
    unread, language = list(reading.unread), reading.language
    return {"format": reading.format, "pieces": pieces, "language": language, "unread": unread}


# Telling


def as_json(found: Verification, name: str) -> str:
    """All of it for other programs."""
    body = {"file": name, "agrees": not found.findings, **asdict(found)}
    for finding in body["findings"]:
        finding["problem"] = KINDS[finding["kind"]]
    return json.dumps(body, ensure_ascii=False, indent=1)


def as_text(found: Verification, name: str) -> str:
    """All of it for a person: what does not agree by its place, then the sum of it."""
    parts = [_finding(one) for one in found.findings]
    parts += _listed("To know", found.notes) + _listed("Not checked", found.unchecked)
    return listing.shown("\n\n".join([*parts, _sum(found, name)]))


def _finding(one: Any) -> str:
    lines = [f"{one.place}: {KINDS[one.kind]}"]
    lines += [f"  the file:     {one.said}"] if one.said else []
    lines += [f"  the evidence: {one.evidence}"] if one.evidence else []
    return "\n".join(lines)


def _listed(title: str, lines: Iterable[str]) -> list[str]:
    shown = "\n".join(f"  {line}" for line in lines)
    return [f"{title}:\n{shown}"] if shown else []


def _sum(found: Verification, name: str) -> str:
    checked = f"{counted(found.quotations, 'quotation')} and {counted(found.numbers, 'number')}"
    wrong = counted(len(found.findings), "thing")
    verdict = f"{wrong} not in agreement with the evidence" if found.findings else "all agree"
    reworded = f"; {counted(found.rewritten, 'passage')} reworded" if found.rewritten else ""
    return f"{name}: {checked} checked: {verdict}{reworded}"
