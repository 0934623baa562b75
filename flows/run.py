"""One run from the command line: skip what is done, track it with Prefect, show what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows import finishing, publishing, record, remote, steps, tracking, workers
from flows.checking import settings
from flows.editions import FORMATS
from flows.moving import make_outputs
from flows.places import Place
from flows.progress import LOGGER, say
from flows.stopping import StoppedError, reason
from flows.waiting import alone
from transcripts.study import read_study


def run(
    place: Place,
    languages: tuple[str, ...] = (),
    formats: tuple[str, ...] = FORMATS,
    *,
    tracked: bool = True,
    cluster: str = "",
) -> dict[str, Any]:
    """Make the study's documents, unless they are made already; the run's record.

    Args:
        place: the study's folders.
        languages: of the papers; empty for those that the study asks for.
        formats: of the documents.
        tracked: whether Prefect runs it; otherwise the same steps run without it.
        cluster: the address of a Dask scheduler that reads and codes; empty for this machine.

    Raises:
        InputError: where no paper can be made of the study.
    """

    def make() -> None:
        workers.warm()
        if cluster:
            _check(cluster)
        if not (tracked and _tracked(place, (languages, formats, cluster))):
            untracked(place, languages, formats)

    with alone(place), remote.at_hand(place):
        made, fresh = once(place, (languages, formats), make)
        if not fresh:
            LOGGER.info("Nothing has changed since the last run: nothing was done")
        return made


def once(
    place: Place, asked: tuple[tuple[str, ...], tuple[str, ...]], make: Callable[[], object]
) -> tuple[dict[str, Any], bool]:
    """Have the study's documents made, unless they are made already; to be called alone.

    Args:
        place: the study's folders.
        asked: languages and formats.
        make: makes them.

    Returns:
        The run's record, and whether anything was done.
    """
    make_outputs(place.outputs)
    languages, formats = asked
    languages = languages or read_study(place.folder, place.name).languages
    ordered = record.order(place, languages, formats)
    last = record.unchanged(place, ordered)
    if last is not None and not finishing.is_unfinished(place):
        return last, False
    finishing.mark(place)
    settings(place)  # what has not changed was sound the last time
    make()
    made: dict[str, Any] = json.loads((place.outputs / record.RUN).read_bytes())
    if made["order"] != ordered:
        finishing.mark(place)
        LOGGER.info("The study was changed while the run was at work: run again")
    return made, True


def _check(cluster: str) -> None:
    from flows.cluster import check

    check(cluster)


def untracked(place: Place, languages: tuple[str, ...], formats: tuple[str, ...]) -> None:
    """The steps of ``flows.white_paper``, without Prefect."""
    gathered = steps.read(place)
    say(gathered)
    coded = steps.code(place, gathered)
    say(coded)
    say(publishing.publish(place, (gathered, coded), languages, formats))


def _tracked(place: Place, asked: tuple[tuple[str, ...], tuple[str, ...], str]) -> bool:
    """Run the Prefect flow; false where Prefect itself would not have it."""
    try:
        with tracking.server(place.state.parent) as link:
            _flow(place, asked, link)
            return True
    except StoppedError:
        raise reason() from None
    except tracking.UnavailableError:
        LOGGER.warning("Prefect's server did not start: see whitepaper doctor; going on without it")
        return False
    except Exception as error:
        if not tracking.is_its_own(error):
            raise
        LOGGER.warning("Prefect gave up (%s); going on without it", type(error).__name__)
        return False


def _flow(
    place: Place,
    asked: tuple[tuple[str, ...], tuple[str, ...], str],
    link: tracking.Link | None,
) -> None:
    try:
        from flows.white_paper import white_paper
    except Exception as error:  # such as a setting of the researcher's that Prefect does not take
        raise tracking.UnavailableError from error
    if not tracking.ready(link):
        raise tracking.UnavailableError
    with tracking.used(place.state.parent, link) as begun:
        flow = white_paper.with_options(on_running=[begun])
        study = place.source or _path(place.folder)
        outputs = place.target or _path(place.outputs.parent)
        flow(study, outputs, *asked)  # type: ignore[arg-type]


def _path(folder: Path) -> str:
    return str(folder.resolve())
