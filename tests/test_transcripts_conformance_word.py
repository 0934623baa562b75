"""Word's edge cases, as the authors of another reader collected them."""

from __future__ import annotations

from pathlib import Path

import pytest

from transcripts.formats import word
from transcripts.manuscript import APART, Manuscript

FILES = Path(__file__).parents[2] / "shared" / "data" / "conformance" / "docx" / "mammoth"
needs_data = pytest.mark.skipif(not FILES.exists(), reason="the conformance files are not here")

NOTES = [("Ouch.", "speech"), ("A tachyon walks into a bar.", APART), ("Fin.", APART)]
AIR = [("Walking on imported air", "speech")]
EXPECTED = {
    "comments": (NOTES, ["unread-part"]),
    "embedded-style-map": (AIR, []),
    "empty": ([], []),
    "endnotes": (NOTES, ["unread-part"]),
    "external-picture": ([], ["external-links"]),
    "footnote-hyperlink": ([("Example", APART)], ["unread-part"]),
    "footnotes": (NOTES, ["unread-part"]),
    "simple-list": ([("Apple", "speech"), ("Banana", "speech")], []),
    "single-paragraph": (AIR, []),
    "strict-format": ([("Test", "speech")], []),
    "strikethrough": ([("Today's Special: Salmon Sold out", "speech")], []),
    "tables": (
        [
            (text, "speech")
            for text in ("Above", "Top left", "Top right", "Bottom left", "Bottom right", "Below")
        ],
        ["table"],
    ),
    "text-box": ([("Datum plane", "speech")], ["textbox"]),
    "tiny-picture": ([], []),
    "tiny-picture-target-base-relative": ([], []),
    "underline": ([("The Sunset Tree", "strong")], []),
    "utf8-bom": ([("This XML has a byte order mark.", "speech")], []),
}


def read(path: Path) -> Manuscript:
    return word.read(path.read_bytes(), path.name)


@needs_data
@pytest.mark.parametrize("stem", EXPECTED)
def test_a_file_gives_its_words_and_what_is_to_be_known(stem: str) -> None:
    manuscript = read(FILES / f"{stem}.docx")
    lines, kinds = EXPECTED[stem]
    assert [(line.text, line.kind) for line in manuscript.lines] == lines
    assert [notice.kind for notice in manuscript.notices] == kinds


@needs_data
def test_every_file_is_expected() -> None:
    assert {path.stem for path in FILES.glob("*.docx")} == set(EXPECTED)
