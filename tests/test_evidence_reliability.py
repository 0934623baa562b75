"""Coefficients of agreement: published worked examples, and what always holds."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.intervals import effective, percentiles, wilson
from evidence.reliability import alpha, kappa, percent, pooled

# Published examples


def units(*coders: str) -> Counter[tuple[str | None, ...]]:
    """Units from a line of values a coder; a full stop where a coder left one out."""
    judged = zip(*(line.split() for line in coders), strict=True)
    return Counter(tuple(None if v == "." else v for v in unit) for unit in judged)


def coefficient(measure, found):
    return measure(found).coefficient


def test_two_coders_and_two_values_as_in_krippendorff_2011_section_a() -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, A: .095."""
    found = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert coefficient(alpha, found) == pytest.approx(0.095, abs=0.0005)
    assert percent(found) == 0.6


def test_two_coders_and_several_values_as_in_krippendorff_2011_section_b() -> None:
    """The same, B: .692."""
    found = units("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert coefficient(alpha, found) == pytest.approx(0.692, abs=0.0005)


FOUR = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def test_four_coders_who_left_units_out_as_in_krippendorff_2011_section_c() -> None:
    """The same, C: .743; the data are also those of ``kripp.alpha`` in the R package irr."""
    assert coefficient(alpha, units(*FOUR)) == pytest.approx(0.743, abs=0.0005)


def test_kappa_of_two_psychologists_as_in_cohen_1960() -> None:
    """Cohen (1960): 200 patients, three diagnoses; observed .70, by chance .41, kappa .492."""
    table = {"aa": 88, "ab": 14, "ac": 18, "ba": 10, "bb": 40, "bc": 10, "ca": 2, "cb": 6, "cc": 12}
    found = kappa({tuple(pair): times for pair, times in table.items()})
    assert (round(found.observed, 2), round(found.expected, 2)) == (0.70, 0.41)
    assert found.coefficient == pytest.approx(0.492, abs=0.0005)


def test_the_example_of_the_module() -> None:
    found = kappa({(True, True): 1, (False, False): 5, (True, False): 1, (False, True): 3})
    assert (found.observed, found.expected) == pytest.approx((0.6, 0.56))
    assert round(found.coefficient, 2) == 0.09


def test_codes_together_average_agreement_before_chance_is_taken_off() -> None:
    """De Vries et al. (2008): from the means of observed and expected agreement."""
    first = kappa({(True, True): 2, (False, False): 2})
    second = kappa({(True, False): 1, (False, True): 1, (False, False): 2})
    both = pooled([first, None, second])
    assert both.observed == pytest.approx((1 + 0.5) / 2)
    assert both.expected == pytest.approx((0.5 + 0.625) / 2)


# What always holds

JUDGED = st.dictionaries(
    st.tuples(st.booleans(), st.booleans()), st.integers(1, 40), min_size=1, max_size=4
)


@given(JUDGED)
def test_who_comes_first_does_not_matter(found) -> None:
    turned = {(other, one): times for (one, other), times in found.items()}
    for measure in (kappa, alpha):
        one, other = coefficient(measure, found), coefficient(measure, turned)
        assert one == other or one == pytest.approx(other)


@given(st.integers(1, 50), st.integers(1, 50))
def test_perfect_agreement_is_one(present: int, absent: int) -> None:
    found = {(True, True): present, (False, False): absent}
    assert coefficient(kappa, found) == pytest.approx(1)
    assert coefficient(alpha, found) == pytest.approx(1)
    assert percent(found) == 1


@given(JUDGED)
def test_a_coder_who_judged_nothing_changes_nothing(found) -> None:
    more = {(*pair, None): times for pair, times in found.items()}
    assert coefficient(alpha, more) == coefficient(alpha, found)
    assert percent(more) == percent(found)


@given(st.sampled_from([True, False]), st.integers(1, 9))
def test_without_variation_nothing_is_said(value, times: int) -> None:
    found = {(value, value): times}
    assert coefficient(kappa, found) is None
    assert coefficient(alpha, found) is None


def test_units_that_only_one_judged_are_no_agreement() -> None:
    found = units("a b", ". .")
    assert (kappa(found), alpha(found), percent(found), pooled([])) == (None, None, None, None)


# Intervals


def test_wilson_as_newcombe_1998_prints_it() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    printed = {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0, 0.1611)}
    for (hits, cases), ends in printed.items():
        assert wilson(hits, cases) == pytest.approx(ends, abs=0.00005)
    assert wilson(0, 0) == (0, 1)


@given(st.integers(0, 60), st.integers(1, 60))
def test_an_interval_holds_its_share_and_stays_inside(hits: int, more: int) -> None:
    cases = hits + more
    low, high = wilson(hits, cases)
    assert 0 <= low <= hits / cases <= high <= 1


def test_cases_that_weigh_alike_are_as_many_as_they_are() -> None:
    assert effective([3] * 7) == pytest.approx(7)
    assert effective([1, 1, 4]) == pytest.approx(2)
    assert effective([]) == 0


def test_percentiles_need_a_measure_that_is_defined_in_most_draws() -> None:
    assert percentiles([n / 100 for n in range(100)]) == (0.02, 0.97)
    assert percentiles([None] * 11 + [0.5] * 89) is None
    assert percentiles([]) is None
