"""Studies and outputs in other file systems are as those in folders; what cannot be is said."""

import os
import shutil
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFile, MemoryFileSystem
from studies import ENGLISH, FRENCH, GERMAN, contents, study

from flows import fetching, leftovers, locations, places, record, remote
from flows.cli import DONE, UNUSABLE, WRONG, main
from flows.waiting import alone
from transcripts.errors import InputError

PAGE = "white-paper.html"
QUICK = ("--untracked", "--format", "html", "--language", "en")
STUDY, PAPERS, BRITTLE = "memory://studies/trial", "memory://papers", "brittle://papers"


class Brittle(MemoryFileSystem):
    """A file system in memory whose line is cut after so many files are written, or before any is listed."""

    protocol = "brittle"
    writes = 1000
    lists = True
    cachable = False

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.replace("brittle://", "memory://"))

    def put_file(self, lpath, rpath, **options):
        Brittle.writes -= 1
        if Brittle.writes < 0:
            raise ConnectionError("secret words of a server")
        super().put_file(lpath, rpath, **options)

    def ls(self, path, detail=True, **options):  # noqa: FBT002 - as fsspec has it
        if not Brittle.lists:
            raise ConnectionError("secret words of a server")
        return super().ls(path, detail, **options)


@pytest.fixture(autouse=True)
def there(tmp_path, monkeypatch):
    """The file system in memory, empty."""
    monkeypatch.chdir(tmp_path)
    fsspec.register_implementation("brittle", Brittle, clobber=True)
    Brittle.writes, Brittle.lists = 1000, True
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    return files


def put(there, folder, url=STUDY):
    """Bring a study's folder there."""
    for path in folder.rglob("*"):
        if path.is_file():
            there.pipe_file(f"{url}/{path.relative_to(folder).as_posix()}", path.read_bytes())


def at(there, url):
    """The bytes of each file in a folder there, by name."""
    root = there._strip_protocol(url) + "/"
    return {name.removeprefix(root): there.cat_file(name) for name in there.find(url)}


def written(there):
    """What is another thing for each file that was written again."""
    return {name: id(file) for name, file in there.store.items()}


def mirror_of(tmp_path):
    (folder,) = (tmp_path / ".state").glob("*/mirror")
    return folder


def run(*arguments):
    return main(["run", *arguments, *QUICK])


@contextmanager
def made(place, page, counts=b"1"):
    """Documents as a run leaves them, the record last."""
    with remote.at_hand(place):
        place.outputs.mkdir(parents=True, exist_ok=True)
        named = {PAGE: page, "counts.csv": counts}
        for name, body in named.items():
            (place.outputs / name).write_bytes(body)
        hashes = {name: record.hash_of(place.outputs / name) for name in named}
        record.write_json({"outputs": hashes}, place.outputs / record.RUN)
        yield


# Both ways


@pytest.mark.slow
def test_a_run_there_gives_the_same_bytes_as_one_here_and_a_second_one_does_nothing(
    tmp_path, there, capsys
):
    names = ("Müller & Söhne.txt", "50% ja? #2.txt", "sous dossier/c*[1].txt")
    folder = study(tmp_path, {}, name="Études #1, 50%?")
    (folder / "transcripts" / "sous dossier").mkdir()
    for name, text in zip(names, (GERMAN, ENGLISH, FRENCH), strict=True):
        (folder / "transcripts" / name).write_text(text, "utf-8")
    url = f"memory://studies/{folder.name}"
    put(there, folder, url)
    assert run(str(folder), "--outputs", f"local://{tmp_path}/here") == DONE
    assert not (tmp_path / "outputs").exists()
    assert run(url, "--outputs", PAPERS) == DONE
    here = contents(tmp_path / "here" / folder.name)
    assert at(there, f"{PAPERS}/{folder.name}") == here
    assert f"In {PAPERS}/{folder.name}:" in capsys.readouterr().out
    before, copies = written(there), {p: p.stat() for p in (tmp_path / ".state").rglob("*.txt")}
    assert run(f"{url}/", "--outputs", PAPERS) == DONE
    told = capsys.readouterr().err.splitlines()
    assert told == ["Nothing has changed since the last run: nothing was done"]
    assert written(there) == before
    assert {p: p.stat() for p in (tmp_path / ".state").rglob("*.txt")} == copies


