"""server.json: where a folder's Prefect server is to be found while it lives.

The file is its owner's alone, for it holds the password. Whatever cannot be understood, comes from
another version of Prefect or lies beyond this machine counts as no announcement.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

FILE = "server.json"
LOCK = "server.lock"
"""Held while a server is looked for, started or ended, so that there is one of them."""

_VERSION_PATH = "/admin/version"


@dataclass(frozen=True, slots=True)
class Announced:
    """A server of a folder.

    Attributes:
        url: of its API, such as ``http://127.0.0.1:4200/api``; on this machine.
        password: as Prefect wants it, ``user:secret``; empty where none is asked for.
        pid: its process.
        version: of its Prefect.
    """

    url: str
    password: str
    pid: int
    version: str

    def connect(self, seconds: float) -> http.client.HTTPConnection:
        """A connection to it, which waits so long for anything.

        Raises:
            OSError: where nobody listens.
        """
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=seconds)
        connection.connect()
        return connection

    def answers(self, connection: http.client.HTTPConnection) -> bool:
        """Whether it is this server, of this version, that answers there to this password.

        Raises:
            TimeoutError: where it does not answer in time.
            OSError: where it breaks the connection off.
            http.client.HTTPException: where what answers does not speak HTTP.
        """
        sent = {}
        if self.password:
            sent["Authorization"] = "Basic " + base64.b64encode(self.password.encode()).decode()
        connection.request("GET", urlsplit(self.url).path + _VERSION_PATH, headers=sent)
        response = connection.getresponse()
        said = response.read(1000)
        return response.status == http.client.OK and said.strip(b'"') == self.version.encode()


def announce(home: Path, url: str, password: str, pid: int) -> None:
    """Say where a server of this folder is, in place of any other.

    Args:
        home: the folder that holds Prefect's database.
        url: of the API.
        password: ``user:secret``; empty where none is asked for.
        pid: the server's process.
    """
    near = home / f".{FILE}.{pid}"
    near.unlink(missing_ok=True)
    with os.fdopen(os.open(near, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(Announced(url, password, pid, version("prefect"))), file)
    near.replace(home / FILE)


def announced(home: Path) -> Announced | None:
    """The server that is announced, whether it lives or not; none where it cannot be used."""
    try:
        found = Announced(**json.loads((home / FILE).read_bytes()))
        return found if _usable(found) else None
    except (OSError, ValueError, TypeError):
        return None


def _usable(found: Announced) -> bool:
    if not (isinstance(found.url, str) and isinstance(found.password, str)):
        return False
    parts = urlsplit(found.url)
    host = ipaddress.ip_address(parts.hostname or "")
    local = parts.scheme == "http" and _is_of_this_machine(host) and bool(parts.port)
    return local and isinstance(found.pid, int) and found.version == version("prefect")


def _is_of_this_machine(host: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is the loopback address, or one that this machine has in a network."""
    if host.is_loopback:
        return True
    try:
        with socket.socket(socket.AF_INET if host.version == 4 else socket.AF_INET6) as probe:
            probe.bind((str(host), 0))
            return not host.is_unspecified
    except OSError:
        return False


def age(home: Path) -> float:
    """Seconds since the server was announced; any number where none is."""
    try:
        return time.time() - (home / FILE).stat().st_mtime
    except OSError:
        return 0.0


def withdraw(home: Path, pid: int) -> None:
    """Take the announcement of this process back, where it still stands."""
    found = announced(home)
    if found is not None and found.pid == pid:
        (home / FILE).unlink(missing_ok=True)
