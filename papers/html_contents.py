"""Lists of contents, figures and tables in HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papers.html_text import attribute, text
from papers.model import Contents, Figure, Paper, Section, Table


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a list of contents; level 1 stands at the margin."""

    level: int
    target: str
    text: str


def contents(listed: Contents, paper: Paper) -> str:
    """A list of what the paper holds; nothing where it holds nothing of the kind."""
    entries = list(_entries(listed, paper))
    if not entries:
        return ""
    name = next((one.title for one in paper.sections if listed in one.blocks), "")
    label = f' aria-label="{attribute(name)}"' if name else ""
    return f'<nav class="contents {attribute(listed.kind)}"{label}>\n{_nested(entries)}</nav>\n'


def _entries(listed: Contents, paper: Paper) -> Iterator[_Entry]:
    if listed.kind == "sections":
        for section in filter(_is_listed, paper.sections):
            said = f"{section.number}\u2002{section.title}" if section.number else section.title
            yield _Entry(section.level, section.id, said)
    else:
        kind = Figure if listed.kind == "figures" else Table
        blocks = (block for section in paper.sections for block in section.blocks)
        for block in blocks:
            if isinstance(block, kind) and block.label:
                yield _Entry(1, block.id, f"{block.label}\u2002{block.caption}")


def _is_listed(section: Section) -> bool:
    """Chapters and what stands right below them, but not the contents themselves."""
    own = any(isinstance(block, Contents) for block in section.blocks)
    return bool(section.title) and section.level <= 2 and section.part != "cover" and not own


def _nested(entries: Sequence[_Entry]) -> str:
    html = ['<ol class="entries">\n']
    depth = 0
    for position, entry in enumerate(entries):
        deeper = min(entry.level - 1, depth + 1) if position else 0
        if position:
            html.append(
                '<ol class="entries">\n'
                if deeper > depth
                else "</li>\n" + "</ol></li>\n" * (depth - deeper)
            )
        target = attribute(entry.target)
        link = f'<a href="#{target}">{text(entry.text)}</a>'
        html.append(f'<li class="entry"><span class="link" data-target="#{target}">{link}</span>')
        depth = deeper
    html.append("</li>\n" + "</ol></li>\n" * depth + "</ol>\n")
    return "".join(html)
