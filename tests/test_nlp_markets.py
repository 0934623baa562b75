"""Which countries and regions are named: marked with their codes in the sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from interviews import transcript

from evidence.codebook import default_codebook
from nlp import markets
from nlp.coding import Coder
from nlp.themes import Finder
from nlp.turns import Pipelines

PIPELINES = Pipelines()
FINDERS = {
    language: Finder(markets.terms(language), language, *PIPELINES.words(language))
    for language in ("en", "fr", "de")
}
MARK = re.compile(r"\[([^|\]]+)\|([\w-]+)\]")
SENTENCES = [
    line.split(" ", 1)
    for line in (Path(__file__).parent / "data" / "markets.txt").read_text("utf-8").splitlines()
    if line[2:3] == " "
]


@pytest.mark.parametrize(("language", "marked"), SENTENCES)
def test_the_marked_words_are_markets_and_no_others(language, marked):
    doc = PIPELINES.doc(MARK.sub(r"\1", marked), language)
    named = markets.named(doc, FINDERS[language].matches(doc))
    assert [(doc[start:end].text, code) for start, end, code in named] == MARK.findall(marked)


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_each_language_has_forty_sentences(language):
    assert sum(one == language for one, _ in SENTENCES) >= 40


def test_a_coding_about_markets_names_them_each_once():
    interview = transcript(
        (
            "P1",
            "We export to Poland, and Polish customers pay. Luxembourg would be an export market.",
        )
    )
    found = {coding.code: coding.markets for coding in Coder(default_codebook()).code(interview)}
    assert found["internationalisation"] == ("PL", "LU")


def test_other_codings_name_no_markets():
    interview = transcript(("P1", "German electric cars charge at charging stations."))
    assert [(c.code, c.markets) for c in Coder(default_codebook()).code(interview)] == [
        ("electrification", ())
    ]
