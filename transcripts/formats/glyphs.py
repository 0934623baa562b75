"""What stands where on a page of a PDF: its runs of text, each with place, width and size.

The content of a page is a list of drawing orders. pypdf parses them, within its limits, and knows
what the codes of a font mean; here they are followed, because where a text begins and ends tells
columns, tables and paragraphs apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from transcripts.errors import InputError
from transcripts.formats.fonts import UNKNOWN, Font, Fonts

if TYPE_CHECKING:
    from pypdf import PageObject

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""A change of coordinates, as PDF writes it: two columns and a shift."""

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FARTHEST = 1e6
_MOST_FORMS = 5_000
"""Drawings used in one page; programs set one for each picture."""

_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Run:
    """Text that one order draws.

    Attributes:
        text: as the font reads it.
        x: where it begins, in points from the left of the page, as it is read.
        end: where it ends.
        y: its baseline, in points upwards.
        size: of its letters, in points.
        bold: whether the font's name says so.
        beside: whether the file marks it as a running head, or it stands across the others.
    """

    text: str
    x: float
    end: float
    y: float
    size: float
    bold: bool = False
    beside: bool = False


def runs(page: PageObject, fonts: Fonts, name: str) -> list[Run]:
    """All texts of a page in the order they are drawn, turned so that most read from the left.

    Raises:
        InputError: the page is built to take for ever.
    """
    pen = _Pen(page, fonts, name)
    pen.draw(page.get("/Contents"), page.get_inherited("/Resources", None))
    return _upright(pen.drawn)


