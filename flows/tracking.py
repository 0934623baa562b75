"""Prefect's surroundings: its settings, and a server for a run.

Prefect needs an API to run a flow. Where one is configured, it is used. Where none is, the server
that Prefect would start by itself loads everything twice and takes eight seconds, so one is started
here, in a process of its own and before Prefect is imported; it listens on the loopback address
alone and asks for a password that no other program knows. The runs that follow find it announced
(``flows.announcing``) and use it too, until nobody has needed it for some minutes
(``flows.lingering``).
"""

from __future__ import annotations

import contextlib
import http.client
import logging
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import FileLock

from flows import announcing, crashed, empty_database
from flows.announcing import Announced
from flows.store import digest

HOME = "prefect"
"""The folder of the database and the announcement, below that of all states."""

SECONDS = "WHITEPAPER_SERVER_SECONDS"
"""The environment's name for how long an unused server stays."""

_STAYS = 300.0

PATIENCE = 60.0
"""Seconds until a server that was just started and does not answer is given up."""

_PROMPTLY = 2.0
"""The same for one that has been there for longer."""

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")

_DETACHED = getattr(subprocess, "DETACHED_PROCESS", 0)  # of no console, on Windows

_ITS_LIBRARIES = frozenset(
    (
        "prefect",
        "httpx",
        "httpcore",
        "sqlalchemy",
        "aiosqlite",
        "pydantic_core",
        "pydantic_settings",
    )
)

_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # it asks another machine for its settings
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "whitepaper",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
    "PREFECT_CLIENT_MAX_RETRIES": "1",
    "PREFECT_API_REQUEST_TIMEOUT": "10",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P2D",
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
}


