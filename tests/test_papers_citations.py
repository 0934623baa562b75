"""What the authors cite by name stands in the paper, or the paper is not made."""

from __future__ import annotations

import pytest
from compositions import composed, part, plain

from papers.model import Paragraph, Run
from transcripts.errors import InputError


def concluded(words: str, language: str = "en") -> Paragraph:
    paper = composed(language, authored={"conclusion": (words, language)})
    (block,) = part(paper, "conclusion").blocks
    assert isinstance(block, Paragraph)
    return block


@pytest.mark.parametrize(
    ("address", "words", "target"),
    [
        ("count:electrification", "5 of\u00a06", "#table-themes"),
        ("count:electrification/passages", "5", "#table-themes"),
        ("count:electrification/transcripts", "5 of\u00a05", "#table-themes"),
        ("count:electrification/region/Lorraine", "1 of\u00a02", "#table-cells-region"),
        ("count:respondents", "6", ""),
        ("count:transcripts", "5", ""),
    ],
)
def test_a_count_is_printed_and_leads_to_its_table(address: str, words: str, target: str) -> None:
    assert concluded(f"It is []({address}).").line[1] == Run(words, target=target)


def test_a_count_speaks_the_language_of_the_paper() -> None:
    assert plain(concluded("C’est [](count:electrification).", "fr").line) == "C’est 5 sur\u00a06."


def test_words_of_the_authors_stand_for_a_count_that_is_there() -> None:
    run = concluded("[most](count:electrification) agree").line[0]
    assert run == Run("most", target="#table-themes")


def test_a_quotation_is_cited_by_its_place() -> None:
    quoted = [b for s in composed("en").sections for b in s.blocks if hasattr(b, "register")]
    first = concluded("See [](quotation:en-01/2).").line[1]
    assert first.text in {block.id for block in quoted}
    assert first.target == f"#{first.text}"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("count:electrificaton", "Did you mean 'electrification'?"),
        ("count:electrification/pasages", "Did you mean 'passages'?"),
        ("count:electrification/region/Lorrain", "Did you mean 'Lorraine'?"),
        ("count:electrification/colour/red", "Use one of: passages, respondents, transcripts"),
        ("quotation:en-01/99", "Did you mean 'en-01/"),
    ],
)
def test_what_is_gone_stops_the_paper_and_says_what_there_is(address: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        concluded(f"It is []({address}).")
    message = str(caught.value)
    assert message.startswith("sections/conclusion.md, 'Conclusion': cites ")
    assert told in message
