"""What a researcher should know of a codebook that can be used as it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from evidence.codebook_faults import CodebookError, Fault
from evidence.codebook_file import Reading
from evidence.terms import GAP, STRONG, Term
from transcripts.model import LANGUAGES
from transcripts.settings import read_text

_TOLD = 4
"""Letters by which the beginnings of words are compared."""

_FEWEST_LETTERS = 3
"""Letters below which a strong term is likely to be other words too."""

_LETTERS = {"de": "äöüß", "fr": "àâçèêëîïôùûœ"}
"""Letters that words of one of the languages have, and those of the others seldom."""

Advice = Iterator[tuple[Term, str, str]]
"""A term, what is the matter with it, and what to do."""


def advise(path: Path) -> tuple[Fault, ...]:
    """What could be better in a codebook, by line.

    Raises:
        InputError: it cannot be used at all.
    """
    read = Reading(path.name, read_text(path, path.name))
    if read.faults:
        raise CodebookError(path.name, read.faults)
    found = [
        Fault(read.line_of(term), f"code {term.code}: {problem}", remedy)
        for term, problem, remedy in _of_terms(read)
    ]
    found += _unused_sets(read)
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: fault.line))


def _of_terms(read: Reading) -> Advice:
    yield from _shared(read)
    yield from _single(read.terms)
    lists = defaultdict[tuple[str, str], list[Term]](list)
    for term in read.terms:
        lists[term.code, term.language].append(term)
    for listed in lists.values():
        yield from _useless(listed)
        yield from _idle(listed)


def _unused_sets(read: Reading) -> Iterator[Fault]:
    named = {name for term in read.terms for name in re.findall(r"<([\w-]+)>", term.text)}
    for name in read.sets[LANGUAGES[0]]:
        if name not in named:
            problem = f"set {name}: no term names it"
            yield Fault(
                read.lines.of("sets", name), problem, f"Write <{name}> in a term, or remove it"
            )


def _shared(read: Reading) -> Advice:
    """Terms that are strong for several codes: a passage that holds one gets them all.

    A code may share terms with one that it requires or that stands above it.
    """
    kin = {(code.id, code.parent) for code in read.codes} | set(read.requires.items())
    codes = defaultdict[tuple[str, str], list[str]](list)
    for term in read.terms:
        if term.weight < STRONG:
            continue
        listed = codes[term.language, term.text.lower()]
        others = [code for code in listed if not {(code, term.code), (term.code, code)} & kin]
        if others:
            problem = f'"{term.text}" is strong for {" and ".join(others)} too'
            yield term, problem, "Make it weak where it tells less, or give it company with &"
        listed.append(term.code)


def _single(terms: Sequence[Term]) -> Advice:
    """What can be said of a term alone."""
    for term in terms:
        letters = term.text.strip("*")
        if term.weight >= STRONG and len(letters) < _FEWEST_LETTERS and not letters.isupper():
            problem = f'"{term.text}" is very short for a strong term'
            yield term, problem, "Make it weak, or write more of the word"
        if term.near and set(term.near) == set(term.phrases):
            problem = f'"{term.text}" has itself for company'
            yield term, problem, "Write other words after &, or take it out"
        if language := _other_language(term):
            problem = f'"{term.text}" stands in terms.{term.language}, and looks like {language}'
            yield term, problem, f"Move it to terms.{language} if it is"


def _other_language(term: Term) -> str:
    """The language whose letters a term has, if it is not its own; names have any."""
    words = [word for word in re.split(r"[\s|]+", term.text) if not word[:1].isupper()]
    for language, letters in _LETTERS.items():
        if language != term.language and not set(letters).isdisjoint("".join(words)):
            return language
    return ""


def _useless(terms: Sequence[Term]) -> Advice:
    """Terms that find nothing which another of their list does not find with as much weight."""
    counted = [term for term in terms if term.weight and not term.near]
    wild = [term for term in counted if _is_wild(term)]
    written = {phrase.lower(): term for term in reversed(counted) for phrase in term.phrases}
    for term in terms:
        other = next((one for one in wild if _covers(one, term)), None)
        if other is None and len(term.phrases) == 1:
            other = written.get(term.phrases[0].lower())
        if other and other is not term and 0 < term.weight <= other.weight:
            problem = f'"{other.text}" finds all that "{term.text}" finds'
            yield term, problem, f'Remove "{term.text}", or give it more weight'


def _is_wild(term: Term) -> bool:
    return len(term.phrases) == 1 and " " not in term.text and "*" in term.text


def _covers(wild: Term, term: Term) -> bool:
    """Whether each word that a term stands for is found by another with ``*``."""
    return (
        wild is not term
        and term.weight <= wild.weight
        and all(_is_found(phrase.lower(), wild.text.lower()) for phrase in term.phrases)
    )


def _is_found(word: str, wild: str) -> bool:
    stem, bare = wild.strip("*"), word.strip("*")
    if " " in word or (word.startswith("*") and not wild.startswith("*")):
        return False
    if word.endswith("*") and not wild.endswith("*"):
        return False
    if wild.startswith("*") and wild.endswith("*"):
        return stem in bare
    return bare.startswith(stem) if wild.endswith("*") else bare.endswith(stem)


def _idle(terms: Sequence[Term]) -> Advice:
    """Wordings that must not count, though they hold no term of their code."""
    heads = {_head(phrase)[:_TOLD] for t in terms if t.weight for phrase in t.phrases}
    phrases = [phrase for t in terms if t.weight for phrase in t.phrases]
    inner = {_head(phrase).lstrip("*") for phrase in phrases if phrase.startswith("*")}
    for term in terms:
        if not term.weight and not _hides(term, heads, inner):
            problem = f'"{term.text}" hides no {term.language} term of the code'
            yield term, problem, "Remove it, or add the term that it is meant to hide"


def _head(phrase: str) -> str:
    return phrase.split(maxsplit=1)[0].lower().rstrip("*")


def _hides(term: Term, heads: set[str], inner: set[str]) -> bool:
    """Whether one of the words may begin a term: the first letters tell, for words inflect."""
    words = {word.lower().strip("*") for phrase in term.phrases for word in phrase.split()}
    return any(
        word[:_TOLD] in heads or any(stem in word for stem in inner) for word in words - {GAP}
    )
