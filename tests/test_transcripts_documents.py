"""One interview composed into Word, OpenDocument and rich text; and such files damaged."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from html import escape
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from styles import Said, odt, rtf
from test_transcripts_opendocument import odt as open_file
from test_transcripts_word import docx

from transcripts.errors import InputError
from transcripts.formats import opendocument, rich_text, word
from transcripts.model import Transcript
from transcripts.reading import read_data

SENTENCES = (
    "Comment ça va chez vous, à l’atelier ?",
    "Wir haben größere Öfen gekauft.",
    "Nobody told us <anything> & so we waited.",
    "Ça dépend.",
    "Weil es so ist: 20 % mehr, „immerhin“.",
    "Yes.",
)
SPEAKERS = ("Anna Meyer", "Bob Weber")
TURNS = st.lists(st.sampled_from(SENTENCES), min_size=4, max_size=8).map(
    lambda said: [(SPEAKERS[at % 2], text) for at, text in enumerate(said)]
)

RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
INLINE = (
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:moveTo>{}</w:moveTo>",
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:fldSimple>{}</w:fldSimple>",
    "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>{}",
    "{}<w:moveFrom>" + RUN.format("gone") + "</w:moveFrom>",
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>gone</w:t></w:r>{}",
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>gone</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
)
BOX = "<w:txbxContent>{}</w:txbxContent>"
BLOCK = (
    "{}",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:customXml>{}</w:customXml>",
    "<w:ins>{}</w:ins>",
    "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
    "<w:p><w:r><w:pict>" + BOX + "</w:pict></w:r></w:p>",
    "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>",
)


@st.composite
def word_files(draw: st.DrawFn) -> tuple[list[tuple[str, str]], bytes]:
    """Turns, and a Word document of them with its runs and paragraphs wrapped at random."""
    turns = draw(TURNS)
    body = ""
    for speaker, text in turns:
        whole = f"{speaker}: {text}"
        cut = draw(st.integers(1, len(whole) - 1))
        pieces = (RUN.format(escape(piece)) for piece in (whole[:cut], whole[cut:]))
        inside = "".join(draw(st.sampled_from(INLINE)).format(piece) for piece in pieces)
        body += draw(st.sampled_from(BLOCK)).format(f"<w:p>{inside}</w:p>")
    return turns, docx(body)


def only(data: bytes, name: str) -> Transcript:
    (transcript,) = read_data(data, name).transcripts
    return transcript


def turns_of(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]


@given(word_files())
def test_a_word_file_gives_the_turns_that_it_was_made_of(
    composed: tuple[list[tuple[str, str]], bytes],
) -> None:
    turns, data = composed
    transcript = only(data, "a.docx")
    assert turns_of(transcript) == turns
    assert not transcript.apart


@given(TURNS)
@pytest.mark.parametrize(("write", "ending"), [(odt, "odt"), (rtf, "rtf")])
def test_other_files_give_the_turns_that_they_were_made_of(write, ending, turns) -> None:
    data = write([Said(speaker, text, 0, 0) for speaker, text in turns])
    assert turns_of(only(data, f"a.{ending}")) == turns


PARAGRAPHS = st.lists(st.just("word"), min_size=1, max_size=3).map(lambda words: ("p", words))


def blocks(inside):
    cells = st.lists(inside, min_size=1, max_size=2)
    rows = st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=3)
    return st.one_of(
        rows.map(lambda rows: ("table", rows)),
        cells.map(lambda blocks: ("box", blocks)),
        cells.map(lambda blocks: ("note", blocks)),
        cells.map(lambda blocks: ("group", blocks)),
    )


BLOCKS = st.lists(st.recursive(PARAGRAPHS, blocks, max_leaves=8), min_size=1, max_size=4)


def in_word(block) -> str:
    kind, inside = block
    match kind:
        case "p":
            return "<w:p>" + RUN.format(" ".join(inside)) + "</w:p>"
        case "table":
            cell = "<w:tc>{}</w:tc>"
            rows = (
                "".join(cell.format("".join(map(in_word, one))) for one in row) for row in inside
            )
            return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
        case "box":
            box = BOX.format("".join(map(in_word, inside)))
            return f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>"
        case _:
            return f"<w:sdt><w:sdtContent>{''.join(map(in_word, inside))}</w:sdtContent></w:sdt>"


def in_opendocument(block) -> str:
    kind, inside = block
    match kind:
        case "p":
            return f"<text:p>{'<text:s/>'.join(inside)}</text:p>"
        case "table":
            cell = "<table:table-cell>{}</table:table-cell>"
            rows = (
                "".join(cell.format("".join(map(in_opendocument, one))) for one in row)
                for row in inside
            )
            whole = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
            return f"<table:table>{whole}</table:table>"
        case "box":
            box = "".join(map(in_opendocument, inside))
            return f"<text:p><draw:frame><draw:text-box>{box}</draw:text-box></draw:frame></text:p>"
        case "note":
            note = "".join(map(in_opendocument, inside))
            return (
                f"<text:p><text:note><text:note-body>{note}</text:note-body></text:note></text:p>"
            )
        case _:
            return f"<text:section>{''.join(map(in_opendocument, inside))}</text:section>"


def in_rich_text(block, depth: int = 0) -> str:
    kind, inside = block
    place = rf"\pard\intbl\itap{depth} " if depth else r"\pard "
    match kind:
        case "p":
            return place + " ".join(inside) + r"\par "
        case "table":
            deeper = rf"\pard\intbl\itap{depth + 1} "
            cell, row = (r"\cell ", r"\row ") if depth == 0 else (r"\nestcell ", r"\nestrow ")
            rows = (
                "".join(
                    "".join(in_rich_text(one, depth + 1) for one in cells) + deeper + cell
                    for cells in r
                )
                for r in inside
            )
            return "".join(whole + row for whole in rows) + place
        case "box":
            return r"{\shp{\*\shpinst{\shptxt " + "".join(map(in_rich_text, inside)) + "}}}"
        case "note":
            return r"{\footnote " + "".join(map(in_rich_text, inside)) + "}"
        case _:
            return "{" + "".join(in_rich_text(one, depth) for one in inside) + "}"


WRITERS = {
    "docx": (word.read, lambda found: docx("".join(map(in_word, found)))),
    "odt": (opendocument.read, lambda found: open_file("".join(map(in_opendocument, found)))),
    "rtf": (
        rich_text.read,
        lambda found: ("{\\rtf1 " + "".join(map(in_rich_text, found)) + "}").encode(),
    ),
}


def numbered(found, numbers):
    """The blocks with each word told apart by a number."""
    kind, inside = found
    if kind == "p":
        return kind, [f"w{next(numbers)}" for _ in inside]
    if kind == "table":
        return kind, [[[numbered(one, numbers) for one in cell] for cell in row] for row in inside]
    return kind, [numbered(one, numbers) for one in inside]


@pytest.mark.parametrize("ending", WRITERS)
@given(BLOCKS)
def test_each_word_is_read_once_wherever_it_stands(ending: str, found) -> None:
    numbers = count()
    found = [numbered(block, numbers) for block in found]
    read, write = WRITERS[ending]
    lines = read(write(found), "a").lines
    said = " ".join(f"{line.speaker or ''} {line.text}" for line in lines).split()
    assert Counter(said) == Counter(f"w{at}" for at in range(next(numbers)))


def repacked(data: bytes, path: str, change) -> bytes:
    """A zipped document with one part changed."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == path else old.read(name))
    return changed.getvalue()


