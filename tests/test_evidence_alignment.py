"""Words set beside words: equal ones only, each once, in order, and what was moved found again."""

from hypothesis import given
from hypothesis import strategies as st

from evidence.alignment import aligned, regain, stretches

ROWS = st.lists(
    st.sampled_from(["the", "of", "3", "18", "charge", "bus", "city", "never"]), max_size=40
)


@given(ROWS, ROWS)
def test_pairs_are_equal_words_and_their_places_rise(wanted, found):
    places = aligned(wanted, found)
    met = [(w, f) for w, f in enumerate(places) if f >= 0]
    assert all(wanted[w] == found[f] for w, f in met)
    assert [f for _, f in met] == sorted({f for _, f in met})


@given(ROWS)
def test_a_row_is_itself(row):
    assert aligned(row, row) == list(range(len(row)))


@given(ROWS, st.integers(0, 40))
def test_one_changed_word_costs_one_word(row, at):
    at = min(at, len(row))
    changed = [*row[:at], "purple", *row[at + 1 :]]
    assert sum(place < 0 for place in aligned(row, changed)) <= 1


def test_a_number_is_paired_with_the_one_in_its_place():
    wanted = ["2", "of", "3", "2", "of", "3", "2", "of", "3"]
    assert aligned(wanted, ["2", "of", "3", "1", "of", "3", "2", "of", "3"]) == [
        0,
        1,
        2,
        -1,
        4,
        5,
        6,
        7,
        8,
    ]


def test_what_was_moved_is_found_again():
    first, second = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], ["k", "l", "m", "n", "o"]
    places = aligned(first + second, second + first)
    regain(first + second, second + first, places)
    assert places == [*range(5, 15), *range(5)]


def test_what_was_moved_is_not_lost_to_something_with_a_few_of_its_words():
    gone = ["Order", "one", "two", "three", "four", "of", "all"]
    first, second = [f"a{n}" for n in range(20)], [f"b{n}" for n in range(20)]
    moved = ["Table", "one", "two", "three", "four", "five", "six"]
    wanted, found = [*gone, *first, *moved, *second], [*first, *second, *moved]
    places = aligned(wanted, found)
    regain(wanted, found, places)
    assert places == [*[-1] * 7, *range(20), *range(40, 47), *range(20, 40)]


def test_stretches_are_what_is_not_done():
    assert stretches([True, False, False, True, False]) == [(1, 3), (4, 5)]
