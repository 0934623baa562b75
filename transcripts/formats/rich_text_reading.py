"""Where the reading of rich text stands: open groups, what holds in them, bytes not yet decoded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from transcripts import limits
from transcripts.errors import InputError
from transcripts.formats import symbols, tables
from transcripts.formats.rich_text_story import Story

PICTURES = "pictures"
"""In place of a code page: the font shows pictures."""

_LONGEST_NAME = 100
_NO_WORDS = str.maketrans("", "", "\r\n\x00")


@dataclass(frozen=True, slots=True)
class State:
    """What holds until the group ends.

    Attributes:
        story: where its words go.
        unread: whether it is no text.
        starred: whether it is none unless its first word is known.
        twofold: whether it says the same twice, the second time in Unicode.
        fonts: whether its words are names of fonts.
        hidden: whether its words are not to be seen.
        deleted: whether they were deleted while changes were tracked.
        inserted: whether they were inserted then.
        bold: whether they are bold.
        level: of the heading that a paragraph is, counted from 1; 0 if it is none.
        depth: of tables in one another in which the paragraph stands.
        substitutes: characters that follow each one given by its number.
        code_page: of its bytes.
        font: by its number.
    """

    story: Story
    unread: bool = False
    starred: bool = False
    twofold: bool = False
    fonts: bool = False
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    bold: bool = False
    level: int = 0
    depth: int = 0
    substitutes: int = 1
    code_page: str = "cp1252"
    font: int = 0


@dataclass(slots=True)
class Font:
    """A font of the file: its name, and the code page of its characters, if it has its own."""

    name: str = ""
    code_page: str = ""


@dataclass(slots=True)
class Reading:
    """Where the reading of one file stands.

    Attributes:
        name: of the file.
        body: the story of what is no note, box or page's head.
        state: what holds here.
        groups: what held before each of the open groups.
        code_page: of the file.
        fonts: by their numbers.
        default_font: the number of the one that holds at first.
        to_skip: substitutes that are still to come.
        data: bytes not yet decoded.
        met: how often what was met, by the names in ``findings.toml``.
    """

    name: str
    body: Story
    state: State
    groups: list[State] = field(default_factory=list)
    code_page: str = "cp1252"
    fonts: dict[int, Font] = field(default_factory=dict)
    default_font: int = 0
    to_skip: int = 0
    data: bytearray = field(default_factory=bytearray)
    met: Counter[str] = field(default_factory=Counter)
    _before: str = ""

    def add(self, text: str) -> None:
        """Take words, unless they are hidden, deleted or part of a group that is no text."""
        state = self.state
        if state.fonts and not state.unread:
            font = self.fonts.setdefault(state.font, Font())
            font.name = (font.name + text)[:_LONGEST_NAME]
        elif not state.unread:
            left = "hidden" if state.hidden else "tracked" if state.deleted else ""
            found = left or ("tracked" if state.inserted else "")
            if found or self._before:
                self._count(found, text, inserted=state.inserted and not left)
            if not left:
                state.story.runs.append((text, state.bold))

    def _count(self, found: str, text: str, *, inserted: bool) -> None:
        """Count pieces, not the tokens in which they come."""
        piece = f"{found} {inserted}" if found else ""
        if piece != self._before and text.strip():
            self.met[found] += bool(found)
            self._before = piece

    def page_of(self, font: int) -> str:
        """The code page of a font's characters."""
        known = self.fonts.get(font)
        return known.code_page or self.code_page if known else self.code_page

    def flush(self) -> None:
        """Turn the bytes gathered so far into characters of the present code page."""
        if not self.data:
            return
        page = self.state.code_page
        if page == PICTURES:
            font = self.fonts.get(self.state.font, Font()).name.rstrip("; ")
            text = "".join(symbols.shown(byte, font) for byte in self.data)
            self.met["symbols"] += text.count(symbols.UNKNOWN) * (not self.state.unread)
        else:
            text = self.data.decode(page, "replace")
        self.data.clear()
        self.add(text)

    def plain(self, text: str) -> None:
        """Take characters that stand for themselves, less those that are substitutes."""
        if self.state.unread:
            return
        text = text.translate(_NO_WORDS)
        if self.to_skip:
            skip = min(self.to_skip, len(text))
            self.to_skip -= skip
            text = text[skip:]
        if not text:
            return
        if self.data or not text.isascii() or self.state.code_page == PICTURES:
            self.data += text.encode("latin-1")  # a second byte may look like a plain letter
        else:
            self.add(text)

    def is_substitute(self) -> bool:
        """Whether this character only stands in for the one before it, for old programs."""
        if not self.to_skip:
            return False
        self.to_skip -= 1
        return True

    def open_group(self) -> None:
        """Begin a group.

        Raises:
            InputError: too many are open.
        """
        self.flush()
        self.to_skip = 0
        if len(self.groups) > limits.current().depth:
            remedy = "Open it in a word processor and save it as .docx"
            raise InputError(self.name, "nests groups too deeply", remedy, kind="too-deep")
        self.groups.append(self.state)

    def close_group(self) -> None:
        """End a group: what held before holds again, and a story that it was is done."""
        self.flush()
        self.to_skip = 0
        if not self.groups:
            return
        story, self.state = self.state.story, self.groups.pop()
        if story is not self.state.story:
            self._close_story(story, self.state.story)

    def _close_story(self, story: Story, within: Story) -> None:
        """Put the lines of a note or box after the paragraph in which it stands."""
        story.end()
        within.tables_read += story.tables_read
        if story.lines:
            self.met[story.kind] += 1
        lines = story.lines if story.kind == "boxes" else list(map(tables.apart, story.lines))
        within.put_beside(lines)

    def end(self) -> None:
        """Close what is still open."""
        self.flush()
        while self.groups:
            self.close_group()
        self.body.end()
