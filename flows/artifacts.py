"""What a run's page in Prefect shows of it: progress, themes, notices, links to the documents.

All of it is kept in Prefect's database, so there is no word of an interview in it and no name of a
file of the study's: kinds and numbers, labels of themes, and the names of documents.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, cast
from uuid import UUID

from flows import documents, editions, progress
from flows.places import Place
from flows.record import NOTICES

_PARTS = {"read": (0, 20), "code": (20, 60), "write": (60, 100)}
"""From where to where each stage brings a run, in percent of it."""

_SELDOM = 1.0
"""Seconds between two changes of what is shown."""

_UNSAID = re.compile(r"[^a-z0-9]+")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>&~^$:@/.-])")


def percent(stage: str, done: int, total: int) -> float:
    """How far the whole run is when so much of a stage is done."""
    start, end = _PARTS.get(stage, (0, 0))
    return start + (end - start) * (done / total if total else 1.0)


class _Bar:
    """Shows how far a run has come, and not too often; no run fails for that."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._artifact: UUID | None = None
        self._changed = 0.0
        self._percent = 0.0

    def __call__(self, told: progress.Progress) -> None:
        self._percent = max(self._percent, percent(told.stage, told.done, told.total))
        if time.monotonic() - self._changed >= _SELDOM:
            self.show(self._percent)

    def show(self, share: float) -> None:
        self._changed = time.monotonic()
        with suppress(Exception):
            self._show(min(share, 100.0))

    def _show(self, share: float) -> None:
        from prefect.artifacts import create_progress_artifact, update_progress_artifact

        if self._artifact is None:
            said = "How far the run has come, in percent."
            made = create_progress_artifact(share, key=self._key, description=said)
            self._artifact = cast("UUID", made)
        else:
            update_progress_artifact(self._artifact, share)


@contextmanager
def shown_progress(place: Place) -> Iterator[None]:
    """Show how far the run in the block has come; at its end, that it is done."""
    bar = _Bar(_key(place, "progress"))
    bar.show(0.0)
    progress.OBSERVERS.append(bar)
    try:
        yield
        bar.show(100.0)
    finally:
        progress.OBSERVERS.remove(bar)


def leave(place: Place, made: Mapping[str, Any]) -> None:
    """Leave what a run has made of a study on its page.

    Args:
        place: the study.
        made: the run's record (``flows.record``).
    """
    leave_documents(place, documents.listed(place.outputs))
    _leave_themes(place, made["themes"])
    leave_notices(place, ((one["kind"], one["unusable"]) for one in made["notices"]))


def leave_documents(place: Place, names: Iterable[str]) -> None:
    """Leave links to documents of the study."""
    from prefect.artifacts import create_markdown_artifact

    # Names that the program gave: what they lead to is shown as it is called.
    first = sorted(names, key=lambda name: (not name.startswith(editions.NAME), name))
    lines = [f"- [{name}]({documents.link(place.name, name)})" for name in first]
    text = "\n".join(["## Documents", "", *lines])
    create_markdown_artifact(text, key=_key(place, "documents"), description="What was written.")


def _leave_themes(place: Place, themes: Iterable[Mapping[str, Any]]) -> None:
    from prefect.artifacts import create_table_artifact

    units = ("respondents", "transcripts", "passages")
    rows = [
        {"Theme": plain(one["label"]), **{unit.capitalize(): one[unit] for unit in units}}
        for one in themes
    ]
    said = "How many speak of each theme, in how many transcripts and passages."
    create_table_artifact(rows, key=_key(place, "themes"), description=said)


def leave_notices(place: Place, kinds: Iterable[tuple[str, bool]]) -> None:
    """Leave how many notices there are of each kind.

    Args:
        place: the study.
        kinds: of each notice its kind, and whether something could not be used.
    """
    from prefect.artifacts import create_markdown_artifact

    counted = Counter(kinds)
    shown = [*_table(counted), "", *_whole(place)] if counted else ["Nothing to report."]
    text = "\n".join(["## Notices", "", *shown])
    create_markdown_artifact(text, key=_key(place, "notices"), description="What to know of it.")


def _table(counted: Mapping[tuple[str, bool], int]) -> list[str]:
    rows = sorted(counted.items(), key=lambda row: (not row[0][1], row[0][0]))
    return [
        "| Kind | Number | |",
        "|:--|--:|:--|",
        *(f"| {plain(kind)} | {n} | {'not used' if lost else ''} |" for (kind, lost), n in rows),
    ]


def _whole(place: Place) -> list[str]:
    if NOTICES not in documents.listed(place.outputs):
        return []
    return [f"What each of them says: [{NOTICES}]({documents.link(place.name, NOTICES)})"]


def plain(text: str) -> str:
    """A text in which Markdown finds nothing to act on."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _key(place: Place, what: str) -> str:
    """A name that Prefect allows: small letters, digits and dashes."""
    study = _UNSAID.sub("-", place.name.lower()).strip("-")
    return f"{study}-{what}" if study else what
