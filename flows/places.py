"""Where a study's files lie, and where what is made of them goes."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from evidence.audit_file import AUDIT
from evidence.codebook import DEFAULT
from evidence.human_codings import CODINGS
from evidence.refi_qda_memory import REMEMBERED
from flows import locations
from transcripts import clutter
from transcripts.errors import InputError
from transcripts.imprint import LOGOS
from transcripts.study import CODEBOOK, CORRECTIONS, MEMOS, PARTICIPANTS, SECTIONS, SETTINGS

INPUTS, OUTPUTS, STATE = "inputs", "outputs", ".state"
UNNAMED = "study"
"""The name of the study whose files lie in ``inputs`` itself."""

_OWN_FILES = (
    *(SETTINGS, CODEBOOK, CODINGS, CORRECTIONS, AUDIT, MEMOS, REMEMBERED),
    *(*PARTICIPANTS, "README.md"),
)
_OWN_FOLDERS = (SECTIONS, LOGOS)
DEEPEST = 40
"""Folders inside one another that are looked into."""

_LONGEST_NAME = 255
"""Bytes of a name that every system has room for."""

_UNSAYABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one study's run.

    Attributes:
        name: the study's, which its outputs go by.
        folder: where its inputs lie.
        outputs: where its documents are collected.
        state: what the program keeps between runs; nobody else need look there.
        deep: whether transcripts may lie in folders below.
        source: the URL that its inputs come from, ``folder`` being a copy; empty where it is none.
        target: the URL of the folder that its outputs are brought to, ``outputs`` being a copy.
    """

    name: str
    folder: Path
    outputs: Path
    state: Path
    deep: bool = True
    source: str = ""
    target: str = ""

    @property
    def delivered(self) -> str:
        """Where people find the outputs: a path or a URL."""
        return f"{self.target}/{self.name}" if self.target else str(self.outputs)


def find(study: str = "", outputs: str = "", root: Path | None = None) -> Place:
    """The study of that name, path or URL; without any, the only one there is.

    Args:
        study: a folder's path or URL, or a name under ``inputs``.
        outputs: the folder to collect documents in, or its URL; ``outputs`` where empty.
        root: the folder that holds ``inputs``; the working folder where not given.

    Raises:
        InputError: there is no such study, or it is not clear which is meant.
    """
    root, outputs = root or Path.cwd(), locations.plain(outputs)
    place = _of_url(study, root) if _is_elsewhere(study) else _of_folder(study, root)
    if _is_elsewhere(outputs):
        url = locations.checked(outputs)
        out = place.state / OUTPUTS / _short(url) / place.name
        return replace(place, outputs=out, target=url)
    return replace(place, outputs=Path(outputs) / place.name) if outputs else place


def _is_elsewhere(text: str) -> bool:
    return locations.is_url(locations.plain(text))


