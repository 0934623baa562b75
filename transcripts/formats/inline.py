"""Words within a row of Markdown, and what its marks say beside them; each step goes forward."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from transcripts.formats import elements, tags

_MARK = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|(?P<link>!?\[)"
    r"|(?P<end>\])"
    r"|(?P<codes>\((?=\[))"
    r"|<(?P<address>https?://[^<>\s]++|mailto:[^<>\s]++)>"
    r"|(?P<comment><!--)"
    r"|(?P<tag></?(?P<name>[a-zA-Z][a-zA-Z0-9]*+)(?:[\s/][^<>]*+)?>)"
    r"|(?P<entity>&(?:[a-zA-Z]{2,31}|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"
    r"|(?P<stars>\*+|_+)"
    r"|(?P<struck>~~|==)"
)
_MARKED = re.compile(r"[\\`\[\]<&*_~=!(]")
_BRACKET = re.compile(r"\\.|[\[\]]")
_TARGET = re.compile(
    r"\((?:<[^<>\n]*+>|(?:[^()\s\\]|\\.|\([^()\s]*+\))*+)"
    r"(?:\s+(?:\"[^\"]*+\"|'[^']*+'))?+\s*+\)"
)
_BOLD = re.compile(r"\*\*[^*]++\*\*")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]")
_BETWEEN = re.compile(r"[,;\s]*+")
_GAP = re.compile(r"(?<! ) ++(?=[.,])")
_NUMBER = re.compile(r"[\[\\\]\d*]+")
_LABEL = 200
"""Characters that the name of a link may have."""

_MASK = 4
"""Stars in a row that stand for letters or a blank to fill in, not for emphasis."""


def read(
    row: str, links: Collection[str] = (), *, directions: bool = False
) -> tuple[str, list[str]]:
    r"""The words of a row, with ``\n`` for a break in it, and what stands beside them.

    Args:
        row: a row of Markdown, or several.
        links: the names of links that the file defines, in small letters.
        directions: whether bold is what is done rather than said.
    """
    if not _MARKED.search(row):
        return row, []
    reading = _Reading(row, links, directions=directions)
    at = 0
    while mark := _MARKED.search(row, at):
        found = _MARK.match(row, mark.start())
        end = found.start() if found else mark.end()
        reading.words.append(row[at:end])
        at = reading.take(found) if found else end
    words = "".join([*reading.words, row[at:]])
    return (_GAP.sub("", words) if reading.beside else words), reading.beside


@dataclass(slots=True)
class _Reading:
    """What is found in a row; ``skips`` are the places behind the targets of its links."""

    row: str
    links: Collection[str]
    directions: bool
    words: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    skips: dict[int, int] = field(default_factory=dict)
    pairs: dict[int, int] | None = None
    ticks: dict[int, list[int]] | None = None
    comments: bool = True
    bold: bool = False

    def take(self, found: re.Match[str]) -> int:
        """The place behind a mark, its words taken."""
        kind = found.lastgroup or ""
        kind = "tag" if kind == "name" else kind
        if kind in {"escaped", "address"}:
            self.words.append(found[kind])
        elif kind == "entity":
            self.words.append(tags.unescaped(found[0]))
        else:
            way: int = getattr(self, f"_{kind}")(found)
            return way
        return found.end()

    def _keep(self, found: re.Match[str]) -> int:
        self.words.append(found[0])
        return found.end()

    def _set_apart(self, start: int, end: int) -> int:
        self.beside.append(self.row[start:end])
        return end

    def _ticks(self, found: re.Match[str]) -> int:
        """Code: up to as many ticks as began it."""
        if self.ticks is None:
            self.ticks = defaultdict(list)
            for run in re.finditer("`+", self.row):
                self.ticks[len(run[0])].append(run.start())
        places = self.ticks[len(found[0])]
        after = bisect_left(places, found.end())
        if after == len(places):
            return self._keep(found)
        self.words.append(self.row[found.end() : places[after]])
        return places[after] + len(found[0])

    def _tag(self, found: re.Match[str]) -> int:
        name = found["name"].lower()
        if name == "br":
            self.words.append("\n")
        elif name == "img":
            self.beside.append(found[0])
        elif name not in elements.markdown("formatting"):
            self.words.append(found[0])
        return found.end()

    def _comment(self, found: re.Match[str]) -> int:
        end = self.row.find("-->", found.end()) if self.comments else -1
        if end < 0:
            self.comments = False
            return self._keep(found)
        return self._set_apart(found.start(), end + 3)

    def _stars(self, found: re.Match[str]) -> int:
        """Emphasis; a star between letters, or one that stands alone, is a character."""
        row, start, end = self.row, found.start(), found.end()
        before, after = row[start - 1 : start], row[end : end + 1]
        if self.directions and found[0] == "**" and (bold := _BOLD.match(row, start)):
            return self._set_apart(start, bold.end())
        if len(found[0]) >= _MASK:
            return self._keep(found)
        if before.isalnum() and after.isalnum():
            closes = self.bold and found[0] in {"**", "***"}
            self.bold = self.bold and not closes
            return end if closes else self._keep(found)
        if not before.strip() and not after.strip() and len(found[0]) < 2:
            return self._keep(found)
        self.bold = self.bold != (found[0] in {"**", "***"})
        return end

    def _struck(self, found: re.Match[str]) -> int:
        before = self.row[found.start() - 1 : found.start()]
        after = self.row[found.end() : found.end() + 1]
        alone = not before.strip() and not after.strip()
        longer = found[0][0] in (before, after)
        return self._keep(found) if alone or longer else found.end()

    def _matching(self, start: int) -> int:
        """The place of the bracket that closes the one at a place; -1 if there is none."""
        if self.pairs is None:
            self.pairs = _pairs(self.row)
        return self.pairs.get(start, -1)

    def _link(self, found: re.Match[str]) -> int:
        row, start, end = self.row, found.end() - 1, self._matching(found.end() - 1)
        if end < 0:
            return self._keep(found)
        if row.startswith("[[", start) and self._matching(start + 1) == end - 1:
            return self._page(found.start(), start + 2, end - 1)
        target = _TARGET.match(row, end + 1)
        if found[0] == "![":
            return self._set_apart(found.start(), target.end()) if target else self._keep(found)
        if target:
            return self._follow(start, end, target)
        if _FOOTNOTE.match(row, start):
            return self._set_apart(start, end + 1)
        return self._refer(start, end)

    def _follow(self, start: int, end: int, target: re.Match[str]) -> int:
        """Go on in the words of a link; those that are a mere number point to a note."""
        self.beside += [target[0][1:-1].strip()] if len(target[0]) > 2 else []
        if end - start < 20 and _NUMBER.fullmatch(self.row, start + 1, end):
            self.beside.append(self.row[start + 1 : end])
            return target.end()
        self.skips[end] = target.end()
        return start + 1

    def _page(self, start: int, first: int, last: int) -> int:
        """A link of a notebook to one of its own pages, ``[[page|words]]``."""
        if self.row[start] == "!":
            return self._set_apart(start, last + 2)
        page, bar, words = self.row[first:last].partition("|")
        self.beside += [page] if bar else []
        self.words.append(words if bar else page)
        return last + 2

    def _refer(self, start: int, end: int) -> int:
        """Go on in the words of a link that the file defines elsewhere, or in mere brackets."""
        if behind := self._reference(start, end):
            self.skips[end] = behind
        else:
            self.words.append("[")
        return start + 1

    def _reference(self, start: int, end: int) -> int:
        """The place behind a link that the file defines elsewhere; 0 where it is none."""
        if not self.links:
            return 0
        last = self._matching(end + 1)
        if 0 < last < end + _LABEL:
            label = self.row[end + 2 : last] or self.row[start + 1 : min(end, start + _LABEL)]
            if label.casefold() in self.links:
                return last + 1
        short = end < start + _LABEL and self.row[start + 1 : end].casefold() in self.links
        return end + 1 if short else 0

    def _end(self, found: re.Match[str]) -> int:
        return self.skips[found.start()] if found.start() in self.skips else self._keep(found)

    def _codes(self, found: re.Match[str]) -> int:
        """A researcher's codes at the end of a row: links, in brackets."""
        at = found.end()
        while self.row.startswith("[", at):
            target = _TARGET.match(self.row, self._matching(at) + 1)
            if self._matching(at) < 0 or not target:
                return self._keep(found)
            between = _BETWEEN.match(self.row, target.end())
            at = between.end() if between else target.end()
        if not self.row.startswith(")", at) or self.row[at + 1 :].strip():
            return self._keep(found)
        return self._set_apart(found.start(), at + 1)


def _pairs(row: str) -> dict[int, int]:
    """The brackets of a row: where each that opens is closed."""
    pairs, opened = {}, []
    for found in _BRACKET.finditer(row):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] == "]" and opened:
            pairs[opened.pop()] = found.start()
    return pairs
