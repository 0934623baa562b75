"""Studies out to other programs and back, through the command line."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile

import pytest
from refi_qda_writers import ANNA, CODE, Writer, text_element, written
from studies import INTERVIEWS, rows, study

from evidence.codebook import read_codebook
from evidence.refi_qda import Project
from evidence.refi_qda_reading import read
from flows.cli import DONE, UNUSABLE, WRONG, main

pytestmark = pytest.mark.slow

PLAIN = Writer("Another program 1.0")
TALK = (
    "I: What do you carry?\n\nHale: We carry bolts by rail, and nobody else on the coast does that today.\n\n"
    "I: And what will you carry in ten years?\n\nHale: The same bolts, by ship, if anybody still wants to build with bolts.\n"
)
PEOPLE = "transcript,speaker,id,name,consent,region\nvale,Mr Vale,P01,Mr Vale,pseudonym,West\n"


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def home(tmp_path):
    return study(tmp_path)


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def span(text, words):
    return text.index(words), text.index(words) + len(words)


def project(path, texts=None, words=(), writer=PLAIN, **parts):
    texts = texts or {"hale": TALK}
    spans = {
        name: [span(text, said) for said in words if said in text] for name, text in texts.items()
    }
    path.write_bytes(written(writer, texts, spans, parts))
    return path.name


def as_read(path) -> Project:
    got = read(path)
    assert got.losses == ()
    return got.project


BOLTS = "We carry bolts by rail"


# Out and back


def test_what_is_exported_is_the_same_after_it_was_imported(home, tmp_path, capsys):
    assert main(["export", "--qdpx", "one.qdpx"]) == DONE
    assert main(["import", "one.qdpx"]) == DONE
    assert main(["export", "--qdpx", "two.qdpx"]) == DONE
    assert (tmp_path / "one.qdpx").read_bytes() == (tmp_path / "two.qdpx").read_bytes()
    assert not (home / "codings.csv").exists()
    assert "by the program, which each run makes anew" in capsys.readouterr().out


def test_a_study_made_of_an_export_exports_the_same(home, tmp_path):
    (home / "participants.csv").write_text(PEOPLE, "utf-8")
    with (home / "codings.csv").open("w", encoding="utf-8") as file:
        file.write("transcript,text,code,coder\nvale,Everything stood still,urbanisation,Ada\n")
    assert main(["export", "--qdpx", "one.qdpx"]) == DONE
    first = as_read(tmp_path / "one.qdpx")
    assert {user.name for user in first.users} == {"whitepaper", "Ada"}
    shutil.rmtree(home)
    home.mkdir()
    assert main(["import", "one.qdpx", "trial"]) == DONE
    assert [row["coder"] for row in table(home / "codings.csv")] == ["Ada"]
    assert table(home / "participants.csv")[0]["region"] == "West"
    assert main(["export", "--qdpx", "two.qdpx"]) == DONE
    assert as_read(tmp_path / "two.qdpx") == first


def test_the_names_of_files_and_people_are_not_in_an_export(home, tmp_path):
    (home / "participants.csv").write_text(PEOPLE, "utf-8")
    (home / "transcripts" / "vale.txt").rename(home / "transcripts" / "mr-vale-of-bexley.txt")
    (home / "participants.csv").write_text(
        PEOPLE.replace("\nvale,", "\nmr-vale-of-bexley,"), "utf-8"
    )
    assert main(["export", "--qdpx", "one.qdpx"]) == DONE
    with zipfile.ZipFile(tmp_path / "one.qdpx") as archive:
        everything = b"".join([archive.read(name) for name in archive.namelist()]).lower()
        everything += " ".join(archive.namelist()).encode()
    assert b"vale" not in everything
    assert b"bexley" not in everything


def test_the_codebook_goes_out_and_comes_back_by_itself(home, capsys):
    assert main(["export", "--qdc", "book.qdc"]) == DONE
    assert main(["import", "book.qdc"]) == DONE
    assert "codes" in capsys.readouterr().out
    assert not (home / "codebook.toml").exists()


@pytest.mark.usefixtures("home")
def test_without_a_name_the_file_is_among_the_outputs(tmp_path):
    assert main(["export"]) == DONE
    assert (tmp_path / "outputs" / "trial" / "project.qdpx").is_file()


# What another program wrote


def test_a_project_becomes_files_that_people_can_edit(home, tmp_path, capsys):
    name = project(tmp_path / "p.qdpx", words=[BOLTS])
    assert main(["import", name]) == DONE
    assert (home / "transcripts" / "hale.txt").read_text("utf-8") == TALK
    (row,) = table(home / "codings.csv")
    assert (row["transcript"], row["text"], row["code"], row["coder"]) == (
        "hale",
        BOLTS,
        "trade",
        "Anna",
    )
    assert row["suffix"].startswith(", and nobody")
    code = read_codebook(home / "codebook.toml").code("trade")
    assert (code.labels["fr"], code.guid) == ("Trade", CODE)
    told = capsys.readouterr().out
    assert "1 coding by Anna into codings.csv" in told
    assert "1 code into codebook.toml: trade" in told


def test_a_second_import_changes_nothing(home, tmp_path):
    name = project(tmp_path / "p.qdpx", words=[BOLTS])
    assert main(["import", name]) == DONE
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert main(["import", name]) == DONE
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_a_source_that_is_an_interview_of_the_study_is_known_by_its_words(home, tmp_path):
    text = INTERVIEWS["vale.txt"].replace("Mr Vale:", "R1:").replace("We sell", "Um, we sell")
    words = "battery cases to three customers"
    name = project(tmp_path / "p.qdpx", {"Interview 7 (final).docx": text}, [words])
    assert main(["import", name]) == DONE
    (row,) = table(home / "codings.csv")
    assert (row["transcript"], row["text"]) == ("vale", words)
    assert sorted(path.name for path in (home / "transcripts").iterdir()) == sorted(INTERVIEWS)


def test_a_segment_over_several_turns_is_a_coding_in_each(home, tmp_path):
    words = TALK[TALK.index("nobody else") : TALK.index("The same bolts") + 14]
    name = project(tmp_path / "p.qdpx", words=[words])
    assert main(["import", name]) == DONE
    assert [row["text"] for row in table(home / "codings.csv")] == [
        "nobody else on the coast does that today.",
        "And what will you carry in ten years?",
        "The same bolts",
    ]
    assert len({row["guid"] for row in table(home / "codings.csv")}) == 3


def test_codings_that_are_there_stay_and_are_not_doubled(home, tmp_path):
    name = project(tmp_path / "p.qdpx", words=[BOLTS, "by ship"])
    own = "transcript,text,code,coder,remark\nhale,We carry bolts by rail,trade,Anna,mine\n"
    (home / "codings.csv").write_text(own, "utf-8")
    assert main(["import", name]) == DONE
    first, second = table(home / "codings.csv")
    assert (first["remark"], first["guid"]) == ("mine", "")
    assert (second["text"], second["remark"]) == ("by ship", "")


def test_codes_of_one_name_get_two_ids_and_folders_are_parents(home, tmp_path):
    codes = "".join(
        f'<Code guid="e000000{n}-0000-4000-8000-000000000000" name="{top}" isCodable="false">'
        f'<Code guid="e000000{n}-1111-4000-8000-000000000000" name="Rent &amp; more" isCodable="true"/></Code>'
        for n, top in enumerate(("Costs", "Gains"))
    )
    name = project(tmp_path / "p.qdpx", codes=codes)
    assert main(["import", name]) == DONE
    book = read_codebook(home / "codebook.toml")
    assert [(c.id, c.parent) for c in book.codes[-4:]] == [
        ("costs", ""),
        ("rent_more", "costs"),
        ("gains", ""),
        ("rent_more_2", "gains"),
    ]
    assert main(["export", "--qdpx", "again.qdpx"]) == DONE
    again = as_read(tmp_path / "again.qdpx").codes
    assert [(c.name, c.codable) for c in again if c.guid.startswith("e000")] == [
        ("Costs", False),
        ("Rent & more", True),
        ("Gains", False),
        ("Rent & more", True),
    ]


@pytest.mark.parametrize("label", ["Electrification", "ÉLECTRIFICATION", "Elektrifizierung"])
def test_a_code_of_a_name_that_the_study_has_is_that_code(home, tmp_path, label):
    code = f'<Code guid="{CODE}" name="{label}" isCodable="true"/>'
    name = project(tmp_path / "p.qdpx", words=[BOLTS], codes=code)
    assert main(["import", name]) == DONE
    assert [row["code"] for row in table(home / "codings.csv")] == ["electrification"]
    assert not (home / "codebook.toml").exists()
    assert main(["export", "--qdpx", "again.qdpx"]) == DONE
    assert CODE in {one.guid for one in as_read(tmp_path / "again.qdpx").codes}


@pytest.mark.usefixtures("home")
def test_a_study_with_imported_codes_can_be_run(tmp_path):
    name = project(tmp_path / "p.qdpx", words=[BOLTS])
    assert main(["import", name]) == DONE
    assert main(["check"]) == DONE
    assert main(["run", "--untracked", "--format", "html", "--language", "en"]) == DONE
    by_hand = [row for row in rows(tmp_path) if row["coder"] == "Anna"]
    assert [(row["text"], row["code"], row["counted"]) for row in by_hand] == [
        (BOLTS, "trade", "no")
    ]


def test_memos_descriptions_and_notes_become_rows(home, tmp_path):
    after = (
        f'<Notes><Note guid="e0000001-0000-4000-8000-000000000000" creatingUser="{ANNA}"><PlainTextContent>Ask again.</PlainTextContent></Note></Notes>'
        '<NoteRef targetGUID="e0000001-0000-4000-8000-000000000000"/>'
    )
    inner = (
        f'<PlainTextSelection guid="e0000002-0000-4000-8000-000000000000" name="x" startPosition="{TALK.index(BOLTS)}" endPosition="{TALK.index(BOLTS) + len(BOLTS)}">'
        "<Description>Odd.</Description></PlainTextSelection>"
    )
    more = text_element("hale", TALK, "e0000003-0000-4000-8000-000000000000", inner)
    name = project(
        tmp_path / "p.qdpx", {"other": INTERVIEWS["vale.txt"]}, sources=more, after=after
    )
    assert main(["import", name]) == DONE
    got = {
        (row["transcript"], row["exact"], row["author"], row["text"])
        for row in table(home / "memos.csv")
    }
    assert got == {("hale", BOLTS, "", "Odd."), ("", "", "Anna", "Ask again.")}
    assert main(["export", "--qdpx", "one.qdpx"]) == DONE
    assert main(["import", "one.qdpx"]) == DONE
    assert main(["export", "--qdpx", "two.qdpx"]) == DONE
    assert as_read(tmp_path / "one.qdpx") == as_read(tmp_path / "two.qdpx")
    assert {note.text for note in as_read(tmp_path / "two.qdpx").notes} == {"Odd.", "Ask again."}


CASES = (
    '<Variables><Variable guid="e1000000-0000-4000-8000-000000000000" name="Age" typeOfVariable="Integer"/>'
    '<Variable guid="e1000001-0000-4000-8000-000000000000" name="Name" typeOfVariable="Text"/></Variables>'
    '<Cases><Case guid="e2000000-0000-4000-8000-000000000000" name="Hale">'
    '<VariableValue><VariableRef targetGUID="e1000000-0000-4000-8000-000000000000"/><IntegerValue>44</IntegerValue></VariableValue>'
    '<SourceRef targetGUID="{source}"/></Case></Cases>'
)  # fmt: skip


def test_cases_become_participants_where_the_study_lists_none(home, tmp_path):
    guid = "e3000000-0000-4000-8000-000000000000"
    more = text_element("hale", TALK, guid)
    name = project(
        tmp_path / "p.qdpx",
        {"other": INTERVIEWS["vale.txt"]},
        before=CASES.format(source=guid),
        sources=more,
    )
    assert main(["import", name]) == DONE
    (row,) = table(home / "participants.csv")
    assert (row["transcript"], row["speaker"], row["name"], row["Age"]) == (
        "hale",
        "Hale",
        "Hale",
        "44",
    )
    assert main(["check"]) == DONE
    assert main(["export", "--qdpx", "one.qdpx"]) == DONE
    (variable,) = (v for v in as_read(tmp_path / "one.qdpx").variables if v.kind == "Integer")
    assert (variable.guid, variable.name) == ("e1000000-0000-4000-8000-000000000000", "Age")


def test_lines_of_the_list_of_participants_are_never_changed(home, tmp_path, capsys):
    guid = "e3000000-0000-4000-8000-000000000000"
    (home / "participants.csv").write_text("transcript;speaker;age\nvale;Mr Vale;50\n", "utf-8")
    more = text_element("v", INTERVIEWS["vale.txt"], guid)
    before = CASES.format(source=guid).replace('name="Hale"', 'name="Vale"')
    name = project(tmp_path / "p.qdpx", sources=more, before=before)
    assert main(["import", name]) == UNUSABLE
    assert (home / "participants.csv").read_text(
        "utf-8"
    ) == "transcript;speaker;age\nvale;Mr Vale;50\n"
    assert (
        "1 Case: the list of participants has a line for its transcript" in capsys.readouterr().out
    )


@pytest.mark.usefixtures("home")
def test_what_is_not_taken_over_is_listed_and_the_exit_status_says_so(tmp_path, capsys):
    more = '<PictureSource guid="e4000000-0000-4000-8000-000000000000" name="hall.jpg"/>'
    more += '<TextSource guid="e4000001-0000-4000-8000-000000000000" name="gone" plainTextPath="internal://gone.txt"/>'
    name = project(tmp_path / "p.qdpx", sources=more)
    assert main(["import", name]) == UNUSABLE
    told = capsys.readouterr().out
    assert "1 PictureSource: only texts are taken over: hall.jpg" in told
    assert "1 TextSource: its text is not in the file: gone" in told


def test_whoever_has_withdrawn_does_not_come_back(home, tmp_path, capsys):
    people = "transcript,speaker,consent\nvale,Mr Vale,withdrawn\nhale,Hale,withdrawn\nbrell,,pseudonym\norval,,pseudonym\n"
    (home / "participants.csv").write_text(people, "utf-8")
    texts = {"hale": TALK, "seven": INTERVIEWS["vale.txt"]}
    name = project(tmp_path / "p.qdpx", texts, [BOLTS, "battery cases"])
    assert main(["import", name]) == UNUSABLE
    assert not (home / "transcripts" / "hale.txt").exists()
    assert not (home / "codings.csv").exists()
    told = capsys.readouterr().out
    assert "withdrawn" in told
    assert "battery" not in told


def test_sets_and_colours_are_remembered_for_the_next_export(home, tmp_path):
    after = f'<Sets><Set guid="e5000000-0000-4000-8000-000000000000" name="mine"><MemberCode targetGUID="{CODE}"/></Set></Sets>'
    assert main(["import", project(tmp_path / "p.qdpx", after=after)]) == DONE
    assert (
        json.loads((home / "refi-qda.json").read_text("utf-8"))["codes"]["trade"]["color"] == "#ABC"
    )
    assert main(["export", "--qdpx", "one.qdpx"]) == DONE
    got = as_read(tmp_path / "one.qdpx")
    assert [(one.name, one.codes) for one in got.sets] == [("mine", (CODE,))]
    assert {code.color for code in got.codes if code.guid == CODE} == {"#ABC"}


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive"])
def test_a_file_that_is_no_project_is_refused_by_name(home, tmp_path, capsys, data):
    (tmp_path / "p.qdpx").write_bytes(data)
    assert main(["import", "p.qdpx"]) == WRONG
    assert "p.qdpx" in capsys.readouterr().err
    assert sorted(path.name for path in home.iterdir()) == ["transcripts"]


# Whose codings count


def counts(tmp_path):
    """All numbers, and none of how far coders agree."""
    lines = (tmp_path / "outputs" / "trial" / "counts.csv").read_text("utf-8-sig").splitlines()
    compared = ("coders compared", "bootstrap draws", "percent of intervals", "agreement")
    return [line for line in lines if not any(name in line for name in compared)]


def run():
    return main(["run", "--untracked", "--format", "html", "--language", "en"])


def test_codings_by_hand_are_listed_and_counted_only_where_the_study_says_so(home, tmp_path):
    assert run() == DONE
    before = counts(tmp_path)
    own = (
        "transcript,text,code,coder\nvale,Everything stood still for nine weeks,urbanisation,Ada\n"
    )
    (home / "codings.csv").write_text(own, "utf-8")
    assert run() == DONE
    assert counts(tmp_path) == before
    assert [row["counted"] for row in rows(tmp_path) if row["coder"] == "Ada"] == ["no"]
    (home / "study.toml").write_text('coders = ["whitepaper", "Ada"]\n', "utf-8")
    assert run() == DONE
    assert counts(tmp_path) != before
    assert [row["counted"] for row in rows(tmp_path) if row["coder"] == "Ada"] == ["yes"]


def test_the_codings_that_a_run_delivers_can_be_given_back(home, tmp_path):
    text = "=Everything stood still for nine weeks"
    (home / "transcripts" / "vale.txt").write_text(
        INTERVIEWS["vale.txt"].replace("Everything", "=Everything"), "utf-8"
    )
    own = f'transcript,text,code,coder,guid\nvale,"{text}",urbanisation,Ada,e6000000-0000-4000-8000-000000000000\n'
    (home / "codings.csv").write_text(own, "utf-8")
    assert run() == DONE
    first = rows(tmp_path)
    assert any(row["text"] == f"'{text}" for row in first)
    shutil.copy(tmp_path / "outputs" / "trial" / "codings.csv", home / "codings.csv")
    assert run() == DONE
    assert rows(tmp_path) == first
