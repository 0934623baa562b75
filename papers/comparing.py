"""The check of a paper: each quotation and each number of a file held against the evidence."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evidence.alignment import Span
from papers.changes import Change, changes
from papers.claims import claims
from papers.drawings import apart
from papers.holdings import Holdings
from papers.model import Paper
from papers.numbers_said import cells_of, counted, instead
from papers.prose_changes import changed
from papers.quoted import finding, judged, negations, sighted, unmarked
from papers.reread import Reading
from papers.sides import Sides, beside, parts_of, settle
from papers.verdicts import Finding, Verification
from papers.wording import Word, keys

_AFTER = 25
"""Words behind a quotation among which its source is looked for."""


def verified(reading: Reading, paper: Paper, held: Holdings) -> Verification:
    """Hold a file against the paper that the evidence gives now.

    Args:
        reading: the file.
        paper: composed anew, in the language of the file.
        held: the evidence that it was composed of.
    """
    paged = reading.format == "pdf"
    said = claims(paper, paged=paged)
    drawn = [claim for claim in said if claim.kind == "drawing"]
    sides = beside([c for c in said if not (paged and c.kind == "drawing")], reading.pieces)
    sides, shown, unseen = apart(sides, drawn if paged else ())
    settle(sides)
    check = _Check(sides, held, paged)
    check.all()
    ordered = sorted([*check.findings, *shown], key=lambda one: (one.order, one.kind, one.said))
    return Verification(
        tuple(dict.fromkeys(ordered)),
        sum(claim.kind == "quotation" for claim in said) + check.quotations,
        sum(word.is_number for word in sides.wanted) + check.numbers,
        check.rewritten,
        tuple(check.notes),
        (*reading.unread, *unseen, *_never(reading.format)),
    )


def _never(kind: str) -> Iterator[str]:
    """What is not checked in any file of a kind."""
    yield "Punctuation, capital letters and the descriptions for those who cannot see figures."
    if kind == "pdf":
        yield "Lists of contents; in drawings, which value stands at which bar."


@dataclass(slots=True)
class _Check:
    """One check on its way."""

    sides: Sides
    held: Holdings
    paged: bool
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quotations: int = 0
    numbers: int = 0
    rewritten: int = 0

    def all(self) -> None:
        """Check everything."""
        found, free = changes(self.sides)
        by_claim: dict[int, list[Change]] = defaultdict(list)
        for change in found:
            by_claim[change.claim].append(change)
        places = {self._before(change.wanted[0]) for change in found if self._is_gone(change)}
        replaced = {place for span in free if (place := self._added(span)) in places}
        for number, those in sorted(by_claim.items()):
            self._claim(number, those, replaced)
        self._sources(by_claim)

    def _add(self, kind: str, place: str, said: str, evidence: str, order: int) -> None:
        self.findings.append(Finding(kind, place, said, evidence, order))

    # What the paper says, and how the file says it

    def _claim(self, number: int, those: list[Change], replaced: set[int]) -> None:
        claim = self.sides.claims[number]
        real = [one for one in those if not self._same(one)]
        if claim.kind == "contents" or not real:
            return
        if claim.kind == "quotation":
            self._quotation(number, real, replaced)
        elif claim.kind == "source":
            self._source(number, real)
        elif claim.kind in ("cell", "drawing"):
            self._cell(number, real)
        else:
            for one in real:
                self._prose(one)

    def _same(self, change: Change) -> bool:
        """Whether the difference is one of typography or numbering alone."""
        loose = self.sides.loose
        kept = [at for at in range(*change.wanted) if not loose[at]]
        wanted = "".join(self.sides.wanted[at].key for at in kept)
        every = "".join(self.sides.wanted[at].key for at in range(*change.wanted))
        found = [self.sides.found[at] for at in range(*change.found)]
        joined = "".join(word.key for word in found)
        if joined in (wanted, every):
            return True
        renumbered = any(loose[at] for at in range(*change.wanted))
        return renumbered and not wanted and all(len(w.key) < 4 or w.is_number for w in found)

    def _order(self, change: Change) -> int:
        if change.found[1]:
            return change.found[0]
        return self._before(change.wanted[0]) + 1

    def _before(self, at: int) -> int:
        """The last word of the file before a word of the paper that is not there."""
        return next(
            (self.sides.places[k] for k in range(at - 1, -1, -1) if self.sides.places[k] >= 0), -1
        )

    def _place(self, change: Change) -> str:
        """Where in the file; of what has gone, where it stood."""
        if change.found[1]:
            return self._at(change.found[0])
        place = self.sides.claims[change.claim].place
        kept = [p for p in self.sides.places[slice(*self.sides.span_of(change.claim))] if p >= 0]
        return self._at(kept[0]) if kept else f"{place} (of the paper)"

    def _at(self, found: int) -> str:
        return self.sides.pieces[self.sides.piece_of[found]].place

    def _is_gone(self, change: Change) -> bool:
        return not change.found[1] and change.wanted == self.sides.span_of(change.claim)

    def _whole(self, number: int) -> str:
        """What the file has in the place of a claim."""
        start, end = self.sides.span_of(number)
        kept = [place for place in self.sides.places[start:end] if place >= 0]
        return self.sides.shown((min(kept), max(kept) + 1)) if kept else ""

    def _quotation(self, number: int, real: list[Change], replaced: set[int]) -> None:
        claim, first = self.sides.claims[number], real[0]
        if self._is_gone(first):
            if self._before(first.wanted[0]) not in replaced:
                self._add("gone", self._place(first), "", claim.text, self._order(first))
            return
        wanted = [self.sides.wanted[at].key for one in real for at in range(*one.wanted)]
        found = [self.sides.found[at].key for one in real for at in range(*one.found)]
        kind = "negation" if negations(wanted) != negations(found) else "wording"
        said = self._around(first, real[-1])
        self._add(kind, self._place(first), said, claim.text, self._order(first))

    def _around(self, first: Change, last: Change) -> str:
        """The file's words from before a change to behind another one."""
        start = self._before(first.wanted[0]) if first.wanted[1] else first.found[0] - 1
        ends = [one.found[1] for one in (first, last) if one.found[1]]
        end = max([*ends, start + 1])
        here = first.found[0] if first.found[1] else max(start, 0)
        low, high = self._paragraph(here)
        return self.sides.shown((max(low, start - 7), min(max(high, end), end + 8)))

    def _paragraph(self, found: int) -> Span:
        """The words of the paragraph that a word of the file stands in; of a PDF, all words."""
        if self.paged:
            return 0, len(self.sides.found)
        piece = self.sides.piece_of[found]
        row = self.sides.piece_of
        return bisect_left(row, piece), bisect_left(row, piece + 1)

    def _source(self, number: int, real: list[Change]) -> None:
        claim, first = self.sides.claims[number], real[0]
        start, end = self.sides.span_of(number)
        if all(place < 0 for place in self.sides.places[start:end]) and not first.found[1]:
            quotation = self.sides.span_of(number - 1)
            if all(place < 0 for place in self.sides.places[slice(*quotation)]):
                return  # it went with its quotation
            self._add("gone", self._place(first), "", claim.text, self._order(first))
            return
        touched = {at - start for one in real for at in range(*one.wanted)}
        speaker = len(keys(claim.text.partition(", ")[0]))
        kind = "speaker" if not touched or min(touched) < speaker else "place"
        self._add(kind, self._place(first), self._whole(number), claim.text, self._order(first))

    def _cell(self, number: int, real: list[Change]) -> None:
        claim = self.sides.claims[number]
        left = [w for one in real for w in self._numbers(one.wanted, self.sides.wanted)]
        came = [w for one in real for w in self._numbers(one.found, self.sides.found)]
        if claim.kind == "drawing" and sorted(left) == sorted(came):
            return
        first = next((one for one in real if one.found[1]), real[0])
        gone = not any(one.found[1] for one in real)
        if gone and not left:
            return
        kind = "gone" if gone else "number" if left or came else "cell"
        said = "" if gone else self._in_cell(number, first)
        place = claim.place if gone or self.paged else self._place(first)
        place = f"{self._place(first)}, {place}" if self.paged and not gone else place
        self._add(kind, place, said, claim.text.strip(), self._order(first))

    def _in_cell(self, number: int, change: Change) -> str:
        """What the file has in a cell, or, of a PDF, in its place."""
        if self.paged:
            return self._whole(number) or self.sides.shown(change.found)
        return self.sides.pieces[self.sides.piece_of[change.found[0]]].text

    def _numbers(self, span: Span, row: Sequence[Word]) -> list[str]:
        return [word.key for word in row[slice(*span)] if word.is_number]

    def _prose(self, change: Change) -> None:
        kind, own = changed(change, self.sides, self.held)
        if kind:
            evidence = self._context(change)
            said = "" if kind == "gone" else self._around(change, change)
            self._add(kind, self._place(change), said, evidence, self._order(change))
        if own and change.found[1]:
            self._free(change.found, inside=True)
            return
        if change.found[1]:
            self._quoted(change.found, styled=False)
        self.rewritten += not kind

    def _context(self, change: Change) -> str:
        """The paper's words around a change."""
        start, end = self.sides.span_of(change.claim)
        if not change.wanted[1]:
            at = self.sides.met[change.found[0] - 1] + 1 if change.found[0] else start
            first, last = at, at
        else:
            first, last = change.wanted
        return self.sides.claimed((max(start, first - 8), min(end, max(last + 8, first + 1))))

    # What the file says beside

    def _added(self, span: Span) -> int:
        """Check what was put in; the word before it where that holds a quotation, else -2."""
        quotations, before = self.quotations, len(self.findings)
        for part in self._parts(span):
            self._free(part)
        met = self.quotations > quotations and len(self.findings) > before
        return span[0] - 1 if met else -2

    def _parts(self, span: Span) -> Iterable[Span]:
        """A stretch of the file, by paragraphs where it has any."""
        return [span] if self.paged else parts_of(span, self.sides.piece_of)

    def _free(self, span: Span, *, inside: bool = False) -> None:
        piece = self.sides.pieces[self.sides.piece_of[span[0]]]
        styled = piece.kind == "quotation" and not inside
        self._quoted(span, styled=styled)
        if not styled and piece.kind != "source":
            self._counts(unmarked(self.sides.shown(span), self.held), piece.place, span)

    def _quoted(self, span: Span, *, styled: bool) -> None:
        """Judge the quotations among words that the paper does not have there."""
        text, place = self.sides.shown(span), self._at(span[0])
        end = min(len(self.sides.found), span[1] + _AFTER)
        if not self.paged and span[1] < end:
            end = min(end, self._paragraph(span[1])[1])
        after = self.sides.shown((span[1], end))
        for one in sighted(text, after, styled=styled):
            self.quotations += 1
            verdict = judged(one, self.held)
            if verdict.kind:
                self.findings.append(finding(one, verdict, place, span[0]))
            else:
                said = f"{place}: not one of the paper's quotations; {verdict.evidence}"
                self.notes.append(f'{said}: "{one.text[:80]}"')

    def _counts(self, text: str, place: str, span: Span) -> None:
        for one in counted(text, self.held):
            self.numbers += 1
            cells = cells_of(one, self.held)
            if not cells:
                self._add("unfounded", place, text[:200], instead(one, self.held), span[0])
            else:
                self.notes.append(f"{place}: {one.text} is {self.held.told(cells[0])}")

    # Who is said to have said it

    def _sources(self, by_claim: dict[int, list[Change]]) -> None:
        """Quotations behind which another one's source stands."""
        for number, claim in enumerate(self.sides.claims):
            following = self._following(number) if claim.kind == "quotation" else -1
            if following < 0 or following == number + 1 or following in by_claim:
                continue
            other = self.sides.claims[following]
            own = self.sides.claims[number + 1].text
            if other.kind == "source" and other.text != own:
                place = self._at(self.sides.places[self.sides.span_of(number)[0]])
                order = self.sides.places[self.sides.span_of(number)[0]]
                self._add("speaker", place, f"{claim.text} ({other.text})", own, order)

    def _following(self, number: int) -> int:
        """The claim that a quotation's next word in the file belongs to."""
        last = self.sides.places[self.sides.span_of(number)[1] - 1]
        at = last + 1
        if last < 0 or at >= len(self.sides.found) or self.sides.met[at] < 0:
            return -1
        return self.sides.claim_of[self.sides.met[at]]
