"""What the check of a paper tells of an edit, and of which edits it says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest
from compositions import INTERVIEWS, PEOPLE, STUDY, composed, evidence, medium

from papers import html
from papers.claims import Claim, claims
from papers.comparing import verified
from papers.facts import Facts
from papers.holdings import holdings
from papers.labels import read_labels
from papers.model import Paper
from papers.reread import Piece, Reading, cleaned
from papers.rereading import reread
from papers.verdicts import Verification

TRANSCRIPTS = [transcript for transcript, _ in INTERVIEWS]


@cache
def held(language: str = "en", people: tuple = PEOPLE):
    labels = read_labels(language, STUDY.translations.get(language))
    found = medium() if people == PEOPLE else evidence(INTERVIEWS, people)
    return holdings(Facts(STUDY, found, labels), TRANSCRIPTS, people)


def page(language: str = "en") -> str:
    return html.render(composed(language)).replace("\u00a0", " ")


def checked(text: str, language: str = "en", paper: Paper | None = None) -> Verification:
    reading = reread(text.encode(), "paper.html")
    return verified(reading, paper or composed(language), held(language))


def edited(old: str, new: str, language: str = "en") -> Verification:
    text = page(language)
    assert old in text
    return checked(text.replace(old, new, 1), language)


def told(found: Verification) -> list[str]:
    return [finding.kind for finding in found.findings]


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_the_paper_as_it_was_written_agrees(language):
    found = checked(page(language), language)
    assert found.findings == ()
    assert found.quotations == 12
    assert found.rewritten == 0


# What is found

CHANGED = [
    # a quotation's words
    ("whole future", "entire future", "wording"),
    ("nice guest at every fair", "guest at every fair", "wording"),
    ("a day for a paper", "a whole day for a paper", "wording"),
    ("nobody wants to be", "somebody wants to be", "negation"),
    ("it has never yet carried", "it has yet carried", "negation"),
    ("der im Nebel nicht aufgibt", "der im Nebel aufgibt", "negation"),
    # who said it, and where
    ("P05, cluster, Wallonia, I04, turn 3", "P06, cluster, Wallonia, I04, turn 3", "speaker"),
    (
        "Ada Bracke (P01), company, Wallonia, I03, turn 2",
        "Luc (P01), company, Wallonia, I03, turn 2",
        "speaker",
    ),
    (
        "P06, research body, Saarland, I02, turn 2",
        "P06, research body, Saarland, I02, turn 9",
        "place",
    ),
    (
        "P06, research body, Saarland, I02, turn 3",
        "P06, research body, Lorraine, I02, turn 3",
        "place",
    ),
    # numbers
    ("6 people answer", "7 people answer", "number"),
    ("3 passages; nobody in Lorraine", "4 passages; nobody in Lorraine", "number"),
    ("one respondent is", "two respondents are", "number"),
    ("count 329 words", "count 392 words", "number"),
    # what is denied, and of whom
    ("in Lorraine, nobody does.", "in Lorraine, everybody does.", "negation"),
    ("and never counted", "and counted", "negation"),
    ("in Saarland and Wallonia, everybody", "in Saarland and Lorraine, everybody", "name"),
    ("Fewer than half", "More than half", "share"),
]


@pytest.mark.parametrize(("old", "new", "kind"), CHANGED, ids=[f"{k}: {n}" for _, n, k in CHANGED])
def test_a_change_is_found_and_named(old, new, kind):
    assert told(edited(old, new)) == [kind]


@pytest.mark.parametrize(
    ("language", "old", "new", "kind"),
    [
        ("fr", "n’", "", "negation"),
        ("fr", "personne n’", "chacun ", "negation"),
        ("de", "niemand", "jeder", "negation"),
        ("fr", "6 personnes répondent", "7 personnes répondent", "number"),
        ("de", "5 von 6", "4 von 6", "number"),
        ("fr", "comme un bien de famille", "comme un bijou de famille", "wording"),
    ],
)
def test_it_is_found_in_the_paper_s_language(language, old, new, kind):
    assert told(edited(old, new, language)) == [kind]


def test_a_number_of_a_table_is_found_with_its_row_and_column():
    text = page()
    start = text.index('id="table-themes"')
    at = text.index("5 of", start)
    (finding,) = checked(text[:at] + "4 of" + text[at + 4 :]).findings
    assert finding.kind == "number"
    assert "row 1 (Electrification), Respondents" in finding.place
    assert (finding.said, finding.evidence.replace("\u00a0", " ")) == ("4 of 6", "5 of 6")


def test_a_number_of_a_drawing_is_found():
    text = page()
    at = text.index("5 of", text.index("</desc>", text.index('id="figure-themes"')))
    (finding,) = checked(text[:at] + "4 of" + text[at + 4 :]).findings
    assert finding.kind == "number"


def test_quotations_that_changed_places_are_found():
    text, first, second = (
        page(),
        "Le centre se ferme aux camions de livraison, et chacun garde son parking comme un bien de famille.",
        "Nos bus roulent à l’électricité verte depuis un an, et l’air de la gare est déjà plus respirable.",
    )
    swapped = text.replace(first, "#").replace(second, first).replace("#", second)
    assert "speaker" in told(checked(swapped))


def test_a_quotation_that_is_gone_is_found():
    text = page()
    start, end = text.index('<blockquote id="Q003"'), text.index('<blockquote id="Q004"')
    (finding,) = checked(text[:start] + text[end:]).findings
    assert (finding.kind, finding.said) == ("gone", "")
    assert "The shuttle without a driver" in finding.evidence


def test_a_sentence_with_a_number_that_is_gone_is_found():
    assert told(
        edited("6 people answer in 5 interviews, coded with one codebook in all languages.", "")
    ) == ["gone"]


@pytest.mark.parametrize("rest", [", coded with one codebook in all languages.", ""])
def test_of_what_gave_way_to_a_quotation_both_are_told(rest):
    said = "“We have never sold any lids to the moon, and shall not”"
    assert told(edited(f"6 people answer in 5 interviews{rest}", said)) == ["gone", "nowhere"]


# What authors put in


def put(words: str) -> Verification:
    """The check of the paper with something of the authors' behind the conclusion."""
    return checked(page().replace('<main id="main">', f'<main id="main">{words}', 1))


