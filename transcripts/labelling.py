"""Which labels of a file are speakers: decided by its layout, else by its names.

Where one form of label with a time runs through the whole file, as programs write it, that form is
believed and no other. Else a label counts when it is a role, or looks like a name and comes back,
or when nearly every paragraph begins with one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from transcripts import roles, speakers, times
from transcripts.speakers import Label
from transcripts.spelling import key

BEFORE = "before"
"""The form of a name on a line of its own before a line with its time."""

_FEW = 12
"""Labelled lines up to which a name that comes once is believed."""

_DOUBTFUL = ("brackets", "letter", "stars", "tab")
"""Forms that sentences have too: ``[Anna] said``, ``A. Meyer said``."""

_THROUGHOUT = 0.8
"""Share of paragraphs with a label from which a file is labelled throughout."""

_OFTEN = 2
"""How often a name of one word stands alone, words after it each time, to be a speaker."""

_IN_ORDER = 0.9
"""Share of times that do not run backwards, from which they are times of turns."""

_LONGEST_SPAN, _LONGEST_NAME = 60, 80
"""Characters of a line that is a time, or a name and nothing else."""

_LONGEST_DOUBT = 3
"""Words of a label that a person is asked about."""

_ODD = re.compile(
    r"[^\W_][^:：]{0,119}[<>{}=|\\][^:：]{0,119}[:：]\s|[^\w\s\[(–—-][^:：]{0,119}[:：]\s"
)
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{1,2000}[\"“”»]")
_LONG = re.compile(r"[^\s:：.,;!?]{120}")


def find(lines: Sequence[str]) -> tuple[list[Label | None], tuple[str, ...]]:
    """The label of each line, or None; and the labels that were doubted and left in the text."""
    found = _beside_times(lines, [speakers.parse(line) for line in lines])
    layout = _by_layout(found, len(lines))
    if layout is not None:
        return layout, ()
    first = next((at for at, label in enumerate(found) if label and _is_open(label.name)), 0)
    odd = sum(label is None and is_odd(line) for label, line in zip(found, lines, strict=True))
    kept, doubted = _by_names(found, len(lines) - max(odd, first))
    return (kept, doubted) if any(kept) else (_alone(lines), doubted)


def _beside_times(lines: Sequence[str], found: list[Label | None]) -> list[Label | None]:
    """The labels, with names that stand on a line of their own before or after a time's line."""
    spans = [times.stretch(line) if len(line) <= _LONGEST_SPAN else None for line in lines]
    for at, span in enumerate(spans):
        after = at + 1 < len(lines) and found[at + 1] is None
        if span is None:
            continue
        if after and _is_alone(lines[at + 1]) and spans[at + 1] is None:
            found[at + 1] = Label(lines[at + 1].strip(), "", *span, lines[at + 1].strip(), "after")
        elif at and found[at - 1] is None and _is_alone(lines[at - 1]) and spans[at - 1] is None:
            found[at - 1] = Label(lines[at - 1].strip(), "", *span, lines[at - 1].strip(), BEFORE)
    return found


def _is_alone(line: str) -> bool:
    """Whether a line can be a speaker's name and nothing else."""
    text = line.strip()
    return len(text) <= _LONGEST_NAME and text[-1:] not in ".,;:?!…" and speakers.is_name(text)


def _alone(lines: Sequence[str]) -> list[Label | None]:
    """Names that come again and again on a line of their own, as labels."""
    names = [key(line) if len(line) <= _LONGEST_NAME and _is_alone(line) else "" for line in lines]
    counts = Counter(name for name in names if len(name) > 1)
    follows = {name for name, after in pairwise([*names, " "]) if after}
    often = {
        name
        for name in counts
        if (counts[name] >= 2 and (roles.is_label(name) or " " in name))
        or (counts[name] >= _OFTEN and name not in follows)
    }
    if len(often) < 2 or sum(counts[name] for name in often) * 5 < len(lines):
        return [None] * len(lines)
    return [
        Label(line.strip(), "", None, None, line.strip(), "alone") if name in often else None
        for line, name in zip(lines, names, strict=True)
    ]


def is_odd(line: str) -> bool:
    """Whether a line has the form of a label that no person bears, such as ``<b>Al</b>: Yes``."""
    head = line.strip()[:300]
    return bool(_ODD.match(head) or _LONG.match(head)) or (
        (label := speakers.parse(line)) is not None
        and label.form == "colon"
        and bool(re.search(r"[<>{}=|\\]", label.name))
    )


