"""What is wrong with a codebook: all of it at once, each with its line and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.errors import InputError


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a codebook that a researcher should correct or know.

    Attributes:
        line: from 1; 0 where it is the whole file.
        problem: what is wrong, without full stop.
        remedy: what to do about it, an imperative without full stop.
    """

    line: int
    problem: str
    remedy: str

    @property
    def place(self) -> str:
        """``line 12``; empty for the whole file."""
        return f"line {self.line}" if self.line else ""


class CodebookError(InputError):
    """A codebook that cannot be used.

    Args:
        path: the file.
        faults: all that is wrong with it, at least one.
    """

    def __init__(self, path: str, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__(path, first.problem, first.remedy, first.place, "codebook")
        self.args = (path, tuple(faults))  # what it is made anew from in another process
        self.faults = tuple(faults)

    def __str__(self) -> str:
        """A line a fault."""
        errors = (InputError(self.path, f.problem, f.remedy, f.place) for f in self.faults)
        return "\n".join(map(str, errors))
