"""The paper's editions: one set of documents a language, and the evidence beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence.gathering import Evidence
from flows import places
from flows.places import Place
from flows.store import digest
from papers.model import Paper
from transcripts import clutter
from transcripts.errors import InputError
from transcripts.model import LANGUAGES, Notice
from transcripts.study import SECTIONS, Study

FORMATS = ("docx", "pdf", "html")
DRAFT = ("docx", "html")
COUNTS = "counts.csv"
EVIDENCE = ("evidence.xlsx", "codings.csv", COUNTS)
NAME = "white-paper"

ABSTRACT = "abstract"
"""The section that every paper has in all its languages."""

_SUFFIXED = re.compile(r"(?P<name>.+)\.(?P<language>en|fr|de)")


@dataclass(frozen=True, slots=True)
class Edition:
    """The documents of one language.

    Attributes:
        language: ISO 639-1 code.
        stem: what the documents' names begin with.
    """

    language: str
    stem: str


def editions(study: Study, languages: tuple[str, ...] = ()) -> tuple[Edition, ...]:
    """An edition for each language asked for; the study's first language bears no mark."""
    main = study.languages[0]
    return tuple(
        Edition(language, NAME if language == main else f"{NAME}.{language}")
        for language in languages or study.languages
    )


def authored(place: Place, study: Study, language: str) -> dict[str, tuple[str, str]]:
    """The authors' sections by name, each in the language, or else in one that there is.

    Raises:
        InputError: where a section is not UTF-8.
    """
    texts: dict[str, dict[str, str]] = {}
    for path in places.sections_of(place):
        found = _SUFFIXED.fullmatch(path.stem)
        name = found["name"] if found else path.stem
        own = found["language"] if found else study.languages[0]
        texts.setdefault(name, {})[own] = _text(path)
    order = (language, study.languages[0], *LANGUAGES)
    abstracts = texts.pop(ABSTRACT, {})
    chosen = {name: next((by[o], o) for o in order if o in by) for name, by in texts.items()}
    return chosen | {f"{ABSTRACT}.{own}": (text, own) for own, text in abstracts.items()}


def misplaced(place: Place, study: Study) -> list[Notice]:
    """What the authors wrote and no paper shows, or one only in another language."""
    notices = [
        Notice(
            f"{SECTIONS}/{path.name}",
            "section",
            "Only Markdown is read here. Save it as plain text with the ending .md.",
        )
        for path in sorted((place.folder / SECTIONS).glob("*"))
        if path.suffix != ".md" and not clutter.reason(path.name)
    ]
    for language in study.languages:
        for name, (_, own) in authored(place, study, language).items():
            if own != language and not name.startswith(f"{ABSTRACT}."):
                missing = f"{SECTIONS}/{name}.{language}.md"
                said = f"There is no such file: the paper in {language!r} has the text in {own!r}."
                notices.append(Notice(missing, "section", said))
    return notices


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        name = f"sections/{path.name}"
        raise InputError(name, "is not UTF-8 text", "Save it as UTF-8", kind="encoding") from error


def write(
    paper: Paper, folder: str, stem: str, formats: tuple[str, ...], numbers: bytes = b""
) -> list[Notice]:
    """Write one edition into the folder; each format without the others where it must be.

    The pages of the PDF are the best guess at those of Word, so Word is written after it; but it
    is written all the same where there is no PDF. The PDF carries the ``numbers``, a table; not the
    passages, which are more than the paper quotes.
    """
    from papers import html, word

    notices: list[Notice] = []
    pages: Mapping[str, int] = {}
    target = Path(folder)
    if "html" in formats:
        (target / f"{stem}.html").write_text(html.render(paper), "utf-8", newline="\n")
    if "pdf" in formats:
        pages = _write_pdf(paper, target / f"{stem}.pdf", numbers, notices)
    if "docx" in formats:
        word.write(paper, target / f"{stem}.docx", pages=pages or None)
    return notices


def _write_pdf(
    paper: Paper, path: Path, numbers: bytes, notices: list[Notice]
) -> Mapping[str, int]:
    """The pages of the PDF; none where it cannot be set, and a notice that says why."""
    from papers import pdf

    replaced: list[str] = []
    try:
        pages = pdf.write(paper, path, data={COUNTS: numbers}, replaced=replaced)
    except pdf.PangoMissing as missing:
        notices.append(Notice(path.name, "pdf", str(missing), unusable=True))
        return {}
    except RuntimeError as error:
        said = f"The PDF could not be set ({error}); Word and HTML are complete without it."
        notices.append(Notice(path.name, "pdf", said, unusable=True))
        return {}
    if replaced:
        codes = ", ".join(f"U+{ord(character):04X}" for character in replaced)
        said = f"No font here can draw {codes}; the PDF shows the code in its place."
        notices.append(Notice(path.name, "glyph", said))
    return pages


def write_evidence(evidence: Evidence, folder: str) -> None:
    """Write the tables that the paper rests on."""
    from evidence import workbook

    write_table: dict[str, Callable[[Evidence, Path], Any]] = {
        "evidence.xlsx": workbook.write_workbook,
        "codings.csv": workbook.write_codings,
        "counts.csv": workbook.write_counts,
    }
    for name in EVIDENCE:
        write_table[name](evidence, Path(folder) / name)


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file in the folder, by name."""
    return {p.name: digest(p.read_bytes()) for p in sorted(folder.iterdir()) if p.is_file()}