def _short(url: str) -> str:
    """A hash that tells one URL from others."""
    return hashlib.sha256(url.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _of_folder(study: str, root: Path) -> Place:
    folder = _folder(locations.plain(study), root / INPUTS)
    unnamed = folder.resolve() == (root / INPUTS).resolve()
    name = UNNAMED if unnamed else folder.resolve().name
    return Place(name, folder, root / OUTPUTS / name, root / STATE / name, deep=not unnamed)


def _of_url(study: str, root: Path) -> Place:
    url = locations.checked(study)
    name = url.rpartition("/")[2]
    state = root / STATE / f"{name}-{_short(url)}"
    if not (is_name(name) and is_name(state.name)):
        remedy = "Give the folder another name"
        raise InputError(sayable(url), "cannot be a folder's name here", remedy, kind="location")
    return Place(name, state / "mirror", root / OUTPUTS / name, state, source=url)


def _folder(study: str, inputs: Path) -> Path:
    if not study:
        return _only(inputs)
    for folder in (inputs / study, Path(study)):
        if folder.is_dir():
            return folder
    if Path(study).is_file():
        raise InputError(study, "is a file", "Name the folder that it lies in")
    there = ", ".join(studies(inputs)) or "none"
    raise InputError(
        study,
        "there is no such study",
        f"Name a folder, or one of the studies in inputs: {there}",
        kind="missing",
    )


def _only(inputs: Path) -> Path:
    if not inputs.is_dir():
        raise InputError(
            INPUTS,
            "there is no such folder here",
            "Change to the folder that holds it, or name the study's folder",
            kind="missing",
        )
    if _lie_in(inputs):
        return inputs
    there = studies(inputs)
    if len(there) == 1:
        return inputs / there[0]
    raise InputError(
        INPUTS,
        "holds no transcripts of its own" + (" and several studies" if there else ""),
        f"Name one: {', '.join(there)}" if there else "Drop transcripts into it",
        kind="missing",
    )


def _lie_in(inputs: Path) -> bool:
    """Whether transcripts lie directly in the folder."""
    direct = [path for path in inputs.iterdir() if path.is_file() and not clutter.reason(path.name)]
    return any(path.name not in _OWN_FILES for path in direct)


def all_of(outputs: str = "", root: Path | None = None) -> tuple[Place, ...]:
    """All studies under ``inputs``, by name; that of the files in ``inputs`` itself comes first.

    Args:
        outputs: as for ``find``.
        root: as for ``find``.
    """
    inputs = (root or Path.cwd()) / INPUTS
    unnamed = [inputs] if inputs.is_dir() and _lie_in(inputs) else []
    folders = [*unnamed, *(inputs / name for name in studies(inputs))]
    found = [find(str(folder), outputs, root) for folder in folders]
    return tuple({place.name: place for place in reversed(found)}.values())[::-1]


def studies(inputs: Path) -> list[str]:
    """The names of the studies that have a folder of their own there."""
    if not inputs.is_dir():
        return []
    return sorted(
        path.name for path in inputs.iterdir() if path.is_dir() and not clutter.reason(path.name)
    )


def study_around(file: Path) -> Path | None:
    """The nearest folder above a file that holds a study's settings."""
    return next((up for up in file.absolute().parents if (up / SETTINGS).is_file()), None)


def name_of(path: Path, place: Place) -> str:
    """The path of a study's file as notices and documents have it."""
    return sayable(path.relative_to(place.folder).as_posix())


def is_name(name: str) -> bool:
    """Whether this is one name of a file or folder, on any system that the program runs on."""
    if name in {"", ".", ".."} or {"/", "\\"} & set(name) or sayable(name) != name:
        return False
    return len(name.encode()) <= _LONGEST_NAME


def is_own(name: str) -> bool:
    """Whether a file of that name below the study's folder is the study's own, no transcript."""
    first, _, more = name.partition("/")
    return first in (_OWN_FOLDERS if more else _OWN_FILES)


def sayable(name: str) -> str:
    """A file's name with its control characters and broken letters spelled out.

    No terminal acts on it then, and any document can hold it; two names stay two.
    """
    return _UNSAYABLE.sub(_spelled, name)


def _spelled(found: re.Match[str]) -> str:
    low = ord(found[0]) - 0xDC00  # where Python keeps a byte that is no letter
    return f"\\x{low if 0x80 <= low <= 0xFF else ord(found[0]):02x}"


def inputs_of(place: Place) -> tuple[Path, ...]:
    """The transcripts' files, in the order of their paths below the study's folder."""
    return tuple(sorted(_found(place), key=lambda path: path.relative_to(place.folder).as_posix()))


def _found(place: Place) -> Iterator[Path]:
    own = set(own_files(place))
    for path in _below(place):
        parts = path.relative_to(place.folder).parts
        hidden = any(map(clutter.reason, parts))
        made_here = path.is_relative_to(place.outputs.parent)
        foreign = hidden or made_here or parts[0] in _OWN_FOLDERS
        followed = _is_followed(path, place)
        if not followed and path not in own and not foreign:
            yield path


def _below(place: Place) -> Iterator[Path]:
    """All that lies in the study's folder; in the folders there too, where it is deep."""
    folders = [place.folder]
    while folders:
        for path in folders.pop().iterdir():
            yield path
            if place.deep and _is_followed(path, place):
                folders.append(path)


def _is_followed(path: Path, place: Place) -> bool:
    """Whether this is a folder that is looked into; any other is named as what it is."""
    if len(path.relative_to(place.folder).parts) > DEEPEST or path.is_symlink():
        return False
    return path.is_dir() and os.access(path, os.R_OK | os.X_OK)


def passed_over(place: Place) -> tuple[Path, ...]:
    """The files that are not looked into because of their names."""
    named = (
        path for path in _below(place) if clutter.reason(path.name) and path.name != ".gitkeep"
    )
    return tuple(sorted(path for path in named if path.is_file()))


def sections_of(place: Place) -> tuple[Path, ...]:
    """The authors' own texts."""
    return tuple(sorted((place.folder / SECTIONS).glob("*.md")))


def codebook(place: Place) -> Path:
    """The study's own codebook, or the built-in one."""
    own = place.folder / CODEBOOK
    return own if own.is_file() else DEFAULT


def own_files(place: Place) -> tuple[Path, ...]:
    """Where the files lie that say how the study is to be read, whether they are there or not."""
    return tuple(place.folder / name for name in _OWN_FILES)


def settings_of(place: Place) -> tuple[Path, ...]:
    """The files that say how the study is to be read and printed."""
    logos = sorted((place.folder / LOGOS).glob("*"))
    return (*(path for path in (*own_files(place), *logos) if path.is_file()), *sections_of(place))