@dataclass(slots=True)
class _State:
    """What an order leaves for the next ones, and what is taken back with the drawing's end."""

    place: Matrix = _SAME
    font: Font = field(default_factory=lambda: UNKNOWN)
    size: float = 12.0
    letter_gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class _Pen:
    """Follows the orders of one page."""

    def __init__(self, page: PageObject, fonts: Fonts, name: str) -> None:
        self.drawn: list[tuple[int, Run]] = []
        self._pdf = page.pdf
        self._fonts = fonts
        self._name = name
        self._state = _State()
        self._kept: list[_State] = []
        self._line = self._at = _SAME
        self._marked: list[bool] = [False]
        self._open: list[int] = []
        self._forms = 0

    def draw(self, content: Any, resources: Any) -> None:
        """Follow the orders of a page or of a drawing in it."""
        from pypdf.generic import ArrayObject, ContentStream, StreamObject

        content = _resolved(content)
        if not isinstance(content, (StreamObject, ArrayObject)):
            return
        resources = _dictionary(resources)
        for operands, operator in ContentStream(content, self._pdf, "bytes").operations:
            if operator in _ORDERS:
                _ORDERS[operator](self, operands)
            elif operator == b"Tf":
                self._choose(operands, resources)
            elif operator == b"Do":
                self._form(operands, resources)

    def keep(self, _: Sequence[Any]) -> None:
        """``q``."""
        self._kept.append(replace(self._state))

    def take_back(self, _: Sequence[Any]) -> None:
        """``Q``."""
        if self._kept:
            self._state = self._kept.pop()

    def shift(self, operands: Sequence[Any]) -> None:
        """``cm``."""
        self._state.place = _product(_matrix(operands), self._state.place)

    def begin(self, _: Sequence[Any]) -> None:
        """``BT``."""
        self._line = self._at = _SAME

    def place(self, operands: Sequence[Any]) -> None:
        """``Tm``."""
        self._line = self._at = _matrix(operands)

    def move(self, operands: Sequence[Any]) -> None:
        """``Td``."""
        x, y = _number(operands, 0), _number(operands, 1)
        self._line = self._at = _product((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def move_and_lead(self, operands: Sequence[Any]) -> None:
        """``TD``."""
        self._state.leading = -_number(operands, 1)
        self.move(operands)

    def next_line(self, _: Sequence[Any]) -> None:
        """``T*``."""
        self.move((0.0, -self._state.leading))

    def show(self, operands: Sequence[Any]) -> None:
        """``Tj``."""
        self._show(operands[-1:])

    def show_with_gaps(self, operands: Sequence[Any]) -> None:
        """``TJ``."""
        if operands and isinstance(operands[0], list):
            self._show(operands[0])

    def show_next(self, operands: Sequence[Any]) -> None:
        """``'``."""
        self.next_line(())
        self._show(operands[-1:])

    def show_next_spaced(self, operands: Sequence[Any]) -> None:
        """``"``."""
        self._state.word_gap, self._state.letter_gap = _number(operands, 0), _number(operands, 1)
        self.show_next(operands)

    def set(self, quality: str, number: float) -> None:
        """``Tc`` and the others that set one number."""
        setattr(self._state, quality, number)

    def mark(self, operands: Sequence[Any]) -> None:
        """``BMC`` and ``BDC``: content of a kind, among them running heads."""
        kind = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
        running = kind.get("/Type") == "/Pagination" and operands[0] == "/Artifact"
        self._marked.append(running or self._marked[-1])

    def unmark(self, _: Sequence[Any]) -> None:
        """``EMC``."""
        if len(self._marked) > 1:
            self._marked.pop()

    def _choose(self, operands: Sequence[Any], resources: dict[Any, Any]) -> None:
        resource = _named(resources, "/Font", operands)
        self._state.font = UNKNOWN if resource is None else self._fonts.get(resource)
        self._state.size = _number(operands, 1) or self._state.size

    def _form(self, operands: Sequence[Any], resources: dict[Any, Any]) -> None:
        """Follow a drawing that is used here."""
        form = _named(resources, "/XObject", operands)
        if not isinstance(form, dict) or form.get("/Subtype") != "/Form":
            return
        self._forms += 1
        if self._forms > _MOST_FORMS or len(self._open) > _DEEPEST or id(form) in self._open:
            problem = f"has cyclic drawings, or more than {_MOST_FORMS} on a page"
            raise InputError(self._name, problem, "Save it as PDF again, or as text", kind="limit")
        before, line, at = replace(self._state), self._line, self._at
        depth, marks = len(self._kept), len(self._marked)
        self._open.append(id(form))
        self.shift(_resolved(form.get("/Matrix")) or _SAME)
        self.draw(form, form.get("/Resources") or resources)
        self._open.pop()
        self._state, self._line, self._at = before, line, at
        del self._kept[depth:], self._marked[marks:]

    def _show(self, items: Iterable[Any]) -> None:
        """Draw strings; a gap wider than a letter ends the run."""
        state = self._state
        parts: list[str] = []
        start = at = 0.0
        for item in items:
            if isinstance(item, bytes):
                text, width, codes, spaces = state.font.read(item)
                at += width / 1000 * state.size + state.letter_gap * codes + state.word_gap * spaces
                parts.append(text)
            elif isinstance(item, (int, float)):
                gap = -float(item) / 1000
                if abs(gap) > 1:
                    self._add("".join(parts), start, at)
                    start, parts = at + gap * state.size, []
                elif gap >= state.font.gap and parts and not parts[-1].endswith(" "):
                    parts.append(" ")
                at += gap * state.size
        self._add("".join(parts), start, at)
        self._at = _product((1.0, 0.0, 0.0, 1.0, at * state.stretch, 0.0), self._at)

    def _add(self, text: str, start: float, end: float) -> None:
        """A run, in coordinates of its own direction."""
        if not text or text.isspace():
            return
        state = self._state
        a, b, c, d, e, f = _product(self._at, state.place)
        x, y = e + c * state.rise, f + d * state.rise
        along, across = math.hypot(a, b), math.hypot(c, d)
        if not (along < _FARTHEST and across < _FARTHEST and abs(x) + abs(y) < _FARTHEST):
            x = y = 0.0
        way = _way(a, b)
        placed = _turned(way, x, y)
        left = placed[0] + start * state.stretch * along
        right = placed[0] + end * state.stretch * along
        size = abs(state.size) * across or 1.0
        x, end, marked = min(left, right), max(left, right), self._marked[-1]
        run = Run(text, x, end, placed[1], size, state.font.bold, marked)
        self.drawn.append((way, run))


def _setting(quality: str, factor: float = 1.0) -> _Order:
    """The order that sets one number."""

    def order(pen: _Pen, operands: Sequence[Any]) -> None:
        pen.set(quality, _number(operands, 0) * factor)

    return order


_Order: TypeAlias = Callable[[_Pen, Sequence[Any]], None]
_ORDERS: dict[bytes, _Order] = {
    b"q": _Pen.keep,
    b"Q": _Pen.take_back,
    b"cm": _Pen.shift,
    b"BT": _Pen.begin,
    b"Tm": _Pen.place,
    b"Td": _Pen.move,
    b"TD": _Pen.move_and_lead,
    b"T*": _Pen.next_line,
    b"Tj": _Pen.show,
    b"TJ": _Pen.show_with_gaps,
    b"'": _Pen.show_next,
    b'"': _Pen.show_next_spaced,
    b"BMC": _Pen.mark,
    b"BDC": _Pen.mark,
    b"EMC": _Pen.unmark,
    b"Tc": _setting("letter_gap"),
    b"Tw": _setting("word_gap"),
    b"Tz": _setting("stretch", 0.01),
    b"TL": _setting("leading"),
    b"Ts": _setting("rise"),
}


def _upright(drawn: Sequence[tuple[int, Run]]) -> list[Run]:
    """The runs of the way that most letters go, then the others, marked as beside."""
    letters: Counter[int] = Counter()
    for way, run in drawn:
        letters[way] += len(run.text)
    main = max(letters, key=lambda way: (way != _SLANTED, letters[way]), default=0)
    straight = [run for way, run in drawn if way == main]
    return straight + [replace(run, beside=True) for way, run in drawn if way != main]


_SLANTED = 4


def _way(a: float, b: float) -> int:
    """Quarter turns to the left of a text that runs along a vector; 4 where it slants."""
    if abs(b) <= abs(a) * 0.05:
        return 0 if a >= 0 else 2
    if abs(a) <= abs(b) * 0.05:
        return 1 if b > 0 else 3
    return _SLANTED


def _turned(way: int, x: float, y: float) -> tuple[float, float]:
    """A place as it is read when the page is turned so that the text stands upright."""
    return ((x, y), (y, -x), (-x, -y), (-y, x), (x, y))[way]


def _product(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _matrix(operands: Sequence[Any]) -> Matrix:
    if len(operands) < len(_SAME):
        return _SAME
    a, b, c, d, e, f = (_number(operands, at) for at in range(6))
    return a, b, c, d, e, f


def _number(operands: Sequence[Any], at: int) -> float:
    """An order's number; 0 where it is missing, none or beyond all measure."""
    value = operands[at] if at < len(operands) else 0.0
    if not isinstance(value, (int, float)) or not abs(value) < _FARTHEST:
        return 0.0
    return float(value)


def _named(resources: dict[Any, Any], kind: str, operands: Sequence[Any]) -> Any:
    """The resource of a kind that an order names; None where there is none."""
    if not operands or not isinstance(operands[0], str):
        return None
    return _resolved(_dictionary(resources.get(kind)).get(operands[0]))


def _resolved(value: Any) -> Any:
    from pypdf.generic import NullObject

    value = value.get_object() if hasattr(value, "get_object") else value
    return None if isinstance(value, NullObject) else value


def _dictionary(value: Any) -> dict[Any, Any]:
    value = _resolved(value)
    return value if isinstance(value, dict) else {}