def is_break(label: Label) -> bool:
    """Whether a label says that nobody speaks: a sponsor's message, music."""
    return label.form != speakers.GIVEN and speakers.is_break(label.name)


def _by_layout(found: Sequence[Label | None], paragraphs: int) -> list[Label | None] | None:
    """The labels of the form with a time that runs through the file; None where none does."""
    spoken = [label for label in found if label and speakers.is_possible(label.name)]
    stamped = [label for label in spoken if label.begins is not None]
    kinds = Counter(_kind(label) for label in stamped)
    if not kinds:
        return None
    kind = max(kinds, key=lambda one: kinds[one])
    chosen = [label for label in stamped if _kind(label) == kind]
    named = sum(label.begins is None and _is_likely(label.name) for label in spoken)
    if len(chosen) < max(2, named) or not _in_order(chosen):
        return None
    names = _names_of(chosen, paragraphs)
    if not names:
        return None
    header = not kind[1]
    return [
        label if label and _fits(label, names, kind, header=header) else None for label in found
    ]


def _kind(label: Label) -> tuple[str, bool]:
    return label.form, bool(label.words)


def _fits(label: Label, names: frozenset[str], kind: tuple[str, bool], *, header: bool) -> bool:
    """Whether a label belongs to the layout: beside headers, no other form does."""
    if key(label.name) not in names:
        return False
    return _kind(label) == kind or ((label.form == kind[0] or not header) and label.form != "dash")


def _names_of(labels: Sequence[Label], paragraphs: int) -> frozenset[str]:
    """The speakers among the labels of the file's own form."""
    counts = Counter(key(label.name) for label in labels)
    throughout = len(labels) >= _THROUGHOUT * paragraphs
    headers = not labels[0].words and labels[0].form != "label and bare stamp"
    return frozenset(
        key(label.name)
        for label in labels
        if _is_likely(label.name)
        or headers
        or (counts[key(label.name)] >= 2 and not speakers.is_barred(label.name))
        or (throughout and _is_credible(label, counts[key(label.name)], alone=True))
    )


def _in_order(labels: Sequence[Label]) -> bool:
    times = [label.begins or 0.0 for label in labels]
    forward = sum(one <= other for one, other in pairwise(times))
    return forward >= _IN_ORDER * (len(times) - 1)


def _is_likely(name: str) -> bool:
    return bool(name) and speakers.is_name(name)


@dataclass(frozen=True, slots=True)
class _File:
    """What the whole file says about its labels.

    Attributes:
        counts: how often each label comes.
        likely: labels that are roles or look like names.
        total: lines that have a likely label.
        paragraphs: lines.
        few: whether the file is short and labelled throughout.
        throughout: whether nearly every paragraph has a label.
        alone: whether every one has.
        every: whether nearly every paragraph has what may be a label or a sentence.
        initials: labels such as ``MD`` and ``PS``, where the file is written with them.
        large: whether words after labels begin with capitals.
    """

    counts: Counter[str]
    likely: frozenset[str]
    total: int
    paragraphs: int
    few: bool
    throughout: bool
    alone: bool
    every: bool
    initials: frozenset[str]
    large: bool


def _by_names(
    found: Sequence[Label | None], paragraphs: int
) -> tuple[list[Label | None], tuple[str, ...]]:
    spoken = [label for label in found if label]
    first = {key(label.name): label for label in reversed(spoken)}
    file = _file(spoken, first, paragraphs)
    accepted = frozenset(name for name in file.counts if _is_speaker(first[name], file))
    if accepted - {""}:
        accepted -= {""}
    if all(speakers.is_break(name) for name in accepted):
        accepted = frozenset()
    kept = [label if label and key(label.name) in accepted else None for label in found]
    begins = next((at for at, label in enumerate(kept) if label), 0)
    later = {key(label.name): label for label in reversed(found[begins:]) if label}
    return _of_one_form(kept), _doubted(later, file, accepted)


def _of_one_form(kept: list[Label | None]) -> list[Label | None]:
    """The labels without those of a form that is seldom meant, unless the file is written in it."""
    forms = Counter(label.form for label in kept if label)
    rare = {form for form in _DOUBTFUL if forms[form] * 2 < sum(forms.values())}
    return [None if label and label.form in rare else label for label in kept]


