"""The same steps on the processes of a Dask cluster: a task is a batch of what is read or coded.

Batches are taken from files and from the store by paths and hashes, and put into the store, so the
machines of a cluster have the study's folders in common. No text passes through Dask or Prefect.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from multiprocessing import current_process
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from prefect import Flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed

from flows.batches import Each
from flows.stopping import StoppedError, without_words
from flows.store import PACKAGES, fingerprint
from transcripts.errors import InputError

P = ParamSpec("P")
R = TypeVar("R")

_PATIENCE = 10
"""Seconds until a scheduler that does not answer is given up."""

_REMEDIES = {
    "version": "Install the same version on all its machines",
    "processes": "Start its workers with --no-nanny, so that they may start processes of their own",
}
_ANY_REMEDY = "Run whitepaper doctor on its machines: they need the study's folders, and room"


def check(cluster: str) -> None:
    """Make sure that somebody listens at the address, before any work is done.

    Raises:
        InputError: it is no address of a scheduler, or nobody answers there.
    """
    try:
        address = urlsplit(cluster)
        with socket.create_connection((address.hostname, address.port or 0), _PATIENCE):
            return
    except (OSError, ValueError) as error:
        problem = "is no address at which a Dask scheduler answers"
        remedy = "Start it, and write its address as it tells it, such as tcp://10.0.0.1:8786"
        raise InputError(cluster, problem, remedy, kind="cluster") from error


def on(cluster: str, flow: Flow[P, R]) -> Flow[P, R]:
    """The flow with its tasks on the cluster of that address; as it is where that is empty.

    Raises:
        InputError: what connects Prefect with Dask is not installed.
    """
    if not cluster:
        return flow
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        remedy = "Run pip install 'whitepaper[dask]', here and on the machines of the cluster"
        raise InputError("--cluster", "needs Dask", remedy, kind="cluster") from error
    runner: Any = DaskTaskRunner(address=cluster, client_kwargs={"timeout": _PATIENCE})
    return flow.with_options(task_runner=runner)


def spread(function: Callable[..., Any], calls: Sequence[Sequence[Any]], each: Each) -> None:
    """Have each call done by a process of the flow's cluster.

    Raises:
        InputError: the cluster gave up a batch.
    """
    futures = [batch.submit(function, one, fingerprint(*PACKAGES)) for one in calls]
    numbers = {future.task_run_id: number for number, future in enumerate(futures)}
    for future in as_completed(futures):
        _finish(future)
        each(numbers[future.task_run_id])


def _finish(future: PrefectFuture[None]) -> None:
    try:
        future.result()
    except StoppedError as error:
        kind = str(error).partition(":")[0]
        remedy = _REMEDIES.get(kind, _ANY_REMEDY)
        raise InputError("the cluster", f"gave up a batch ({kind})", remedy, kind=kind) from None


@task(name="batch", cache_policy=NO_CACHE, persist_result=False)
def batch(function: Callable[..., Any], arguments: Sequence[Any], version: str) -> None:
    """One batch, done by whichever process of the cluster is free.

    Args:
        function: of this program, what is done; it puts into the store what comes of it.
        arguments: of the function: paths and hashes.
        version: of the program that asks, to the letter; another one would do something else.
    """
    if fingerprint(*PACKAGES) != version:
        raise StoppedError("version")
    if current_process().daemon:
        raise StoppedError("processes")
    with without_words():
        function(*arguments)
