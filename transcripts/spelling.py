"""When two spellings are one name."""

from __future__ import annotations

import unicodedata
from functools import cache


@cache
def key(name: str) -> str:
    """What the spellings of one name have in common: form, case and blanks put aside."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
