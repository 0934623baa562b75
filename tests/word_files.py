"""Small papers, and Word files read again from the package itself."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from lxml import etree

from papers.model import (
    Block,
    Chart,
    Contents,
    Figure,
    Listing,
    Paper,
    Paragraph,
    Quote,
    Run,
    Section,
    Series,
    Table,
)
from papers.word import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "dc": "http://purl.org/dc/elements/1.1/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dcterms": "http://purl.org/dc/terms/",
}

# Small papers


def section(number: str, title: str, *blocks: Block, level: int = 1, part: str = "body") -> Section:
    return Section(f"s-{number or title}", title, level, number, blocks, part)


def chapter(*blocks: Block) -> Section:
    return section("1", "Findings", *blocks)


def paper(*sections: Section, language: str = "fr", locale: str = "fr-BE") -> Paper:
    return Paper(
        language,
        locale,
        "Mobilité & demain",
        "Ce que disent les entreprises",
        ("A. Martin", "B. Schmidt"),
        "novembre 2026",
        "Livre blanc",
        ("mobilité", "formation"),
        "En-tête courant",
        sections,
    )


def table(ident: str = "table-a", label: str = "Tableau\u00a01", rows: int = 3) -> Table:
    return Table(
        ident,
        label,
        "Mentions par thème",
        ("Thème", "Personnes"),
        tuple((f"Thème {k}", str(k)) for k in range(1, rows + 1)),
        (False, True),
        "Une ligne par thème.",
    )


def figure(
    ident: str = "figure-a", label: str = "Figure\u00a01", *, stacked: bool = False
) -> Figure:
    series = (Series("pour", (3.0, 0.0)), Series("contre <1>", (1.5, 2.0)))
    chart = Chart(("Sarre & Co", "Lorraine"), series, "voix", (("3", "0"), ("1,5", "2")), stacked)
    return Figure(ident, label, "Positions", chart, 'Sarre : 3 "pour" <1,5 contre>')


def quote(language: str = "fr", register: str = "") -> Quote:
    return Quote("Q001", "On l'a <dit> & redit", language, "P01, Sarre, T03", register)


def body(*texts: str) -> Paragraph:
    return Paragraph(tuple(Run(text) for text in texts))


EVERYTHING = paper(
    section("", "Mobilité & demain", Paragraph((Run("Grande Région"),), "centred"), part="cover"),
    section("", "", Paragraph((Run("Éditeur : Université"),), "small"), part="front"),
    section("", "Contenu", Contents("sections"), part="front"),
    section("", "Figures", Contents("figures"), part="front"),
    section("", "Tableaux", Contents("tables"), part="front"),
    section("", "Résumé", Paragraph((Run("En bref"),), "lead"), part="front"),
    section(
        "1",
        "Électrification",
        Paragraph(
            (
                Run("Comme le montre "),
                Run("Tableau\u00a01", target="#table-a"),
                Run(" et "),
                Run("la figure", target="#figure-a", strong=True),
                Run(", dit-on", note=(Run("Voir "), Run("là", target="https://example.org/x"))),
                Run(" ailleurs", target="https://example.org/?a=1&b=2", note=(Run("Autre note"),)),
                Run(". "),
                Run("data sharing", language="en", emphasis=True),
            )
        ),
        Listing(((Run("un point"),), (Run("un autre"),))),
        Listing(((Run("d'abord"),), (Run("ensuite"),)), numbered=True),
        Listing(((Run("primo"),), (Run("secundo"),)), numbered=True),
        table(),
        figure(),
    ),
    section("1.1", "Détail", quote(register="row-1"), level=2),
    section("1.1.1", "Plus de détail", Paragraph((Run("À écrire"),), "todo"), level=3),
    section("2", "Formation", replace(figure("figure-b", "Figure\u00a02"), caption="Encore")),
    section(
        "A",
        "Registre",
        replace(table("register", "Tableau\u00a02"), anchors=("row-1", "row-2", "row-3")),
        part="annex",
    ),
    section("A.1", "Guide", body("Questions"), level=2, part="annex"),
)
PAGES = {"s-1": 4, "s-1.1": 5, "s-2": 6, "s-A": 7, "s-A.1": 7, "figure-a": 4, "table-a": 4}

# Reading it again


class Word:
    """A Word file opened again."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self.infos = package.infolist()
            self.members = {info.filename: package.read(info) for info in self.infos}
        self.document = self.part("word/document.xml")

    def part(self, name: str) -> etree._Element:
        return etree.fromstring(self.members[name])

    def find(self, path: str, part: str = "word/document.xml") -> list:
        root = self.document if part == "word/document.xml" else self.part(part)
        return root.xpath(path, namespaces=SPACES)

    def paragraphs(self, style: str) -> list[etree._Element]:
        return self.find(f'//w:p[w:pPr/w:pStyle/@w:val="{style}"]')

    def shown(self, style: str) -> list[str]:
        return [text(one) for one in self.paragraphs(style)]

    def fields(self, part: str = "word/document.xml") -> list[str]:
        return [code.strip() for code in self.find("//w:instrText/text()", part)]

    def relationships(self, part: str = "word/_rels/document.xml.rels") -> dict[str, str]:
        return {rel.get("Id"): rel.get("Target") for rel in self.part(part)}


def text(element: etree._Element) -> str:
    """What is read: runs with their breaks and tabs, without the codes of fields."""
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    tags = (f"{W}t", f"{W}br", f"{W}r/{W}tab")
    return "".join(
        one.text or "" if one.tag == f"{W}t" else signs[one.tag]
        for one in element.iter(*tags, f"{W}tab")
        if one.tag != f"{W}tab" or one.getparent().tag == f"{W}r"
    )


def written(one: Paper, **options) -> Word:
    """The paper as a Word file, opened again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.docx"
        write(one, path, **options)
        return Word(path)
