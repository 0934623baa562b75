"""Files that lie in every folder and are nobody's: locks, backups, what systems leave behind."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


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
    text = resources.files("transcripts").joinpath("clutter.toml").read_text("utf-8")
    kinds: list[dict[str, Any]] = tomllib.loads(text)["kind"]
    return kinds
