"""An edition's documents: each without the others where it must be, and nothing unsaid."""

import json
import shutil
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


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return study(tmp_path)


def ran(capsys, *arguments):
    """The last thing that a run says of its progress."""
    assert main(["run", "--untracked", "--format", "html", "--format", "docx", *arguments]) == DONE
    return capsys.readouterr().err.splitlines()[-1]


def written(folder):
    return {p.name: p.read_bytes() for p in (folder / "outputs" / "trial").iterdir()}


def test_an_edition_is_written_again_only_where_something_of_it_has_changed(home, tmp_path, capsys):
    assert ran(capsys) == "Wrote 11 files"
    first = written(tmp_path)
    (home / "sections").mkdir()
    for language in ("en", "fr", "de"):
        (home / "sections" / f"conclusion.{language}.md").write_text(f"The end ({language}).")
    assert ran(capsys) == "Wrote 11 files"
    (home / "sections" / "conclusion.de.md").write_text("Der Schluss.")
    assert ran(capsys) == "Wrote 11 files, 4 of them as they were"
    last = written(tmp_path)
    changed = {name for name in first if first[name] != last[name]}
    assert {"white-paper.de.html", "white-paper.de.docx"} <= changed


def test_what_was_kept_is_what_would_be_written(home, tmp_path, capsys):
    (home / "sections").mkdir()
    (home / "sections" / "conclusion.en.md").write_text("The end.")
    (home / "sections" / "conclusion.fr.md").write_text("La fin.")
    (home / "sections" / "conclusion.de.md").write_text("Ende.")
    ran(capsys)
    (home / "sections" / "conclusion.de.md").write_text("Schluss.")
    assert "as they were" in ran(capsys)
    kept = written(tmp_path)
    shutil.rmtree(tmp_path / "outputs")
    assert ran(capsys) == "Wrote 11 files"
    assert written(tmp_path) == kept


@pytest.mark.usefixtures("home")
def test_an_edited_document_is_not_kept_for_the_program_s(tmp_path, capsys):
    ran(capsys)
    edited = tmp_path / "outputs" / "trial" / "white-paper.html"
    edited.write_text("mine")
    assert ran(capsys) == "Wrote 11 files, 4 of them as they were"
    assert edited.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert edited.with_name("white-paper.edited-1.html").read_text() == "mine"


@pytest.mark.usefixtures("home")
def test_a_draft_is_word_and_html_alone(tmp_path):
    assert main(["run", "--untracked", "--draft"]) == DONE
    endings = {path.suffix for path in (tmp_path / "outputs" / "trial").glob("white-paper*")}
    assert endings == {".docx", ".html"}
