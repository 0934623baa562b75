"""The outlines and labels say the same in each language, and no more than was counted."""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from compositions import (
    AUTHORED,
    INTERVIEWS,
    LANGUAGES,
    PEOPLE,
    blocks,
    composed,
    evidence,
    held_against_people,
    interview,
    lines,
    medium,
    person,
    plain,
    settled,
    spoken_by,
    text,
)

from evidence.codebook import Codebook, default_codebook
from evidence.gathering import Evidence
from evidence.model import STANCES, Code
from papers.headings import in_order
from papers.labels import TEMPLATES
from papers.model import Figure, Listing, Paper, Paragraph, Quote, Table
from papers.references import idents
from transcripts.languages import detect
from transcripts.study import Study

OUTLINES = {
    code: (TEMPLATES / "white_paper" / f"{code}.md").read_text("utf-8") for code in LANGUAGES
}
LABELS = {
    code: tomllib.loads((TEMPLATES / "labels" / f"{code}.toml").read_text("utf-8"))
    for code in LANGUAGES
}
OTHERS = [code for code in LANGUAGES if code != "en"]

# The files


def statements(outline: str) -> list[str]:
    return re.findall(r"\{%-?\s*(.*?)\s*-?%\}", outline, re.DOTALL)


def slots(words: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", words))


@pytest.mark.parametrize("language", OTHERS)
def test_outlines_hold_the_same_statements_in_the_same_order(language: str) -> None:
    assert statements(OUTLINES[language]) == statements(OUTLINES["en"])


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(
    "pattern",
    [r"^#+ .*(\{#.*\})$", r"^::: .*$", r"\{\.\w+\}$"],
    ids=["headings", "directives", "kinds"],
)
def test_outlines_have_the_same_shape(pattern: str, language: str) -> None:
    shapes = [re.findall(pattern, OUTLINES[code], re.MULTILINE) for code in ("en", language)]
    assert shapes[0] == shapes[1] != []


@pytest.mark.parametrize("language", OTHERS)
def test_outlines_refer_to_the_same_things(language: str) -> None:
    referred = [Counter(re.findall(r"\(#(.*?)\)", OUTLINES[code])) for code in ("en", language)]
    assert referred[0] == referred[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nouns_have_both_their_forms(language: str) -> None:
    forms = re.findall(r'(?:count|form)\(.*?, "([^"]*)"\)', OUTLINES[language])
    assert len(forms) > 20
    assert all(len([form for form in each.split("|") if form]) == 2 for each in forms)


@pytest.mark.parametrize("language", OTHERS)
def test_labels_have_the_same_keys_and_slots(language: str) -> None:
    english, other = LABELS["en"], LABELS[language]
    assert list(other) == list(english)
    for group, words in english.items():
        if isinstance(words, dict):
            assert list(other[group]) == list(words), group
            assert {k: slots(v) for k, v in other[group].items()} == {
                k: slots(v) for k, v in words.items()
            }


def test_every_word_of_the_labels_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in (TEMPLATES.parent / "papers").glob("*.py"))
    words = [word for word in LABELS["en"]["words"] if word not in STANCES]
    unused = [word for word in words if not re.search(rf"[\"']{word}[\"']", code)]
    assert unused == []


# The papers


def custom(*parents: str) -> Codebook:
    """A codebook with a theme for each name, ``a/b`` standing for a sub-code b of a."""
    pairs = [name.rpartition("/")[::2] for name in parents]
    codes = (
        Code(ident, dict.fromkeys(LANGUAGES, ident), dict.fromkeys(LANGUAGES, f"“{ident}”"), parent)
        for parent, ident in pairs
    )
    return Codebook(tuple(codes))


def everything_said() -> Evidence:
    """Two respondents who speak of each code, in one long answer and in short ones."""
    codes = [code.id for code in default_codebook().codes]
    said = [
        f"A: {{{code}: In our house of {code} nobody sleeps before the work is done.}}"
        for code in codes
    ]
    all_at_once = "A: {" + " ".join(codes) + ": All of that is one and the same question to us.}"
    twice = [interview(f"en-0{k}", "Q: And?", all_at_once, *said) for k in (1, 2)]
    return evidence(twice, [person(k, (f"en-0{k}", "A"), region=f"R{k}") for k in (1, 2)])


CONSTELLATIONS = {
    "medium": medium,
    "nothing said": lambda: spoken_by(0, 3),
    "one alone": lambda: spoken_by(1, 1),
    "one of two": lambda: spoken_by(1, 2, "markets"),
    "many": lambda: spoken_by(9, 15, "internationalisation"),
    "all of all": everything_said,
    "nobody quoted": lambda: evidence(
        INTERVIEWS, [replace(one, consent="no-quotes") for one in PEOPLE]
    ),
    "held against people": held_against_people,
    "other themes": lambda: evidence(
        [interview("en-01", "A: {a b: We say it all.} {c: Or nearly.}", language="en")],
        [person(1, ("en-01", "A"))],
        custom("a", "a/b", "d", "d/c", "e"),
    ),
    "abroad without sub-codes": lambda: evidence(
        [interview("en-01", "A: {internationalisation: We sell what we make in all the countries"
                            " where somebody speaks our language.}")],
        [person(1, ("en-01", "A"))],
        custom("internationalisation"),
    ),
}  # fmt: skip


CASES = [(name, code) for name in CONSTELLATIONS for code in LANGUAGES]


@cache
def constellation(name: str) -> Evidence:
    return CONSTELLATIONS[name]()


@cache
def paper_of(name: str, language: str) -> Paper:
    study = Study("trial", fieldwork=("2026-03-01", "2026-05-31"))
    return composed(language, constellation(name), study=study)


def prose(paper: Paper) -> Iterator[str]:
    """The paragraphs and points in the paper's language; not what refers to other works."""
    for block in blocks(paper):
        found = (block.line,) if isinstance(block, Paragraph) else getattr(block, "items", ())
        for line in found if isinstance(block, Paragraph | Listing) else ():
            if "https://doi.org/" not in plain(line) and not line[0].language:
                yield plain(line)


def generated(paper: Paper) -> Iterator[str]:
    """All that the program has worded or counted: prose, tables, figures."""
    yield from prose(paper)
    for block in blocks(paper):
        if isinstance(block, Table):
            yield from (block.caption, block.description, *block.header)
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, Figure):
            yield from (block.caption, block.description)
            yield from (words for series in block.chart.printed for words in series)


