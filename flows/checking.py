"""Everything that can be found wrong before a run, without spaCy, Prefect or WeasyPrint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from evidence.codebook import DEFAULT, Codebook, read_codebook
from evidence.codebook_advice import advise
from evidence.codebook_faults import Fault
from evidence.codebook_lines import Lines
from flows import editions, listing, places, private, steps
from flows.places import Place
from flows.waiting import alone
from transcripts.errors import InputError
from transcripts.model import Notice, Transcript
from transcripts.settings import read_text, suggestion
from transcripts.study import SETTINGS, Study, read_study


def check(place: Place) -> tuple[str, bool]:
    """A report with a line a transcript and all notices, and whether some input is unusable.

    Raises:
        InputError: where settings, participants, codebook or sections cannot be used.
    """
    settings(place)
    with alone(place):
        gathered = steps.read(place)
        called = private.read_called(place)
        found = [called.real(one) for one in steps.load_transcripts(place, gathered.transcripts)]
        notices = [called.noticed(one) for one in steps.load_notices(place, gathered.notices)]
    parts = [listing.table(_HEADER, [_row(t) for t in found])] if found else []
    parts += [_noted(notices, unusable=True), _noted(notices, unusable=False)]
    book = places.codebook(place)
    parts += [_advised(book) if book != DEFAULT else "", str(gathered)]
    return "\n\n".join(filter(None, parts)), any(notice.unusable for notice in notices)


def settings(place: Place) -> Study:
    """The study, once everything that researchers have written about it has been read.

    Raises:
        InputError: where settings, codebook or sections cannot be used.
    """
    study = read_study(place.folder, place.name)
    steps.codebook_of(place)
    for language, pipeline in study.pipelines.items():
        _check_pipeline(language, pipeline)
    for language in study.languages:
        _check_words(place, study, language)
    return study


def _check_pipeline(language: str, name: str) -> None:
    found = Path(name).is_dir() or (name.isidentifier() and find_spec(name) is not None)
    if not found:
        raise InputError(
            SETTINGS,
            f"{language} names the pipeline {name!r}, which is not installed",
            "Install it, write the path of its folder, or take the line out",
            place="[pipelines]",
            kind="pipeline",
        )


def _check_words(place: Place, study: Study, language: str) -> None:
    """Hold the outline to be there, and the authors' sections to be what a paper can show."""
    from papers.authored import Text, inside
    from papers.labels import TEMPLATES, read_labels

    outline = TEMPLATES / study.outline / f"{language}.md"
    if not outline.is_file():
        known = sorted(p.parent.name for p in TEMPLATES.glob(f"*/{language}.md"))
        remedy = suggestion(study.outline, known)
        raise InputError(SETTINGS, f"outline {study.outline!r} is not known", remedy)
    labels = read_labels(language)
    for name, (text, own) in editions.authored(place, study, language).items():
        list(inside(Text(name, text, own, labels, str), 1))


def _advised(path: Path) -> str:
    """What could be better in the codebook, and which of its examples do not hold."""
    faults = sorted([*advise(path), *_examples(path)], key=lambda fault: fault.line)
    lines = [f"{path.name}, {f.place}: {f.problem}. {f.remedy}." for f in faults]
    return "\n  ".join(["The codebook:", *lines]) if lines else ""


def _examples(path: Path) -> Iterator[Fault]:
    """The sentences of the codebook that do not get their code, and those that should not."""
    from nlp.coding import code_passage

    book, lines = read_codebook(path), Lines(read_text(path, path.name))
    for code, kind, language, number, sentence in _sentences(book):
        codes, marks = code_passage(sentence, book, language)
        wanted = kind == "examples"
        if (code in codes) is not wanted:
            line = lines.of("codes", code, kind, language, number)
            below = {code, *(child.id for child in book.children(code))}
            cues = list(dict.fromkeys(mark.term for mark in marks if mark.code in below))
            yield _misses(code, sentence, line) if wanted else _gets(code, sentence, line, cues)


def _sentences(book: Codebook) -> Iterator[tuple[str, str, str, int, str]]:
    """Code, ``examples`` or ``counterexamples``, language, index and words of each sentence."""
    for code in book.codes:
        kinds = {"examples": code.examples, "counterexamples": code.counterexamples}
        for kind, sentences in kinds.items():
            for language, texts in sentences.items():
                for number, text in enumerate(texts):
                    yield code.id, kind, language, number, text


def _misses(code: str, sentence: str, line: int) -> Fault:
    problem = f'code {code}: the example "{sentence}" does not get the code'
    return Fault(line, problem, "Add the words that speak for the code, or change the example")


def _gets(code: str, sentence: str, line: int, cues: list[str]) -> Fault:
    problem = f'code {code}: the counterexample "{sentence}" gets the code'
    found = f"Rule out what {' and '.join(map(repr, cues))} finds there" if cues else "Rule it out"
    return Fault(line, problem, f"{found}, under never, or weaken a term")


_HEADER = ("File", "Format", "Language", "Turns", "Speakers", "Words", "Minutes", "Notices")


def _row(transcript: Transcript) -> tuple[str, ...]:
    who = dict.fromkeys((turn.speaker or "?", turn.role) for turn in transcript.turns)
    times = [t.ends or t.begins for t in transcript.turns if t.begins is not None]
    last = max((time for time in times if time is not None), default=None)
    return (
        listing.shown(transcript.path),
        transcript.format,
        _languages(transcript),
        str(len(transcript.turns)),
        listing.shown(_listed([f"{label} ({role})" for label, role in who])),
        str(len(transcript.text.split())),
        "" if last is None else str(round(last / 60)),
        ", ".join(dict.fromkeys(notice.kind for notice in transcript.notices)),
    )


def _languages(transcript: Transcript) -> str:
    """The languages of the turns, that of most of the words first."""
    words: Counter[str] = Counter()
    for turn in transcript.turns:
        words[turn.language] += turn.end - turn.start
    return ", ".join(language or "?" for language, _ in words.most_common())


_MOST_SPEAKERS = 4


def _listed(speakers: list[str]) -> str:
    more = len(speakers) - _MOST_SPEAKERS
    return ", ".join(speakers[:_MOST_SPEAKERS]) + (f" and {more} more" if more > 0 else "")


def _noted(notices: list[Notice], *, unusable: bool) -> str:
    lines = sorted(listing.notice_line(n) for n in notices if n.unusable is unusable)
    title = "Not used" if unusable else "To know"
    return "\n  ".join([f"{title}:", *dict.fromkeys(lines)]) if lines else ""
