"""From the tags of a web page to its lines: what is a paragraph, and what stands beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

from transcripts import times
from transcripts.formats import elements, plain, tables, tags
from transcripts.formats.elements import Element, Look
from transcripts.manuscript import APART, PARAGRAPH, SAME, SPEECH, STRONG, Line

_WORD = re.compile(r"\w")
_TIME_FIRST = re.compile(rf"{times.TIME}\b")
_TIME_LAST = re.compile(r"\d:[0-5]\d$")
_COLUMNS = re.compile(r"colspan\s*=\s*[\"']?(\d{1,2})\b", re.IGNORECASE)
_INLINE = Element()
_DEEPEST_TABLE = 20
_CROSSED = 50
"""Elements that are looked at to set bold right where tags cross; beyond, it stays as it is."""


def read(text: str, *, xml: bool = False) -> Page:
    """A web page, or a part of one, as its lines.

    Args:
        text: the page, with its tags.
        xml: whether it is XHTML, in which a slash closes any element.
    """
    page = Page()
    for words, name, written in tags.tokens(text, xml=xml):
        if words:
            page.say(words)
        if not name:
            continue
        if name[0] == "/":
            page.end(name[1:])
        elif name == "!":
            page.broken = True
        else:
            page.start(name, written)
            if xml and written.endswith("/"):
                page.end(name)
    page.close(0)
    page.flush()
    return page


@dataclass(slots=True)
class _Grid:
    """A table or a list of terms, and where the lines around it go."""

    element: str
    outer: list[Line]
    rows: list[tables.Row] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """The lines so far, the open elements, and the line that is being read.

    ``taken`` are the tables that were taken for turns or answers, ``unsaid`` the numbers of words
    that are ``hidden`` or ``deleted``; ``elsewhere`` counts what lies outside the file, and
    ``broken`` says that the page ends inside a comment or a script.

    ``open`` are the names of the elements that are open, ``around`` the looks around each, and
    ``places`` where in them those of one name are; below the last of ``floors`` none is ended from
    inside a cell. ``pieces`` are the words of the line, ``beside`` those in the middle of it that
    are no part of it, and ``waiting`` the lines to come after it.
    """

    lines: list[Line] = field(default_factory=list)
    look: Look = field(default_factory=Look)
    open: list[str] = field(default_factory=list)
    around: list[Look] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    floors: list[int] = field(default_factory=lambda: [-1])
    grids: list[_Grid | None] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    bold: bool = False
    plain: bool = False
    joint: str = PARAGRAPH
    beside: list[str] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    known: dict[str, Element] = field(default_factory=elements.known)
    bold_classes: set[str] = field(default_factory=set)
    unsaid: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    taken: list[tables.Table] = field(default_factory=list)
    elsewhere: int = 0
    broken: bool = False

    def say(self, words: str) -> None:
        """Take words as they stand in the page."""
        look = self.look
        if look.silent:
            self._leave_out(words)
            return
        if words.isspace():
            words = words if look.fixed else " "
            if self.pieces and look.kind != APART:
                self.pieces.append(words)
            elif self.beside:
                self.beside.append(words)
            return
        if "&" in words:
            words = tags.unescaped(words)
        if look.kind == APART:
            self.beside.append(words)
            return
        if look.bold:
            self.bold = True
        elif not self.plain and _WORD.search(words):
            self.plain = True
        if self.pieces and _are_glued(self.pieces[-1], words):
            self.pieces.append(" ")
        self.pieces.append(words)

    def _leave_out(self, words: str) -> None:
        if self.open[-1] == "style":
            self.bold_classes |= elements.bold_classes(words)
        self.unsaid[self.look.silent] += len(words.split())

    def start(self, name: str, written: str) -> None:
        """Open an element, given its attributes as written."""
        element = self.known.get(name, _INLINE)
        name = element.name or name
        if element.block:
            self._end_before(element)
            self.flush()
        if element.void:
            self._void(name, written)
            return
        look = element.change(self.look) if element.change else self.look
        if written:
            look = self._marked(name, look, written)
        self.places[name].append(len(self.open))
        self.open.append(name)
        self.around.append(self.look)
        self.look = look
        if element.grid:
            self._open_grid(name, written)

    def _end_before(self, element: Element) -> None:
        """End the elements that have no end tag because another begins."""
        if element.name and self.open and self.open[-1] == element.name:
            self.close(len(self.open) - 1)
        if element.ends:
            floor = -1 if "table" in element.bounds else self.floors[-1]
            lowest = max([floor, *map(self._last, element.bounds)])
            for other in element.ends:
                while (at := self._last(other)) > lowest:
                    self.close(at)
        if self.places["p"] and (at := self.places["p"][-1]) > self.floors[-1]:
            self.close(at)

    def _last(self, name: str) -> int:
        places = self.places[name]
        return places[-1] if places else -1

    def _marked(self, name: str, look: Look, written: str) -> Look:
        if marks := elements.marks(written, deletion=name == "del"):
            look = marks.change(look)
        elif self.bold_classes and self.bold_classes & elements.classes(written):
            look = replace(look, bold=True)
        if name == "a" and "#" in written:
            return self._note(look, written)
        if name == "iframe":
            self.elsewhere += elements.is_elsewhere(tags.attributes(written))
        return look

    def _note(self, look: Look, written: str) -> Look:
        """The look of a link to a note; a link back at the head of a paragraph makes it a note."""
        way = elements.note(written)
        if not way:
            return look
        if way == "back" and not self.pieces and not look.silent:
            self.look = replace(self.look, kind=APART)
            for at in range(len(self.open) - 1, max(-1, len(self.open) - _CROSSED), -1):
                if self._is_block(at) or self.around[at].kind == APART:
                    break
                self.around[at] = replace(self.around[at], kind=APART)
        return replace(look, kind=APART)

    def _is_block(self, at: int) -> bool:
        return self.known.get(self.open[at], _INLINE).block

    def _void(self, name: str, written: str) -> None:
        if name == "br":
            self._break()
        elif written:
            values = tags.attributes(written)
            self.elsewhere += elements.is_elsewhere(values)
            words = elements.shown(values, field=name == "input")
            if words.strip() and not self.look.silent:
                self._set_apart()
                self.waiting.append(Line(_collapsed(words), APART))

    def _break(self) -> None:
        if self.look.silent:
            return
        if self.look.kind == APART:
            self.beside.append(" ")
        elif self.look.fixed:
            self.pieces.append("\n")
        else:
            self.joint = SAME if self._end_line() else PARAGRAPH

    def _open_grid(self, name: str, written: str) -> None:
        """Let the lines of a cell go into the cell."""
        grid = self.grids[-1] if self.grids else None
        if name in {"table", "dl"}:
            deep = len(self.grids) >= _DEEPEST_TABLE
            self.grids.append(None if deep else _Grid(name, self.lines))
        elif grid and name in _CELLS[grid.element]:
            columns = _COLUMNS.search(written)
            self.lines = _cell(grid, name, int(columns[1]) if columns else 1)
        elif grid and name == "tr":
            grid.rows.append([])
        if name in {"table", "td", "th", "caption"}:
            self.floors.append(len(self.open) - 1)

    def end(self, name: str) -> None:
        """Close an element, and those in it that are still open."""
        element = self.known.get(name, _INLINE)
        name = element.name or name
        at = self._last(name)
        inside = element.part or name == "table"
        if at < 0 or at < (self._last("table") if inside else self.floors[-1]):
            if name == "br":
                self._break()
            elif name == "p":
                self.flush()
        elif element.formatting and self._crosses(at):
            self._cross(at)
        else:
            self.close(at)

    def _crosses(self, at: int) -> bool:
        """Whether a block is open in an element of the line."""
        return any(self._is_block(inner) for inner in self._inside(at))

    def _inside(self, at: int) -> range:
        return range(at + 1, min(len(self.open), at + _CROSSED))

    def _cross(self, at: int) -> None:
        """End an element of the line although blocks in it are open."""
        self.places[self.open[at]].pop()
        self.open[at] = ""
        if not self.around[at].bold:
            for inner in self._inside(at):
                self.around[inner] = replace(self.around[inner], bold=False)
            self.look = replace(self.look, bold=False)

    def close(self, at: int) -> None:
        """Close all elements from a place in the stack on, the innermost first."""
        while len(self.open) > at:
            name = self.open[-1]
            element = self.known.get(name, _INLINE)
            if element.block:
                self.flush()
            self.open.pop()
            if name:
                self.places[name].pop()
            self.look = self.around.pop()
            if element.grid:
                self._close_grid(name)

    def _close_grid(self, name: str) -> None:
        if self.floors[-1] == len(self.open):
            self.floors.pop()
        grid = self.grids[-1] if self.grids else None
        if name in {"table", "dl"}:
            self.grids.pop()
            if grid:
                self.lines = grid.outer
                self._add(grid.rows)
        elif grid and name in _CELLS[grid.element]:
            self.lines = grid.outer

    def _add(self, rows: list[tables.Row]) -> None:
        if self.look.kind == APART or _ask(rows):
            self.lines += (line for row in rows for cell in row for line in cell)
            return
        table = read_table(rows)
        self.lines += table.lines
        if table.taken != tables.CELLS:
            self.taken.append(table)

    def flush(self) -> None:
        """End the paragraph."""
        if self.beside:
            self._set_apart()
        if self.look.kind != APART:
            if self.pieces:
                self._end_line()
            self.joint = PARAGRAPH
        if self.waiting and not self.pieces:
            self.lines += self.waiting
            self.waiting.clear()

    def _set_apart(self) -> None:
        if self.beside:
            text = _collapsed("".join(self.beside))
            self.waiting += [Line(text, APART)] if text else []
            self.beside.clear()

    def _end_line(self) -> bool:
        """Whether there was anything in the line that ends here."""
        if not self.pieces:
            return False
        text, look = "".join(self.pieces), self.look
        kind = STRONG if look.kind == SPEECH and self.bold and not self.plain else look.kind
        self.pieces.clear()
        self.bold = self.plain = False
        if look.fixed:
            rows = plain.unwrapped(text.split("\n"))
            self.lines += [replace(row, kind=kind, level=look.level) for row in rows]
            return bool(rows)
        text = _collapsed(text)
        if text:
            self.lines.append(Line(text, kind, self.joint, look.level))
        return bool(text)


def _ask(rows: list[tables.Row]) -> bool:
    """Whether the terms of a list are questions rather than names."""
    firsts = (row[0][-1] for row in rows if row and row[0])
    return any(line.kind == STRONG and line.text.endswith("?") for line in firsts)


def read_table(rows: list[tables.Row]) -> tables.Table:
    """A table; one with few cells in a wide frame has no columns to be read by."""
    cells = sum(map(len, rows))
    width = max(map(len, rows), default=0)
    if width * len(rows) > 10 * cells + 1000:
        return tables.Table(tuple(line for row in rows for cell in row for line in cell))
    return tables.read(rows)


_CELLS = {"table": {"td", "th"}, "dl": {"dt", "dd"}}


def _collapsed(words: str) -> str:
    """Words with one space where the page has any white space; unbreakable spaces are kept."""
    for space in "\n\t\r\f":
        if space in words:
            words = words.replace(space, " ")
    while "  " in words:
        words = words.replace("  ", " ")
    return words.strip()


def _are_glued(before: str, words: str) -> bool:
    """Whether a name and a time, each in its element, touch only because a page sets them apart."""
    last, first = before[-1], words[0]
    if first.isdigit() and last.isalpha():
        return bool(_TIME_FIRST.match(words))
    return first.isalpha() and last.isdigit() and bool(_TIME_LAST.search(before[-4:]))


def _cell(grid: _Grid, name: str, columns: int) -> list[Line]:
    """The lines of the cell that begins; all that is said of a term is one cell in its row."""
    cell: list[Line] = []
    if name == "dt":
        grid.rows.append([cell])
        return cell
    if not grid.rows:
        grid.rows.append([[]] if name == "dd" else [])
    if name == "dd" and len(grid.rows[-1]) > 1:
        return grid.rows[-1][1]
    tables.put(grid.rows[-1], cell, columns)
    return cell
