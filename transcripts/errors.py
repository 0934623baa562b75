"""The one error that a person can mend."""

from __future__ import annotations

from transcripts.model import Notice


class InputError(Exception):
    """Something in the researcher's files cannot be used.

    Any other exception is a defect of the program.

    Args:
        path: the file or folder, as the researcher knows it.
        problem: what is wrong with it, such as ``is empty``, without full stop.
        remedy: what to do about it, an imperative without full stop.
        place: where in the file, such as ``line 12``; empty for the whole file.
        kind: a short stable name of the problem, such as ``empty``.
    """

    def __init__(
        self, path: str, problem: str, remedy: str, place: str = "", kind: str = "unusable"
    ) -> None:
        super().__init__(path, problem, remedy, place, kind)  # all, to come whole from a process
        self.path = path
        self.problem = problem
        self.remedy = remedy
        self.place = place
        self.kind = kind

    def __str__(self) -> str:
        where = f"{self.path}, {self.place}" if self.place else self.path
        return f"{where}: {self.problem}. {self.remedy}."


def notice_of(error: InputError) -> Notice:
    """What a researcher reads in place of a file that could not be used."""
    text = f"It {error.problem}. {error.remedy}."
    return Notice(error.path, error.kind, text, error.place, unusable=True)
