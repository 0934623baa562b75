"""By which strings word forms and terms meet."""

from __future__ import annotations

import pytest

from nlp.lemmas import spellings, written


@pytest.mark.parametrize(
    ("language", "form", "term"),
    [
        ("en", "Batteries", "battery"),
        ("en", "driven", "drive"),
        ("en", "wallboxes", "wallbox"),
        ("en", "E‑Bikes", "e-bike"),
        ("fr", "véhicules", "véhicule"),
        ("fr", "Électriques", "électrique"),
        ("fr", "VEHICULES", "véhicule"),
        ("fr", "régionaux", "régional"),
        ("de", "Elektrofahrzeuge", "Elektrofahrzeug"),
        ("de", "Städten", "Stadt"),
        ("de", "Klima-Ziele", "Klimaziele"),
        ("de", "Elektromobilitaet", "Elektromobilität"),
        ("de", "Straßen", "Strasse"),
    ],
)
def test_a_form_meets_its_dictionary_form(language, form, term):
    assert set(spellings(form, language)) & set(written(term))


@pytest.mark.parametrize(
    ("language", "form", "term"),
    [
        ("fr", "marche", "marché"),
        ("fr", "cote", "côté"),
        ("de", "schon", "schön"),
        ("de", "Datum", "Daten"),
        ("en", "charge", "charging"),
    ],
)
def test_words_that_look_alike_do_not_meet(language, form, term):
    assert not set(spellings(form, language)) & set(written(term))


def test_a_lemma_that_is_given_is_not_looked_up():
    assert spellings("wold", "en", dictionary_form="weld")[:2] == ("wold", "weld")
