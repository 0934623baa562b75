"""PDF files of a paper read again: lines in the order they are drawn, whoever made the file.

Neither the tags of the file nor where things stand on the page are trusted, for they differ from
program to program: what belongs together is found when the words are set beside the paper's
(``papers.alignment``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from papers.reread import Piece, Reading, cleaned
from transcripts.formats.pages import opened

_EDGE = 4
"""Lines at the head and the foot of a page among which running heads are looked for."""

_HEAD, _FOOT = 0, -1
"""Lines of a page that may be its number."""

_NUMBER = re.compile(r"\W*(\d{1,4})(?: ?/ ?\d{1,4})?\W*")
"""A page number that stands alone, its pages counted or not."""

_PAGES = 3
"""Pages that count on from one another, where there are so many, before numbers are theirs."""

_HYPHEN = re.compile(r"(\w)[-\u2010\u00ad]\s*$")
_LEADERS = re.compile(r"\.{4,}")


def read(data: bytes, name: str) -> Reading:
    """The lines of a PDF without running heads and page numbers.

    Raises:
        InputError: it has a password, too many pages, is broken, or has no text.
    """
    language, texts = opened(data, name)
    pages = [_lines(text) for text in texts]
    running = _running(pages)
    bodies = _unnumbered([_body(lines, running) for lines in pages])
    pieces: list[Piece] = []
    for number, lines in enumerate(bodies, start=1):
        pieces += [Piece("line", line, f"page {number}") for line in _joined(lines)]
    return Reading("pdf", tuple(pieces), language)


def _lines(text: str) -> list[str]:
    return [line for line in map(_line, text.split("\n")) if line]


def _line(text: str) -> str:
    hyphened = _HYPHEN.search(text)
    line = cleaned(_LEADERS.sub(" ", text))
    return line[:-1] + "\u2010" if hyphened and line.endswith(("-", "\u2010")) else line


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines, a word that is broken at the end of one whole again in it."""
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1].endswith("\u2010"):
            first, _, rest = line.partition(" ")
            joined[-1] = joined[-1][:-1] + first
            joined += [rest] if rest else []
        else:
            joined.append(line)
    return joined


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """What stands at the head or foot of most pages, page numbers left out of account."""
    seen = Counter(line for lines in pages for line in {_bare(lines[at]) for at in _edges(lines)})
    return frozenset(
        line for line, times in seen.items() if line and times > max(2, len(pages) / 3)
    )


def _edges(lines: Sequence[str]) -> list[int]:
    last = len(lines)
    return sorted({*range(min(_EDGE, last)), *range(max(0, last - _EDGE), last)})


def _bare(line: str) -> str:
    return re.sub(r"[\d/ ]+", " ", line).strip()


def _body(lines: Sequence[str], running: frozenset[str]) -> Sequence[str]:
    """A page without its head and foot; the chapter's name, and often the number, is with them."""
    first, last = 0, len(lines)
    for at in _edges(lines):
        if _bare(lines[at]) in running:
            first, last = (
                (max(first, at + 1), last) if at < len(lines) // 2 else (first, min(last, at))
            )
    return lines[first:last]


def _unnumbered(pages: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The pages without their numbers.

    Numbers alone tell nothing: the last row of a table may stand where a page number does. That of
    a page is as far from those of others as the pages are.
    """
    told = [(edge, _ahead(lines, at, edge)) for at, lines, edge in _outermost(pages)]
    seen = Counter(one for one in told if one[1] is not None)
    least = max(2, min(_PAGES, len(pages)))
    known = {one for one, times in seen.items() if times >= least}
    bodies = list(pages)
    for at, lines, edge in _outermost(pages):
        if (edge, _ahead(lines, at, edge)) in known:
            bodies[at] = bodies[at][1:] if edge == _HEAD else bodies[at][:-1]
    return bodies


def _outermost(pages: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[str], int]]:
    """Each page that has lines, by its head and by its foot."""
    for at, lines in enumerate(pages):
        if lines:
            yield from ((at, lines, edge) for edge in (_HEAD, _FOOT))


def _ahead(lines: Sequence[str], page: int, edge: int) -> int | None:
    """By how much a number that stands alone is ahead of its page's; None where none does."""
    number = _NUMBER.fullmatch(lines[edge])
    return int(number[1]) - page if number else None
