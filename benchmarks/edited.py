"""Files of a paper with edits made in them."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import lxml.html
from lxml import etree

from benchmarks.edits import Edit
from papers.model import Block, Line, Listing, Paper, Paragraph, Quote, Run, Section, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def respread(texts: Sequence[str], new: str) -> list[str]:
    """A changed text in the pieces of the old one: only the pieces that change do."""
    old = "".join(texts)
    head = next(
        (k for k, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    limit = min(len(old), len(new)) - head
    tail = next((k for k in range(limit) if old[-1 - k] != new[-1 - k]), limit)
    start, end, put = head, len(old) - tail, new[head : len(new) - tail]
    spread, at = [], 0
    for text in texts:
        a, b = max(start - at, 0), min(max(end - at, 0), len(text))
        here = at <= start < at + len(text) or (start == len(old) and at + len(text) == start)
        spread.append(
            text[:a] + (put if here else "") + text[max(b, a) :] if a <= len(text) else text
        )
        at += len(text)
    return spread


# Word


def in_word(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The edits in the runs of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {info: package.read(info) for info in package.infolist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for info, content in members.items():
            if info.filename == "word/document.xml":
                package.writestr(info, _body(content, edits))
            else:
                package.writestr(info, content)
    return out.getvalue()


def _body(content: bytes, edits: Sequence[Edit]) -> bytes:
    root = etree.fromstring(content)
    for edit in edits:
        _edit_word(root, edit)
    return etree.tostring(root, encoding="UTF-8", standalone=True)


def _edit_word(root: etree._Element, edit: Edit) -> None:
    if edit.row:
        name, column = edit.row.strip("\u2003").split("\t")
        cells = [
            row.findall(f"{W}tc")
            for row in root.iter(f"{W}tr")
            if _said(row.findall(f"{W}tc")[0]) == name
        ]
        (cell,) = [
            r[int(column)]
            for r in cells
            if len(r) > int(column) and _said(r[int(column)]) == edit.text
        ][:1]
        _respell(list(cell.iter(f"{W}t")), edit.new)
        return
    held = [p for p in root.iter(f"{W}p") if edit.text in _said(p)]
    exact = [p for p in held if _said(p) == edit.text] or held
    paragraph = exact[0]
    if edit.after:
        _put_word(paragraph, edit)
    else:
        whole = _said(paragraph)
        _respell(list(paragraph.iter(f"{W}t")), whole.replace(edit.text, edit.new, 1))


def _said(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def _respell(nodes: list[etree._Element], new: str) -> None:
    for node, text in zip(nodes, respread([n.text or "" for n in nodes], new), strict=True):
        node.text = text
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _put_word(paragraph: etree._Element, edit: Edit) -> None:
    styles = ("Quote", "QuoteSource") if edit.after == "quotation" else ("BodyText",)
    for style, text in reversed(list(zip(styles, _lines(edit), strict=True))):
        new = etree.SubElement(paragraph.getparent(), f"{W}p")
        properties = etree.SubElement(new, f"{W}pPr")
        etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", style)
        run = etree.SubElement(new, f"{W}r")
        etree.SubElement(run, f"{W}t").text = text
        paragraph.addnext(new)


def _lines(edit: Edit) -> list[str]:
    if edit.after == "prose":
        return [edit.new]
    words, source = edit.new.split("\n")
    return [f"“{words}”", source]


# HTML


def in_html(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The edits in the elements of a page."""
    root = lxml.html.document_fromstring(data)
    for edit in edits:
        _edit_html(root, edit)
    return lxml.html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")


def _edit_html(root: lxml.html.HtmlElement, edit: Edit) -> None:
    if edit.row:
        name, column = edit.row.strip("\u2003").split("\t")
        rows = [list(r) for r in root.iter("tr") if r[0].text_content() == name]
        (cell,) = [
            r[int(column)]
            for r in rows
            if len(r) > int(column) and r[int(column)].text_content() == edit.text
        ][:1]
        cell.text = edit.new
        return
    tags = ("p", "li", "cite")
    held = [e for e in root.iter(*tags) if edit.text in e.text_content()]
    exact = [e for e in held if e.text_content() == edit.text] or held
    element = exact[0]
    if edit.after:
        _put_html(element, edit)
    else:
        whole = element.text_content()
        _respell_html(element, whole.replace(edit.text, edit.new, 1))


