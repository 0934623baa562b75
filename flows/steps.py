"""The steps of a run as plain functions: what a Prefect task wraps and everything else calls.

Between steps go keys of the store, never text: what a task is given or returns is copied into
Prefect's database, and interviews are confidential.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from evidence.codebook import Codebook, read_codebook
from evidence.model import Coding
from flows import consents, faults, mirror, places, record, teaching, workers
from flows.batches import Spread, deal
from flows.consents import Consenting
from flows.editions import misplaced
from flows.intake import keys_of, take_in
from flows.places import Place
from flows.progress import Count, counted, told
from flows.store import (
    Store,
    as_json,
    canonical,
    coding_from,
    digest,
    fingerprint,
    participant_from,
    transcript_from,
    versions,
)
from flows.teaching import Taught
from transcripts import clutter
from transcripts.duplicates import Duplicate, duplicates, merged, notice, traits
from transcripts.errors import InputError
from transcripts.model import LANGUAGES, Notice, Transcript
from transcripts.participant_list import Row, find_list, read_rows
from transcripts.participants import Participant, roles
from transcripts.study import Study, read_study

_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Gathered:
    """What stands in the store when a study has been read: keys and numbers, no text.

    Attributes:
        transcripts: a key for each transcript that is analysed.
        notices: the key of the list of notices.
        files: how many files there were.
        unusable: how many of them gave nothing to the study.
        fresh: how many had to be read, the others being known.
        participants: the key of the list of participants, without those who have withdrawn.
        withdrawn: stands for those; empty for nobody.
        inputs: the key of the hashes of all files of the study but theirs.
    """

    transcripts: tuple[str, ...]
    notices: str
    files: int
    unusable: int
    fresh: int
    participants: str = ""
    withdrawn: str = ""
    inputs: str = ""

    def __str__(self) -> str:
        """What a person wants to know of the step."""
        new = "" if self.fresh == self.files else f", {self.fresh} of them new"
        unusable = f"; {self.unusable} not usable" if self.unusable else ""
        used = counted(len(self.transcripts), "transcript")
        return f"Read {counted(self.files, 'file')}{new}: {used}{unusable}"


@dataclass(frozen=True, slots=True)
class Coded:
    """Keys of the codings, one for each transcript; ``fresh`` of them had to be coded.

    ``learned`` is the key of what people's codings have taught; empty where there is nothing.
    ``unlearned`` are keys of codings by the rules alone, of the transcripts that people coded; none
    where nothing was learned.
    """

    codings: tuple[str, ...]
    fresh: int
    learned: str = ""
    unlearned: tuple[str, ...] = ()

    def __str__(self) -> str:
        """What a person wants to know of the step."""
        known = len(self.codings) - self.fresh
        kept = f", {known} known already" if known else ""
        return f"Coded {counted(self.fresh, 'transcript')}{kept}"


def store_of(place: Place) -> Store:
    """What earlier runs of the study have found out."""
    return Store(place.state / "store")


# Reading


def read(place: Place, cluster: Spread | None = None) -> Gathered:
    """Read each file of the study that is not known yet, and settle who speaks.

    Args:
        place: the study's folders.
        cluster: has batches done elsewhere; none for this machine alone.

    Raises:
        InputError: where study.toml or the list of participants cannot be used.
    """
    study, store = read_study(place.folder, place.name), store_of(place)
    intake = take_in(place, store, study.limits, cluster)
    found = intake.transcripts
    rows = listed(place)
    known = _with_roles(_with_ids(found), study, rows)
    told_by = cache(traits)
    doubles = duplicates(known, told_by)
    kept = _analysed(known, doubles)
    consenting = consents.apply(place, kept, doubles, (rows, study.consent))
    store.forget(intake.keys[path] for path in intake.keys if consenting.hides(path))
    notices = [*intake.notices, *(one for t in known for one in t.notices), *map(notice, doubles)]
    notices += merged(kept, told_by)
    notices = [*consenting.allowed(notices), *consenting.notices]
    notices += [
        *mirror.left_out(place),
        *_passed_over(place),
        *_roles_unused(study, found),
        *misplaced(place, study),
    ]
    return Gathered(
        tuple(_keep(store, as_json(transcript)) for transcript in consenting.transcripts),
        _keep(store, [asdict(one) for one in notices]),
        intake.files,
        len({one.path for one in notices if one.unusable}),
        intake.fresh,
        _keep(store, [asdict(person) for person in consenting.participants]),
        consenting.withdrawn,
        _keep(store, _files(place, consenting)),
    )


def _files(place: Place, consenting: Consenting) -> dict[str, str]:
    """The hashes of the study's files as they may be named, but those of which nothing is left."""
    found = record.inputs(place).items()
    paths = consenting.called.paths
    return {paths.get(name, name): sha for name, sha in found if name not in consenting.gone}


