"""How terms are found: each case is a term and a sentence with what must be found marked."""

from __future__ import annotations

import re

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from evidence.terms import parse
from nlp.themes import Finder
from nlp.tokenizers import tokenizer
from nlp.turns import words_of

VOCAB = Vocab()
CUT = {language: tokenizer(language, VOCAB) for language in ("en", "fr", "de")}
SETS = {"vehicle": ("car", "delivery van"), "véhicule": ("voiture", "deux-roues")}
MARK = re.compile(r"\[([^\]]+)\]")

GAPS = [
    ("en", "share ... data", "They [share data] gladly."),
    ("en", "share ... data", "They [share all of our data] gladly."),
    ("en", "share ... data", "They share each and every bit of data."),
    ("en", "share ... data", "They share. Our data are safe."),
    ("en", "share ... data", "[Sharing the data] took a year."),
    ("fr", "partager ... données", "Ils [partagent toutes leurs données]."),
    ("fr", "partager ... données", "Ils [partagent les données] du port."),
    ("fr", "partager ... données", "Il partage son repas avec nous, données ou pas."),
    ("de", "teilt ... daten", "Er [teilt gern seine Daten]."),
    ("de", "teilt ... daten", "Er teilt. Die Daten bleiben hier."),
]
SETS_AND_ALTERNATIVES = [
    ("en", "electric <vehicle>", "An [electric delivery van] and an [electric car]."),
    ("en", "electric <vehicle>", "[Electric cars], electric guitars."),
    ("en", "charge|recharge point", "A [recharge point], two [charge points], a point."),
    ("fr", "<véhicule> électrique", "Des [voitures électriques] et un [deux-roues électrique]."),
    ("de", "neue|andere Antriebe", "[Neuer Antrieb], [andere Antriebe], alte Antriebe."),
]
COMPANY = [
    ("en", "platform & mobility|open data", "A [platform] for mobility."),
    ("en", "platform & mobility|open data", "Open data needs a [platform]."),
    ("en", "platform & mobility|open data", "The platform was ten metres above the sea."),
    ("en", "platform & mobility", "Mobility. " + "It rained a lot that day. " * 4 + "A platform."),
    ("fr", "batterie & voiture", "La [batterie] de la voiture est morte."),
    ("fr", "batterie & voiture", "Il joue de la batterie."),
    ("de", "batterie & auto", "Die [Batterie] im Auto ist leer."),
    ("de", "batterie & auto", "Eine Batterie von Tests."),
]
FAMILIES = [
    ("en", "EV", "An [EV], two [EVs], and ev is no word."),
    ("fr", "PLU", "Le [PLU] a plu à plus d'un."),
    ("de", "KI", "Die [KI] und der Kiosk."),
    ("en", "e-bike", "An [e-bike], an [E‑Bike], an [ebike], two [e-bikes]."),
    ("fr", "recharge", "La [recharge], les [recharges], il chargea."),
    ("fr", "électrification", "L'[électrification], l'[electrification], l'[ÉLECTRIFICATION]."),
    ("de", "bahnhof*", "Ein [Bahnhof], zwei [Bahnhöfe], das [Bahnhofsviertel], eine Bahn."),
    ("de", "*klima*", "[Klimaziel], [Weltklimarat], Klinik."),
    ("de", "elektromobilität", "[Elektromobilität] und [Elektromobilitaet]."),
]


def found(language, text, sentence, *others):
    terms = [parse("c", language, one, 1.0, SETS) for one in (text, *others)]
    finder = Finder(terms, language, words_of(CUT[language]), "")
    doc = CUT[language](sentence)
    return [doc[m.start : m.end].text for m in finder.matches(doc)]


@pytest.mark.parametrize(
    ("language", "term", "marked"), GAPS + SETS_AND_ALTERNATIVES + COMPANY + FAMILIES
)
def test_a_term_finds_what_is_marked_and_nothing_else(language, term, marked):
    assert found(language, term, MARK.sub(r"\1", marked)) == MARK.findall(marked)


@pytest.mark.parametrize(
    ("never", "sentence", "words"),
    [
        ("battery of tests", "A battery of tests, a battery.", ["battery"]),
        ("battery & test|drum", "The battery was a test.", []),
        ("battery & test|drum", "The battery drives a car.", ["battery"]),
        ("charge ... battery", "Charge the battery. A battery.", ["battery"]),
    ],
)
def test_what_must_not_count_hides_what_it_covers(never, sentence, words):
    terms = [parse("c", "en", "battery", 1.0, {}), parse("c", "en", never, 0.0, {})]
    doc = CUT["en"](sentence)
    matches = Finder(terms, "en", words_of(CUT["en"]), "").matches(doc)
    assert [doc[m.start : m.end].text for m in matches] == words


def test_of_terms_that_overlap_the_weightiest_counts():
    weak = parse("c", "en", "electric", 0.5, {})
    strong = parse("c", "en", "electric car", 1.0, {})
    other = parse("d", "en", "car", 1.0, {})
    doc = CUT["en"]("An electric car, something electric.")
    matches = Finder([weak, strong, other], "en", words_of(CUT["en"]), "").matches(doc)
    assert [(doc[m.start : m.end].text, m.term.code, m.term.weight) for m in matches] == [
        ("electric car", "c", 1.0),
        ("car", "d", 1.0),
        ("electric", "c", 0.5),
    ]


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        (["DET", "NOUN", "PUNCT"], ["charge"]),
        (["PRON", "VERB", "PUNCT"], []),
        (None, ["charge"]),
    ],
)
def test_a_part_of_speech_counts_where_a_pipeline_tells_it(tags, words):
    doc = Doc(VOCAB, ["They", "charge", "."], pos=tags)
    finder = Finder([parse("c", "en", "charge/NOUN", 1.0, {})], "en", words_of(CUT["en"]), "")
    assert [doc[m.start : m.end].text for m in finder.matches(doc)] == words


def test_compiled_terms_are_kept_on_disk_and_read_again(tmp_path, monkeypatch):
    monkeypatch.setenv("WHITEPAPER_CACHE", str(tmp_path))
    terms = [parse("c", "fr", "<véhicule> ... électrique & ville", 1.0, SETS)]
    sentence = "En ville, une voiture presque électrique."
    for _ in range(2):
        finder = Finder(terms, "fr", words_of(CUT["fr"]), "own")
        doc = CUT["fr"](sentence)
        assert [doc[m.start : m.end].text for m in finder.matches(doc)] == [
            "voiture presque électrique"
        ]
    (kept,) = tmp_path.iterdir()
    kept.write_text("{}", encoding="utf-8")
    assert Finder(terms, "fr", words_of(CUT["fr"]), "own").matches(CUT["fr"](sentence))
