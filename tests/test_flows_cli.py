"""The command line: what each verb prints, and what it does not even load."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from studies import ENGLISH, INTERVIEWS, study

from flows.cli import DONE, UNUSABLE, WRONG, main


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_check_has_a_line_for_each_file_and_each_notice(tmp_path, capsys):
    study(tmp_path, {**INTERVIEWS, "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})
    assert main(["check"]) == UNUSABLE
    shown = " ".join(capsys.readouterr().out.split())
    for line in (
        "transcripts/brell.txt txt de 4 Interviewerin (interviewer), Frau Brell (respondent)",
        "transcripts/vale.txt txt en 6 Interviewer (interviewer), Mr Vale (respondent)",
        "transcripts/old.doc: ",
        "Read 4 files: 3 transcripts; 1 not usable",
    ):
        assert line in shown


def test_check_reports_who_in_the_list_of_participants_speaks_nowhere(tmp_path, capsys):
    rows = "transcript,speaker,region\nvale,Mr Vale,Lorraine\nvale,Mr Wale,Lorraine\n"
    study(tmp_path, participants_csv=rows)
    assert main(["check"]) == DONE
    assert "participants.csv, line 3: Nobody matches speaker 'Mr Wale'" in capsys.readouterr().out


OWN_BOOK = """
[codes.vans]
label = { en = "Vans", fr = "Fourgons", de = "Transporter" }
definition = { en = "Vans.", fr = "Des fourgons.", de = "Transporter." }
examples = { en = ["We drive a lorry."] }
counterexamples = { en = ["Vandals broke in."] }
[codes.vans.terms]
en = { strong = ["van*", "vans"] }
fr = { strong = ["fourgon"] }
de = { strong = ["transporter*"] }
"""


def test_check_gives_advice_on_the_study_s_own_codebook(tmp_path, capsys):
    study(tmp_path, codebook_toml=OWN_BOOK)
    assert main(["check"]) == DONE
    shown = capsys.readouterr().out
    for line in (
        'codebook.toml, line 5: code vans: the example "We drive a lorry." does not get the code.',
        'codebook.toml, line 6: code vans: the counterexample "Vandals broke in." gets the code.',
        'codebook.toml, line 8: code vans: "van*" finds all that "vans" finds.',
    ):
        assert line in shown


def test_check_names_everything_that_is_wrong_with_a_codebook(tmp_path, capsys):
    wrong = OWN_BOOK.replace('"vans"', '"v(an)"').replace('"fourgon"', '"<cars> rouge"')
    study(tmp_path, codebook_toml=wrong)
    assert main(["check"]) == WRONG
    shown = capsys.readouterr().err
    assert "line 8: code vans: terms.en.strong, entry 2" in shown
    assert "line 9: code vans: terms.fr.strong, entry 1" in shown


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["version"], ("spacy", "prefect", "weasyprint", "docx")),
        (["check"], ("spacy", "prefect", "weasyprint", "docx")),
        (["read", "vale.txt"], ("spacy", "prefect", "weasyprint", "docx")),
        (["code", "passages.jsonl"], ("prefect", "weasyprint", "docx")),
        (["export", "--qdc", "book.qdc"], ("spacy", "prefect", "weasyprint", "docx")),
    ],
    ids=lambda value: value[0],
)
def test_a_verb_loads_only_what_it_needs(tmp_path, arguments, heavy):
    study(tmp_path)
    (tmp_path / "vale.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "passages.jsonl").write_text('{"id": 1, "text": "An electric car."}\n', "utf-8")
    code = (
        "import sys; from flows.cli import main; "
        f"status = main({arguments!r}); "
        f"print([name for name in {heavy!r} if name in sys.modules]); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == DONE, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_read_prints_a_transcript_as_json_with_times_in_seconds(tmp_path, capsys):
    cue = "WEBVTT\n\n00:00:01.500 --> 00:00:04.000\n<v Ana>Do you export?</v>\n\n"
    cue += "00:00:04.500 --> 00:00:09.000\n<v Ben>To Poland and to Italy, yes.</v>\n"
    (tmp_path / "talk.vtt").write_text(cue, "utf-8")
    assert main(["read", "talk.vtt", "--json"]) == DONE
    read = json.loads(capsys.readouterr().out)
    assert read["language"] == "en"
    assert [(t["speaker"], t["start"], t["end"], t["text"]) for t in read["turns"]] == [
        ("Ana", 1.5, 4.0, "Do you export?"),
        ("Ben", 4.5, 9.0, "To Poland and to Italy, yes."),
    ]
    assert {turn["role"] for turn in read["turns"]} <= {"interviewer", "respondent", "unknown"}


def test_read_prints_all_of_a_file_speech_or_not(tmp_path, capsys):
    (tmp_path / "a.md").write_text("# Talk\n\n**Q:** And?\n\n**A:** Fine.\n\n**A:** (laughs)\n")
    assert main(["read", "a.md"]) == DONE
    told = capsys.readouterr().out
    assert told.startswith("a.md: md, ")
    for words in ("Q (interviewer)\nAnd?", "A (respondent)\nFine.", "Set apart", "Talk", "laughs"):
        assert words in told


def test_read_gives_a_list_for_an_archive(tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.txt", "I: Hi?\n\nB: Hello there.\n")
        archive.writestr("b.txt", "I: So?\n\nB: So what.\n")
        archive.writestr("c.mp3", "ID3")
    assert main(["read", "all.zip", "--json"]) == UNUSABLE
    printed = capsys.readouterr()
    assert [read["id"] for read in json.loads(printed.out)] == ["a", "b"]
    assert "all.zip/c.mp3" in printed.err


def test_read_keeps_to_the_limits_of_the_study_around(tmp_path, capsys):
    folder = tmp_path / "inputs" / "trial" / "transcripts"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("I: Hi?\n\nB: Hello.\n" * 3)
    (folder.parent / "study.toml").write_text("[limits]\nlines = 5\n")
    assert main(["read", str(folder / "a.txt")]) == UNUSABLE
    assert "more than 5 paragraphs" in capsys.readouterr().err


def test_read_shows_no_escape_of_a_terminal(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("I: Hi?\n\nB: A \x1b[31mred\x1b[0m word here.\n", "utf-8")
    main(["read", "x.txt"])
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "status"), [(None, WRONG), (b"", UNUSABLE)], ids=["missing", "empty"]
)
def test_read_says_what_is_wrong_with_a_file(tmp_path, capsys, content, status):
    if content is not None:
        (tmp_path / "x.txt").write_bytes(content)
    assert main(["read", "x.txt"]) == status
    assert "x.txt" in capsys.readouterr().err


def test_code_answers_line_by_line_in_the_same_order(tmp_path, capsys):
    passages = [
        {"id": "b", "text": "L’électrification des véhicules avance.", "lang": "fr"},
        {"id": "a", "text": "Der Himmel ist heute blau."},
        {"id": 3, "text": "The self-driving shuttle shares its mobility data."},
    ]
    lines = "\n".join(json.dumps(passage) for passage in passages)
    (tmp_path / "p.jsonl").write_text(lines, "utf-8")
    assert main(["code", "p.jsonl"]) == DONE
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a", 3]
    assert [answer["codes"] for answer in answers] == [
        ["electrification"],
        [],
        ["autonomous_vehicles", "data_sharing"],
    ]
    for answer, passage in zip(answers, passages, strict=True):
        for start, end, code in answer["spans"]:
            assert code in answer["codes"]
            assert passage["text"][start:end].strip()


@pytest.mark.parametrize(
    ("line", "told"), [("{", "line 2: is not JSON"), ('{"id": 1}', "lacks id or text")]
)
def test_code_names_the_line_that_it_cannot_use(tmp_path, capsys, line, told):
    (tmp_path / "p.jsonl").write_text('{"id": 0, "text": "x"}\n' + line, "utf-8")
    assert main(["code", "p.jsonl"]) == WRONG
    assert told in capsys.readouterr().err


def test_new_makes_a_study_that_can_be_filled_in_and_run(tmp_path, capsys):
    assert main(["new", "mine"]) == DONE
    folder = tmp_path / "inputs" / "mine"
    assert {p.name for p in folder.iterdir()} >= {"study.toml", "participants.csv", "transcripts"}
    assert "whitepaper run mine" in capsys.readouterr().out
    (folder / "transcripts" / "vale.txt").write_text(ENGLISH, "utf-8")
    assert main(["run", "mine", "--untracked", "--format", "html"]) == DONE


@pytest.mark.parametrize("name", ["../x", "a/b", "", "con\tx"])
def test_new_refuses_what_is_no_name(capsys, name):
    assert main(["new", name]) == WRONG
    assert "cannot be a folder's name" in capsys.readouterr().err


def test_new_never_writes_over_a_study(tmp_path, capsys):
    study(tmp_path, name="mine")
    assert main(["new", "mine"]) == WRONG
    assert "there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    "verb", ["run", "new", "check", "read", "code", "export", "import", "version"]
)
def test_every_verb_explains_itself(capsys, verb):
    with pytest.raises(SystemExit) as left:
        main([verb, "--help"])
    assert left.value.code == 0
    assert "usage: whitepaper " + verb in capsys.readouterr().out


def test_two_studies_and_no_name_is_a_question(tmp_path, capsys):
    study(tmp_path, name="one")
    study(tmp_path, name="two")
    assert main(["check"]) == WRONG
    assert "Name one: one, two" in capsys.readouterr().err


def test_letters_that_a_terminal_does_not_know_are_spelled_out(tmp_path):
    study(tmp_path, {"été.txt": "Enquêtrice : Où ?\n\nM. Noël : À Liège, près de la gare.\n"})
    done = subprocess.run(
        [sys.executable, "-m", "flows", "check"],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="ascii",
        check=False,
    )
    assert done.returncode in (DONE, UNUSABLE), done.stderr
    assert r"\xe9t\xe9.txt" in done.stdout
