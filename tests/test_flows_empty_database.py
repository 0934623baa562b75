"""An empty database is copied, and one with runs in it is not."""

import sqlite3
from contextlib import closing

import pytest

from flows import empty_database


def database(path, runs=0):
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("create table flow_run (id)")
        made.executemany("insert into flow_run values (?)", [(n,) for n in range(runs)])
    return path


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(empty_database, "TEMPLATE", tmp_path / "none.db")
    monkeypatch.setattr(empty_database, "cached", lambda: tmp_path / "cache" / "empty.db")
    return tmp_path / "cache" / "empty.db"


def test_a_new_folder_gets_a_copy_of_the_one_in_the_cache(tmp_path, cache):
    assert empty_database.copy(database(tmp_path / "first.db"), cache)
    assert empty_database.lay(tmp_path)
    assert (tmp_path / empty_database.DATABASE).read_bytes()[:6] == b"SQLite"


def test_a_database_that_is_there_is_left_alone(tmp_path):
    (tmp_path / empty_database.DATABASE).write_bytes(b"mine")
    assert empty_database.lay(tmp_path)
    assert (tmp_path / empty_database.DATABASE).read_bytes() == b"mine"


def test_without_a_template_there_is_none(tmp_path, cache):
    assert not empty_database.lay(tmp_path)
    assert not cache.exists()


@pytest.mark.parametrize("kind", ["used", "garbage", "folder", "other"])
def test_what_is_no_empty_database_is_not_copied(tmp_path, cache, kind):
    source = tmp_path / "source.db"
    if kind == "used":
        database(source, runs=1)
    elif kind == "folder":
        source.mkdir()
    else:
        source.write_bytes(b"garbage" * 900 if kind == "garbage" else b"")
    assert not empty_database.copy(source, cache)
    assert not cache.exists()
    assert not cache.parent.exists() or not list(cache.parent.iterdir())


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path, cache):
    cache.parent.write_text("a file where a folder should be")
    assert not empty_database.copy(database(tmp_path / "first.db"), cache)
