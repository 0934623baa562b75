"""Reading any transcript: the only place that knows which formats there are."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from transcripts import (
    archives,
    asides,
    drafts,
    encodings,
    files,
    languages,
    limits,
    lookalikes,
    roles,
    turns,
)
from transcripts.errors import InputError, notice_of
from transcripts.formats import (
    exports,
    markup,
    opendocument,
    pages,
    plain,
    rich_text,
    sheets,
    subtitles,
    tiers,
    timed_text,
    web,
    word,
)
from transcripts.manuscript import Line, Manuscript
from transcripts.model import INTERVIEWER, LANGUAGES, UNKNOWN, Notice, Transcript, Turn
from transcripts.turns import Division

Reader: TypeAlias = Callable[[bytes, str], Manuscript]

READERS: dict[str, Reader] = {
    "docx": word.read,
    "odt": opendocument.read,
    "rtf": rich_text.read,
    "txt": plain.read,
    "md": markup.read,
    "html": web.read,
    "htm": web.read,
    "xhtml": web.read,
    "mht": web.read_archive,
    "mhtml": web.read_archive,
    "pdf": pages.read,
    "vtt": subtitles.read_vtt,
    "srt": subtitles.read_srt,
    "sbv": subtitles.read_sbv,
    "ttml": timed_text.read,
    "dfxp": timed_text.read,
    "xml": timed_text.read,
    "json": exports.read,
    "jsonl": exports.read_lines,
    "csv": sheets.read_csv,
    "tsv": sheets.read_tsv,
    "xlsx": sheets.read_xlsx,
    "textgrid": tiers.read,
}
"""What reads a file of each ending."""

_MUCH = 1 / 4
"""Share of a transcript in coded languages from which it is used, whatever else is said in it."""

ARCHIVE = "zip"
"""The ending of a file that holds transcripts rather than one."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that one file gives: its transcripts, and notices of what gave none."""

    transcripts: tuple[Transcript, ...]
    notices: tuple[Notice, ...] = ()


def read(path: Path, *, name: str | None = None) -> Transcript:
    """The transcript in a file: its turns, who speaks in them, when, and in which language.

    Args:
        path: a file of one of the formats in ``READERS``.
        name: the path as the researcher knows it, for notices; the file's own name if left out.

    Raises:
        InputError: the file cannot be used; the message says why and what to do.
    """
    name = name or path.name
    files.check_is_file(path, name)
    kind = _kind(name)
    return _transcript(files.contents(path, name), kind, name)


def read_data(data: bytes, name: str) -> Found:
    """The transcript in a file's bytes, or all those in an archive's.

    The members of an archive are named ``archive.zip/folder/member.txt``.

    Raises:
        InputError: nothing in the file can be used; the message says why and what to do.
    """
    if files.ending(name) == ARCHIVE:
        return _archived(archives.members(data, name), name)
    return Found((_transcript(data, _kind(name), name),))


def _archived(members: Sequence[archives.Member], name: str) -> Found:
    transcripts: list[Transcript] = []
    notices: list[Notice] = []
    failed: list[InputError] = []
    for member in members:
        inside = f"{name}/{member.path}"
        if member.passed_over:
            notices.append(passed_over(member, inside))
            continue
        try:
            transcripts.append(read_member(member, inside))
        except InputError as error:
            failed.append(error)
    if not transcripts:
        raise _nothing(failed, name)
    rejected = (replace(notice_of(error), kind="member-rejected") for error in failed)
    return Found(tuple(transcripts), (*notices, *rejected))


def passed_over(member: archives.Member, name: str) -> Notice:
    """What to say of a file of an archive that is not looked into."""
    return Notice(name, "ignored", f"Not looked into: by its name this is {member.passed_over}.")


def _nothing(failed: Sequence[InputError], name: str) -> InputError:
    """Why an archive gives no transcript: the reason of its first member that gave none."""
    if not failed:
        return InputError(name, "holds no transcript", "Put the right file here", kind="empty")
    first = failed[0]
    return InputError(
        name, f"holds nothing to read: {first.path} {first.problem}", first.remedy, kind=first.kind
    )


def read_member(member: archives.Member, name: str) -> Transcript:
    """The transcript in one file of an archive.

    Raises:
        InputError: the file cannot be used; the message says why and what to do.
    """
    if member.damaged:
        remedy = "Pack the transcripts again"
        raise InputError(name, "is damaged inside its archive", remedy, kind="corrupt")
    kind = _kind(name)
    files.check_not_empty(member.data, name)
    return _transcript(member.data, kind, name)


def _kind(name: str) -> str:
    return files.kind_of(name, READERS, ", ".join(f".{kind}" for kind in READERS))


def _transcript(data: bytes, kind: str, name: str) -> Transcript:
    kind = files.true_kind(data, kind)
    files.check_signature(data, kind, name)
    manuscript = _cleaned(_manuscript(READERS[kind], data, kind, name), name)
    division = turns.divide(manuscript.lines)
    if not division.drafts:
        remedy = "Check that it is the right file"
        raise InputError(name, "holds no words that anybody says", remedy, kind="empty")
    transcript = Transcript(
        id=PurePosixPath(name).stem,
        path=name,
        format=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        text="\n".join(draft.text for draft in division.drafts),
        turns=(),
        apart=division.apart,
        notices=manuscript.notices,
    )
    return _with_turns(transcript, division)


