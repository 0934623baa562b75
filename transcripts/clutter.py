"""Files that lie in every folder and are nobody's: locks, backups, what systems leave behind."""

from __future__ import annotations

from functools import cache
from typing import Any

from transcripts import patterns


def reason(name: str) -> str:
    """Why a file of this name is not looked into; empty where it may be a transcript."""
    small = name.casefold()
    return next((kind["reason"] for kind in _kinds() if _fits(small, kind)), "")


def _fits(name: str, kind: dict[str, Any]) -> bool:
    return (
        name in kind.get("names", ())
        or name.startswith(tuple(kind.get("starts", ())))
        or name.endswith(tuple(kind.get("ends", ())))
    )


@cache
def _kinds() -> list[dict[str, Any]]:
    kinds: list[dict[str, Any]] = patterns.read("clutter")["kind"]
    return kinds