def _keep(store: Store, value: object) -> str:
    key = digest("value", canonical(value))
    if store.get(key) is None:
        store.put(key, value)
    return key


def listed(place: Place) -> tuple[Row, ...]:
    """The researchers' list of participants; empty where there is none."""
    path = find_list(place.folder)
    return read_rows(path) if path else ()


def _with_ids(found: Sequence[Transcript]) -> list[Transcript]:
    """Ids that are unique: the file's name, with its folder and ending where that is not enough."""
    stems = Counter(Path(t.path).stem for t in found)
    return [
        replace(t, id=(p.stem if stems[(p := Path(t.path)).stem] == 1 else _long_id(t.path)))
        for t in found
    ]


def _long_id(path: str) -> str:
    name = path.replace("/", "-").replace(".", "-")
    if len(name) <= _LONGEST_ID:
        return name
    return f"{name[:_LONGEST_ID]}-{digest(path)[:6]}"


def _with_roles(
    found: Sequence[Transcript], study: Study, rows: tuple[Row, ...]
) -> list[Transcript]:
    """The transcripts with the roles that the researchers give their speakers."""
    from transcripts.roles import assign

    return [
        assign(t, {**roles(rows, t), **study.roles.get(t.id, {}), **study.roles.get(t.path, {})})
        for t in found
    ]


def _analysed(known: Sequence[Transcript], doubles: Sequence[Duplicate]) -> list[Transcript]:
    """The transcripts without second copies and without languages that cannot be coded."""
    left_out = {double.left_out.id for double in doubles}
    return [t for t in known if t.id not in left_out and t.language in LANGUAGES]


def _passed_over(place: Place) -> list[Notice]:
    return [
        Notice(
            places.name_of(path, place),
            "ignored",
            f"Not looked into: by its name this is {clutter.reason(path.name)}.",
        )
        for path in places.passed_over(place)
    ]


def _roles_unused(study: Study, found: Sequence[Transcript]) -> list[Notice]:
    there = {name for t in found for name in (t.id, t.path)} | {Path(t.path).stem for t in found}
    return [
        Notice("study.toml", "roles", f"[roles] names {name!r}, which is no transcript here.")
        for name in study.roles
        if name not in there
    ]


def file_keys(place: Place) -> tuple[str, ...]:
    """The keys of what reading the study's files has given."""
    return keys_of(place, read_study(place.folder, place.name).limits)


def load_transcripts(place: Place, keys: Iterable[str]) -> list[Transcript]:
    """The transcripts under these keys."""
    store = store_of(place)
    return [transcript_from(_there(store, key)) for key in keys]


def load_codings(place: Place, keys: Iterable[str]) -> list[Coding]:
    """The codings under these keys."""
    store = store_of(place)
    return [coding_from(value) for key in keys for value in _there(store, key)]


def load_participants(place: Place, key: str) -> list[Participant]:
    """Those who are heard, without those who have withdrawn, under this key."""
    return [participant_from(value) for value in _there(store_of(place), key)] if key else []


def load_notices(place: Place, key: str) -> list[Notice]:
    """The notices under this key."""
    return [Notice(**value) for value in _there(store_of(place), key)]


