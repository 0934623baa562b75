"""Personal details give way to marks; all else stays as it was said.

The sentences of ``tests/data/personal_details.txt`` are the gold; the floors here are below what
``python -m benchmarks.masking`` measured.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import person

from benchmarks import masking as gold
from evidence.details import Detail, apart
from evidence.known_names import Listed, known
from evidence.masking import mask
from nlp.families import known as is_word
from transcripts.model import LANGUAGES

PEOPLE = [
    person("P01 a:Anna", name="Anna Weber", organisation="Helioform GmbH"),
    person("P02 a:B", name="Jean-Luc d'Arvigny"),
    person("P03 a:C", name="Sarah Young"),
    person("P04 a:D", name="Frau Stein", consent="withdrawn"),
    person("P05 a:E", name="Paul Weber"),
    person("P06 a:F", name="Lin Bo"),
]
KNOWN = known(PEOPLE, Listed(("Ngozi Obi",), ("Quorvex",), ("Weber Street",)))


def shown(text, language="en"):
    return mask(text, language, KNOWN).text


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("Anna Weber came", "[P01] came"),
        ("A. Weber and Anna", "[name] and [P01]"),
        ("Weber came", "[name] came"),
        ("Anna’s plan", "[P01]’s plan"),
        ("ANNA WEBER", "[P01]"),
        ("anna weber", "[P01]"),
        ("Anna-\nWeber", "[P01]"),
        ("d'Arvigny and Jean-\nLuc", "d'[P02] and [P02]"),
        ("Jean Luc", "[P02]"),
        ("the Arvigny-Plan", "the [P02]-Plan"),
        ("Ngozi Obi", "[name]"),
        ("at Quorvex and Helioform GmbH", "at [organisation] and [O01]"),
        ("on Weber Street", "on Weber Street"),
        ("A-R-V-I-G-N-Y, please", "[P02], please"),
        ("in [P01] and [name] we trust", "in [P01] and [name] we trust"),
    ],
)
def test_a_listed_name_is_masked_in_all_its_forms(said, masked):
    assert shown(said) == masked


@pytest.mark.parametrize(
    ("language", "said", "masked"),
    [
        ("en", "Young people drive, and Young said so", "Young people drive, and [P03] said so"),
        ("en", "young people", "young people"),
        ("en", "so Sarah Young and Ms Young", "so [P03] and Ms [P03]"),
        ("de", "Ein Stein im Rad", "Ein Stein im Rad"),
        ("de", "Frau Stein sagt", "Frau [Name] sagt"),
        ("de", "Stein sagt", "[Name] sagt"),
        ("fr", "M. Stein et S. Young", "M. [nom] et [P03]"),
        ("en", "a bo and a lin", "a bo and a lin"),
        ("en", "Lin Bo and Mr Bo", "[P06] and Mr [P06]"),
    ],
)
def test_a_name_that_is_a_word_needs_a_capital_and_its_company(language, said, masked):
    assert shown(said, language) == masked


@pytest.mark.parametrize("slip", ["Arvigni", "Arvgny", "Arviggny", "Arvingy"])
def test_one_wrong_letter_hides_no_name_and_is_doubtful(slip):
    found = mask(f"as {slip} said", "en", KNOWN)
    assert found.text == "as [name] said"
    assert found.doubtful


@pytest.mark.parametrize(
    ("language", "said", "sure"),
    [
        ("de", "DE89 3704 0044 0532 0130 00", True),
        ("de", "DE89 3704 0044 0532 0130 01", False),
        ("en", "my colleague Bartholo Quint", False),
        ("fr", "Madame Quintard", True),
    ],
)
def test_what_cannot_be_checked_is_masked_with_a_doubt(language, said, sure):
    (detail,) = mask(said, language, KNOWN).details
    assert detail.sure is sure


def test_who_is_named_is_not_masked_and_numbers_of_organisations_stay():
    people = [person("P01 a:A", "named", "Ada Okun", organisation="Altro"), *PEOPLE[:1]]
    assert mask("Ms Ada Okun of Altro, Helioform", "en", known(people)).text == (
        "Ms Ada Okun of Altro, [O02]"
    )


def test_labels_that_are_roles_are_no_names():
    people = [person("P01 a:Befragter"), person("P02 a:Speaker_2"), person("P03 a:B")]
    assert known(people).forms == {}


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Ida Brenk (DIE MITTE)", {"ida", "brenk"}),
        ("Ida Brenk, Ministerin für Wohnen und Verkehr", {"ida", "brenk"}),
        ("Brenk, Ida", {"ida", "brenk"}),
        ("B1 (Frau Brenk)", {"brenk"}),
    ],
    ids=["a party", "an office", "the given name behind", "the name in brackets"],
)
def test_of_a_label_the_name_is_hidden_and_not_what_stands_beside_it(label, names):
    someone = replace(person("P01 a:B"), voices=(("a", label),))
    assert {form for form in known([someone]).forms if form in {*names, "die", "verkehr"}} == names


@pytest.mark.parametrize(
    ("language", "said", "masked"),
    [
        ("de", "Das hat lange gedauert, Herr Lange.", "Das hat lange gedauert, Herr [P01]."),
        ("de", "Das ist bei allen so, auch bei Allen.", "Das ist bei allen so, auch bei [P02]."),
        ("en", "The others brought it along.", "The others brought it along."),
    ],
)
def test_a_word_of_the_language_without_a_capital_is_no_name(language, said, masked):
    people = [person("P01 a:B", name="Ulf Lange"), person("P02 b:B", name="Ruth Allen")]
    assert mask(said, language, known(people, is_word=is_word)).text == masked


def test_of_details_that_share_characters_the_longer_mark_covers_all():
    found = apart(
        [Detail(0, 4, "name", "[a]"), Detail(2, 9, "phone", "[b]"), Detail(9, 10, "x", "")]
    )
    assert found == (Detail(0, 9, "phone", "[b]"), Detail(9, 10, "x", ""))


# The gold sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_sentences(language):
    parts = {part: gold.chosen(part, language) for part in gold.PARTS}
    count = {part: sum(len(one.details) for one in found) for part, found in parts.items()}
    assert count[gold.DEV] >= 30
    assert count[gold.HELD] >= 30
    assert len(parts[gold.CLEAN]) >= 60


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", [gold.DEV, gold.HELD])
def test_participants_own_details_are_masked(language, part):
    assert gold.own(gold.chosen(part, language)).recall >= 0.98


@pytest.mark.parametrize(("language", "floor"), [("en", 0.9), ("fr", 0.9), ("de", 0.8)])
def test_most_details_of_others_are_masked(language, floor):
    assert gold.own(gold.chosen(gold.HELD, language), others=True).recall >= floor
    assert gold.own(gold.chosen(gold.DEV, language), others=True).recall >= 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_clean_sentences_stay_as_they_are(language):
    for one in gold.chosen(gold.CLEAN, language):
        assert mask(one.text, language, gold.names()).text == one.text


# Properties

NAMES = ("Anna Weber", "Helioform", "Arvigny", "Jean-Luc d'Arvigny", "Quorvex", "Ngozi")
CASES = (str, str.upper, str.lower, lambda name: f"{name}'s", lambda name: f"{name}s")
PLAIN = st.text(st.sampled_from("ab cdeé ß.,!?-0123456789\n«»"), max_size=40)
DETAILS = st.sampled_from(
    [
        *NAMES,
        "Monsieur Quintard",
        "anna at firma punkt de",
        "+49 681 9876543",
        "1-ABC-123",
        "[name]",
    ]
)
TEXTS = st.lists(PLAIN | DETAILS, max_size=8).map(" ".join)
TONGUES = st.sampled_from(LANGUAGES)


@given(TEXTS, TONGUES)
def test_text_outside_marks_is_unchanged_and_places_are_right(text, language):
    found = mask(text, language, KNOWN)
    at, pieces = 0, []
    for detail in found.details:
        assert at <= detail.start < detail.end <= len(text)
        pieces += [text[at : detail.start], detail.mark]
        at = detail.end
    assert "".join([*pieces, text[at:]]) == found.text


@given(TEXTS, TONGUES)
def test_to_mask_twice_is_to_mask_once(text, language):
    once = mask(text, language, KNOWN).text
    assert mask(once, language, KNOWN).text == once


@given(PLAIN, st.sampled_from(NAMES), st.sampled_from(CASES), PLAIN, TONGUES)
def test_no_listed_name_survives(before, name, case, after, language):
    text = f"{before} {case(name)} {after}"
    left = mask(text, language, KNOWN).text.casefold()
    for word in ("weber", "helioform", "arvigny", "quorvex", "ngozi"):
        assert word not in left


@pytest.mark.parametrize(
    "piece",
    [
        "a-",
        "null ",
        "W-E-",
        "a.a@",
        "0 ",
        "Weber ",
        "[name] Anna ",
        "+4",
        "12 34 tel ",
        "x at ",
        "von ",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece):
    import sys

    def steps(times):
        text, count = piece * times, 0

        def seen(*_):
            nonlocal count
            count += 1

        sys.setprofile(seen)
        try:
            mask(text, "en", KNOWN)
        finally:
            sys.setprofile(None)
        return count

    steps(10)
    assert steps(4000) < 6 * steps(1000) + 100
