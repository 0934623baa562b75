"""How fast each format is read, beside the bare extraction of a library for the same file.

`python -m benchmarks.reading` prints the table. `python -m benchmarks.reading WAY FORMAT FILE`
reads one file in one way, several times, and prints the median of the seconds and the peak memory
in MB. The ways are `lines` (from bytes to lines: what a library's extraction gives), `whole` (to
turns with speakers, roles and languages) and `bare` (the library).
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import interviews, measure
from benchmarks.measure import ROOT, table

WORDS = 100_000
PDF_WORDS = 30_000
RUNS = 5
NAMES = {
    "docx": "python-docx",
    "odt": "odfpy",
    "rtf": "striprtf",
    "txt": "str.splitlines",
    "md": "Python-Markdown",
    "html": "html.parser",
    "pdf": "pypdf",
    "vtt": "webvtt-py",
    "srt": "srt",
    "sbv": "webvtt-py",
    "ttml": "ttconv",
    "json": "json",
    "csv": "csv",
    "xlsx": "openpyxl",
    "textgrid": "praatio",
}
"""The library that each format is compared with."""


def _docx(data: bytes) -> object:
    from docx import Document

    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def _odt(data: bytes) -> object:
    from odf import teletype
    from odf.opendocument import load
    from odf.text import P

    return [teletype.extractText(p) for p in load(io.BytesIO(data)).getElementsByType(P)]


def _rtf(data: bytes) -> object:
    from striprtf.striprtf import rtf_to_text

    return rtf_to_text(data.decode())


def _txt(data: bytes) -> object:
    return data.decode().splitlines()


def _md(data: bytes) -> object:
    from markdown import markdown

    return markdown(data.decode())


def _html(data: bytes) -> object:
    from html.parser import HTMLParser

    found: list[str] = []

    class Collector(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.append(data)

    Collector().feed(data.decode())
    return found


def _pdf(data: bytes) -> object:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def _vtt(data: bytes) -> object:
    from webvtt import WebVTT

    return [caption.text for caption in WebVTT.from_buffer(io.BytesIO(data), format="vtt")]


def _srt(data: bytes) -> object:
    import srt

    return [cue.content for cue in srt.parse(data.decode())]


def _sbv(data: bytes) -> object:
    from webvtt import WebVTT

    return [caption.text for caption in WebVTT.from_buffer(io.BytesIO(data), format="sbv")]


def _ttml(data: bytes) -> object:
    from xml.etree import ElementTree as ET

    from ttconv.imsc.reader import to_model

    return to_model(ET.ElementTree(ET.fromstring(data)))


def _json(data: bytes) -> object:
    return [segment["text"] for segment in json.loads(data)["segments"]]


def _csv(data: bytes) -> object:
    import csv

    return [row[2] for row in csv.reader(io.StringIO(data.decode()))]


def _xlsx(data: bytes) -> object:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return [row[2] for row in book.worksheets[0].iter_rows(values_only=True)]


def _textgrid(data: bytes) -> object:
    from praatio.utilities.textgrid_io import parseTextgridStr

    return parseTextgridStr(data.decode())


def bare(kind: str) -> Callable[[bytes], object]:
    """The library's own extraction for a format."""
    way: Callable[[bytes], object] = globals()[f"_{kind}"]
    return way


def one(way: str, kind: str, path: Path) -> dict[str, float]:
    """Seconds (median) and peak MB of reading one file in one way."""
    from transcripts import reading

    data = path.read_bytes()
    ways = {
        "lines": lambda: reading.READERS[kind](data, path.name),
        "whole": lambda: reading.read_data(data, path.name),
        "bare": lambda: bare(kind)(data),
    }
    spent = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        ways[way]()
        spent.append(time.perf_counter() - began)
    return {"seconds": median(spent[1:]), "peak": measure.peak_mb()}


def measured(kind: str, folder: Path, words: int) -> dict[str, dict[str, float]]:
    """The ways of reading one interview in one format, each in a fresh process."""
    path = folder / f"{words}.{kind}"
    path.write_bytes(interviews.WRITERS[kind](interviews.turns(words)))
    command = [sys.executable, "-m", "benchmarks.reading"]
    found = {}
    for way in ("bare", "lines", "whole"):
        done = subprocess.run(
            [*command, way, kind, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        found[way] = json.loads(done.stdout)
    return found


def rows(folder: Path) -> Iterator[list[str]]:
    """A row a format: words a second, the ratio to the library, growth, peak memory."""
    for kind in interviews.WRITERS:
        most = PDF_WORDS if kind == "pdf" else WORDS
        words = sum(len(text.split()) for _, text in interviews.turns(most))
        large = measured(kind, folder, most)
        small = measured(kind, folder, most // 4)
        yield [
            kind,
            f"{words / large['whole']['seconds']:,.0f}",
            f"{large['lines']['seconds']:.3f}",
            f"{large['bare']['seconds']:.3f}",
            f"{large['lines']['seconds'] / large['bare']['seconds']:.2f}",
            NAMES[kind],
            f"{large['lines']['seconds'] / small['lines']['seconds']:.1f}",
            f"{large['whole']['peak']:.0f}",
            f"{large['bare']['peak']:.0f}",
        ]


HEADER = [
    "format",
    "words/s, whole",
    "lines, s",
    "library, s",
    "ratio",
    "library",
    "4 x the size",
    "peak MB",
    "library's MB",
]


def tables() -> Iterator[str]:
    """The section of RESULTS.md."""
    yield "## Reading\n"
    yield (
        f"One interview of {WORDS:,} words (PDF: {PDF_WORDS:,}) in every format; medians of "
        f"{RUNS} runs in fresh processes (`python -m benchmarks.reading`). `lines` goes from "
        "bytes to lines, as the library's bare extraction does; `whole` goes on to turns with "
        "speakers, roles and languages. `4 x the size`: seconds for lines, times those of a "
        "quarter of the file. Beside txt, json and csv stand Python's own parsers, in C, which "
        "know neither encodings nor speakers nor times.\n"
    )
    with TemporaryDirectory() as folder:
        yield table(HEADER, list(rows(Path(folder)))) + "\n"


def main() -> None:
    """What `python -m benchmarks.reading` does."""
    if len(sys.argv) == 4:
        print(json.dumps(one(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
        return
    for text in tables():
        print(text, flush=True)


if __name__ == "__main__":
    main()
