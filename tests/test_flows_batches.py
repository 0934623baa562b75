"""Work dealt out: all of it, once, evenly, and in batches that are worth a task."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.batches import LARGEST, SMALLEST, deal, processors

INTERVIEW = 60_000
"""Bytes of an interview of an hour."""


@given(st.lists(st.integers(0, 3 * LARGEST), max_size=200))
def test_everything_is_dealt_once_and_no_batch_is_empty(sizes):
    dealt = deal(range(len(sizes)), sizes)
    assert sorted(item for batch in dealt for item in batch) == list(range(len(sizes)))
    assert all(dealt)


@given(st.lists(st.integers(1, SMALLEST), min_size=1, max_size=400))
def test_batches_differ_by_no_more_than_their_largest_item(sizes):
    weights = [sum(sizes[item] for item in batch) for batch in deal(range(len(sizes)), sizes)]
    assert max(weights) - min(weights) <= max(sizes)


@pytest.mark.parametrize(("interviews", "words"), [(1, 10), (1_000, 10), (1, 9_000)])
def test_little_work_is_one_batch(interviews, words):
    assert len(deal(range(interviews), [6 * words] * interviews)) == 1


def test_each_process_gets_several_batches_where_there_is_enough():
    assert len(deal(range(200), [INTERVIEW] * 200)) >= min(8, 4 * processors())


def test_no_batch_grows_with_the_study():
    dealt = deal(range(10_000), [INTERVIEW] * 10_000)
    assert max(map(len, dealt)) * INTERVIEW <= LARGEST


def test_no_more_processes_work_than_the_system_gives_processors():
    assert 1 <= processors() <= (os.cpu_count() or 1)
