"""Small studies whose interviews are written with their codings marked, and papers of them.

A turn is a line ``Label: words``; the interviewer's label is ``Q``. What is coded stands in braces
behind its codes: ``A: We make lids. {markets barriers: At the border every lorry waits a day.}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from evidence.agreement import compare
from evidence.audit import Judgement, audited
from evidence.audit_population import population
from evidence.codebook import Codebook, default_codebook
from evidence.gathering import Evidence, gather, held_against
from evidence.model import Coding, Passage
from papers.model import (
    Block,
    Contents,
    Figure,
    Line,
    Listing,
    Paper,
    Paragraph,
    Quote,
    Section,
    Table,
)
from papers.outline import compose
from transcripts.model import INTERVIEWER, RESPONDENT, Transcript, Turn
from transcripts.participants import Participant
from transcripts.study import Study

LANGUAGES = ("en", "fr", "de")
HOSTILE = (
    "# *x* {.todo}",
    "{{ 7 * 7 }}{% if %}",
    "<script>alert(1)</script>",
    "[x](javascript:1)",
    "::: table themes",
    "^[note] [](#sample) {#cover .annex}",
    "\ue0000\ue001",
    "a\n\n# b",
    "![p](q) &amp; \\*",
    "{attribute}|{theme}",
)
"""Words that would do harm, or vanish, if anything but a person read them."""

RUN = {"version": "0.1", "unusable": 0}
_MARKED = re.compile(r"\{([a-z0-9_ ]+): ([^{}]*)\}")

Interview = tuple[Transcript, tuple[Coding, ...]]


def interview(ident: str, *lines: str, language: str = "en", seconds: float = 0) -> Interview:
    """A transcript and its codings; with ``seconds``, each turn lasts as long."""
    turns, codings, text = list[Turn](), list[Coding](), ""
    for index, line in enumerate(lines):
        label, _, marked = line.partition(": ")
        start = len(text) + bool(text)
        said, found = _unmarked(marked)
        text += "\n" * bool(text) + said
        role = INTERVIEWER if label == "Q" else RESPONDENT
        times = (index * seconds, (index + 1) * seconds) if seconds else (None, None)
        turns.append(Turn(label, role, start, len(text), *times, language))
        codings += [
            Coding(ident, index, start + a, start + b, code, counted=role == RESPONDENT)
            for codes, a, b in found
            for code in codes
        ]
    transcript = Transcript(
        ident, f"{ident}.txt", "txt", "00", text, tuple(turns), language=language
    )
    return transcript, tuple(codings)


def _unmarked(marked: str) -> tuple[str, list[tuple[list[str], int, int]]]:
    """The words without their marks, and where each mark's words are."""
    said, found, last = "", [], 0
    for mark in _MARKED.finditer(marked):
        said += marked[last : mark.start()]
        found.append((mark[1].split(), len(said), len(said) + len(mark[2])))
        said += mark[2]
        last = mark.end()
    return said + marked[last:], found


def person(number: int, *voices: tuple[str, str], consent: str = "pseudonym", **known: str):
    """A participant; what is known beside the name becomes an attribute."""
    name = known.pop("name", "")
    return Participant(f"P{number:02}", voices, name, consent, tuple(known.items()))


def evidence(
    interviews: Sequence[Interview],
    people: Sequence[Participant],
    codebook: Codebook | None = None,
) -> Evidence:
    """The evidence of some interviews."""
    codings = [coding for _, found in interviews for coding in found]
    book = codebook or default_codebook()
    return gather(book, [transcript for transcript, _ in interviews], people, codings)


# A study of medium size

