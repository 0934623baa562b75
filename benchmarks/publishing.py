"""What the documents of a long paper cost, beside bare WeasyPrint on the same HTML.

``python -m benchmarks.publishing`` prints the table. The paper is that of thirty interviews, its
chapters said over again until it has about a hundred pages, and ten times as often.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import growth, measure
from benchmarks.measure import ROOT, table
from papers.model import Figure, Paper, Quote, Section, Table

SAMPLE = ROOT / "inputs" / "sample"
INTERVIEWS, ROUNDS = 2, 3
"""How often each interview of the sample is varied, and how often the chapters are said."""

WRITERS = ("docx", "pdf", "bare", "bare, same standards")


def long_paper(times: int) -> Paper:
    """The paper with its chapters said over again, ids apart."""
    from benchmarks import stages
    from flows import places

    with TemporaryDirectory() as folder:
        place = places.find(str(growth.study(SAMPLE, INTERVIEWS, Path(folder))))
        transcripts = stages.read(place)
        paper, _ = stages.compose(place, transcripts, stages.code_all(transcripts))
    again = (
        _renamed(section, number)
        for number in range(ROUNDS * times - 1)
        for section in paper.sections
        if section.part == "body"
    )
    front = [one for one in paper.sections if one.part != "annex"]
    annexes = [one for one in paper.sections if one.part == "annex"]
    return replace(paper, sections=(*front, *again, *annexes))


def _renamed(section: Section, number: int) -> Section:
    blocks = (
        replace(block, id=f"{block.id}-{number}")
        if isinstance(block, Quote | Figure | Table) and block.id
        else block
        for block in section.blocks
    )
    return replace(section, id=f"{section.id}-{number}", blocks=tuple(blocks))


def write(writer: str, times: int) -> dict[str, float]:
    """Seconds, pages and peak memory of one writer in this process, its imports included."""
    paper = long_paper(times)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper"
        begun = time.perf_counter()
        pages = _WRITE[writer](paper, path)
        return {
            "seconds": time.perf_counter() - begun,
            "pages": pages,
            "peak MB": measure.peak_mb(),
        }


def _docx(paper: Paper, path: Path) -> int:
    from papers import word

    word.write(paper, path)
    return 0


def _pdf(paper: Paper, path: Path) -> int:
    from papers import pdf

    return max(pdf.write(paper, path).values())


def _bare(paper: Paper, path: Path) -> int:
    return _set_bare(paper, path)


def _bare_same(paper: Paper, path: Path) -> int:
    from papers import pdf

    return _set_bare(paper, path, pdf_variant=pdf.VARIANT)


def _set_bare(paper: Paper, path: Path, **options: Any) -> int:
    """WeasyPrint as anybody calls it, with our style sheet and our fonts."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from papers import html, pdf

    fonts, text = FontConfiguration(), html.render(paper, print_edition=True)
    fetcher = pdf.fetcher_of(html.sources(paper))
    sheet = weasyprint.CSS(string=pdf.font_faces(), font_config=fonts, url_fetcher=fetcher)
    source = weasyprint.HTML(string=text, url_fetcher=fetcher)
    document = source.render(font_config=fonts, stylesheets=[sheet], **options)
    document.write_pdf(str(path), **options)
    return len(document.pages)


_WRITE: dict[str, Callable[[Paper, Path], int]] = dict(
    zip(WRITERS, (_docx, _pdf, _bare, _bare_same), strict=True)
)


def _measured(writer: str, times: int, runs: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.publishing", writer, str(times)]
    found = [
        json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)
        for _ in range(runs)
    ]
    return {name: median(one[name] for one in found) for name in found[0]}


def tables() -> Iterator[str]:
    """The documents of a paper of a hundred pages, and of a thousand."""
    once = {writer: _measured(writer, 1, 3) for writer in WRITERS}
    tenfold = {writer: _measured(writer, 10, 1) for writer in WRITERS[:2]}
    bare = once["bare"]["seconds"]
    rows = [
        [
            _NAMES[writer],
            f"{found['seconds']:.2f}",
            f"{found['seconds'] / bare:.2f}",
            f"{found['peak MB']:.0f}",
            _grown(found, tenfold.get(writer)),
        ]
        for writer, found in once.items()
    ]
    yield f"A paper of {once['bare']['pages']:.0f} pages; medians of 3 fresh processes.\n"
    yield table(["", "seconds", "ratio to bare", "peak MB", "ten times as long"], rows) + "\n"


_NAMES = dict(
    zip(
        WRITERS,
        (
            "Word",
            "PDF",
            "bare WeasyPrint, same HTML, no standards",
            "bare WeasyPrint, same HTML, PDF/A-3a",
        ),
        strict=True,
    )
)


def _grown(found: dict[str, float], long: dict[str, float] | None) -> str:
    if long is None:
        return "not measured"
    return f"{long['seconds']:.1f} s ({long['seconds'] / found['seconds']:.1f})"


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(write(sys.argv[1], int(sys.argv[2]))))
    else:
        print("\n".join(tables()))
