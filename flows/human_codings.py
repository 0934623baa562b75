"""What people coded in a study, whatever they call its transcripts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from evidence.codebook import Codebook
from evidence.human_codings import CODINGS, Row, anchored, read_rows
from evidence.memos import placed_memos, read_memos
from evidence.model import Coding, Memo
from flows import private
from flows.places import Place
from transcripts.model import Notice, Transcript
from transcripts.study import MEMOS


def rows_of(place: Place) -> tuple[Row, ...]:
    """The rows of the study's ``codings.csv``; none where there is no such file.

    A row may call a transcript as its file is named, or as the study calls it.

    Raises:
        InputError: the file cannot be used.
    """
    path, ids = place.folder / CODINGS, private.read_called(place).ids
    rows = read_rows(path) if path.is_file() else ()
    return tuple(replace(row, transcript=ids.get(row.transcript, row.transcript)) for row in rows)


def placed(
    place: Place, found: Sequence[Transcript], book: Codebook
) -> tuple[tuple[Coding, ...], tuple[Notice, ...]]:
    """What people coded, and what of it cannot be placed."""
    return anchored(rows_of(place), found, book)


def memos(
    place: Place, found: Sequence[Transcript], book: Codebook
) -> tuple[tuple[Memo, ...], tuple[Notice, ...]]:
    """What researchers noted in the study's ``memos.csv``, and what cannot be placed."""
    path, ids = place.folder / MEMOS, private.read_called(place).ids
    rows = read_memos(path) if path.is_file() else ()
    named = (replace(row, transcript=ids.get(row.transcript, row.transcript)) for row in rows)
    return placed_memos(named, found, book)


def counted_by(coders: Collection[str], codings: Iterable[Coding]) -> list[Coding]:
    """The codings, of which only those of these coders count."""
    return [replace(one, counted=one.counted and one.coder in coders) for one in codings]
