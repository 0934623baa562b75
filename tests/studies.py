"""Small studies on disk, and whether what a run made of them is sound."""

import csv
import json
import re
from pathlib import Path

from evidence.personal_words import is_mark

SHARED = Path(__file__).parents[2] / "shared"

ENGLISH = """\
Interviewer: How do you see the electric car?

Mr Vale: We sell battery cases to three customers in Germany, and since last year also to one in Poland.

Interviewer: And the vehicles without a driver?

Mr Vale: The self-driving lorry will come to the motorway before it comes to the town, that is my guess.

Interviewer: What did the pandemic change?

Mr Vale: Everything stood still for nine weeks, and then everybody wanted everything at once again.
"""
FRENCH = """\
Enquêtrice : Que change la voiture électrique pour vous ?

M. Orval : L’électrification nous prend la moitié du chiffre d’affaires, et personne ne sait le dire au client.

Enquêtrice : Et la ville ?

M. Orval : On manque de parkings en périphérie, et le centre-ville se ferme aux camions de livraison.
"""
GERMAN = """\
Interviewerin: Wie steht es um die Daten der Fahrzeuge?

Frau Brell: Wir teilen Fahrzeugdaten mit zwei Kunden, aber einen gemeinsamen Datenraum haben wir nicht.

Interviewerin: Und das Klima?

Frau Brell: Der CO2-Ausstoß der Gießerei ist halbiert, und das Recycling der Späne machen wir selbst.
"""
INTERVIEWS = {"vale.txt": ENGLISH, "orval.txt": FRENCH, "brell.txt": GERMAN}


def study(folder, files=INTERVIEWS, name="trial", **settings):
    """A study's folder below ``folder/inputs``, with what stands in the files."""
    home = folder / "inputs" / name
    (home / "transcripts").mkdir(parents=True)
    for file, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (home / "transcripts" / file).write_bytes(data)
    for file, content in settings.items():
        (home / file.replace("_", ".")).write_text(content, "utf-8")
    return home


def record(folder, name="trial"):
    return json.loads((folder / "outputs" / name / "run.json").read_text("utf-8"))


def rows(folder, file="codings.csv", name="trial"):
    with (folder / "outputs" / name / file).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def contents(folder):
    """The bytes of each file below a folder, by name."""
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def is_shown_as(said, shown):
    """Whether a text is the words that were said, but for the marks in it."""
    pieces = map(re.escape, is_mark().split(shown))
    return re.fullmatch(".*".join(pieces), said, re.DOTALL) is not None