def _respell_html(element: lxml.html.HtmlElement, new: str) -> None:
    ordered = _in_order(element)
    texts = [getattr(one, name) or "" for one, name in ordered]
    for (one, name), text in zip(ordered, respread(texts, new), strict=True):
        setattr(one, name, text)


def _in_order(element: lxml.html.HtmlElement) -> list[tuple[lxml.html.HtmlElement, str]]:
    found = [(element, "text")]
    for inner in element:
        found += [*_in_order(inner), (inner, "tail")]
    return found


def _put_html(element: lxml.html.HtmlElement, edit: Edit) -> None:
    if edit.after == "prose":
        new = lxml.html.fragment_fromstring(f"<p>{html.escape(edit.new)}</p>")
    else:
        words, source = map(html.escape, _lines(edit))
        new = lxml.html.fragment_fromstring(
            f"<blockquote><p>{words}</p><footer><cite>{source}</cite></footer></blockquote>"
        )
    if element.tag == "li":
        element = element.getparent()
    element.addnext(new)


# The paper, for a PDF


def in_paper(paper: Paper, edits: Sequence[Edit]) -> Paper:
    """The edits in a paper that is still to be set."""
    left = list(edits)
    sections = tuple(_edit_section(section, left) for section in paper.sections)
    assert not left, [edit.text for edit in left]
    return replace(paper, sections=sections)


def _edit_section(section: Section, left: list[Edit]) -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        blocks += _edit_block(block, left)
    return replace(section, blocks=tuple(blocks))


def _edit_block(block: Block, left: list[Edit]) -> list[Block]:
    """A block after the edits that are its own, and what they add behind it."""
    behind: list[Block] = []
    for edit in list(left):
        changed = _edited(block, edit)
        if changed is not None:
            left.remove(edit)
            block = changed
            behind += _behind(edit)
    return [block, *behind]


def _behind(edit: Edit) -> list[Block]:
    if edit.after == "prose":
        return [Paragraph((Run(edit.new),))]
    if edit.after:
        words, source = edit.new.split("\n")
        return [Quote(f"X{abs(hash(words))}", words, "en", source)]
    return []


def _edited(block: Block, edit: Edit) -> Block | None:
    """The block with the edit made; nothing where it is another block's."""
    match block:
        case Paragraph() if not edit.row and _plain(block.line) == edit.text:
            return block if edit.after else replace(block, line=_line(block.line, edit.new))
        case Listing() if not edit.row:
            for number, item in enumerate(block.items):
                if _plain(item) == edit.text:
                    items = [*block.items]
                    items[number] = item if edit.after else _line(item, edit.new)
                    return replace(block, items=tuple(items))
        case Quote() if edit.text == block.text:
            return replace(block, text=edit.new)
        case Quote() if edit.text == block.source:
            return replace(block, source=edit.new)
        case Table() if edit.row:
            return _table(block, edit)
    return None


def _table(table: Table, edit: Edit) -> Table | None:
    name, column = edit.row.split("\t")
    for number, row in enumerate(table.rows):
        if row[0] == name and len(row) > int(column) and row[int(column)] == edit.text:
            cells = [*row]
            cells[int(column)] = edit.new
            rows = [*table.rows]
            rows[number] = tuple(cells)
            return replace(table, rows=tuple(rows))
    return None


def _plain(line: Line) -> str:
    return "".join(run.text for run in line)


def _line(line: Line, new: str) -> Line:
    spread = respread([run.text for run in line], new)
    return tuple(replace(run, text=text) for run, text in zip(line, spread, strict=True))
