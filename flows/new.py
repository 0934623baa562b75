"""A new study's folder, commented and ready to fill in, or filled in as the sample is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from flows.places import INPUTS
from flows.store import ROOT
from transcripts.errors import InputError
from transcripts.study import SECTIONS

MODEL = ROOT / "templates" / "study"
"""The folder that a new study is a copy of."""

SAMPLE = ROOT / INPUTS / "sample"
"""The sample study, which comes with the program."""

_NAME = re.compile(r"[\w-]([\w .-]*[\w-])?")
_FOLDERS = ("transcripts", SECTIONS)


def make(name: str, inputs: Path, model: Path = MODEL) -> Path:
    """The folder of a new study of that name.

    Args:
        name: the study's.
        inputs: the folder to make it in.
        model: the folder that it is a copy of.

    Raises:
        InputError: the name cannot be a folder's, or there is one already.
    """
    if not _NAME.fullmatch(name):
        raise InputError(repr(name), "cannot be a folder's name", "Use letters, digits, - and _")
    folder = inputs / name
    if folder.exists():
        raise InputError(name, "is there already", "Choose another name, or fill that one in")
    _copy(model, folder)
    for part in _FOLDERS:
        (folder / part).mkdir(exist_ok=True)
    return folder


def _copy(model: Path, folder: Path) -> None:
    """Copy what is in the files alone: where the program lies, nobody may be allowed to write."""
    folder.mkdir(parents=True)
    for path in sorted(model.iterdir()):
        if path.is_dir():
            _copy(path, folder / path.name)
        else:
            shutil.copyfile(path, folder / path.name)