def _there(store: Store, key: str) -> Any:
    """What this very run has kept under the key; it never goes on with less than it has read."""
    value = store.get(key)
    if value is None:
        raise faults.gone(store.folder.parent)
    return value


# Coding


def codebook_of(place: Place) -> Codebook:
    """The study's own codebook, or the built-in one."""
    return read_codebook(places.codebook(place))


def code(place: Place, gathered: Gathered, cluster: Spread | None = None) -> Coded:
    """Code each transcript that is not coded yet, in batches that share a process's pipelines.

    Args:
        place: the study's folders.
        gathered: what reading has given.
        cluster: as for ``read``.
    """
    study, store = read_study(place.folder, place.name), store_of(place)
    taught = teaching.learned(place, store, gathered.transcripts, study.pipelines)
    pipelines = dict(study.pipelines)
    spread = cluster or workers.run
    keys, fresh = _coded(place, gathered.transcripts, pipelines, taught, spread)
    if not taught.folder:
        return Coded(keys, fresh, taught.key)
    by_hand = teaching.coded_by_hand(place, store, gathered.transcripts)
    return Coded(keys, fresh, taught.key, _coded(place, by_hand, pipelines, Taught(), spread)[0])


def _coded(
    place: Place,
    transcripts: Sequence[str],
    pipelines: Mapping[str, str],
    taught: Taught,
    spread: Spread,
) -> tuple[tuple[str, ...], int]:
    """Keys of the transcripts' codings, all of them in the store, and how many were not before."""
    store, book = store_of(place), places.codebook(place)
    libraries = versions("spacy", "simplemma")
    basis = (
        *(fingerprint("nlp", "evidence"), libraries, book.read_bytes(), canonical(pipelines)),
        taught.key,
    )
    keys = [digest("codings", *basis, key) for key in transcripts]
    known = {key for key in keys if store.get(key) is not None}
    pairs = [pair for pair in zip(transcripts, keys, strict=True) if pair[1] not in known]
    count = Count("code", len(keys), len(keys) - len(pairs))
    dealt = deal(pairs, [store.size(transcript) for transcript, _ in pairs])
    for batches in (dealt, [[pair] for pair in pairs]):
        left = [[p for p in batch if store.get(p[1]) is None] for batch in batches]
        basics = (str(store.folder), str(book), pipelines, taught.folder)
        calls = [(*basics, batch) for batch in left if batch]
        with _counted_when_stopped(store, keys):
            spread(code_into, calls, count.each(len(call[-1]) for call in calls))
    _all_coded(place, pairs)
    return tuple(keys), len(pairs)


@contextmanager
def _counted_when_stopped(store: Store, keys: Sequence[str]) -> Iterator[None]:
    """Tell how many transcripts are coded where somebody stops the run amid a batch."""
    try:
        yield
    except KeyboardInterrupt:
        told("code", sum(map(store.holds, keys)), len(keys))
        raise


def _all_coded(place: Place, pairs: Iterable[tuple[str, str]]) -> None:
    """Hold against the store that no transcript was lost with a process that broke."""
    store = store_of(place)
    lost = [transcript for transcript, key in pairs if store.get(key) is None]
    for transcript in load_transcripts(place, lost):
        raise InputError(
            transcript.path,
            "cannot be coded: the attempt took the program down",
            "Take the file away or save it in another format",
            kind="crashed",
        )


def code_into(
    folder: str,
    codebook: str,
    pipelines: Mapping[str, str],
    learned: str,
    batch: Sequence[tuple[str, str]],
) -> None:
    """Code the transcripts of a batch of (transcript's key, codings' key)."""
    from nlp.coding import code as code_transcript

    store = Store(Path(folder))
    book = read_codebook(Path(codebook))
    for transcript_key, key in batch:
        transcript = transcript_from(_there(store, transcript_key))
        codings = code_transcript(transcript, book, pipelines, learned)
        store.put(key, [asdict(coding) for coding in codings])
