"""Who speaks: one grammar of labels for all formats, decided over the whole file.

A line such as ``Note that: it works`` looks like a label, so a label counts only when it is known
to be a role, or looks like a name and comes back, or when nearly every paragraph has one.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeAlias

from transcripts import languages, roles, times
from transcripts.spelling import key

Test: TypeAlias = Callable[[str], bool]

_LABEL = r"(?P<label>[^\W_][^:：\[\]\t\n]{0,119}?)"
_PARTS = {
    "{label}": _LABEL,
    "{time}": rf"(?P<begins>{times.TIME})",
    "{until}": rf"(?:\s*(?:-->|[-–—])\s*(?P<ends>{times.TIME}))?",
    "{words}": r"(?P<words>.+)",
}
_ORGANISATION = re.compile(r"\s*(?:\([^()]{1,80}\)|\[[^\[\]]{1,80}\])$")
_SENTENCE = re.compile(r"[:!?;…«»\"“”„]")
_FEW = 12
"""Labelled lines up to which a name that comes once is believed."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line read as a speaker's label, with the words after it.

    Attributes:
        name: the label as written; empty for a dash, which only says that the speaker changes.
        words: the rest of the line.
        begins: seconds, where the line has a time.
        ends: seconds.
        line: the whole line.
    """

    name: str
    words: str
    begins: float | None
    ends: float | None
    line: str


def parse(line: str) -> Label | None:
    """The line read as a label, where it has the form of one; it may still be a sentence."""
    text = line.strip()
    for pattern in _patterns():
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            words = (parts.get("words") or "").strip()
            begins, ends = (_seconds(parts.get(time)) for time in ("begins", "ends"))
            return Label(parts["label"].strip(), words, begins, ends, text)
    return None


def find(lines: Sequence[str]) -> tuple[list[Label | None], tuple[str, ...]]:
    """The label of each line, or None; and the labels that were doubted and left in the text."""
    found = [parse(line) for line in lines]
    spoken = [label for label in found if label]
    accepted, doubted = _settle(spoken, len(lines))
    return [label if label and key(label.name) in accepted else None for label in found], doubted


def is_name(text: str) -> bool:
    """Whether a text can be a speaker's label by itself: a role, a number or a name."""
    return bool(text) and (roles.is_label(key(text)) or _is_name(text))


def column(head: str) -> str:
    """What a table's column holds by its head: ``speaker``, ``time``, ``words`` or nothing."""
    wanted = key(head).rstrip(" :")
    columns = _data()["columns"]
    return next((kind for kind in columns if wanted in columns[kind]), "")


def is_colophon(line: str) -> bool:
    """Whether a line says who wrote the transcript down."""
    beginnings = _data()["colophon"]["beginnings"]
    return key(line).lstrip("[(*").startswith(tuple(beginnings))


def lift_stamps(text: str) -> tuple[str, list[str], float | None]:
    """Words without the times among them, those times as written, the opening one in seconds."""
    stamp = _stamp()
    stamps = [found[0] for found in stamp.finditer(text)]
    if not stamps:
        return text, [], None
    opening = stamp.match(text.lstrip())
    first = times.first(opening[0]) if opening else None
    return stamp.sub(" ", text).strip(), stamps, first


def _seconds(time: str | None) -> float | None:
    return times.seconds(time) if time else None


def _settle(labels: list[Label], paragraphs: int) -> tuple[frozenset[str], tuple[str, ...]]:
    """The labels of a file that are speakers, and those that look like one but were not taken."""
    counts = Counter(key(label.name) for label in labels)
    first = {key(label.name): label for label in reversed(labels)}
    likely = {name for name in counts if name and is_name(first[name].name)}
    total = sum(counts[name] for name in sorted(likely))
    heads = sum(not label.words for label in labels)
    few = total <= _FEW and total * 2 >= paragraphs - heads
    accepted = {
        name
        for name in counts
        if _is_speaker(first[name], counts[name], total, paragraphs, few=few and name in likely)
    }
    doubted = tuple(
        first[name].name
        for name in counts
        if name in likely - accepted and (counts[name] > 1 or " " in name)
    )
    return frozenset(accepted), doubted if accepted else ()


def _is_speaker(label: Label, count: int, total: int, paragraphs: int, *, few: bool) -> bool:
    """Whether one label of a file is a speaker.

    Args:
        label: the label where it comes first.
        count: how often it comes.
        total: lines of the file that have a likely label.
        paragraphs: lines of the file.
        few: whether it is likely, and the file short and labelled throughout.
    """
    name = key(label.name)
    if not name:
        return count >= 2 and count * 3 >= paragraphs
    if few or roles.is_sure(name):
        return True
    if roles.is_label(name):
        return count >= 2 or label.begins is not None
    several = len(_ORGANISATION.sub("", label.name).split(",")[0].split()) >= 2
    if not _is_name(label.name):
        return count >= 3 and count * _needed(name) >= paragraphs
    if count >= 2:
        return several or count * 10 >= total
    return label.begins is not None or (several and total > _FEW)


def _needed(name: str) -> int:
    """One in how many lines a label has to begin that is no name: ``alice``, ``Will``; 0 if never.

    A label of small words may be a sentence's beginning, so it has to come more often.
    """
    words = name.split()
    if len(words) > 2 or words[0] in _data()["names"]["never"]:
        return 0
    if name in _data()["names"]["sounds"]:
        return 0
    return 4 if any(word in languages.function_words() for word in words) else 7


def _is_name(label: str) -> bool:
    """Whether each word is a name, an initial, a number or a small word between them."""
    bare = _ORGANISATION.sub("", label)
    words = bare.replace(",", " ").split()
    if not words or len(words) > (10 if "," in bare else 4) or _SENTENCE.search(bare):
        return False
    if words[0].casefold().rstrip(".") in _never() or key(label) in _data()["names"]["sounds"]:
        return False
    return not words[0][0].islower() and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    small = word.casefold()
    if word[0].islower() and not any(character.isdigit() for character in word):
        return small in _data()["names"]["particles"]
    return small not in languages.function_words() or small in _data()["names"]["particles"]


@cache
def _never() -> frozenset[str]:
    return frozenset(_data()["names"]["never"]) | languages.function_words()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled([pattern["form"] for pattern in _data()["pattern"]]))


@cache
def _stamp() -> re.Pattern[str]:
    forms = _data()["stamps"]["forms"]
    whole = "|".join(form.replace("{time}", times.TIME) for form in forms)
    return re.compile(whole.replace("{until}", rf"(?:\s*[-–—]\s*{times.TIME})?"))


def _compiled(forms: Iterable[str]) -> Iterable[re.Pattern[str]]:
    for form in forms:
        whole = form
        for part, expression in _PARTS.items():
            whole = whole.replace(part, expression)
        yield re.compile(whole, re.DOTALL)


@cache
def _data() -> dict[str, Any]:
    text = resources.files("transcripts").joinpath("speakers.toml").read_text("utf-8")
    return tomllib.loads(text)
