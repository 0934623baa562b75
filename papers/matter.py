"""What stands before and behind the chapters: key figures, abbreviations, glossary, logos."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from papers.facts import Facts
from papers.labels import TEMPLATES
from papers.model import Line, Listing, Picture, Pictures, Run
from transcripts.imprint import Logo
from transcripts.study import in_language

KEY_FIGURES = ("transcripts", "respondents", "organisations", "languages", "passages")
"""Numbers of the study that a reader wants first; those that are nought are left out."""

_WORTH_A_LIST = 3
"""Abbreviations fewer than which are no list: a section of one line helps nobody."""

_LOGO = (42.0, 16.0)
"""Millimetres that a logo may be wide and high."""


def key_figures(facts: Facts) -> Listing:
    """A few numbers, each before its noun."""
    found = [(facts.number(name), name) for name in KEY_FIGURES]
    items = (_figure(facts, value, name) for value, name in found if value)
    return Listing(tuple(items), kind="figures")


def _figure(facts: Facts, value: int, name: str) -> Line:
    labels = facts.labels
    noun = labels.form(value, labels.groups["numbers"][name])
    return (Run(labels.number(value), strong=True), Run(f" {noun}"))


def abbreviations(facts: Facts, written: str) -> Listing:
    """The abbreviations that stand in what is written, if there are a few, and their meaning."""
    known = _listed("abbreviations", facts.labels.language) | _own(facts, facts.study.abbreviations)
    used = {short: words for short, words in known.items() if _stands_in(short, written)}
    return _terms(facts, used if len(used) >= _WORTH_A_LIST else {})


def _stands_in(short: str, written: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(short)}(?![\w-])", written) is not None


def glossary(facts: Facts) -> Listing:
    """The words of the method, and the study's own."""
    known = _listed("glossary", facts.labels.language) | _own(facts, facts.study.glossary)
    return _terms(facts, known)


@cache
def _listed(name: str, language: str) -> dict[str, str]:
    table = tomllib.loads((TEMPLATES / f"{name}.toml").read_text("utf-8"))
    return dict(table[language])


def _own(facts: Facts, named: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What the study explains, in the paper's language."""
    found = {name: in_language(dict(text), facts.labels.language) for name, text in named.items()}
    return {name: words for name, words in found.items() if words}


def _terms(facts: Facts, explained: Mapping[str, str]) -> Listing:
    ranked = sorted(explained.items(), key=lambda pair: pair[0].casefold())
    colon = facts.labels.word("colon")
    items = ((Run(name, strong=True), Run(f"{colon}{words}")) for name, words in ranked)
    return Listing(tuple(items), kind="terms")


def logos(facts: Facts) -> Pictures:
    """The study's logos, each as large as they may be."""
    language = facts.labels.language
    return Pictures(tuple(_picture(logo, language) for logo in facts.study.logos))


def _picture(logo: Logo, language: str) -> Picture:
    scale = min(most / side for most, side in zip(_LOGO, logo.size, strict=True))
    width, height = logo.size
    alt = in_language(dict(logo.alt), language) or next(iter(logo.alt.values()), logo.file)
    return Picture(logo.content, logo.kind, alt, (width * scale, height * scale))
