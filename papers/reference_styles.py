"""Styles and lists of the reference document, as ``reference.toml`` describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papers.word_xml import NAMESPACES

# The numbering ids of the lists, with the format of each level's number and how far text hangs.
_LISTS: dict[str, tuple[int, list[tuple[str, str, float]]]] = {
    "headings": (1, [("decimal", "%1", 40), ("decimal", "%1.%2", 42), ("decimal", "%1.%2.%3", 48)]),
    "annexes": (
        2,
        [("upperLetter", "%1", 40), ("decimal", "%1.%2", 42), ("decimal", "%1.%2.%3", 48)],
    ),
    "bullets": (3, [("bullet", "•", 14)]),
    "points": (4, [("decimal", "%1.", 18)]),
    "unnumbered": (5, [("none", "", 0)] * 3),
}
# Lists that papers find by the name of a list style.
_LIST_STYLES = {"annexes": "Annexes", "unnumbered": "Unnumbered"}
_LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" '
    'w:defUnhideWhenUsed="0" w:defQFormat="0" w:count="376"/>'
)
_BASES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)


def styles(look: Mapping[str, Any]) -> str:
    """The styles part of the document."""
    normal = look["styles"]["Normal"]
    fonts = _font(look, normal["font"])
    size = _size(normal["size"])
    each = "".join(_style(look, name, style) for name, style in look["styles"].items())
    lists = "".join(_list_style(name, shown) for name, shown in _LIST_STYLES.items())
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size}"
        '<w:lang w:val="en-GB" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>{_LATENT}{each}{_BASES}{lists}{_table_style(look)}</w:styles>"
    )


def _list_style(name: str, shown: str) -> str:
    number = f'<w:numPr><w:numId w:val="{_LISTS[name][0]}"/></w:numPr>'
    return (
        f'<w:style w:type="numbering" w:customStyle="1" w:styleId="{shown}">'
        f'<w:name w:val="{shown}"/><w:basedOn w:val="NoList"/><w:uiPriority w:val="99"/>'
        f"<w:pPr>{number}</w:pPr></w:style>"
    )


def _style(look: Mapping[str, Any], name: str, style: Mapping[str, Any]) -> str:
    kind = style.get("type", "paragraph")
    default = ' w:default="1"' if style.get("default") else ""
    custom = ' w:customStyle="1"' if style.get("custom") else ""
    based = style.get("based", "Normal" if kind == "paragraph" else "DefaultParagraphFont")
    following = f'<w:next w:val="{style["next"]}"/>' if "next" in style else ""
    parent = "" if default else f'<w:basedOn w:val="{based}"/>'
    set_as = _paragraph_properties(look, style) if kind == "paragraph" else ""
    return (
        f'<w:style w:type="{kind}"{default}{custom} w:styleId="{name}">'
        f'<w:name w:val="{style["name"]}"/>{parent}{following}'
        f'<w:uiPriority w:val="{style.get("priority", 10)}"/><w:qFormat/>{set_as}'
        f"<w:rPr>{_run_properties(look, style)}</w:rPr></w:style>"
    )


def _paragraph_properties(look: Mapping[str, Any], style: Mapping[str, Any]) -> str:
    """The style's ``w:pPr``, its children in the order of the schema."""
    flags = {"keep_next": "keepNext", "keep_lines": "keepLines", "page_break": "pageBreakBefore"}
    fill = look["palette"].get(style.get("fill"), "")
    outline = f'<w:outlineLvl w:val="{style["outline"]}"/>' if "outline" in style else ""
    parts = [
        *(f"<w:{tag}/>" for key, tag in flags.items() if style.get(key)),
        "<w:widowControl/>" if style.get("widow") else "",
        _listed(style),
        _bar(look, style),
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else "",
        _tabs(look, style),
        _hyphens(style),
        _spacing(style),
        _indent(style),
        f'<w:jc w:val="{style["align"]}"/>' if "align" in style else "",
        outline,
    ]
    return f"<w:pPr>{''.join(parts)}</w:pPr>"


def _listed(style: Mapping[str, Any]) -> str:
    if "list" not in style:
        return ""
    name, level = style["list"]
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{_LISTS[name][0]}"/></w:numPr>'


def _bar(look: Mapping[str, Any], style: Mapping[str, Any]) -> str:
    """A rule on one side, or a box: side, colour, width and distance in points."""
    if "bar" not in style:
        return ""
    side, colour, width, distance = style["bar"]
    sides = ("top", "left", "bottom", "right") if side == "box" else (side,)
    set_as = f'w:sz="{width * 8:.0f}" w:space="{distance}" w:color="{look["palette"][colour]}"'
    borders = "".join(f'<w:{one} w:val="single" {set_as}/>' for one in sides)
    return f"<w:pBdr>{borders}</w:pBdr>"


def _tabs(look: Mapping[str, Any], style: Mapping[str, Any]) -> str:
    edge = f'w:val="right" w:pos="{_text_width(look)}"'
    kinds = {
        "number": f'<w:tab w:val="left" w:pos="{twips(style.get("left", 0))}"/>',
        "edge": f"<w:tab {edge}/>",
        "page": f'<w:tab {edge} w:leader="dot"/>',
    }
    stops = "".join(kinds[stop] for stop in style.get("tabs", ()))
    return f"<w:tabs>{stops}</w:tabs>" if stops else ""


