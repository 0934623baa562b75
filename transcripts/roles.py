"""Who asks and who answers: from labels, else from who puts the questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from transcripts import patterns
from transcripts.model import INTERVIEWER, RESPONDENT, UNKNOWN, Transcript
from transcripts.spelling import key

_WORD = re.compile(r"[^\W_]+(?:[/*][^\W_]+)?")
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
_NUMBER = re.compile(r"\s{0,9}\d{1,9}$")
_GENDERED = re.compile(r"[/*]")
_CODE = re.compile(r"([a-z]{1,2})\d{0,2}")


@dataclass(frozen=True, slots=True)
class _Habit:
    """How one speaker speaks.

    Attributes:
        turns: how many.
        words: in all turns.
        asking: share of turns with a question in their last two sentences.
        density: question marks a word.
    """

    turns: int
    words: int
    asking: float
    density: float


def settle(
    turns: Sequence[tuple[str, str]], known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The role of each speaker of a transcript.

    Args:
        turns: the speaker's label and the words of each turn, in order.
        known: roles by label that the file tells otherwise.
    """
    said: dict[str, list[str]] = {}
    for speaker, words in turns:
        said.setdefault(speaker, []).append(words)
    habits = {speaker: _habit(texts) for speaker, texts in said.items()}
    roles = _by_labels(list(said), known or {})
    if INTERVIEWER not in roles.values():
        roles = _by_answers(habits, roles)
    if INTERVIEWER in roles.values():
        return {name: RESPONDENT if role == UNKNOWN else role for name, role in roles.items()}
    return _by_questions(habits, roles) or roles


def assign(transcript: Transcript, roles: Mapping[str, str]) -> Transcript:
    """The transcript with roles that a person has given.

    Args:
        transcript: any transcript.
        roles: a role by speaker's label; case, spaces and Unicode form do not matter.
    """
    wanted = {key(label): role for label, role in roles.items()}
    turns = tuple(
        replace(turn, role=wanted.get(key(turn.speaker), turn.role)) for turn in transcript.turns
    )
    return replace(transcript, turns=turns)


def is_sure(label: str) -> bool:
    """Whether a label, in small letters, is the name of a role and of nothing else."""
    words = _WORD.findall(label)
    if words and words[0] in _data()["articles"]:
        words = words[1:]
    sure = _sure()
    return bool(words) and len(words) <= 3 and (words[0] in sure or _stem(words[0]) in sure)


def is_role(text: str) -> bool:
    """Whether a text names somebody's role in the interview, such as ``Befragter, Einkauf``."""
    return of_label(text) != UNKNOWN


def of_label(text: str) -> str:
    """The role that the words of a label name; ``unknown`` where they name none."""
    return _of_words(key(text))


def asks(label: str) -> bool:
    """Whether a label alone tells that its speaker asks: ``Interviewerin``, ``I``, ``Q1``."""
    return of_label(label) == INTERVIEWER or _letter(key(label)) in _data()["alone"]["asks"]


@lru_cache(maxsize=4096)
def is_label(label: str) -> bool:
    """Whether a label, in small letters, is a role or a numbered speaker."""
    if is_sure(label) or _numbered().fullmatch(label):
        return True
    words = _NUMBER.sub("", label).rstrip(".")
    return any(words in _data()[role]["doubtful"] for role in (INTERVIEWER, RESPONDENT))


