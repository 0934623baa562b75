"""Prefect's API server for one run: it ends when the process that started it does, however."""

from __future__ import annotations

import os
import sys
import threading


def _end_with_parent() -> None:
    sys.stdin.buffer.read()  # returns when the parent closes the pipe or dies
    os._exit(0)


def main() -> None:
    """Serve on the loopback address, on the port given as the only argument."""
    import uvicorn

    os.umask(0o077)  # the database is nobody else's
    threading.Thread(target=_end_with_parent, daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="on",
    )


if __name__ == "__main__":
    main()