def _hyphens(style: Mapping[str, Any]) -> str:
    """Word divides words by itself where no style forbids it."""
    if "hyphens" not in style:
        return ""
    return '<w:suppressAutoHyphens w:val="0"/>' if style["hyphens"] else "<w:suppressAutoHyphens/>"


def _spacing(style: Mapping[str, Any]) -> str:
    names = {"before": "before", "after": "after"}
    given = [f'w:{tag}="{twips(style[key])}"' for key, tag in names.items() if key in style]
    if "line" in style:
        given.append(f'w:line="{style["line"] * 240:.0f}" w:lineRule="auto"')
    return f"<w:spacing {' '.join(given)}/>" if given else ""


def _indent(style: Mapping[str, Any]) -> str:
    given = [
        f'w:{key}="{twips(style[key])}"' for key in ("left", "right", "hanging") if key in style
    ]
    return f"<w:ind {' '.join(given)}/>" if given else ""


def _run_properties(look: Mapping[str, Any], style: Mapping[str, Any]) -> str:
    """The style's ``w:rPr``, its children in the order of the schema."""
    colour = look["palette"].get(style.get("colour"), "")
    parts = [
        _font(look, style["font"]) if "font" in style else "",
        *(
            f"<w:{tag}/>" if style[key] else f'<w:{tag} w:val="0"/>'
            for key, tag in (("bold", "b"), ("italic", "i"))
            if key in style
        ),
        f'<w:color w:val="{colour}"/>' if colour else "",
        _size(style["size"]) if "size" in style else "",
        f'<w:u w:val="single" w:color="{look["palette"][style["underline"]]}"/>'
        if "underline" in style
        else "",
        '<w:vertAlign w:val="superscript"/>' if style.get("raised") else "",
    ]
    return "".join(parts)


def _font(look: Mapping[str, Any], use: str) -> str:
    name = look["fonts"][use]
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{points * 2:.0f}"/><w:szCs w:val="{points * 2:.0f}"/>'


def twips(points: float) -> int:
    """Points as twentieths of a point."""
    return round(points * 20)


def _text_width(look: Mapping[str, Any]) -> int:
    _, right, _, left = look["page"]["margins"]
    return twips(look["page"]["size"][0]) - twips(right) - twips(left)


def _table_style(look: Mapping[str, Any]) -> str:
    palette = look["palette"]
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{palette["line"]}"'
    strong = f'w:val="single" w:sz="12" w:space="0" w:color="{palette["petrol"]}"'
    margins = "".join(f'<w:{side} w:w="100" w:type="dxa"/>' for side in ("left", "right"))
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="PaperTable">'
        '<w:name w:val="Paper Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>'
        '<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
        f"<w:bottom {strong}/><w:insideH {line}/></w:tblBorders>"
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"{_conditional('firstRow', '<w:b/>', palette['petrol'], 'bottom')}"
        f"{_conditional('firstCol', '<w:b/>', '', '')}"
        f"{_conditional('band2Horz', '', palette['pale'], '')}</w:style>"
    )


def _conditional(region: str, face: str, fill: str, align: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    place = f'<w:vAlign w:val="{align}"/>' if align else ""
    text = f"<w:rPr>{face}</w:rPr>" if face else ""
    cells = f"<w:tcPr>{shade}{place}</w:tcPr>" if fill else ""
    return f'<w:tblStylePr w:type="{region}">{text}{cells}</w:tblStylePr>'


# Lists


def numbering(look: Mapping[str, Any]) -> str:
    """The numbering part: headings, annexes, bullets, points."""
    lists = [(name, number, levels) for name, (number, levels) in _LISTS.items()]
    abstract = "".join(_abstract_list(look, name, number, levels) for name, number, levels in lists)
    used = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for _, number, _ in lists
    )
    return f"<w:numbering {NAMESPACES}>{abstract}{used}</w:numbering>"


def _abstract_list(
    look: Mapping[str, Any], name: str, number: int, levels: list[tuple[str, str, float]]
) -> str:
    kind = "multilevel" if len(levels) > 1 else "singleLevel"
    link = f'<w:styleLink w:val="{_LIST_STYLES[name]}"/>' if name in _LIST_STYLES else ""
    each = "".join(_level(look, name, k, levels[k]) for k in range(len(levels)))
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="5A0000{number:02X}"/>'
        f'<w:multiLevelType w:val="{kind}"/><w:tmpl w:val="5B0000{number:02X}"/>{link}{each}'
        "</w:abstractNum>"
    )


def _level(look: Mapping[str, Any], name: str, level: int, set_as: tuple[str, str, float]) -> str:
    shape, text, hang = set_as
    heading = name in ("headings", *_LIST_STYLES)
    styles = {"headings": f"Heading{level + 1}", "bullets": "ListBullet", "points": "ListNumber"}
    linked = f'<w:pStyle w:val="{styles[name]}"/>' if name in styles else ""
    colour = look["palette"]["orange" if heading else "petrol"]
    left = 0 if heading else 4
    indent = f'<w:ind w:left="{twips(left + hang)}" w:hanging="{twips(hang)}"/>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>{linked}'
        f'<w:suff w:val="{"tab" if text else "nothing"}"/><w:lvlText w:val="{text}"/>'
        '<w:lvlJc w:val="left"/>'
        f"<w:pPr>{indent}</w:pPr>"
        f'<w:rPr><w:color w:val="{colour}"/></w:rPr></w:lvl>'
    )
