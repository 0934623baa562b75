"""The authors' own texts find their place in the paper, with headings of the right level."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from compositions import LANGUAGES, blocks, composed, part, plain, titles

from papers.model import Listing, Paragraph, Run, Table
from transcripts.errors import InputError


@pytest.mark.parametrize("name", ["introduction", "summary", "recommendations", "conclusion"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_with_a_place_stand_there(name: str, language: str) -> None:
    paper = composed(language, authored={name: ("Our own words.", language)})
    shown = [
        plain(block.line) for block in part(paper, name).blocks if isinstance(block, Paragraph)
    ]
    assert "Our own words." in shown
    assert not any(block.kind == "todo" for block in part(paper, name).blocks if name != "summary")


def test_other_texts_are_chapters_before_the_recommendations() -> None:
    texts = {"what-is-next": ("Words.", "en"), "AI_act": ("# The AI act\n\nWords.", "en")}
    shown = titles(composed(authored=texts))
    at = shown.index("12 The AI act")
    assert shown[at + 1 : at + 3] == ["13 What is next", "14 Recommendations"]
    assert shown[at - 1] == "11.1 Consequences of COVID-19"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Words.\n\n## A\n\n### B", ["12 Recommendations", "12.1 A", "12.1.1 B"]),
        ("Words.\n\n# A\n\n# B", ["12 Recommendations", "12.1 A", "12.2 B"]),
        ("Words.\n\n#### A\n\n##### B", ["12 Recommendations", "12.1 A", "12.1.1 B"]),
        ("Words.\n\n# A\n\n### B", ["12 Recommendations", "12.1 A", "12.1.1 B"]),
        ("Words.\n\n### A\n\n# B", ["12 Recommendations", "12.1 A", "12.2 B"]),
        ("## A\n\n#### B\n\n## C", ["12 Recommendations", "12.1 A", "12.1.1 B", "12.2 C"]),
        ("# Our *advice*\n\n## A\n\n### B", ["12 Our advice", "12.1 A", "12.1.1 B"]),
        ("\n## Our advice\n\nWords.", ["12 Our advice"]),
        ("## R & D\n\n## <b>", ["12 Recommendations", "12.1 R & D", "12.2 <b>"]),
    ],
)
def test_headings_of_authors_get_the_level_of_their_place(text: str, shown: list[str]) -> None:
    paper = composed(authored={"recommendations": (text, "en")})
    assert [title for title in titles(paper) if title.startswith("12")] == shown


def test_what_the_outline_says_after_a_text_does_not_fall_under_the_text_s_headings() -> None:
    paper = composed(authored={"summary": ("Words.\n\n## In one page\n\nMore.", "en")})
    after = [s for s in paper.sections if s.id in ("summary-in-one-page", "in-numbers")]
    assert [section.level for section in after] == [2, 2]
    assert [plain(block.line) for block in after[0].blocks] == ["More."]
    assert isinstance(after[1].blocks[1], Listing)


def test_numbered_lists_go_on_after_a_heading() -> None:
    text = "## A\n\n1. a\n2. b\n\n## B\n\n3. c"
    paper = composed(authored={"recommendations": (text, "en")})
    lists = [b for b in blocks(paper) if isinstance(b, Listing) and b.numbered]
    assert [(one.start, len(one.items)) for one in lists] == [(1, 2), (3, 1)]


def test_headings_of_authors_have_ids_that_nothing_else_has() -> None:
    text = "## Next\n\n## Next\n\n## ???\n\n## Named {#my-own}\n\nSee [](#my-own), [](#my-own)."
    paper = composed(authored={"conclusion": (f"Words.\n\n{text}", "en")})
    ids = [section.id for section in paper.sections if section.number.startswith("13.")]
    assert ids == ["conclusion-next", "conclusion-next-2", "conclusion-2", "my-own"]
    assert (
        plain(part(paper, "my-own").blocks[0].line) == "See chapter\u00a013.4, chapter\u00a013.4."
    )


def test_text_in_another_language_says_so() -> None:
    paper = composed("fr")
    mine = [section for section in paper.sections if section.id.startswith("recommendations")]
    runs = [run for s in mine for block in s.blocks for run in _runs(block)]
    filled = [run for run in runs if run.target.startswith("#")]
    assert {run.language for run in runs if run not in filled} == {"en"}
    assert {run.language for run in filled} == {""}
    assert "Tableau\u00a02" in [run.text for run in filled]
    own = [one for one in composed("en").sections if not one.id.startswith("abstract")]
    said = (b for one in own for b in one.blocks if isinstance(b, Paragraph | Listing))
    assert not any(run.language for block in said for run in _runs(block))


def _runs(block: object) -> Iterator[Run]:
    found = block.items if isinstance(block, Listing) else (block.line,)
    for line in found:
        for run in line:
            yield run
            yield from run.note


def test_tables_of_authors_are_told_to_those_who_cannot_see_them() -> None:
    (one,) = [b for b in blocks(composed("de")) if isinstance(b, Table) and not b.label]
    assert one.description == "Tabelle der Autorinnen und Autoren; Spalten: Step; Months."
    assert one.numeric == (False, True)


@pytest.mark.parametrize(
    ("text", "problem", "place"),
    [
        ("# A\n\n## B\n\n- c\n  - d", "a list within a list", "'B'"),
        ("See [](#nowhere).", "refers to '#nowhere'", "'Recommendations'"),
        ("Words.^[See [](#nowhere).]", "refers to '#nowhere'", "'Recommendations'"),
        ("Words.\n\n## A\n\n::: table themes", "which only an outline can", "'A'"),
        ("Words.\n\n## A {.annex}", "a heading marked {.annex}", "'A'"),
        ("Words. {.huge}", "a paragraph marked {.huge}", ""),
    ],
)
def test_what_the_authors_have_to_mend_is_told_with_its_place(
    text: str, problem: str, place: str
) -> None:
    with pytest.raises(InputError) as caught:
        composed(authored={"recommendations": (text, "en")})
    assert caught.value.path == "sections/recommendations.md"
    assert problem in caught.value.problem
    assert caught.value.place == place
