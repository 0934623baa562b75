"""Edits such as people make in a paper, drawn by a seed: harmful ones and harmless ones.

An edit says what it does to the text of one paragraph, cell or quotation; it is made in the runs of
a Word file, in the elements of a page, or, for a PDF, in the paper before it is set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from evidence.gathering import Evidence
from papers.labels import Labels
from papers.model import Listing, Paper, Paragraph, Quote, Table
from papers.quoted import negations
from papers.wording import keys
from transcripts.model import Transcript


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit.

    Attributes:
        kind: what is done, in words.
        text: the whole text of the paragraph or cell.
        new: its text afterwards; of ``after``, what comes behind it.
        marks: words that a finding about it says, any of them.
        row: the first cell of the row, where it is a cell.
        after: what comes in behind the paragraph: ``prose``, or ``quotation`` with its source on a
            second line; empty where the paragraph itself changes.
        harmless: whether it must raise no alarm.
    """

    kind: str
    text: str
    new: str
    marks: tuple[str, ...] = ()
    row: str = ""
    after: str = ""
    harmless: bool = False


@dataclass(slots=True)
class Desk:
    """What edits are drawn from."""

    paper: Paper
    labels: Labels
    evidence: Evidence
    unquoted: Sequence[str]
    random: Random
    used: set[str] = field(default_factory=set)

    def blocks(self, *kinds: type) -> list:
        found = [b for s in self.paper.sections for b in s.blocks if isinstance(b, kinds)]
        return self.random.sample(found, len(found))

    def quotes(self) -> Iterator[Quote]:
        for quote in self.blocks(Quote):
            if quote.id not in self.used:
                self.used.add(quote.id)
                yield quote

    def paragraphs(self) -> Iterator[str]:
        """Body text that has not been edited yet and stands once."""
        every = list(_texts(self.paper))
        for text in self.random.sample(every, len(every)):
            if text not in self.used and every.count(text) == 1 and "\n" not in text:
                yield text


def _texts(paper: Paper) -> Iterator[str]:
    for section in paper.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph) and block.kind in ("body", "lead"):
                yield "".join(run.text for run in block.line)
            if isinstance(block, Listing) and block.kind == "points" and not block.numbered:
                yield from ("".join(run.text for run in item) for item in block.items)


def unquoted(transcripts: Sequence[Transcript], evidence: Evidence) -> list[str]:
    """What those say who may not be quoted, in sentences of ten words and more."""
    silent = {v for p in evidence.participants if p.consent == "no-quotes" for v in p.voices}
    return [
        sentence.strip()
        for transcript in transcripts
        for turn in transcript.turns
        if (transcript.id, turn.speaker) in silent
        for sentence in re.split(r"(?<=[.!?])\s+", transcript.said(turn))
        if len(sentence.split()) > 9 and "\n" not in sentence and '"' not in sentence
    ]


# Quotations

_PLAIN = re.compile(r"[^\W\d_]{4,}")


def word_changed(desk: Desk) -> Edit:
    """Another word in a quotation."""
    quote = next(desk.quotes())
    found = desk.random.choice(list(_PLAIN.finditer(quote.text)))
    other = {"en": "purple", "fr": "violet", "de": "violett"}[desk.labels.language]
    return _requoted("a word changed in a quotation", quote, found, other)


def word_dropped(desk: Desk) -> Edit:
    """One word less in a quotation."""
    quote = next(desk.quotes())
    found = desk.random.choice(list(re.finditer(r"\b[^\W\d_]{3,} ", quote.text)))
    return _requoted("a word dropped from a quotation", quote, found, "")


def word_added(desk: Desk) -> Edit:
    """One word more in a quotation."""
    quote = next(desk.quotes())
    found = desk.random.choice(list(re.finditer(r" ", quote.text)))
    return _requoted("a word added to a quotation", quote, found, " always ")


def negation_dropped(desk: Desk) -> Edit:
    """A negation less in a quotation."""
    for quote in desk.quotes():
        found = [m for m in re.finditer(r"\b[^\W\d_]+ ", quote.text) if negations(keys(m[0]))]
        if found:
            return _requoted("a negation dropped from a quotation", quote, found[0], "")
        desk.used.discard(quote.id)
    raise LookupError


def _requoted(kind: str, quote: Quote, found: re.Match[str], new: str) -> Edit:
    text = quote.text[: found.start()] + new + quote.text[found.end() :]
    return Edit(kind, quote.text, text, (" ".join(keys(quote.text)[:7]),))


def swapped(desk: Desk) -> Edit:
    """Another quotation of the paper over a source."""
    quotes = desk.quotes()
    first, second = next(quotes), next(quotes)
    while second.source == first.source:
        second = next(quotes)
    marks = " ".join(keys(first.text)[:7]), " ".join(keys(second.text)[:7])
    return Edit("a quotation replaced by another's", first.text, second.text, marks)