@pytest.mark.parametrize(("name", "language"), CASES)
def test_headings_leave_out_no_level_and_ids_are_unique(name: str, language: str) -> None:
    paper = paper_of(name, language)
    assert in_order(section.level for section in paper.sections)
    assert all(section.title.strip() for section in paper.sections)
    assert max(Counter(idents(paper.sections)).values()) == 1


@pytest.mark.parametrize(("name", "language"), CASES)
def test_every_reference_leads_somewhere_and_says_where(name: str, language: str) -> None:
    paper = paper_of(name, language)
    referring = [run for line in lines(paper) for run in line if run.target]
    assert all(run.text for run in referring)
    inside = {run.target for run in referring if not run.target.startswith("https://doi.org/")}
    assert inside <= {f"#{ident}" for ident in idents(paper.sections)}
    quotes = [block for block in blocks(paper) if isinstance(block, Quote)]
    assert {quote.register for quote in quotes} <= set(idents(paper.sections))


def without_abbreviations(paper: Paper) -> Paper:
    """The paper without the list that each language has of its own."""
    return replace(paper, sections=tuple(s for s in paper.sections if s.id != "abbreviations"))


@pytest.mark.parametrize("name", CONSTELLATIONS)
def test_the_languages_have_the_same_sections_and_exhibits(name: str) -> None:
    papers = [without_abbreviations(paper_of(name, language)) for language in LANGUAGES]
    ids = [[(s.id, s.number, s.part) for s in paper.sections] for paper in papers]
    shown = [[type(block) for block in blocks(paper)] for paper in papers]
    assert ids[0] == ids[1] == ids[2]
    assert shown[0] == shown[1] == shown[2]


@pytest.mark.parametrize(("name", "language"), CASES)
def test_no_section_is_empty(name: str, language: str) -> None:
    paper = paper_of(name, language)
    levels = [section.level for section in paper.sections] + [1]
    for section, following in zip(paper.sections, levels[1:], strict=True):
        assert section.blocks or following > section.level, section.title


