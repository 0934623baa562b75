"""On which line of a TOML file a value stands, which its reader does not tell.

The file is known to be TOML, so that only what opens, closes and parts values is looked at.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property

Path = tuple[str | int, ...]
"""Keys, and indices of lists, that lead to a value: ``("codes", "welding", "threshold")``."""

_DEEPEST = 8
"""Keys that are told apart; codebooks have six."""

_TOKEN = re.compile(
    r'''
      (?P<blank> [ \t\r]+ | \#[^\n]* )
    | """ (?: \\. | [^\\] )*? "{3,5}
    | \'\'\' .*? \'{3,5}
    | " (?: \\. | [^"\\\n] )* "
    | ' [^'\n]* '
    | [][{}=,.\n]
    | [^][{}=,.\#"'\s]+
    ''',
    re.VERBOSE | re.DOTALL,
)
_ENDS = frozenset((",", "]", "}", "\n", ""))


class Lines:
    """Where in the file something stands.

    Args:
        text: of the file, which must be TOML.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def of(self, *path: str | int) -> int:
        """The line, from 1, of a value or of the nearest that holds it; 0 where none does."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._all:
                return self._all[path[:end]]
        return 0

    @cached_property
    def _all(self) -> dict[Path, int]:
        """Looked through only when a line is asked for: most codebooks are right."""
        return _Search(self._text).found


class _Search:
    """One pass over a text; ``found`` has the line of each value and table."""

    def __init__(self, text: str) -> None:
        self.found: dict[Path, int] = {}
        self._tokens = _tokens(text)
        self._now, self._line = next(self._tokens)
        with suppress(StopIteration):  # the end, where a text is no TOML
            self._search()

    def _search(self) -> None:
        table: Path = ()
        while self._now:
            if self._now == "\n":
                self._take()
            elif self._now == "[":
                table = self._header()
            else:
                self._pair(table)

    def _take(self) -> str:
        taken = self._now
        self._now, self._line = next(self._tokens)
        return taken

    def _mark(self, path: Path, line: int) -> None:
        for end in range(1, min(len(path), _DEEPEST) + 1):
            self.found.setdefault(path[:end], line)

    def _header(self) -> Path:
        line = self._line
        while self._now == "[":
            self._take()
        path = self._key()
        while self._now == "]":
            self._take()
        self._mark(path, line)
        return path

    def _key(self) -> Path:
        parts: list[str] = []
        while self._now not in {"=", "]"}:
            part = self._take()
            if part != ".":
                parts.append(_unquoted(part))
        return tuple(parts)

    def _pair(self, table: Path) -> None:
        line = self._line
        path = table + self._key()
        self._take()
        self._mark(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        if len(path) > _DEEPEST and self._now in {"[", "{"}:
            self._skip()
        elif self._now == "[":
            self._list(path)
        elif self._now == "{":
            self._inline_table(path)
        else:
            while self._now not in _ENDS:
                self._take()

    def _list(self, path: Path) -> None:
        number = 0
        self._take()
        while self._now != "]":
            if self._now in _ENDS:
                self._take()
                continue
            self._mark((*path, number), self._line)
            self._value((*path, number))
            number += 1
        self._take()

    def _inline_table(self, path: Path) -> None:
        self._take()
        while self._now != "}":
            if self._now in _ENDS:
                self._take()
            else:
                self._pair(path)
        self._take()

    def _skip(self) -> None:
        """Go past a list or table, however deep it is."""
        depth = 0
        while True:
            token = self._take()
            depth += (token in {"[", "{"}) - (token in {"]", "}"})
            if not depth:
                return


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Texts, signs, line ends and other words with their line; at last an empty one."""
    line = 1
    for match in _TOKEN.finditer(text):
        if not match["blank"]:
            yield match[0], line
        line += match[0].count("\n")
    yield "", line


def _unquoted(key: str) -> str:
    return str(tomllib.loads(f"key = {key}")["key"]) if key[0] in "\"'" else key
