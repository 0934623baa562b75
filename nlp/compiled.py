"""Terms compiled to tables of word forms, kept on disk under the hash of all they depend on.

The folder is ``WHITEPAPER_CACHE`` where that is set, else ``whitepaper`` in the user's cache
folder. It holds words of codebooks, nothing that was said, and may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from evidence.terms import Term
from nlp.families import Families, Stems, normal, unaccented

GAP = -4
"""Stands among the numbers of a phrase's words for a gap."""

_ABBREVIATION = re.compile(r"[A-ZÄÖÜ]{2,5}\Z")
_KINDS = ("whole", "first", "last", "part")
_GAPS = frozenset({"…", "..."})
_SOURCES = ("compiled.py", "families.py", "families.toml", "tokenizers.py")
_LIBRARIES = ("spacy/about.py", "simplemma/__init__.py")


@dataclass(frozen=True, slots=True)
class Compiled:
    """Terms as numbers.

    Attributes:
        phrases: number of a term and the numbers of the words of one of its phrases, the first form
            that it may have first; numbers from ``len(company)`` on are those of company.
        company: for each term the numbers of which one must be near; none where it needs none.
        whole: normal spelling to numbers of words.
        first: how a word form begins to numbers of words.
        last: how it ends to numbers of words.
        part: what stands anywhere in it to numbers of words.
        capitals: abbreviations in capitals to numbers of words; they are no other words in small
            letters.
        changed: word forms that are looked up in these by their dictionary form.
        bare: spellings without accents among the keys of ``first``, ``last`` and ``part``.
        others: word forms that these do not stand for.
        tags: number of a word to the part of speech that it must have.
    """

    phrases: list[tuple[int, tuple[int, ...]]]
    company: list[tuple[int, ...]]
    whole: dict[str, list[int]]
    first: dict[str, list[int]]
    last: dict[str, list[int]]
    part: dict[str, list[int]]
    capitals: dict[str, list[int]]
    changed: dict[str, str]
    bare: frozenset[str]
    others: frozenset[str]
    tags: dict[int, str]

    def find(self, form: str, part_of_speech: str = "") -> Iterator[int]:
        """The numbers of the words that a form in normal spelling stands for."""
        for number in self._numbers(form):
            wanted = self.tags.get(number, "") if self.tags else ""
            if not wanted or not part_of_speech or wanted == part_of_speech:
                yield number

    def _numbers(self, form: str) -> Iterator[int]:
        yield from self.whole.get(form, ())
        form = self.changed.get(form, form)
        keys = [(self.first, form[:i]) for i in range(1, len(form) + 1)]
        keys += [(self.last, form[-i:]) for i in range(1, len(form) + 1)]
        keys += [(self.part, part) for part in self.part if part in form]
        another = form in self.others
        for table, key in keys:
            if key in table and not (another and key in self.bare):
                yield from table[key]


def of(
    terms: Sequence[Term],
    language: str,
    split: Callable[[str], list[str]],
    joints: Collection[str],
    tokenizer: str = "",
) -> Compiled:
    """The terms compiled, from the disk where they have been compiled before.

    Args:
        terms: of one language.
        language: ISO 639-1 code.
        split: cuts a text into words.
        joints: words between the parts of words, which no term holds.
        tokenizer: names how ``split`` cuts; empty where nothing may be kept on disk.
    """
    path = _folder() / f"{_key(terms, language, tokenizer)}.json"
    if tokenizer and (kept := _read(path)):
        return kept
    table = _Compilation(language, split, joints).compile(terms)
    if tokenizer:
        _write(table, path)
    return table


