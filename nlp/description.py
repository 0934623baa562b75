"""What a coded segment says of its theme, and which countries it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Doc

from evidence.codebook import Codebook
from evidence.terms import Term
from nlp import markets, stance
from nlp.forms import Numbers
from nlp.stance import Said, Stance
from nlp.themes import Finder
from nlp.turns import Pipelines
from nlp.vocabulary import Match

MARKETS = "internationalisation"
"""The theme whose segments, and those of the codes below it, are searched for countries."""


class Describer:
    """Finds stances and countries; build one and use it for many documents.

    Args:
        codebook: whose codes the segments have.
        pipelines: what cuts the documents into words.
    """

    def __init__(self, codebook: Codebook, pipelines: Pipelines) -> None:
        self._about_markets = {
            code.id for code in codebook.codes if MARKETS in (code.id, *codebook.ancestors(code.id))
        }
        self._stances = Finders(stance.terms, pipelines)
        self._markets = Finders(markets.terms, pipelines)

    def stance(self, said: Said) -> Stance:
        """What a segment says of its theme."""
        return stance.judge(said, self._stances.find(said))

    def markets(self, said: Said, code: str) -> tuple[str, ...]:
        """The countries and regions that a segment with a code about markets names, each once."""
        if code not in self._about_markets:
            return ()
        places = markets.named(said.doc, self._markets.find(said))
        return tuple(dict.fromkeys(place for _, _, place in places))


class Finders:
    """Finds words that are no codebook's: a finder a language, made when it is first needed.

    Args:
        terms: the words in a language.
        pipelines: what cuts the documents into words.
    """

    def __init__(self, terms: Callable[[str], Sequence[Term]], pipelines: Pipelines) -> None:
        self._terms, self._pipelines = terms, pipelines
        self._finders: dict[str, Finder] = {}
        self._doc: Doc | None = None
        self._kinds: dict[str, Numbers] = {}

    def find(self, said: Said) -> list[Match]:
        """The words in a segment; each document is looked at once."""
        finder = self._finder(said.language)
        if said.doc is not self._doc:
            self._doc, self._kinds = said.doc, {}
        if said.language not in self._kinds:
            self._kinds[said.language] = finder.kinds(said.doc)
        return finder.within(self._kinds[said.language], said.sentences[0], said.end)

    def _finder(self, language: str) -> Finder:
        if language not in self._finders:
            cut = self._pipelines.words(language)
            self._finders[language] = Finder(self._terms(language), language, *cut)
        return self._finders[language]
