"""From evidence to documents in place: all of them, or the old ones untouched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evidence.gathering import Evidence
from evidence.workbook import published_counts
from flows import (
    assembling,
    editions,
    finishing,
    interrupting,
    leftovers,
    moving,
    places,
    private,
    record,
    steps,
    workers,
)
from flows.editions import Edition
from flows.finishing import Ending
from flows.keeping import Wanted, kept, remember
from flows.leftovers import Settled
from flows.moving import Plan
from flows.places import Place
from flows.progress import Count, counted
from flows.steps import Coded, Gathered
from papers.model import Paper
from transcripts.errors import InputError
from transcripts.model import Notice
from transcripts.study import read_study

Standing = dict[Edition, list[Notice]]
"""The editions that stand as they are, and what was noticed when they were written."""


@dataclass(frozen=True, slots=True)
class Published:
    """What has been written: names below the outputs' folder, and how much was unusable.

    Attributes:
        documents: the names.
        unusable: what could not be used.
        kept: how many documents stand as the last run wrote them.
    """

    documents: tuple[str, ...]
    unusable: int
    kept: int = 0

    def __str__(self) -> str:
        """What a person wants to know of the step."""
        kept = f", {self.kept} of them as they were" if self.kept else ""
        return f"Wrote {counted(len(self.documents), 'file')}{kept}"


def publish(
    place: Place,
    found: tuple[Gathered, Coded],
    languages: tuple[str, ...] = (),
    formats: tuple[str, ...] = editions.FORMATS,
) -> Published:
    """Bring the evidence together, compose the editions and write all files.

    Raises:
        InputError: where there is nothing to write a paper from, or a section cannot be used.
    """
    gathered, coded = found
    study = read_study(place.folder, place.name)
    count = Count("write", _how_many(editions.editions(study, languages), formats))
    evidence = assembling.bring_together(place, gathered, coded)
    left = leftovers.somebody_left(place.outputs, evidence.sources, gathered.withdrawn)
    with _folder(place) as new:
        if not evidence.sources:
            gone = leftovers.all_of(place.outputs) if left and gathered.withdrawn else Settled()
            with interrupting.held():
                _finish(place, found, gone, new, left=left)
            raise _nothing_usable(place, evidence.notices)
        ordered = record.order(place, languages or study.languages, formats)
        numbers = published_counts(evidence)
        wanted = [
            Wanted(compose(place, evidence, edition, gathered), edition, formats, numbers)
            for edition in editions.editions(study, languages)
        ]
        standing = {
            w.edition: notices for w in wanted if (notices := kept(place, w, new)) is not None
        }
        count.add(len(standing) * len(formats))
        evidence, remembered = _written(evidence, wanted, standing, new, count)
        settled = leftovers.settle(place.outputs, new, somebody_left=left)
        told = (*evidence.notices, *private.leave_masked(place, evidence.masked), *settled.notices)
        evidence = replace(evidence, notices=told)
        made_of = {"order": ordered, "inputs": steps.store_of(place).get(gathered.inputs)}
        made_of |= {"editions": remembered, "withdrawn": gathered.withdrawn}
        _leave_record(place, evidence, gathered, made_of | {"doubtful": settled.doubtful}, new)
        documents = tuple(sorted(path.name for path in new.iterdir()))
        with interrupting.held():
            _finish(place, found, settled, new, left=left)
            count.add(count.total)
    unusable = sum(notice.unusable for notice in evidence.notices)
    return Published(documents, unusable, len(standing) * len(formats))


def _finish(
    place: Place, found: tuple[Gathered, Coded], settled: Settled, new: Path, *, left: bool
) -> None:
    """Put all in its place, and keep only what this run has used: what is gone leaves no trace."""
    gathered, coded = found
    used = {gathered.notices, gathered.participants, gathered.inputs, coded.learned}
    used |= {*gathered.transcripts, *coded.codings, *coded.unlearned, *steps.file_keys(place)}
    changes = moving.changes(new, place.outputs, settled.edited)
    outputs = str(place.outputs.absolute())
    plan = Plan(outputs, settled.edited, settled.gone, changes)
    finishing.finish(place, Ending(plan, tuple(sorted(used)), left), new)


def _nothing_usable(place: Place, notices: tuple[Notice, ...]) -> InputError:
    lines = "".join(f"\n  {one.path}: {one.text}" for one in notices if one.unusable)
    return InputError(
        str(place.name),
        f"holds no transcript that can be used{lines}",
        "Drop transcripts in French, German or English into it",
        kind="empty",
    )


def compose(place: Place, evidence: Evidence, edition: Edition, gathered: Gathered) -> Paper:
    """The paper of one edition."""
    from papers.outline import compose as compose_paper

    study = read_study(place.folder, place.name)
    texts = editions.authored(place, study, edition.language)
    run = {
        "version": record.versions_used()["whitepaper"],
        "unusable": gathered.unusable,
        "files": gathered.files,
    }
    return compose_paper(study, evidence, edition.language, texts, run)


def _how_many(wanted: tuple[Edition, ...], formats: tuple[str, ...]) -> int:
    """How many files a run leaves: documents, evidence, the notices and the record."""
    return len(wanted) * len(formats) + len(editions.EVIDENCE) + 2


def _written(
    evidence: Evidence, wanted: list[Wanted], standing: Standing, new: Path, count: Count
) -> tuple[Evidence, dict[str, Any]]:
    """Write into the folder what does not stand already.

    Returns:
        The evidence with what was noticed on the way, and what to remember of each edition.
    """
    editions.write_evidence(evidence, str(new))
    count.add(len(editions.EVIDENCE))
    due = [one for one in wanted if one.edition not in standing]
    calls = [(o.paper, str(new), o.edition.stem, o.formats, o.numbers) for o in due]
    made = workers.run(editions.write, calls, count.each(len(one.formats) for one in due))
    written = dict(zip((o.edition for o in due), made, strict=True))
    noticed = {**standing, **{one: found for one, found in written.items() if found is not None}}
    told = [notice for one in wanted for notice in noticed.get(one.edition, [_lost(one.edition)])]
    remembered = {
        one.edition.stem: remember(one, noticed[one.edition])
        for one in wanted
        if one.edition in noticed
    }
    return replace(evidence, notices=(*evidence.notices, *told)), remembered


def _lost(edition: Edition) -> Notice:
    said = "Writing it took the program down: this edition is not complete. Run again."
    return Notice(edition.stem, "crashed", said, unusable=True)


def _leave_record(
    place: Place, evidence: Evidence, gathered: Gathered, made_of: dict[str, Any], new: Path
) -> None:
    page = record.notices_page(evidence.notices, gathered.files, len(evidence.sources))
    (new / record.NOTICES).write_text(page, "utf-8", newline="\n")
    made = editions.hashes(new)
    codebook = places.codebook(place)
    record.write_json(made_of | record.record(evidence, made, codebook), new / record.RUN)


@contextmanager
def _folder(place: Place) -> Iterator[Path]:
    """A folder to write in, gone afterwards."""
    new = finishing.work_folder(place)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True, mode=0o700)
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)
