"""Advice on a codebook that can be used: what is said of it, and of what nothing is said."""

from __future__ import annotations

import pytest

from evidence.codebook_advice import advise
from evidence.codebook_faults import CodebookError

BOOK = """\
[sets.joint]
en = ["corner", "lap"]
[codes.skills]
label = { en = "Skills", fr = "Compétences", de = "Fachwissen" }
definition = { en = "What people can do.", fr = "Le savoir-faire.", de = "Was Leute können." }
[codes.skills.terms]
en = { strong = ["skill"] }
fr = { strong = ["compétence"] }
de = { strong = ["fachwissen"] }
[codes.welding]
label = { en = "Welding", fr = "Soudage", de = "Schweißen" }
definition = { en = "Joining metal.", fr = "Joindre le métal.", de = "Metall verbinden." }
[codes.welding.terms.en]
strong = [
  "weld*", "weld", "<joint>",
]
weak = ["seam"]
never = ["welded to"]
[codes.welding.terms.fr]
strong = ["souder"]
[codes.welding.terms.de]
strong = ["*schweiß*"]
weak = ["naht"]
"""
SOUND = BOOK.replace(' "weld",', "")


@pytest.fixture
def advice(tmp_path):
    def of(text):
        path = tmp_path / "codebook.toml"
        path.write_text(text, encoding="utf-8")
        return [f"{fault.place}: {fault.problem}" for fault in advise(path)]

    return of


def test_of_a_sound_codebook_nothing_is_said(advice):
    assert advice(SOUND) == []


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        (
            '"weld*",',
            '"weld*", "welder",',
            'line 15: code welding: "weld*" finds all that "welder"',
        ),
        (
            '"weld*",',
            '"weld*", "welding*",',
            'line 15: code welding: "weld*" finds all that "weldi',
        ),
        (
            '"weld*",',
            '"weld*", "weld & steel",',
            'line 15: code welding: "weld*" finds all that "w',
        ),
        ('"seam"', '"welder|welding"', 'line 17: code welding: "weld*" finds all that "welder|'),
        ('"seam"', '"corner"', 'line 17: code welding: "<joint>" finds all that "corner" finds'),
        ('"naht"', '"schweißnaht"', 'line 23: code welding: "*schweiß*" finds all that "schweißn'),
        ('"naht"', '"*schweißen"', 'line 23: code welding: "*schweiß*" finds all that "*schweiß'),
        (
            '"souder"',
            '"souder", "compétence"',
            'line 20: code welding: "compétence" is strong for s',
        ),
        ('"souder"', '"souder", "tig"', ""),
        ('"souder"', '"souder", "TI"', ""),
        ('"souder"', '"souder", "ti"', 'line 20: code welding: "ti" is very short for a strong'),
        ('"seam"', '"arc & arc"', 'line 17: code welding: "arc & arc" has itself for company'),
        ('"seam"', '"arc & arc|flame"', ""),
        ('"welded to"', '"glued to"', 'line 18: code welding: "glued to" hides no en term'),
        ('"welded to"', '"weld & phone"', ""),
        ('"<joint>"', '"corner"', "line 1: set joint: no term names it"),
        (
            '"seam"',
            '"schweißnaht"',
            'line 17: code welding: "schweißnaht" stands in terms.en, and lo',
        ),
        (
            '"naht"',
            '"pièce soudée"',
            'line 23: code welding: "pièce soudée" stands in terms.de, and',
        ),
        ('"naht"', '"Citroën"', ""),
    ],
)
def test_what_could_be_better_is_told_with_its_line(advice, said, instead, told):
    found = advice(SOUND.replace(said, instead, 1))
    assert len(found) == bool(told), found
    assert all(line.startswith(told) for line in found)


@pytest.mark.parametrize("tie", ['parent = "skills"', 'requires = "skills"'])
def test_a_code_may_share_terms_with_one_that_it_is_tied_to(advice, tie):
    shared = SOUND.replace('"souder"', '"souder", "compétence"')
    assert advice(shared.replace("[codes.welding]", f"[codes.welding]\n{tie}")) == []


def test_a_term_that_weighs_more_is_not_useless(advice):
    heavier = SOUND.replace('"weld*",', '"weld",').replace('"seam"', '"weld*"')
    assert advice(heavier) == []


def test_a_codebook_that_cannot_be_used_gets_no_advice(tmp_path):
    path = tmp_path / "codebook.toml"
    path.write_text(BOOK.replace('"seam"', '"(seam)"'), encoding="utf-8")
    with pytest.raises(CodebookError, match="line 17"):
        advise(path)
