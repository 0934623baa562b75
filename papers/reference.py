"""Makes the reference document whose styles, page settings, heads and lists Word papers take on.

``python -m papers.reference`` writes ``templates/reference.docx``; what it looks like stands in
``reference.toml``. The document shows a sample of each style, which papers leave out.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from papers.reference_styles import numbering, styles, twips
from papers.word_package import archived
from papers.word_xml import APPLICATION, DECLARATION, NAMESPACES, NOTE_RULES, field, paragraph, run

REFERENCE = Path(__file__).parents[1] / "templates" / "reference.docx"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CORE = (
    f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_TYPE = "application/vnd.openxmlformats-"
_WORD = f"{_TYPE}officedocument.wordprocessingml"
_PARTS = {
    "word/document.xml": ("officeDocument", f"{_WORD}.document.main+xml"),
    "docProps/core.xml": ("metadata/core-properties", f"{_TYPE}package.core-properties+xml"),
    "docProps/app.xml": (
        "extended-properties",
        f"{_TYPE}officedocument.extended-properties+xml",
    ),
}
_DOCUMENT_PARTS = {
    "styles": ("styles", f"{_WORD}.styles+xml"),
    "numbering": ("numbering", f"{_WORD}.numbering+xml"),
    "settings": ("settings", f"{_WORD}.settings+xml"),
    "fontTable": ("fontTable", f"{_WORD}.fontTable+xml"),
    "theme/theme1": ("theme", f"{_TYPE}officedocument.theme+xml"),
    "footnotes": ("footnotes", f"{_WORD}.footnotes+xml"),
    "header1": ("header", f"{_WORD}.header+xml"),
    "header2": ("header", f"{_WORD}.header+xml"),
    "footer1": ("footer", f"{_WORD}.footer+xml"),
}


def reference(look: Mapping[str, Any]) -> bytes:
    """The reference document, as bytes, for a look as ``reference.toml`` describes it."""
    parts = {
        "styles": styles(look),
        "numbering": numbering(look),
        "settings": _SETTINGS,
        "fontTable": _fonts(look),
        "theme/theme1": _theme(look),
        "footnotes": _FOOTNOTES,
        "header1": f"<w:hdr {NAMESPACES}>{_head(chapter=False)}</w:hdr>",
        "header2": f"<w:hdr {NAMESPACES}>{_head(chapter=True)}</w:hdr>",
        "footer1": f"<w:ftr {NAMESPACES}>{paragraph('Footer', field('PAGE', '1'))}</w:ftr>",
    }
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships((kind, name) for name, (kind, _) in _PARTS.items()),
        "docProps/app.xml": APPLICATION.removeprefix(DECLARATION),
        "docProps/core.xml": f"<cp:coreProperties {_CORE}><dc:title>Reference</dc:title>"
        "</cp:coreProperties>",
        "word/_rels/document.xml.rels": _relationships(
            (kind, f"{name}.xml") for name, (kind, _) in _DOCUMENT_PARTS.items()
        ),
        "word/document.xml": _document(look),
        **{f"word/{name}.xml": content for name, content in parts.items()},
    }
    return archived({name: (DECLARATION + text).encode() for name, text in members.items()})


def _content_types() -> str:
    types = {f"/{name}": kind for name, (_, kind) in _PARTS.items()}
    types |= {f"/word/{name}.xml": kind for name, (_, kind) in _DOCUMENT_PARTS.items()}
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPE}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: Iterable[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{k}" Type="{_base(kind)}/{kind}" Target="{target}"/>'
        for k, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _base(kind: str) -> str:
    return f"{_PACKAGE}/relationships" if kind.startswith("metadata/") else _OFFICE


# Pages


def _document(look: Mapping[str, Any]) -> str:
    """A sample of each paragraph style on its page: cover, front and main."""
    order = list(_DOCUMENT_PARTS)
    front, main = (f"rId{order.index(name) + 1}" for name in ("header1", "header2"))
    foot = f"rId{order.index('footer1') + 1}"
    names = [name for name, style in look["styles"].items() if "type" not in style]
    after = names.index("CoverText") + 1
    cover, contents, rest = names[1:after], ["TOCHeading", "TOC1", "TOC2", "TOC3"], names[after:]
    pages = [
        _sample(look, cover) + paragraph("SectionEnd", "", _frame(look, "", "")),
        _sample(look, contents) + paragraph("SectionEnd", "", _frame(look, front, foot)),
        _sample(look, [name for name in rest if name not in contents]) + _frame(look, main, foot),
    ]
    return f"<w:document {NAMESPACES}><w:body>{''.join(pages)}</w:body></w:document>"


def _sample(look: Mapping[str, Any], names: Iterable[str]) -> str:
    unseen = ("Header", "Footer", "SectionEnd", "TableEnd")
    return "".join(
        paragraph(name, run(look["styles"][name]["name"])) for name in names if name not in unseen
    )


def _frame(look: Mapping[str, Any], head: str, foot: str) -> str:
    """A section's page: size, margins, heads; the cover, without them, has rules instead."""
    page = look["page"]
    width, height = map(twips, page["size"])
    names = ("top", "right", "bottom", "left")
    margins = " ".join(
        f'w:{name}="{twips(value)}"' for name, value in zip(names, page["margins"], strict=True)
    )
    heads = (
        f'<w:headerReference w:type="default" r:id="{head}"/>'
        f'<w:footerReference w:type="default" r:id="{foot}"/>'
    )
    rule = f'w:space="24" w:color="{look["palette"]["petrol"]}"'
    rules = (
        '<w:pgBorders w:offsetFrom="page">'
        f'<w:top w:val="single" w:sz="96" {rule}/><w:bottom w:val="single" w:sz="24" {rule}/>'
        "</w:pgBorders>"
    )
    return (
        f'<w:sectPr>{heads if head else ""}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar {margins} w:header="{twips(page["head"])}" w:footer="{twips(page["foot"])}" '
        f'w:gutter="0"/>{"" if head else rules}<w:cols w:space="708"/>'
        f"{'' if head else '<w:titlePg/>'}</w:sectPr>"
    )