def test_only_what_is_new_is_fetched_and_what_is_gone_is_deleted(tmp_path, there, capsys):
    put(there, study(tmp_path, {"a.txt": ENGLISH, "b.txt": FRENCH}))
    assert main(["check", STUDY]) == DONE
    assert "Fetched 2 files of the study" in capsys.readouterr().err
    there.rm_file(f"{STUDY}/transcripts/b.txt")
    there.pipe_file(f"{STUDY}/transcripts/c.txt", GERMAN.encode())
    assert main(["check", STUDY]) == DONE
    assert "Fetched 1 file of the study, 1 gone" in capsys.readouterr().err
    assert set(contents(mirror_of(tmp_path) / "transcripts")) == {"a.txt", "c.txt"}
    assert mirror_of(tmp_path).stat().st_mode & 0o077 == 0


def test_a_copy_that_somebody_touched_is_fetched_again(tmp_path, there):
    put(there, study(tmp_path, {"a.txt": ENGLISH}))
    main(["check", STUDY])
    copy = mirror_of(tmp_path) / "transcripts" / "a.txt"
    copy.write_text("Not a word of it", "utf-8")
    main(["check", STUDY])
    assert copy.read_text("utf-8") == ENGLISH


def test_a_listing_that_fails_deletes_nothing(tmp_path, there, capsys):
    put(there, study(tmp_path, {"a.txt": ENGLISH}), STUDY.replace("memory", "brittle"))
    url = STUDY.replace("memory", "brittle")
    put(there, tmp_path / "inputs" / "trial")
    assert main(["check", url]) == DONE
    Brittle.lists = False
    assert main(["check", url]) == WRONG
    told = capsys.readouterr().err
    assert "cannot be reached" in told
    assert "secret" not in told
    assert (mirror_of(tmp_path) / "transcripts" / "a.txt").exists()


def test_names_that_no_file_here_can_have_are_told(tmp_path, there, capsys):
    put(there, study(tmp_path, {"a.txt": ENGLISH, "b.txt": FRENCH}))
    names = ["..", "a\\b.txt", "a\nb.txt", "a" * 300, "\udc80.txt"]
    held = there.store[f"{there._strip_protocol(STUDY)}/transcripts/b.txt"]
    for name in names:
        there.store[f"{there._strip_protocol(STUDY)}/transcripts/{name}"] = held
    assert main(["check", STUDY]) == UNUSABLE
    told = capsys.readouterr().out
    for name in names:
        shown = places.sayable(name)
        assert f"transcripts/{shown}: It has a name that no file here can have." in told
    found = mirror_of(tmp_path).rglob("*")
    assert {path.name for path in found} == {"transcripts", "a.txt", "b.txt"}


def test_of_a_file_and_a_folder_of_one_name_the_file_is_here(tmp_path, there):
    found = {}
    for name in ("a", "a/b"):
        there.store[f"/studies/{name}"] = MemoryFile(there, name, b"words")
        where = locations.located(f"memory://studies/{name}")
        found[name] = fetching.Found(where, 5, "stamp", 0.0)
    same, lost = fetching.fetch(found, tmp_path / "copies", {})
    assert (set(same), lost) == ({"a"}, {"a/b": fetching.NAME})
    assert fetching.fetch(found, tmp_path / "copies", same) == (same, lost)


def test_a_file_that_grows_while_it_is_fetched_is_left_out(tmp_path, there):
    there.store["/studies/a"] = MemoryFile(there, "a", b"more words")
    found = {"a": fetching.Found(locations.located("memory://studies/a"), 5, "stamp", 0.0)}
    assert fetching.fetch(found, tmp_path / "copies", {}) == ({}, {"a": fetching.CHANGING})


def test_a_file_that_is_too_large_is_not_fetched_and_told_as_it_is_here(tmp_path, there, capsys):
    large = ENGLISH * 4000
    folder = study(
        tmp_path, {"a.txt": ENGLISH, "b.txt": large}, study_toml="[limits]\nfile_mb = 1\n"
    )
    put(there, folder)
    assert main(["check", str(folder)]) == UNUSABLE
    here = capsys.readouterr().out
    assert main(["check", STUDY]) == UNUSABLE
    assert capsys.readouterr().out == here
    copy = mirror_of(tmp_path) / "transcripts" / "b.txt"
    assert copy.read_bytes().strip(b"\0") == b""


