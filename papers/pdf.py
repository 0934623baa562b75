"""The paper as PDF: accessible (PDF/UA-1) and for the archive (PDF/A-3a) in one file.

The print edition of `papers.html` is set by WeasyPrint, which may fetch nothing: style sheets stand
in the document, and the two font families are handed over from their packages.
"""

from __future__ import annotations

import gc
import io
import logging
import re
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papers import html, hyphenation, tags
from papers.labels import TEMPLATES
from papers.model import Figure, Table
from transcripts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from papers.model import Paper

VARIANT = "pdf/a-3a"

ACCESSIBILITY = TEMPLATES / "accessibility.xmp"
"""The claim of PDF/UA-1, to be set among the properties of a PDF/A."""

FACES = (
    ("Paper Serif", 400, "normal", "font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    ("Paper Serif", 400, "italic", "font_source_serif_pro", "SourceSerifPro-It.ttf"),
    ("Paper Serif", 700, "normal", "font_source_serif_pro", "SourceSerifPro-Bold.ttf"),
    ("Paper Serif", 700, "italic", "font_source_serif_pro", "SourceSerifPro-BoldIt.ttf"),
    ("Paper Sans", 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    ("Paper Sans", 400, "italic", "font_source_sans_pro", "SourceSansPro-It.ttf"),
    ("Paper Sans", 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
    ("Paper Sans", 700, "normal", "font_source_sans_pro", "SourceSansPro-Bold.ttf"),
)
"""Family as the style sheet calls it, weight, style, package and file."""

_PROBE = Path("probe.pdf")
"""The name of a PDF that is only tried, and never written."""

_LANGUAGE = re.compile(r' lang="([^"]+)"')


class PangoMissing(InputError):  # noqa: N818 - it says what is missing, not what failed
    """The text library that sets the PDF is not installed; Word and HTML do not need it."""

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            "the PDF cannot be set, because the text library Pango is not installed",
            "Install it with 'sudo apt install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0' or 'brew install pango', then run again; whitepaper doctor says "
            "how on other systems",
            kind="pango-missing",
        )


def write(
    paper: Paper,
    path: Path,
    *,
    data: Mapping[str, bytes] | None = None,
    replaced: list[str] | None = None,
) -> dict[str, int]:
    """Set the paper and save it.

    Args:
        paper: what to set.
        path: the file to write.
        data: files to attach, by name, such as the tables behind the numbers.
        replaced: receives the characters that no installed font can draw; the paper shows each as
            its number, such as ``[U+1F600]``, because it would garble the text around it.

    Returns:
        The page, counted from 1, on which each section, figure and table begins, by id.

    Raises:
        PangoMissing: WeasyPrint finds no Pango.
        RuntimeError: the paper cannot be set as it should be: a link leads nowhere, a drawing has
            no description, or something was to be fetched.
    """
    weasyprint = _weasyprint(path)
    text = html.render(paper, print_edition=True)
    hyphenation.teach(sorted(set(_LANGUAGE.findall(text))))
    with _frozen_memory():
        setting = _Setting(weasyprint, html.sources(paper), data or {})
        pages, content, missing = _set(setting, text)
        if missing:
            pages, content, _ = _set(setting, _spelled(text, missing))
    path.write_bytes(content)
    if replaced is not None:
        replaced.extend(missing)
    return {ident: pages[ident] for ident in _idents(paper) if ident in pages}


def pango_version() -> str:
    """The version of the library that sets the text.

    Raises:
        PangoMissing: there is none that could be loaded.
    """
    _weasyprint(_PROBE)
    from weasyprint.text.ffi import pango

    number = int(pango.pango_version())
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


def undrawn(text: str) -> list[str]:
    """The characters of the text that no font on this machine can draw, each once, by code.

    Raises:
        PangoMissing: WeasyPrint finds no Pango.
    """
    setting = _Setting(_weasyprint(_PROBE), frozenset(), {})
    page = f"<html lang='en'><title>{_PROBE.stem}</title><p>{escape(text)}</p></html>"
    return _set(setting, page)[2]


def missing_faces() -> list[str]:
    """The files of our fonts that are not there."""
    return [file for *_, file in FACES if f"font:{file}" not in _fonts()]


def _weasyprint(path: Path) -> Any:
    try:
        with redirect_stdout(io.StringIO()):  # where Pango is missing, it prints what is known
            import weasyprint
    except OSError as error:
        raise PangoMissing(path.name) from error
    return weasyprint


@dataclass(frozen=True, slots=True)
class _Setting:
    """What is the same each time a paper is set: the library, its pictures, what is attached."""

    weasyprint: Any
    pictures: frozenset[str]
    data: Mapping[str, bytes]


def _set(setting: _Setting, text: str) -> tuple[dict[str, int], bytes, list[str]]:
    """Lay the document out and write it: pages by anchor, the file, characters without glyph."""
    from weasyprint.text.fonts import FontConfiguration

    weasyprint = setting.weasyprint
    fonts = FontConfiguration()
    fetcher = fetcher_of(setting.pictures)
    attachments = [_attachment(weasyprint, *named) for named in setting.data.items()]
    with _messages() as messages, tags.completed():
        sheet = weasyprint.CSS(string=font_faces(), font_config=fonts, url_fetcher=fetcher)
        document = weasyprint.HTML(string=text, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[sheet], pdf_variant=VARIANT, attachments=attachments
        )
        _claim_accessibility(document.metadata)
        content = document.write_pdf(pdf_variant=VARIANT, attachments=attachments)
    return _pages(document), content, _undrawn(messages)


def _pages(document: Any) -> dict[str, int]:
    """The page of each anchor; of what runs over several, the first."""
    last = len(document.pages)
    return {
        anchor: last - after
        for after, page in enumerate(reversed(document.pages))
        for anchor in page.anchors
    }


@contextmanager
def _frozen_memory() -> Iterator[None]:
    """Keep the garbage collector out of a layout's millions of boxes: a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


@contextmanager
def _messages() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint logs; nothing of it reaches the run's own log.

    Raises:
        RuntimeError: it logged an error, or wanted to fetch something.
    """
    from weasyprint.urls import FatalURLFetchingError

    logger = logging.getLogger("weasyprint")
    messages: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = messages.append  # type: ignore[method-assign,assignment]
    before = logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate, logger.level = False, logging.WARNING
    try:
        yield messages
    except FatalURLFetchingError as error:
        raise RuntimeError(str(error)) from error
    finally:
        logger.removeHandler(handler)
        logger.propagate, logger.level = before
    errors = [record.getMessage() for record in messages if record.levelno >= logging.ERROR]
    if errors:
        raise RuntimeError("the paper cannot be set: " + "; ".join(errors))


def _undrawn(messages: list[logging.LogRecord]) -> list[str]:
    """The characters for which WeasyPrint found no glyph, each once, by code."""
    records = (record.args for record in messages if str(record.msg).startswith(".notdef"))
    return sorted({str(args[0]) for args in records if isinstance(args, tuple)})


def _spelled(text: str, missing: list[str]) -> str:
    return text.translate({ord(one): f"[U+{ord(one):04X}]" for one in missing})


def fetcher_of(pictures: frozenset[str]) -> Any:
    """A fetcher of our fonts and the paper's pictures that ends the run at any other address."""
    from weasyprint.urls import (
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class NothingElse(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            if url in pictures:
                return super().fetch(url, headers)
            if url not in _fonts():
                raise FatalURLFetchingError(f"nothing is fetched for a paper: {url}")
            return URLFetcherResponse(url, _fonts()[url], {"Content-Type": "font/ttf"})

    return NothingElse()


@cache
def _fonts() -> dict[str, bytes]:
    """The font files by address; without their packages the style sheet's next family is used."""
    found = ((file, find_spec(package)) for *_, package, file in FACES)
    return {
        f"font:{file}": (Path(spec.origin).parent / "files" / file).read_bytes()
        for file, spec in found
        if spec and spec.origin
    }


def font_faces() -> str:
    """The style sheet that names our fonts; their files come from ``fetcher_of``."""
    return "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; font-style: {style}; "
        f"src: url('font:{file}') }}\n"
        for family, weight, style, _, file in FACES
        if f"font:{file}" in _fonts()
    )


def _attachment(weasyprint: Any, name: str, content: bytes) -> Any:
    epoch = datetime(1980, 1, 1, tzinfo=UTC)  # a date must be there; ours are always the same
    return weasyprint.Attachment(
        string=content,
        name=name,
        description=name,
        created=epoch,
        modified=epoch,
        relationship="Data",
    )


def _claim_accessibility(metadata: Any) -> None:
    """Say in a PDF/A's properties that it is PDF/UA-1 too, with the schema that PDF/A asks for."""
    generate = metadata.generate_rdf_metadata

    def generate_both(variant: str, version: int, conformance: str) -> bytes:
        claim = ACCESSIBILITY.read_bytes() + b"</rdf:RDF>"
        properties: bytes = generate(variant, version, conformance)
        return properties.replace(b"</rdf:RDF>", claim)

    metadata.generate_rdf_metadata = generate_both


def _idents(paper: Paper) -> Iterator[str]:
    for section in paper.sections:
        yield section.id
        yield from (block.id for block in section.blocks if isinstance(block, Figure | Table))