@st.composite
def damages(draw: st.DrawFn):
    """A change of bytes: one flipped, some cut out, some doubled, some put elsewhere."""
    kind = draw(st.sampled_from(["flip", "cut", "double", "move", "token"]))
    places = draw(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)))
    byte = draw(st.integers(0, 255))
    token = draw(
        st.sampled_from(
            [
                b"<",
                b">",
                b"&#0;",
                b"</w:p>",
                b"<w:p>",
                b"\\'",
                b"{",
                b"}",
                b"\\u-1",
                b"\\bin9",
                b'"',
                b"\\itap99",
                b"\\cell",
                b"\\row",
            ]
        )
    )

    def change(data: bytes) -> bytes:
        start, end, to = (int(place * len(data)) for place in places)
        start, end = min(start, end), min(max(start, end), start + 200)
        piece = data[start:end]
        match kind:
            case "flip":
                return data[:start] + bytes([byte]) + data[start + 1 :]
            case "cut":
                return data[:start] + data[end:]
            case "double":
                return data[:end] + piece + data[end:]
            case "move":
                return data[:to] + piece + data[to:]
            case _:
                return data[:start] + token + data[start:]

    return change


SMALL = [Said(SPEAKERS[at % 2], text, 0, 0) for at, text in enumerate(SENTENCES)]
TABLE = (
    "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>Anna</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:sym w:font='Symbol' w:char='F0B7'/><w:t>Ja.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
FILES = {
    "docx": docx(
        "".join(
            f"<w:p>{RUN.format(escape(f'{said.speaker}: {said.text}'))}</w:p>" for said in SMALL
        )
        + TABLE
        + "".join(
            BLOCK[at].format("<w:p>" + one.format(RUN.format("a")) + "</w:p>")
            for at, one in enumerate(INLINE[:7])
        )
    ),
    "odt": odt(SMALL),
    "rtf": rtf(SMALL)
    + rb"{\rtf1{\fonttbl{\f1\fcharset128 X;}}\trowd\intbl a\cell b\cell\row{\f1\'93\'fa}{\footnote n}\u233?}",
}
PARTS = {
    "docx": ["word/document.xml", "word/styles.xml", "_rels/.rels", "[Content_Types].xml"],
    "odt": ["content.xml", "mimetype"],
    "rtf": [],
}
CASES = [(ending, part) for ending, parts in PARTS.items() for part in ("", *parts)]


@pytest.mark.parametrize(("ending", "part"), CASES)
@given(changes=st.lists(damages(), min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_is_read_or_refused(ending: str, part: str, changes) -> None:
    data = FILES[ending]

    def damaged(whole: bytes) -> bytes:
        for change in changes:
            whole = change(whole)
        return whole

    data = repacked(data, part, damaged) if part else damaged(data)
    try:
        read_data(data, f"a.{ending}")
    except InputError:
        return
