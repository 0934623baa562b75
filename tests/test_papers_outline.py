"""Evidence, outline and the authors' own texts become one paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from compositions import (
    AUTHORED,
    HOSTILE,
    INTERVIEWS,
    LANGUAGES,
    PEOPLE,
    STUDY,
    blocks,
    composed,
    evidence,
    interview,
    lines,
    part,
    person,
    plain,
    titles,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from papers import rendering
from papers.model import Contents, Listing, Paper, Paragraph, Run, Table
from transcripts.errors import InputError
from transcripts.study import Study

# Whatever the researchers wrote appears as they wrote it


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_settings_appear_literally(words: str, language: str) -> None:
    told = {"": words}
    study = Study(
        *("trial", told, told, told, told),
        authors=(words,),
        committee=(words,),
        publisher=words,
        licence=words,
        version=words,
        funding={"statement": told, "programme": told, "amount": told, "period": told},
    )
    paper = composed(language, study=study)
    assert titles(paper)[1:] == titles(composed(language, authored={}))[1:]
    assert (paper.title, paper.subtitle, paper.authors) == (words, words, (words,))
    front = [*part(paper, "cover").blocks, *part(paper, "imprint").blocks]
    assert [plain(block.line) for block in front].count(words) == 2
    assert sum(plain(block.line).count(words) for block in front) == 15
    assert part(paper, "committee").blocks[1] == Listing(((Run(words),),))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_names_of_people_and_groups_appear_literally(words: str) -> None:
    said = (
        "A: {markets: We sell abroad since the spring, though nobody here would have believed it.}"
    )
    interviews = [interview(f"en-0{k}", said.replace("We", f"We {k}")) for k in (1, 2)]
    people = [
        person(1, ("en-01", "A"), consent="named", name=words, region=words, **{words: "x"}),
        person(2, ("en-02", "A"), region="Other", **{words: "y"}),
    ]
    paper = composed(found=evidence(interviews, people), study=Study("trial"))
    quote = next(block for block in blocks(paper) if hasattr(block, "register"))
    assert quote.source == f"{words} (P01), {words}, I01, turn 1"
    tables = [block for block in blocks(paper) if isinstance(block, Table)]
    assert any(words in row for table in tables for row in table.rows)
    assert any(words in table.header for table in tables)
    captions = [table.caption for table in tables]
    assert any(words.replace("_", " ") in caption for caption in captions)


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20))
def test_any_title_appears_literally(words: str) -> None:
    study = Study("trial", title={"": words}, committee=(words,))
    paper = composed(study=study)
    assert paper.title == paper.sections[0].title == words
    assert part(paper, "committee").blocks[1].items == ((Run(words),),)


# References


@pytest.mark.parametrize(
    ("ident", "words"),
    [
        ("table-themes", "Tableau\u00a02"),
        ("figure-themes", "Figure\u00a02"),
        ("method", "chapitre\u00a02"),
        ("sample", "chapitre\u00a02.1"),
        ("codebook", "Annexe\u00a0B"),
        ("summary", "Synthèse"),
        ("Q003", "Q003"),
    ],
)
def test_a_reference_says_what_it_leads_to(ident: str, words: str) -> None:
    paper = composed("fr", authored={"conclusion": (f"Voir [](#{ident}).", "fr")})
    assert part(paper, "conclusion").blocks == (
        Paragraph((Run("Voir "), Run(words, target=f"#{ident}"), Run("."))),
    )


def test_a_reference_with_words_keeps_them() -> None:
    paper = composed(authored={"conclusion": ("[There](#themes), [out](https://x.org).", "en")})
    targets = [(run.text, run.target) for run in part(paper, "conclusion").blocks[0].line]
    assert targets == [("There", "#themes"), (", ", ""), ("out", "https://x.org"), (".", "")]


# Outlines that people have changed


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine"


def changed(templates: Path, text: str, **others) -> Paper:
    (templates / "en.md").write_text(text, "utf-8")
    return composed(study=replace(STUDY, outline="mine"), **others)


@pytest.mark.parametrize(
    ("text", "problem", "place"),
    [
        ("# A\n\n{% if %}", "cannot be filled in", "line 3"),
        ("# A\n\n{{ nothing }}", "'nothing' is undefined", "line 3"),
        ("# A\n{{ study.shoe_size }}", "has no attribute 'shoe_size'", "line 2"),
        ("# A\n\n\n{{ facts.number('astronauts') }}", "astronauts", "line 4"),
        ("# A\n{{ 1 / 0 }}", "division by zero", "line 2"),
        ("# A\n{{ ().__class__.__mro__ }}", "unsafe", "line 2"),
        ("# A\n\n## B\n\n::: nonsense", "asks for 'nonsense'", "'B'"),
        ("# A\n\n:::table themes and more", "asks for 'table themes and more'", "'A'"),
        ("# A\n\n::: table astronauts", "asks for 'table astronauts'", "'A'"),
        ("# A\n\n::: table cells", "asks for 'table cells'", "'A'"),
        ("# A\n\n::: figure children astronauts", "asks for 'figure children astronauts'", "'A'"),
        ("# A\n\n::: figure groups markets", "asks for 'figure groups markets'", "'A'"),
        ("# A\n\n::: quotations", "asks for 'quotations'", "'A'"),
        ("# A\n\n::: contents pages", "asks for 'contents pages'", "'A'"),
        ("# A\n\n::: list title", "asks for 'list title'", "'A'"),
        ("# A\n\n::: authored nobody", "asks for 'authored nobody'", "'A'"),
        ("# A\n\n:::", "asks for ''", "'A'"),
        ("# A\n\n## B\n\n[](#nowhere)", "refers to '#nowhere'", "'B'"),
        ("# A\n\n- [](#nowhere)", "refers to '#nowhere'", "'A'"),
        ("# A {.back}", "a heading marked {.back}", "'A'"),
        ("# A\n\n![x](y.png)", "a picture", "'A'"),
        ("# A\n\n### B", "leaves out a level", ""),
        ("## A", "leaves out a level", ""),
        ("# A\n\n## B\n\n### C\n\n#### D", "below the third", ""),
        ("# A {#a}\n\n# B {#a}", "gives the id 'a' to two things", ""),
        ("Words\n\n# A", "does not begin with a heading", ""),
        ("", "does not begin with a heading", ""),
    ],
)
def test_what_is_wrong_in_an_outline_is_told_with_its_place(
    templates: Path, text: str, problem: str, place: str
) -> None:
    with pytest.raises(InputError) as caught:
        changed(templates, text)
    assert problem in str(caught.value)
    assert (caught.value.path, caught.value.place) == ("mine/en.md", place)
    assert caught.value.remedy


def test_an_outline_that_is_not_there_is_told(templates: Path) -> None:
    (templates / "en.md").write_text("# A", "utf-8")
    for name in ("yours", "../mine"):
        with pytest.raises(InputError, match=r"no such outline.*Known are: mine"):
            composed(study=replace(STUDY, outline=name))


def test_no_text_of_the_authors_is_left_out_in_silence(templates: Path) -> None:
    texts = {"outlook": ("Words.", "en")}
    with pytest.raises(InputError, match=r"has no place for sections/outlook\.md"):
        changed(templates, "# A\n\nWords.", authored=texts)
    assert titles(changed(templates, "# A\n\n::: others", authored=texts)) == ["1 A", "2 Outlook"]
    not_taken = "# A\n\n{% if false %}\n::: authored outlook\n{% endif %}\n::: others"
    assert titles(changed(templates, not_taken, authored=texts)) == ["1 A", "2 Outlook"]


def test_parts_and_ids_are_told_apart(templates: Path) -> None:
    paper = changed(templates, "# A {#annex}\n\n# B {#b .annex}\n\n## C\n\n# D {.cover}")
    assert [(s.id, s.part, s.number) for s in paper.sections] == [
        *(("annex", "body", "1"), ("b", "annex", "A"), ("c", "annex", "A.1"), ("d", "cover", "")),
    ]


def test_what_values_hold_is_no_argument(templates: Path) -> None:
    paper = changed(templates, "# {{ '# B {.annex}' }}\n\n{{ '::: table themes' }}\n\n{{ ' ' }}")
    assert titles(paper) == ["1 # B {.annex}"]
    assert [plain(line) for line in lines(paper)] == ["::: table themes", " "]


def test_values_in_blocks_and_macros_are_values_still(templates: Path) -> None:
    text = (
        "{% macro m(x) %}*{{ x }}*{% endmacro %}{% set y %}{{ '_a_' }}{% endset %}"
        "# A\n\n{{ m('**b**') }} {{ y }} {{ '<i>' | upper }} {{ ['*', '_'] | join('#') }}"
        ' {{ "R&D\'s" }}'
    )
    (line,) = lines(changed(templates, text))
    assert line == (Run("**b**", emphasis=True), Run(" _a_ <I> *#_ R&D's"))


def test_a_file_that_could_not_be_used_is_told() -> None:
    told = [plain(line) for line in lines(composed(run={"unusable": 2}))]
    assert any(line.startswith("Not every file in the study’s folder") for line in told)
    assert not any("Not every file" in plain(line) for line in lines(composed()))


def test_contents_are_asked_for_by_kind() -> None:
    kinds = [block.kind for block in blocks(composed()) if isinstance(block, Contents)]
    assert kinds == ["sections", "figures", "tables"]


def test_the_same_evidence_gives_the_same_paper() -> None:
    turned = evidence(tuple(reversed(INTERVIEWS)), PEOPLE)
    again = composed("de", found=turned, authored=dict(reversed(AUTHORED.items())))
    assert again == composed("de")
