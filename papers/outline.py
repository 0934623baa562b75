"""Evidence and outline into a paper: the only place that decides order and wording.

An outline is Markdown with Jinja in it, under ``templates/<outline>/<language>.md``:

* ``# Title {#id .front}`` begins a section; ``.cover``, ``.front`` and ``.annex`` say its part;
* ``::: abstracts`` puts the abstract there in each language, the paper's own first;
  ``::: matter NAME`` the key ``figures``, ``abbreviations``, ``glossary`` or ``logos``;
* ``::: table NAME``, ``::: figure NAME``, ``::: quotations CODE``, ``::: contents KIND``,
  ``::: list NAME`` and ``::: authored NAME`` on a line of their own put something in its place;
  ``::: others`` puts there, as chapters, what the authors wrote beside what is asked for;
* ``[](#id)`` becomes the number of the table or figure, or that of the section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from evidence.gathering import Evidence
from papers.authored import Authored, Text, chapters, inside, spoken_in, titled
from papers.citations import CITED, cited
from papers.exhibits import Exhibits
from papers.facts import Facts
from papers.headings import DEEPEST, Heading, divided, in_order, slug
from papers.labels import read_labels
from papers.matter import abbreviations, glossary, key_figures, logos
from papers.model import Block, Contents, Listing, Paper, Paragraph, Pictures, Run, Section
from papers.numbering import numbered
from papers.prose import Tokens, parse, words
from papers.references import Targets, idents, name_of, resolved
from papers.rendering import rendered, wrong
from transcripts.errors import InputError
from transcripts.model import LANGUAGES
from transcripts.study import Study

_DIRECTIVE = re.compile(r":::\s*(\S*)\s*(.*?)\s*")
_ASKED = re.compile(r"^:::\s+authored\s+(\S+)", re.MULTILINE)
_OTHERS = re.compile(r"^:::\s+others\b", re.MULTILINE)
_MATTER_ASKED = re.compile(r"^:::\s+matter\b", re.MULTILINE)
_PARTS = ("cover", "front", "body", "annex")
_LISTS = ("committee", "authors")
_KINDS = ("sections", "figures", "tables")
_MATTER = ("figures", "abbreviations", "glossary", "logos")

ABSTRACT = "abstract"
"""The authors' text that each paper has in all languages."""


def compose(
    study: Study,
    evidence: Evidence,
    language: str,
    authored: Authored | None = None,
    run: Mapping[str, Any] | None = None,
) -> Paper:
    """The paper in a language.

    Args:
        study: what the researchers say of it.
        evidence: what the paper may say.
        language: ISO 639-1 code.
        authored: the sections that the authors have written.
        run: facts of the run that the method section states, such as ``version``.

    Raises:
        InputError: where the outline or an authored section cannot be used.
    """
    labels = read_labels(language, study.translations.get(language))
    facts = Facts(study, evidence, labels)
    path = f"{study.outline}/{language}.md"
    sections = _Outline(path, Exhibits(facts), dict(authored or {}), run or {}).composed()
    cover = sections[0]
    return Paper(
        language,
        labels.tag,
        cover.title,
        _first(cover, "lead"),
        facts.authors,
        labels.date(study.date),
        _first(cover, "lead"),
        tuple(theme.label for theme in facts.themes),
        cover.title,
        sections,
    )


def _first(cover: Section, kind: str) -> str:
    lines = [b.line for b in cover.blocks if isinstance(b, Paragraph) and b.kind == kind]
    return "".join(run.text for run in lines[0]) if lines else ""


