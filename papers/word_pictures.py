"""Pictures in a Word file: logos side by side, each with its alternative text."""

from __future__ import annotations

from papers.model import Picture, Pictures
from papers.word_draft import Draft
from papers.word_xml import quoted, run

ENDINGS = {"image/png": "png", "image/jpeg": "jpeg"}
# In English Metric Units.
_MILLIMETRE = 36_000
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def pictures(draft: Draft, block: Pictures) -> str:
    """The runs of the pictures, with a wide space between two."""
    return run("\u2003").join(_inline(draft, picture) for picture in block.items)


def _inline(draft: Draft, picture: Picture) -> str:
    draft.pictures.append(picture)
    relationship, number = f"rIdPicture{len(draft.pictures)}", draft.unique()
    width, height = (round(side * _MILLIMETRE) for side in picture.size)
    extent = f'cx="{width}" cy="{height}"'
    named = f'id="{number}" name="Picture {number}" descr="{quoted(picture.description)}"'
    shown = (
        f'<pic:pic xmlns:pic="{_DRAWN}"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relationship}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {extent}/><wp:docPr {named}/><wp:cNvGraphicFramePr/><a:graphic>"
        f'<a:graphicData uri="{_DRAWN}">{shown}</a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
