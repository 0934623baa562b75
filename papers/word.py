"""Papers as Word files: real contents, captions, notes and charts, complete when opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from papers.model import Paper
from papers.word_body import body
from papers.word_charts import chart_part
from papers.word_draft import Draft, drafted
from papers.word_package import archived
from papers.word_pictures import ENDINGS
from papers.word_reference import adopt_styles, layout, set_language, set_running_head
from papers.word_workbook import workbook
from papers.word_xml import APPLICATION, DECLARATION, NAMESPACES, NOTE_RULES, clean
from transcripts.errors import InputError

REFERENCE = Path(__file__).parents[1] / "templates" / "reference.docx"
"""The document whose styles, page sizes, heads and lists a paper takes on."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument."
_ROOM = 255
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def write(
    paper: Paper,
    path: Path,
    *,
    reference: Path | None = None,
    pages: Mapping[str, int] | None = None,
) -> None:
    """Write a paper as a Word file, the same bytes for the same paper, reference and pages.

    Args:
        paper: what is written; nothing in it is left out, added to or put in another order.
        path: the file to be written; its folder exists.
        reference: a Word file with the styles of ``templates/reference.docx``; that one if none.
        pages: the page on which sections, figures and tables stand, by their ids, for the lists
            of contents; without it these lists lead to their places but print no pages.

    Raises:
        InputError: the reference is not a Word file, or lacks a style.
    """
    document = _opened(reference or REFERENCE)
    draft = drafted(paper, layout(document), pages or {})
    _set_body(document, body(draft))
    _add_notes(document, draft)
    _relate_web(document.part, draft.links)
    _add_charts(document, draft)
    _add_pictures(document, draft)
    _add_lists(document, draft)
    set_language(document, paper.locale)
    set_running_head(document, paper.running)
    _set_properties(document, paper)
    path.write_bytes(_packed(document))


def _opened(reference: Path) -> Any:
    """The reference document, with its styles' ids as papers use them."""
    if not zipfile.is_zipfile(reference):
        raise InputError(
            reference.name,
            "this is not a Word document",
            "Save the reference document as .docx, or make a new one: python -m papers.reference",
            kind="reference",
        )
    import docx

    document = docx.Document(str(reference))
    adopt_styles(document, reference.name)
    return document


def _set_body(document: Any, content: str) -> None:
    from docx.oxml import parse_xml

    old = document.element.body
    old.getparent().replace(old, parse_xml(f"<w:body {NAMESPACES}>{content}</w:body>"))


def _part(document: Any, name: str, kind: str, content: bytes) -> Any:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    return Part(PackURI(name), _TYPE + kind, content, document.part.package)


def _relate(part: Any, kind: str, number: str, target: Any, *, outside: bool = False) -> None:
    part.load_rel(f"{_OFFICE}/{kind}", target, number, outside)


def _relate_web(part: Any, links: Mapping[str, str]) -> None:
    for address, number in links.items():
        _relate(part, "hyperlink", number, address, outside=True)


def _add_notes(document: Any, draft: Draft) -> None:
    notes = "".join(_note(number, runs) for number, runs in enumerate(draft.notes, start=1))
    content = f"{DECLARATION}<w:footnotes {NAMESPACES}>{NOTE_RULES}{notes}</w:footnotes>"
    kind = "wordprocessingml.footnotes+xml"
    part = _part(document, "/word/footnotes.xml", kind, content.encode())
    _relate_web(part, draft.note_links)
    _drop(document.part, "footnotes")
    _relate(document.part, "footnotes", "rIdNotes", part)


def _drop(part: Any, kind: str) -> None:
    for number in [n for n, rel in part.rels.items() if rel.reltype == f"{_OFFICE}/{kind}"]:
        del part.rels[number]


def _note(number: int, runs: str) -> str:
    call = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    properties = '<w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    return f'<w:footnote w:id="{number}"><w:p>{properties}{call}{space}{runs}</w:p></w:footnote>'


def _add_charts(document: Any, draft: Draft) -> None:
    for k, figure in enumerate(draft.charts, start=1):
        drawn = chart_part(figure.chart, draft.paper.locale, "rId1")
        chart = _part(document, f"/word/charts/chart{k}.xml", "drawingml.chart+xml", drawn)
        name = f"/word/embeddings/chart{k}.xlsx"
        numbers = _part(document, name, "spreadsheetml.sheet", workbook(figure.chart))
        _relate(chart, "package", "rId1", numbers)
        _relate(document.part, "chart", f"rIdChart{k}", chart)


def _add_pictures(document: Any, draft: Draft) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    for k, picture in enumerate(draft.pictures, start=1):
        name = PackURI(f"/word/media/picture{k}.{ENDINGS[picture.kind]}")
        part = Part(name, picture.kind, picture.content, document.part.package)
        _relate(document.part, "image", f"rIdPicture{k}", part)


def _add_lists(document: Any, draft: Draft) -> None:
    """One numbering a numbered list, or each would go on where the one before it ended."""
    from docx.oxml import parse_xml

    numbering = document.part.numbering_part.element
    model = draft.layout.lists["points"]
    abstract = numbering.xpath(f'string(./w:num[@w:numId="{model}"]/w:abstractNumId/@w:val)')
    last = numbering.xpath("./w:num")[-1]
    for k, start in reversed(list(enumerate(draft.lists))):
        number = draft.layout.next_list + k
        restart = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        content = f'<w:abstractNumId w:val="{abstract}"/>{restart}'
        last.addnext(parse_xml(f'<w:num {NAMESPACES} w:numId="{number}">{content}</w:num>'))


def _set_properties(document: Any, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = _property(paper.title)
    properties.subject = _property(paper.subject)
    properties.author = _property("; ".join(paper.authors))
    properties.last_modified_by = properties.author
    properties.keywords = _property("; ".join(paper.keywords))
    properties.language = paper.locale
    properties.created = properties.modified = _MADE
    properties.revision = 1
    package = document.part.package
    kind = "extended-properties"
    _drop(package, kind)
    part = _part(document, "/docProps/app.xml", f"{kind}+xml", APPLICATION.encode())
    _relate(package, kind, "rIdApplication", part)


def _property(text: str) -> str:
    """The text as a property, for which Word has room of 255 characters."""
    text = clean(text)
    return text if len(text) <= _ROOM else text[: _ROOM - 1] + "…"


def _packed(document: Any) -> bytes:
    """The whole file; python-docx would write the hour into it."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as package:
        members = {name: package.read(name) for name in package.namelist()}
    first = ("[Content_Types].xml", "_rels/.rels")
    names = [*first, *sorted(members.keys() - set(first))]
    return archived({name: members[name] for name in names})
