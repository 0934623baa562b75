"""A codebook's file on its way to codes and terms; what has no meaning is named, line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from evidence.codebook_faults import Fault
from evidence.codebook_lines import Lines
from evidence.codebook_syntax import table_of
from evidence.model import Code
from evidence.terms import WEIGHTS, Sets, Slip, Term, parse, slip, slip_in_set, written_out
from transcripts.model import LANGUAGES
from transcripts.settings import suggestion

_BOOK_KEYS = ("codes", "sets")
_TEXTS = ("examples", "counterexamples")
_CODE_KEYS = ("label", "definition", "parent", "requires", "threshold", "terms", "guid", *_TEXTS)
_POSITIVE = tuple(name for name, weight in WEIGHTS.items() if weight)
_MOST_WEIGHT = 1_000

Table = Mapping[str, object]


class Reading:
    """One file on its way to a codebook: what it holds, and what is wrong with it.

    Args:
        name: of the file, for messages.
        text: of the file.

    Attributes:
        lines: where in the file something stands.
        sets: the phrases of each set, by language.
        codes: in the order of the file.
        terms: of all codes.
        requires: code to required code.
        thresholds: code to threshold, where it is set.
        faults: what has no meaning, by line.

    Raises:
        InputError: the text is no TOML.
    """

    def __init__(self, name: str, text: str) -> None:
        self.lines = Lines(text)
        self._found: list[Fault] = []
        self._places: dict[tuple[str, str, str], tuple[str, int]] = {}
        data = table_of(text, name)
        self._known_keys(data, _BOOK_KEYS)
        self.sets = self._read_sets(self._table(data.get("sets", {}), "sets"))
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

    def line_of(self, term: Term) -> int:
        """The line of a term."""
        weight, number = self._places[term.code, term.language, term.text]
        return self.lines.of("codes", term.code, "terms", term.language, weight, number)

    def _wrong(self, path: Sequence[str | int], problem: str, remedy: str) -> None:
        self._found.append(Fault(self.lines.of(*path), f"{_said(path)}{problem}", remedy))

    # Codes

    def _bodies(self, tables: Table) -> dict[str, Table]:
        if not tables:
            problem = "no codes are defined"
            self._found.append(Fault(0, problem, "Write a table [codes.name] for each code"))
        bodies: dict[str, Table] = {}
        for code, body in tables.items():
            self._table(body, "codes", code)
            bodies |= {code: body} if isinstance(body, dict) else {}
        for code, body in bodies.items():
            if not re.fullmatch(r"[a-z][a-z0-9_]*", code):
                problem = "this cannot be the name of a code"
                remedy = "Use small letters without accents, digits and _, starting with a letter"
                self._wrong(("codes", code), problem, remedy)
            self._known_keys(body, _CODE_KEYS, "codes", code)
        return bodies

    def _code(self, code: str, body: Table) -> Code:
        labels = self._by_language(code, body, "label")
        definitions = self._by_language(code, body, "definition")
        parent = body.get("parent", "")
        examples, counterexamples = (self._sentences(code, body, key) for key in _TEXTS)
        guid = body.get("guid", "")
        if not isinstance(guid, str):
            self._wrong(("codes", code, "guid"), "this must be a text in quotes", "Take it out")
            guid = ""
        return Code(code, labels, definitions, str(parent), examples, counterexamples, guid)

    def _by_language(self, code: str, body: Table, key: str) -> dict[str, str]:
        texts = self._languages(code, body, key)
        for language, text in texts.items():
            if not isinstance(text, str) or not text.strip():
                path = ("codes", code, key, language)
                self._wrong(path, "this must be a text in quotes", "Write it in words")
        said = {language: str(text).strip() for language, text in texts.items()}
        other = next(iter(said.values()), "")  # a code from elsewhere may have but one language
        return {language: said.get(language, other) for language in LANGUAGES}

    def _sentences(self, code: str, body: Table, key: str) -> dict[str, tuple[str, ...]]:
        path = ("codes", code, key)
        table = self._table(body.get(key, {}), *path)
        self._known_keys(table, LANGUAGES, *path)
        return {
            language: tuple(text for _, text in self._entries((*path, language), value, _unsaid))
            for language, value in table.items()
        }

    def _languages(self, code: str, body: Table, key: str) -> Table:
        path = ("codes", code, key)
        value = body.get(key, {})
        table = self._table(value, *path)
        self._known_keys(table, LANGUAGES, *path)
        for language in LANGUAGES:
            if language not in table and isinstance(value, dict) and not _is_foreign(body):
                remedy = f"Add {key} for {', '.join(LANGUAGES)}"
                self._wrong((*path, language), "this is missing", remedy)
        return {language: table[language] for language in LANGUAGES if language in table}

    def _references(self, bodies: Mapping[str, Table], key: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for code, body in bodies.items():
            other = body.get(key, "")
            path = ("codes", code, key)
            if not isinstance(other, str):
                self._wrong(path, "this must be the name of a code", "Write it in quotes")
            elif other and other not in bodies:
                self._wrong(path, f'"{other}" is not a code', suggestion(other, bodies))
            elif other:
                found[code] = other
        return found

    def _thresholds(self, bodies: Mapping[str, Table]) -> dict[str, float]:
        found: dict[str, float] = {}
        for code, body in bodies.items():
            value = body.get("threshold", 1.0)
            if not _is_weight(value):
                path, problem = ("codes", code, "threshold"), "this must be a number above 0"
                self._wrong(path, problem, "Write 1 for one strong or two weak terms")
            elif "threshold" in body:
                found[code] = float(str(value))
        return found

    def _check_tree(self, parents: Mapping[str, str], bodies: Iterable[str]) -> None:
        for code in bodies:
            above, steps = parents.get(code, ""), 0
            while above and steps <= len(parents):
                above, steps = parents.get(above, ""), steps + 1
            if above:
                path = ("codes", code, "parent")
                self._wrong(path, "the code stands above itself", "Correct the parents")

    def _check_leaves(self, bodies: Mapping[str, Table]) -> None:
        own = {term.code for term in self.terms}
        used = own | {code.parent for code in self.codes}
        for code, body in bodies.items():
            if code not in used and not _is_foreign(body):
                problem = "nothing would ever get this code: it has no terms"
                self._wrong(("codes", code), problem, "Add terms, or remove the code")
        below = {code.parent for code in self.codes if code.id in own - set(self.requires)}
        for code, other in self.requires.items():
            path = ("codes", code, "requires")
            if other == code:
                self._wrong(path, "the code requires itself", "Take the line out")
            elif other not in own | below:
                problem = f'nothing is found for "{other}" that could stand beside it'
                self._wrong(path, problem, f"Add terms to {other}, or require another code")

    # Sets and terms

    def _read_sets(self, tables: Table) -> dict[str, Sets]:
        """The sets of each language."""
        found: dict[str, dict[str, Sequence[str]]] = {language: {} for language in LANGUAGES}
        for name, value in tables.items():
            table = self._table(value, "sets", name)
            self._known_keys(table, LANGUAGES, "sets", name)
            if not re.fullmatch(r"[\w-]+", name):
                remedy = "Use letters, digits, - and _"
                self._wrong(("sets", name), "this cannot be the name of a set", remedy)
            whole = isinstance(value, dict) and table.keys() <= set(LANGUAGES)
            for language in LANGUAGES:
                entries = self._set(name, language, table.get(language, []))
                # What is wrong with a set is not wrong with the terms that name it.
                found[language][name] = entries or (() if whole else (name,))
        return dict(found)

    def _set(self, name: str, language: str, value: object) -> Sequence[str]:
        entries = self._entries(("sets", name, language), value, slip_in_set)
        found = [one for _, entry in entries for one in written_out(entry, {})]
        return tuple(dict.fromkeys(found)) or ((name,) if value else ())

    def _terms(self, code: str, body: Table) -> list[Term]:
        if "terms" not in body:
            return []
        tables = self._languages(code, body, "terms")
        return [
            t for language, value in tables.items() for t in self._terms_in(code, language, value)
        ]

    def _terms_in(self, code: str, language: str, value: object) -> list[Term]:
        path = ("codes", code, "terms", language)
        table = self._table(value, *path)
        self._known_keys(table, WEIGHTS, *path)
        sets = self.sets[language]
        found: dict[str, Term] = {}
        for key, weight in WEIGHTS.items():
            listed = self._entries((*path, key), table.get(key, []), lambda t: slip(t, sets))
            for number, text in listed:
                place = (*path, key, number)
                if (other := found.get(text.lower())) is not None:
                    self._repeated(place, text, other)
                    continue
                self._places[code, language, text] = key, number
                found[text.lower()] = parse(code, language, text, weight, sets)
        if isinstance(value, dict) and not any(table.get(key) for key in _POSITIVE):
            self._wrong(path, "there are no terms", "Add strong or weak terms")
        return list(found.values())

    def _repeated(self, path: Sequence[str | int], text: str, other: Term) -> None:
        problem = f'"{text}" stands there twice, first on line {self.line_of(other)}'
        self._wrong(path, problem, "Remove one of the two")

    def _entries(
        self, path: Sequence[str | int], value: object, faulty: Callable[[str], Slip | None]
    ) -> list[tuple[int, str]]:
        """The texts of a list that have a meaning, each blank a single one, with their index."""
        kept: list[tuple[int, str]] = []
        for number, entry in enumerate(self._list(path, value)):
            if not isinstance(entry, str):
                self._wrong((*path, number), "this is not a text", "Put it in quotes")
            elif found := faulty(entry):
                self._wrong((*path, number), f'"{entry}": {found.problem}', found.remedy)
            else:
                kept.append((number, " ".join(entry.split())))
        return kept

    def _list(self, path: Sequence[str | int], value: object) -> Sequence[object]:
        if isinstance(value, list):
            return value
        self._wrong(path, "this must be a list", 'Write it as ["one", "two"]')
        return ()

    # Tables

    def _table(self, value: object, *path: str) -> Table:
        if isinstance(value, dict):
            return value
        self._wrong(path, "this must be a table", f"Write it as [{'.'.join(path)}]")
        return {}

    def _known_keys(self, table: Table, known: Iterable[str], *path: str) -> None:
        for key in table:
            if key not in known:
                self._wrong((*path, key), "there is no such key", suggestion(key, known))


def _said(path: Sequence[str | int]) -> str:
    """What a fault is about, in words: ``code welding: terms.en.weak, entry 1: ``."""
    kind = {"codes": "code ", "sets": "set "}.get(str(path[0]), "") if len(path) > 1 else ""
    head, keys = (f"{kind}{path[1]}: ", path[2:]) if kind else ("", path)
    entries = [f"entry {key + 1}" for key in keys if isinstance(key, int)]
    name = ".".join(key for key in keys if isinstance(key, str))
    return head + (f"{', '.join([name, *entries])}: " if name else "")


def _is_foreign(body: Table) -> bool:
    """Whether a code comes from another program: people apply it, and it may have no terms."""
    return bool(body.get("guid"))


def _unsaid(sentence: str) -> Slip | None:
    return None if sentence.strip() else Slip("it is empty", "Write a sentence, or take it out")


def _is_weight(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return 0 < value <= _MOST_WEIGHT
