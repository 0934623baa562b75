"""What people do to a transcript when they correct it, done by a script that knows what it did.

A text is cut into pieces, words and what stands between them. Each edit changes pieces and leaves
them their origin, so that it is known afterwards where each word has gone.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_PIECE = re.compile(r"\s+|\S+")
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)

FILLERS = {
    "en": ("um,", "uh", "you know,", "I mean,", "like,", "sort of", "well,", "so", "right?"),
    "fr": ("euh", "ben", "en fait,", "du coup,", "voilà,", "quoi,", "donc", "tu vois,", "bah"),
    "de": ("äh", "ähm,", "also", "halt", "ja,", "sozusagen", "quasi", "weißt du,", "na ja,"),
}
SPOKEN = {
    "en": {
        "going to": "gonna", "want to": "wanna", "kind of": "kinda", "it is": "it's",
        "do not": "don't", "I am": "I'm", "you are": "you're", "that is": "that's",
        "because": "'cause", "there is": "there's", "we have": "we've", "cannot": "can't",
        "them": "'em", "I will": "I'll", "is not": "isn't", "we are": "we're",
    },
    "fr": {
        "oui": "ouais", "puis": "pis", "petit": "p'tit", "je suis": "chuis", "tu as": "t'as",
        "parce que": "pasque", "peut-être": "p't-être", "quelque chose": "quèqu'chose",
    },
    "de": {
        "nicht": "nich", "nichts": "nix", "ist": "is", "habe": "hab", "gibt es": "gibt's",
        "geht es": "geht's", "eine": "'ne", "einen": "'nen", "für das": "fürs", "ein": "'n",
    },
}  # fmt: skip
SAID = ("Could you say that again?", "Das Telefon, Moment bitte.", "Attendez, je note.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with its punctuation, or what stands between words.

    Attributes:
        text: as it is now.
        origins: which words of the first text it was, from 0; none for what is no word of it.
        own: whether it still is that word, and not another in its place.
    """

    text: str
    origins: tuple[int, ...] = ()
    own: bool = True


MOST_NAMES = 25
"""In a language that writes its nouns with capitals, any of them may be taken for a name."""

Pieces = list[Piece]
Edit = Callable[[Pieces, random.Random, float], Pieces]


def cut(text: str) -> Pieces:
    """A text in pieces, its words numbered."""
    pieces, number = [], 0
    for found in _PIECE.findall(text):
        pieces.append(Piece(found, () if found.isspace() else (number,)))
        number += not found.isspace()
    return pieces


def _is_word(piece: Piece) -> bool:
    return not piece.text.isspace()


def said_nothing(language: str) -> frozenset[str]:
    """The words of fillers, in lower case without punctuation."""
    return frozenset(bare(word) for filler in FILLERS[language] for word in filler.split())


def with_fillers(text: str, language: str, chance: random.Random) -> str:
    """The text as it might have been spoken: with sounds and phrases between its words."""
    words = (
        f"{chance.choice(FILLERS[language])} {word}" if _drawn(word, chance, 0.08) else word
        for word in _PIECE.findall(text)
    )
    return "".join(words)


def _drawn(word: str, chance: random.Random, share: float) -> bool:
    return not word.isspace() and chance.random() < share


