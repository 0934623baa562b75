"""What a researcher should know of a codebook that can be used as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from evidence.codebook import Codebook, read_codebook
from evidence.codebook_file import Fault, Lines
from evidence.terms import GAP, Term
from transcripts.settings import read_text

_TOLD = 4
"""Letters by which the beginnings of words are compared."""


def advise(path: Path) -> tuple[Fault, ...]:
    """What could be better in a codebook, by line.

    Raises:
        InputError: it cannot be used at all.
    """
    book = read_codebook(path)
    lines = Lines(read_text(path, path.name))
    found = [*_useless(book, lines), *_short(book, lines), *_idle(book, lines)]
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: fault.line))


def _useless(book: Codebook, lines: Lines) -> Iterator[Fault]:
    """Terms that find nothing which another term of their code does not find with more weight."""
    for (code, _), terms in _by_list(book).items():
        wild = [t for t in terms if _is_plain(t) and t.text.endswith("*") and t.weight]
        for term in terms:
            for other in wild:
                if _covers(other, term):
                    yield Fault(
                        lines.entry(term.text, f"codes.{code}"),
                        f'code {code}: "{other.text}" finds all that "{term.text}" finds',
                        "Remove the longer one, or give it another weight",
                    )


def _by_list(book: Codebook) -> dict[tuple[str, str], list[Term]]:
    found: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in book.terms:
        found[term.code, term.language].append(term)
    return found


def _is_plain(term: Term) -> bool:
    return not term.near and len(term.phrases) == 1 and " " not in term.text


def _covers(other: Term, term: Term) -> bool:
    stem = other.text.rstrip("*").lower()
    longer = term.text.rstrip("*").lower()
    same = _is_plain(term) and term is not other and not term.text.startswith("*")
    return (
        same
        and not other.text.startswith("*")
        and longer.startswith(stem)
        and len(longer) > len(stem)
        and 0 < term.weight <= other.weight
    )


def _short(book: Codebook, lines: Lines) -> Iterator[Fault]:
    """Strong terms so short that they are likely to be other words too."""
    for term in book.terms:
        letters = term.text.strip("*")
        if term.weight >= 1 and len(letters) < 3 and not letters.isupper():
            yield Fault(
                lines.entry(term.text, f"codes.{term.code}"),
                f'code {term.code}: "{term.text}" is very short for a strong term',
                "Make it weak, or write more of the word",
            )


def _idle(book: Codebook, lines: Lines) -> Iterator[Fault]:
    """Wordings that must not count, though they hold no term of their code."""
    for (code, language), terms in _by_list(book).items():
        heads = {_head(phrase) for t in terms if t.weight for phrase in t.phrases}
        wild = [t for t in terms if t.weight and "*" in t.text]
        for term in terms:
            words = {word for phrase in term.phrases for word in phrase.split()}
            if not term.weight and not _hides(words, heads, wild):
                yield Fault(
                    lines.entry(term.text, f"codes.{code}"),
                    f'code {code}: "{term.text}" hides no {language} term of the code',
                    "Remove it, or add the term that it is meant to hide",
                )


def _head(phrase: str) -> str:
    return phrase.split(maxsplit=1)[0].lower().rstrip("*")


def _hides(words: set[str], heads: set[str], wild: Sequence[Term]) -> bool:
    """Whether one of the words may begin a term: the first letters tell, for words inflect."""
    said = {word.lower().strip("*") for word in words if word != GAP}
    starts = {word[:_TOLD] for word in said}
    inner = {p.strip("*").lower() for t in wild for p in t.phrases if p.startswith("*")}
    return any(head[:_TOLD] in starts for head in heads) or any(
        stem in word for stem in inner for word in said
    )
