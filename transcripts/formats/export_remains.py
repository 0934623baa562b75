"""What a JSON file holds beside its segments: titles, summaries and notes, but no structure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from transcripts import limits
from transcripts.errors import InputError
from transcripts.formats import export_shapes
from transcripts.formats.export_shapes import Shape, getter
from transcripts.formats.segments import Segment

EXPORT = "Export the transcript as .vtt, .srt, .docx or .txt"
"""What to do with JSON that cannot be read."""

_COMPARED = 20
"""Texts of a file that are compared with all that is said in it; further ones are kept."""

_LABEL = re.compile(r"^Speaker \d+:", re.MULTILINE)
# Texts that are no words, whatever their key: addresses, times, hashes.
_CODE = re.compile(
    r"\S*://\S*|\d[\d:.,]*m?s|PT[\dHMS.]+|\d{4}-\d\d-\d\d[T ][\d:.+Z-]*|[0-9a-fA-F-]{16,}|\S{100,}"
)


def texts(
    root: Any, shape: Shape, items: Sequence[Any], said: Sequence[Segment], name: str
) -> Iterator[str]:
    """The texts that are neither segments nor structure, in the order of the file.

    Args:
        root: the parsed file.
        shape: how its segments are written.
        items: its segments as they stand in the file.
        said: the same, as they were read.
        name: the file, as the researcher knows it.

    Raises:
        InputError: parts nest too deeply in one another.
    """
    remains = _Remains(shape, items, said)
    most = limits.current().depth
    stack: list[tuple[Any, int]] = [(root, 0)]
    while stack:
        value, depth = stack.pop()
        if isinstance(value, str):
            if _is_words(value):
                yield value
            continue
        if depth > most:
            raise too_deep(name)
        inner = remains.of_object(value) if isinstance(value, dict) else value
        stack += [
            (one, depth + 1)
            for one in reversed(inner)
            if isinstance(one, (dict, list, str)) and not remains.is_spent(one)
        ]


def too_deep(name: str) -> InputError:
    """What to say of a file whose parts nest too deeply."""
    problem = f"nests more than {limits.current().depth} parts in one another"
    return InputError(name, problem, EXPORT, kind="too-deep")


def _is_words(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _CODE.fullmatch(text.strip())


class _Remains:
    """Which values of a file may hold words that were not read."""

    def __init__(self, shape: Shape, items: Sequence[Any], said: Sequence[Segment]) -> None:
        known = export_shapes.data()
        self.again = shape.again | frozenset(known["structure"]["again"])
        self.structure = frozenset(known["structure"]["keys"])
        self.endings = tuple(known["structure"]["endings"])
        self.names = frozenset(known["people"]["name"])
        self.used = shape.used() | {"language"}  # of a segment; that of a file stands apart
        self.quiet = self.used | self.structure | self.again
        text = getter("|".join(shape.text))
        read = bool(shape.tokens)
        self.items = {id(item) for item in items if read or export_shapes.is_text(text(item))}
        self.labels = {speaker for _, speaker, _, _ in said if speaker}
        self.said = said
        self.whole = ""
        self.compared = 0

    def is_spent(self, one: Any) -> bool:
        """Whether a value is a segment that has nothing but what is read or holds no words."""
        return isinstance(one, dict) and one.keys() <= self.quiet and id(one) in self.items

    def of_object(self, value: dict[Any, Any]) -> list[Any]:
        """The values of an object that may hold words."""
        own = id(value) in self.items
        read = self.used if own else frozenset()
        return [
            one
            for key, one in value.items()
            if key not in read and isinstance(one, (dict, list, str)) and self._new(key, one, own)
        ]

    def _new(self, key: Any, one: Any, own: bool) -> bool:  # noqa: FBT001 - of a segment
        small = key.lower() if isinstance(key, str) else ""
        again = key in self.again or small in self.again
        if not isinstance(one, str):
            return not again
        if again:
            return not own and not self._repeats(one)
        if small in self.structure or small.endswith(self.endings):
            return False
        return not (small in self.names and one.strip() in self.labels)

    def _repeats(self, text: str) -> bool:
        """Whether a text only says once more what the segments say."""
        self.compared += 1
        if self.compared > _COMPARED:
            return False
        self.whole = self.whole or _letters(" ".join(segment[0] for segment in self.said))
        return _letters(_LABEL.sub("", text)) in self.whole


def _letters(text: str) -> str:
    return "".join(text.split())