class _Compilation:
    """Terms on their way to tables."""

    def __init__(
        self, language: str, split: Callable[[str], list[str]], joints: Collection[str]
    ) -> None:
        self._language = language
        self._split = split
        self._joints = joints
        self._numbers: dict[tuple[str, bool], int] = {}

    def compile(self, terms: Sequence[Term]) -> Compiled:
        company: dict[str, int] = {}
        for term in terms:
            for phrase in term.near:
                company.setdefault(phrase, len(terms) + len(company))
        phrases = [(i, one) for i, term in enumerate(terms) for one in term.phrases or (term.text,)]
        phrases += [(number, phrase) for phrase, number in company.items()]
        numbered = [
            (number, self._phrase(spelled))
            for number, phrase in phrases
            for spelled in dict.fromkeys((phrase, phrase.replace("-", "")))
        ]
        needed = [tuple(company[phrase] for phrase in term.near) for term in terms]
        return self._tables(numbered, needed)

    def _phrase(self, phrase: str) -> tuple[int, ...]:
        words = list(self._words(phrase))
        several = sum(word not in _GAPS for word in words) > 1
        return tuple(GAP if word in _GAPS else self._number(word, several) for word in words)

    def _number(self, word: str, inflected: bool) -> int:  # noqa: FBT001
        """Alone a word is taken as written; beside others it may stand inflected in the term."""
        return self._numbers.setdefault((word, inflected), len(self._numbers) + 1)

    def _words(self, phrase: str) -> Iterator[str]:
        """The words, cut like text; ``*`` and the tag stay with the part of the word they touch."""
        for word in phrase.split():
            if word in _GAPS:
                yield word
                continue
            bare, tag = _untagged(word)
            parts = [part for part in self._split(bare.strip("*")) if part not in self._joints]
            if bare.startswith("*"):
                parts[0] = "*" + parts[0]
            if bare.endswith("*"):
                parts[-1] += "*"
            yield from (f"{part}/{tag}" if tag else part for part in parts)

    def _tables(
        self, phrases: list[tuple[int, tuple[int, ...]]], company: list[tuple[int, ...]]
    ) -> Compiled:
        pairs = [(*_untagged(word), inflected, n) for (word, inflected), n in self._numbers.items()]
        whole = [w for w, *_ in pairs if "*" not in w and not _ABBREVIATION.match(w)]
        families = Families(whole, _stems(word for word, *_ in pairs), self._language)
        tables = {kind: defaultdict[str, list[int]](list) for kind in _KINDS}
        capitals = defaultdict[str, list[int]](list)
        bare: set[str] = set()
        for word, _, inflected, number in pairs:
            if _ABBREVIATION.match(word):
                for form in (word, f"{word}s"):
                    capitals[form].append(number)
                continue
            if "*" not in word:
                for form in sorted(families.of(word, inflected=inflected)):
                    tables["whole"][form].append(number)
                continue
            kind = tables[_wild(word)]
            stem = normal(word.strip("*"))
            kind[stem].append(number)
            if (plain := unaccented(stem)) != stem:
                kind[plain].append(number)
                bare.add(plain)
        return Compiled(
            phrases,
            company,
            **{kind: dict(table) for kind, table in tables.items()},
            capitals=dict(capitals),
            changed=dict(sorted(families.changed.items())),
            bare=frozenset(bare),
            others=frozenset(families.other_words),
            tags={number: tag for _, tag, _, number in pairs if tag},
        )


def _untagged(word: str) -> tuple[str, str]:
    """A word of a phrase and its part of speech: ``charge/NOUN``."""
    head, slash, tag = word.rpartition("/")
    return (head, tag) if slash and tag.isalpha() and tag.isupper() else (word, "")


def _stems(words: Iterable[str]) -> Stems:
    """The stems of the words with ``*``."""
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for word in words:
        if "*" in word:
            found[_wild(word)].append(normal(word.strip("*")))
    return Stems(*(tuple(dict.fromkeys(found[kind])) for kind in _KINDS[1:]))


def _wild(word: str) -> str:
    """Where the fixed letters of a word with ``*`` stand."""
    if word.startswith("*"):
        return "part" if word.endswith("*") else "last"
    return "first"


def _key(terms: Iterable[Term], language: str, tokenizer: str) -> str:
    basis = repr((tuple(terms), language, tokenizer, _versions()))
    return sha256(basis.encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _versions() -> tuple[str, ...]:
    """What compiling depends on beside the terms: this code, and the libraries' versions.

    The files that tell versions are read, for asking the installer's records costs more than all
    else that is done here.
    """
    here = Path(__file__).parent
    found = [here / name for name in _SOURCES]
    for name in _LIBRARIES:
        package, _, file = name.partition("/")
        spec = find_spec(package)
        if spec and spec.origin:
            found.append(Path(spec.origin).with_name(file))
    return tuple(sha256(path.read_bytes()).hexdigest() for path in found)


def _folder() -> Path:
    own = os.environ.get("WHITEPAPER_CACHE")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whitepaper"


def _read(path: Path) -> Compiled | None:
    """The table in a file; none where there is none that can be read."""
    try:
        kept = json.loads(path.read_bytes())
        return Compiled(
            [(number, tuple(words)) for number, words in kept.pop("phrases")],
            [tuple(one) for one in kept.pop("company")],
            bare=frozenset(kept.pop("bare")),
            others=frozenset(kept.pop("others")),
            tags={int(number): tag for number, tag in kept.pop("tags").items()},
            **kept,
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _write(table: Compiled, path: Path) -> None:
    """Keep the table; where the folder cannot be written, it is compiled again next time."""
    values = {field.name: getattr(table, field.name) for field in fields(table)}
    values |= {"bare": sorted(table.bare), "others": sorted(table.others)}
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            json.dump(values, file)
        Path(file.name).replace(path)
