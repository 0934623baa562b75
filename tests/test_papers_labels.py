"""The words of a language beside the prose: numbers, dates, lists, names, quotation marks."""

from __future__ import annotations

import pytest
from compositions import LANGUAGES

from papers.labels import read_labels
from papers.typography import quotation_marks, region

NARROW, FIXED = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "value", "printed"),
    [
        *(("en", 0, "0"), ("en", 999, "999"), ("en", 28933, "28,933")),
        *(("fr", 28933, f"28{NARROW}933"), ("de", 28933, "28.933"), ("de", 1_000_000, "1.000.000")),
    ],
)
def test_numbers_have_the_language_s_separators(language: str, value: int, printed: str) -> None:
    assert read_labels(language).number(value) == printed


@pytest.mark.parametrize(
    ("language", "printed"),
    [("en", "9 of\u00a012"), ("fr", "9 sur\u00a012"), ("de", "9 von\u00a012")],
)
def test_a_share_stands_with_its_base(language: str, printed: str) -> None:
    assert read_labels(language).share(9, 12) == printed
    assert read_labels(language).share(9, None) == "9"


@pytest.mark.parametrize(
    ("language", "value", "printed"),
    [
        *(("en", 0, "0 cars"), ("en", 1, "1 car"), ("en", 2, "2 cars")),
        *(("fr", 0, "0 car"), ("fr", 1, "1 car"), ("fr", 2, "2 cars")),
        *(("de", 0, "0 cars"), ("de", 1, "1 car"), ("de", 1500, "1.500 cars")),
    ],
)
def test_a_noun_has_the_form_that_its_number_asks_for(
    language: str, value: int, printed: str
) -> None:
    assert read_labels(language).count(value, "car|cars") == printed.replace(" ", FIXED)


@pytest.mark.parametrize(
    ("language", "iso", "printed"),
    [
        *(("en", "", ""), ("en", "2026", "2026"), ("en", "2026-06", "June 2026")),
        *(("en", "2026-06-01", "1 June 2026"), ("en", "2026-06-11", "11 June 2026")),
        *(("fr", "2026-06", "juin 2026"), ("fr", "2026-06-01", "1er juin 2026")),
        *(("fr", "2026-06-11", "11 juin 2026"), ("fr", "2026-08-21", "21 août 2026")),
        *(("de", "2026-06", "Juni 2026"), ("de", "2026-06-01", "1. Juni 2026")),
        ("de", "2026-06-11", "11. Juni 2026"),
    ],
)
def test_dates_are_as_full_as_they_are_given(language: str, iso: str, printed: str) -> None:
    assert read_labels(language).date(iso) == printed


@pytest.mark.parametrize(
    ("language", "items", "printed"),
    [
        *(("en", [], ""), ("en", ["a"], "a"), ("en", ["a", "b"], "a and b")),
        *(("en", ["a", "b", "c"], "a, b and c"), ("fr", ["a", "b", "c"], "a, b et c")),
        ("de", ["a", "b", "c"], "a, b und c"),
    ],
)
def test_lists_end_as_the_language_ends_them(language: str, items: list, printed: str) -> None:
    assert read_labels(language).listed(items) == printed


@pytest.mark.parametrize(
    ("language", "printed"), [("en", "“x”"), ("fr", f"«{NARROW}x{NARROW}»"), ("de", "„x“")]
)
def test_names_stand_in_the_language_s_quotation_marks(language: str, printed: str) -> None:
    assert read_labels(language).quoted("x") == printed


def test_words_quoted_from_any_language_have_marks_and_a_region() -> None:
    assert quotation_marks("fr") == (f"«{NARROW}", f"{NARROW}»")
    assert quotation_marks("") == quotation_marks("xx") == quotation_marks("en")
    assert (region("lb"), region("de"), region("xx")) == ("lb-LU", "de-DE", "xx")


# What the researchers know of the participants


@pytest.mark.parametrize(
    ("language", "code", "printed"),
    [
        *(("en", "de", "German"), ("fr", "de", "allemand"), ("de", "lb", "Luxemburgisch")),
        *(("en", "", "not recognised"), ("fr", "", "langue non reconnue")),
        ("de", "nonsense!", "nicht erkannt"),
    ],
)
def test_languages_have_names(language: str, code: str, printed: str) -> None:
    assert read_labels(language).name_of(code) == printed


@pytest.mark.parametrize(
    ("attribute", "value", "printed"),
    [
        ("region", "Saarland", "Sarre"),
        ("organisation_type", "start-up", "jeune pousse"),
        ("language", "de", "allemand"),
        ("language", "Walloon", "Walloon"),
        ("sector", "castings", "fonderie"),
        ("sector", "nobody has translated this", "nobody has translated this"),
        ("sector", "", ""),
    ],
)
def test_values_are_translated_where_somebody_has(attribute: str, value: str, printed: str) -> None:
    labels = read_labels("fr", {"castings": "fonderie"})
    assert labels.value(attribute, value) == printed


def test_attributes_have_names_or_keep_the_researchers_own() -> None:
    labels = read_labels("fr")
    assert labels.attribute("organisation_type") == "Type d’organisation"
    assert labels.inline("organisation_type") == "type d’organisation"
    assert labels.attribute("company_size") == labels.inline("company_size") == "company size"


# Slots


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["{attribute}", "{theme}", "{}", "{0.__class__}", "{", "}{"])
def test_what_fills_a_slot_is_not_searched_for_slots(language: str, words: str) -> None:
    caption = read_labels(language).caption("chart_groups", theme=words, attribute="A")
    assert caption.startswith(words)
    assert caption.endswith("A")


def test_labels_with_braces_are_values_like_others() -> None:
    labels = read_labels("en", {"x": "{value} & {base}"})
    assert labels.value("sector", "x") == "{value} & {base}"
    assert labels.description("chart", bars="{bars}") == "Bar chart. {bars}."
