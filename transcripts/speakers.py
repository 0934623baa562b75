"""How a line says who speaks: one grammar of labels for all formats.

A line such as ``Note that: it works`` has the form of a label too. Which labels of a file are
speakers is decided over the whole file, in ``labelling``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, TypeAlias

from transcripts import languages, patterns, roles, times
from transcripts.spelling import key

Test: TypeAlias = Callable[[str], bool]

GIVEN = "given"
"""The form of a label that the format itself names, outside the text."""

_HEAD = 300
"""Characters of a line in which its label ends; no more are looked at."""

_LABEL = (
    r"(?P<label>(?:[^\W_]|[?]{1,3}(?=\W))"
    r"(?:[^:：\[\]\t\n\"“”„«»]|:(?:in|innen|r)\b|\[(?!\d{1,3}:)[^\[\]\n]{1,60}\]){0,119}?)"
)
_PARTS = {
    "{label}": _LABEL,
    "{time}": rf"(?P<begins>{times.TIME})",
    "{until}": rf"(?:\s{{0,9}}(?:-->|[-–—])\s{{0,9}}(?P<ends>{times.TIME}))?",
    "{words}": r"(?P<words>\S.*)",
}
_ORGANISATION = re.compile(r"\s{0,9}(?:\([^()]{1,80}\)|\[[^\[\]]{1,80}\])$")
_SENTENCE = re.compile(r":(?!innen\b|in\b|r\b)|[!;…«»\"“”„<>{}=|\\]|\?(?!\?|$)")
_LETTER = re.compile(r"[^\W_]")
_INITIAL = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)?")
_CLOCK = re.compile(r"\d:\d")
_SHORTEST_LOUD = 4
_MAYBE = re.compile(
    r"[:：\[\]#\t]|^[–—]|^\*\*|^[A-Z]\d{0,2}\s?[.–—-]\s|^\S{2,30}(?:\s\S{1,30}){0,2}\s[–—-]\s"
)
"""What the beginning of a line holds if there is a label in it."""

_KEPT = 65_536
"""Labels of which it is remembered what they can be; a file has few."""

_MOST_WORDS = 5
"""Words of a name, small ones such as *van der* not counted."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line read as a speaker's label, with the words after it.

    Attributes:
        name: the label as written; empty for a dash, which only says that the speaker changes.
        words: the rest of the line.
        begins: seconds, where the line has a time.
        ends: seconds.
        line: the whole line.
        form: the name of the pattern that it fits.
    """

    name: str
    words: str
    begins: float | None
    ends: float | None
    line: str
    form: str = ""

    @property
    def written(self) -> str:
        """All of the line before the words, as the file has it."""
        if self.form == GIVEN:
            return self.name
        return self.line[: len(self.line) - len(self.words)].rstrip()


def parse(line: str) -> Label | None:
    """The line read as a label, where it has the form of one; it may still be a sentence."""
    text = line.strip()
    head = text[:_HEAD]
    if not _MAYBE.search(head):
        return None
    timed = bool(_CLOCK.search(head))
    for form, pattern, wants_time in _patterns():
        if (timed or not wants_time) and (found := pattern.fullmatch(head)):
            parts = found.groupdict()
            if form == "label and dash" and not _is_loud(parts["label"]):
                continue
            words = (parts.get("words") or "") + text[_HEAD:]
            if len(text) > _HEAD and not parts.get("words"):
                continue
            begins, ends = (_seconds(parts.get(time)) for time in ("begins", "ends"))
            begins = _first(head[:30]) if head.startswith("#") else begins
            return Label(_bare(parts["label"].strip().rstrip(",")), words, begins, ends, text, form)
    return None


def _is_loud(label: str) -> bool:
    """Whether a label is a role or in capitals, and so no beginning of a sentence."""
    return (label.isupper() and len(label) > _SHORTEST_LOUD) or roles.is_sure(key(label))


def _bare(label: str) -> str:
    """A label without the sound noted behind it: ``Anna (lacht)`` is Anna."""
    found = _ORGANISATION.search(label)
    inside = found[0].strip(" \u00a0()[]") if found else ""
    return label[: found.start()] if found and key(inside) in _sounds() else label


@lru_cache(maxsize=_KEPT)
def is_name(text: str) -> bool:
    """Whether a text can be a speaker's label by itself: a role, a number or a name."""
    return bool(text) and (roles.is_label(key(text)) or _is_name(text))


