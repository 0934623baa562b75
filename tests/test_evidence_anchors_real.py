"""Real interviews, corrected by a script that knows where each word has gone."""

from __future__ import annotations

import pytest

pytest.importorskip("benchmarks.anchors", reason="run from the project's folder")

from benchmarks import anchors

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not anchors.DATA.exists(), reason="the real interviews are not here"),
]


@pytest.fixture(scope="module")
def found():
    return anchors.found(take=4, strengths=("light", "thorough"))


def test_a_light_correction_loses_and_misplaces_nothing(found):
    counts = found["light"].counts
    assert counts.total() > 1500
    assert (counts["misplaced"], counts["given up"]) == (0, 0)


def test_a_thorough_correction_hardly_loses_anything(found):
    counts = found["thorough"].counts
    assert counts["misplaced"] <= counts.total() * 0.001
    assert counts["given up"] <= counts.total() * 0.005