# Outputs


def test_a_document_that_somebody_has_edited_there_is_set_aside_there(tmp_path, there):
    study(tmp_path, {"a.txt": ENGLISH})
    place = places.find("trial", PAPERS)
    with made(place, b"old"):
        pass
    there.pipe_file(f"{PAPERS}/trial/{PAGE}", b"my own words")
    there.pipe_file(f"{PAPERS}/trial/minutes.txt", b"not the program's")
    with remote.at_hand(place):
        ((name, aside),) = leftovers.settle(
            place.outputs, tmp_path, somebody_left=False
        ).edited.items()
        (place.outputs / name).rename(place.outputs / aside)
        (place.outputs / name).write_bytes(b"new")
    found = at(there, f"{PAPERS}/trial")
    assert found["white-paper.edited-1.html"] == b"my own words"
    assert found[PAGE] == b"new"
    assert found["minutes.txt"] == b"not the program's"


def test_documents_of_those_who_have_left_are_deleted_there(tmp_path, there):
    put(there, study(tmp_path, {"vale.txt": ENGLISH}))
    run(STUDY, "--outputs", PAPERS)
    people = "transcript,speaker,id,consent\nvale.txt,Mr Vale,P01,withdrawn\n"
    there.pipe_file(f"{STUDY}/participants.csv", people.encode())
    assert run(STUDY, "--outputs", PAPERS) == WRONG
    assert at(there, f"{PAPERS}/trial") == {}
    there.rm_file(f"{STUDY}/transcripts/vale.txt")
    assert main(["check", STUDY]) == DONE
    left = [p for p in tmp_path.rglob("*") if p.is_file() and b"battery cases" in p.read_bytes()]
    assert left == [tmp_path / "inputs" / "trial" / "transcripts" / "vale.txt"]


@pytest.mark.slow
def test_a_run_whose_documents_were_cut_off_on_their_way_is_done_by_the_next(tmp_path, there):
    folder = study(tmp_path, {"a.txt": ENGLISH})
    assert run("trial", "--outputs", BRITTLE) == DONE
    before = at(there, f"{PAPERS}/trial")
    (folder / "transcripts" / "b.txt").write_text(GERMAN, "utf-8")
    Brittle.writes = 3
    assert run("trial", "--outputs", BRITTLE) == WRONG
    assert there.cat_file(f"{PAPERS}/trial/run.json") == before["run.json"]
    shutil.rmtree(tmp_path / ".state")  # and now on another machine
    Brittle.writes = 1000
    assert run("trial", "--outputs", BRITTLE) == DONE
    after = at(there, f"{PAPERS}/trial")
    assert set(after) == set(before)
    assert after[PAGE] != before[PAGE]


@pytest.mark.parametrize("writes", range(5))
def test_what_an_edition_cut_off_has_left_is_known_as_nobody_s(tmp_path, there, writes):
    study(tmp_path, {"a.txt": ENGLISH})
    place = places.find("trial", BRITTLE)
    with made(place, b"old"):
        pass
    Brittle.writes = writes
    with suppress(InputError), made(place, b"new", b"2"):
        pass
    last = there.cat_file(f"{PAPERS}/trial/run.json")
    Brittle.writes = 1000
    with remote.at_hand(place):
        for name, sha in record.last(place.outputs)["outputs"].items():
            assert record.hash_of(place.outputs / name) in {sha, "unreadable"}
        assert (place.outputs / record.RUN).read_bytes() == last
    with made(place, b"new", b"2"):
        pass
    found = at(there, f"{PAPERS}/trial")
    assert set(found) == {PAGE, "counts.csv", "run.json"}
    assert found["counts.csv"] == b"2"


def test_outputs_that_changed_during_a_run_stay_as_they_are(tmp_path, there):
    study(tmp_path, {"a.txt": ENGLISH})
    with (
        pytest.raises(InputError, match="changed by somebody else"),
        made(places.find("trial", PAPERS), b"mine"),
    ):
        there.pipe_file(f"{PAPERS}/trial/run.json", b"theirs")
    assert at(there, f"{PAPERS}/trial") == {"run.json": b"theirs"}


