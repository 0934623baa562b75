"""A new study's folder, commented and ready to fill in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from flows.store import ROOT
from transcripts.errors import InputError

MODEL = ROOT / "templates" / "study"
"""The folder that a new study is a copy of."""

_NAME = re.compile(r"[\w-]([\w .-]*[\w-])?")


def make(name: str, inputs: Path) -> Path:
    """The folder of a new study of that name.

    Raises:
        InputError: the name cannot be a folder's, or there is one already.
    """
    if not _NAME.fullmatch(name):
        raise InputError(repr(name), "cannot be a folder's name", "Use letters, digits, - and _")
    folder = inputs / name
    if folder.exists():
        raise InputError(name, "is there already", "Choose another name, or fill that one in")
    shutil.copytree(MODEL, folder)
    (folder / "transcripts").mkdir(exist_ok=True)
    return folder
