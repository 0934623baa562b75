"""What WeasyPrint 70 leaves out of a PDF's structure, for people who have it read aloud.

It tags headings, paragraphs, lists, tables and links. Missing are the language of a part, what a
table holds, that a footnote is a note, and that a list of contents is one. They are added here
while the structure is built, through a function that is not public: the version is pinned, and a
test holds the result.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def completed() -> Iterator[None]:
    """Add the missing tags to every PDF that is written meanwhile."""
    from weasyprint.pdf import tags

    build = tags._build_box_tree  # noqa: SLF001

    def build_completed(box: Any, parent: Any, *others: Any) -> Iterator[Any]:
        node = _node(box)
        for element in build(box, parent, *others):
            if node is not None:
                _complete(element, parent, node)
            yield element

    tags._build_box_tree = build_completed  # noqa: SLF001
    try:
        yield
    finally:
        tags._build_box_tree = build  # noqa: SLF001


def _node(box: Any) -> Any:
    """The HTML element that a box stands for; none for what style sheets make up around it."""
    box = getattr(box, "_box", box)
    if box.element is None or box.element_tag != box.element.tag:
        return None
    return None if box.element_tag in ("html", "body") else box.element


def _complete(element: Any, parent: Any, node: Any) -> None:
    import pydyf  # type: ignore[import-untyped]

    kind = _KINDS.get((node.tag, node.get("class"), element["S"]))
    if kind == "/Note" and parent["S"] not in ("/Note", "/Span"):
        element["S"] = kind
        element["ID"] = pydyf.String(f"note-{element.number}")
    elif kind and kind != "/Note":
        element["S"] = kind
    if node.get("lang") and element["S"] != "/NonStruct":
        element["Lang"] = pydyf.String(node.get("lang"))
    if node.get("data-summary") and element["S"] == "/Table":
        summary = pydyf.String(node.get("data-summary"))
        element["A"] = pydyf.Dictionary({"O": "/Table", "Summary": summary})


_KINDS = {
    ("span", "note", "/Span"): "/Note",
    ("ol", "entries", "/L"): "/TOC",
    ("li", "entry", "/LI"): "/TOCI",
    ("li", "entry", "/LBody"): "/Reference",
}
"""HTML tag, class and WeasyPrint's tag, to the tag that PDF has for it."""