def _by_labels(speakers: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    roles = {speaker: _of_words(key(speaker)) for speaker in speakers} | dict(known)
    letters = {speaker: _letter(key(speaker)) for speaker in speakers}
    for convention in _data()["convention"]:
        answering = {name for name, code in letters.items() if code in convention["answers"]}
        asking = {name for name, code in letters.items() if code == convention["asks"]}
        if asking and answering and _holds(convention, letters, roles):
            roles |= dict.fromkeys(sorted(answering - known.keys()), RESPONDENT)
            return roles | dict.fromkeys(sorted(asking - known.keys()), INTERVIEWER)
    asking = {name for name, code in letters.items() if code in _data()["alone"]["asks"]}
    others = {code for name, code in letters.items() if roles[name] != RESPONDENT} - {""}
    if asking and others <= set(_data()["alone"]["asks"]):
        return roles | dict.fromkeys(sorted(asking - known.keys()), INTERVIEWER)
    return roles


def _holds(
    convention: Mapping[str, Any], letters: Mapping[str, str], roles: Mapping[str, str]
) -> bool:
    """Whether a letter asks: always the usual ones, others if no role or letter speaks against it.

    ``F`` is *Frage* beside ``A``, and the sixth of a group beside ``A`` to ``E``.
    """
    if convention["asks"] in _data()["alone"]["asks"]:
        return True
    known = {convention["asks"], *convention["answers"], ""}
    return INTERVIEWER not in roles.values() and known.issuperset(letters.values())


def _by_answers(habits: Mapping[str, _Habit], roles: dict[str, str]) -> dict[str, str]:
    """Roles where all but one are called respondents, and that one puts questions."""
    left = [name for name, role in roles.items() if role == UNKNOWN]
    if len(left) != 1 or len(roles) < 2:
        return roles
    asks = habits[left[0]].asking >= _data()["evidence"]["share"]
    return roles | {left[0]: INTERVIEWER} if asks else roles


def _of_words(label: str) -> str:
    """The role that the words of a label name."""
    words = _WORD.findall(re.sub(r"\d+", " ", label))
    words += [_stem(word) for word in words]
    words = [word for word in words if len(words) <= 2 or word not in _data()["only"]]
    for role in (INTERVIEWER, RESPONDENT):
        known = _data()[role]["sure"] + _data()[role]["doubtful"]
        if any(word in known for word in words):
            return role
    return UNKNOWN


def _stem(word: str) -> str:
    """A word without the ending for all genders: ``moderator/in``, ``befragte*r``."""
    return _GENDERED.split(word)[0]


def _letter(label: str) -> str:
    found = _CODE.fullmatch(label)
    return found[1] if found else ""


def _by_questions(habits: Mapping[str, _Habit], roles: Mapping[str, str]) -> dict[str, str]:
    """Roles where it is clear who asks: more questions and shorter turns than the main speaker.

    Nothing where nobody speaks for much of the time, as in a debate, or the main speaker asks.
    """
    evidence = _data()["evidence"]
    main = max(habits, key=lambda name: habits[name].words)
    most, total = habits[main], sum(habit.words for habit in habits.values())
    if most.words < evidence["main"] * total or most.asking > evidence["share"]:
        return {}
    found = dict(roles)
    for name, habit in habits.items():
        if name != main and roles[name] == UNKNOWN and habit.words >= evidence["least"] * total:
            found[name] = _beside(habit, most)
    if INTERVIEWER not in found.values():
        return {}
    return {**found, main: RESPONDENT}


def _beside(habit: _Habit, main: _Habit) -> str:
    """The role of somebody who speaks less than the main speaker."""
    evidence = _data()["evidence"]
    lead = evidence["lead"]
    asks = habit.asking >= max(evidence["share"], lead * main.asking)
    denser = habit.density >= lead * main.density
    if asks and denser and habit.turns >= evidence["turns"]:
        shorter = habit.words / habit.turns < main.words / main.turns
        return INTERVIEWER if shorter else UNKNOWN
    return RESPONDENT if habit.asking <= max(evidence["answers"], main.asking) else UNKNOWN


def _habit(said: Sequence[str]) -> _Habit:
    asked = sum("?" in " ".join(_SENTENCE.split(words.strip())[-2:]) for words in said)
    words = sum(len(text.split()) for text in said)
    questions = sum(text.count("?") for text in said)
    return _Habit(len(said), words, asked / len(said), questions / max(1, words))


@cache
def _sure() -> frozenset[str]:
    return frozenset(_data()["interviewer"]["sure"] + _data()["respondent"]["sure"])


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile("|".join(_data()["numbered"]["forms"]))


def _data() -> dict[str, Any]:
    return patterns.read("roles")
