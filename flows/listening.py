"""Where a server listens, and with what password: on this machine alone where there is none."""

from __future__ import annotations

import errno
import os
import socket
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from transcripts.errors import InputError

PASSWORD = "WHITEPAPER_PASSWORD"  # noqa: S105 - the name of a variable
SHORTEST = 12
"""Characters of a password."""

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only ever compared with
_OTHER_PORT = "End it, or name another port with --port"
_WHY = {
    errno.EADDRINUSE: ("is taken: another program, or another whitepaper serve", _OTHER_PORT),
    errno.EACCES: ("is not for everybody to listen on", "Name one above 1023 with --port"),
    errno.EADDRNOTAVAIL: ("is at no address of this machine", "Name another with --host"),
}


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server listens.

    Attributes:
        address: an IP address.
        port: from 1 to 65535.
        names: what the machine may be called in an address; empty for anything.
        password: that everybody has to give; empty for none, on the loopback address alone.
    """

    address: str
    port: int
    names: tuple[str, ...]
    password: str = ""

    @property
    def origin(self) -> str:
        """The address for programs on this machine, as in ``http://127.0.0.1:4200``."""
        return f"http://{_bracketed(_EVERYWHERE.get(self.address, self.address))}:{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """What may stand in a request as its host; empty for anything."""
        return tuple(f"{_bracketed(name)}:{self.port}" for name in self.names)


def listening(host: str, port: int, password: str) -> Listening:
    """Where to listen, once it is known to be safe.

    Raises:
        InputError: other machines could reach it and there is no password, or there is no such
            host or port.
    """
    if not 0 < port < 65536:
        raise InputError(str(port), "is no port", "Name one from 1024 to 65535", kind="port")
    addresses = _addresses(host)
    address = addresses[0]
    if all(ip_address(one).is_loopback for one in addresses):
        names = dict.fromkeys((address, host.strip("[]").lower(), "127.0.0.1", "localhost", "::1"))
        return Listening(address, port, tuple(names), password)
    if not password:
        raise InputError(
            host,
            "can be reached from other machines, and there is no password",
            f"Put one of at least {SHORTEST} characters into a file and name that with "
            f"--password-file, or into {PASSWORD}; or leave out --host",
            kind="password",
        )
    return Listening(address, port, (), password)


def _addresses(host: str) -> list[str]:
    """The IP addresses that a name stands for, those of version 4 first."""
    problem = "is no address of a machine"
    try:
        found = socket.getaddrinfo(host.strip("[]") or "?", None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(host, problem, "Leave out --host", kind="host") from error
    return sorted({str(one[4][0]).partition("%")[0] for one in found}, key=lambda one: ":" in one)


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def password_of(file: Path | None) -> str:
    """The password in the file, or else in the environment; empty where there is none.

    It is taken out of the environment, which programs that are started from here would inherit.

    Raises:
        InputError: it is too short, or the file cannot be read.
    """
    said = os.environ.pop(PASSWORD, "")
    if file is not None:
        said = _first_line(file)
    elif not said:
        return ""
    where = str(file) if file else PASSWORD
    if len(said) < SHORTEST:
        remedy = f"Make it at least {SHORTEST} characters long"
        raise InputError(where, "holds a password that is too short", remedy, kind="password")
    if not (said.isascii() and said.isprintable()):
        remedy = "Use letters without accents, digits and signs, all on one line"
        raise InputError(where, "holds a password that cannot be typed", remedy, kind="password")
    return said


def _first_line(file: Path) -> str:
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        problem, remedy = "cannot be read", "Name a text file with the password in it"
        raise InputError(str(file), problem, remedy, kind="password") from error


def check_free(place: Listening) -> None:
    """Hold the port to be free.

    Raises:
        InputError: it is not, or nobody may listen there.
    """
    family = socket.AF_INET6 if ":" in place.address else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":  # where it does not mean that a taken port may be taken again
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.address, place.port))
        except OSError as error:
            other = (f"cannot be listened on ({error.strerror})", _OTHER_PORT)
            problem, remedy = _WHY.get(error.errno or 0, other)
            name = f"port {place.port} at {place.address}"
            raise InputError(name, problem, remedy, kind="port") from error