@dataclass
class _Outline:
    path: str
    exhibits: Exhibits
    authored: dict[str, tuple[str, str]]
    run: Mapping[str, Any]
    tokens: Tokens = field(default_factory=Tokens)
    given: set[str] = field(default_factory=set)
    written: str = ""

    def composed(self) -> tuple[Section, ...]:
        """The outline filled in, in order, and each of its references led somewhere."""
        facts = self.exhibits.facts
        text = rendered(self.path, facts, self.tokens, self.run, self.authored)
        written = (markdown for markdown, _ in self.authored.values())
        quoted = (row.text for rows in facts.evidence.quotations.values() for row in rows)
        self.written = "\n".join([self.tokens.restore(text), *written, *quoted])
        unplaced = {name for name in self.authored if name.partition(".")[0] != ABSTRACT}
        unplaced -= set(_ASKED.findall(text))
        sections = tuple(self._sections(text, tuple(sorted(unplaced))))
        self._check(sections, text, unplaced)
        sections = numbered(sections)
        targets = Targets(self._targets(sections), self._origin, self._cited)
        return tuple(resolved(section, targets) for section in sections)

    def _wrong(self, problem: str, remedy: str, place: str = "") -> InputError:
        return wrong(self.path, problem, remedy, place)

    # From the text to sections

    def _sections(self, text: str, unplaced: tuple[str, ...]) -> Iterator[Section]:
        before, parts = divided(text)
        if not parts or "".join(before).strip():
            raise self._wrong("does not begin with a heading", "Begin with # and the paper's title")
        for found, lines in parts:
            head = self._head(found)
            head = replace(head, title=self._own_title(lines) or head.title)
            yield from self._section(head, lines, unplaced)

    def _head(self, found: Heading) -> Section:
        title = self.tokens.restore(found.title)
        ident = self.tokens.restore(found.ident) or self._free(slug(title))
        self.given.add(ident)
        for mark in found.classes:
            if mark not in _PARTS:
                problem = f"has a heading marked {{.{mark}}}"
                raise self._wrong(problem, f"Use {', '.join(_PARTS)}", f"'{title}'")
        return Section(ident, title, found.level, "", (), *found.classes[:1])

    def _own_title(self, lines: list[str]) -> str:
        """The title that the authors gave a section which is theirs from its first line."""
        asked = _ASKED.match("\n".join(lines).lstrip("\n"))
        if not asked or asked[1] not in self.authored:
            return ""
        text, language = self.authored[asked[1]]
        title, rest = titled(text)
        self.authored[asked[1]] = (rest, language)
        return words(title, f"sections/{asked[1]}.md")

    def _section(
        self, head: Section, lines: list[str], unplaced: tuple[str, ...]
    ) -> Iterator[Section]:
        """The section, and the further ones that authored texts open below it."""
        blocks: list[Block] = []
        for item in self._items(head, lines, unplaced):
            if isinstance(item, Section):
                yield replace(head, blocks=tuple(blocks))
                head, blocks = item, list(item.blocks)
            else:
                blocks.append(item)
        if blocks or not _MATTER_ASKED.search("\n".join(lines)):
            yield replace(head, blocks=tuple(blocks))

    def _items(
        self, head: Section, lines: list[str], unplaced: tuple[str, ...]
    ) -> Iterator[Block | Section]:
        prose: list[str] = []
        place = f"'{head.title}'"
        for line in [*lines, None]:
            found = None if line is None else _DIRECTIVE.fullmatch(line)
            if line is not None and not found:
                prose.append(line)
                continue
            yield from parse("\n".join(prose), self.path, self.tokens, place)
            prose = []
            if found:
                # Split before the values are put in: an argument may hold blanks.
                arguments = [self.tokens.restore(argument) for argument in found[2].split()]
                yield from self._asked([found[1], *arguments], head, unplaced)

    def _asked(
        self, asked: list[str], head: Section, unplaced: tuple[str, ...]
    ) -> Iterator[Block | Section]:
        """What a directive asks for."""
        match asked:
            case ["contents", kind] if kind in _KINDS:
                yield Contents(kind)
            case ["abstracts"]:
                own = self.exhibits.facts.labels.language
                order = sorted(LANGUAGES, key=lambda language: language != own)
                for number, language in enumerate(order, start=1):
                    yield from self._abstract(language, f"{ABSTRACT}-{number}")
            case ["matter", name] if name in _MATTER:
                matter = self._matter(name)
                yield from [matter] if matter.items else []
            case ["list", name] if name in _LISTS:
                items = getattr(self.exhibits.facts, name)
                yield Listing(tuple((Run(item),) for item in items))
            case ["authored", name] if name in self.authored:
                yield from inside(self._text(name), head.level)
            case ["others"]:
                yield from (part for name in unplaced for part in chapters(self._text(name)))
            case [kind, *rest] if self.exhibits.has(kind, rest):
                yield from self.exhibits.shown(kind, rest)
            case _:
                problem = f"asks for '{' '.join(asked)}', which there is not"
                raise self._wrong(problem, self.exhibits.known(), f"'{head.title}'")

    def _matter(self, name: str) -> Listing | Pictures:
        facts = self.exhibits.facts
        if name == "abbreviations":
            return abbreviations(facts, self.written)
        others: dict[str, Callable[[Facts], Listing | Pictures]] = {
            "figures": key_figures,
            "glossary": glossary,
            "logos": logos,
        }
        return others[name](facts)

    def _abstract(self, language: str, ident: str) -> Iterator[Block | Section]:
        """The abstract in a language, under a heading where it is not the paper's own."""
        own = self.exhibits.facts
        labels = read_labels(language, own.study.translations.get(language))
        foreign = "" if language == own.labels.language else language
        if foreign:
            yield Section(ident, labels.word("abstract"), 2, "", (), "", language)
        facts, tokens, name = replace(own, labels=labels), Tokens(), f"{ABSTRACT}.{language}"
        path = f"{own.study.outline}/{name}.md"
        if name in self.authored:
            path, text = f"sections/{name}.md", self.authored[name][0]
        else:
            text = rendered(path, facts, tokens, self.run, self.authored)
        for block in parse(text, path, tokens):
            yield spoken_in(block, foreign)

    def _text(self, name: str) -> Text:
        labels = self.exhibits.facts.labels
        return Text(name, *self.authored[name], labels, self._free)

    def _free(self, ident: str) -> str:
        """The id, or with a number where it is taken."""
        ident = ident or "section"
        named = (f"{ident}-{number}" for number in count(2))
        while ident in self.given:
            ident = next(named)
        self.given.add(ident)
        return ident

    # What must hold of the whole

    def _check(self, sections: tuple[Section, ...], text: str, unplaced: set[str]) -> None:
        levels = [section.level for section in sections]
        if not in_order(levels) or max(levels) > DEEPEST:
            problem = "leaves out a level of headings, or goes below the third"
            raise self._wrong(problem, "Use # for chapters, ## below # and ### below ##")
        if unplaced and not _OTHERS.search(text):
            raise self._wrong(
                f"has no place for sections/{min(unplaced)}.md", "Add '::: others' to the outline"
            )
        twice = [ident for ident, times in Counter(idents(sections)).items() if times > 1]
        if twice:
            raise self._wrong(
                f"gives the id {twice[0]!r} to two things", "Give one of them another: {#name}"
            )

    def _targets(self, sections: tuple[Section, ...]) -> dict[str, str]:
        named = {s.id: name_of(s, self.exhibits.facts.labels) for s in sections}
        return {**named, **self.exhibits.labels, **{ident: ident for ident in self.exhibits.quotes}}

    def _cited(self, address: str) -> tuple[str, str]:
        return cited(address, self.exhibits.facts, self.exhibits.quotes)

    def _origin(self, ident: str) -> str:
        """The file that refers to an id, or cites something by its address."""
        texts = sorted(self.authored.items())
        wanted = ident if CITED.fullmatch(ident) else f"#{ident}"
        written = (name for name, (text, _) in texts if wanted in text)
        return next((f"sections/{name}.md" for name in written), self.path)
