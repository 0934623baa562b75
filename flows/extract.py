"""From transcripts to codings."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import cluster, places, steps
from flows.progress import say
from flows.steps import Coded, Gathered
from flows.stopping import without_words


@task(cache_policy=NO_CACHE, persist_result=False)
def code(study: str, outputs: str, gathered: Gathered, *, spread: bool = False) -> Coded:
    """Code the transcripts that are not coded yet, in batches."""
    with without_words():
        place = places.find(study, outputs)
        return steps.code(place, gathered, cluster.spread if spread else None)


@flow(persist_result=False)
def extract(study: str, outputs: str, gathered: Gathered, *, spread: bool = False) -> Coded:
    """Code a study's transcripts.

    Args:
        study: as for ``ingest``.
        outputs: as for ``ingest``.
        gathered: what ``ingest`` gave.
        spread: whether the flow's cluster codes, instead of this machine.
    """
    coded = code(study, outputs, gathered, spread=spread)
    say(coded)
    return coded
