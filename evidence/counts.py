"""What is counted: every number that the paper prints is one of these cells.

Three units, never mixed (Guest, MacQueen and Namey 2012, Applied Thematic Analysis, chapter 6):
*respondents* who speak of a code at least once, *transcripts* in which they do, and *passages*, the
distinct segments that carry the code or one below it. Respondents are set against respondents and
transcripts against transcripts; passages have no base. *Answers* are the turns in which two codes
may meet.

How far the interviews reach is counted in their order: the codes heard so far, and those that an
interview is the first to bring, from which ``evidence.saturation`` takes its measure.

A worked example: P1 speaks of markets twice and P2 once, all in transcript A, and P3 says nothing
of them in B. Markets then have 2 of 3 respondents, 1 of 2 transcripts, and 3 passages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from evidence import saturation
from evidence.codebook import Codebook
from evidence.model import STANCES, Cell, Quotation, Source
from transcripts.participants import IDENTIFYING, Participant

LANGUAGE = "language"
"""The attribute that every participant has: the language of most words of their interviews."""

MOST_VALUES = 12
"""An attribute with more values than this is a description, not a grouping."""

OTHER = "other"
"""The group of those whose own is too small to be counted without telling who is meant."""


def count(
    codebook: Codebook,
    sources: Sequence[Source],
    participants: Sequence[Participant],
    rows: Sequence[Quotation],
    smallest: int = 1,
) -> tuple[Cell, ...]:
    """All the tables, as cells in a fixed order.

    Args:
        codebook: the codes and their order.
        sources: the transcripts that are evidence.
        participants: all of them; those withdrawn or never heard are left out here.
        rows: the evidence register; the interviewer's rows are left out here.
        smallest: respondents that a group has at least; smaller ones are put together.
    """
    heard = heard_among(participants, sources)
    said = [row for row in rows if row.coding.counted]
    groups = grouping(heard, sources, smallest)
    about = _about(codebook, said)
    cells = [*_study(sources, heard, said, groups), *_transcripts(sources)]
    cells += [Cell("study", "smallest group", "", smallest)] if smallest > 1 else []
    cells += _themes(about, len(heard), len(sources))
    cells += _stances(about)
    cells += _markets(said, len(heard))
    for attribute, members in groups.items():
        cells += _members(attribute, members, len(heard))
        cells += _themes_by(about, attribute, members)
    cells += _together({theme.id: about[theme.id] for theme in codebook.themes()})
    cells += _crossed(codebook, about)
    cells += _saturation(about, sources)
    return tuple(cells)


def heard_among(
    participants: Iterable[Participant], sources: Sequence[Source]
) -> tuple[Participant, ...]:
    """The participants who answer in a source and have not withdrawn."""
    ids = {source.id for source in sources}
    return tuple(
        person
        for person in participants
        if person.consent != "withdrawn" and any(voice[0] in ids for voice in person.voices)
    )


Groups = dict[str, dict[str, frozenset[str]]]
"""For each attribute and each of its values, the ids of the participants that have it."""


def grouping(
    participants: Sequence[Participant], sources: Sequence[Source], smallest: int = 1
) -> Groups:
    """The participants by each attribute that groups them: more than one value, not too many.

    Groups of fewer than ``smallest`` are put together, with whoever has no value where that is
    few too; so none of them can be worked out from the others and the whole.
    """
    named = (name for person in participants for name, _ in person.attributes)
    names = dict.fromkeys(name for name in named if name not in IDENTIFYING)
    groups: Groups = {
        name: _members_by((person.attribute(name), person.id) for person in participants)
        for name in names
    }
    by_id = {source.id: source for source in sources}
    groups[LANGUAGE] = _members_by((_language(person, by_id), person.id) for person in participants)
    everybody = frozenset(person.id for person in participants)
    joined = {
        name: _joined(by, everybody, smallest)
        for name, by in groups.items()
        if len(by) <= MOST_VALUES
    }
    return {name: by for name, by in joined.items() if len(by) > 1}


def _joined(
    by: Mapping[str, frozenset[str]], everybody: frozenset[str], smallest: int
) -> dict[str, frozenset[str]]:
    """The groups, those too small in one, which takes in the next larger one if it must."""
    nameless = everybody.difference(*by.values())
    small = {value for value, members in by.items() if len(members) < smallest}
    small |= by.keys() & {OTHER}
    few = 0 < len(nameless) < smallest
    if small <= {OTHER} and not few:
        return dict(by)
    together = frozenset[str]().union(*(by[value] for value in small), nameless if few else ())
    left = sorted(by.keys() - small, key=lambda value: (len(by[value]), value))
    while left and len(together) < smallest:
        together |= by[left.pop(0)]
    return {value: by[value] for value in by if value in left} | {OTHER: together}


def _members_by(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The participants' ids by value, in the order of the values; those without one in none."""
    members: dict[str, list[str]] = defaultdict(list)
    for value, ident in pairs:
        members[value].append(ident)
    return {value: frozenset(members[value]) for value in sorted(members) if value}


