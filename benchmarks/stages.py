"""The stages of one untracked run, timed one after the other in this process alone.

`python -m benchmarks.stages FOLDER [FORMAT ...]` prints seconds and numbers as JSON. Nothing is
kept between stages but values, and no other process helps, so that each stage shows its own cost.
What a stage imports is imported inside it, and counts as its cost.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

STARTED = time.perf_counter()
SECONDS: dict[str, float] = {}


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Keep the seconds that the block takes."""
    begun = time.perf_counter()
    yield
    SECONDS[name] = time.perf_counter() - begun


def main(folder: str, formats: Sequence[str]) -> dict[str, float]:
    """Seconds a stage, with words, codings, pages and peak memory in MB."""
    with stage("load the program"):
        for module in ("evidence.gathering", "papers.html", "papers.outline", "papers.word"):
            import_module(module)
        from flows import places
    place = places.find(folder)
    transcripts = read(place)
    codings = code_all(transcripts)
    paper, found = compose(place, transcripts, codings)
    pages = _write(paper, found, formats)
    return {
        **SECONDS,
        "whole": time.perf_counter() - STARTED,
        "transcripts": len(transcripts),
        "word count": sum(len(one.text.split()) for one in transcripts),
        "codings": len(codings),
        "pages": max(pages.values(), default=0),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def read(place: Any) -> list[Any]:
    """The transcripts of a study."""
    with stage("read"):
        from flows.places import inputs_of
        from transcripts import reading

        return [replace(reading.read(path), id=path.stem) for path in inputs_of(place)]


def code_all(transcripts: Sequence[Any]) -> list[Any]:
    """All their codings."""
    with stage("load spaCy and the codebook"):
        from evidence.codebook import default_codebook
        from nlp.coding import code

        book = default_codebook()
        for transcript in {one.language: one for one in transcripts}.values():
            code(replace(transcript, text="", turns=()), book)
    with stage("code"):
        return [coding for transcript in transcripts for coding in code(transcript, book)]


def compose(place: Any, transcripts: Sequence[Any], codings: Sequence[Any]) -> tuple[Any, Any]:
    """The paper in English, and its evidence."""
    from evidence.codebook import default_codebook
    from evidence.gathering import gather
    from flows.editions import authored
    from papers.outline import compose as compose_paper
    from transcripts.participant_list import find_list, read_rows
    from transcripts.participants import identify
    from transcripts.study import read_study

    book, study = default_codebook(), read_study(place.folder)
    with stage("count and choose"):
        rows = find_list(place.folder)
        people, _ = identify(transcripts, read_rows(rows) if rows else ())
        found = gather(book, transcripts, people, codings)
    run = {"version": "0", "unusable": 0, "files": 0}
    with stage("compose one paper"):
        return compose_paper(study, found, "en", authored(place, study, "en"), run), found


def _write(paper: Any, found: Any, formats: Sequence[str]) -> dict[str, int]:
    from flows.editions import write_evidence
    from papers import html, word

    pages: dict[str, int] = {}
    with TemporaryDirectory() as folder:
        out = Path(folder)
        with stage("write the tables"):
            write_evidence(found, folder)
        if "html" in formats:
            with stage("write HTML"):
                (out / "p.html").write_text(html.render(paper), "utf-8")
        if "docx" in formats:
            with stage("write Word"):
                word.write(paper, out / "p.docx")
        if "pdf" in formats:
            with stage("write PDF"):
                from papers import pdf

                pages = pdf.write(paper, out / "p.pdf")
    return pages


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2:])))
