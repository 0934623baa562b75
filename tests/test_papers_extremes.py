"""Studies at the edges give papers that other programs find sound, as the sample does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import validation
from compositions import LANGUAGES, composed, evidence, interview, person, spoken_by
from validation import needs

from evidence.codebook import Codebook
from evidence.gathering import Evidence
from evidence.model import Code
from papers import html, pdf, word
from papers.model import Paper
from transcripts.imprint import Logo
from transcripts.study import Study

pytestmark = pytest.mark.slow

LONG = " ".join(
    f"Sentence {number} of what this house has to say about the border and its queues goes on."
    for number in range(25)
)
SHORT = "At the border every lorry of ours waits for a whole day now."
GREEK, ARABIC = "Ελένη Παπαδοπούλου", "نورة الحداد"


def _silent() -> Evidence:
    return spoken_by(0, 4)


def _alone() -> Evidence:
    return spoken_by(1, 1)


def _many() -> Evidence:
    return spoken_by(120, 200, "internationalisation")


def _short_and_long() -> Evidence:
    said = [
        interview("en-01", f"A: {{barriers: {SHORT}}}"),
        interview("en-02", f"A: {{barriers: {LONG}}}"),
    ]
    return evidence(said, [person(1, ("en-01", "A")), person(2, ("en-02", "A"))])


def _other_letters() -> Evidence:
    said = [
        interview("en-01", f"{GREEK}: {{markets: We sell to {ARABIC} and to nobody else so far.}}"),
        interview("en-02", f"{ARABIC}: {{markets: We buy from {GREEK} whatever they can ship.}}"),
    ]
    people = [
        person(1, ("en-01", GREEK), name=GREEK, consent="named", region="Αττική"),
        person(2, ("en-02", ARABIC), name=ARABIC, consent="named", region="الرباط"),
    ]
    return evidence(said, people)


def _deep_codebook() -> Evidence:
    """Forty codes in three levels: four themes with three codes each, each with two below."""
    names = [
        (f"t{t}" + f"_{c}" * (c > 0) + f"_{s}" * (s > 0), t, c, s)
        for t in range(4)
        for c in range(4)
        for s in range(3)
        if c or not s
    ]
    codes = tuple(
        Code(
            name,
            {code: f"Code {name} ({code})" for code in LANGUAGES},
            {code: f"What {name} applies to ({code})." for code in LANGUAGES},
            f"t{t}_{c}" if s else f"t{t}" if c else "",
        )
        for name, t, c, s in names
    )
    assert len(codes) == 40
    told = [f"A: {{{code.id}: All of this house speaks of {code.id} at lunch.}}" for code in codes]
    said = [interview("en-01", *told), interview("en-02", *told[::2])]
    people = [person(1, ("en-01", "A"), region="X"), person(2, ("en-02", "A"), region="Y")]
    return evidence(said, people, Codebook(codes))


EXTREMES = {
    "nothing said": _silent,
    "one respondent": _alone,
    "two hundred respondents": _many,
    "quotations of 12 and 400 words": _short_and_long,
    "Greek and Arabic names": _other_letters,
    "forty codes in three levels": _deep_codebook,
}
LANGUAGE = dict(zip(EXTREMES, (*LANGUAGES, *LANGUAGES), strict=True))
"""Each study in one language, each language twice."""


@cache
def paper(name: str) -> Paper:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
        "78da63606060000000040001f61738550000000049454e44ae426082"
    )
    study = Study(
        "trial",
        authors=(f"{GREEK}, Institute, 0000-0002-1825-0097", ARABIC),
        doi="10.1234/trial",
        contact="desk@example.org",
        fieldwork=("2026-03-01", "2026-05-31"),
        logos=(Logo("a.png", {"": "A region"}, "image/png", pixel, (3, 1)),),
    )
    return composed(LANGUAGE[name], EXTREMES[name](), study=study)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extremes")
    for name in EXTREMES:
        (folder / f"{name}.html").write_text(html.render(paper(name)), "utf-8")
        pages = pdf.write(paper(name), folder / f"{name}.pdf", data={"counts.csv": b"a,b\r\n"})
        word.write(paper(name), folder / f"{name}.docx", pages=pages)
    return folder


@pytest.mark.parametrize("name", EXTREMES)
def test_word_would_open_it(documents: Path, name: str) -> None:
    assert validation.word_opens(documents / f"{name}.docx") == []


@needs("the Open XML SDK's validator", there=bool(validation.NODE) and validation.SDK.exists())
@pytest.mark.parametrize("name", EXTREMES)
def test_the_open_xml_sdk_finds_nothing(documents: Path, name: str) -> None:
    assert validation.open_xml_sdk(documents / f"{name}.docx") == []


@needs("veraPDF", there=validation.JAVA)
@pytest.mark.parametrize("flavour", validation.FLAVOURS)
@pytest.mark.parametrize("name", EXTREMES)
def test_the_pdf_keeps_both_standards(documents: Path, name: str, flavour: str) -> None:
    assert validation.verapdf(documents / f"{name}.pdf", flavour) == []


@needs("the Nu HTML checker", there=validation.JAVA and validation.NU.exists())
@pytest.mark.parametrize("name", EXTREMES)
def test_the_html_is_valid(documents: Path, name: str) -> None:
    assert validation.nu_html(documents / f"{name}.html") == []


@needs("axe-core or Chromium", there=bool(validation.CHROMIUM) and validation.AXE.exists())
@pytest.mark.parametrize("name", EXTREMES)
def test_the_html_shuts_nobody_out(documents: Path, tmp_path: Path, name: str) -> None:
    assert validation.axe(documents / f"{name}.html", tmp_path) == []
