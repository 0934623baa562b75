"""Properties of word forms, worked out once a form and looked up for whole documents at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, ORTH, POS
from spacy.tokens import Doc

Numbers = Any
"""A one-dimensional array of whole numbers."""

_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no two forms fall together by it


class Forms:
    """A table from word forms to numbers.

    Args:
        describe: the number of the word at an index of a document; asked once for each form,
            or for each form, lemma and part of speech where a pipeline gives these.
        analysed: whether lemmas and parts of speech matter.
    """

    def __init__(self, describe: Callable[[Doc, int], int], *, analysed: bool = False) -> None:
        self._describe = describe
        self._analysed = analysed
        self._keys: Numbers = np.zeros(0, np.uint64)
        self._numbers: Numbers = np.zeros(0, np.int32)

    def of(self, doc: Doc) -> Numbers:
        """A number for each token of a document."""
        keys = _keys(doc, analysed=self._analysed)
        at: Numbers = np.searchsorted(self._keys, keys)
        at[at == len(self._keys)] = 0
        strange = self._keys[at] != keys if len(self._keys) else np.ones(len(keys), bool)
        if strange.any():
            self._learn(doc, keys, strange)
            at = np.searchsorted(self._keys, keys)
        return self._numbers[at]

    def _learn(self, doc: Doc, keys: Numbers, strange: Numbers) -> None:
        places = np.flatnonzero(strange)
        fresh, first = np.unique(keys[places], return_index=True)
        numbers = [self._describe(doc, int(place)) for place in places[first]]
        merged = np.concatenate([self._keys, fresh])
        order = np.argsort(merged)
        self._keys = merged[order]
        self._numbers = np.concatenate([self._numbers, np.array(numbers, np.int32)])[order]


def _keys(doc: Doc, *, analysed: bool) -> Numbers:
    """A number for each distinct form, or form, lemma and part of speech."""
    if not analysed:
        return doc.to_array([ORTH]) if len(doc) else np.zeros(0, np.uint64)
    table = doc.to_array([ORTH, LEMMA, POS])
    return (table[:, 0] * _MIX + table[:, 1]) * _MIX + table[:, 2]
