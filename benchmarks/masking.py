"""How many personal details are masked, and how many words that are none.

Run ``python -m benchmarks.masking``; it prints the tables and renews its part of ``RESULTS.md``.
The sentences are invented (``tests/data/personal_details.txt``). A detail counts as found where all
of its characters are masked, whatever the mark; what is masked beside all details is a false alarm.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from benchmarks.measure import ROOT, table
from evidence.codebook import default_codebook
from evidence.details import Detail
from evidence.gathering import names_in
from evidence.intervals import wilson
from evidence.known_names import Known
from evidence.masking import mask
from nlp import families
from transcripts.model import LANGUAGES
from transcripts.participants import Participant

GOLD = ROOT / "tests" / "data" / "personal_details.txt"
RESULTS = Path(__file__).with_name("RESULTS.md")
DEV, HELD, CLEAN = PARTS = ("dev", "held", "clean")
OWN = "own-"
TITLE = "## Masking\n"

_MARKED = re.compile(r"\[([^\[\]|]+)\|([a-z-]+)\]")


@dataclass(frozen=True, slots=True)
class Gold:
    """A sentence with the places and kinds of its details, in characters, end excluded."""

    part: str
    language: str
    text: str
    details: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Details that were masked and missed, those masked with a doubt, and false alarms."""

    found: int = 0
    missed: int = 0
    doubtful: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        """The share of the details that are masked; 1 where there are none."""
        every = self.found + self.missed
        return self.found / every if every else 1.0

    @property
    def precision(self) -> float:
        """The share of what is masked that is a detail; 1 where nothing is."""
        every = self.found + self.wrong
        return self.found / every if every else 1.0


@cache
def read() -> tuple[Gold, ...]:
    """The sentences of the file."""
    lines = (line.split(" ", 2) for line in GOLD.read_text("utf-8").splitlines())
    return tuple(_gold(*line) for line in lines if line[0] in PARTS)


def _gold(part: str, language: str, marked: str) -> Gold:
    text, at = "", 0
    places = []
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        places.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return Gold(part, language, text + marked[at:], tuple(places))


@cache
def names() -> Known:
    """The names of the people whom the file lists, as a run has them."""
    people = []
    for line in GOLD.read_text("utf-8").splitlines():
        if line.startswith("person "):
            ident, name, organisation = line.removeprefix("person ").split("; ")
            attributes = (("organisation", organisation),)
            people.append(Participant(ident, (), name, "pseudonym", attributes))
    return names_in(default_codebook(), (), people, is_word=families.known)


def score(sentences: Sequence[Gold], kind: str = "") -> Score:
    """What is masked of the kind, or of all; only with all of them there are false alarms."""
    counts: Counter[str] = Counter()
    for one in sentences:
        details = mask(one.text, one.language, names()).details
        for start, end, of in one.details:
            if kind in ("", of):
                counts.update(_verdict(start, end, details))
        if not kind:
            counts["wrong"] += sum(not _meets(detail, one) for detail in details)
    return Score(counts["found"], counts["missed"], counts["doubtful"], counts["wrong"])


def _verdict(start: int, end: int, details: Sequence[Detail]) -> Iterator[str]:
    holders = [detail for detail in details if detail.start <= start and end <= detail.end]
    yield "found" if holders else "missed"
    if holders and not holders[0].sure:
        yield "doubtful"


def _meets(detail: Detail, one: Gold) -> bool:
    return any(detail.start < end and start < detail.end for start, end, _ in one.details)


def chosen(part: str, language: str) -> list[Gold]:
    """The sentences of a part in a language."""
    return [one for one in read() if (one.part, one.language) == (part, language)]


def own(sentences: Sequence[Gold], *, others: bool = False) -> Score:
    """What is masked of the participants' own details, or of the others'."""
    kinds = {kind for one in sentences for *_, kind in one.details}
    scores = [score(sentences, k) for k in sorted(kinds) if k.startswith(OWN) is not others]
    return Score(
        *(sum(getattr(s, name) for s in scores) for name in ("found", "missed", "doubtful"))
    )


def tables() -> Iterator[str]:
    """Everything, as Markdown."""
    yield TITLE
    yield (
        "`python -m benchmarks.masking`; sentences that were written when the patterns were final "
        "(held out), and those before (known). Own: names and organisations of listed "
        "participants; others: people whom nobody has listed, by recognisers alone. At the first "
        "measurement own recall was 22 of 22 in German, 21 of 22 in French and 19 of 22 in "
        "English: an initial before a particle was left, which is mended; three marks had taken "
        "in a genitive or a particle of the sentence and were moved. The last 8 held-out "
        "sentences a language were written after that.\n"
    )
    header = ["language", "part", "details", "own recall", "95 %", "others' recall", "95 %"]
    yield table([*header, "doubtful", "precision"], list(map(partial(_row), _pairs()))) + "\n"
    rows = [_of_kind(kind) for kind in _kinds()]
    yield "Held out, by kind, masked of how many:\n"
    yield table(["kind", *LANGUAGES], rows) + "\n"
    alarms = [
        [language, str(len(chosen(CLEAN, language))), str(score(chosen(CLEAN, language)).wrong)]
        for language in LANGUAGES
    ]
    yield "Sentences that hold no detail:\n"
    yield table(["language", "sentences", "false alarms"], alarms) + "\n"


def _pairs() -> list[tuple[str, str]]:
    return [(language, part) for part in (HELD, DEV) for language in LANGUAGES]


def _row(pair: tuple[str, str]) -> list[str]:
    language, part = pair
    sentences = chosen(part, language)
    every, mine, theirs = score(sentences), own(sentences), own(sentences, others=True)
    named = {HELD: "held out", DEV: "known"}[part]
    return [
        *(language, named, str(every.found + every.missed)),
        *(*_share(mine), *_share(theirs)),
        *(str(every.doubtful), f"{every.precision:.2f}"),
    ]


def _share(found: Score) -> tuple[str, str]:
    low, high = wilson(found.found, found.found + found.missed)
    return f"{found.recall:.2f}", f"{low:.2f}–{high:.2f}"


def _kinds() -> list[str]:
    return sorted({kind for one in read() if one.part == HELD for *_, kind in one.details})


def _of_kind(kind: str) -> list[str]:
    scores = [score(chosen(HELD, language), kind) for language in LANGUAGES]
    return [kind, *(f"{one.found} of {one.found + one.missed}" for one in scores)]


def misses() -> Iterator[str]:
    """What is missed, and what is masked though it is no detail."""
    for one in read():
        details = mask(one.text, one.language, names()).details
        for start, end, kind in one.details:
            if "missed" in _verdict(start, end, details):
                yield f"missed {one.part} {one.language} {kind}: {one.text[start:end]} | {one.text}"
        for detail in details:
            if not _meets(detail, one):
                words = one.text[detail.start : detail.end]
                yield f"false {one.part} {one.language} {detail.kind}: {words} | {one.text}"


def main() -> None:
    """Print everything, and renew the part of the results."""
    text = "\n".join(tables())
    print(text)
    print("\n".join(misses()))
    before, _, rest = RESULTS.read_text("utf-8").partition(TITLE)
    behind = rest.partition("\n## ")
    after = f"## {behind[2]}" if behind[1] else ""
    RESULTS.write_text(f"{before.rstrip()}\n\n{text}\n{after}".rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
