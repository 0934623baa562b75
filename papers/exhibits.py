"""The tables, figures and quotations that an outline can ask for by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from evidence.model import Quotation
from papers.facts import Facts, Group, Theme
from papers.headings import slug
from papers.model import Block, Chart, Figure, Quote, Series, Table
from papers.tables import TABLES, Grid, place, register

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
        match [kind, *arguments]:
            case ["table", "cells", _] | ["table", "register"] | ["figure", "themes"]:
                return True
            case ["table", name]:
                return name in TABLES and name != "cells"
            case (
                ["quotations", code] | ["figure", "children", code] | ["figure", "groups", code, _]
            ):
                return self.facts.knows(code)
        return False

    def known(self) -> str:
        """What there is, for those who ask for something else."""
        tables = ", ".join(name for name in TABLES if name != "cells")
        return (
            f"There is: table {tables}, register or cells ATTRIBUTE; figure themes, children CODE "
            "or groups CODE ATTRIBUTE; quotations CODE; contents sections, figures or tables; list "
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
        grid = self._grid(name, *arguments)
        if not grid.rows:
            return
        labels = self.facts.labels
        ident = self._ident("table", name, *arguments)
        slots = {"attribute": labels.inline(arguments[0])} if arguments else {}
        yield Table(
            ident,
            self._number(ident, "table"),
            labels.caption(name, **slots),
            grid.header,
            grid.rows,
            grid.numeric or (False,) * len(grid.header),
            labels.description(name),
            grid.widths,
            grid.anchors,
        )

    def _grid(self, name: str, *arguments: str) -> Grid:
        if name == "register":
            return register(self.facts, self.quotes)
        return TABLES[name](self.facts, *arguments)

    # Figures

    def figure(self, name: str, *arguments: str) -> Iterator[Figure]:
        """A figure by its name: ``themes``, ``groups CODE ATTRIBUTE`` or ``children CODE``."""
        bars, caption = getattr(self, f"_{name}_bars")(*arguments)
        if not any(bar.value for bar in bars):
            return
        ident = self._ident("figure", name, *arguments)
        yield Figure(
            ident, self._number(ident, "figure"), caption, self._chart(bars), self._described(bars)
        )

    def _themes_bars(self) -> tuple[Sequence[Group], str]:
        bars = [_bar(theme) for theme in self.facts.ranked]
        return bars, self.facts.labels.caption("chart_themes")

    def _groups_bars(self, code: str, attribute: str) -> tuple[Sequence[Group], str]:
        theme, labels = self.facts.theme(code), self.facts.labels
        caption = labels.caption(
            "chart_groups", theme=theme.label, attribute=labels.inline(attribute)
        )
        return theme.groups(attribute), caption

    def _children_bars(self, code: str) -> tuple[Sequence[Group], str]:
        theme = self.facts.theme(code)
        bars = sorted((_bar(child) for child in theme.children), key=lambda bar: -bar.value)
        return bars, self.facts.labels.caption("chart_children", theme=theme.label)

    def _chart(self, bars: Sequence[Group]) -> Chart:
        labels = self.facts.labels
        return Chart(
            tuple(bar.label for bar in bars),
            (Series(labels.word("respondents"), tuple(float(bar.value) for bar in bars)),),
            labels.word("respondents"),
            (tuple(labels.share(bar.value, bar.base) for bar in bars),),
        )

    def _described(self, bars: Sequence[Group]) -> str:
        labels = self.facts.labels
        colon = labels.word("colon")
        each = [f"{bar.label}{colon}{labels.share(bar.value, bar.base)}" for bar in bars]
        return labels.description("chart", bars=labels.word("semicolon").join(each))


def _bar(theme: Theme) -> Group:
    return Group(theme.id, theme.label, theme.respondents, theme.base)
