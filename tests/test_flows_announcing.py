"""Where a folder's server is said to be, and what counts as no announcement."""

import json
import os
import stat
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version

import pytest

from flows import announcing, tracking

URL = "http://127.0.0.1:4200/api"


def test_what_is_announced_is_found_and_nobody_else_may_read_it(tmp_path):
    announcing.announce(tmp_path, URL, "user:secret", 17)
    found = announcing.announced(tmp_path)
    assert found == announcing.Announced(URL, "user:secret", 17, version("prefect"))
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / announcing.FILE).stat().st_mode) == 0o600


def test_only_its_own_announcement_is_taken_back(tmp_path):
    announcing.announce(tmp_path, URL, "", 17)
    announcing.withdraw(tmp_path, 18)
    assert announcing.announced(tmp_path)
    announcing.withdraw(tmp_path, 17)
    assert not list(tmp_path.iterdir())


SOUND = {"url": URL, "password": "", "pid": 17, "version": version("prefect")}


@pytest.mark.parametrize(
    "written",
    [
        "",
        "not JSON",
        "[]",
        json.dumps({}),
        json.dumps({**SOUND, "version": "2.0"}),
        json.dumps({**SOUND, "pid": "17"}),
        json.dumps({**SOUND, "password": None}),
        json.dumps({**SOUND, "more": 1}),
        json.dumps({**SOUND, "url": 4200}),
        json.dumps({**SOUND, "url": "http://127.0.0.1/api"}),
        json.dumps({**SOUND, "url": "http://127.0.0.1:port/api"}),
        json.dumps({**SOUND, "url": "file:///127.0.0.1:80/api"}),
        json.dumps({**SOUND, "url": "http://203.0.113.5:4200/api"}),
        json.dumps({**SOUND, "url": "http://example.org:4200/api"}),
    ],
)
def test_what_cannot_be_used_is_no_announcement(tmp_path, written):
    (tmp_path / announcing.FILE).write_text(written, "utf-8")
    assert announcing.announced(tmp_path) is None


@contextmanager
def program(status, said):
    """Another program on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{served.server_port}/api"
        finally:
            served.shutdown()
            thread.join()


@pytest.mark.parametrize(("status", "said"), [(200, b"hello"), (401, b""), (200, b'"2.0"')])
def test_another_program_at_that_port_is_no_server_of_ours(tmp_path, status, said):
    with program(status, said) as url:
        announcing.announce(tmp_path, url, "user:secret", os.getpid())
        assert tracking.found(tmp_path) is None


def test_a_server_is_known_by_its_version(tmp_path):
    with program(200, json.dumps(version("prefect")).encode()) as url:
        announcing.announce(tmp_path, url, "user:secret", os.getpid())
        link = tracking.found(tmp_path)
        assert link.answered
        link.release()


def test_a_port_where_nobody_listens_is_passed_over(tmp_path):
    announcing.announce(tmp_path, "http://127.0.0.1:9/api", "", 17)
    assert tracking.found(tmp_path) is None
