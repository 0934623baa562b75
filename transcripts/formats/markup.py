"""Markdown as people write interviews in it: words and their place, no rendering."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace

from transcripts import encodings, times
from transcripts.formats import elements, flow, inline, plain, tables
from transcripts.manuscript import (
    APART,
    HEADING,
    PARAGRAPH,
    QUOTE,
    SAME,
    SPEECH,
    STRONG,
    Line,
    Manuscript,
)
from transcripts.model import Notice

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,}\s*)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_QUOTE = re.compile(r"\s*>[> ]*(.*)")
_ITEM = re.compile(r"\s*[-*+]\s+(.*)")
_CELLS = re.compile(r"\s*\|(.*)\|\s*")
_DIVIDER = re.compile(r"[\s|:]*-[\s|:-]*")
_BAR = re.compile(r"(?<!\\)\|")
_NOTE = re.compile(
    r"\s*\[\^[^\]]+\]:.*|\s*\[[^\]]+\]:\s*(?:<|https?:|/|#)\S*(?:\s+[\"'(].*)?"
    r"|\s*\[\\?\[\d+.*_ftnref.*"
)
_DEFINED = re.compile(r"\s*\[([^\]^][^\]]*)\]:")
_ATTRIBUTES = re.compile(r"\s*\{:[^{}]*\}\s*")
_CONTAINER = re.compile(r" {0,3}:{3,}(.*)")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})(.*)")
_BLOCK = re.compile(r"\s*<(?:(?P<comment>!--)|/?(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>]|$))")
_CLOSING = re.compile(r"</([a-zA-Z][a-zA-Z0-9]*)|(--)>")
_MARKED = re.compile(r"\*\*|\]\(")
_SETTING = re.compile(r"[\w.-]+\s*[:=]|#|[{-]")
_HARD_BREAKS = ("  ", "\\", "<br>", "<br/>", "<br />")
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_BOLD_LABEL = re.compile(r"^[^\S\n]*+\*\*[^*\n]{1,80}(?::\*\*|\*\*[^\S\n]*:)", re.MULTILINE)
_PLAIN_LABEL = re.compile(
    rf"^[^\S\n]*+(?:[\[(]?{times.TIME}[\])]?[^\S\n]*+)?[A-Z]\w{{0,30}}[^\S\n]?:\s", re.MULTILINE
)
_LONGEST_HEAD = 200
"""Rows that settings at the head of a file may take."""

_SHORT = 100
"""Characters up to which a row with dashes below it is a heading, not a paragraph and a rule."""


@dataclass(slots=True)
class _Page:
    """The lines so far, and what the present row depends on.

    ``kind`` is that of the paragraph that the next row may continue, ``begun`` the number of lines
    before it; ``size`` is the file's, in characters; ``ends`` tells in which rows each element of
    HTML is closed, ``fences`` where rows of ticks stand; ``ruled`` is a table without outer bars.
    """

    rows: list[str]
    links: frozenset[str]
    size: int
    directions: bool
    ends: dict[str, list[int]]
    fences: _Fences
    lines: list[Line] = field(default_factory=list)
    kind: str = ""
    begun: int = 0
    table: list[tables.Row] = field(default_factory=list)
    ruled: bool = False
    taken: list[tables.Table] = field(default_factory=list)


def read(data: bytes, name: str) -> Manuscript:
    """A Markdown file's lines; front matter, link targets, pictures and notes set apart.

    Raises:
        InputError: the bytes are not text.
    """
    text, notices = encodings.decode(data, name)
    rows = text.split("\n")
    at = _front_matter(rows)
    if at:
        said = "The settings at the head of the file were set apart."
        notices = (*notices, Notice(name, "front-matter", said))
    page = _page(rows, text)
    page.lines += [Line(row, APART) for row in rows[1 : max(1, at - 1)]]
    while at < len(rows):
        at = _block(at, page)
    _end_table(page)
    lines = tuple(line for line in page.lines if line.text.strip())
    return Manuscript(lines, (*notices, *tables.notices(name, page.taken)))


def _front_matter(rows: list[str]) -> int:
    """How many rows the settings at the head take, their fences included."""
    fence = rows[0].strip()
    if fence not in {"---", "+++"} or len(rows) < 2 or not _SETTING.match(rows[1]):
        return 0
    closing = {fence, "..."} if fence == "---" else {fence}
    ends = (at for at, row in enumerate(rows[1:_LONGEST_HEAD], 2) if row.rstrip() in closing)
    return next(ends, 0)


def _page(rows: list[str], text: str) -> _Page:
    ends: dict[str, list[int]] = defaultdict(list)
    links = []
    for at, row in enumerate(rows):
        if ">" in row:
            for name, comment in _CLOSING.findall(row):
                ends[name.lower() or comment].append(at)
        if "]:" in row and _NOTE.fullmatch(row) and (defined := _DEFINED.match(row)):
            links.append(defined[1].casefold())
    return _Page(rows, frozenset(links), len(text), _has_directions(text), ends, _Fences(rows))


class _Fences:
    """Rows of ticks or tildes around what is to be left as it is."""

    def __init__(self, rows: list[str]) -> None:
        self._rows = rows
        self._places: dict[str, list[int]] = {"`": [], "~": []}
        for at, row in enumerate(rows):
            found = _FENCE.fullmatch(row) if "```" in row or "~~~" in row else None
            if found and not found[2].strip():
                self._places[found[1][0]].append(at)
        self._longest = {mark: self._longest_from(places) for mark, places in self._places.items()}

    def _longest_from(self, places: list[int]) -> list[int]:
        """Characters of the longest fence from each place on."""
        longest = [0]
        for at in reversed(places):
            longest.append(max(longest[-1], len(self._rows[at].strip())))
        return longest[::-1]

    def end(self, at: int, fence: str) -> int:
        """The row of the fence that closes the one in a row; -1 where there is none."""
        places = self._places[fence[0]]
        first = bisect_left(places, at + 1)
        if self._longest[fence[0]][first] < len(fence):
            return -1
        while len(self._rows[places[first]].strip()) < len(fence):
            first += 1
        return places[first]


def _has_directions(text: str) -> bool:
    """Whether bold marks what is done rather than said: names are plain, bold is small letters."""
    if len(_PLAIN_LABEL.findall(text)) <= len(_BOLD_LABEL.findall(text)):
        return False
    spans = [span.strip() for span in _BOLD.findall(text) if span.strip()]
    small = [span for span in spans if span[0].islower() and "?" not in span]
    return len(small) * 2 > len(spans)


def _block(at: int, page: _Page) -> int:
    """The row behind what begins in a row, its lines taken."""
    row = page.rows[at]
    if _is_table_row(at, row, page):
        return at + 1
    _end_table(page)
    if "<" in row and (block := _BLOCK.match(row)) and (after := _html(at, block, page)):
        return after
    if ("```" in row or "~~~" in row) and (fence := _FENCE.fullmatch(row)):
        end = page.fences.end(at, fence[1])
        if end > 0 and "`" not in fence[2]:
            return _fenced(at, end, fence[2], page)
    _row(row, page)
    return at + 1


def _is_table_row(at: int, row: str, page: _Page) -> bool:
    """Whether a row belongs to a table; its cells are taken."""
    if "|" not in row:
        return False
    cells = _CELLS.fullmatch(row)
    after = page.rows[at + 1] if at + 1 < len(page.rows) else ""
    heads = not cells and "|" in after and bool(_DIVIDER.fullmatch(after))
    if not (cells or heads or page.ruled):
        return False
    page.ruled = page.ruled or heads
    if not _DIVIDER.fullmatch(row):
        page.table.append(_cells(cells[1] if cells else row.strip().strip("|"), page))
    page.kind = ""
    return True


def _html(at: int, block: re.Match[str], page: _Page) -> int:
    """The row behind a block of HTML; 0 where the row is a paragraph that begins with a tag."""
    name = "--" if block["comment"] else block["name"].lower()
    aside = name == "--" or name in elements.markdown("apart")
    element = elements.known().get(name)
    if not aside and not (element and element.block):
        return 0
    end = -1
    if (aside or name in elements.markdown("whole")) and "</" not in block[0]:
        ends = page.ends[name]
        later = bisect_left(ends, at)
        end = ends[later] + 1 if later < len(ends) else -1
    if end < 0:
        end = next(
            (row for row in range(at, len(page.rows)) if not page.rows[row].strip()), len(page.rows)
        )
    rows = page.rows[at:end]
    page.kind = ""
    page.lines += [Line(row, APART) for row in rows] if aside else _written(rows, page)
    return end


def _written(rows: list[str], page: _Page) -> list[Line]:
    """The lines of HTML, in which some write Markdown too."""
    found = flow.read("\n".join(rows))
    page.taken += found.taken
    lines = []
    for line in found.lines:
        if _MARKED.search(line.text):
            text, beside = inline.read(line.text, page.links, directions=page.directions)
            lines += [replace(line, text=text), *(Line(words, APART) for words in beside)]
        else:
            lines.append(line)
    return lines


def _fenced(at: int, end: int, info: str, page: _Page) -> int:
    """What is left as it is: code, unless it is most of the file."""
    rows = page.rows[at + 1 : end]
    spoken = sum(map(len, rows)) * 2 > page.size
    page.lines.append(Line(info.strip(), APART))
    page.lines += plain.unwrapped(rows) if spoken else [Line(row, APART) for row in rows]
    page.kind = ""
    return end + 1


def _row(row: str, page: _Page) -> None:
    if not row.strip() or _RULE.fullmatch(row) or _UNDERLINE.fullmatch(row):
        if page.kind in {SPEECH, STRONG} and _UNDERLINE.fullmatch(row):
            _make_heading(row, page)
        page.kind = ""
    elif _NOTE.fullmatch(row) or _ATTRIBUTES.fullmatch(row) or page.kind == APART:
        page.lines.append(Line(row.strip(), APART))
        page.kind = APART if row.lstrip().startswith("[^") or page.kind == APART else ""
    elif container := _CONTAINER.fullmatch(row):
        page.lines.append(Line(container[1].strip(": "), APART))
        page.kind = ""
    elif heading := _HEADING.fullmatch(row):
        words = heading[2].rstrip()
        _add(words.rstrip("#").rstrip(), HEADING, page, level=len(heading[1]))
        page.kind = ""
    elif quote := _QUOTE.fullmatch(row):
        _add(quote[1], QUOTE, page)
    else:
        _text(row, page)


def _make_heading(row: str, page: _Page) -> None:
    """Make the paragraph above a row of dashes a heading, unless it is rather ruled off."""
    above = page.lines[page.begun :]
    double = "=" in row
    if len(above) != 1 or above[0].kind not in {SPEECH, STRONG}:
        return
    text = above[0].text
    if double or (len(text) <= _SHORT and not text.endswith((".", "!", "…"))):
        page.lines[-1] = replace(above[0], kind=HEADING, level=1 if double else 2)


def _text(row: str, page: _Page) -> None:
    item = _ITEM.fullmatch(row)
    words = item[1] if item else row
    if item:
        page.kind = ""
    strong = _is_strong(_without_break(words)) and not page.directions
    _add(words, STRONG if strong else SPEECH, page)


def _is_strong(row: str) -> bool:
    """Whether a whole row is one span of bold."""
    row = row.removeprefix("_").removesuffix("_") if row.startswith("_*") else row
    for mark, end in (
        ("***", "***"),
        ("**", "**"),
        ("__", "__"),
        ("<b>", "</b>"),
        ("<strong>", "</strong>"),
    ):
        if row.startswith(mark) and row.endswith(end):
            inner = row[len(mark) : -len(end)]
            return bool(inner.strip()) and not inner[0].isspace() and mark not in inner
    return False


def _without_break(row: str) -> str:
    row = row.strip()
    if not row.endswith((">", "\\")):
        return row
    if row.endswith("\\") and not row.endswith("\\\\"):
        return row[:-1].rstrip()
    end = next((end for end in _HARD_BREAKS[2:] if row.lower().endswith(end)), "")
    return row.removesuffix(row[-len(end) :]).rstrip() if end else row


def _breaks(row: str) -> bool:
    """Whether the next row begins a paragraph although no empty one lies between."""
    return row.endswith("  ") or _without_break(row) != row.strip()


def _add(row: str, kind: str, page: _Page, *, level: int = 0) -> None:
    words = _without_break(row)
    text, beside = inline.read(words, page.links, directions=page.directions)
    same = page.kind == kind
    if not same:
        page.begun = len(page.lines)
    joint = SAME if same else PARAGRAPH
    for part in filter(None, map(str.strip, text.split("\n"))):
        page.lines.append(Line(part, kind, joint, level))
        joint = SAME
    page.lines += [Line(words, APART) for words in beside]
    page.kind = "" if _breaks(row) else kind


def _cells(row: str, page: _Page) -> tables.Row:
    cells = []
    for cell in _BAR.split(row):
        text, beside = inline.read(cell.strip(), page.links, directions=page.directions)
        cells.append([Line(part.strip()) for part in text.split("\n") if part.strip()])
        page.lines += [Line(words, APART) for words in beside]
    return cells


def _end_table(page: _Page) -> None:
    page.ruled = False
    if page.table:
        table = flow.read_table(page.table)
        page.lines += table.lines
        page.taken += [table] if table.taken != tables.CELLS else []
        page.table = []
