"""``whitepaper serve``: runs that are started in a browser, or by files that have arrived.

Three things work side by side until they are ended: Prefect's server in a process of its own
(``flows.site``), its runner in a thread, which gives each run a process, one after the other, and
here the watch over the studies' folders, which asks for runs as a browser does.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from flows import announcing, crashed, empty_database, listing, tracking, watching
from flows.announcing import Announced
from flows.listening import Listening, check_free
from flows.locations import check_is_folder
from flows.places import INPUTS, OUTPUTS, STATE, Place
from flows.progress import LOGGER
from flows.store import make_folder
from flows.watching import Watched, seen, settled
from transcripts.errors import InputError

if TYPE_CHECKING:
    from flows.forms import Forms

_PASSWORDS = ("PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING")
"""Where Prefect looks for the password: in what asks, and in what answers."""

_STEP = 1.0
"""Seconds between two looks at the folders."""

_PARTING = 15.0
"""Seconds that a run and the server have to end."""


def serve(where: Listening, outputs: str = "", *, watch: bool = True) -> None:
    """Serve until interrupted.

    Args:
        where: the address.
        outputs: the folder to collect documents in; ``outputs`` where empty.
        watch: whether a study is run when its files have settled.

    Raises:
        InputError: the port is taken, this folder is served already, or the server does not start.
        KeyboardInterrupt: somebody has ended it.
    """
    check_is_folder(outputs)
    home = Path.cwd() / STATE / tracking.HOME
    make_folder(home.parent)
    make_folder(home)
    with _alone(home), _ended_by_signals():
        check_free(where)
        _settle(where, home, outputs)
        with (
            _server(where, home, outputs) as server,
            _forms(where, server) as forms,
            _announced(home, where, server.pid),
        ):
            with contextlib.suppress(Exception):  # runs of the command that were killed
                crashed.tell(home.parent, "own")
            _greet(where, outputs, watch=watch)
            _Watch(outputs, forms, watch=watch).go_on(server)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One of these in a folder at a time."""
    lock = FileLock(home / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        problem, remedy = "is served already", "Use that one, or end it"
        raise InputError("this folder", problem, remedy, kind="busy") from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let being asked to end be the same as Ctrl-C."""

    def end(*_: object) -> None:
        for number in heard:
            signal.signal(number, signal.SIG_IGN)  # everything is ending already
        raise KeyboardInterrupt

    heard = [
        number
        for number in (signal.SIGINT, signal.SIGTERM)
        if signal.getsignal(number) is not signal.SIG_IGN
    ]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _settle(where: Listening, home: Path, outputs: str) -> None:
    """Set what Prefect reads from the environment, here and in the processes started from here."""
    for name in ("PREFECT_API_KEY", *_PASSWORDS):
        os.environ.pop(name, None)
    if where.password:
        os.environ |= dict.fromkeys(_PASSWORDS, where.password)
    os.environ |= {
        watching.OUTPUTS: outputs,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"{where.origin}/api",
        "PREFECT_UI_API_URL": "/api",  # whatever the browser calls this machine
        "PREFECT_SERVER_API_HOST": where.address,
        "PREFECT_SERVER_API_PORT": str(where.port),
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": where.origin,
        "PREFECT_SERVER_UI_ENABLED": "true",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_CLIENT_MAX_RETRIES": "4",  # its database has one writer, and pages ask it too
    }
    tracking.settle()


@contextlib.contextmanager
def _server(where: Listening, home: Path, outputs: str) -> Iterator[subprocess.Popen[bytes]]:
    """Prefect's server in a process of its own, which is asked to end with the block."""
    empty_database.lay(home)
    folder = str((Path(outputs) if outputs else Path.cwd() / OUTPUTS).resolve())
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            [
                *(sys.executable, "-P", "-m", "flows.site"),
                *(where.address, str(where.port), folder, *where.hosts),
            ],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=os.environ | _pages(home),
            start_new_session=True,  # a Ctrl-C is for this process, which then ends the server
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_PARTING)
        except subprocess.TimeoutExpired:
            process.kill()