def _language(person: Participant, sources: Mapping[str, Source]) -> str:
    words: Counter[str] = Counter()
    for transcript in dict.fromkeys(transcript for transcript, _ in person.voices):
        if transcript in sources and sources[transcript].language:
            words[sources[transcript].language] += sources[transcript].answered
    return max(sorted(words), key=lambda language: words[language], default="")


def _study(
    sources: Sequence[Source],
    heard: Sequence[Participant],
    said: Sequence[Quotation],
    groups: Groups,
) -> list[Cell]:
    timed = [source.seconds for source in sources if source.seconds is not None]
    numbers = {
        "transcripts": len(sources),
        "respondents": len(heard),
        "words": sum(source.words for source in sources),
        "words of respondents": sum(source.answered for source in sources),
        "turns": sum(source.turns for source in sources),
        "transcripts with times": len(timed),
        "minutes": round(sum(timed) / 60),
        "passages": len(_segments(said)),
        "organisations": len({p.attribute("organisation") for p in heard} - {""}),
        "languages": len({source.language for source in sources} - {""}),
        "markets": len({market for row in said for market in row.coding.markets}),
        "not to be quoted": sum(person.consent == "no-quotes" for person in heard),
        **{f"values of {name}": len(by) for name, by in groups.items()},
    }
    return [Cell("study", row, "", value) for row, value in numbers.items()]


def _transcripts(sources: Sequence[Source]) -> list[Cell]:
    cells = []
    for source in sources:
        minutes = None if source.seconds is None else round(source.seconds / 60)
        numbers = {"turns": source.turns, "words": source.words, "minutes": minutes}
        cells += [
            Cell("transcripts", source.id, column, value)
            for column, value in numbers.items()
            if value is not None
        ]
    formats = Counter(source.format for source in sources)
    cells += [Cell("formats", kind, "transcripts", formats[kind]) for kind in sorted(formats)]
    spoken = Counter(source.language for source in sources if source.language)
    return cells + [
        Cell("languages", language, "transcripts", spoken[language], len(sources))
        for language in sorted(spoken)
    ]


Segment = tuple[str, int, int]
"""Transcript, start and end."""


def _segment(row: Quotation) -> Segment:
    return row.coding.transcript, row.coding.start, row.coding.end


def family(codebook: Codebook, code: str) -> frozenset[str]:
    """The code and all codes below it."""
    below = (family(codebook, child.id) for child in codebook.children(code))
    return frozenset({code}).union(*below)


About = Mapping[str, Sequence[Quotation]]
"""The rows of each code and of those below it."""


def _about(codebook: Codebook, said: Sequence[Quotation]) -> About:
    own: dict[str, list[Quotation]] = defaultdict(list)
    for row in said:
        own[row.coding.code].append(row)
    codes = [code.id for code in codebook.codes]
    families = {code: family(codebook, code) for code in codes}
    return {
        code: [row for below in codes if below in families[code] for row in own[below]]
        for code in codes
    }


def _themes(about: About, respondents: int, transcripts: int) -> list[Cell]:
    cells = []
    for code, rows in about.items():
        held = len({row.coding.transcript for row in rows})
        passages = len(_segments(rows))
        unasked = _people([row for row in rows if not row.coding.prompted])
        cells += [
            Cell("themes", code, "respondents", len(_people(rows)), respondents),
            Cell("themes", code, "respondents unprompted", len(unasked), respondents),
            Cell("themes", code, "transcripts", held, transcripts),
            Cell("themes", code, "passages", passages),
            Cell("themes", code, "passages unprompted", len(_unasked(rows)), passages),
        ]
    return cells


