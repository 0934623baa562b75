"""PDF with a text layer. What stands at the same place of most pages is set apart."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from transcripts import limits
from transcripts.errors import InputError
from transcripts.manuscript import APART, PARAGRAPH, SAME, Line, Manuscript
from transcripts.model import Notice

_DIGITS = re.compile(r"\d+")
_END = re.compile(r"[.?!…:][\"'»”)\]]*$")
_CUT = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_SET_TO_CUT = ("\u00ad", "\u2010")
"""Hyphens that programs set where they cut a word, and that nobody types."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_REPEATED_PAGES = 3


def read(data: bytes, name: str) -> Manuscript:
    """The text of a PDF's pages, lines joined to paragraphs.

    Raises:
        InputError: the PDF has a password, too many pages, or no text.
    """
    with _records() as records:
        pages = _texts(data, name)
    if any("skip" in record for record in records):
        problem = "is built so that parts of its text cannot be read"
        raise InputError(name, problem, "Save it as PDF again, or as text", kind="limit")
    _check(pages, name)
    said = "PDF keeps no paragraphs. Compare quotations with the page before you publish them."
    notices = [Notice(name, "layout", said)]
    if records:
        notices.append(Notice(name, "repaired", "The PDF is damaged; its text could be read."))
    return Manuscript(tuple(_lines(pages)), tuple(notices))


def _texts(data: bytes, name: str) -> list[list[str]]:
    """The rows of each page."""
    from pypdf import PdfReader  # slow to load, and few studies hold a PDF

    document = PdfReader(io.BytesIO(data))
    if document.is_encrypted and not document.decrypt(""):
        raise InputError(name, "has a password", "Save a copy without it", kind="encrypted")
    if len(document.pages) > limits.PAGES:
        problem = f"has more than {limits.PAGES} pages"
        raise InputError(name, problem, "Split the interview", kind="limit")
    return [(page.extract_text() or "").split("\n") for page in document.pages]


@contextmanager
def _records() -> Iterator[list[str]]:
    """What the library only logs, damage and skipped text among it."""
    messages: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("pypdf")
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _check(pages: list[list[str]], name: str) -> None:
    text = "".join(row for page in pages for row in page)
    letters = sum(character.isalpha() for character in text)
    if not letters:
        remedy = "Recognise its text with an OCR program, or ask for the text file"
        raise InputError(name, "has no text, so it was probably scanned", remedy, kind="scanned")
    odd = sum(not character.isprintable() for character in text if character not in "\t\u00ad")
    if odd > 0.02 * len(text) or letters < 0.3 * len(text.replace(" ", "")):
        remedy = "Ask for the text file, or save it as PDF again with another program"
        raise InputError(name, "has a garbled text layer", remedy, kind="encoding")


def _lines(pages: list[list[str]]) -> list[Line]:
    running = _running(pages)
    rows = [row.rstrip() for page in pages for row in page]
    width = max(map(len, rows))
    words = frozenset(word.casefold() for row in rows for word in _WORD.findall(row))
    lines: list[Line] = []
    before = ""
    for row in rows:
        if _shape(row) in running:
            lines.append(Line(row, APART))
            continue
        if row.strip():
            goes_on = before and not (_END.search(before) and len(before) < 0.8 * width)
            _append(lines, row, words, goes_on=bool(goes_on))
        before = row.strip()
    return lines


def _append(lines: list[Line], row: str, words: frozenset[str], *, goes_on: bool) -> None:
    """Add a row; a word cut by a hyphen at the margin is made whole again."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].kind != APART), None)
    if goes_on and last is not None and _CUT.search(lines[last].text):
        head, _, rest = row.strip().partition(" ")
        whole = _whole(lines[last].text, head, words)
        lines[last] = Line(whole, joint=lines[last].joint)
        row = rest
    if row.strip():
        lines.append(Line(row.strip(), joint=SAME if goes_on else PARAGRAPH))


def _whole(before: str, after: str, words: frozenset[str]) -> str:
    """Two halves of a word: without the hyphen, unless the word is written with one."""
    if before.endswith(_SET_TO_CUT):
        return before[:-1] + after
    left, right = _WORD.findall(before[:-1])[-1:], _WORD.findall(after)[:1]
    joined = "".join(left + right).casefold()
    hyphened = "-".join(left + right).casefold()
    typed = after[:1].isupper() or (hyphened in words and joined not in words)
    return before + after if typed else before[:-1] + after


def _running(pages: list[list[str]]) -> set[str]:
    """Shapes of the first and last rows that most pages share: running heads, page numbers."""
    if len(pages) < _REPEATED_PAGES:
        return set()
    filled = [[row for row in page if row.strip()] for page in pages]
    edges = [{_shape(row) for row in (*page[:2], *page[-2:])} for page in filled]
    counted = Counter(shape for page in edges for shape in sorted(page))
    return {shape for shape, count in counted.items() if count * 2 > len(pages)}


def _shape(row: str) -> str:
    return _DIGITS.sub("0", row.strip())
