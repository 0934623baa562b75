"""What is said of a theme: barrier, opportunity, need or nothing, with the words that decide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nlp import stance
from nlp.sentences import Sentences
from nlp.stance import Said
from nlp.themes import Finder
from nlp.turns import Pipelines

PIPELINES = Pipelines()
FINDERS = {
    language: Finder(stance.terms(language), language, *PIPELINES.words(language))
    for language in ("en", "fr", "de")
}
LINE = re.compile(r"(\w\w) (\w+|-)(\??) +(.*)")
MARK = re.compile(r"\[([^\]]+)\]")
SENTENCES = (Path(__file__).parent / "data" / "stance.txt").read_text("utf-8").splitlines()


def judged(text: str, language: str, themed: tuple[int, ...] | None = None):
    doc = PIPELINES.doc(text, language)
    starts = Sentences().starts(doc, [(0, len(doc))]).tolist()
    named = frozenset(range(len(starts)) if themed is None else themed)
    return stance.judge(
        Said(doc, language, starts, len(doc), named), FINDERS[language].matches(doc)
    )


def cases():
    for line in SENTENCES:
        if found := LINE.match(line):
            yield pytest.param(*found.groups(), id=line)


def spoken(marked: str) -> str:
    """The sentence without marks; a negation that stands in a mark stands in the sentence too."""
    return MARK.sub(lambda match: match[1].replace(" … ", " "), marked)


@pytest.mark.parametrize(("language", "kind", "hedged", "marked"), list(cases()))
def test_the_marked_words_decide(language, kind, hedged, marked):
    found = judged(spoken(marked), language)
    assert (found.kind or "-", found.hedged) == (kind, bool(hedged))
    said = " ".join(found.terms)
    for words in MARK.findall(marked):
        assert all(word in said for word in words.split(" … "))


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_each_language_has_forty_sentences(language):
    assert sum(line.startswith(f"{language} ") for line in SENTENCES) >= 40


def test_a_sentence_that_does_not_name_the_theme_weighs_less():
    text = "The shuttles run every hour. Lunch is a problem."
    assert judged(text, "en", themed=(0,)).kind == ""
    assert judged(text, "en").kind == "barrier"


def test_what_weighs_more_decides():
    text = "Growth is a chance and a success, though there is one problem."
    assert judged(text, "en").kind == "opportunity"
