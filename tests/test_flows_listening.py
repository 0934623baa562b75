"""Where `whitepaper serve` listens: on this machine alone, or with a password."""

import os
import socket

import pytest

from flows import listening
from flows.listening import PASSWORD, check_free, password_of
from transcripts.errors import InputError

LONG = "twelve signs"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.1.2.3", "127.1.2.3"),
        ("localhost", "127.0.0.1"),
        ("::1", "::1"),
        ("[::1]", "::1"),
    ],
)
def test_on_this_machine_alone_no_password_is_needed(host, address):
    where = listening.listening(host, 4200, "")
    assert where.address == address
    assert {"127.0.0.1:4200", "localhost:4200", "[::1]:4200"} <= set(where.hosts)
    assert "evil.example:4200" not in where.hosts
    assert "127.0.0.1:4201" not in where.hosts


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "192.168.1.5"])
def test_where_others_could_reach_it_a_password_is(host):
    with pytest.raises(InputError, match="can be reached from other machines") as refused:
        listening.listening(host, 4200, "")
    assert "--password-file" in str(refused.value)
    assert listening.listening(host, 4200, LONG).hosts == ()


@pytest.mark.parametrize("host", ["", "no such host", "nowhere.invalid"])
def test_what_is_no_host_is_refused(host):
    with pytest.raises(InputError, match="is no address"):
        listening.listening(host, 4200, LONG)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(InputError, match="is no port"):
        listening.listening("127.0.0.1", port, "")


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("127.0.0.1", "http://127.0.0.1:4200"),
        ("0.0.0.0", "http://127.0.0.1:4200"),
        ("::", "http://[::1]:4200"),
    ],
)
def test_programs_here_find_it_under_an_address_of_this_machine(address, origin):
    assert listening.listening(address, 4200, LONG).origin == origin


def test_a_port_that_is_taken_is_named_and_what_to_do():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        where = listening.listening("127.0.0.1", other.getsockname()[1], "")
        with pytest.raises(InputError, match=r"is taken.*--port"):
            check_free(where)
    check_free(where)


def test_the_password_comes_from_a_file_or_else_the_environment_and_leaves_that(
    tmp_path, monkeypatch
):
    file = tmp_path / "password"
    file.write_text(f"{LONG}\n", "utf-8")
    monkeypatch.setenv(PASSWORD, "from the environment")
    assert password_of(file) == LONG
    assert PASSWORD not in os.environ
    monkeypatch.setenv(PASSWORD, "from the environment")
    assert password_of(None) == "from the environment"
    assert password_of(None) == ""


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "too short"),
        ("eleven sign", "too short"),
        ("\n", "too short"),
        ("geheim wörtlich", "cannot be typed"),
        ("two lines of\na password", "cannot be typed"),
    ],
)
def test_a_password_that_is_none_is_refused(tmp_path, said, problem):
    file = tmp_path / "password"
    file.write_text(said, "utf-8")
    with pytest.raises(InputError, match=problem):
        password_of(file)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        password_of(tmp_path / "password")
