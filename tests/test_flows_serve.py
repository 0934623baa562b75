"""`whitepaper serve`, really started once: runs asked for in a browser and by files that arrive."""

import base64
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from studies import ENGLISH, contents, study

from flows.cli import UNUSABLE, WRONG, main

pytestmark = pytest.mark.slow

PASSWORD = "a password: long enough"
FILES = {"vale.txt": ENGLISH, "picture.png": b"\x89PNG"}
SETTINGS = 'languages = ["en"]\n'
PATIENCE = 240


@dataclass(frozen=True)
class Served:
    folder: Path
    port: int
    process: subprocess.Popen
    said: Path

    def ask(self, method, path, body=None, password=PASSWORD, **headers):
        """Status, headers and body of an answer; the path goes out as it is."""
        sent = {"host": f"127.0.0.1:{self.port}", "content-type": "application/json", **headers}
        if password:
            sent["authorization"] = "Basic " + base64.b64encode(password.encode()).decode()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.putrequest(method, path, skip_host=True)
            data = json.dumps(body).encode() if body is not None else b""
            for name, value in {**sent, "content-length": str(len(data))}.items():
                line.putheader(name, value)
            line.endheaders(data)
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()

    def api(self, path, body=None):
        status, _, found = self.ask("POST" if body is not None else "GET", f"/api{path}", body)
        assert status in (200, 201), found
        return json.loads(found)

    def deployment(self, name):
        return self.api(f"/deployments/name/{name}/{name}")

    def start(self, name, **parameters):
        made = self.deployment(name)["id"]
        return self.api(f"/deployments/{made}/create_flow_run", {"parameters": parameters})["id"]

    def runs(self, study):
        """The runs of a study that it was asked for."""
        found = self.api("/flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC"})
        return [
            run for run in found if run["deployment_id"] and run["parameters"]["study"] == study
        ]

    def ended(self, study, number=0):
        """The run of a study once it has ended."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            runs = self.runs(study)
            if len(runs) > number and runs[number]["end_time"]:
                return runs[number]
            time.sleep(0.3)
        raise AssertionError(self.said.read_text("utf-8"))


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    study(folder, FILES, study_toml=SETTINGS)
    password, said = folder / "password", folder / "said"
    password.write_text(f"{PASSWORD}\n", "utf-8")
    port = free_port()
    command = [sys.executable, "-m", "flows", "serve", "--port", str(port)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    with said.open("wb") as terminal:
        process = subprocess.Popen(
            [*command, "--password-file", str(password)],
            cwd=folder,
            env=clean,
            stdout=terminal,
            stderr=terminal,
        )
    served = Served(folder, port, process, said)
    wait_for(lambda: b"Ctrl-C" in said.read_bytes() or process.poll() is not None)
    study(folder, {"empty.txt": b""}, name="broken")
    yield served
    if process.poll() is None:
        process.kill()
        process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(holds):
    until = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)
    assert holds()


def test_it_says_where_it_is_what_it_watches_and_how_to_end_it(served):
    assert served.process.poll() is None, served.said.read_text("utf-8")
    lines = served.said.read_text("utf-8").splitlines()
    assert lines[0].startswith(f"Open http://127.0.0.1:{served.port}")
    assert lines[1].endswith("trial")
    assert lines[2].startswith("Ctrl-C ends it")


# Who is let in, while the first study is being run


@pytest.mark.parametrize("password", ["", "a guess: long enough"])
@pytest.mark.parametrize("path", ["/api/flow_runs/filter", "/api/artifacts/filter"])
def test_nobody_learns_anything_without_the_password(served, path, password):
    assert served.ask("POST", path, {}, password)[0] == 401
    assert served.ask("POST", path, {})[0] == 200


def test_another_name_and_another_site_are_refused(served):
    evil = "http://evil.example"
    assert served.ask("GET", "/", host="evil.example")[0] == 403
    assert served.ask("GET", "/api/health", host=f"evil.example:{served.port}")[0] == 403
    assert served.ask("POST", "/api/flow_runs/filter", {}, origin=evil)[0] == 403
    asked = served.ask("GET", "/api/health", origin=evil)
    assert "access-control-allow-origin" not in asked[1]
    own = f"http://127.0.0.1:{served.port}"
    assert served.ask("POST", "/api/flow_runs/filter", {}, origin=own)[0] == 200


def test_a_websocket_is_closed_to_whoever_has_no_password(served):
    from websockets.exceptions import ConnectionClosed, InvalidStatus
    from websockets.sync.client import connect

    url = f"ws://127.0.0.1:{served.port}/api/events/out"
    with pytest.raises(InvalidStatus, match="403"):
        connect(url, origin="http://evil.example", subprotocols=["prefect"])
    with connect(url, subprotocols=["prefect"]) as line:
        line.send(json.dumps({"type": "auth", "token": base64.b64encode(b"guess").decode()}))
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=30)


def test_the_pages_call_the_server_that_they_come_from_and_nobody_else(served):
    told = json.loads(served.ask("GET", "/ui-settings")[2])
    assert told["api_url"] == "/api"
    assert told["available_uis"] == ["v1"]
    assert told["auth"] == "BASIC"
    page = served.ask("GET", "/")
    assert page[0] == 200
    assert "default-src 'self'" in page[1]["content-security-policy"]


# Runs


def test_the_form_asks_in_plain_words_and_offers_what_there_is(served):
    wait_for(lambda: "enum" in fields(served)["study"])
    asked = fields(served)
    assert list(asked) == ["study", "languages", "formats", "draft"]
    assert [one["title"] for one in asked.values()] == ["Study", "Languages", "Formats", "Draft"]
    assert all(one["description"] for one in asked.values())
    assert asked["languages"]["items"]["enum"] == ["en", "fr", "de"]
    assert asked["draft"]["type"] == "boolean"
    wait_for(lambda: fields(served)["study"]["enum"] == ["broken", "trial"])


def fields(served):
    return served.deployment("white-paper")["parameter_openapi_schema"]["properties"]


def test_a_study_that_is_not_under_inputs_cannot_be_asked_for(served):
    made = served.deployment("white-paper")["id"]
    for name in ("../..", "/etc", "nowhere"):
        body = {"parameters": {"study": name}}
        assert served.ask("POST", f"/api/deployments/{made}/create_flow_run", body)[0] == 409


def test_files_that_have_settled_are_run_to_the_bytes_of_the_command(served, tmp_path, monkeypatch):
    study(tmp_path, FILES, study_toml=SETTINGS)
    monkeypatch.chdir(tmp_path)
    assert main(["run", "--untracked"]) == UNUSABLE
    ran = served.ended("trial")
    assert (ran["state"]["type"], ran["tags"]) == ("COMPLETED", ["watched"])
    made = contents(served.folder / "outputs" / "trial")
    assert made == contents(tmp_path / "outputs" / "trial")
    assert ran["state"]["message"].startswith(f"{len(made)} files in outputs/trial")


def artifacts(served):
    found = served.api("/artifacts/filter", {})
    return {one["key"]: one["data"] for one in found}


def test_its_page_shows_progress_themes_notices_and_documents(served):
    served.ended("trial")
    shown = artifacts(served)
    assert shown["trial-progress"] == 100
    themes = json.loads(shown["trial-themes"])
    assert themes[0].keys() == {"Theme", "Respondents", "Transcripts", "Passages"}
    assert "Electrification" in [row["Theme"] for row in themes]
    assert "| type | 1 | not used |" in shown["trial-notices"]
    assert "(/documents/trial/notices.md)" in shown["trial-notices"]
    for name in ("white-paper.docx", "white-paper.pdf", "white-paper.html", "run.json"):
        assert f"(/documents/trial/{name})" in shown["trial-documents"]
        status, _, data = served.ask("GET", f"/documents/trial/{name}")
        assert (status, data) == (200, (served.folder / "outputs" / "trial" / name).read_bytes())
        assert served.ask("GET", f"/documents/trial/{name}", password="")[0] == 401


@pytest.mark.parametrize(
    "path",
    [
        "/documents/trial/../../password",
        "/documents/../password",
        "/documents/trial/%2e%2e/%2e%2e/password",
        "/documents/trial/..%2f..%2fpassword",
        "/documents/trial/",
        "/documents/",
    ],
)
def test_nothing_beside_the_documents_is_shown(served, path):
    status, _, data = served.ask("GET", path)
    assert status == 404
    assert PASSWORD.encode() not in data


def test_a_study_that_cannot_be_used_fails_for_a_plain_reason(served):
    ran = served.ended("broken")
    assert ran["state"]["type"] == "FAILED"
    assert ran["state"]["message"].startswith("There is no transcript that can be used")
    assert "empty.txt" in served.said.read_text("utf-8")


def test_a_check_and_an_export_can_be_asked_for_too(served):
    served.ended("trial")
    served.start("check", study="trial")
    served.start("export", study="trial", codebook=True)
    checked, exported = served.ended("trial", 1), served.ended("trial", 2)
    assert "1 transcript; 1 not usable" in checked["state"]["message"]
    assert exported["state"]["message"].startswith("project.qdpx and project.qdc")
    assert served.ask("GET", "/documents/trial/project.qdpx")[2][:2] == b"PK"


# What is left of it


def test_nothing_that_was_said_nor_any_file_s_name_is_in_prefect(served):
    served.ended("trial", 2)
    kept = b"".join(
        path.read_bytes() for path in (served.folder / ".state" / "prefect").glob("prefect.db*")
    )
    assert b"trial-themes" in kept
    for words in (b"Poland", b"Vale", b"vale.txt", b"empty.txt", b"picture.png", b"nine weeks"):
        assert words not in kept


def test_each_run_is_told_in_two_lines_and_no_study_is_run_again(served):
    assert [len(served.runs(name)) for name in ("trial", "broken")] == [3, 1]
    lines = served.said.read_text("utf-8").splitlines()
    told = [line.partition(" ")[2] for line in lines if ": white paper" in line]
    assert told[0] == "trial: white paper begun"
    assert told[1].startswith("trial: white paper done: 8 files in outputs/trial")


def test_a_study_that_is_taken_away_is_no_longer_offered(served):
    shutil.rmtree(served.folder / "inputs" / "broken")
    wait_for(lambda: fields(served)["study"]["enum"] == ["trial"])
    assert served.process.poll() is None


def test_a_second_one_in_the_same_folder_says_so(served, monkeypatch, capsys):
    monkeypatch.chdir(served.folder)
    assert main(["serve", "--port", str(served.port)]) == WRONG
    assert "served already" in capsys.readouterr().err


def test_a_port_that_is_taken_says_so(served, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["serve", "--port", str(served.port)]) == WRONG
    assert "is taken" in capsys.readouterr().err


def test_it_ends_when_asked_to_with_all_that_it_has_started(served):
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(60) == 130
    assert "Traceback" not in served.said.read_text("utf-8")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", served.port)) != 0
