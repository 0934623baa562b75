"""A file is replaced whole or not at all, and stays what it was otherwise."""

import os

import pytest

from flows import replacing


def test_a_file_is_written_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "corrections.csv"
    replacing.put(path, b"one")
    replacing.put(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in tmp_path.iterdir()] == ["corrections.csv"]


def test_what_a_killed_program_left_is_no_obstacle(tmp_path):
    path = tmp_path / "key.csv"
    replacing.part_of(path).write_bytes(b"half")
    replacing.put(path, b"whole", mode=0o600)
    assert path.read_bytes() == b"whole"
    assert not replacing.part_of(path).exists()


@pytest.mark.skipif(os.name == "nt", reason="files have no such modes there")
def test_who_may_read_a_file_stays_as_it_is(tmp_path):
    path = tmp_path / "codebook.toml"
    path.write_bytes(b"mine")
    path.chmod(0o640)
    replacing.put(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640
    replacing.put(tmp_path / "key.csv", b"x", mode=0o600)
    assert (tmp_path / "key.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="making a link needs rights there")
def test_a_link_stays_one_and_leads_to_what_is_new(tmp_path):
    (tmp_path / "shared.csv").write_bytes(b"old")
    (tmp_path / "codings.csv").symlink_to("shared.csv")
    replacing.put(tmp_path / "codings.csv", b"new")
    assert (tmp_path / "codings.csv").is_symlink()
    assert (tmp_path / "shared.csv").read_bytes() == b"new"


def test_where_it_cannot_be_replaced_the_old_one_stays(tmp_path):
    path = tmp_path / "memos.csv"
    path.mkdir()
    with pytest.raises(OSError, match="memos"):
        replacing.put(path, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["memos.csv"]