def quoted(words: str, source: str) -> str:
    return f"<blockquote><p>“{words}”</p><footer><cite>{source}</cite></footer></blockquote>"


@pytest.mark.parametrize(
    ("words", "source", "kind"),
    [
        ("We have never sold any lids to the moon, and shall not", "P05, I04, turn 2", "nowhere"),
        ("They ask for somebody who has sold abroad before", "P02, I05, turn 2", "speaker"),
        ("They ask for somebody who has sold abroad before", "P05, I05, turn 2", "place"),
        ("They ask for somebody who has sold abroad before", "P05, I04, turn 6", "place"),
        ("They ask for anybody who has often sold abroad before", "P05, I04, turn 2", "wording"),
        ("Unsere Daten behalten wir für uns", "P04, I01, turn 2", "consent"),
        ("How do you see the electric car?", "P01, I03, turn 1", "speaker"),
    ],
)
def test_a_quotation_of_the_authors_own_is_looked_for_in_the_interviews(words, source, kind):
    assert told(put(quoted(words, source))) == [kind]


def test_words_of_somebody_who_may_not_be_quoted_are_not_shown_again():
    (finding,) = put(quoted("Unsere Daten behalten wir gern für uns", "P04")).findings
    assert finding.kind == "consent"
    assert "Unsere" not in finding.evidence


