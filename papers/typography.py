"""What languages do differently when their words are quoted in a paper of another one."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def quotation_marks(language: str) -> tuple[str, str]:
    """The opening and the closing mark of a language, with the blanks that it sets inside."""
    marks = _conventions()["quotation_marks"]
    opening, closing = marks.get(language, marks["en"])
    return opening, closing


def region(language: str) -> str:
    """The language with its region, as spelling checkers want it."""
    return str(_conventions()["regions"].get(language, language))


@cache
def _conventions() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
