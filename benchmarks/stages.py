"""The stages of one untracked run, timed one after the other in this process alone.

`python -m benchmarks.stages FOLDER [FORMAT ...]` prints seconds and numbers as JSON. Nothing is
kept between stages but values, and no other process helps, so that each stage shows its own cost.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

STARTED = time.perf_counter()


def main(folder: str, formats: list[str]) -> dict[str, float]:
    """Seconds a stage, with words, codings, pages and peak memory in MB."""
    seconds: dict[str, float] = {}

    @contextmanager
    def stage(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        seconds[name] = time.perf_counter() - begun

    with stage("load the program"):
        from dataclasses import replace

        from evidence.codebook import default_codebook
        from evidence.gathering import gather
        from flows import editions, places
        from papers import html, word
        from papers.outline import compose
        from transcripts import reading
        from transcripts.participant_list import find_list, read_rows
        from transcripts.participants import identify
        from transcripts.study import read_study
    place = places.find(folder)
    study = read_study(place.folder)
    with stage("read"):
        transcripts = [
            replace(reading.read(path), id=path.stem) for path in places.inputs_of(place)
        ]
    words = sum(len(one.text.split()) for one in transcripts)
    with stage("load spaCy and the codebook"):
        from nlp.coding import code

        book = default_codebook()
        for transcript in {one.language: one for one in transcripts}.values():
            code(replace(transcript, text="", turns=()), book)
    with stage("code"):
        codings = [coding for transcript in transcripts for coding in code(transcript, book)]
    with stage("count and choose"):
        rows = find_list(place.folder)
        people, _ = identify(transcripts, read_rows(rows) if rows else ())
        evidence = gather(book, transcripts, people, codings)
    texts = editions.authored(place, study, "en")
    with stage("compose one paper"):
        paper = compose(study, evidence, "en", texts, {"version": "0", "unusable": 0, "files": 0})
    pages = {}
    with TemporaryDirectory() as out:
        with stage("write the tables"):
            editions.write_evidence(evidence, out)
        if "html" in formats:
            with stage("write HTML"):
                (Path(out) / "p.html").write_text(html.render(paper), "utf-8")
        if "docx" in formats:
            with stage("write Word"):
                word.write(paper, Path(out) / "p.docx")
        if "pdf" in formats:
            with stage("write PDF"):
                from papers import pdf

                pages = pdf.write(paper, Path(out) / "p.pdf")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        **seconds,
        "whole": time.perf_counter() - STARTED,
        "transcripts": len(transcripts),
        "word count": words,
        "codings": len(codings),
        "pages": max(pages.values(), default=0),
        "peak MB": peak,
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2:])))
