"""Evidence and outline into a paper: the only place that decides order and wording.

An outline is Markdown with Jinja in it, under ``templates/<outline>/<language>.md``:

* ``# Title {#id .front}`` begins a section; ``.cover``, ``.front`` and ``.annex`` say its part;
* ``::: table NAME``, ``::: figure NAME``, ``::: quotations CODE``, ``::: contents KIND``,
  ``::: list NAME`` and ``::: authored NAME`` on a line of their own put something in its place;
  ``::: others`` puts there, as chapters, what the authors wrote beside what is asked for;
* ``[](#id)`` becomes the number of the table or figure, or that of the section.
"""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from evidence.gathering import Evidence
from papers.authored import Authored, Text, chapters, inside, titled
from papers.exhibits import Exhibits
from papers.facts import Facts
from papers.headings import DEEPEST, Heading, divided, in_order, slug
from papers.labels import TEMPLATES, read_labels
from papers.model import Block, Contents, Listing, Paper, Paragraph, Run, Section
from papers.numbering import numbered
from papers.prose import Tokens, parse, words
from papers.references import Targets, idents, name_of, resolved
from transcripts.errors import InputError
from transcripts.study import Study

_DIRECTIVE = re.compile(r":::\s*(\S*)\s*(.*?)\s*")
_ASKED = re.compile(r"^:::\s+authored\s+(\S+)", re.MULTILINE)
_OTHERS = re.compile(r"^:::\s+others\b", re.MULTILINE)
_PARTS = ("cover", "front", "body", "annex")
_LISTS = ("committee", "authors")
_KINDS = ("sections", "figures", "tables")


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
    outline = _Outline(f"{study.outline}/{language}.md", Exhibits(facts), dict(authored or {}))
    sections = outline.composed(dict(run or {}))
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


@pass_context  # which also keeps Jinja from filling in what is constant, and escaping it
def _as_token(context: Context, value: object) -> object:
    """Every value stands as a token, so that nothing in it is read as Markdown."""
    return value if isinstance(value, Markup) else Markup(context["_keep"](str(value)))  # noqa: S704


@cache
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_as_token,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="<!--",
        comment_end_string="-->",
    )


@dataclass
class _Outline:
    path: str
    exhibits: Exhibits
    authored: dict[str, tuple[str, str]]
    tokens: Tokens = field(default_factory=Tokens)
    given: set[str] = field(default_factory=set)

    def composed(self, run: dict[str, Any]) -> tuple[Section, ...]:
        """The outline filled in, in order, and each of its references led somewhere."""
        text = self._rendered(run)
        unplaced = set(self.authored) - set(_ASKED.findall(text))
        sections = tuple(self._sections(text, tuple(sorted(unplaced))))
        self._check(sections, text, unplaced)
        sections = numbered(sections)
        targets = Targets(self._targets(sections), self._origin)
        return tuple(resolved(section, targets) for section in sections)

    def _wrong(self, problem: str, remedy: str, place: str = "") -> InputError:
        return InputError(self.path, problem, remedy, place=place, kind="outline")

    # From the outline's file to one text

    def _rendered(self, run: dict[str, Any]) -> str:
        known = sorted(path.parent.name for path in TEMPLATES.glob("*/en.md"))
        if not (TEMPLATES / self.path).is_file():
            raise self._wrong("there is no such outline", f"Known are: {', '.join(known)}")
        try:
            return _environment(TEMPLATES).get_template(self.path).render(self._names(run))
        except (TemplateError, LookupError, TypeError, ValueError, ArithmeticError) as error:
            problem = f"cannot be filled in: {error}".rstrip(".")
            raise self._wrong(problem, "Correct the outline", self._line_of(error)) from error

    def _line_of(self, error: Exception) -> str:
        """Where in the outline an error has come up, as ``line 12``."""
        frames = traceback.extract_tb(error.__traceback__)
        passed = [frame.lineno for frame in frames if frame.filename.endswith(self.path)]
        line = getattr(error, "lineno", None) or (passed[-1] if passed else None)
        return f"line {line}" if line else ""

    def _names(self, run: dict[str, Any]) -> dict[str, Any]:
        facts, labels = self.exhibits.facts, self.exhibits.facts.labels
        return {
            "_keep": self.tokens.keep,
            "facts": facts,
            "study": facts.study,
            "run": run,
            "has": self._has,
            "n": labels.number,
            "count": labels.count,
            "form": labels.form,
            "share": labels.share,
            "listed": labels.listed,
            "named": facts.named,
            "quoted": labels.quoted,
            "date": labels.date,
            "attribute": labels.attribute,
            "inline": labels.inline,
        }

    def _has(self, name: str) -> bool:
        return name in self.authored

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

    def _origin(self, ident: str) -> str:
        """The file that refers to an id."""
        texts = sorted(self.authored.items())
        written = (name for name, (text, _) in texts if f"#{ident}" in text)
        return next((f"sections/{name}.md" for name in written), self.path)
