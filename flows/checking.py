"""Everything that can be found wrong before a run, without spaCy, Prefect or WeasyPrint."""

from __future__ import annotations

from flows import editions, listing, steps
from flows.places import Place
from transcripts.model import Notice, Transcript
from transcripts.study import Study, read_study


def check(place: Place) -> tuple[str, bool]:
    """A report with a line a transcript and all notices, and whether some input is unusable.

    Raises:
        InputError: where settings, participants, codebook or sections cannot be used.
    """
    settings(place)
    gathered = steps.read(place)
    found = steps.load_transcripts(place, gathered.transcripts)
    notices = [*steps.load_notices(place, gathered.notices), *steps.unmatched(place, found)]
    parts = [listing.table(_HEADER, [_row(t) for t in found])] if found else []
    parts += [_noted(notices, unusable=True), _noted(notices, unusable=False)]
    parts.append(str(gathered))
    return "\n\n".join(filter(None, parts)), any(notice.unusable for notice in notices)


def settings(place: Place) -> Study:
    """The study, once everything that researchers have written about it has been read.

    Raises:
        InputError: where settings, codebook or sections cannot be used.
    """
    study = read_study(place.folder, place.name)
    steps.codebook_of(place)
    for language in study.languages:
        editions.authored(place, study, language)
    return study


_HEADER = ("File", "Format", "Language", "Turns", "Speakers", "Words", "Minutes")


def _row(transcript: Transcript) -> tuple[str, ...]:
    who = dict.fromkeys((turn.speaker or "?", turn.role) for turn in transcript.turns)
    times = [t.ends or t.begins for t in transcript.turns if t.begins is not None]
    last = max((time for time in times if time is not None), default=None)
    return (
        listing.shown(transcript.path),
        transcript.format,
        transcript.language,
        str(len(transcript.turns)),
        listing.shown(_listed([f"{label} ({role})" for label, role in who])),
        str(len(transcript.text.split())),
        "" if last is None else str(round(last / 60)),
    )


_MOST_SPEAKERS = 4


def _listed(speakers: list[str]) -> str:
    more = len(speakers) - _MOST_SPEAKERS
    return ", ".join(speakers[:_MOST_SPEAKERS]) + (f" and {more} more" if more > 0 else "")


def _noted(notices: list[Notice], *, unusable: bool) -> str:
    lines = sorted(listing.notice_line(n) for n in notices if n.unusable is unusable)
    title = "Not used" if unusable else "To know"
    return "\n  ".join([f"{title}:", *dict.fromkeys(lines)]) if lines else ""
