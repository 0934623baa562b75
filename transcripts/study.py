"""The study: a folder of inputs with its title, authors and languages."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from transcripts.errors import InputError
from transcripts.imprint import Logo, faults, read_logos
from transcripts.limits import NAMES, Limits
from transcripts.model import INTERVIEWER, LANGUAGES, RESPONDENT
from transcripts.settings import Table, check, read_table, suggestion

SETTINGS = "study.toml"
SECTIONS = "sections"
CODEBOOK = "codebook.toml"
CORRECTIONS = "corrections.csv"
MEMOS = "memos.csv"
PARTICIPANTS = ("participants.csv", "participants.xlsx")
CONSENTS = ("named", "pseudonym", "no-quotes", "withdrawn")
"""From the freest to the strictest."""

QUOTED = CONSENTS[:2]
"""The levels that allow a quotation."""

_KINDS = {
    "title": "localised",
    "subtitle": "localised",
    "disclaimer": "localised",
    "region": "localised",
    "authors": "texts",
    "committee": "texts",
    "coders": "texts",
    "publisher": "text",
    "contact": "text",
    "doi": "text",
    "isbn": "text",
    "citation": "localised",
    "credits": "localised",
    "logos": "listed",
    "abbreviations": "named",
    "glossary": "named",
    "licence": "text",
    "date": "text",
    "version": "text",
    "languages": "texts",
    "consent": "text",
    "smallest_group": "number",
    "outline": "text",
    "invented": "flag",
    "funding": "table",
    "fieldwork": "table",
    "limits": "table",
    "masking": "table",
    "pipelines": "table",
    "roles": "tables",
    "translations": "tables",
}
_FUNDING = {"statement": "localised", "programme": "text", "amount": "text", "period": "text"}
_FIELDWORK = {"from": "text", "until": "text"}
_MASKING = dict.fromkeys(("names", "organisations", "allowed"), "texts")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

Localised = dict[str, str]
"""One text a language; the key ``""`` holds a text for all of them."""


@dataclass(frozen=True, slots=True)
class Study:
    """What the researchers say of their study; all of it has a default.

    Attributes:
        name: the folder's name, which outputs go by.
        title, subtitle, disclaimer, region: by language; empty for the outline's own words.
        languages: ISO 639-1 codes of the papers wanted, the first being the study's own.
        consent: the level of whoever has none in the list of participants; empty for the
            strictest in that list, which is never taken to be ``named``.
        smallest_group: respondents that a group of a table has at least; smaller ones are put
            together, so that nobody is singled out.
        coders: whose codings are counted; those of others are listed, and counted nowhere.
        invented: whether the interviews are made up, which the paper then says.
        contact, doi, isbn: how it is found; empty for none.
        citation: how it is to be cited, by language; empty for the outline's own wording.
        credits: whose pictures are in it, by language.
        logos: pictures for the cover.
        abbreviations, glossary: what a name stands for, by language.
        funding: ``statement`` by language is printed; the other entries are words.
        fieldwork: first and last day of the interviews, as ISO dates; empty where unknown.
        limits: what one file may hold and what reading it may cost.
        masking: ``names`` and ``organisations`` that are hidden beside those of the participants,
            and words that are ``allowed`` though they look like personal details.
        pipelines: an installed spaCy pipeline, by language.
        roles: for each transcript, the role of each speaker's label.
        translations: how the words of the list of participants are printed, by language.
        outline: the folder under ``templates`` that gives order and wording.
    """

    name: str
    title: Localised = field(default_factory=dict)
    subtitle: Localised = field(default_factory=dict)
    disclaimer: Localised = field(default_factory=dict)
    region: Localised = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    committee: tuple[str, ...] = ()
    publisher: str = ""
    contact: str = ""
    doi: str = ""
    isbn: str = ""
    citation: Localised = field(default_factory=dict)
    credits: Localised = field(default_factory=dict)
    logos: tuple[Logo, ...] = ()
    abbreviations: Mapping[str, Localised] = field(default_factory=dict)
    glossary: Mapping[str, Localised] = field(default_factory=dict)
    licence: str = ""
    date: str = ""
    version: str = ""
    languages: tuple[str, ...] = LANGUAGES
    consent: str = ""
    smallest_group: int = 3
    outline: str = "white_paper"
    coders: tuple[str, ...] = ("whitepaper",)
    invented: bool = False
    funding: Mapping[str, Localised] = field(default_factory=dict)
    fieldwork: tuple[str, str] = ("", "")
    limits: Limits = field(default_factory=Limits)
    masking: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pipelines: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def in_language(text: Localised, language: str) -> str:
    """The text in the language, else the text for all languages, else nothing."""
    return text.get(language) or text.get("", "")


def read_study(folder: Path, name: str = "") -> Study:
    """The study that lies in the folder; all defaults where it has no ``study.toml``.

    Raises:
        InputError: where a setting is unknown or cannot be used.
    """
    name = name or folder.resolve().name
    path = folder / SETTINGS
    if not path.is_file():
        return Study(name)
    table = read_table(path, SETTINGS)
    _check(table)
    logos = read_logos(folder, table.pop("logos", ()))
    return Study(name, logos=logos, **{key: _plain(key, value) for key, value in table.items()})


def _plain(key: str, value: Any) -> Any:
    if key in ("funding", "abbreviations", "glossary"):
        return {name: _localised(text) for name, text in value.items()}
    if key == "fieldwork":
        return (value.get("from", ""), value.get("until", ""))
    if key == "limits":
        return Limits(**value)
    if key == "languages":
        return tuple(dict.fromkeys(value))
    if _KINDS[key] == "localised":
        return _localised(value)
    return tuple(value) if isinstance(value, list) else value


def _localised(value: str | Localised) -> Localised:
    if isinstance(value, str):
        return {"": value} if value else {}
    return dict(value)


def _check(table: Table) -> None:
    check(table, _KINDS, SETTINGS)
    check(table.get("funding", {}), _FUNDING, SETTINGS, "[funding]")
    check(table.get("fieldwork", {}), _FIELDWORK, SETTINGS, "[fieldwork]")
    check(table.get("masking", {}), _MASKING, SETTINGS, "[masking]")
    check(table.get("limits", {}), dict.fromkeys(NAMES, "number"), SETTINGS, "[limits]")
    for place, words in _tables_of_texts(table):
        check(words, dict.fromkeys(words, "text"), SETTINGS, place)
    for entry in table.get("logos", []):
        check(entry, {"file": "text", "alt": "localised"}, SETTINGS, "[[logos]]")
    for key in ("abbreviations", "glossary"):
        named = table.get(key, {})
        check(named, dict.fromkeys(named, "localised"), SETTINGS, f"[{key}]")
    _check_words(table)
    _check_dates(table)
    for problem, remedy, place in faults(table):
        raise InputError(SETTINGS, problem, remedy, place=place, kind="settings")


def _tables_of_texts(table: Table) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables whose keys are the researcher's own or languages, and where they stand."""
    yield "[pipelines]", table.get("pipelines", {})
    for key in ("roles", "translations"):
        for name, words in table.get(key, {}).items():
            yield f"[{key}.{name}]", words
    yield from _by_language(table)


