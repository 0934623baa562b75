"""What stands above an interview and tells who is who: ``Interviewer: Max Dorn (MD)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from transcripts import drafts, patterns, roles, speakers
from transcripts.model import INTERVIEWER, UNKNOWN
from transcripts.speakers import Label
from transcripts.spelling import key

_LONGEST_LEGEND, _LONGEST_CODE = 8, 3
"""Words of a line that tells who is meant by a code, and characters of the code."""

_MOST_NAMES = 4
"""Words of a name that a legend gives."""

_HEAD, _LINES = 1000, 40
"""Characters of a line above the interview in which names are looked for, and such lines."""

_MOST = 200
"""Speakers of a file, and people whom it names, up to which one is sought among the other."""

_INITIAL_END = re.compile(r"(?:^|[\s.(])[A-ZÀ-Þ]\.\)?$")
_NUMBERED = re.compile(r"\s*[\d.]{1,9}$")
_BRACKETED = re.compile(r"\(([^()]{1,80})\)")
_BETWEEN = re.compile(r"(?:[;,/&\n]|\s(?:und|et|and)\s)(?![^()]*\))")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a legend names.

    Attributes:
        name: as written, without what stands in brackets.
        code: what stands in brackets behind it; may be a code or anything else.
        role: what the person does in the interview.
    """

    name: str
    code: str
    role: str


def without(lines: Sequence[str], labels: Sequence[Label | None]) -> list[Label | None]:
    """The labels without those at the head that only tell who is who, when and where."""
    first = max(_before_times(labels), _after_roles(labels), _after_details(lines, labels))
    kept = [None if at < first else label for at, label in enumerate(labels)]
    return kept if any(kept) else list(labels)


def beneath(
    lines: Sequence[str], labels: Sequence[Label | None], doubted: Sequence[str]
) -> tuple[str, ...]:
    """The doubted labels without those of the lines above the first turn, such as ``Date``."""
    first = next((at for at, label in enumerate(labels) if label), 0) if doubted else 0
    above = {label.name for line in lines[:first] if (label := speakers.parse(line))}
    return tuple(name for name in doubted if name not in above)


def told(lines: Sequence[str], labels: Sequence[Label | None]) -> dict[str, str]:
    """The roles of labels, in small letters, that name nobody's role but are told of elsewhere.

    By the lines above the first label, or by a label that holds a role and a name.
    """
    first = next((at for at, label in enumerate(labels) if label), len(labels))
    names = {key(label.name): label.name for label in labels if label and label.name}
    if len(names) > _MOST:
        return {}
    people = [person for line in lines[: min(first, _LINES)] for person in _people(line[:_HEAD])]
    people = [*people[:_MOST], *(person for name in names.values() for person in _in_label(name))]
    found: dict[str, str] = {}
    for small, name in names.items():
        meant = {person.role for person in people if _is_meant(name, person)}
        if len(meant) == 1 and not roles.is_role(name):
            found[small] = meant.pop()
    return found


def _before_times(labels: Sequence[Label | None]) -> int:
    """Where the first label with a time stands, if the labels of the file have times; else 0."""
    found = [label for label in labels if label]
    timed = [label for label in found if label.begins is not None]
    if len(timed) * 5 < len(found) * 4 or len(timed) < 2:
        return 0
    return next(at for at, label in enumerate(labels) if label and label.begins is not None)


def _after_roles(labels: Sequence[Label | None]) -> int:
    """Where the first turn stands after lines such as ``I: Interviewerin``; 0 without such lines.

    They come first, tell a role without a sentence, and their labels come again.
    """
    found = [(at, label) for at, label in enumerate(labels) if label]
    run = list(takewhile(lambda one: _tells_who(one[1]), found))
    names = {key(label.name) for _, label in run}
    again = {key(label.name) for _, label in found[len(run) :]}
    tells = any(roles.is_role(label.words) for _, label in run)
    if not tells or len(run) < 2 or len(names) < len(run) or not names <= again:
        return 0
    return run[-1][0] + 1


def _tells_who(label: Label) -> bool:
    """Whether a label and its words can be a line of a legend."""
    words = label.words.split()
    short = len(label.name) <= _LONGEST_CODE
    code = short and (roles.is_label(key(label.name)) or label.name.isupper())
    return code and 0 < len(words) <= _LONGEST_LEGEND and not drafts.is_sentence(label.words)


def _after_details(lines: Sequence[str], labels: Sequence[Label | None]) -> int:
    """Where the first turn stands after lines such as ``Date:`` and ``Interviewer: Max Dorn``."""
    found = [(at, label) for at, label in enumerate(labels) if label]
    run = list(takewhile(lambda one: _is_circumstance(one[1]) or _names_one(one[1]), found))
    if not run or len(run) == len(found):
        return 0
    names = [key(label.name) for _, label in run]
    later = [label.name for _, label in found[len(run) :]]
    after = run[-1][0] + 1
    titled = labels[0] is None and not drafts.is_sentence(lines[0])
    told = any(map(_is_detail, lines[: found[len(run)][0]])) or any(
        _is_circumstance(label) for _, label in run
    )
    if told or (titled and len(set(names)) >= 2):
        return after
    again = titled and key(later[0]) == names[-1]
    return after if again or _tell_of([label for _, label in run], later) else 0


