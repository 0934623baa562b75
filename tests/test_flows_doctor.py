"""What the doctor finds, on a machine as it should be and on one that really lacks something."""

import io
import os
import re
import shutil
import socket
import string
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from flows import doctor, doctor_machine, doctor_programs
from flows.cli import DONE, UNUSABLE
from flows.doctor import DOUBTFUL, MISSING, OK, finding, known, system

CHECKS = set(doctor_programs.CHECKS) | set(doctor_machine.checks(Path(), "")) | {"prefect"}
NEEDED = [
    one.name
    for one in map(Requirement, metadata.requires("whitepaper"))
    if one.marker is None or one.marker.evaluate({"extra": ""})
]
SYSTEMS = {"debian", "fedora", "arch", "macos", "windows", doctor.ANY}


def ask(code, *, before=(), **environment):
    """What a program says of itself that begins under such conditions."""
    done = subprocess.run(
        [*before, sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def found(check, **conditions):
    """The finding of one check, in words."""
    code = (
        f"from flows import doctor, doctor_programs as programs, doctor_machine as machine\n{check}"
    )
    return ask(code, **conditions)


@pytest.mark.slow
def test_each_thing_has_a_line_and_a_machine_as_it_should_be_is_sound(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "flows", "doctor"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    states = re.findall(r"^(ok|doubtful|missing) ", done.stdout, re.MULTILINE)
    assert len(states) == len(CHECKS)
    assert done.returncode == (UNUSABLE if MISSING in states else DONE), done.stdout
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_each_check_has_its_texts_and_what_it_leaves_open_is_known():
    assert set(known()["checks"]) == CHECKS
    words = {
        *("version", "wanted", "number", "names", "prefect", "fastapi", "error", "seconds"),
        *("folder", "name", "free", "processors", "address", "encoding"),
    }
    for name, texts in known()["checks"].items():
        assert {key.partition("-")[0] for key in texts} <= {
            "title",
            "remedy",
            OK,
            DOUBTFUL,
            MISSING,
        }
        remedies = texts.get("remedy", {})
        assert set(remedies) <= SYSTEMS, name
        for text in (*remedies.values(), *(one for one in texts.values() if isinstance(one, str))):
            assert {field for _, field, *_ in string.Formatter().parse(text) if field} <= words


def test_whoever_lacks_something_is_told_how_to_get_it_on_any_system():
    lacking = {
        name: texts["remedy"]
        for name, texts in known()["checks"].items()
        if any(key.startswith((DOUBTFUL, MISSING)) for key in texts)
    }
    assert all(doctor.ANY in remedies for remedies in lacking.values())
    assert set(lacking["pango"]) == SYSTEMS


def test_the_system_is_one_that_there_are_remedies_for():
    assert system() in SYSTEMS


def test_a_check_that_breaks_takes_no_other_along():
    def broken():
        raise ZeroDivisionError("by\nnought")

    told = finding("memory", broken)
    assert (told.state, told.title) == (DOUBTFUL, "Memory")
    assert told.told == "could not be looked at (ZeroDivisionError: by nought)"


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are found otherwise elsewhere")
def test_without_pango_it_says_what_to_install(tmp_path):
    for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
        (tmp_path / name).write_text("no library")
    code = (
        "print(doctor.finding('pango', programs.pango)); "
        "print(doctor.finding('scripts', programs.scripts))"
    )
    told = found(code, LD_LIBRARY_PATH=str(tmp_path)).splitlines()
    assert told[0].split()[:2] == [MISSING, "Pango"]
    assert "pango" in told[1].lower()
    assert told[-1].endswith("cannot be looked at without Pango")


def test_with_pango_a_line_is_set():
    try:
        assert doctor_programs.pango()[0] == OK
    except ImportError:
        pytest.skip("WeasyPrint is not installed")


def test_a_script_that_no_font_draws_is_named():
    from papers import pdf

    pytest.importorskip("weasyprint")
    assert pdf.undrawn("Größe \U0010ffff") == ["\U0010ffff"]
    key, words = doctor_programs.scripts()
    assert key in (OK, doctor.LACKING)
    assert "Greek" not in words["names"]  # our own fonts draw it


@pytest.mark.parametrize(
    ("version", "state"), [("1.0", DOUBTFUL), (None, MISSING)], ids=["another", "none"]
)
def test_a_package_that_does_not_go_with_the_others_is_named(tmp_path, monkeypatch, version, state):
    """A place where the packages say what they say here, but for one."""
    there = {name: metadata.version(name) for name in NEEDED} | {"pypdf": version}
    wants = "".join(f"Requires-Dist: {one}\n" for one in metadata.requires("whitepaper"))
    for name, number in (*there.items(), ("whitepaper", "0.1.0")):
        if number:
            folder = tmp_path / f"{name.replace('-', '_')}-{number}.dist-info"
            folder.mkdir()
            about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n"
            (folder / "METADATA").write_text(about + wants * (name == "whitepaper"), "utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    key, words = doctor_programs.packages()
    assert (key, words["names"].split()[0].partition("<")[0]) == (state, "pypdf")


@pytest.mark.parametrize(("kept", "state"), [(True, OK), (False, DOUBTFUL)])
def test_python_that_translates_everything_anew_is_told_of(tmp_path, monkeypatch, kept, state):
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", not kept)
    assert doctor_programs.compiled()[0] == state


def test_prefect_that_cannot_be_loaded_is_told_of_with_the_last_word_of_its_error(tmp_path):
    (tmp_path / "prefect").mkdir()
    (tmp_path / "prefect" / "__init__.py").write_text("raise TypeError('Body() got min_items')")
    code = "with programs.prefect_beside() as prefect: print(doctor.finding('prefect', prefect))"
    told = found(code, PYTHONPATH=str(tmp_path))
    assert told.split()[0] == DOUBTFUL
    assert "TypeError: Body() got min_items" in told


def test_a_folder_that_is_not_there_is_looked_at_where_it_would_be_made(tmp_path):
    key, words = doctor_machine.folder(tmp_path / "a" / "b")
    assert key in (OK, f"{DOUBTFUL}-room")
    assert words["folder"] == str(tmp_path)
    assert list(tmp_path.iterdir()) == []


def mounted(tmp_path, how):
    """What begins a program which sees a small file system at that place."""
    if not shutil.which("unshare"):
        pytest.skip("there is no unshare")
    script = f'mount -t tmpfs {how} none "{tmp_path}" && exec "$@"'
    before = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh")
    if subprocess.run([*before, "true"], check=False, capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    return before


@pytest.mark.parametrize(
    ("how", "key"),
    [
        ("-o ro", MISSING),
        ("-o size=200k", MISSING),
        ("-o size=90m", f"{DOUBTFUL}-room"),
    ],
    ids=["read-only", "full", "tight"],
)
def test_a_folder_without_room_or_leave_to_write_is_told_of(tmp_path, how, key):
    code = f"import pathlib; print(machine.folder(pathlib.Path({str(tmp_path)!r}))[0])"
    assert found(code, before=mounted(tmp_path, how)).strip() == key


def test_a_process_is_started_and_answers():
    assert doctor_machine.processes() == (OK, {})


@pytest.mark.skipif(sys.platform != "linux", reason="limits are others elsewhere")
def test_a_machine_that_lets_no_process_live_is_told_of():
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (10, 10)); "
        "print(doctor.finding('processes', machine.processes))"
    )
    assert found(code).split()[:2] == [MISSING, "Processes"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")
def test_a_machine_that_cannot_speak_to_itself_is_told_of():
    before = ("unshare", "--user", "--map-root-user", "--net")
    if not shutil.which("unshare") or subprocess.run([*before, "true"], check=False).returncode:
        pytest.skip("no network namespace can be made here")
    code = "print(doctor.finding('port', machine.port))"
    assert found(code, before=before).split()[:2] == [DOUBTFUL, "Port"]


def test_a_port_is_let_go_of_again():
    assert doctor_machine.port()[0] == OK
    with socket.create_server(("127.0.0.1", 0)):
        assert doctor_machine.port()[0] == OK


@pytest.mark.parametrize(("encoding", "state"), [("ascii", DOUBTFUL), ("utf-8", OK)])
def test_a_terminal_that_lacks_letters_is_told_of(monkeypatch, encoding, state):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert doctor_machine.terminal() == (state, {"encoding": encoding})
