"""What Prefect costs by itself: a server, and a flow in it that does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from flows import tracking


def main(state: str) -> None:
    """Find or start the server, run the flow, let the server go."""
    with tracking.server(Path(state)) as link:
        from prefect import flow

        @flow
        def nothing() -> None:
            """Do nothing."""

        tracking.ready(link)
        with tracking.used(Path(state), link):
            nothing()


if __name__ == "__main__":
    main(sys.argv[1])
