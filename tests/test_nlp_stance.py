"""What is said of a theme: barrier, opportunity, need or nothing, with the words that decide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import stance
from nlp.sentences import Sentences
from nlp.stance import Said, Stance
from nlp.themes import Finder
from nlp.turns import Pipelines

PIPELINES = Pipelines()
FINDERS = {
    language: Finder(stance.terms(language), language, *PIPELINES.words(language))
    for language in ("en", "fr", "de")
}
LINE = re.compile(r"(\w\w) (\w+|-)(\??) +(.*)")
MARK = re.compile(r"\[([^\]]+)\]")
FILES = ("stance.txt", "stance_negation.txt")
DATA = Path(__file__).parent / "data"


def sentences(file: str) -> list[str]:
    return (DATA / file).read_text("utf-8").splitlines()


def judged(text: str, language: str, themed: tuple[int, ...] | None = None):
    doc = PIPELINES.doc(text, language)
    starts = Sentences().starts(doc, [(0, len(doc))]).tolist()
    named = frozenset(range(len(starts)) if themed is None else themed)
    return stance.judge(
        Said(doc, language, starts, len(doc), named), FINDERS[language].matches(doc)
    )


def cases():
    for line in (line for file in FILES for line in sentences(file)):
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
@pytest.mark.parametrize("file", FILES)
def test_each_language_has_forty_sentences(file, language):
    assert sum(line.startswith(f"{language} ") for line in sentences(file)) >= 40


def test_a_sentence_that_does_not_name_the_theme_weighs_less():
    text = "The shuttles run every hour. Lunch is a problem."
    assert judged(text, "en", themed=(0,)).kind == ""
    assert judged(text, "en").kind == "barrier"


def test_what_weighs_more_decides():
    text = "Growth is a chance and a success, though there is one problem."
    assert judged(text, "en").kind == "opportunity"


@pytest.mark.parametrize(
    ("language", "text", "rules"),
    [
        ("en", "The permits are an obstacle.", ("obstacle",)),
        ("en", "There is no advantage in it.", ("not (advantage)",)),
        ("en", "The hurdles are gone.", ("solved (hurdle)",)),
        ("fr", "Ce marché n'est pas rentable.", ("not (rentable)",)),
        ("de", "Die Hürden wurden abgebaut.", ("solved (hürde*)",)),
        ("de", "Das Shuttle fährt jede Stunde.", ()),
    ],
)
def test_the_rules_tell_how_the_words_were_read(language, text, rules):
    assert judged(text, language).rules == rules


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There are no barriers, obstacles or problems."),
        ("fr", "Il n'y a aucun frein, obstacle ou problème."),
        ("de", "Es gibt keine Hürden, Hindernisse oder Probleme."),
    ],
)
def test_one_negation_is_for_all_of_a_list(language, text):
    assert judged(text, language) == Stance()


def test_weak_words_count_only_together_in_one_sentence():
    assert judged("It is slow. It is tough.", "en").kind == ""
    assert judged("It is slow and tough.", "en").kind == "barrier"


def test_a_word_that_is_said_again_weighs_no_more():
    text = "It is a problem, a problem, a problem. It is an advantage and a success."
    assert judged(text, "en").kind == "opportunity"


SPOKEN = {
    language: [spoken(case.values[3]) for case in cases() if case.values[0] == language]
    for language in FINDERS
}


@given(st.sampled_from(sorted(SPOKEN)), st.data())
def test_all_words_that_decide_are_in_the_text(language, data):
    text = " ".join(data.draw(st.lists(st.sampled_from(SPOKEN[language]), min_size=1, max_size=6)))
    found = judged(text, language)
    assert all(part in text for words in found.terms for part in words.split(" … "))
    assert bool(found.kind) == bool(found.terms) == bool(found.rules)
