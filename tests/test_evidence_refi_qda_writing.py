"""What is written for other programs: valid by the standard's schemas, and the same when read again."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import codebook, coded, person
from lxml import etree

from evidence.gathering import gather
from evidence.model import Memo
from evidence.refi_qda import (
    Applied,
    Case,
    CodeSet,
    Note,
    Project,
    ProjectCode,
    Selection,
    Source,
    User,
    Variable,
    guid_of,
)
from evidence.refi_qda_export import Export, project_of
from evidence.refi_qda_memory import KnownCode, Remembered
from evidence.refi_qda_reading import read
from evidence.refi_qda_texts import Replacement, shown_text
from evidence.refi_qda_writing import as_qdc, as_qde, as_qdpx, named

SCHEMAS = Path(__file__).parent / "data" / "refi_qda"


@cache
def schema(name):
    return etree.XMLSchema(etree.parse(SCHEMAS / f"{name}.xsd"))


def valid(xml, name):
    schema(name).assertValid(etree.fromstring(xml))
    return True


def again(project, folder):
    path = folder / "again.qdpx"
    path.write_bytes(as_qdpx(project))
    return read(path)


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), max_codepoint=0xFFFD), max_size=12
).map(str.strip)
_GUIDS = st.integers(0, 10**9).map(lambda n: guid_of("test", str(n)))


@st.composite
def projects(draw):
    """Any project of a few codes, texts and people."""
    some = st.lists(_GUIDS, min_size=1, max_size=4, unique=True)
    codes = [
        ProjectCode(guid, draw(_WORDS), "", draw(st.booleans()), "#0A0B0C", draw(_WORDS))
        for guid in draw(some)
    ]
    child = ProjectCode(guid_of("child"), "below", codes[-1].guid)
    users = [User(guid, draw(_WORDS)) for guid in draw(some)]
    variables = [Variable(guid_of("v", kind), kind, kind) for kind in ("Text", "Integer", "Date")]
    values = tuple(
        (v.guid, value) for v, value in zip(variables, ("x", "12", "2026-05-01"), strict=True)
    )
    notes = (Note(guid_of("note"), "n", draw(_WORDS), users[0].guid),)
    sources = []
    for guid in draw(some):
        text = "".join(
            f"{word or 'x'}{n} "
            for n, word in enumerate(draw(st.lists(_WORDS, min_size=1, max_size=8)))
        )
        text = text.replace("\ufeff", "").replace("\u2028", "")
        end = draw(st.integers(1, len(text)))
        coding = Applied(guid_of("coding", guid), codes[0].guid, users[0].guid)
        one = Selection(
            guid_of("s", guid), named(text[:end]), 0, end, (coding,), notes=(notes[0].guid,)
        )
        sources.append(Source(guid, draw(_WORDS) or "s", text, (one,), values=values))
    cases = (Case(guid_of("case"), "P01", values=values, sources=(sources[0].guid,)),)
    sets = (CodeSet(guid_of("set"), "set", "", (codes[0].guid,), (sources[0].guid,)),)
    return Project(
        "p", "whitepaper", tuple(users), (*codes, child), tuple(variables), cases, tuple(sources), notes, sets, on_project=(notes[0].guid,)
    )  # fmt: skip


@given(project=projects())
def test_a_project_is_valid_and_the_same_when_it_is_read_again(project, tmp_path_factory):
    assert valid(as_qde(project), "Project")
    got = again(project, tmp_path_factory.mktemp("p"))
    assert got.losses == ()
    assert got.project == project


@given(project=projects())
def test_a_codebook_is_valid_too(project):
    assert valid(as_qdc(project), "Codebook")


def test_the_same_project_gives_the_same_bytes():
    project = Project("p", codes=(ProjectCode(guid_of("a"), "A"),))
    assert as_qdpx(project) == as_qdpx(project)


def test_a_variable_whose_values_are_not_of_its_type_is_a_text():
    variable = Variable(guid_of("v"), "Age", "Integer")
    case = Case(guid_of("c"), "P01", values=((variable.guid, "about forty"),))
    xml = as_qde(Project("p", variables=(variable,), cases=(case,)))
    assert valid(xml, "Project")
    assert b"TextValue" in xml


def test_what_xml_cannot_hold_is_marked():
    assert valid(as_qde(Project("a\x00b\ud800", description="\x0b")), "Project")


@pytest.mark.parametrize("size", [10, 99, 100, 101, 5_000])
def test_the_name_of_a_segment_is_its_words_cut_short(size):
    assert len(named("x" * size)) == min(size, 100)
    assert named("x" * size).endswith("...") is (size > 100)


# The text that is shown


def shown(literal, replace=lambda *_: (), label=lambda turn: turn.speaker):
    transcript, codings = coded(literal)
    return transcript, codings, shown_text(transcript, label, replace)


def test_each_turn_is_a_paragraph_under_its_label():
    _, (coding,), text = shown("Q: And then?\nP1: We [sell parts|trade] by rail.")
    assert text.text == "Q: And then?\n\nP1: We sell parts by rail."
    assert text.text[slice(*text.span(coding.start, coding.end))] == "sell parts"


def test_characters_that_programs_count_differently_are_shown_by_name():
    _, (coding,), text = shown("P1: So \U0001f600 we [sell \U0001f69a parts|trade] now.")
    assert text.text == "P1: So [grinning face] we sell [delivery truck] parts now."
    assert text.text[slice(*text.span(coding.start, coding.end))] == "sell [delivery truck] parts"


def test_a_segment_in_words_that_are_hidden_is_at_their_mark():
    def hide(transcript, turn):
        at = transcript.text.find("Anna Vale", turn.start, turn.end)
        return [Replacement(at, at + 9, "[name]")] if at >= 0 else []

    _, codings, text = shown("P1: Ask [Anna Vale|trade] of [Vale and|trade] sons.", hide)
    assert text.text == "P1: Ask [name] of Vale and sons."
    assert [text.text[slice(*text.span(c.start, c.end))] for c in codings] == ["[name]", "Vale and"]


def test_a_turn_of_which_nothing_is_left_has_no_paragraph():
    def hide(_, turn):
        return [Replacement(turn.start, turn.end, "")] if turn.speaker == "P1" else []

    _, _, text = shown("P1: Secret.\nQ: Really?\nP1: Yes.", hide)
    assert text.text == "Q: Really?"


@given(st.text(alphabet="ab\n\U0001f600\u0301\r\x01\ufeff ", min_size=1), st.data())
def test_every_segment_has_a_place_in_the_shown_text(words, data):
    transcript, _ = coded(f"P1: a{words.replace(chr(10), ' ').replace(chr(13), ' ')}b")
    end = data.draw(st.integers(1, len(transcript.text)))
    start = data.draw(st.integers(0, end - 1))
    text = shown_text(transcript, lambda _: "P1", lambda *_: ())
    first, last = text.span(start, end)
    assert 0 <= first <= last <= len(text.text)
    assert all(ord(c) <= 0xFFFF for c in text.text)
    assert text.text[:first].endswith(": ") or text.span(0, start)[1] == first


# A study


BOOK = codebook("trade markets<trade")


def exported(literal, people, memos=(), **more):
    transcript, codings = coded(literal)
    evidence = gather(BOOK, [transcript], people, codings)
    return project_of(Export("trial", evidence, [transcript], memos, **more))


TALK = "Q: What do you sell, Mr Vale?\nVale: We [sell parts|trade|markets] by rail.\nOrban: [Nobody buys them|trade]."


@pytest.mark.parametrize(
    ("consent", "text"),
    [
        ("pseudonym", "P01: We sell parts by rail."),
        ("named", "P01: We sell parts by rail."),
        ("no-quotes", "P01: [not to be quoted]"),
    ],
)
def test_people_go_by_their_pseudonyms_and_say_what_they_consent_to(consent, text):
    people = [person("P01 a:Vale", consent), person("P02 a:Orban")]
    (source,) = exported(TALK, people).sources
    assert source.name == "I01"
    assert source.text.split("\n\n")[1] == text
    assert [source.text[s.start : s.end] for s in source.selections][-1] == "Nobody buys them"


def test_whoever_has_withdrawn_is_nowhere():
    people = [person("P01 a:Vale", "withdrawn", region="Westmark"), person("P02 a:Orban")]
    project = exported(TALK, people)
    (source,) = project.sources
    assert source.text.split("\n\n")[1:] == ["P02: Nobody buys them."]
    assert [case.name for case in project.cases] == ["P02"]
    assert b"Westmark" not in as_qde(project)


def test_what_tells_who_somebody_is_stays_at_home():
    people = [
        person("P01 a:Vale", name="Mr Vale", organisation="Vale Castings", sector="castings of Vale", region="West"),
        person("P02 a:Orban", "named", name="Ms Orban", organisation="Orban Rail"),
    ]  # fmt: skip
    project = exported(TALK, people)
    columns = {v.guid: v.name for v in project.variables}
    told = [{columns[k]: v for k, v in case.values} for case in project.cases]
    assert told == [
        {"region": "West", "consent": "pseudonym"},
        {"organisation": "Orban Rail", "consent": "named"},
    ]


def test_codings_on_the_same_words_are_one_segment_with_a_coder_each():
    (source,) = exported(TALK, [person("P01 a:Vale"), person("P02 a:Orban")]).sources
    first = source.selections[0]
    assert first.name == "sell parts"
    assert len(first.codings) == 2


def test_codes_have_their_hierarchy_colours_and_definitions():
    codes = exported(TALK, []).codes
    assert [(c.name, c.parent) for c in codes] == [("trade", ""), ("markets", codes[0].guid)]
    assert codes[0].color == codes[1].color != ""
    assert codes[0].description == "trade"


def test_guids_are_those_under_which_others_know_the_study():
    known = Remembered(
        "Theirs", {"whitepaper": guid_of("u")}, {"trade": KnownCode(guid_of("x"), "#123456", codable=False)}, {"a": guid_of("s")}, {"P01": guid_of("p")}
    )  # fmt: skip
    project = exported(TALK, [person("P01 a:Vale"), person("P02 a:Orban")], remembered=known)
    assert project.name == "Theirs"
    assert project.users[0].guid == guid_of("u")
    assert (project.codes[0].guid, project.codes[0].color, project.codes[0].codable) == (
        guid_of("x"),
        "#123456",
        False,
    )
    assert project.sources[0].guid == guid_of("s")
    assert project.cases[0].guid == guid_of("p")


def test_memos_hang_on_what_they_are_on():
    start = len("What do you sell, Mr Vale?\nWe ")
    memos = [
        Memo("on the study", "Anna"),
        Memo("on the code", code="markets"),
        Memo("on the transcript", transcript="a"),
        Memo("on a segment", transcript="a", start=start, end=start + 10),
        Memo("on a coding", transcript="a", start=start, end=start + 10, code="trade"),
        Memo("on what is gone", transcript="b"),
    ]
    project = exported(TALK, [person("P01 a:Vale"), person("P02 a:Orban")], memos)
    said = {note.guid: note.text for note in project.notes}
    (source,) = project.sources
    selection = source.selections[0]
    assert [said[n] for n in project.on_project] == ["on the study"]
    assert [said[n] for n in project.codes[1].notes] == ["on the code"]
    assert [said[n] for n in source.notes] == ["on the transcript"]
    assert [said[n] for n in selection.notes] == ["on a segment"]
    assert [said[n] for c in selection.codings for n in c.notes] == ["on a coding"]
    assert len(said) == 5
    assert "Anna" in {user.name for user in project.users}


def test_the_file_holds_no_date_no_path_and_no_mark():
    project = exported(TALK, [person("P01 a:Vale"), person("P02 a:Orban")])
    with zipfile.ZipFile(BytesIO(as_qdpx(project))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        (text,) = (archive.read(name) for name in archive.namelist() if name.endswith(".txt"))
        xml = archive.read("project.qde")
    assert not text.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in text
    for said in (b"DateTime", b"basePath", b"currentPath"):
        assert said not in xml
