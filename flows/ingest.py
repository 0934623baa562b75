"""From files to transcripts."""

from __future__ import annotations

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows import cluster, places, steps
from flows.progress import say
from flows.steps import Gathered
from flows.stopping import without_words


@task(cache_policy=NO_CACHE, persist_result=False)
def read(study: str, outputs: str, *, spread: bool = False) -> Gathered:
    """Read the files that are not known yet, each in a process that cannot take others along."""
    with without_words():
        return steps.read(places.find(study, outputs), cluster.spread if spread else None)


@flow(persist_result=False)
def ingest(study: str = "", outputs: str = "", *, spread: bool = False) -> Gathered:
    """Read a study's transcripts.

    Args:
        study: a folder, or the name of one under inputs; empty for the only one there is.
        outputs: the folder to collect documents in; empty for outputs.
        spread: whether the flow's cluster reads, instead of this machine.
    """
    gathered = read(study, outputs, spread=spread)
    say(gathered)
    return gathered
