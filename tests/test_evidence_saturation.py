"""The measure of Guest, Namey and Chen (2020), with what they and others print of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.saturation import BASE, LENGTH, Run, cells, measures, saturation


def test_the_first_run_of_the_article_s_example() -> None:
    """37 codes in a base of 4, 7 more in interviews 5 and 6: 19 % new information.

    How the codes spread over the four interviews does not matter and is ours.
    """
    found = saturation([20, 9, 5, 3, 4, 3])
    assert found.known == 37
    assert [round(found.share(run)) for run in found.runs] == [19]
    assert found.reached(5) is None


def test_the_notation_of_the_article() -> None:
    """Six interviews reach it and two more confirm it: 6+2. What follows the first run is ours."""
    found = saturation([20, 9, 5, 3, 4, 3, 1, 0])
    assert [(run.first, run.last, run.new) for run in found.runs] == [
        (5, 6, 7),
        (6, 7, 4),
        (7, 8, 1),
    ]
    assert [round(found.share(run)) for run in found.runs] == [19, 11, 3]
    assert (found.reached(5), found.reached(0)) == (6, None)


def test_as_another_program_counts() -> None:
    """The examples in the documentation of the R function ``qda_saturation_ratio``: 5+2, never."""
    found = saturation([4, 3, 2, 1, 1, 0, 0, 0])
    assert found.known == 10
    assert found.reached(5) == 5
    assert saturation([4, 4, 4, 4, 4, 4]).reached(5) is None


def test_too_few_interviews_or_an_empty_base_give_nothing() -> None:
    assert saturation([9, 1, 0, 0, 0]) is None
    assert saturation([0, 0, 0, 0, 3, 1, 0]) is None
    assert [cell.row for cell in cells([3, 2])] == [
        *("saturation base", "saturation run", "saturation threshold 5", "saturation threshold 0"),
    ]


def test_other_bases_and_runs() -> None:
    assert saturation([5, 5, 5, 5, 5, 0, 0, 1], base=5, length=3).runs == (Run(6, 8, 1),)


NEW = st.lists(st.integers(0, 9), min_size=BASE + LENGTH, max_size=30).filter(lambda n: any(n[:4]))


@given(NEW)
def test_runs_overlap_and_reach_the_last_interview(new) -> None:
    runs = saturation(new).runs
    assert [run.first for run in runs] == list(range(BASE + 1, len(new)))
    assert runs[-1].last == len(new)


@given(NEW)
def test_a_stricter_threshold_is_not_reached_earlier(new) -> None:
    found = saturation(new)
    loose, strict = found.reached(5), found.reached(0)
    assert strict is None or loose <= strict
    assert (loose is None) == all(found.share(run) > 5 for run in found.runs)


def test_what_the_paper_prints_is_in_the_tables() -> None:
    found = list(cells([20, 9, 5, 3, 4, 3, 1, 0]))
    numbers = {(cell.table, cell.row, cell.column): (cell.value, cell.base) for cell in found}
    assert numbers["saturation runs", "7-8", "new codes"] == (1, 37)
    assert numbers["study", "saturation reached at 5", ""] == (6, None)
    assert ("study", "saturation reached at 0", "") not in numbers
    assert [one.value for one in measures(found)] == [18.9, 10.8, 2.7]
