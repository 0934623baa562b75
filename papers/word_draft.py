"""Lines of a paper as Word runs, and what they ask of the file beside: notes, links, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, groupby
from urllib.parse import quote

from papers.model import Figure, Line, Paper, Picture, Run
from papers.typography import region
from papers.word_anchors import Anchors, HeadingNumbers, anchors
from papers.word_xml import bookmark, quoted, run
from papers.word_xml import field as word_field

_WEB = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#]\S*)?|mailto:[^\s@:/]+@[A-Za-z0-9.-]+(?:\?\S*)?",
    re.IGNORECASE,
)
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Layout:
    """What the reference document sets.

    Attributes:
        cover: the section properties (XML) of the cover.
        front: the section properties of what stands before the first chapter.
        main: the section properties of chapters and annexes.
        width: between the margins of ``main``, in twentieths of a point.
        lists: numbering ids of ``headings``, ``annexes``, ``unnumbered`` and ``points``, if it has
            them.
        next_list: the first id that is free for a numbered list.
    """

    cover: str
    front: str
    main: str
    width: int
    lists: Mapping[str, int]
    next_list: int


@dataclass(slots=True)
class Draft:
    """A paper on its way into a Word file.

    Attributes:
        paper: what is set.
        layout: of the reference document.
        pages: the page on which sections, figures and tables stand, by id.
        anchors: the bookmarks.
        notes: the footnotes set so far, as runs.
        links: web addresses of the body, each with its relationship's id.
        note_links: the same for the footnotes.
        charts: the figures set so far, in order.
        pictures: the pictures set so far, in order.
        lists: the first number of each numbered list so far.
        captions: how far each sequence of captions has been counted.
        headings: how far headings have been counted.
        annexes: how many annexes have begun.
    """

    paper: Paper
    layout: Layout
    pages: Mapping[str, int]
    anchors: Anchors
    notes: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    note_links: dict[str, str] = field(default_factory=dict)
    charts: list[Figure] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    captions: dict[str, int] = field(default_factory=dict)
    headings: HeadingNumbers = field(default_factory=HeadingNumbers)
    annexes: int = 0
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def unique(self) -> int:
        """A number that nothing else in the file bears."""
        return next(self._ids)

    def anchor(self, identifier: str, content: str = "") -> str:
        """The content, led to by an id of the paper."""
        name = self.anchors.names.get(identifier)
        return bookmark(name, self.unique(), content) if name else content

    def entry(self, identifier: str, content: str) -> str:
        """The content, led to by a list of contents."""
        name = self.anchors.entries.get(identifier)
        return bookmark(name, self.unique(), content) if name else content

    def list_number(self, start: int) -> int:
        """The numbering id of one more numbered list, whose first point has that number."""
        self.lists.append(start)
        return self.layout.next_list + len(self.lists) - 1

    def tongue(self, language: str) -> str:
        """The run property for words in another language than the paper's; else nothing."""
        if not language or language == self.paper.language:
            return ""
        return f'<w:lang w:val="{quoted(region(language))}"/>'

    def line(self, line: Line) -> str:
        """The runs of a line; footnotes are put aside and called."""
        return self._runs(line, self.links)

    def source(self, text: str, target: str) -> str:
        """Text that leads to an id of the paper without the look of a link in running text."""
        opening = self._opening(f"#{target}", self.links)
        style = '<w:rStyle w:val="SourceLink"/>' if opening else ""
        return opening + run(text, style) + ("</w:hyperlink>" if opening else "")

    def _runs(self, line: Line, links: dict[str, str]) -> str:
        return "".join(
            self._linked(target, tuple(runs), links)
            for target, runs in groupby(line, key=lambda piece: piece.target)
        )

    def _linked(self, target: str, runs: tuple[Run, ...], links: dict[str, str]) -> str:
        text = "".join(piece.text for piece in runs)
        if target.startswith("#") and self.anchors.labels.get(target[1:]) == text:
            return self._reference(target[1:], runs) + self._calls(runs, links)
        opening = self._opening(target, links)
        style = '<w:rStyle w:val="Hyperlink"/>' if opening else ""
        if not opening:
            return "".join(self._plain(piece, "") + self._calls([piece], links) for piece in runs)
        inner = "".join(self._plain(piece, style) for piece in runs)
        return f"{opening}{inner}</w:hyperlink>{self._calls(runs, links)}"

    def _plain(self, piece: Run, style: str) -> str:
        return run(piece.text, style + self._face(piece))

    def _face(self, piece: Run) -> str:
        strong = "<w:b/>" if piece.strong else ""
        emphasis = "<w:i/>" if piece.emphasis else ""
        return strong + emphasis + self.tongue(piece.language)

    def _reference(self, identifier: str, runs: tuple[Run, ...]) -> str:
        text = "".join(piece.text for piece in runs)
        name = self.anchors.names[identifier]
        return word_field(f"REF {name} \\h", text, self._face(runs[0]))

    def _opening(self, target: str, links: dict[str, str]) -> str:
        """The start of a link; nothing where the target is unknown or not on the web."""
        name = self.anchors.names.get(target[1:]) if target.startswith("#") else None
        if name:
            return f'<w:hyperlink w:anchor="{quoted(name)}" w:history="1">'
        if not _WEB.fullmatch(target):
            return ""
        number = links.setdefault(_address(target), f"rIdWeb{len(links) + 1}")
        return f'<w:hyperlink r:id="{number}" w:history="1">'

    def _calls(self, runs: Iterable[Run], links: dict[str, str]) -> str:
        return "".join(self._call(piece.note, links) for piece in runs if piece.note)

    def _call(self, note: Line, links: dict[str, str]) -> str:
        if links is self.note_links:  # Word has no notes on notes: set in the same note
            return run(" ") + self._runs(note, links)
        place = len(self.notes)
        self.notes.append("")
        self.notes[place] = self._runs(note, self.note_links)
        reference = f'<w:footnoteReference w:id="{place + 1}"/>'
        return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{reference}</w:r>'


def drafted(paper: Paper, layout: Layout, pages: Mapping[str, int]) -> Draft:
    """A draft with nothing set yet."""
    return Draft(paper, layout, pages, anchors(paper))


def _address(target: str) -> str:
    """The web address in the characters that a package's relationships may hold."""
    return quote(_STRAY_PERCENT.sub("%25", target), safe="%/:=&?~#+!$,;'@()*")
