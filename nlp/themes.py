"""The spaCy component ``themes``: marks in a document the words that speak for a code.

Works in any pipeline of a coded language. Where the pipeline gives lemmas and parts of speech they
are used, beside a dictionary's word families::

    import nlp.themes
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("themes", config={"codebook": "inputs/a-study/codebook.toml"})
    pipeline("La recharge coûte cher.").spans["themes"]

A span's ``label_`` is the code, ``id_`` the term of the codebook that was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from evidence.codebook import Codebook, default_codebook, read_codebook
from evidence.terms import Term
from nlp.forms import Forms, Numbers
from nlp.similarity import Similar, similar
from nlp.turns import name_of, words_of
from nlp.vocabulary import STOP, Match, Splitter, Vocabulary
from transcripts.model import LANGUAGES

SPANS = "themes"
"""The key of the component's span group in ``doc.spans``."""

_STOPS = frozenset(".!?…;")


class Finder:
    """Finds terms in documents of one language.

    Args:
        terms: in the language.
        language: ISO 639-1 code.
        split: cuts a text into words as the documents are cut.
        cutting: names how it cuts.
        similar: tells which of the terms' words another word means.
    """

    def __init__(
        self,
        terms: Sequence[Term],
        language: str,
        split: Splitter,
        cutting: str,
        similar: Similar | None = None,
    ) -> None:
        self.vocabulary = Vocabulary(terms, language, split, cutting, similar)
        self._blank = Forms(self._kind)
        self._analysed = Forms(self._kind, analysed=True)

    def matches(self, doc: Doc) -> list[Match]:
        """The terms in a document, in the order of the text."""
        return self.within(self.kinds(doc), 0, len(doc))

    def kinds(self, doc: Doc) -> Numbers:
        """What each word of a document may be part of, for :meth:`within`."""
        analysed = bool(len(doc)) and (doc.has_annotation("LEMMA") or doc.has_annotation("POS"))
        return (self._analysed if analysed else self._blank).of(doc)

    def within(self, kinds: Numbers, start: int, end: int) -> list[Match]:
        """The terms between two tokens, the end excluded, in the order of the text."""
        part = kinds[start:end]
        starts = np.flatnonzero(part & 1)
        found = self.vocabulary.matches((part >> 1).tolist(), starts.tolist())
        return [Match(start + m.start, start + m.end, m.term) for m in found] if start else found

    def _kind(self, doc: Doc, index: int) -> int:
        """The kind of a word, and in the lowest bit whether a term may begin with it."""
        token = doc[index]
        if token.text in _STOPS:
            return STOP << 1
        kind = self.vocabulary.kind(token.text, token.lemma_, token.pos_)
        return kind << 1 | self.vocabulary.begins(kind)


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
        terms, cut = codebook.terms_in(pipeline.lang), pipeline.tokenizer
        alike = similar(pipeline, terms)
        self._finder = Finder(terms, pipeline.lang, words_of(cut), name_of(cut), alike)

    def __call__(self, doc: Doc) -> Doc:
        """The same document with ``doc.spans["themes"]``, in the order of the text."""
        doc.spans[SPANS] = [
            Span(doc, found.start, found.end, found.term.code, span_id=found.term.text)
            for found in self._finder.matches(doc)
        ]
        return doc


@Language.factory("themes", default_config={"codebook": ""}, assigns=["doc.spans"])
def create_themes(nlp: Language, name: str, codebook: str) -> Themes:  # noqa: ARG001
    """The component for a pipeline; ``codebook`` is the path of a file, empty for the default."""
    return Themes(nlp, read_codebook(Path(codebook)) if codebook else default_codebook())
