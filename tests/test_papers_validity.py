"""The sample study's documents, in the eyes of other programs: no error at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import validation
from pypdf import PdfWriter
from validation import needs

from flows.cli import DONE, main

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "inputs" / "sample"
FAKETIME = shutil.which("faketime")
LANGUAGES = ("", ".fr", ".de")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder / "inputs" / "sample")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["run", "sample", "--untracked"]) == DONE
    finally:
        os.chdir(before)
    return folder / "outputs" / "sample"


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_would_open_it_as_it_is(outputs: Path, language: str) -> None:
    assert validation.word_opens(outputs / f"white-paper{language}.docx") == []


@needs("the Open XML SDK's validator", there=bool(validation.NODE) and validation.SDK.exists())
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_open_xml_sdk_has_nothing_to_say(outputs: Path, language: str) -> None:
    assert validation.open_xml_sdk(outputs / f"white-paper{language}.docx") == []


@needs("LibreOffice", there=bool(validation.SOFFICE), remedy="apt install libreoffice-writer")
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_opens_it_and_shows_all_of_its_pages(
    outputs: Path, tmp_path: Path, language: str
) -> None:
    pages = validation.opened(outputs / f"white-paper{language}.docx", tmp_path)
    assert len(pages) > 30
    assert "P01" in "".join(pages)
    assert not [number for number, words in enumerate(pages, start=1) if not words.strip()]


@needs("veraPDF", there=validation.JAVA)
@pytest.mark.parametrize("flavour", validation.FLAVOURS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_keeps_both_standards(outputs: Path, language: str, flavour: str) -> None:
    assert validation.verapdf(outputs / f"white-paper{language}.pdf", flavour) == []


@needs("the Nu HTML checker", there=validation.JAVA and validation.NU.exists())
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_is_valid(outputs: Path, language: str) -> None:
    assert validation.nu_html(outputs / f"white-paper{language}.html") == []


@needs("axe-core or Chromium", there=bool(validation.CHROMIUM) and validation.AXE.exists())
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_html_shuts_nobody_out(outputs: Path, tmp_path: Path, language: str) -> None:
    assert validation.axe(outputs / f"white-paper{language}.html", tmp_path) == []


@needs("faketime", there=bool(FAKETIME), remedy="apt install faketime")
def test_another_day_and_another_folder_give_the_same_bytes(outputs: Path, tmp_path: Path) -> None:
    home = tmp_path / "elsewhere é"
    shutil.copytree(SAMPLE, home / "inputs" / "sample")
    command = [FAKETIME, "2031-02-03 23:59:50", sys.executable, "-m", "flows", "run", "sample"]
    elsewhere = {"TZ": "Pacific/Auckland", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [*command, "--untracked", "--language", "fr"],
        cwd=home,
        env=os.environ | elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == DONE, ran.stderr
    again = home / "outputs" / "sample"
    # The notices and the record tell which languages were asked for.
    names = {path.name for path in again.iterdir()} - {"notices.md", "run.json"}
    assert {f"white-paper.fr.{kind}" for kind in ("docx", "html", "pdf")} < names
    assert [n for n in names if (outputs / n).read_bytes() != (again / n).read_bytes()] == []


# A judge that never finds anything would be no judge


@pytest.fixture
def torn(outputs: Path, tmp_path: Path) -> Path:
    """A paper in whose body stands an element that Word does not know there."""
    path = tmp_path / "torn.docx"
    with (
        zipfile.ZipFile(outputs / "white-paper.docx") as whole,
        zipfile.ZipFile(path, "w") as package,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body><w:tblGrid/>", 1)
            package.writestr(name, content)
    return path


def test_what_tears_a_word_file_is_found(torn: Path) -> None:
    assert validation.word_opens(torn)


@needs("the Open XML SDK's validator", there=bool(validation.NODE) and validation.SDK.exists())
def test_the_open_xml_sdk_finds_it_too(torn: Path) -> None:
    assert validation.open_xml_sdk(torn)


@needs("veraPDF", there=validation.JAVA)
@pytest.mark.parametrize("flavour", validation.FLAVOURS)
def test_a_pdf_without_tags_is_found(tmp_path: Path, flavour: str) -> None:
    writer = PdfWriter()
    for _ in range(200):
        writer.add_blank_page(595, 842)
    writer.write(tmp_path / "bare.pdf")
    assert validation.verapdf(tmp_path / "bare.pdf", flavour)


@pytest.fixture
def careless(outputs: Path, tmp_path: Path) -> Path:
    """A paper with a picture that has no text and an id that stands twice."""
    page = (outputs / "white-paper.html").read_text("utf-8")
    path = tmp_path / "careless.html"
    faults = '<p id="main"></p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></body>'
    path.write_text(page.replace("</body>", faults), "utf-8")
    return path


@needs("the Nu HTML checker", there=validation.JAVA and validation.NU.exists())
def test_a_careless_page_is_found(careless: Path) -> None:
    assert any("Duplicate ID" in line for line in validation.nu_html(careless))


@needs("axe-core or Chromium", there=bool(validation.CHROMIUM) and validation.AXE.exists())
def test_who_cannot_see_is_shut_out_of_it(careless: Path, tmp_path: Path) -> None:
    assert any("image-alt" in line for line in validation.axe(careless, tmp_path))
