"""Tables: which are transcripts, which columns hold what, and that no word is lost."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcripts.formats import symbols, tables
from transcripts.formats.tables import ANSWERS, CELLS, TURNS
from transcripts.manuscript import APART, Line

DATA = tomllib.loads(
    resources.files("transcripts.formats").joinpath("tables.toml").read_text("utf-8")
)
SYMBOLS = tomllib.loads(
    resources.files("transcripts.formats").joinpath("symbols.toml").read_text("utf-8")
)


def rows(*texts: str) -> list[tables.Row]:
    """Rows of which the cells stand between bars."""
    return [
        [[Line(cell.strip())] if cell.strip() else [] for cell in text.split("|")] for text in texts
    ]


def said(*texts: str) -> list[tuple[str | None, str]]:
    return [(line.speaker, line.text) for line in tables.lines(rows(*texts)) if line.kind != APART]


def taken(*texts: str) -> str:
    return tables.read(rows(*texts)).taken


@pytest.mark.parametrize("example", DATA["heads"]["examples"])
def test_heads_of_columns(example: str) -> None:
    head, _, kind = example.partition(" -> ")
    assert tables.column(head) == kind


@pytest.mark.parametrize(
    ("font", "example"),
    [(font["name"], one) for font in SYMBOLS["font"] for one in font["examples"]],
)
def test_symbols(font: str, example: str) -> None:
    code, _, shown = example.partition(" -> ")
    assert symbols.shown(int(code, 16), font) == shown


@pytest.mark.parametrize(
    "texts",
    [
        ("Sprecher | Text", "Anna | Ja.", "Bob | Nein."),
        ("Locuteur : | Propos", "Anna | Ja.", "Bob | Nein."),
        ("Nr. | Zeit | Wer | Gesagtes", "1 | 0:05 | Anna | Ja.", "2 | 0:09 | Bob | Nein."),
        ("Rolle | Bemerkung", "Anna | Ja.", "Bob | Nein."),
        ("Anna | Ja.", "Bob | Nein."),
        ("1 | Anna | Ja.", "2 | Bob | Nein."),
        ("Anna | 0:05 | Ja.", "Bob | 0:09 | Nein."),
        ("1. | 0:05 | 0:09 | Anna: | Ja.", "2. | 0:09 | 0:12 | Bob: | Nein."),
    ],
)
def test_a_table_of_turns(texts: tuple[str, ...]) -> None:
    assert said(*texts) == [("Anna", "Ja."), ("Bob", "Nein.")]


def test_times_come_from_one_column_or_two() -> None:
    lines = tables.read(rows("Anna | 0:05 | 0:09 | Ja.", "Bob | 0:09 - 0:12 | | Nein.")).lines
    spoken = [(line.begins, line.ends) for line in lines]
    assert spoken == [(5.0, 9.0), (9.0, 12.0)]


def test_an_empty_name_goes_on_with_the_speaker_before() -> None:
    texts = ("Anna | Ja.", "| Und.", "Bob | Nein.", "Anna | Gut.")
    assert said(*texts) == [("Anna", "Ja."), (None, "Und."), ("Bob", "Nein."), ("Anna", "Gut.")]


@pytest.mark.parametrize(
    "texts",
    [
        ("Datum | 12. Mai", "Ort | Metz", "Dauer | 45 Minuten"),
        ("Name | Alter | Beruf", "Anna Meyer | 42 | Ingenieurin", "Bob Weber | 39 | Fahrer"),
        ("Name | Funktion", "Anna Meyer | Leiterin des Einkaufs", "Bob Weber | Fahrer"),
        ("Interviewer | Anna Meyer", "Befragte | Claire Dupont"),
        ("Name | Rolle", "Anna Meyer | Interviewerin", "Bob Weber | Befragter"),
        ("Name | Rolle", "Anna Meyer | Interviewerin"),
        ("Anna | Interviewerin", "Bob | Befragter"),
        ("Renault | Anna Meyer", "Renault | Claire Dupont", "Stellantis | Bob Weber"),
        ("1 | Wie geht es?", "2 | Was machen Sie?"),
        ("Ein Text.",),
        ("Anna: Ja.", "Bob: Nein."),
        ("Alter: 42 Jahre | Branche: Autos", "Anna: Ja. | Bob: Nein."),
    ],
)
def test_any_other_table_is_read_cell_after_cell(texts: tuple[str, ...]) -> None:
    assert taken(*texts) == CELLS
    cells = [cell.strip() for text in texts for cell in text.split("|")]
    assert said(*texts) == [(None, cell) for cell in cells]


@pytest.mark.parametrize(
    ("heads", "names"),
    [
        ("Frage | Antwort", ("Frage", "Antwort")),
        ("Question | Réponse", ("Question", "Réponse")),
        ("N° | Question : | Answer", ("Question", "Answer")),
        ("Frage | Anna", ("Frage", "Anna")),
    ],
)
def test_answers_beside_questions(heads: str, names: tuple[str, str]) -> None:
    number = "1 |" if heads.startswith("N°") else ""
    row = f"{number} Warum fahren Sie? | Weil es geht."
    assert taken(heads, row) == ANSWERS
    assert said(heads, row) == [(names[0], "Warum fahren Sie?"), (names[1], "Weil es geht.")]


def test_what_a_turn_has_beside_it_is_apart() -> None:
    table = tables.read(
        rows("Sprecher | Text | Notiz", "Anna | Ja. | nickt", "| | Pause", "Bob | |")
    )
    beside = [line.text for line in table.lines if line.kind == APART]
    assert beside == ["Sprecher | Text | Notiz", "nickt", "Pause", "Bob"]


def test_a_speaker_of_a_table_inside_is_kept() -> None:
    inside = [Line("Ja.", speaker="Carl"), Line("Nein.")]
    lines = tables.read([*rows("Wer | Was | Text"), [[Line("Anna")], [], inside]]).lines
    assert [(line.speaker, line.text) for line in lines[1:]] == [("Carl", "Ja."), ("Anna", "Nein.")]


def test_a_note_in_a_cell_does_not_take_the_speaker() -> None:
    row = [[Line("Anna")], [Line("Note", APART), Line("Ja.")]]
    lines = tables.read([*rows("Wer | Text"), row]).lines[1:]
    assert [(line.speaker, line.kind) for line in lines] == [(None, APART), ("Anna", "speech")]


def test_what_was_guessed_is_said() -> None:
    guessed = tables.read(rows("Anna | Ja.", "Bob | Nein."))
    known = tables.read(rows("Wer | Text", "Anna | Ja."))
    other = tables.read(rows("Datum | 12. Mai"))
    (notice,) = tables.notices("a.docx", [guessed, known, other, other])
    assert notice.kind == "table"
    assert notice.text == (
        "1 table was read row after row, with the speaker from column 1; "
        "2 tables were read one cell after the other."
    )
    assert tables.notices("a.docx", [known]) == ()


def test_merged_cells_are_believed_up_to_a_width() -> None:
    row: tables.Row = []
    tables.put(row, [Line("a")], 3)
    tables.put(row, [Line("b")], 10**9)
    tables.put(row, [Line("c")], 10**9)
    assert [cell[0].text for cell in row if cell] == ["a", "b", "c"]
    assert [len(row) < 40, bool(row[3])] == [True, True]


CELLS_OF_TABLES = st.sampled_from(
    [
        "",
        "Anna",
        "Bob",
        "0:05",
        "1",
        "2",
        "Ja.",
        "Warum?",
        "Frage",
        "Antwort",
        "Text",
        "Sprecher",
        "n/a",
    ]
)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


@given(st.lists(st.lists(CELLS_OF_TABLES, min_size=1, max_size=5), min_size=1, max_size=6))
@example([["Anna", "Frage"], ["", "Anna"]])  # Anna is asked, and says nothing
def test_no_word_is_lost(cells: list[list[str]]) -> None:
    table = tables.read([[[Line(text)] if text else [] for text in row] for row in cells])
    given_words = words(" ".join(text for row in cells for text in row))
    found = words(" ".join(f"{line.speaker or ''} {line.text}" for line in table.lines))
    clocks = words("0:05")
    missing = {word for word in given_words if found[word] < given_words[word]}
    heads = {"Frage", "Antwort"} if table.taken == ANSWERS else set()
    assert missing <= set(clocks) | heads
    if table.taken == TURNS:
        assert found <= given_words