def _head(*, chapter: bool) -> str:
    """The running head; papers fill the control tagged ``running``."""
    running = (
        '<w:sdt><w:sdtPr><w:alias w:val="Running head"/><w:tag w:val="running"/>'
        '<w:id w:val="900000001"/></w:sdtPr><w:sdtContent>'
        f"{run('Running head')}</w:sdtContent></w:sdt>"
    )
    # By its number: a style's name differs with the language that Word speaks.
    title = run("\t") + field("STYLEREF 1", "") if chapter else ""
    return paragraph("Header", running + title)


# Colours and fonts


def _fonts(look: Mapping[str, Any]) -> str:
    named = dict.fromkeys(look["fonts"].values())
    each = "".join(
        f'<w:font w:name="{name}">{_ALTERNATIVES.get(name, "")}<w:charset w:val="00"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        for name in named
    )
    return f"<w:fonts {NAMESPACES}>{each}</w:fonts>"


def _theme(look: Mapping[str, Any]) -> str:
    colours = "".join(
        f'<a:{slot}><a:srgbClr val="{look["palette"][colour]}"/></a:{slot}>'
        for slot, colour in look["theme"].items()
    )
    fonts = "".join(
        f'<a:{slot}Font><a:latin typeface="{look["fonts"][use]}"/><a:ea typeface=""/>'
        f'<a:cs typeface=""/></a:{slot}Font>'
        for slot, use in (("major", "headings"), ("minor", "text"))
    )
    return (
        f'<a:theme xmlns:a="{_DRAWING}" name="Paper"><a:themeElements>'
        f'<a:clrScheme name="Paper">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Paper">{fonts}</a:fontScheme>{_FORMATS}</a:themeElements></a:theme>'
    )


_ALTERNATIVES = {
    "Calibri": '<w:altName w:val="Carlito"/>',
    "Cambria": '<w:altName w:val="Caladea"/>',
}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_FORMATS = (
    f'<a:fmtScheme name="Paper"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>'
    + f'<a:ln w="6350">{_FILL}</a:ln>' * 3
    + "</a:lnStyleLst><a:effectStyleLst>"
    + "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    + f"</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
)
_SETTINGS = (
    f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
    '<w:autoHyphenation/><w:hyphenationZone w:val="720"/><w:doNotHyphenateCaps/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-GB"/>'
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" '
    'w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" '
    'w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" '
    'w:followedHyperlink="followedHyperlink"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
_FOOTNOTES = f"<w:footnotes {NAMESPACES}>{NOTE_RULES}</w:footnotes>"


def main() -> int:
    """Write the reference document and say where."""
    look = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    REFERENCE.write_bytes(reference(look))
    print(REFERENCE.relative_to(Path(__file__).parents[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
