"""Which words are quoted: whole, verbatim, allowed, spread over people, and never twice."""

import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import BOOK, STUDIES, codebook, coded, interviews, person

from evidence.counts import family
from evidence.gathering import gather
from evidence.quotations import FEWEST_WORDS, MOST_WORDS, choose
from evidence.register import register
from transcripts.participants import identify

GOOD = "We built a second line for battery trays because our oldest customer asked us to do so"


def chosen(study, people=None, code="cars", most=5, book=BOOK):
    """The words that are quoted for a code."""
    return [row.text for row in rows_chosen(study, people, {code: most}, book)[code]]


def rows_chosen(study, people=None, wanted=None, book=BOOK):
    transcripts, codings = study
    people = identify(transcripts)[0] if people is None else people
    return choose(book, register(transcripts, people, codings), people, wanted or {"cars": 5})


def one(literal, **more):
    interview, codings = coded(literal, **more)
    return (interview,), codings


def words(number, start="W"):
    return " ".join([start, *(f"w{i}" for i in range(1, number))])


# What may be quoted


def test_a_quotation_is_the_whole_passage_as_it_was_said():
    said = "Well — we “built” it,  twice; and then they came, in 2020, and they took it all away!"
    assert chosen(one(f"P1: Before. [{said}|cars] After.")) == [said]


@pytest.mark.parametrize(
    ("number", "quoted"),
    [
        (FEWEST_WORDS - 1, False),
        (FEWEST_WORDS, True),
        (MOST_WORDS, True),
        (MOST_WORDS + 1, False),
    ],
)
def test_a_passage_is_neither_too_short_nor_too_long_to_be_quoted_whole(number, quoted):
    assert bool(chosen(one(f"P1: [{words(number)}.|cars]"))) is quoted


def test_a_passage_with_a_line_break_is_not_quoted():
    (interview,), (coding,) = one(f"P1: [{GOOD}.|cars]")
    broken = replace(interview, text=interview.text.replace(" battery ", "\nbattery "))
    assert chosen(((broken,), (coding,))) == []


def test_the_interviewer_is_not_quoted():
    assert chosen(one(f"Q: [{GOOD}?|cars]\nP1: [Yes|cars].")) == []


def test_who_cannot_be_told_is_quoted():
    assert chosen(one(f"?: [{GOOD}.|cars]")) == [f"{GOOD}."]


@pytest.mark.parametrize(
    ("consent", "quoted"),
    [("named", True), ("pseudonym", True), ("no-quotes", False), ("withdrawn", False)],
)
def test_consent_decides_who_is_quoted(consent, quoted):
    people = [person("P01 a:P1", consent)]
    assert bool(chosen(one(f"P1: [{GOOD}.|cars]"), people)) is quoted


def test_who_is_not_to_be_quoted_is_counted_all_the_same():
    interview, codings = one(f"P1: [{GOOD}.|cars]")
    evidence = gather(BOOK, interview, [person("P01 a:P1", "no-quotes")], codings)
    assert [c.value for c in evidence.cells if (c.row, c.column) == ("cars", "passages")] == [1]
    assert set(evidence.quotations.values()) == {()}
    assert [row.participant for row in evidence.rows] == ["P01"]


def test_a_code_is_quoted_from_the_codes_below_it_too():
    study = one(f"P1: [{GOOD}.|markets]")
    assert chosen(study, code="trade") == [f"{GOOD}."]
    assert chosen(study, code="barriers") == []


def test_a_code_speaks_for_itself_where_those_below_it_have_quotations_of_their_own():
    below, own = f"P1: [{GOOD}.|markets]", f"P1: [{GOOD} last year.|trade]"
    wanted = {"markets": 1, "barriers": 1, "trade": 2}
    assert [len(rows) for rows in rows_chosen(one(below), wanted=wanted).values()] == [1, 0, 0]
    assert [len(rows) for rows in rows_chosen(one(own), wanted=wanted).values()] == [0, 0, 1]


# Which is best


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (f"{GOOD}.", f"{GOOD}?"),
        (f"{GOOD}.", f"{GOOD[:1].lower()}{GOOD[1:]}"),
        (f"{GOOD}.", f"{GOOD.replace('because', 'um, because')}."),
        (f"{words(30)}.", f"{words(60)}."),
        (f"{words(30)}.", f"{words(13)}."),
    ],
    ids=["no question", "a sentence", "no filler", "not long", "not short"],
)
def test_of_two_passages_the_better_is_quoted(better, worse):
    for first, second in ((better, worse), (worse, better)):
        study = one(f"P1: [{first}|cars] Then. [{second}|cars]")
        assert chosen(study, most=1) == [better]


@pytest.mark.parametrize(
    ("language", "filler"), [("en", "uh..."), ("fr", "Euh,"), ("de", "ähm"), ("de", "Ähm")]
)
def test_fillers_are_known_in_each_language(language, filler):
    worse = GOOD.replace("because", f"{filler} because")
    study = one(f"P1: [{worse}.|cars] Then. [{GOOD}.|cars]", language=language)
    assert chosen(study, most=1) == [f"{GOOD}."]