def _pages(home: Path) -> dict[str, str]:
    """Where Prefect may prepare its pages, if not where it is installed."""
    import importlib.util

    found = importlib.util.find_spec("prefect")
    installed = Path(found.origin or "").parent / "server" if found else home
    if os.access(installed, os.W_OK):
        return {}
    return {"PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "pages")}


def _answers(where: Listening, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers; false where it ended or took too long."""
    asked = Announced(f"{where.origin}/api", where.password, server.pid, version("prefect"))
    until = time.monotonic() + tracking.PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with contextlib.closing(asked.connect(_STEP)) as connection:
                return asked.answers(connection)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    return False


@contextlib.contextmanager
def _forms(where: Listening, server: subprocess.Popen[bytes]) -> Iterator[Forms]:
    """The forms on the server, once it answers; runs end with the block."""
    from flows.forms import Forms  # takes a second or two, in which the server starts

    if not _answers(where, server):
        problem, remedy = "did not start", "See server.log in .state/prefect"
        raise InputError("Prefect's server", problem, remedy, kind="server")
    forms = Forms()
    try:
        forms.start()
        yield forms
    finally:
        forms.stop(_PARTING)
        tracking.drain()


@contextlib.contextmanager
def _announced(home: Path, where: Listening, pid: int) -> Iterator[None]:
    """Let other commands in this folder use the server for the time of the block."""
    announcing.announce(home, f"{where.origin}/api", where.password, pid)
    try:
        yield
    finally:
        announcing.withdraw(home, pid)


def _greet(where: Listening, outputs: str, *, watch: bool) -> None:
    names = [place.name for place in watching.studies(outputs)]
    watched = "watched: a study is run when its files have settled" if watch else "not watched"
    asks = ": it asks for the password, without a name" if where.password else ""
    tell_all = (
        f"Open {where.origin} to start a run and to watch it{asks}",
        f"Studies in {INPUTS} ({watched}): {', '.join(names) or 'none yet'}",
        "Ctrl-C ends it",
    )
    print(listing.shown("\n".join(tell_all)), flush=True)


class _Watch:
    """The look at the folders, again and again."""

    def __init__(self, outputs: str, forms: Forms, *, watch: bool) -> None:
        self._outputs = outputs
        self._forms = forms
        self._watch = watch
        self._offered: list[str] | None = None
        self._known: dict[str, Watched] = {}

    def go_on(self, server: subprocess.Popen[bytes]) -> None:
        """Look until something ends it.

        Raises:
            InputError: the server or the runner has ended by itself.
        """
        while server.poll() is None and self._forms.works():
            try:
                self.look()
            except Exception as error:
                if not tracking.is_its_own(error):
                    raise
                LOGGER.warning("Prefect's server did not answer (%s)", type(error).__name__)
            time.sleep(_STEP)
        problem, remedy = "ended by itself", "See server.log in .state/prefect, and start again"
        raise InputError("Prefect's server", problem, remedy, kind="server")

    def look(self) -> None:
        """Offer the studies that there are, and ask for runs of those that are due."""
        found = watching.studies(self._outputs)
        names = [place.name for place in found]
        if names != self._offered:
            self._forms.offer(names)
            self._offered = names
        for place in found if self._watch else ():
            with contextlib.suppress(OSError):  # what is being taken away is looked at again
                self._look_at(place)

    def _look_at(self, place: Place) -> None:
        now = time.monotonic()
        watched = seen(self._known.get(place.name), watching.files_of(place), now)
        if watched is None:
            return
        if settled(watched, now) and not watching.is_busy(place):
            if watching.is_due(place):
                self._forms.ask(place.name)
            watched = replace(watched, handled=watched.files)
        self._known[place.name] = watched
