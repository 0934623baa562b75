"""What each level of consent keeps out of every file that a run leaves behind."""

import os
import subprocess
import sys

import pytest
from studies import INTERVIEWS, record, study
from traces import holding

HEADER = "transcript,speaker,id,name,organisation,region,organisation_type,consent"
LEVELS = ("named", "pseudonym", "no-quotes", "withdrawn")
NAMES = {
    "named": "Numbat",
    "pseudonym": "Bilbyson",
    "no-quotes": "Quokkafarm",
    "withdrawn": "Wombatley",
}
"""The name of a person of each level."""

OWN = {
    "named": "emuwaltz",
    "pseudonym": "kelpbrick",
    "no-quotes": "figquartz",
    "withdrawn": "yabbyhusk",
}
"""A word that this person alone says."""


SAID = {
    "named": (
        "The {own} battery plant asks for more electricity than the whole valley has today.",
        "My name is Rita {name}, and at {name} Works the first electric van came in spring.",
    ),
    "pseudonym": (
        "Without the {own} charging stations nobody here would drive an electric lorry at all.",
        "I am Rita {name}; {name} Works sells its battery cases to customers in Poland now.",
    ),
    "no-quotes": (
        "What the {own} drive costs us is the gearbox, for an electric car needs hardly one.",
        "Our house, {name} Works, has exported to Spain since Rita {name} built up the agency.",
    ),
    "withdrawn": (
        "Every {own} battery that comes back is an electric car that somebody was fond of.",
        "Ask Rita {name} about the border, she waits there with our batteries each Friday.",
    ),
}
"""What a person of each level says."""


def talk(level):
    """An interview with the person, who says a word of their own, and their name and house."""
    name = NAMES[level]
    answers = "\n\n".join(f"{name}: {words}" for words in SAID[level])
    asked = "Interviewer: How do you see the electric car?"
    return f"{asked}\n\n{answers}\n".format(own=OWN[level], name=name)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A study with somebody of each level: run with Prefect, exported, drawn from for an audit."""
    folder = tmp_path_factory.mktemp("consent")
    talks = {f"t{number}.txt": talk(level).encode() for number, level in enumerate(LEVELS)}
    home = study(folder, {**INTERVIEWS, **talks})
    lines = [
        f"t{number},{NAMES[level]},,Rita {NAMES[level]},{NAMES[level]} Works,Saarland,company,{level}"
        for number, level in enumerate(LEVELS)
    ]
    (home / "participants.csv").write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
    whitepaper(folder, "run", "--language", "en")
    whitepaper(folder, "export", "--qdpx", "--qdc")
    whitepaper(folder, "audit", "30")
    return folder


def whitepaper(folder, *arguments):
    command = [sys.executable, "-m", "flows", *arguments]
    apart = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
    ran = subprocess.run(
        command, cwd=folder, env=apart, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


ALL = {".docx", ".pdf", ".html", ".csv", ".xlsx", ".qdpx"}
"""The kinds of file in which words may stand."""


def told(folder, word):
    """The kinds of file that hold the word."""
    return {path.suffix for path in holding(folder, word)}


def test_who_agreed_to_be_named_is_quoted_with_their_name(done):
    assert told(done / "outputs", NAMES["named"]) >= {".docx", ".pdf", ".html"}
    assert told(done / "outputs", OWN["named"]) >= ALL


def test_who_has_a_pseudonym_is_quoted_and_in_no_file_by_name_or_house(done):
    assert told(done / "outputs", OWN["pseudonym"]) >= ALL
    assert told(done / "outputs", NAMES["pseudonym"]) == set()
    assert told(done / ".state" / "prefect", NAMES["pseudonym"]) == set()


@pytest.mark.parametrize("word", [NAMES["no-quotes"], OWN["no-quotes"]])
def test_who_is_not_to_be_quoted_is_counted_and_has_no_word_in_any_file(done, word):
    assert told(done / "outputs", word) == set()
    assert told(done / ".state" / "prefect", word) == set()
    assert record(done)["respondents"] == 6


@pytest.mark.parametrize("word", [NAMES["withdrawn"], OWN["withdrawn"]])
def test_who_has_withdrawn_is_nowhere(done, word):
    assert told(done / "outputs", word) == set()
    assert told(done / ".state", word) == set()


def test_nobody_else_can_look_into_what_is_kept(done):
    assert (done / ".state" / "trial").stat().st_mode & 0o077 == 0
    assert (done / ".state" / "prefect").stat().st_mode & 0o077 == 0
