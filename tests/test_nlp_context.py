"""Company and contexts in the default codebook: the same word, for a code or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.codebook import default_codebook
from nlp.coding import code_passage

BOOK = default_codebook()
LINES = [
    line.split(" ", 2)
    for line in (Path(__file__).parent / "data" / "context.txt").read_text("utf-8").splitlines()
    if line[2:3] == " " and not line.startswith("#")
]


@pytest.mark.parametrize(("language", "code", "sentence"), LINES)
def test_what_stands_near_decides(language, code, sentence):
    applied = code_passage(sentence, BOOK, language)[0]
    assert (code.removeprefix("-") in applied) is not code.startswith("-")


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_each_language_has_forty_sentences(language):
    assert sum(one == language for one, _, _ in LINES) >= 40
