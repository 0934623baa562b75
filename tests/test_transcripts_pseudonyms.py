"""Who is called what, run after run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literals import person

from transcripts.pseudonyms import Entry, entries, settle


def ids(people, given=(), key=()):
    return [one.id for one in settle(people, given, key)]


ADA, BO, CLEO = person("P01 a:Ada"), person("P02 b:Bo"), person("P03 c:Cleo")
KEY = entries([ADA, BO, CLEO], ())


def test_before_there_is_a_key_everybody_keeps_the_id_of_the_run():
    assert ids([ADA, BO]) == ["P01", "P02"]


def test_somebody_who_goes_takes_no_pseudonym_from_the_others():
    assert ids([replace(CLEO, id="P01")], key=KEY) == ["P03"]


def test_somebody_new_gets_one_that_nobody_has_had():
    new = replace(ADA, id="P01", voices=(("aa", "Zoe"),))
    assert ids([new, replace(BO, id="P03")], key=KEY) == ["P04", "P02"]


def test_a_voice_more_changes_nothing():
    more = replace(BO, id="P07", voices=(("z", "B."), ("b", "Bo")))
    assert ids([more], key=KEY) == ["P02"]


def test_a_corrected_label_of_whoever_answers_alone_changes_nothing():
    assert ids([replace(BO, id="P01", voices=(("b", "Bob"),))], key=KEY) == ["P02"]


def test_where_several_answer_another_label_is_somebody_else():
    both = entries([replace(ADA, voices=(("a", "Ada"),)), replace(BO, voices=(("a", "Bo"),))], ())
    assert ids([replace(BO, voices=(("a", "Bob"),))], key=both) == ["P03"]


def test_two_who_were_one_do_not_share_a_pseudonym():
    both = entries([replace(ADA, voices=(("a", "Ada"), ("a", "Bea")))], ())
    apart = [replace(ADA, id="P01"), replace(ADA, id="P02", voices=(("a", "Bea"),))]
    assert ids(apart, key=both) == ["P01", "P02"]


def test_an_id_of_the_list_goes_before_the_key_and_is_given_to_nobody_else():
    listed = replace(BO, id="P03")
    assert ids([listed, replace(CLEO, id="P09")], {"P03"}, KEY) == ["P03", "P09"]


@pytest.mark.parametrize("leaving", [replace(BO, consent="withdrawn"), None])
def test_of_whoever_has_left_the_key_holds_the_pseudonym_alone(leaving):
    after = entries([ADA, *([leaving] if leaving else []), CLEO], KEY)
    assert after == (KEY[0], Entry("P02"), KEY[2])
    assert entries([ADA, CLEO], after) == after


@given(st.lists(st.sets(st.sampled_from("abcdefg"), max_size=7), min_size=2, max_size=6))
def test_pseudonyms_are_stable_and_never_given_twice(runs):
    key, owners = (), {}
    for present in runs:
        here = [person(f"P{n:02} {name}:{name}") for n, name in enumerate(sorted(present), 1)]
        settled = settle(here, (), key)
        assert len({one.id for one in settled}) == len(settled)
        before = {entry.transcript: entry.pseudonym for entry in key if entry.transcript}
        for one in settled:
            name = one.voices[0][0]
            assert before.get(name, one.id) == one.id
            assert name in before or owners.get(one.id) is None
            owners[one.id] = name
        key = entries(settled, key)
