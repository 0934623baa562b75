"""One long interview in every format that can be read: what reading is measured on."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

Turns: TypeAlias = Sequence[tuple[str, str]]
"""Speaker and words."""

SAMPLE = Path(__file__).parents[1] / "inputs" / "sample" / "transcripts"


def turns(words: int) -> list[tuple[str, str]]:
    """Turns of the sample's interviews in one language, over and over, up to so many words."""
    from transcripts import reading

    found = [reading.read(path) for path in _english()]
    said = [
        (f"{turn.speaker} {turn.role}", t.said(turn).replace("\n", " "))
        for t in found
        for turn in t.turns
    ]
    one = sum(len(text.split()) for _, text in said)
    return said * max(1, round(words / one))


def _english() -> list[Path]:
    return sorted(path for path in SAMPLE.glob("en-*") if path.suffix != ".pdf")


def text(said: Turns) -> bytes:
    """Plain text, a paragraph a turn."""
    return "\n\n".join(f"{name}: {words}" for name, words in said).encode()


def markdown(said: Turns) -> bytes:
    """Markdown with bold names."""
    return "\n\n".join(f"**{name}:** {words}" for name, words in said).encode()


def web_page(said: Turns) -> bytes:
    """HTML with bold names."""
    rows = (f"<p><b>{name}:</b> {html.escape(words)}</p>" for name, words in said)
    return "\n".join(["<!DOCTYPE html><html><body>", *rows, "</body></html>"]).encode()


def web_captions(said: Turns) -> bytes:
    """WebVTT with voices."""
    cues = (
        f"{_clock(at)} --> {_clock(at + 1)}\n<v {name}>{html.escape(words)}</v>"
        for at, (name, words) in enumerate(said)
    )
    return "\n\n".join(["WEBVTT", *cues]).encode()


def subtitles(said: Turns) -> bytes:
    """SubRip with labels."""
    cues = (
        f"{at + 1}\n{_clock(at, ',')} --> {_clock(at + 1, ',')}\n{name}: {words}"
        for at, (name, words) in enumerate(said)
    )
    return ("\n\n".join(cues) + "\n").encode()


def youtube_captions(said: Turns) -> bytes:
    """SubViewer as YouTube exports it."""
    cues = (
        f"{_clock(at)},{_clock(at + 1)}\n{name}: {words}" for at, (name, words) in enumerate(said)
    )
    return "\n\n".join(cues).encode()


def timed_text(said: Turns) -> bytes:
    """TTML."""
    cues = (
        f'<p begin="{_clock(at)}" end="{_clock(at + 1)}">{html.escape(f"{name}: {words}")}</p>'
        for at, (name, words) in enumerate(said)
    )
    body = "\n".join(cues)
    return f'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>{body}</div></body></tt>'.encode()


def recognised(said: Turns) -> bytes:
    """JSON as speech recognition gives it."""
    segments = [
        {"start": float(at), "end": at + 1.0, "speaker": name, "text": words}
        for at, (name, words) in enumerate(said)
    ]
    return json.dumps({"segments": segments, "language": "en"}, ensure_ascii=False).encode()


def sheet(said: Turns) -> bytes:
    """CSV, a row a turn."""
    import csv

    held = io.StringIO()
    csv.writer(held).writerows([("Time", "Speaker", "Text"), *_rows(said)])
    return held.getvalue().encode()


def workbook(said: Turns) -> bytes:
    """Excel, a row a turn."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("Interview")
    for row in [("Time", "Speaker", "Text"), *_rows(said)]:
        page.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _rows(said: Turns) -> list[tuple[str, str, str]]:
    return [(_clock(at)[:8], name, words) for at, (name, words) in enumerate(said)]


def annotation(said: Turns) -> bytes:
    """A Praat TextGrid with a tier a speaker."""
    names = list(dict.fromkeys(name for name, _ in said))
    parts = ['File type = "ooTextFile"', 'Object class = "TextGrid"', ""]
    parts += [f"xmin = 0\nxmax = {len(said)}\ntiers? <exists>\nsize = {len(names)}\nitem []:"]
    for number, name in enumerate(names, 1):
        spans = [(at, words) for at, (who, words) in enumerate(said) if who == name]
        parts += [f'item [{number}]:\nclass = "IntervalTier"\nname = "{name}"']
        parts += [f"xmin = 0\nxmax = {len(said)}\nintervals: size = {len(spans)}"]
        for index, (at, words) in enumerate(spans, 1):
            quoted = words.replace('"', '""')
            parts += [f'intervals [{index}]:\nxmin = {at}\nxmax = {at + 1}\ntext = "{quoted}"']
    return "\n".join(parts).encode()


def word(said: Turns) -> bytes:
    """Word, a paragraph a turn."""
    from docx import Document

    document = Document()
    for name, words in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(words)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(said: Turns) -> bytes:
    """OpenDocument, a paragraph a turn."""
    rows = (f"<text:p>{html.escape(f'{name}: {words}')}</text:p>" for name, words in said)
    content = (
        f'<office:document-content xmlns:office="{_ODF}:office:1.0" '
        f'xmlns:text="{_ODF}:text:1.0"><office:body><office:text>{"".join(rows)}</office:text>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return held.getvalue()


def rich_text(said: Turns) -> bytes:
    """Rich text, a paragraph a turn."""
    rows = (rf"{{\b {name}:}} {_escaped(words)}\par" for name, words in said)
    return "\n".join([r"{\rtf1\ansi\ansicpg1252", *rows, "}"]).encode("ascii")


def _escaped(words: str) -> str:
    plain = words.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in plain)


def pages(said: Turns) -> bytes:
    """PDF."""
    from weasyprint import HTML

    return bytes(HTML(string=web_page(said).decode()).write_pdf())


def _clock(seconds: int, mark: str = ".") -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}000"


WRITERS: dict[str, Callable[[Turns], bytes]] = {
    "docx": word,
    "odt": open_document,
    "rtf": rich_text,
    "txt": text,
    "md": markdown,
    "html": web_page,
    "pdf": pages,
    "vtt": web_captions,
    "srt": subtitles,
    "sbv": youtube_captions,
    "ttml": timed_text,
    "json": recognised,
    "csv": sheet,
    "xlsx": workbook,
    "textgrid": annotation,
}
"""What writes the interview in each format, by the file's ending."""