def speaker(desk: Desk) -> Edit:
    """Another speaker under a quotation."""
    quote = next(desk.quotes())
    number = int(re.search(r"P(\d+)", quote.source)[1])  # type: ignore[index]
    new = re.sub(r"P\d+", f"P{number % 17 + 1:02}", quote.source, count=1)
    return Edit("another speaker", quote.source, new, (" ".join(keys(quote.source)),))


def place(desk: Desk) -> Edit:
    """Another turn under a quotation."""
    quote = next(desk.quotes())
    new = re.sub(r"(I\d+, \w+ )(\d+)", lambda m: f"{m[1]}{int(m[2]) + 5}", quote.source)
    return Edit("another place", quote.source, new, (" ".join(keys(quote.source)),))


_INVENTED = {
    "en": "We have never sold so many garden chairs to the moon as in that wonderful spring.",
    "fr": "Nous n’avons jamais vendu autant de chaises de jardin sur la lune qu’au printemps.",
    "de": "Wir haben nie so viele Gartenstühle auf den Mond verkauft wie in jenem Frühling.",
}


def from_nowhere(desk: Desk) -> Edit:
    """A quotation that nobody said."""
    words = _INVENTED[desk.labels.language]
    behind = next(desk.paragraphs())
    desk.used.add(behind)
    number = desk.random.randrange(2, 15)
    new = f"{words}\nP{number:02}, I{number:02}, {desk.labels.word('turn')} {number + 3}"
    return Edit(
        "a quotation from nowhere", behind, new, (" ".join(keys(words)[:7]),), "", "quotation"
    )


def without_consent(desk: Desk) -> Edit:
    """A quotation of somebody who is not to be quoted."""
    words = desk.random.choice(list(desk.unquoted))
    behind = next(desk.paragraphs())
    desk.used.add(behind)
    new = f"{words}\nP18, I15, {desk.labels.word('turn')} 4"
    return Edit(
        "a quotation without consent", behind, new, (" ".join(keys(words)[:5]),), "", "quotation"
    )


# Numbers, names, negations


def number_in_prose(desk: Desk) -> Edit:
    """Another number in the paper's prose."""
    for text in desk.paragraphs():
        found = list(re.finditer(r"(?<![\d.,\u202f\u00a0/])\d{1,3}(?=[\u00a0 ](?!\d)[\w])", text))
        shares = [m for m in found if _is_share(text, m, desk)]
        if shares:
            desk.used.add(text)
            one = desk.random.choice(shares)
            new = text[: one.start()] + str(int(one[0]) + 3) + text[one.end() :]
            return Edit("a number changed in prose", text, new, (_around(text, one.start()),))
    raise LookupError


def _is_share(text: str, found: re.Match[str], desk: Desk) -> bool:
    between = desk.labels.word("share").replace("{value}", "").replace("{base}", "")
    return text[found.end() :].startswith(between)


def _around(text: str, at: int, before: int = 3) -> str:
    """Some words before a place, as findings say them."""
    return " ".join(keys(text[:at])[-before:])


def number_in_table(desk: Desk) -> Edit:
    """Another number in a cell."""
    for table in desk.blocks(Table):
        rows = [r for r in table.rows if r[0] and re.match(r"\d", r[-1]) and table.numeric[-1]]
        if rows and table.id not in desk.used:
            desk.used.add(table.id)
            row = desk.random.choice(rows)
            column = desk.random.choice([k for k, c in enumerate(row) if re.match(r"\d", c) and k])
            new = re.sub(r"^\d+", lambda m: str(int(m[0]) + 7), row[column])
            marks = (" ".join(keys(f"{row[0]}")),)
            return Edit(
                "a number changed in a table", row[column], new, marks, row[0] + f"\t{column}"
            )
    raise LookupError


def invented_share(desk: Desk) -> Edit:
    """A share that no table holds."""
    share = desk.labels.share(desk.random.choice([11, 12, 13]), 17)
    words = {"en": "ask for a common desk", "fr": "demandent un guichet commun"}
    said = words.get(desk.labels.language, "wünschen sich eine gemeinsame Stelle")
    behind = next(desk.paragraphs())
    desk.used.add(behind)
    new = f"{share} {desk.labels.form(2, desk.labels.groups['numbers']['respondents'])} {said}."
    return Edit("a share that no table holds", behind, new, (" ".join(keys(share)),), "", "prose")


def wrong_share(desk: Desk) -> Edit:
    """A share of another theme than the one named."""
    book = desk.evidence.codebook
    theme = desk.random.choice([c for c in book.codes if not c.parent])
    label = desk.labels.quoted(book.label(theme.id, desk.labels.language))
    share = desk.labels.share(desk.random.choice([2, 3, 6]), 18)
    behind = next(desk.paragraphs())
    desk.used.add(behind)
    words = {"en": "Indeed, on", "fr": "En effet, sur", "de": "In der Tat: zu"}[
        desk.labels.language
    ]
    new = f"{words} {label} {share}."
    return Edit("a share of another theme", behind, new, (" ".join(keys(share)),), "", "prose")


