"""All that a paper may say, brought together from what stands in the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from evidence.correction_list import read_corrections
from evidence.corrections import Corrected, apply
from evidence.gathering import Evidence, gather, names_in
from evidence.known_names import Known, Listed
from evidence.masked_turns import Replaced, without_hidden
from evidence.masking import mask
from evidence.model import PROGRAM, Candidate, Coding
from evidence.register import noted
from flows import human_codings, private, reliability, steps, teaching
from flows.places import Place
from flows.steps import Coded, Gathered
from transcripts.model import Transcript
from transcripts.participants import Participant
from transcripts.study import CORRECTIONS, Study, read_study


def bring_together(place: Place, gathered: Gathered, coded: Coded) -> Evidence:
    """All that the paper may say, from what stands in the store.

    Raises:
        InputError: what people coded, corrected or judged cannot be used.
    """
    study, store = read_study(place.folder, place.name), steps.store_of(place)
    found = steps.load_transcripts(place, gathered.transcripts)
    codings = steps.load_codings(place, coded.codings)
    by_rules = steps.load_codings(place, coded.unlearned) if coded.unlearned else codings
    people = steps.load_participants(place, gathered.participants)
    taught = teaching.learned(place, store, gathered.transcripts, study.pipelines)
    corrected = _corrected(place, codings, found)
    by_hand, _ = human_codings.placed(place, found, steps.codebook_of(place))
    every = _counted(study, corrected.codings, by_hand)
    evidence = _gathered(place, study, found, people, every)
    told = (*steps.load_notices(place, gathered.notices), *taught.notices, *corrected.notices)
    memos = noted(found, people, corrected.memos)
    evidence = replace(evidence, notices=(*told, *evidence.notices), memos=memos)
    return reliability.held(place, evidence, found, by_rules, learned=bool(coded.unlearned))


def _counted(study: Study, corrected: Sequence[Coding], by_hand: Sequence[Coding]) -> list[Coding]:
    """The codings as decided, and those of people, which count where the study says so."""
    kept = corrected if PROGRAM in study.coders else [replace(c, counted=False) for c in corrected]
    return [*kept, *human_codings.counted_by(study.coders, by_hand)]


def _corrected(place: Place, codings: Sequence[Coding], found: Sequence[Transcript]) -> Corrected:
    """The codings as people have decided, and what they noted."""
    path, called = place.folder / CORRECTIONS, private.read_called(place)
    book = steps.codebook_of(place)
    decisions = read_corrections(path) if path.is_file() else ()
    corrected = apply(codings, map(called.correction, decisions), found, book)
    memos, lost = human_codings.memos(place, found, book)
    return replace(corrected, memos=(*memos, *corrected.memos), notices=(*lost, *corrected.notices))


def _gathered(
    place: Place,
    study: Study,
    found: Sequence[Transcript],
    people: Sequence[Participant],
    codings: Sequence[Coding],
) -> Evidence:
    """The evidence with all that must not be told masked."""
    from nlp.families import known as is_word

    book, gone = steps.codebook_of(place), _withdrawn_names(place)
    names = names_in(book, found, people, _listed(study, gone), is_word)
    evidence = gather(book, found, people, codings, smallest=study.smallest_group, names=names)
    return replace(
        evidence,
        candidates=_candidates(evidence, found, codings, names),
        masked=_reviewable(evidence.masked, gone),
    )


def _withdrawn_names(place: Place) -> Listed:
    """What the list calls those who have withdrawn, whom others may still speak of."""
    gone = [row.cells for row in steps.listed(place) if row.cells.get("consent") == "withdrawn"]
    names = (cells.get(column, "") for cells in gone for column in ("name", "speaker"))
    houses = (cells.get("organisation", "") for cells in gone)
    return Listed(tuple(filter(None, names)), tuple(filter(None, houses)))


def _listed(study: Study, gone: Listed) -> Listed:
    """The names that the study adds, and those of people who have withdrawn."""
    added = {kind: tuple(words) for kind, words in study.masking.items()}
    return Listed(
        (*added.get("names", ()), *gone.names),
        (*added.get("organisations", ()), *gone.organisations),
        added.get("allowed", ()),
    )


def _reviewable(found: Iterable[Replaced], gone: Listed) -> tuple[Replaced, ...]:
    """What was masked, without the names of those who have withdrawn."""
    hidden = " ".join((*gone.names, *gone.organisations))
    return tuple(one for one in found if without_hidden((one.words,), hidden))


def _candidates(
    evidence: Evidence, found: Sequence[Transcript], codings: Sequence[Coding], names: Known
) -> tuple[Candidate, ...]:
    """Themes that the codebook may lack, in the words of those who may be quoted.

    No term that holds a personal detail is one.
    """
    from nlp.candidates import candidates

    quotable = {
        voice
        for person in evidence.participants
        if person.consent != "no-quotes"
        for voice in person.voices
    }
    kept = [
        replace(t, turns=tuple(turn for turn in t.turns if (t.id, turn.speaker) in quotable))
        for t in found
    ]
    found_now = candidates(kept, codings, evidence.codebook)
    return tuple(one for one in found_now if not mask(one.term, one.language, names).details)
