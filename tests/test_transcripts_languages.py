"""The language of a text by its function words, turn by turn."""

from __future__ import annotations

import pytest

from transcripts import languages


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


def test_nothing_said_nothing_told() -> None:
    assert languages.settle([]) == ([], "")
    assert languages.settle(["Ok."]) == ([""], "")
