"""What a person may be asked to judge: codings, and sentences of answers that carry no code.

Only the words of people who may be quoted are shown to anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from evidence.audit import CODING, UNCODED, Item
from evidence.codebook import Codebook
from evidence.model import PROGRAM, Passage, Quotation
from evidence.register import Voices, voices
from transcripts.model import INTERVIEWER, Transcript
from transcripts.participants import Participant
from transcripts.study import QUOTED

FEWEST_WORDS = 4
"""Words of a sentence that is judged: yes and no, and calls to go on, hold no theme."""

_NO_LANGUAGE = "?"


def population(
    codebook: Codebook,
    transcripts: Sequence[Transcript],
    participants: Iterable[Participant],
    rows: Sequence[Quotation],
    sentences: Iterable[Passage],
) -> tuple[Item, ...]:
    """All that could be drawn.

    Args:
        codebook: the codes; a coding's theme is the one above all.
        transcripts: that are evidence.
        participants: those who are heard in them.
        rows: the evidence register; the program's rows that count are judged.
        sentences: of the answers.
    """
    by_id = {transcript.id: transcript for transcript in transcripts}
    counted = [row for row in rows if row.coding.counted]
    return (
        *_codings(codebook, by_id, counted),
        *_uncoded(by_id, voices(participants), counted, sentences),
    )


def _codings(
    codebook: Codebook, by_id: Mapping[str, Transcript], rows: Iterable[Quotation]
) -> Iterator[Item]:
    for row in rows:
        coding = row.coding
        if row.text.strip() and coding.coder == PROGRAM and coding.transcript in by_id:
            theme = (*codebook.ancestors(coding.code)[-1:], coding.code)[0]
            language = row.language or _NO_LANGUAGE
            place = (coding.transcript, coding.turn, row.text, coding.code, language)
            asked = _question(by_id[coding.transcript], coding.turn)
            yield Item(CODING, (language, theme), *place, asked)


def _uncoded(
    by_id: Mapping[str, Transcript],
    who: Voices,
    rows: Iterable[Quotation],
    sentences: Iterable[Passage],
) -> Iterator[Item]:
    coded: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        coded[row.coding.transcript, row.coding.turn].append((row.coding.start, row.coding.end))
    for one in sentences:
        held = coded.get((one.transcript, one.turn), ())
        free = all(end <= one.start or one.end <= start for start, end in held)
        transcript = by_id.get(one.transcript)
        if transcript and free and _is_shown(transcript, one.turn, who):
            text = transcript.text[one.start : one.end]
            if len(text.split()) >= FEWEST_WORDS:
                language = transcript.turns[one.turn].language or transcript.language
                language = language or _NO_LANGUAGE
                asked = _question(transcript, one.turn)
                place = (one.transcript, one.turn, text, "", language)
                yield Item(UNCODED, (language,), *place, asked)


def _is_shown(transcript: Transcript, turn: int, who: Voices) -> bool:
    person = who.get((transcript.id, transcript.turns[turn].speaker))
    return person is not None and person.consent in QUOTED


def _question(transcript: Transcript, turn: int) -> str:
    """What an interviewer said last before a turn."""
    before = reversed(transcript.turns[:turn])
    asked = next((one for one in before if one.role == INTERVIEWER), None)
    return transcript.said(asked) if asked else ""
