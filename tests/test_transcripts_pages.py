"""PDF with a text layer: every rule of reading pages, by example."""

from __future__ import annotations

from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pdf_files import at, pdf

from transcripts import limits, reading
from transcripts.errors import InputError
from transcripts.formats import margins, pages
from transcripts.manuscript import APART, HEADING, STRONG

HOSTILE = Path(__file__).parents[2] / "shared" / "data" / "hostile" / "pdf"


def read(*contents, **parts):
    return pages.read(pdf(*contents, **parts), "a.pdf")


def texts(manuscript):
    return [line.text for line in manuscript.lines if line.kind != APART]


def apart(manuscript):
    return [line.text for line in manuscript.lines if line.kind == APART]


def kinds(manuscript):
    return [notice.kind for notice in manuscript.notices]


# Paragraphs


FULL = "Anna: We have bought ten electric cars for all"


@pytest.mark.parametrize(
    ("rows", "paragraphs"),
    [
        ((FULL, "and one bus."), [f"{FULL} and one bus."]),
        ((FULL, "Bob: Why?"), [FULL, "Bob: Why?"]),
        ((FULL, "[00:01:05] Then we did"), [FULL, "[00:01:05] Then we did"]),
        (("Anna: Yes.", "It is so in every town of ours, and here"), None),
    ],
)
def test_a_row_goes_on_where_its_first_word_had_no_room_above(rows, paragraphs):
    widest = "x" * len(FULL)
    found = texts(read(at(72, 720, *rows, "Bob: " + widest[5:])))[:-1]
    assert found == (paragraphs or list(rows))


def test_white_above_begins_a_paragraph():
    page = at(72, 720, FULL, "and buses run.") + at(72, 686, "Trams stand still there as you see")
    assert texts(read(page)) == [f"{FULL} and buses run.", "Trams stand still there as you see"]


def test_a_row_set_inwards_begins_a_paragraph():
    first = "Anna: All of it was bought before the year was out."
    page = at(72, 720, first) + at(90, 706, "Then we waited for the rest to come")
    page += at(72, 692, "and it came when it was late, far too late for us.")
    assert len(texts(read(page))) == 2


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        (("Anna: une voi-", "ture qui passe"), "voiture"),
        (("Anna: une voi\xad", "ture qui passe"), "voiture"),
        (("c'est peut-être ça, ou peut-", "être pas"), "ou peut-être"),
        (("die E-Autos und die Nord-", "Süd-Achse"), "Nord-Süd-Achse"),
    ],
)
def test_a_word_cut_at_the_margin_is_whole_again(rows, whole):
    assert whole in " ".join(texts(read(at(72, 720, *rows))))


def test_a_paragraph_goes_on_over_the_page():
    heads = [at(72, 800, "Page 1 of 2"), at(300, 30, "Page 2 of 2")]
    first, second = (
        at(72, 720, "Bob: " + "x" * 41, FULL + " the mo-"),
        at(72, 720, "bility of all."),
    )
    found = read(first + heads[0], second + heads[1])
    assert texts(found)[-1] == f"{FULL} the mobility of all."


def test_a_larger_row_is_a_heading_and_a_bold_one_strong():
    page = at(72, 760, "Interview with", "Anna Keller", size=20, step=24)
    page += at(72, 700, "What about the cars?", font="B") + at(
        72, 680, "They are all electric now."
    )
    lines = read(page).lines
    assert [(line.text, line.kind) for line in lines[:2]] == [
        ("Interview with Anna Keller", HEADING),
        ("What about the cars?", STRONG),
    ]


# Columns and tables


def turns(manuscript_bytes):
    (transcript,) = reading.read_data(manuscript_bytes, "a.pdf").transcripts
    return [(turn.speaker, transcript.said(turn)) for turn in transcript.turns]


TALK = [
    ("Anna", ("We bought ten cars last year,", "and one bus.")),
    ("Bob", ("Why did you buy the bus?",)),
    ("Anna", ("Because the cars are full of", "people every day.")),
    ("Bob", ("And who drives?",)),
]
SAID = [(name, " ".join(rows)) for name, rows in TALK]


