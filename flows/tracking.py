"""Prefect's surroundings: its settings, and a server for as long as one run lasts.

Prefect needs an API to run a flow. Where one is configured, it is used. Where none is, the server
that Prefect would start by itself loads everything twice and takes eight seconds, so one is started
here, in a process of its own and before Prefect is imported; it listens on the loopback address
alone, asks for a password that no other program knows, and ends with the run.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

PATIENCE = 60.0
"""Seconds until a server that does not answer is given up."""

DATABASE = "prefect.db"

TEMPLATE = Path(sys.prefix, "share", "whitepaper", f"prefect-{version('prefect')}.db")
"""An empty database of this Prefect, to be copied: making one takes twenty seconds."""

_SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "whitepaper",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_RESULTS_DEFAULT_SERIALIZER": "json",
    "PREFECT_CLIENT_MAX_RETRIES": "1",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_BATCH_SIZE": "200",
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


@contextlib.contextmanager
def server(state: Path) -> Iterator[subprocess.Popen[bytes] | None]:
    """A server for the time of the block, or none where one is configured.

    Args:
        state: the folder that holds Prefect's database.
    """
    settle()
    if configured():
        yield None
        return
    process = _start(state)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _start(state: Path) -> subprocess.Popen[bytes]:
    home = state / "prefect"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if TEMPLATE.exists() and not (home / DATABASE).exists():
        # Whole or not at all: half a database would be taken for one at every run to come.
        shutil.copyfile(TEMPLATE, home / f"{DATABASE}.part")
        (home / f"{DATABASE}.part").replace(home / DATABASE)
    port = _free_port()
    password = f"whitepaper:{secrets.token_urlsafe(24)}"
    os.environ |= {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": password,
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port}",
    }
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            [sys.executable, "-m", "flows.server", str(port)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a Ctrl-C is for the run, which then ends the server
        )
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    return process


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(process: subprocess.Popen[bytes] | None) -> bool:
    """Wait until the server answers; false where it ended or took too long."""
    if process is None:
        return True
    url = os.environ["PREFECT_API_URL"] + "/health"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
                return True
        except urllib.error.HTTPError:
            return True  # it answers, and wants the password
        except OSError:
            time.sleep(0.03)
    return False


def drain() -> None:
    """Let Prefect's events reach the server before it ends."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all(timeout=3)
    APILogWorker.drain_all(timeout=3)


def is_its_own(error: Exception) -> bool:
    """Whether the error is Prefect's or its connection's, and not one of the run."""
    home = type(error).__module__.partition(".")[0]
    return home in ("prefect", "httpx", "httpcore", "sqlalchemy", "aiosqlite")


def prepare() -> None:
    """Make the empty database, once and for all studies."""
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        with server(Path(folder)) as process:
            answered = ready(process)
        made = Path(folder, "prefect", DATABASE)
        if answered and made.exists():
            with closing(sqlite3.connect(made)) as full, closing(sqlite3.connect(TEMPLATE)) as new:
                full.backup(new)


if __name__ == "__main__":
    prepare()
