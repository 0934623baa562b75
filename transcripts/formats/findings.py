"""What the readers of documents meet beside plain words, and how a researcher is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from transcripts import limits, patterns
from transcripts.errors import InputError
from transcripts.manuscript import Line
from transcripts.model import Notice


def notices(name: str, met: Counter[str]) -> tuple[Notice, ...]:
    """One notice for each kind of what was met.

    Args:
        name: the file.
        met: how often what was met, by the names in ``findings.toml``.
    """
    said: dict[str, list[str]] = {}
    for finding, told in _data().items():
        number = met[finding]
        if number:
            sentence = told["one"] if number == 1 else told["many"].format(number)
            said.setdefault(told["kind"], []).append(sentence)
    return tuple(Notice(name, kind, " ".join(sentences)) for kind, sentences in said.items())


def gathered(lines: Iterable[Line], name: str) -> list[Line]:
    """The lines of a walk, which ends as soon as they are more than one file may have.

    Raises:
        InputError: they are.
    """
    found: list[Line] = []
    for line in lines:
        found.append(line)
        check_number(len(found), name)
    return found


def check_number(lines: int, name: str) -> None:
    """Refuse a file with more lines than one may have.

    Raises:
        InputError: it has.
    """
    allowed = limits.current().lines
    if lines > allowed:
        problem = f"has more than {allowed} paragraphs"
        raise InputError(name, problem, "Split the interview", kind="limit")


def _data() -> dict[str, Any]:
    return patterns.read("findings", "transcripts.formats")