def test_columns_are_read_one_after_the_other():
    left = at(50, 700, "Anna: We bought ten cars and", "one bus, which was late.", "Bob: Why?")
    right = at(320, 700, "Anna: Because it came from far", "away, by ship.", "Bob: I see.")
    heading = at(50, 760, "What a town does with its money, and who is asked before")
    found = texts(read(heading + left + right))
    assert found[1:] == [
        "Anna: We bought ten cars and one bus, which was late.",
        "Bob: Why?",
        "Anna: Because it came from far away, by ship.",
        "Bob: I see.",
    ]


def test_columns_are_read_whole_whatever_is_drawn_first():
    rows = [("left one here", "right one here"), ("left two here", "right two here")]
    page = "".join(
        at(50, 700 - 14 * row, left) + at(320, 700 - 14 * row, right)
        for row, (left, right) in enumerate([*rows, *rows, *rows])
    )
    found = " ".join(texts(read(page)))
    assert found.rfind("left") < found.find("right")


def table(places, *, ends="", middle=False, drop=20):
    """The talk as a table: a name and the rows of what is said, at places across the page."""
    page, y = "", 750
    for name, rows in TALK:
        name_y = y - 7 * (len(rows) - 1) if middle else y
        page += at(places[0], name_y, name + ends) + at(places[1], y, *rows)
        y -= 14 * (len(rows) - 1) + drop
    return page


@pytest.mark.parametrize(
    "page",
    [
        table((50, 150)),
        table((50, 150), ends=":"),
        table((50, 150), middle=True),
        table((50, 150), drop=14),
        table((50, 150), drop=14, ends=":"),
    ],
    ids=["names", "names with colon", "names at half height", "no white", "colon, no white"],
)
def test_a_table_with_a_column_of_names_is_read_row_by_row(page):
    assert turns(pdf(page)) == SAID


def test_the_end_of_a_paragraph_above_a_table_is_no_cell_of_it():
    above = at(50, 800, "All that is said here was invented, and no such person is", "there.")
    assert turns(pdf(above + table((50, 250)))) == SAID


def test_a_row_of_a_table_goes_on_over_the_page():
    found = turns(pdf(table((50, 150)), at(150, 750, "Anna's son, mostly.")))
    assert found[-1][0] == "Bob"
    assert found[-1][1].split() == ["And", "who", "drives?", "Anna's", "son,", "mostly."]


def test_a_table_of_particulars_is_no_conversation():
    facts = at(50, 780, "Place", "Day", "Length") + at(150, 780, "Bern", "12 May", "30 minutes")
    talk = at(50, 700, "Anna: We bought ten cars.", "Bob: Why?", "Anna: To drive.", "Bob: I see.")
    assert texts(read(facts + talk))[:3] == ["Place Bern", "Day 12 May", "Length 30 minutes"]
    assert {name for name, _ in turns(pdf(facts + talk))} == {"Anna", "Bob"}


def test_a_table_of_sentences_is_read_cell_after_cell():
    page, y = "", 700
    for number in ("one", "two", "three"):
        page += at(50, y, "And what do you think", f"of number {number}?")
        page += at(300, y, "I think that it will be", f"very good, number {number}.")
        y -= 60
    assert texts(read(page))[:2] == [
        "And what do you think of number one?",
        "I think that it will be very good, number one.",
    ]


# What stands around the text


def test_running_heads_and_page_numbers_are_apart():
    found = read(
        *(
            at(72, 800, "Study of 2030")
            + at(72, 700, f"Anna: Text {word}.")
            + at(300, 30, f"- {n} -")
            for n, word in enumerate("abc", 4)
        )
    )
    assert texts(found) == ["Anna: Text a.", "Anna: Text b.", "Anna: Text c."]
    assert Counter(apart(found)) == Counter(
        {"Study of 2030": 3, "- 4 -": 1, "- 5 -": 1, "- 6 -": 1}
    )


@pytest.mark.parametrize(
    ("text", "sure"),
    [(text, form.get("sure", False)) for form in margins.forms() for text in form["examples"]],
)
def test_a_page_s_number_has_many_forms(text, sure):
    foot = at(300, 30, text)
    alone = read(at(72, 700, "Anna: We have bought ten cars.") + foot)
    assert (text in apart(alone)) == sure
    before = text.replace("3", "2", 1)
    if before != text:
        pair = read(
            at(72, 700, "Anna: Ten.") + at(300, 30, before), at(72, 700, "Bob: Two.") + foot
        )
        assert apart(pair) == [before, text]


