"""What the authors wrote themselves: Markdown with headings, as part of a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from papers.headings import Part, divided, heading, levels, slug
from papers.labels import Labels
from papers.model import Block, Line, Listing, Paragraph, Section, Table
from papers.prose import parse, words
from transcripts.errors import InputError

Authored = Mapping[str, tuple[str, str]]
"""The authors' own texts: for each name, the text and the language it is in."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the authors.

    Attributes:
        name: the file's, without ending and language.
        markdown: as they wrote it.
        language: ISO 639-1 code of their words.
        labels: of the paper's language.
        free: gives an id that nothing else has, for one that may be taken.
    """

    name: str
    markdown: str
    language: str
    labels: Labels
    free: Callable[[str], str]

    @property
    def path(self) -> str:
        """The file, as errors name it."""
        return f"sections/{self.name}.md"


def titled(markdown: str) -> tuple[str, str]:
    """The title that a text gives to the whole of itself, and the text below it.

    That is a heading at its beginning that is the only one of the highest level; else nothing, and
    the whole text.
    """
    before, parts = divided(markdown)
    written = [found.level for found, _ in parts]
    if "".join(before).strip() or not written or min(written) in written[1:]:
        return "", markdown
    if written[0] != min(written):
        return "", markdown
    return parts[0][0].title, "\n".join(markdown.split("\n")[len(before) + 1 :])


def inside(text: Text, chapter: int) -> Iterator[Block | Section]:
    """The text in a chapter of that level: what stands before the headings, then sections."""
    yield from _items(text, text.markdown, chapter + 1)


def chapters(text: Text) -> Iterator[Section]:
    """The text as chapters of its own; the file's name is the title where it has none."""
    first = heading(text.markdown.lstrip("\n").partition("\n")[0])
    name = text.name.replace("-", " ").replace("_", " ")
    title = "" if first and first.level == 1 else f"# {name[:1].upper()}{name[1:]}\n\n"
    for item in _items(text, title + text.markdown, 1):
        if isinstance(item, Section):
            yield item


def _items(text: Text, markdown: str, first: int) -> Iterator[Block | Section]:
    before, parts = divided(markdown)
    yield from _blocks(text, before, "")
    depths = levels([found.level for found, _ in parts], first)
    for part, level in zip(parts, depths, strict=True):
        yield _section(text, part, level)


def _section(text: Text, part: Part, level: int) -> Section:
    found, lines = part
    place = f"'{found.title}'"
    if found.classes:
        raise InputError(
            text.path,
            f"has a heading marked {{.{found.classes[0]}}}",
            "Leave the mark out; only an outline has parts",
            place=place,
            kind="prose",
        )
    title = words(found.title, text.path, place=place)
    ident = found.ident or text.free(slug(text.name, title))
    return Section(ident, title, level, "", tuple(_blocks(text, lines, place)))


def _blocks(text: Text, lines: list[str], place: str) -> Iterator[Block]:
    asked = next((line for line in lines if line.startswith(":::")), "")
    if asked:
        raise InputError(
            text.path,
            f"holds '{asked}', which only an outline can",
            "Refer to tables and figures as in [](#table-themes)",
            place=place,
            kind="prose",
        )
    for block in parse("\n".join(lines), text.path, place=place):
        foreign = "" if text.language == text.labels.language else text.language
        yield spoken_in(_described(block, text.labels), foreign)


def _described(block: Block, labels: Labels) -> Block:
    if not isinstance(block, Table):
        return block
    columns = labels.word("semicolon").join(block.header)
    return replace(block, description=labels.description("authored", columns=columns))


def spoken_in(block: Block, language: str) -> Block:
    """The block, whose words say that they are in another language, for those who hear it read.

    Args:
        block: prose.
        language: ISO 639-1 code; empty for the paper's own.
    """
    if not language:
        return block
    if isinstance(block, Paragraph):
        return replace(block, line=_spoken(block.line, language))
    if isinstance(block, Listing):
        items = tuple(_spoken(item, language) for item in block.items)
        return replace(block, items=items)
    return block


def _spoken(line: Line, language: str) -> Line:
    return tuple(replace(run, language=language, note=_spoken(run.note, language)) for run in line)