def _segments(rows: Iterable[Quotation]) -> set[Segment]:
    return {_segment(row) for row in rows}


def _unasked(rows: Sequence[Quotation]) -> set[Segment]:
    """The segments that answer no question about the code."""
    return _segments(rows) - _segments(row for row in rows if row.coding.prompted)


def _stances(about: About) -> list[Cell]:
    """For each code, its passages that speak of a barrier, an opportunity or a need."""
    return [
        Cell("stances", code, stance, len(_segments(r for r in rows if r.coding.stance == stance)))
        for code, rows in about.items()
        for stance in STANCES
    ]


def _markets(said: Sequence[Quotation], respondents: int) -> list[Cell]:
    """The countries and regions that are named, those of most respondents first."""
    naming: dict[str, list[Quotation]] = defaultdict(list)
    for row in said:
        for market in row.coding.markets:
            naming[market].append(row)
    ranked = sorted(naming, key=lambda market: (-len(_people(naming[market])), market))
    return [
        cell
        for market in ranked
        for cell in (
            Cell("markets", market, "respondents", len(_people(naming[market])), respondents),
            Cell("markets", market, "passages", len(_segments(naming[market]))),
        )
    ]


def _people(rows: Sequence[Quotation]) -> set[str]:
    return {row.participant for row in rows} - {""}


def _members(attribute: str, members: dict[str, frozenset[str]], respondents: int) -> list[Cell]:
    return [
        Cell(f"respondents by {attribute}", value, "respondents", len(ids), respondents)
        for value, ids in members.items()
    ]


def _themes_by(about: About, attribute: str, members: dict[str, frozenset[str]]) -> list[Cell]:
    """For each code and group, its respondents, and the passages in which they speak of it."""
    people = {code: _people(rows) for code, rows in about.items()}
    by_group = [(code, value, ids) for code in about for value, ids in members.items()]
    return [
        *(
            Cell(f"themes by {attribute}", code, value, len(people[code] & ids), len(ids))
            for code, value, ids in by_group
        ),
        *(
            Cell(f"passages by {attribute}", code, value, _passages_of(ids, about[code]))
            for code, value, ids in by_group
        ),
    ]


def _passages_of(people: frozenset[str], rows: Iterable[Quotation]) -> int:
    return len(_segments(row for row in rows if row.participant in people))


def _together(about: About) -> list[Cell]:
    """For each pair of themes, the answers (turns) that hold both."""
    turns = {theme: _turns(rows) for theme, rows in about.items()}
    cells = [Cell("answers", theme, "answers", len(held)) for theme, held in turns.items()]
    return cells + [
        Cell("themes together", first, second, len(turns[first] & turns[second]))
        for first, second in combinations(turns, 2)
    ]


def _turns(rows: Iterable[Quotation]) -> set[tuple[str, int]]:
    return {(row.coding.transcript, row.coding.turn) for row in rows}


def _crossed(codebook: Codebook, about: About) -> list[Cell]:
    """For each theme and each code right below another theme, the answers that hold both."""
    themes = codebook.themes()
    below = [(theme.id, child.id) for theme in themes for child in codebook.children(theme.id)]
    return [
        Cell("themes crossed", theme.id, child, len(_turns(about[theme.id]) & _turns(about[child])))
        for theme in themes
        for parent, child in below
        if parent != theme.id
    ]


def _saturation(about: About, sources: Sequence[Source]) -> list[Cell]:
    """For each transcript, in their order, the codes that it is the first to bring, and all so far.

    The base is the number of codes heard in any of them.
    """
    heard_in: dict[str, set[str]] = defaultdict(set)
    for code, rows in about.items():
        for row in rows:
            heard_in[row.coding.transcript].add(code)
    every = len(set[str]().union(*heard_in.values()))
    known: set[str] = set()
    cells, brought, last = list[Cell](), list[int](), 0
    for number, source in enumerate(sources, start=1):
        new = heard_in[source.id] - known
        known |= new
        brought.append(len(new))
        last = number if new else last
        cells += [
            Cell("saturation", source.id, "new codes", len(new)),
            Cell("saturation", source.id, "codes so far", len(known), every),
        ]
    return [
        *cells,
        *saturation.cells(brought),
        Cell("study", "codes heard", "", every),
        Cell("study", "transcripts after the last new code", "", len(sources) - last),
    ]
