"""Passages given as JSON lines, for scoring the coder against people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidence.codebook import Codebook
from transcripts.errors import InputError


def code_lines(path: Path, codebook: Codebook) -> Iterator[dict[str, Any]]:
    """For each line ``{"id", "text", "lang"?}`` a ``{"id", "codes", "spans"}``, in their order.

    Spans are ``[start, end, code]`` in characters of the text, end excluded.

    Raises:
        InputError: the file cannot be read, or a line is not of that form.
    """
    from nlp.coding import code_passage

    for row in _rows(path):
        codes, cues = code_passage(row["text"], codebook, row.get("lang") or None)
        spans = [[cue.start, cue.end, cue.code] for cue in cues]
        yield {"id": row["id"], "codes": list(codes), "spans": spans}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(str(path), "there is no such file", "Check its name") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            str(path), "is not UTF-8 text that can be read", "Save it again"
        ) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _row(line, str(path), f"line {number}")


def _row(line: str, path: str, place: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(path, "is not JSON", "Write one object a line", place=place) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise InputError(path, "lacks id or text", 'Write {"id": ..., "text": ...}', place=place)
    return row
