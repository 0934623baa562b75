"""What the codes of a PDF's fonts mean: letters, and how wide they are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

_SHORT = 16
"""Bytes of a string up to which its reading is remembered; programs draw letter by letter."""


@dataclass(slots=True)
class Font:
    """How codes are read: letters, and widths in thousandths of the size."""

    encoding: str | dict[int, str]
    letters: dict[str, str]
    widths: dict[str, float]
    gap: float
    bold: bool
    known: dict[bytes, tuple[str, float, int, int]] = field(default_factory=dict)

    def read(self, code: bytes) -> tuple[str, float, int, int]:
        """Text, width, number of codes, and how many of them are spaces."""
        found = self.known.get(code)
        if found is None:
            found = self._read(code)
            if len(code) <= _SHORT:
                self.known[code] = found
        return found

    def _read(self, code: bytes) -> tuple[str, float, int, int]:
        if isinstance(self.encoding, str):
            try:
                raw = decoded = code.decode(self.encoding, "surrogatepass")
            except UnicodeDecodeError:
                raw = decoded = code.decode(self.encoding, "replace")
            spaces = 0
        else:
            raw = code.decode("latin-1")
            decoded = "".join(self.encoding.get(byte, chr(byte)) for byte in code)
            spaces = code.count(b" ")
        text = "".join(self.letters.get(letter, letter) for letter in decoded)
        other = self.widths.get("default", 500.0)
        width = sum(self.widths.get(letter, other) for letter in raw)
        return text, width, len(raw), spaces


UNKNOWN = Font(dict.fromkeys(range(256), "\ufffd"), {}, {}, 0.13, bold=False)
"""A font that cannot be read: its letters are replaced, so that the text is seen to be garbled."""


def _font(resource: Any) -> Font:
    from pypdf.generic import _font as pypdf  # the only reader of encodings and widths it has

    try:
        font = pypdf.Font.from_font_resource(resource)
    except (AttributeError, TypeError, ValueError, KeyError, IndexError):
        return replace(UNKNOWN, known={})
    if not font.interpretable:
        return replace(UNKNOWN, known={})
    space = font.space_width if font.character_widths.get(font.space_char) else 200
    return Font(
        encoding=font.encoding,
        letters=font.character_map,
        widths=font.character_widths,
        gap=min(max(space / 2000, 0.1), 0.25),
        bold="bold" in font.name.casefold() or "black" in font.name.casefold(),
    )


class Fonts:
    """The fonts of one document, each read once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, Font]] = {}

    def get(self, resource: Any) -> Font:
        """The font of a page's resource; one that reads nothing where it is damaged."""
        found = self._known.get(id(resource))
        if found is None:
            found = self._known[id(resource)] = (resource, _font(resource))
        return found[1]
