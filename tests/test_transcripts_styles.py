"""One interview in twelve styles: each gives exactly its turns, whatever the names and the words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from styles import ENDED, STYLES, TIMED, Interview, Said

from transcripts.manuscript import Line
from transcripts.reading import READERS, read
from transcripts.turns import divide

DATA = Path(__file__).parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real inputs is absent")


def timed(turns: Sequence[tuple[str, str]]) -> list[Said]:
    """Turns one after the other, each as long as its words take."""
    said: list[Said] = []
    at = 0.0
    for speaker, text in turns:
        ends = at + max(1, len(text) // 15)
        said.append(Said(speaker, text, at, ends))
        at = ends
    return said


FRENCH = """Bonjour, merci de me recevoir. Pouvez-vous vous présenter en quelques mots ?
Oui, bien sûr. Je dirige l'atelier depuis douze ans.
Et avant ?
Avant : rien de tel. Il m'a dit : oui, vas-y.
Note : le camion était en panne ce jour-là.
(Il montre la carte.) Nous livrons ici, ici et là.
« Jamais le lundi », disait mon père – et il avait raison.
– Et aujourd'hui ?
Non.
C'est-à-dire : trois camions, deux vans, un vélo (05:33 le matin, 22:10 le soir).
D'accord. Et pour la suite : qu'est-ce que vous attendez des élus ?
Premièrement : des bornes. Deuxièmement : du temps. Troisièmement : qu'on nous écoute !
Voilà.
D'autres choses à ajouter ?
[rires] Non, je crois que c'est tout… Merci à vous !"""

GERMAN = """Guten Tag, schön, dass es klappt. Wie sind Sie heute hergekommen?
Mit dem Rad: zehn Minuten.
Und bei Regen?
Also: bei Regen nehme ich den Bus um 10:30 Uhr
Hinweis: Der Bus fährt nur stündlich.
Ja, „nur stündlich“, das sagt meine Chefin auch.
(lacht) Das kenne ich.
1. Takt, 2. Preis, 3. Anschluss – in dieser Reihenfolge.
Genau.
Wir haben 2019 (vor Corona) angefangen; seitdem: fünf Räder, ein Lastenrad.
Wer zahlt das: die Firma oder Sie?
Die Firma. Ich sage immer: wer fährt, der spart.
- und das Finanzamt?
Das Finanzamt [lacht] rechnet mit 0,25 Prozent.
Fazit: es lohnt sich. Vielen Dank für das Gespräch!"""

ENGLISH = """Thanks for making the time. Could you tell me what you do here?
Sure. I run the depot: forty vans, six drivers on nights.
Note: six, not sixty.
Right. And charging?
Charging is, well, (pause) it's 50/50. At 5:15 everyone plugs in.
Example: last Tuesday.
"No chance," they said; "not before 2030."
Who said that?
The grid people. I told them: fine, then we wait.
- So you waited.
Yes.
What would help? One: money. Two: a plan. Three: people.
See https://example.org/a:b for the numbers.
[laughs] I will.
Anything else: complaints, wishes?
No. That's it… Thank you!"""

LUXEMBOURGISH = """Moien, merci datt Dir Zäit hutt. Wéi kommt Dir op d'Aarbecht?
Mam Zuch, an dann nach e Stéck mam Vëlo: zéng Minutten.
An wann et reent?
Da bleiwen ech doheem (laacht).
Wat seet de Chef dozou: ass hien domat averstanen?
Hie seet ëmmer: maach wéi s de wëlls.
Also: flexibel.
Jo.
Hutt Dir nach eppes dobäizefügen?
Nee, dat ass alles… Merci!"""

TEXTS = {
    "fr": FRENCH.split("\n"),
    "de": GERMAN.split("\n"),
    "en": ENGLISH.split("\n"),
    "lb": LUXEMBOURGISH.split("\n"),
}

