"""One interview in many layouts gets the same codings."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.codebook import default_codebook
from nlp.coding import Coder
from transcripts import reading

STYLES = Path(__file__).parents[2] / "shared" / "data" / "styles" / "de"
FILES = sorted(path for path in STYLES.glob("*") if path.suffix != ".json")
CODER = Coder(default_codebook())

pytestmark = pytest.mark.skipif(not FILES, reason="the interview in twelve layouts is not here")


def codings(path):
    transcript = reading.read(path)
    return [
        (
            coding.turn,
            coding.code,
            " ".join(transcript.text[coding.start : coding.end].split()),
            coding.counted,
            coding.prompted,
            coding.terms,
            coding.stance,
        )
        for coding in CODER.code(transcript)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_layout_gets_the_codings_of_the_first(path):
    first = codings(FILES[0])
    assert first
    assert codings(path) == first
