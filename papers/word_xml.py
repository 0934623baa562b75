"""WordprocessingML as text: runs, fields, paragraphs, bookmarks.

The body of a paper is built as one string and parsed once, which is many times faster than making
it element by element. Everything that comes from a paper passes ``escaped`` or ``quoted``.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
APPLICATION = (
    f"{DECLARATION}<Properties "
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)
"""The file's properties that Word expects and that say nothing of the paper."""

NOTE_RULES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    "<w:r><w:separator/></w:r></w:p></w:footnote>"
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr>'
    '<w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)
"""The rules between text and footnotes, which Word keeps among the footnotes."""

FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ATTRIBUTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def clean(value: str) -> str:
    """The same text; U+FFFD stands where XML forbids a character, so that the gap is seen."""
    return _FORBIDDEN.sub("\ufffd", value)


def escaped(value: str) -> str:
    """The text as element content."""
    return escape(clean(value))


def quoted(value: str) -> str:
    """The text as an attribute's value, between double quotes; line breaks are kept."""
    return escape(clean(value), _IN_ATTRIBUTES)


def words(value: str) -> str:
    """The text as a run's content; line breaks and tabs become Word's own."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    lines = ("<w:tab/>".join(map(_piece, line.split("\t"))) for line in value.split("\n"))
    return "<w:br/>".join(lines)


def _piece(value: str) -> str:
    return f'<w:t xml:space="preserve">{escaped(value)}</w:t>' if value else ""


def run(value: str, properties: str = "") -> str:
    """A run of text; nothing for no text. ``properties`` is the content of ``w:rPr``."""
    return _run(words(value), properties) if value else ""


def _run(content: str, properties: str) -> str:
    return f"<w:r>{_properties('w:rPr', properties)}{content}</w:r>"


def _properties(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if content else ""


def field_start(instruction: str, properties: str = "") -> str:
    """The field up to its result, which the caller sets and closes with ``FIELD_END``."""
    code = f'<w:instrText xml:space="preserve"> {escaped(instruction)} </w:instrText>'
    return (
        _run('<w:fldChar w:fldCharType="begin"/>', properties)
        + _run(code, properties)
        + _run('<w:fldChar w:fldCharType="separate"/>', properties)
    )


def field(instruction: str, result: str, properties: str = "") -> str:
    """A whole field with the result that is shown until Word is asked to update it."""
    return field_start(instruction, properties) + run(result, properties) + FIELD_END


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph; ``properties`` is what follows the style in ``w:pPr``, in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def bookmark(name: str, number: int, content: str = "") -> str:
    """The content under a name that fields and links lead to; ``number`` is unique in the file."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{quoted(name)}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def control(number: int, tag: str, title: str, content: str) -> str:
    """Paragraphs in a content control, so that an edited file can be matched to its source."""
    properties = (
        f'<w:alias w:val="{quoted(title)}"/><w:tag w:val="{quoted(tag)}"/><w:id w:val="{number}"/>'
    )
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