LABELS = {
    "fr": [
        ("Enquêtrice", "Mme Dupont"),
        ("Enquêteur", "Enquêté"),
        ("Enquêtrice 2", "M. Jean-Pierre van der Berg"),
        ("JOURNALISTE", "HÉLÈNE D'ORMESSON"),
        ("Q", "R"),
        ("Chercheur", "Interviewé"),
        ("chercheuse", "répondant"),
        ("Julie B.", "Aurélien"),
        ("Le journaliste", "La directrice"),
        ("Question", "Réponse"),
        ("Camille", "Pierre", "Anne-Sophie"),
        ("L'animatrice", "Participant 1", "Participant 2", "Participante 3"),
        ("Intervieweuse", "Maire de Saint-Ouen (PS)"),
        ("E1", "E2"),
        ("Locuteur 1", "Locuteur 2"),
    ],
    "de": [
        ("Interviewer", "Person 5gQeRi"),
        ("interviewer", "befragte"),
        ("Interviewerin", "Dr. Ünal-Schäfer"),
        ("I", "B1", "B2"),
        ("I", "B"),
        ("F", "A"),
        ("I1", "P03_KMU"),
        ("Moderator/in", "Müller (CEO)", "Frau Groß, Einkauf"),
        ("Interviewer 2", "Befragte*r"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("Sprecher 1", "Sprecher 2"),
        ("Dr. Anna Müller (Bad Homburg) (SPD)", "Vizepräsidentin Eva von Groß"),
        ("Herr Schmidt", "Frau Schmidt"),
        ("Mark", "Will"),
        ("TN 1", "TN 2", "Mod."),
        ("MODERATION", "IP_7"),
        ("anna", "ben"),
        ("S00", "S01"),
    ],
    "en": [
        ("Interviewer", "Respondent"),
        ("Speaker 1", "Speaker 2"),
        ("Anna Meyer", "O'Neill"),
        ("Q", "A"),
        ("INT", "R1"),
        ("Int.", "Resp."),
        ("JS (interviewer)", "Mary-Jane Watson"),
        ("Bob", "Al"),
        ("P1", "P2", "P3", "MOD"),
        ("Host", "Guest [remote]"),
        ("Unknown Speaker", "Dr. McCoy"),
        ("Interviewer 2", "Female Voice"),
        ("The Chair", "Will Smith Jr."),
        ("alice_w", "bob42"),
        ("Person A", "Person B"),
        ("12", "34"),
        ("Manager #2", "Researcher"),
        ("María José Ñúñez", "Łukasz Żak", "李雷"),
    ],
    "lb": [("Interviewer", "Mme Weber"), ("Fro", "Äntwert"), ("Claude", "Josée"), ("I", "B")],
}

ORDERS = ("one after the other", "some twice", "one speaker once", "two turns")


def order(labels: Sequence[str], texts: Sequence[str], how: str) -> list[Said]:
    """The texts, each given a speaker."""
    who = [labels[at % len(labels)] for at in range(len(texts))]
    if how == "some twice":
        who = [labels[at * 2 // 3 % len(labels)] for at in range(len(texts))]
    elif how == "one speaker once" and len(labels) > 2:
        who = [labels[at % (len(labels) - 1)] for at in range(len(texts))]
        who[len(who) // 2] = labels[-1]
    elif how == "two turns":
        return timed(list(zip(labels[:2], texts, strict=False)))
    return timed(list(zip(who, texts, strict=True)))


def check(folder: Path, style: str, interview: Interview, *, times: bool = True) -> None:
    """Setting the interview in a style and reading it again gives exactly its turns."""
    path = folder / style
    path.write_bytes(STYLES[style](interview))
    transcript = read(path)
    found = [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]
    assert found == [(said.speaker, said.text) for said in interview]
    if not times:
        return
    begins = [turn.begins for turn in transcript.turns]
    assert begins == [said.begins if style in TIMED else None for said in interview]
    ends = [turn.ends for turn in transcript.turns]
    last = [interview[-1].ends if style in ENDED else None]
    inner = [said.ends if style in TIMED else None for said in interview[:-1]]
    assert ends == inner + last


def can_be_set(style: str, interview: Interview) -> bool:
    """Whether a style has the letters of an interview."""
    if "cp1252" not in style:
        return True
    text = "".join(said.speaker + said.text for said in interview)
    return text == text.encode("cp1252", "ignore").decode("cp1252")


# The styles are set as the files in which they were seen


def expected() -> list[Said]:
    turns = json.loads((DATA / "styles" / "de" / "expected.json").read_text("utf-8"))
    return [Said(turn["speaker"], turn["text"], turn["start"], turn["end"]) for turn in turns]


@needs_data
@pytest.mark.parametrize("style", [name for name in STYLES if not name.endswith(("docx", "odt"))])
def test_a_style_is_set_byte_for_byte_as_it_was_seen(style: str) -> None:
    assert STYLES[style](expected()) == (DATA / "styles" / "de" / style).read_bytes()


@needs_data
@pytest.mark.parametrize("style", STYLES)
def test_the_interview_that_was_seen_is_read(style: str, tmp_path: Path) -> None:
    check(tmp_path, style, expected())


# Other interviews


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("language", "labels"),
    [(language, labels) for language, sets in LABELS.items() for labels in sets],
    ids=lambda value: value if isinstance(value, str) else " and ".join(value),
)
def test_every_kind_of_name_is_read_in_every_style(
    style: str, language: str, labels: tuple[str, ...], tmp_path: Path
) -> None:
    for how in ORDERS:
        interview = order(labels, TEXTS[language], how)
        if can_be_set(style, interview):
            check(tmp_path, style, interview)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", TEXTS)
def test_a_long_interview_is_read_in_every_style(style: str, language: str, tmp_path: Path) -> None:
    check(tmp_path, style, order(LABELS[language][0], TEXTS[language] * 20, ORDERS[0]))


NAMES = st.sampled_from([label for sets in LABELS.values() for labels in sets for label in labels])
SENTENCES = st.sampled_from(
    [text for texts in TEXTS.values() for text in texts]
    + [
        "Interviewer: so nennt man das",
        "[Anna] hat gesagt",
        "Treffen um 10:30",
        "12:30",
        "5:1",
        "A",
        "I",
        "Speaker 1 0:05",
        "Werbung: brauchen wir",
        "Music: I like it",
        "Ich: der Chef. Sie: die Chefin.",
        "Q: was ist das? A: nichts.",
        "Note that: it works",
        "Transkription: das macht Anna",
        "– Ja – nein",
        "10 000 € : trop cher",
        "Und [00:12] na ja",
        "die Chefin: wer sonst",
    ]
)


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    labels=st.lists(NAMES, min_size=2, max_size=5, unique_by=str.casefold),
    texts=st.lists(SENTENCES, min_size=2, max_size=30),
)
def test_any_names_and_words_are_read(
    style: str, labels: list[str], texts: list[str], tmp_path: Path
) -> None:
    interview = order(labels, texts, ORDERS[0])
    if can_be_set(style, interview):
        check(tmp_path, style, interview)


# Real interviews in other styles than their own

CALLED = {"interviewer": "Interviewer", "respondent": "Befragte", "unknown": "X"}


def real_files() -> list[Path]:
    folder = DATA / "transcripts"
    return sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md", ".docx"})


@needs_data
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name[:40])
def test_a_real_interview_is_read_in_every_style(path: Path, tmp_path: Path) -> None:
    transcript = read(path)
    interview = timed(
        [
            (turn.speaker or CALLED[turn.role], transcript.said(turn).replace("\n", " "))
            for turn in transcript.turns[:80]
        ]
    )
    for style in STYLES:
        if can_be_set(style, interview):
            check(tmp_path, style, interview, times=style in TIMED)


# Nothing is lost


def words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


def assert_kept(data: bytes, name: str) -> None:
    """The words of a file's lines are those of its turns, its labels and what was set apart."""
    lines = READERS[name.rpartition(".")[2]](data, name).lines
    division = divide(lines)
    said = [draft.text for draft in division.drafts]
    held = [text for line in lines for text in (line.speaker or "", line.text)]
    assert words([*said, *division.apart, *division.labels]) == words(held)


@needs_data
@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name[:40])
def test_a_real_interview_loses_no_word(path: Path) -> None:
    assert_kept(path.read_bytes(), path.name)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", TEXTS)
def test_an_interview_loses_no_word_in_any_style(style: str, language: str) -> None:
    for labels in LABELS[language]:
        interview = order(labels, TEXTS[language], "some twice")
        if can_be_set(style, interview):
            assert_kept(STYLES[style](interview), style)


@settings(max_examples=300)
@given(
    rows=st.lists(
        st.sampled_from(
            [
                "Anna: Yes.",
                "Bob:",
                "Anna  0:05",
                "[0:09] Bob: No.",
                "(laughs)",
                "Anna: [lacht]",
                "12:30",
                "[00:05] well",
                "so #00:01:02-3#",
                "Break: [19:58]",
                "Sponsor: Buy",
                "– Oui.",
                "<b>Al</b>: x",
                "Transcribed by me",
                "1 I: So.",
                "2 B: Yes.",
                "Bob Weiss",
                "and so on",
                "?",
                "...",
            ]
        ),
        max_size=14,
    )
)
def test_no_order_of_lines_loses_a_word(rows: list[str]) -> None:
    division = divide([Line(row) for row in rows])
    said = [draft.text for draft in division.drafts]
    kept = " ".join((*said, *division.apart, *division.labels))
    assert sorted("".join(kept.split())) == sorted("".join("".join(rows).split()))
