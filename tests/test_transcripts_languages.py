"""The language of a text by its function words, turn by turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcripts import languages
from transcripts.reading import read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We have started to buy electric cars because it is cheaper for us"),
        ("fr", "Nous avons commencé à acheter des voitures électriques parce que c'est moins cher"),
        ("de", "Wir haben angefangen, Elektroautos zu kaufen, weil es für uns billiger ist"),
        ("nl", "Wij zijn begonnen met het kopen van elektrische auto's omdat het goedkoper is"),
        ("lb", "Mir hunn ugefaange mat elektreschen Autoen, well dat fir eis méi bëlleg ass"),
        ("es", "Hemos empezado a comprar coches eléctricos porque es más barato para nosotros"),
        ("it", "Abbiamo cominciato a comprare auto elettriche perché è più economico per noi"),
        ("pt", "Nós começamos a comprar carros elétricos porque é mais barato para a empresa"),
        ("nl", "Dat is niet zo eenvoudig als de mensen denken"),
        ("lb", "Dat ass net esou einfach wéi d'Leit sech dat virstellen"),
        ("lb", "Um wéi vill Auer fiert deen leschten Zuch haut?"),
        ("lb", "Ech schaffe gär doheem, mee d'Kanner maache vill Kaméidi"),
        ("de", "An den Bus denkt keiner, wenn es um das Auto geht"),
        ("de", "Um wie viel Uhr fährt der letzte Zug heute?"),
        ("fr", "L'avenir de l'entreprise dépend d'une décision d'État"),
        ("de", "Er sagte immer „on ne sait jamais ce qui va se passer“, und das war es dann auch"),
        ("fr", "Elle nous a répondu « das kommt überhaupt nicht in Frage », alors on a attendu"),
        ("", ""),
        ("", "2030 2035 CO2 e-mobility"),
    ],
)
def test_detect(language: str, text: str) -> None:
    assert languages.detect(text) == language


FRENCH = "Je pense que nous avons besoin de plus de bornes dans la ville"
GERMAN = "Ich glaube, dass wir mehr Säulen in der Stadt brauchen und nicht weniger"


def test_a_short_turn_takes_the_language_that_its_neighbours_share() -> None:
    turns = [FRENCH, "Ok, super.", FRENCH, "Genau.", GERMAN, "Mhm.", GERMAN, "Ja."]
    found, main = languages.settle([*turns, FRENCH])
    assert found == ["fr", "fr", "fr", "fr", "de", "de", "de", "fr", "fr"]
    assert main == "fr"


def test_the_main_language_has_most_words() -> None:
    assert languages.settle([FRENCH, FRENCH, GERMAN * 5])[1] == "de"


LUXEMBOURGISH = "Mir hunn dat alles scho probéiert, mee et huet ni richteg geklappt mam Bus"
DUTCH = "Wij hebben dat allemaal al geprobeerd maar het heeft nooit goed gewerkt met de bus"


@pytest.mark.parametrize(("other", "code"), [(LUXEMBOURGISH, "lb"), (DUTCH, "nl")])
def test_a_turn_in_another_language_keeps_it_among_turns_of_a_third(other: str, code: str) -> None:
    found, main = languages.settle([GERMAN, other, GERMAN, GERMAN])
    assert (found, main) == (["de", code, "de", "de"], "de")


def test_a_short_turn_with_few_words_of_another_language_stays_in_the_transcripts() -> None:
    turns = [GERMAN, "Das war in der Rue de la Gare, da war was los", GERMAN]
    assert languages.settle(turns)[0] == ["de", "de", "de"]


def test_a_quotation_that_is_all_a_turn_holds_is_asked_itself() -> None:
    assert languages.detect(f"« {FRENCH} »") == "fr"


def test_turns_in_a_language_that_is_not_coded_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"I: {GERMAN}?\nB: {LUXEMBOURGISH}.\nI: {GERMAN}?\nB: {GERMAN}.", "utf-8")
    transcript = read(path)
    assert [turn.language for turn in transcript.turns] == ["de", "lb", "de", "de"]
    notices = [notice for notice in transcript.notices if notice.kind == "language"]
    assert [(notice.unusable, "1 in lb" in notice.text) for notice in notices] == [(False, True)]


def test_nothing_said_nothing_told() -> None:
    assert languages.settle([]) == ([], "")
    assert languages.settle(["Ok."]) == ([""], "")
