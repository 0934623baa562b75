"""What stands before and behind the chapters."""

from __future__ import annotations

from dataclasses import replace

from compositions import STUDY, composed, medium, plain

from papers.facts import Facts
from papers.labels import read_labels
from papers.matter import abbreviations


def listed(written: str, **study: object) -> list[str]:
    facts = Facts(replace(STUDY, **study), medium(), read_labels("en"))
    return [plain(item).partition(":")[0] for item in abbreviations(facts, written).items]


def test_abbreviations_that_are_used_are_explained_in_the_order_of_the_alphabet() -> None:
    assert listed("An SME asks an OEM about ADAS, not about evs.") == ["ADAS", "OEM", "SME"]


def test_one_or_two_abbreviations_are_no_list() -> None:
    assert listed("An SME asks an OEM.") == []


def test_a_study_explains_its_own() -> None:
    own = {"abbreviations": {"PAE": {"": "Pôle Automobile Européen"}}}
    assert listed("The PAE, an SME and an OEM.", **own) == ["OEM", "PAE", "SME"]


def test_what_is_quoted_counts_as_used() -> None:
    said = "the ADAS tests of the OEM, and every SME"
    paper = composed("en", medium(), authored={"introduction": (said, "en")})
    assert "abbreviations" in [section.id for section in paper.sections]
    assert "abbreviations" not in [section.id for section in composed("en", medium()).sections]
