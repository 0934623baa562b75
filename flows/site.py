"""The server of ``whitepaper serve`` in its process: it ends when the one that started it does."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.gate import Gate

_PARTING = 2
"""Seconds that open connections have when the server ends."""


def site(outputs: Path, hosts: Iterable[str]) -> Gate:
    """Prefect's API and pages, and the documents in the outputs' folder, behind the gate."""
    import prefect
    from prefect.server.api.server import create_app
    from prefect.settings import PREFECT_SERVER_API_AUTH_STRING

    from flows.gate import Gate
    from flows.taking_turns import TakingTurns

    # Prefect's second set of pages asks a host elsewhere for its settings: it is not there.
    prefect.__ui_v2_static_path__ = Path(os.devnull) / "none"
    password = PREFECT_SERVER_API_AUTH_STRING.value() or ""
    return Gate(TakingTurns(create_app()), outputs, hosts, password)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()  # returns when the parent closes the pipe or dies
    os._exit(0)


def main() -> None:
    """Serve at the address and port given, with the outputs' folder and the hosts after them."""
    import uvicorn

    address, port, outputs, *hosts = sys.argv[1:]
    os.umask(0o077)  # the database is nobody else's
    threading.Thread(target=_end_with_parent, daemon=True).start()
    uvicorn.run(
        site(Path(outputs), hosts),
        host=address,
        port=int(port),
        log_level="error",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=_PARTING,
    )


if __name__ == "__main__":
    main()
