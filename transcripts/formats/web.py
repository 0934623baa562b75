"""Web pages: saved interviews, exports of transcription services, Word's and Google's HTML."""

from __future__ import annotations

from collections.abc import Iterator

from transcripts import encodings
from transcripts.errors import InputError
from transcripts.formats import flow, tables
from transcripts.formats.flow import Page
from transcripts.manuscript import Manuscript
from transcripts.model import Notice


def read(data: bytes, name: str) -> Manuscript:
    """A web page's lines; what is hidden is left out and counted, nothing is fetched.

    Raises:
        InputError: the bytes are not text.
    """
    text, notices = encodings.decode(data, name)
    xml = name.lower().endswith(".xhtml") or text[:100].lstrip().startswith("<?xml")
    page = flow.read(text, xml=xml)
    return Manuscript(tuple(page.lines), (*notices, *_notices(page, name)))


def read_archive(data: bytes, name: str) -> Manuscript:
    """The lines of a web page that a program saved with its pictures in one file (MHTML).

    Raises:
        InputError: there is no page in it.
    """
    from email import message_from_bytes

    for part in message_from_bytes(data).walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            page = part.get_payload(decode=True)
            return read(page if isinstance(page, bytes) else b"", name)
    remedy = "Open it in a browser or in Word and save it as .docx or .html"
    raise InputError(name, "holds no web page", remedy, kind="corrupt")


def _notices(page: Page, name: str) -> Iterator[Notice]:
    if number := page.unsaid["hidden"]:
        yield Notice(name, "hidden-text", f"Hidden words that were left out: {number}.")
    if number := page.unsaid["deleted"]:
        yield Notice(name, "tracked-changes", f"Deleted words that were left out: {number}.")
    if page.elsewhere:
        said = f"Pictures, scripts and the like that lie elsewhere: {page.elsewhere}. "
        yield Notice(name, "external-links", said + "Nothing was fetched.")
    if page.broken:
        said = "The page breaks off inside a comment or a script. No browser shows what follows."
        yield Notice(name, "malformed", said)
    yield from tables.notices(name, page.taken)
