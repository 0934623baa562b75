"""PDF with a text layer: its pages in reading order, and what hangs on them."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from transcripts import limits
from transcripts.errors import InputError
from transcripts.formats import columns, fonts, glyphs, margins, paragraphs, tables
from transcripts.formats.columns import Cells, Piece
from transcripts.formats.glyphs import Run
from transcripts.manuscript import Manuscript
from transcripts.model import Notice

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_RECORDS = 100
_DEEPEST = 50
_UNSEEN = "\u00ad\u200b\u200c\u200d\ufeff"
"""Characters that are not printed and mean something all the same."""

_OF_FORMS = "/Widget"
_UNSAID = ("/Link", "/Popup", _OF_FORMS)
"""What hangs on a page without words of its own."""


def read(data: bytes, name: str) -> Manuscript:
    """The text of a PDF's pages, rows joined to paragraphs; its comments and forms set apart.

    Raises:
        InputError: the PDF has a password, too many pages, no text or none that can be read.
    """
    from pypdf.errors import LimitReachedError

    try:
        with _records() as records:
            return _read(data, name, records)
    except LimitReachedError:
        raise _endless(name) from None


def _endless(name: str) -> InputError:
    problem = "is built so that reading it takes more than it may"
    return InputError(name, problem, "Save it as PDF again, or as text", kind="limit")


def _read(data: bytes, name: str, records: list[str]) -> Manuscript:
    document = _opened(data, name)
    known = fonts.Fonts()
    pages = [glyphs.runs(page, known, name) for page in document.pages]
    _check(pages, name)
    hanging = _hanging(document)
    said = "PDF keeps no paragraphs. Compare quotations with the page before you publish them."
    notices = [Notice(name, "layout", said)]
    if records:
        notices.append(Notice(name, "repaired", "The PDF is damaged; its text could be read."))
    if told := hanging.told():
        notices.append(Notice(name, "unread-part", told))
    widths = [_width(page) for page in document.pages]
    text = paragraphs.read(_flow(pages, widths, hanging))
    return Manuscript(text.lines, (*notices, *tables.notices(name, text.tables)))


def opened(data: bytes, name: str) -> tuple[str, list[str]]:
    """The language that a PDF names (ISO 639-1 code or empty), and each page's text as drawn.

    Raises:
        InputError: it has a password, too many pages, no text or none that can be read.
    """
    from pypdf.errors import LimitReachedError, PyPdfError

    try:
        with _records():
            document = _opened(data, name)
            texts = [page.extract_text() for page in document.pages]
            language = str(document.root_object.get("/Lang") or "")
    except LimitReachedError:
        raise _endless(name) from None
    except (PyPdfError, RecursionError, ValueError, TypeError, LookupError, AttributeError):
        problem, remedy = "is damaged", "Save it as PDF again"
        raise InputError(name, problem, remedy, kind="corrupt") from None
    _check_text("".join(texts), name)
    return language[:2].lower(), texts


def _opened(data: bytes, name: str) -> PdfReader:
    from pypdf import PdfReader  # slow to load, and few studies hold a PDF
    from pypdf.errors import DependencyError

    document = PdfReader(io.BytesIO(data))
    try:
        locked = document.is_encrypted and not document.decrypt("")
    except (DependencyError, NotImplementedError):
        locked = True
    if locked:
        raise InputError(name, "has a password", "Save a copy without it", kind="encrypted")
    most = limits.current().pages
    if _count(document, name) > most:
        problem = f"has more than {most} pages"
        raise InputError(name, problem, "Split the interview", kind="limit")
    return document


def _count(document: PdfReader, name: str) -> int:
    from pypdf.errors import PdfReadError

    try:
        return len(document.pages)
    except (PdfReadError, RecursionError):
        problem = "has a list of pages that is broken or cyclic"
        raise InputError(name, problem, "Save it as PDF again", kind="corrupt") from None


@contextmanager
def _records() -> Iterator[list[str]]:
    """What the library only logs: damage, among it."""
    messages: list[str] = []
    handler = logging.Handler()

    def keep(record: logging.LogRecord) -> None:
        if len(messages) < _RECORDS:
            messages.append(record.getMessage())

    handler.emit = keep  # type: ignore[method-assign]
    logger = logging.getLogger("pypdf")
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


def _check(pages: Sequence[Sequence[Run]], name: str) -> None:
    _check_text("".join(run.text for runs in pages for run in runs), name)


def _check_text(text: str, name: str) -> None:
    letters = sum(character.isalpha() for character in text)
    odd = sum(_is_odd(character) for character in text)
    if not letters and not odd:
        remedy = "Recognise its text with an OCR program, or ask for the text file"
        raise InputError(name, "has no text, so it was probably scanned", remedy, kind="empty")
    if odd > 0.02 * len(text) or letters < 0.3 * len(text.replace(" ", "")):
        remedy = "Ask for the text file, or save it as PDF again with another program"
        raise InputError(name, "has a garbled text layer", remedy, kind="encoding")


def _is_odd(character: str) -> bool:
    """Whether a character is what a code without meaning is read as."""
    if character == "\ufffd":
        return True
    return not character.isprintable() and not character.isspace() and character not in _UNSEEN


def _width(page: PageObject) -> float:
    """The narrower side of a page, in points."""
    try:
        return float(min(page.mediabox.width, page.mediabox.height))
    except (TypeError, ValueError, AttributeError):
        return 0.0


def _flow(
    pages: Sequence[Sequence[Run]], widths: Sequence[float], hanging: _Hanging
) -> list[Piece | str]:
    """All pages in reading order, each with what stands around and hangs on it."""
    upright = [columns.across([run for run in runs if not run.beside]) for runs in pages]
    beside = [columns.across([run for run in runs if run.beside]) for runs in pages]
    flow: list[Piece | str] = []
    cuts: list[float] = []
    tabular = False
    for at, page in enumerate(margins.clear(upright)):
        pieces, cuts = columns.read(page.rows, at, widths[at], cuts, tabular=tabular)
        tabular = bool(pieces) and isinstance(pieces[-1], Cells)
        flow += [*page.above, *pieces, *page.below]
        flow += [columns.written(runs) for runs in beside[at]]
        flow += hanging.texts.get(at, ())
    return flow


@dataclass(slots=True)
class _Hanging:
    """What hangs on the pages: comments and filled fields by page, and how many of each."""

    texts: dict[int, list[str]] = field(default_factory=dict)
    comments: int = 0
    fields: int = 0
    files: int = 0

    def told(self) -> str:
        """What a researcher should know of it."""
        set_apart = _counted(self.comments, "comment"), _counted(self.fields, "filled field")
        apart = " and ".join(part for part in set_apart if part)
        said = [f"Set apart: {apart}." if apart else ""]
        said.append(f"Not read: {_counted(self.files, 'attached file')}." if self.files else "")
        return " ".join(part for part in said if part)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}" if number else ""


def _hanging(document: PdfReader) -> _Hanging:
    found = _Hanging()
    seen: set[int] = set()
    for at, page in enumerate(document.pages):
        for note in _notes(page):
            kind = note.get("/Subtype")
            found.files += kind == "/FileAttachment"
            text = _value(note, seen) if kind == _OF_FORMS else _comment(note, kind)
            if text:
                found.comments += kind != _OF_FORMS
                found.fields += kind == _OF_FORMS
                found.texts.setdefault(at, []).append(text)
    found.files += _attached(document)
    return found


def _notes(page: PageObject) -> Iterator[dict[Any, Any]]:
    notes = page.get("/Annots")
    notes = notes.get_object() if notes is not None else ()
    resolved = (note.get_object() for note in notes) if isinstance(notes, list) else ()
    return (note for note in resolved if isinstance(note, dict))


def _comment(note: dict[Any, Any], kind: object) -> str:
    if kind in _UNSAID:
        return ""
    return _line(note.get("/Contents"))


def _value(note: dict[Any, Any], seen: set[int]) -> str:
    """What is filled in a field; empty where another of its places has told it."""
    for _ in range(_DEEPEST):
        if "/V" in note:
            if id(note) in seen:
                return ""
            seen.add(id(note))
            return _line(note["/V"])
        if "/Parent" not in note:
            break
        note = note["/Parent"].get_object()
    return ""


def _line(value: Any) -> str:
    """A text as one line; empty for names such as ``/Off``, which nobody sees."""
    from pypdf.generic import TextStringObject

    value = value.get_object() if value is not None else ""
    return " ".join(value.split()) if isinstance(value, TextStringObject) else ""


def _attached(document: PdfReader) -> int:
    from pypdf.errors import PyPdfError

    try:
        return sum(1 for _ in document.attachment_list)
    except (PyPdfError, AttributeError, TypeError, KeyError):
        return 1
