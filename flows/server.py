"""A Prefect API server as a process: for one run or for those that follow, until nobody needs it.

It listens on the loopback address alone and asks for a password, which it makes itself, so that it
stands in no command line and in no environment, but in ``server.json``.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
from pathlib import Path

from flows import announcing, empty_database


def main() -> None:
    """Serve the folder that is named as the only argument."""
    home = Path(sys.argv[1])
    os.umask(0o077)  # the database is nobody else's
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    password = f"whitepaper:{secrets.token_urlsafe(24)}"
    # Whoever connects now is answered when the server is ready.
    announcing.announce(home, f"http://127.0.0.1:{port}/api", password, os.getpid())
    to_keep = not empty_database.lay(home)
    _settings(home, port, password)

    from flows.lingering import serve  # loads the server's libraries

    serve(home, listening, to_keep=to_keep)


def _settings(home: Path, port: int, password: str) -> None:
    for name in ("PREFECT_API_URL", "PREFECT_API_AUTH_STRING"):
        os.environ.pop(name, None)
    os.environ |= {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port}",
    }


if __name__ == "__main__":
    main()
