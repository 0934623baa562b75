"""What an outline may say: the study and its evidence, worded for one language.

Every number here is looked up among the evidence's cells; none is counted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from evidence.counts import OTHER
from evidence.gathering import Evidence
from evidence.model import STANCES, Cell
from papers.labels import Labels
from transcripts.imprint import author
from transcripts.study import Study, in_language

_HALF, _MOST = 0.5, 0.75
_APART = Fraction(1, 3)
"""What the shares of two groups differ by at least where the text sets one against the other."""

_FEWEST = 3
"""Respondents that such a group has at least."""


@dataclass(frozen=True, slots=True)
class Group:
    """Respondents who speak of a theme among those who share an attribute's value."""

    name: str
    label: str
    value: int
    base: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A theme that is spoken of in the same answers as another, and in how many."""

    label: str
    answers: int


@dataclass(frozen=True, slots=True)
class Theme:
    """A code with its numbers, as an outline sees it.

    Attributes:
        id, label, definition: of the code.
        respondents, transcripts, passages: see ``evidence.counts``.
        base, of_transcripts: all respondents, all transcripts.
        share: ``all``, ``most`` (three quarters and more), ``half`` (half and more), ``some``,
            ``one`` or ``none`` of the respondents.
        children: the codes below, in the codebook's order.
        unprompted: the passages that answer no question about the code.
        parent: the code above; empty for a theme.
        stances: what passages speak of, a barrier and the like, each with its passages.
        pairs: the themes met in the same answers, the most frequent first.
        quoted: whether there are quotations to show.
    """

    id: str
    label: str
    definition: str
    respondents: int
    base: int
    transcripts: int
    of_transcripts: int
    passages: int
    share: str
    children: tuple[Theme, ...]
    unprompted: int
    parent: str
    stances: tuple[str, ...]
    pairs: tuple[Pair, ...]
    quoted: bool
    _groups: Mapping[str, tuple[Group, ...]]

    def groups(self, attribute: str) -> tuple[Group, ...]:
        """The theme among the groups of an attribute; empty where that groups nobody."""
        return self._groups.get(attribute, ())

    def leading(self, attribute: str) -> tuple[Group, ...]:
        """The groups of at least two in which everybody speaks of the theme."""
        return tuple(g for g in self._named(attribute, 2) if g.value == g.base)

    def silent(self, attribute: str) -> tuple[Group, ...]:
        """The groups of at least two in which nobody speaks of the theme."""
        return tuple(g for g in self._named(attribute, 2) if g.value == 0)

    def _named(self, attribute: str, fewest: int) -> tuple[Group, ...]:
        """The groups that can be named in a sentence: so large, and one thing."""
        every = self.groups(attribute)
        return tuple(g for g in every if g.base >= fewest and g.name != OTHER)

    def contrast(self, attribute: str) -> tuple[tuple[Group, ...], ...]:
        """The groups that speak of the theme least and those that do most; none if near.

        Groups of one or two are left out; groups whose shares are level stand together.
        """
        shares = {
            group: Fraction(group.value, group.base) for group in self._named(attribute, _FEWEST)
        }
        ends = (min(shares.values(), default=0), max(shares.values(), default=0))
        if ends[1] - ends[0] < _APART:
            return ()
        return tuple(tuple(g for g, share in shares.items() if share == end) for end in ends)


@dataclass(frozen=True)
class Facts:
    """Study and evidence in one language; the names that outlines use are its attributes."""

    study: Study
    evidence: Evidence
    labels: Labels

    @cached_property
    def _cells(self) -> dict[tuple[str, str, str], Cell]:
        return {(cell.table, cell.row, cell.column): cell for cell in self.evidence.cells}

    def cell(self, table: str, row: str, column: str = "") -> Cell:
        """One number of a table.

        Raises:
            KeyError: no table has it, so the paper may not print it.
        """
        return self._cells[table, row, column]

    def find(self, table: str, row: str, column: str = "") -> Cell | None:
        """The same, or nothing where no table has it."""
        return self._cells.get((table, row, column))

    @cached_property
    def _measures(self) -> dict[tuple[str, str, str], float]:
        return {(one.table, one.row, one.column): one.value for one in self.evidence.measures}

    def measure(self, table: str, row: str, column: str) -> float | None:
        """A share or coefficient; none where it is not defined."""
        return self._measures.get((table, row, column))

    def reached(self, threshold: int) -> str:
        """What the paper calls the interview at which saturation is reached; empty for none.

        Args:
            threshold: in percent, see ``evidence.saturation``.
        """
        cell = self.find("study", f"saturation reached at {threshold}")
        return self.evidence.sources[cell.value - 1].number if cell else ""

    def number(self, row: str) -> int:
        """A number of the study as a whole, such as ``respondents``."""
        return self.cell("study", row).value

    def text(self, name: str) -> str:
        """A text of study.toml in the paper's language; empty where it has none."""
        return in_language(getattr(self.study, name), self.labels.language)

    def funding(self, name: str) -> str:
        """An entry of the study's funding; empty where it has none."""
        text = in_language(dict(self.study.funding.get(name, {})), self.labels.language)
        return self.labels.value("funding", text)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The authors, in the study's own words for the language where it has them."""
        named = (author(self.labels.value("authors", name))[0] for name in self.study.authors)
        return tuple(named)

    @cached_property
    def orcids(self) -> tuple[tuple[str, str], ...]:
        """The names of the authors who have an ORCID iD, and that."""
        every = map(author, self.study.authors)
        return tuple((printed.partition(",")[0], orcid) for printed, orcid in every if orcid)

    @cached_property
    def cited_authors(self) -> str:
        """The authors' names as a citation has them, without their organisations."""
        return self.labels.listed([name.partition(",")[0] for name in self.authors])

    @cached_property
    def year(self) -> str:
        """The year of the paper; empty where the study gives no date."""
        return self.study.date[:4]

    @cached_property
    def committee(self) -> tuple[str, ...]:
        """The members of the committee, in the same way."""
        return tuple(self.labels.value("committee", name) for name in self.study.committee)

    @cached_property
    def publisher(self) -> str:
        """The publisher, in the same way; empty where the study names none."""
        return self.labels.value("publisher", self.study.publisher)

    @cached_property
    def interviews(self) -> dict[str, str]:
        """What the paper calls each interview, by the transcript's id."""
        return {source.id: source.number for source in self.evidence.sources}

    @cached_property
    def period(self) -> tuple[str, ...]:
        """First and last day of the interviews in words; empty where the study does not say."""
        first, last = self.study.fieldwork
        return (self.labels.date(first), self.labels.date(last)) if first and last else ()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The names of the interviews' languages, the most frequent first."""
        cells = [cell for cell in self.evidence.cells if cell.table == "languages"]
        ranked = sorted(cells, key=lambda cell: (-cell.value, cell.row))
        return tuple(self.labels.name_of(cell.row) for cell in ranked)

    @cached_property
    def formats(self) -> tuple[str, ...]:
        """The kinds of file that were read."""
        return tuple(cell.row for cell in self.evidence.cells if cell.table == "formats")

    @cached_property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that group the respondents, the language last."""
        prefix = "respondents by "
        tables = dict.fromkeys(c.table for c in self.evidence.cells if c.table.startswith(prefix))
        return tuple(table.removeprefix(prefix) for table in tables)

    @cached_property
    def last_new(self) -> str:
        """What the paper calls the last interview that is the first to bring a code."""
        after = self.number("transcripts after the last new code")
        return self.evidence.sources[-1 - after].number

    def shares(self, attribute: str) -> tuple[Group, ...]:
        """The respondents among the groups of an attribute."""
        return tuple(
            Group(cell.row, self.labels.value(attribute, cell.row), cell.value, cell.base or 0)
            for cell in self.evidence.cells
            if cell.table == f"respondents by {attribute}"
        )

    def tally(self, attribute: str) -> str:
        """The groups of an attribute in a sentence, each with its respondents."""
        number, groups = self.labels.number, self.shares(attribute)
        each = [f"{group.label}\u00a0({number(group.value)})" for group in groups]
        return self.labels.listed(each)

    def grouped(self, groups: Sequence[Group]) -> str:
        """Groups in a sentence, each with the respondents who speak of a theme and its base."""
        quoted, share = self.labels.quoted, self.labels.share
        return self.labels.listed([f"{quoted(g.label)} ({share(g.value, g.base)})" for g in groups])

    def named(self, things: Sequence[Theme | Pair | Group]) -> str:
        """Themes in a sentence, each in quotation marks."""
        return self.labels.listed([self.labels.quoted(thing.label) for thing in things])

    def knows(self, code: str) -> bool:
        """Whether the codebook has the code."""
        return any(known.id == code for known in self.evidence.codebook.codes)

    @cached_property
    def joined(self) -> bool:
        """Whether groups too small to be counted by themselves have been put together."""
        tables = (c for c in self.evidence.cells if c.table.startswith("respondents by "))
        return bool(self.find("study", "smallest group")) and any(c.row == OTHER for c in tables)

    def any(self, table: str) -> bool:
        """Whether a table holds any number but nought."""
        return any(cell.value for cell in self.evidence.cells if cell.table == table)

    @cached_property
    def quoted(self) -> bool:
        """Whether there is any quotation to show."""
        return any(self.evidence.quotations.values())

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """The themes in the codebook's order."""
        return tuple(self.theme(theme.id) for theme in self.evidence.codebook.themes())

    @cached_property
    def ranked(self) -> tuple[Theme, ...]:
        """The themes by respondents, then passages, the most frequent first."""
        return tuple(sorted(self.themes, key=lambda theme: (-theme.respondents, -theme.passages)))

    def theme(self, code: str) -> Theme:
        """A code, theme or not, with its numbers."""
        book, language = self.evidence.codebook, self.labels.language
        people, held, passages = (
            self.cell("themes", code, column)
            for column in ("respondents", "transcripts", "passages")
        )
        return Theme(
            code,
            book.label(code, language),
            book.code(code).definitions[language],
            people.value,
            people.base or 0,
            held.value,
            held.base or 0,
            passages.value,
            _share(people.value, people.base or 0),
            tuple(self.theme(child.id) for child in book.children(code)),
            self.cell("themes", code, "passages unprompted").value,
            book.code(code).parent,
            self._stances(code),
            self._pairs(code),
            bool(self.evidence.quotations.get(code)),
            {name: self._groups(code, name) for name in self.attributes},
        )

    def _stances(self, code: str) -> tuple[str, ...]:
        found = {stance: self.cell("stances", code, stance).value for stance in STANCES}
        return tuple(self.labels.stance(name, value) for name, value in found.items() if value)

    def _groups(self, code: str, attribute: str) -> tuple[Group, ...]:
        table = f"themes by {attribute}"
        return tuple(
            Group(c.column, self.labels.value(attribute, c.column), c.value, c.base or 0)
            for c in self.evidence.cells
            if c.table == table and c.row == code
        )

    def _pairs(self, code: str) -> tuple[Pair, ...]:
        met = [
            (cell.value, cell.column if cell.row == code else cell.row)
            for cell in self.evidence.cells
            if cell.table == "themes together" and code in (cell.row, cell.column) and cell.value
        ]
        label, language = self.evidence.codebook.label, self.labels.language
        return tuple(
            Pair(label(other, language), value)
            for value, other in sorted(met, key=lambda pair: (-pair[0], pair[1]))
        )


def _share(value: int, base: int) -> str:
    if value == 0:
        return "none"
    if value == base:
        return "all"
    if value == 1:
        return "one"
    portion = value / base
    if portion >= _MOST:
        return "most"
    return "half" if portion >= _HALF else "some"
