"""Words that mean nearly the same as a term, by the vectors of a trained pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from spacy.language import Language

from evidence.terms import STRONG, Term
from nlp.forms import Numbers

NEAREST = 0.8
"""The cosine from which two words are taken to mean the same."""

_SHORTEST = 4  # letters; vectors of shorter words say little

Similar = Callable[[str], str]
"""Gives the term's word that a word means; empty where it means none."""


def similar(pipeline: Language, terms: Iterable[Term]) -> Similar | None:
    """What tells which strong one-word term a word means; nothing where there are no vectors."""
    vocab: Any = pipeline.vocab  # its stubs give vectors of any shape
    words = [term.text for term in terms if term.weight >= STRONG and term.text.isalpha()]
    known = [word for word in dict.fromkeys(words) if vocab.has_vector(word)]
    if not known:
        return None
    table = _unit(np.stack([vocab.get_vector(word) for word in known]))

    def nearest(word: str) -> str:
        if len(word) < _SHORTEST or not word.isalpha() or not vocab.has_vector(word):
            return ""
        alike = table @ _unit(vocab.get_vector(word)[None])[0]
        best = int(alike.argmax())
        return known[best] if alike[best] >= NEAREST else ""

    return nearest


def _unit(vectors: Numbers) -> Numbers:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
