"""The paper before it is Word, HTML or PDF: plain values, no input or output.

Everything that a reader will see stands here as text. Writers only set it: they neither count nor
sort nor word anything, and they escape what they write.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line that is set in one way.

    Attributes:
        text: the words; never markup.
        strong: set in bold.
        emphasis: set in italics.
        language: ISO 639-1 code where it is not the paper's; empty otherwise.
        target: where a link leads: ``#`` and the id of a section or block, or a web address from
            the authors' prose; empty for no link.
        note: a footnote called after the words.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    language: str = ""
    target: str = ""
    note: tuple[Run, ...] = ()


Line = tuple[Run, ...]
"""The runs of one paragraph, list item or cell."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text.

    Attributes:
        line: the words.
        kind: ``body``, ``lead`` (the first, larger paragraph of a chapter), ``small`` (imprint,
            table notes), ``centred`` (cover), or ``todo`` (what the authors have yet to write,
            set so that nobody overlooks it).
    """

    line: Line
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of points, numbered from ``start`` or not at all.

    Attributes:
        items: the points.
        numbered: whether they are counted.
        start: the first number.
        kind: ``points``; ``figures`` for a few numbers set large, each in bold before its noun; or
            ``terms``, each in bold before what it stands for.
    """

    items: tuple[Line, ...]
    numbered: bool = False
    start: int = 1
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that somebody has given, such as a logo.

    Attributes:
        content: the file's bytes.
        kind: ``image/png`` or ``image/jpeg``.
        description: its alternative text.
        size: width and height as it is set, in millimetres.
    """

    content: bytes
    kind: str
    description: str
    size: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures side by side."""

    items: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A participant's own words, sliced from a transcript.

    Attributes:
        id: the evidence id, such as ``Q012``; unique in the paper, also an anchor.
        text: the words, without quotation marks.
        language: ISO 639-1 code of the words.
        source: who said it and where it stands, ready to print.
        register: id of the row in the evidence register that it leads to; empty for none.
    """

    id: str
    text: str
    language: str
    source: str
    register: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and columns under a numbered caption.

    Attributes:
        id: unique in the paper, also an anchor.
        label: the caption's beginning, such as ``Table 3``; empty for a table without caption.
        caption: what the table shows.
        header: one text a column; the first row, repeated on each page.
        rows: as many texts a row as there are columns.
        numeric: for each column, whether it is set flush right as numbers.
        description: for those who cannot see it: what the rows and columns are.
        widths: a share a column, summing to 1; empty for widths by content.
        anchors: an id a row, for rows that are led to; empty for none.
    """

    id: str
    label: str
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    description: str
    widths: tuple[float, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One set of values in a chart, one for each category."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a figure draws: horizontal bars, grouped or stacked.

    Attributes:
        categories: one text a bar or group, from top to bottom.
        series: one or more, each with one value a category.
        stacked: whether the series of a category are laid end to end.
        full: what a bar over the whole width stands for; 0 for the longest bar's value.
        unit: what the axis counts, ready to print.
        printed: for each series, the values as they are to be printed.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    printed: tuple[tuple[str, ...], ...]
    stacked: bool = False
    full: float = 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart under a numbered caption, such as ``Figure 2``; ``description`` is its alt text."""

    id: str
    label: str
    caption: str
    chart: Chart
    description: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of what the paper holds, with page numbers where there are pages.

    Attributes:
        kind: ``sections``, ``figures`` or ``tables``.
    """

    kind: str


Block = Paragraph | Listing | Pictures | Quote | Table | Figure | Contents


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, down to the next heading.

    Attributes:
        id: unique in the paper, also an anchor.
        title: the heading's words; empty for a block of text without heading.
        level: 1 for a chapter, 2 and 3 below.
        number: ``3.1`` or ``A``; empty where headings are not numbered.
        blocks: in reading order.
        part: ``cover``, ``front``, ``body`` or ``annex``.
        language: ISO 639-1 code of the title where it is not the paper's; empty otherwise.
    """

    id: str
    title: str
    level: int
    number: str
    blocks: tuple[Block, ...]
    part: str = "body"
    language: str = ""

    @property
    def only_terms(self) -> bool:
        """Whether it is a list of terms and nothing else."""
        return bool(self.blocks) and all(
            isinstance(block, Listing) and block.kind == "terms" for block in self.blocks
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole document in one language.

    Attributes:
        language: ISO 639-1 code.
        locale: for typography and spelling checkers, such as ``fr-BE``.
        title: of the paper.
        subtitle: may be empty.
        authors: as they are printed.
        date: as it is printed on the cover.
        subject: one line for the file's properties.
        keywords: for the file's properties.
        running: what the running head says at the left.
        sections: a flat list in reading order; the first may be the cover.
    """

    language: str
    locale: str
    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: str
    subject: str
    keywords: tuple[str, ...]
    running: str
    sections: tuple[Section, ...]
