"""Names in what was said: those that the researchers know, and those that their company tells.

A text is cut into words once. Words that may matter are looked up; neighbours that belong to one
name become one detail, the initials before it and the surname behind it included. A known name is
sure, unless it is also a word of the language and nothing around it tells which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evidence.announced_names import announced, by_given_name, surname_behind
from evidence.details import Detail
from evidence.known_names import Known, Organisation
from evidence.name_places import after, before, begins_sentence, joins
from evidence.personal_words import WORD, fold, spellings, words
from evidence.word_forms import Said, Word, words_of

_SPELT = re.compile(r"(?<![^\W_])(?:[^\W\d_](?:[-.,] ?| )){3,}[^\W\d_](?![^\W_])")
_INITIALS = re.compile(
    r"(?:(?<![^\W_])[^\W\d_]\.[ \u00a0]?-?)+"
    r"(?:(?:de|du|des|la|von|van|der|den|zu)[ \u00a0]+|d['’])*$"
)
_LEGAL = re.compile(
    r"\s+(?:GmbH|AG|KG|SE|SAS?|S\.A\.S?|S\.à\s?r\.l|SARL|SRL|SPRL|NV|BV|Ltd|plc|Inc|ASBL)\b\.?"
)
_LONGEST = 160
"""Characters in which the name of an organisation is looked for."""

_REACH = 20
"""Characters before a name in which its particles and initials are looked for."""

_SHORT = 3
"""Letters of a name that needs a capital; fewer need other words of a name beside them."""


def names(text: str, language: str, known: Known) -> Iterator[Detail]:
    """The names in a text, in no order; some may share characters.

    Args:
        text: what was said.
        language: ISO 639-1 code of the text and of the marks.
        known: the names of the study.
    """
    said = Said(text, language, known)
    found = words_of(said)
    for run in _runs(text, [word for word in found if word.form.is_name]):
        yield from _of_run(said, run)
    for word in found:
        yield from _organisation(said, word)
        yield from announced(said, word)
    yield from _spelt(said)


# Organisations


def _organisation(said: Said, word: Word) -> Iterator[Detail]:
    for one in word.form.organisations:
        end = _end_of(said.text, word.start, one)
        sure = _is_meant(said.text, word, one) if end else None
        if sure is not None:
            legal = _LEGAL.match(said.text, end)
            end = legal.end() if legal else end
            mark = one.mark or said.mark("organisation")
            yield Detail(word.start, end, "organisation", mark, sure)
            return


def _end_of(text: str, start: int, one: Organisation) -> int:
    """Where the organisation's name ends that begins here; 0 where it is another."""
    end = 0
    found = WORD.finditer(text, start, min(len(text), start + _LONGEST))
    for wanted in one.words:
        match = next(found, None)
        if match is None or fold(match[0]) != wanted or (end and match.start() - end > _SHORT):
            return 0
        end = match.end()
    return end


def _is_meant(text: str, word: Word, one: Organisation) -> bool | None:
    if one.exact:
        return True if word.said == one.exact else None
    if not one.ordinary:
        return True
    return not begins_sentence(text, word.start) if word.capital else None


# Words that are one name


def _runs(text: str, found: Sequence[Word]) -> list[list[Word]]:
    runs: list[list[Word]] = []
    for word in found:
        if runs and joins(text, runs[-1][-1].end, word.start):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _of_run(said: Said, run: Sequence[Word]) -> Iterator[Detail]:
    listed = [word for word in run if word.form.people]
    if not listed:
        yield from by_given_name(said, run)
        return
    start = _start(said, run[0])
    strong = start < run[0].start or _is_strong(said, start, listed)
    trusts = [_trust(said, word, strong=strong) for word in listed]
    if any(trust is not None for trust in trusts):
        end = max(run[-1].end, surname_behind(said, run[-1]))
        mark, sure = _mark(said, run)
        mark = "" if end > run[-1].end else mark
        sure = sure and all(trust for trust in trusts if trust is not None)
        yield Detail(start, end, "name", mark or said.mark("name"), sure)


def _start(said: Said, first: Word) -> int:
    """Where the name begins: with the particles that belong to it, and with initials."""
    start, owners = first.start, first.form.owners
    prefix = owners.prefix if owners else None
    for pattern in filter(None, (prefix, _INITIALS)):
        found = pattern.search(said.text, max(0, start - _REACH), start)
        if found and not _is_monsieur(said, found.start()):
            start = found.start()
    return start


def _is_monsieur(said: Said, at: int) -> bool:
    """Whether the initial is a title: in French, *M. Dubois* is no Marie Dubois."""
    return said.language == "fr" and said.text.startswith(("M. ", "M.\u00a0", "MM."), at)


def _is_strong(said: Said, start: int, listed: Sequence[Word]) -> bool:
    """Whether a title or another part of the same name tells that a word is a name."""
    several = len({fold(word.said) for word in listed}) > 1
    title = before(said.text, start)
    titled = title in words("address_forms")
    titled |= said.language == "fr" and title in words("dotted_titles")
    return titled or (several and bool(_shared(listed)))


def _shared(listed: Sequence[Word]) -> frozenset[int]:
    return frozenset.intersection(*(word.form.people for word in listed))


def _mark(said: Said, run: Sequence[Word]) -> tuple[str, bool]:
    """The pseudonym of whose name it is, and whether it is sure that it is one name.

    None where several may be meant or another person, such as one with another given name.
    """
    listed = [word for word in run if word.form.people]
    shared = _shared(listed)
    guessed = any(word.form.guessed for word in listed)
    if len(shared) == 1 and len(listed) == len(run) and not guessed:
        return said.known.marks[next(iter(shared))], True
    return "", bool(shared) and not guessed


def _trust(said: Said, word: Word, *, strong: bool) -> bool | None:
    """Whether a word of a known name is meant as one: surely, perhaps, or not at all (none)."""
    if word.form.guessed or strong:
        return not word.form.guessed
    letters = len(fold(word.said))
    if letters < _SHORT or (letters == _SHORT and not word.capital):
        return None
    if not word.capital and said.known.is_word(word.said, said.language):
        return None  # "bei allen" is not about Mr Allen
    owners = word.form.owners
    if owners is None or not (owners.ordinary or owners.brand):
        return True
    if owners.brand or not word.capital:
        return None
    return _in_german(said.text, word) if said.language == "de" else _in_others(said.text, word)


def _in_german(text: str, word: Word) -> bool | None:
    """Where all nouns have capitals, the article before and the verb behind tell."""
    near = before(text, word.start)
    if near in words("ordinary_before"):
        return None
    return near not in words("articles") and after(text, word.end) in spellings("after_names")


def _in_others(text: str, word: Word) -> bool | None:
    if not begins_sentence(text, word.start):
        return True
    genitive = text[word.end : word.end + 2] in ("'s", "’s")
    return True if genitive or after(text, word.end) in spellings("after_names") else None


def _spelt(said: Said) -> Iterator[Detail]:
    """A known name letter by letter: W-E-B-E-R."""
    for match in _SPELT.finditer(said.text):
        letters = fold("".join(letter for letter in match[0] if letter.isalpha()))
        owners = said.known.forms.get(letters)
        if owners:
            one = len(owners.people) == 1
            mark = said.known.marks[next(iter(owners.people))] if one else ""
            yield Detail(*match.span(), "name", mark or said.mark("name"))
