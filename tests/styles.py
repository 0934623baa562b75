"""One interview set in the twelve styles in which programs and people hand interviews over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as it was said: who, what, and from which second to which."""

    speaker: str
    text: str
    begins: float
    ends: float


Interview: TypeAlias = Sequence[Said]


def clock(seconds: float, fraction: str = "") -> str:
    """``00:00:05``, and thousandths after the mark that is given."""
    whole = int(seconds)
    face = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return face + (f"{fraction}{round((seconds - whole) * 1000):03}" if fraction else "")


def short(seconds: float) -> str:
    """``0:05``; with hours from the first one on."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    face = f"{rest // 60}:{rest % 60:02}"
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else face


def bold(interview: Interview) -> bytes:
    return "".join(f"**{said.speaker}:** {said.text}\n\n" for said in interview).encode()


def bracket(interview: Interview) -> bytes:
    lines = (f"[{clock(said.begins)}] {said.speaker}: {said.text}\n" for said in interview)
    return "".join(lines).encode()


def plain(interview: Interview, encoding: str = "cp1252") -> bytes:
    turns = (f"{said.speaker}: {said.text}\n\n" for said in interview)
    return "".join(turns).encode(encoding)


def otter(interview: Interview) -> bytes:
    turns = (f"{said.speaker}  {short(said.begins)}  \n{said.text}\n\n" for said in interview)
    return ("".join(turns) + "Transcribed by https://otter.ai\n").encode()


def rev(interview: Interview) -> bytes:
    return "".join(
        f"{said.speaker} ({clock(said.begins)}):\n{said.text}\n\n" for said in interview
    ).encode()


def srt(interview: Interview) -> bytes:
    return "".join(
        f"{at}\n{clock(said.begins, ',')} --> {clock(said.ends, ',')}\n"
        f"{said.speaker}: {said.text}\n\n"
        for at, said in enumerate(interview, 1)
    ).encode()


def teams(interview: Interview) -> bytes:
    cues = (
        f"{clock(said.begins, '.')} --> {clock(said.ends, '.')}\n"
        f"<v {said.speaker}>{said.text}</v>\n\n"
        for said in interview
    )
    return ("WEBVTT\n\n" + "".join(cues)).encode()


def zoom(interview: Interview) -> bytes:
    cues = (
        f"{at}\n{clock(said.begins, '.')} --> {clock(said.ends, '.')}\n"
        f"{said.speaker}: {said.text}\n\n"
        for at, said in enumerate(interview, 1)
    )
    return ("WEBVTT\n\n" + "".join(cues)).replace("\n", "\r\n").encode()


def rtf(interview: Interview) -> bytes:
    head = (
        "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 \\fswiss Helvetica;}{\\f1 \\fmodern Courier;}}\n"
        "{\\colortbl;\\red255\\green0\\blue0;\\red0\\green0\\blue255;}\n\\widowctrl\\hyphauto\n\n"
    )
    turns = (
        "{\\pard \\ql \\f0 \\sa180 \\li0 \\fi0 "
        f"{{\\b {_rtf(said.speaker)}:}} {_rtf(said.text)}\\par}}\n"
        for said in interview
    )
    return (head + "".join(turns) + "}\n").encode()


def _rtf(text: str) -> str:
    units = text.encode("utf-16-le")
    signed = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
    return "".join(
        f"\\{chr(unit)}" if chr(unit) in "\\{}" else chr(unit) if unit < 128 else f"\\u{unit}?"
        for unit in signed
    )


def odt(interview: Interview) -> bytes:
    names = " ".join(f'xmlns:{n}="{OPEN}{n}:1.0"' for n in ("office", "text", "style"))
    fonts = f'xmlns:fo="{OPEN}xsl-fo-compatible:1.0"'
    style = (
        '<style:style style:name="T1" style:family="text">'
        f'<style:text-properties {fonts} fo:font-weight="bold"/></style:style>'
    )
    paragraphs = "\n".join(
        '<text:p text:style-name="Text_20_body"><text:span text:style-name="T1">'
        f"{escape(said.speaker)}:</text:span> {escape(said.text)}</text:p>"
        for said in interview
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{style}"
        f"</office:automatic-styles><office:body><office:text>{paragraphs}"
        "</office:text></office:body></office:document-content>"
    )
    return _zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )


def word_paragraphs(interview: Interview) -> bytes:
    head = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Interview</w:t></w:r></w:p>'
    turns = (
        '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'
        f"{escape(said.speaker)}: </w:t></w:r><w:r><w:t>{escape(said.text)}</w:t></w:r></w:p>"
        for said in interview
    )
    return _docx(head + "".join(turns))


def word_table(interview: Interview) -> bytes:
    rows = [("Zeit", "Sprecher", "Text")]
    rows += [(clock(said.begins), said.speaker, said.text) for said in interview]
    return _docx(
        "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"
    )


def _cell(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:tc>"


def _docx(body: str) -> bytes:
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Override'
            f' PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1"'
            f' Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        }
    )


def _zipped(parts: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


STYLES: dict[str, Callable[[Interview], bytes]] = {
    "bold.md": bold,
    "bracket.txt": bracket,
    "names.srt": srt,
    "otter.txt": otter,
    "pandoc.odt": odt,
    "pandoc.rtf": rtf,
    "plain_cp1252.txt": plain,
    "rev.txt": rev,
    "teams.vtt": teams,
    "word_paragraphs.docx": word_paragraphs,
    "word_table.docx": word_table,
    "zoom.vtt": zoom,
}
"""What sets an interview in each style, by the name of its file."""

TIMED = tuple(
    name for name in STYLES if name.startswith(("bra", "nam", "ott", "rev", "tea", "word_t", "zoo"))
)
"""The styles that tell when each turn begins."""

ENDED = ("names.srt", "teams.vtt", "zoom.vtt")
"""The styles that tell when each turn ends, the last one too."""