def test_a_quotation_that_was_said_so_and_there_agrees_and_is_noted():
    found = put(quoted("They ask for somebody who has sold abroad before", "P05, I04, turn 2"))
    assert found.findings == ()
    assert "not one of the paper's quotations; P05, I04, turn 2" in found.notes[0]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("Of those asked, 4 of 7 want a desk.", ["unfounded"]),
        ("Four of seven want a desk.", ["unfounded"]),
        ("On “Electrification”, 2 of 6 have a view.", ["unfounded"]),
        ("On “Electrification”, 5 of 6 have a view.", []),
        ("In all, 99 respondents spoke.", ["unfounded"]),
        ("In all, six respondents spoke.", []),
        ("By 2030, a train should run every 15 minutes.", []),
        (
            "As one author has put it, “the car is an answer to a question that nobody had asked” (Orval 2019).",
            [],
        ),
        ("He said “we have never sold any lids to the moon, and never shall”.", ["nowhere"]),
        ("The authors had long talks and strong coffee.", []),
    ],
)
def test_a_sentence_of_the_authors_own_is_held_against_the_tables(sentence, kinds):
    assert told(put(f"<p>{sentence}</p>")) == kinds


# What may change

ALLOWED = [
    ("“Half of our castings", '"Half of our castings'),
    ("l’électricité verte", "l'électricité verte"),
    ("aux camions de livraison", "aux ca\u00admions de livrai\u00adson"),
    ("castings go into combustion", "castings\u00a0go into com<wbr>bustion"),
    (
        "Irony, silence and what is understood between the two who speak escape it; so does a theme that is put in words that are not in the codebook.",
        "",
    ),
    (
        "The program finds what people put into words that it knows.",
        "What people put into words that it knows, the program finds.",
    ),
    ("<p>The authors thank", "<p>With warmth, the authors thank"),
    ('<span class="number">4</span>', '<span class="number">5</span>'),
    ("in short", "in brief"),
]


@pytest.mark.parametrize(("old", "new"), ALLOWED, ids=[new[:40] for _, new in ALLOWED])
def test_an_edit_that_changes_no_evidence_raises_no_alarm(old, new):
    text = page()
    assert checked(text.replace(old, new, 1)).findings == ()


def undrawn(paper: Paper) -> list[Claim]:
    return [claim for claim in claims(paper, paged=True) if claim.kind != "drawing"]


def lined(edit: Callable[[Claim], str]) -> Verification:
    """The paper without drawings as a PDF has it, a page a claim, long words in cells divided."""
    paper, pieces = composed("en"), []
    for page, claim in enumerate(undrawn(paper)):
        text = edit(claim)
        divided = re.sub(r"(\w{7})(\w)", r"\1\n\2", text) if claim.kind == "cell" else text
        pieces += [Piece("line", cleaned(line), f"page {page}") for line in divided.split("\n")]
    return verified(Reading("pdf", tuple(pieces), "en"), paper, held("en"))


def test_words_that_a_narrow_column_divides_are_the_same_words():
    assert lined(lambda claim: claim.text).findings == ()


def test_a_number_beside_a_divided_word_is_told_alone():
    counted = [claim.place for claim in undrawn(composed("en")) if is_count(claim)]
    assert len(counted) > 100
    for place in counted[::12]:
        found = lined(lambda claim, at=place: "997" if claim.place == at else claim.text).findings
        assert [(f.kind, f.said, place in f.place) for f in found] == [("number", "997", True)]


def is_count(claim: Claim) -> bool:
    return claim.kind == "cell" and claim.text.strip().isdigit()


def test_chapters_may_change_places():
    text = page()
    parts = [
        text.index(f'<section id="theme-{name}"')
        for name in ("electrification", "autonomous_vehicles", "data_sharing")
    ]
    first, second = text[parts[0] : parts[1]], text[parts[1] : parts[2]]
    assert checked(text[: parts[0]] + second + first + text[parts[2] :]).findings == ()


# The evidence of today


def test_a_quotation_of_somebody_who_has_taken_consent_back_does_not_agree():
    people = tuple(replace(p, consent="no-quotes") if p.id == "P05" else p for p in PEOPLE)
    now = held("en", people)
    paper = composed("en", found=now.facts.evidence)
    found = verified(reread(page().encode(), "paper.html"), paper, now)
    mine = [f for f in found.findings if f.kind == "consent"]
    assert {"The charging data", "The shuttle witho", "They ask for some"} == {
        f.said[:17] for f in mine
    }


def test_what_was_not_checked_is_said():
    assert any("Punctuation" in line for line in checked(page()).unchecked)