def test_the_passage_with_the_terms_that_others_use_too_is_quoted():
    study = one(
        f"P1: [{words(20, 'A')}.|cars:tram] [{words(20, 'B')}.|cars:battery] [So.|cars:Battery]"
    )
    assert chosen(study, most=1) == [f"{words(20, 'B')}."]


def test_the_passage_about_this_code_alone_is_quoted():
    study = one(f"P1: [{words(20, 'A')}.|cars|trade] [{words(20, 'B')}.|cars]")
    assert chosen(study, most=1) == [f"{words(20, 'B')}."]


def test_a_passage_that_two_coders_agree_on_is_about_one_code():
    study, ana = one(f"P1: [{words(20, 'A')}.|cars] [{words(20, 'B')}.|cars|trade]"), "ana"
    both = (*study[1], replace(study[1][0], coder=ana))
    assert chosen((study[0], both), most=1) == [f"{words(20, 'A')}."]


# Spread


def test_everybody_is_quoted_once_before_anybody_is_quoted_twice():
    study = interviews(
        a=f"P1: [{words(30, 'A')}.|cars] [{words(30, 'B')}.|cars] [{words(30, 'C')}.|cars]",
        b=f"P1: [{words(12, 'um,')}, um, um, um, um?|cars]",
    )
    people = [person("P01 a:P1"), person("P02 b:P1")]
    assert [r.participant for r in rows_chosen(study, people)["cars"]] == [
        "P01",
        "P02",
        "P01",
        "P01",
    ]


def test_another_region_is_preferred_to_the_same():
    study = interviews(
        a=f"P1: [{words(30, 'A')}.|cars]",
        b=f"P1: [{words(29, 'B')}.|cars]",
        c=f"P1: [{words(28, 'C')}.|cars]",
    )
    people = [
        person("P01 a:P1", region="Saarland"),
        person("P02 b:P1", region="Saarland"),
        person("P03 c:P1", region="Wallonia"),
    ]
    assert [r.participant for r in rows_chosen(study, people, {"cars": 2})["cars"]] == [
        "P01",
        "P03",
    ]


def test_another_language_is_preferred_to_the_same():
    pairs = [
        coded(f"P1: [{words(30, 'A')}.|cars]", "a"),
        coded(f"P1: [{words(29, 'B')}.|cars]", "b"),
        coded(f"P1: [{words(28, 'C')}.|cars]", "c", "fr"),
    ]
    study = [pair[0] for pair in pairs], [pair[1][0] for pair in pairs]
    assert chosen(study, most=2) == [f"{words(30, 'A')}.", f"{words(28, 'C')}."]


def test_who_was_quoted_on_one_code_is_quoted_later_on_the_next():
    study = interviews(
        a=f"P1: [{words(30, 'A')}.|cars] [{words(30, 'B')}.|trade]",
        b=f"P1: [{words(28, 'C')}.|trade]",
    )
    found = rows_chosen(study, wanted={"cars": 1, "trade": 2})
    assert [row.coding.transcript for row in found["trade"]] == ["b", "a"]


# Never twice


def test_words_quoted_on_one_code_are_not_quoted_on_another():
    found = rows_chosen(one(f"P1: [{GOOD}.|cars|trade]"), wanted={"cars": 2, "trade": 2})
    assert {code: len(rows) for code, rows in found.items()} == {"cars": 1, "trade": 0}


@pytest.mark.parametrize(("start", "end"), [(0, 4), (4, 0), (4, 4)])
def test_of_overlapping_passages_one_is_quoted(start, end):
    (interview,), (coding,) = one(f"P1: [{GOOD}, and they paid.|cars]")
    shorter = replace(coding, start=coding.start + start, end=coding.end - end)
    assert chosen(((interview,), (coding, shorter)), most=2) == [f"{GOOD}, and they paid."]


def test_the_same_words_are_quoted_once_whoever_says_them():
    study = interviews(a=f"P1: [{GOOD}.|cars]", b=f"P1: [{GOOD}.|cars]")
    assert chosen(study) == [f"{GOOD}."]


def test_neighbouring_passages_may_both_be_quoted():
    study = one(f"P1: [{words(20, 'A')}.|cars][{words(20, 'B')}.|cars]")
    assert len(chosen(study)) == 2


def test_no_more_are_chosen_than_are_wanted():
    study = one("P1: " + " ".join(f"[{words(20, f'A{i}')}.|cars]" for i in range(9)))
    assert [len(chosen(study, most=most)) for most in (0, 1, 5, 20)] == [0, 1, 5, 9]


def test_an_empty_study_quotes_nobody():
    assert rows_chosen(((), ()), wanted={"cars": 5, "trade": 2}) == {"cars": (), "trade": ()}


# Gathering