def configured() -> bool:
    """Whether the researcher has named a Prefect API, in the environment or in a profile."""
    if os.environ.get("PREFECT_API_URL"):
        return True
    home = Path(os.environ.get("PREFECT_HOME", Path.home() / ".prefect"))
    try:
        profiles = tomllib.loads((home / "profiles.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    active = os.environ.get("PREFECT_PROFILE") or profiles.get("active", "")
    return bool(profiles.get("profiles", {}).get(active, {}).get("PREFECT_API_URL"))


def settle() -> None:
    """Set what Prefect reads from the environment; to be called before it is imported."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    _pass_proxies_by()


def _pass_proxies_by() -> None:
    """Have nobody else asked for what is on this machine, whatever proxy there is for the web."""
    named = os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""
    known = [name.strip() for name in named.split(",") if name.strip()]
    known += [name for name in _THIS_MACHINE if name not in known]
    os.environ |= dict.fromkeys(("NO_PROXY", "no_proxy"), ",".join(known))


class UnavailableError(Exception):
    """There is no server and none can be started."""


def seconds() -> float:
    """How long an unused server stays; 0 for one that ends with the runs that use it."""
    try:
        return max(0.0, float(os.environ.get(SECONDS, _STAYS)))
    except ValueError:
        return _STAYS


@dataclass(slots=True)
class Link:
    """What a run has of a server: where it is, and a hold on it.

    Attributes:
        server: as it is announced.
        connection: kept open for as long as the run lasts, by which the server knows of it.
        answered: whether it has shown to be the one that is announced.
        process: the server, where this run has started it.
    """

    server: Announced
    connection: http.client.HTTPConnection
    answered: bool = False
    process: subprocess.Popen[bytes] | None = field(default=None)

    def release(self) -> None:
        """Let the server go; wait for it where it is to end with the run."""
        self.connection.close()
        if self.process is not None and not seconds():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)


@contextlib.contextmanager
def server(state: Path) -> Iterator[Link | None]:
    """A server for the time of the block, or none where one is configured.

    Args:
        state: the folder below which Prefect's database is.

    Raises:
        UnavailableError: there is none and none can be started.
    """
    settle()
    if configured():
        yield None
        return
    try:
        link = _held(state / HOME)
    except OSError as error:
        raise UnavailableError from error
    try:
        yield link
    finally:
        link.release()


def _held(home: Path) -> Link:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(home)
    with FileLock(home / announcing.LOCK, timeout=PATIENCE):
        return found(home) or _started(home)


def found(home: Path) -> Link | None:
    """A hold on the server that is announced, where it lives; none where something else does."""
    announced = announcing.announced(home)
    if announced is None:
        return None
    starting = announcing.age(home) < PATIENCE
    try:
        return _asked(announced, 0.3 if starting else _PROMPTLY)
    except TimeoutError:
        with contextlib.suppress(OSError):
            return Link(announced, announced.connect(PATIENCE)) if starting else None
    except (OSError, http.client.HTTPException):
        pass
    return None


def _asked(announced: Announced, patience: float) -> Link | None:
    link = Link(announced, announced.connect(patience))
    try:
        link.answered = announced.answers(link.connection)
    finally:
        if not link.answered:
            link.connection.close()
    return link if link.answered else None


def _started(home: Path) -> Link:
    (home / announcing.FILE).unlink(missing_ok=True)
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            [
                sys.executable,
                "-P",
                "-m",
                "flows.server",
                str(home),
            ],  # none of the researcher's files
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a Ctrl-C is for the run
            creationflags=_DETACHED,
        )
    until = time.monotonic() + PATIENCE
    while (announced := announcing.announced(home)) is None:
        if process.poll() is not None or time.monotonic() > until:
            raise ChildProcessError("Prefect's server has not begun")
        time.sleep(0.003)
    return Link(announced, announced.connect(PATIENCE), process=process)


def ready(link: Link | None) -> bool:
    """Wait until the server answers; false where it ended, took too long or is another one."""
    if link is None or link.answered:
        return True
    try:
        link.answered = link.server.answers(link.connection)
    except (OSError, http.client.HTTPException):
        return False
    return link.answered


@contextlib.contextmanager
def used(state: Path, link: Link | None) -> Iterator[Callable[..., None]]:
    """Let a flow of the block run at this server, and all that is to be known of it reach it.

    Args:
        state: the folder below which Prefect's database is.
        link: the server; none where one is configured.

    Yields:
        A hook for the flow when it begins.
    """
    from prefect.settings import (
        PREFECT_API_AUTH_STRING,
        PREFECT_API_URL,
        PREFECT_CLIENT_MAX_RETRIES,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    # The heartbeat would make each flow wait a second at its end.
    settings: dict[Any, Any] = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    if link is not None:
        settings[PREFECT_CLIENT_MAX_RETRIES] = 0  # its requests take turns; it answers or is gone
        settings[PREFECT_API_URL] = link.server.url
        settings[PREFECT_API_AUTH_STRING] = link.server.password or None
    shows, logging.raiseExceptions = logging.raiseExceptions, False
    with temporary_settings(settings):
        _limit_patience()
        yield from _held_at(state, "own" if link else digest(PREFECT_API_URL.value() or "")[:12])
    # Not where Prefect gave up: what it could not send is missed by its threads later on.
    logging.raiseExceptions = shows


def _held_at(state: Path, api: str) -> Iterator[Callable[..., None]]:
    try:
        with crashed.held(state, api) as hook:
            yield hook
    except Exception as error:
        if not is_its_own(error):
            drain()
        raise
    with contextlib.suppress(Exception):
        crashed.tell(state, api)
    drain()


def _limit_patience() -> None:
    """Let no event be tried ten times at a server that has gone."""
    from prefect.events.clients import PrefectEventsClient
    from prefect.events.worker import EventsWorker, emit_events_to_cloud

    if not emit_events_to_cloud():
        EventsWorker.set_client_override(PrefectEventsClient, reconnection_attempts=1)


def drain() -> None:
    """Let Prefect's events reach the server before it ends."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all(timeout=3)
    APILogWorker.drain_all(timeout=3)


def is_its_own(error: Exception) -> bool:
    """Whether the error is Prefect's or its connection's, and not one of the run."""
    return type(error).__module__.partition(".")[0] in _ITS_LIBRARIES


def prepare() -> None:
    """Make the empty database, once and for all studies."""
    os.environ[SECONDS] = "0"
    with TemporaryDirectory() as folder:
        with server(Path(folder)) as link:
            answered = ready(link)
        made = Path(folder, HOME, empty_database.DATABASE)
        if answered and made.exists():
            empty_database.copy(made, empty_database.TEMPLATE)


if __name__ == "__main__":
    prepare()
