"""Whether the programs that a run needs are there and work: Python, its packages, Pango, fonts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from flows import tracking
from flows.doctor import DOUBTFUL, LACKING, MISSING, OK, Check, Found, known

_PROGRAM = "whitepaper"
_LARGEST = ("prefect", "spacy", "weasyprint")
"""The packages that take seconds to translate, where that has to be done at each run."""

_LINE = "Où était-ce ? Größe: 5 %"
"""What is set to try it."""

_PATIENCE = 60.0
"""Seconds that Prefect may take to be loaded."""


def python() -> Found:
    """Whether this Python is one of those that are supported."""
    from packaging.specifiers import SpecifierSet

    found = ".".join(map(str, sys.version_info[:3]))
    wanted = metadata(_PROGRAM)["Requires-Python"]
    fits = SpecifierSet(wanted).contains(found, prereleases=True)
    return (OK if fits else MISSING), {"version": found, "wanted": wanted}


def packages() -> Found:
    """Whether each package is there, in a version that the program was tried with."""
    try:
        from packaging.requirements import Requirement
    except ImportError:
        return MISSING, {"names": "packaging"}
    declared = [Requirement(one) for one in requires(_PROGRAM) or ()]
    needed = [one for one in declared if one.marker is None or one.marker.evaluate({"extra": ""})]
    absent, others = [], []
    for one in needed:
        try:
            there = version(one.name)
        except PackageNotFoundError:
            absent.append(f"{one.name}{one.specifier}")
        else:
            if not one.specifier.contains(there, prereleases=True):
                others.append(f"{one.name} {there} (wanted: {one.specifier})")
    words = {"number": str(len(needed)), "names": ", ".join(absent or others)}
    return (MISSING if absent else DOUBTFUL if others else OK), words


def compiled() -> Found:
    """Whether Python keeps its translation of the packages, or makes it anew each time."""
    origins = [spec.origin for name in _LARGEST if (spec := find_spec(name)) and spec.origin]
    caches = [Path(cache_from_source(origin)) for origin in origins]
    kept = all(path.exists() or _may_come(path) for path in caches)
    return (OK if kept else DOUBTFUL), {}


def _may_come(cache: Path) -> bool:
    near = next(folder for folder in cache.parents if folder.exists())
    return not sys.dont_write_bytecode and os.access(near, os.W_OK)


def pango() -> Found:
    """Whether a line of a PDF can be set."""
    from papers import pdf

    try:
        pdf.undrawn(_LINE)
        return OK, {"version": pdf.pango_version()}
    except pdf.PangoMissing:
        return MISSING, {}


def fonts() -> Found:
    """Whether the fonts of the documents are there."""
    from papers import pdf

    missing = pdf.missing_faces()
    words = {"number": str(len(pdf.FACES)), "names": ", ".join(missing)}
    return (DOUBTFUL if missing else OK), words


def scripts() -> Found:
    """The scripts that no installed font can draw; only a hint, for few interviews hold any."""
    from papers import pdf

    samples: dict[str, str] = known()["scripts"]
    try:
        undrawn = set(pdf.undrawn("".join(samples.values())))
    except pdf.PangoMissing:
        return f"{OK}-unknown", {}
    lacking = [name for name, letters in samples.items() if undrawn & set(letters)]
    words = {"names": ", ".join(lacking)}
    return (LACKING if lacking else OK), words


@contextmanager
def prefect_beside() -> Iterator[Check]:
    """A check whether Prefect and the libraries that it is built on work together.

    Loading Prefect's server tells; it takes seconds, so it is begun before the other checks.
    """
    tracking.settle()
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        process = subprocess.Popen(
            [sys.executable, "-c", "import prefect.server.api.server"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=os.environ | {"PREFECT_HOME": home},
        )
        try:
            yield lambda: _loaded(process)
        finally:
            process.kill()
            process.communicate()


def _loaded(process: subprocess.Popen[bytes]) -> Found:
    try:
        _, said = process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return f"{DOUBTFUL}-slow", {"seconds": f"{_PATIENCE:.0f}"}
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    words = {"prefect": _version("prefect"), "fastapi": _version("fastapi"), "error": last}
    return (DOUBTFUL if process.returncode else OK), words


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


CHECKS: dict[str, Check] = {
    "python": python,
    "packages": packages,
    "compiled": compiled,
    "pango": pango,
    "fonts": fonts,
    "scripts": scripts,
}
"""By the names that their texts have in ``doctor.toml``; Prefect comes by itself."""
