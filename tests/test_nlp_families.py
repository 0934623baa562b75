"""Under which forms the words of terms are found."""

from __future__ import annotations

import pytest

from nlp.families import Families, Stems, normal

MEET = [
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
    ("de", "Klima-Ziele", "Klimaziel"),
    ("de", "Elektromobilitaet", "Elektromobilität"),
    ("de", "Straßen", "Strasse"),
]
APART = [
    ("fr", "marche", "marché"),
    ("fr", "cote", "côté"),
    ("de", "schon", "schön"),
    ("de", "Datum", "Daten"),
    ("en", "charge", "charging"),
]


@pytest.fixture(scope="module")
def families():
    words = {language: [w for lang, _, w in MEET + APART if lang == language] for language in WORDS}
    return {language: Families(words[language], Stems(), language) for language in WORDS}


WORDS = ("en", "fr", "de")


@pytest.mark.parametrize(("language", "form", "word"), MEET)
def test_a_form_belongs_to_the_family_of_its_word(families, language, form, word):
    assert normal(form) in families[language].of(word)


@pytest.mark.parametrize(("language", "form", "word"), APART)
def test_words_that_look_alike_are_apart(families, language, form, word):
    assert normal(form) not in families[language].of(word)


def test_beside_others_a_word_of_a_term_may_itself_be_inflected():
    families = Families(["ouvertes"], Stems(), "fr")
    assert "ouverts" in families.of("ouvertes", inflected=True)
    assert "ouverts" not in families.of("ouvertes")


def test_other_words_hold_a_stem_only_without_its_accents():
    assert {"ecology"} <= Families([], Stems(first=("écolog",)), "en").other_words


def test_some_forms_show_a_stem_only_in_their_dictionary_form():
    families = Families([], Stems(first=("bahnhof",)), "de")
    assert families.changed["bahnhöfe"] == "bahnhof"
    assert "bahnhofs" not in families.changed
