"""Who asks and who answers: from labels, else from who puts the questions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from transcripts.model import INTERVIEWER, RESPONDENT, UNKNOWN, Transcript
from transcripts.spelling import key

_WORD = re.compile(r"[^\W_]+(?:[/*][^\W_]+)?")
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
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


def settle(turns: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The role of each speaker of a transcript.

    Args:
        turns: the speaker's label and the words of each turn, in order.
    """
    roles = _by_labels(list(dict.fromkeys(speaker for speaker, _ in turns)))
    if INTERVIEWER in roles.values():
        return {name: RESPONDENT if role == UNKNOWN else role for name, role in roles.items()}
    return _by_questions(turns, roles) or roles


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
    data = _data()
    words = _WORD.findall(label)
    sure = data["interviewer"]["sure"] + data["respondent"]["sure"]
    return bool(words) and len(words) <= 3 and words[0] in sure


def is_label(label: str) -> bool:
    """Whether a label, in small letters, is a role or a numbered speaker."""
    if is_sure(label) or any(re.fullmatch(form, label) for form in _data()["numbered"]["forms"]):
        return True
    words = re.sub(r"\s*\d+$", "", label)
    return any(words in _data()[role]["doubtful"] for role in (INTERVIEWER, RESPONDENT))


def _by_labels(speakers: Sequence[str]) -> dict[str, str]:
    roles = {speaker: _of_words(key(speaker)) for speaker in speakers}
    letters = {speaker: _letter(key(speaker)) for speaker in speakers}
    for convention in _data()["convention"]:
        answering = {name for name, code in letters.items() if code in convention["answers"]}
        asking = {name for name, code in letters.items() if code == convention["asks"]}
        if asking and answering:
            roles |= dict.fromkeys(sorted(answering), RESPONDENT)
            return roles | dict.fromkeys(sorted(asking), INTERVIEWER)
    return roles


def _of_words(label: str) -> str:
    """The role that the words of a label name."""
    words = _WORD.findall(re.sub(r"\d+", " ", label))
    for role in (INTERVIEWER, RESPONDENT):
        known = _data()[role]["sure"] + _data()[role]["doubtful"]
        if any(word in known for word in words):
            return role
    return UNKNOWN


def _letter(label: str) -> str:
    found = _CODE.fullmatch(label)
    return found[1] if found else ""


def _by_questions(turns: Sequence[tuple[str, str]], roles: Mapping[str, str]) -> dict[str, str]:
    """Roles where it is clear who asks: more questions and shorter turns than the main speaker.

    Nothing where nobody speaks for much of the time, as in a debate, or the main speaker asks.
    """
    evidence = _data()["evidence"]
    habits = {name: _habit(turns, name) for name in roles}
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


def _habit(turns: Sequence[tuple[str, str]], name: str) -> _Habit:
    said = [words for speaker, words in turns if speaker == name]
    asked = sum("?" in " ".join(_SENTENCE.split(words.strip())[-2:]) for words in said)
    words = sum(len(text.split()) for text in said)
    questions = sum(text.count("?") for text in said)
    return _Habit(len(said), words, asked / len(said), questions / max(1, words))


@cache
def _data() -> dict[str, Any]:
    text = resources.files("transcripts").joinpath("roles.toml").read_text("utf-8")
    return tomllib.loads(text)
