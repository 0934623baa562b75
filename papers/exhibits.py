"""The tables, figures and quotations that an outline can ask for by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import signature

from evidence.model import Quotation
from papers.facts import Facts
from papers.figures import FIGURES
from papers.headings import slug
from papers.model import Block, Figure, Quote, Table
from papers.tables import TABLES, place, register

SHOWN_ATTRIBUTES = ("organisation_type", "region", "language")
"""Attributes that describe a speaker beside a quotation, and in which order."""


@dataclass
class Exhibits:
    """What has been shown so far, so that each exhibit has its number and each quotation its id.

    Attributes:
        facts: study and evidence in one language.
        labels: ``Table 2`` and the like by the exhibit's id, in the order shown.
        quotes: the register's row and its code by the paper's id of the quotation.
    """

    facts: Facts
    labels: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, tuple[str, Quotation]] = field(default_factory=dict)

    def has(self, kind: str, arguments: Sequence[str]) -> bool:
        """Whether there is such a thing to show; it may turn out to be empty."""
        name, *rest = arguments or ("",)
        if kind == "quotations":
            return not rest and self.facts.knows(name)
        made = _MADE.get(kind, {}).get(name)
        return made is not None and self._fits(_slots(made), rest)

    def _fits(self, slots: Sequence[str], arguments: Sequence[str]) -> bool:
        codes = (given for slot, given in zip(slots, arguments, strict=False) if slot == "code")
        return len(slots) == len(arguments) and all(map(self.facts.knows, codes))

    def known(self) -> str:
        """What there is, for those who ask for something else."""
        there = "; ".join(f"{kind} {_named(made)}" for kind, made in _MADE.items())
        return (
            f"There is: {there}; quotations CODE; contents sections, figures or tables; list "
            "committee or authors; authored NAME; others"
        )

    def shown(self, kind: str, arguments: Sequence[str]) -> Iterator[Block]:
        """The blocks of a ``table``, ``figure`` or ``quotations`` with its arguments."""
        kinds: dict[str, Callable[..., Iterator[Block]]] = {
            "table": self.table,
            "figure": self.figure,
            "quotations": self.quotations,
        }
        yield from kinds[kind](*arguments)

    def _ident(self, *words: str) -> str:
        """An id for an exhibit; with a number where the same has been shown before."""
        ident = slug(*words)
        shown = sum(known == ident or known.startswith(f"{ident}--") for known in self.labels)
        return f"{ident}--{shown + 1}" if shown else ident

    def _number(self, ident: str, kind: str) -> str:
        before = sum(known.startswith(f"{kind}-") for known in self.labels)
        label = f"{self.facts.labels.word(kind)}\u00a0{before + 1}"
        self.labels[ident] = label
        return label

    # Quotations

    def quotations(self, code: str) -> Iterator[Quote]:
        """The quotations chosen for a code."""
        for row in self.facts.evidence.quotations.get(code, ()):
            ident = f"Q{len(self.quotes) + 1:03}"
            self.quotes[ident] = (code, row)
            register = f"{row.id}-{ident}"
            yield Quote(ident, row.text.strip(), row.language, self._source(row), register)

    def _source(self, row: Quotation) -> str:
        shown = [name for name in SHOWN_ATTRIBUTES if self._attribute(row, name)]
        who = [self.facts.labels.value(name, self._attribute(row, name)) for name in shown]
        return ", ".join([self._speaker(row), *who, place(row, self.facts)])

    def _speaker(self, row: Quotation) -> str:
        people = {person.id: person for person in self.facts.evidence.participants}
        person = people[row.participant]
        named = person.consent == "named" and person.name
        return f"{person.name} ({person.id})" if named else person.id

    def _attribute(self, row: Quotation, name: str) -> str:
        people = {person.id: person for person in self.facts.evidence.participants}
        return people[row.participant].attribute(name)

    # Tables

    def table(self, name: str, *arguments: str) -> Iterator[Table]:
        """A table by its name, ``register`` or one of ``TABLES``; none without rows."""
        grid = (
            register(self.facts, self.quotes)
            if name == "register"
            else TABLES[name](self.facts, *arguments)
        )
        if not grid.rows:
            return
        labels = self.facts.labels
        ident = self._ident("table", name, *arguments)
        slots = self._worded(_slots(_MADE["table"][name]), arguments)
        caption = labels.caption(name, **slots)
        if grid.cut:
            shown = labels.number(len(grid.rows))
            caption = labels.caption("cut", caption=caption, shown=shown)
        yield Table(
            ident,
            self._number(ident, "table"),
            caption,
            grid.header,
            grid.rows,
            grid.numeric or (False,) * len(grid.header),
            labels.description(name),
            grid.widths,
            grid.anchors,
        )

    def _worded(self, slots: Sequence[str], arguments: Sequence[str]) -> dict[str, str]:
        """What a caption says in its slots."""
        facts, given = self.facts, dict(zip(slots, arguments, strict=True))
        words = {"attribute": facts.labels.inline(given.get("attribute", ""))}
        return words | ({"theme": facts.theme(given["code"]).label} if "code" in given else {})

    # Figures

    def figure(self, name: str, *arguments: str) -> Iterator[Figure]:
        """A figure by its name, one of ``FIGURES``; none without bars."""
        drawing = FIGURES[name](self.facts, *arguments)
        if drawing.empty:
            return
        ident = self._ident("figure", name, *arguments)
        label = self._number(ident, "figure")
        yield Figure(ident, label, drawing.caption, drawing.chart, drawing.description)


_MADE: Mapping[str, Mapping[str, Callable[..., object]]] = {
    "table": {**TABLES, "register": lambda _: None},
    "figure": FIGURES,
}


def _slots(made: Callable[..., object]) -> list[str]:
    """What is to be said of an exhibit beside its name: ``code``, ``attribute``."""
    return list(signature(made).parameters)[1:]


def _named(made: Mapping[str, Callable[..., object]]) -> str:
    return ", ".join(" ".join([name, *map(str.upper, _slots(one))]) for name, one in made.items())
