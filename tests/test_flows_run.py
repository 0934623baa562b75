"""From dropped transcripts to documents, as a researcher runs it."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from studies import ENGLISH, INTERVIEWS, SHARED, contents, is_shown_as, record, rows, study

from flows import tracking
from flows.cli import DONE, UNUSABLE, WRONG, main
from transcripts import reading
from transcripts.participant_list import read_rows

QUICK = ("--untracked", "--format", "html")
DOCUMENTS = {"white-paper.html", "white-paper.fr.html", "white-paper.de.html"}
EVIDENCE = {"evidence.xlsx", "codings.csv", "counts.csv", "notices.md", "run.json"}


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    return main(["run", *arguments])


def test_a_study_becomes_a_paper_in_three_languages_with_its_evidence(tmp_path, capsys):
    study(tmp_path)
    assert run("trial", *QUICK) == DONE
    assert set(contents(tmp_path / "outputs" / "trial")) == DOCUMENTS | EVIDENCE
    shown = capsys.readouterr()
    assert "Electrification" in shown.out
    assert "white-paper.html" in shown.out
    assert shown.err.splitlines() == [
        "Read 3 files: 3 transcripts",
        "Coded 3 transcripts",
        "Wrote 8 files",
    ]


def test_files_that_lie_in_inputs_are_a_study_without_any_configuration(tmp_path):
    (tmp_path / "inputs").mkdir()
    for name, text in INTERVIEWS.items():
        (tmp_path / "inputs" / name).write_text(text, "utf-8")
    assert run(*QUICK) == DONE
    assert DOCUMENTS < set(contents(tmp_path / "outputs" / "study"))


def test_the_only_study_needs_no_name(tmp_path):
    study(tmp_path)
    assert run(*QUICK) == DONE


def test_a_folder_anywhere_is_a_study(tmp_path):
    folder = study(tmp_path / "elsewhere")
    assert run(str(folder), "--outputs", "there", *QUICK) == DONE
    assert DOCUMENTS < set(contents(tmp_path / "there" / "trial"))


@pytest.mark.parametrize(
    ("arguments", "documents"),
    [
        (("--language", "fr"), {"white-paper.fr.html"}),
        (("--language", "de", "--language", "en"), {"white-paper.de.html", "white-paper.html"}),
    ],
)
def test_languages_asked_for_are_the_only_ones(tmp_path, arguments, documents):
    study(tmp_path)
    assert run(*QUICK, *arguments) == DONE
    assert set(contents(tmp_path / "outputs" / "trial")) == documents | EVIDENCE


def test_documents_of_another_order_stay_and_are_named(tmp_path):
    study(tmp_path)
    assert run(*QUICK) == DONE
    assert run(*QUICK, "--language", "fr") == DONE
    assert set(contents(tmp_path / "outputs" / "trial")) == DOCUMENTS | EVIDENCE
    earlier = {n["path"] for n in record(tmp_path)["notices"] if n["kind"] == "earlier"}
    assert earlier == {"white-paper.html", "white-paper.de.html"}


def test_a_document_that_somebody_has_edited_is_kept_beside_the_new_one(tmp_path):
    study(tmp_path)
    run(*QUICK)
    page = tmp_path / "outputs" / "trial" / "white-paper.html"
    page.write_text("my own words", "utf-8")
    assert run(*QUICK) == DONE
    assert page.with_stem("white-paper.edited-1").read_text("utf-8") == "my own words"
    assert page.read_text("utf-8") != "my own words"
    assert "edited" in {notice["kind"] for notice in record(tmp_path)["notices"]}


def test_every_quotation_is_verbatim_and_every_coding_leads_to_its_place(tmp_path):
    folder = study(
        tmp_path, dict(zip(("a.txt", "b.txt", "c.txt"), INTERVIEWS.values(), strict=True))
    )
    assert run(*QUICK) == DONE
    texts = {
        path.stem: reading.read(path).text for path in sorted((folder / "transcripts").iterdir())
    }
    codings = rows(tmp_path)
    assert len(codings) > 5
    for row in codings:
        assert texts[row["transcript"]][int(row["start"]) : int(row["end"])] == row["text"]


def test_the_interviewer_is_coded_and_never_counted(tmp_path):
    study(tmp_path)
    assert run(*QUICK) == DONE
    asked = [row for row in rows(tmp_path) if row["counted"] == "no"]
    assert {row["code"] for row in asked} >= {"covid_19", "electrification"}
    assert {row["participant"] for row in asked} == {""}
    page = (tmp_path / "outputs" / "trial" / "white-paper.html").read_text("utf-8")
    assert "What did the pandemic change" not in page


def test_a_second_run_does_nothing_and_rewrites_nothing(tmp_path, capsys):
    study(tmp_path)
    run(*QUICK)
    outputs = tmp_path / "outputs" / "trial"
    before = {p.name: p.stat().st_mtime_ns for p in outputs.iterdir()}
    capsys.readouterr()
    assert run(*QUICK) == DONE
    assert "Nothing has changed" in capsys.readouterr().err
    assert {p.name: p.stat().st_mtime_ns for p in outputs.iterdir()} == before


def test_a_run_that_has_nothing_to_do_loads_next_to_nothing(tmp_path):
    study(tmp_path)
    run(*QUICK)
    looked = "import sys; from flows.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", looked, "run", *QUICK]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Nothing has changed" in done.stderr
    heavy = {"numpy", "spacy", "prefect", "weasyprint", "docx", "openpyxl", "pypdf", "babel"}
    assert heavy & set(done.stdout.split()) == set()


def test_only_what_has_changed_is_read_and_coded_again(tmp_path, capsys):
    folder = study(tmp_path)
    run(*QUICK)
    capsys.readouterr()
    (folder / "transcripts" / "vale.txt").write_text(ENGLISH + "\nMr Vale: So.\n", "utf-8")
    assert run(*QUICK) == DONE
    assert capsys.readouterr().err.splitlines()[:2] == [
        "Read 3 files, 1 of them new: 3 transcripts",
        "Coded 1 transcript, 2 known already",
    ]


@pytest.mark.parametrize("damage", ["delete", "edit"])
def test_an_output_that_was_lost_or_changed_is_made_again(tmp_path, damage):
    study(tmp_path)
    run(*QUICK)
    before = contents(tmp_path / "outputs" / "trial")
    victim = tmp_path / "outputs" / "trial" / "counts.csv"
    victim.unlink() if damage == "delete" else victim.write_text("mine")
    run(*QUICK)
    assert contents(tmp_path / "outputs" / "trial") == before


def test_the_same_study_gives_the_same_bytes_wherever_and_in_whatever_order_it_lies(tmp_path):
    orders = [list(INTERVIEWS.items()), random.Random(1).sample(list(INTERVIEWS.items()), 3)]
    made = []
    for number, order in enumerate(orders):
        home = tmp_path / f"home{number}"
        study(home, dict(order))
        os.chdir(home)
        assert run("--untracked", "--language", "fr") == DONE
        made.append(contents(home / "outputs" / "trial"))
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_what_is_taken_away_leaves_no_trace(tmp_path):
    folder = study(tmp_path)
    run(*QUICK)
    assert b"Poland" in everything(tmp_path / ".state")
    (folder / "transcripts" / "vale.txt").unlink()
    run(*QUICK)
    assert b"Poland" not in everything(tmp_path / ".state") + everything(tmp_path / "outputs")


def everything(folder):
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


BAD = {
    "empty.txt": (b"", "empty"),
    "picture.png": (b"\x89PNG\r\n", "kind"),
    "fake.docx": (b"this is not a Word file", "docx"),
    "spanish.txt": (
        "Ana: ¿Qué piensa usted de los coches que se venden hoy en la ciudad?\n\n"
        "Luis: Pues yo creo que es muy difícil para la gente que vive en el campo y no tiene "
        "otra manera de ir al trabajo todos los días.\n".encode(),
        "language",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_and_the_rest_is_delivered(tmp_path, capsys, name):
    content, hint = BAD[name]
    study(tmp_path, {**INTERVIEWS, name: content})
    assert run(*QUICK) == UNUSABLE
    assert DOCUMENTS < set(contents(tmp_path / "outputs" / "trial"))
    (notice,) = [one for one in record(tmp_path)["notices"] if one["unusable"]]
    assert notice["path"] == f"transcripts/{name}"
    assert hint in (notice["kind"] + notice["text"]).casefold()
    assert name in capsys.readouterr().out
    assert name in (tmp_path / "outputs" / "trial" / "notices.md").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path):
    folder = study(tmp_path)
    (folder / "transcripts" / "vale.txt").chmod(0)
    assert run(*QUICK) == UNUSABLE


def test_a_link_to_nowhere_is_named(tmp_path):
    folder = study(tmp_path)
    (folder / "transcripts" / "gone.txt").symlink_to("nowhere.txt")
    assert run(*QUICK) == UNUSABLE
    assert any("gone.txt" in one["path"] for one in record(tmp_path)["notices"])


def test_a_transcript_without_speakers_is_used_and_said_so(tmp_path):
    text = (
        "We sell electric vans to towns in Belgium.\n\nThe battery comes from Hungary by lorry.\n"
    )
    study(tmp_path, {**INTERVIEWS, "plain.txt": text})
    assert run(*QUICK) == DONE
    assert "plain" in {row["transcript"] for row in rows(tmp_path)}
    kinds = {one["kind"] for one in record(tmp_path)["notices"] if "plain" in one["path"]}
    assert "no-speakers" in kinds


def test_two_files_of_one_interview_count_once(tmp_path):
    twice = ENGLISH.replace("Mr Vale:", "**Mr Vale:**").replace("Interviewer:", "**Interviewer:**")
    study(tmp_path, {**INTERVIEWS, "vale-2.md": twice})
    assert run(*QUICK) == DONE
    made = record(tmp_path)
    assert made["respondents"] == 3
    assert "duplicate-content" in {one["kind"] for one in made["notices"]}


def test_locks_and_backups_are_passed_over_and_listed(tmp_path):
    study(tmp_path, {**INTERVIEWS, "~$vale.docx": b"x", "vale.txt~": b"x"})
    assert run(*QUICK) == DONE
    ignored = [n["path"] for n in record(tmp_path)["notices"] if n["kind"] == "ignored"]
    assert ignored == ["transcripts/vale.txt~", "transcripts/~$vale.docx"]


def test_a_study_without_any_usable_file_says_why_and_writes_nothing(tmp_path, capsys):
    study(tmp_path, {"empty.txt": b"", "picture.png": b"\x89PNG"})
    assert run(*QUICK) == WRONG
    told = capsys.readouterr().err
    assert "empty.txt" in told
    assert "picture.png" in told
    assert not (tmp_path / "outputs" / "trial" / "white-paper.html").exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"study_toml": 'titel = "x"'}, "Did you mean 'title'"),
        ({"study_toml": 'languages = ["nl"]'}, "nl"),
        ({"study_toml": "title = "}, "TOML"),
        ({"participants_csv": "name\nx\n"}, "transcript"),
        ({"participants_csv": "transcript,consent\nvale,maybe\n"}, "maybe"),
        ({"codebook_toml": "[codes.x]\nlable.en = 'x'\n"}, "'label'"),
    ],
)
def test_settings_that_cannot_be_used_stop_the_run_with_what_to_do(
    tmp_path, capsys, settings, told
):
    study(tmp_path, **settings)
    assert run(*QUICK) == WRONG
    shown = capsys.readouterr().err
    assert told in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize("arguments", [("nowhere",), ("--language", "nl"), ("--format", "doc")])
def test_wrong_usage_is_told(tmp_path, arguments):
    study(tmp_path)
    try:
        status = run(*arguments)
    except SystemExit as left:
        status = left.code
    assert status == WRONG


def test_outputs_that_cannot_be_written_leave_the_old_ones(tmp_path, capsys):
    study(tmp_path)
    (tmp_path / "outputs").write_text("a file where a folder should be")
    assert run(*QUICK) == WRONG
    assert "cannot be written" in capsys.readouterr().err


def test_the_authors_sections_reach_the_paper_in_their_language(tmp_path):
    folder = study(tmp_path)
    (folder / "sections").mkdir()
    (folder / "sections" / "recommendations.md").write_text("Sell *together*.", "utf-8")
    (folder / "sections" / "recommendations.fr.md").write_text("Vendez ensemble.", "utf-8")
    assert run(*QUICK) == DONE
    outputs = tmp_path / "outputs" / "trial"
    assert "Sell <em>together</em>." in (outputs / "white-paper.html").read_text("utf-8")
    assert "Vendez ensemble." in (outputs / "white-paper.fr.html").read_text("utf-8")


SAMPLE = Path(__file__).parents[1] / "inputs" / "sample"


def test_the_sample_s_papers_name_nobody_who_is_not_to_be_named(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "inputs" / "sample")
    assert run("sample", *QUICK) == DONE
    hidden = [
        row.cells
        for row in read_rows(SAMPLE / "participants.csv")
        if row.cells["role"] == "respondent" and row.cells["consent"] != "named"
    ]
    surnames = {cells["name"].split()[-1] for cells in hidden if cells["name"]}
    pages = [p.read_text("utf-8") for p in (tmp_path / "outputs" / "sample").glob("*.html")]
    assert len(surnames) > 5
    assert [name for name in sorted(surnames) for page in pages if name in page] == []


# Prefect


def states(database):
    import sqlite3

    with sqlite3.connect(database) as connection:
        query = "select flow.name, flow_run.state_type from flow_run join flow on flow.id = flow_id"
        return dict(connection.execute(query).fetchall())


def run_by_itself(environment):
    command = [sys.executable, "-m", "flows", "run", "--format", "html"]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, check=False, timeout=300
    )


@pytest.fixture
def _environment():
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.slow
@pytest.mark.usefixtures("_environment")
def test_a_server_that_is_named_is_used(tmp_path):
    study(tmp_path)
    with tracking.server(tmp_path / "team") as link:
        assert tracking.ready(link)
        named = {
            "PREFECT_HOME": str(tmp_path / "mine"),
            "PREFECT_API_URL": link.server.url,
            "PREFECT_API_AUTH_STRING": link.server.password,
        }
        done = run_by_itself({**os.environ, **named})
    assert done.returncode == DONE, done.stderr
    assert states(tmp_path / "team" / "prefect" / "prefect.db")["white-paper"] == "COMPLETED"
    assert not (tmp_path / ".state" / "prefect").exists()


@pytest.mark.slow
def test_a_server_that_is_named_and_not_there_does_not_stop_the_run(tmp_path):
    study(tmp_path)
    done = run_by_itself({**os.environ, "PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert done.returncode == DONE, done.stderr
    assert "going on without it" in done.stderr
    assert DOCUMENTS < set(contents(tmp_path / "outputs" / "trial"))


# Real input


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the real transcripts are not part of the project")
def test_all_real_transcripts_become_one_paper_and_each_file_is_accounted_for(tmp_path):
    folder = tmp_path / "inputs" / "real"
    own = shutil.ignore_patterns("expected")  # the field team's own extraction of theirs
    shutil.copytree(SHARED / "data" / "transcripts", folder / "transcripts", ignore=own)
    assert run("real", *QUICK) == DONE
    made = record(tmp_path, "real")
    used = {source["path"] for source in made["transcripts"]}
    told = {notice["path"] for notice in made["notices"]}
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert files <= used | told
    texts = {
        source["id"]: reading.read(folder / source["path"]).text for source in made["transcripts"]
    }
    codings = rows(tmp_path, name="real")
    assert len(codings) > 1000
    for row in codings:
        said = texts[row["transcript"]][int(row["start"]) : int(row["end"])]
        assert is_shown_as(said, row["text"])
    assert json.loads((tmp_path / "outputs" / "real" / "run.json").read_text("utf-8")) == made
