"""A sample that a person judges: how it is drawn, what comes back, and what that says."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from compositions import INTERVIEWS, PEOPLE, evidence, interview, medium, person
from hypothesis import given
from hypothesis import strategies as st

from evidence.audit import (
    CODING,
    UNCODED,
    Item,
    Judgement,
    allocated,
    audited,
    cells,
    drawn,
    measures,
)
from evidence.audit_file import as_judged, read_judged, write_sheet
from evidence.audit_population import population
from evidence.codebook import default_codebook
from evidence.intervals import Z_975, wilson
from evidence.model import Passage
from transcripts.errors import InputError

BOOK = default_codebook()


def items(kind: str, number: int, stratum: tuple[str, ...] = ("en",), code: str = "") -> list[Item]:
    return [
        Item(kind, stratum, f"t-{'-'.join(stratum)}", n, f"words {n}", code, "en")
        for n in range(number)
    ]


def judged(some: list[Item], *said: object) -> list[Judgement]:
    """What is said of the first items: y or n of a coding, and the codes that a passage lacks."""
    return [
        Judgement(item.key, said == "y") if item.kind == CODING else Judgement(item.key, None, said)
        for item, said in zip(some, said, strict=False)
    ]


# Drawing

SIZES = st.dictionaries(st.tuples(st.text("abc", min_size=1)), st.integers(1, 50), min_size=1)


@given(SIZES, st.integers(0, 300))
def test_each_stratum_gives_one_and_none_more_than_it_has(sizes, number) -> None:
    given_ = allocated(sizes, number)
    assert all(1 <= given_[stratum] <= size for stratum, size in sizes.items())
    assert sum(given_.values()) == min(max(number, len(sizes)), sum(sizes.values()))


def test_beyond_one_the_larger_stratum_gives_in_proportion() -> None:
    assert allocated({("a",): 1, ("b",): 21, ("c",): 81}, 13) == {("a",): 1, ("b",): 3, ("c",): 9}


def test_a_sample_is_the_same_for_its_seed_and_another_for_another() -> None:
    every = items(UNCODED, 200)
    assert drawn(every, 20, 1) == drawn(list(reversed(every)), 20, 1)
    assert drawn(every, 20, 1) != drawn(every, 20, 2)
    assert len(drawn(every, 20, 1)) == 20


def test_what_is_said_twice_is_drawn_once() -> None:
    every = items(UNCODED, 3)
    assert len(drawn([*every, *every], 10, 1)) == 3


# What may be drawn


def sentences(transcripts):
    """The second half of each turn, as if it were a sentence."""
    return [
        Passage(t.id, at, (turn.start + turn.end) // 2, turn.end)
        for t in transcripts
        for at, turn in enumerate(t.turns)
        if turn.role != "interviewer"
    ]


def test_codings_are_in_strata_of_language_and_theme_with_the_question_before() -> None:
    transcripts = [transcript for transcript, _ in INTERVIEWS]
    found = population(BOOK, transcripts, PEOPLE, medium().rows, ())
    strata = {item.stratum for item in found}
    assert ("en", "internationalisation") in strata
    assert ("en", "markets") not in strata
    market = next(item for item in found if item.code == "markets" and item.language == "en")
    assert market.question == "And where do you sell?"


def test_passages_carry_no_code_and_hold_a_few_words() -> None:
    lines = (
        "Q: And?",
        "A: {markets: We sell to Austria and to Hungary, and to nobody else in the whole of it.}",
        "A: We have a canteen and a lawn and two dogs that sleep upon it.",
        "A: Yes.",
    )
    each = interview("en-0", *lines)
    people = [person(1, ("en-0", "A"))]
    found = population(BOOK, [each[0]], people, evidence([each], people).rows, sentences([each[0]]))
    free = [item for item in found if item.kind == UNCODED]
    assert [(item.turn, item.stratum, item.question) for item in free] == [(2, ("en",), "And?")]


def test_words_of_those_who_are_not_to_be_quoted_are_shown_to_nobody() -> None:
    people = [replace(one, consent="no-quotes") for one in PEOPLE]
    transcripts = [transcript for transcript, _ in INTERVIEWS]
    rows = evidence(INTERVIEWS, people).rows
    assert population(BOOK, transcripts, people, rows, sentences(transcripts)) == ()


# Estimates


def test_the_example_of_the_module() -> None:
    codings, passages = items(CODING, 80), items(UNCODED, 50)
    said = judged(codings, *"yyyn")
    said += judged(passages, (), ("markets",), (), (), ())
    found = audited([*codings, *passages], said)
    assert found.precision.estimate.value == 0.75
    assert found.recall.value == pytest.approx(60 / 70)
    assert (found.precision.judged, found.precision.positive, found.precision.items) == (4, 3, 80)


def test_one_stratum_has_the_interval_of_wilson() -> None:
    codings = items(CODING, 20)
    share = audited(codings, judged(codings, *"yyyyyyyyyn")).precision
    assert (share.estimate.low, share.estimate.high) == pytest.approx(wilson(9, 10))


def test_strata_weigh_what_they_hold() -> None:
    """90 codings of which all, 10 of which none is right, make 90 %."""
    large, small = items(CODING, 90, ("en", "a")), items(CODING, 10, ("en", "b"))
    said = [*judged(large, *"yy"), *judged(small, *"nn")]
    found = audited([*large, *small], said).precision.estimate
    assert found.value == pytest.approx(0.9)
    # Judgements of such unequal weights are worth fewer: (2 * 45 + 2 * 5)**2 / (2 * 45**2 + 2 * 5**2).
    assert (found.low, found.high) == pytest.approx(wilson(0.9 * 10000 / 4100, 10000 / 4100))


def test_nothing_is_claimed_of_the_whole_while_a_stratum_has_no_judgement() -> None:
    large, small = items(CODING, 90, ("en", "a"), "a"), items(CODING, 10, ("en", "b"), "b")
    passages = items(UNCODED, 10)
    said = [*judged(large, *"yy"), *judged(passages, (), ())]
    found = audited([*large, *small, *passages], said)
    assert found.precision.estimate.value is None
    assert found.recall.value is None
    assert found.by_code["a"].estimate.value == 1
    assert "b" not in found.by_code
    assert {one.row for one in measures(found)} == {"a"}


def test_recall_is_spanned_by_the_ends_of_two_intervals() -> None:
    codings, passages = items(CODING, 100), items(UNCODED, 200)
    said = judged(codings, *"y" * 40, *"n" * 10) + judged(passages, *[()] * 45, *[("a", "b")] * 5)
    found = audited([*codings, *passages], said).recall
    right, lacking = wilson(40, 50, Z_975), wilson(5, 50, Z_975)
    assert found.value == pytest.approx(80 / (80 + 200 * 0.1 * 2))
    assert found.low == pytest.approx(100 * right[0] / (100 * right[0] + 400 * lacking[1]))
    assert found.high == pytest.approx(100 * right[1] / (100 * right[1] + 400 * lacking[0]))


@given(
    st.lists(st.booleans(), min_size=1, max_size=30),
    st.lists(st.booleans(), min_size=1, max_size=30),
)
def test_estimates_lie_inside_their_intervals(right, lacking) -> None:
    codings, passages = items(CODING, 30), items(UNCODED, 30)
    said = judged(codings, *("y" if one else "n" for one in right)) + judged(
        passages, *[("a",) if one else () for one in lacking]
    )
    found = audited([*codings, *passages], said)
    for one in (found.precision.estimate, found.recall):
        if one.value is not None:
            assert 0 <= one.low <= one.value + 1e-9
            assert one.value <= one.high + 1e-9 <= 1 + 1e-8


def test_what_the_paper_prints_is_in_the_tables() -> None:
    codings, passages = items(CODING, 80, code="a"), items(UNCODED, 50)
    said = judged(codings, *"yyyn") + judged(passages, (), ("a",))
    found = audited([*codings, *passages], said)
    counted = {(c.row, c.column): (c.value, c.base) for c in cells(found) if c.table == "audit"}
    assert counted["all codes", "right"] == (3, 4)
    assert counted["a", "judged"] == (4, 80)
    assert counted["uncoded passages", "lacking a code"] == (1, 2)
    assert ("all codes", "precision", 0.75) in [(m.row, m.column, m.value) for m in measures(found)]


# Files


@pytest.fixture
def sheet(tmp_path):
    """A workbook of a coding and a passage, and its sheets."""
    path = tmp_path / "audit.xlsx"
    words = ("=1+1 is what we sell,\nabroad.", "Nothing of it at all, I say.")
    some = [
        Item(CODING, ("en", "internationalisation"), "t", 3, words[0], "markets", "en", "Where?"),
        Item(UNCODED, ("en",), "t", 4, words[1], "", "en", "And?"),
    ]
    write_sheet(some, BOOK, path)

    def filled(**values):
        book = openpyxl.load_workbook(path)
        for name, value in values.items():
            row = next(iter(book[name].iter_rows(max_row=1, values_only=True)))
            title = "right" if name == "codings" else "codes"
            book[name].cell(2, row.index(title) + 1).value = value
        book.save(tmp_path / "judged.xlsx")
        return read_judged(tmp_path / "judged.xlsx", BOOK)

    return path, some, filled


def test_the_sheet_shows_words_label_definition_and_question(sheet) -> None:
    book = openpyxl.load_workbook(sheet[0])
    header, row = list(book["codings"].iter_rows(values_only=True))
    shown = dict(zip(header, row, strict=True))
    assert shown["text"] == "=1+1 is what we sell,\nabroad."
    assert (shown["turn"], shown["question"], shown["label"]) == (4, "Where?", "Target markets")
    assert shown["definition"] == BOOK.code("markets").definitions["en"]
    assert shown["right"] is None
    rules = [rule.formula1 for rule in book["codings"].data_validations.dataValidation]
    assert rules == ['"yes,no"']
    assert [row[0] for row in book["codebook"].iter_rows(min_row=2, values_only=True)][:1] == [
        "none"
    ]


def test_the_same_sample_is_the_same_file(sheet, tmp_path) -> None:
    write_sheet(sheet[1], BOOK, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == sheet[0].read_bytes()


def test_judgements_come_back_and_outlive_the_workbook(sheet, tmp_path) -> None:
    found = sheet[2](codings="Yes", uncoded="markets; covid_19")
    assert [one.key for one in found] == [item.key for item in sheet[1]]
    assert found[0].right is True
    assert found[1].missed == ("markets", "covid_19")
    (tmp_path / "audit.csv").write_bytes(as_judged(found))
    assert read_judged(tmp_path / "audit.csv", BOOK) == found


def test_none_is_a_judgement_and_an_empty_cell_is_not(sheet) -> None:
    (one,) = sheet[2](uncoded="none")
    assert (one.key, one.missed) == (sheet[1][1].key, ())
    assert sheet[2]() == ()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"codings": "perhaps"}, "neither yes nor no"),
        ({"uncoded": "market"}, "Did you mean 'markets'"),
    ],
)
def test_what_cannot_be_said_is_named_with_its_line(sheet, values, why) -> None:
    with pytest.raises(InputError, match=why) as raised:
        sheet[2](**values)
    assert "line 2" in str(raised.value)


def test_files_of_another_kind_are_refused(tmp_path) -> None:
    (tmp_path / "x.csv").write_text("kind,transcript\n", "utf-8")
    with pytest.raises(InputError, match="lacks the column"):
        read_judged(tmp_path / "x.csv", BOOK)
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    with pytest.raises(InputError):
        read_judged(tmp_path / "x.xlsx", BOOK)
    book = openpyxl.Workbook()
    book.save(tmp_path / "y.xlsx")
    with pytest.raises(InputError, match="lacks the sheet"):
        read_judged(tmp_path / "y.xlsx", BOOK)
