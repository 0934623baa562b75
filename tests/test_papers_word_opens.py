"""Another program than ours opens the Word file and shows what stands in it."""

import os
import shutil
import subprocess

import pytest
from pypdf import PdfReader
from word_files import EVERYTHING

from papers.model import Quote
from papers.word import write

SOFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The words of the pages that LibreOffice lays out."""
    folder = tmp_path_factory.mktemp("opened")
    write(EVERYTHING, folder / "paper.docx")
    command = [SOFFICE, "--headless", "--convert-to", "pdf", "--outdir", folder]
    home = {**os.environ, "HOME": str(folder)}
    subprocess.run(
        [*command, folder / "paper.docx"], env=home, check=True, capture_output=True, timeout=180
    )
    pages = PdfReader(folder / "paper.pdf").pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("title", [section.title for section in EVERYTHING.sections])
def test_every_heading_is_on_a_page(shown, title):
    assert "".join(title.split()) in shown


@pytest.mark.parametrize(
    "text", [b.text for s in EVERYTHING.sections for b in s.blocks if isinstance(b, Quote)]
)
def test_every_quotation_is_on_a_page(shown, text):
    assert "".join(text.split())[:60] in shown
