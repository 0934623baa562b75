"""What a paper refers to: each reference leads somewhere, and says where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from papers.citations import CITED, Gone
from papers.labels import Labels
from papers.model import Block, Figure, Line, Listing, Paragraph, Quote, Run, Section, Table
from transcripts.errors import InputError


@dataclass(frozen=True, slots=True)
class Targets:
    """What can be referred to.

    Attributes:
        words: what a reference without words says, by the id that it leads to.
        origin: the file in which a reference to an id stands, for errors.
        cited: the words for a count or a quotation, and the id that they lead to.
    """

    words: Mapping[str, str]
    origin: Callable[[str], str]
    cited: Callable[[str], tuple[str, str]]


def name_of(section: Section, labels: Labels) -> str:
    """What a reference to a section says: its number, or its title where it has none."""
    if not section.number:
        return section.title
    word = labels.word("annex" if section.part == "annex" else "chapter")
    return f"{word}\u00a0{section.number}"


def resolved(section: Section, targets: Targets) -> Section:
    """The section with words in each reference that has none.

    Raises:
        InputError: where a reference leads to nothing in the paper.
    """
    return replace(section, blocks=tuple(_block(b, section, targets) for b in section.blocks))


def _block(block: Block, section: Section, targets: Targets) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, line=_line(block.line, section, targets))
    if isinstance(block, Listing):
        items = tuple(_line(item, section, targets) for item in block.items)
        return replace(block, items=items)
    return block


def _line(line: Line, section: Section, targets: Targets) -> Line:
    led = []
    for run in line:
        if CITED.fullmatch(run.target):
            led.append(_cited(run, section, targets))
            continue
        ident = run.target.removeprefix("#")
        if run.target.startswith("#") and ident not in targets.words:
            raise _leads_nowhere(ident, section, targets)
        told = replace(run, note=_line(run.note, section, targets))
        if run.target and not run.text:
            told = replace(told, text=targets.words[ident], language="")
        led.append(told)
    return tuple(led)


def _cited(run: Run, section: Section, targets: Targets) -> Run:
    """A number or a quotation, which leads to where it stands if the paper shows it."""
    try:
        words, ident = targets.cited(run.target)
    except Gone as gone:
        problem = f"cites '{run.target}', which this paper does not have"
        origin = targets.origin(run.target)
        place = f"'{section.title}'"
        raise InputError(origin, problem, str(gone), place=place, kind="citation") from gone
    target = f"#{ident}" if ident in targets.words else ""
    text = run.text or words
    return replace(run, text=text, target=target, language="" if text == words else run.language)


def _leads_nowhere(ident: str, section: Section, targets: Targets) -> InputError:
    return InputError(
        targets.origin(ident),
        f"refers to '#{ident}', which is not in this paper",
        f"Refer to one of: {', '.join(targets.words)}",
        place=f"'{section.title}'",
        kind="reference",
    )


def idents(sections: tuple[Section, ...]) -> Iterator[str]:
    """Every id of the sections and of what is in them."""
    for section in sections:
        yield section.id
        for block in section.blocks:
            if isinstance(block, Quote | Table | Figure) and block.id:
                yield block.id
            if isinstance(block, Table):
                yield from block.anchors
