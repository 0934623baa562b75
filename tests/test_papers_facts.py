"""What an outline may say of a study: each number is looked up, none is counted twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from compositions import (
    INTERVIEWS,
    LANGUAGES,
    PEOPLE,
    STUDY,
    composed,
    evidence,
    interview,
    medium,
    part,
    person,
    plain,
    spoken_by,
)

from papers.facts import Facts, Group
from papers.labels import read_labels
from transcripts.study import Study


def facts(language: str = "en", study: Study = STUDY, found=None) -> Facts:
    return Facts(study, found or medium(), read_labels(language))


# Numbers


def test_numbers_of_the_study_are_its_cells() -> None:
    known = facts()
    names = ("transcripts", "respondents", "organisations", "transcripts with times", "passages")
    assert [known.number(name) for name in names] == [5, 6, 2, 1, 15]


def test_a_number_that_no_table_has_cannot_be_said() -> None:
    with pytest.raises(KeyError):
        facts().number("astronauts")
    assert facts().find("themes", "astronauts", "passages") is None


def test_a_theme_counts_what_is_said_of_the_codes_below_it() -> None:
    abroad = facts().theme("internationalisation")
    assert (abroad.respondents, abroad.base) == (5, 6)
    assert (abroad.transcripts, abroad.of_transcripts, abroad.passages) == (5, 5, 6)
    assert [child.respondents for child in abroad.children] == [3, 1, 0, 1, 1]


def test_themes_are_ranked_by_respondents_then_passages() -> None:
    ranked = [(theme.respondents, theme.passages) for theme in facts().ranked]
    assert ranked == sorted(ranked, reverse=True)
    assert [theme.id for theme in facts().themes] == [
        *("electrification", "autonomous_vehicles", "data_sharing", "urbanisation", "covid_19"),
        *("sustainable_innovation", "internationalisation"),
    ]


def test_themes_that_meet_most_often_come_first() -> None:
    pairs = facts().theme("electrification").pairs
    assert [(pair.label, pair.answers) for pair in pairs] == [
        ("Digital mobility and data sharing", 2),
        ("Internationalisation", 1),
        ("Sustainable mobility and innovation", 1),
    ]
    assert facts().theme("urbanisation").pairs == ()


# Bands


@pytest.mark.parametrize(
    ("value", "base", "band"),
    [
        *((0, 1, "none"), (1, 1, "all")),
        *((0, 2, "none"), (1, 2, "one"), (2, 2, "all")),
        *((1, 3, "one"), (2, 3, "half"), (3, 4, "most")),
        *((0, 15, "none"), (1, 15, "one"), (2, 15, "some"), (7, 15, "some"), (8, 15, "half")),
        *((11, 15, "half"), (12, 15, "most"), (14, 15, "most"), (15, 15, "all")),
    ],
)
def test_shares_fall_into_bands(value: int, base: int, band: str) -> None:
    assert facts(found=spoken_by(value, base)).theme("electrification").share == band


SENTENCES = {
    ("en", 0, 1): "No respondent speaks of the theme “Electrification” in the codebook’s sense.",
    ("en", 1, 1): "The respondent speaks of the theme “Electrification”: 1 of 1, in 1 passage.",
    ("en", 1, 2): "One of 2 respondents speaks of the theme “Electrification”, in 1 passage.",
    ("en", 2, 2): "All respondents speak of the theme “Electrification”: 2 of 2, in 2 passages.",
    ("en", 1, 15): "One of 15 respondents speaks of the theme “Electrification”, in 1 passage.",
    ("en", 2, 15): "Fewer than half of the respondents speak of the theme “Electrification”: 2 of"
    " 15, in 2 passages.",
    ("en", 8, 15): "At least half of the respondents speak of the theme “Electrification”: 8 of"
    " 15, in 8 passages.",
    ("en", 12, 15): "Most respondents speak of the theme “Electrification”: 12 of 15, in 12"
    " passages.",
    ("en", 15, 15): "All respondents speak of the theme “Electrification”: 15 of 15, in 15"
    " passages.",
    ("fr", 0, 1): "Aucun répondant n’aborde le thème « Électrification » au sens de la grille de"
    " codage.",
    ("fr", 1, 1): "Le répondant aborde le thème « Électrification » : 1 sur 1, dans 1 passage.",
    ("fr", 1, 2): "Un seul répondant sur 2 aborde le thème « Électrification », dans 1 passage.",
    ("fr", 2, 2): "Tous les répondants abordent le thème « Électrification » : 2 sur 2, dans 2"
    " passages.",
    ("fr", 1, 15): "Un seul répondant sur 15 aborde le thème « Électrification », dans 1 passage.",
    ("fr", 2, 15): "Moins de la moitié des répondants abordent le thème « Électrification » : 2 sur"
    " 15, dans 2 passages.",
    ("fr", 8, 15): "Au moins la moitié des répondants abordent le thème « Électrification » : 8 sur"
    " 15, dans 8 passages.",
    ("fr", 12, 15): "La plupart des répondants abordent le thème « Électrification » : 12 sur 15,"
    " dans 12 passages.",
    ("fr", 15, 15): "Tous les répondants abordent le thème « Électrification » : 15 sur 15, dans 15"
    " passages.",
    (
        "de",
        0,
        1,
    ): "Niemand spricht über das Thema „Elektrifizierung“, so wie das Codebuch es fasst.",
    ("de", 1, 1): "Die befragte Person spricht über das Thema „Elektrifizierung“: 1 von 1, in 1"
    " Textstelle.",
    ("de", 1, 2): "Eine von 2 befragten Personen spricht über das Thema „Elektrifizierung“, in 1"
    " Textstelle.",
    ("de", 2, 2): "Alle Befragten sprechen über das Thema „Elektrifizierung“: 2 von 2, in 2"
    " Textstellen.",
    ("de", 1, 15): "Eine von 15 befragten Personen spricht über das Thema „Elektrifizierung“, in 1"
    " Textstelle.",
    ("de", 2, 15): "Weniger als die Hälfte der Befragten spricht über das Thema „Elektrifizierung“:"
    " 2 von 15, in 2 Textstellen.",
    ("de", 8, 15): "Mindestens die Hälfte der Befragten spricht über das Thema „Elektrifizierung“:"
    " 8 von 15, in 8 Textstellen.",
    ("de", 12, 15): "Die meisten Befragten sprechen über das Thema „Elektrifizierung“: 12 von 15,"
    " in 12 Textstellen.",
    ("de", 15, 15): "Alle Befragten sprechen über das Thema „Elektrifizierung“: 15 von 15, in 15"
    " Textstellen.",
}


@pytest.mark.parametrize(("case", "sentence"), SENTENCES.items(), ids=str)
def test_bands_read_right(case: tuple[str, int, int], sentence: str) -> None:
    language, value, base = case
    first = part(composed(language, spoken_by(value, base)), "theme-electrification").blocks[0]
    said = plain(first.line).replace("\u00a0", " ").replace("\u202f", " ")
    assert said == sentence if value else said.startswith(sentence.rstrip("."))


# Groups


def test_a_group_is_named_only_from_two_people_on() -> None:
    theme = facts().theme("electrification")
    assert [(g.name, g.value, g.base) for g in theme.groups("region")] == [
        *(("Lorraine", 1, 2), ("Saarland", 2, 2), ("Wallonia", 2, 2)),
    ]
    assert [group.name for group in theme.leading("region")] == ["Saarland", "Wallonia"]
    assert [group.name for group in theme.leading("organisation_type")] == ["company"]
    assert theme.silent("region") == ()
    urban = facts().theme("urbanisation")
    assert [group.name for group in urban.silent("region")] == ["Saarland", "Wallonia"]
    assert [group.name for group in urban.silent("organisation_type")] == ["company"]


@pytest.mark.parametrize(
    ("speaking", "least", "most"),
    [
        ({"A": (0, 3), "B": (1, 3)}, ["A"], ["B"]),
        ({"A": (1, 3), "B": (2, 6), "C": (4, 4), "D": (5, 5)}, ["A", "B"], ["C", "D"]),
        ({"A": (1, 4), "B": (2, 4)}, [], []),
        ({"A": (0, 2), "B": (3, 3), "C": (1, 3)}, ["C"], ["B"]),
        ({"A": (3, 3)}, [], []),
    ],
    ids=["a third apart", "level groups stand together", "too near", "two are too few", "alone"],
)
def test_groups_of_three_and_more_are_set_against_each_other(
    speaking: dict[str, tuple[int, int]], least: list[str], most: list[str]
) -> None:
    groups = tuple(Group(name, name, *share) for name, share in speaking.items())
    theme = replace(facts().theme("electrification"), _groups={"region": groups})
    poles = theme.contrast("region")
    assert [[group.name for group in pole] for pole in poles] == ([least, most] if most else [])


def test_groups_in_a_sentence_have_their_shares() -> None:
    told = facts("fr").grouped([Group("x", "Sarre", 2, 6), Group("y", "Wallonie", 1, 3)])
    plain_told = told.replace("\u00a0", " ").replace("\u202f", " ")
    assert plain_told == "« Sarre » (2 sur 6) et « Wallonie » (1 sur 3)"


def test_an_attribute_that_groups_nobody_has_no_groups() -> None:
    assert facts().theme("electrification").groups("shoe_size") == ()
    assert facts().shares("shoe_size") == ()


def test_a_tally_names_each_group_with_its_people() -> None:
    assert facts("fr").shares("region")[1] == Group("Saarland", "Sarre", 2, 6)
    tally = facts("fr").tally("region").replace("\u00a0", " ")
    assert tally == "Lorraine (2), Sarre (2) et Wallonie (2)"
    assert facts("de").attributes == ("organisation_type", "region", "language")


# The study


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_in_the_paper_s_language_or_in_all(language: str) -> None:
    study = Study(
        "x",
        title={"fr": "Le titre"},
        subtitle={"": "For all"},
        funding={"statement": {"de": "Gefördert"}},
    )
    known = facts(language, study)
    assert known.text("title") == ("Le titre" if language == "fr" else "")
    assert known.text("subtitle") == "For all"
    assert known.funding("statement") == ("Gefördert" if language == "de" else "")
    assert known.funding("amount") == ""


@pytest.mark.parametrize(
    ("fieldwork", "period"),
    [
        (("2026-03-01", "2026-05"), ("1 March 2026", "May 2026")),
        (("2026-03-01", ""), ()),
        (("", ""), ()),
    ],
)
def test_a_period_has_two_ends(fieldwork: tuple[str, str], period: tuple[str, ...]) -> None:
    assert facts(study=replace(STUDY, fieldwork=fieldwork)).period == period


def test_languages_are_ranked_by_interviews() -> None:
    assert facts("fr").languages == ("allemand", "anglais", "français")
    french = interview("fr-02", "R: Rien à dire.", language="fr")
    more = evidence((*INTERVIEWS, french), (*PEOPLE, person(7, ("fr-02", "R"))))
    assert facts("en", found=more).languages == ("German", "English", "French")
    assert facts().formats == ("txt",)


def test_names_of_themes_stand_in_quotation_marks() -> None:
    known = facts("de")
    assert known.named(known.themes[:2]) == "„Elektrifizierung“ und „Autonome Fahrzeuge“"
    assert known.knows("electrification")
    assert not known.knows("astronauts")
    assert known.quoted
    assert not facts(found=spoken_by(0, 2)).quoted
