"""The codebook: which codes there are, and which words speak for them.

A codebook is a TOML file that researchers edit; ``templates/codebook.toml`` is the default and
explains the format in its first lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from evidence.codebook_faults import CodebookError
from evidence.codebook_file import Reading
from evidence.model import Code
from evidence.terms import STRONG, Term
from transcripts.errors import InputError
from transcripts.settings import read_text

DEFAULT = Path(__file__).parents[1] / "templates" / "codebook.toml"


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes in the order of the file, with the terms of each.

    Attributes:
        codes: a parent need not stand before its children.
        terms: all codes' terms in all languages.
        requires: code to the code that must be found in the same passage for it to count.
        thresholds: code to the sum of weights of different terms that a passage needs; 1 for
            codes that are not named.
    """

    codes: tuple[Code, ...]
    terms: tuple[Term, ...] = ()
    requires: dict[str, str] = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)

    def __hash__(self) -> int:
        """A codebook may be the key of a cache, though its mappings cannot be hashed.

        To look through thousands of terms at each look-up would cost more than it tells apart.
        """
        return hash((tuple(code.id for code in self.codes), len(self.terms)))

    def code(self, code: str) -> Code:
        """The code of that id.

        Raises:
            KeyError: no such code.
        """
        for candidate in self.codes:
            if candidate.id == code:
                return candidate
        raise KeyError(code)

    def label(self, code: str, language: str) -> str:
        """The code's name to print in a language."""
        return self.code(code).labels[language]

    def children(self, code: str) -> tuple[Code, ...]:
        """The codes directly below, in the order of the file."""
        return tuple(child for child in self.codes if child.parent == code)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Ids of the codes above, the nearest first."""
        above: list[str] = []
        parent = self.code(code).parent
        while parent:
            above.append(parent)
            parent = self.code(parent).parent
        return tuple(above)

    def themes(self) -> tuple[Code, ...]:
        """The codes without parent, in the order of the file."""
        return self.children("")

    def terms_in(self, language: str) -> tuple[Term, ...]:
        """All codes' terms in one language."""
        return tuple(term for term in self.terms if term.language == language)

    def threshold(self, code: str) -> float:
        """The sum of weights that a passage needs to get the code."""
        return self.thresholds.get(code, STRONG)


def default_codebook() -> Codebook:
    """The codebook for studies that bring none: the future of mobility, in three languages."""
    return read_codebook(DEFAULT)


def read_codebook(path: Path) -> Codebook:
    """The codebook in a TOML file.

    Raises:
        InputError: the file is missing or is no TOML.
        CodebookError: it says things that have no meaning; all of them are named.
    """
    if not path.is_file():
        problem = "there is no such codebook"
        raise InputError(path.name, problem, "Check the name of the file", kind="missing")
    read = Reading(path.name, read_text(path, path.name))
    if read.faults:
        raise CodebookError(path.name, read.faults)
    return Codebook(read.codes, read.terms, read.requires, read.thresholds)
