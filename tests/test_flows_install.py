"""The program as people install it: a wheel that needs nothing beside it, and works anywhere."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from studies import contents, study

ROOT = Path(__file__).parents[1]
PACKAGES = ("transcripts", "evidence", "nlp", "papers", "flows", "templates")
CONFIDENTIAL = (
    "inputs/talk.txt",
    "inputs/other/study.toml",
    "inputs/other/transcripts/talk.txt",
    "inputs/sample/codings.csv",
    "inputs/sample/transcripts/mine.txt",
    "inputs/sample/sections/summary.md",
    "outputs/sample/white-paper.html",
    ".state/sample/private/key.csv",
    "tests/test_all.py",
    "benchmarks/scores.py",
)

ROBBED = """
import os, signal, sys

for name in ("resource", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None  # cannot be imported
for name in ("SIGALRM", "alarm", "setitimer", "SIGHUP"):
    delattr(signal, name)
for name in (
    *("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "getuid", "geteuid", "getgid"),
    *("fchmod", "fchown", "chown", "getloadavg", "sched_getaffinity", "sysconf", "nice"),
):
    delattr(os, name)
"""
"""Most of what Python has on Linux and not on Windows."""

pytestmark = pytest.mark.slow


def call(*command, folder, **environment):
    """Run a command; what it says on its standard output."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=outer | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """The repository, in use: with a researcher's own files in all the folders."""
    folder = tmp_path_factory.mktemp("sources")
    spared = shutil.ignore_patterns("__pycache__")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=spared)
    for name in sample():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in"):
        shutil.copyfile(ROOT / name, folder / name)
    for name in CONFIDENTIAL:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("for nobody else")
    return folder


def sample():
    """The files of the sample study, as the project names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    named = project["tool"]["setuptools"]["package-data"]["inputs.sample"]
    return [f"inputs/sample/{name}" for name in named]


@pytest.fixture(scope="module")
def archive(sources):
    """The source archive."""
    code = "from setuptools import build_meta; build_meta.build_sdist('dist')"
    call(sys.executable, "-c", code, folder=sources)
    (made,) = (sources / "dist").glob("*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(archive, tmp_path_factory):
    """The wheel that is made of the source archive."""
    return pip_wheel(archive, tmp_path_factory.mktemp("wheel"))


def pip_wheel(what, folder):
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index")
    call(*pip, "--no-build-isolation", "--wheel-dir", folder, what, folder=folder, **EPOCH)
    (made,) = folder.glob("*.whl")
    return made


EPOCH = {"SOURCE_DATE_EPOCH": "315532800", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A place of its own with the wheel in it, which sees the libraries there are; its programs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    where = sysconfig.get_paths("venv", vars={"base": folder, "platbase": folder})
    libraries = sysconfig.get_path("purelib")
    Path(where["purelib"], "libraries.pth").write_text(libraries + "\n", "utf-8")
    programs = Path(where["scripts"])
    pip = (sys.executable, "-m", "pip", "--python", programs / "python")
    call(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, folder=folder, **EPOCH)
    return programs


def names(archive):
    if archive.suffix == ".whl":
        return {name for name in zipfile.ZipFile(archive).namelist() if not name.endswith("/")}
    with tarfile.open(archive) as file:
        return {one.name.partition("/")[2] for one in file.getmembers() if one.isfile()}


@pytest.mark.parametrize("kind", ["archive", "wheel"])
def test_all_that_the_program_needs_goes_along_and_nothing_of_the_researcher_s(kind, request):
    there = names(request.getfixturevalue(kind))
    ours = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert ours <= there
    assert {name for name in there if name.startswith("inputs/")} == set(sample())
    others = {name for name in there - ours if not name.startswith("inputs/")}
    about = ("whitepaper-", "whitepaper.egg-info/")
    assert {name for name in others if not name.startswith(about)} <= {
        *("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", "PKG-INFO", "setup.cfg")
    }


def test_the_wheel_has_the_same_bytes_whether_made_of_the_folder_or_of_the_archive(
    sources, wheel, tmp_path
):
    assert pip_wheel(sources, tmp_path).read_bytes() == wheel.read_bytes()


def test_the_sample_that_is_named_is_the_sample_that_is_kept():
    kept = subprocess.run(
        ["git", "ls-files", "inputs/sample"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if kept.returncode or not kept.stdout:
        pytest.skip("this is no clone of the repository")
    assert sorted(sample()) == sorted(kept.stdout.split())


def test_a_new_sample_is_the_sample_that_is_kept(installed, tmp_path):
    call(installed / "whitepaper", "new", "talks", "--sample", folder=tmp_path)
    for name in sample():
        copied = tmp_path / "inputs" / "talks" / Path(name).relative_to("inputs/sample")
        assert copied.read_bytes() == (ROOT / name).read_bytes()


def test_it_works_in_any_folder(installed, tmp_path):
    program = installed / "whitepaper"
    ours = call(sys.executable, "-m", "flows", "version", folder=ROOT)
    assert call(program, "version", folder=tmp_path) == ours
    assert call(installed / "python", "-m", "flows", "version", folder=tmp_path) == ours
    call(program, "new", "my-study", folder=tmp_path)
    fresh = {path.name for path in (tmp_path / "inputs" / "my-study").iterdir()}
    assert fresh >= {"study.toml", "participants.csv", "transcripts", "sections"}
    study(tmp_path, name="trial")
    assert "Read 3 files: 3 transcripts" in call(program, "check", "trial", folder=tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there is nothing to take away")
def test_the_sample_gives_the_same_bytes_as_in_the_repository_also_without_what_only_linux_has(
    installed, tmp_path
):
    there, here, robbed = (tmp_path / name for name in ("there", "here", "robbed"))
    for folder in (there, here, robbed):
        folder.mkdir()
    (robbed / "sitecustomize.py").write_text(ROBBED, "utf-8")
    order = ("run", "sample", "--untracked", "--draft", "--language", "fr")
    call(installed / "whitepaper", "new", "--sample", folder=there)
    shutil.rmtree(there / "inputs" / "sample" / "sections")  # they refer to all interviews
    for path in (there / "inputs" / "sample" / "transcripts").iterdir():
        if path.name not in ("de-01.docx", "en-04.odt", "fr-05.pdf"):  # what is left takes no time
            path.unlink()
    shutil.copytree(there / "inputs", here / "inputs")
    call(installed / "whitepaper", *order, folder=there, PYTHONPATH=str(robbed))
    call(sys.executable, "-m", "flows", *order, folder=here, PYTHONPATH=str(ROOT))
    made, ours = (contents(folder / "outputs" / "sample") for folder in (there, here))
    assert {name: digest(data) for name, data in made.items()} == {
        name: digest(data) for name, data in ours.items()
    }
    assert {"white-paper.fr.docx", "white-paper.fr.html", "codings.csv", "counts.csv"} <= set(made)


def digest(data):
    return hashlib.sha256(data).hexdigest()
