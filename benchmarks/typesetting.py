"""What other programs take for the same documents, from HTML that is there: Pandoc, WeasyPrint.

Without Pandoc on the PATH there is no row for it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import measure
from benchmarks.measure import Timing

_PAGES = ("white-paper.html", "white-paper.fr.html", "white-paper.de.html")

_PRINT = """
import sys
from weasyprint import HTML
for page in sys.argv[1:]:
    HTML(page).write_pdf(page + ".pdf")
"""


def timings(outputs: Path) -> dict[str, Timing]:
    """Pandoc making the Word files and WeasyPrint the PDFs of the pages of a study, by name."""
    with TemporaryDirectory() as folder:
        pages = [shutil.copy(outputs / name, folder) for name in _PAGES]
        found = {
            "WeasyPrint: three PDFs from the ready HTML": measure.timed(
                [sys.executable, "-c", _PRINT, *pages], 3, Path(folder)
            )
        }
        pandoc = shutil.which("pandoc")
        if pandoc:
            script = " && ".join(f'"{pandoc}" "{page}" -o "{page}.docx"' for page in pages)
            found["Pandoc: three Word files from the ready HTML"] = measure.timed(
                ["sh", "-c", script], 3, Path(folder)
            )
    return found
