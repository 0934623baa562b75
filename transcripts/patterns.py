"""Patterns, word lists and labels: data files beside the modules that use them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def read(name: str, package: str = "transcripts") -> dict[str, Any]:
    """The tables of the TOML file ``name.toml`` in a package."""
    text = resources.files(package).joinpath(f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
