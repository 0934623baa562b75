"""Processes that do the work: in order, and none takes another along."""

import os

import pytest

from flows import workers


def double(number):
    return 2 * number


def die_at(number, fatal):
    if number == fatal:
        os._exit(1)
    return number


def fail(_):
    raise ValueError


def test_results_come_in_the_order_of_the_calls():
    assert workers.run(double, [(number,) for number in range(20)]) == list(range(0, 40, 2))


def test_nothing_to_do_starts_nothing():
    assert workers.run(double, []) == []


def test_a_call_that_takes_its_process_down_takes_no_other_along():
    assert workers.run(die_at, [(number, 2) for number in range(5)]) == [0, 1, None, 3, 4]
    assert workers.run(double, [(1,)]) == [2]


def test_an_error_comes_back_as_it_was():
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        workers.run(fail, [(1,)])
