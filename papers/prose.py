"""Markdown that people write, as blocks: the only place where Markdown is read.

What comes from the evidence never passes through here as text. It stands in the Markdown as a
token, and takes the token's place when the Markdown has become runs (see ``Tokens``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import AUTOMAIL_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from papers.model import Block, Line, Listing, Paragraph, Run, Table
from transcripts.errors import InputError

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_KIND = re.compile(r"\s*\{\.(\w+)\}\s*$")
_NOTE = r"\^\[((?:[^\[\]]|\[[^\[\]]*\](?:\((?:[^()]|\([^()]*\))*\))?)*)\]"
_BLANKS = re.compile(r"[ \t]+")
_AROUND_BREAK = re.compile(r" ?\n ?")
_ITEM = re.compile(r"( *)(?:[-*+]|\d+\.) ")
_LIST_AFTER_TEXT = re.compile(r"^(?! *(?:[-*+]|\d+\.) )(.*\S.*)\n(?=(?:[-*+]|1\.) )", re.MULTILINE)
_ADDRESS = re.compile(
    r"#\S+|https?://[^\s/]\S*|mailto:\S+@\S+|(?:count|quotation):\S+", re.IGNORECASE
)
_RAW = {"preprocessors": ("html_block",), "inlinePatterns": ("html", "entity", "backtick")}
_NOT_WANTED = ("code", "hashheader")
_BESIDE_PARAGRAPHS = ("indent", "setextheader", "hr", "olist", "ulist", "quote", "reference")
_CALLED = {
    "blockquote": "a quotation within a list",
    "h1": "a heading underlined with ===",
    "h2": "a heading underlined with ---",
    "hr": "a rule across the page",
    "img": "a picture",
    "ol": "a list within a list",
    "p": "a point of several paragraphs",
    "table": "a table within a list",
    "ul": "a list within a list",
}
KINDS = ("body", "lead", "small", "centred", "todo")


@dataclass
class Tokens:
    """Words that stand in for themselves while Markdown is read.

    ``keep`` gives a token to write in place of the words; ``restore`` puts the words back.
    """

    words: list[str] = field(default_factory=list)

    def keep(self, words: str) -> str:
        """A token for the words; nothing for no words."""
        if not words:
            return ""
        self.words.append(words)
        return f"{_OPEN}{len(self.words) - 1}{_CLOSE}"

    def restore(self, text: str) -> str:
        """The text with each token's words in its place; what looks like a token there stays."""
        return _TOKEN.sub(self._words, text)

    def _words(self, found: re.Match[str]) -> str:
        number = int(found[1])
        return self.words[number] if number < len(self.words) else found[0]


class _Note(InlineProcessor):
    """``^[words of a footnote]``."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        del data
        note = Element("note")
        note.text = m[1]
        return note, m.start(0), m.end(0)


class _Mail(InlineProcessor):
    """``<name@example.org>``; the library's own hides the address from machines, and from us."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        del data
        address = m[1].removeprefix("mailto:")
        link = Element("a", href=f"mailto:{address}")
        link.text = AtomicString(address)
        return link, m.start(0), m.end(0)


class _Rows(TableProcessor):
    """Tables that remember how many cells a row was written with: the library drops the rest."""

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc]
        parent[-1].set("cells", str(len(self._split_row(row))))  # type: ignore[attr-defined]


class _Keep(Treeprocessor):
    """Hold on to the finished tree, which the library would only give as HTML."""

    root = Element("div")

    def run(self, root: Element) -> None:
        self.root = root


def _reader() -> markdown.Markdown:
    reader = markdown.Markdown(extensions=["tables", "sane_lists"])
    for registry, names in {
        **_RAW,
        "inlinePatterns": (*_RAW["inlinePatterns"], "automail"),
    }.items():
        for name in names:
            getattr(reader, registry).deregister(name)
    for name in _NOT_WANTED:
        reader.parser.blockprocessors.deregister(name)
    rows: BlockProcessor = _Rows(reader.parser, {"use_align_attribute": False})
    reader.parser.blockprocessors.register(rows, "table", 75)
    reader.inlinePatterns.register(_Note(_NOTE, reader), "note", 175)
    reader.inlinePatterns.register(_Mail(AUTOMAIL_RE, reader), "mail", 110)
    return reader


