"""Personal details in words that are shown give way to visible marks.

Known names come from the list of participants and from the study (``evidence.known_names``), what
else tells a person from its form or its company (``evidence.recognisers``,
``evidence.spoken_names``). What is doubtful is masked too, and the quotation is not used.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence.details import Detail, Masked, apart, inside, masked
from evidence.known_names import Known
from evidence.personal_words import is_mark
from evidence.recognisers import recognised
from evidence.spoken_names import names


def mask(text: str, language: str, known: Known) -> Masked:
    """The text with a mark such as ``[P03]`` or ``[phone]`` in the place of each detail.

    Args:
        text: what was said, best a whole turn: what stands around a detail tells what it is.
        language: ISO 639-1 code of the text and of the marks.
        known: the names of the study.
    """
    return masked(text, details(text, language, known))


def details(text: str, language: str, known: Known) -> tuple[Detail, ...]:
    """The details in a text, in order, none in another."""
    found = [*names(text, language, known), *recognised(text, language)]
    return apart(_shown_anyway(text, found, known)) if found else ()


def _shown_anyway(text: str, found: list[Detail], known: Known) -> Iterator[Detail]:
    """The details without those that the study allows and without marks that stand there."""
    free = [match.span() for match in known.allowed.finditer(text)]
    marked = [match.span() for match in is_mark().finditer(text)] if "[" in text else []
    for one in found:
        allowed = any(start <= one.start and one.end <= end for start, end in free)
        if not allowed and not inside(one.start, marked):
            yield one
