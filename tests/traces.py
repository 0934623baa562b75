"""Where a word stands in the files below a folder, also inside archives and PDFs."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path


def holding(folder: Path, *words: str) -> list[Path]:
    """The files whose name or content holds one of the words, whatever its case."""
    forms = {w.lower().encode(coding) for w in words for coding in ("utf-8", "utf-16-le")}
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if any(form in view for view in _views(path) for form in forms)]


def _views(path: Path) -> Iterator[bytes]:
    """A file's name and bytes, those of an archive's members, a PDF's streams and text."""
    data = path.read_bytes()
    yield path.name.lower().encode()
    yield data.lower()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name).lower() for name in archive.namelist())
    if data.startswith(b"%PDF"):
        yield _text(data).lower().encode()
        yield from (stream.lower() for stream in _streams(data))


def _text(data: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _streams(data: bytes) -> Iterator[bytes]:
    for piece in data.split(b"stream\n")[1::2]:
        try:
            yield zlib.decompress(piece)
        except zlib.error:
            continue
