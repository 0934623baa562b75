"""What people's codings of a study teach the program, found out once and kept."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evidence.codebook import read_codebook
from evidence.human_codings import CODINGS
from evidence.model import Coding
from flows import human_codings, places
from flows.places import Place
from flows.store import Store, canonical, digest, fingerprint, transcript_from, versions
from transcripts.model import Notice

_FOLDER = "learned"


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learned.

    Attributes:
        key: stands for all that it depends on; empty where people coded nothing.
        folder: where the categoriser lies; empty where none is used.
        notices: what the researchers should know.
    """

    key: str = ""
    folder: str = ""
    notices: tuple[Notice, ...] = ()


def learned(
    place: Place, store: Store, transcripts: Sequence[str], pipelines: Mapping[str, str]
) -> Taught:
    """What the study's ``codings.csv`` teaches, from the store where it is known.

    Args:
        place: of the study.
        store: of the study.
        transcripts: keys of its transcripts.
        pipelines: language to a trained pipeline.

    Raises:
        InputError: the file cannot be used.
    """
    path, folder = place.folder / CODINGS, place.state / _FOLDER
    if not path.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        return Taught()
    book = places.codebook(place)
    basis = (fingerprint("nlp", "evidence"), versions("spacy", "simplemma"), book.read_bytes())
    own = (path.read_bytes(), canonical([*transcripts, dict(pipelines)]))
    key = digest("learned", *basis, *own)
    known = store.get(key)
    if known is None or (known["used"] and not (folder / key).is_dir()):
        shutil.rmtree(folder, ignore_errors=True)
        known = _learn(place, store, transcripts, pipelines, folder / key)
        store.put(key, known)
    notices = tuple(Notice(**notice) for notice in known["notices"])
    return Taught(key, str(folder / key) if known["used"] else "", notices)


def coded_by_hand(place: Place, store: Store, transcripts: Sequence[str]) -> tuple[str, ...]:
    """The keys of those transcripts in which people have coded something."""
    named = {row.transcript for row in human_codings.rows_of(place)}
    return tuple(key for key in transcripts if (store.get(key) or {}).get("id") in named)


def _learn(
    place: Place,
    store: Store,
    transcripts: Sequence[str],
    pipelines: Mapping[str, str],
    folder: Path,
) -> dict[str, Any]:
    from nlp.coding import Coder
    from nlp.learning import learn

    book = read_codebook(places.codebook(place))
    found = [transcript_from(value) for key in transcripts if (value := store.get(key))]
    codings, lost = human_codings.placed(place, found, book)
    coded: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        coded[coding.transcript].append(coding)
    coder = Coder(book, pipelines)
    lessons = [
        lesson
        for transcript in found
        if transcript.id in coded
        for lesson in coder.lessons(transcript, coded[transcript.id])
    ]
    categoriser, gains = learn(lessons, book.threshold)
    if categoriser:
        folder.mkdir(parents=True)
        categoriser.keep(folder)
    told = [*lost, _told(len(coded), len(codings), [gain for gain in gains if gain.used])]
    return {"used": categoriser is not None, "notices": [asdict(notice) for notice in told]}


def _told(transcripts: int, codings: int, gains: Sequence[Any]) -> Notice:
    text = f"People coded {codings} segments in {transcripts} transcripts"
    if not gains:
        return Notice(CODINGS, "learned", f"{text}; the program codes by its rules alone.")
    better = "; ".join(f"{g.code} from {g.rules:.2f} to {g.learned:.2f}" for g in gains)
    return Notice(
        CODINGS,
        "learned",
        f"{text}. What they teach is used for these codes, whose F1 in cross-validation it raises: "
        f"{better}.",
    )