def clean_fillers(language: str) -> Edit:
    """Take sounds and phrases out, a share of them."""
    phrases = {tuple(bare(w) for w in f.split()) for f in FILLERS[language]}

    def edit(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
        words = [at for at, piece in enumerate(pieces) if _is_word(piece)]
        gone: set[int] = set()
        for first in range(len(words)):
            for length in (1, 2):
                run = words[first : first + length]
                said = tuple(bare(pieces[at].text) for at in run)
                ends = pieces[run[-1]].text[-1] in ".!?"  # a whole answer, such as "Ja."
                if said in phrases and not ends and chance.random() < share:
                    gone.update(run)
        return _without(pieces, gone)

    return edit


def bare(word: str) -> str:
    """A word in lower case without the punctuation around it."""
    return _EDGES.sub(r"\2", word).casefold()


def _without(pieces: Pieces, gone: set[int]) -> Pieces:
    """The pieces without some words, each with the blank after it, unless that ends a turn."""
    left = []
    for at, piece in enumerate(pieces):
        after_gone = at - 1 in gone and "\n" not in piece.text
        if at not in gone and not (after_gone and left and not _is_word(left[-1])):
            left.append(piece)
    return left


def respell(language: str) -> Edit:
    """Write spoken forms out and written ones as they are spoken, a share of them."""
    pairs = [(a.split(), b.split()) for a, b in SPOKEN[language].items()]
    both = pairs + [(b, a) for a, b in pairs]

    def edit(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
        done: Pieces = []
        at = 0
        while at < len(pieces):
            length, new = next(
                ((2 * len(a) - 1, b) for a, b in both if _begins(pieces, at, a)), (1, [])
            )
            if new and chance.random() < share:
                done += _respelt(pieces[at : at + length], new)
            else:
                done += pieces[at : at + length]
            at += length
        return done

    return edit


def _begins(pieces: Pieces, at: int, words: Sequence[str]) -> bool:
    run = pieces[at : at + 2 * len(words) - 1]
    if len(run) < 2 * len(words) - 1 or not _is_word(run[0]):
        return False
    said = [piece.text for piece in run[::2]]
    return [*said[:-1], said[-1].rstrip(".,;!?")] == list(words)


def _respelt(run: Pieces, new: Sequence[str]) -> Pieces:
    old = run[::2]
    marks = old[-1].text[len(old[-1].text.rstrip(".,;!?")) :]
    shares = [old[at : at + 1] or old[-1:] for at in range(len(new))]
    shares[-1] = old[min(len(new), len(old)) - 1 :]
    words = [
        Piece(word, tuple(origin for piece in share for origin in piece.origins))
        for word, share in zip(new, shares, strict=True)
    ]
    words[-1] = replace(words[-1], text=words[-1].text + marks)
    return [one for word in words for one in (Piece(" "), word)][1:]


def rename(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
    """Put other names in the place of some, the same one each time."""
    names = Counter(
        bare(b.text)
        for a, b in zip(pieces[::1], pieces[2:], strict=False)
        if _is_word(a) and a.text[-1].isalpha() and re.fullmatch(r"[A-ZÀ-Ý]\w{3,}\W*", b.text)
    )
    known = sorted(name for name, _ in names.most_common(MOST_NAMES))
    new = {n: f"[P{at}]" if at % 2 else n.title()[::-1].title() for at, n in enumerate(known)}
    chosen = {name for name in known if chance.random() < share}

    def renamed(piece: Piece) -> Piece:
        before, name, after = _EDGES.match(piece.text).groups()  # type: ignore[union-attr]
        if name.casefold() not in chosen or not name[:1].isupper():
            return piece
        return replace(piece, text=before + new[name.casefold()] + after, own=False)

    return [renamed(piece) if _is_word(piece) else piece for piece in pieces]


def mistype(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
    """Change a letter of some words, or the whole of them."""

    def changed(piece: Piece) -> Piece:
        if len(piece.text) < 4 or chance.random() >= share:
            return piece
        at = chance.randrange(1, len(piece.text) - 1)
        return replace(piece, text=piece.text[:at] + "x" + piece.text[at + 1 :], own=False)

    return [changed(piece) if _is_word(piece) else piece for piece in pieces]


def drop_words(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
    """Take some words out."""
    gone = {at for at, p in enumerate(pieces) if _is_word(p) and chance.random() < share}
    return _without(pieces, gone)


def drop_sentences(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
    """Take some sentences out."""
    gone: set[int] = set()
    sentence: list[int] = []
    for at, piece in enumerate(pieces):
        sentence.append(at)
        if piece.text[-1] in ".!?" or "\n" in piece.text:
            gone.update(one for one in sentence if _is_word(pieces[one]))
            if chance.random() >= share:
                gone.difference_update(sentence)
            sentence = []
    return _without(pieces, gone)


def divide_turns(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
    """End turns after some sentences, with somebody saying something in between, or not."""
    done: Pieces = []
    for piece in pieces:
        if piece.text == " " and done and done[-1].text[-1] in ".!?" and chance.random() < share:
            said = chance.choice(("", *SAID))
            done += [Piece("\n"), *(Piece(p.text) for p in cut(said)), Piece("\n" if said else "")]
        else:
            done.append(piece)
    return [piece for piece in done if piece.text]


def join_turns(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
    """Make one turn of two."""
    return [
        replace(piece, text=" ") if "\n" in piece.text and chance.random() < share else piece
        for piece in pieces
    ]


def put_in_paragraphs(others: Sequence[str]) -> Edit:
    """Put paragraphs of other texts between turns, and before the first."""

    def edit(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
        done = _paragraph(chance.choice(others))
        for piece in pieces:
            done.append(piece)
            if "\n" in piece.text and chance.random() < share:
                done += _paragraph(chance.choice(others))
        return done

    return edit


def _paragraph(text: str) -> Pieces:
    return [*(Piece(piece.text) for piece in cut(text)), Piece("\n")]


def set_anew(pieces: Pieces, chance: random.Random, share: float) -> Pieces:
    """Other quotation marks and dashes, capitals, blanks and line breaks."""
    table = str.maketrans("–—’‘“”„…", '--\'\'"""_')

    def changed(piece: Piece) -> Piece:
        if chance.random() >= share:
            return piece
        if not _is_word(piece):
            return replace(piece, text=chance.choice(("  ", "\n", " \n", "\u00a0")))
        text = piece.text.translate(table).replace("_", "...")
        return replace(piece, text=text.capitalize() if chance.random() < 0.2 else text)

    return [changed(piece) for piece in pieces]


STRENGTHS = {
    "light": (0.5, 0.3, 0.1, 0.0, 0.0, 0.0, 0.02, 0.1, 0.1, 0.1),
    "thorough": (1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.1, 0.4, 0.4, 0.3),
    "heavy": (1.0, 1.0, 1.0, 0.03, 0.03, 0.03, 0.1, 0.4, 0.4, 1.0),
    "beyond reason": (1.0, 1.0, 1.0, 0.08, 0.1, 0.1, 0.3, 0.8, 0.8, 1.0),
}
"""How much is done of each edit, in their order in ``corrected``. Light and thorough clean fillers,
contract, rename, divide, join, put in and set anew; only the others lose or misspell words."""


def corrected(text: str, language: str, others: Sequence[str], strength: str, seed: int) -> Pieces:
    """The text as somebody has corrected it."""
    chance = random.Random(f"{seed} {strength}")
    edits: tuple[Edit, ...] = (
        clean_fillers(language), respell(language), rename, mistype, drop_words, drop_sentences,
        divide_turns, join_turns, put_in_paragraphs(others), set_anew,
    )  # fmt: skip
    pieces = cut(text)
    for edit, share in zip(edits, STRENGTHS[strength], strict=True):
        pieces = edit(pieces, chance, share)
    return pieces
