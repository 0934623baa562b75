"""How many of forty edits in a paper the check finds, and how often it gives a false alarm.

Run ``python -m benchmarks.verification [SEEDS]``. The sample's paper is edited by a script, in each
language and format; each edit must be told by a finding of its own.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks import edited, edits
from benchmarks.edits import Edit
from benchmarks.measure import ROOT, table
from evidence.masked_turns import as_shown
from flows import assembling, places, publishing, steps
from flows.editions import Edition
from papers import html, pdf, word
from papers.comparing import verified
from papers.facts import Facts
from papers.holdings import Holdings, holdings
from papers.labels import read_labels
from papers.model import Paper
from papers.rereading import reread
from papers.verdicts import Finding, Verification
from papers.wording import keys
from transcripts.study import read_study

LANGUAGES = ("en", "fr", "de")
FORMATS = ("docx", "html", "pdf")


@dataclass(frozen=True)
class Subject:
    """A paper of the sample, and what its evidence holds."""

    paper: Paper
    held: Holdings
    unquoted: Sequence[str]

    def desk(self, seed: int) -> edits.Desk:
        """What the edits of a seed are drawn from."""
        facts = self.held.facts
        return edits.Desk(self.paper, facts.labels, facts.evidence, self.unquoted, Random(seed))


def subjects(root: Path = ROOT) -> dict[str, Subject]:
    """The sample's paper in each language."""
    place = places.find("sample", root=root)
    study, gathered = read_study(place.folder, place.name), steps.read(place)
    evidence = assembling.bring_together(place, gathered, steps.code(place, gathered))
    found = steps.load_transcripts(place, gathered.transcripts)
    said = [as_shown(transcript, evidence.names) for transcript in found]
    subjects = {}
    for language in LANGUAGES:
        facts = Facts(study, evidence, read_labels(language, study.translations.get(language)))
        paper = publishing.compose(place, evidence, Edition(language, ""), gathered)
        held = holdings(facts, said, evidence.participants)
        subjects[language] = Subject(paper, held, edits.unquoted(said, evidence))
    return subjects


def written(paper: Paper, kind: str) -> bytes:
    """A paper's file."""
    if kind == "html":
        return html.render(paper).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"paper.{kind}"
        pdf.write(paper, path) if kind == "pdf" else word.write(paper, path)
        return path.read_bytes()


def with_edits(subject: Subject, kind: str, made: Sequence[Edit]) -> bytes:
    """The file with edits: in Word's runs, in the page's elements, or before the PDF is set."""
    if kind == "pdf":
        return written(edited.in_paper(subject.paper, made), kind)
    edit = edited.in_word if kind == "docx" else edited.in_html
    return edit(written(subject.paper, kind), made)


def check(subject: Subject, data: bytes, kind: str) -> Verification:
    """What the check says of a file."""
    return verified(reread(data, f"paper.{kind}"), subject.paper, subject.held)


def missed(made: Sequence[Edit], findings: Sequence[Finding]) -> list[Edit]:
    """The harmful edits that have no finding of their own."""
    harmful = [edit for edit in made if not edit.harmless]
    mates: dict[int, int] = {}

    def mated(number: int, tried: set[int]) -> bool:
        for at, finding in enumerate(findings):
            if at in tried or not tells(finding, harmful[number]):
                continue
            tried.add(at)
            if at not in mates or mated(mates[at], tried):
                mates[at] = number
                return True
        return False

    return [edit for number, edit in enumerate(harmful) if not mated(number, set())]


def false_alarms(made: Sequence[Edit], findings: Sequence[Finding]) -> list[Finding]:
    """The findings that are about no edit."""
    harmful = [edit for edit in made if not edit.harmless]
    return [one for one in findings if not any(tells(one, edit) for edit in harmful)]


def tells(finding: Finding, edit: Edit) -> bool:
    """Whether a finding may be about an edit."""
    said = " ".join(keys(f"{finding.place} {finding.said} {finding.evidence}"))
    return any(mark in said for mark in edit.marks)


def trials(seeds: Sequence[int]) -> tuple[list[list[str]], list[list[str]]]:
    """Rows a language and format, and rows a kind of edit with a column a format."""
    made, lost = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    rows = []
    for language, subject in subjects().items():
        for kind in FORMATS:
            total, found, alarms, plain = (
                0,
                0,
                0,
                len(check(subject, written(subject.paper, kind), kind).findings),
            )
            for seed in seeds:
                desk = subject.desk(seed)
                drawn = [*edits.drawn(desk), *edits.harmless(desk)]
                findings = check(subject, with_edits(subject, kind, drawn), kind).findings
                gone = missed(drawn, findings)
                harmful = [edit.kind for edit in drawn if not edit.harmless]
                made.update((one, kind) for one in harmful)
                lost.update((edit.kind, kind) for edit in gone)
                total, found = total + len(harmful), found + len(harmful) - len(gone)
                alarms += len(false_alarms(drawn, findings))
            rows.append([language, kind, str(plain), f"{found} of {total}", str(alarms)])
    kinds = list(dict.fromkeys(kind for kind, _ in made))
    cells = [
        [kind, *(f"{made[kind, f] - lost[kind, f]} of {made[kind, f]}" for f in FORMATS)]
        for kind in kinds
    ]
    return rows, cells


def tables(seeds: Sequence[int] = (1, 2, 3)) -> Iterator[str]:
    """The section of RESULTS.md."""
    yield "## Verification\n"
    yield (
        f"Forty edits a paper and seed, {len(seeds)} seeds, with five harmless ones among them "
        "(`python -m benchmarks.verification`); an edit is found when a finding of its own tells "
        "it. The edits are made by script, so that people's may be harder.\n"
    )
    rows, kinds = trials(seeds)
    header = ["language", "format", "alarms on the paper as written", "edits found", "false alarms"]
    yield table(header, rows) + "\n"
    yield table(["edit", *FORMATS], kinds) + "\n"


if __name__ == "__main__":
    last = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for text in tables(range(1, last + 1)):
        print(text, flush=True)
