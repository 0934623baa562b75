"""How fast coding is, beside its own bare costs and beside other ways to look for the same words.

Run ``python -m benchmarks.coding``. Everything is measured in one process, on the same transcripts,
each after one run that fills the caches; ratios matter, seconds are of this machine.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.measure import ROOT, peak_mb, table
from evidence.codebook import Codebook, default_codebook
from evidence.terms import Term
from nlp.coding import Coder
from nlp.families import Families, Stems, normal
from transcripts import reading
from transcripts.model import Transcript

DATA = Path(__file__).parents[2] / "shared" / "data" / "transcripts"
SETS = {
    "de": ("de_bundestag", "de_cycling_md"),
    "en": ("en_changelog_md",),
    "fr": ("fr_mobility_md", "fr_artisans_docx"),
}
RUNS = 3
SHARE = 20
"""The other ways get every so-manieth part of the text: on all of it they take minutes."""

_IMPORT = "import spacy"
_READY = (
    "from evidence.codebook import default_codebook; from nlp.coding import Coder; "
    "coder = Coder(default_codebook()); "
    "[coder.passage('x', language) for language in ('en', 'fr', 'de')]"
)


def transcripts(language: str) -> list[Transcript]:
    """The real interviews of a language."""
    paths = (p for name in SETS[language] for p in sorted((DATA / name).rglob("*")))
    wanted = (p for p in paths if p.suffix in {".md", ".txt", ".docx"})
    return [reading.read(path) for path in wanted]


def seconds(run: Callable[[], object], runs: int = RUNS) -> float:
    """The median of some runs, after one that is not measured."""
    run()
    return _measured(run, runs)


def _measured(run: Callable[[], object], runs: int) -> float:
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return median(found)


def speed(coder: Coder) -> Iterator[list[str]]:
    """A row a language: words, seconds to cut and to code, and how coding stands to cutting."""
    for language in SETS:
        found = transcripts(language)
        words = sum(len(one.text.split()) for one in found)
        cutters = (spacy.blank(language).tokenizer, coder.pipelines[language])
        usual, own = (seconds(lambda c=cut, t=found: [c(one.text) for one in t]) for cut in cutters)
        coding = seconds(lambda t=found: [coder.code(one) for one in t])
        yield [
            language,
            f"{words:,}",
            f"{usual:.3f}",
            f"{own:.3f}",
            f"{coding:.3f}",
            f"{words / coding:,.0f}",
            f"{usual / coding:.2f}",
            f"{own / coding:.2f}",
        ]


def beside_others(coder: Coder, book: Codebook) -> Iterator[list[str]]:
    """A row a language: coding, spaCy's SpanRuler and a loop over regular expressions."""
    for language in SETS:
        texts = [one.text for one in transcripts(language)]
        part = [text[i : i + 2000] for text in texts for i in range(0, len(text), 2000 * SHARE)]
        forms = _forms(book.terms_in(language), language, coder.pipelines[language])
        ruler, patterns = _ruler(forms, language), _expressions(forms)
        coding = seconds(lambda t=part, lang=language: [coder.passage(one, lang) for one in t])
        ruling = _measured(lambda r=ruler, t=part: [r(one) for one in t], 1)
        looping = _measured(lambda p=patterns, t=part: [e.findall(o) for o in t for e in p], 1)
        yield [
            language,
            f"{len(forms):,}",
            f"{sum(len(one.split()) for one in part):,}",
            f"{coding:.3f}",
            f"{ruling:.2f} ({ruling / coding:.0f})",
            f"{looping:.2f} ({looping / coding:.0f})",
        ]


def _forms(terms: Sequence[Term], language: str, cut: Callable[[str], Doc]) -> list[list[str]]:
    """A regular expression for each word of each phrase, with the word's whole family."""
    phrases = {
        tuple(token.text for token in cut(word) if token.text not in "-'’") or (word,)
        for term in terms
        for phrase in term.phrases
        for word in [phrase.replace("…", " ").replace("*", "")]
    }
    wild = {w.strip("*") for t in terms for p in t.phrases for w in p.split() if "*" in w}
    words = {word for phrase in phrases for word in phrase}
    families = Families(words, Stems(), language)
    return [
        [
            rf"\w*{re.escape(normal(word))}\w*"
            if word in wild
            else "|".join(sorted(map(re.escape, families.of(word, inflected=len(phrase) > 1))))
            for word in phrase
            if word.strip()
        ]
        for phrase in sorted(phrases)
    ]


def _ruler(forms: Sequence[Sequence[str]], language: str) -> Language:
    pipeline = spacy.blank(language)
    ruler = pipeline.add_pipe("span_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "x", "pattern": [{"LOWER": {"REGEX": f"^(?:{word})$"}} for word in words]}
            for words in forms
        ]
    )
    return pipeline


def _expressions(forms: Sequence[Sequence[str]]) -> list[re.Pattern[str]]:
    return [
        re.compile(r"\b" + r"\W+".join(f"(?:{word})" for word in words) + r"\b", re.IGNORECASE)
        for words in forms
    ]


def start() -> tuple[float, float]:
    """Seconds until spaCy is imported, and until a coder is ready in three languages.

    Fresh processes in turn, the least of ten each: what else the machine does only adds.
    """
    found: dict[str, list[float]] = {_IMPORT: [], _READY: []}
    for _ in range(11):
        for command, times in found.items():
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=True)
            times.append(time.perf_counter() - begun)
    return min(found[_IMPORT][1:]), min(found[_READY][1:])


def memory() -> list[str]:
    """Peak memory in MB after one, four and sixteen times the transcripts, in fresh processes."""
    return [
        subprocess.run(
            [sys.executable, "-m", "benchmarks.coding", "--memory", str(times)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for times in (1, 4, 16)
    ]


def _code_repeatedly(times: int) -> float:
    coder = Coder(default_codebook())
    for _ in range(times):
        for language in SETS:
            for one in transcripts(language):
                coder.code(one)
    return peak_mb()


def tables() -> Iterator[str]:
    """Everything, as Markdown."""
    book = default_codebook()
    coder = Coder(book)
    yield "Tokenizing and coding (tokenizing included) of the real transcripts:\n"
    header = [
        *("language", "words", "spaCy's tokenizer, s", "own tokenizer, s", "code, s"),
        *("words a second", "speed to spaCy's tokenizer", "to the own"),
    ]
    yield table(header, list(speed(coder))) + "\n"
    yield (
        f"The same words looked for in other ways, in one {SHARE}th of the text; in brackets how "
        "many times as long as coding:\n"
    )
    header = ["language", "phrases", "words", "code, s", "`SpanRuler`, s", "regular expressions, s"]
    yield table(header, list(beside_others(coder, book))) + "\n"
    bare, ready = start()
    yield (
        f"`import spacy`: {bare:.2f} s; ready to code in three languages: {ready:.2f} s "
        f"({ready / bare:.2f} times).\n"
    )
    once, four, sixteen = memory()
    yield f"Peak memory: {once} MB; four times the transcripts {four}, sixteen times {sixteen}.\n"


def main() -> None:
    """Print the tables, or with ``--memory N`` the peak of coding everything N times."""
    if "--memory" in sys.argv:
        print(f"{_code_repeatedly(int(sys.argv[-1])):.0f}")
        return
    for text in tables():
        print(text, flush=True)


if __name__ == "__main__":
    main()