@lru_cache(maxsize=_KEPT)
def is_possible(label: str) -> bool:
    """Whether a label can be a speaker where the layout of the file says that it is one."""
    bare = _without_organisation(label)
    if not bare or _SENTENCE.search(bare) or key(label) in _sounds():
        return False
    return len(_large(bare)) <= (10 if "," in bare else _MOST_WORDS + 1)


def is_office(label: str) -> bool:
    """Whether a label is an article and one or two words: ``La directrice``, ``The Chair``."""
    words = key(label).replace("'", "' ").replace("’", "' ").split()
    names = _data()["names"]
    return (
        2 <= len(words) <= 3
        and words[0] in names["articles"]
        and not any(word in languages.function_words() or word in _never() for word in words[1:])
        and not any(word in names["things"] for word in words[1:])
    )


@lru_cache(maxsize=_KEPT)
def is_barred(label: str) -> bool:
    """Whether a label begins as no speaker's does: ``Note that``, ``Ich sage``, ``Fazit``."""
    bare = _without_prefix(_without_organisation(label))
    words = key(bare).split()
    if not words or roles.is_label(key(bare)) or _INITIAL.fullmatch(bare.split()[0]):
        return False
    names = _data()["names"]
    if words[0] in names["given"] and not bare[0].islower():
        others = [word for word in words[1:] if word not in _particles()]
        return any(word in languages.function_words() for word in others)
    if (
        words[0] in names["before"]
        and len(words) > 1
        and bare.split()[1][0].isupper()
        and words[1] not in names["things"]
    ):
        return False
    return words[0].rstrip(".,") in _never() or key(label) in _sounds()


def is_never(label: str) -> bool:
    """Whether a label begins with a word that never begins one, such as ``Note``."""
    names = _data()["names"]
    return key(label).split()[0] in names["never"] or key(label) in names["sounds"]


def is_break(label: str) -> bool:
    """Whether a label announces what nobody of the interview says, such as ``Sponsor``."""
    return key(label) in _data()["breaks"]["labels"]


def is_initials(label: str) -> bool:
    """Whether a label is two or three capitals: ``MD``, ``PS``, ``M.D.``; many are small words."""
    letters = label.replace(".", "").replace("-", "")
    return letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 3 and len(label) <= 6


def is_several(label: str) -> bool:
    """Whether a label has two words at least before a comma or an organisation."""
    return len(_without_organisation(label).split(",")[0].split()) >= 2


def column(head: str) -> str:
    """What a table's column holds by its head: ``speaker``, ``time``, ``words`` or nothing."""
    wanted = key(head).rstrip(" :")
    columns = _data()["columns"]
    return next((kind for kind in columns if wanted in columns[kind]), "")


def is_colophon(line: str) -> bool:
    """Whether a line says who wrote the transcript down."""
    beginnings = _data()["colophon"]["beginnings"]
    return key(line[:200]).lstrip("[(*").startswith(tuple(beginnings))


@dataclass(frozen=True, slots=True)
class Stamped:
    """A text without the times at its beginning and its end, and the marks of the editor f4.

    Attributes:
        text: the words.
        stamps: the times as written.
        begins: seconds, from a time at the beginning.
        ends: seconds, from a time at the end.
    """

    text: str
    stamps: tuple[str, ...] = ()
    begins: float | None = None
    ends: float | None = None


def lift_stamps(text: str, *, marks_only: bool = False) -> Stamped:
    """Words without the times that open and close them. Times among the words stay there.

    Args:
        text: a paragraph.
        marks_only: whether only what programs set as marks is taken, and no time in brackets.
    """
    if not _STAMP_HINT.search(text):
        return Stamped(text)
    rest = text.strip()
    stamp = _mark() if marks_only else _stamp()
    first = stamp.match(rest)
    rest = rest[first.end() :].lstrip() if first else rest
    last = _closing(rest, stamp)
    rest = rest[: last.start()].rstrip() if last else rest
    marks = [found[0] for found in _mark().finditer(rest)]
    return Stamped(
        _mark().sub(" ", rest).strip() if marks else rest,
        (*([first[0]] if first else []), *marks, *([last[0]] if last else [])),
        _first(first[0]) if first else None,
        _first(last[0]) if last else None,
    )


