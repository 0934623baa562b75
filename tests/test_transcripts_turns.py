"""From lines to turns: the layouts in which programs and people write who speaks, and when."""

from __future__ import annotations

import pytest

from transcripts import roles
from transcripts.drafts import timed
from transcripts.manuscript import APART, SAME, Line
from transcripts.turns import Division, divide

ASK, ANSWER, UNKNOWN = "interviewer", "respondent", "unknown"


def read(text: str) -> Division:
    """The division of a text of lines, indentation and empty lines taken out."""
    rows = (row.strip() for row in text.split("\n"))
    return divide([Line(row) for row in rows if row])


def described(text: str) -> list[str]:
    """The turns of a text: times, speaker, role and words."""
    drafts = timed(read(text).drafts)
    known = {draft.voice: draft.role for draft in drafts if draft.role != UNKNOWN}
    who = roles.settle([(draft.voice, draft.text) for draft in drafts], known)
    return [
        f"{_time(draft.begins)}-{_time(draft.ends)} {draft.speaker} ({_short(draft, who)}): "
        + draft.text.replace("\n", " / ")
        for draft in drafts
    ]


def _time(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:g}"


def _short(draft, who) -> str:
    role = who[draft.voice] if draft.role == UNKNOWN else draft.role
    return {ASK: "asks", ANSWER: "answers", UNKNOWN: "?"}[role]


