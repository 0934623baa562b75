"""People whom nobody has listed: by a title, by words that announce a name, by a given name.

What a title or "my name is" announces is a name. A given name alone, or a colleague's name, may be
something else: a car, a shop, a word of the language; a person has to look at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.details import Detail
from evidence.name_places import before, behind_titles, name_at
from evidence.personal_words import fold, no_names, words
from evidence.word_forms import Said, Word

_BLANKS = " \u00a0"


def by_given_name(said: Said, run: Sequence[Word]) -> Iterator[Detail]:
    """A common given name among words that are one name, with the surname behind it."""
    at = next((number for number, word in enumerate(run) if word.form.given), None)
    if at is None:
        return
    first, last = run[at], run[-1]
    end = max(last.end, surname_behind(said, last))
    alone = end == first.end
    if not (alone and fold(first.said) in words("ordinary")):
        yield from _unless_brand(said, first.start, end, sure=False)


def surname_behind(said: Said, last: Word) -> int:
    """Where the surname ends that stands behind a given name; 0 where there is none."""
    at = last.end
    while said.text[at : at + 1] and said.text[at] in _BLANKS:
        at += 1
    found = name_at(said, at) if last.form.given and at > last.end else None
    return 0 if found is None or said.is_freed(*found) else found[1]


def announced(said: Said, word: Word) -> Iterator[Detail]:
    """The name behind a title, a relation or words that say that one comes."""
    if word.form.title:
        found, sure = _behind_title(said, word), True
    elif word.form.cue:
        found = _behind_cue(said, word)
        sure = word.form.cue.sure and found is not None and not _is_plain(said, found)
    else:
        found, sure = _behind_relation(said, word), False
    if found and not said.is_freed(*found):
        yield from _unless_brand(said, *found, sure=sure)


def _behind_title(said: Said, word: Word) -> tuple[int, int] | None:
    dotted = fold(word.said) in words("dotted_titles")
    if dotted and said.text[word.end : word.end + 1] != ".":
        return None
    found = name_at(said, behind_titles(said.text, word.end))
    noun = fold(word.said) == "frau" and before(said.text, word.start) in words("before_women")
    return None if noun and found and _is_plain(said, found) else found


def _behind_cue(said: Said, word: Word) -> tuple[int, int] | None:
    cue = word.form.cue
    if cue is None or (cue.before and before(said.text, word.start) not in cue.before):
        return None
    then = cue.then.match(said.text, word.end)
    return name_at(said, behind_titles(said.text, then.end())) if then else None


def _behind_relation(said: Said, word: Word) -> tuple[int, int] | None:
    if not word.form.relation or before(said.text, word.start) not in words("owners"):
        return None
    found = name_at(said, behind_titles(said.text, word.end, comma=True))
    return None if found and _is_plain(said, found) else found


def _is_plain(said: Said, found: tuple[int, int]) -> bool:
    return said.is_plain(said.text[found[0] : found[1]])


def _unless_brand(said: Said, start: int, end: int, *, sure: bool) -> Iterator[Detail]:
    brand = no_names().match(said.text, start)
    if brand is None or (brand.end() < end and " " not in brand[0]):
        yield Detail(start, end, "name", said.mark("name"), sure)
