"""The numbers of the paper: what each of them counts, and that units are never mixed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import BOOK, LITERALS, STUDIES, codebook, coded, interviews, person, transcript

from evidence.counts import MOST_VALUES, count, family, grouping, heard_among
from evidence.register import register, sources
from transcripts.participants import identify

STUDY = interviews(
    a="""
    Q: What of your [markets?|markets]
    P1@30: Well, [Poland, and Spain|markets], and [Spain|markets]. The [battery|cars] too.
    P2@90: [Poland.|markets] And [customs|barriers|markets].
    """,
    b="""
    Q@0: And [trade?|trade|cars]
    P1@600: We [sell at home|trade].
    """,
    c="P1: I do not know.",
)
PEOPLE = (
    person("P01 a:P1", region="Saarland", organisation="Acme", size="small"),
    person("P02 a:P2", "no-quotes", region="Wallonia", organisation="Bolt", size="small"),
    person("P03 b:P1", region="Saarland", organisation="Acme", size="small"),
    person("P04 c:P1", organisation=""),
)


def counted(study=STUDY, people=PEOPLE, book=BOOK):
    transcripts, codings = study
    rows = register(transcripts, people, codings)
    return count(book, sources(transcripts, people), people, rows)


def table(name, cells):
    return {(c.row, c.column): c.value for c in cells if c.table == name}


def number(name, row, column, cells):
    (cell,) = (c for c in cells if (c.table, c.row, c.column) == (name, row, column))
    return cell.value, cell.base


# The study


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("transcripts", 3),
        ("respondents", 4),
        ("turns", 6),
        ("words", 26),
        ("words of respondents", 20),
        ("transcripts with times", 2),
        ("minutes", 12),  # 90 and 600 seconds are 11.5 minutes
        ("passages", 6),  # two codes on "customs" are one
        ("organisations", 2),
        ("languages", 1),
        ("not to be quoted", 1),
        ("values of region", 2),
    ],
)
def test_a_number_of_the_study(row, value):
    assert number("study", row, "", counted()) == (value, None)


def test_each_transcript_has_its_turns_and_words_and_where_there_are_times_its_minutes():
    assert table("transcripts", counted()) == {
        ("a", "turns"): 3,
        ("a", "words"): 16,
        ("a", "minutes"): 2,
        ("b", "turns"): 2,
        ("b", "words"): 6,
        ("b", "minutes"): 10,
        ("c", "turns"): 1,
        ("c", "words"): 4,
    }


def test_transcripts_are_counted_by_format_and_by_language():
    found = [
        transcript("P1: Ja.", "a", "de", format="vtt"),
        transcript("P1: Oui.", "b", "fr", format="vtt"),
        transcript("P1: Nein.", "c", "de", format="odt"),
        transcript("P1: ...", "d", ""),
    ]
    people, _ = identify(found)
    cells = counted((found, ()), people)
    assert table("formats", cells) == {
        ("odt", "transcripts"): 1,
        ("txt", "transcripts"): 1,
        ("vtt", "transcripts"): 2,
    }
    assert number("languages", "de", "transcripts", cells) == (2, 4)
    assert number("languages", "fr", "transcripts", cells) == (1, 4)
    assert number("study", "languages", "", cells) == (2, None)


# Themes


@pytest.mark.parametrize(
    ("code", "respondents", "transcripts", "passages"),
    [
        ("cars", (1, 4), (1, 3), (1, None)),
        ("markets", (2, 4), (1, 3), (4, None)),
        ("barriers", (1, 4), (1, 3), (1, None)),
        ("trade", (3, 4), (2, 3), (5, None)),
    ],
)
def test_a_code_has_respondents_transcripts_and_passages(code, respondents, transcripts, passages):
    cells = counted()
    assert number("themes", code, "respondents", cells) == respondents
    assert number("themes", code, "transcripts", cells) == transcripts
    assert number("themes", code, "passages", cells) == passages


def test_a_code_that_nobody_speaks_of_is_a_row_of_noughts():
    cells = counted(book=codebook("ships"))
    assert table("themes", cells) == {
        ("ships", "respondents"): 0,
        ("ships", "respondents unprompted"): 0,
        ("ships", "transcripts"): 0,
        ("ships", "passages"): 0,
        ("ships", "passages unprompted"): 0,
    }


def test_one_person_in_two_transcripts_is_one_respondent():
    study = interviews(a="P1: [Cars|cars]", b="Anna: [Cars|cars] and [cars|cars]")
    cells = counted(study, [person("P01 a:P1 b:Anna")])
    assert number("themes", "cars", "respondents", cells) == (1, 1)
    assert number("themes", "cars", "transcripts", cells) == (2, 2)
    assert number("themes", "cars", "passages", cells) == (3, None)


def test_one_label_in_two_transcripts_is_two_respondents():
    study = interviews(a="P1: [Cars|cars]", b="P1: [Cars|cars]")
    cells = counted(study, identify(study[0])[0])
    assert number("themes", "cars", "respondents", cells) == (2, 2)


def test_a_passage_of_nobody_known_has_no_respondent():
    cells = counted(interviews(a="P1: [Cars|cars]"), ())
    assert number("themes", "cars", "respondents", cells) == (0, 0)
    assert number("themes", "cars", "passages", cells) == (1, None)


def test_a_passage_that_two_coders_agree_on_is_one():
    (interview, codings), ana = coded("P1: [Cars|cars] are"), "ana"
    both = (*codings, *(replace(one, coder=ana) for one in codings))
    cells = counted(((interview,), both), [person("P01 a:P1")])
    assert number("themes", "cars", "passages", cells) == (1, None)


def test_a_family_is_the_code_and_all_below_it():
    book = codebook("a b<a c<b d")
    assert family(book, "a") == {"a", "b", "c"}
    assert family(book, "c") == {"c"}


def test_nothing_is_counted_of_the_interviewer():
    cells = counted(interviews(a="Q: [Cars?|cars] [Trade?|trade]\nP1: No."), [person("P01 a:P1")])
    assert {cell.value for cell in cells if cell.table in {"themes", "answers"}} == {0}
    assert number("study", "passages", "", cells) == (0, None)


# Groups


def test_respondents_are_grouped_by_their_attributes():
    cells = counted()
    assert number("respondents by region", "Saarland", "respondents", cells) == (2, 4)
    assert number("respondents by region", "Wallonia", "respondents", cells) == (1, 4)


@pytest.mark.parametrize(
    ("code", "region", "found"),
    [
        ("trade", "Saarland", (2, 2)),
        ("trade", "Wallonia", (1, 1)),
        ("cars", "Saarland", (1, 2)),
        ("cars", "Wallonia", (0, 1)),
    ],
)
def test_a_code_by_group_is_set_against_the_group(code, region, found):
    assert number("themes by region", code, region, counted()) == found


@pytest.mark.parametrize(
    ("code", "region", "found"),
    [("trade", "Saarland", 3), ("trade", "Wallonia", 2), ("cars", "Saarland", 1)],
)
def test_a_groups_passages_are_those_in_which_its_members_speak_of_the_code(code, region, found):
    assert number("passages by region", code, region, counted()) == (found, None)


@pytest.mark.parametrize("values", [1, 2, MOST_VALUES, MOST_VALUES + 1])
def test_an_attribute_groups_from_two_values_to_twelve(values):
    study = interviews(**{f"t{i}": "P1: Yes." for i in range(20)})
    people = [person(f"P{i} t{i}:P1", sector=f"s{i % values}") for i in range(20)]
    assert ("sector" in grouping(people, sources(study[0], people))) is (1 < values <= MOST_VALUES)


def test_who_has_no_value_is_in_no_group():
    groups = grouping(PEOPLE, sources(STUDY[0], PEOPLE))
    assert groups["region"] == {"Saarland": {"P01", "P03"}, "Wallonia": {"P02"}}


def test_a_respondents_language_is_that_of_most_words_of_their_interviews():
    found = [
        transcript("P1: Oui.", "a", "fr"),
        transcript("P1: So viele Wörter auf Deutsch.", "b", "de"),
        transcript("P1: Yes, yes.", "c", "en"),
        transcript("P1: No, no.", "d", "en"),
        transcript("P2: Oui, oui.", "e", "fr"),
        transcript("P3: Mm.", "f", ""),
    ]
    people = [person("P01 a:P1 b:P1 c:P1 d:P1"), person("P02 e:P2"), person("P03 f:P3")]
    assert grouping(people, sources(found, people))["language"] == {"de": {"P01"}, "fr": {"P02"}}


# Themes together


def test_themes_meet_in_answers():
    study = interviews(
        a="""
        P1: [Cars|cars] for [Poland|markets].
        P1: [Cars|cars] and [cars|cars].
        P1: [Customs|barriers] [in Poland|markets] on [cars|cars].
        """
    )
    cells = counted(study, [person("P01 a:P1")])
    assert table("answers", cells) == {("cars", "answers"): 3, ("trade", "answers"): 2}
    assert table("themes together", cells) == {("cars", "trade"): 2}


def test_a_theme_meets_the_codes_below_another_in_answers():
    study = interviews(
        a="""
        P1: [Cars|cars] for [Poland|markets].
        P1: [Customs|barriers] on [cars|cars] for [Poland|markets].
        P1: [Customs|barriers].
        """
    )
    cells = counted(study, [person("P01 a:P1")])
    assert table("themes crossed", cells) == {("cars", "markets"): 2, ("cars", "barriers"): 1}


# How far the interviews reach


def test_interviews_bring_codes_until_none_is_new():
    study = interviews(
        a="P1: [Cars|cars]", b="P2: [Poland|markets]", c="P3: No.", d="P4: [Cars|cars|barriers]"
    )
    cells = counted(study, identify(study[0])[0])
    assert table("saturation", cells) == {
        ("a", "new codes"): 1,
        ("a", "codes so far"): 1,
        ("b", "new codes"): 2,  # markets, and trade above it
        ("b", "codes so far"): 3,
        ("c", "new codes"): 0,
        ("c", "codes so far"): 3,
        ("d", "new codes"): 1,
        ("d", "codes so far"): 4,
    }
    assert number("saturation", "a", "codes so far", cells) == (1, 4)
    assert number("study", "codes heard", "", cells) == (4, None)
    assert number("study", "transcripts after the last new code", "", cells) == (0, None)
    assert number("study", "transcripts after the last new code", "", counted()) == (2, None)


# Who is heard


@pytest.mark.parametrize(
    ("who", "heard"),
    [
        (person("P01 a:P1"), True),
        (person("P01 a:P1", "no-quotes"), True),
        (person("P01 a:P1", "withdrawn"), False),
        (person("P01 x:P1"), False),
        (person("P01 x:P1 a:P1"), True),
        (person("P01"), False),
    ],
)
def test_heard_is_who_answers_in_a_source_and_has_not_withdrawn(who, heard):
    used = sources([transcript("P1: Yes.\nP2: No.")], [who])
    assert heard_among([who], used) == ((who,) if heard else ())


def test_a_withdrawn_person_is_in_no_number():
    gone = replace(PEOPLE[1], consent="withdrawn")
    cells = counted(people=(PEOPLE[0], gone, *PEOPLE[2:]))
    assert number("themes", "markets", "respondents", cells) == (1, 3)
    assert number("themes", "barriers", "passages", cells) == (0, None)
    assert number("study", "respondents", "", cells) == (3, None)
    assert "Wallonia" not in {text for cell in cells for text in (cell.row, cell.column)}


def test_an_empty_study_has_numbers_and_all_of_them_are_nought():
    cells = counted(((), ()), ())
    settings = [cell for cell in cells if cell.row.startswith("saturation")]
    assert {cell.value for cell in cells if cell not in settings} == {0}
    assert number("themes", "cars", "respondents", cells) == (0, 0)


def test_a_study_of_one_respondent_has_no_groups():
    cells = counted(interviews(a="P1: [Cars|cars]"), [person("P01 a:P1", region="Saarland")])
    assert not [cell for cell in cells if " by " in cell.table]


# Whatever is said


def all_of(study):
    return counted(study, identify(study[0])[0])


@given(STUDIES)
def test_each_number_stands_once_and_within_its_base(study):
    cells = all_of(study)
    assert len({(c.table, c.row, c.column) for c in cells}) == len(cells)
    assert all(0 <= c.value <= (c.value if c.base is None else c.base) for c in cells)


@given(STUDIES)
def test_a_theme_is_at_least_each_code_below_it_and_respondents_never_exceed_passages(study):
    themes = table("themes", all_of(study))
    for unit in ("respondents", "transcripts", "passages"):
        assert themes["trade", unit] >= max(themes["markets", unit], themes["barriers", unit])
    for code in ("cars", "trade"):
        assert themes[code, "respondents"] <= themes[code, "passages"]
        assert themes[code, "transcripts"] <= themes[code, "passages"]


@given(STUDIES, LITERALS)
def test_another_transcript_takes_nothing_from_any_number_but_how_long_ago_a_code_was_new(
    study, literal
):
    transcripts, codings = study
    more, found = coded(literal, "z")
    before = {(c.table, c.row, c.column): c.value for c in all_of(study)}
    del before["study", "transcripts after the last new code", ""]
    after = {
        (c.table, c.row, c.column): c.value
        for c in all_of(((*transcripts, more), (*codings, *found)))
    }
    assert all(after[key] >= value for key, value in before.items())


@given(STUDIES)
def test_groups_sum_up_to_whoever_has_a_value(study):
    transcripts, codings = study
    people, _ = identify(transcripts)
    people = [
        replace(one, attributes=(("side", "left" if number % 2 else "right"),))
        for number, one in enumerate(people)
    ]
    cells = counted((transcripts, codings), people)
    by_side = [cell for cell in cells if cell.table == "themes by side"]
    for code in ("cars", "trade", "markets", "barriers"):
        parts = [cell for cell in by_side if cell.row == code]
        if parts:
            whole = number("themes", code, "respondents", cells)
            assert (sum(c.value for c in parts), sum(c.base for c in parts)) == whole


def test_whoever_speaks_of_a_code_only_when_asked_is_not_unprompted():
    transcripts, codings = interviews(a="P1: [Cars|cars]", b="P2: [Cars|cars]")
    asked = tuple(replace(one, prompted=one.transcript == "a") for one in codings)
    people = [person("P01 a:P1"), person("P02 b:P2")]
    cells = counted((transcripts, asked), people)
    assert number("themes", "cars", "respondents", cells) == (2, 2)
    assert number("themes", "cars", "respondents unprompted", cells) == (1, 2)


# Groups that would single somebody out


def regions(**members):
    """Participants by region: ``S=3`` are three in S; ``_`` has none."""
    people, number = [], 0
    for region, many in members.items():
        for _ in range(many):
            number += 1
            known = (("region", region),) if region != "_" else ()
            people.append(replace(person(f"P{number:02} a:P{number}"), attributes=known))
    return people


@pytest.mark.parametrize(
    ("members", "groups"),
    [
        ({"S": 3, "W": 4}, {"S": 3, "W": 4}),
        ({"L": 1, "S": 3, "W": 4, "X": 2}, {"S": 3, "W": 4, "other": 3}),
        ({"L": 1, "S": 3, "W": 4}, {"W": 4, "other": 4}),
        ({"S": 3, "W": 4, "_": 1}, {"W": 4, "other": 4}),
        ({"S": 3, "W": 4, "_": 5}, {"S": 3, "W": 4}),
        ({"L": 1, "S": 3}, {}),
        ({"other": 3, "L": 1, "W": 4}, {"W": 4, "other": 4}),
        ({"other": 3, "W": 4}, {"other": 3, "W": 4}),
    ],
    ids=[
        *("large enough", "the small together", "with the next larger", "whoever has no value"),
        *("many without a value", "nothing is left to compare", "a group of that name", "as it is"),
    ],
)
def test_groups_too_small_are_counted_together(members, groups):
    found = grouping(regions(**members), (), smallest=3).get("region", {})
    assert {value: len(ids) for value, ids in found.items()} == groups


@given(st.dictionaries(st.sampled_from("ABCDEFG_"), st.integers(1, 9)), st.integers(1, 5))
def test_no_group_can_be_worked_out_that_is_smaller_than_allowed(members, smallest):
    people = regions(**members)
    found = grouping(people, (), smallest).get("region", {})
    sizes = [len(ids) for ids in found.values()]
    rest = len(people) - sum(sizes)
    assert all(size >= smallest for size in sizes)
    assert not found or rest == 0 or rest >= smallest
    assert len(frozenset[str]().union(*found.values())) == sum(sizes)
