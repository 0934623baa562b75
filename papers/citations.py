"""What the authors' prose cites by name: counts and quotations, with the build failing if gone.

* ``[](count:CODE)`` says how many respondents speak of a code, out of how many;
  ``count:CODE/passages``, ``count:CODE/transcripts`` and ``count:CODE/region/Wallonia`` count that;
* ``[](count:respondents)`` and the like are numbers of the study as a whole;
* ``[](quotation:TRANSCRIPT/TURN)`` leads to the paper's quotation from there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from evidence.model import Cell, Quotation
from papers.facts import Facts
from transcripts.settings import suggestion

CITED = re.compile(r"(count|quotation):(\S+)")

Quoted = Mapping[str, tuple[str, Quotation]]


class Gone(Exception):  # noqa: N818 - says what has happened, to those who can say where
    """What is cited is not there; the message says what is."""


def cited(address: str, facts: Facts, quoted: Quoted) -> tuple[str, str]:
    """The words for an address, and the id that they lead to; empty for none.

    Raises:
        Gone: there is no such number or quotation.
    """
    kind, _, name = address.partition(":")
    return _quotation(name, quoted) if kind == "quotation" else _count(name, facts)


def _quotation(name: str, quoted: Quoted) -> tuple[str, str]:
    places = {
        f"{row.coding.transcript}/{row.coding.turn + 1}": ident
        for ident, (_, row) in reversed(list(quoted.items()))
    }
    if name not in places:
        raise Gone(suggestion(name, places) if places else "No passage is quoted in this paper")
    return places[name], places[name]


def _count(name: str, facts: Facts) -> tuple[str, str]:
    code, *what = name.split("/")
    if not facts.knows(code) and not what:
        return _words(_of_study(name, facts), facts), ""
    if not facts.knows(code):
        raise Gone(suggestion(code, (one.id for one in facts.evidence.codebook.codes)))
    table, column, target = _place(what)
    cell = facts.find(table, code, column)
    if cell is None:
        raise Gone(suggestion(column, _columns(table, facts)))
    return _words(cell, facts), target


def _place(what: list[str]) -> tuple[str, str, str]:
    """Table and column of what is counted of a code, and the exhibit that shows it."""
    if len(what) == 2:
        return f"themes by {what[0]}", what[1], f"table-cells-{what[0]}"
    return "themes", what[0] if what else "respondents", "table-themes"


def _of_study(name: str, facts: Facts) -> Cell:
    cell = facts.find("study", name)
    if cell is None:
        codes = (code.id for code in facts.evidence.codebook.codes)
        raise Gone(suggestion(name, [*codes, *_rows("study", facts)]))
    return cell


def _rows(table: str, facts: Facts) -> list[str]:
    return [cell.row for cell in facts.evidence.cells if cell.table == table]


def _columns(table: str, facts: Facts) -> list[str]:
    """The columns of a table; where there is none of that name, those of the themes."""
    found = [cell.column for cell in facts.evidence.cells if cell.table == table]
    return found or ["passages", "respondents", "transcripts"]


def _words(cell: Cell, facts: Facts) -> str:
    return facts.labels.share(cell.value, cell.base)
