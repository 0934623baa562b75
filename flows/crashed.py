"""Runs whose process is gone, which Prefect would show as running for ever.

A process holds a lock for as long as one of its runs lasts, and the system lets go of it however
the process ends. A later run finds what nobody holds any more and tells Prefect. What another
machine has left beside it is not touched, for its locks may not be seen here.
"""

from __future__ import annotations

import contextlib
import platform
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from filelock import FileLock, Timeout

from flows.store import digest

FOLDER = "tracked"
"""Below the folder of all states: a lock and a note of the run's id for each run that goes on."""

MESSAGE = "The process of this run ended before it did."

_LOCK, _NOTE = ".lock", ".run"


@contextlib.contextmanager
def held(state: Path, api: str) -> Iterator[Callable[..., None]]:
    """Hold a lock for the time of the block; what is given is a hook for the flow that begins.

    Args:
        state: the folder of all states.
        api: where the run is known, in one word.
    """
    name = state / FOLDER / f"{_host()}-{secrets.token_hex(6)}"
    try:
        name.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(name.with_suffix(_LOCK), timeout=0)
        lock.acquire()
    except (OSError, NotImplementedError):
        yield lambda *_: None
        return

    def note(_flow: Any, flow_run: Any, _state: Any) -> None:
        """Write down which run it is."""
        with contextlib.suppress(OSError):
            name.with_suffix(_NOTE).write_text(f"{api} {flow_run.id}", "utf-8")

    try:
        yield note
    except BaseException:
        lock.release()  # whether Prefect has heard how it ended, the next run finds out
        raise
    lock.release()
    _forget(name)


def tell(state: Path, api: str) -> None:
    """Mark the runs whose process is gone as crashed; to be called where Prefect is in reach.

    Args:
        state: the folder of all states.
        api: as for ``held``.
    """
    for path in (state / FOLDER).glob(f"{_host()}-*{_LOCK}"):
        with contextlib.suppress(Timeout, OSError, NotImplementedError), FileLock(path, timeout=0):
            _tell_one(path.with_suffix(""), api)


def _tell_one(name: Path, api: str) -> None:
    try:
        where, _, run = name.with_suffix(_NOTE).read_text("utf-8").partition(" ")
        known = UUID(run)
    except (OSError, ValueError):
        _forget(name)  # it had not begun
        return
    if where == api:
        mark(known)
        _forget(name)


def _forget(name: Path) -> None:
    for ending in (_NOTE, _LOCK):
        with contextlib.suppress(OSError):
            name.with_suffix(ending).unlink(missing_ok=True)


def _host() -> str:
    return digest(platform.node())[:12]


def mark(run: UUID) -> None:
    """Set the run, its subflows and its tasks to crashed, as far as they have not ended."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import (
        FlowRunFilter,
        FlowRunFilterId,
        FlowRunFilterParentFlowRunId,
        TaskRunFilter,
        TaskRunFilterFlowRunId,
    )
    from prefect.states import Crashed

    with get_client(sync_client=True) as client:
        below = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run]))
        flows = client.read_flow_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run])))
        flows += client.read_flow_runs(flow_run_filter=below)
        within = TaskRunFilter(flow_run_id=TaskRunFilterFlowRunId(any_=[one.id for one in flows]))
        for task in client.read_task_runs(task_run_filter=within):
            if task.state is None or not task.state.is_final():
                client.set_task_run_state(task.id, Crashed(message=MESSAGE), force=True)
        for flow in flows:
            if flow.state is None or not flow.state.is_final():
                client.set_flow_run_state(flow.id, Crashed(message=MESSAGE), force=True)