def _tell_of(run: Sequence[Label], later: Sequence[str]) -> bool:
    """Whether labels never come again, and their words name somebody who speaks later."""
    small = {key(name) for name in later}
    if any(key(label.name) in small for label in run):
        return False
    said = (f"{label.name}: {label.words}"[:_HEAD] for label in run[:_LINES])
    people = [person for line in said for person in _people(line)][:_MOST]
    return any(_is_meant(name, person) for name in set(later[:_MOST]) for person in people)


def _is_circumstance(label: Label) -> bool:
    """Whether a label that was taken for a speaker's tells a circumstance: ``Participants``."""
    if label.form == speakers.GIVEN:
        return False
    bare = not label.words and key(label.name) in _data()["details"]
    return bare or _is_detail(f"{label.name}: {label.words}")


def _is_detail(line: str) -> bool:
    """Whether a line tells when, where or of what, in words that are no sentence."""
    label = speakers.parse(line)
    if label is None or not label.name or not label.words or _is_said(label.words):
        return False
    name = key(label.name)
    if speakers.is_never(name) and " " not in name:
        return True
    details = _data()["details"]
    return name in details or (not roles.is_label(name) and _NUMBERED.sub("", name) in details)


def _names_one(label: Label) -> bool:
    """Whether a label is a role and its words are a name: ``Interviewer: Max Dorn (MD)``."""
    if label.form == speakers.GIVEN or label.begins is not None or not label.words:
        return False
    if not roles.is_role(label.name) or _is_said(label.words):
        return False
    name = _BRACKETED.sub("", _BETWEEN.split(label.words[:_HEAD])[0]).split()
    if not name or len(name) > _MOST_NAMES or key(name[0].strip(".,!")) in _data()["openings"]:
        return False
    return speakers.is_name(" ".join(name))


def _is_said(words: str) -> bool:
    """Whether words end as a sentence does, and not with an initial."""
    return drafts.is_sentence(words) and not _INITIAL_END.search(words.rstrip())


def _people(line: str) -> Iterator[Person]:
    """Those whom a line above the interview names with their roles."""
    for clause in line.split(";"):
        head, colon, words = clause.partition(":")
        role = roles.of_label(head) if colon else UNKNOWN
        role = INTERVIEWER if key(head) in _data()["asking"] else role
        parts = _BETWEEN.split(words if colon else clause)
        for part in parts:
            yield from _person(part, role)
        if not colon and any(roles.is_role(part) for part in parts[1:2]):
            yield Person(parts[0].strip(), "", roles.of_label(parts[1]))
        if colon and len(head) <= _LONGEST_CODE and roles.is_role(words):
            yield Person(head.strip(), "", roles.of_label(words))


def _person(part: str, role: str) -> Iterator[Person]:
    bracketed = _BRACKETED.search(part)
    inside = bracketed[1] if bracketed else ""
    role = roles.of_label(inside) if roles.is_role(inside) else role
    name = _BRACKETED.sub("", part).strip()
    if name and role != UNKNOWN and len(name.split()) <= _MOST_NAMES + 2:
        yield Person(name, inside, role)


def _in_label(name: str) -> Iterator[Person]:
    """Who is named with a role in a speaker's label: ``Interviewer, Max Dorn``."""
    role = roles.of_label(name)
    if role == UNKNOWN:
        return
    words = (word for word in _WORD.findall(name) if not roles.is_role(word))
    rest = " ".join(words)
    if len(rest) >= _LONGEST_CODE:
        yield Person(rest, "", role)


def _is_meant(label: str, person: Person) -> bool:
    """Whether a label is a person's name, a part of it, the initials, or the code behind it."""
    name, letters = _WORD.findall(key(person.name)), _WORD.findall(key(label))
    small, plain, bare = " ".join(letters), _untitled(name), _untitled(letters)
    if not small or small in (" ".join(name), " ".join(plain), key(person.code)):
        return bool(small)
    if len(bare) == 1 and len(bare[0]) >= _LONGEST_CODE and bare[0] in plain:
        return True
    initials = "".join(word[0] for word in plain)
    return "".join(letters) == initials and 1 < len(initials) <= _LONGEST_CODE


def _untitled(words: Sequence[str]) -> list[str]:
    """A name without titles before it; its last word is none: ``Frau M.``."""
    titles = _data()["titles"]
    first = next((at for at, word in enumerate(words[:-1]) if word not in titles), len(words) - 1)
    return list(words[max(0, first) :])


def _data() -> dict[str, Any]:
    return patterns.read("legends")
