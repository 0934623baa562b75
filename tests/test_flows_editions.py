"""An edition's documents: each without the others where it must be, and nothing unsaid."""

import json
import sys

import pytest
from studies import study
from word_files import EVERYTHING, body, chapter, paper

from flows import editions, record
from flows.cli import DONE, main

ALL = editions.FORMATS


@pytest.fixture
def _no_pango(tmp_path, monkeypatch):
    """A WeasyPrint that finds no Pango."""
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    folder = tmp_path / "path" / "weasyprint"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise OSError('cannot load library')")
    monkeypatch.syspath_prepend(str(folder.parent))


def made(folder):
    return {path.name for path in folder.iterdir() if path.is_file()}


@pytest.mark.usefixtures("_no_pango")
def test_word_and_html_are_delivered_where_pango_is_missing(tmp_path):
    (notice,) = editions.write(EVERYTHING, str(tmp_path), "p", ALL)
    assert made(tmp_path) == {"p.docx", "p.html"}
    assert (notice.kind, notice.unusable) == ("pdf", True)
    assert "libpango-1.0-0" in notice.text


def test_what_no_font_can_draw_is_named(tmp_path):
    strange = paper(chapter(body("A sign \U0010fffd that no font has.")))
    (notice,) = editions.write(strange, str(tmp_path), "p", ALL)
    assert made(tmp_path) == {"p.docx", "p.html", "p.pdf"}
    assert (notice.kind, notice.unusable) == ("glyph", False)
    assert "U+10FFFD" in notice.text


def test_a_run_that_could_not_make_all_is_made_again(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    study(tmp_path)
    asked = ["run", "--untracked", "--format", "html"]
    assert main(asked) == DONE
    path = tmp_path / "outputs" / "trial" / "run.json"
    before = json.loads(path.read_text("utf-8"))
    del before["outputs"]["white-paper.fr.html"]
    record.write_json(before, path)
    capsys.readouterr()
    assert main(asked) == DONE
    assert "Nothing has changed" not in capsys.readouterr().err
