"""The only place that knows in which formats a paper can be read again."""

from __future__ import annotations

from collections.abc import Callable

from papers.reread import FORMATS, Reading
from transcripts import files
from transcripts.errors import InputError


def reread(data: bytes, name: str) -> Reading:
    """What a file of a paper says.

    Args:
        data: the file's bytes.
        name: the file, as whoever asks knows it.

    Raises:
        InputError: it is of no such format, damaged, encrypted, too large or hostile.
    """
    kind = files.ending(name)
    kind = "html" if kind == "htm" else kind
    if kind not in FORMATS:
        raise InputError(
            name,
            f"is of a kind in which no paper is written (.{kind})",
            "Name a .docx, .pdf or .html file",
            kind="type",
        )
    if kind != "html":
        files.check_signature(data, kind, name)
    reading = _reader(kind)(data, name)
    if not any(piece.text for piece in reading.pieces):
        raise InputError(name, "holds no words", "Name the file of a paper", kind="empty")
    return reading


def _reader(kind: str) -> Callable[[bytes, str], Reading]:
    if kind == "docx":
        from papers import reread_word

        return reread_word.read
    if kind == "pdf":
        from papers import reread_pdf

        return reread_pdf.read
    from papers import reread_html

    return reread_html.read
