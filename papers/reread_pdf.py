"""PDF files of a paper read again: lines in the order they are drawn, whoever made the file.

Neither the tags of the file nor where things stand on the page are trusted, for they differ from
program to program: what belongs together is found when the words are set beside the paper's
(``papers.alignment``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from papers.reread import Piece, Reading, cleaned
from transcripts.formats.pages import opened

_EDGE = 4
"""Lines at the head and the foot of a page among which running heads are looked for."""

_NUMBER = 4
"""Characters that a page number standing alone has at most."""

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
    pieces: list[Piece] = []
    for number, lines in enumerate(pages, start=1):
        kept = _joined(_body(lines, running))
        pieces += [Piece("line", line, f"page {number}") for line in kept]
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
    """A page without its head and foot; the chapter's name and the number stand with them."""
    first, last = 0, len(lines)
    for at in _edges(lines):
        if _bare(lines[at]) in running:
            first, last = (
                (max(first, at + 1), last) if at < len(lines) // 2 else (first, min(last, at))
            )
    kept = lines[first:last]
    while kept and not _bare(kept[-1]):
        kept = kept[:-1]
    return kept[1:] if kept and not _bare(kept[0]) and len(kept[0]) <= _NUMBER else kept