def _by_language(table: Table) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The texts that are given once a language."""
    for key, kind in _KINDS.items():
        if kind == "localised" and isinstance(table.get(key), dict):
            yield f"[{key}]", table[key]
    named = {"funding": {"statement": table.get("funding", {}).get("statement")}}
    named |= {key: table.get(key, {}) for key in ("abbreviations", "glossary")}
    for key, texts in named.items():
        for name, text in texts.items():
            if isinstance(text, dict):
                yield f"[{key}.{name}]", text


def _check_words(table: Table) -> None:
    """Hold the words that the program has to know against those that it does."""
    if "coders" in table and not table["coders"]:
        remedy = "Name at least one, such as 'whitepaper'"
        raise InputError(SETTINGS, "'coders' is empty", remedy, kind="settings")
    if "languages" in table and not table["languages"]:
        raise InputError(SETTINGS, "'languages' is empty", "Name at least one", kind="settings")
    _one_of(table.get("languages", []), LANGUAGES, "languages")
    for place, texts in _by_language(table):
        _one_of(texts, LANGUAGES, place)
    for key in ("pipelines", "translations"):
        _one_of(table.get(key, {}), LANGUAGES, f"[{key}]")
    for name, roles in table.get("roles", {}).items():
        _one_of(roles.values(), (INTERVIEWER, RESPONDENT), f"[roles.{name}]")
    if table.get("consent"):
        _one_of([table["consent"]], CONSENTS, "consent")


def _one_of(values: Iterable[str], known: tuple[str, ...], place: str) -> None:
    for value in values:
        if value not in known:
            raise InputError(
                SETTINGS,
                f"{value!r} cannot stand here",
                suggestion(value, known),
                place=place,
                kind="settings",
            )


def _check_dates(table: Table) -> None:
    fieldwork = table.get("fieldwork", {})
    for key, value in {"date": table.get("date", ""), **fieldwork}.items():
        if value and not _is_date(value):
            raise InputError(
                SETTINGS,
                f"{key!r} is {value!r}, which is no date",
                "Write it as 2026, 2026-05 or 2026-05-31",
                kind="settings",
            )
    first, last = fieldwork.get("from", ""), fieldwork.get("until", "")
    known = min(len(first), len(last))
    if first[:known] > last[:known]:
        problem = f"'from' is {first!r} and 'until' {last!r}, which lies before it"
        raise InputError(SETTINGS, problem, "Correct one", place="[fieldwork]", kind="settings")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
