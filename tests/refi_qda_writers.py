"""Projects as other programs write them: containers, spellings and ways to count, imitated.

What is known of each program stands in its writer; texts and codings are invented for the tests.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from evidence.refi_qda_offsets import MARK

CODE = "a1111111-1111-4111-8111-111111111111"
ANNA = "a2222222-2222-4222-8222-222222222222"


@dataclass(frozen=True)
class Writer:
    """One program's habits.

    ``file_breaks`` is what its text file holds, ``wide_breaks`` whether it counts two for one;
    ``mark`` whether the file begins with a byte order mark, ``counts_mark`` whether that counts;
    ``names`` how segments are called: ``whole``, ``cut`` after 100 characters, or ``none``.
    """

    name: str
    utf16: bool = False
    file_breaks: str = "\n"
    wide_breaks: bool = False
    mark: bool = False
    counts_mark: bool = False
    inclusive: bool = False
    names: str = "cut"
    folder: str = "sources"
    root: str = "project.qde"
    space: str = "urn:QDA-XML:project:1.0"
    scheme: str = "internal://"
    upper: bool = False
    braces: bool = False

    def position(self, text: str, at: int) -> int:
        """Where this program says that a character of the text is."""
        before = text[:at]
        count = len(before) + (sum(ord(c) > 0xFFFF for c in before) if self.utf16 else 0)
        return count + (before.count("\n") if self.wide_breaks else 0) + self.counts_mark

    def guid(self, guid: str) -> str:
        """A GUID as this program spells it."""
        spelled = guid.upper() if self.upper else guid
        return f"{{{spelled}}}" if self.braces else spelled

    def called(self, words: str) -> str:
        """The name of a segment."""
        line = " ".join(words.split())
        if self.names == "none":
            return "Quotation"
        return line if self.names == "whole" or len(line) <= 100 else line[:99].rstrip() + "…"


WRITERS = (
    Writer("the standard, to the letter", inclusive=True),
    Writer(
        "NVivo for Windows",
        utf16=True,
        file_breaks="\r\n",
        wide_breaks=True,
        mark=True,
        folder="Sources",
    ),
    Writer("NVivo for Mac"),
    Writer(
        "ATLAS.ti",
        file_breaks="\r\n",
        root="My project.qde",
        upper=True,
        space="urn:QDA-XML:project:0:10",
    ),
    Writer("MAXQDA", braces=True, names="whole"),
    Writer("MAXQDA with UTF-16", utf16=True, upper=True),
    Writer("QualCoder", utf16=True, mark=True, names="whole"),
    Writer("QualCoder for MAXQDA", file_breaks="\r\n", wide_breaks=True, mark=True),
    Writer("qc", scheme=""),
    Writer("a byte order mark that counts", mark=True, counts_mark=True),
    Writer(
        "UTF-16 with a mark that counts",
        utf16=True,
        mark=True,
        counts_mark=True,
        file_breaks="\r\n",
        wide_breaks=True,
    ),
)


def written(
    writer: Writer,
    texts: dict[str, str],
    spans: dict[str, list[tuple[int, int]]],
    parts: dict[str, str] | None = None,
) -> bytes:
    """A project file: texts by name, and in each the segments, all with one code by one coder.

    ``parts`` replaces parts of the project's XML: ``codes``, ``sources``, ``cases`` and so on.
    """
    parts = parts or {}
    own = {name: str(uuid.uuid5(uuid.NAMESPACE_URL, name)) for name in texts}
    sources = "".join(
        f'<TextSource guid="{writer.guid(own[name])}" name={quoteattr(name)} '
        f'plainTextPath="{writer.scheme}{own[name]}.txt">'
        + "".join(_selection(writer, text, *span) for span in spans.get(name, []))
        + "</TextSource>"
        for name, text in texts.items()
    )
    codes = f'<Code guid="{writer.guid(CODE)}" name="Trade" isCodable="true" color="#ABC"/>'
    xml = (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project xmlns="{writer.space}" name="Trial" origin={quoteattr(writer.name)} '
        f'creatingUserGUID="{writer.guid(ANNA)}" basePath="/Users/somebody">'
        f'<Users><User guid="{writer.guid(ANNA)}" name="Anna"/></Users>'
        f"<CodeBook><Codes>{parts.get('codes', codes)}</Codes></CodeBook>"
        f"{parts.get('before', '')}<Sources>{sources}{parts.get('sources', '')}</Sources>"
        f"{parts.get('after', '')}</Project>"
    )
    files = {f"{own[name]}.txt": _bytes(writer, text) for name, text in texts.items()}
    return zipped(
        {writer.root: xml.encode(), **{f"{writer.folder}/{k}": v for k, v in files.items()}}
    )


def _selection(writer: Writer, text: str, start: int, end: int) -> str:
    own = [uuid.uuid5(uuid.NAMESPACE_URL, f"{part}{start}-{end}-{text[:50]}") for part in "sc"]
    begins, ends = (writer.position(text, at) for at in (start, end))
    return (
        f'<PlainTextSelection guid="{writer.guid(str(own[0]))}" '
        f"name={quoteattr(writer.called(text[start:end]))} "
        f'startPosition="{begins}" endPosition="{ends - writer.inclusive}">'
        f'<Coding guid="{writer.guid(str(own[1]))}" creatingUser="{writer.guid(ANNA)}">'
        f'<CodeRef targetGUID="{writer.guid(CODE)}"/></Coding></PlainTextSelection>'
    )


def _bytes(writer: Writer, text: str) -> bytes:
    return ((MARK if writer.mark else "") + text.replace("\n", writer.file_breaks)).encode("utf-8")


def zipped(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in members.items():
            archive.writestr(path, content)
    return data.getvalue()


def text_element(name: str, words: str, guid: str, inner: str = "") -> str:
    """A source with its text inside the XML."""
    return (
        f'<TextSource guid="{guid}" name={quoteattr(name)}>'
        f"<PlainTextContent>{escape(words)}</PlainTextContent>{inner}</TextSource>"
    )