INTERVIEWS = (
    interview(
        "de-01",
        "Q: Was bedeutet das Elektroauto für Sie?",
        "B: {electrification: Das Elektroauto nimmt uns die Hälfte der Getriebe weg, und das ist in"
        " einer Gießerei kein kleines Wort.} {data_sharing: Unsere Daten behalten wir für uns.}",
        "Q: Und das Ausland?",
        "B: {markets: Wir liefern nach Österreich, nach Ungarn und seit dem Frühjahr ein wenig nach"
        " Marokko.}",
        language="de",
    ),
    interview(
        "de-02",
        "Q: Womit beschäftigt sich Ihr Institut?",
        "A: {autonomous_vehicles data_sharing: Ein Fahrzeug ohne Fahrer braucht die Daten aller"
        " anderen Fahrzeuge, und genau die bekommt es heute nicht zu sehen.}",
        "A: {innovation: Wir bauen mit zwei Gründern an einem Sensor, der im Nebel nicht aufgibt,"
        " und das Geld reicht bis zum Herbst.}",
        "A: {electrification markets: Unsere Batterieprüfung verkaufen wir inzwischen öfter nach"
        " China als in die Nachbarstadt, was mir nicht gefällt.}",
        language="de",
    ),
    interview(
        "en-01",
        "Q: How do you see the electric car?",
        "A: {electrification: Half of our castings go into combustion engines, so the electric car"
        " is our whole future on one sheet of paper.} We make lids too.",
        "Q: And where do you sell?",
        "A: {markets: We sell to Austria and to Hungary, and since the spring a little to Morocco,"
        " where a customer has moved his plant.} {markets barriers: At the border every other lorry"
        " of ours waits a day for a paper that nobody reads.}",
    ),
    interview(
        "en-02",
        "Q: What do your members ask for?",
        "A: {support_needs: They ask for somebody who has sold abroad before and who stays until the"
        " contract is signed, not for another map with logos.}",
        "A: {electrification data_sharing: The charging data of our members would be worth more"
        " together than apart, but nobody wants to be the first to open the drawer.}",
        "A: {autonomous_vehicles: The shuttle without a driver is a nice guest at every fair, and it"
        " has never yet carried one of our people to work.}",
        seconds=45,
    ),
    interview(
        "fr-01",
        "Q: Comment se passe la mobilité dans votre ville ?",
        "R1: {urbanisation: Le centre se ferme aux camions de livraison, et chacun garde son parking"
        " comme un bien de famille.}",
        "R2: {sustainability electrification: Nos bus roulent à l’électricité verte depuis un an, et"
        " l’air de la gare est déjà plus respirable.}",
        "R1: {cross_border_cooperation: Avec Sarrebruck, on partage une ligne de bus, deux tarifs et"
        " trois formulaires pour chaque abonnement.}",
        "R2: C’est tout ce que je peux en dire.",
        language="fr",
    ),
)
PEOPLE = (
    person(
        *(1, ("en-01", "A")),
        consent="named",
        name="Ada Bracke",
        organisation_type="company",
        region="Wallonia",
        sector="castings",
        organisation="Bracke",
    ),
    person(2, ("fr-01", "R1"), organisation_type="institution", region="Lorraine"),
    person(3, ("fr-01", "R2"), organisation_type="institution", region="Lorraine"),
    person(
        *(4, ("de-01", "B")),
        consent="no-quotes",
        organisation_type="company",
        region="Saarland",
        organisation="Guss",
    ),
    person(5, ("en-02", "A"), organisation_type="cluster", region="Wallonia"),
    person(6, ("de-02", "A"), organisation_type="research", region="Saarland"),
)
STUDY = Study(
    "trial",
    authors=("Ada Byron", "Jean Dupont"),
    committee=("Anna Weber, Weber GmbH", "Luc Orval, Orval SA"),
    publisher="Orval",
    licence="CC BY 4.0",
    date="2026-06",
    version="2",
    funding={"statement": {"": "Orval."}, "programme": {"": "Interreg"}},
    fieldwork=("2026-03-01", "2026-05-31"),
    translations={"fr": {"castings": "fonderie"}, "de": {"castings": "Gießerei"}},
)


AUTHORED = {
    "recommendations": (
        """\
They follow from [](#themes) and [](#table-themes).^[Of the *authors* alone, see [](#codebook).]

## To companies

4. **Go in pairs.** Share a stand, as in [](#Q008).
5. Write to <help@example.org> or see [the desk](https://example.org/desk).

## To authorities

> One door\x20\x20
> for five offices.
""",
        "en",
    ),
    "outlook": (
        """\
What comes next:
- a second round;
- a map.

| Step | Months |
|------|-------:|
| Plan | three  |
| Go   | six    |

This has yet to be agreed. {.todo}
""",
        "en",
    ),
}


@cache
def medium() -> Evidence:
    """The evidence of five interviews with six respondents."""
    return evidence(INTERVIEWS, PEOPLE)


@cache
def settled() -> Evidence:
    """The same, under a codebook whose definitions nobody rewrites."""
    book = default_codebook()
    codes = (
        replace(code, definitions={k: f"{v} ({k})." for k, v in code.labels.items()})
        for code in book.codes
    )
    return evidence(INTERVIEWS, PEOPLE, replace(book, codes=tuple(codes)))


