"""Markdown as people write interviews in it: words and their place, no rendering."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from transcripts import encodings, tables, times
from transcripts.manuscript import (
    APART,
    HEADING,
    PARAGRAPH,
    QUOTE,
    SAME,
    SPEECH,
    STRONG,
    Line,
    Manuscript,
)

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)[\s#]*$")
_RULE = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|={3,})")
_QUOTE = re.compile(r"\s*>\s?(.*)")
_ITEM = re.compile(r"\s*[-*+]\s+(.*)")
_CELLS = re.compile(r"\s*\|(.*)\|\s*")
_DIVIDER = re.compile(r"[\s|:-]+")
_WHOLE = re.compile(r"_?(\*{2,3}|__)(?!\s)((?:(?!\1).)+?)\s*\1_?")
_NOTE = re.compile(
    r"\s*\[\^[^\]]+\]:.*|\s*\[[^\]]+\]:\s*(?:<|https?:|/|#)\S*.*|\s*\[\\?\[\d+.*_ftnref.*"
)
_BLOCK = re.compile(
    r"\s*<(style|script|figure|figcaption|div|iframe|video|table|details|aside|center|!--)",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\s*(```|~~~)")
_HARD_BREAK = re.compile(r"(?: {2,}|\\|<br\s*/?>)\s*$")

_TARGET = r"\((?P<{0}>(?:[^()\s\\]|\\.|\([^()\s]*\)){{0,2000}})(?:\s+[\"'(][^\"]*[\"')])?\)"
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<codes>\((?:\[[^\]]{0,300}\]\([^()\s]{0,2000}\)[,;\s]*)+\)\s*$)"
    r"|!\[(?P<alt>[^\]]{0,1000})\]" + _TARGET.format("image") + r"|\[(?P<link>"
    r"(?:!\[[^\]]{0,300}\]\([^()]{0,1000}\)|\\.|[^\[\]\\]|\[[^\[\]]{0,300}\](?!\()){0,1000})\]"
    + _TARGET.format("target")
    + r"|(?P<reference>\[\^[^\]\s]{1,60}\])"
    r"|<(?P<address>https?://[^<>\s]{1,2000})>"
    r"|(?P<tag></?[a-zA-Z][^<>]{0,500}>|<!--.{0,500}?-->)"
    r"|`(?P<code>[^`]{1,500})`"
    r"|(?P<entity>&(?:[a-zA-Z]{2,31}|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"
    r"|\*\*(?P<bold>[^*]{1,500}?)\*\*"
    r"|(?P<emphasis>\*{2,3}|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)"
    r"|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w))"
)
_GAP = re.compile(r" +(?=[.,])")
_NUMBER = re.compile(r"[\[\\\]\d*]+")
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_BOLD_LABEL = re.compile(r"^\s*\*\*[^*\n]{1,80}(?::\*\*|\*\*\s*:)", re.MULTILINE)
_PLAIN_LABEL = re.compile(
    rf"^\s*(?:[\[(]?{times.TIME}[\])]?\s*)?[A-Z]\w{{0,30}}\s?:\s", re.MULTILINE
)


@dataclass(slots=True)
class _Page:
    """The lines so far, and what the present row depends on."""

    directions: bool
    lines: list[Line] = field(default_factory=list)
    kind: str = ""
    until: str = ""
    rows: list[tables.Row] = field(default_factory=list)


def read(data: bytes, name: str) -> Manuscript:
    """A Markdown file's lines; front matter, link targets, pictures and notes set apart.

    Raises:
        InputError: the bytes are not text.
    """
    text, notices = encodings.decode(data, name)
    rows = text.split("\n")
    head = _front_matter(rows)
    page = _Page(directions=_has_directions(text))
    page.lines += [Line(row, APART) for row in rows[1 : max(1, head - 1)] if row.strip()]
    for row in rows[head:]:
        _row(row, page)
    _end_table(page)
    return Manuscript(tuple(line for line in page.lines if line.text.strip()), notices)


def _front_matter(rows: list[str]) -> int:
    """How many rows the settings at the head take, their fences included."""
    if rows[0].strip() != "---":
        return 0
    ends = (at for at, row in enumerate(rows[1:200], 2) if row.rstrip() in {"---", "..."})
    return next(ends, 0)


def _has_directions(text: str) -> bool:
    """Whether bold marks what is done rather than said: names are plain, bold is small letters."""
    if len(_PLAIN_LABEL.findall(text)) <= len(_BOLD_LABEL.findall(text)):
        return False
    spans = [span.strip() for span in _BOLD.findall(text) if span.strip()]
    small = [span for span in spans if span[0].islower() and "?" not in span]
    return len(small) * 2 > len(spans)


def _row(row: str, page: _Page) -> None:
    if cells := _CELLS.fullmatch(row):
        page.rows += [_cells(cells[1], page)] if not _DIVIDER.fullmatch(row) else []
        return
    _end_table(page)
    if page.until or _opens(row, page):
        page.lines.append(Line(row, APART))
        if page.until in row.casefold() and page.kind == "block":
            page.until, page.kind = "", ""
        page.kind = "block" if page.until else ""
    elif not row.strip() or _RULE.fullmatch(row):
        page.kind = ""
    elif _NOTE.fullmatch(row):
        page.lines.append(Line(row.strip(), APART))
    elif heading := _HEADING.fullmatch(row):
        _add(heading[2], HEADING, page, level=len(heading[1]))
        page.kind = ""
    elif quote := _QUOTE.fullmatch(row):
        _add(quote[1], QUOTE, page)
    else:
        _text(row, page)


def _opens(row: str, page: _Page) -> bool:
    """Whether a block begins here that holds no running text."""
    if fence := _FENCE.match(row):
        page.until, page.kind = fence[1], ""
        return True
    if block := _BLOCK.match(row):
        end = "-->" if block[1] == "!--" else f"</{block[1].casefold()}>"
        page.until, page.kind = end, "block"
        return True
    return False


def _text(row: str, page: _Page) -> None:
    item = _ITEM.fullmatch(row)
    words = item[1] if item else row
    if item:
        page.kind = ""
    bare = _HARD_BREAK.sub("", words).strip()
    strong = _WHOLE.fullmatch(bare) and not page.directions
    _add(words, STRONG if strong else SPEECH, page)


def _add(row: str, kind: str, page: _Page, *, level: int = 0) -> None:
    text, beside = _inline(_HARD_BREAK.sub("", row).strip(), page)
    joint = SAME if page.kind == kind else PARAGRAPH
    if text.strip():
        page.lines.append(Line(text.strip(), kind, joint, level))
    page.lines += [Line(words, APART) for words in beside]
    page.kind = "" if _HARD_BREAK.search(row) else kind


def _inline(text: str, page: _Page) -> tuple[str, list[str]]:
    """Words without markup, and what the markup says beside them."""
    beside: list[str] = []

    def word(found: re.Match[str]) -> str:
        kind = found.lastgroup or ""
        if kind in {"escaped", "address", "code"}:
            return found[kind]
        if kind == "entity":
            return html.unescape(found[0])
        if kind == "target":
            beside.extend(filter(None, [found["target"]]))
            if _NUMBER.fullmatch(found["link"]):
                beside.append(found["link"])
                return ""
            return _INLINE.sub(word, found["link"])
        if kind == "bold" and not page.directions:
            return _INLINE.sub(word, found["bold"])
        if kind not in {"tag", "emphasis"}:
            beside.append(found[0])
        return ""

    words = _INLINE.sub(word, text)
    return (_GAP.sub("", words) if beside else words), beside


def _cells(row: str, page: _Page) -> tables.Row:
    cells = []
    for cell in re.split(r"(?<!\\)\|", row):
        text, beside = _inline(cell.strip(), page)
        cells.append([Line(text)] if text else [])
        page.lines += [Line(words, APART) for words in beside]
    return cells


def _end_table(page: _Page) -> None:
    page.lines += tables.lines(page.rows)
    page.rows = []
