"""What the check of a paper has found: plain values."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "wording": "words of a quotation were changed",
    "negation": "a negation was taken out or put in",
    "speaker": "a quotation has another speaker than in the interview",
    "place": "a quotation is said to stand elsewhere than in the interview",
    "consent": "a quotation of somebody who may not be quoted",
    "nowhere": "a quotation that no interview holds",
    "number": "a number differs from the evidence",
    "unfounded": "a number that no table of the evidence holds",
    "name": "another name stands beside what is said of it",
    "share": "another share of the whole is claimed",
    "cell": "words of a table differ from the evidence",
    "gone": "a quotation or number of the paper is gone",
}
"""What can be wrong, by the short names that other programs go by."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in which a file and the evidence do not agree.

    Attributes:
        kind: one of ``KINDS``.
        place: where in the file, or where it stood, ready to print.
        said: what the file says; empty for what is gone.
        evidence: what the evidence says instead; empty where it says nothing.
        order: words before it in the file.
    """

    kind: str
    place: str
    said: str
    evidence: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class Verification:
    """All that was checked in a file.

    Attributes:
        findings: what does not agree, in the order of the file.
        quotations: how many quotations were checked, those of authors included.
        numbers: how many numbers were checked, in prose, tables and drawings.
        rewritten: how many stretches of prose say it in other words, or more or less than the
            paper did, with no number, negation or name changed.
        notes: what agrees and a reader should know, such as quotations that the authors chose.
        unchecked: what could not be checked, a sentence each.
    """

    findings: tuple[Finding, ...]
    quotations: int
    numbers: int
    rewritten: int
    notes: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
