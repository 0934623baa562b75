"""Which words speak for which code: each case is a sentence with the words marked.

``[words|code]`` marks what must be found; nothing else in the sentence may be.
"""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.tokens import Doc

import nlp.themes  # noqa: F401  registers the component
from evidence.codebook import default_codebook
from nlp.coding import code_passage

EN = [
    "We sell [electric vehicles|electrification] to bakers.",
    "[ELECTRIC VEHICLES|electrification], he shouted.",
    "The [charging stations|electrification] are always broken.",
    "Nobody buys a [combustion engine|electrification] any more.",
    "The [battery|electrification] of the car is empty, and no [charging station|electrification] near.",
    "Our [self-driving bus|autonomous_vehicles] waits for a duck.",
    "The [driverless trains|autonomous_vehicles] are never late.",
    "They will not [share data|data_sharing] with us.",
    "The [GDPR|data_sharing] gives us headaches.",
    "[Parking|urbanisation] in the [city centre|urbanisation] takes an hour.",
    "During the [lockdown|covid_19] we sat in empty rooms.",
    "Our [emissions|sustainability] fell by half.",
    "[Recycling|sustainability] pays for itself.",
    "It began as a [prototype|innovation] in a garage.",
    "We are [innovating|innovation] every day.",
    "Half of it is [sold abroad|internationalisation].",
    "He is the person in charge of the kitchen.",
    "I bought an electric guitar.",
    "The climbing frame is made of carbon fibre.",
    "They made a reservation for four.",
    "What drives you in your work?",
    "The battery was dead, so she read a book.",
    "It was a dead end, we had to turn back.",
    "She runs a bakery with her sister.",
    "There is a problem with the coffee machine.",
    "Your data is wrong.",
    "The whole team is autonomous in its choices.",
    "We import from the standard library.",
    "Half of our fleet are [plug-in hybrids|electrification] by now.",
    "The [catenary|electrification] above the motorway feeds the lorries.",
    "[Robotaxis|autonomous_vehicles] are parked in front of the hotel.",
    "[Car sharing|data_sharing] never came to our valley.",
    "Their [telematics|data_sharing] box sends it all home.",
    "[Commuters|urbanisation] queue at the [tram|urbanisation] stop.",
    "The [suburbs|urbanisation] grow faster than the [city centre|urbanisation].",
    "A second [lockdown|covid_19] would finish us.",
    "[Wind farms|sustainability] and [solar panels|sustainability] stand on the hill.",
    "They hold forty [patents|innovation].",
    "A [joint venture|internationalisation] with a [Japanese manufacturer|internationalisation] came next.",
    "Our [tariffs|internationalisation] hurt the [overseas|internationalisation] business.",
    "He is a driver of change.",
    "The bus of the orchestra was late.",
]
FR = [
    "Et l'[électrification|electrification] avance vite.",
    "Et l’[électrification|electrification] avance vite.",
    "L'[ELECTRIFICATION|electrification], oui, l'[electrification|electrification] des camions.",
    "Les [véhicules électriques|electrification] sont chers.",
    "On manque de [bornes de recharge|electrification].",
    "Avec si peu d’[autonomie|electrification], la [batterie|electrification] déçoit.",
    "Les [navettes autonomes|autonomous_vehicles] roulent au pas.",
    "Personne ne veut [partager ses données|data_sharing].",
    "Le [covoiturage|data_sharing] marche le lundi.",
    "Il n'y a plus de [pistes cyclables|urbanisation] ici.",
    "Dans les zones [périurbaines|urbanisation], on roule.",
    "Pendant le [confinement|covid_19], plus rien.",
    "La [transition écologique|sustainability] coûte.",
    "Les [émissions|sustainability] baissent.",
    "Nos [expérimentations|innovation] durent un an.",
    "Une méthode [innovante|innovation] a été trouvée.",
    "Nous [vendons surtout à l'étranger|internationalisation].",
    "Les travailleurs [frontaliers|internationalisation] partent tôt.",
    "Le climat social est tendu.",
    "Il marche vite.",
    "C'est le marché du samedi.",
    "Le responsable est en vacances.",
    "J'ai perdu mon chargeur.",
    "On a un problème avec le café.",
    "La campagne publicitaire démarre.",
    "Elle est à la recherche de ses clés.",
    "Un autre défi nous attend.",
    "Bon marché, mais solide.",
    "L'équipe travaille en toute autonomie.",
    "La moitié de la flotte est [hybride rechargeable|electrification].",
    "Les [gigafactories|electrification] arrivent dans le Nord.",
    "Les [robotaxis|autonomous_vehicles] attendent devant l'hôtel.",
    "L'[autopartage|data_sharing] n'est jamais venu chez nous.",
    "Le [RGPD|data_sharing] nous donne du travail.",
    "Les [banlieues|urbanisation] grandissent plus vite que le [centre-ville|urbanisation].",
    "Les [embouteillages|urbanisation] commencent à sept heures.",
    "Le [télétravail|covid_19] est resté après la [pandémie|covid_19].",
    "Des [éoliennes|sustainability] et des [panneaux solaires|sustainability] sont sur la colline.",
    "Ils ont quarante [brevets|innovation].",
    "La [mondialisation|internationalisation] nous a beaucoup apporté.",
    "Les [droits de douane|internationalisation] ont monté.",
    "Elle conduit une équipe de six personnes.",
]
DE = [
    "[Elektrofahrzeuge|electrification] sind leise.",
    "Die [Ladeinfrastruktur|electrification] fehlt.",
    "Wir fahren [E‑Autos|electrification] und [E-Bikes|electrification].",
    "Das [Verbrenner-Aus|electrification] kommt.",
    "Mit [Elektromobilitaet|electrification] kennt er sich aus.",
    "[Selbstfahrende Busse|autonomous_vehicles] sind langsam.",
    "Das [autonome Fahren|autonomous_vehicles] dauert noch.",
    "Beim [autonomen Fahren|autonomous_vehicles] haftet der Halter.",
    "Der [Datenschutz|data_sharing] bremst uns.",
    "Wegen der [personenbezogenen|data_sharing] Angaben.",
    "Die [Innenstädte|urbanisation] sind voll.",
    "Es gibt zu viele [Parkplätze|urbanisation].",
    "In der [Corona-Zeit|covid_19] war alles leer.",
    "Unsere [Klimaschutzziele|sustainability] sind streng.",
    "Der [CO2-Ausstoß|sustainability] sinkt.",
    "Ein [Prototyp|innovation] steht in der Halle.",
    "Wir liefern in die ganze Welt.",
    "Wir [exportieren|internationalisation] kaum.",
    "Das Betriebsklima ist gut.",
    "Die Klimaanlage tropft.",
    "Das Datum steht noch nicht fest.",
    "Der Laden an der Ecke schließt.",
    "Wir haben ein Problem mit dem Kaffee.",
    "Die Ampelkoalition streitet.",
    "Er ist barrierefrei erreichbar.",
    "Sie stand unter Strom.",
    "Das war ein voller Erfolg.",
    "Der Vertrieb sitzt im dritten Stock.",
    "Ich habe keine Idee.",
    "Die halbe Flotte sind [Plug-in-Hybride|electrification].",
    "Die [Gigafactory|electrification] steht auf der Wiese.",
    "Die [Robotaxis|autonomous_vehicles] warten vor dem Hotel.",
    "[Carsharing|data_sharing] kam nie in unser Tal.",
    "Die [DSGVO|data_sharing] macht uns Arbeit.",
    "Die [Vororte|urbanisation] wachsen schneller als die [Innenstadt|urbanisation].",
    "Der [Stau|urbanisation] beginnt um sieben.",
    "Nach der [Pandemie|covid_19] blieb das [Homeoffice|covid_19].",
    "[Windräder|sustainability] und [Solarzellen|sustainability] stehen auf dem Hügel.",
    "Sie haben ein [Reallabor|innovation] eröffnet.",
    "Der [Außenhandel|internationalisation] hat uns viel gebracht.",
    "Die [Strafzölle|internationalisation] sind gestiegen.",
    "Er leitet ein Team von sechs Leuten.",
]
MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def cases():
    for language, sentences in (("en", EN), ("fr", FR), ("de", DE)):
        for sentence in sentences:
            yield pytest.param(language, sentence, id=f"{language}: {sentence}")


