"""Tokenizers for the coded languages that are ready at once.

spaCy's own load exceptions by the thousand and the letters of all scripts: it takes them from a
tenth of a second to four to be ready, and ten times as long to cut a text. These know what is
needed here: blanks, punctuation, hyphens in English and French (German compounds keep theirs), and
elisions: *l'* | *électrification*. Abbreviations keep their inner full stops: *p.ex* | *.*
"""

from __future__ import annotations

import re

from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

_LETTER = r"[^\W\d_]"
_PREFIX = r"\.\.+|--+|[^\w\s]"
_SUFFIX = (
    r"(?:\.\.+|--+|n['’]t|['’](?:s|m|d|re|ve|ll)|(?<=\d)(?:kWh|kW|MW|GW|km/h|km|kg)"
    r"|[^\w\s'’]|(?<!\w)['’]|(?<=[^\W\d_]{3})['’])$"
)
_INFIXES = (
    r"\.\.+|…|--+",
    rf"(?<={_LETTER})[–—~](?={_LETTER})",
    rf"(?<={_LETTER})[,;!?()\[\]\"«»„“”](?={_LETTER})",
    rf"(?<=[^\W_])[:<>=/](?={_LETTER})",
    r"(?<=\d)[+*^-](?=[\d-])",
    r"(?<=[a-zß-öø-ÿ]{2})\.(?=[A-ZÀ-ÖØ-Þ])",
)
_HYPHEN = rf"(?<={_LETTER})[-‐‑](?={_LETTER})"
_ELISION = rf"(?<={_LETTER}['’])(?={_LETTER})"
_OWN = {"en": (_HYPHEN,), "fr": (_HYPHEN, _ELISION)}
_WHOLE = {
    "fr": ("aujourd'hui", "aujourd’hui", "prud'homme", "prud’homme", "quelqu'un", "quelqu’un")
}


def tokenizer(language: str, vocab: Vocab) -> Tokenizer:
    """The tokenizer of a language over a vocabulary; German compounds keep their hyphens."""
    forms = (form for word in _WHOLE.get(language, ()) for form in (word, word.capitalize()))
    infixes = (*_INFIXES, *_OWN.get(language, ()))
    return Tokenizer(
        vocab,
        rules={form: [{ORTH: form}] for form in forms},
        prefix_search=re.compile(_PREFIX).match,
        suffix_search=re.compile(_SUFFIX, re.IGNORECASE).search,
        infix_finditer=re.compile("|".join(infixes)).finditer,
    )
