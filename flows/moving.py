"""New files into the place of old ones: all of them, or the old ones as they were.

What is to change in a folder is a plan. The new files first wait in a hidden folder beside the old
ones, which is where a full disk shows itself. From then on each step is a renaming: it needs no
room, can be seen to be done or not, and can be taken back. Whoever finds a plan half carried out
carries it out to the end.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from flows import faults, record, replacing

HIDDEN = ".new"
"""The folder beside the outputs in which they wait."""

_NEW, _OLD = "new", "old"
_EDITABLE = (".docx", ".pdf", ".html", ".xlsx")
"""What people edit; such a file is never replaced unless it is the one that the plan knows."""

EDITED = ".edited-"
"""Stands in the name of a document that somebody has edited and that a run has set aside."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to change in a folder; hashes as ``record.hash_of`` gives them.

    Attributes:
        outputs: the folder.
        edited: documents to be set aside, and what they are called then.
        gone: the hash of each file to be deleted, by name.
        new: of each new file by name, its hash and the hash of what it replaces.
    """

    outputs: str
    edited: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    new: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder to change."""
        return Path(self.outputs)

    def waiting(self, name: str) -> Path:
        """Where a new file waits until it is put in its place."""
        return self.folder / HIDDEN / _NEW / name

    def taken_out(self, name: str) -> Path:
        """Where an old file stays until all is done."""
        return self.folder / HIDDEN / _OLD / name

    @property
    def order(self) -> list[str]:
        """The new files as they go in, the record last: it says that the others are there."""
        return sorted(self.new, key=lambda name: (name == record.RUN, name))


# Before


def make_outputs(outputs: Path) -> None:
    """Make the folder for the documents, before any work is done.

    Raises:
        InputError: it cannot be made, or nothing can be written into it.
    """
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        probe = outputs / replacing.ENDING
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise faults.unwritable(outputs, error) from error


def changes(new: Path, outputs: Path, edited: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The files of a folder that differ from those that stand: their hashes and those of the old.

    Args:
        new: the folder.
        outputs: where they are to go.
        edited: names of files that will have been set aside by then.

    Raises:
        InputError: something that is no file stands where one is to go.
    """
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(new.iterdir()):
        there = outputs / path.name
        if there.is_dir() and not there.is_symlink():
            raise faults.in_the_way(there)
        free = path.name in edited or not os.path.lexists(there)
        now, before = record.hash_of(path), "" if free else record.hash_of(there)
        if now != before:
            found[path.name] = (now, before)
    return found


def bring(new: Path, plan: Plan) -> None:
    """Bring the new files beside the old ones, so that only renaming is left.

    Raises:
        InputError: there is no room, or nothing may be written; the old files are as they were.
    """
    sweep(plan.folder)
    try:
        for where in (_NEW, _OLD):
            (plan.folder / HIDDEN / where).mkdir(mode=0o700, parents=True)
        for name in plan.order:
            _bring(new / name, plan.waiting(name))
        replacing.settle(plan.folder / HIDDEN / _NEW)
    except OSError as error:
        sweep(plan.folder)
        raise faults.unwritable(plan.folder, error) from error


def _bring(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(source, target)  # from another file system
    with target.open("r+b") as file:
        os.fsync(file.fileno())


# The change itself


def carry_out(plan: Plan) -> None:
    """Take each step that is not taken yet.

    Raises:
        InputError: one cannot be taken; all others are taken back.
    """
    last = plan.folder
    try:
        for name, aside in plan.edited.items():
            last = plan.folder / name
            if _is_due(plan, name) and not os.path.lexists(plan.folder / aside):
                _rename(last, plan.folder / aside)
        for name, known in plan.gone.items():
            last = plan.folder / name
            if record.hash_of(last) == known:
                _rename(last, plan.taken_out(name))
        for name in filter(lambda one: _is_due(plan, one), plan.order):
            last = plan.folder / name
            _clear_way(last, plan.new[name][1], plan.taken_out(name))
            plan.waiting(name).rename(last)
    except OSError as error:
        take_back(plan)
        raise faults.unwritable(last, error) from error
    replacing.settle(plan.folder)


def _is_due(plan: Plan, name: str) -> bool:
    """Whether no new file of the name stands in its place yet."""
    return name not in plan.new or plan.waiting(name).exists()


def take_back(plan: Plan) -> None:
    """Undo each step that was taken, the last one first.

    Raises:
        OSError: one cannot be undone; then the plan can still be carried out.
    """
    for name in reversed(plan.order):
        if not plan.waiting(name).exists():
            _clear_way(plan.folder / name, plan.new[name][0], plan.waiting(name))
    for name in (*plan.new, *plan.gone):
        _return(plan.taken_out(name), plan.folder / name)
    for name, aside in plan.edited.items():
        _return(plan.folder / aside, plan.folder / name)


def _return(path: Path, where: Path) -> None:
    if not os.path.lexists(where):
        _rename(path, where)


def _rename(path: Path, where: Path) -> None:
    if os.path.lexists(path):
        path.rename(where)


def _clear_way(path: Path, known: str, where: Path) -> None:
    """Move a file away; beside, under a name that tells, where it is one that nobody knows of.

    Somebody may edit a document at any moment, also while a plan is half carried out.
    """
    if not os.path.lexists(path):
        return
    if path.is_dir() and not path.is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.suffix in _EDITABLE and known != record.hash_of(path):
        path.rename(aside_of(path))
    else:
        path.replace(where)


def aside_of(path: Path) -> Path:
    """The first name that is free for a document that somebody has edited."""
    number = 1
    while os.path.lexists(aside := path.with_stem(f"{path.stem}{EDITED}{number}")):
        number += 1
    return aside


# Afterwards


def is_there(plan: Plan) -> bool:
    """Whether what waits beside the outputs is still there, so that the plan can be finished."""
    return (plan.folder / HIDDEN / _NEW).is_dir()


def sweep(outputs: Path) -> None:
    """Delete what a run that was killed has left half written; no output is touched."""
    shutil.rmtree(outputs / HIDDEN, ignore_errors=True)
    with suppress(OSError):
        for path in outputs.glob(f".*{replacing.ENDING}"):
            path.unlink()
