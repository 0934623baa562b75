"""What can be started from a browser: the white paper, the check and the export of a study.

The form of each is drawn from the flow's parameters. A run that somebody starts there does what the
command does, under the same lock; what it is about stands in the terminal, and in Prefect only that
it went well, or of what kind the trouble is.
"""

# No annotations from __future__: a flow goes to its process by value, and they have to go along.

import logging
import os
import sys
import time
import tomllib
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path
from typing import Any

from prefect import Flow, State, flow
from prefect.client.schemas.objects import FlowRun
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Completed, Failed

from flows import artifacts, checking, exchange, listing, steps, tracking, workers
from flows.editions import DRAFT, FORMATS
from flows.places import Place
from flows.progress import LOGGER, counted
from flows.run import once, untracked
from flows.stopping import StoppedError, reason, without_words
from flows.waiting import alone
from flows.watching import OUTPUTS, studies
from flows.white_paper import Format, Language, white_paper
from transcripts.errors import InputError
from transcripts.model import Notice

_WORDS: dict[str, str] = tomllib.loads(Path(__file__).with_name("stopping.toml").read_text("utf-8"))
"""What Prefect is told of a run that stops, by the kind of its error."""


def tell(study: str, said: str) -> None:
    """A line in the terminal on a study."""
    line = listing.shown(f"{study}: {said}")
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def _on_crashed(ran: Flow[..., Any], run: FlowRun, state: State) -> None:
    del state
    tell(run.parameters.get("study", ""), f"{ran.name} broke off; the last documents stand")


def _on_cancelled(ran: Flow[..., Any], run: FlowRun, state: State) -> None:
    del state
    tell(run.parameters.get("study", ""), f"{ran.name} was stopped; the last documents stand")


_HOW: dict[str, Any] = {
    "persist_result": False,
    "on_crashed": [_on_crashed],
    "on_cancellation": [_on_cancelled],
}


@flow(name="white-paper", **_HOW)
def paper(
    study: str,
    languages: tuple[Language, ...] = (),
    formats: tuple[Format, ...] = ("docx", "pdf", "html"),
    *,
    draft: bool = False,
) -> State:
    """Read a study's transcripts, code them, and write its white paper with the evidence behind it.

    It starts within a few seconds. What it makes is linked under Artifacts in the run's page.

    Args:
        study: A folder in inputs.
        languages: Of the papers. None for those that the study asks for.
        formats: Of the documents.
        draft: Leave the PDF out, which takes longest.
    """
    wanted = tuple(f for f in FORMATS if f in (formats or FORMATS) and (f in DRAFT or not draft))
    return _done(study, "white paper", lambda place: _write(place, languages, wanted))


@flow(name="check", **_HOW)
def check(study: str) -> State:
    """Read all files of a study and report, without coding or writing anything.

    The report names files and speakers, so it is printed in the terminal of `whitepaper serve`.

    Args:
        study: A folder in inputs.
    """
    return _done(study, "check", _check)


@flow(name="export", **_HOW)
def export(study: str, *, project: bool = True, codebook: bool = False) -> State:
    """Write a study for NVivo, MAXQDA, ATLAS.ti, QualCoder and others (REFI-QDA).

    Args:
        study: A folder in inputs.
        project: All of it, as project.qdpx.
        codebook: The codebook alone, as project.qdc.
    """
    wanted = {"qdpx": project, "qdc": codebook}
    return _done(study, "export", lambda place: _export(place, [e for e in wanted if wanted[e]]))


FLOWS: tuple[Flow[..., State], ...] = (paper, check, export)


def place_of(study: str) -> Place:
    """The study of that name under inputs: a path from a form is never followed.

    Raises:
        InputError: there is none.
    """
    outputs = os.environ.get(OUTPUTS, "")
    found = next((place for place in studies(outputs) if place.name == study), None)
    if found is None:
        problem, remedy = "there is no such study in inputs", "Choose another"
        raise InputError(study, problem, remedy, kind="missing")
    return found


def _done(study: str, what: str, work: Callable[[Place], str]) -> State:
    """Do the work on the study, and say what came of it here and in Prefect."""
    LOGGER.setLevel(logging.INFO)
    tell(study, f"{what} begun")
    try:
        # The heartbeat would make each flow inside wait a second at its end.
        with without_words(), temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            said = work(place_of(study))
    except StoppedError:
        return _stopped(study, what, reason())
    finally:
        for process in active_children():  # this one would wait for them, and they for work
            process.kill()
    tell(study, f"{what} done: {said}")
    return Completed(message=said)


