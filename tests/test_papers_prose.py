"""Markdown that people write, as blocks; and words that Markdown never gets to see."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.model import Block, Line, Listing, Paragraph, Run, Table
from papers.prose import KINDS, Tokens, parse, words
from transcripts.errors import InputError

HOSTILE = (
    *("# heading", "- point", "1. point", "> said", "| a | b |\n|---|---|", "{.todo}", "::: table"),
    *("*a* **b** _c_", "<script>alert(1)</script>", "&lt;b&gt;&#65;", "[x](javascript:1)"),
    *("{{ 7 * 7 }}", "{% include 'x' %}", "<!-- gone -->", "![p](q)", "^[note]", "[](#sample)"),
    *("\ue0000\ue001", "\ue000", "\x02amp\x03#64;", "\x02", "[id]: https://x.org", "a  \nb", "\\*"),
)


def one(text: str) -> Block:
    (block,) = parse(text, "here.md")
    return block


def line(*runs: Run | str) -> Line:
    return tuple(Run(run) if isinstance(run, str) else run for run in runs)


def table(header: tuple[str, ...], *rows: tuple[str, ...], right: tuple[int, ...] = ()) -> Table:
    numeric = tuple(column in right for column in range(len(header)))
    return Table("", "", "", header, rows, numeric, "; ".join(header))


# What is written, and what it becomes


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("Plain words.", Paragraph(line("Plain words."))),
        ("Two lines\nof one  paragraph.", Paragraph(line("Two lines of one paragraph."))),
        ("a  \n b", Paragraph(line("a\nb"))),
        ("*a* b", Paragraph(line(Run("a", emphasis=True), " b"))),
        ("**a** b", Paragraph(line(Run("a", strong=True), " b"))),
        ("***a***", Paragraph(line(Run("a", strong=True, emphasis=True)))),
        (
            "*a **b***",
            Paragraph(line(Run("a ", emphasis=True), Run("b", strong=True, emphasis=True))),
        ),
        ("snake_case_name", Paragraph(line("snake_case_name"))),
        ("2 \\* 3", Paragraph(line("2 * 3"))),
        ("[w](https://x.org)", Paragraph(line(Run("w", target="https://x.org")))),
        ("[w](mailto:a@x.org)", Paragraph(line(Run("w", target="mailto:a@x.org")))),
        ("[w](#a)", Paragraph(line(Run("w", target="#a")))),
        ("See [](#a).", Paragraph(line("See ", Run("", target="#a"), "."))),
        ("[](https://x.org)", Paragraph(line(Run("https://x.org", target="https://x.org")))),
        ("<https://x.org>", Paragraph(line(Run("https://x.org", target="https://x.org")))),
        ("<a@x.org>", Paragraph(line(Run("a@x.org", target="mailto:a@x.org")))),
        ("[w][1]\n\n[1]: https://x.org", Paragraph(line(Run("w", target="https://x.org")))),
        (
            "[a *b*](#c)",
            Paragraph(line(Run("a ", target="#c"), Run("b", emphasis=True, target="#c"))),
        ),
        ("- a\n- *b*", Listing((line("a"), line(Run("b", emphasis=True))))),
        ("* a\n\n* b", Listing((line("a"), line("b")))),
        ("- a\n  goes on\n- b", Listing((line("a goes on"), line("b")))),
        ("1. a\n2. b", Listing((line("a"), line("b")), numbered=True)),
        ("4. a\n5. b", Listing((line("a"), line("b")), numbered=True, start=4)),
        ("> said", Paragraph(line(Run("said", emphasis=True)))),
        (
            "> **a** b",
            Paragraph(line(Run("a", strong=True, emphasis=True), Run(" b", emphasis=True))),
        ),
        ("| a | b |\n|---|--:|\n| c | 1 |", table(("a", "b"), ("c", "1"), right=(1,))),
        ("a | b\n--|--\nc |", table(("a", "b"), ("c", ""))),
        ("| a | b |\n|---|---|\n| *c* | d\\|e |", table(("a", "b"), ("c", "d|e"))),
    ],
)
def test_what_is_written_becomes(text: str, block: Block) -> None:
    assert one(text) == block


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> <br> <script>alert(1)</script>",
        "&amp; &lt; &#65; AT&T",
        "`code` and ``more``",
        "{{ 7 * 7 }} {% if x %}",
        "#hashtag and # no heading",
        "3) no list, 1.5 no list",
        "[not a link] and [not][one]",
        "\ue0000\ue001 stands for nothing here",
    ],
)
def test_text_like_any_other(text: str) -> None:
    assert one(text) == Paragraph(line(text))


def test_html_in_blocks_is_text() -> None:
    assert one("<div>\n<p>x</p>\n</div>") == Paragraph(line("<div> <p>x</p> </div>"))
    assert parse("    indented", "here.md") == (Paragraph(line("indented")),)


def test_blocks_follow_each_other() -> None:
    text = "First.\n\n- a\n- b\n\n1. c\n\nLast."
    kinds = [type(block) for block in parse(text, "here.md")]
    assert kinds == [Paragraph, Listing, Listing, Paragraph]


@pytest.mark.parametrize("mark", ["- a\n- b", "* a\n* b", "1. a\n2. b"])
def test_a_list_needs_no_blank_line_before_it(mark: str) -> None:
    before, points = parse(f"We found:\n{mark}", "here.md")
    assert before == Paragraph(line("We found:"))
    assert isinstance(points, Listing)
    assert points.items == (line("a"), line("b"))


@pytest.mark.parametrize("text", ["", " \n\n ", "{.lead}"])
def test_nothing_is_nothing(text: str) -> None:
    assert parse(text, "here.md") == ()


# Footnotes


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Word^[a note].", line(Run("Word", note=line("a note")), ".")),
        ("*Word*^[n]", line(Run("Word", emphasis=True, note=line("n")))),
        ("^[n] word", line(Run("", note=line("n")), " word")),
        ("a^[b]^[c]", line(Run("a", note=line("b")), Run("", note=line("c")))),
        ("a^[so [laughs] he said]", line(Run("a", note=line("so [laughs] he said")))),
        (
            "a^[see [w](https://x.org/a_(b)), *p. 3*]",
            line(
                Run(
                    "a",
                    note=line(
                        "see ",
                        Run("w", target="https://x.org/a_(b)"),
                        ", ",
                        Run("p. 3", emphasis=True),
                    ),
                )
            ),
        ),
        ("a^[see [](#b)]", line(Run("a", note=line("see ", Run("", target="#b"))))),
    ],
)
def test_a_footnote_belongs_to_the_words_before_it(text: str, runs: Line) -> None:
    assert one(text) == Paragraph(runs)


# Kinds of paragraphs


@pytest.mark.parametrize("kind", KINDS)
def test_a_paragraph_says_its_kind_at_its_end(kind: str) -> None:
    assert one(f"Some **words** {{.{kind}}}") == Paragraph(
        line("Some ", Run("words", strong=True)), kind
    )


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(InputError, match=r"here.md, 'Title': .*\{\.huge\}.*lead"):
        parse("Words {.huge}", "here.md", place="'Title'")


# What a paper cannot hold


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("![a](b.png)", "a picture"),
        ("- a\n    - b", "a list within a list"),
        ("- a\n  - b", "a list within a list"),
        ("1. a\n   - b", "a list within a list"),
        ("- a\n\n    second", "a point of several paragraphs"),
        ("- a\n\n    > b", "a quotation within a list"),
        ("a\n\n---\n\nb", "a rule across the page"),
        ("Title\n===", "a heading underlined with ==="),
        ("Title\n---", "a heading underlined with ---"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "more cells than its header"),
        ("| a | b |\n|---|---|\n| c^[d] | 2 |", "a footnote or a link in a heading or a table"),
        ("| a | b |\n|---|---|\n| [](#c) | 2 |", "a footnote or a link in a heading or a table"),
        ("[x](javascript:alert(1))", "a link to 'javascript:alert(1)'"),
        ("[x](file:///etc/passwd)", "a link to 'file:///etc/passwd'"),
        ("[x](chapter.md)", "a link to 'chapter.md'"),
    ],
)
def test_what_a_paper_cannot_hold_is_an_error(text: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, "here.md", place="'Title'")
    assert problem in caught.value.problem
    assert (caught.value.path, caught.value.place) == ("here.md", "'Title'")
    assert caught.value.remedy


@given(st.text("*_[]()^!#-+>|`~<&\\{}.:1 \n\tab\ue000\ue001", max_size=60))
def test_whatever_people_write_there_are_blocks_or_an_error_they_can_mend(text: str) -> None:
    with suppress(InputError):
        assert all(isinstance(block, Paragraph | Listing | Table) for block in parse(text, "x.md"))


# Titles


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("R&D *today*", "R&D today"),
        ("1. Companies", "1. Companies"),
        ("- not a list", "- not a list"),
        ("> no quotation", "> no quotation"),
        ("<b>x</b>", "<b>x</b>"),
    ],
)
def test_a_title_is_plain_words(title: str, told: str) -> None:
    assert words(title, "here.md") == told


def test_a_title_has_no_footnote() -> None:
    with pytest.raises(InputError, match="a footnote or a link"):
        words("Title^[note]", "here.md")


# Tokens


def page(kept: str) -> tuple[Block, ...]:
    """What a page becomes in which the words stand in every place that there is."""
    tokens = Tokens()
    k, target = tokens.keep(kept), tokens.keep(ident(kept))
    text = (
        f"{k}\n\nMid {k} dle.\n\n*{k}*\n\n[{k}](#{target})\n\n- {k}\n- {k} x\n\nand\n\n1. {k}\n\n"
        f"| {k} | h |\n|---|---|\n| x | {k} |\n\nWord^[{k}].\n\n> {k}\n\nSmall {k} {{.small}}\n"
    )
    return parse(text, "here.md", tokens)


def verbatim(kept: str) -> tuple[Block, ...]:
    """What that page has to become."""
    return (
        Paragraph(line(kept)),
        Paragraph(line(f"Mid {kept} dle.")),
        Paragraph(line(Run(kept, emphasis=True))),
        Paragraph(line(Run(kept, target=f"#{ident(kept)}"))),
        Listing((line(kept), line(f"{kept} x"))),
        Paragraph(line("and")),
        Listing((line(kept),), numbered=True),
        Table("", "", "", (kept, "h"), (("x", kept),), (False, False), f"{kept}; h"),
        Paragraph(line(Run("Word", note=line(kept)), ".")),
        Paragraph(line(Run(kept, emphasis=True))),
        Paragraph(line(f"Small {kept}"), "small"),
    )


def ident(kept: str) -> str:
    """The words as the end of an address, which holds no blanks."""
    return "".join(kept.split()) or "x"


@pytest.mark.parametrize("kept", HOSTILE)
def test_words_kept_as_a_token_are_never_read(kept: str) -> None:
    assert page(kept) == verbatim(kept)


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40))
def test_any_words_kept_as_a_token_come_back_as_they_are(kept: str) -> None:
    assert page(kept) == verbatim(kept)


def test_a_token_of_nothing_leaves_nothing() -> None:
    tokens = Tokens()
    assert parse(f"Mid {tokens.keep('')} dle.", "here.md", tokens) == (Paragraph(line("Mid dle.")),)
    assert parse(tokens.keep(""), "here.md", tokens) == ()


def test_words_that_look_like_a_token_are_not_taken_for_one() -> None:
    tokens = Tokens()
    first = tokens.keep("secret")
    assert tokens.restore(tokens.keep(first)) == first
    assert Tokens().restore(first) == first
