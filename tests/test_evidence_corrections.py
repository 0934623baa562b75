"""Decisions of people: what they do to codings, and that they outlive another text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from literals import BOOK, coded, transcript

from evidence.anchors import anchor
from evidence.correction_list import Correction
from evidence.corrections import apply
from evidence.model import Coding

SAID = """\
Q: What do you sell?
P1: [We sell battery cases to three customers in Germany.|cars] And the weather is fine.
Q: Do you [trade with China?|trade]
P1: [Um, you know, we ship a container of castings to Wuhan each month.|trade] That is all.
"""
INTERVIEW, CODINGS = coded(SAID)
EDITED = transcript("""\
Q: Before we begin: who are you?
P1: I am the second son of the founder, and we make castings.
Q: What do you sell?
P1: We sell battery cases to three customers in Germany. And the weather is fine.
Q: Do you trade with China?
P1: We ship a container of castings to Wuhan each month.
P1: That is all.
""")


def decision(action, words, code="cars", *, new="", **more):
    """A decision on words of the interview."""
    new_anchor = anchored(new) if new else None
    who = more.pop("who", "AW")
    return Correction(action, "a", code, anchored(words), new_anchor=new_anchor, who=who, **more)


def anchored(words):
    start = INTERVIEW.text.index(words)
    return anchor(INTERVIEW.text, start, start + len(words))


def applied(*decisions, codings=CODINGS, text=INTERVIEW):
    return apply(codings, decisions, [text], BOOK)


def shown(corrected, text=INTERVIEW):
    """Words, code, coder and what was decided, of each coding in the order of the text."""
    return [
        (text.text[c.start : c.end], c.code, c.coder, c.decided)
        for c in sorted(corrected.codings, key=lambda c: (c.start, c.code))
    ]


CASES = "We sell battery cases to three customers in Germany."
WUHAN = "Um, you know, we ship a container of castings to Wuhan each month."


def test_without_decisions_codings_are_as_they_were():
    assert applied().codings == CODINGS


def test_what_is_accepted_stays_the_program_s_and_says_so():
    done = applied(decision("accept", CASES))
    assert shown(done)[0] == (CASES, "cars", "whitepaper", "accepted by AW")
    assert len(done.codings) == len(CODINGS)


def test_what_is_accepted_stays_when_the_program_no_longer_finds_it():
    done = applied(decision("accept", CASES), codings=())
    assert shown(done) == [(CASES, "cars", "AW", "accepted by AW")]


def test_what_is_rejected_goes_though_its_borders_moved_a_little():
    done = applied(decision("reject", CASES + " And"))
    assert [c.code for c in done.codings] == ["trade", "trade"]
    assert done.notices == ()


def test_a_rejection_leaves_another_code_at_the_same_place():
    other = replace(CODINGS[0], code="trade")
    done = applied(decision("reject", CASES), codings=(*CODINGS, other))
    assert other in done.codings
    assert CODINGS[0] not in done.codings


def test_a_rejection_leaves_a_coding_that_it_only_touches():
    done = applied(decision("reject", "in Germany. And the weather is fine."))
    assert CODINGS[0] in done.codings
    assert "no longer there" in done.notices[0].text


def test_what_is_added_is_a_coding_by_that_person_in_its_turn():
    done = applied(decision("add", "the weather is fine", "trade"))
    (added,) = (c for c in done.codings if c.coder == "AW")
    assert (added.turn, added.counted, added.prompted, added.decided) == (
        1,
        True,
        False,
        "added by AW",
    )


def test_what_is_added_to_a_question_counts_for_nothing():
    (added,) = applied(decision("add", "What do you sell?"), codings=()).codings
    assert not added.counted


def test_words_over_two_turns_become_a_coding_in_the_answer_alone():
    words = "trade with China?\nUm, you know, we ship a container"
    (added,) = applied(decision("add", words, "trade"), codings=()).codings
    assert INTERVIEW.text[added.start : added.end] == "Um, you know, we ship a container"
    assert added.counted


def test_a_coding_is_moved_to_other_words():
    done = applied(decision("move", CASES, new="battery cases"))
    assert shown(done)[0] == ("battery cases", "cars", "whitepaper", "moved by AW")


def test_another_code_is_given_by_who_recoded():
    done = applied(decision("recode", CASES, new_code="trade"))
    assert shown(done)[0] == (CASES, "trade", "AW", "recoded by AW")
    assert done.codings[-1].terms == ()


def test_a_memo_stands_at_its_words():
    (memo,) = applied(decision("memo", CASES, memo="Ask again.")).memos
    assert (memo.text, memo.author, memo.code) == ("Ask again.", "AW", "cars")
    assert INTERVIEW.text[memo.start : memo.end] == CASES


# Which decision holds


@pytest.mark.parametrize(
    ("decisions", "stands"),
    [
        ([("accept", "2026-01-01"), ("reject", "2026-02-01")], False),
        ([("reject", "2026-02-01"), ("accept", "2026-01-01")], False),
        ([("reject", "2026-01-01"), ("accept", "2026-02-01")], True),
        ([("reject", "2026-01-01"), ("accept", "2026-01-01")], True),
        ([("reject", ""), ("accept", "2026-01-01"), ("reject", "2026-03-01")], False),
    ],
)
def test_the_later_of_two_decisions_holds_then_the_lower_line(decisions, stands):
    made = [
        decision(action, CASES, when=when, line=line)
        for line, (action, when) in enumerate(decisions, 2)
    ]
    assert any(c.code == "cars" for c in applied(*made).codings) is stands


def test_what_was_rejected_and_then_accepted_is_the_program_s_again():
    done = applied(decision("reject", CASES, line=2), decision("accept", CASES, line=3))
    assert shown(done)[0] == (CASES, "cars", "whitepaper", "accepted by AW")


def test_two_people_may_reject_the_same():
    done = applied(decision("reject", CASES, line=2), decision("reject", CASES, who="BK", line=3))
    assert done.notices == ()


# In a corrected transcript


def test_decisions_hold_in_a_transcript_with_cleaned_words_and_new_turns():
    recoded = apply(
        [],
        [
            decision("accept", CASES, line=2),
            decision("recode", WUHAN, "trade", new_code="cars", line=3),
            decision("add", "That is all.", "trade", line=4),
        ],
        [EDITED],
        BOOK,
    )
    assert recoded.notices == ()
    assert [(words, code) for words, code, _, _ in shown(recoded, EDITED)] == [
        (CASES, "cars"),
        ("We ship a container of castings to Wuhan each month.", "cars"),
        ("That is all.", "trade"),
    ]
    assert [EDITED.turns[c.turn].start <= c.start for c in recoded.codings] == [True] * 3


def test_words_that_are_gone_are_told_with_their_line_and_not_repeated():
    without = transcript("P1: Nothing of it is left here, and that is that.\nP1: Nothing.")
    done = applied(decision("accept", CASES, line=7), codings=(), text=without)
    (notice,) = done.notices
    assert (notice.path, notice.place) == ("corrections.csv", "line 7")
    assert "accept" in notice.text
    assert "battery" not in notice.text
    assert done.codings == ()


def test_a_memo_whose_words_are_gone_is_kept_and_told():
    without = transcript("P1: Nothing of it is left here, and that is that.")
    done = applied(decision("memo", CASES, memo="Ask again."), codings=(), text=without)
    (memo,) = done.memos
    assert (memo.text, memo.start, memo.end) == ("Ask again.", 0, 0)
    assert len(done.notices) == 1


def test_a_transcript_that_was_renamed_is_known_by_its_text():
    renamed = replace(INTERVIEW, id="interview-1")
    done = applied(decision("accept", CASES), codings=(), text=renamed)
    assert [c.transcript for c in done.codings] == ["interview-1"]


def test_a_transcript_that_is_not_there_is_told():
    other = transcript("P1: Something else.", "b")
    (notice,) = applied(decision("accept", CASES, line=2), codings=(), text=other).notices
    assert "no transcript 'a'" in notice.text


def test_a_code_that_the_codebook_lacks_is_told_with_what_may_be_meant():
    done = applied(decision("accept", CASES, "carz", line=2))
    (notice,) = done.notices
    assert "Did you mean 'cars'" in notice.text
    assert done.codings == CODINGS


def test_codings_stay_inside_their_turns():
    done = apply([], [decision("add", WUHAN + " That is all.", "trade")], [EDITED], BOOK)
    inside = [
        EDITED.turns[c.turn].start <= c.start < c.end <= EDITED.turns[c.turn].end
        for c in done.codings
    ]
    assert inside == [True, True]
    assert isinstance(done.codings[0], Coding)