_STAMP_HINT = re.compile(r"[\[(#]\s?\d")
_TAIL = 60


def _closing(text: str, stamp: re.Pattern[str]) -> re.Match[str] | None:
    """The time at the end of a text."""
    tail = stamp.finditer(text, max(0, len(text) - _TAIL))
    return next((found for found in tail if found.end() == len(text)), None)


def _first(stamp: str) -> float | None:
    """Seconds of a stamp's first time; the editor f4 writes tenths after a dash."""
    whole = times.first(stamp)
    tenths = _TENTHS.search(stamp)
    return whole + int(tenths[1]) / 10 if whole is not None and tenths else whole


_TENTHS = re.compile(r":\d\d-(\d)#")


def _seconds(time: str | None) -> float | None:
    return times.seconds(time) if time else None


def _without_organisation(label: str) -> str:
    bare = label
    while found := _ORGANISATION.search(bare):
        bare = bare[: found.start()]
    return bare


def _is_name(label: str) -> bool:
    """Whether each word is a name, an initial, a number or a small word between them."""
    bare = _without_prefix(_without_organisation(label))
    words = bare.replace(",", " ").split()
    large = _large(bare)
    if not large or len(large) > (10 if "," in bare else _MOST_WORDS) or _SENTENCE.search(bare):
        return False
    if is_barred(bare):
        return False
    return not words[0][0].islower() and all(_is_name_word(word) for word in words)


def _without_prefix(label: str) -> str:
    """A name without small words before it: ``de la Tour``. No sentence begins so."""
    words = label.split()
    particles = _particles()
    small = next((at for at, word in enumerate(words) if word not in particles), 0)
    return " ".join(words[small:]) if small and words[small][0].isupper() else label


def _large(label: str) -> list[str]:
    """The words of a label without small ones such as *van der*, and without signs."""
    particles = _particles()
    words = label.replace(",", " ").split()
    return [word for word in words if word.casefold() not in particles and _LETTER.search(word)]


def _is_name_word(word: str) -> bool:
    small = word.casefold()
    if word[0].islower() and not any(character.isdigit() for character in word):
        return small in _particles()
    known = small in _particles() or small in _data()["names"]["given"]
    return known or small not in languages.function_words()


def needed(name: str) -> int:
    """One in how many lines a label has to begin that is no name: ``alice``, ``Will``; 0 if never.

    A label of small words may be a sentence's beginning, so it has to come more often.
    """
    words = name.split()
    if len(words) > 2 or is_never(name):
        return 0
    return 4 if any(word in languages.function_words() for word in words) else 7


@cache
def _never() -> frozenset[str]:
    return frozenset(_data()["names"]["never"]) | languages.function_words()


@cache
def _particles() -> frozenset[str]:
    return frozenset(_data()["names"]["particles"])


@cache
def _sounds() -> frozenset[str]:
    return frozenset(_data()["names"]["sounds"])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """The name of each form, the form, and whether it holds a time."""
    forms = {pattern["name"]: pattern["form"] for pattern in _data()["pattern"]}
    compiled = zip(forms.items(), _compiled(forms.values()), strict=True)
    return tuple(
        (name, whole, "{time}" in form and form[:2] != "\\*") for (name, form), whole in compiled
    )


@cache
def _stamp() -> re.Pattern[str]:
    return _times(_data()["stamps"]["forms"])


@cache
def _mark() -> re.Pattern[str]:
    return _times(_data()["stamps"]["marks"])


def _times(forms: Iterable[str]) -> re.Pattern[str]:
    whole = "|".join(form.replace("{time}", times.TIME) for form in forms)
    return re.compile(whole.replace("{until}", rf"(?:\s?(?:-->|[-–—])\s?{times.TIME})?"))


def _compiled(forms: Iterable[str]) -> Iterable[re.Pattern[str]]:
    for form in forms:
        whole = form
        for part, expression in _PARTS.items():
            whole = whole.replace(part, expression)
        yield re.compile(whole, re.DOTALL)


def _data() -> dict[str, Any]:
    return patterns.read("speakers")
