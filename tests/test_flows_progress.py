"""How far a run has come, and who is told."""

import pytest

from flows import progress
from flows.progress import Progress, told


@pytest.fixture
def heard(monkeypatch):
    """What an observer hears."""
    found = []
    monkeypatch.setattr(progress, "OBSERVERS", [found.append])
    return found


def test_an_observer_hears_how_far_a_stage_has_come(heard):
    told("read", 3, 12)
    assert heard == [Progress("read", 3, 12)]


def test_an_observer_that_fails_takes_neither_the_run_nor_another_along(heard):
    def fails(_):
        raise RuntimeError

    progress.OBSERVERS.insert(0, fails)
    told("code", 1, 2)
    assert heard == [Progress("code", 1, 2)]
