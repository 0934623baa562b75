"""The documentation says what is so: commands exist, files are there, tables are complete."""

import re
import shlex
from pathlib import Path

import pytest

from flows.cli import _parser

ROOT = Path(__file__).parents[1]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def commands(page):
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


COMMANDS = [(page.name, line) for page in PAGES for line in commands(page)]


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_a_command_in_the_documentation_can_be_typed(page, line):
    assert line.strip(), page
    program, *arguments = shlex.split(line)
    if program == "make":
        assert set(arguments) <= TARGETS
    else:
        assert program == "whitepaper"
        assert callable(_parser().parse_args(arguments).call)


def test_the_first_screen_has_the_two_commands():
    assert commands(ROOT / "README.md")[:2] == ["make paper", "make test"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page):
    prose = re.sub(r"`[^`]*`", "", page.read_text("utf-8"))
    targets = re.findall(r"\]\(([^)#]+)\)", prose)
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_table_of_commands_is_the_command_line_s():
    readme = (ROOT / "README.md").read_text("utf-8")
    told = set(re.findall(r"^\| `whitepaper (\w+)", readme, re.MULTILINE))
    verbs = next(a for a in _parser()._actions if a.dest == "call" or a.choices)
    assert told == set(verbs.choices)


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_make_help_lists_every_target(target):
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_no_registry_host_nor_machine_path_is_in_the_lock_file():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock
    pinned = re.findall(r"^\S+==\S+", lock, re.MULTILINE)
    hashed = re.findall(r"^\S+==[^\n]*\\\n\s+--hash", lock, re.MULTILINE)
    assert len(pinned) == len(hashed)
