"""Interviews, codings, codebooks and people as they are written in a test.

A line is a turn, ``P1@90: We sell [in China|markets].``: the speaker, from which second on, and the
words, with the codes of a segment behind it. A code may name its terms, ``[in China|markets:china]``.
``Q`` asks, ``?`` cannot be told, everybody else answers.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from evidence.codebook import Codebook
from evidence.model import Code, Coding
from transcripts.model import INTERVIEWER, RESPONDENT, UNKNOWN, Transcript, Turn
from transcripts.participants import Participant

_LINE = re.compile(r"([^:@\n]*)(?:@(\d+))?: ?(.*)")
_MARKED = re.compile(r"\[([^\[\]|]+)((?:\|[^\[\]|]+)+)\]")
_ROLES = {"Q": INTERVIEWER, "?": UNKNOWN}


def transcript(literal: str, ident: str = "a", language: str = "en", **more) -> Transcript:
    """The interview without its codings."""
    return coded(literal, ident, language, **more)[0]


def coded(
    literal: str, ident: str = "a", language: str = "en", **more
) -> tuple[Transcript, tuple[Coding, ...]]:
    """The interview, and its codings in the order of the text."""
    text, turns, codings = "", [], []
    for number, line in enumerate(literal.strip().splitlines()):
        speaker, begins, words = _LINE.fullmatch(line.strip()).groups()
        text += "\n" if turns else ""
        start = len(text)
        role = _ROLES.get(speaker, RESPONDENT)
        for plain, segment, codes in _parts(words):
            text += plain
            span = (len(text), len(text) + len(segment))
            text += segment
            for code in codes:
                name, _, terms = code.partition(":")
                said = tuple(terms.split("+")) if terms else ()
                codings.append(
                    Coding(ident, number, *span, name, counted=role != INTERVIEWER, terms=said)
                )
        turns.append(Turn(speaker, role, start, len(text), begins and float(begins)))
    known = {"path": f"{ident}.txt", "format": "txt", "sha256": "0" * 64, "language": language}
    return Transcript(id=ident, text=text, turns=tuple(turns), **(known | more)), tuple(codings)


def _parts(words: str):
    """What stands before each marked segment, the segment, its codes; then the rest."""
    at = 0
    for found in _MARKED.finditer(words):
        yield words[at : found.start()], found[1], found[2][1:].split("|")
        at = found.end()
    yield words[at:], "", ()


def interviews(**literals: str) -> tuple[tuple[Transcript, ...], tuple[Coding, ...]]:
    """Several interviews by id, and the codings of all of them."""
    pairs = [coded(literal, ident) for ident, literal in literals.items()]
    return tuple(pair[0] for pair in pairs), tuple(one for pair in pairs for one in pair[1])


def person(said: str, consent: str = "pseudonym", name: str = "", **attributes: str) -> Participant:
    """A participant: ``P01 a:Anna b:Anna`` is Anna of the transcripts a and b."""
    ident, *voices = said.split(" ")
    found = tuple(tuple(voice.split(":", 1)) for voice in voices)
    return Participant(ident, found, name, consent, tuple(attributes.items()))


def codebook(said: str) -> Codebook:
    """Codes in order: ``trade markets<trade`` is a theme with one code below it."""
    pairs = [code.partition("<") for code in said.split()]
    return Codebook(tuple(Code(ident, {"en": ident}, {"en": ident}, up) for ident, _, up in pairs))


BOOK = codebook("cars trade markets<trade barriers<trade")

_PASSAGES = (
    "We sell it.",
    "We sell parts for nine plants and they leave by the night train to the coast.",
    "nine plants on the coast sell parts for a train that they built and that we leave by night",
    "They built a train for the coast and we, um, sell them the parts that nobody else had left.",
    "Who sells nine plants to the coast when the last night train has left without its parts?",
)
_CODES = st.lists(st.sampled_from(["cars", "trade", "markets", "barriers"]), unique=True)
_SEGMENT = st.builds(
    lambda words, codes: f"[{words}|{'|'.join(codes)}]" if codes else words,
    st.sampled_from(_PASSAGES),
    _CODES,
)
_TURN = st.builds(
    lambda speaker, segments: f"{speaker}: {' '.join(segments)}",
    st.sampled_from(["Q", "P1", "P2", ""]),
    st.lists(_SEGMENT, min_size=1, max_size=3),
)
LITERALS = st.lists(_TURN, min_size=1, max_size=5).map("\n".join)
"""Any interview of a few turns; two may hold the same words."""

STUDIES = st.lists(LITERALS, max_size=4).map(
    lambda found: interviews(**dict(zip("abcd", found, strict=False)))
)
"""Any small study: transcripts and codings."""
