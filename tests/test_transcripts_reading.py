"""Any transcript gives its turns, whatever its format; any other file says why not."""

from __future__ import annotations

import csv
import html
import json
import re
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transcripts import limits
from transcripts.errors import InputError, notice_of
from transcripts.model import Transcript
from transcripts.reading import READERS, read

DATA = Path(__file__).parents[2] / "shared" / "data"
STYLES = DATA / "styles" / "de"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real inputs is absent")


def styles() -> list[Path]:
    return sorted(path for path in STYLES.glob("*") if path.suffix != ".json")


def real_files() -> list[Path]:
    folder = DATA / "transcripts"
    return sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md", ".docx"})


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# One interview in twelve styles


@needs_data
@pytest.mark.parametrize("path", styles(), ids=lambda path: path.name)
def test_every_style_gives_the_same_turns(path: Path) -> None:
    expected = json.loads((STYLES / "expected.json").read_text("utf-8"))
    assert said(read(path)) == [(turn["speaker"], turn["text"]) for turn in expected]


@needs_data
@pytest.mark.parametrize("path", styles(), ids=lambda path: path.name)
def test_times_are_those_that_the_style_carries(path: Path) -> None:
    expected = json.loads((STYLES / "expected.json").read_text("utf-8"))
    turns = read(path).turns
    if path.name.startswith(("bold", "pandoc", "plain", "word_paragraphs")):
        assert {(turn.begins, turn.ends) for turn in turns} == {(None, None)}
        return
    assert [turn.begins for turn in turns] == [turn["start"] for turn in expected]
    last = expected[-1]["end"] if path.suffix in {".vtt", ".srt"} else None
    assert [turn.ends for turn in turns] == [*(turn["end"] for turn in expected[:-1]), last]


@needs_data
@pytest.mark.parametrize("path", styles(), ids=lambda path: path.name)
def test_a_style_is_read_without_notices(path: Path) -> None:
    kinds = [notice.kind for notice in read(path).notices]
    assert kinds == (["encoding-cp1252"] if "cp1252" in path.name else [])


# Real transcripts


@needs_data
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name[:40])
def test_no_word_of_a_real_transcript_is_lost(path: Path) -> None:
    transcript = read(path)
    labels = words(" ".join(turn.speaker for turn in transcript.turns))
    missing = words(raw(path)) - words("\n".join((transcript.text, *transcript.apart)))
    assert {word: count for word, count in missing.items() if word not in labels} == {}


