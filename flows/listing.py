"""What the terminal shows: plain text, free of anything that a terminal would act on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import category

from transcripts.model import Notice, Transcript

_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Kinds of characters that are not shown: controls, formats, surrogates and what is unassigned."""


def shown(text: str) -> str:
    """The text without what a terminal or Markdown would act on; lines and blanks stay."""
    return "".join("\ufffd" if c != "\n" and category(c) in _UNSHOWN else c for c in text)


def as_json(transcript: Transcript) -> str:
    """The transcript for other programs: language, turns with times in seconds, notices."""
    turns = [
        {
            "speaker": turn.speaker,
            "role": turn.role,
            "start": turn.begins,
            "end": turn.ends,
            "text": transcript.said(turn),
            "language": turn.language,
        }
        for turn in transcript.turns
    ]
    notices = [
        {"path": n.path, "place": n.place, "kind": n.kind, "text": n.text, "unusable": n.unusable}
        for n in transcript.notices
    ]
    body = {
        "id": transcript.id,
        "language": transcript.language,
        "turns": turns,
        "apart": list(transcript.apart),
        "labels": list(transcript.labels),
        "asides": [list(aside) for aside in transcript.asides],
        "notices": notices,
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def as_text(transcript: Transcript) -> str:
    """The transcript for a person: a turn a paragraph, then all that is not speech."""
    from evidence.workbook import clock

    lines = [heading(transcript), ""]
    for turn in transcript.turns:
        other = turn.language if turn.language != transcript.language else ""
        head = (clock(turn.begins), turn.speaker, f"({turn.role})", other and f"[{other}]")
        lines += [" ".join(filter(None, head)), transcript.said(turn), ""]
    for title, entries in (
        ("Set apart, not speech:", transcript.apart),
        ("To know:", [notice_line(notice) for notice in transcript.notices]),
    ):
        lines += [title, *(f"  {entry}" for entry in entries), ""] if entries else []
    return shown("\n".join(lines))


def heading(transcript: Transcript) -> str:
    """What a transcript is, on one line."""
    words = len(transcript.text.split())
    found = (transcript.format, transcript.language or "language unknown", f"{words} words")
    return f"{transcript.path}: {', '.join(found)}, {len(transcript.turns)} turns"


def notice_line(notice: Notice) -> str:
    """A notice on one line."""
    where = f"{notice.path}, {notice.place}" if notice.place else notice.path
    return shown(f"{where}: {notice.text}".replace("\n", " "))


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of text, the first flush left, the others flush right where they are numbers."""
    lines = [list(header), *[list(row) for row in rows]]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if i and cell.replace(",", "").isdigit() else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def summary(made: Mapping[str, Any], outputs: Path | str) -> str:
    """The end of a run: a short table of themes, what could not be used, and where things are."""
    units = ("respondents", "transcripts", "passages")
    rows = [[theme["label"], *(str(theme[unit]) for unit in units)] for theme in made["themes"]]
    parts = [table(["Theme", *(unit.capitalize() for unit in units)], rows)]
    lost = [Notice(**notice) for notice in made["notices"] if notice["unusable"]]
    if lost:
        parts.append("Not used:\n" + "\n".join(f"  {notice_line(notice)}" for notice in lost))
    others = len(made["notices"]) - len(lost)
    if others:
        parts.append(f"{others} more notices in notices.md")
    names = "\n".join(f"  {name}" for name in sorted({*made["outputs"], "run.json"}))
    parts.append(f"In {near(outputs)}:\n{names}")
    return "\n\n".join(parts)


def near(folder: Path | str) -> str:
    """The folder as seen from here; a URL as it is."""
    if isinstance(folder, str):
        return folder
    here = Path.cwd()
    whole = folder.resolve()
    return str(whole.relative_to(here) if whole.is_relative_to(here) else whole)
