"""From codings to documents."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import places, publishing
from flows.editions import FORMATS
from flows.progress import say
from flows.publishing import Published
from flows.steps import Coded, Gathered
from flows.stopping import without_words


@task(cache_policy=NO_CACHE, persist_result=False)
def write(
    study: str,
    outputs: str,
    found: tuple[Gathered, Coded],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
) -> Published:
    """Write the documents beside the old ones and put them in their place together."""
    with without_words():
        return publishing.publish(places.find(study, outputs), found, languages, formats)


@flow(persist_result=False)
def assemble(
    study: str,
    outputs: str,
    found: tuple[Gathered, Coded],
    languages: tuple[str, ...] = (),
    formats: tuple[str, ...] = FORMATS,
) -> Published:
    """Write a study's paper and the evidence behind it.

    Args:
        study: as for ``ingest``.
        outputs: as for ``ingest``.
        found: what ``ingest`` and ``extract`` gave.
        languages: of the papers; empty for those that the study asks for.
        formats: of the documents.
    """
    published = write(study, outputs, found, languages, formats)
    say(published)
    return published
