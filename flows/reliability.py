"""How far people agree with the program: what their codings and judgements say in a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evidence import agreement, audit
from evidence.agreement import Compared
from evidence.audit import Audited, Item
from evidence.audit_file import AUDIT, read_judged
from evidence.audit_population import population
from evidence.gathering import Evidence, held_against
from evidence.known_names import Known
from evidence.masking import mask
from evidence.model import Coding
from flows import human_codings, private
from flows.places import Place
from transcripts.model import Notice, Transcript


def held(
    place: Place,
    evidence: Evidence,
    transcripts: Sequence[Transcript],
    by_rules: Sequence[Coding],
    *,
    learned: bool,
) -> Evidence:
    """The evidence held against what people coded and judged.

    Args:
        place: of the study.
        evidence: gathered from the program's codings.
        transcripts: of the study.
        by_rules: the program's codings without what it has learned from people.
        learned: whether the paper's codings rest on that.

    Raises:
        InputError: ``codings.csv`` or ``audit.csv`` cannot be used.
    """
    kept = {source.id for source in evidence.sources}
    known = [transcript for transcript in transcripts if transcript.id in kept]
    compared = _compared(place, evidence, known, by_rules)
    if compared is not None:
        compared = replace(compared, learned=learned)
    audited, notices = _audited(place, evidence, known)
    evidence = replace(evidence, notices=(*evidence.notices, *notices))
    return held_against(evidence, compared, audited)


def _compared(
    place: Place, evidence: Evidence, known: Sequence[Transcript], by_rules: Sequence[Coding]
) -> Compared | None:
    book = evidence.codebook
    people, _ = human_codings.placed(place, known, book)  # flows.teaching tells what is lost
    if not people:
        return None
    found = agreement.compare(book, known, evidence.participants, by_rules, people)
    return _shown(found, known, evidence.names) if found.comparisons else None


def _shown(found: Compared, known: Sequence[Transcript], names: Known) -> Compared:
    """The comparison with the personal details in its passages masked."""
    spoken = {one.id: one for one in known}
    shown = (
        replace(one, text=mask(one.text, _language(spoken[one.transcript], one.turn), names).text)
        for one in found.disagreements
    )
    return replace(found, disagreements=tuple(shown))


def _language(transcript: Transcript, turn: int) -> str:
    return transcript.turns[turn].language or transcript.language


def _audited(
    place: Place, evidence: Evidence, known: Sequence[Transcript]
) -> tuple[Audited | None, tuple[Notice, ...]]:
    path = place.folder / AUDIT
    read = read_judged(path, evidence.codebook) if path.is_file() else ()
    judged = tuple(map(private.read_called(place).judgement, read))
    if not judged:
        return None, ()
    items = to_judge(evidence, known)
    lost = {one.key for one in judged} - {item.key for item in items}
    found = audit.audited(items, judged)
    if not lost:
        return found, ()
    text = f"{len(lost)} of {len(judged)} judgements are about nothing that this run holds"
    said = f"{text}: it is coded otherwise now, or its words have changed. They are left out."
    return found, (Notice(AUDIT, "audit", said),)


def to_judge(evidence: Evidence, known: Sequence[Transcript]) -> tuple[Item, ...]:
    """All that a person could be asked to judge of a run, its personal details masked."""
    from nlp.spoken import sentences

    people, rows = evidence.participants, evidence.rows
    items = population(evidence.codebook, known, people, rows, sentences(known))
    return tuple(
        replace(
            item,
            text=mask(item.text, item.language, evidence.names).text,
            question=mask(item.question, item.language, evidence.names).text,
        )
        for item in items
    )