@pytest.fixture(scope="module")
def book():
    return default_codebook()


@pytest.mark.parametrize(("language", "marked"), list(cases()))
def test_the_marked_words_and_no_others_are_found(book, language, marked):
    text = MARK.sub(r"\1", marked)
    _, cues = code_passage(text, book, language)
    found = [(text[cue.start : cue.end], cue.code) for cue in cues]
    themes = [(words, code) for words, code in found if code not in book.requires]
    assert [pair for pair in themes if pair[1] != "cross_border_cooperation"] == MARK.findall(
        marked
    )


def test_the_examples_of_the_codebook_hold(book):
    for code in book.codes:
        for wanted, sentences in ((True, code.examples), (False, code.counterexamples)):
            for language, texts in sentences.items():
                for text in texts:
                    assert (code.id in code_passage(text, book, language)[0]) is wanted, text


@pytest.mark.parametrize(
    ("language", "passage", "code"),
    [
        ("en", "We export to Asia, but tariffs are a barrier.", "barriers"),
        ("en", "The foreign market is an opportunity and promises growth.", "drivers"),
        ("en", "To go abroad we would need support.", "support_needs"),
        ("fr", "L'exportation a ses freins.", "barriers"),
        ("fr", "À l'international, il nous faut un accompagnement.", "support_needs"),
        ("de", "Im Ausland sind die Hürden hoch.", "barriers"),
        ("de", "Der Weltmarkt ist eine Chance und verspricht Wachstum.", "drivers"),
    ],
)
def test_a_sub_code_needs_its_theme_in_the_passage(book, language, passage, code):
    codes, _ = code_passage(passage, book, language)
    assert code in codes
    assert "internationalisation" in codes


