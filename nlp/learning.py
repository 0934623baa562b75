"""Learning from people's codings: a text categoriser that adjusts what the rules weigh.

A bag of words on spaCy, trained on the passages of the transcripts that people coded. It is used
for a code only where, in cross-validation over transcripts, rules and categoriser together come
nearer to the people than the rules alone (F1). What it says then changes the weight of passages
that hold at least one of the code's terms.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.util import fix_random_seed

FEWEST_TRANSCRIPTS = 4
"""Transcripts that people must have coded for anything to be learned."""

FEWEST_CASES = 10
"""Passages with a code that are needed to learn it."""

STRENGTH = 1.0
"""The most that the categoriser adds to a passage's weight, or takes from it."""

_FOLDS, _EPOCHS, _BATCH, _SEED = 5, 20, 8, 1
_CODES = "codes.json"
_MODEL = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": False,
    "length": 65536,
    "ngram_size": 1,
    "no_output_layer": False,
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A passage that people read.

    Attributes:
        transcript: id of its transcript.
        text: the words.
        codes: what people coded in it.
        weights: what the rules weigh in it for each code, see ``nlp.passages.weight``.
    """

    transcript: str
    text: str
    codes: frozenset[str]
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Gain:
    """What cross-validation says of a code: F1 of the rules alone, and with the categoriser."""

    code: str
    cases: int
    rules: float
    learned: float

    @property
    def used(self) -> bool:
        """Whether the categoriser is used for the code."""
        return self.learned > self.rules


class Learned:
    """A trained categoriser with the codes that it is used for."""

    def __init__(self, pipeline: Language, codes: Iterable[str]) -> None:
        self._pipeline, self.codes = pipeline, tuple(codes)

    def adjustments(self, text: str) -> dict[str, float]:
        """What to add to a passage's weight for each code: from ``-STRENGTH`` to ``STRENGTH``."""
        likely = self._pipeline(text).cats
        return {code: STRENGTH * (2 * likely[code] - 1) for code in self.codes}

    def keep(self, folder: Path) -> None:
        """Write it to a folder."""
        self._pipeline.to_disk(folder)
        (folder / _CODES).write_text(json.dumps(self.codes), encoding="utf-8")


def read(folder: Path) -> Learned:
    """The categoriser that :meth:`Learned.keep` wrote."""
    codes = json.loads((folder / _CODES).read_text(encoding="utf-8"))
    return Learned(spacy.load(folder), codes)


def learn(
    lessons: Sequence[Lesson], thresholds: Callable[[str], float]
) -> tuple[Learned | None, tuple[Gain, ...]]:
    """A categoriser for the codes for which it is worth it, and what was found for each.

    Args:
        lessons: the passages of all transcripts that people coded.
        thresholds: what a passage must weigh for a code.

    Returns:
        None where it is worth it for no code; the gains of the codes with enough passages.
    """
    codes = _learnable(lessons)
    if not codes or len({lesson.transcript for lesson in lessons}) < FEWEST_TRANSCRIPTS:
        return None, ()
    held_out = _held_out(lessons, codes)
    gains = tuple(_gain(code, lessons, held_out, thresholds(code)) for code in codes)
    used = [gain.code for gain in gains if gain.used]
    return (Learned(_trained(lessons, codes), used) if used else None), gains


def _learnable(lessons: Sequence[Lesson]) -> list[str]:
    every = sorted({code for lesson in lessons for code in lesson.codes})
    cases = {code: sum(code in lesson.codes for lesson in lessons) for code in every}
    return [code for code in every if cases[code] >= FEWEST_CASES]


def _held_out(lessons: Sequence[Lesson], codes: Sequence[str]) -> list[dict[str, float]]:
    """For each lesson, what a categoriser says that has not seen its transcript."""
    names = sorted({lesson.transcript for lesson in lessons})
    fold_of = {name: number % _FOLDS for number, name in enumerate(names)}
    found: list[dict[str, float]] = [{} for _ in lessons]
    for fold in sorted(set(fold_of.values())):
        seen = [lesson for lesson in lessons if fold_of[lesson.transcript] != fold]
        learned = Learned(_trained(seen, codes), codes)
        for number, lesson in enumerate(lessons):
            if fold_of[lesson.transcript] == fold:
                found[number] = learned.adjustments(lesson.text)
    return found


def _trained(lessons: Sequence[Lesson], codes: Sequence[str]) -> Language:
    fix_random_seed(_SEED)
    pipeline = spacy.blank("xx")
    categoriser = pipeline.add_pipe("textcat_multilabel", config={"model": _MODEL})
    for code in codes:
        categoriser.add_label(code)  # type: ignore[attr-defined]
    examples = [
        Example.from_dict(
            pipeline.make_doc(lesson.text),
            {"cats": {code: float(code in lesson.codes) for code in codes}},
        )
        for lesson in lessons
    ]
    optimizer = pipeline.initialize(lambda: examples)
    chance = random.Random(_SEED)  # noqa: S311 - the order of examples is no secret
    for _ in range(_EPOCHS):
        chance.shuffle(examples)
        for at in range(0, len(examples), _BATCH):
            pipeline.update(examples[at : at + _BATCH], sgd=optimizer)
    return pipeline


def _gain(
    code: str,
    lessons: Sequence[Lesson],
    held_out: Sequence[Mapping[str, float]],
    threshold: float,
) -> Gain:
    truth = [code in lesson.codes for lesson in lessons]
    weights = [lesson.weights.get(code, 0.0) for lesson in lessons]
    adjusted = [
        weight + said[code] if weight else 0.0
        for weight, said in zip(weights, held_out, strict=True)
    ]
    rules, learned = (
        _f1(truth, [weight >= threshold for weight in one]) for one in (weights, adjusted)
    )
    return Gain(code, sum(truth), rules, learned)


def _f1(truth: Sequence[bool], guess: Sequence[bool]) -> float:
    hits = sum(t and g for t, g in zip(truth, guess, strict=True))
    every = sum(truth) + sum(guess)
    return 2 * hits / every if every else 1.0
