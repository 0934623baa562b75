"""A study as a project for other programs of qualitative analysis."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evidence.refi_qda import Project
from evidence.refi_qda_export import Export, Guids, project_codes, project_of
from evidence.refi_qda_memory import Remembered, read_remembered
from evidence.refi_qda_writing import as_qdc, as_qdpx
from flows import assembling, human_codings, private, replacing, steps
from flows.places import Place
from transcripts.model import Notice
from transcripts.study import read_study

NAME = "project"
"""What an exported file is called where no other name is given."""


def export_project(place: Place, path: Path) -> tuple[Notice, ...]:
    """Write the study as a project; what people should know of it.

    Raises:
        InputError: where the study's files cannot be used, or the file cannot be written.
    """
    study = read_study(place.folder, place.name)
    gathered = steps.read(place)
    coded = steps.code(place, gathered)
    evidence = assembling.bring_together(place, gathered, coded)
    found = steps.load_transcripts(place, gathered.transcripts)
    memos, lost = human_codings.memos(place, found, evidence.codebook)
    project = project_of(
        Export(
            place.name,
            evidence,
            found,
            memos,
            _remembered(place),
            study.languages[0],
        )
    )
    _write(path, as_qdpx(project))
    return (*lost, *(one for one in evidence.notices if one.unusable))


def _remembered(place: Place) -> Remembered:
    """The GUIDs that the study remembers, those of interviews by what the study calls them."""
    known, ids = read_remembered(place.folder), private.read_called(place).ids
    return replace(known, sources={ids.get(k, k): guid for k, guid in known.sources.items()})


def export_codebook(place: Place, path: Path) -> None:
    """Write the codebook alone.

    Raises:
        InputError: the codebook cannot be used.
    """
    study = read_study(place.folder, place.name)
    book, remembered = steps.codebook_of(place), read_remembered(place.folder)
    codes = project_codes(book.codes, Guids(remembered, {}), study.languages[0])
    _write(path, as_qdc(Project(place.name, "whitepaper", codes=tuple(codes))))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    replacing.put(path, data)
