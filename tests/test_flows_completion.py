"""The tab key: what the shell is offered, asked for as a shell asks."""

import os
import subprocess
import sys

import pytest
from studies import study

from flows.cli import DONE, main


@pytest.fixture
def offered(tmp_path):
    """What is offered at the end of a line, as argcomplete tells it to a shell."""
    study(tmp_path, name="ferries")
    study(tmp_path, name="trains of 2025")
    (tmp_path / "inputs" / "loose.txt").write_text("I: Hm?\n")
    (tmp_path / ".state" / "ferries" / "runs" / "7").mkdir(parents=True)
    for name in ("paper.docx", "paper.odt", "evidence.XLSX", "p.qdpx"):
        (tmp_path / name).touch()

    def ask(line, *options):
        asking = dict.fromkeys(("_ARGCOMPLETE", "_ARGCOMPLETE_SUPPRESS_SPACE"), "1")
        asking |= {"_ARGCOMPLETE_SHELL": "fish", "_ARGCOMPLETE_IFS": "\n", "_ARGCOMPLETE_DFS": "\t"}
        asking |= {"COMP_LINE": line, "COMP_POINT": str(len(line)), "COMP_TYPE": ""}
        asking |= {"_ARGCOMPLETE_STDOUT_FILENAME": str(tmp_path / "said")}
        command = [sys.executable, *options, "-m", "flows"]
        with (tmp_path / "log").open("w") as log:
            subprocess.run(command, cwd=tmp_path, env=os.environ | asking, stderr=log, check=True)
        said = (tmp_path / "said").read_text("utf-8")
        return {line.partition("\t")[0].strip() for line in said.splitlines()}

    return ask


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("whitepaper ver", {"verify", "version"}),
        ("whitepaper run ", {"ferries", "trains of 2025"}),
        ("whitepaper run ferries --format ", {"docx", "pdf", "html"}),
        ("whitepaper run ./in", {"./inputs/"}),
        ("whitepaper correct e", {"evidence.XLSX"}),
        ("whitepaper verify paper.docx fe", {"ferries"}),
        ("whitepaper read inputs/ferries/transcripts/v", {"inputs/ferries/transcripts/vale.txt"}),
        ("whitepaper diff --study ferries ", {"7"}),
    ],
)
def test_what_may_come_next_is_offered_and_nothing_else(offered, line, names):
    assert {name for name in offered(line) if not name.startswith("--")} == names


def test_nothing_heavy_is_loaded_for_an_answer(offered, tmp_path):
    assert "ferries" in offered("whitepaper run ", "-X", "importtime")
    loaded = {line.rpartition("|")[2].strip() for line in (tmp_path / "log").open()}
    assert "flows.completion" in loaded
    assert loaded.isdisjoint({"prefect", "spacy", "weasyprint", "docx"})


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_is_told_in_its_own_words(shell, capsys):
    assert main(["completion", shell]) == DONE
    assert "whitepaper" in capsys.readouterr().out


def test_without_a_shell_it_says_what_to_do(capsys):
    assert main(["completion"]) == DONE
    assert "whitepaper completion bash > " in capsys.readouterr().out


def test_bash_completes_a_study_s_name(tmp_path, capsys):
    main(["completion", "bash"])
    study(tmp_path, name="ferries")
    (tmp_path / "code.sh").write_text(capsys.readouterr().out)
    (tmp_path / "whitepaper").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flows "$@"\n')
    (tmp_path / "whitepaper").chmod(0o755)
    typed = (
        "source ./code.sh; COMP_LINE='whitepaper check fe'; COMP_POINT=19; "
        "_python_argcomplete ./whitepaper; echo ${COMPREPLY[@]}"
    )
    try:
        done = subprocess.run(
            ["bash", "-c", typed], cwd=tmp_path, capture_output=True, text=True, check=True
        )
    except FileNotFoundError:
        pytest.skip("there is no bash")
    assert done.stdout.split() == ["ferries"]
