"""The tables, figures and quotations that an outline asks for by name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from compositions import (
    INTERVIEWS,
    LANGUAGES,
    PEOPLE,
    STUDY,
    blocks,
    composed,
    evidence,
    held_against_people,
    interview,
    medium,
    part,
    person,
    retold,
    spoken_by,
)

from evidence.codebook import Codebook, default_codebook
from evidence.gathering import Evidence
from evidence.model import Code
from papers import figures
from papers.exhibits import Exhibits
from papers.facts import Facts
from papers.labels import read_labels
from papers.model import Figure, Paper, Quote, Table
from papers.reliability import TABLES as RELIABILITY
from papers.tables import TABLES


def exhibits(language: str = "en", found=None) -> Exhibits:
    labels = read_labels(language, STUDY.translations.get(language))
    return Exhibits(Facts(STUDY, found or medium(), labels))


def table(name: str, *arguments: str, language: str = "en", found=None) -> Table:
    (one,) = exhibits(language, found).table(name, *arguments)
    return one


def figure(name: str, *arguments: str, language: str = "en", found=None) -> Figure:
    (one,) = exhibits(language, found).figure(name, *arguments)
    return one


# Tables


def test_themes_stand_with_their_sub_codes_indented() -> None:
    rows = table("themes").rows
    assert rows[0] == ("Electrification", "5 of\u00a06", "5 of\u00a06", "5 of\u00a05", "5")
    assert ("\u2003Target markets", "3 of\u00a06", "3 of\u00a06", "3 of\u00a05", "4") in rows
    assert len(rows) == len(default_codebook().codes)


def test_groups_stand_in_columns() -> None:
    regions = table("cells", "region", language="fr")
    assert regions.header == ("Thème", "Lorraine", "Sarre", "Wallonie")
    assert regions.rows[0] == ("Électrification", "1 sur\u00a02", "2 sur\u00a02", "2 sur\u00a02")


def test_participants_stand_with_what_is_known_of_them() -> None:
    people = table("participants", language="de")
    assert people.header == (
        *("Person", "Art der Organisation", "Region", "Branche", "Sprache", "Interview"),
    )
    first, second = people.rows[0], people.rows[1]
    assert first == ("P01", "Unternehmen", "Wallonie", "Gießerei", "Englisch", "I03")
    assert second == ("P02", "Institution", "Lothringen", "–", "Französisch", "I05")


def test_nobody_s_name_stands_in_the_table_of_participants() -> None:
    assert not any("Bracke" in cell for row in table("participants").rows for cell in row)


def test_interviews_stand_with_their_length() -> None:
    rows = table("transcripts").rows
    assert rows[3][:6] == ("I04", "txt", "English", "77", "4", "3")
    assert rows[0][5] == "–"


def test_themes_that_meet_fill_half_a_square() -> None:
    met = table("together")
    assert met.header[1:] == tuple(theme.label for theme in exhibits().facts.themes[:-1])
    assert met.rows[1][:3] == ("Digital mobility and data sharing", "2", "1")
    filled = [sum(bool(cell) for cell in row) for row in met.rows]
    assert filled == [2, 3, 4, 5, 6, 7]


def test_the_codebook_is_printed_whole() -> None:
    book = default_codebook()
    rows = table("codebook", language="fr").rows
    assert [label.strip() for label, _ in rows] == [code.labels["fr"] for code in book.codes]
    for code, (_, text) in zip(book.codes, rows, strict=True):
        assert text.startswith(code.definitions["fr"])
        assert all(
            text.endswith(f"Exemple\u00a0: «\u202f{code.examples['fr'][0]}\u202f»")
            for _ in code.examples
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    sorted({*TABLES, "register"} - {"cells", "cross", "crossed", "markets"} - set(RELIABILITY)),
)
def test_tables_are_whole_and_told_to_those_who_cannot_see_them(name: str, language: str) -> None:
    shown = exhibits(language)
    list(shown.quotations("electrification"))
    (one,) = shown.table(name)
    assert one.label == f"{read_labels(language).word('table')}\u00a01"
    assert one.caption
    assert one.description.endswith(".")
    assert {len(row) for row in one.rows} == {len(one.header)} == {len(one.numeric)}
    assert not one.widths or (
        len(one.widths) == len(one.header) and abs(sum(one.widths) - 1) < 1e-9
    )
    assert not one.anchors or len(one.anchors) == len(one.rows)


# Saturation, agreement, audit


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(RELIABILITY))
def test_tables_of_reliability_are_whole(name: str, language: str) -> None:
    one = table(name, language=language, found=held_against_people())
    assert one.caption
    assert one.description.endswith(".")
    assert {len(row) for row in one.rows} == {len(one.header)} == {len(one.numeric)}
    assert sum(one.widths) == pytest.approx(1)


@pytest.mark.parametrize("name", sorted(RELIABILITY))
def test_where_nothing_was_compared_there_is_no_table(name: str) -> None:
    assert list(exhibits().table(name)) == []


def test_runs_stand_with_their_new_codes() -> None:
    runs = table("saturation", language="fr", found=held_against_people())
    assert runs.rows[0] == ("I05 et I06", "0 sur\u00a06", "0,0")
    assert len(runs.rows) == 3


def test_coders_stand_by_letters_and_the_themes_below_the_program_s() -> None:
    rows = table("agreement", language="de", found=held_against_people()).rows
    names = [row[0] for row in rows]
    assert [name for name in names if "–" in name] == [
        *("Programm – Codierung\u00a0A", "Programm – Codierung\u00a0B"),
        "Codierung\u00a0A – Codierung\u00a0B",
    ]
    assert names[1] == "\u2003Elektrifizierung"
    assert rows[1][1:4] == ("34", "97,1", "0,91")
    assert names[-1] == "Codierung\u00a0A – Codierung\u00a0B"


def test_judged_codings_stand_with_precision_and_recall() -> None:
    rows = table("audit", found=held_against_people()).rows
    assert rows[0][:4] == ("All codes", "34 of\u00a034", "27 of\u00a034", "0.79")
    assert rows[0][5] != "–"
    assert all(row[5:] == ("–", "–") for row in rows[1:])


def test_a_theme_stands_by_all_groups_with_its_passages() -> None:
    one = table("cross", "electrification")
    assert one.caption.startswith("Electrification by group")
    assert one.rows[:2] == (
        ("Type of organisation: cluster", "1 of\u00a01", "1"),
        ("Type of organisation: company", "2 of\u00a02", "2"),
    )
    assert ("Region: Lorraine", "1 of\u00a02", "1") in one.rows
    assert not any(row[0].startswith("Language") for row in one.rows)


def test_where_nothing_else_groups_respondents_their_language_does() -> None:
    found = evidence(INTERVIEWS, [replace(one, attributes=()) for one in PEOPLE])
    rows = table("cross", "electrification", found=found).rows
    assert rows[-1] == ("Language: French", "1 of\u00a02", "1")


def test_aspects_meet_the_other_themes() -> None:
    one = table("crossed", "internationalisation", language="de")
    assert one.header[1:] == tuple(
        child.label for child in exhibits("de").facts.theme("internationalisation").children
    )
    assert [row[0] for row in one.rows] == [
        theme.label for theme in exhibits("de").facts.themes[:-1]
    ]
    assert list(exhibits().table("crossed", "electrification")) == []


def naming(*markets: tuple[str, ...]) -> Evidence:
    """An interview for each, whose only passage names those markets."""
    interviews, people = [], []
    for number, named in enumerate(markets, start=1):
        transcript, (coding,) = interview(f"en-{number:02}", "A: {markets: Abroad.}")
        interviews.append((transcript, (replace(coding, markets=named),)))
        people.append(person(number, (transcript.id, "A")))
    return evidence(interviews, people)


def test_markets_stand_by_the_number_of_those_who_name_them() -> None:
    shown = table("markets", language="de", found=naming(("DE-SL", "FR"), ("FR",)))
    assert shown.caption == "Länder und Regionen, die Befragte nennen"
    assert shown.rows == (
        ("Frankreich", "2 von\u00a02", "2"),
        ("Saarland", "1 von\u00a02", "1"),
    )


def test_more_markets_than_a_table_holds_are_cut_and_the_caption_says_so() -> None:
    codes = ("AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "HU", "IE", "IT", "LU")
    shown = table("markets", found=naming(codes, ("LU",)))
    assert shown.caption == "Countries and regions that respondents name; the first 12"
    assert [row[0] for row in shown.rows][:2] == ["Luxembourg", "Austria"]
    assert len(shown.rows) == 12


@pytest.mark.parametrize("groups", [2, 5, 12])
def test_columns_share_the_width_however_many_there_are(groups: int) -> None:
    interviews = [interview(f"en-{k:02}", "A: {markets: Abroad.}") for k in range(groups)]
    people = [person(k, (f"en-{k:02}", "A"), region=f"R{k:02}") for k in range(groups)]
    widths = table("cells", "region", found=evidence(interviews, people)).widths
    assert abs(sum(widths) - 1) < 1e-9
    assert min(widths) > 0.05


def test_a_table_without_rows_is_not_shown_nor_numbered() -> None:
    shown = exhibits(found=spoken_by(1, 2))
    assert list(shown.table("cells", "region")) == []
    assert list(shown.table("register")) == []
    assert next(shown.table("themes")).label == "Table\u00a01"


def test_attributes_may_be_called_anything() -> None:
    found = retold(**{"size of the firm": "x | y"})
    people = [*found.participants]
    people[0] = replace(people[0], attributes=(("size of the firm", "*small*"),))
    shown = composed(found=evidence(INTERVIEWS, people))
    (one,) = [b for b in blocks(shown) if isinstance(b, Table) and b.id.endswith("-the-firm")]
    assert one.id == "table-cells-size-of-the-firm"
    assert one.header[1:] == ("*small*", "x | y")
    assert one.caption.startswith("Themes by size of the firm:")


# Figures


def test_themes_are_drawn_by_rank_with_their_shares() -> None:
    drawn = figure("themes", language="de").chart
    assert drawn.categories[:2] == ("Internationalisierung", "Elektrifizierung")
    assert drawn.series[0].values == (5, 5, 3, 2, 2, 1, 0)
    assert drawn.printed[0][0] == "5 von\u00a06"
    assert drawn.unit == "Befragte"


def test_figures_say_what_they_show_to_those_who_cannot_see_them() -> None:
    assert figure("groups", "electrification", "region", language="fr").description == (
        "Diagramme en barres. Lorraine\u00a0: 1 sur\u00a02\u202f; Sarre\u00a0: 2 sur\u00a02\u202f; "
        "Wallonie\u00a0: 2 sur\u00a02."
    )
    assert figure("children", "internationalisation").caption == (
        "Internationalisation: respondents who speak of each aspect"
    )


def test_stances_are_stacked_one_series_a_stance() -> None:
    said = [interview("en-01", "A: {covid_19: It stopped us.}", "A: {covid_19: It taught us.}")]
    stances = iter(("barrier", "opportunity"))
    found = evidence(
        [(one, tuple(replace(c, stance=next(stances)) for c in codings)) for one, codings in said],
        [person(1, ("en-01", "A"))],
    )
    one = figure("stances", found=found)
    assert one.chart.stacked
    assert [series.name for series in one.chart.series] == ["Obstacle", "Opportunity", "Need"]
    assert [series.values[0] for series in one.chart.series] == [1, 1, 0]
    assert "Consequences of COVID-19: Obstacle 1, Opportunity 1, Need 0" in one.description


def test_pairs_of_themes_are_ranked_and_those_that_never_meet_left_out() -> None:
    chart = figure("together").chart
    values = chart.series[0].values
    assert chart.categories[0] == "Electrification + Digital mobility and data sharing"
    assert list(values) == sorted(values, reverse=True)
    assert min(values) > 0


def test_the_codes_heard_grow_interview_by_interview() -> None:
    one = figure("saturation", language="fr")
    assert one.chart.categories == ("I01", "I02", "I03", "I04", "I05")
    values = one.chart.series[0].values
    assert list(values) == sorted(values)
    assert one.chart.printed[0][-1] == f"{values[-1]:.0f} sur\u00a0{values[-1]:.0f}"


def test_up_to_sixteen_interviews_are_all_shown() -> None:
    one = figure("saturation", found=spoken_by(3, 16))
    assert len(one.chart.categories) == 16
    assert one.caption == "Codes heard, interview by interview, out of all that came up"


@pytest.mark.parametrize("interviews", [17, 18, 50, 400])
def test_many_interviews_are_shown_in_even_steps_with_those_that_matter(interviews: int) -> None:
    one = figure("saturation", found=spoken_by(3, interviews))
    shown = one.chart.categories
    assert len(shown) <= 16
    assert (shown[0], shown[-1]) == ("I01", f"I{interviews:02}")
    assert one.caption.endswith(f"; {len(shown)} of {interviews} interviews, evenly spaced")


def test_the_interview_that_brings_the_last_code_is_always_shown() -> None:
    assert figures._steps([1] * 22 + [2] * 28)[5:9] == [19, 22, 23, 27]


def test_groups_are_drawn_by_their_shares_and_printed_with_their_bases() -> None:
    chart = figure("groups", "electrification", "region").chart
    assert chart.series[0].values == (0.5, 1, 1)
    assert chart.printed == (("1 of\u00a02", "2 of\u00a02", "2 of\u00a02"),)
    assert (chart.full, chart.unit) == (1, "Share of the group’s respondents")


def test_groups_that_are_all_alike_are_not_drawn() -> None:
    shown = exhibits()
    alike = [
        code.id
        for code in shown.facts.evidence.codebook.codes
        if len({g.value / g.base for g in shown.facts.theme(code.id).groups("region")}) == 1
    ]
    assert alike
    assert not any(list(shown.figure("groups", code, "region")) for code in alike)


def test_more_bars_than_a_page_holds_are_cut_and_the_caption_says_so() -> None:
    names = [f"t{number}" for number in range(40)]
    told = "A: " + " ".join(f"{{{name}: All of it is {name}.}}" for name in names)
    themes = {"en": "", "fr": "", "de": ""}
    book = Codebook(
        tuple(Code(n, dict.fromkeys(themes, n), dict.fromkeys(themes, n)) for n in names)
    )
    one = figure(
        "themes", found=evidence([interview("en-01", told)], [person(1, ("en-01", "A"))], book)
    )
    assert len(one.chart.categories) == 20
    assert one.caption == "Respondents who speak of each theme; the first 20"


def test_a_figure_without_bars_is_not_shown_nor_numbered() -> None:
    shown = exhibits()
    assert list(shown.figure("children", "electrification")) == []
    assert list(shown.figure("groups", "covid_19", "region")) == []
    assert next(shown.figure("themes")).label == "Figure\u00a01"


def test_what_is_shown_twice_has_two_numbers_and_two_ids() -> None:
    shown = exhibits()
    ids = [next(shown.table("themes")).id for _ in range(3)]
    assert ids == ["table-themes", "table-themes--2", "table-themes--3"]
    assert list(shown.labels.values()) == ["Table\u00a01", "Table\u00a02", "Table\u00a03"]


# Quotations


def quotes(paper: Paper) -> list[Quote]:
    return [block for block in blocks(paper) if isinstance(block, Quote)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotations_are_slices_of_what_was_said(language: str) -> None:
    said = {transcript.id: transcript.text for transcript, _ in INTERVIEWS}
    found = quotes(composed(language))
    assert len(found) == 12
    assert all(any(quote.text in words for words in said.values()) for quote in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_quotation_leads_to_its_row_in_the_register(language: str) -> None:
    paper = composed(language)
    register = next(b for b in part(paper, "register").blocks if isinstance(b, Table))
    rows = dict(zip(register.anchors, register.rows, strict=True))
    codings = {row.id: row for row in medium().rows}
    assert list(rows) == [quote.register for quote in quotes(paper)]
    for quote in quotes(paper):
        ident, coding, theme, who, place = rows[quote.register]
        assert ident == quote.id
        assert codings[coding].text == quote.text
        assert theme == medium().codebook.label(codings[coding].coding.code, language)
        assert who in quote.source
        assert quote.source.endswith(place)


def test_speakers_are_told_by_their_code_unless_they_agreed_to_be_named() -> None:
    sources = [quote.source for quote in quotes(composed("de"))]
    assert sources[1] == "Ada Bracke (P01), Unternehmen, Wallonie, I03, Redebeitrag 2"
    assert sources[2] == "P05, Cluster, Wallonie, I04, Redebeitrag 4, 00:02:15"


@pytest.mark.parametrize("consent", ["no-quotes", "withdrawn", "pseudonym"])
def test_names_and_words_are_printed_with_consent_alone(consent: str) -> None:
    people = [replace(p, consent=consent) if p.id == "P01" else p for p in PEOPLE]
    paper = composed(found=evidence(INTERVIEWS, people))
    mine = [quote for quote in quotes(paper) if "P01" in quote.source]
    assert bool(mine) is (consent == "pseudonym")
    assert not any("Bracke" in quote.source for quote in quotes(paper))
    participants = next(b for b in blocks(paper) if isinstance(b, Table))
    assert any("P01" in row for row in participants.rows) is (consent != "withdrawn")
