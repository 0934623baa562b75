"""Details that their form gives away: addresses of all kinds, numbers, plates, accounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from evidence.details import Detail
from evidence.personal_words import Shape, data, fold, marks, shapes

_SENTENCE = re.compile(r"[.!?…][\"»“”]?\s|\n")
_THOUSANDS = re.compile(r"\d{1,3}[\s.]\d{3}|\d{1,3}(?:[\s.]000)+")
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:19|20)?\d{2}|(?:19|20)\d{2}[\s–/-]+(?:19|20)?\d{2}")
_ANY = re.compile(
    r"\d|@|://|www\.|\.[a-z]{2,3}/|(?i:\b(?:dot|punkt|point)\b|\.(?:com|de|fr|be|lu)\b)"
)
_NEAR = 200
"""Characters on either side of a number in which its sentence is looked at."""

_FEWEST, _MOST = 6, 15
"""Digits of a telephone number; ITU-T E.164 allows no more than fifteen."""


def recognised(text: str, language: str) -> Iterator[Detail]:
    """The details in a text, in no order; some may share characters.

    Args:
        text: what was said.
        language: of the marks.
    """
    if _ANY.search(text):
        for shape in shapes():
            if shape.trigger.search(text):
                yield from _found(shape, text, language)
    yield from _spoken(text, language)


def _found(shape: Shape, text: str, language: str) -> Iterator[Detail]:
    for match in shape.pattern.finditer(text):
        start, end = match.span("it") if "it" in shape.pattern.groupindex else match.span()
        if shape.kind == "phone" and not _is_phone(match[0], short="it" in match.groupdict()):
            continue
        if shape.context and not shape.context.search(_sentence(text, start, end)):
            continue
        checked = _CHECKS[shape.check](match) if shape.check else (True, end)
        if checked:
            sure, end = checked
            end = start + len(text[start:end].rstrip())
            yield Detail(start, end, shape.kind, marks(language)[shape.kind], sure)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place: what is said of a number stands near it."""
    first, last = max(0, start - _NEAR), min(len(text), end + _NEAR)
    begins = [found.end() for found in _SENTENCE.finditer(text, first, start)]
    after = _SENTENCE.search(text, end, last)
    return text[begins[-1] if begins else first : after.start() if after else last]


def _is_phone(said: str, *, short: bool) -> bool:
    digits = sum(letter.isdigit() for letter in said)
    return short or (_FEWEST <= digits <= _MOST and not _is_number(said.strip()))


def _is_number(said: str) -> bool:
    """Whether the digits are a date, two years or a count of thousands."""
    return bool(_DATE.fullmatch(said) or _THOUSANDS.fullmatch(said))


# Checks: whether it is sure and where it ends; none where it is no detail.


_Checked = tuple[bool, int] | None


def _iban(match: re.Match[str]) -> _Checked:
    """An account number by the length of its country; sure where its checksum is right.

    ISO 7064, MOD 97-10: the first four characters behind the others, letters as numbers from 10.
    """
    length = data()["iban"].get(match["country"])
    places = [at for at, letter in enumerate(match[0]) if letter.isalnum()]
    if length is None or len(places) < length - 1:
        return None
    said = "".join(match[0][at] for at in places[:length])
    if sum(letter.isdigit() for letter in said) < len(said) / 2:
        return None
    moved = said[4:] + said[:4]
    right = len(said) == length and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1
    return right, match.start() + places[len(said) - 1] + 1


def _belgian(match: re.Match[str]) -> _Checked:
    """A Belgian national number: 97 less the remainder of nine digits by 97 is the last two.

    Who was born in this century has a 2 before the nine digits.
    """
    digits = re.sub(r"\D", "", match[0])
    bases = (int(digits[:9]), int("2" + digits[:9]))
    fits = any(97 - base % 97 == int(digits[9:]) for base in bases)
    return (True, match.end()) if fits and int(digits[2:4]) <= 12 else None


def _french(match: re.Match[str]) -> _Checked:
    """A French social security number: 97 less the remainder by 97 is the last two digits."""
    said = re.sub(r"\s", "", match[0]).replace("2A", "19").replace("2B", "18")
    return (True, match.end()) if 97 - int(said[:13]) % 97 == int(said[13:]) else None


def _district(match: re.Match[str]) -> _Checked:
    """A German plate, by its district."""
    return (True, match.end()) if match["district"] in _districts() else None


_CHECKS: Mapping[str, Callable[[re.Match[str]], _Checked]] = {
    "iban": _iban,
    "belgian": _belgian,
    "french": _french,
    "district": _district,
}


@cache
def _districts() -> frozenset[str]:
    return frozenset(data()["plates"]["districts"].split())


# Numbers spoken digit by digit


def _spoken(text: str, language: str) -> Iterator[Detail]:
    """Runs of at least six digits in words that begin as telephone numbers do."""
    end = 0
    for match in _first().finditer(text):
        if match.start() < end:
            continue
        run = _run().match(text, match.start())
        end = run.end() if run else end
        if run and len(re.findall(r"[^\W_]+", run[0])) >= data()["spoken"]["fewest"]:
            yield Detail(match.start(), run.end(), "phone", marks(language)["phone"])


@cache
def _first() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{'|'.join(data()['spoken']['first'])})\b")


@cache
def _run() -> re.Pattern[str]:
    spoken = data()["spoken"]
    digits = "|".join(sorted({*spoken["first"], *spoken["digits"], r"\d{1,3}"}, key=fold))
    word = rf"(?:(?:{digits})(?:-(?:{digits}))*)"
    return re.compile(rf"(?i)\b{word}(?:[\s,.;–-]{{1,3}}{word})*\b")
