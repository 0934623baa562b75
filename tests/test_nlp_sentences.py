"""Where sentences begin: ``|`` in a text marks each place."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy

from nlp.sentences import LONGEST, Sentences
from nlp.turns import Pipelines

PIPELINES = Pipelines()
SENTENCES = Sentences()


def sentences(doc, start, end):
    first = SENTENCES.starts(doc, [(start, end)]).tolist()
    return list(pairwise([*first, end])) if first else []


def starts(text, language):
    doc = PIPELINES.doc(text, language)
    return [doc[first].idx for first, _ in sentences(doc, 0, len(doc))]


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "|We sell cars. |They are red! |Why?"),
        ("en", "|Dr. Miller met J. Smith at 3.5 km. |Fine."),
        ("en", "|Well... maybe. |Or not... |We shall see."),
        ("en", "|“We sell.” |They do not."),
        ("en", "|He said (they do.) |So what?"),
        ("en", "|no capitals here. and none here"),
        ("fr", "|M. Dupont et Mme. Durand arrivent. |Ils parlent."),
        ("fr", "|On a dit « non ! » |Puis oui. |« Non », dit-il."),
        ("fr", "|Alors… on verra… |Enfin, p. 12."),
        ("de", "|Am 23. Juni kam Prof. Dr. Maier. |Er blieb."),
        ("de", "|Das kostet ca. 3 Mio. Euro, z. B. für Strom. |Gut."),
        ("de", "|Nein! |(Beifall bei der SPD) Ja."),
        ("de", "|Erster Absatz.\n\n|Zweiter Absatz."),
    ],
)
def test_sentences_begin_where_they_are_marked(language, marked):
    text = marked.replace("|", "")
    wanted, seen = [], 0
    for i, part in enumerate(marked.split("|")):
        if i:
            wanted.append(seen)
        seen += len(part)
    assert starts(text, language) == wanted


def test_talk_without_full_stops_is_cut_after_a_comma():
    doc = PIPELINES.doc("and then we went on, " * 60, "en")
    found = sentences(doc, 0, len(doc))
    assert all(end - start <= LONGEST for start, end in found)
    assert all(doc[end - 1].text == "," for _, end in found[:-1])


def test_sentences_leave_no_gaps():
    doc = PIPELINES.doc("  One. Two?! Three… \n Four", "en")
    found = sentences(doc, 0, len(doc))
    assert [0, *[end for _, end in found]] == [*[start for start, _ in found], len(doc)]


def test_no_words_have_no_sentences():
    doc = spacy.blank("en")("")
    assert sentences(doc, 0, 0) == []
