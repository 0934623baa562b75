"""From a transcript to one spaCy document, each turn cut into words as its language wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import spacy
from spacy.attrs import IDX
from spacy.lang.lex_attrs import LEX_ATTRS
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from evidence.terms import Term
from nlp.similarity import Similar, similar
from nlp.tokenizers import tokenizer
from transcripts.errors import InputError
from transcripts.model import LANGUAGES, Transcript, Turn

SPANS = "turns"
"""The key of the turns in ``doc.spans``; a span's ``label_`` is the speaker's role."""

LONGEST_RUN = 200
"""Characters without a blank that a tokenizer gets; its time grows with their square."""

_LONG_RUN = re.compile(rf"(\S{{{LONGEST_RUN},}})")
_ANY = "xx"


class Pipelines:
    """What cuts texts into words: one tokenizer a language over one vocabulary, or a pipeline.

    Each is loaded when its language is first met.

    Args:
        named: language to the name or path of an installed trained pipeline; tokenizers serve the
            other languages.
    """

    def __init__(self, named: Mapping[str, str] | None = None) -> None:
        # A vocabulary of no language may serve several.
        self.vocab = Vocab(lex_attr_getters=dict(LEX_ATTRS))
        self._named = dict(named or {})
        self._loaded: dict[str, Callable[[str], Doc]] = {}

    def __getitem__(self, language: str) -> Callable[[str], Doc]:
        if language not in self._loaded:
            named = self._named.get(language)
            cut = _installed(named) if named else tokenizer(language, self.vocab)
            self._loaded[language] = cut
        return self._loaded[language]

    def words(self, language: str) -> tuple[Callable[[str], list[str]], str]:
        """How a language's texts are cut into words, and a name for the way they are cut."""
        cut = self[language]
        cutter = cut.tokenizer if isinstance(cut, Language) else cut
        return words_of(cutter), name_of(cutter) if isinstance(cut, Language) else "own"

    def similar(self, language: str, terms: Sequence[Term]) -> Similar | None:
        """What tells by a trained pipeline's vectors which term a word means."""
        cut = self[language]
        return similar(cut, terms) if isinstance(cut, Language) else None

    def doc(self, text: str, language: str) -> Doc:
        """A text as a document over the common vocabulary, to the character."""
        cut = self[language]
        docs = [
            self._chopped(part) if number % 2 else self._shared(cut(part))
            for number, part in enumerate(_LONG_RUN.split(text))
            if part
        ]
        return joined(docs, self.vocab)

    def _chopped(self, run: str) -> Doc:
        words = [run[i : i + LONGEST_RUN] for i in range(0, len(run), LONGEST_RUN)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def _shared(self, doc: Doc) -> Doc:
        if doc.vocab is self.vocab:
            return doc
        words = [token.text for token in doc]
        spaces = [bool(token.whitespace_) for token in doc]
        return Doc(self.vocab, words, spaces, lemmas=[token.lemma_ for token in doc])


def words_of(cut: Callable[[str], Doc]) -> Callable[[str], list[str]]:
    """Cuts a text into words by a tokenizer."""
    return lambda text: [token.text for token in cut(text)]


def name_of(cut: Any) -> str:
    """The same name for tokenizers that cut the same way."""
    return sha256(cut.to_bytes()).hexdigest()


def _installed(name: str) -> Language:
    try:
        return spacy.load(name)
    except OSError as error:
        raise InputError(
            "study.toml",
            f"names the pipeline {name!r}, which spaCy cannot find here",
            "Install it, write the path of its folder, or take the line out",
            place="[pipelines]",
            kind="pipeline",
        ) from error


def joined(docs: list[Doc], vocab: Vocab) -> Doc:
    """Documents one after the other, nothing put between them."""
    if not docs:
        return Doc(vocab)
    if len(docs) == 1:
        return docs[0]
    whole = Doc.from_docs(docs, ensure_whitespace=False)
    return whole if whole is not None else Doc(vocab)


def language_of(turn: Turn, transcript: Transcript) -> str:
    """The language that a turn is coded in: its own, else the transcript's; empty for none."""
    language = turn.language or transcript.language
    return language if language in LANGUAGES else ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens of a document in one language: ``doc`` stands in the whole from ``offset`` on."""

    doc: Doc
    language: str
    offset: int


def read(transcript: Transcript, pipelines: Pipelines) -> tuple[Doc, list[Stretch]]:
    """The transcript as a document whose text is the transcript's text, to the character.

    Returns:
        The document, in which ``doc.spans["turns"]`` holds one span a turn, in their order, and the
        stretches that it is made of; their language is empty where nothing is to be coded.
    """
    stretches: list[Stretch] = []
    length = 0
    for start, end, language in _pieces(transcript):
        doc = pipelines.doc(transcript.text[start:end], language or _ANY)
        stretches.append(Stretch(doc, language, length))
        length += len(doc)
    whole = joined([one.doc for one in stretches], pipelines.vocab)
    places = starts_of(whole)
    bounds = np.searchsorted(places, [(t.start, t.end) for t in transcript.turns]).reshape(-1, 2)
    whole.spans[SPANS] = [
        Span(whole, start, end, turn.role)
        for (start, end), turn in zip(bounds.tolist(), transcript.turns, strict=True)
    ]
    return whole, stretches


def starts_of(doc: Doc) -> Any:
    """Where each token starts, in characters: an array."""
    return doc.to_array([IDX]).astype(np.int64) if len(doc) else np.zeros(0, np.int64)


def _pieces(transcript: Transcript) -> Iterator[tuple[int, int, str]]:
    """The text cut where its language changes, nothing left out.

    Turns that no blank parts from what stands around them are pieces of their own, so that no word
    lies in two of them.
    """
    text, start, language = transcript.text, 0, ""
    for turn in transcript.turns:
        own = language_of(turn, transcript)
        if start < turn.start and (own != language or not _parted(text, turn.start)):
            yield start, turn.start, language
            start = turn.start
        language = own
        if not _parted(text, turn.end):
            yield start, turn.end, language
            start = turn.end
    if start < len(text):
        yield start, len(text), language


def _parted(text: str, place: int) -> bool:
    """Whether a blank, but no place inside a run of them, is on one side of a place."""
    before, after = text[place - 1 : place], text[place : place + 1]
    return before.isspace() != after.isspace() if before and after else True
