"""The program beside people, answer by answer: what counts as judged, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from compositions import interview, person

from evidence.agreement import cells, compare, measures
from evidence.codebook import default_codebook
from evidence.judged import ALL
from evidence.model import PROGRAM
from evidence.reliability import alpha, kappa

BOOK = default_codebook()


def study(number: int = 6):
    """Interviews of four answers; the program codes the first two of each."""
    lines = (
        "Q: And?",
        "A: {electrification: Half of our castings go into engines.} We make lids too.",
        "A: {markets: We sell to Austria and to Hungary.}",
        "A: Nothing else comes to my mind today.",
        "A: Thank you.",
    )
    each = [interview(f"en-{k}", *lines) for k in range(number)]
    people = [person(k, (f"en-{k}", "A")) for k in range(number)]
    return [t for t, _ in each], people, [coding for _, found in each for coding in found]


def by(coder, codings):
    return [replace(coding, coder=coder) for coding in codings]


def compared(people_coded, number: int = 6, **consents):
    transcripts, people, program = study(number)
    people = [
        replace(p, consent=consents.get(p.voices[0][0].replace("-", "_"), p.consent))
        for p in people
    ]
    return compare(BOOK, transcripts, people, program, people_coded(program))


def result(comparison, code=ALL):
    return next(one for one in comparison.results if one.code == code)


def test_who_codes_as_the_program_does_agrees_entirely() -> None:
    (one,) = compared(lambda program: by("Ann", program)).comparisons
    assert (one.coders, one.letters) == ((PROGRAM, "Ann"), ("", "A"))
    assert (one.transcripts, one.resampled) == (6, "transcripts")
    every = result(one)
    assert (every.answers, every.percent, every.kappa.value, every.alpha.value) == (24, 1, 1, 1)
    assert (every.kappa.low, every.kappa.high) == (1, 1)


def test_a_code_below_another_counts_for_that_one_too() -> None:
    (one,) = compared(lambda program: by("Ann", program)).comparisons
    assert [each.code for each in one.results] == [
        *(ALL, "electrification", "internationalisation", "markets"),
    ]

    def up(program):
        told = [replace(c, code=c.code.replace("markets", "internationalisation")) for c in program]
        return by("Ann", told)

    (one,) = compared(up).comparisons
    assert result(one, "internationalisation").kappa.value == 1
    assert result(one, "markets").kappa.value == 0


def test_the_figures_are_those_of_the_units() -> None:
    (one,) = compared(lambda program: by("Ann", program[1:])).comparisons
    units = {(True, True): 5, (True, False): 1, (False, False): 18}
    found = result(one, "electrification")
    assert found.percent == pytest.approx(23 / 24)
    assert found.kappa.value == pytest.approx(kappa(units).coefficient)
    assert found.alpha.value == pytest.approx(alpha(units).coefficient)
    assert found.kappa.low < found.kappa.value < found.kappa.high


def test_interviews_that_a_person_never_touched_were_not_judged_by_them() -> None:
    (one,) = compared(lambda program: by("Ann", program[:4])).comparisons
    assert one.transcripts == 2
    assert result(one).answers == 8
    assert result(one).kappa.value == 1


def test_few_interviews_are_resampled_by_their_answers() -> None:
    (one,) = compared(lambda program: by("Ann", program), number=4).comparisons
    assert one.resampled == "answers"


def test_people_are_set_beside_each_other_and_three_together() -> None:
    found = compared(
        lambda program: [*by("Bo", program), *by("Ann", program[2:]), *by("Cy", program[:8])]
    )
    letters = [one.letters for one in found.comparisons]
    assert letters == [
        *(("", "A"), ("", "B"), ("", "C")),
        *(("A", "B"), ("A", "C"), ("B", "C"), ("A", "B", "C")),
    ]
    together = found.comparisons[-1]
    assert together.table == "agreement of coder A, coder B and coder C"
    assert result(together).kappa.value is None
    assert result(together).alpha.value == 1
    assert result(together).answers == 24


def test_who_comes_first_does_not_matter() -> None:
    codings = study()[2]
    coded = [*by("Ann", codings[1:]), *by("Bo", codings[:9])]
    turned = [*by("Bo", codings[1:]), *by("Ann", codings[:9])]
    one, other = (compared(lambda _, c=c: c).comparisons[-1] for c in (coded, turned))
    assert (one.letters, other.letters) == (("A", "B"), ("A", "B"))
    for each in (ALL, "electrification", "markets"):
        assert result(one, each) == result(other, each)


def test_without_variation_no_figure_is_given() -> None:
    lines = ("Q: And?", "A: {markets: We sell to Austria.}")
    transcript, codings = interview("en-0", *lines)
    people = [person(1, ("en-0", "A"))]
    found = compare(BOOK, [transcript], people, codings, by("Ann", codings))
    every = result(found.comparisons[0])
    assert (every.percent, every.kappa.value, every.alpha.value) == (1, None, None)
    assert {one.column for one in measures(found)} == {"percent"}


def test_without_people_there_is_nothing_to_compare() -> None:
    found = compared(lambda _: [])
    assert (found.comparisons, found.disagreements) == ((), ())


def test_what_an_interviewer_or_somebody_withdrawn_says_is_no_unit() -> None:
    def asked(program):
        return [
            *by("Ann", program),
            replace(program[0], coder="Ann", turn=0, start=0, end=3),
        ]

    found = compared(asked, en_1="withdrawn")
    assert result(found.comparisons[0]).answers == 20
    assert found.comparisons[0].transcripts == 5
    assert found.disagreements == ()


def test_disagreements_name_place_code_and_coders_with_the_words() -> None:
    found = compared(lambda program: by("Ann", program[1:]))
    (one,) = found.disagreements
    assert (one.transcript, one.turn, one.code) == ("en-0", 1, "electrification")
    assert (one.given, one.missed) == ((PROGRAM,), ("Ann",))
    assert one.text == "Half of our castings go into engines."


def test_a_sub_code_that_is_missing_is_one_disagreement_not_two() -> None:
    found = compared(lambda program: by("Ann", [program[0], *program[2:]]))
    assert [one.code for one in found.disagreements] == ["markets"]


def test_disagreements_do_not_show_who_is_not_to_be_quoted() -> None:
    found = compared(lambda program: by("Ann", program[1:]), en_0="no-quotes")
    assert [one.text for one in found.disagreements] == [""]


def test_the_same_codings_give_the_same_intervals() -> None:
    again = [compared(lambda program: by("Ann", program[1::2])) for _ in range(2)]
    assert again[0] == again[1]


def test_what_the_paper_prints_is_in_the_tables() -> None:
    found = compared(lambda program: by("Ann", program[1:]))
    counted = {(c.table, c.row, c.column): c.value for c in cells(found)}
    table = "agreement of program and coder A"
    assert counted[table, ALL, "answers"] == 24
    assert counted["study", "coders compared", ""] == 1
    assert counted["study", "disagreements", ""] == 1
    printed = {(m.row, m.column): m.value for m in measures(found) if m.table == table}
    assert printed[ALL, "percent"] == 98.6
    assert printed["markets", "kappa"] == printed["markets", "kappa high"] == 1
