"""corrections.csv as people and spreadsheets write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.anchors import Anchor
from evidence.correction_list import ACTIONS, Correction, read_corrections, with_corrections
from evidence.workbook import bare
from transcripts.errors import InputError

HEAD = "action,transcript,code,text,new_code,memo,who,when\n"


@pytest.fixture
def read(tmp_path):
    def reading(content):
        path = tmp_path / "corrections.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_corrections(path)

    return reading


def test_a_line_is_a_decision(read):
    (one,) = read(HEAD + "Reject,t1,cars,We sell cars,,why not,AW,2026-05-31\n")
    assert (one.action, one.transcript, one.code, one.anchor) == (
        "reject",
        "t1",
        "cars",
        Anchor("We sell cars"),
    )
    assert (one.memo, one.who, one.when, one.line) == ("why not", "AW", "2026-05-31", 2)


@pytest.mark.parametrize(
    "mangled",
    [
        "\ufeff{}".encode(),
        b"sep=;\r\n{}",
        b"{}",
    ],
    ids=["BOM", "sep", "bare"],
)
def test_what_excel_makes_of_it_is_read_too(read, mangled):
    lines = "action;transcript;code;text;when\r\naccept;t1;cars;Schön;31.05.2026\r\n"
    (one,) = read(mangled.replace(b"{}", lines.encode()))
    assert (one.anchor.exact, one.when) == ("Schön", "2026-05-31")


def test_a_line_s_number_counts_lines_within_cells(read):
    found = read(HEAD + 'accept,t1,cars,"two\nlines",,,,\n,,,,,,,\naccept,t1,cars,x,,,,\n')
    assert [one.line for one in found] == [2, 5]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("transcript,code,text\n", "line 1: lacks the column 'action'"),
        (
            "action,transcript,code,text,hwo\n",
            "line 1: column 'hwo' is not known. Did you mean 'who'",
        ),
        (
            HEAD + "\nacept,t1,cars,x,,,,\n",
            "line 3: action 'acept' is not known. Did you mean 'accept'",
        ),
        (HEAD + "accept,t1,,x,,,,\n", "line 2: does not say code to accept"),
        (HEAD + "recode,t1,cars,x,,,,\n", "line 2: does not say new_code to recode"),
        (HEAD + "memo,t1,cars,x,,,,\n", "line 2: does not say memo to memo"),
        (HEAD + "accept,t1,cars,x,,,,May\n", "line 2: when 'May' is no date"),
        (
            "action,transcript,code,text,start\naccept,t1,cars,x,here\n",
            "start 'here' is not a whole number",
        ),
        (HEAD + 'accept,t1,cars,"x,,,,\n', "cannot be divided into cells"),
        ("", "lacks the column 'action'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_to_do(read, content, told):
    with pytest.raises(InputError) as wrong:
        read(content)
    assert told in str(wrong.value)


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n"),
    max_size=12,
)
SAID = TEXTS.filter(lambda text: text.strip() and bare(text) == text)


@given(
    st.lists(
        st.builds(
            Correction,
            st.sampled_from(ACTIONS),
            st.just("t1"),
            st.just("cars"),
            st.builds(Anchor, SAID, TEXTS, TEXTS, st.integers(-1, 99), st.just("ab")),
            new_code=st.just("trade"),
            new_anchor=st.builds(Anchor, SAID, TEXTS, TEXTS, st.integers(-1, 99), st.just("ab")),
            memo=st.just("=1+1"),
            who=st.just("AW"),
            when=st.sampled_from(["", "2026-05-31"]),
        )
    )
)
def test_what_is_written_is_read_again_formula_or_not(tmp_path_factory, made):
    path = tmp_path_factory.mktemp("list") / "corrections.csv"
    path.write_bytes(with_corrections(path, made))
    again = read_corrections(path)
    assert [(o.action, bare(o.anchor.prefix)) for o in again] == [
        (o.action, bare(o.anchor.prefix)) for o in made
    ]
    assert [
        (o.anchor.exact, o.anchor.start, o.new_anchor.exact, o.memo, o.when) for o in again
    ] == [(o.anchor.exact, o.anchor.start, o.new_anchor.exact, o.memo, o.when) for o in made]


def test_decisions_are_added_below_those_that_are_there(tmp_path):
    path = tmp_path / "corrections.csv"
    path.write_text(HEAD + "accept,t1,cars,x,,,AW,2026-01-01\n", "utf-8")
    path.write_bytes(with_corrections(path, [Correction("reject", "t1", "cars", Anchor("y"))]))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert [(o.action, o.anchor.exact, o.who) for o in read_corrections(path)] == [
        ("accept", "x", "AW"),
        ("reject", "y", ""),
    ]
