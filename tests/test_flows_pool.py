"""A Prefect work pool: what is offered there is done by whoever works for it."""

import os
import subprocess
import sys

import pytest
from studies import contents, study

from flows import tracking
from flows.cli import DONE, WRONG, main

WANTED = {"study": "trial", "languages": ["en"], "formats": ["html"]}


def test_where_no_server_is_named_nothing_can_be_offered(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "none"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert main(["pool", "papers"]) == WRONG
    assert "Set PREFECT_API_URL" in capsys.readouterr().err


@pytest.mark.slow
def test_a_worker_of_the_pool_makes_the_paper_of_the_command(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study(tmp_path)
    assert main(["run", "--untracked", "--format", "html", "--language", "en"]) == DONE
    with tracking.server(tmp_path / "team") as link:
        assert tracking.ready(link)
        monkeypatch.setenv("PREFECT_API_URL", link.server.url)
        monkeypatch.setenv("PREFECT_API_AUTH_STRING", link.server.password)
        command = [sys.executable, "-c", ASKED, "papers", str(tmp_path / "elsewhere")]
        subprocess.run(command, check=True, env=dict(os.environ))
        work = [*("-m", "prefect", "worker", "start", "--pool", "papers"), "--run-once"]
        subprocess.run([sys.executable, *work, "--type", "process"], check=True)
    made = tmp_path / "elsewhere" / "trial"
    assert contents(made) == contents(tmp_path / "outputs" / "trial")


ASKED = f"""
import sys
from flows import pool
from prefect.deployments import run_deployment
assert pool.offer(*sys.argv[1:]) == ["white-paper-papers", "check-papers", "export-papers"]
run_deployment("white-paper/white-paper-papers", parameters={WANTED}, timeout=0)
"""
