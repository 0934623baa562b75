"""The words of a language that stand outside prose, and its way with numbers, dates and lists."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from papers.typography import quotation_marks

_SLOT = re.compile(r"\{(\w+)\}")

TEMPLATES = Path(__file__).parents[1] / "templates"
"""What people edit: outlines, labels, style sheet, reference document, codebook."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Words and typography of one language.

    Attributes:
        language: ISO 639-1 code.
        tag: the language with its region, such as ``fr-BE``.
        locale: what Babel knows of it.
        groups: the words, by group and name, as ``templates/labels`` has them.
    """

    language: str
    tag: str
    locale: Locale
    groups: dict[str, dict[str, str]]

    def word(self, name: str) -> str:
        """A word that every language has; a missing one is a defect of the templates."""
        return self.groups["words"][name]

    def caption(self, name: str, **slots: str) -> str:
        """A caption with its slots filled."""
        return _filled(self.groups["captions"][name], slots)

    def description(self, name: str, **slots: str) -> str:
        """A description for those who cannot see the table or figure, with its slots filled."""
        return _filled(self.groups["descriptions"][name], slots)

    def attribute(self, name: str) -> str:
        """The name of an attribute of the participants; the researchers' own where it is new."""
        return self.groups["attributes"].get(name, name.replace("_", " "))

    def inline(self, name: str) -> str:
        """The name of an attribute within a sentence."""
        return self.groups["inline"].get(name, self.attribute(name))

    def value(self, attribute: str, value: str) -> str:
        """The value of an attribute; the researchers' own where it is new."""
        if attribute == "language":
            return self._language(value) or value
        return self.groups["values"].get(value, value)

    def market(self, code: str) -> str:
        """The name of a country, a region or a continent by its code."""
        return self.groups["markets"].get(code) or self.locale.territories.get(code, code)

    def stance(self, name: str, passages: int) -> str:
        """What passages speak of, within a sentence, with how many do."""
        return _filled(self.groups["stances"][name], {"value": self.number(passages)})

    def name_of(self, language: str) -> str:
        """The name of a language by its code."""
        return self._language(language) or self.word("unknown_language")

    def _language(self, code: str) -> str:
        try:
            return Locale.parse(code).get_language_name(self.tag.replace("-", "_")) or ""
        except (UnknownLocaleError, ValueError):
            return ""

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def decimals(self, value: float, places: int = 2) -> str:
        """A number with so many digits behind the language's decimal sign."""
        return str(format_decimal(value, format=f"0.{'0' * places}", locale=self.locale))

    def span(self, low: float | None, high: float | None) -> str:
        """The ends of an interval, or a dash where it is not known."""
        if low is None or high is None:
            return self.word("none")
        slots = {"low": self.decimals(low), "high": self.decimals(high)}
        return _filled(self.word("span"), slots)

    def share(self, value: int, base: int | None) -> str:
        """A number with its base, such as ``9 of 12``."""
        if base is None:
            return self.number(value)
        slots = {"value": self.number(value), "base": self.number(base)}
        return _filled(self.word("share"), slots)

    def count(self, value: int, forms: str) -> str:
        """A number with its noun in the right form, such as ``1 respondent``."""
        return f"{self.number(value)}\u00a0{self.form(value, forms)}"

    def form(self, value: int, forms: str) -> str:
        """One of two forms, ``singular|plural``, by the language's rule."""
        singular, _, plural = forms.partition("|")
        return singular if self.locale.plural_form(value) == "one" else plural

    def listed(self, items: Sequence[str]) -> str:
        """Items in a sentence: ``a, b and c``."""
        return str(format_list(list(items), locale=self.locale)) if items else ""

    def quoted(self, words: str) -> str:
        """Words between the language's quotation marks."""
        opening, closing = quotation_marks(self.language)
        return f"{opening}{words}{closing}"

    def date(self, iso: str) -> str:
        """A date in words: year, month and year, or day, month and year, as much as is given."""
        parts = [int(part) for part in iso.split("-")] if iso else []
        if len(parts) < 2:
            return iso
        year, month, *rest = parts
        day = dt.date(year, month, rest[0] if rest else 1)
        if not rest:
            return str(format_skeleton("yMMMM", day, locale=self.locale))
        long = str(format_date(day, "long", locale=self.locale))
        return re.sub(r"^1\b\.?", self.word("first_day"), long)


def _filled(text: str, slots: Mapping[str, str]) -> str:
    """The text with its slots filled at once, so that what fills one is not searched for others."""
    return _SLOT.sub(lambda found: slots[found[1]], text)


def read_labels(language: str, translations: Mapping[str, str] | None = None) -> Labels:
    """The labels of a language, with the study's own words for values of attributes."""
    path = TEMPLATES / "labels" / f"{language}.toml"
    table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    table["values"] |= translations or {}
    tag = table.pop("locale")
    return Labels(language, tag, Locale.parse(tag, sep="-"), table)
