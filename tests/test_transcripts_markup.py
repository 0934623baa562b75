"""Markdown interviews: words without markup, questions by their layout."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import turns
from transcripts.formats import markup
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
        ("a<br>b &amp; c &eacute;", ["a", "b & c é"], []),
        ('<div class="imglegend">legend</div>\n\ntext', ["text"], ["legend"]),
        ("<p>Anna: one</p>\n<div>two\n</div>\n\nthree", ["Anna: one", "two", "three"], []),
        ("<div>\n\nAnna: one\n\n</div>", ["Anna: one"], []),
        ("<b>Anna:</b> one <u>two</u>", ["Anna: one two"], []),
        ("<script>alert(1)</script>", [], ["<script>alert(1)</script>"]),
        ("Anna: <script>a</script> <laughs>", ["Anna: <script>a</script> <laughs>"], []),
        ("a <!-- b --> c <!-- d", ["a  c <!-- d"], ["<!-- b -->"]),
        ('a <img src="b.png"> c', ["a  c"], ['<img src="b.png">']),
        (
            "<details>\n<summary>a</summary>\n\nb\n\n</details>\nc",
            ["c"],
            ["<details>", "<summary>a</summary>", "b", "</details>"],
        ),
        ("<details>\nnever closed\n\nb", ["b"], ["<details>", "never closed"]),
        (
            "<table><tr><td>Anna</td><td>So it was, I think.</td></tr><tr><td>Bob</td><td>And it still is today.</td></tr></table>",
            ["So it was, I think.", "And it still is today."],
            [],
        ),
        ("<style>\n.a { b: c }\n</style>\ntext", ["text"], ["<style>", ".a { b: c }", "</style>"]),
        ("---\ntitle: T\n---\ntext", ["text"], ["title: T"]),
        (r"\[laughs\] 1\. \*", ["[laughs] 1. *"], []),
        ("- one\n  - two\n* three", ["one", "two", "three"], []),
        ("**Anna**: one", ["Anna: one"], []),
        ("**Anna :** one", ["Anna : one"], []),
        ("__Anna:__ one", ["Anna: one"], []),
        ("**Anna:**one", ["Anna:one"], []),
        ("**Anna: one\ntwo**", ["Anna: one", "two"], []),
        ("f**k it ****", ["f**k it ****"], []),
        ("Kolleg*innen und Leser*innen", ["Kolleg*innen und Leser*innen"], []),
        ("**Fett**druck", ["Fettdruck"], []),
        ("~~a~~ ==b== c == d", ["a b c == d"], []),
        ("``a ` b`` `c", ["a ` b `c"], []),
        (
            "[00:12:34](https://x.org/?t=1) Anna: one",
            ["00:12:34 Anna: one"],
            ["https://x.org/?t=1"],
        ),
        ('[a](<b c> "d")', ["a"], ['<b c> "d"']),
        ("[![a](b.png)](c.md) d", ["d"], ["c.md", "![a](b.png)"]),
        (
            "[a][b] and [c] and [B]\n\n[b]: https://x.org",
            ["a and [c] and B"],
            ["[b]: https://x.org"],
        ),
        ("[[Page|words]] [[Page]] ![[a.mp3]]", ["words Page"], ["Page", "![[a.mp3]]"]),
        (
            "so[^1]\n\n[^1]: a note\nthat goes on\n\nb",
            ["so", "b"],
            ["[^1]", "[^1]: a note", "that goes on"],
        ),
        (
            "```python\nx = 1\n```\nThese are many words.",
            ["These are many words."],
            ["python", "x = 1"],
        ),
        ("```\nAnna: words\nBob: words\n```\n", ["Anna: words", "Bob: words"], []),
        ("```\nnever closed", ["```", "never closed"], []),
        (":::note\nAnna: one\n:::", ["Anna: one"], ["note"]),
        ("one  \ntwo\\\nthree", ["one", "two", "three"], []),
        ("{: .legend}\none", ["one"], ["{: .legend}"]),
        ("+++\na = 1\n+++\none", ["one"], ["a = 1"]),
        ("---\n\nAnna: one\n\n---\n", ["Anna: one"], []),
        ("one\n\n* * *\n\ntwo", ["one", "two"], []),
    ],
)
def test_words_and_what_stands_beside_them(text: str, words: list[str], beside: list[str]) -> None:
    assert speech(text) == words
    assert apart(text) == beside


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Title\n=====\none", [("heading", "Title"), ("speech", "one")]),
        ("Who?\n---\none", [("heading", "Who?"), ("speech", "one")]),
        ("So it was.\n---\none", [("speech", "So it was."), ("speech", "one")]),
        ("one\n\n---\n\ntwo", [("speech", "one"), ("speech", "two")]),
        ("### Anna ###\none", [("heading", "Anna"), ("speech", "one")]),
        ("> > Why?\n\none", [("quote", "Why?"), ("speech", "one")]),
        ("<b>Why?</b>\n\none", [("strong", "Why?"), ("speech", "one")]),
        ("<h2>Why?</h2>\n\none", [("heading", "Why?"), ("speech", "one")]),
        ("***Why?***\n\n**a** and **b**", [("strong", "Why?"), ("speech", "a and b")]),
    ],
)
def test_what_a_paragraph_looks_like(text: str, kinds: list[tuple[str, str]]) -> None:
    assert lines(text) == kinds


@pytest.mark.parametrize(
    "rows",
    [
        "| Name | Text |\n|:--|--:|\n| Anna | one<br>two |\n| Bob | a \\| b |",
        "Name | Text\n--- | ---\nAnna | one<br>two\nBob | a \\| b",
    ],
)
def test_tables_have_columns(rows: str) -> None:
    found = markup.read(f"{rows}\n\nafter".encode(), "a.md").lines
    assert [(line.speaker, line.text) for line in found if line.kind != APART] == [
        ("Anna", "one"),
        (None, "two"),
        ("Bob", "a | b"),
        (None, "after"),
    ]


def test_settings_at_the_head_are_a_notice() -> None:
    notices = markup.read(b"---\ntitle: !!python/x\n---\nAnna: one", "a.md").notices
    assert [notice.kind for notice in notices] == ["front-matter"]
    assert markup.read(b"Anna: one", "a.md").notices == ()


WORD = re.compile(r"[^\W_]+")
DATA = Path(__file__).parents[2] / "shared" / "data" / "transcripts"


@pytest.mark.skipif(not DATA.is_dir(), reason="the interviews are not here")
def test_no_word_of_an_interview_is_lost_or_doubled() -> None:
    for path in sorted(DATA.rglob("*.md")):
        text = path.read_text("utf-8-sig")
        text = re.sub(r"</?div[^>]*>|&\w+;", " ", text)
        found = markup.read(path.read_bytes(), path.name).lines
        words = WORD.findall(" ".join(f"{line.speaker or ''} {line.text}" for line in found))
        assert Counter(words) == Counter(WORD.findall(text)), path.name


PIECES = st.sampled_from([*"<>/!-&;\"'=*_`~#|[]()\\:^.{} \n", "aa", "BB", "br", "script", "---"])
PLAIN = st.sampled_from([*"*_`~#|>=+- .\n", "aa", "BB", "  \n", "---", "```", "a|b\n-|-\n"])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_text_is_too_odd(text: str) -> None:
    markup.read(text.encode(), "a.md")


@given(st.lists(PLAIN, max_size=60).map("".join))
def test_no_letter_is_lost(text: str) -> None:
    found = markup.read(text.encode(), "a.md").lines
    letters = "".join(line.text + (line.speaker or "") for line in found)
    assert Counter(filter(str.isalpha, letters)) == Counter(filter(str.isalpha, text))


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


@pytest.mark.parametrize(
    "junk",
    [
        *"[_`*<&|#>~=\\",
        "![",
        "<a ",
        "**a",
        "([",
        "([a](b),",
        "\\[",
        "[](a '",
        "a <!--",
        "[[",
        "* ",
        "`a",
    ],
)
def test_junk_is_read_in_no_time(junk: str) -> None:
    assert speech(f"Anna: {junk * 50_000} end")


@pytest.mark.parametrize(
    "row", ["```", "```a", "a|b", "<div>", "<details>", "<!--", "a\n---", "[^1]: a"]
)
def test_rows_are_read_in_no_time(row: str) -> None:
    assert markup.read(f"{row}\n".encode() * 20_000 + b"end", "a.md").lines
