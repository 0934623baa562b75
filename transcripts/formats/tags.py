"""A web page as words and tags, in one pass that no page can make slow and that loses no word.

The standard library's parser is quadratic on comments without end and gives up on some
declarations; lxml drops what lies deep. Each step here consumes what it has looked at.
"""

from __future__ import annotations

import html
import re
from collections.abc import Generator, Iterator
from typing import TypeAlias

Token: TypeAlias = tuple[str, str, str]
"""The words before a tag, the tag's name in small letters, and its attributes as written.

An end has a slash before its name. The name is empty where there are only words, and ``!``
where the page breaks off inside something that is not shown.
"""

Part: TypeAlias = Generator[Token, None, int]
"""The tokens of a part of a page, and the place behind it."""

_HEAD = 1000
"""Characters in which a page declares what it is."""

_ATTRIBUTES = (
    r"(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\s>]*+|))?+)*+"
)
_TAG = re.compile(
    rf"<(?:(?P<name>/?[a-zA-Z][^\s/>]*+)(?P<attributes>{_ATTRIBUTES})>"
    r"|(?P<comment>!--)|(?P<verbatim>!\[CDATA\[)|[!?/][^>]*+>)",
    re.ASCII,
)
_ATTRIBUTE = re.compile(
    r"([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|((?![\"'])[^\s>]*+)|))?+",
    re.ASCII,
)
_COMMENT_EMPTY = re.compile("-?>")
_COMMENT_END = re.compile("--!?>")
_UNSHOWN = ("script", "style", "iframe", "noembed", "noframes", "noscript")
_ENDS = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE | re.ASCII)
    for name in (*_UNSHOWN, "title", "textarea", "xmp")
}
"""The elements in which a tag is no tag, by what ends them."""

_LONG_NUMBER = re.compile(r"&#[0-9]{8,}+;?")


def tokens(page: str, *, xml: bool = False) -> Iterator[Token]:
    """All words and tags of a page, in order; comments and declarations are passed over.

    Args:
        page: the page's text, or a part of it.
        xml: whether a slash closes any element, as in XHTML.
    """
    length = len(page)
    page += ">"  # every tag has an end: none is looked for twice
    at = 0
    while at < length:
        for found in _TAG.finditer(page, at):
            words, at = page[at : found.start()], found.end()
            if name := found["name"]:
                name = name.lower()
                yield words, name, found["attributes"]
                if name in _ENDS and not (xml and found["attributes"].endswith("/")):
                    at = yield from _untagged(page, at, name)
                    break
                continue
            if words:
                yield words, "", ""
            at = yield from _unnamed(page, found, xml=xml)
            break
        else:
            if at < length:
                yield page[at:length], "", ""
            return


def _untagged(page: str, at: int, name: str) -> Part:
    """The words in an element in which a tag is no tag."""
    end = _ENDS[name].search(page, at)
    stop = end.start() if end else len(page) - 1
    yield page[at:stop], f"/{name}", ""
    if not end and name in _UNSHOWN and page[at:stop].strip():
        yield "", "!", ""
    return page.index(">", end.end()) + 1 if end else len(page)


def _unnamed(page: str, found: re.Match[str], *, xml: bool) -> Part:
    """A comment, a declaration, or what a browser takes for one."""
    at = found.end()
    if found["comment"]:
        return (yield from _comment(page, at))
    if found["verbatim"]:
        return (yield from _verbatim(page, at)) if xml else page.index(">", at) + 1
    if at == len(page) and found[0] == "</>":
        yield "</", "", ""
    if found.start() < _HEAD and found[0][:9].lower() == "<!doctype" and "[" in found[0]:
        return max(at, page.find("]>", at - 2) + 2)  # entities are declared, and left as they are
    return at


def _comment(page: str, at: int) -> Part:
    end = _COMMENT_EMPTY.match(page, at) or _COMMENT_END.search(page, at)
    if not end:
        yield "", "!", ""
    return end.end() if end else len(page)


def _verbatim(page: str, at: int) -> Part:
    end = page.find("]]>", at)
    stop = end if end >= 0 else len(page) - 1
    yield page[at:stop].replace("&", "&amp;"), "", ""
    return stop + 3


def attributes(written: str) -> dict[str, str]:
    """The attributes of a tag by their names in small letters; of two, the first."""
    values: dict[str, str] = {}
    for name, *ways in _ATTRIBUTE.findall(written):
        values.setdefault(name.lower(), unescaped("".join(ways)))
    return values


def unescaped(words: str) -> str:
    """Words with characters in place of their references, such as ``&eacute;``."""
    if "&#" in words:
        words = _LONG_NUMBER.sub(_numbered, words)
    return html.unescape(words)


def _numbered(found: re.Match[str]) -> str:
    """A reference that many zeros have made long; a number too large is no character."""
    number = found[0][2:].rstrip(";").lstrip("0")
    return f"&#{number or 0};" if len(number) < 8 else "\ufffd"
