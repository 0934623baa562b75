"""How long a server stays: as long as it is used, some minutes more, and never without its folder.

A run holds a connection for as long as it lasts, whatever it does meanwhile; the system closes it
where the run is killed. Prefect's own services ask within the process and hold none.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
import time
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout

from flows import announcing, empty_database, tracking

_LONGEST = 30 * 86400
"""Seconds for which a connection may be silent: a run says nothing while it reads."""

_LAST = 10.0
"""Seconds in which a server that ends has to be done with it."""


def serve(home: Path, listening: socket.socket, *, to_keep: bool) -> None:
    """Serve until nobody needs it, and leave the process.

    Args:
        home: the folder that holds the database and the announcement.
        listening: the socket that is announced.
        to_keep: whether the database, which is made here, is to be left for other folders.
    """
    config = uvicorn.Config(
        "flows.taking_turns:application",
        factory=True,
        log_level="error",
        lifespan="on",
        timeout_keep_alive=_LONGEST,
        timeout_graceful_shutdown=3,
    )
    try:
        _Lingering(config, home, to_keep=to_keep).run(sockets=[listening])
    finally:
        announcing.withdraw(home, os.getpid())
        logging.shutdown()
        os._exit(0)  # no thread of Prefect's is waited for


class _Lingering(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, home: Path, *, to_keep: bool) -> None:
        super().__init__(config)
        self._home = home
        self._to_keep = to_keep
        self._stays = tracking.seconds()
        self._every = 10 if self._stays else 2  # ticks of a tenth of a second
        self._asked = 0
        self._used = time.monotonic()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._to_keep:  # nobody has been answered yet
            empty_database.copy(self._home / empty_database.DATABASE, empty_database.cached())

    async def on_tick(self, counter: int) -> bool:
        ends = await super().on_tick(counter) or (
            counter % self._every == 1 and await self._unneeded()
        )
        if ends:
            threading.Timer(_LAST, os._exit, (0,)).start()
        return ends

    async def _unneeded(self) -> bool:
        if not self._home.exists():
            os._exit(0)  # there is nothing left to be saved
        if self._in_use():
            return False
        unused = time.monotonic() - self._used
        return (unused >= self._stays or not self._is_announced()) and await self._leaves()

    def _in_use(self) -> bool:
        state = self.server_state
        if state.connections or state.total_requests != self._asked:
            self._asked, self._used = state.total_requests, time.monotonic()
        return bool(state.connections)

    def _is_announced(self) -> bool:
        found = announcing.announced(self._home)
        return found is not None and found.pid == os.getpid()

    async def _leaves(self) -> bool:
        """Take the announcement back, unless somebody has just read it."""
        try:
            with FileLock(self._home / announcing.LOCK, timeout=0):
                await asyncio.sleep(0.1)  # who connected before is seen by now
                if self._in_use():
                    return False
                announcing.withdraw(self._home, os.getpid())
        except (Timeout, OSError):
            return False
        return True