def spoken_by(value: int, base: int, code: str = "electrification") -> Evidence:
    """The evidence of as many respondents as ``base``, of whom ``value`` speak of a code."""
    words = "A: {" + code + ": The electric car changes all that we do here, from the first drawing"
    pairs = [f"{words} to the last screw on board number {k}.}}" for k in range(value)]
    pairs += ["A: I have nothing to say about that."] * (base - value)
    interviews = [interview(f"en-{k:02}", "Q: And you?", line) for k, line in enumerate(pairs, 1)]
    return evidence(interviews, [person(k, (t.id, "A")) for k, (t, _) in enumerate(interviews, 1)])


@cache
def held_against_people() -> Evidence:
    """Eight interviews that two people coded too, and a sample of them judged."""
    codes = ["electrification", "markets", "covid_19", "urbanisation", "support_needs"]
    said = "We say what there is to say about it, and then we say it once again."
    each = [
        interview(
            f"en-{k:02}",
            "Q: And?",
            *(f"A: {{{c}: {said}}} Ask us no more now." for c in codes[: k + 1]),
        )
        for k in range(1, 9)
    ]
    people = [person(k, (t.id, "A")) for k, (t, _) in enumerate(each, 1)]
    found = evidence(each, people)
    program = [coding for _, codings in each for coding in codings]
    by_hand = [replace(c, coder="Ann") for c in program[1:]]
    by_hand += [replace(c, coder="Bo") for c in program if c.code != "markets"]
    transcripts = [transcript for transcript, _ in each]
    compared = compare(found.codebook, transcripts, people, program, by_hand)
    sentences = [
        Passage(t.id, at, turn.end - 19, turn.end)
        for t in transcripts
        for at, turn in enumerate(t.turns)
        if at
    ]
    items = population(found.codebook, transcripts, people, found.rows, sentences)
    judged = [
        Judgement(item.key, *((number % 5 > 0,) if item.code else (None, ("markets",))))
        for number, item in enumerate(items)
    ]
    return held_against(found, compared, audited(items, judged))


def composed(language: str = "en", found: Evidence | None = None, **others) -> Paper:
    """The paper of some evidence; without anything said, that of the medium study."""
    if not found and not others:
        return _medium_paper(language)
    study = others.pop("study", STUDY)
    run = {**RUN, **others.pop("run", {})}
    return compose(study, found or medium(), language, others.pop("authored", {}), run)


@cache
def _medium_paper(language: str) -> Paper:
    return compose(STUDY, medium(), language, AUTHORED, RUN)


def retold(**changes) -> Evidence:
    """The medium study's evidence with other participants: attributes by column, for all."""
    people = [replace(p, attributes=(*p.attributes, *changes.items())) for p in PEOPLE]
    return evidence(INTERVIEWS, people)


# A paper as text


def blocks(paper: Paper) -> Iterator[Block]:
    return (block for section in paper.sections for block in section.blocks)


def lines(paper: Paper) -> Iterator[Line]:
    """The paragraphs and the points of lists."""
    for block in blocks(paper):
        if isinstance(block, Paragraph):
            yield block.line
        if isinstance(block, Listing):
            yield from block.items


def titles(paper: Paper) -> list[str]:
    """The headings with their numbers."""
    return [f"{section.number} {section.title}".strip() for section in paper.sections]


def part(paper: Paper, ident: str) -> Section:
    """The section with that id."""
    return next(section for section in paper.sections if section.id == ident)


def plain(line: Line) -> str:
    """The words of a line; a footnote stands where it is called."""
    return "".join(run.text + (f" [{plain(run.note)}]" if run.note else "") for run in line)


def text(paper: Paper) -> str:
    """All that the paper says, to be read by a person."""
    parts = [f"{paper.title}\n{', '.join(paper.authors)}, {paper.date} ({paper.locale})"]
    for section in paper.sections:
        number = f" {section.number}" if section.number else ""
        marks = f"{{#{section.id} .{section.part}}}"
        parts.append(f"{'#' * section.level}{number} {section.title} {marks}")
        parts += [_shown(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _shown(block: Block) -> str:
    match block:
        case Paragraph():
            return plain(block.line) + (f" {{.{block.kind}}}" if block.kind != "body" else "")
        case Listing():
            mark = "1." if block.numbered else "-"
            return "\n".join(f"{mark} {plain(item)}" for item in block.items)
        case Quote():
            return f"> {block.text}\n> {block.id}: {block.source}"
        case Table():
            rows = "\n".join(" | ".join(row) for row in (block.header, *block.rows))
            return f"{block.label}. {block.caption}\n{rows}\n({block.description})"
        case Figure():
            return f"{block.label}. {block.caption}\n({block.description})"
        case Contents():
            return f"[{block.kind}]"