@pytest.mark.parametrize(
    ("language", "passage"),
    [
        ("en", "The problem is a barrier, an obstacle and a challenge; we need support."),
        ("fr", "Le problème est un frein, un obstacle et un défi ; il faut un accompagnement."),
        ("de", "Das Problem ist eine Hürde und ein Hindernis; wir brauchen Unterstützung."),
    ],
)
def test_without_its_theme_a_sub_code_is_not_found(book, language, passage):
    assert code_passage(passage, book, language) == ((), ())


def test_codes_above_are_given_too(book):
    codes, _ = code_passage("Interreg paid for the prototype.", book, "en")
    assert codes == (
        "sustainable_innovation",
        "innovation",
        "internationalisation",
        "cross_border_cooperation",
    )


def test_the_language_is_found_out_where_it_is_not_given(book):
    passage = (
        "Die Stadt hat zu wenige Ladesäulen, und das ist ein Problem für alle, die hier wohnen."
    )
    assert "electrification" in code_passage(passage, book)[0]


def test_a_language_without_terms_gives_nothing(book):
    assert code_passage("De elektrische auto is duur.", book, "nl") == ((), ())


OWN_BOOK = """
[codes.welding]
label = { en = "Welding", fr = "Soudage", de = "Schweißen" }
definition = { en = "Joining metal.", fr = "Joindre.", de = "Verbinden." }
[codes.welding.terms]
en = { strong = ["weld"] }
fr = { strong = ["souder"] }
de = { strong = ["schweißen"] }
"""


def spans(doc):
    return [(span.text, span.label_, span.id_) for span in doc.spans["themes"]]


def test_the_component_works_in_any_pipeline():
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("themes")
    doc = pipeline("D’après lui, l’interopérabilité et l'urbanisation vont ensemble.")
    assert spans(doc) == [
        ("interopérabilité", "data_sharing", "interopérab*"),
        ("urbanisation", "urbanisation", "urbanis*"),
    ]
    assert len(list(doc.sents)) == 1


def test_the_component_takes_a_codebook_and_survives_on_disk(tmp_path):
    (tmp_path / "codebook.toml").write_text(OWN_BOOK, encoding="utf-8")
    pipeline = spacy.blank("en")
    pipeline.add_pipe("themes", config={"codebook": str(tmp_path / "codebook.toml")})
    pipeline.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert spans(again("She welded all night.")) == [("welded", "welding", "weld")]


def test_the_lemmas_of_the_pipeline_are_used(tmp_path):
    (tmp_path / "codebook.toml").write_text(OWN_BOOK, encoding="utf-8")
    pipeline = spacy.blank("en")
    themes = pipeline.add_pipe("themes", config={"codebook": str(tmp_path / "codebook.toml")})
    doc = Doc(pipeline.vocab, ["She", "wold", "."], lemmas=["she", "weld", "."])
    assert spans(themes(doc)) == [("wold", "welding", "weld")]


def test_a_language_without_codebook_is_refused():
    with pytest.raises(ValueError, match="not in 'nl'"):
        spacy.blank("nl").add_pipe("themes")


def test_documents_without_words_have_no_themes():
    pipeline = spacy.blank("en")
    themes = pipeline.add_pipe("themes")
    assert spans(themes(Doc(pipeline.vocab))) == []