def _stopped(study: str, what: str, why: Exception) -> State:
    """Say why there is nothing: in words here, and by its kind in Prefect."""
    if not isinstance(why, InputError):
        traceback.print_exception(why)
        return Failed(message=f"A defect ({type(why).__name__}): see the terminal.")
    tell(study, f"no {what}. {why}")
    return Failed(message=in_words(why.kind, study))


@contextmanager
def _despite_prefect(study: str) -> Iterator[None]:
    """Go on where Prefect cannot keep up: what is shown of a run is less than the run."""
    try:
        yield
    except Exception as error:
        if not tracking.is_its_own(error):
            raise
        tell(study, f"Prefect did not keep up ({type(error).__name__}); it goes on all the same")


def in_words(kind: str, study: str) -> str:
    """Why a run stopped, as Prefect may know it."""
    why = _WORDS.get(kind, _WORDS["other"])
    said = f"{why[0].upper()}{why[1:]}. More in the terminal of whitepaper serve"
    return f"{said}, or with: whitepaper check {study}"


def _write(place: Place, languages: tuple[Language, ...], formats: tuple[str, ...]) -> str:
    if not formats:
        problem, remedy = "asks for a draft of the PDF alone", "Choose another format"
        raise InputError(place.name, problem, remedy, kind="formats")
    with alone(place), artifacts.shown_progress(place):
        asked = (languages, formats)
        made, fresh = once(place, asked, lambda: _make(place, languages, formats))
    with _despite_prefect(place.name):
        artifacts.leave(place, made)
    notices = counted(len(made["notices"]), "notice")
    files = counted(len(made["outputs"]) + 1, "file") if fresh else "nothing has changed"
    return f"{files} in {listing.near(place.outputs)}, {notices}"


def _make(place: Place, languages: tuple[Language, ...], formats: tuple[str, ...]) -> None:
    """The run of ``whitepaper run``, without Prefect where that gives up."""
    workers.warm()
    folders = (str(place.folder.resolve()), str(place.outputs.parent.resolve()))
    done = False
    with _despite_prefect(place.name):
        white_paper.fn(*folders, languages, formats)  # type: ignore[arg-type]
        done = True
    if not done:
        untracked(place, languages, formats)


def _check(place: Place) -> str:
    report, _ = checking.check(place)
    print(listing.shown(report), file=sys.stderr, flush=True)
    gathered = steps.read(place)
    notices = steps.load_notices(place, gathered.notices)
    with _despite_prefect(place.name):
        artifacts.leave_notices(place, ((one.kind, one.unusable) for one in notices))
    return f"{gathered}, {counted(len(notices), 'notice')}"


def _export(place: Place, endings: Iterable[str]) -> str:
    names = [f"{exchange.NAME}.{ending}" for ending in endings]
    told: tuple[Notice, ...] = ()
    with alone(place):
        for name in names:
            if name.endswith("qdpx"):
                told = exchange.export_project(place, place.outputs / name)
            else:
                exchange.export_codebook(place, place.outputs / name)
    with _despite_prefect(place.name):
        artifacts.leave_documents(place, names)
        artifacts.leave_notices(place, ((one.kind, one.unusable) for one in told))
    return f"{' and '.join(names) or 'nothing'} in {listing.near(place.outputs)}"


def description(of: Flow[..., Any]) -> str:
    """What a flow does, for its form; what its parameters are stands beside each of them."""
    return (of.description or "").partition("\nArgs:")[0].rstrip()


def form(schema: dict[str, Any], studies: Iterable[str]) -> dict[str, Any]:
    """The schema of a flow's parameters as its form shows it.

    Args:
        schema: as Prefect draws it from the flow.
        studies: to choose from; any name where there is none yet.
    """
    chosen = list(studies)
    fields = {
        name: {**one, "title": name.capitalize()} for name, one in schema["properties"].items()
    }
    fields["study"].pop("enum", None)
    if chosen:
        fields["study"]["enum"] = chosen
    return {**schema, "properties": fields}