def test_themes_without_sub_codes_get_five_quotations_the_others_two():
    literal = "\n".join(
        f"P{i}: [{words(20, f'A{i}')}.|cars] [{words(20, f'B{i}')}.|trade] "
        f"[{words(20, f'C{i}')}.|markets]"
        for i in range(9)
    )
    interview, codings = coded(literal)
    evidence = gather(BOOK, [interview], identify([interview])[0], codings)
    found = {code: len(rows) for code, rows in evidence.quotations.items()}
    assert found == {"markets": 2, "barriers": 0, "cars": 5, "trade": 2}


def test_evidence_knows_those_who_are_heard_alone():
    transcripts, codings = interviews(a="P1: [Yes|cars]", b="P1: [No|cars]")
    people = [person("P01 a:P1", "withdrawn"), person("P02 b:P1"), person("P03 gone:P1")]
    evidence = gather(BOOK, transcripts, people, codings)
    assert [one.id for one in evidence.participants] == ["P02"]
    assert [source.id for source in evidence.sources] == ["b"]


def test_an_interview_without_answers_is_named():
    evidence = gather(BOOK, interviews(a="Q: Hello?")[0], [], [])
    (notice,) = evidence.notices
    assert (notice.path, notice.kind, notice.unusable) == ("a.txt", "no-answers", True)
    assert evidence.sources == ()


def test_codings_may_come_as_they_are_made():
    transcripts, codings = interviews(a="P1: [Yes|cars]")
    people = identify(transcripts)[0]
    lazy = gather(BOOK, iter(transcripts), people, iter(codings))
    assert lazy == gather(BOOK, transcripts, people, codings)


# Whatever is said

WANTED = {"markets": 2, "barriers": 2, "cars": 3, "trade": 3}


@given(STUDIES)
def test_quotations_are_verbatim_whole_answers_on_their_code_and_differ(study):
    transcripts, codings = study
    by_id = {interview.id: interview for interview in transcripts}
    found = rows_chosen(study, wanted=WANTED)
    assert list(found) == list(WANTED)
    for code, rows in found.items():
        for row in rows:
            coding = row.coding
            assert row.text == by_id[coding.transcript].text[coding.start : coding.end]
            assert coding in codings
            assert coding.counted
            assert coding.code in family(BOOK, code)
    quoted = [row for rows in found.values() for row in rows]
    assert len({row.text for row in quoted}) == len(quoted)
    spans = sorted((r.coding.transcript, r.coding.start, r.coding.end) for r in quoted)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))


@given(STUDIES)
def test_nobody_is_quoted_twice_on_a_code_while_somebody_else_could_be_quoted(study):
    transcripts, codings = study
    people, _ = identify(transcripts)
    rows = register(transcripts, people, codings)
    everything = choose(BOOK, rows, people, {"cars": 99})["cars"]
    for most in range(len(everything) + 1):
        quoted = Counter(
            row.participant for row in choose(BOOK, rows, people, {"cars": most})["cars"]
        )
        if max(quoted.values(), default=0) > 1:
            assert set(quoted) == {row.participant for row in everything}


@given(STUDIES, st.randoms())
def test_the_choice_does_not_depend_on_the_order_of_the_input(study, random):
    transcripts, codings = study
    people, _ = identify(transcripts)
    first = gather(BOOK, transcripts, people, codings)
    shuffled = [random.sample(list(part), len(part)) for part in (transcripts, codings)]
    assert gather(BOOK, shuffled[0], people, shuffled[1]) == first


@given(STUDIES, st.sampled_from(["no-quotes", "withdrawn"]), st.data())
def test_whoever_did_not_consent_is_never_quoted(study, consent, data):
    people, _ = identify(study[0])
    silent = {one.id for one in people if data.draw(st.booleans())}
    people = [replace(one, consent=consent) if one.id in silent else one for one in people]
    found = rows_chosen(study, people, WANTED)
    assert not silent & {row.participant for rows in found.values() for row in rows}


def test_a_large_study_is_chosen_from_without_comparing_everything_with_everything():
    """Ten times the codings take about ten times as long, not a hundred."""
    codes = codebook(" ".join(f"c{i}" for i in range(5)))
    wanted = dict.fromkeys((f"c{i}" for i in range(5)), 5)

    def steps(size):
        literal = " ".join(f"[{words(20, f'A{i}')}.|c{i % 5}]" for i in range(50))
        study = interviews(
            **{f"t{i}": f"P1: {literal.replace('A', f'B{i}A')}" for i in range(size)}
        )
        people, _ = identify(study[0])
        rows = register(study[0], people, study[1])
        return profiled(lambda: choose(codes, rows, people, wanted))

    assert steps(100) < 20 * steps(10)


def profiled(call):
    """How many functions a call calls: a measure of work that no busy machine disturbs."""
    number = 0

    def seen(*_):
        nonlocal number
        number += 1

    sys.setprofile(seen)
    try:
        call()
    finally:
        sys.setprofile(None)
    return number
