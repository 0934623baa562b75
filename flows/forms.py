"""The forms of ``whitepaper serve`` in Prefect's pages, and the runner that does what is asked."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from multiprocessing import active_children, resource_tracker
from uuid import UUID

from prefect import Flow, State, get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import FlowRunFilter
from prefect.client.schemas.objects import StateType
from prefect.runner import Runner
from prefect.types.entrypoint import EntrypointType

from flows import crashed
from flows.deployments import FLOWS, description, form, paper

_AT_WORK = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)


class Forms:
    """A form for each flow, and one run after the other, each in a process of its own.

    The runner works in a thread, so that the signals that end the program stay the program's.
    """

    def __init__(self) -> None:
        self._runner = Runner("whitepaper", limit=1, pause_on_shutdown=False, query_seconds=1)
        self._loop = asyncio.new_event_loop()
        self._ids: Future[dict[str, UUID]] = Future()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._client = get_client(sync_client=True)

    def start(self) -> None:
        """Make the forms, and begin to look for what they ask for."""
        self._thread.start()
        self._ids.result()
        self._mark_crashed()

    def _work(self) -> None:
        if hasattr(signal, "pthread_sigmask"):
            # Runs inherit it: a Ctrl-C is for the program alone, which then ends them one by one.
            resource_tracker.ensure_running()  # beginning it later would undo the next line
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._run())

    async def _run(self) -> None:
        try:
            ids = {one.name: await self._deployed(one) for one in FLOWS}
        except BaseException as error:
            self._ids.set_exception(error)
            raise
        self._ids.set_result(ids)
        await self._runner.start()

    async def _deployed(self, one: Flow[..., State]) -> UUID:
        return await self._runner.aadd_flow(
            one,
            one.name,
            description=description(one),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )

    def _mark_crashed(self) -> None:
        """Mark runs as crashed whose processes ended with an earlier server."""
        ours = {"deployment_id": {"any_": list(self._ids.result().values())}}
        at_work = {"state": {"type": {"any_": _AT_WORK}}}
        running = FlowRunFilter.model_validate(ours | at_work)
        for run in self._client.read_flow_runs(flow_run_filter=running):
            crashed.mark(run.id)

    def offer(self, names: Iterable[str]) -> None:
        """Let the forms offer these studies."""
        chosen = list(names)
        for one in self._ids.result().values():
            schema = self._client.read_deployment(one).parameter_openapi_schema or {}
            changed = DeploymentUpdate(parameter_openapi_schema=form(schema, chosen))
            self._client.update_deployment(one, changed)

    def ask(self, study: str) -> None:
        """Ask for a run of the study, as somebody would do in the form."""
        wanted = self._ids.result()[paper.name]
        self._client.create_flow_run_from_deployment(
            wanted, parameters={"study": study}, name=study, tags=["watched"]
        )

    def works(self) -> bool:
        """Whether the runner is there still."""
        return self._thread.is_alive()

    def stop(self, seconds: float) -> None:
        """End the run that is going on, if there is one, and the runner.

        Args:
            seconds: for which to wait for that.
        """
        if self._runner.started:
            asked = asyncio.run_coroutine_threadsafe(self._runner.astop(), self._loop)
            with contextlib.suppress(TimeoutError, RuntimeError):
                asked.result(seconds)
            self._thread.join(seconds)
        for process in active_children():  # a run that does not end must not be waited for
            process.kill()
        self._client.__exit__(None, None, None)