def _file(spoken: list[Label], first: dict[str, Label], paragraphs: int) -> _File:
    counts = Counter(key(label.name) for label in spoken)
    likely = frozenset(name for name in counts if _is_likely(first[name].name))
    possible = [label for label in spoken if _is_open(label.name)]
    total = sum(counts[name] for name in likely)
    bodies = paragraphs - sum(not label.words for label in spoken)
    return _File(
        counts,
        likely,
        total,
        paragraphs,
        few=total <= _FEW and total * 2 >= bodies,
        throughout=len(possible) >= _THROUGHOUT * bodies,
        alone=len(possible) >= bodies,
        every=sum(bool(label.name) for label in spoken) >= _THROUGHOUT * bodies,
        initials=_initials(spoken, paragraphs),
        large=sum(first[name].words[:1].islower() for name in likely) * 3 <= len(likely),
    )


def _initials(spoken: list[Label], paragraphs: int) -> frozenset[str]:
    """Two or more initials that come again and again: then ``PS`` is no postscript."""
    counts = Counter(label.name for label in spoken if speakers.is_initials(label.name))
    often = [name for name in counts if counts[name] >= 2]
    if len(often) < 2 or sum(counts.values()) * 3 < paragraphs:
        return frozenset()
    return frozenset(key(name) for name in often)


def _doubted(first: dict[str, Label], file: _File, accepted: frozenset[str]) -> tuple[str, ...]:
    """Labels that were not taken but may be meant, in the order in which they come first."""
    if not accepted:
        return ()
    left = [name for name in first if name and name not in accepted]
    return tuple(
        first[name].name
        for name in reversed(left)
        if (first[name].words or first[name].form != "brackets")
        and (
            (name in file.likely and (file.counts[name] > 1 or " " in name))
            or (file.every and _may_be_meant(first[name].name))
        )
    )


def _may_be_meant(name: str) -> bool:
    """Whether a label can be a speaker and is no longer than a name."""
    return speakers.is_possible(name) and len(name.split()) <= _LONGEST_DOUBT


def _is_speaker(label: Label, file: _File) -> bool:
    """Whether one label of a file, as it comes first, is a speaker."""
    name = key(label.name)
    count = file.counts[name]
    if not name:
        return count >= 2 and count * 3 >= file.paragraphs
    if speakers.is_break(label.name):
        return label.form == "colon"
    by_company = file.throughout and _is_credible(label, count, alone=file.alone)
    if name in file.initials and speakers.is_initials(label.name):
        return True
    if by_company or roles.is_sure(name) or (file.few and _is_met(label, file)):
        return True
    return _comes_often(label, count, file)


def _is_met(label: Label, file: _File) -> bool:
    """Whether a likely label may count in a short file: a quotation after it is retold."""
    name = key(label.name)
    if name not in file.likely or roles.is_label(name) or file.counts[name] > 1:
        return name in file.likely
    goes_on = file.large and label.words[:1].islower()
    return label.form != "colon" or not (goes_on or _QUOTED.fullmatch(label.words))


def _comes_often(label: Label, count: int, file: _File) -> bool:
    """Whether a label comes as often as one of its kind has to, to be a speaker."""
    name = key(label.name)
    if roles.is_label(name):
        return count >= 2
    if name not in file.likely:
        return count >= 3 and count * speakers.needed(name) >= file.paragraphs
    several = speakers.is_several(label.name)
    if count >= 2:
        return several or count * 10 >= file.total
    return several and file.total > _FEW


def _is_credible(label: Label, count: int, *, alone: bool) -> bool:
    """Whether a label is a speaker where nearly every paragraph begins with one."""
    if not speakers.is_possible(label.name):
        return False
    if speakers.is_barred(label.name):
        return speakers.is_office(label.name) and (alone or count >= 2)
    small = label.name[0].islower() and not any(map(str.isdigit, label.name))
    return count >= 2 or not small or (alone and " " not in label.name)


def _is_open(name: str) -> bool:
    """Whether a label may turn out to be a speaker by the company that it keeps."""
    if not name or not speakers.is_possible(name):
        return False
    return not speakers.is_barred(name) or speakers.is_office(name)
