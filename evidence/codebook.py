"""The codebook: which codes there are, and which words speak for them.

A codebook is a TOML file that researchers edit; ``templates/codebook.toml`` is the default and
explains the format in its first lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evidence.model import Code
from transcripts.errors import InputError
from transcripts.model import LANGUAGES
from transcripts.settings import parse_table, read_text, suggestion

STRONG, WEAK, NEVER = 1.0, 0.5, 0.0
"""What a term adds to a passage: enough alone, half of enough, nothing and hides what it holds."""

WEIGHTS = {"strong": STRONG, "weak": WEAK, "never": NEVER}
DEFAULT = Path(__file__).parents[1] / "templates" / "codebook.toml"

_BOOK_KEYS = ("codes",)
_CODE_KEYS = ("label", "definition", "parent", "requires", "threshold", "terms")
_FEWEST_LETTERS = 3
_NOT_IN_TERMS = frozenset("[](){}|\\^$?+<>=\n\t")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that speak for a code in one language.

    Attributes:
        code: id of the code.
        language: ISO 639-1 code.
        text: one or several words in dictionary form; ``*`` stands for any letters at the start
            or the end of a word.
        weight: 1 for a strong term, 0.5 for a weak one, 0 for words that must not count.
    """

    code: str
    language: str
    text: str
    weight: float = STRONG


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes in the order of the file, with the terms of each.

    Attributes:
        codes: a parent need not stand before its children.
        terms: all codes' terms in all languages.
        requires: code to the code that must be found in the same passage for it to count.
        thresholds: code to the sum of weights of different terms that a passage needs; 1 for
            codes that are not named.
    """

    codes: tuple[Code, ...]
    terms: tuple[Term, ...] = ()
    requires: dict[str, str] = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)

    def __hash__(self) -> int:
        """A codebook may be the key of a cache, though its mappings cannot be hashed."""
        return hash((tuple(code.id for code in self.codes), self.terms))

    def code(self, code: str) -> Code:
        """The code of that id.

        Raises:
            KeyError: no such code.
        """
        for candidate in self.codes:
            if candidate.id == code:
                return candidate
        raise KeyError(code)

    def label(self, code: str, language: str) -> str:
        """The code's name to print in a language."""
        return self.code(code).labels[language]

    def children(self, code: str) -> tuple[Code, ...]:
        """The codes directly below, in the order of the file."""
        return tuple(child for child in self.codes if child.parent == code)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Ids of the codes above, the nearest first."""
        above: list[str] = []
        parent = self.code(code).parent
        while parent:
            above.append(parent)
            parent = self.code(parent).parent
        return tuple(above)

    def themes(self) -> tuple[Code, ...]:
        """The codes without parent, in the order of the file."""
        return self.children("")

    def terms_in(self, language: str) -> tuple[Term, ...]:
        """All codes' terms in one language."""
        return tuple(term for term in self.terms if term.language == language)

    def threshold(self, code: str) -> float:
        """The sum of weights that a passage needs to get the code."""
        return self.thresholds.get(code, STRONG)


def default_codebook() -> Codebook:
    """The codebook for studies that bring none: the future of mobility, in three languages."""
    return read_codebook(DEFAULT)


def read_codebook(path: Path) -> Codebook:
    """The codebook in a TOML file.

    Raises:
        InputError: the file is missing, is no TOML, or says something that has no meaning.
    """
    if not path.is_file():
        problem = "there is no such codebook"
        raise InputError(path.name, problem, "Check the name of the file", kind="missing")
    return _Reading(path.name, read_text(path, path.name)).codebook()