_TURNED = {
    "en": [
        ("nobody does", "everybody does"),
        ("No code", "One code"),
        ("is not", "is"),
        ("never", "often"),
    ],
    "fr": [
        ("personne", "chacun"),
        ("Aucun", "Un"),
        (" ne", ""),
        (" pas", ""),
        ("jamais", "souvent"),
    ],
    "de": [("niemand", "jeder"), ("Kein", "Ein"), (" nicht", ""), (" keine", ""), (" nie", "")],
}


def negation_in_prose(desk: Desk) -> Edit:
    """A negation less in the paper's prose."""
    for old, new in desk.random.sample(_TURNED[desk.labels.language], 4):
        for text in desk.paragraphs():
            if found := re.search(
                rf"\b{re.escape(old)}\b" if old[0] != " " else rf"{re.escape(old)}\b", text
            ):
                desk.used.add(text)
                at = found.start()
                changed = text[:at] + new + text[at + len(old) :]
                return Edit("a negation turned in prose", text, changed, (_around(text, at),))
    raise LookupError


def name_changed(desk: Desk) -> Edit:
    """Another region beside a number."""
    names = ("Luxembourg", "Saarland", "Wallonia", "Lorraine")
    labels = [desk.labels.value("region", name) for name in names]
    for text in desk.paragraphs():
        for old in labels:
            others = [name for name in labels if name not in text]
            if old in text and others and re.search(r"\d", text):
                desk.used.add(text)
                at = text.index(old)
                new = text[:at] + others[0] + text[at + len(old) :]
                return Edit("another region named", text, new, (_around(text, at, 2),))
    raise LookupError


def sentence_gone(desk: Desk) -> Edit:
    """A sentence with a number less."""
    for text in desk.paragraphs():
        sentences = re.findall(r"[^.!?]+[.!?](?:\s|$)", text)
        shares = [s for s in sentences if re.search(r"\d+\D{3,6}\d+", s)]
        if len(sentences) > 1 and shares and "".join(sentences) == text:
            desk.used.add(text)
            new = text.replace(shares[0], "", 1)
            number = re.search(r"\d+", shares[0])
            mark = number[0] if number else ""
            return Edit("a number gone with its sentence", text, new, (mark,))
    raise LookupError


HARMFUL: Sequence[tuple[Callable[[Desk], Edit], int]] = (
    (word_changed, 5),
    (word_dropped, 4),
    (word_added, 2),
    (negation_dropped, 3),
    (swapped, 1),
    (speaker, 3),
    (place, 3),
    (from_nowhere, 2),
    (without_consent, 2),
    (number_in_prose, 5),
    (number_in_table, 5),
    (invented_share, 1),
    (wrong_share, 1),
    (negation_in_prose, 1),
    (name_changed, 1),
    (sentence_gone, 1),
)
"""Which edits are made, and how many of each: forty."""


def drawn(desk: Desk) -> list[Edit]:
    """The harmful edits of a seed."""
    return [make(desk) for make, times in HARMFUL for _ in range(times)]


# Harmless ones

_ADDED = {
    "en": "The authors read this with caution, for the talk was long and the coffee strong.",
    "fr": "Les auteurs lisent cela avec prudence, car l’entretien fut long et le café fort.",
    "de": "Die Verfasser lesen dies mit Vorsicht, denn das Gespräch war lang und der Kaffee stark.",
}


def harmless(desk: Desk) -> list[Edit]:
    """Edits that nobody needs to hear of."""
    made = [_retyped(quote) for quote in (next(desk.quotes()) for _ in range(3))]
    plain = (
        (text, sentences)
        for text in desk.paragraphs()
        if len(sentences := re.findall(r"[^.!?]+[.!?](?:\s|$)", text)) > 2
        and not re.search(r"\d", text)
        and "".join(sentences) == text
    )
    text, sentences = next(plain)
    desk.used.add(text)
    shorter = text.replace(sentences[1], "", 1)
    made.append(Edit("a plain sentence deleted", text, shorter, harmless=True))
    behind = next(desk.paragraphs())
    words = _ADDED[desk.labels.language]
    made.append(Edit("a plain paragraph added", behind, words, (), "", "prose", harmless=True))
    return made


def _retyped(quote: Quote) -> Edit:
    new = quote.text.replace("’", "'").replace(" ", "\u00a0", 2).replace("...", "…")
    new = re.sub(r"(\w{4})(\w{4})", "\\1\u00ad\\2", new, count=1)
    return Edit("typography of a quotation", quote.text, new, harmless=True)
