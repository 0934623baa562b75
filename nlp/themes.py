"""The spaCy component ``themes``: marks in a document the words that speak for a code.

Works in any pipeline of a coded language. Where the pipeline gives lemmas they are used,
otherwise a dictionary does::

    import nlp.themes
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("themes", config={"codebook": "inputs/a-study/codebook.toml"})
    pipeline("La recharge coûte cher.").spans["themes"]

A span's ``label_`` is the code, ``id_`` the term of the codebook that was found.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spacy.attrs import LEMMA, ORTH
from spacy.language import Language
from spacy.tokens import Doc, Span

from evidence.codebook import Codebook, default_codebook, read_codebook
from nlp.vocabulary import Vocabulary, Words
from transcripts.model import LANGUAGES

SPANS = "themes"
"""The key of the component's span group in ``doc.spans``."""


class Themes:
    """Finds a codebook's terms in documents of one language.

    Args:
        pipeline: whose tokenizer cuts the documents.
        codebook: the terms.

    Raises:
        ValueError: codebooks hold no terms in the pipeline's language.
    """

    def __init__(self, pipeline: Language, codebook: Codebook) -> None:
        if pipeline.lang not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise ValueError(f"codebooks have terms in {known}, not in {pipeline.lang!r}")
        self.vocabulary = Vocabulary(
            codebook, pipeline.lang, lambda text: [token.text for token in pipeline.tokenizer(text)]
        )
        self._words: dict[tuple[int, int], Words | None] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same document with ``doc.spans["themes"]``, in the order of the text."""
        doc.spans[SPANS] = self.find(doc, 0, len(doc))
        return doc

    def find(self, doc: Doc, start: int, end: int) -> list[Span]:
        """The terms between two tokens, the end excluded, in the order of the text."""
        span: Any = doc[start:end]  # spaCy's type stubs do not know Span.to_array
        attributes = span.to_array([ORTH, LEMMA]).tolist()
        known = self._words
        words = [
            known[pair] if (pair := (orth, word)) in known else self._look_up(doc, pair)
            for orth, word in attributes
        ]
        return [
            Span(
                doc,
                start + found.start,
                start + found.end,
                found.term.code,
                span_id=found.term.text,
            )
            for found in self.vocabulary.matches(words)
        ]

    def _look_up(self, doc: Doc, pair: tuple[int, int]) -> Words | None:
        orth, word = pair
        strings = doc.vocab.strings
        words = self.vocabulary.words(strings[orth], strings[word] if word else "")
        self._words[pair] = words
        return words


@Language.factory("themes", default_config={"codebook": ""}, assigns=["doc.spans"])
def create_themes(nlp: Language, name: str, codebook: str) -> Themes:  # noqa: ARG001
    """The component for a pipeline; ``codebook`` is the path of a file, empty for the default."""
    return Themes(nlp, read_codebook(Path(codebook)) if codebook else default_codebook())