def _tree(text: str, reader: markdown.Markdown) -> Element:
    keep = _Keep(reader)
    reader.treeprocessors.register(keep, "keep", -10)
    reader.convert(text)
    return keep.root


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read, for errors, and the words behind its tokens."""

    path: str
    tokens: Tokens
    place: str

    def wrong(self, problem: str, remedy: str) -> InputError:
        return InputError(self.path, problem, remedy, place=self.place, kind="prose")

    def unsupported(self, tag: str) -> InputError:
        return self.wrong(
            f"holds something that the paper cannot show: {_CALLED.get(tag, tag)}",
            "Use headings with # before them, paragraphs, simple lists, tables, emphasis, links "
            "and footnotes written ^[so]",
        )


def parse(text: str, path: str, tokens: Tokens | None = None, place: str = "") -> tuple[Block, ...]:
    """The paragraphs, lists and tables of a piece of Markdown without headings.

    Args:
        text: Markdown: emphasis, links, lists, tables, footnotes as ``^[...]``; a paragraph's
            kind stands at its end, such as ``{.lead}``. HTML is text like any other.
        path: the file it is from, for errors.
        tokens: the words behind the tokens in the text.
        place: where in the file, for errors.

    Raises:
        InputError: for what a paper cannot hold, such as pictures or lists within lists.
    """
    reading = _Reading(path, tokens or Tokens(), place)
    if _nested(text):
        raise reading.unsupported("ul")
    tree = _tree(_LIST_AFTER_TEXT.sub("\\1\n\n", text), _reader())
    return tuple(block for element in tree for block in _block(element, reading))


def words(text: str, path: str, tokens: Tokens | None = None, place: str = "") -> str:
    """The plain words of one line of Markdown, such as a heading."""
    reader = _reader()
    for name in (*_BESIDE_PARAGRAPHS, "table"):
        reader.parser.blockprocessors.deregister(name)
    reading = _Reading(path, tokens or Tokens(), place)
    return " ".join(_words(element, reading) for element in _tree(text, reader))


def _nested(text: str) -> bool:
    """Whether a point of a list stands further in than the one before it."""
    last: int | None = None
    for line in text.split("\n"):
        found = _ITEM.match(line)
        if found and last is not None and len(found[1]) >= last + 2:
            return True
        if found:
            last = len(found[1])
        elif line.strip() and not line.startswith(" "):
            last = None
    return False


# Blocks


def _block(element: Element, reading: _Reading) -> Iterator[Block]:
    if element.tag == "p":
        yield from _paragraph(element, reading)
    elif element.tag in ("ul", "ol"):
        start = int(element.get("start", "1"))
        yield Listing(tuple(_items(element, reading)), numbered=element.tag == "ol", start=start)
    elif element.tag == "blockquote":
        for child in element:
            yield from map(_set_off, _block(child, reading))
    elif element.tag == "table":
        yield _table(element, reading)
    else:
        raise reading.unsupported(element.tag)


def _paragraph(element: Element, reading: _Reading) -> Iterator[Paragraph]:
    runs = _runs_of(element, reading)
    found = _KIND.search(runs[-1].text) if runs else None
    kind = found[1] if found else "body"
    if kind not in KINDS:
        raise reading.wrong(f"has a paragraph marked {{.{kind}}}", f"Use one of {', '.join(KINDS)}")
    if found:
        runs[-1] = replace(runs[-1], text=runs[-1].text[: found.start()])
    line = _restored(runs, reading.tokens)
    if line:
        yield Paragraph(line, kind)


def _items(element: Element, reading: _Reading) -> Iterator[Line]:
    for item in element:
        inner, *more = item if len(item) and item[0].tag == "p" else [item]
        if more:
            raise reading.unsupported(more[0].tag)
        yield _line(inner, reading)


def _set_off(block: Block) -> Block:
    """A quotation by the authors, which has no source mark of its own, in italics."""
    if isinstance(block, Paragraph):
        return replace(block, line=_emphasised(block.line))
    if isinstance(block, Listing):
        return replace(block, items=tuple(map(_emphasised, block.items)))
    return block


def _emphasised(line: Line) -> Line:
    return _merged(replace(run, emphasis=True) for run in line)


def _table(element: Element, reading: _Reading) -> Table:
    rows = list(element.iter("tr"))
    aligned = tuple("right" in (cell.get("style") or "") for cell in rows[0])
    if any(int(row.get("cells", "0")) > len(aligned) for row in rows):
        raise reading.wrong(
            "has a table with a row of more cells than its header",
            "Give each row as many cells as the header; a | within a cell is written \\|",
        )
    header, *others = [tuple(_words(cell, reading) for cell in row) for row in rows]
    return Table("", "", "", header, tuple(others), aligned, "; ".join(header))


def _words(element: Element, reading: _Reading) -> str:
    line = _line(element, reading)
    if any(run.note or run.target for run in line):
        raise reading.wrong(
            "has a footnote or a link in a heading or a table", "Put it into a paragraph"
        )
    return "".join(run.text for run in line)


# Lines


def _line(element: Element, reading: _Reading) -> Line:
    return _restored(_runs_of(element, reading), reading.tokens)


def _runs_of(element: Element, reading: _Reading) -> list[Run]:
    """The runs as they are written, with tokens where words will be."""
    return _spaced(_merged(_runs(element, reading, {})))


def _restored(runs: Sequence[Run], tokens: Tokens) -> Line:
    """The runs with the words behind their tokens; those that turn out to be empty are left out."""
    restored = (replace(run, text=tokens.restore(run.text)) for run in runs)
    return tuple(run for run in restored if run.text or run.note or run.target)


def _runs(element: Element, reading: _Reading, set_as: dict[str, Any]) -> Iterator[Run]:
    if element.text:
        yield Run(element.text.replace("\n", " "), **set_as)
    for child in element:
        yield from _child(child, reading, set_as)
        if child.tail:
            yield Run(child.tail.replace("\n", " "), **set_as)


def _child(child: Element, reading: _Reading, set_as: dict[str, Any]) -> Iterator[Run]:
    if child.tag in ("strong", "em"):
        kind = "strong" if child.tag == "strong" else "emphasis"
        yield from _runs(child, reading, {**set_as, kind: True})
    elif child.tag == "a":
        yield from _link(child, reading, set_as)
    elif child.tag == "note":
        yield Run("", **set_as, note=_line(child, reading))
    elif child.tag == "br":
        yield Run("\n", **set_as)
    else:
        raise reading.unsupported(child.tag)


def _link(child: Element, reading: _Reading, set_as: dict[str, Any]) -> Iterator[Run]:
    target = reading.tokens.restore(child.get("href", ""))
    if not _ADDRESS.fullmatch(target):
        raise reading.wrong(
            f"has a link to {target!r}, which is no address",
            "Begin it with https://, mailto: or, for a place in this paper, #",
        )
    set_as = {**set_as, "target": target}
    if child.text or len(child):
        yield from _runs(child, reading, set_as)
    else:
        # Filled in with what it leads to, such as "Table 2".
        filled_in = target.startswith(("#", "count:", "quotation:"))
        yield Run("" if filled_in else target, **set_as)


def _merged(runs: Iterator[Run]) -> Line:
    """Neighbours that are set alike are one run; a note belongs to the words before it."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and run.note and not run.text and not last.note:
            merged[-1] = replace(last, note=run.note)
        elif (
            last and not last.note and last.text and replace(last, text="") == replace(run, text="")
        ):
            merged[-1] = replace(last, text=last.text + run.text)
        else:
            merged.append(run)
    return tuple(merged)


def _spaced(runs: Sequence[Run]) -> list[Run]:
    """No blanks at either end of the line nor beside a break, and never two in a row."""
    spaced: list[Run] = []
    blank = True
    for run in runs:
        text = _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", run.text))
        text = text.removeprefix(" ") if blank else text
        blank = not run.note and (text.endswith((" ", "\n")) if text else blank and not run.target)
        spaced.append(replace(run, text=text))
    if spaced and not spaced[-1].note:
        spaced[-1] = replace(spaced[-1], text=spaced[-1].text.rstrip(" \n"))
    return [run for run in spaced if run.text or run.note or run.target]
