"""What was masked is listed for the researchers alone."""

import csv
import stat

import pytest
from studies import ENGLISH, contents, record, study

from flows.cli import main

QUICK = ("--untracked", "--format", "html")
LIST = (
    "transcript,speaker,name,organisation,consent\nvale,Mr Vale,Otto Vale,=Orbex Cases,pseudonym\n"
)
SAID = ENGLISH.replace("three customers", "Orbex, Vale's three customers, call +49 681 9876543,")


@pytest.fixture
def made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = study(tmp_path, {"vale.txt": SAID}, participants_csv=LIST)
    main(["run", *QUICK])
    return tmp_path, folder


def test_the_list_holds_the_words_and_nobody_else_may_read_it(made):
    path = made[0] / ".state" / "trial" / "private" / "masked.csv"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {(row["words"], row["mark"]) for row in rows} >= {
        ("Orbex", "[O01]"),
        ("Vale", "[P01]"),
        ("'+49 681 9876543", "[phone]"),
    }
    assert all(row["rows"].startswith("C") and row["turn"] == "2" for row in rows)


def test_no_output_holds_the_words_and_the_notice_has_numbers_alone(made):
    outputs = b"".join(contents(made[0] / "outputs" / "trial").values())
    for words in (b"Orbex,", b"Vale's", b"9876543"):
        assert words not in outputs
    (notice,) = [one for one in record(made[0])["notices"] if one["kind"] == "masked"]
    assert notice["text"].startswith("3 personal details masked, 0 of them doubtful: see .state/")


def test_a_list_of_nothing_is_taken_away(made):
    home, folder = made
    (folder / "transcripts" / "vale.txt").write_text(ENGLISH, "utf-8")
    main(["run", *QUICK])
    assert not (home / ".state" / "trial" / "private" / "masked.csv").exists()


def test_a_study_names_others_and_allows_words(made):
    home, folder = made
    settings = '[masking]\nnames = ["Ida Poland"]\nallowed = ["+49 681 9876543"]\n'
    (folder / "study.toml").write_text(settings, "utf-8")
    main(["run", *QUICK])
    codings = (home / "outputs" / "trial" / "codings.csv").read_text("utf-8-sig")
    assert "one in [name]" in codings
    assert "9876543" in codings
