"""The sources of a project: which text each has, and where its coded segments are in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from lxml import etree

from evidence import refi_qda_offsets as offsets
from evidence.refi_qda import Applied, Loss, Selection, Source, Values, is_guid, normalised
from evidence.refi_qda_elements import (
    Findings,
    applied,
    children,
    codings_in,
    guid,
    targets,
    values,
    words,
)
from evidence.refi_qda_offsets import MARK, Ruler, Stated, plain
from transcripts.encodings import decode
from transcripts.packages import attribute, child, local

Contents = Callable[[str], bytes | None]
"""The bytes of a file of the project, by the path that an element names."""

_LONG_NAME = 20
"""Characters above which the name of a segment of a page is taken for its words."""

_OUTSIDE = "it is empty or lies outside its text"


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment before it has its place; ``fixed`` is its place where its words told it."""

    selection: Selection
    stated: Stated
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A source before its segments have their places.

    Attributes:
        source: without selections.
        segments: with what the file states of them.
        aliases: GUIDs of elements around it that mean this source too.
    """

    source: Source
    segments: tuple[Segment, ...] = ()
    aliases: tuple[str, ...] = ()


def drafts(sources: etree._Element | None, contents: Contents, found: Findings) -> list[Draft]:
    """The sources that have a text, in the order of the file."""
    readers = {
        "TextSource": _text_source,
        "PDFSource": _pdf_source,
        "AudioSource": _recording,
        "VideoSource": _recording,
    }
    listed: list[Draft] = []
    for element in sources if sources is not None else ():
        if local(element) in readers:
            listed += readers[local(element)](element, contents, found)
        elif local(element):
            found.lost(element, "only texts are taken over")
    return listed


def text_of(element: etree._Element, contents: Contents) -> str | None:
    """The text of a source, a memo or a transcript as it is kept; nothing where it is missing."""
    path = attribute(element, "plainTextPath")
    inline = child(element, "PlainTextContent")
    if inline is not None:
        return plain(words(element, "PlainTextContent"))
    data = contents(path) if path else None
    if data is None:
        return None
    return plain(decode(data, path)[0].removeprefix(MARK))


def _missing(element: etree._Element, found: Findings, around: etree._Element) -> None:
    name = attribute(around, "name") or attribute(element, "name")
    why = "its text is not in the file"
    found.losses.append(Loss(local(around), name, why, codings_in(around)))


def _text_source(element: etree._Element, contents: Contents, found: Findings) -> Iterator[Draft]:
    text = text_of(element, contents)
    if text is None:
        _missing(element, found, element)
        return
    yield Draft(_source(element, text), tuple(_segments(element)))


def _source(element: etree._Element, text: str, around: etree._Element | None = None) -> Source:
    outer = element if around is None else around
    given: Values = tuple(dict((*values(element), *values(outer))).items())
    return Source(
        guid(outer),
        attribute(outer, "name") or attribute(element, "name") or _file_name(element),
        text,
        (),
        words(outer, "Description").strip(),
        tuple(dict.fromkeys((*targets(outer, "NoteRef"), *targets(element, "NoteRef")))),
        given,
        tuple(dict.fromkeys((*applied(outer), *applied(element)))),
    )


def _file_name(element: etree._Element) -> str:
    """What a source without name is called: its file, unless that is called by a GUID."""
    stem = PurePosixPath(attribute(element, "plainTextPath")).stem
    return "" if is_guid(stem) else stem


def _segments(element: etree._Element, *around: etree._Element) -> Iterator[Segment]:
    for one in children(element, "PlainTextSelection"):
        start, end = (attribute(one, f"{side}Position") for side in ("start", "end"))
        yield _segment(one, _number(start), _number(end), (element, *around))


def _number(text: str) -> int:
    """A position; what is none lies outside of every text."""
    try:
        return int(text)
    except ValueError:
        return -1


def _segment(
    one: etree._Element, start: int, end: int, around: Sequence[etree._Element]
) -> Segment:
    name = attribute(one, "name")
    made = Selection(
        guid(one),
        name,
        start,
        end,
        applied(one, *around),
        words(one, "Description").strip(),
        targets(one, "NoteRef"),
    )
    return Segment(made, Stated(name, start, end))


# PDF


def _pdf_source(element: etree._Element, contents: Contents, found: Findings) -> Iterator[Draft]:
    shown = child(element, "Representation")
    text = None if shown is None else text_of(shown, contents)
    if shown is None or text is None:
        _missing(element, found, element)
        return
    segments = list(_segments(shown, element))
    known = {segment.selection.guid for segment in segments}
    for one in children(element, "PDFSelection"):
        if guid(one) in known:
            continue
        span = _found_once(text, one)
        if span is None:
            found.lost(one, "its place on the page cannot be found in the text")
        else:
            segments.append(replace(_segment(one, *span, (element,)), fixed=True))
    yield Draft(_source(shown, text, element), tuple(segments), (guid(shown),))


def _found_once(text: str, one: etree._Element) -> tuple[int, int] | None:
    """Where the words of a segment of a page are in the text, if they are there once.

    Blanks tell nothing: a page has other ones than its text.
    """
    shown = child(one, "Representation")
    said = words(shown, "PlainTextContent") if shown is not None else ""
    name = attribute(one, "name")
    letters = "".join((said or (name if len(name) > _LONG_NAME else "")).split())
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    dense = "".join(text[at] for at in places)
    at = dense.find(letters) if letters else -1
    if at < 0 or dense.find(letters, at + 1) >= 0:
        return None
    return places[at], places[at + len(letters) - 1] + 1


# Recordings


def _recording(element: etree._Element, contents: Contents, found: Findings) -> Iterator[Draft]:
    transcripts = list(children(element, "Transcript"))
    for number, transcript in enumerate(transcripts):
        text = text_of(transcript, contents)
        if text is None:
            _missing(transcript, found, transcript)
            continue
        made = _source(transcript, text)
        outer = _source(element, text)
        if not number:  # what is said of the recording stands with its first transcript
            made = replace(
                made,
                name=made.name or outer.name,
                values=tuple(dict((*made.values, *outer.values)).items()),
                notes=(*made.notes, *outer.notes),
                codings=(*made.codings, *outer.codings),
            )
        segments = tuple(_synchronised(element, transcript, found, first=not number))
        yield Draft(made, segments, () if number else (guid(element),))
    if not transcripts:
        found.lost(element, "it has no transcript, and only texts are taken over")


def _synchronised(
    element: etree._Element, transcript: etree._Element, found: Findings, *, first: bool
) -> Iterator[Segment]:
    """The segments of a transcript, and those of the recording that begin and end at its times."""
    points = list(children(transcript, "SyncPoint"))
    by_guid = {guid(point): _number(attribute(point, "position")) for point in points}
    by_time = {attribute(p, "timeStamp"): _number(attribute(p, "position")) for p in points}
    if points:
        found.remarks.append(
            f"{attribute(transcript, 'name') or attribute(element, 'name')}: "
            f"the times of {len(points)} places are not taken over"
        )
    for one in children(transcript, "TranscriptSelection"):
        start, end = (normalised(attribute(one, f"{side}SyncPoint")) for side in ("from", "to"))
        places = by_guid.get(start, -1), by_guid.get(end, -1)
        yield _segment(one, *places, (transcript, element))
    timed = ("AudioSelection", "VideoSelection") if first else ()
    for one in (part for part in element if local(part) in timed):
        ends = by_time.get(attribute(one, "begin"), -1), by_time.get(attribute(one, "end"), -1)
        if min(ends) < 0:
            found.lost(one, "its times are no times of the transcript")
        else:
            yield _segment(one, *ends, (element,))


# Places


def placed(listed: Sequence[Draft], found: Findings) -> tuple[Source, ...]:
    """The sources with their segments at the words that the file means."""
    rulers = [Ruler(draft.source.text) for draft in listed]
    stated = [[s.stated for s in draft.segments if not s.fixed] for draft in listed]
    own = [offsets.fits(ruler, one) for ruler, one in zip(rulers, stated, strict=True)]
    overall = offsets.together(own)
    _tell(list(zip(rulers, stated, strict=True)), overall, found)
    return tuple(
        _placed(draft, ruler, offsets.best_here(fit, overall), found)
        for draft, ruler, fit in zip(listed, rulers, own, strict=True)
    )


def _tell(
    texts: Sequence[tuple[Ruler, Sequence[Stated]]],
    overall: dict[offsets.Convention, offsets.Fit],
    found: Findings,
) -> None:
    if not any(stated for _, stated in texts):
        return
    winner = offsets.best(overall)
    lead = offsets.margin(texts, overall)
    if winner != offsets.CONVENTIONS[0]:
        found.remarks.append(f"Its positions count {winner}")
    if lead < offsets.SMALL_MARGIN:
        found.remarks.append(
            f"How its positions count is not sure (better by {lead:.0%} of the segments): look at "
            "where some of the segments begin and end"
        )


def _placed(draft: Draft, ruler: Ruler, by: offsets.Convention, found: Findings) -> Source:
    kept: list[Selection] = []
    moved = 0
    for segment in draft.segments:
        made = segment.selection
        where = offsets.Found((made.start, made.end))
        if not segment.fixed:
            where = offsets.place(ruler, segment.stated, by)
        if where.span is None:
            which = f"{draft.source.name}: {made.name or made.guid}"
            lost = Loss("PlainTextSelection", which, _OUTSIDE, len(made.codings))
            found.losses.append(lost)
            continue
        moved += where.moved
        kept.append(replace(made, start=where.span[0], end=where.span[1]))
    if moved:
        said = "were found by their words, not by their positions"
        found.remarks.append(f"{draft.source.name}: {moved} segments {said}")
    return replace(draft.source, selections=tuple(kept))


def known_codes(source: Source, codes: set[str], found: Findings) -> Source:
    """The source without codings whose code the project does not have."""
    selections = tuple(
        replace(one, codings=_known(one.codings, codes, source.name, found))
        for one in source.selections
    )
    codings = _known(source.codings, codes, source.name, found)
    return replace(source, selections=selections, codings=codings)


def _known(
    codings: Sequence[Applied], codes: set[str], where: str, found: Findings
) -> tuple[Applied, ...]:
    for one in codings:
        if one.code not in codes:
            found.losses.append(Loss("Coding", where, "its code is not in the project", 1))
    return tuple(one for one in codings if one.code in codes)
