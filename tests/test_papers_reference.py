"""The reference document, as it is made and as people change it."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from word_files import (
    EVERYTHING,
    PAGES,
    Word,
    chapter,
    paper,
    table,
    written,
)

from papers import reference as reference_document
from papers.word import REFERENCE
from transcripts.errors import InputError


@pytest.fixture(scope="module")
def whole() -> Word:
    return written(EVERYTHING, pages=PAGES)


# The reference document


def test_the_reference_document_is_what_the_program_makes():
    look = tomllib.loads(Path(reference_document.__file__).with_suffix(".toml").read_text("utf-8"))
    made = members(io.BytesIO(reference_document.reference(look)))
    assert made == members(REFERENCE), "run python -m papers.reference"


def members(file: Path | io.BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(path: Path, changes: dict[str, str]) -> Path:
    """The reference document with other words in its parts."""
    with zipfile.ZipFile(REFERENCE) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            for before, after in changes.items():
                content = content.replace(before, after)
            new.writestr(name, content)
    return path


def test_a_reference_saved_by_a_french_word_serves_as_well(tmp_path, whole):
    ids = {'"Heading1"': '"Titre1"', '"BodyText"': '"Corpsdetexte"', '"Header"': '"En-tte"'}
    french = changed(tmp_path / "french.docx", ids)
    word = written(EVERYTHING, reference=french, pages=PAGES)
    for part in ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/header2.xml"):
        assert etree.tostring(word.part(part), method="c14n") == etree.tostring(
            whole.part(part), method="c14n"
        )


def test_a_restyled_reference_is_followed(tmp_path):
    green = changed(tmp_path / "green.docx", {"0B4F6C": "00AA00", 'w:left="1420"': 'w:left="2420"'})
    word = written(paper(chapter(table())), reference=green)
    assert b"00AA00" in word.members["word/styles.xml"]
    assert word.find("//w:tblW/@w:w") == ["8066"]


@pytest.mark.parametrize("name", ["missing.docx", "plain.docx"])
def test_a_reference_that_is_no_word_file_is_refused(tmp_path, name):
    (tmp_path / "plain.docx").write_text("not a zip")
    with pytest.raises(InputError, match=f"{name}: this is not a Word document"):
        written(EVERYTHING, reference=tmp_path / name)


def test_a_reference_without_the_styles_is_refused(tmp_path):
    other = changed(tmp_path / "other.docx", {'w:val="Quote Source"': 'w:val="Something"'})
    with pytest.raises(InputError, match="lacks the styles quote source"):
        written(EVERYTHING, reference=other)
