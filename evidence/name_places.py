"""What stands around a word that may be a name, and how a name is written."""

from __future__ import annotations

import re
from functools import cache

from evidence.personal_words import WORD, data, fold, given_names, words
from evidence.word_forms import Said

_NEAR = 30
"""Characters in which the word before another one is looked for."""

_MOST = 4
"""Words of a name."""

_ENDS = '.!?…:;"«“„»–—([*'
_BEFORE = re.compile(r"([^\W\d_]+)['’.]?[\s\u00a0]*$")
_AFTER = re.compile(r"[\s,]*([^\W\d_]+)")
_UPPER = "A-ZÀ-ÖØ-ÞŒŠŽ"
_CAPITAL = re.compile(
    rf"(?:[{_UPPER}]['’](?=[{_UPPER}]))?[{_UPPER}][^\W\d_]*(?:\u00ad[^\W\d_]+)*(?!\w)"
)
_INITIAL = re.compile(rf"[{_UPPER}]\.[ -]?")
_BLANK = re.compile(r"[ \u00a0]*\n?[ \u00a0]+|[ \u00a0]*\n|-")
_SMALL_GAP = re.compile(r"[ \u00a0'’]+")
_TITLE_GAP = re.compile(r"\.?[ \u00a0]*\n?[ \u00a0]*")
_COMMA = re.compile(r",?[ \u00a0]+(?:(?:der|die|the|le|la)[ \u00a0]+)?")


def before(text: str, at: int) -> str:
    """The folded word that ends before a place, blanks and one dot between; empty for none."""
    found = _BEFORE.search(text, max(0, at - _NEAR), at)
    return fold(found[1]) if found else ""


def after(text: str, at: int) -> str:
    """The word that begins behind a place, in small letters, with its accents; empty for none."""
    found = _AFTER.match(text, at)
    return found[1].casefold() if found else ""


def begins_sentence(text: str, at: int) -> bool:
    """Whether a capital letter at the place may be that of a sentence."""
    near = text[max(0, at - _NEAR) : at].rstrip()
    return not near or near[-1] in _ENDS


def joins(text: str, end: int, start: int) -> bool:
    """Whether what lies between two words may stand inside a name."""
    return start - end <= _NEAR and _joint().fullmatch(text, end, start) is not None


@cache
def _joint() -> re.Pattern[str]:
    particles = "|".join(map(re.escape, sorted(data()["names"]["particles"])))
    blank = r"(?:[ \t\u00a0]*[-‐‑][ \t]*\r?\n?|[ \t\u00a0]*\r?\n|[ \t\u00a0])[ \t\u00a0]*"
    small = rf"(?:(?:{particles})[ \u00a0]+|[dDOoLl]['’]|[A-Z]\.?[ \u00a0]?-?)"
    return re.compile(rf"{blank}{small}{{0,3}}|['’](?=[^\W\d_])")


def name_at(said: Said, at: int) -> tuple[int, int] | None:
    """Where a name stands that begins here: capitalised words with particles and initials."""
    text = said.text
    first = _CAPITAL.match(text, _behind_particles(text, at))
    if not first or fold(first[0]) in words("functions"):
        return None
    end, found = first.end(), 1
    while found < _MOST:
        gap = _BLANK.match(text, end)
        more = _CAPITAL.match(text, _behind_particles(text, gap.end())) if gap else None
        given = found == 1 and fold(first[0]) in given_names()
        if not gap or not more or (not given and _ends_name(more[0], gap[0], said)):
            break
        end, found = more.end(), found + 1
    return at, end


def _ends_name(word: str, gap: str, said: Said) -> bool:
    """Where nouns have capitals, one may follow a name; elsewhere a capital goes on with it."""
    return said.language == "de" and ("\n" in gap or said.is_plain(word))


def behind_titles(text: str, at: int, *, comma: bool = False) -> int:
    """Where a name may begin behind blanks and titles, as in "my colleague, Dr. X".

    Args:
        text: what was said.
        at: characters from the start of the text.
        comma: whether a comma and an article may stand before it.
    """
    gap = (_COMMA if comma else _TITLE_GAP).match(text, at)
    at = gap.end() if gap else at
    while (word := WORD.match(text, at)) and fold(word[0]) in words("titles"):
        gap = _TITLE_GAP.match(text, word.end())
        at = gap.end() if gap else word.end()
    return at


def _behind_particles(text: str, at: int) -> int:
    for _ in range(3):
        initial = _INITIAL.match(text, at)
        word = WORD.match(text, at)
        if initial:
            at = initial.end()
        elif word and word[0].islower() and fold(word[0]) in words("particles"):
            blank = _SMALL_GAP.match(text, word.end())
            at = blank.end() if blank else at
        elif text[at : at + 2] in ("d'", "d’"):
            at += 2
    return at