@pytest.mark.parametrize(("name", "language"), CASES)
def test_no_sentence_stands_twice(name: str, language: str) -> None:
    said = [re.split(r"(?<=[.!?])\s+", words) for words in prose(paper_of(name, language))]
    sentences = Counter(sentence for each in said for sentence in each if " " in sentence)
    assert {sentence for sentence, times in sentences.items() if times > 1} == set()


@pytest.mark.parametrize(("name", "language"), CASES)
def test_nothing_is_in_another_language(name: str, language: str) -> None:
    for words in generated(paper_of(name, language)):
        if len(words.split()) >= 6:
            assert detect(words) in (language, ""), words


@pytest.mark.parametrize(("name", "language"), CASES)
def test_typography_is_the_language_s(name: str, language: str) -> None:
    words = "\n".join(generated(paper_of(name, language)))
    assert not re.search(r"\w'\w|\"| {2}|[ \u00a0\u202f]\n|\(\s|\s\)|\s[.,]", words)
    if language == "fr":
        assert not re.search(r"[^\u202f][;!?»]|«[^\u202f]|[^\u00a0\d]:", words)
    else:
        assert not re.search(r"\s[;:!?]", words)


# Numbers

NO_COUNTS = (
    r"\b(?:Table|Tableau|Tabelle|Figure|Abbildung)\u00a0\d+",
    r"\b(?:chapter|chapitre|Kapitel|Annex|Annexe|Anhang)\u00a0[\dA-Z.]+",
    r"\b(?:turn|tour|Redebeitrag) \d+",
    r"\d\d:\d\d:\d\d",
    r"\b[PQCRI]\d+\b",
    r"COVID-19|CO2",
    r"(?:Chen|Namey|et al\.) \(?(?:2001|2008|2012|2020)",
    r"(?:Cohen|Krippendorff|Wilson) (?:1927|1960|2004)",
    r"whitepaper \d+\.\d+",
    r"\b\d+(?:er|\.)? \w+ 2026\b",
)
"""What holds digits and counts nothing: names of exhibits, places, evidence, people, days and works cited."""

NUMBER = r"(?<![\d-])-?\d+(?:[.,]\d{1,2}(?!\d))?"

SHARE = r"(\d+)(?: respondents| répondants?)? (?:of|sur|von) (\d+)"


def counted(paper: Paper) -> str:
    """The generated text, a line each, with what counts nothing taken out."""
    words = "\n".join(generated(paper))
    for pattern in NO_COUNTS:
        words = re.sub(pattern, "", words)
    return re.sub(r"(?<=\d)[.,\u202f](?=\d{3})", "", words).replace("\u00a0", " ")


@pytest.mark.parametrize(("name", "language"), CASES)
def test_every_number_is_one_of_the_evidence(name: str, language: str) -> None:
    found = constellation(name)
    known = {number for cell in found.cells for number in (cell.value, cell.base)}
    known |= {measure.value for measure in found.measures}
    words = counted(paper_of(name, language))
    printed = [float(digits.replace(",", ".")) for digits in re.findall(NUMBER, words)]
    assert len(printed) > 20
    assert set(printed) <= known


@pytest.mark.parametrize(("name", "language"), CASES)
def test_every_share_is_one_of_the_evidence(name: str, language: str) -> None:
    known = {(cell.value, cell.base) for cell in constellation(name).cells}
    shares = re.findall(SHARE, counted(paper_of(name, language)))
    assert {(int(value), int(base)) for value, base in shares} <= known
    assert shares


def test_numbers_out_of_the_air_would_be_noticed() -> None:
    assert re.findall(r"\d+", counted(paper_of("many", "en"))).count("9") > 1
    found = re.findall(r"\d+", counted(composed("fr", found=spoken_by(1234, 1234, "markets"))))
    assert "1234" in found


# Read by a person

GOLDEN = Path(__file__).parent / "data"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_reads_as_it_was_last_accepted(language: str) -> None:
    golden = GOLDEN / f"paper-{language}.txt"
    shown = text(composed(language, settled(), authored=AUTHORED))
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(shown, "utf-8", newline="\n")
    assert shown == golden.read_text("utf-8")
