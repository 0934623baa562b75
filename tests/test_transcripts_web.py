"""Web pages: every word that a browser shows, in lines that tell what it is."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from transcripts import turns
from transcripts.errors import InputError
from transcripts.formats import tags, web
from transcripts.manuscript import APART, Manuscript


def read(page: str, name: str = "a.html") -> Manuscript:
    return web.read(page.encode(), name)


def lines(page: str, name: str = "a.html") -> list[tuple[str, str]]:
    return [(line.kind, line.text) for line in read(page, name).lines]


def speech(page: str) -> list[str]:
    return [words for kind, words in lines(page) if kind != APART]


def apart(page: str) -> list[str]:
    return [words for kind, words in lines(page) if kind == APART]


def notices(page: str) -> dict[str, str]:
    return {notice.kind: notice.text for notice in read(page).notices}


@pytest.mark.parametrize(
    ("page", "words", "beside"),
    [
        ("<p>Anna: one<p>Bob: two", ["Anna: one", "Bob: two"], []),
        ("<p>o<b>n</b>e\n <i>two</i></p>three", ["one two", "three"], []),
        ("one<br>two<br/><br>three", ["one", "two", "three"], []),
        ("<ul><li>one<li>two</ul>three", ["one", "two", "three"], []),
        ("<pre>Anna:  one\nBob:  <b>two</b></pre>", ["Anna:  one", "Bob:  two"], []),
        ("<textarea>\nAnna: <b>\n\nBob: two</textarea>", ["Anna: <b>", "Bob: two"], []),
        ("a&nbsp;: &lt;b&gt; &eacute; &#x48;", ["a\u00a0: <b> é H"], []),
        ("a < b & c <3", ["a < b & c <3"], []),
        ("a <!-- b --> c <!DOCTYPE d> <?e f?> g", ["a c g"], []),
        ("<title>T &amp; <b></title>one", ["one"], ["T & <b>"]),
        ("<nav><a href=x>Home</a></nav><header><h1>H</h1></header>one<footer>f</footer>", ["one"], ["Home", "H", "f"]),
        ("one <button>Play</button> two", ["one two"], ["Play"]),
        ("<form><label>Name</label> <input value=Go> <input type=hidden value=x>one</form>", ["one"], ["Name", "Go"]),
        ("<img src=a.png alt='a &amp; b'>one", ["one"], ["a & b"]),
        ("<figure><p>one</p><figcaption>two</figcaption></figure>", ["one"], ["two"]),
        ("<div class='imglegend'>two</div>one", ["one"], ["two"]),
        ("<ruby>K<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> one", ["K one"], ["kan"]),
        ("<details><summary>Q</summary>one</details>", ["Q", "one"], []),
        ("<script>a<b></script><style>p{}</style><template>b</template><noscript>c</noscript>one", ["one"], []),
        ("<select><option>a<option>b</select>one", ["one"], ["a", "b"]),
        ("<span>Anna</span><span>0:05</span>", ["Anna 0:05"], []),
        ("<p title='a>b' data-x=\"c>d\" e=f>one</p>", ["one"], []),
        ('<p title="never closed>one</p>', ["one"], []),
        ("<a href=x>one</a> <a href=#_ftn1>[1]</a><p><a href=#_ftnref1>[1]</a> a note<p>two", ["one", "two"], ["[1]", "[1] a note"]),
        ("<p><span style='mso-list:Ignore'>1.</span>one<o:p></o:p></p>", ["one"], ["1."]),
        ("<!--[if gte mso 9]><xml>x</xml><![endif]--><![if !supportLists]>one<![endif]>", ["one"], []),
        ("<s>one</s> <del>two</del> <ins>three</ins>", ["one two three"], []),
        ("<table><tr><td>loose<td>cells</table>", ["loose", "cells"], []),
    ],
)  # fmt: skip
def test_words_and_what_stands_beside_them(page: str, words: list[str], beside: list[str]) -> None:
    assert speech(page) == words
    assert apart(page) == beside


@pytest.mark.parametrize(
    ("page", "kinds"),
    [
        ("<h2>Why?</h2><p>one", [("heading", "Why?"), ("speech", "one")]),
        ("<h2>Why?</h3>one", [("heading", "Why?"), ("speech", "one")]),
        ("<p><strong>Why?</strong><p>one", [("strong", "Why?"), ("speech", "one")]),
        ("<p><b>Why?</b><br>one", [("strong", "Why?"), ("speech", "one")]),
        ("<b><p>Why?</b></p>one", [("strong", "Why?"), ("speech", "one")]),
        ("<p><b>Anna:</b> one", [("speech", "Anna: one")]),
        ("<p style='font-weight: 700'>Why?</p>", [("strong", "Why?")]),
        ("<b style='font-weight:normal'>one</b>", [("speech", "one")]),
        ("<style>.c3{color:red;font-weight:700}</style><p class='c1 c3'>Why?", [("strong", "Why?")]),
        ("<blockquote><p>Why?</p></blockquote>one", [("quote", "Why?"), ("speech", "one")]),
        ("<dl><dt>Why?<dd>one.</dl>", [("strong", "Why?"), ("speech", "one.")]),
    ],
)  # fmt: skip
def test_what_a_paragraph_looks_like(page: str, kinds: list[tuple[str, str]]) -> None:
    assert lines(page) == kinds


def test_a_break_goes_on_with_the_paragraph() -> None:
    assert [line.joint for line in read("one<br>two<br><br>three<p>four").lines] == [*"\n \n\n"]


@pytest.mark.parametrize(
    "page",
    [
        "a <span hidden>b c</span> d",
        "a <span style='DISPLAY : none'>b c</span> d",
        "a <span style='color:red;visibility:hidden'>b c</span> d",
        "<p>a <p hidden>b<b> c</p>d",
        "<div>a <div><p hidden>b c</div>d</div>",
        "a<table><tr><td hidden>b c<td>d</table>",
    ],
)
def test_what_is_hidden_is_left_out_and_counted(page: str) -> None:
    assert " ".join(speech(page)) == "a d"
    assert notices(page) == {"hidden-text": "Hidden words that were left out: 2."}


def test_what_is_only_hidden_from_aids_is_read() -> None:
    assert speech("<p aria-hidden=true>one") == ["one"]


def test_deletions_of_a_word_processor_are_left_out_and_counted() -> None:
    page = "a <del cite='mailto:x' datetime='2020-01-01'>b</del> c"
    assert speech(page) == ["a c"]
    assert notices(page) == {"tracked-changes": "Deleted words that were left out: 1."}


def test_nothing_is_fetched() -> None:
    page = (
        "<base href='http://a.org/'><link rel=stylesheet href=//b.org/c.css><link rel=canonical "
        "href=http://a.org><img src='file:///d'><iframe src=https://e.org></iframe><img src=f.png>"
        "<a href=http://a.org>one</a>"
    )
    assert speech(page) == ["one"]
    assert notices(page)["external-links"].startswith(
        "Pictures, scripts and the like that lie elsewhere: 3."
    )


@pytest.mark.parametrize("page", ["<p>one</p><!-- two", "<p>one</p><script>two"])
def test_a_page_that_breaks_off_says_so(page: str) -> None:
    assert speech(page) == ["one"]
    assert set(notices(page)) == {"malformed"}


def test_a_page_as_xml() -> None:
    page = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "X">]><script src="x"/><p>&a; <![CDATA[<b> &amp;]]></p>'
    assert lines(page, "a.xhtml") == [("speech", "&a; <b> &amp;")]


@pytest.mark.parametrize("cells", ["<th>Speaker<th>Text", "<td>Name</td><td>Transcript</td>"])
def test_tables_have_columns(cells: str) -> None:
    page = f"<table><thead><tr>{cells}</thead><tr><td>Anna:<td>one<p>two<tr><td>Bob<td>three</table>four"
    assert [(line.speaker, line.text) for line in read(page).lines if line.kind != APART] == [
        ("Anna", "one"),
        (None, "two"),
        ("Bob", "three"),
        (None, "four"),
    ]


def test_depth_loses_nothing() -> None:
    assert speech("<div>" * 5000 + "one" + "</div>" * 5000 + "two") == ["one", "two"]
    assert speech("<table><tr><td>" * 500 + "one" + "</table>" * 500 + "two") == ["one", "two"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "nonsense"])
def test_the_bytes_count_more_than_what_the_page_says_of_them(charset: str) -> None:
    assert speech(f"<meta charset={charset}><p>Hélène : Été") == ["Hélène : Été"]


def test_an_archive_holds_a_page() -> None:
    mail = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
        b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        b"<p>Anna: =C3=A9t=C3=A9\n--x\nContent-Type: image/png\n\nabc\n--x--\n"
    )
    assert [line.text for line in web.read_archive(mail, "a.mht").lines] == ["Anna: été"]


def test_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(InputError, match="holds no web page"):
        web.read_archive(b"Subject: a\n\nb", "a.mht")


@pytest.mark.parametrize(
    ("reference", "character"),
    [("&#65;", "A"), ("&#" + "0" * 50 + "65;", "A"), ("&#" + "9" * 9000 + ";", "\ufffd"), ("&#xD800;", "\ufffd"), ("&nonsense;", "&nonsense;")],
)  # fmt: skip
def test_references_to_characters(reference: str, character: str) -> None:
    assert tags.unescaped(reference) == character


JUNK = [
    "<!--", "<![CDATA[", "<", "<a ", '<a b="', '<a b="" ', "<div>", "<b>", "<b><p>", "<table><tr><td>",
    "<dl><dt>", "<li>", "</p>", "<title>", "<title></titl", "<script>", "&", "&#", "&#x", "<!DOCTYPE [>",
    "<ruby><rt>", "<p hidden>", '<span><a href="#_ftnref1">', "<h1>", "<br>", "<font><p>", "<style>.a{",
]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
def test_junk_is_read_in_no_time(junk: str) -> None:
    assert speech(f"Anna: one{junk * 20_000}")[0].startswith("Anna: one")


UNSEEN = {"script", "style", "template", "noscript", "iframe", "rp"}
PIECES = st.sampled_from(
    [
        *"<>/!-&;\"'= \n",
        *("a", "A", "p", "br", "script", "title", "textarea", "style", "&lt;", "<!--", "-->", "</"),
        *("<b>", "</b>", "<p>", "</p>", "<td>", "<table>", "</table>", "<li>", "<h2>", "</h2>"),
    ]
)


def shown(page: str) -> Counter[str]:
    """The characters that a parser which goes by the standard shows."""
    words: list[str] = []
    waiting = [tinyhtml5.parse(page)]
    while waiting:
        element = waiting.pop()
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] not in UNSEEN:
            words.append(element.text or "")
            waiting += element
        words.append(element.tail or "")
    return characters("".join(words))


def characters(words: str) -> Counter[str]:
    return Counter(words) - Counter({one: 10**9 for one in set(words) if one.isspace()})


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_character_that_is_shown_is_lost(page: str) -> None:
    found = characters("".join((line.speaker or "") + line.text for line in read(page).lines))
    assert shown(page) - found == Counter()


NAMES = st.sampled_from(["Anna", "Bob Meyer"])
WORDS = st.lists(
    st.sampled_from(["yes", "no", "a < b", "l’été", "so & so", "R&D"]), min_size=1, max_size=6
)
TALKS = st.lists(WORDS.map(lambda words: f"Well, {' '.join(words)}."), min_size=4, max_size=8)


def paragraphs(talk: list[tuple[str, str]]) -> str:
    return "".join(f"<p><b>{name}:</b> {words}</p>\n" for name, words in talk)


def breaks(talk: list[tuple[str, str]]) -> str:
    return "<div>" + "<br>\n".join(f"{name}: {words}" for name, words in talk) + "</div>"


def rows(talk: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{name}<td>{words}" for name, words in talk)
    return f"<table><tr><th>Speaker<th>Text{cells}</table>"


def terms(talk: list[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{name}:</dt><dd>{words}</dd>" for name, words in talk) + "</dl>"


def spans(talk: list[tuple[str, str]]) -> str:
    inner = (f"<span class=s>{name}</span><span>:\n</span> <i>{words}</i>" for name, words in talk)
    return "".join(
        f"<div><div class=MsoNormal style='margin:0'>{one}<o:p></o:p></div></div>" for one in inner
    )


def fixed(talk: list[tuple[str, str]]) -> str:
    return "<pre>" + "\n".join(f"{name}: {words}" for name, words in talk) + "</pre>"


@pytest.mark.parametrize("layout", [paragraphs, breaks, rows, spans, fixed])
@given(talk=TALKS)
def test_every_layout_gives_the_same_turns(
    layout: Callable[[list[tuple[str, str]]], str], talk: list[str]
) -> None:
    said = [(("Anna", "Bob Meyer")[at % 2], words) for at, words in enumerate(talk)]
    page = layout([(name, html.escape(words)) for name, words in said])
    found = turns.divide(read(f"<!DOCTYPE html><title>T</title>{page}").lines)
    assert [(draft.speaker, draft.text) for draft in found.drafts] == said