LAYOUTS = {
    "colon": (
        """
        Interviewer: And then?
        Anna Meyer: Then we left.
        It was late: midnight.
        """,
        [
            "- Interviewer (asks): And then?",
            "- Anna Meyer (answers): Then we left. / It was late: midnight.",
        ],
    ),
    "name and organisation": (
        """
        ANNA MEYER (City of Trier): We pay.
        BOB WEISS (Chamber): We do not.
        ANNA MEYER (City of Trier): So.
        """,
        [
            "- ANNA MEYER (City of Trier) (?): We pay.",
            "- BOB WEISS (Chamber) (?): We do not.",
            "- ANNA MEYER (City of Trier) (?): So.",
        ],
    ),
    "brackets": (
        """
        [Moderator] Who begins?
        [Anna Meyer] I do.
        [Bob Weiss] Then I.
        """,
        [
            "- Moderator (asks): Who begins?",
            "- Anna Meyer (answers): I do.",
            "- Bob Weiss (answers): Then I.",
        ],
    ),
    "letters in German": (
        """
        I: Wie lange noch?
        B: Bis Mai.
        I: Und dann?
        B: Dann nicht mehr.
        """,
        [
            "- I (asks): Wie lange noch?",
            "- B (answers): Bis Mai.",
            "- I (asks): Und dann?",
            "- B (answers): Dann nicht mehr.",
        ],
    ),
    "letters in English": (
        """
        Q: How long?
        A: Until May.
        """,
        ["- Q (asks): How long?", "- A (answers): Until May."],
    ),
    "participants": (
        """
        I: Who drives?
        P1: I do.
        P2: Me too.
        """,
        ["- I (asks): Who drives?", "- P1 (answers): I do.", "- P2 (answers): Me too."],
    ),
    "French roles": (
        """
        Enquêteur : Et après ?
        Enquêté : Après, rien.
        Enquêteur : Rien ?
        Enquêté : Non.
        """,
        [
            "- Enquêteur (asks): Et après ?",
            "- Enquêté (answers): Après, rien.",
            "- Enquêteur (asks): Rien ?",
            "- Enquêté (answers): Non.",
        ],
    ),
    "German roles": (
        """
        Interviewer: Und dann?
        Befragte: Nichts.
        """,
        ["- Interviewer (asks): Und dann?", "- Befragte (answers): Nichts."],
    ),
    "French dashes": (
        """
        – Bonjour, vous venez souvent ?
        – Tous les jours, depuis des années, avec le même bus.
        – Et ça marche ?
        – Oui, le plus souvent, sauf quand il pleut.
        """,
        [
            "-  (asks): Bonjour, vous venez souvent ?",
            "-  (answers): Tous les jours, depuis des années, avec le même bus.",
            "-  (asks): Et ça marche ?",
            "-  (answers): Oui, le plus souvent, sauf quand il pleut.",
        ],
    ),
    "Teams in Word": (
        """
        Budget talk-20240312_100512-Meeting Recording
        March 12, 2024, 9:05AM
        14m 32s
        Anna Meyer   0:05
        Do you hear me?
        Weiss, Bob (External)   0:09
        Yes. At 10:30 I leave.
        Note: really.
        """,
        [
            "5-9 Anna Meyer (?): Do you hear me?",
            "9- Weiss, Bob (External) (?): Yes. At 10:30 I leave. / Note: really.",
        ],
    ),
    "Teams before 2023": (
        """
        0:0:0.0 --> 0:0:5.120
        Anna Meyer
        Do you hear me?
        0:0:5.120 --> 0:0:9.40
        Bob Weiss
        Yes.
        """,
        ["0-5.12 Anna Meyer (?): Do you hear me?", "5.12-9.4 Bob Weiss (?): Yes."],
    ),
    "Zoom as text": (
        """
        [Anna Meyer] 10:02:33
        Do you hear me?
        [Bob Weiss] 10:02:37
        Yes.
        """,
        ["36153-36157 Anna Meyer (?): Do you hear me?", "36157- Bob Weiss (?): Yes."],
    ),
    "Zoom with tabs": (
        "10:02:33\tAnna Meyer:\tDo you hear me?\n10:02:37\tBob Weiss:\tYes.",
        ["36153-36157 Anna Meyer (?): Do you hear me?", "36157- Bob Weiss (?): Yes."],
    ),
    "Otter": (
        """
        Anna Meyer  0:05
        Do you hear me?
        Speaker 2  0:09
        Bob: no.
        Transcribed by https://otter.ai
        """,
        ["5-9 Anna Meyer (?): Do you hear me?", "9- Speaker 2 (?): Bob: no."],
    ),
    "Otter without times": (
        """
        Speaker 1
        Do you hear me?
        Speaker 2
        Yes.
        Speaker 1
        Good.
        Speaker 2
        Fine.
        """,
        [
            "- Speaker 1 (?): Do you hear me?",
            "- Speaker 2 (?): Yes.",
            "- Speaker 1 (?): Good.",
            "- Speaker 2 (?): Fine.",
        ],
    ),
    "Rev": (
        """
        Anna (00:05):
        Do you hear me?
        Bob (00:09):
        Yes.
        """,
        ["5-9 Anna (?): Do you hear me?", "9- Bob (?): Yes."],
    ),
    "Descript": (
        """
        [00:00:05] Anna: Do you hear me?
        [00:00:09] Bob: Yes. [00:00:30] And well.
        """,
        ["5-9 Anna (?): Do you hear me?", "9- Bob (?): Yes. [00:00:30] And well."],
    ),
    "Sonix": (
        """
        Speaker1: [00:00:05] Do you hear me?
        Speaker2: [00:00:09] Yes.
        """,
        ["5-9 Speaker1 (?): Do you hear me?", "9- Speaker2 (?): Yes."],
    ),
    "time and name": (
        """
        [00:00:05] Anna
        Do you hear me?
        [00:00:09] Bob
        Yes.
        """,
        ["5-9 Anna (?): Do you hear me?", "9- Bob (?): Yes."],
    ),
    "Happy Scribe": (
        """
        [00:00:05.250] - Anna
        Do you hear me?
        [00:00:09.100] - Speaker 2
        Yes.
        """,
        ["5.25-9.1 Anna (?): Do you hear me?", "9.1- Speaker 2 (?): Yes."],
    ),
    "Trint": (
        """
        [00:00:05] Speaker 1: Do you hear me? [00:00:08][2.4]
        [00:00:09] Speaker 2: Yes. [00:00:10][0.8]
        """,
        ["5-8 Speaker 1 (?): Do you hear me?", "9-10 Speaker 2 (?): Yes."],
    ),
    "Word for the web": (
        """
        Audio file
        talk.m4a
        Transcript
        00:00:05 Speaker 1
        Do you hear me?
        00:00:09 Speaker 2
        Yes.
        """,
        ["5-9 Speaker 1 (?): Do you hear me?", "9- Speaker 2 (?): Yes."],
    ),
    "noScribe": (
        """
        [00:00:05] S00: Do you hear me?
        [00:00:09] S01: Yes.
        """,
        ["5-9 S00 (?): Do you hear me?", "9- S01 (?): Yes."],
    ),
    "noScribe without times": (
        """
        S00: Do you hear me?
        S01: Yes.
        """,
        ["- S00 (?): Do you hear me?", "- S01 (?): Yes."],
    ),
    "f4, time at the end": (
        """
        I: Und dann? #00:00:05-3#
        B: Dann kam der Bus. #00:01:02-1#
        """,
        ["0-5.3 I (asks): Und dann?", "5.3-62.1 B (answers): Dann kam der Bus."],
    ),
    "f4, time at the beginning": (
        """
        #00:00:05-3# I: Und dann?
        #00:01:02-1# B: Dann kam der Bus.
        """,
        ["5.3-62.1 I (asks): Und dann?", "62.1- B (answers): Dann kam der Bus."],
    ),
    "MAXQDA": (
        """
        I: [00:00:05] Und dann?
        B: [00:01:02] Dann kam der Bus.
        """,
        ["5-62 I (asks): Und dann?", "62- B (answers): Dann kam der Bus."],
    ),
    "Amberscript": (
        """
        00:00:05 Anna: Do you hear me?
        00:00:09 Bob: Yes.
        """,
        ["5-9 Anna (?): Do you hear me?", "9- Bob (?): Yes."],
    ),
    "Whisper with speakers": (
        """
        [SPEAKER_00] [00:00:05.120 --> 00:00:08.000]: Do you hear me?
        [SPEAKER_01] [00:00:09.000 --> 00:00:10.500]: Yes.
        """,
        ["5.12-8 SPEAKER_00 (?): Do you hear me?", "9-10.5 SPEAKER_01 (?): Yes."],
    ),
    "time on a line of its own": (
        """
        00:05
        Anna: Do you hear me?
        00:09
        Bob: Yes.
        """,
        ["5-9 Anna (?): Do you hear me?", "9- Bob (?): Yes."],
    ),
    "time after the name's line": (
        """
        Anna Meyer
        00:05
        Do you hear me?
        Bob Weiss
        00:09
        Yes.
        """,
        ["5-9 Anna Meyer (?): Do you hear me?", "9- Bob Weiss (?): Yes."],
    ),
    "times between paragraphs": (
        """
        Anna: We left.
        [00:05:00]
        It was late.
        Bob: Yes.
        """,
        ["- Anna (?): We left. / It was late.", "- Bob (?): Yes."],
    ),
    "numbered questions and prose": (
        """
        I: 1. Wie alt sind Sie?
        B: 40.
        """,
        ["- I (asks): 1. Wie alt sind Sie?", "- B (answers): 40."],
    ),
    "focus group": (
        """
        Moderatorin: Wer fährt mit dem Rad?
        TN1: Ich.
        TN2: Ich auch.
        TN3: Nie.
        Moderatorin: Warum?
        TN3: Zu weit.
        """,
        [
            "- Moderatorin (asks): Wer fährt mit dem Rad?",
            "- TN1 (answers): Ich.",
            "- TN2 (answers): Ich auch.",
            "- TN3 (answers): Nie.",
            "- Moderatorin (asks): Warum?",
            "- TN3 (answers): Zu weit.",
        ],
    ),
    "label and tab": (
        "I\tUnd dann?\nB\tDann nichts.\nI\tAha.\nB\tJa.",
        [
            "- I (asks): Und dann?",
            "- B (answers): Dann nichts.",
            "- I (asks): Aha.",
            "- B (answers): Ja.",
        ],
    ),
    "capitals and dash": (
        """
        ENQUÊTEUR – Et puis ?
        MME DUPONT – Rien du tout.
        """,
        ["- ENQUÊTEUR (asks): Et puis ?", "- MME DUPONT (answers): Rien du tout."],
    ),
    "chat": (
        """
        10:02:33 From Anna Meyer to Everyone: Hello
        10:02:40 From Bob to Anna Meyer (Direct Message): Hi
        """,
        ["36153-36160 Anna Meyer (?): Hello", "36160- Bob (?): Hi"],
    ),
    "name and range": (
        """
        Speaker 1 00:00:05 - 00:00:09
        Hello there
        Speaker 2 00:00:09 - 00:00:12
        Hi.
        """,
        ["5-9 Speaker 1 (?): Hello there", "9-12 Speaker 2 (?): Hi."],
    ),
    "name, line and time": (
        """
        Anna Meyer | 00:05
        Hello there
        Bob Weiss | 00:09
        Hi.
        """,
        ["5-9 Anna Meyer (?): Hello there", "9- Bob Weiss (?): Hi."],
    ),
    "Markdown in a text": (
        """
        **Interviewer:** Hello there?
        **Anna:** Hi.
        """,
        ["- Interviewer (asks): Hello there?", "- Anna (answers): Hi."],
    ),
    "newer Teams": (
        """
        **Anna Meyer** 0:05
        Hello there
        **Bob** 0:09
        Hi.
        """,
        ["5-9 Anna Meyer (?): Hello there", "9- Bob (?): Hi."],
    ),
    "a legend before the talk": (
        """
        Interview Nr. 3
        Datum: 12.03.2024
        I: Interviewerin
        B: Leiter Einkauf, Firma X
        I: Guten Tag.
        B: Gerne. Also: ich leite den Einkauf. (lacht) Seit 2010.
        (Telefon klingelt)
        I: Kein Problem.
        Ende der Aufnahme
        """,
        [
            "- I (asks): Guten Tag.",
            "- B (answers): Gerne. Also: ich leite den Einkauf. (lacht) Seit 2010.",
            "- I (asks): Kein Problem.",
        ],
    ),
    "a head that tells whose initials are whose": (
        """
        Interview mit Frau Dr. Schneider, 4.5.2023
        Interviewer: Max Dorn (MD)
        Befragte: Dr. Petra Schneider (PS)
        MD: Wie kamen Sie zum Verein?
        PS: Zufall. Da stand: Ehrenamt gesucht.
        MD: Und dann?
        PS: Dann blieb ich.
        """,
        [
            "- MD (asks): Wie kamen Sie zum Verein?",
            "- PS (answers): Zufall. Da stand: Ehrenamt gesucht.",
            "- MD (asks): Und dann?",
            "- PS (answers): Dann blieb ich.",
        ],
    ),
    "a head whose role comes again": (
        """
        Focus group 2: parents
        Animatrice : Sophie
        Participants : P1 (femme, 34 ans), P2 (homme, 51 ans)
        Animatrice : Qui commence ?
        P2 : Moi.
        P1 : Non, moi.
        """,
        [
            "- Animatrice (asks): Qui commence ?",
            "- P2 (answers): Moi.",
            "- P1 (answers): Non, moi.",
        ],
    ),
    "a head that names roles, and letters in the talk": (
        """
        Interviewer: Tim Bauer
        Interviewpartnerin: Frau M.
        Datum: 3.3.2020
        I: Wie war die Wende?
        M: Laut.
        I: Und Sie?
        M: Ich blieb.
        """,
        [
            "- I (asks): Wie war die Wende?",
            "- M (answers): Laut.",
            "- I (asks): Und Sie?",
            "- M (answers): Ich blieb.",
        ],
    ),
    "a head that lists who is there": (
        """
        Beteiligte:
        Anna Roth, Interviewerin
        Jens Kuhl, Betriebsrat
        Anna Roth: Herr Kuhl, wann war das?
        Jens Kuhl: 1984.
        """,
        [
            "- Anna Roth (asks): Herr Kuhl, wann war das?",
            "- Jens Kuhl (answers): 1984.",
        ],
    ),
    "two who ask and letters that answer": (
        """
        Moderator: Ruth Adler (RA); Assistant: Ben Low (BL)
        Participants: Amy (A), Bea (B), Fay (F)
        RA: Who begins?
        A: I do.
        BL: Louder please?
        F: Just the one.
        RA: And you?
        B: None yet.
        """,
        [
            "- RA (asks): Who begins?",
            "- A (answers): I do.",
            "- BL (asks): Louder please?",
            "- F (answers): Just the one.",
            "- RA (asks): And you?",
            "- B (answers): None yet.",
        ],
    ),
    "full names first and initials later": (
        """
        Interviewer, Margaret Doyle: Who are you?
        Respondent, Samuel Okafor: I'm Sam.
        MD: How long?
        SO: Nine years.
        MD: And now?
        SO: Now we are two hundred.
        """,
        [
            "- Interviewer, Margaret Doyle (asks): Who are you?",
            "- Respondent, Samuel Okafor (answers): I'm Sam.",
            "- MD (asks): How long?",
            "- SO (answers): Nine years.",
            "- MD (asks): And now?",
            "- SO (answers): Now we are two hundred.",
        ],
    ),
    "a role and a name, then the name": (
        """
        Interviewer/Sandra Klein: Worum geht es?
        Herr Otto: Um Wohnraum.
        Sandra Klein: Seit wann?
        """,
        [
            "- Interviewer/Sandra Klein (asks): Worum geht es?",
            "- Herr Otto (answers): Um Wohnraum.",
            "- Sandra Klein (asks): Seit wann?",
        ],
    ),
    "a greeting beneath a title is no head": (
        """
        Entretien 4
        Enquêteur : Bonjour Madame Fabre
        Mme Fabre : Bonjour
        Enquêteur : Ça va ?
        """,
        [
            "- Enquêteur (asks): Bonjour Madame Fabre",
            "- Mme Fabre (answers): Bonjour",
            "- Enquêteur (asks): Ça va ?",
        ],
    ),
    "parts with titles": (
        """
        Teil 1: Kindheit
        I: Wo?
        B: In Esch.
        Teil 2: Arbeit
        I: Und dann?
        B: Die Lehre.
        """,
        [
            "- I (asks): Wo?",
            "- B (answers): In Esch. / Teil 2: Arbeit",
            "- I (asks): Und dann?",
            "- B (answers): Die Lehre.",
        ],
    ),
    "only the interviewer has a label": (
        """
        Interviewerin: Was heißt für Sie Arbeit?
        Dass ich gebraucht werde.
        Jeden Tag.
        Interviewerin: Erzählen Sie, was Sie dann
        tun werden?
        Mein Chef sagt: noch zehn Jahre.
        """,
        [
            "- Interviewerin (asks): Was heißt für Sie Arbeit?",
            "-  (answers): Dass ich gebraucht werde. / Jeden Tag.",
            "- Interviewerin (asks): Erzählen Sie, was Sie dann / tun werden?",
            "-  (answers): Mein Chef sagt: noch zehn Jahre.",
        ],
    ),
    "numbered questions without labels": (
        """
        1. Comment avez-vous commencé ?
        En 2003, avec ma sœur.
        Petit à petit.
        2. Et aujourd'hui ?
        On continue.
        """,
        [
            "-  (asks): 1. Comment avez-vous commencé ?",
            "-  (answers): En 2003, avec ma sœur. / Petit à petit.",
            "-  (asks): 2. Et aujourd'hui ?",
            "-  (answers): On continue.",
        ],
    ),
    "questions and answers by turns": (
        """
        Warum der Laden?
        Es gab keinen.
        Was war schwer?
        Die Genehmigung.
        Und Ihre Frau?
        Die nicht.
        """,
        [
            "-  (asks): Warum der Laden?",
            "-  (answers): Es gab keinen.",
            "-  (asks): Was war schwer?",
            "-  (answers): Die Genehmigung.",
            "-  (asks): Und Ihre Frau?",
            "-  (answers): Die nicht.",
        ],
    ),
    "rhetorical questions in an essay": (
        """
        Why did I stay?
        I never decided anything.
        The house needed a roof.
        Do they know? I doubt it.
        """,
        [
            "-  (?): Why did I stay?",
            "-  (?): I never decided anything.",
            "-  (?): The house needed a roof.",
            "-  (?): Do they know? I doubt it.",
        ],
    ),
    "first names on lines of their own": (
        """
        CLAIRE
        On commence par votre parcours ?
        Omar
        Alors, l'école.
        Ensuite, trente ans.
        CLAIRE
        Au même endroit ?
        Omar
        Oui.
        """,
        [
            "- CLAIRE (?): On commence par votre parcours ?",
            "- Omar (?): Alors, l'école. / Ensuite, trente ans.",
            "- CLAIRE (?): Au même endroit ?",
            "- Omar (?): Oui.",
        ],
    ),
    "overlap set far to the right": (
        """
        I: Einfach so?
        K: Einfach [so.
        I:                    [ja.
        """,
        ["- I (asks): Einfach so?", "- K (answers): Einfach [so.", "- I (asks): [ja."],
    ),
    "somebody quoted in a turn": (
        """
        Q: What did he say?
        A: He came over and said,
        Frank: "You can go home now."
        That was it.
        Q: And you?
        A: I stayed.
        All winter.
        Anna: that was my sister, she left.
        Q: Again?
        """,
        [
            "- Q (asks): What did he say?",
            '- A (answers): He came over and said, / Frank: "You can go home now." / That was it.',
            "- Q (asks): And you?",
            "- A (answers): I stayed. / All winter. / Anna: that was my sister, she left.",
            "- Q (asks): Again?",
        ],
    ),
    "somebody unknown": (
        """
        I: Wer war das?
        ?: Ich.
        B: Nein.
        """,
        ["- I (asks): Wer war das?", "- ? (answers): Ich.", "- B (answers): Nein."],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_gives_its_turns(name: str) -> None:
    text, expected = LAYOUTS[name]
    assert described(text) == expected


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_loses_no_word(name: str) -> None:
    text, _ = LAYOUTS[name]
    division = read(text)
    found = [draft.text for draft in division.drafts]
    assert sorted(" ".join((*found, *division.apart, *division.labels)).split()) == sorted(
        text.split()
    )


# Question headings, tables and quotations are told by the format: see the readers' own tests


def lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


# What is not speech


@pytest.mark.parametrize(
    "direction",
    [
        "(Das Telefon klingelt)",
        "[Pause]",
        "(Beifall bei der ABC – Max Alt [DEF]: Nein!)",
        "[laughs] [music]",
        "*lacht*",
        "♪ la la la ♪",
        "---",
    ],
)
def test_a_line_that_tells_what_is_done_is_apart_and_ends_no_turn(direction: str) -> None:
    division = divide(lines("Anna: Ja.", direction, "Moment.", "Bob: Gut.", "Anna: So."))
    assert [draft.text for draft in division.drafts] == ["Ja.\nMoment.", "Gut.", "So."]
    assert division.apart == (direction,)


@pytest.mark.parametrize(
    "line", ["(laughs) No.", "[Anna] said (well) so", "(a) and (b)", "*so* it is"]
)
def test_a_line_with_words_beside_its_asides_is_said(line: str) -> None:
    division = divide(lines("Anna: Yes.", line, "Bob: Well."))
    assert [draft.text for draft in division.drafts] == [f"Yes.\n{line}", "Well."]


def test_a_direction_behind_a_label_is_apart_and_its_turn_goes_on() -> None:
    division = divide(lines("Anna: [lacht]", "Moment.", "Bob: (nickt)", "Anna: Gut."))
    assert [draft.text for draft in division.drafts] == ["Moment.", "Gut."]
    assert division.apart == ("[lacht]", "Bob: (nickt)")
    assert division.labels == ("Anna:", "Anna:")


@pytest.mark.parametrize("head", ["Break: [19:58]", "Sponsor:", "Werbung:", "Publicité :"])
def test_a_break_is_apart_until_somebody_speaks_again(head: str) -> None:
    division = divide(lines("Anna: Yes.", "Bob: No.", head, "Buy this.", "And that.", "Anna: So."))
    assert [draft.text for draft in division.drafts] == ["Yes.", "No.", "So."]
    assert division.apart == (head, "Buy this.", "And that.")


def test_a_break_on_one_line_ends_with_it() -> None:
    division = divide(
        lines("Anna: Yes.", "Sponsor: Buy this.", "Well then.", "Bob: No.", "Anna: So.")
    )
    assert [draft.text for draft in division.drafts] == ["Yes.\nWell then.", "No.", "So."]
    assert division.apart == ("Sponsor: Buy this.",)


SPOKEN = ["I: Who pays?", "B: We do.", "All of us.", "I: Since when?", "B: Since May.", "I: Why?"]


def test_numbers_of_every_line_are_apart() -> None:
    division = divide(lines(*(f"{at} {text}" for at, text in enumerate(SPOKEN, 1))))
    assert division.drafts == divide(lines(*SPOKEN)).drafts
    assert division.apart == ("1 2 3 4 5 6",)


def test_numbers_of_every_fifth_line_are_apart() -> None:
    texts = [*SPOKEN, "B: Well.", "It is so.", "I: Is it?", "B: Yes."] * 3
    numbered = [f"{at}  {text}" if at % 5 == 0 else text for at, text in enumerate(texts, 1)]
    division = divide(lines(*numbered))
    assert division.drafts == divide(lines(*texts)).drafts
    assert division.apart == ("5 10 15 20 25 30",)


@pytest.mark.parametrize(
    "texts",
    [
        ["Anna: One.", "2 of them.", "3 of us.", "Bob: No.", "Anna: So."],
        ["10 years.", "5 years.", "7 years.", "20 years.", "1 year."],
        ["1. Anna: So.", "2. Bob: No.", "3. Anna: Yes.", "4. Bob: Well.", "5. Anna: Good."],
    ],
)
def test_other_numbers_stay_in_the_words(texts: list[str]) -> None:
    division = divide(lines(*texts))
    assert sorted(" ".join(texts).split()) == sorted(
        " ".join((*(draft.text for draft in division.drafts), *division.labels)).split()
    )


# What stands before the first label


@pytest.mark.parametrize(
    "odd", ["<b>Al</b>: one", "=1+1: two", "Bob {{7*7}}: three", "A" * 5000 + ": x"]
)
def test_a_label_that_nobody_bears_opens_no_turn(odd: str) -> None:
    division = divide(lines(odd, "Bob: four"))
    assert [(draft.speaker, draft.text) for draft in division.drafts] == [("Bob", "four")]
    assert division.apart == (odd,)


def test_titles_before_the_first_label_are_apart_and_a_long_preface_is_a_turn() -> None:
    title, preface = (
        "A talk with company 3",
        "They began in May, and it was hard to find people. " * 2,
    )
    division = divide(lines(title, preface, "Q: Why?", "A: So."))
    assert [draft.text for draft in division.drafts] == [preface.strip(), "Why?", "So."]
    assert division.apart == (title,)


# Captions


def caption(speaker: str, text: str, begins: float) -> Line:
    return Line(text, joint=SAME, speaker=speaker, begins=begins, ends=begins + 1)


def test_captions_that_repeat_the_speaker_are_one_turn_and_all_labels_are_kept() -> None:
    cues = [caption("Anna", "so we", 0), caption("Anna", "left.", 1), caption("Anna", "In May.", 2)]
    division = divide([*cues, caption("Bob", "Why?", 3)])
    assert [(draft.text, draft.begins, draft.ends) for draft in division.drafts] == [
        ("so we left. In May.", 0, 3),
        ("Why?", 3, 4),
    ]
    assert division.labels == ("Anna", "Anna", "Anna", "Bob")


def test_captions_that_hold_whole_turns_stay_apart() -> None:
    cues = [caption("Anna", "so we " * 80, 0), caption("Anna", "left", 1), caption("Anna", "it", 2)]
    assert len(divide([*cues, caption("Anna", "there", 3)]).drafts) == 4


def test_a_typist_who_repeats_a_label_begins_a_new_turn() -> None:
    division = divide(lines("Anna: so we", "Anna: left in May", "Anna: and then", "Bob: Why?"))
    assert [draft.text for draft in division.drafts] == ["so we", "left in May", "and then", "Why?"]


def test_a_turn_set_apart_takes_its_label_with_it() -> None:
    division = divide([caption("Anna", "[music]", 0), caption("Bob", "Yes.", 1), Line("x", APART)])
    assert division.labels == ("Bob",)
    assert division.apart == ("Anna: [music]", "x")


# Times


def test_a_turn_ends_where_the_next_begins_if_nothing_else_is_known() -> None:
    drafts = timed(divide(lines("[0:05] Anna: Yes.", "[0:09] Bob: No.")).drafts)
    assert [(draft.begins, draft.ends) for draft in drafts] == [(5, 9), (9, None)]


def test_times_that_run_backwards_end_no_turn() -> None:
    drafts = timed(
        divide([caption("Anna", "Yes.", 5), Line("No.", speaker="Bob", begins=2)]).drafts
    )
    assert [(draft.begins, draft.ends) for draft in drafts] == [(5, 6), (2, None)]