def test_a_number_that_somebody_says_last_stays():
    assert texts(read(at(72, 700, "Anna: How many?", "Bob: It is the number", "3")))[-1].endswith(
        "3"
    )


@pytest.mark.parametrize("every", [1, 5])
@pytest.mark.parametrize("x", [40, 560])
def test_numbers_of_lines_are_apart(x, every):
    rows = [
        f"{'AB'[row % 2]}nna: This is what was said as number {'i' * row}." for row in range(20)
    ]
    page = at(72, 700, *rows)
    page += "".join(
        at(x, 700 - 14 * row, str(row + 1)) for row in range(20) if (row + 1) % every == 0
    )
    found = read(page)
    assert texts(found) == rows
    assert apart(found) == [" ".join(str(row) for row in range(every, 21, every))]


def test_numbers_of_lines_in_the_rows_themselves_are_apart():
    found = read(at(72, 700, *(f"{row}  Anna: This is row {'i' * row}." for row in range(1, 8))))
    assert texts(found)[0] == "Anna: This is row i."
    assert apart(found) == ["1 2 3 4 5 6 7"]


def test_what_the_file_marks_as_a_running_head_is_apart():
    marked = "/Artifact <</Type/Pagination>> BDC " + at(72, 800, "Draft of May") + " EMC "
    assert apart(read(marked + at(72, 700, "Anna: Hello there"))) == ["Draft of May"]


def test_text_across_the_page_is_apart():
    stamp = "BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET "
    found = read(stamp + at(72, 700, "Anna: Hello there"))
    assert (texts(found), apart(found)) == (["Anna: Hello there"], ["DRAFT"])


def test_a_page_on_its_side_is_read_as_it_is_turned():
    rows = "".join(
        f"BT /F 10 Tf 0 1 -1 0 {100 + 14 * row} 72 Tm ({text}) Tj ET "
        for row, text in enumerate(["Anna: Hello there", "Bob: Good day"])
    )
    assert texts(read(rows)) == ["Anna: Hello there", "Bob: Good day"]


def test_what_is_drawn_twice_to_look_bold_is_read_once():
    page = at(72, 700, "Anna: Hello there") + at(72.3, 700, "Anna: Hello there")
    assert texts(read(page)) == ["Anna: Hello there"]


def test_words_set_one_by_one_have_spaces():
    page = at(72, 700, "Anna:") + at(108, 700, "Hel") + at(126, 700, "lo") + at(144, 700, "there")
    assert texts(read(page)) == ["Anna: Hello there"]


# What hangs on pages


HELLO = at(72, 700, "Anna: Hello there", "Bob: Good day")


def test_all_is_well_but_for_the_layout():
    assert kinds(read(HELLO)) == ["layout"]


@pytest.mark.parametrize(
    ("annots", "beside", "said"),
    [
        ("<</Subtype/Text/Contents(Ask again)>>", ["Ask again"], "Set apart: 1 comment."),
        ("<</Subtype/Popup/Contents(Ask again)>>", [], ""),
        ("<</Subtype/Link/Contents(Ask again)>>", [], ""),
        ("<</Subtype/Widget/T(name)/V(Keller)>>", ["Keller"], "Set apart: 1 filled field."),
        ("<</Subtype/Widget/T(box)/V/Off>>", [], ""),
        (
            "<</Subtype/Text/Contents(One)>><</Subtype/Highlight/Contents(Two)>>",
            ["One", "Two"],
            "Set apart: 2 comments.",
        ),
        ("<</Subtype/FileAttachment>>", [], "Not read: 1 attached file."),
    ],
)
def test_comments_and_fields_are_apart_and_counted(annots, beside, said):
    found = read(HELLO, annots=f"/Annots[{annots}]")
    assert apart(found) == beside
    assert [notice.text for notice in found.notices if notice.kind == "unread-part"] == [said][
        : len(said)
    ]


def test_a_field_shown_in_two_places_is_told_once():
    shared = "<</Subtype/Widget/Parent 5 0 R>>" * 2
    field = "<</T(name)/V(Keller)>>"
    assert apart(read(HELLO, annots=f"/Annots[{shared}]", more=[field])) == ["Keller"]


