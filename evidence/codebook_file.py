"""A codebook's file on its way to codes and terms; what has no meaning is named, line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from evidence.model import Code
from evidence.terms import WEIGHTS, Sets, Term, malformed, parse
from transcripts.errors import InputError
from transcripts.model import LANGUAGES
from transcripts.settings import parse_table, suggestion

_BOOK_KEYS = ("codes", "sets")
_TEXTS = ("examples", "counterexamples")
_CODE_KEYS = ("label", "definition", "parent", "requires", "threshold", "terms", *_TEXTS)

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a codebook that a researcher should correct or know.

    Attributes:
        line: from 1; 0 where it is the whole file.
        problem: what is wrong, without full stop.
        remedy: what to do about it, an imperative without full stop.
    """

    line: int
    problem: str
    remedy: str

    @property
    def place(self) -> str:
        """``line 12``; empty for the whole file."""
        return f"line {self.line}" if self.line else ""


class CodebookError(InputError):
    """A codebook that cannot be used.

    Args:
        path: the file.
        faults: all that is wrong with it, at least one.
    """

    def __init__(self, path: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(path, first.problem, first.remedy, first.place, "codebook")
        self.args = (path, tuple(faults))  # what it is made anew from in another process
        self.faults = tuple(faults)

    def __str__(self) -> str:
        """A line a fault."""
        errors = (InputError(self.path, f.problem, f.remedy, f.place) for f in self.faults)
        return "\n".join(map(str, errors))


class Lines:
    """Where in the file something stands."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def table(self, name: str) -> int:
        """The line that opens a table or one inside it; 0 where none does."""
        return self._find(lambda line: _opens(line, name))

    def key(self, key: str, within: str = "") -> int:
        """The first line that sets a key, or opens a table of its name, in a table's part."""
        sets = re.compile(rf"^[^#]*(?<![\w-]){re.escape(key)}(?:\s*=|\])")
        return self._find(lambda line: sets.match(line) is not None, within)

    def entry(self, text: str, within: str) -> int:
        """The line in a table's part that has a text in quotation marks."""
        wanted = (f'"{text}"', f"'{text}'")
        return self._find(lambda line: any(one in line for one in wanted), within)

    def _find(self, wanted: Callable[[str], bool], within: str = "") -> int:
        inside = not within
        for number, line in enumerate(self._lines, 1):
            if within and line.startswith("["):
                inside = _opens(line, within)
            if inside and wanted(line):
                return number
        return 0


def _opens(line: str, table: str) -> bool:
    return line.startswith((f"[{table}]", f"[{table}."))


class Reading:
    """One file on its way to a codebook: what it holds, and what is wrong with it.

    Args:
        name: of the file, for messages.
        text: of the file.

    Attributes:
        codes: in the order of the file.
        terms: of all codes.
        requires: code to required code.
        thresholds: code to threshold, where it is set.
        faults: what has no meaning, by line.

    Raises:
        InputError: the text is no TOML.
    """

    def __init__(self, name: str, text: str) -> None:
        self._lines = Lines(text)
        self._found: list[Fault] = []
        data = parse_table(text, name)
        self._known_keys(data, _BOOK_KEYS, "the codebook")
        self._sets = self._read_sets(self._table(data.get("sets", {}), "sets"))
        bodies = self._bodies(self._table(data.get("codes", {}), "codes"))
        self.codes = tuple(self._code(code, body) for code, body in bodies.items())
        self.terms = tuple(t for code, body in bodies.items() for t in self._terms(code, body))
        self.requires = self._references(bodies, "requires")
        self.thresholds = self._thresholds(bodies)
        self._check_tree(self._references(bodies, "parent"), bodies)
        if not self._found:  # else a code may seem empty because something else is wrong
            self._check_leaves(bodies)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What has no meaning, in the order of the file."""
        return tuple(sorted(dict.fromkeys(self._found), key=lambda fault: fault.line))

    def _wrong(self, line: int, problem: str, remedy: str) -> None:
        self._found.append(Fault(line, problem, remedy))

    def _wrong_in(self, code: str, problem: str, remedy: str, entry: str | None = None) -> None:
        table = f"codes.{code}"
        line = self._lines.entry(entry, table) if entry is not None else 0
        self._wrong(line or self._lines.table(table), f"code {code}: {problem}", remedy)

    # Codes

    def _bodies(self, tables: Table) -> dict[str, Table]:
        if not tables:
            self._wrong(0, "no codes are defined", "Write a table [codes.name] for each code")
        bodies = {code: self._table(body, f"code {code}") for code, body in tables.items()}
        for code, body in bodies.items():
            if not re.fullmatch(r"[a-z][a-z0-9_]*", code):
                remedy = "Use small letters without accents, digits and _, starting with a letter"
                problem = f'"{code}" cannot be the name of a code'
                self._wrong(self._lines.table(f"codes.{code}"), problem, remedy)
            self._known_keys(body, _CODE_KEYS, f"code {code}")
        return bodies

    def _code(self, code: str, body: Table) -> Code:
        labels = self._by_language(code, body, "label")
        definitions = self._by_language(code, body, "definition")
        parent = body.get("parent", "")
        examples, counterexamples = (self._sentences(code, body, key) for key in _TEXTS)
        return Code(code, labels, definitions, str(parent), examples, counterexamples)

    def _by_language(self, code: str, body: Table, key: str) -> dict[str, str]:
        texts = self._languages(code, body, key)
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                problem = f"{key}.{language} must be a text in quotes"
                self._wrong_in(code, problem, "Write it in words")
        return {language: str(texts.get(language, "")).strip() for language in LANGUAGES}

    def _sentences(self, code: str, body: Table, key: str) -> dict[str, tuple[str, ...]]:
        table = self._table(body.get(key, {}), f"code {code}, {key}")
        self._known_keys(table, LANGUAGES, f"code {code}, {key}")
        return {
            language: tuple(self._texts(code, f"{key}.{language}", value))
            for language, value in table.items()
        }

    def _languages(self, code: str, body: Table, key: str) -> Table:
        table = self._table(body.get(key, {}), f"code {code}, {key}")
        self._known_keys(table, LANGUAGES, f"code {code}, {key}")
        for language in LANGUAGES:
            if language not in table:
                problem = f"{key} is missing in language {language}"
                self._wrong_in(code, problem, f"Add {key} for {', '.join(LANGUAGES)}")
        return {language: table[language] for language in LANGUAGES if language in table}

    def _references(self, bodies: Mapping[str, Table], key: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for code, body in bodies.items():
            other = body.get(key, "")
            if not isinstance(other, str):
                self._wrong_in(code, f"{key} must be the name of a code", "Write it in quotes")
            elif other and other not in bodies:
                said = "the parent" if key == "parent" else "it requires"
                problem = f'{said} "{other}" is not a code'
                self._wrong_in(code, problem, suggestion(other, bodies))
            elif other:
                found[code] = other
        return found

    def _thresholds(self, bodies: Mapping[str, Table]) -> dict[str, float]:
        found: dict[str, float] = {}
        for code, body in bodies.items():
            value = body.get("threshold", 1.0)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
                problem = "threshold must be a number above 0"
                self._wrong_in(code, problem, "Write 1 for one strong or two weak terms")
            elif "threshold" in body:
                found[code] = float(value)
        return found

    def _check_tree(self, parents: Mapping[str, str], bodies: Iterable[str]) -> None:
        for code in bodies:
            above, steps = parents.get(code, ""), 0
            while above and steps <= len(parents):
                above, steps = parents.get(above, ""), steps + 1
            if above:
                self._wrong_in(code, "it stands above itself", "Correct the parents")

    def _check_leaves(self, bodies: Iterable[str]) -> None:
        used = {term.code for term in self.terms} | {code.parent for code in self.codes}
        for code in bodies:
            if code not in used:
                problem = "no terms: nothing would ever get this code"
                self._wrong_in(code, problem, "Add terms, or remove the code")

    # Sets and terms

    def _read_sets(self, tables: Table) -> dict[str, Sets]:
        """The sets of each language."""
        found: dict[str, dict[str, Sequence[str]]] = {language: {} for language in LANGUAGES}
        for name, value in tables.items():
            table = self._table(value, f"set {name}")
            self._known_keys(table, LANGUAGES, f"set {name}")
            for language in LANGUAGES:
                entries = self._entries(f"sets.{name}", f"set {name}", table.get(language, []), {})
                found[language][name] = entries
        return dict(found)

    def _terms(self, code: str, body: Table) -> list[Term]:
        if "terms" not in body:
            return []
        tables = self._languages(code, body, "terms")
        return [
            t for language, value in tables.items() for t in self._terms_in(code, language, value)
        ]

    def _terms_in(self, code: str, language: str, value: object) -> list[Term]:
        place = f"terms.{language}"
        table = self._table(value, f"code {code}, {place}")
        self._known_keys(table, WEIGHTS, f"code {code}, {place}")
        sets = self._sets[language]
        found: dict[str, Term] = {}
        for key, weight in WEIGHTS.items():
            what = f"code {code}: {place}.{key}"
            for text in self._entries(f"codes.{code}", what, table.get(key, []), sets):
                if text.lower() in found:
                    problem = f'the {language} term "{text}" stands there twice'
                    self._wrong_in(code, problem, "Remove one of the two", entry=text)
                found[text.lower()] = parse(code, language, text, weight, sets)
        if not any(term.weight for term in found.values()):
            self._wrong_in(code, f"{place} holds no terms", "Add strong or weak terms")
        return list(found.values())

    def _entries(self, table: str, what: str, value: object, sets: Sets) -> list[str]:
        """The entries of a list of terms that have a meaning, each blank a single one."""
        kept: list[str] = []
        for number, entry in enumerate(self._list(table, what, value), 1):
            if not isinstance(entry, str):
                problem = f"{what}, entry {number} is not a text"
                self._wrong(self._lines.table(table), problem, "Put it in quotes")
            elif fault := malformed(entry, sets):
                problem = f'{what}, entry {number}, "{entry}": {fault}'
                line = self._lines.entry(entry, table) or self._lines.table(table)
                self._wrong(
                    line, problem, "Compare it with the first lines of the default codebook"
                )
            else:
                kept.append(" ".join(entry.split()))
        return kept

    def _texts(self, code: str, what: str, value: object) -> list[str]:
        found = self._list(f"codes.{code}", f"code {code}: {what}", value)
        if not all(isinstance(entry, str) for entry in found):
            self._wrong_in(code, f"{what} must hold texts", "Put each in quotes")
        return [str(entry) for entry in found]

    def _list(self, table: str, what: str, value: object) -> Sequence[object]:
        if isinstance(value, list):
            return value
        self._wrong(
            self._lines.table(table), f"{what} must be a list", 'Write it as ["one", "two"]'
        )
        return ()

    # Tables

    def _table(self, value: object, what: str) -> Table:
        if isinstance(value, dict):
            return value
        self._wrong(0, f"{what} must be a table", "Compare it with the default codebook")
        return {}

    def _known_keys(self, table: Table, known: Iterable[str], what: str) -> None:
        for key in table:
            if key not in known:
                problem = f'{what} has the unknown key "{key}"'
                self._wrong(self._lines.key(key), problem, suggestion(key, known))
