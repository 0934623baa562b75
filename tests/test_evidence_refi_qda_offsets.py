"""What positions count is found out: every program's segments are at the words that it means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from refi_qda_writers import WRITERS, Writer, written

from evidence.refi_qda_offsets import Ruler, Stated, best, fits, is_named, margin, place, plain
from evidence.refi_qda_reading import read

_BASES = st.sampled_from(
    [
        "export",
        "Stra\u00dfe",
        "e\u0301te\u0301",
        "\U0001f600",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "caf\u00e9",
        "d\u2019abord",
        "\U00010348us",
        "na\u0308chste",
    ]
)
_GAPS = st.sampled_from([" ", " ", " ", "\n", "\n\n", ", ", ". "])


@st.composite
def coded_texts(draw, fewest=1):
    """A text of words that differ, and segments from one word to another."""
    words = draw(st.lists(st.tuples(_BASES, _GAPS), min_size=3, max_size=40))
    text, spans = "", []
    for number, (base, gap) in enumerate(words):
        spans.append((len(text), len(text) + len(f"{base}{number}x")))
        text += f"{base}{number}x{gap}"
    pairs = draw(
        st.lists(st.tuples(*[st.integers(0, len(spans) - 1)] * 2), min_size=fewest, max_size=6)
    )
    return text, [
        (spans[min(pair)][0], spans[max(pair)][1])
        for pair in dict.fromkeys(map(tuple, map(sorted, pairs)))
    ]


def found(tmp_path, writer, text, spans):
    path = tmp_path / "trial.qdpx"
    path.write_bytes(written(writer, {"talk": text}, {"talk": spans}))
    (source,) = read(path).project.sources
    return source, [source.text[one.start : one.end] for one in source.selections]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
@given(case=coded_texts())
def test_every_segment_is_at_its_words_whoever_wrote_the_file(writer, case, tmp_path_factory):
    text, spans = case
    named = replace(writer, names="whole")
    source, slices = found(tmp_path_factory.mktemp("p"), named, text, spans)
    assert source.text == text
    assert slices == [text[start:end] for start, end in spans]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_without_names_the_bounds_of_words_tell(writer, tmp_path):
    text = (
        "Most \U0001f600 of what we \U0001f600 sell\ngoes by rail\nto the coast \U0001f600 and then\nby ship, which\ntakes \U0001f600 weeks.\n"
        * 3
    )
    at = [
        text.index(word, start)
        for start in (0, 90, 180)
        for word in ("rail", "coast", "ship", "weeks")
    ]
    spans = [(start, start + len(text[start:].split(maxsplit=1)[0].strip(".,"))) for start in at]
    nameless = replace(writer, names="none")
    _, slices = found(tmp_path, nameless, text, spans)
    assert slices == ["rail", "coast", "ship", "weeks"] * 3


def test_line_breaks_count_two_though_the_file_holds_one(tmp_path):
    text = "one line\nanother line\nthe third line\n"
    spans = [(9, 21), (22, 36)]
    _, slices = found(tmp_path, Writer("mended by hand", wide_breaks=True), text, spans)
    assert slices == ["another line", "the third line"]


def test_a_name_that_a_person_gave_is_no_reason_to_move_a_segment():
    ruler = Ruler("We speak of costs first, and of costs again, and of nothing else.")
    stated = Stated("costs", 12, 43)
    assert place(ruler, stated, best(fits(ruler, [stated]))).span == (12, 43)


def test_a_segment_beside_its_words_is_moved_to_them():
    text = "The lorries \U0001f468\u200d\U0001f469 leave by night, and nobody counts them."
    start = text.index("nobody")
    ruler = Ruler(text)
    drifted = Stated("nobody counts them", start + 7, start + 25)
    placed = place(ruler, drifted, best(fits(ruler, [drifted])))
    assert text[slice(*placed.span)] == "nobody counts them"
    assert placed.moved


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (7, 4), (0, 99), (40, 50)])
def test_what_lies_outside_is_nowhere(start, end):
    ruler = Ruler("a short text")
    stated = Stated("", start, end)
    assert place(ruler, stated, best(fits(ruler, [stated]))).span is None


def test_the_margin_is_small_where_two_ways_to_count_fit_as_well():
    ruler = Ruler("ab\ncd\nef\ngh ij kl mn")
    clear, doubtful = [Stated("gh ij", 9, 14)], [Stated("x", 12, 14)]
    assert margin([(ruler, clear)], fits(ruler, clear)) == 1
    assert margin([(ruler, doubtful)], fits(ruler, doubtful)) == 0


@pytest.mark.parametrize(
    ("name", "words", "same"),
    [
        ("We sell parts", "We  sell\nparts", True),
        ("We sell…", "We sell parts to nine plants", True),
        ("We sell...", "We sell parts to nine plants", True),
        ("We sell", "We sell parts", False),
        ("a", "a", True),
        ("ab...", "ab and more", False),
        ("", "", False),
    ],
)
def test_a_name_is_the_words_or_their_beginning(name, words, same):
    assert is_named(name, words) is same


@given(st.text(alphabet="a\r\n\ufeff"))
def test_a_kept_text_has_one_kind_of_line_break(text):
    assert "\r" not in plain(text)
    assert plain(plain(text)) == plain(text) or text.startswith("\ufeff\ufeff")
