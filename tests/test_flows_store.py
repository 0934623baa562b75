"""The store keeps values under hashes, and is never trusted further than its hashes go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.store import Store, as_json, coding_from, digest, fingerprint, transcript_from
from transcripts.model import RESPONDENT, Notice, Transcript, Turn

TRANSCRIPT = Transcript(
    "t",
    "t.txt",
    "txt",
    "0",
    "Oui, œuvre 😀.",
    (Turn("B", RESPONDENT, 0, 13, 1.5, None, "fr"),),
    "fr",
    ("[rires]",),
    (Notice("t.txt", "encoding", "x"),),
)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_what_is_put_is_got(store):
    store.put("k", as_json(TRANSCRIPT))
    assert transcript_from(store.get("k")) == TRANSCRIPT


def test_what_was_never_put_is_nothing(store):
    assert store.get("k") is None


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"value": 1}', b'{"sha256": "x", "value": 1}', b"\xff"]
)
def test_a_damaged_entry_is_nothing(store, damage):
    store.put("k", 1)
    (store.folder / "k.json").write_bytes(damage)
    assert store.get("k") is None


def test_only_what_is_asked_for_is_kept(store):
    for key in "abc":
        store.put(key, key)
    store.keep_only(["b"])
    assert [store.get(key) for key in "abc"] == [None, "b", None]


def test_an_entry_can_be_forgotten_twice(store):
    store.put("k", 1)
    store.forget(["k"])
    store.forget(["k"])
    assert store.get("k") is None


def test_nobody_else_may_look(store):
    assert store.folder.stat().st_mode & 0o077 == 0


@given(st.lists(st.text(), min_size=2, max_size=4))
def test_parts_are_told_apart(parts):
    joined = [parts[0] + parts[1], *parts[2:]]
    assert digest(*parts) != digest(*joined)


def test_the_same_value_has_one_spelling(store):
    assert digest("a", b"b") == digest("a", "b")
    store.put("k", {"b": 1, "a": [1, 2]})
    first = (store.folder / "k.json").read_bytes()
    store.put("k", {"a": [1, 2], "b": 1})
    assert (store.folder / "k.json").read_bytes() == first


def test_code_is_known_by_all_of_its_files():
    assert fingerprint("nlp") == fingerprint("nlp")
    assert len({fingerprint("nlp"), fingerprint("evidence"), fingerprint("nlp", "evidence")}) == 3


def test_a_coding_comes_back_as_it_was():
    from dataclasses import asdict

    from evidence.model import Coding

    coding = Coding("t", 0, 0, 3, "markets", terms=("Chine",), prompted=True)
    assert coding_from(asdict(coding)) == coding
