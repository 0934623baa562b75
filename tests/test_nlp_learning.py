"""Learning from people's codings: used where it helps, and only there."""

from __future__ import annotations

import pytest
from interviews import transcript

from evidence.codebook import Codebook
from evidence.model import LEARNED, Code, Coding
from evidence.terms import Term
from nlp.coding import Coder
from nlp.learning import FEWEST_CASES, Lesson, learn, read

NAMES = {"en": "Parks", "fr": "Parcs", "de": "Parks"}
BOOK = Codebook(
    (Code("parks", NAMES, NAMES),),
    (Term("parks", "en", "park", 1.0), Term("parks", "en", "bench", 0.5)),
)
GREEN = [
    "The park has old trees and flowers where children play.",
    "We sit on the bench under the trees and watch the flowers.",
    "Children play near the bench with the old trees.",
    "The park is full of flowers and birds.",
]
GREY = [
    "You may park the lorry behind the factory gate.",
    "They park their lorries at the gate every night.",
    "Where do I park the trailer of the lorry?",
    "The workshop has a bench for engines and gears.",
]


def lessons(count=6):
    return [
        Lesson(f"t{number}", text, frozenset({"parks"} if text in GREEN else ()), weights(text))
        for number in range(count)
        for text in GREEN + GREY
    ]


def weights(text):
    found = 1.0 * ("park" in text) or 0.5 * ("bench" in text)
    return {"parks": found} if found else {}


def test_a_code_is_learned_where_it_brings_the_program_nearer_to_people():
    learned, (gain,) = learn(lessons(), lambda _: 1.0)
    assert learned is not None
    assert gain.cases == 24
    assert gain.rules == pytest.approx(0.4, abs=0.1)
    assert gain.learned > 0.75
    assert learned.adjustments(GREEN[1])["parks"] > 0.5
    assert learned.adjustments(GREY[0])["parks"] < -0.25


def test_where_the_rules_are_right_nothing_is_learned():
    right = [
        Lesson(one.transcript, one.text, one.codes, {"parks": 1.0 * bool(one.codes)})
        for one in lessons()
    ]
    learned, (gain,) = learn(right, lambda _: 1.0)
    assert learned is None
    assert (gain.rules, gain.used) == (1.0, False)


@pytest.mark.parametrize("count", [1, 3])
def test_too_little_teaches_nothing(count):
    few = lessons(count)
    assert learn(few, lambda _: 1.0) == (None, ())
    assert sum(bool(one.codes) for one in few) < FEWEST_CASES or count == 3


def test_the_same_codings_teach_the_same(tmp_path):
    first, _ = learn(lessons(), lambda _: 1.0)
    second, _ = learn(lessons(), lambda _: 1.0)
    first.keep(tmp_path / "learned")
    said = [one.adjustments(GREEN[0]) for one in (first, second, read(tmp_path / "learned"))]
    assert said[0] == said[1] == said[2]


def test_what_is_learned_changes_codings_and_says_so():
    learned, _ = learn(lessons(), lambda _: 1.0)
    interview = transcript(("P1", GREEN[1]), ("P2", GREY[0]))
    assert [c.turn for c in Coder(BOOK).code(interview)] == [1]
    (coding,) = Coder(BOOK, learned=learned).code(interview)
    assert coding.turn == 0
    assert coding.rules == ("bench", LEARNED)


def test_lessons_are_the_passages_of_answers_with_what_people_coded():
    interview = transcript(("Q", "Where?"), ("P1", f"{GREEN[0]} {GREY[3]}"))
    start = interview.turns[1].start
    coding = Coding("t1", 1, start, start + 8, "parks", "Anna")
    (lesson,) = Coder(BOOK).lessons(interview, [coding])
    assert lesson.codes == {"parks"}
    assert lesson.weights == {"parks": 1.5}
    assert lesson.text == f"{GREEN[0]} {GREY[3]}"