def test_no_copy_of_outputs_stays_when_they_go_elsewhere(tmp_path):
    study(tmp_path, {"a.txt": ENGLISH})
    with made(places.find("trial", PAPERS), b"old"):
        pass
    assert list((tmp_path / ".state").rglob("counts.csv"))
    with alone(places.find("trial")):
        assert not list((tmp_path / ".state").rglob("counts.csv"))


# Back into the study


def test_decisions_of_people_go_back_into_the_study(tmp_path, there):
    put(there, study(tmp_path, {"a.txt": ENGLISH}))
    row = "a,electrification,We sell battery cases to three customers in Germany,add"
    Path("mine.csv").write_text(f"transcript,code,text,decision\n{row}\n", "utf-8")
    assert main(["correct", "mine.csv", STUDY, "--by", "Anna"]) == DONE
    assert b"Anna" in there.cat_file(f"{STUDY}/corrections.csv")
    before = written(there)
    assert main(["correct", "mine.csv", STUDY, "--by", "Anna"]) == DONE
    assert written(there) == before


def test_what_changed_there_meanwhile_is_not_written_over(tmp_path, there):
    put(there, study(tmp_path, {"a.txt": ENGLISH}))
    place = places.find(STUDY)
    with (
        pytest.raises(InputError, match="changed there meanwhile"),
        remote.at_hand(place),
        (place.folder / "corrections.csv").open("wb"),
    ):
        there.pipe_file(f"{STUDY}/corrections.csv", b"theirs")
    assert there.cat_file(f"{STUDY}/corrections.csv") == b"theirs"
    with remote.at_hand(place):
        assert (place.folder / "corrections.csv").read_bytes() == b"theirs"


def test_one_command_at_a_time_works_on_a_study_there(tmp_path, there):
    put(there, study(tmp_path, {"a.txt": ENGLISH}))
    place = places.find(STUDY)
    with remote.at_hand(place):
        with remote.at_hand(place):
            assert (place.folder / "transcripts" / "a.txt").exists()
        remote._at_hand.clear()  # as another process sees it
        with pytest.raises(InputError, match="being worked on"), remote.at_hand(place):
            pass


# Names


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sftp://anna:s3cret@host/study", "holds a password"),
        ("https://host/study", "no folder that can be listed"),
        ("zip://a::memory://b", "no folder that can be listed"),
        ("memory://", "names no folder"),
        ("memory://a/../b", "names no folder"),
        ("memory://a/b\nc", "cannot be a folder's name here"),
        ("memory://nowhere/study", "there is no such study"),
        ("nonsense://a/b", "cannot be used"),
    ],
)
def test_what_is_no_folder_of_a_study_is_told(url, told, capsys):
    assert main(["check", url]) == WRONG
    said = capsys.readouterr().err
    assert told in said
    assert "s3cret" not in said


@pytest.mark.skipif(bool(find_spec("s3fs")), reason="s3fs is installed")
def test_a_package_that_is_missing_is_named(capsys):
    assert main(["check", "s3://bucket/study"]) == WRONG
    told = capsys.readouterr().err
    assert "Install s3fs" in told
    assert "pip install 'whitepaper[remote]'" in told


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("command", ["run", "check", "export"])
def test_a_study_that_is_not_there_is_told_of_as_such(command, capsys):
    assert main([command, "memory://studies/misspelled"]) == WRONG
    assert "there is no such study" in capsys.readouterr().err


@pytest.mark.parametrize("command", [("serve",), ("pool", "papers")])
def test_what_a_browser_shows_lies_on_this_machine(command, capsys):
    assert main([*command, "--outputs", "memory://papers"]) == WRONG
    assert "Name a folder" in capsys.readouterr().err


def test_a_file_url_is_a_path_here(tmp_path):
    folder = study(tmp_path, {"a.txt": ENGLISH}, name="my study")
    place = places.find(f"file://{folder.as_posix().replace(' ', '%20')}", f"file://{tmp_path}/o")
    assert place == places.find(str(folder), str(tmp_path / "o"))
    assert places.find(f"file://{folder}", str(tmp_path / "o")) == place
    assert place.source == place.target == ""


@pytest.mark.skipif(not os.access("/", os.W_OK), reason="only root may make folders there")
def test_nothing_is_made_where_not_even_the_first_folder_is():
    there = locations.located("local:///no-such-folder/papers")
    with pytest.raises(InputError, match="there is no /no-such-folder"):
        (there / "a").write_bytes(b"x")
