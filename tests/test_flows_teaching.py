"""What researchers coded by hand and gave back, in a run."""

import csv

import pytest
from studies import record, rows, study

from flows.cli import DONE, main

BOOK = """\
[codes.parks]
[codes.parks.label]
en = "Parks"
fr = "Parcs"
de = "Parks"
[codes.parks.definition]
en = "Green places in the town."
fr = "Lieux verts de la ville."
de = "Grüne Orte der Stadt."
[codes.parks.terms.en]
strong = ["park"]
weak = ["bench"]
[codes.parks.terms.fr]
strong = ["parc"]
[codes.parks.terms.de]
strong = ["Grünanlage"]
"""
GREEN = (
    "We sit on the bench under the trees and watch the flowers.",
    "Children play near the bench with the old trees and flowers.",
    "From the bench you hear the birds in the trees above the flowers.",
    "Behind the bench grow roses and other flowers, between the trees.",
    "At noon people eat their bread on the bench among the flowers.",
    "In autumn the trees are red, and flowers stand around the bench.",
)
GREY = (
    "They park their lorries at the factory gate every night.",
    "Where do I park the trailer of the lorry at the gate?",
    "You may park the second lorry behind the factory.",
    "The driver must not park a lorry before the gate.",
    "Whoever wants to park a trailer asks the man at the factory.",
    "We park between the lorry and the wall of the factory.",
)
WALKERS = {
    "hale": "On Monday the baker was closed, so I went round by the mill and was late for lunch.",
    "brook": "My sister taught piano for thirty years, mostly to children from the upper village.",
    "dunn": "Nobody repairs clocks here now; the last shop became a place that sells telephones.",
    "ferris": "We keep two goats, and the younger one has learnt to open every door in the house.",
    "lowe": "The choir sings on Thursdays, and in winter we heat the hall with what we have sawn.",
    "marsh": "When the river froze my uncle walked across it with a bicycle on his shoulder.",
}


def _sayings(walker):
    first = list(WALKERS).index(walker)
    return [(GREEN[n % 6], GREY[n % 6]) for n in range(first, first + 3)]


def _said(walker):
    said = [WALKERS[walker], *(sentence for pair in _sayings(walker) for sentence in pair)]
    asked = f"Interviewer: Go on?\n\nMrs {walker.title()}: "
    return "".join(f"{asked}{sentence}\n\n" for sentence in said)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {f"{walker}.txt": _said(walker) for walker in WALKERS}
    return study(tmp_path, files, codebook_toml=BOOK)


def _coded_by_hand(home, walkers=tuple(WALKERS), code="parks"):
    with (home / "codings.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["transcript", "text", "code", "coder"])
        for walker in walkers:
            lines.writerows([walker, green, code, "Ada"] for green, _ in _sayings(walker))


def _run():
    return main(["run", "--untracked", "--format", "html", "--language", "en"])


def _program(folder):
    return {row["text"] for row in rows(folder) if row["code"] == "parks"}


def _told(folder):
    return [one["text"] for one in record(folder)["notices"] if one["kind"] == "learned"]


def test_what_people_coded_by_hand_corrects_what_the_rules_find(home, tmp_path):
    assert _run() == DONE
    assert any("park" in text for text in _program(tmp_path))
    _coded_by_hand(home)
    assert _run() == DONE
    found = _program(tmp_path)
    assert any(text in one for one in found for text in GREEN)
    assert not any(text in one for one in found for text in GREY)
    (told,) = _told(tmp_path)
    assert "People coded 18 segments in 6 transcripts" in told
    assert "parks from 0." in told


def test_without_the_file_the_rules_stand_again(home, tmp_path):
    assert _run() == DONE
    before = _program(tmp_path)
    _coded_by_hand(home)
    assert _run() == DONE
    (home / "codings.csv").unlink()
    assert _run() == DONE
    assert _program(tmp_path) == before
    assert not _told(tmp_path)


def test_too_few_codings_teach_nothing_and_the_run_says_so(home, tmp_path):
    _coded_by_hand(home, walkers=["hale"])
    assert _run() == DONE
    (told,) = _told(tmp_path)
    assert "codes by its rules alone" in told


def test_a_code_that_is_not_in_the_codebook_is_named_with_its_line(home, tmp_path):
    _coded_by_hand(home, walkers=["hale"], code="perks")
    assert _run() == DONE
    lost = [one for one in record(tmp_path)["notices"] if one["path"] == "codings.csv"]
    assert any("perks" in one["text"] and "parks" in one["text"] for one in lost)
    assert any(one["place"] == "line 2" for one in lost)
