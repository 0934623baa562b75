"""Markdown interviews: words without markup, questions by their layout."""

from __future__ import annotations

import pytest

from transcripts import markup, turns
from transcripts.manuscript import APART


def lines(text: str) -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in markup.read(text.encode(), "a.md").lines]


def apart(text: str) -> list[str]:
    return [words for kind, words in lines(text) if kind == APART]


def speech(text: str) -> list[str]:
    return [words for kind, words in lines(text) if kind != APART]


def roles(text: str) -> list[tuple[str, str]]:
    division = turns.divide(markup.read(text.encode(), "a.md").lines)
    return [(draft.role[0], draft.text) for draft in division.drafts]


@pytest.mark.parametrize(
    ("text", "words", "beside"),
    [
        ("a **b** _c_ `d` snake_case 5 * 3", ["a b c d snake_case 5 * 3"], []),
        (
            "see [the study](https://x.org/a_(b)) now",
            ["see the study now"],
            ["https://x.org/a_(b)"],
        ),
        ("![alt words](a.png) text", ["text"], ["![alt words](a.png)"]),
        ("so[^1] it is\n\n[^1]: a note", ["so it is"], ["[^1]", "[^1]: a note"]),
        (r"so[\[1\]](#_ftn1) it is", ["so it is"], ["#_ftn1", r"\[1\]"]),
        ("Ja. ([code one](a.md), [two](b.md))", ["Ja."], ["([code one](a.md), [two](b.md))"]),
        ("a<br>b &amp; c &eacute;", ["ab & c é"], []),
        ('<div class="x">legend</div>\n\ntext', ["text"], ['<div class="x">legend</div>']),
        ("<style>\n.a { b: c }\n</style>\ntext", ["text"], ["<style>", ".a { b: c }", "</style>"]),
        ("---\ntitle: T\n---\ntext", ["text"], ["title: T"]),
        (r"\[laughs\] 1\. \*", ["[laughs] 1. *"], []),
        ("- one\n- two", ["one", "two"], []),
        ("one\n\n* * *\n\ntwo", ["one", "two"], []),
    ],
)
def test_words_and_what_stands_beside_them(text: str, words: list[str], beside: list[str]) -> None:
    assert speech(text) == words
    assert apart(text) == beside


def test_headings_ask() -> None:
    head = "---\na: b\n---\nIntro.\n\n## Who are you?\n\nA firm.\n\nA big one.\n\n"
    text = head + "## Present it\n\nSo.\n\n## Why?\n\nBecause."
    assert roles(text) == [
        ("i", "Who are you?"),
        ("r", "A firm.\nA big one."),
        ("i", "Present it"),
        ("r", "So."),
        ("i", "Why?"),
        ("r", "Because."),
    ]


def test_bold_paragraphs_ask() -> None:
    text = "**An interview**\n\n_**Qui ?**_\n\nMoi.\n\n**Pourquoi ?**\n\nUne **idée** forte."
    assert roles(text) == [
        ("i", "Qui ?"),
        ("r", "Moi."),
        ("i", "Pourquoi ?"),
        ("r", "Une idée forte."),
    ]


def test_block_quotations_ask() -> None:
    start = "## Q1\n\n> Wie oft?\n> Jede Woche?\n\nOft.\nImmer.\n\n> Gut.\n\nJa.\n\n"
    text = start + "> Und dann?\n\nNein."
    assert roles(text)[:3] == [("i", "Wie oft? Jede Woche?"), ("r", "Oft. Immer."), ("i", "Gut.")]
    assert len(roles(text)) == 6


def test_bold_is_what_is_done_where_names_are_plain() -> None:
    start = "00:00 I: Wie?\n\n**alle lachen**\n\n"
    text = start + "00:05 P: **lacht** Gut **zeigt darauf**.\n\n00:09 I: So."
    division = turns.divide(markup.read(text.encode(), "a.md").lines)
    assert [draft.text for draft in division.drafts] == ["Wie?", "Gut.", "So."]
    assert division.apart == ("**alle lachen**", "**lacht**", "**zeigt darauf**")


@pytest.mark.parametrize("junk", ["[", "![", "<a ", "**", "([", "`", "_", "\\["])
def test_junk_is_read_in_no_time(junk: str) -> None:
    assert speech(f"Anna: {junk * 5000} end")
