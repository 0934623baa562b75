"""A tokenizer for French that is ready at once.

spaCy's own knows sixteen thousand hyphenated names and takes seconds to load them. Here words are
cut at blanks, punctuation, hyphens and after elisions: *l'* | *électrification*.
"""

from __future__ import annotations

from spacy.lang.char_classes import ALPHA
from spacy.lang.punctuation import TOKENIZER_INFIXES
from spacy.language import BaseDefaults, Language
from spacy.symbols import ORTH

_AFTER_ELISION = rf"(?<=[{ALPHA}]['’])(?=[{ALPHA}])"
_WHOLE = ("aujourd'hui", "aujourd’hui", "prud'homme", "prud’homme", "quelqu'un", "quelqu’un")


class _Defaults(BaseDefaults):
    infixes = [  # noqa: RUF012
        *TOKENIZER_INFIXES,
        _AFTER_ELISION,
    ]
    tokenizer_exceptions = {  # noqa: RUF012
        **BaseDefaults.tokenizer_exceptions,
        **{form: [{ORTH: form}] for word in _WHOLE for form in (word, word.capitalize())},
    }


class French(Language):  # type: ignore[no-untyped-call]
    """A blank French pipeline."""

    lang = "fr"
    Defaults = _Defaults
