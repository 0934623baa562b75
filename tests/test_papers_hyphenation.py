"""Words are divided between their parts."""

from __future__ import annotations

import tomllib

import pyphen
import pytest

from papers import hyphenation
from papers.labels import TEMPLATES

WORDS = tomllib.loads((TEMPLATES / "hyphenation.toml").read_text("utf-8"))["words"]
EACH = [(language, word) for language, words in WORDS.items() for word in words]


@pytest.fixture(scope="module")
def dictionary() -> pyphen.Pyphen:
    hyphenation.teach(["de-DE", "fr-BE", "xx"])
    return pyphen.Pyphen(lang="de-DE")


@pytest.mark.parametrize(("language", "word"), EACH)
def test_words_are_divided_as_the_list_says(
    language: str, word: str, dictionary: pyphen.Pyphen
) -> None:
    assert language == "de"
    assert dictionary.inserted(word.replace("-", "")) == word


@pytest.mark.parametrize(
    "word",
    [
        *("For-schungs-zu-sam-men-ar-beit", "Zu-sam-men-ar-bei-ten", "Da-ten-ver-ar-bei-tung"),
        *("Un-ter-stüt-zungs-be-darfs", "Nach-bar-ländern", "Fort-schritte"),
    ],
)
def test_longer_words_with_them_are_divided_so_too(word: str, dictionary: pyphen.Pyphen) -> None:
    assert dictionary.inserted(word.replace("-", "")) == word
