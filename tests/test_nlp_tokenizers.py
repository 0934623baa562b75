"""How texts are cut into words: ``|`` marks each cut that is no blank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from nlp.tokenizers import tokenizer

VOCAB = Vocab()
CUT = {language: tokenizer(language, VOCAB) for language in ("en", "fr", "de")}


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "We do|n't sell e|-|bikes|."),
        ("en", "It|'s the drivers|' choice|, is|n't it|?"),
        ("en", "(|100|%|) “|fine|”"),
        ("en", "wait|...| what|--|no|!|!"),
        ("en", "3.5 times 1,200"),
        ("fr", "l'|électrification d’|autonomie"),
        ("fr", "Aujourd'hui|, qu'|il vélo|-|cargo"),
        ("fr", "«| non| »|, dit|-|il|."),
        ("de", "E-Autos und S-Bahn|,| 100|kWh"),
        ("de", "z.B|.| Dr|. Bürger|:|innen"),
        ("de", "„|Nein|“|, ja|–|doch"),
        ("de", "Ende|.|Anfang CDU|/|CSU"),
    ],
)
def test_words_are_cut_where_it_is_marked(language, marked):
    words = [token.text for token in CUT[language](marked.replace("|", ""))]
    assert words == marked.replace("|", " ").split()


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "de"]))
def test_no_character_is_lost(text, language):
    assert CUT[language](text).text == text
