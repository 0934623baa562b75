"""Nothing is lost and nothing invented: the words of a file are in its transcript, each once.

The words of a transcript are those that are said, those set apart and those of the labels. They are
held against an extraction of the same file that knows nothing of turns and is as crude as can be.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader

from transcripts import reading
from transcripts.errors import InputError
from transcripts.model import Transcript

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "inputs" / "sample" / "transcripts"
STYLES = DATA / "styles" / "de"

_PARTS = re.compile(r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_LEFT_OUT = re.compile(r"<w:(delText|instrText)\b.*?</w:\1>", re.DOTALL)
_BREAK = re.compile(
    r"<w:(tab|br|cr)\b[^>]*/>|</w:p>|</text:[ph]>|<text:(s|tab|line-break)\b[^>]*/>"
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_TIMING = re.compile(r"^(\d+|.*-->.*|WEBVTT)$", re.MULTILINE)
_VOICE = re.compile(r"<v[^ >]* ([^>]*)>")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", _MARKUP.sub(" ", text)))


def all_words(transcript: Transcript) -> Counter[str]:
    return words("\n".join((transcript.text, *transcript.apart, *transcript.labels)))


def crude(path: Path) -> str:
    """All words of a file, however they come."""
    data = path.read_bytes()
    if path.suffix in {".docx", ".odt"}:
        return "\n".join(map(html.unescape, _parts(data)))
    text = data.decode("utf-8-sig") if _is_utf8(data) else data.decode("cp1252")
    if path.suffix in {".vtt", ".srt"}:
        return html.unescape(_VOICE.sub(r"\1 ", _TIMING.sub("", text.replace("\r", ""))))
    return html.unescape(_MARKUP.sub(" ", text)) if path.suffix == ".md" else text


def _parts(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [
            n
            for n in archive.namelist()
            if _PARTS.fullmatch(n) or n in {"content.xml", "styles.xml"}
        ]
        xml = [_LEFT_OUT.sub("", archive.read(name).decode("utf-8")) for name in names]
    return [re.sub(r"<[^>]*>", "", _BREAK.sub("\n", part)) for part in xml]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def real_files() -> list[Path]:
    kinds = {".txt", ".md", ".docx"}
    return sorted(path for path in (DATA / "transcripts").rglob("*") if path.suffix in kinds)


def styles() -> list[Path]:
    return sorted(path for path in STYLES.glob("*.*") if path.suffix != ".json")


def sample_files() -> list[Path]:
    kinds = {".txt", ".md", ".docx", ".odt", ".vtt", ".srt"}
    return sorted(path for path in SAMPLE.iterdir() if path.suffix in kinds)


@pytest.mark.parametrize("path", [*real_files(), *sample_files()], ids=lambda path: path.name[:40])
def test_the_words_of_a_file_are_those_of_its_transcript(path: Path) -> None:
    assert all_words(reading.read(path)) == words(crude(path))


@pytest.mark.skipif(not STYLES.is_dir(), reason="the folder of real inputs is absent")
@pytest.mark.parametrize("path", styles(), ids=lambda path: path.name)
def test_one_interview_has_the_same_words_in_every_style(path: Path) -> None:
    turns = json.loads((STYLES / "expected.json").read_text("utf-8"))
    transcript = reading.read(path)
    assert words(transcript.text) == words("\n".join(turn["text"] for turn in turns))


def test_the_letters_of_a_pdf_are_those_of_its_transcript() -> None:
    path = SAMPLE / "fr-05.pdf"
    transcript = reading.read(path)
    drawn = "".join(page.extract_text() for page in PdfReader(path).pages)
    read = "".join((transcript.text, *transcript.apart, *transcript.labels))
    assert letters(read) == letters(drawn)


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


def corpus() -> list[Path]:
    """Every file of the corpora that has a reader, the broken ones included."""
    folders = [DATA / name for name in ("transcripts", "styles", "hostile", "conformance")]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted(path for path in found if path.suffix.lstrip(".").lower() in reading.READERS)


@pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real inputs is absent")
def test_dividing_into_turns_moves_words_and_loses_none() -> None:
    differing, held = {}, 0
    for path in corpus():
        try:
            transcript = reading.read(path)
        except InputError:
            continue
        manuscript = reading.READERS[transcript.format](path.read_bytes(), path.name)
        lines = reading._cleaned(manuscript, path.name).lines
        given = Counter(
            re.findall(r"\w+", "\n".join(f"{line.speaker or ''} {line.text}" for line in lines))
        )
        kept = (transcript.text, *transcript.apart, *transcript.labels)
        if given != Counter(re.findall(r"\w+", "\n".join(kept))):
            differing[path.name] = given - Counter(re.findall(r"\w+", "\n".join(kept)))
        held += 1
    assert differing == {}
    assert held > 200