def raw(path: Path) -> str:
    """All text of a file by the crudest means."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("word/document.xml").decode()
        return html.unescape(re.sub(r"<[^>]*>", "", xml.replace("</w:p>", "\n")))
    return html.unescape(path.read_text("utf-8"))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]+", re.sub(r"</?[a-z][^>]*>", " ", text)))


@needs_data
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name[:40])
def test_turns_are_slices_of_the_text(path: Path) -> None:
    transcript = read(path)
    assert "\n".join(text for _, text in said(transcript)) == transcript.text
    assert all(text and text == text.strip() for _, text in said(transcript))


@needs_data
def test_the_field_teams_own_extraction_is_in_the_text_in_its_order() -> None:
    folder = DATA / "transcripts" / "fr_artisans_docx"
    with (folder / "expected" / "cleaned_paragraph.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["text"].startswith("[")]
    found = 0
    for path in sorted(folder.glob("*.docx")):
        text, at = " ".join(read(path).text.split()), 0
        for row in (row for row in rows if row["filename"] == path.stem):
            at = text.index(" ".join(row["text"].split()), at)
            found += 1
    assert found > 200


@needs_data
def test_who_asks_in_the_real_transcripts() -> None:
    folder = DATA / "transcripts"
    roles = {
        (path.name, turn.speaker): turn.role for path in real_files() for turn in read(path).turns
    }
    assert roles["founders-talk-93.md", "Adam Stacoviak"] == "interviewer"
    assert roles["practical-ai-59.md", "Keith Lynn"] == "respondent"
    assert roles["ship-it-29.md", "Gerhard Lazu"] == "interviewer"
    debates = {path.name for path in (folder / "de_bundestag").iterdir()}
    assert {role for (name, _), role in roles.items() if name in debates} == {"unknown"}


# Round trip

NAMES = ("Anna Meyer", "Interviewer", "Jean-Luc Petit", "P1")
SENTENCE = st.lists(
    st.sampled_from(
        [
            "wir",
            "fahren",
            "heute",
            "elektrisch",
            "oui",
            "mais",
            "l'été",
            "well-known",
            "2030",
            "€5",
            "straße",
        ]
    ),
    min_size=1,
    max_size=12,
).map(lambda found: " ".join(found).capitalize() + ".")
TURNS = st.lists(st.tuples(st.sampled_from(NAMES), SENTENCE), min_size=4, max_size=12).map(
    lambda turns: [turn for at, turn in enumerate(turns) if not at or turn[0] != turns[at - 1][0]]
)


def as_text(turns: list[tuple[str, str]]) -> str:
    return "\n\n".join(f"{name}: {text}" for name, text in turns)


def as_markdown(turns: list[tuple[str, str]]) -> str:
    return "# Interview\n\n" + "\n\n".join(f"**{name}:** {text}" for name, text in turns)


def as_vtt(turns: list[tuple[str, str]]) -> str:
    cues = (
        f"00:00:{at:02}.000 --> 00:00:{at + 1:02}.000\n<v {name}>{text}</v>"
        for at, (name, text) in enumerate(turns)
    )
    return "WEBVTT\n\n" + "\n\n".join(cues)


def as_srt(turns: list[tuple[str, str]]) -> str:
    cues = (
        f"{at + 1}\n00:00:{at:02},000 --> 00:00:{at + 1:02},000\n{name}: {text}"
        for at, (name, text) in enumerate(turns)
    )
    return "\n\n".join(cues) + "\n"


@pytest.mark.parametrize(
    ("ending", "layout"), [("txt", as_text), ("md", as_markdown), ("vtt", as_vtt), ("srt", as_srt)]
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=TURNS)
def test_what_is_written_is_read(tmp_path: Path, ending: str, layout, turns) -> None:
    path = write(tmp_path, f"interview.{ending}", layout(turns))
    assert said(read(path)) == turns


@pytest.mark.parametrize("ending", ["txt", "md", "vtt", "srt"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=list("aAé:.?!-–>*_[]()#<v>|&;0123 \t\n\u00a0\u202f"), max_size=120))
def test_any_text_gives_its_turns_or_says_why_not(tmp_path: Path, ending: str, text: str) -> None:
    path = write(tmp_path, f"any.{ending}", f"00:00:01.000 --> 00:00:02.000\nA: b\n\n{text}")
    try:
        transcript = read(path)
    except InputError:
        return
    assert "\n".join(words for _, words in said(transcript)) == transcript.text
    assert all(words.strip() for _, words in said(transcript))


# What a transcript carries


def test_a_transcript_knows_its_file(tmp_path: Path) -> None:
    path = write(tmp_path, "Firma 3.txt", "Interviewer: Und dann?\nAnna: Dann kam der Strom.\n")
    transcript = read(path, name="transcripts/Firma 3.txt")
    assert (transcript.id, transcript.path) == ("Firma 3", "transcripts/Firma 3.txt")
    assert (transcript.format, len(transcript.sha256)) == ("txt", 64)
    assert said(transcript) == [("Interviewer", "Und dann?"), ("Anna", "Dann kam der Strom.")]
    assert transcript.notices == ()


def test_without_speakers_each_paragraph_is_a_turn_and_it_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "We think that charging is slow.\n\nSharing data is hard.")
    transcript = read(path)
    assert [text for _, text in said(transcript)] == [
        "We think that charging is slow.",
        "Sharing data is hard.",
    ]
    assert [(turn.speaker, turn.role) for turn in transcript.turns] == [("", "unknown")] * 2
    assert [notice.kind for notice in transcript.notices] == ["no-speakers"]


def test_a_language_that_is_not_coded_is_named(tmp_path: Path) -> None:
    text = "Interviewer: Wat vindt u van de auto?\nJan: Ik denk dat wij het niet meer kunnen doen."
    transcript = read(write(tmp_path, "nl.txt", text))
    assert transcript.language == "nl"
    assert [(notice.kind, notice.unusable) for notice in transcript.notices] == [("language", True)]


def test_what_is_said_in_coded_languages_is_used_beside_another(tmp_path: Path) -> None:
    text = (
        "Interviewer: Wéi laang schafft Dir schonn hei an der Firma?\n"
        "Mme Kieffer: Ech schaffen hei zanter ganz laanger Zäit, an et ass ëmmer nach gutt.\n"
        "Interviewer: Und was hat sich in der Firma in den letzten Jahren verändert?\n"
        "Mme Kieffer: Wir haben jetzt auch elektrische Wagen, und das ist nicht so einfach.\n"
        "Mme Kieffer: Mä dat hunn ech Iech jo schonn um Telefon gesot, mengen ech.\n"
    )
    transcript = read(write(tmp_path, "a.txt", text))
    assert transcript.language == "de"
    assert [turn.language for turn in transcript.turns] == ["lb", "lb", "de", "de", "lb"]
    (notice,) = [one for one in transcript.notices if one.kind == "language"]
    assert not notice.unusable
    assert "3 in lb" in notice.text


def test_a_stage_direction_is_set_apart_and_ends_no_turn(tmp_path: Path) -> None:
    text = "Anna: Ja.\n(Das Telefon klingelt)\nMoment.\nInterviewer: [lacht]\nAnna: So."
    transcript = read(write(tmp_path, "a.txt", text))
    assert said(transcript) == [("Anna", "Ja.\nMoment."), ("Anna", "So.")]
    assert transcript.apart == ("(Das Telefon klingelt)", "Interviewer: [lacht]")


@pytest.mark.parametrize("ending", ["vtt", "srt"])
def test_captions_cut_at_every_breath_are_one_turn(tmp_path: Path, ending: str) -> None:
    cues = [("Anna", "so we"), ("Anna", "started."), ("Anna", "In May."), ("Bob", "Why?")]
    written = as_vtt(cues) if ending == "vtt" else as_srt(cues)
    transcript = read(write(tmp_path, f"a.{ending}", written))
    assert said(transcript) == [("Anna", "so we started. In May."), ("Bob", "Why?")]
    assert [(turn.begins, turn.ends) for turn in transcript.turns] == [(0, 3), (3, 4)]


# What cannot be read

PDF = b"%PDF-1.4\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("labels.txt", b"Interviewer:\nAnna:\n", "empty"),
        ("audio.mp3", b"ID3", "type"),
        ("noending", b"Anna: Hello", "type"),
        ("text.docx", b"Anna: Hello", "type"),
        ("text.pdf", b"Anna: Hello", "type"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(20), "binary"),
        ("word.txt", b"PK\x03\x04" + bytes(20), "binary"),
        ("nul.txt", b"Anna: Hel\x00lo", "binary"),
        ("old.docx", OLE + bytes(40), "type"),
        ("secret.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("cut.docx", b"PK\x03\x04" + bytes(40), "corrupt"),
        ("cut.pdf", PDF + b"1 0 obj", "corrupt"),
        ("prose.srt", b"This is no subtitle file.", "type"),
        ("undefined.txt", b"Anna: caf\xe9 \x81", "encoding"),
        ("mixed.txt", "Anna: café ".encode() + b"caf\xe9", "encoding"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    with pytest.raises(InputError) as raised:
        read(write(tmp_path, name, content), name=f"transcripts/{name}")
    assert raised.value.kind == kind
    assert raised.value.path == f"transcripts/{name}"
    assert raised.value.remedy
    assert str(tmp_path) not in str(raised.value)


def test_a_notice_in_place_of_a_file_is_a_sentence_with_what_to_do() -> None:
    error = InputError("a.docx", "nests more than 250 elements", "Save it again", kind="too-deep")
    notice = notice_of(error)
    assert notice.text == "It nests more than 250 elements. Save it again."
    assert (notice.path, notice.kind, notice.unusable) == ("a.docx", "too-deep", True)


# What fuzzing has found: one file each, as small as it can be.
FOUND = {
    "a line of nothing that can be seen": ("a.txt", b"\xef\xbb\xbf\xef\xbb\xbf"),
}


@pytest.mark.parametrize(("name", "content"), FOUND.values(), ids=FOUND)
def test_what_fuzzing_found_is_read_or_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with suppress(InputError):
        assert said(read(write(tmp_path, name, content)))


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.docx").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path / "folder.docx")
    with pytest.raises(InputError, match="FileNotFoundError"):
        read(tmp_path / "missing.txt")


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Anna: Hello there. " * 100_000)
    with limits.using(limits.Limits(file_mb=1)), pytest.raises(InputError, match="larger than"):
        read(path)


def test_a_librarys_exception_is_named_by_its_type_only(tmp_path: Path, monkeypatch) -> None:
    def fails(data: bytes, _name: str) -> None:
        raise ValueError(data.decode())

    monkeypatch.setitem(READERS, "txt", fails)
    with pytest.raises(InputError) as raised:
        read(write(tmp_path, "a.txt", "a secret"))
    assert "ValueError" in str(raised.value)
    assert "secret" not in str(raised.value)
    assert raised.value.kind == "corrupt"