def _manuscript(reader: Reader, data: bytes, kind: str, name: str) -> Manuscript:
    """The one place where a library's exceptions end; their messages may quote the interview."""
    try:
        manuscript = reader(data, name)
    except InputError:
        raise
    except MemoryError:
        problem = "needs more memory than reading may take"
        raise InputError(name, problem, "Split it or save it as text", kind="limit") from None
    except Exception as error:  # noqa: BLE001 - whatever a damaged file provokes
        problem = f"is damaged and cannot be read as .{kind} ({type(error).__name__})"
        remedy = "Open it in the program that wrote it and save it again"
        raise InputError(name, problem, remedy, kind="corrupt") from None
    longest = max((len(line.text) for line in manuscript.lines), default=0)
    allowed = limits.current()
    if len(manuscript.lines) > allowed.lines or longest > allowed.line_characters:
        problem = f"has more than {allowed.lines} paragraphs, or one that never ends"
        raise InputError(name, problem, "Split the interview", kind="limit")
    return manuscript


def _cleaned(manuscript: Manuscript, name: str) -> Manuscript:
    """The lines in characters that every document can hold."""
    met: Counter[str] = Counter()
    lines: list[Line] = []
    for line in manuscript.lines:
        text = encodings.clean(line.text, met)
        speaker = line.speaker and encodings.clean(line.speaker, met)
        if text is line.text and speaker is line.speaker:
            lines.append(line)
        elif text.strip() or speaker:  # else there was nothing in it that can be seen
            lines.append(replace(line, text=text, speaker=speaker))
    told = files.data()["characters"]
    found = tuple(Notice(name, kind, told[kind].format(met[kind])) for kind in told if met[kind])
    return Manuscript(tuple(lines), (*manuscript.notices, *found))


def _with_turns(transcript: Transcript, division: Division) -> Transcript:
    found = drafts.timed(division.drafts)
    spoken, main = languages.settle([draft.text for draft in found])
    known = {draft.voice: draft.role for draft in found if draft.role != UNKNOWN}
    settled = roles.settle([(draft.voice, draft.text) for draft in found], known)
    placed: list[Turn] = []
    at = 0
    for draft, language in zip(found, spoken, strict=True):
        role = settled[draft.voice] if draft.role == UNKNOWN else draft.role
        end = at + len(draft.text)
        placed.append(Turn(draft.speaker, role, at, end, draft.begins, draft.ends, language))
        at = end + 1
    main = _coded(placed, main)
    return replace(
        transcript,
        turns=tuple(placed),
        language=main,
        notices=(*transcript.notices, *_notices(transcript.path, division, placed, main)),
        labels=division.labels,
        asides=_asides(transcript.text, placed),
    )


def _coded(placed: Sequence[Turn], main: str) -> str:
    """The language of a transcript: the one said most, but one that is coded if it is said much.

    A conversation that goes from Luxembourgish to German and back holds answers that can be coded.
    """
    said = Counter[str]()
    for turn in placed:
        said[turn.language] += turn.end - turn.start
    coded = {language: said[language] for language in LANGUAGES}
    if main in LANGUAGES or sum(coded.values()) < _MUCH * said.total():
        return main
    return max(coded, key=lambda language: coded[language])


def _asides(text: str, placed: Sequence[Turn]) -> tuple[tuple[int, int], ...]:
    """What was not said among the words, in characters of the whole text."""
    return tuple(
        (turn.start + start, turn.start + end)
        for turn in placed
        for start, end in asides.find(text[turn.start : turn.end])
    )


def _notices(name: str, division: Division, placed: Sequence[Turn], main: str) -> list[Notice]:
    notices = []
    if not division.labelled:
        said = "No speaker is named. Each paragraph was taken as a turn of an unknown speaker."
        notices.append(Notice(name, "no-speakers", said))
    elif all(turn.role != INTERVIEWER for turn in placed):
        said = "It cannot be told who asks and who answers. Say it in the participants' table."
        notices.append(Notice(name, "roles", said))
    if division.doubted:
        labels = ", ".join(f"“{label}”" for label in division.doubted[:5])
        said = f"Read as words, not as speakers: {labels}. Check whether somebody is meant."
        notices.append(Notice(name, "label-like", said))
    if alike := lookalikes.pairs(turn.speaker for turn in placed):
        pairs = ", ".join(f"“{one}” and “{other}”" for one, other in alike[:5])
        said = f"Speakers whose names look alike but are written with different letters: {pairs}."
        notices.append(Notice(name, "confusable", said))
    return [*notices, *_language_notices(name, placed, main)]


def _language_notices(name: str, placed: Sequence[Turn], main: str) -> list[Notice]:
    """What is said in a language that is not coded: all of it, or some turns."""
    coded = ", ".join(LANGUAGES)
    if main not in LANGUAGES:
        said = f"The language ({main or 'unknown'}) is not one that is coded: {coded}."
        return [Notice(name, "language", said, unusable=True)]
    others = Counter(turn.language for turn in placed if turn.language not in LANGUAGES)
    if not others:
        return []
    named = ", ".join(f"{count} in {code or 'unknown'}" for code, count in sorted(others.items()))
    said = f"Turns in a language that is not coded ({named}) are not coded: only {coded} are."
    return [Notice(name, "language", said)]