class _Reading:
    """One file on its way to a codebook; knows where in the file it is."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.data: dict[str, object] = parse_table(text, name)

    def codebook(self) -> Codebook:
        self.known_keys(self.data, _BOOK_KEYS, "the codebook")
        tables = self.table(self.data.get("codes"), "codes")
        if not tables:
            raise self.wrong("", "no codes are defined", "Write a table [codes.name] for each code")
        bodies = {code: self.body(code, body) for code, body in tables.items()}
        codes = tuple(self.code(code, body) for code, body in bodies.items())
        self.check_tree(codes)
        terms = tuple(term for code, body in bodies.items() for term in self.terms(code, body))
        self.check_leaves(codes, {term.code for term in terms})
        return Codebook(codes, terms, self.requires(bodies), self.thresholds(bodies))

    def body(self, code: str, body: object) -> Mapping[str, object]:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", code):
            remedy = "Use small letters without accents, digits and _, starting with a letter"
            raise self.wrong(code, f'"{code}" cannot be the name of a code', remedy)
        table = self.table(body, f"code {code}")
        self.known_keys(table, _CODE_KEYS, f"code {code}")
        return table

    def code(self, code: str, body: Mapping[str, object]) -> Code:
        labels = self.by_language(code, body, "label")
        definitions = self.by_language(code, body, "definition")
        return Code(code, labels, definitions, self.word(code, body, "parent"))

    def by_language(self, code: str, body: Mapping[str, object], key: str) -> dict[str, str]:
        texts = self.languages(code, body, key)
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                problem = f"{key}.{language} must be a text in quotes"
                raise self.wrong(code, problem, "Write it in words")
        return {language: str(texts[language]).strip() for language in LANGUAGES}

    def languages(self, code: str, body: Mapping[str, object], key: str) -> Mapping[str, object]:
        table = self.table(body.get(key, {}), f"code {code}, {key}")
        self.known_keys(table, LANGUAGES, f"code {code}, {key}")
        for language in LANGUAGES:
            if language not in table:
                problem = f"{key} is missing in language {language}"
                raise self.wrong(code, problem, f"Add {key} for {', '.join(LANGUAGES)}")
        return table

    def word(self, code: str, body: Mapping[str, object], key: str) -> str:
        value = body.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(code, f"{key} must be the name of a code", "Write it in quotes")
        return value

    def check_tree(self, codes: tuple[Code, ...]) -> None:
        parents = {code.id: code.parent for code in codes}
        for code in codes:
            if code.parent and code.parent not in parents:
                problem = f'the parent "{code.parent}" is not a code'
                raise self.wrong(code.id, problem, suggestion(code.parent, parents))
            above, steps = code.parent, 0
            while above and steps <= len(parents):
                above, steps = parents.get(above, ""), steps + 1
            if above:
                raise self.wrong(code.id, "it stands above itself", "Correct the parents")

    def check_leaves(self, codes: tuple[Code, ...], with_terms: set[str]) -> None:
        parents = {code.parent for code in codes}
        for code in codes:
            if code.id not in parents and code.id not in with_terms:
                problem = "no terms: nothing would ever get this code"
                raise self.wrong(code.id, problem, "Add terms, or remove the code")

    def terms(self, code: str, body: Mapping[str, object]) -> list[Term]:
        if "terms" not in body:
            return []
        tables = self.languages(code, body, "terms")
        return [
            term
            for language in LANGUAGES
            for term in self.terms_in(code, language, tables[language])
        ]

    def terms_in(self, code: str, language: str, value: object) -> list[Term]:
        place = f"terms.{language}"
        table = self.table(value, f"code {code}, {place}")
        self.known_keys(table, WEIGHTS, f"code {code}, {place}")
        found: dict[str, Term] = {}
        for key, weight in WEIGHTS.items():
            for text in self.entries(code, f"{place}.{key}", table.get(key, [])):
                if text.lower() in found:
                    problem = f'the {language} term "{text}" stands there twice'
                    raise self.wrong(code, problem, "Remove one of the two", entry=text)
                found[text.lower()] = Term(code, language, text, weight)
        if not any(term.weight for term in found.values()):
            raise self.wrong(code, f"{place} holds no terms", "Add strong or weak terms")
        return list(found.values())

    def entries(self, code: str, place: str, value: object) -> list[str]:
        if not isinstance(value, list):
            problem = f"{place} must be a list"
            raise self.wrong(code, problem, 'Write it as ["one", "two"]')
        for number, entry in enumerate(value, 1):
            if not isinstance(entry, str):
                problem = f"{place}, entry {number} is not a text"
                raise self.wrong(code, problem, "Put it in quotes")
            fault = malformed(entry)
            if fault:
                problem = f'{place}, entry {number}, "{entry}": {fault}'
                remedy = "Write words in dictionary form, * only at the start or end of a word"
                raise self.wrong(code, problem, remedy, entry=entry)
        return [" ".join(entry.split()) for entry in value]

    def requires(self, bodies: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
        required = {code: self.word(code, body, "requires") for code, body in bodies.items()}
        for code, other in required.items():
            if other and other not in bodies:
                problem = f'it requires "{other}", which is not a code'
                raise self.wrong(code, problem, suggestion(other, bodies))
        return {code: other for code, other in required.items() if other}

    def thresholds(self, bodies: Mapping[str, Mapping[str, object]]) -> dict[str, float]:
        set_here = {code: body["threshold"] for code, body in bodies.items() if "threshold" in body}
        for code, value in set_here.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
                problem = "threshold must be a number above 0"
                raise self.wrong(code, problem, "Write 1 for one strong or two weak terms")
        return {code: float(str(value)) for code, value in set_here.items()}

    def table(self, value: object, what: str) -> Mapping[str, object]:
        if isinstance(value, dict):
            return value
        problem = f"{what} must be a table"
        raise self.wrong("", problem, "Compare it with the default codebook")

    def known_keys(self, table: Mapping[str, object], known: Iterable[str], what: str) -> None:
        for key in table:
            if key not in known:
                problem = f'{what} has the unknown key "{key}"'
                remedy = suggestion(key, known)
                place = self.key_line(key)
                raise InputError(self.name, problem, remedy, place=place, kind="codebook")

    def wrong(
        self, code: str, problem: str, remedy: str, *, entry: str | None = None
    ) -> InputError:
        place = self.line(lambda line: f'"{entry}"' in line or f"'{entry}'" in line, code)
        if entry is None or not place:
            place = self.line(lambda line: line.startswith(f"[codes.{code}"))
        subject = f"code {code}: {problem}" if code else problem
        return InputError(self.name, subject, remedy, place=place, kind="codebook")

    def key_line(self, key: str) -> str:
        """The first line that sets a key, or that opens a table of its name."""
        sets = re.compile(rf"^[^#]*(?<![\w-]){re.escape(key)}(?:\s*=|\])")
        return self.line(lambda line: sets.match(line) is not None)

    def line(self, wanted: Callable[[str], bool], code: str = "") -> str:
        """``line 12``, the first that is wanted in the code's part of the file; else empty."""
        inside = not code
        for number, line in enumerate(self.lines, 1):
            if code and line.startswith("["):
                inside = line.startswith((f"[codes.{code}]", f"[codes.{code}."))
            if inside and wanted(line):
                return f"line {number}"
        return ""


def malformed(term: str) -> str:
    """What is wrong with a term, in a few words; empty where nothing is."""
    if not term.strip():
        return "it is empty"
    for word in term.split():
        stem = word.strip("*")
        if "*" in stem or len(word) - len(stem) > word.startswith("*") + word.endswith("*"):
            return "* may stand once at the start and once at the end of a word"
        if "*" in word and sum(map(str.isalnum, stem)) < _FEWEST_LETTERS:
            return f"with * a word needs at least {_FEWEST_LETTERS} letters"
        if not any(map(str.isalnum, stem)):
            return "a word needs letters or digits"
        if not _NOT_IN_TERMS.isdisjoint(stem):
            return "patterns and signs are not words"
    return ""
