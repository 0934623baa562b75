"""What Prefect costs by itself: a server for one run, and a flow in it that does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from flows import tracking


def main(state: str) -> None:
    """Start the server, run the flow, end the server."""
    with tracking.server(Path(state)) as server:
        from prefect import flow
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        @flow
        def nothing() -> None:
            """Do nothing."""

        tracking.ready(server)
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            nothing()
        tracking.drain()


if __name__ == "__main__":
    main(sys.argv[1])