def form(content):
    return f"<</Type/XObject/Subtype/Form/Length {len(content)}>>stream\n{content}\nendstream"


def test_a_drawing_s_text_stands_where_it_is_used():
    drawing = form(at(0, 0, "Bob: Good day"))
    page = at(72, 700, "Anna: Hello there") + "q 1 0 0 1 72 660 cm /X5 Do Q "
    assert texts(read(page + at(72, 620, "Anna: Bye"), more=[drawing])) == [
        "Anna: Hello there",
        "Bob: Good day",
        "Anna: Bye",
    ]


# What cannot be used


@pytest.mark.parametrize(
    ("content", "more", "kind"),
    [
        ("", (), "empty"),
        ("BT /F 10 Tf 72 700 Td (\x01\x02\x03) Tj ET", (), "encoding"),
        ("BT /Unknown 10 Tf 72 700 Td (Anna: Hello) Tj ET", (), "encoding"),
        ("/X5 Do", (form("/X5 Do"),), "limit"),
        ("/X5 Do " * 5001, (form(HELLO),), "limit"),
    ],
    ids=["scanned", "codes without meaning", "unknown font", "endless drawing", "many drawings"],
)
def test_what_cannot_be_read_is_refused(content, more, kind):
    drawn = [text.replace("<</Type/XObject", "<</Resources<<>>/Type/XObject") for text in more]
    with pytest.raises(InputError) as raised:
        read(content, more=drawn if kind != "limit" else more)
    assert raised.value.kind == kind


def test_a_scanned_pdf_says_so():
    with pytest.raises(InputError, match="scanned"):
        read("")


def test_more_pages_than_the_limit_are_refused():
    with limits.using(limits.Limits(pages=1)), pytest.raises(InputError) as raised:
        read(HELLO, HELLO)
    assert raised.value.kind == "limit"


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile files are not here")
def test_a_column_is_read_whole():
    data = (HOSTILE / "two_columns.pdf").read_bytes()
    assert turns(data) == [("Alice", "left one\nleft two"), ("Bob", "right one\nright two")]


# One property of them all


WORDS = st.lists(
    st.text("abcdefghijklmnoprstuvwz", min_size=2, max_size=11), min_size=1, max_size=60
)


def rows_of(words, width, cut):
    """Words in rows of so many letters; where there is room, one is cut by a hyphen."""
    rows, row = [], ""
    for word in words:
        room = width - len(row) - 1
        if row and len(word) > room:
            if cut and room >= 4 and len(word) - room + 1 >= 2:
                rows.append(f"{row} {word[: room - 1]}-")
                row = word[room - 1 :]
                continue
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    return [*rows, row]


def printed(rows, columns):
    """Pages of rows in one column or two of a height, with a running head and a page's number."""
    number = count(1)
    places = [60] if columns == 1 else [60, 320]
    contents = []
    for first in range(0, len(rows), 20 * columns):
        page = at(60, 800, "Study of mobility") + at(280, 30, f"Page {next(number)}")
        some = rows[first : first + 20 * columns]
        height = -(-len(some) // columns)
        for column, x in enumerate(places):
            page += at(x, 740, *some[height * column : height * (column + 1)])
        contents.append(page)
    return contents


@settings(max_examples=40)
@given(st.lists(WORDS, min_size=4, max_size=14), st.sampled_from([1, 2]), st.booleans())
def test_a_printed_interview_gives_its_turns_again(talk, columns, cut):
    said = [
        (("Anna", "Bob")[at % 2], [*words[:-1], f"{words[-1]}."]) for at, words in enumerate(talk)
    ]
    width = 70 if columns == 1 else 38
    rows = [row for name, words in said for row in rows_of([f"{name}:", *words], width, cut)]
    contents = printed(rows, columns)
    assume(len(set(rows)) == len(rows))  # else a row may be taken for a running head
    found = turns(pdf(*contents))
    assert [(name, letters(text)) for name, text in found] == [
        (name, letters("".join(words))) for name, words in said
    ]
    heads = "".join(f"Study of mobility Page {at + 1}" for at in range(len(contents)))
    whole = "".join(line.text for line in read(*contents).lines)
    assert Counter(letters(whole)) == Counter(letters("".join(rows) + heads))


def letters(text):
    return "".join(filter(str.isalnum, text))
